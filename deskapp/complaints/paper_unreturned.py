"""处理单未交回清单: slips whose signed paper has not come back to customer service (篇三·计划二2, complaints.md §6). A4."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from deskapp.complaints.paper_daily import who
from deskapp.papers import A4, Column, Head, Paper, Printed, Row, Section, Sign, Text, Ticks, print_form

PAPERS: tuple[Paper, ...] = (A4,)
TITLE = "处理单未交回清单"
_SIZE = 9.5
_COLUMNS = (
    Column("序", 9, "center"),
    Column("单号", 30),
    Column("客户 / 车牌", 25),
    Column("责任部门 / 签收人", 32),
    Column("派出", 16),
    Column("处理完成", 18),
    Column("已等", 19),
    Column("交回", 17),
    Column("备注", 20),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreturnedSlip:
    """A slip that is handled and whose paper is still out. `waited` in words ("5 个工作日"), `long` = it is overdue."""

    number: str
    customer: str
    plate: str
    department: str
    accepted_by: str
    sent_on: date
    handled_on: date | None
    waited: str
    long: bool = False


def render(
    slips: Sequence[UnreturnedSlip], *, paper: Paper, store: str, printed_at: datetime, printed_by: str, reprint: int = 0
) -> Printed:
    """The list in its order, with a box to tick for each paper that comes back."""
    head = Head(
        store=store,
        title=TITLE,
        subline=f"截至 {printed_at:%Y-%m-%d %H:%M}　{len(slips)} 张",
        printed_at=printed_at,
        printed_by=printed_by,
        right=("签字原件须交回客服部存档",),
    )
    rows = [_row(place, one) for place, one in enumerate(slips, 1)]
    titles = Row(*(Text(column.head, head=True, align=column.align) for column in _COLUMNS))
    columns = [column.width for column in _COLUMNS]
    section = Section(rows, columns=columns, head=titles, row=6.4, keep=False) if rows else Section([Row(Text("处理单都已交回", span=4))])
    signs = Section([Row(Sign("清点人", span=2), Sign("客服经理", span=2))])
    return print_form(paper=paper, head=head, body=lambda _: (section, signs), reprint=reprint, retention="客服部归档，保存 3 年")


def _row(place: int, one: UnreturnedSlip) -> Row:
    handled = f"{one.handled_on:%m-%d}" if one.handled_on else "—"
    texts = (one.number, who(one.customer, one.plate), who(one.department, one.accepted_by), f"{one.sent_on:%m-%d}", handled)
    return Row(
        Text(str(place), align="center", size=_SIZE),
        *(Text(text, size=_SIZE) for text in texts),
        Text(one.waited, size=_SIZE, bold=one.long),
        Ticks("", ("已交",)),
        Text(""),
    )
