"""投诉升级上报清单: limits that have passed, and who must be told of each (complaints.md §2). A4."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from deskapp.complaints.paper_daily import who
from deskapp.papers import A4, Column, Head, Paper, Printed, Row, Section, Sign, Text, print_form

PAPERS: tuple[Paper, ...] = (A4,)
TITLE = "投诉升级上报清单"
_SIZE = 9.5
_COLUMNS = (
    Column("单号 / 级别", 30),
    Column("客户 / 车牌", 22),
    Column("事项", 33),
    Column("欠什么", 16),
    Column("部门 / 责任人", 24),
    Column("到期 / 超期", 24),
    Column("报给", 20),
    Column("阅知签字", 17),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalation:
    """A limit that has passed: what, whose, since when, and `told`, who is to know ("售后经理、客服经理").

    `twice` = twice the limit has passed: its time and whom it is reported to are set in Bold.
    """

    number: str
    severity: str
    customer: str
    plate: str
    what: str
    step: str
    department: str
    who: str
    due: datetime
    late: str
    told: str
    twice: bool = False


def render(rows: Sequence[Escalation], *, paper: Paper, store: str, printed_at: datetime, printed_by: str, reprint: int = 0) -> Printed:
    """The list in its order, with room for everybody told to sign that he knows."""
    head = Head(
        store=store,
        title=TITLE,
        subline=f"截至 {printed_at:%Y-%m-%d %H:%M}　{len(rows)} 项",
        printed_at=printed_at,
        printed_by=printed_by,
        right=("超过两倍时限的报总经理",),
    )
    titles = Row(*(Text(column.head, head=True) for column in _COLUMNS))
    columns = [column.width for column in _COLUMNS]
    lines = [_row(one) for one in rows]
    section = (
        Section(lines, columns=columns, head=titles, row=6.4, keep=False) if lines else Section([Row(Text("没有需要上报的处理单", span=4))])
    )
    signs = Section([Row(Sign("客服经理", span=2), Sign("售后/销售经理"), Sign("总经理"))])
    return print_form(paper=paper, head=head, body=lambda _: (section, signs), reprint=reprint, retention="客服部归档，保存 3 年")


def _row(one: Escalation) -> Row:
    due = who(f"{one.due:%m-%d %H:%M}", one.late)
    texts = (who(one.number, one.severity), who(one.customer, one.plate), one.what, one.step, who(one.department, one.who))
    strong = (due, one.told.replace("、", "\n"))
    return Row(
        *(Text(text, size=_SIZE) for text in texts),
        *(Text(text, size=_SIZE, bold=one.twice) for text in strong),
        Text("", height=12.0),
    )
