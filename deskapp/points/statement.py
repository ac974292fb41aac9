"""The statement of an account on A4: opening, every line with its bill or slip, the balance after it, lots with their ends."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from deskapp.papers import A4, Column, Field, Head, Paper, Printed, Row, Section, Text, print_form, table
from deskapp.points.domain import AccountStatement, EntryKind, LedgerLine
from deskapp.typed import format_points, format_signed

PAPERS: tuple[Paper, ...] = (A4,)
MOST_LINES = 2_000

_LINES = (
    Column("时间", 32),
    Column("事由", 62),
    Column("单号", 34),
    Column("可兑换", 20, "right"),
    Column("余额", 20, "right"),
    Column("升级", 18, "right"),
)
_PENDING = (Column("待入账", 32), *_LINES[1:])
_LOTS = (
    Column("获得", 26),
    Column("事由", 62),
    Column("原有", 22, "right"),
    Column("剩余", 22, "right"),
    Column("其中预留", 22, "right"),
    Column("最后可用日", 32, "right"),
)
_NAMED = (EntryKind.MANUAL, EntryKind.EXPIRED, EntryKind.VOIDED)
_SUMS = (
    ("获得", (EntryKind.EARNED, EntryKind.AWARDED, EntryKind.OPENING)),
    ("使用", (EntryKind.REDEEMED, EntryKind.USED)),
    ("到期作废", (EntryKind.EXPIRED, EntryKind.VOIDED)),
    ("更正返还", (EntryKind.MANUAL, EntryKind.REVERSED, EntryKind.RETURNED)),
)


@dataclass(frozen=True, slots=True)
class StatementSheet:
    """Whose account it is, and the account over the days asked for."""

    customer: str
    member_no: str
    account: AccountStatement


def render(sheet: StatementSheet, *, paper: Paper, store: str, printed_at: datetime, printed_by: str, reprint: int = 0) -> Printed:
    """Oldest line first, as an account is read; what stood before the first of them opens it. A balance below zero reads 欠.

    What is reserved, or has ended and is not booked yet, stands below the closing balance.
    """
    account = sheet.account
    head = Head(
        store=store,
        title="积分对账单",
        subject=f"{sheet.customer}　{sheet.member_no}",
        subline=f"{account.first} 至 {account.last}" if account.first else f"截至 {account.last}",
        printed_at=printed_at,
        printed_by=printed_by,
    )
    lines = [line for line in reversed(account.lines) if line.entry_id is not None]
    pending = [_line(line) for line in reversed(account.lines) if line.entry_id is None]
    opening = f"此前余额（更早 {account.left_out:,} 笔未列）" if account.left_out else "此前余额"
    rows = [("", opening, "", "", _balance(account.opening), ""), *(_line(line) for line in lines)]
    ledger = table(_LINES, rows, total=_total(account))
    lots = [
        (str(lot.earned_on), lot.note, format_points(lot.points), format_points(lot.rest), _or_dash(lot.held), str(lot.ends_on))
        for lot in account.lots
    ]
    waiting = (table(_PENDING, pending),) if pending else ()
    body = (_who(sheet), _sums(account), ledger, *waiting, *((table(_LOTS, lots, title="批次"),) if lots else ()))
    return print_form(paper=paper, head=head, body=lambda _: body, reprint=reprint, note="余额以打印时刻为准。")


def _who(sheet: StatementSheet) -> Section:
    now = sheet.account.balance
    ends = f"{format_points(now.next_expiry.points)} 分 {now.next_expiry.on}" if now.next_expiry else ""
    owed = (
        Field("欠分", f"{format_points(now.debt)} 分，以后获得的先抵", span=2, bold=True) if now.debt else Field("最近到期", ends, span=2)
    )
    return Section(
        [
            Row(Field("客户", sheet.customer, span=2, bold=True), Field("会员号", sheet.member_no, span=2)),
            Row(
                Field("可兑换", f"{format_points(now.spendable)} 分", bold=True),
                Field("已预留", f"{format_points(now.reserved)} 分"),
                owed,
            ),
        ],
        done=True,
    )


def _sums(account: AccountStatement) -> Section:
    """What the period added up to: with the opening balance it gives the closing one."""
    return Section([Row(*(Field(label, f"{format_signed(_sum(account, kinds))} 分") for label, kinds in _SUMS))], done=True)


def _sum(account: AccountStatement, kinds: Collection[EntryKind]) -> int:
    return sum(sums.redeemable for kind, sums in account.sums.items() if kind in kinds)


def _total(account: AccountStatement) -> Row:
    tier = sum(sums.tier for sums in account.sums.values())
    cells: Sequence[Text] = (
        Text(f"期末余额（{account.last}）", span=3, bold=True),
        Text(format_signed(sum(sums.redeemable for sums in account.sums.values())), align="right", bold=True),
        Text(_balance(account.closing), align="right", bold=True),
        Text(format_signed(tier) if tier else "", align="right", bold=True),
    )
    return Row(*cells)


def _balance(points: int) -> str:
    return f"{format_points(points)} 欠" if points < 0 else format_points(points)


def _or_dash(points: int) -> str:
    return format_points(points) if points else "—"


def _what(line: LedgerLine) -> str:
    """What it was for; its kind behind it where the note, typed by a person or a mere date, does not say it."""
    return f"{line.note}（{line.kind.label}）" if line.note and line.kind in _NAMED else line.note or line.kind.label


def _line(line: LedgerLine) -> tuple[str, ...]:
    return (
        f"{line.at:%Y-%m-%d %H:%M}",
        _what(line),
        line.number,
        format_signed(line.points),
        _balance(line.balance),
        format_signed(line.tier) if line.tier else "",
    )
