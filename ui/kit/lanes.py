"""A board: lanes side by side with cards in them, the cursor led by arrows. What a card says and how it is painted is the feature's."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListView, QStyledItemDelegate, QVBoxLayout, QWidget

from ui.kit import theme
from ui.kit.buttons import paint_box
from ui.kit.labels import Hint, Label
from ui.kit.pills import Pill, PillLabel
from ui.kit.theme import Tone

LINE_ROLE = Qt.ItemDataRole.UserRole
WORST_ROLE = Qt.ItemDataRole.UserRole + 1
"""Whether the card is the one that is shown in solid red."""
CARD_GAP = 8
Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()


class Step(Protocol):
    """Where cards stand: a state with its word."""

    @property
    def value(self) -> Any: ...

    @property
    def label(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Cards:
    """What the lanes ask of a line: its `key`, its `title`, the whole card in words, whether it is late; and who paints it."""

    key: Callable[[Any], int]
    title: Callable[[Any], str]
    spoken: Callable[[Any], str]
    is_late: Callable[[Any], bool]
    delegate: type[QStyledItemDelegate]


class LaneModel(QAbstractListModel):
    """The cards of one lane, in the order they are given."""

    def __init__(self, cards: Cards) -> None:
        super().__init__()
        self._cards = cards
        self._lines: tuple[Any, ...] = ()
        self._worst: int | None = None

    def set_lines(self, lines: Sequence[Any], *, worst: int | None) -> None:
        """`worst` is the key of the one card that is shown in solid red. The same cards in the same places only repaint."""
        key = self._cards.key
        if worst == self._worst and [key(line) for line in lines] == [key(line) for line in self._lines]:
            self._lines = tuple(lines)
            if lines:
                self.dataChanged.emit(self.index(0), self.index(len(lines) - 1))
            return
        self.beginResetModel()
        self._lines, self._worst = tuple(lines), worst
        self.endResetModel()

    def lines(self) -> tuple[Any, ...]:
        return self._lines

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._cards.title(line)
            case Qt.ItemDataRole.AccessibleTextRole | Qt.ItemDataRole.ToolTipRole:
                return self._cards.spoken(line)
            case _ if role == LINE_ROLE:
                return line
            case _ if role == WORST_ROLE:
                return self._cards.key(line) == self._worst
            case _:
                return None


class LaneView(QListView):
    """↑ ↓ within the lane, ← → to the next one, Enter opens."""

    opened = Signal(object)
    leaving = Signal(int)

    def __init__(self, lane: Step, waits: str, delegate: type[QStyledItemDelegate]) -> None:
        super().__init__()
        self.setObjectName(f"lane_{lane.value}")
        self.setAccessibleName(f"{lane.label}，{waits}")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QListView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setItemDelegate(delegate(self))
        self.viewport().setAutoFillBackground(False)
        self.setProperty("lane", "true")
        self.clicked.connect(self._open)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._open(self.currentIndex())
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and not event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.leaving.emit(-1 if key == Qt.Key.Key_Left else 1)
        else:
            super().keyPressEvent(event)

    def _open(self, index: Index) -> None:
        line = index.data(LINE_ROLE) if index.isValid() else None
        if line is not None:
            self.opened.emit(line)


class LaneColumn(QWidget):
    """A lane with its head: how many cards, how many late ones, for whom they wait."""

    def __init__(self, lane: Step, waits: str, nothing: str, cards: Cards) -> None:
        super().__init__()
        self.lane, self.model, self.view = lane, LaneModel(cards), LaneView(lane, waits, cards.delegate)
        self.view.setModel(self.model)
        self._is_late = cards.is_late
        self._count = Hint()
        self._late = PillLabel(Pill("", Tone.ALARM))
        self._nothing = Hint(nothing)
        head = QHBoxLayout()
        head.setSpacing(theme.STEP)
        head.addWidget(Label(lane.label, bold=True))
        head.addWidget(self._count, 1)
        head.addWidget(self._late)
        column = QVBoxLayout(self)
        column.setContentsMargins(CARD_GAP + 4, 8, CARD_GAP, 4)
        column.setSpacing(theme.HALF_STEP)
        column.addLayout(head)
        column.addWidget(Hint(waits))
        column.addWidget(self._nothing)
        column.addWidget(self.view, 1)

    def show_lines(self, lines: Sequence[Any], *, worst: int | None) -> None:
        self.model.set_lines(lines, worst=worst)
        late = sum(self._is_late(line) for line in lines)
        self._count.set_text(str(len(lines)))
        self._late.set_pill(Pill(f"逾期 {late}", Tone.ALARM, "circle-alert"))
        self._late.setVisible(late > 0)
        self._nothing.setVisible(not lines)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_box(painter, QRectF(self.rect()), theme.LANE, theme.LANE)


class Lanes(QWidget):
    """The board. `opened(line)` by Enter or a click; each lane is (step, for whom it waits, what it says without cards)."""

    opened = Signal(object)

    def __init__(self, name: str, lanes: Sequence[tuple[Step, str, str]], cards: Cards) -> None:
        super().__init__()
        self.setObjectName(name)
        self._key = cards.key
        self.columns = [LaneColumn(lane, waits, nothing, cards) for lane, waits, nothing in lanes]
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.STEP)
        for place, column in enumerate(self.columns):
            row.addWidget(column, 1)
            column.view.opened.connect(self.opened)
            column.view.leaving.connect(partial(self._go, place))
        self.setFocusProxy(self.columns[0].view)

    def fill(self, lines: Callable[[Any], Sequence[Any]], *, worst: int | None) -> None:
        """Put into each lane what `lines` has for its step; the cursor stays on its card."""
        kept = next((one.view.currentIndex().data(LINE_ROLE) for one in self.columns if one.view.hasFocus()), None)
        for column in self.columns:
            column.show_lines(lines(column.lane), worst=worst)
        if kept is not None:
            self.select(self._key(kept))
        elif any(column.view.hasFocus() and not column.model.rowCount() for column in self.columns):
            self.select_first()  # a lane without cards would not hear the arrows

    def select(self, key: int) -> None:
        """Put the cursor on a card."""
        for column in self.columns:
            for place, line in enumerate(column.model.lines()):
                if self._key(line) == key:
                    column.view.setCurrentIndex(column.model.index(place))
                    column.view.setFocus()

    def select_first(self) -> None:
        """Put the cursor on the first card of the first lane that has one."""
        column = next((one for one in self.columns if one.model.rowCount()), None)
        if column is not None:
            column.view.setCurrentIndex(column.model.index(0))
            column.view.setFocus()

    def _go(self, place: int, step: int) -> None:
        """To the next lane that has a card, at the same height."""
        at = place + step
        while 0 <= at < len(self.columns):
            column = self.columns[at]
            if column.model.rowCount():
                here = self.columns[place].view.currentIndex().row()
                column.view.setCurrentIndex(column.model.index(min(max(here, 0), column.model.rowCount() - 1)))
                column.view.setFocus()
                return
            at += step
