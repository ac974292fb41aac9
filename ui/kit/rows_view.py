"""The table over a RowsModel: Enter opens, Ctrl+C copies, a refresh keeps row and place, widths and sorting are remembered."""

from collections.abc import Hashable
from math import ceil
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from ui.kit import clipboard, icons, theme
from ui.kit.frames import Empty, dress_table
from ui.kit.labels import paint_text, text_width
from ui.kit.local_state import LocalState
from ui.kit.pills import PILL_ROLE, Pill, paint_pill
from ui.kit.rows import COLUMN_ROLE, GROUP_ROLE, ROW_ROLE, Column, Group, RowsModel

T = TypeVar("T")

_PADDING = theme.CONTROL_PADDING
_MARK = 3  # width of the bar that marks the selected row


class RowsView(QTableView, Generic[T]):
    """`opened(row)` on Enter and double click, `current_changed(row or None)` as the cursor moves."""

    opened = Signal(object)
    current_changed = Signal(object)

    def __init__(
        self,
        model: RowsModel[T],
        *,
        name: str,
        says: str,
        state: LocalState | None = None,
        empty: Empty | None = None,
        row: int = theme.ROW,
        parent: QWidget | None = None,
    ) -> None:
        """`name` is under what widths and sorting are remembered in `state`; `says` is the screen reader's name of the list."""
        super().__init__(parent)
        self._rows = model
        self._state = state
        self._empty = empty
        self._row = row
        self._making_room = False
        self._heads: list[int] = []
        self._keep: tuple[Hashable | None, Hashable | None] = (None, None)
        self.setObjectName(name)
        self.setAccessibleName(says)
        dress_table(self, row=row)
        self.setItemDelegate(RowDelegate(self))
        self.setModel(model)
        self.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        if empty is not None:
            empty.setParent(self.viewport())
            empty.hide()
        self._prepare_head()
        model.modelAboutToBeReset.connect(self._remember_place)
        model.modelReset.connect(self._after_reset)
        model.loaded.connect(self._show_empty)
        self.doubleClicked.connect(self._open)
        self.clicked.connect(self._turn)
        if model.is_loaded:
            self._after_reset()

    def current_row(self) -> T | None:
        """The row the cursor stands on."""
        return self._rows.row_at(self.currentIndex())

    def select_key(self, key: Hashable) -> bool:
        """Put the cursor on the row with this key; False if it is not here."""
        line = self._rows.find(key)
        if line >= 0:
            self.setCurrentIndex(self._rows.index(line, 0))
        return line >= 0

    def select_first(self) -> None:
        """Put the cursor on the first row."""
        line = next((i for i in range(self._rows.rowCount()) if self._rows.row_at(self._rows.index(i, 0)) is not None), -1)
        if line >= 0:
            self.setCurrentIndex(self._rows.index(line, 0))

    # Qt -----------------------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        ):
            self._open(self.currentIndex())
            self._turn(self.currentIndex())
        elif event.matches(QKeySequence.StandardKey.Copy):
            self._copy()
        else:
            super().keyPressEvent(event)

    def currentChanged(self, current: QModelIndex | QPersistentModelIndex, previous: QModelIndex | QPersistentModelIndex) -> None:
        super().currentChanged(current, previous)
        if current.row() != previous.row() or current.isValid() != previous.isValid():
            self.current_changed.emit(self._rows.row_at(current))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()
        if self._empty is not None:
            self._empty.setGeometry(self.viewport().rect())

    # Inside -------------------------------------------------------------------------------------------------------------

    def _prepare_head(self) -> None:
        head = self.horizontalHeader()
        head.setSectionsClickable(True)
        head.setMinimumSectionSize(48)
        widths: Any = self._remembered("widths") or {}
        for at, column in enumerate(self._rows.columns):
            head.setSectionResizeMode(at, QHeaderView.ResizeMode.Stretch if column.stretch else QHeaderView.ResizeMode.Interactive)
            head.resizeSection(at, int(widths.get(column.key, column.width)))
        self._restore_sorting()
        head.sectionResized.connect(self._resized)
        head.sortIndicatorChanged.connect(self._sorted)

    def _restore_sorting(self) -> None:
        head = self.horizontalHeader()
        head.setSortIndicatorClearable(True)
        key, descending = self._remembered("sort") or ("", False)
        at = next((i for i, column in enumerate(self._rows.columns) if column.key == key and column.sort is not None), -1)
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        head.setSortIndicator(at, order)
        head.setSortIndicatorShown(True)
        self._rows.sort(at, order)

    def _sorted(self, at: int, order: Qt.SortOrder) -> None:
        if at >= 0 and self._rows.columns[at].sort is None:
            self.horizontalHeader().setSortIndicator(-1, order)
            return
        self._rows.sort(at, order)
        key = self._rows.columns[at].key if at >= 0 else ""
        self._remember("sort", [key, order is Qt.SortOrder.DescendingOrder])

    def _resized(self, at: int, _before: int, width: int) -> None:
        column = self._rows.columns[at]
        if not column.stretch and width > 0 and not self._making_room:
            self._remember("widths", {**(self._remembered("widths") or {}), column.key: width})

    def _make_room(self) -> None:
        """In a narrow window let the other columns give way to the one that stretches; nothing of it is remembered."""
        columns = self._rows.columns
        if not any(column.least for column in columns):
            return
        kept: Any = self._remembered("widths") or {}
        widths = [0 if column.stretch else int(kept.get(column.key, column.width)) for column in columns]
        spare = [max(0, width - column.least) if column.least else 0 for width, column in zip(widths, columns, strict=True)]
        short = sum(widths) + sum(column.least for column in columns if column.stretch) - self.viewport().width()
        share = min(1.0, max(0, short) / sum(spare)) if any(spare) else 0.0
        self._making_room = True
        for at, column in enumerate(columns):
            if not column.stretch:
                self.horizontalHeader().resizeSection(at, widths[at] - ceil(spare[at] * share))
        self._making_room = False

    def _remembered(self, what: str) -> Any:
        return None if self._state is None else self._state.get(f"{self.objectName()}.{what}")

    def _remember(self, what: str, value: Any) -> None:
        if self._state is not None:
            self._state.put(f"{self.objectName()}.{what}", value)

    def _open(self, index: QModelIndex) -> None:
        row = self._rows.row_at(index)
        if row is not None:
            self.opened.emit(row)

    def _turn(self, index: QModelIndex) -> None:
        group = self._rows.group_at(index)
        if group is not None:
            self._rows.turn(group)

    def _copy(self) -> None:
        row = self.current_row()
        if row is not None:
            clipboard.copy("\t".join(column.text(row) for column in self._rows.columns))

    def _remember_place(self) -> None:
        current = self.current_row()
        top = self._rows.row_at(self.indexAt(self.viewport().rect().topLeft()))
        self._keep = (None if current is None else self._rows.key(current), None if top is None else self._rows.key(top))

    def _after_reset(self) -> None:
        """A reset throws the cursor, the place and the group lines away; put them back by the rows' keys."""
        self.clearSpans()
        for line in self._heads:  # Qt keeps heights by line: where a head stood, a row may stand now
            self.setRowHeight(line, self._row)
        self._heads = self._rows.group_lines()
        for line in self._heads:
            self.setRowHeight(line, theme.ROW_GROUP)
            if len(self._rows.columns) > 1:
                self.setSpan(line, 0, 1, len(self._rows.columns))
        current, top = self._keep
        if top is not None and (line := self._rows.find(top)) >= 0:
            self.scrollTo(self._rows.index(line, 0), QTableView.ScrollHint.PositionAtTop)
        if current is not None and (line := self._rows.find(current)) >= 0:
            place = self.verticalScrollBar().value()
            self.setCurrentIndex(self._rows.index(line, 0))
            self.verticalScrollBar().setValue(place)
        elif current is not None:
            self.current_changed.emit(None)

    def _show_empty(self) -> None:
        if self._empty is not None:
            self._empty.setGeometry(self.viewport().rect())
            self._empty.setVisible(self._rows.rowCount() == 0)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.matches(QKeySequence.StandardKey.Copy):
            event.accept()
            return True
        return super().event(event)


