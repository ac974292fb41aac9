"""The parts of the sign-in window: the store's own panel at the left, and a tile for each person."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.kit import theme
from ui.kit.buttons import paint_box
from ui.kit.labels import Hint, Initial, Section, paint_text, text_width
from ui.start.recent import Recent

_PANEL = 400
_INSET = 48
_WEEKDAYS = "一二三四五六日"
TILE = QSize(236, 72)


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


class Tile(QAbstractButton):
    """A person one touches to sign in as."""

    def __init__(self, who: Recent) -> None:
        super().__init__()
        self.who = who
        self.setCheckable(True)
        self.setText(who.name)
        self.setAccessibleName(f"{who.name} {who.roles}")
        self.setObjectName(f"tile_{who.staff_no}")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return TILE

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = self.isChecked()
        strong = chosen or self.hasFocus()
        fill = theme.PRIMARY_WASH if chosen else theme.SURFACE
        paint_box(painter, QRectF(self.rect()), fill, theme.PRIMARY if strong else theme.LINE, 2 if strong else 1)
        disc = QRectF(16, 16, 40, 40)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.PRIMARY if chosen else theme.PRIMARY_WASH))
        painter.drawEllipse(disc)
        letter = theme.ON_PRIMARY if chosen else theme.PRIMARY
        paint_text(painter, disc, self.who.name[:1], theme.font(theme.SECTION, bold=True), letter, centre=True)
        room = self.width() - 68 - theme.GAP
        paint_text(painter, QRectF(68, 12, room, 26), self.who.name, theme.font(theme.SECTION, bold=True), theme.INK)
        words = f"{self.who.staff_no}　{self.who.roles}".rstrip()
        paint_text(painter, QRectF(68, 38, room, 20), words, theme.font(theme.HINT), theme.INK_2)


class WhoLine(QWidget):
    """Whose PIN is asked for."""

    def __init__(self) -> None:
        super().__init__()
        self._disc = Initial("?", size=40)
        self._name = Section("")
        self._roles = Hint()
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._name)
        words.addWidget(self._roles)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.GAP)
        row.addWidget(self._disc)
        row.addLayout(words, 1)

    def nobody(self) -> None:
        self._disc.set_name("?")
        self._name.set_text("谁要登录？")
        self._roles.set_text("先在左边选人")

    def show_person(self, who: Recent) -> None:
        self._disc.set_name(who.name)
        self._name.set_text(who.name)
        self._roles.set_text(f"{who.staff_no}　{who.roles}".rstrip())
