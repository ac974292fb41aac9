"""The four figures across the first page; only 逾期 is filled."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.kit import icons, theme
from ui.kit.buttons import paint_box
from ui.kit.labels import paint_text, text_width
from ui.kit.theme import Tone

_HEIGHT = 80


class FigureCard(QWidget):
    """A number, what it counts, and a line about it."""

    def __init__(self, title: str, tone: Tone, icon: str = "", *, name: str) -> None:
        super().__init__()
        self._title, self._tone, self._icon = title, tone, icon
        self._count, self._hint = 0, ""
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_count(0, "")

    def show_count(self, count: int, hint: str) -> None:
        """A count of 0 is quiet whatever it counts."""
        self._count, self._hint = count, hint
        self.setAccessibleName(f"{self._title} {count} 项，{hint}")
        self.update()

    def count(self) -> int:
        return self._count

    def sizeHint(self) -> QSize:
        return QSize(220, _HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        loud = self._count > 0 and self._tone in (Tone.BAD, Tone.WARN)
        filled = loud and self._tone is Tone.BAD
        ink = self._tone.ink if loud else theme.INK
        paint_box(painter, QRectF(self.rect()), self._tone.wash if filled else theme.SURFACE, self._tone.wash if filled else theme.LINE)
        figure = str(self._count)
        paint_text(painter, QRectF(20, 0, 80, self.height()), figure, theme.font(theme.FIGURE, bold=True), ink)
        x = 20 + max(text_width(figure, theme.FIGURE, bold=True), 20) + 26
        if self._icon and loud:
            icons.draw(painter, self._icon, ink, x, 20, theme.ICON_SMALL)
            paint_text(painter, QRectF(x + 22, 16, 120, 24), self._title, theme.font(theme.SECTION, bold=True), ink)
        else:
            paint_text(painter, QRectF(x, 16, 140, 24), self._title, theme.font(theme.SECTION, bold=True), ink)
        hint_ink = ink if filled else theme.INK_2
        paint_text(painter, QRectF(x, 42, self.width() - x - 10, 20), self._hint, theme.font(theme.HINT), hint_ink)
