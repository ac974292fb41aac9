"""库存流水: every line of a gift's stock ledger, each with its number, who booked it and why."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from deskapp.gifts.domain import MoveKind
from deskapp.typed import format_signed
from ui.kit import buttons, theme, work
from ui.kit.filters import FilterChip
from ui.kit.form_frame import FormHead
from ui.kit.frames import Divider, Empty
from ui.kit.labels import Label
from ui.kit.rows import Column, RowsModel
from ui.kit.rows_view import RowsView
from ui.kit.sheet import Sheet

if TYPE_CHECKING:
    from deskapp.data import Act
    from deskapp.gifts.domain import Gift, StockMove
    from ui.desk import Desk

_SEEN = 2_000


class StockLedgerSheet(Sheet):
    """Enter on a line of a redemption opens it."""

    def __init__(self, desk: Desk, gift: Gift) -> None:
        super().__init__(desk.sheets, f"库存流水 {gift.name}", width=theme.DIALOG_WIDTHS[2])
        self.setObjectName("stock_ledger_sheet")
        self._desk = desk
        self._moves: Sequence[StockMove] = ()
        self._head = FormHead(f"库存流水 {gift.name}", icon="package", hint=gift.gift_no)
        self._head.add(Label("在库", colour=theme.INK_2))
        self._head.add(Label(f"{gift.on_hand} {gift.unit}", size=theme.SECTION, bold=True))
        kinds: list[tuple[MoveKind | None, str]] = [(None, "全部"), *((kind, kind.label) for kind in MoveKind)]
        self.kind = FilterChip("kind", "事由", kinds)
        self.model: RowsModel[StockMove] = RowsModel(_columns(), key=lambda move: move.id)
        empty = Empty("没有这样的流水", icon="package")
        self.view = RowsView(self.model, name="stock_ledger_list", says="库存流水", state=desk.local, empty=empty)
        self._close = buttons.plain("关闭", key="Esc", name="close_ledger")
        self._lay_out()
        self._head.closing.connect(self.escape)
        self._close.clicked.connect(self.escape)
        self.kind.changed.connect(self._show)
        self.view.opened.connect(self._open)
        work.latest(self, partial(_moves, desk.session.act(), gift.id), self._arrived)

    def _lay_out(self) -> None:
        above = QHBoxLayout()
        above.setContentsMargins(theme.MARGIN_X, theme.GAP, theme.MARGIN_X, theme.GAP)
        above.addWidget(self.kind)
        above.addStretch(1)
        foot = QHBoxLayout()
        foot.setContentsMargins(theme.MARGIN_X, theme.GAP, theme.MARGIN_X, theme.GAP)
        foot.addStretch(1)
        foot.addWidget(self._close)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(Divider())
        column.addLayout(above)
        column.addWidget(Divider())
        column.addWidget(self.view, 1)
        column.addWidget(Divider())
        column.addLayout(foot)
        self.setMinimumHeight(min(theme.DIALOG_HEIGHT, self._desk.sheets.height()))

    def _arrived(self, moves: Sequence[StockMove]) -> None:
        self._moves = moves
        self._show()

    def _show(self) -> None:
        kind = self.kind.value()
        self.model.set_rows([move for move in self._moves if kind in (None, move.kind)])
        if self.view.current_row() is None:
            self.view.select_first()

    def _open(self, move: StockMove) -> None:
        if move.redemption_no:
            self.close_sheet()
            self._desk.open_number(move.redemption_no)


def _columns() -> Sequence[Column[StockMove]]:
    return (
        Column(key="at", title="时间", text=lambda move: f"{move.at:%Y-%m-%d %H:%M}", width=152),
        Column(key="number", title="单号", text=lambda move: move.number or move.redemption_no, width=150),
        Column(key="kind", title="事由", text=lambda move: move.kind.label, width=92),
        Column(key="quantity", title="数量", text=lambda move: format_signed(move.quantity), right=True, bold=True, width=84),
        Column(key="on_hand", title="在库", text=lambda move: f"{move.on_hand}", right=True, width=76),
        Column(key="by", title="经手", text=lambda move: move.by, width=84),
        Column(key="note", title="说明", text=lambda move: move.note, stretch=True),
    )


def _moves(act: Act, gift_id: int) -> list[StockMove]:
    from deskapp.gifts.stock import stock_moves

    return stock_moves(act=act, gift_id=gift_id, limit=_SEEN)
