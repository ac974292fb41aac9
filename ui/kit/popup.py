"""What drops down from a field: a frame that stays on the screen, and the box that opens it."""

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QSizePolicy, QWidget

from ui.kit import icons, theme
from ui.kit.buttons import paint_box
from ui.kit.labels import paint_text, text_width


class Popup(QFrame):
    """Opens under `anchor`, or above it where the screen ends. Esc or a click outside closes it."""

    def __init__(self, anchor: QWidget) -> None:
        super().__init__(anchor, Qt.WindowType.Popup)
        self._anchor = anchor
        self.setProperty("popup", "true")

    def open(self) -> None:
        self.adjustSize()
        below = self._anchor.mapToGlobal(QPoint(0, self._anchor.height() + theme.HALF_STEP))
        room = self._anchor.screen().availableGeometry()
        x = max(room.left(), min(below.x(), room.right() - self.width()))
        above = self._anchor.mapToGlobal(QPoint(0, 0)).y() - theme.HALF_STEP - self.height()
        fits = below.y() + self.height() <= room.bottom() or above < room.top()
        self.move(x, below.y() if fits else above)
        self.show()
        self.setFocus()


class DropBox(QAbstractButton):
    """A box that looks like a combo box and says it was opened; `caption` stands grey before the value ("状态 全部")."""

    opened = Signal()

    def __init__(self, text: str = "", *, caption: str = "", name: str = "", says: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._caption = caption
        self._good = False
        self.setObjectName(name)
        self.setAccessibleName(says or caption)
        self.setText(text)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self.opened)

    def set_text(self, text: str) -> None:
        self.setText(text)
        self.updateGeometry()

    def set_good(self, good: bool) -> None:
        """The green of a new-energy plate."""
        self._good = good
        self.update()

    def sizeHint(self) -> QSize:
        caption = text_width(self._caption) + theme.STEP if self._caption else 0
        return QSize(theme.CONTROL_PADDING + caption + text_width(self.text()) + theme.STEP + theme.ICON_SMALL + 10, theme.CONTROL)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_F4):
            self.opened.emit()
            return
        super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill = theme.GOOD_WASH if self._good else theme.SURFACE if self.isEnabled() else theme.CANVAS
        edge = theme.PRIMARY if self.hasFocus() else theme.GOOD if self._good else theme.EDGE if self.isEnabled() else theme.LINE
        paint_box(painter, QRectF(self.rect()), fill, edge, 2 if self.hasFocus() else 1)
        x = float(theme.CONTROL_PADDING)
        if self._caption:
            width = text_width(self._caption)
            paint_text(painter, QRectF(x, 0, width + 1, self.height()), self._caption, theme.font(), theme.INK_2)
            x += width + theme.STEP
        right = self.width() - 10 - theme.ICON_SMALL
        ink = theme.GOOD if self._good else theme.INK if self.isEnabled() else theme.INK_2
        paint_text(painter, QRectF(x, 0, right - x - 2, self.height()), self.text(), theme.font(), ink)
        icons.draw(painter, "chevron-down", theme.INK_2, right, round((self.height() - theme.ICON_SMALL) / 2), theme.ICON_SMALL)
