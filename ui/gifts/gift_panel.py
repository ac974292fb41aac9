"""The gift under the cursor: what it is, how much is left, how its stock moved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from deskapp.gifts.domain import MoveKind
from deskapp.typed import format_money, format_points, format_signed
from ui.kit import buttons, theme
from ui.kit.frames import Card, Empty, LabelRows, SectionHead, beside
from ui.kit.labels import Label, Section
from ui.kit.photos import PhotoBox
from ui.kit.pills import Pill, PillLabel
from ui.kit.rows import Column, RowsModel
from ui.kit.rows_view import RowsView
from ui.kit.theme import Tone

if TYPE_CHECKING:
    from deskapp.gifts.domain import Gift, StockMove


@dataclass(frozen=True)
class Shelved:
    """A gift as the list shows it on a day."""

    gift: Gift
    offered: bool
    is_new: bool
    photo: bytes | None = None

    @property
    def is_low(self) -> bool:
        """Low stock matters while customers may choose the gift."""
        return self.offered and self.gift.is_low


class GiftPanel(Card):
    """The gift under the cursor, its stock, and the lines of its stock ledger."""

    def __init__(self, *, manages: bool) -> None:
        super().__init__(name="gift_panel", margin=20)
        self.shown: Shelved | None = None
        self.photo, self._name, self._pill = PhotoBox("礼品照片", icon="gift", name="gift_photo"), Section(""), PillLabel(Pill(""))
        self._points = Label("", bold=True)
        self._values = {label: Label() for label in ("编号", "库存", "上架", "限兑", "成本", "供应商")}
        columns: Sequence[Column[StockMove]] = (
            Column(key="at", title="时间", text=lambda move: f"{move.at:%m-%d}", width=66),
            Column(key="kind", title="事由", text=_move_words, after=_move_hint, stretch=True),
            Column(key="quantity", title="数量", text=lambda move: format_signed(move.quantity), right=True, width=58),
            Column(key="on_hand", title="在库", text=lambda move: f"{move.on_hand}", right=True, width=50),
        )
        self.moves: RowsModel[StockMove] = RowsModel(columns, key=lambda move: move.id)
        self._moves_view = RowsView(self.moves, name="stock_moves", says="库存流水", row=theme.ROW_PANEL)
        self.ledger = buttons.link("全部流水", icon="list", name="stock_ledger")
        self.receive = buttons.primary("入库", icon="plus", height=theme.CONTROL_MAIN, name="receive_stock")
        self.issue = buttons.plain("出库", icon="minus", name="issue_stock")
        self.count = buttons.plain("盘点", icon="clipboard-check", name="count_stock")
        self.edit = buttons.plain("修改", icon="pencil", name="edit_gift")
        self._nothing = Empty("没有选中礼品", icon="gift")
        self._holder = QWidget()
        self._lay_out(manages=manages)
        self.show_gift(None)

    def _lay_out(self, *, manages: bool) -> None:
        words = QVBoxLayout()
        words.setSpacing(theme.HALF_STEP)
        words.addWidget(self._name)
        words.addWidget(self._points)
        words.addWidget(beside(self._pill))
        words.addStretch(1)
        head = QHBoxLayout()
        head.setSpacing(theme.GAP)
        head.addWidget(self.photo)
        head.addLayout(words, 1)
        column = QVBoxLayout(self._holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.STEP)
        column.addLayout(head)
        column.addWidget(LabelRows(list(self._values.items())))
        self._moves_head = SectionHead("库存流水", action=self.ledger)
        column.addWidget(self._moves_head)
        column.addWidget(self._moves_view, 1)
        column.addWidget(self.receive)
        row = QHBoxLayout()
        row.setSpacing(theme.STEP)
        for button in (self.issue, self.count, self.edit):
            row.addWidget(button, 1)
        column.addLayout(row)
        for widget in (self._moves_head, self._moves_view, self.receive, self.issue, self.count, self.edit):
            widget.setVisible(manages)
        if not manages:
            column.addStretch(1)
        self.column.addWidget(self._nothing)
        self.column.addWidget(self._holder)

    def show_gift(self, one: Shelved | None) -> None:
        self.shown = one
        self._nothing.setVisible(one is None)
        self._holder.setVisible(one is not None)
        if one is None:
            return
        gift = one.gift
        self.photo.show_photo(one.photo, icon=gift.picture.value)
        self._name.set_text(gift.name)
        self._points.set_text(f"{format_points(gift.points)} 分／{gift.unit}")
        self._pill.set_pill(gift_pill(one))
        reserved = f"，预留 {gift.reserved}，可用 {gift.available}" if gift.reserved else ""
        until = f"{gift.offered_from} 至 {gift.offered_until}" if gift.offered_until else f"{gift.offered_from} 起"
        limits = [f"每单 {gift.limit_per_redemption}" if gift.limit_per_redemption else ""]
        limits.append(f"每人一年 {gift.limit_per_member}" if gift.limit_per_member else "")
        shown = {
            "编号": f"{gift.gift_no}，{gift.new_on} 上新",
            "库存": f"{gift.on_hand} {gift.unit}{reserved}，预警 {gift.low_stock_at}",
            "上架": until,
            "限兑": "，".join(limit for limit in limits if limit) or "不限",
            "成本": f"{format_money(gift.cost)} 元" if gift.cost else "—",
            "供应商": gift.supplier or "—",
        }
        for label, value in shown.items():
            self._values[label].set_text(value)

    def show_moves(self, moves: Sequence[StockMove]) -> None:
        self.moves.set_rows(moves)


def gift_pill(one: Shelved) -> Pill:
    """Low stock before anything else."""
    if one.is_low:
        return Pill(f"可用 {one.gift.available}", Tone.BAD if one.gift.available <= 0 else Tone.WARN, "package-x")
    if not one.offered:
        return Pill("不在架", Tone.NEUTRAL)
    return Pill("新品", Tone.INFO, "sparkles") if one.is_new else Pill("在架", Tone.GOOD)


def _move_words(move: StockMove) -> str:
    """A redemption names itself; what came back from an undone one says so."""
    return move.redemption_no if move.kind is MoveKind.HAND_OUT else move.kind.label


def _move_hint(move: StockMove) -> str:
    return "" if move.kind is MoveKind.HAND_OUT else move.note or move.number