class RowDelegate(QStyledItemDelegate):
    """Paints a line: wash and bar of the selected row, pill, text, the grey text behind it, group heads, the hairline below."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        painter.save()
        rect = QRectF(option.rect)
        group = index.data(GROUP_ROLE)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.fillRect(rect, theme.colour(theme.HEAD if group else theme.PRIMARY_WASH if selected else theme.SURFACE))
        if isinstance(group, Group):
            _paint_group(painter, rect, group)
            if group.folds:
                _paint_fold(painter, rect, folded=self._is_folded(index, group))
        else:
            if selected and index.column() == 0:
                painter.fillRect(QRectF(rect.x(), rect.y(), _MARK, rect.height()), theme.colour(theme.PRIMARY))
            _paint_cell(painter, rect.adjusted(_PADDING, 0, -_PADDING, 0), index)
        painter.fillRect(QRectF(rect.x(), rect.bottom() - 1, rect.width(), 1), theme.colour(theme.LINE))
        painter.restore()

    @staticmethod
    def _is_folded(index: QModelIndex | QPersistentModelIndex, group: Group) -> bool:
        model = index.model()
        return isinstance(model, RowsModel) and model.is_folded(group)

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        column: Any = index.data(COLUMN_ROLE)
        if not isinstance(column, Column):
            return QSize(0, theme.ROW_GROUP)
        return QSize(2 * _PADDING + text_width(str(index.data()), theme.BODY, bold=column.bold), theme.ROW)


def _paint_cell(painter: QPainter, rect: QRectF, index: QModelIndex | QPersistentModelIndex) -> None:
    pill = index.data(PILL_ROLE)
    if isinstance(pill, Pill):
        paint_pill(painter, rect.x(), rect.center().y(), pill, rect.width())
        return
    column: Column[Any] = index.data(COLUMN_ROLE)
    row = index.data(ROW_ROLE)
    text = str(index.data())
    ink = column.colour(row) if column.colour is not None else theme.INK
    font = theme.font(bold=column.bold)
    after = column.after(row) if column.after is not None else ""
    if not after:
        paint_text(painter, rect, text, font, ink, right=column.right)
        return
    width = min(rect.width(), text_width(text, theme.BODY, bold=column.bold) + 1)
    paint_text(painter, QRectF(rect.x(), rect.y(), width, rect.height()), text, font, ink)
    rest = rect.adjusted(width + 10, 0, 0, 0)
    if rest.width() > 2 * theme.HINT:
        paint_text(painter, rest, after, theme.font(theme.HINT), theme.INK_2)


def _paint_group(painter: QPainter, rect: QRectF, group: Group) -> None:
    top = rect.center().y() - theme.ICON_SMALL / 2
    icons.draw(painter, group.icon, theme.INK_2, rect.x() + _PADDING, round(top), theme.ICON_SMALL)
    left = rect.x() + _PADDING + theme.ICON_SMALL + theme.STEP
    width = text_width(group.title, theme.BODY, bold=True) + 1
    paint_text(painter, QRectF(left, rect.y(), width, rect.height()), group.title, theme.font(bold=True), theme.INK)
    hint = QRectF(left + width + 10, rect.y(), rect.right() - left - width - 10 - _PADDING, rect.height())
    paint_text(painter, hint, group.hint, theme.font(theme.HINT), theme.INK_2)


def _paint_fold(painter: QPainter, rect: QRectF, *, folded: bool) -> None:
    x = round(rect.right() - _PADDING - theme.ICON_SMALL)
    icon = "chevron-down" if folded else "chevron-up"
    icons.draw(painter, icon, theme.INK_2, x, round(rect.center().y() - theme.ICON_SMALL / 2), theme.ICON_SMALL)
