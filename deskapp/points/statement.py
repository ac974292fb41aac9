"""The statement of an account on A4: opening, every line with its bill or slip, the balance after it, lots with their ends."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from deskapp.papers import A4, Column, Field, Head, Paper, Printed, Row, Section, Text, print_form, table
from deskapp.points.domain import LedgerLine, LotLine, Statement
from deskapp.typed import format_points, format_signed

PAPERS: tuple[Paper, ...] = (A4,)
MOST_LINES = 500

_LINES = (
    Column("时间", 32),
    Column("事由", 62),
    Column("单号", 34),
    Column("可兑换", 20, "right"),
    Column("余额", 20, "right"),
    Column("升级", 18, "right"),
)
_LOTS = (
    Column("获得", 30),
    Column("事由", 70),
    Column("原有", 26, "right"),
    Column("剩余", 26, "right"),
    Column("最后可用日", 34, "right"),
)


@dataclass(frozen=True, slots=True)
class StatementSheet:
    """Whose account it is, its balance and newest lines, and what is left of which lot."""

    customer: str
    member_no: str
    statement: Statement
    lots: Sequence[LotLine]


def render(sheet: StatementSheet, *, paper: Paper, store: str, printed_at: datetime, printed_by: str, reprint: int = 0) -> Printed:
    """Oldest line first, as an account is read; what stood before the first of them opens it."""
    now = sheet.statement.balance
    lines = list(reversed(sheet.statement.lines))
    who = Section(
        [
            Row(Field("客户", sheet.customer, span=2, bold=True), Field("会员号", sheet.member_no, span=2)),
            Row(
                Field("可兑换", f"{format_points(now.spendable)} 分", bold=True),
                Field("已预留", f"{format_points(now.reserved)} 分"),
                Text("", span=2),
            ),
        ],
        done=True,
    )
    opening = lines[0].balance - lines[0].points if lines else 0
    rows = [("", "此前余额", "", "", format_points(opening), ""), *(_line(line) for line in lines)]
    lots = [(str(lot.earned_on), lot.note, format_points(lot.points), format_points(lot.rest), str(lot.ends_on)) for lot in sheet.lots]
    head = Head(
        store=store, title="积分对账单", subject=f"{sheet.customer}　{sheet.member_no}", printed_at=printed_at, printed_by=printed_by
    )
    body = (who, table(_LINES, rows), table(_LOTS, lots)) if lots else (who, table(_LINES, rows))
    return print_form(paper=paper, head=head, body=lambda _: body, reprint=reprint, note="余额以打印时刻为准。")


def _line(line: LedgerLine) -> tuple[str, ...]:
    what = line.note or line.kind.label
    return (
        f"{line.at:%Y-%m-%d %H:%M}",
        what if line.entry_id is not None else f"{what}（待入账）",
        line.number,
        format_signed(line.points),
        format_points(line.balance),
        format_signed(line.tier) if line.tier else "",
    )
