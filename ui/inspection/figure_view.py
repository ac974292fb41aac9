"""A table of figures of which each number is a cell of its own: arrow keys and clicks go from number to number."""

from __future__ import annotations

from typing import Any, TypeVar

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyleOptionViewItem

from ui.kit import theme
from ui.kit.frames import Empty
from ui.kit.local_state import LocalState
from ui.kit.rows import RowsModel
from ui.kit.rows_view import RowDelegate, RowsView

T = TypeVar("T")


class FigureView(RowsView[T]):
    """`figure_changed(row, key of the column)` as the cursor moves, whatever moved it; the name at the left stands for the first figure."""

    figure_changed = Signal(object, str)

    def __init__(self, model: RowsModel[T], *, name: str, says: str, state: LocalState | None, empty: Empty) -> None:
        self._last = ""
        super().__init__(model, name=name, says=says, state=state, empty=empty, row=theme.ROW_PANEL)
        self.setItemDelegate(_FigureDelegate(self))

    def figure(self) -> str:
        """The key of the column the cursor stands in."""
        at = max(self.currentIndex().column(), 1)
        return self.model_rows().columns[at].key

    def model_rows(self) -> RowsModel[T]:
        model: Any = self.model()
        return model

    def choose(self, key: object, column: str) -> None:
        """Put the cursor on a figure, as a click does."""
        model = self.model_rows()
        at = next(place for place, one in enumerate(model.columns) if one.key == column)
        line = model.find(key)
        if line >= 0:
            self.setCurrentIndex(model.index(line, at))

    def currentChanged(self, current: QModelIndex | QPersistentModelIndex, previous: QModelIndex | QPersistentModelIndex) -> None:
        super().currentChanged(current, previous)
        row = self.current_row()
        self.viewport().update()
        if row is not None:
            self._last = self.figure()
            self.figure_changed.emit(row, self._last)

    def _after_reset(self) -> None:
        """The base puts the cursor back to the row; the column goes with it."""
        column = self._last
        super()._after_reset()
        row = self.current_row()
        if row is not None and column:
            self.choose(self.model_rows().key(row), column)


class _FigureDelegate(RowDelegate):
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().paint(painter, option, index)
        view: Any = self.parent()
        current = view.currentIndex()
        if index.row() == current.row() and index.column() == max(current.column(), 1):
            painter.save()
            painter.setPen(QPen(theme.colour(theme.PRIMARY), 2 if view.hasFocus() else 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(option.rect).adjusted(1, 1, -1, -2))
            painter.restore()
