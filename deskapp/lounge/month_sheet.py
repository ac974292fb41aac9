"""休息区月度考核表: one line an attendant and one a day, on A4 (lounge.md §4)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from deskapp.lounge.day_sheet import rounds_words
from deskapp.lounge.domain import Day, SlotState
from deskapp.lounge.figures import AttendantFigures, attendants, cups_over
from deskapp.papers import A4, Column, Head, Paper, Printed, Row, Section, Sign, print_form, table

PAPERS = (A4,)
TITLE = "休息区服务人员月表"
_PEOPLE = (
    Column("服务人员", 30),
    Column("应做", 16, "right"),
    Column("按时", 16, "right"),
    Column("迟做", 16, "right"),
    Column("未做", 16, "right"),
    Column("按时率", 20, "right"),
    Column("巡检", 16, "right"),
    Column("茶杯超时", 22, "right"),
    Column("抽查", 16, "right"),
    Column("留言/抱怨", 22, "right"),
)
_DAYS = (
    Column("日期", 26),
    Column("当班", 44),
    Column("按时", 14, "right"),
    Column("迟做", 14, "right"),
    Column("未做", 14, "right"),
    Column("巡检", 18, "right"),
    Column("茶杯超时", 18, "right"),
    Column("客人", 14, "right"),
    Column("签核", 26),
)
_WEEKDAYS = "一二三四五六日"


def render(
    days: Sequence[Day],
    *,
    names: Mapping[int, str],
    month: date,
    now: datetime,
    paper: Paper,
    store: str,
    printed_by: str,
    reprint: int = 0,
) -> Printed:
    """The month as it stands at `now`; days to come are left out."""
    past = [day for day in days if day.day <= now.date()]
    head = Head(store=store, title=TITLE, subline=f"{month.year} 年 {month.month} 月", printed_at=now, printed_by=printed_by)
    people = table(_PEOPLE, [_person(one, names) for one in attendants(past, now)], mark="①", title="人员")
    every = table(_DAYS, [_day(day, names, now) for day in past], mark="②", title="每日", row=6.0)
    signs = Section([Row(Sign("服务人员", span=2), Sign("主管"), Sign("客服"))], mark="③", title="签认")
    return print_form(paper=paper, head=head, body=lambda _: (people, every, signs), reprint=reprint, retention="保存 1 年")


def _person(one: AttendantFigures, names: Mapping[int, str]) -> tuple[str, ...]:
    return (
        names[one.staff_id] if one.staff_id else "无人当班",
        str(one.due),
        str(one.on_time),
        str(one.late),
        str(one.missed),
        "—" if one.rate is None else f"{one.rate / 10:.1f}%",
        str(one.rounds),
        f"{one.cups_over}/{one.cups}",
        "—" if one.spot_permille is None else f"{one.spot_permille / 10:.0f}",
        f"{one.remarks}/{one.grievances}",
    )


def _day(day: Day, names: Mapping[int, str], now: datetime) -> tuple[str, ...]:
    when = f"{day.day:%m-%d} 周{_WEEKDAYS[day.day.weekday()]}"
    if not day.owed:
        return (when, day.closed_reason or "不营业", *("" for _ in range(7)))
    states = [day.state(slot.code, now) for slot in day.slots]
    return (
        when,
        "、".join(dict.fromkeys(names[shift.staff_id] for shift in day.shifts)) or "无人当班",
        str(states.count(SlotState.DONE)),
        str(states.count(SlotState.LATE)),
        str(states.count(SlotState.MISSED) + states.count(SlotState.OVERDUE)),
        rounds_words(day, now),
        str(cups_over(day, now)),
        str(day.guests),
        f"{names[day.signed.by]} {day.signed.at:%m-%d}" if day.signed else "未签核",
    )
