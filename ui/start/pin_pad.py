"""Six dots and a pad of large keys: a PIN by finger, by mouse or by the digits of the keyboard."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from deskapp.staff.pin import PIN_LENGTH
from ui.kit import icons, theme
from ui.kit.buttons import paint_box
from ui.kit.labels import paint_text

_CELL = QSize(40, 48)
_KEY = QSize(96, theme.TOUCH)
_DOT = 6.0


class PinPad(QWidget):
    """`entered(pin)` with the sixth digit. The focus is on the pad as a whole, so that digits typed anywhere on it count.

    `message` stands between dots and keys, where the eye is.
    """

    entered = Signal(str)

    def __init__(self, message: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pinPad")
        self.setAccessibleName("PIN")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self._digits = ""
        self.dots = _Dots(self)
        keys = QGridLayout()
        keys.setSpacing(theme.STEP)
        for place, words in enumerate(("1", "2", "3", "4", "5", "6", "7", "8", "9", "清除", "0", "退格")):
            key = _Key(words)
            key.clicked.connect(lambda _=False, words=words: self._press(words))
            keys.addWidget(key, place // 3, place % 3)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP)
        column.addWidget(self.dots, alignment=Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(message, alignment=Qt.AlignmentFlag.AlignHCenter)
        column.addLayout(keys)

    def clear(self) -> None:
        """Forget the digits."""
        self._show("")

    def key(self, words: str) -> QAbstractButton:
        """The key with these words."""
        return next(key for key in self.findChildren(_Key) if key.text() == words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text().isascii() and event.text().isdigit():
            self._press(event.text())
        elif event.key() == Qt.Key.Key_Backspace:
            self._press("退格")
        elif event.key() == Qt.Key.Key_Delete:
            self._press("清除")
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.dots.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.dots.update()

    def _press(self, words: str) -> None:
        if not self.isEnabled():
            return
        if words == "退格":
            self._show(self._digits[:-1])
        elif words == "清除":
            self._show("")
        elif len(self._digits) < PIN_LENGTH:
            self._show(self._digits + words)
            if len(self._digits) == PIN_LENGTH:
                self.entered.emit(self._digits)

    def _show(self, digits: str) -> None:
        self._digits = digits
        self.dots.show_count(len(digits))


class _Dots(QWidget):
    """How many digits stand there, never which."""

    def __init__(self, pad: PinPad) -> None:
        super().__init__()
        self._pad = pad
        self._count = 0
        self.setFixedSize(PIN_LENGTH * _CELL.width() + (PIN_LENGTH - 1) * theme.STEP, _CELL.height())

    def show_count(self, count: int) -> None:
        self._count = count
        self.setAccessibleName(f"已输入 {count} 位")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place in range(PIN_LENGTH):
            cell = QRectF(place * (_CELL.width() + theme.STEP), 0, _CELL.width(), _CELL.height())
            here = place == self._count and self._pad.hasFocus()
            fill = theme.SURFACE if self._pad.isEnabled() else theme.NEUTRAL
            paint_box(painter, cell, fill, theme.PRIMARY if here else theme.EDGE, 2 if here else 1)
            if place < self._count:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(theme.INK))
                painter.drawEllipse(cell.center(), _DOT, _DOT)


class _Key(QAbstractButton):
    """One key, large enough for a thumb."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.setText(words)
        self.setAccessibleName(words)
        self.setObjectName(f"key_{words}")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the pad keeps the focus
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return _KEY

    def minimumSizeHint(self) -> QSize:
        return _KEY

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill = theme.NEUTRAL if not self.isEnabled() else theme.PRIMARY_WASH if self.isDown() else theme.SURFACE
        paint_box(painter, QRectF(self.rect()), fill, theme.EDGE_TOUCH if self.isEnabled() else theme.LINE)
        ink = theme.INK if self.isEnabled() else theme.INK_2
        if self.text() == "退格":
            icons.draw(painter, "arrow-left", ink, round((self.width() - 20) / 2), round((self.height() - 20) / 2), 20)
            return
        size = theme.TITLE if self.text().isdigit() else theme.BODY
        paint_text(painter, QRectF(self.rect()), self.text(), theme.font(size, bold=self.text().isdigit()), ink, centre=True)
