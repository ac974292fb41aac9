"""售后抱怨日汇总: the day's new slips, what is overdue, what ends today, what was closed (complaints.md §6). A4."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from deskapp.papers import A4, Column, Figure, Head, Paper, Printed, Row, Section, Sign, Text, print_form, table

PAPERS: tuple[Paper, ...] = (A4,)
TITLE = "售后抱怨日汇总"
_WEEKDAYS = "一二三四五六日"
_SIZE = 9.5
_NEW = (
    Column("单号", 30),
    Column("客户 / 车牌", 23),
    Column("事项", 51),
    Column("类别 / 级别", 27),
    Column("责任部门", 24),
    Column("到期 / 状态", 23),
)
_OWED = (
    Column("单号", 30),
    Column("客户 / 车牌", 23),
    Column("事项", 51),
    Column("欠什么", 20),
    Column("责任部门 / 责任人", 30),
    Column("到期", 24),
)
_CLOSED = (
    Column("单号", 30),
    Column("客户 / 车牌", 23),
    Column("事项", 51),
    Column("责任部门", 26),
    Column("满意度", 20),
    Column("归档编号", 28),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """One figure of the day with the day before beside it: 未关闭 6 件, 昨日 5."""

    label: str
    value: int
    before: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSlip:
    """A slip received this day. `what` in a few words, `departments` by name, `due` the end of handling."""

    number: str
    customer: str
    plate: str
    what: str
    category: str
    severity: str
    departments: tuple[str, ...]
    due: datetime | None
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwedSlip:
    """A step that is overdue or ends today: `step` (签收, 处理, 告知客户…), who owes it, until when; `late` ("超 2 天") or ""."""

    number: str
    customer: str
    plate: str
    what: str
    step: str
    department: str
    who: str
    due: datetime
    late: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedSlip:
    """A slip closed this day."""

    number: str
    customer: str
    plate: str
    what: str
    departments: tuple[str, ...]
    satisfaction: str
    archive_no: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DailySummary:
    """A day: its figures and its slips, each list in the order it is printed in."""

    day: date
    counts: tuple[Count, ...]
    new: tuple[NewSlip, ...] = ()
    overdue: tuple[OwedSlip, ...] = ()
    due_today: tuple[OwedSlip, ...] = ()
    closed: tuple[ClosedSlip, ...] = ()


def render(summary: DailySummary, *, paper: Paper, store: str, printed_at: datetime, printed_by: str, reprint: int = 0) -> Printed:
    """The day on one sheet, or as many as it needs; every list has its head on each of them."""
    day = summary.day
    head = Head(
        store=store,
        title=TITLE,
        subline=f"{day:%Y-%m-%d} 星期{_WEEKDAYS[day.weekday()]}",
        printed_at=printed_at,
        printed_by=printed_by,
        right=("报 售后经理（站长）", "抄 客服经理"),
    )
    sections = (
        _figures(summary.counts),
        _list(_NEW, [_new(one) for one in summary.new], "②", "新增", "今天没有新增"),
        _list(_OWED, [_owed(one) for one in summary.overdue], "③", "逾期", "没有逾期"),
        _list(_OWED, [_owed(one) for one in summary.due_today], "④", "到期", "今天没有到期"),
        _list(_CLOSED, [_closed(one) for one in summary.closed], "⑤", "关闭", "今天没有关闭"),
        Section([Row(Sign("制表"), Sign("客服经理"), Sign("售后经理（站长）", span=2))], mark="⑥", title="签字"),
    )
    return print_form(paper=paper, head=head, body=lambda _: sections, reprint=reprint, retention="客服部归档，保存 3 年")


def _figures(counts: Sequence[Count]) -> Section:
    cells = [Figure(one.label, str(one.value), "件", "" if one.before is None else f"昨日 {one.before}") for one in counts]
    return Section([Row(*cells)], mark="①", title="数字", columns=(1.0,) * len(cells))


def _list(columns: Sequence[Column], rows: Sequence[Sequence[str]], mark: str, title: str, nothing: str) -> Section:
    """A list of slips; an empty one says so. What is late is set in Bold where it says by how much."""
    shown = rows or [["—", "", nothing, *[""] * (len(columns) - 3)]]
    listed = table(columns, [], mark=mark, title=title, row=6.2)
    return replace(listed, rows=[Row(*(Text(text, size=_SIZE, bold="\n超" in text) for text in texts)) for texts in shown])


def who(customer: str, plate: str) -> str:
    """Customer and beneath him his car."""
    return "\n".join(part for part in (customer, plate) if part)


def _new(one: NewSlip) -> tuple[str, ...]:
    due = f"{one.due:%m-%d %H:%M}" if one.due else ""
    return (
        one.number,
        who(one.customer, one.plate),
        one.what,
        who(one.category, one.severity),
        "\n".join(one.departments) or "待派单",
        who(due, one.state),
    )


def _owed(one: OwedSlip) -> tuple[str, ...]:
    return (
        one.number,
        who(one.customer, one.plate),
        one.what,
        one.step,
        who(one.department, one.who),
        who(f"{one.due:%m-%d %H:%M}", one.late),
    )


def _closed(one: ClosedSlip) -> tuple[str, ...]:
    return one.number, who(one.customer, one.plate), one.what, "\n".join(one.departments), one.satisfaction, one.archive_no
