"""The list of points that end soon on A4: for the telephone, with room to note what the guest said."""

from collections.abc import Sequence
from datetime import date, datetime

from deskapp.handovers.expiring import ExpiringRow
from deskapp.papers import A4, Column, Head, Paper, Printed, Row, Text, print_form, table
from deskapp.typed import format_points

PAPERS: tuple[Paper, ...] = (A4,)

_COLUMNS = (
    Column("客户", 28),
    Column("手机", 33),
    Column("车牌", 28),
    Column("会员", 27),
    Column("可兑换", 15, "right"),
    Column("到期积分", 16, "right"),
    Column("最后可用日", 24, "right"),
    Column("联系结果", 25),
)


def render(
    rows: Sequence[ExpiringRow], *, paper: Paper, store: str, until: date, printed_at: datetime, printed_by: str, reprint: int = 0
) -> Printed:
    """The rows in their order, each last day with its points, with the sum of what would be lost."""
    head = Head(store=store, title="快到期积分", subline=f"到 {until} 为止", printed_at=printed_at, printed_by=printed_by)
    total = Row(
        Text(f"合计 {len(rows)} 人", span=5), Text(format_points(sum(row.points for row in rows)), align="right"), Text(""), Text("")
    )
    return print_form(paper=paper, head=head, body=lambda _: (table(_COLUMNS, [_line(row) for row in rows], total=total),), reprint=reprint)


def _line(row: ExpiringRow) -> tuple[str, ...]:
    return (
        f"{row.name} {row.salutation}".strip(),
        row.mobile,
        " ".join(row.plates),
        " ".join(row.pills),
        format_points(row.spendable),
        "\n".join(format_points(part.points) for part in row.parts),
        "\n".join(str(part.on) for part in row.parts),
        "",
    )
