"""Who is found while the clerk types a number or a name: a list under the field, and the way to somebody new as its last line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QWidget

from ui.kit import icons, theme
from ui.kit.buttons import paint_box
from ui.kit.labels import paint_text, text_width

if TYPE_CHECKING:
    from deskapp.customers.domain import Hit

MOST = 6


class HitList(QFrame):
    """`chosen(row)`: the place of a hit, or the number of hits for somebody new. It never takes the focus."""

    chosen = Signal(int)

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self._host = host
        self.setObjectName("caller_hits")
        self.setAccessibleName("找到的客户")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.hits: Sequence[Hit] = ()
        self._typed = ""
        self._at = 0
        self.hide()

    def show_hits(self, anchor: QWidget, hits: Sequence[Hit], typed: str) -> None:
        """Drop down under the field it belongs to, on its first line."""
        self.hits, self._typed, self._at = hits[:MOST], typed, 0
        under = anchor.mapTo(self._host, QPoint(0, anchor.height() + theme.HALF_STEP))
        self.setGeometry(under.x(), under.y(), anchor.width(), (len(self.hits) + 1) * theme.ROW + theme.STEP)
        self.raise_()
        self.show()
        self.update()

    def step(self, by: int) -> None:
        self._at = (self._at + by) % (len(self.hits) + 1)
        self.update()

    def current(self) -> int:
        return self._at

    def place_of(self, row: int) -> QRectF:
        """Where a line stands, for a click."""
        return QRectF(4, theme.HALF_STEP + row * theme.ROW, self.width() - 8, theme.ROW)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        row = int((event.position().y() - theme.HALF_STEP) // theme.ROW)
        if 0 <= row <= len(self.hits) and row != self._at:
            self._at = row
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        row = int((event.position().y() - theme.HALF_STEP) // theme.ROW)
        if 0 <= row <= len(self.hits):
            self.chosen.emit(row)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_box(painter, QRectF(self.rect()), theme.SURFACE, theme.EDGE)
        paint_box(painter, self.place_of(self._at), theme.PRIMARY_WASH, theme.PRIMARY_WASH)
        for row, hit in enumerate(self.hits):
            self._paint_hit(painter, self.place_of(row), hit)
        self._paint_new(painter, self.place_of(len(self.hits)))

    def _paint_hit(self, painter: QPainter, place: QRectF, hit: Hit) -> None:
        x = place.x() + theme.GAP
        name = f"{hit.name} {hit.salutation}".strip()
        paint_text(painter, QRectF(x, place.y(), 118, place.height()), name, theme.font(bold=True), theme.INK)
        paint_text(painter, QRectF(x + 126, place.y(), 112, place.height()), hit.mobile, theme.font(), theme.INK_2)
        paint_text(
            painter,
            QRectF(x + 246, place.y(), place.right() - 116 - x - 246, place.height()),
            "、".join(hit.plates),
            theme.font(),
            theme.INK_2,
        )
        pills = "・".join(hit.pills)
        room = QRectF(place.right() - 108, place.y(), 100, place.height())
        paint_text(painter, room, pills, theme.font(theme.HINT), theme.INK_2, right=True)

    def _paint_new(self, painter: QPainter, place: QRectF) -> None:
        if self.hits:
            painter.fillRect(QRectF(place.x(), place.y(), place.width(), 1), QColor(theme.LINE))
        words = "都不是，记为新客户" if self.hits else f"没有找到“{self._typed}”，按 Enter 记为新客户"
        icons.draw(painter, "user-plus", theme.PRIMARY, place.x() + theme.GAP, place.y() + 10, theme.ICON_SMALL)
        left = place.x() + theme.GAP + theme.ICON_SMALL + theme.STEP
        paint_text(painter, QRectF(left, place.y(), text_width(words) + 2, place.height()), words, theme.font(), theme.PRIMARY)
