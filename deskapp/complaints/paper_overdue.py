"""处理单逾期清单: everything overdue, department by department, to be handed to each supervisor (complaints.md §6). A4."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from deskapp.complaints.paper_daily import who
from deskapp.papers import A4, Column, Head, Paper, Printed, Row, Section, Sign, Stack, Text, print_form

PAPERS: tuple[Paper, ...] = (A4,)
TITLE = "处理单逾期清单"
_SIZE = 9.5
_COLUMNS = (
    Column("单号", 30),
    Column("客户 / 车牌", 23),
    Column("事项", 44),
    Column("欠什么", 17),
    Column("责任人", 16),
    Column("到期 / 超期", 24),
    Column("说明（部门填写）", 32),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OverdueStep:
    """One overdue step: what is owed, by whom, since when; `late` in words ("超 2 天")."""

    number: str
    customer: str
    plate: str
    what: str
    step: str
    who: str
    due: datetime
    late: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OverdueDepartment:
    """A department with what it owes, the longest overdue first; `worst` in words ("最久超 5 天")."""

    name: str
    supervisor: str
    worst: str
    steps: tuple[OverdueStep, ...]


def render(
    departments: Sequence[OverdueDepartment], *, paper: Paper, store: str, printed_at: datetime, printed_by: str, reprint: int = 0
) -> Printed:
    """The departments one below the other; each is kept on one sheet where it fits one, and its name repeated where it does not."""
    count = sum(len(one.steps) for one in departments)
    head = Head(
        store=store,
        title=TITLE,
        subline=f"截至 {printed_at:%Y-%m-%d %H:%M}　{len(departments)} 个部门 {count} 项",
        printed_at=printed_at,
        printed_by=printed_by,
        right=("期限按工作日计算",),
    )
    sections = [_department(one) for one in departments] or [Section([Row(Text("没有逾期的处理单", span=4))])]
    signs = Section([Row(Sign("客服经理", span=2), Sign("售后/销售经理"), Sign("总经理"))])
    return print_form(paper=paper, head=head, body=lambda _: (*sections, signs), reprint=reprint, retention="客服部归档，保存 3 年")


def _department(one: OverdueDepartment) -> Section:
    name = " ".join(part for part in (one.name, one.supervisor) if part)
    heading = Row(Text(f"{name}　{len(one.steps)} 项，{one.worst}", bold=True, span=len(_COLUMNS)))
    titles = Row(*(Text(column.head, head=True) for column in _COLUMNS))
    widths = [column.width for column in _COLUMNS]
    return Section(
        [_step(step) for step in one.steps],
        columns=widths,
        head=Row(Stack([heading, titles], span=len(_COLUMNS), columns=widths)),
        row=6.4,
    )


def _step(one: OverdueStep) -> Row:
    due = f"{one.due:%m-%d %H:%M}"
    texts = (one.number, who(one.customer, one.plate), one.what, one.step, one.who)
    return Row(*(Text(text, size=_SIZE) for text in texts), Text(who(due, one.late), size=_SIZE, bold=True), Text("", height=12.0))
