"""The practice store's lounge: some weeks of days as they come, good and less good, and this morning up to now."""

import random
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta

from deskapp.checklists.domain import Result
from deskapp.demo.year import Year
from deskapp.lounge.duty import mark_not_applicable, mark_slot, sign_off_duty, sign_on, tick_area
from deskapp.lounge.equipment import add_equipment, report_fault
from deskapp.lounge.service import book_goods, book_round, clear_cup, come_back, go_out, guest_left, guest_received, note_remark, supply_low
from deskapp.lounge.things import GoodsKind
from deskapp.lounge.watching import sign_off_day

ATTENDANTS = ("林晓", "吴迪")
DAYS = 22
_NOBODY_CAME = DAYS - 2
_AREA = {f"E{number}": (Result.PASSED, "") for number in range(1, 14)}
_CLEANING = ("L3", "L5", "L7")
_TICKS = {"L1": (8, 13), "L2": (8, 43), "L3": (9, 40), "L4": (11, 58), "L5": (13, 56), "L6": (16, 57), "L7": (17, 27)}
_ROUNDS = {"L4": ((10, 14), (10, 46), (11, 15), (11, 44)), "L6": ((14, 31), (15, 2), (15, 28), (16, 1), (16, 33))}
_THINGS = (("饮水机", "2 号"), ("咖啡机", "饮品台"), ("电视", "休息区"), ("空调", "休息区"))
Event = tuple[datetime, Callable[[datetime], None]]


def plan_lounge(year: Year) -> None:
    """Enter the past days into the year's events; the last four wait for their sign-off, one of them a day on which nobody came."""
    first = year.at.date() - timedelta(days=DAYS)
    year.plan(datetime.combine(first, time(7, 50)), lambda at: _furnish(year, at))
    for offset in range(DAYS):
        day = first + timedelta(days=offset)
        for at, happen in _day(year, day) if offset != _NOBODY_CAME else ():
            year.plan(at, happen)
        if offset < DAYS - 4:
            year.plan(datetime.combine(day, time(18, 30)), lambda at, day=day: sign_off_day(act=year.act("李敏", at), day=day))


def lounge_of_this_morning(year: Year) -> list[Event]:
    """What happens in the lounge today: on time, one slot late, one cup cleared too late."""
    day = year.at.date()
    return [
        (_at(day, 8, 2), lambda at: _on(year, "林晓", at)),
        (_at(day, 8, 12), lambda at: _tick(year, "林晓", "L1", at)),
        (_at(day, 8, 44), lambda at: _tick(year, "林晓", "L2", at)),
        (_at(day, 9, 57), lambda at: _tick(year, "林晓", "L3", at)),
        (_at(day, 10, 2), lambda at: _guests(year, "林晓", at, 6)),
        (_at(day, 10, 14), lambda at: _round(year, "林晓", "L4", at, butts=1)),
        (_at(day, 10, 20), lambda at: _cup(year, "林晓", "7", at, seconds=280)),
    ]


def _furnish(year: Year, at: datetime) -> None:
    keys = [add_equipment(act=year.act("李敏", at), name=name, place=place) for name, place in _THINGS]
    report_fault(act=year.act("李敏", at), equipment_id=keys[0], fault="出水慢")


def _day(year: Year, day: date) -> Iterator[Event]:
    """One day, always the same for its date: mostly on time, now and then late or forgotten."""
    chance = random.Random(day.toordinal())  # noqa: S311 - practice data, not secrets
    who = ATTENDANTS[day.toordinal() % 2]
    yield _at(day, 8, 2), lambda at: _on(year, who, at)
    for slot, (hour, minute) in _TICKS.items():
        luck = chance.random()
        if luck < 0.03:
            continue
        late = 24 if luck < 0.10 else 0
        at = _at(day, hour, minute) + timedelta(minutes=late)
        if slot == "L2" and day.weekday() == 0:
            yield at, lambda at: _excuse(year, who, at)
        else:
            yield at, lambda at, slot=slot: _tick(year, who, slot, at)
    for slot, times in _ROUNDS.items():
        for hour, minute in times:
            butts = chance.randrange(4)
            if chance.random() > 0.06:
                yield _at(day, hour, minute), lambda at, slot=slot, butts=butts: _round(year, who, slot, at, butts=butts)
    for place in chance.sample(range(1, 13), 3):
        seconds = 200 if chance.random() < 0.15 else chance.randrange(40, 170)
        start = _at(day, 15, 5) + timedelta(minutes=place)
        yield start, lambda at, place=place, seconds=seconds: _cup(year, who, str(place), at, seconds=seconds)
    yield _at(day, 10, 50), lambda at: _errand(year, who, at)
    count = chance.randrange(18, 40)
    yield _at(day, 16, 40), lambda at: _sell(year, who, at, count)
    if day.weekday() == 2:
        yield _at(day, 16, 45), lambda at: _remark(year, who, at)
    yield _at(day, 18, 0), lambda at: sign_off_duty(act=year.act(who, at), note="")


def _at(day: date, hour: int, minute: int) -> datetime:
    return datetime.combine(day, time(hour, minute))


def _on(year: Year, who: str, at: datetime) -> None:
    sign_on(act=year.act(who, at))


def _tick(year: Year, who: str, slot: str, at: datetime) -> None:
    if slot in _CLEANING:
        tick_area(act=year.act(who, at), slot=slot, marks=_AREA)
    mark_slot(act=year.act(who, at), slot=slot)


def _excuse(year: Year, who: str, at: datetime) -> None:
    mark_not_applicable(act=year.act(who, at), slot="L2", reason="周会改到下午")


def _round(year: Year, who: str, slot: str, at: datetime, *, butts: int) -> None:
    book_round(act=year.act(who, at), slot=slot, cups_ok=True, tables_ok=True, drinks_ok=True, butts=butts)


def _cup(year: Year, who: str, place: str, at: datetime, *, seconds: int) -> None:
    cup = guest_left(act=year.act(who, at), place=place)
    clear_cup(act=year.act(who, at + timedelta(seconds=seconds)), cup_id=cup)


def _errand(year: Year, who: str, at: datetime) -> None:
    go_out(act=year.act(who, at), reason="到精品部领货", told_to="赵磊")
    come_back(act=year.act(who, at + timedelta(minutes=8)))


def _sell(year: Year, who: str, at: datetime, guests: int) -> None:
    _guests(year, who, at, guests)
    book_goods(act=year.act(who, at), kind=GoodsKind.DRAWN, item="香水", quantity=4, source="精品部")
    book_goods(act=year.act(who, at), kind=GoodsKind.SOLD, item="香水", quantity=2, amount=136_00)
    book_goods(act=year.act(who, at), kind=GoodsKind.DRINK, item="绿茶", quantity=guests)
    if at.weekday() == 4:
        supply_low(act=year.act(who, at), item="纸杯")


def _guests(year: Year, who: str, at: datetime, count: int) -> None:
    guest_received(act=year.act(who, at), quantity=count)


def _remark(year: Year, who: str, at: datetime) -> None:
    note_remark(act=year.act(who, at), text="充电线太短，靠窗的位子够不到", is_grievance=False)
    if at.date() > year.at.date() - timedelta(days=7):
        note_remark(act=year.act(who, at), text="等了四十分钟没人来说进度", is_grievance=True)
