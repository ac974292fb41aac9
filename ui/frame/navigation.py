"""The rooms of the house at the left: only those the signed-in person's rights open, with what is owed in each."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.frame.rooms import Room
from ui.kit import theme
from ui.kit.chrome import Badge, NavItem, NavLine
from ui.kit.labels import paint_text


class StorePlate(QWidget):
    """The store's initial, name and outlet at the head of the navigation."""

    def __init__(self) -> None:
        super().__init__()
        self._name, self._outlet = "", ""
        self.setFixedHeight(theme.TOP_BAR)
        self.setObjectName("storePlate")

    def set_store(self, name: str, outlet: str) -> None:
        self._name, self._outlet = name, outlet
        self.setAccessibleName(f"{name} {outlet}")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        disc = QRectF(16, 12, 32, 32)
        painter.setPen(QColor(theme.NAV_ON))
        painter.setBrush(QColor(theme.NAV_ON))
        painter.drawRoundedRect(disc, theme.RADIUS, theme.RADIUS)
        paint_text(painter, disc, self._name[:1], theme.font(theme.SECTION, bold=True), theme.SURFACE, centre=True)
        room = self.width() - 58 - 8
        paint_text(painter, QRectF(58, 8, room, 24), self._name, theme.font(theme.SECTION, bold=True), theme.SURFACE)
        paint_text(painter, QRectF(58, 31, room, 18), self._outlet, theme.font(theme.HINT), theme.NAV_INK)


class Navigation(QWidget):
    """`chosen(key)` when a room is clicked."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("navigation")
        self.setAccessibleName("导航")
        self.setFixedWidth(theme.NAV_WIDTH)
        self.plate = StorePlate()
        self._items: dict[str, NavItem] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, theme.STEP)
        self._column.setSpacing(0)
        self._column.addWidget(self.plate)
        self._column.addSpacing(theme.STEP)
        self._fixed = self._column.count()

    def set_rooms(self, rooms: Sequence[Room]) -> None:
        """Show these rooms, in this order."""
        while (taken := self._column.takeAt(self._fixed)) is not None:
            widget = taken.widget()
            if widget is not None:
                widget.deleteLater()
        self._items = {}
        pushed = False
        for room in rooms:
            if room.foot and not pushed:
                self._column.addStretch(1)
                pushed = True
            if room.line:
                self._column.addWidget(NavLine())
            item = NavItem(room.title, room.icon, name=f"nav_{room.key}")
            item.clicked.connect(lambda _=False, key=room.key: self.chosen.emit(key))
            self._items[room.key] = item
            self._column.addWidget(item)
        if not pushed:
            self._column.addStretch(1)

    def select(self, key: str) -> None:
        """Light the room the window is in; none when the page belongs to no room."""
        for name, item in self._items.items():
            item.setAutoExclusive(False)
            item.setChecked(name == key)
            item.setAutoExclusive(True)

    def set_badge(self, key: str, badge: Badge | None) -> None:
        if key in self._items:
            self._items[key].set_badge(badge)

    def badge(self, key: str) -> Badge | None:
        return self._items[key].badge() if key in self._items else None

    def keys(self) -> tuple[str, ...]:
        return tuple(self._items)

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), QColor(theme.NAV))
