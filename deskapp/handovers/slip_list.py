"""The list of slips on A4: what the page shows, to be ticked off with the bills in hand."""

from collections.abc import Sequence
from datetime import datetime

from deskapp.calendar import DueState
from deskapp.handovers.domain import SlipRow
from deskapp.papers import A4, Column, Head, Paper, Printed, Row, Text, print_form, table
from deskapp.typed import format_money, format_points

PAPERS: tuple[Paper, ...] = (A4,)

_COLUMNS = (  # a number, a plate or a bill that breaks in two is read wrong when it is ticked off
    Column("状态", 16),
    Column("单号", 34),
    Column("客户", 24),
    Column("车牌", 26),
    Column("结算单", 30),
    Column("金额（元）", 23, "right"),
    Column("积分", 15, "right"),
    Column("移交", 22),
)


def render(
    rows: Sequence[SlipRow], *, paper: Paper, store: str, subtitle: str, printed_at: datetime, printed_by: str, reprint: int = 0
) -> Printed:
    """The rows in their order, with the sums of amounts and points."""
    head = Head(store=store, title="积分移交清单", subline=subtitle, printed_at=printed_at, printed_by=printed_by)
    total = Row(
        Text(f"合计 {len(rows)} 张", span=5),
        Text(format_money(sum(row.amount for row in rows)), align="right"),
        Text(format_points(sum(row.points for row in rows)), align="right"),
        Text(""),
    )
    lines = [
        (
            _state(row),
            row.number,
            row.customer,
            row.plate,
            row.bill_no,
            format_money(row.amount),
            format_points(row.points),
            f"{row.writer} {row.written_at:%m-%d}",
        )
        for row in rows
    ]
    return print_form(paper=paper, head=head, body=lambda _: (table(_COLUMNS, lines, total=total),), reprint=reprint)


def _state(row: SlipRow) -> str:
    """Where it stands, and by how many opening days it is late."""
    if row.due is not None and row.due.state is DueState.OVERDUE:
        return f"{row.state.label}\n超 {row.due.days} 天"
    return row.state.label
