"""A small count with − and +: how many of a gift."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.kit import icons, theme
from ui.kit.buttons import paint_box
from ui.kit.labels import paint_text

_SIDE = 28  # width of − and of +


class Stepper(QWidget):
    """Click − or +, or press ↑ ↓ + −. It stops at `least` and at `most`, where the icon turns grey."""

    changed = Signal(int)

    def __init__(
        self, count: int = 1, *, least: int = 0, most: int = 99, name: str = "", says: str = "数量", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._count, self._least, self._most, self._says = count, least, most, says
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._speak()

    def count(self) -> int:
        return self._count

    def set_count(self, count: int) -> None:
        """Show another count, kept within the limits."""
        kept = min(self._most, max(self._least, count))
        if kept != self._count:
            self._count = kept
            self._speak()
            self.update()
            self.changed.emit(kept)

    def set_limits(self, least: int, most: int) -> None:
        """What is in stock, or what the points allow, has changed."""
        self._least, self._most = least, most
        self.set_count(self._count)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(*theme.STEPPER)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if event.position().x() < _SIDE:
            self.set_count(self._count - 1)
        elif event.position().x() > self.width() - _SIDE:
            self.set_count(self._count + 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Up):
            self.set_count(self._count + 1)
        elif event.key() in (Qt.Key.Key_Minus, Qt.Key.Key_Down):
            self.set_count(self._count - 1)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_box(
            painter, QRectF(self.rect()), theme.SURFACE, theme.PRIMARY if self.hasFocus() else theme.EDGE, 2 if self.hasFocus() else 1
        )
        top = (self.height() - theme.ICON_PILL) / 2
        inset = (_SIDE - theme.ICON_PILL) / 2
        icons.draw(painter, "minus", theme.INK if self._count > self._least else theme.EDGE, inset, top, theme.ICON_PILL)
        plus = theme.INK if self._count < self._most else theme.EDGE
        icons.draw(painter, "plus", plus, self.width() - _SIDE + inset, top, theme.ICON_PILL)
        between = QRectF(_SIDE, 0, self.width() - 2 * _SIDE, self.height())
        paint_text(painter, between, str(self._count), theme.font(bold=True), theme.INK, centre=True)

    def _speak(self) -> None:
        self.setAccessibleName(f"{self._says} {self._count}")
