"""休息区服务人员月考核表: one attendant's month on A4, day by day, to be signed by the person and the head (lounge.md §4)."""

from collections.abc import Sequence
from datetime import date, datetime

from deskapp.checklists.domain import clock
from deskapp.lounge.domain import Day, SlotState
from deskapp.lounge.figures import AttendantFigures, attendants
from deskapp.papers import A4, Column, Figure, Head, Paper, Printed, Row, Section, Sign, print_form, table

PAPERS = (A4,)
TITLE = "休息区服务人员月考核表"
_EIGHTHS = (1.0,) * 8
_DAYS = (
    Column("日期", 24),
    Column("当班", 32),
    Column("按时", 13, "right"),
    Column("迟做", 13, "right"),
    Column("未做", 13, "right"),
    Column("巡检", 13, "right"),
    Column("茶杯超时", 17, "right"),
    Column("迟做、未做的时段", 51),
)
_WEEKDAYS = "一二三四五六日"
_WRONG = (SlotState.LATE, SlotState.MISSED, SlotState.OVERDUE)


def render(
    days: Sequence[Day],
    staff_id: int,
    *,
    name: str,
    month: date,
    now: datetime,
    paper: Paper,
    store: str,
    printed_by: str,
    reprint: int = 0,
) -> Printed:
    """The month of one person as it stands at `now`: the days on which he was on duty or a slot was his."""
    past = [day for day in days if day.day <= now.date()]
    mine = [day for day in past if _is_his(day, staff_id)]
    figures = next((one for one in attendants(past, now) if one.staff_id == staff_id), None)
    head = Head(store=store, title=TITLE, subline=f"{month.year} 年 {month.month} 月　{name}", printed_at=now, printed_by=printed_by)
    sections = (
        *((_sums(figures),) if figures else ()),
        table(_DAYS, [_day(day, staff_id, now) for day in mine], mark="②", title="每日", row=6.0),
        Section([Row(Sign("服务人员", name=name, span=2), Sign("主管"), Sign("客服"))], mark="③", title="签认"),
    )
    note = "按时率 = 按时 ÷ 应做；不适用不计。茶杯超时为登记离座的次数中超时的。"
    return print_form(paper=paper, head=head, body=lambda _: sections, reprint=reprint, note=note, retention="保存 1 年")


def _sums(one: AttendantFigures) -> Section:
    rate = "—" if one.rate is None else f"{one.rate / 10:.1f}"
    spot = "—" if one.spot_permille is None else f"{one.spot_permille / 10:.0f}"
    numbers = (
        Figure("应做", str(one.due), "次", f"按时 {one.on_time}"),
        Figure("按时率", rate, "%"),
        Figure("迟做", str(one.late), "次"),
        Figure("未做", str(one.missed), "次"),
        Figure("巡检", str(one.rounds), "次"),
        Figure("茶杯超时", str(one.cups_over), "次", f"共 {one.cups}"),
        Figure("抽查", spot, "分"),
        Figure("客人留言", str(one.remarks), "条", f"抱怨 {one.grievances}"),
    )
    return Section([Row(*numbers)], mark="①", title="合计", columns=_EIGHTHS)


def _is_his(day: Day, staff_id: int) -> bool:
    there = any(shift.staff_id == staff_id for shift in day.shifts)
    return there or (day.owed and any(day.responsible(slot.code) == staff_id for slot in day.slots))


def _day(day: Day, staff_id: int, now: datetime) -> tuple[str, ...]:
    mine = [(slot, day.state(slot.code, now)) for slot in day.slots if day.owed and day.responsible(slot.code) == staff_id]
    states = [state for _, state in mine]
    shifts = [shift for shift in day.shifts if shift.staff_id == staff_id]
    cups = [cup for cup in day.cups if cup.by == staff_id]
    return (
        f"{day.day:%m-%d} 周{_WEEKDAYS[day.day.weekday()]}",
        "、".join(f"{shift.began_at:%H:%M}–{f'{shift.ended_at:%H:%M}' if shift.ended_at else ''}" for shift in shifts),
        str(states.count(SlotState.DONE)),
        str(states.count(SlotState.LATE)),
        str(states.count(SlotState.MISSED) + states.count(SlotState.OVERDUE)),
        str(sum(entry.by == staff_id for entry in day.rounds)),
        f"{sum(cup.is_over(now, day.cup_limit) for cup in cups)}/{len(cups)}",
        "、".join(f"{clock(slot.minutes[0])} {state.label}" for slot, state in mine if state in _WRONG),
    )
