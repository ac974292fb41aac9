"""What the lounge owes: days that wait for their sign-off, guests' grievances, repairs, supplies."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from deskapp.calendar import Calendar, due
from deskapp.data import Act
from deskapp.lounge.domain import SIGN_OFF_DAYS
from deskapp.lounge.reading import in_use_since, low_supplies, open_grievances, repairs, unsigned_days
from deskapp.settings.store import value
from deskapp.staff.service import person
from deskapp.today.domain import REMARK, Duty

ROOM = "lounge"
TENDING = "tending"
"""The list of the lounge's page on which grievances, repairs and supplies stand."""
LOOK_BACK = timedelta(days=60)


def lounge_duties(act: Act, on: date, now: Calendar) -> Iterable[Duty]:
    """Nothing is owed by a store that has not begun with its lounge."""
    began = in_use_since()
    if began is None:
        return
    yield from _days(act, on, now, max(began, on - LOOK_BACK))
    yield from _grievances(act, on, now)
    yield from _repairs(act, on, now)
    for supply in low_supplies(act=act):
        yield _duty(f"补物料 {supply.item}", "", "客服", now, now.business_day_of(supply.noted_at), on, list_of=TENDING)


def _days(act: Act, on: date, now: Calendar, since: date) -> Iterator[Duty]:
    """A day is signed off within two working days (lounge.md §3)."""
    for day in unsigned_days(act=act, since=since):
        until = now.add_workdays(day.day, value(SIGN_OFF_DAYS))
        yield _duty(f"签核休息区日志 {day.day:%m-%d}", day.number, "客服", now, until, on, list_of=f"{day.day:%Y-%m-%d}")


def _grievances(act: Act, on: date, now: Calendar) -> Iterator[Duty]:
    for remark in open_grievances(act=act):
        yield _duty(f"客人抱怨：{remark.text}", "", "客服", now, now.business_day_of(remark.at), on, list_of=f"{REMARK}{remark.id}")


def _repairs(act: Act, on: date, now: Calendar) -> Iterator[Duty]:
    for repair in repairs(act=act):
        who = person(repair.owner_id).name if repair.owner_id else "未安排"
        yield _duty(f"维修 {repair.equipment}：{repair.fault}", repair.number, who, now, repair.due_on, on)


def _duty(what: str, number: str, who: str, now: Calendar, until: date, on: date, *, list_of: str = "") -> Duty:
    return Duty(
        room=ROOM,
        what=what,
        number=number,
        customer_id=0,
        customer="",
        plate="",
        who=who,
        due=due(now, until, today=on),
        until=now.end_of_day(until),
        list_of=list_of,
    )
