"""A list whose lines are put into another order by dragging: a line shows where the row will stand."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QStyleOptionViewItem

from ui.kit import icons, theme
from ui.kit.frames import Empty
from ui.kit.rows import GROUP_ROLE, RowsModel
from ui.kit.rows_view import RowDelegate, RowsView

T = TypeVar("T")

GRIP = 48
"""Width of the column with the handle, the first one."""
_EDGE = 24
_SCROLL_MS = 40


class LinesView(RowsView[T]):
    """`dropped(row, line)`: the row was dragged to before the `line`th line of the list (the number of lines = to its end)."""

    dropped = Signal(object, int)

    def __init__(self, model: RowsModel[T], *, name: str, says: str, empty: Empty) -> None:
        super().__init__(model, name=name, says=says, empty=empty)
        self._lines = model
        self._pressed: tuple[QPoint, int] | None = None
        self._gap = -1
        self._scrolling = QTimer(self)
        self._scrolling.setInterval(_SCROLL_MS)
        self._scrolling.timeout.connect(self._scroll)
        self.setItemDelegate(_GripDelegate(self))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and self._lines.row_at(index) is not None:
            self._pressed = (event.position().toPoint(), index.row())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None or not event.buttons() & Qt.MouseButton.LeftButton:
            super().mouseMoveEvent(event)
            return
        where = event.position().toPoint()
        if self._gap < 0 and (where - self._pressed[0]).manhattanLength() < QApplication.startDragDistance():
            return
        self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        self._gap = self._gap_at(where)
        self._scrolling.start()
        self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        pressed, gap = self._pressed, self._gap
        self._forget()
        if pressed is not None and gap not in (-1, pressed[1], pressed[1] + 1):
            self.dropped.emit(self._lines.row_at(self._lines.index(pressed[1], 0)), gap)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc lets the row stay where it was."""
        if event.key() == Qt.Key.Key_Escape and self._gap >= 0:
            self._forget()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._gap < 0:
            return
        painter = QPainter(self.viewport())
        painter.setPen(QPen(theme.colour(theme.PRIMARY), 2))
        y = max(self._top_of(self._gap), 1)
        painter.drawLine(0, y, self.viewport().width(), y)

    def _forget(self) -> None:
        self._pressed, self._gap = None, -1
        self._scrolling.stop()
        self.viewport().unsetCursor()
        self.viewport().update()

    def _gap_at(self, where: QPoint) -> int:
        """Before which line a point lies nearest."""
        line = self.rowAt(where.y())
        if line < 0:
            return 0 if where.y() < 0 else self._lines.rowCount()
        middle = self._top_of(line) + self.rowHeight(line) / 2
        return line if where.y() < middle else line + 1

    def _top_of(self, line: int) -> int:
        if line < self._lines.rowCount():
            return self.rowViewportPosition(line)
        return self.rowViewportPosition(line - 1) + self.rowHeight(line - 1)

    def _scroll(self) -> None:
        """While a row is held near an edge the list goes on."""
        where = self.viewport().mapFromGlobal(self.cursor().pos())
        by = -1 if where.y() < _EDGE else 1 if where.y() > self.viewport().height() - _EDGE else 0
        if by and self.viewport().rect().adjusted(0, -_EDGE, 0, _EDGE).contains(where):
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + by * theme.ROW // 3)
            self._gap = self._gap_at(where)
            self.viewport().update()


class _GripDelegate(RowDelegate):
    """The handle in the first column."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().paint(painter, option, index)
        if index.column() == 0 and index.data(GROUP_ROLE) is None:
            rect = QRectF(option.rect)
            x, y = round(rect.center().x() - theme.ICON_SMALL / 2), round(rect.center().y() - theme.ICON_SMALL / 2)
            icons.draw(painter, "grip-vertical", theme.INK_3, x, y, theme.ICON_SMALL)
