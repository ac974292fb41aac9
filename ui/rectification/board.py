"""看板: a lane for each step, a card for each notice; the worst one says by name who owes what."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QVBoxLayout, QWidget

from deskapp.rectification.domain import Lane
from ui.kit import icons, theme
from ui.kit.buttons import paint_box
from ui.kit.labels import Hint, Label, paint_text, text_width
from ui.kit.pills import Pill, PillLabel, paint_pill, pill_width
from ui.kit.theme import Tone
from ui.rectification.states import REPEATED, due_pill

if TYPE_CHECKING:
    from datetime import date

    from ui.rectification.loading import Line

LANES = (Lane.TO_ISSUE, Lane.TO_ACCEPT, Lane.TO_ANSWER, Lane.IN_PROGRESS, Lane.TO_RECHECK)
LINE_ROLE = Qt.ItemDataRole.UserRole
WORST_ROLE = Qt.ItemDataRole.UserRole + 1
_WAITS = {
    Lane.TO_ISSUE: "等客服下发",
    Lane.TO_ACCEPT: "等部门主管签收",
    Lane.TO_ANSWER: "等部门写措施与期限",
    Lane.IN_PROGRESS: "等责任人报完成",
    Lane.TO_RECHECK: "等客服复检",
}
_NOTHING = {
    Lane.TO_ISSUE: "没有要下发的",
    Lane.TO_ACCEPT: "都签收了",
    Lane.TO_ANSWER: "措施都填了",
    Lane.IN_PROGRESS: "没有在整改的",
    Lane.TO_RECHECK: "没有等复检的",
}
_GAP = 8
_CARD, _ALARM, _PILLS = 116, 52, 22
_PAD = 12
Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()


class LaneModel(QAbstractListModel):
    """The notices of one lane, the most urgent first."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: tuple[Line, ...] = ()
        self._worst: int | None = None

    def set_lines(self, lines: Sequence[Line], *, worst: int | None) -> None:
        """`worst` is the id of the one notice that is shown in solid red."""
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
                return line.what
            case Qt.ItemDataRole.AccessibleTextRole | Qt.ItemDataRole.ToolTipRole:
                return spoken(line)
            case _ if role == LINE_ROLE:
                return line
            case _ if role == WORST_ROLE:
                return line.notice.id == self._worst
            case _:
                return None


def spoken(line: Line) -> str:
    """A card in words."""
    due = line.late or (line.due.words if line.due else "")
    return "，".join(part for part in (line.notice.number, line.what, line.notice.department, line.who, due) if part)


def pills(line: Line) -> list[Pill]:
    """Urgency, and whether something keeps coming back."""
    due = due_pill(line.due)
    return [*([due] if due else []), *([REPEATED] if line.notice.is_repeated else [])]


