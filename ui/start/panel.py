"""The store's own panel at the left of the sign-in: the first thing the program paints, so it imports next to nothing."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.kit import theme
from ui.kit.labels import paint_text, text_width

_PANEL = 400
_INSET = 48
_WEEKDAYS = "一二三四五六日"


class StorePanel(QWidget):
    """Name of the store above, the time below, on the dark of the navigation: one sees from the door whose PC it is."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("storePanel")
        self.setFixedWidth(_PANEL)
        self._name, self._outlet = "", ""
        self._now = datetime.min

    def set_store(self, name: str, outlet: str) -> None:
        self._name, self._outlet = name, outlet
        self.setAccessibleName(f"{name} {outlet}")
        self.update()

    def set_time(self, now: datetime) -> None:
        if now.replace(second=0) != self._now.replace(second=0):
            self._now = now
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(theme.NAV))
        room = self.width() - 2 * _INSET
        sign = QRectF(_INSET, 96, 64, 64)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.NAV_ON))
        painter.drawRoundedRect(sign, 12, 12)
        paint_text(painter, sign, self._name[:1], theme.font(theme.FIGURE, bold=True), theme.SURFACE, centre=True)
        top = 184.0
        for line in self._lines(room):
            paint_text(painter, QRectF(_INSET, top, room, 42), line, theme.font(theme.FIGURE, bold=True), theme.SURFACE)
            top += 42
        paint_text(painter, QRectF(_INSET, top + 6, room, 24), self._outlet, theme.font(theme.SECTION), theme.NAV_INK)
        bottom = self.height() - 72.0
        day = f"{self._now:%Y-%m-%d} 周{_WEEKDAYS[self._now.weekday()]}"
        big = theme.LOUNGE_SIZES[-1]
        paint_text(painter, QRectF(_INSET, bottom - 92, room, 64), f"{self._now:%H:%M}", theme.font(big, bold=True), theme.SURFACE)
        paint_text(painter, QRectF(_INSET, bottom - 24, room, 24), day, theme.font(theme.SECTION), theme.NAV_INK)

    def _lines(self, room: int) -> list[str]:
        """The name on as many lines as it needs, at most three."""
        lines = [""]
        for letter in self._name:
            if text_width(lines[-1] + letter, theme.FIGURE, bold=True) > room and len(lines) < 3:
                lines.append("")
            lines[-1] += letter
        return lines
