"""The parts of the sign-in window: a tile for each person, and whose PIN is asked for."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.kit import theme
from ui.kit.buttons import paint_box
from ui.kit.labels import Hint, Initial, Section, paint_text
from ui.start.recent import Recent

TILE = QSize(236, 72)


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
