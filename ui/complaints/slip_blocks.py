"""The five blocks of a slip in the order of the paper: finished ones folded to a line, the open one wide, those to come dashed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.kit import buttons, icons, theme
from ui.kit.labels import Hint, Section, Wrapped
from ui.kit.pills import PillLabel

if TYPE_CHECKING:
    from ui.complaints.steps import Move
    from ui.kit.pills import Pill

_DISC = 24
_HEAD = theme.FOLDED
_DANGER = ("return", "withdraw_row", "void", "reject")


class BlockState(Enum):
    """How far a block is: its disc, its edge, and whether it stands open by itself."""

    DONE = "done"
    OPEN = "open"
    TO_COME = "to_come"


class BlockHead(QWidget):
    """Disc with number or check, title, a summary, pills; a click, Enter or the space bar opens and folds."""

    pressed = Signal()

    def __init__(self, number: int, title: str, *, name: str) -> None:
        super().__init__()
        self._number, self._state, self._open = number, BlockState.TO_COME, False
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedHeight(_HEAD)
        self._summary = Hint()
        self._pills = QHBoxLayout()
        self._pills.setSpacing(theme.STEP)
        row = QHBoxLayout(self)
        row.setContentsMargins(12 + _DISC + 12, 0, 12 + theme.ICON_SMALL + 12, 0)
        row.setSpacing(theme.GAP_WIDE)
        row.addWidget(Section(title))
        row.addWidget(self._summary, 1)
        row.addLayout(self._pills)

    def show_state(self, state: BlockState, summary: str, pills: Sequence[Pill]) -> None:
        self._state = state
        self._summary.set_text(summary)
        clear(self._pills)
        for pill in pills:
            self._pills.addWidget(PillLabel(pill))
        self.update()

    def set_open(self, is_open: bool) -> None:
        self._open = is_open
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space or (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.pressed.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.pressed.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        disc = QRectF(12, (_HEAD - _DISC) / 2, _DISC, _DISC)
        fill, ink = {
            BlockState.DONE: (theme.GOOD_WASH, theme.GOOD),
            BlockState.OPEN: (theme.PRIMARY, theme.ON_PRIMARY),
            BlockState.TO_COME: (theme.NEUTRAL, theme.INK_2),
        }[self._state]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(fill))
        painter.drawEllipse(disc)
        if self._state is BlockState.DONE:
            icons.draw(painter, "check", ink, disc.x() + 4, disc.y() + 4, theme.ICON_SMALL)
        else:
            painter.setFont(theme.font(bold=True))
            painter.setPen(theme.colour(ink))
            painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, str(self._number))
        arrow = "chevron-up" if self._open else "chevron-down"
        icons.draw(painter, arrow, theme.INK_2, self.width() - 12 - theme.ICON_SMALL, (_HEAD - theme.ICON_SMALL) / 2, theme.ICON_SMALL)
        if self.hasFocus():
            painter.setPen(QPen(theme.colour(theme.PRIMARY), 1, Qt.PenStyle.DotLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(3.5, 3.5, -3.5, -3.5), theme.RADIUS_CAP, theme.RADIUS_CAP)


class Block(QWidget):
    """`wanted(move, row)` when one of the steps that stand in it is pressed."""

    wanted = Signal(object, object)

    def __init__(self, number: int, title: str, *, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.head = BlockHead(number, title, name=f"{name}_head")
        self._state = BlockState.TO_COME
        self._by_hand: bool | None = None
        self._fill: Callable[[], None] | None = None
        self._content = QWidget()
        self.column = QVBoxLayout(self._content)
        self.column.setContentsMargins(12, 0, 12, 12)
        self.column.setSpacing(theme.STEP)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self._content)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.head.pressed.connect(lambda: self.set_open(not self.is_open()))
        self._content.hide()

    def fill(self, content: Callable[[], None]) -> None:
        """`content` begins the block and, while it is open, builds what stands in it: what is folded away is built when it is opened."""
        self._fill = content
        content()

    def begin(self, state: BlockState, summary: str, pills: Sequence[Pill] = ()) -> bool:
        """Take the old content away; whether new content is to be built now.

        A block the person folded or opened himself stays as he left it until its state changes.
        """
        if state is not self._state:
            self._by_hand = None
        self._state = state
        self.head.show_state(state, summary, pills)
        clear(self.column)
        is_open = state is BlockState.OPEN if self._by_hand is None else self._by_hand
        self._content.setVisible(is_open)
        self.head.set_open(is_open)
        self.update()
        return is_open

    def forget_hand(self) -> None:
        """Another slip: each block stands as its state says."""
        self._by_hand = None

    def is_open(self) -> bool:
        return not self._content.isHidden()

    def set_open(self, is_open: bool) -> None:
        self._by_hand = is_open
        if is_open and not self.column.count() and self._fill is not None:
            self._fill()
        self._content.setVisible(is_open)
        self.head.set_open(is_open)
        self.update()

    def add_moves(self, moves: Sequence[Move]) -> None:
        """The steps that belong here, as small buttons in a row."""
        if moves:
            self.column.addWidget(self.move_row(moves, None))

    def move_row(self, moves: Iterable[Move], row: object) -> QWidget:
        """Small buttons, one for each step; for a department's row they bear its id in their names."""
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.STEP)
        suffix = f"_{getattr(row, 'id', '')}" if row is not None else ""
        for move in moves:
            make = buttons.danger if move.value in _DANGER else buttons.plain
            button = make(f"{move.label}…", icon=move.icon, height=theme.CONTROL_SMALL, name=f"move_{move.value}{suffix}")
            button.clicked.connect(lambda _checked=False, move=move: self.wanted.emit(move, row))
            line.addWidget(button)
        line.addStretch(1)
        return holder

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        dashed = self._state is BlockState.TO_COME
        edge = theme.PRIMARY if self._state is BlockState.OPEN else theme.EDGE if dashed else theme.LINE
        painter.setPen(QPen(theme.colour(edge), 1, Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine))
        painter.setBrush(theme.colour(theme.SURFACE))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), theme.RADIUS, theme.RADIUS)


class Facts(QWidget):
    """Labels and values in columns; a long text takes the whole width. What nobody knows is left out."""

    def __init__(self, facts: Sequence[tuple[str, str]], *, columns: int = 3, labels: int = 64) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.STEP)
        grid.setVerticalSpacing(2)
        for column in range(columns):
            grid.setColumnMinimumWidth(2 * column, labels)
            grid.setColumnStretch(2 * column + 1, 1)
        line, at = 0, 0
        for label, words in facts:
            if not words:
                continue
            wide = len(words) > 16 * (4 - columns) + 4
            if wide and at:
                line, at = line + 1, 0
            hint = Hint(label)
            hint.setFixedHeight(theme.line_height(theme.BODY))  # on one line with the first of the words beside it
            grid.addWidget(hint, line, 2 * at, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(Wrapped(words), line, 2 * at + 1, 1, 2 * columns - 1 if wide else 1, Qt.AlignmentFlag.AlignTop)
            at = columns if wide else at + 1
            if at >= columns:
                line, at = line + 1, 0


def clear(layout: QHBoxLayout | QVBoxLayout) -> None:
    """Take everything out of a layout."""
    while (taken := layout.takeAt(0)) is not None:
        widget = taken.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
