"""The tabs under the three cards: a word with a count, a bar under the one that is open."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from ui.kit import theme
from ui.kit.labels import paint_text, text_width

_HEIGHT = 41
_PADDING = 14
_BAR = 3
_BUBBLE = 20


class TabBar(QWidget):
    """← and → change the tab while the bar has the focus."""

    changed = Signal(str)

    def __init__(self, tabs: Sequence[tuple[str, str]], *, name: str) -> None:
        """`tabs` are (key, words); the first one is open."""
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName("资料页签")
        self.setFixedHeight(_HEIGHT)
        self._group = QButtonGroup(self)
        self._tabs = {key: _Tab(key, words) for key, words in tabs}
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 0, 0, 0)
        row.setSpacing(0)
        for tab in self._tabs.values():
            self._group.addButton(tab)
            row.addWidget(tab)
            tab.toggled.connect(self._toggled)
        row.addStretch(1)
        next(iter(self._tabs.values())).setChecked(True)

    def add_end(self, widget: QWidget) -> None:
        """Put a widget at the right end, above the same line."""
        row = self.layout()
        if row is not None:
            row.addWidget(widget)

    def current(self) -> str:
        """The key of the open tab."""
        return next(key for key, tab in self._tabs.items() if tab.isChecked())

    def open(self, key: str) -> None:
        self._tabs[key].setChecked(True)

    def set_count(self, key: str, count: int) -> None:
        """The figure behind the words; 0 shows none."""
        self._tabs[key].set_count(count)

    def set_shown(self, key: str, *, shown: bool) -> None:
        """Take a tab away from somebody who may not look at it."""
        if not shown and self.current() == key:
            self.open(next(iter(self._tabs)))
        self._tabs[key].setVisible(shown)

    def _toggled(self, on: bool) -> None:
        if on:
            self.changed.emit(self.current())

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(0, self.height() - 1, self.width(), 1, QColor(theme.LINE))


class _Tab(QAbstractButton):
    def __init__(self, key: str, words: str) -> None:
        super().__init__()
        self.key = key
        self._count = 0
        self.setObjectName(f"tab_{key}")
        self.setText(words)
        self.setAccessibleName(words)
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_count(self, count: int) -> None:
        self._count = count
        self.setAccessibleName(f"{self.text()} {count}" if count else self.text())
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        bubble = theme.STEP + self._bubble() if self._count else 0
        return QSize(2 * _PADDING + text_width(self.text(), bold=True) + bubble, _HEIGHT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        shown = [button for button in self.group().buttons() if not button.isHidden()]
        nearby = shown[(shown.index(self) + step) % len(shown)]
        nearby.setChecked(True)
        nearby.setFocus()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on = self.isChecked()
        ink = theme.PRIMARY if on or self.hasFocus() else theme.INK_2
        words = text_width(self.text(), bold=on)
        paint_text(painter, QRectF(_PADDING, 0, words + 1, _HEIGHT), self.text(), theme.font(bold=on), ink)
        if self._count:
            box = QRectF(_PADDING + words + theme.STEP, (_HEIGHT - _BUBBLE) / 2, self._bubble(), _BUBBLE)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.PRIMARY_WASH if on else theme.NEUTRAL))
            painter.drawRoundedRect(box, _BUBBLE / 2, _BUBBLE / 2)
            paint_text(painter, box, str(self._count), theme.font(theme.HINT), ink, centre=True)
        if on:
            painter.fillRect(QRectF(_PADDING, _HEIGHT - _BAR, self.width() - 2 * _PADDING, _BAR), QColor(theme.PRIMARY))

    def _bubble(self) -> int:
        return max(_BUBBLE, text_width(str(self._count), theme.HINT) + 12)
