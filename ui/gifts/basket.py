"""The basket at the right of the redemption form: what was taken, who signs, and the points before and after."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from deskapp.gifts.domain import HandoverMode, Relation
from deskapp.typed import format_points, format_signed
from ui.kit import buttons, theme
from ui.kit.fields_code import MobileField, NameField
from ui.kit.frames import Card, Divider, SectionHead, beside
from ui.kit.labels import Figure, Hint, IconMark, Label
from ui.kit.segments import Option, Segments
from ui.kit.stepper import Stepper

if TYPE_CHECKING:
    from deskapp.gifts.domain import Gift
    from ui.gifts.means_fields import MeansFields

WIDTH = 320
_ROW = 49
_ROWS_SEEN = 3
_SUBTOTAL = 62


class Way(Enum):
    """The four answers to "how does the customer get it", as the clerk gives them."""

    NOW = (HandoverMode.COUNTER, "到店")
    LATER = (HandoverMode.COUNTER, "改天")
    DELIVERY = (HandoverMode.DELIVERY, "送达")
    COURIER = (HandoverMode.COURIER, "邮寄")

    @property
    def mode(self) -> HandoverMode:
        return self.value[0]

    @property
    def label(self) -> str:
        return self.value[1]


class _Line(QWidget):
    """One gift of the basket: name, points of one, how many, points of all."""

    changed = Signal(int, int)

    def __init__(self, gift: Gift, count: int, most: int) -> None:
        super().__init__()
        self._gift = gift
        self.setFixedHeight(_ROW)
        self.stepper = Stepper(count, least=0, most=most, name=f"count_{gift.id}", says=gift.name)
        self._points = Label(format_points(gift.points * count), bold=True, right=True)
        self._points.setFixedWidth(_SUBTOTAL)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Label(gift.name))
        words.addWidget(Hint(f"{format_points(gift.points)} 分"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 3, 0, 3)
        row.setSpacing(theme.STEP)
        row.addLayout(words, 1)
        row.addWidget(self.stepper)
        row.addWidget(self._points)
        self.stepper.changed.connect(self._changed)

    def _changed(self, count: int) -> None:
        self.changed.emit(self._gift.id, count)

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(QRectF(0, self.height() - 1, self.width(), 1), QColor(theme.LINE))

    def show_count(self, count: int, most: int) -> None:
        self.stepper.set_limits(0, most)
        self.stepper.set_count(count)
        self._points.set_text(format_points(self._gift.points * count))


class Lines(QScrollArea):
    """The rows of the basket; more than three scroll. `changed(gift_id, count)`, 0 takes the gift out."""

    changed = Signal(int, int)

    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._rows: dict[int, _Line] = {}
        content = QWidget()
        content.setObjectName("basketLines")
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._nothing = Hint("还没有选礼品")
        self._column.addWidget(self._nothing)
        self._column.addStretch(1)
        self.setWidget(content)
        self.viewport().setAutoFillBackground(False)
        content.setAutoFillBackground(False)

    def show_gifts(self, chosen: Sequence[tuple[Gift, int, int]]) -> None:
        """Gift, how many, how many at most; rows that stay keep the focus."""
        wanted = {gift.id for gift, _, _ in chosen}
        for gift_id in [gift_id for gift_id in self._rows if gift_id not in wanted]:
            gone = self._rows.pop(gift_id)
            gone.hide()
            gone.deleteLater()
        for gift, count, most in chosen:
            row = self._rows.get(gift.id)
            if row is None:
                row = _Line(gift, count, most)
                row.changed.connect(self.changed)
                self._rows[gift.id] = row
                self._column.insertWidget(self._column.count() - 1, row)
            else:
                row.show_count(count, most)
        self._nothing.setVisible(not chosen)
        self.setMinimumHeight(max(1, min(len(chosen), _ROWS_SEEN)) * _ROW)

    def stepper(self, gift_id: int) -> Stepper:
        """The stepper of a gift in the basket."""
        return self._rows[gift_id].stepper


class Sums(Card):
    """兑换前, 本次扣, and loudest what is left."""

    def __init__(self) -> None:
        super().__init__(name="sums")
        self._before, self._cost = Label("", right=True), Label("", right=True)
        self._after = Figure("", "分", size=theme.FIGURE)
        grid = QGridLayout()
        grid.setVerticalSpacing(theme.HALF_STEP)
        for row, (words, shown) in enumerate((("兑换前", self._before), ("本次扣", self._cost))):
            grid.addWidget(Label(words), row, 0)
            grid.addWidget(shown, row, 1)
            grid.addWidget(Hint("分"), row, 2)
        grid.setColumnStretch(1, 1)
        self.column.addLayout(grid)
        self.column.addWidget(Divider())
        last = QHBoxLayout()
        last.addWidget(Label("兑换后", bold=True))
        last.addStretch(1)
        last.addWidget(self._after)
        self.column.addLayout(last)

    def show_points(self, before: int, cost: int) -> None:
        self._before.set_text(format_points(before))
        self._cost.set_text(format_signed(-cost))
        self._after.set_text(format_points(before - cost), colour=theme.BAD if cost > before else theme.INK)

    def after(self) -> str:
        return self._after.text()


class BasketPanel(QWidget):
    """The whole panel; the dialog hands in its one button and the fields of the way, and registers them with those of the signer."""

    changed = Signal()  # another way

    def __init__(self, primary: QWidget, means: MeansFields) -> None:
        super().__init__()
        self.setObjectName("basket")
        self.setFixedWidth(WIDTH)
        self.clear = buttons.link("清空", name="clear_basket")
        self._head = SectionHead("兑换篮", action=self.clear)
        self.lines = Lines()
        self.way = Segments([Option(way, way.label) for way in Way], name="way", says="领取")
        self.means = means
        self.relation = Segments([Option(one, one.label) for one in Relation], name="relation", says="签收")
        self.received_by = NameField("received_by", "签收人", required=True)
        self.mobile = MobileField("receiver_mobile", "代领手机", required=True)
        self.sums = Sums()
        self._mark, self._says = IconMark("circle-check", theme.GOOD, theme.ICON_SMALL), Hint("")
        self._lay_out(primary)
        self.way.set_value(Way.NOW)
        self.relation.set_value(Relation.SELF)
        self.way.changed.connect(self._ask_way)
        self.relation.changed.connect(self._ask_way)
        self._ask_way()

    def _lay_out(self, primary: QWidget) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, theme.GAP, 20, 20)
        column.setSpacing(theme.STEP)
        column.addWidget(self._head)
        column.addWidget(self.lines, 1)
        column.addLayout(_under("领取", self.way))
        column.addWidget(self.means)
        self._signing = QWidget()
        self._signing.setLayout(_under("签收", self.relation))
        column.addWidget(self._signing)
        self._signer = QWidget()
        signer = QHBoxLayout(self._signer)
        signer.setContentsMargins(0, 0, 0, 0)
        signer.setSpacing(theme.STEP)
        signer.addWidget(self.received_by, 1)
        signer.addWidget(self.mobile, 1)
        column.addWidget(self._signer)
        column.addWidget(self.sums)
        column.addWidget(beside(self._mark, self._says))
        column.addWidget(primary)

    def chosen_way(self) -> Way:
        """到店 unless another was chosen."""
        return self.way.value()

    def show_head(self, kinds: int, pieces: int) -> None:
        self._head.set_hint(f"{kinds} 种 {pieces} 件" if kinds else "")
        self.clear.setVisible(kinds > 0)

    def say(self, words: str, *, at_once: bool) -> None:
        """Whether the save hands the gift out, or leaves an application."""
        self._mark.set_icon("circle-check" if at_once else "clock", theme.GOOD if at_once else theme.WARN)
        self._says.set_text(words)
        self._says.set_colour(theme.GOOD if at_once else theme.WARN)

    def _ask_way(self) -> None:
        """Who signs is asked where the customer takes it along: his name of somebody else, of a proxy also the mobile."""
        way, relation = self.chosen_way(), self.relation.value()
        now = way is Way.NOW
        self.means.ask_for(way.mode, later=way is Way.LATER)
        self._signing.setVisible(now)
        self.received_by.setVisible(relation is not Relation.SELF)
        self.mobile.setVisible(relation is Relation.PROXY)
        self._signer.setVisible(now and relation is not Relation.SELF)
        self.changed.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Grey down to the rounded corner of the sheet."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.HEAD))
        radius = theme.RADIUS_DIALOG
        painter.drawRoundedRect(QRectF(self.rect()), radius, radius)
        painter.drawRect(QRectF(0, 0, self.width(), self.height() - radius))
        painter.drawRect(QRectF(0, 0, self.width() - radius, self.height()))
        painter.fillRect(QRectF(0, 0, 1, self.height()), QColor(theme.LINE))


def _under(words: str, editor: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.HALF_STEP)
    column.addWidget(Hint(words))
    column.addWidget(editor)
    return column
