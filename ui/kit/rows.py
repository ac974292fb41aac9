"""Lists: declared columns over frozen rows. The model holds finished values; sorting, groups and pages of a long list are its business."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from ui.kit import work
from ui.kit.pills import PILL_ROLE, Pill

T = TypeVar("T")
Index = QModelIndex | QPersistentModelIndex

PAGE = 200
ROW_ROLE = Qt.ItemDataRole.UserRole
SORT_ROLE = Qt.ItemDataRole.UserRole + 1
GROUP_ROLE = Qt.ItemDataRole.UserRole + 2
COLUMN_ROLE = Qt.ItemDataRole.UserRole + 3
_NO_PARENT = QModelIndex()


@dataclass(frozen=True, kw_only=True)  # slots and Column[Row](…) do not go together
class Column(Generic[T]):
    """One column. `text` is shown and copied; `sort` is what the head sorts by, None = it does not sort.

    `after` stands behind the text, small and grey ("粤B 3K852"); `colour` gives a token of the theme; `stretch` takes the spare width.
    In a narrow window the others give way down to their `least` until the one that stretches has its own; 0 = never.
    """

    key: str
    title: str
    text: Callable[[T], str]
    sort: Callable[[T], Any] | None = None
    width: int = 120
    least: int = 0
    right: bool = False
    bold: bool = False
    stretch: bool = False
    pill: Callable[[T], Pill | None] | None = None
    after: Callable[[T], str] | None = None
    colour: Callable[[T], str] | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """The head of a group of rows ("待录入", "2 张，1 张逾期"). One that folds begins folded and opens by a click or Enter on its head."""

    title: str
    hint: str = ""
    icon: str = "inbox"
    folds: bool = False


@dataclass(frozen=True)
class Page(Generic[T]):
    """Which part of a long list is wanted: the `limit` rows that follow `after` (None = from the beginning) in the order of column `sort`.

    `sort` "" is the list's own order.
    """

    after: T | None
    limit: int
    sort: str = ""
    descending: bool = False


class RowsModel(QAbstractTableModel, Generic[T]):
    """Either everything at once (`set_rows`, `set_groups`) or pages on demand (`set_source`). `key` tells rows apart across refreshes."""

    loaded = Signal()

    def __init__(self, columns: Sequence[Column[T]], key: Callable[[T], Hashable], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.key = key
        self.is_loaded = False
        self._groups: tuple[tuple[Group | None, tuple[T, ...]], ...] = ()
        self._entries: list[T | Group] = []
        self._sort: tuple[int, bool] | None = None
        self._unfolded: set[str] = set()
        self._source: Callable[[Page[T]], Sequence[T]] | None = None
        self._ended = True
        self._asking = False

    # Filling ------------------------------------------------------------------------------------------------------------

    def set_rows(self, rows: Sequence[T]) -> None:
        """Show these rows."""
        self._source = None
        self._groups = ((None, tuple(rows)),)
        self._rebuild()

    def set_groups(self, groups: Sequence[tuple[Group, Sequence[T]]]) -> None:
        """Show rows under heads; an empty group is left out. Sorting stays inside the groups."""
        self._source = None
        self._groups = tuple((group, tuple(rows)) for group, rows in groups if rows)
        self._rebuild()

    def set_source(self, source: Callable[[Page[T]], Sequence[T]]) -> None:
        """Show a long list page by page. `source` runs on the database thread; fewer rows than the limit mean the end."""
        self._source = source
        self._groups = ()
        self._ask(None, PAGE)

    def refresh(self) -> None:
        """Ask the source again for as much as is shown now; the view keeps its place."""
        if self._source is not None:
            self._ask(None, max(PAGE, len(self._entries)))

    def rows(self) -> list[T]:
        """The rows that are here, as shown."""
        return [entry for entry in self._entries if not isinstance(entry, Group)]

    def row_at(self, index: Index) -> T | None:
        """The row behind an index; None for a group head."""
        entry = self._entries[index.row()] if index.isValid() else None
        return None if entry is None or isinstance(entry, Group) else entry

    def find(self, key: Hashable) -> int:
        """At which line the row with this key stands, -1 if it is not here."""
        return next((i for i, e in enumerate(self._entries) if not isinstance(e, Group) and self.key(e) == key), -1)

    def group_at(self, index: Index) -> Group | None:
        """The group whose head stands there; None for a row."""
        entry = self._entries[index.row()] if index.isValid() else None
        return entry if isinstance(entry, Group) else None

    def is_folded(self, group: Group) -> bool:
        """Whether only the head of the group is shown."""
        return group.folds and group.title not in self._unfolded

    def turn(self, group: Group) -> None:
        """Unfold a folded group, fold an open one."""
        if group.folds:
            self._unfolded ^= {group.title}
            self._rebuild()

    def group_lines(self) -> list[int]:
        """The lines that are group heads."""
        return [i for i, entry in enumerate(self._entries) if isinstance(entry, Group)]

    # Qt -----------------------------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._entries)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or isinstance(self._entries[index.row()], Group):
            return Qt.ItemFlag.NoItemFlags  # the arrow keys pass over a disabled line
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(right=self.columns[section].right)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        entry = self._entries[index.row()]
        column = self.columns[index.column()]
        if isinstance(entry, Group):
            if role == GROUP_ROLE:
                return entry
            return entry.title if role == Qt.ItemDataRole.DisplayRole and index.column() == 0 else None
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return column.text(entry)
            case Qt.ItemDataRole.TextAlignmentRole:
                return _alignment(right=column.right)
            case _ if role == ROW_ROLE:
                return entry
            case _ if role == SORT_ROLE:
                return None if column.sort is None else column.sort(entry)
            case _ if role == PILL_ROLE:
                return None if column.pill is None else column.pill(entry)
            case _ if role == COLUMN_ROLE:
                return column
            case _:
                return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; -1 gives the list's own order back. A long list is asked for again in the new order."""
        wanted = None if column < 0 or self.columns[column].sort is None else (column, order is Qt.SortOrder.DescendingOrder)
        if wanted == self._sort:
            return
        self._sort = wanted
        if self._source is not None:
            self._ask(None, PAGE)
        else:
            self._rebuild()

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and not self._ended and not self._asking

    def fetchMore(self, parent: Index) -> None:
        if self.canFetchMore(parent):
            last = self._entries[-1] if self._entries else None
            self._ask(None if isinstance(last, Group) else last, PAGE)

    # Inside -------------------------------------------------------------------------------------------------------------

    def _ask(self, after: T | None, limit: int) -> None:
        source = self._source
        if source is None:
            return
        key, descending = ("", False) if self._sort is None else (self.columns[self._sort[0]].key, self._sort[1])
        page = Page(after, limit, key, descending)
        self._asking = True
        work.latest(self, partial(source, page), partial(self._arrived, page), topic="page", failed=self._failed)

    def _arrived(self, page: Page[T], rows: Sequence[T]) -> None:
        self._asking = False
        self._ended = len(rows) < page.limit
        if page.after is None:
            self._install(list(rows))
        elif rows:
            first = len(self._entries)
            self.beginInsertRows(QModelIndex(), first, first + len(rows) - 1)
            self._entries.extend(rows)
            self.endInsertRows()

    def _failed(self, error: BaseException) -> None:
        self._asking = False
        raise error

    def _rebuild(self) -> None:
        entries: list[T | Group] = []
        for group, rows in self._groups:
            if group is not None:
                entries.append(group)
            if group is None or not self.is_folded(group):
                entries.extend(self._sorted(rows))
        self._ended = True
        self._install(entries)

    def _sorted(self, rows: Sequence[T]) -> Sequence[T]:
        if self._sort is None:
            return rows
        column, descending = self._sort
        value = self.columns[column].sort
        if value is None:
            return rows
        known = [row for row in rows if value(row) is not None]
        unknown = [row for row in rows if value(row) is None]
        return [*sorted(known, key=value, reverse=descending), *unknown]  # what is not known stands last either way

    def _install(self, entries: list[T | Group]) -> None:
        """Take the new lines over; the same rows in the same places only repaint, so nothing jumps under the person's hand."""
        if self.is_loaded and self._identities(entries) == self._identities(self._entries):
            before, self._entries = self._entries, entries
            for line, (old, new) in enumerate(zip(before, entries, strict=True)):
                if old != new:
                    self.dataChanged.emit(self.index(line, 0), self.index(line, len(self.columns) - 1))
        else:
            self.beginResetModel()
            self._entries = entries
            self.is_loaded = True
            self.endResetModel()
        self.loaded.emit()

    def _identities(self, entries: Sequence[T | Group]) -> list[Hashable]:
        return [("group", e.title) if isinstance(e, Group) else ("row", self.key(e)) for e in entries]


def _alignment(*, right: bool) -> Qt.AlignmentFlag:
    return (Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft) | Qt.AlignmentFlag.AlignVCenter
