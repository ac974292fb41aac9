"""Goods fetched, sold and counted, drinks used: one line at a time, and the day's lines beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from deskapp.errors import UserError
from deskapp.lounge.things import Goods, GoodsKind
from deskapp.typed import format_money, judge_money
from ui.kit import theme
from ui.kit.labels import Label
from ui.lounge import doing
from ui.lounge.sheets import MakeAct
from ui.lounge.touch import SMALL, Chips, TouchButton
from ui.lounge.touch_sheet import TouchSheet

_SHOWN = 7


class Count(QWidget):
    """A number with − and + of finger size."""

    def __init__(self, count: int, *, name: str, says: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(says)
        self._count = count
        self._figure = Label(str(count), size=theme.FIGURE, bold=True)
        less, more = TouchButton("", icon="minus", name=f"{name}_less"), TouchButton("", icon="plus", name=f"{name}_more")
        less.setAccessibleName(f"{says}减一")
        more.setAccessibleName(f"{says}加一")
        less.clicked.connect(lambda: self.set_count(self._count - 1))
        more.clicked.connect(lambda: self.set_count(self._count + 1))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.GAP_WIDE)
        for widget in (less, self._figure, more):
            row.addWidget(widget)
        row.addStretch(1)

    def count(self) -> int:
        return self._count

    def set_count(self, count: int) -> None:
        self._count = max(0, count)
        self._figure.set_text(str(self._count))


def line_words(line: Goods) -> str:
    """销售 香水 2　198.00 元."""
    money = f"　{format_money(line.amount)} 元" if line.kind is GoodsKind.SOLD else ""
    source = f"　{line.source}" if line.source else ""
    return f"{line.at:%H:%M} {line.kind.label} {line.item} {line.quantity}{money}{source}"


class GoodsSheet(TouchSheet):
    """What kind of line, of what, how many; the money of a sale, and from whom goods were drawn."""

    def __init__(self, host: QWidget, goods: Sequence[str], drinks: Sequence[str], lines: Sequence[Goods], make_act: MakeAct) -> None:
        super().__init__(host, "精品、小商品和饮品", "登记", icon="shopping-bag", name="goods_sheet")
        self._make_act = make_act
        self.kinds = Chips([(kind, kind.label) for kind in GoodsKind], columns=4, name="goods_kind", says="做什么")
        self.goods = Chips([(item, item) for item in goods], columns=3, name="goods_item", says="品名")
        self.drinks = Chips([(item, item) for item in drinks], columns=3, name="drink_item", says="饮品")
        self.quantity = Count(1, name="quantity", says="数量")
        left = QVBoxLayout()
        left.setSpacing(theme.GAP)
        left.addWidget(self.kinds)
        left.addWidget(self.goods)
        left.addWidget(self.drinks)
        row = QGridLayout()
        row.setHorizontalSpacing(theme.MARGIN_X)
        row.addLayout(left, 0, 0)
        row.addWidget(self._lines(lines), 0, 1)
        row.setColumnStretch(0, 1)
        self.body.addLayout(row)
        self.other = self.line("other_item", "别的品名", "别的品名")
        self.body.addWidget(self.quantity)
        self.detail = self.line("goods_detail", "金额或从谁那里领", "")
        self.kinds.changed.connect(self._show_kind)
        self.kinds.chips[0].click()

    def _lines(self, lines: Sequence[Goods]) -> QWidget:
        shown = QWidget()
        column = QVBoxLayout(shown)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(Label("今天", size=SMALL, bold=True))
        for line in [line for line in lines if not line.voided][-_SHOWN:]:
            column.addWidget(Label(line_words(line), colour=theme.INK_2))
        if not lines:
            column.addWidget(Label("还没有登记", colour=theme.INK_2))
        column.addStretch(1)
        shown.setFixedWidth(300)
        return shown

    def _show_kind(self) -> None:
        kind = self.kinds.value()
        self.goods.setVisible(kind is not GoodsKind.DRINK)
        self.drinks.setVisible(kind is GoodsKind.DRINK)
        self.detail.setVisible(kind in (GoodsKind.SOLD, GoodsKind.DRAWN))
        self.detail.setPlaceholderText("金额，元" if kind is GoodsKind.SOLD else "从谁那里领的，例如：精品部 小李")

    def save(self) -> Callable[[], Any]:
        kind = self.kinds.value()
        if kind is None:
            raise UserError("请选领用、销售、结存或饮品")
        chosen = self.drinks if kind is GoodsKind.DRINK else self.goods
        line: dict[str, Any] = {"kind": kind, "item": self.other.text().strip() or chosen.value() or "", "quantity": self.quantity.count()}
        if kind is GoodsKind.SOLD:
            line["amount"] = judge_money(self.detail.text()).value
        if kind is GoodsKind.DRAWN:
            line["source"] = self.detail.text()
        act = self._make_act(self.request_id)
        return lambda: doing.book_goods(act, **line)
