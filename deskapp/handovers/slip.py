"""The hand-over slip on paper: what the desk gives to customer service with the bill (members.md §6)."""

from collections.abc import Sequence
from datetime import datetime

from deskapp.handovers.domain import Slip, State
from deskapp.papers import NCR_241X93, Column, Copy, Field, Head, Paper, Printed, Row, Section, Sign, Text, print_form, table
from deskapp.typed import format_money, format_points

PAPERS: tuple[Paper, ...] = (NCR_241X93,)
COPIES = (Copy("客服联", "白"), Copy("前台联", "红"), Copy("客户联", "黄"))


def render(slip: Slip, *, paper: Paper, store: str, printed_at: datetime, printed_by: str, reprint: int = 0) -> Printed:
    """The slip as it stands. It carries no mobile and no balance: the guest signs for the bill, customer service for the points."""
    row = slip.row
    head = Head(
        store=store,
        title="积分移交单",
        number=row.number,
        code=slip.code,
        short=f"{slip.outlet}　{row.state.label}",
        subject=f"{row.customer}　{row.plate}",
        printed_at=printed_at,
        printed_by=printed_by,
    )
    return print_form(paper=paper, head=head, body=lambda _: _body(slip), copies=COPIES, reprint=reprint)


def _body(slip: Slip) -> Sequence[Section]:
    row = slip.row
    used = f"{format_points(row.points_used)} 分抵 {format_money(slip.discount)} 元" if row.points_used else ""
    guest = f"{row.customer} {slip.salutation}".strip()
    who = Section(
        [
            Row(Field("客户", guest, span=2, bold=True), Field("车牌", row.plate), Field("抵扣", used)),
            Row(Field("会员号", slip.member_no, span=2), Field("结算单", row.bill_no, span=2)),
        ],
        done=True,
    )
    bill = table(
        (Column("消费项目", 80), Column("金额（元）", 50, "right"), Column("积分", 40, "right")),
        [_line(slip, at) for at in range(len(slip.lines))],
        total=Row(Text("合计"), Text(format_money(row.amount), align="right"), Text(format_points(row.points), align="right")),
    )
    posted = row.state is State.POSTED
    signs = Row(
        Sign("移交人", name=row.writer, at=f"{row.written_at:%m-%d %H:%M}"),
        Sign("客户签字"),
        Sign("录入人", span=2, name=slip.step_by if posted else "", at=f"{row.step_at:%m-%d %H:%M}" if posted else ""),
    )
    return (who, bill, Section([signs]))


def _line(slip: Slip, at: int) -> tuple[str, str, str]:
    """Points are rounded once a kind, so they stand at the kind's first line."""
    line = slip.lines[at]
    first = all(other.kind is not line.kind for other in slip.lines[:at])
    what = f"{line.kind.label}（已冲正）" if line.reversed else line.kind.label
    return what, format_money(line.amount), format_points(line.points) if first else "同上"
