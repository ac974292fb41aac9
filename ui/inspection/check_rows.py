"""The items of a check one under the other: ↑ ↓ move the cursor, 1 2 3 mark the item under it, a finger marks any."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from deskapp.checklists.domain import Result
from ui.inspection.item_row import ItemRow
from ui.kit import theme, work
from ui.kit.labels import Hint, Section

if TYPE_CHECKING:
    from deskapp.checklists.domain import Item, Mark

_KEYS = {Qt.Key.Key_1: Result.PASSED, Qt.Key.Key_2: Result.FAILED, Qt.Key.Key_3: Result.NOT_APPLICABLE}
_STEP_ROWS = 4  # built in one go: a long sheet is built in steps


class ItemList(QWidget):
    """Takes the keys of the check. Digits never pass an input method: no text field has the focus here."""

    pressed = Signal(QKeyEvent)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("check_items")
        self.setAccessibleName("检查项目：1 合格，2 不合格，3 不适用，↑ ↓ 换一项")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, theme.STEP, 0)
        self.column.setSpacing(theme.STEP)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()
        self.pressed.emit(event)
        if not event.isAccepted():
            super().keyPressEvent(event)


class CheckRows(QScrollArea):
    """`keyed(result)` and `clicked(code, result)` mark an item, `entered()` is Enter on the list, `moved()` the cursor elsewhere."""

    keyed = Signal(object)
    clicked = Signal(str, object)
    entered = Signal()
    moved = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[ItemRow] = []
        self.list = ItemList()
        self._place = 0
        self._closed = False
        self.setWidget(self.list)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.list.setAutoFillBackground(False)
        self.list.pressed.connect(self._key)
        self.setFocusProxy(self.list)

    def build(self, items: Sequence[Item], last: Mapping[str, Mark], *, closed: bool, wire: Callable[[ItemRow], object]) -> None:
        """A row an item under the heads of their sections; `wire(row)` as soon as each is made."""
        while (taken := self.list.column.takeAt(0)) is not None:
            widget = taken.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.rows, self._place, self._closed = [], 0, closed
        section = None
        for place, item in enumerate(items):
            if item.section != section:
                section = item.section
                self.list.column.addWidget(_head(section, sum(one.section == section for one in items)))
            row = ItemRow(item, last.get(item.code), closed=closed)
            row.marked.connect(partial(self.clicked.emit, item.code))
            row.chosen.connect(partial(self.go_to, item.code))
            self.rows.append(row)
            wire(row)
            self.list.column.addWidget(row)
            if place % _STEP_ROWS == _STEP_ROWS - 1:
                work.breathe()
        self.list.column.addStretch(1)

    # The cursor -----------------------------------------------------------------------------------------------------

    @property
    def here(self) -> str:
        """Code of the item with the cursor; '' without items."""
        return self.rows[self._place].item.code if self.rows else ""

    def row(self, code: str) -> ItemRow:
        return next(row for row in self.rows if row.item.code == code)

    def after_here(self) -> list[str]:
        """The codes that follow the cursor, round again, the one under it last."""
        order = [*range(self._place + 1, len(self.rows)), *range(self._place + 1)]
        return [self.rows[place].item.code for place in order if place < len(self.rows)]

    def first_of_section(self) -> str:
        """Code of the first item in the section of the cursor; '' in a check that is closed."""
        if not self.rows or self._closed:
            return ""
        section = self.rows[self._place].item.section
        return next(row.item.code for row in self.rows if row.item.section == section)

    def go_to(self, code: str) -> None:
        """Put the cursor on an item and bring it into view."""
        self.put_here(code)
        self.show_here()
        self.list.setFocus()
        self.moved.emit()

    def put_here(self, code: str) -> None:
        """Put the cursor on an item; the list stays where it is: by touch the finger finds its next item itself."""
        self._place = next((place for place, row in enumerate(self.rows) if row.item.code == code), 0)
        for place, row in enumerate(self.rows):
            row.set_here(place == self._place)

    def show_here(self) -> None:
        """Bring the item with the cursor into view, once it is laid out."""
        if self.rows:
            row = self.rows[self._place]
            QTimer.singleShot(0, row, lambda: self.ensureWidgetVisible(row, 0, theme.MARGIN_X))

    def show_top(self) -> None:
        self.verticalScrollBar().setValue(0)

    # Qt -------------------------------------------------------------------------------------------------------------

    def _key(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if not self.rows or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return
        if self._closed:
            self._scroll(event, key)
            return
        place = self._moved(key)
        if place is not None:
            self.go_to(self.rows[place].item.code)
        elif key in _KEYS and not event.isAutoRepeat():
            self.keyed.emit(_KEYS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        else:
            return
        event.accept()

    def _moved(self, key: Qt.Key) -> int | None:
        last = len(self.rows) - 1
        up, down = max(0, self._place - 1), min(last, self._place + 1)
        return {Qt.Key.Key_Up: up, Qt.Key.Key_Down: down, Qt.Key.Key_Home: 0, Qt.Key.Key_End: last}.get(key)

    def _scroll(self, event: QKeyEvent, key: Qt.Key) -> None:
        bar, page = self.verticalScrollBar(), self.viewport().height()
        step = {Qt.Key.Key_Up: -40, Qt.Key.Key_Down: 40, Qt.Key.Key_PageUp: -page, Qt.Key.Key_PageDown: page}.get(key)
        if step is not None:
            bar.setValue(bar.value() + step)
            event.accept()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self._closed:
            self.show_here()


def _head(section: str, items: int) -> QWidget:
    head = QWidget()
    row = QHBoxLayout(head)
    row.setContentsMargins(0, theme.HALF_STEP, 0, 0)
    row.setSpacing(theme.STEP)
    row.addWidget(Section(section or "项目"))
    row.addWidget(Hint(f"{items} 项"), 1)
    return head
