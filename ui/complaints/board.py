"""看板: a lane for each state, a card for each slip; the worst one says by name who owes what."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QVBoxLayout, QWidget

from deskapp.complaints.lists import Severity
from deskapp.complaints.states import State
from deskapp.typed import format_plate
from ui.complaints.states import DIVISION, PAUSED, REPEATED, SEVERITIES, due_pill, owed_words
from ui.kit import icons, theme
from ui.kit.buttons import paint_box
from ui.kit.labels import Hint, Label, paint_text, text_width
from ui.kit.pills import Pill, PillLabel, paint_pill, pill_width
from ui.kit.theme import Tone

if TYPE_CHECKING:
    from ui.complaints.loading import Line

LANES = (State.DRAFT, State.TO_ROUTE, State.TO_ACCEPT, State.IN_PROGRESS, State.TO_CALL_BACK, State.TO_ARCHIVE)
LINE_ROLE = Qt.ItemDataRole.UserRole
WORST_ROLE = Qt.ItemDataRole.UserRole + 1
_WAITS = {
    State.DRAFT: "等客服提交",
    State.TO_ROUTE: "等经理派单",
    State.TO_ACCEPT: "等部门主管签收",
    State.IN_PROGRESS: "等责任部门交结果",
    State.TO_CALL_BACK: "等客服回访客户",
    State.TO_ARCHIVE: "等客服归档",
}
_NOTHING = {
    State.DRAFT: "没有草稿",
    State.TO_ROUTE: "都派出去了",
    State.TO_ACCEPT: "都签收了",
    State.IN_PROGRESS: "没有在处理的",
    State.TO_CALL_BACK: "没有等回访的",
    State.TO_ARCHIVE: "没有等归档的",
}
_GAP = 8
_CARD, _ALARM = 138, 52
_PAD = 12
Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()


class LaneModel(QAbstractListModel):
    """The slips of one lane, the most urgent first."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: tuple[Line, ...] = ()
        self._worst: int | None = None

    def set_lines(self, lines: Sequence[Line], *, worst: int | None) -> None:
        """`worst` is the id of the one slip that is shown in solid red. The same slips in the same places only repaint."""
        same = [line.slip.id for line in lines] == [line.slip.id for line in self._lines] and worst == self._worst
        if same:
            self._lines = tuple(lines)
            if lines:
                self.dataChanged.emit(self.index(0), self.index(len(lines) - 1))
            return
        self.beginResetModel()
        self._lines, self._worst = tuple(lines), worst
        self.endResetModel()

    def lines(self) -> tuple[Line, ...]:
        return self._lines

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return line.slip.category.label
            case Qt.ItemDataRole.AccessibleTextRole | Qt.ItemDataRole.ToolTipRole:
                return spoken(line)
            case _ if role == LINE_ROLE:
                return line
            case _ if role == WORST_ROLE:
                return line.slip.id == self._worst
            case _:
                return None


def spoken(line: Line) -> str:
    """A card in words, the customer's own beneath them."""
    slip = line.slip
    due = line.late or (f"{line.urgency.clock.kind.label} {line.urgency.words}" if line.urgency else "")
    facts = (slip.number, slip.severity.label, slip.category.full, line.customer, line.departments, line.who, due)
    return "，".join(part for part in facts if part) + f"\n{slip.form.description}"


def marks(line: Line, room: float) -> list[Pill]:
    """Urgency, and what else the card says of the slip. What is owed is left out where the pill would not hold it."""
    due = due_pill(line.urgency)
    if due is not None and pill_width(due) > room:
        due = due_pill(line.urgency, alone=True)
    slip = line.slip
    return [
        *([due] if due else []),
        *([DIVISION] if slip.form.source.has_division_number else []),
        *([REPEATED] if slip.is_repeat else []),
        *([PAUSED] if slip.paused and due != PAUSED else []),
    ]


