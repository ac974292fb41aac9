"""A tick box drawn here: the style sheet could only show one from coloured image files."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ui.kit import icons, theme
from ui.kit.buttons import paint_box
from ui.kit.labels import paint_text, text_width

_BOX = 14


class Tick(QAbstractButton):
    """A box with words; the space bar or a click ticks it, Enter is left to the form. `border` puts a control's frame around it."""

    def __init__(self, text: str, *, border: bool = False, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._padding = theme.CONTROL_PADDING if border else 0
        self._border = border
        self.setCheckable(True)
        self.setText(text)
        self.setAccessibleName(text)
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(2 * self._padding + _BOX + 10 + text_width(self.text()) + 2, theme.CONTROL if self._border else theme.CONTROL_SMALL)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._border:
            colour = theme.PRIMARY if self.hasFocus() else theme.EDGE
            paint_box(painter, QRectF(self.rect()), theme.SURFACE, colour, 2 if self.hasFocus() else 1)
        self._paint_box(painter)
        left = self._padding + _BOX + 10
        ink = theme.INK if self.isEnabled() else theme.INK_2
        paint_text(painter, QRectF(left, 0, self.width() - left - self._padding + 1, self.height()), self.text(), theme.font(), ink)

    def _paint_box(self, painter: QPainter) -> None:
        box = QRectF(self._padding + 1, (self.height() - _BOX) / 2, _BOX, _BOX)
        ticked = self.isChecked()
        edge = theme.PRIMARY if ticked or (self.hasFocus() and not self._border) else theme.INK_2
        painter.setPen(QPen(QColor(edge), 1.5))
        painter.setBrush(QColor(theme.PRIMARY if ticked else theme.SURFACE))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 2, 2)
        if ticked:
            icons.draw(painter, "check", theme.ON_PRIMARY, box.x() + 1, box.y() + 1, _BOX - 2)