class CardDelegate(QStyledItemDelegate):
    """Paints a card: number, how many are done, what, whose, how urgent."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        alarm = 0
        if index.data(WORST_ROLE):  # the red head takes the place of the pill
            alarm = _ALARM - (0 if len(pills(index.data(LINE_ROLE))) > 1 else _PILLS)
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
        _paint_words(painter, QRectF(rect.x(), top, rect.width(), rect.bottom() - top), line, pills(line)[1:] if worst else pills(line))
        painter.restore()


def _paint_alarm(painter: QPainter, rect: QRectF, line: Line) -> None:
    """张伟 超 2 天未签收, white on red."""
    head = QRectF(rect.x(), rect.y(), rect.width(), _ALARM)
    shape = QPainterPath()
    shape.addRoundedRect(rect, theme.RADIUS, theme.RADIUS)
    painter.save()
    painter.setClipPath(shape)
    painter.fillRect(head, theme.colour(theme.BAD))
    painter.restore()
    icons.draw(painter, "triangle-alert", theme.SURFACE, rect.x() + _PAD, rect.y() + (_ALARM - theme.ICON) / 2, theme.ICON)
    left = rect.x() + _PAD + theme.ICON + 10
    room = rect.right() - _PAD - left
    paint_text(painter, QRectF(left, rect.y() + 5, room, 22), line.late, theme.font(bold=True), theme.SURFACE)
    due = f"应 {line.owed.due_on:%m-%d} 前{line.owed.what}" if line.owed else ""
    paint_text(painter, QRectF(left, rect.y() + 27, room, 18), due, theme.font(theme.HINT), theme.SURFACE)


def _paint_words(painter: QPainter, rect: QRectF, line: Line, shown: Sequence[Pill]) -> None:
    left, room = rect.x() + _PAD, rect.width() - 2 * _PAD
    done = line.done_words
    wide = text_width(done, theme.HINT) + 1
    small = theme.font(theme.HINT)
    paint_text(painter, QRectF(left, rect.y() + 8, room - wide - 24, 20), line.notice.number, small, theme.INK_2)
    icons.draw(painter, "list-checks", theme.INK_2, left + room - wide - 18, rect.y() + 11, theme.ICON_PILL)
    paint_text(painter, QRectF(left + room - wide, rect.y() + 8, wide, 20), done, small, theme.INK_2)
    paint_text(painter, QRectF(left, rect.y() + 30, room, 24), line.what, theme.font(bold=True), theme.INK)
    who = line.who if line.who not in (line.notice.department, "客服") else ""
    taken = text_width(who, theme.HINT, bold=True) + 1 if who else 0
    paint_text(painter, QRectF(left, rect.y() + 55, room - taken - 8, 20), line.notice.department, small, theme.INK_2)
    bold = theme.font(theme.HINT, bold=True)
    paint_text(painter, QRectF(left + room - taken, rect.y() + 55, taken, 20), who, bold, theme.INK, right=True)
    x = left
    for pill in shown:
        paint_pill(painter, x, rect.y() + 91, pill, left + room - x)
        x += pill_width(pill) + 6


class LaneView(QListView):
    """↑ ↓ within the lane, ← → to the next one, Enter opens."""

    opened = Signal(object)
    leaving = Signal(int)

    def __init__(self, lane: Lane) -> None:
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
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.leaving.emit(-1 if key == Qt.Key.Key_Left else 1)
        else:
            super().keyPressEvent(event)

    def _open(self, index: Index) -> None:
        line = index.data(LINE_ROLE) if index.isValid() else None
        if line is not None:
            self.opened.emit(line)


class _LaneColumn(QWidget):
    def __init__(self, lane: Lane) -> None:
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
    """Five lanes; those that are closed stand in the list."""

    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("rectification_board")
        self.columns = [_LaneColumn(lane) for lane in LANES]
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.STEP)
        for place, column in enumerate(self.columns):
            row.addWidget(column, 1)
            column.view.opened.connect(self.opened)
            column.view.leaving.connect(partial(self._go, place))
        self.setFocusProxy(self.columns[0].view)

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Put each notice into its lane, the most urgent first; the cursor stays on its card."""
        kept = next((view.currentIndex().data(LINE_ROLE) for view in self._views() if view.hasFocus()), None)
        late = [line for line in lines if line.is_overdue]
        worst = max(late, key=lambda line: (line.due.days if line.due else 0, -line.notice.id)).notice.id if late else None
        for column in self.columns:
            mine = [line for line in lines if line.notice.lane is column.lane]
            column.show_lines(sorted(mine, key=urgency), worst=worst)
        if kept is not None:
            self.select(kept.notice.id)
        elif any(column.view.hasFocus() and not column.model.rowCount() for column in self.columns):
            self.select_first()  # a lane without cards would not hear the arrows

    def select(self, notice_id: int) -> None:
        """Put the cursor on a notice."""
        for column in self.columns:
            for place, line in enumerate(column.model.lines()):
                if line.notice.id == notice_id:
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


def urgency(line: Line) -> tuple[date, str]:
    """What is due first stands first."""
    return (line.owed.due_on if line.owed else line.notice.made_at.date(), line.notice.number)
