"""Stock in, out, back, scrapped or counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskapp.gifts.domain import MoveKind
from ui.kit import theme, work
from ui.kit.fields_choice import SegmentsField
from ui.kit.fields_code import TextField, WholeField
from ui.kit.form_dialog import FormDialog
from ui.kit.labels import Hint
from ui.kit.segments import Option

if TYPE_CHECKING:
    from deskapp.data import Act
    from deskapp.gifts.domain import Gift
    from ui.desk import Desk

_KINDS = (MoveKind.RECEIVE, MoveKind.ISSUE, MoveKind.RETURN, MoveKind.SCRAP, MoveKind.COUNT)
_MOST = 1_000_000
_NOTE = 60


class StockDialog(FormDialog["Gift"]):
    """The figures under the fields say what the stock will be."""

    def __init__(self, desk: Desk, gift: Gift, kind: MoveKind = MoveKind.RECEIVE) -> None:
        super().__init__(desk.sheets, f"{gift.name} 库存登记", "登记", form="stock", icon="package")
        self._desk, self._gift = desk, gift
        kinds: SegmentsField[MoveKind] = SegmentsField("kind", "做什么", [Option(one, one.label) for one in _KINDS], required=True)
        self.kind = self.field("kind", kinds)
        self.quantity = self.field("quantity", WholeField("quantity", "数量", maximum=_MOST, unit=gift.unit, required=True))
        self.note = self.field("note", TextField("note", "说明", limit=_NOTE, placeholder="例如：到货、活动领用、破损"))
        self._after = Hint("")
        under_way = f"（其中送达途中 {gift.under_way}，盘点时也算在库）" if gift.under_way else ""
        self.stock = Hint(f"在库 {gift.on_hand} {gift.unit}，兑换单预留 {gift.reserved}{under_way}，可用 {gift.available}")
        self.body.addWidget(self.stock)
        self.body.addWidget(self.kind)
        self.body.addWidget(self.quantity)
        self.body.addWidget(self._after)
        self.body.addWidget(self.note)
        self.kind.changed.connect(self._show_after)
        self.quantity.changed.connect(self._show_after)
        self.kind.set_value(kind)

    def first_field(self) -> WholeField | None:
        return None if self.quantity.isHidden() else self.quantity

    def after(self) -> str:
        """What the line under the quantity says."""
        return self._after.text()

    def _show_after(self) -> None:
        kind, typed = self.kind.value(), self.quantity.text().replace(",", "").strip()
        if kind is None or not typed.isdecimal():
            self._after.set_text("")
            return
        quantity = int(typed)
        left = quantity if kind is MoveKind.COUNT else self._gift.on_hand + kind.sign * quantity
        change = left - self._gift.on_hand
        words = f"登记后在库 {left} {self._gift.unit}（{change:+d}），可用 {left - self._gift.reserved}"
        self._after.set_text(words.replace("-", "−"))
        self._after.set_colour(theme.BAD if left < self._gift.reserved else theme.INK_2)

    def save(self) -> Gift:
        act = self._desk.session.act(request_id=self.request_id)
        return work.call(_move, act, self._gift.id, self.kind.need(), self.quantity.need(), self.note.value() or "")


def _move(act: Act, gift_id: int, kind: MoveKind, quantity: int, note: str) -> Gift:
    from deskapp.gifts.stock import move_stock

    return move_stock(act=act, gift_id=gift_id, kind=kind, quantity=quantity, note=note)
