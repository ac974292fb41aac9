"""积分流水: the lines of an account, newest first, what is reserved on top; older lines come as one scrolls."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from deskapp.points.domain import EntryKind
from deskapp.typed import format_points, format_signed
from ui.kit import theme
from ui.kit.frames import Empty
from ui.kit.pills import Pill
from ui.kit.rows import Column, Page, RowsModel
from ui.kit.rows_view import RowsView
from ui.kit.theme import Tone

if TYPE_CHECKING:
    from datetime import date

    from deskapp.points.domain import LedgerLine
    from ui.desk import Desk

_WAITING = {EntryKind.USED: "已预留，录入后入账", EntryKind.REDEEMED: "已预留，审核后扣分", EntryKind.EXPIRED: "已到期，待入账"}
_PENDING = {EntryKind.USED: "待录入", EntryKind.REDEEMED: "待审核", EntryKind.EXPIRED: "待入账"}
_NAMED = (EntryKind.MANUAL, EntryKind.EXPIRED, EntryKind.VOIDED)


class LedgerView(RowsView["LedgerLine"]):
    """The table alone, for a card or a tab. Enter or a double click opens the slip or bill behind a line."""

    def __init__(self, desk: Desk, *, name: str = "ledger") -> None:
        """`name` is under what the widths of the columns are kept."""
        self._desk = desk
        columns: Sequence[Column[LedgerLine]] = (
            Column(key="at", title="时间", text=lambda line: f"{line.at:%Y-%m-%d %H:%M}", width=140),
            Column(key="what", title="事由", text=_what, after=_waits, stretch=True),
            Column(key="number", title="单号", text=lambda line: line.number or "—", width=140, colour=_number_colour),
            Column(
                key="points", title="可兑换", text=lambda line: _signed(line.points), width=80, right=True, bold=True, colour=_points_colour
            ),
            Column(
                key="balance", title="余额", text=lambda line: format_points(line.balance), width=76, right=True, colour=_balance_colour
            ),
            Column(key="tier", title="升级", text=lambda line: _signed(line.tier), width=76, right=True, colour=lambda _: theme.INK_2),
            Column(key="ends_on", title="到期", text=lambda line: str(line.ends_on or "—"), width=104, colour=lambda _: theme.INK_2),
            Column(key="by", title="经手", text=lambda line: line.by or "—", width=96, pill=_pill),
        )
        self.model_: RowsModel[LedgerLine] = RowsModel(columns, key=lambda line: line.entry_id or (line.number, line.kind, line.at))
        super().__init__(
            self.model_,
            name=name,
            says="积分流水",
            state=desk.local,
            empty=Empty("还没有积分", "录入移交单、入会奖励都会记在这里", icon="coins"),
        )
        self.opened.connect(self._open_number)

    def show_account(self, customer_id: int, first: date | None = None, last: date | None = None) -> None:
        """Show the account of a customer, or what was booked on some days; called again it looks again and keeps its place."""

        def lines(page: Page[LedgerLine]) -> Sequence[LedgerLine]:
            from deskapp.points.reading import ledger

            before = page.after.entry_id if page.after is not None else None
            if page.after is not None and before is None:
                return ()  # nothing but pending lines
            today = self._desk.session.now().date()
            return ledger(customer_id=customer_id, on=today, before=before, limit=page.limit, first=first, last=last)

        self.model_.set_source(lines)

    def _open_number(self, line: LedgerLine) -> None:
        if line.number:
            self._desk.open_number(line.number)


def _what(line: LedgerLine) -> str:
    return line.note or line.kind.label


def _waits(line: LedgerLine) -> str:
    """What it waits for; and its kind where the note, typed by a person or a mere date, does not say it."""
    if line.entry_id is None:
        return _WAITING[line.kind]
    return line.kind.label if line.kind in _NAMED else ""


def _signed(points: int) -> str:
    return format_signed(points) if points else "—"


def _points_colour(line: LedgerLine) -> str:
    return theme.GOOD if line.points > 0 else theme.INK


def _balance_colour(line: LedgerLine) -> str:
    return theme.BAD if line.balance < 0 else theme.INK


def _number_colour(line: LedgerLine) -> str:
    return theme.PRIMARY if line.number else theme.INK_2


def _pill(line: LedgerLine) -> Pill | None:
    return Pill(_PENDING[line.kind], Tone.WARN, "clock") if line.entry_id is None else None