class CardDelegate(QStyledItemDelegate):
    """Paints a card: number and level, what it is about, whose car, which departments, how urgent."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        alarm = _ALARM - 26 if index.data(WORST_ROLE) else 0  # the red head takes the place of the pill
        return QSize(option.rect.width(), _CARD + alarm + _GAP)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line: Line = index.data(LINE_ROLE)
        worst: bool = index.data(WORST_ROLE)
        rect = QRectF(option.rect).adjusted(0, 0, 0, -_GAP)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected and option.state & QStyle.StateFlag.State_Active)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = theme.PRIMARY if chosen else theme.BAD if worst else theme.LINE
        paint_box(painter, rect, theme.PRIMARY_WASH if chosen else theme.SURFACE, edge, 2 if chosen else 1)
        top = rect.y()
        if worst:
            _paint_alarm(painter, rect, line)
            top += _ALARM
        _paint_words(painter, QRectF(rect.x(), top, rect.width(), rect.bottom() - top), line, worst=worst)
        painter.restore()


def _paint_alarm(painter: QPainter, rect: QRectF, line: Line) -> None:
    """孙磊 超 2 天, and what he has not done, white on red."""
    shape = QPainterPath()
    shape.addRoundedRect(rect, theme.RADIUS, theme.RADIUS)
    painter.save()
    painter.setClipPath(shape)
    painter.fillRect(QRectF(rect.x(), rect.y(), rect.width(), _ALARM), theme.colour(theme.BAD))
    painter.restore()
    icons.draw(painter, "triangle-alert", theme.SURFACE, rect.x() + _PAD, rect.y() + (_ALARM - theme.ICON) / 2, theme.ICON)
    left = rect.x() + _PAD + theme.ICON + 10
    room = rect.right() - _PAD - left
    if line.urgency is None:
        return
    clock = line.urgency.clock
    paint_text(painter, QRectF(left, rect.y() + 5, room, 22), f"{line.who} {line.urgency.words}", theme.font(bold=True), theme.SURFACE)
    due = f"{owed_words(clock)}，应 {clock.due:%m-%d}"
    paint_text(painter, QRectF(left, rect.y() + 27, room, 18), due, theme.font(theme.HINT), theme.SURFACE)


def _paint_words(painter: QPainter, rect: QRectF, line: Line, *, worst: bool) -> None:
    slip = line.slip
    left, room = rect.x() + _PAD, rect.width() - 2 * _PAD
    small, bold = theme.font(theme.HINT), theme.font(theme.HINT, bold=True)
    level = SEVERITIES[slip.severity]
    wide = text_width(level.words, theme.HINT, bold=True) + 1
    ink = theme.BAD if slip.severity is Severity.CRITICAL else theme.WARN if slip.severity is Severity.SERIOUS else theme.INK_2
    paint_text(painter, QRectF(left, rect.y() + 8, room, 20), slip.number, small, theme.INK_2)
    paint_text(
        painter, QRectF(left, rect.y() + 30, room - wide - theme.ICON_PILL - 6, 24), slip.category.label, theme.font(bold=True), theme.INK
    )
    icons.draw(painter, level.icon_name, ink, left + room - wide - theme.ICON_PILL - 2, rect.y() + 35, theme.ICON_PILL)
    paint_text(painter, QRectF(left + room - wide, rect.y() + 32, wide, 20), level.words, bold, ink)
    plate = format_plate(slip.form.plate) if slip.form.plate else ""
    taken = text_width(plate, theme.HINT) + 1 if plate else 0
    paint_text(painter, QRectF(left, rect.y() + 55, room - taken - 8, 20), line.customer, small, theme.INK)
    paint_text(painter, QRectF(left + room - taken, rect.y() + 55, taken, 20), plate, small, theme.INK_2, right=True)
    who = line.who if line.who and line.who not in line.departments else ""
    taken = text_width(who, theme.HINT, bold=True) + 1 if who else 0
    departments = line.departments or slip.category.group.label
    paint_text(painter, QRectF(left, rect.y() + 77, room - taken - 8, 20), departments, small, theme.INK_2)
    paint_text(painter, QRectF(left + room - taken, rect.y() + 77, taken, 20), who, bold, theme.INK, right=True)
    x = left
    for pill in marks(line, room)[1 if worst else 0 :]:
        if left + room - x < theme.PILL * 2:
            break
        paint_pill(painter, x, rect.y() + 112, pill, left + room - x)
        x += pill_width(pill) + 6


class LaneView(QListView):
    """↑ ↓ within the lane, ← → to the next one, Enter opens."""

    opened = Signal(object)
    leaving = Signal(int)

    def __init__(self, lane: State) -> None:
        super().__init__()
        self.setObjectName(f"lane_{lane.value}")
        self.setAccessibleName(f"{lane.label}，{_WAITS[lane]}")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QListView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setItemDelegate(CardDelegate(self))
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


class _LaneColumn(QWidget):
    def __init__(self, lane: State) -> None:
        super().__init__()
        self.lane, self.model, self.view = lane, LaneModel(), LaneView(lane)
        self.view.setModel(self.model)
        self._count = Hint()
        self._late = PillLabel(Pill("", Tone.ALARM))
        self._nothing = Hint(_NOTHING[lane])
        head = QHBoxLayout()
        head.setSpacing(theme.STEP)
        head.addWidget(Label(lane.label, bold=True))
        head.addWidget(self._count, 1)
        head.addWidget(self._late)
        column = QVBoxLayout(self)
        column.setContentsMargins(_GAP + 4, 8, _GAP, 4)
        column.setSpacing(theme.HALF_STEP)
        column.addLayout(head)
        column.addWidget(Hint(_WAITS[lane]))
        column.addWidget(self._nothing)
        column.addWidget(self.view, 1)

    def show_lines(self, lines: Sequence[Line], *, worst: int | None) -> None:
        self.model.set_lines(lines, worst=worst)
        late = sum(line.is_overdue for line in lines)
        self._count.set_text(str(len(lines)))
        self._late.set_pill(Pill(f"逾期 {late}", Tone.ALARM, "circle-alert"))
        self._late.setVisible(late > 0)
        self._nothing.setVisible(not lines)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_box(painter, QRectF(self.rect()), theme.LANE, theme.LANE)


class Board(QWidget):
    """A lane for each state on the way; drafts have theirs only while there are any, what is closed stands in the list."""

    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("complaints_board")
        self.columns = [_LaneColumn(lane) for lane in LANES]
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.STEP)
        for place, column in enumerate(self.columns):
            row.addWidget(column, 1)
            column.view.opened.connect(self.opened)
            column.view.leaving.connect(partial(self._go, place))
        self.columns[0].hide()
        self.setFocusProxy(self.columns[1].view)

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Put each slip into its lane, the division's and the severe ones first; the cursor stays on its card."""
        kept = next((view.currentIndex().data(LINE_ROLE) for view in self._views() if view.hasFocus()), None)
        late = [line for line in lines if line.is_overdue and line.urgency]
        worst = min(late, key=lambda line: (line.urgency.clock.due if line.urgency else 0, line.slip.id)).slip.id if late else None
        for column in self.columns:
            mine = sorted((line for line in lines if line.slip.state is column.lane), key=lambda line: line.order)
            column.show_lines(mine, worst=worst)
            column.setVisible(column.lane is not State.DRAFT or bool(mine))
        self.setFocusProxy(next((one.view for one in self.columns[1:] if one.model.rowCount()), self.columns[1].view))
        if kept is not None:
            self.select(kept.slip.id)
        elif any(column.view.hasFocus() and not column.model.rowCount() for column in self.columns):
            self.select_first()  # a lane without cards would not hear the arrows

    def select(self, complaint_id: int) -> None:
        """Put the cursor on a slip."""
        for column in self.columns:
            for place, line in enumerate(column.model.lines()):
                if line.slip.id == complaint_id:
                    column.view.setCurrentIndex(column.model.index(place))
                    column.view.setFocus()

    def select_first(self) -> None:
        """Put the cursor on the first card of the first lane that has one."""
        column = next((one for one in self.columns if one.model.rowCount()), None)
        if column is not None:
            column.view.setCurrentIndex(column.model.index(0))
            column.view.setFocus()

    def _views(self) -> list[LaneView]:
        return [column.view for column in self.columns]

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
