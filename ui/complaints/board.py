"""看板: a lane for each state, a card for each slip; the worst one says by name who owes what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPainterPath
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from deskapp.complaints.lists import Severity
from deskapp.complaints.states import State
from deskapp.typed import format_plate
from ui.complaints.states import DIVISION, PAUSED, REPEATED, SEVERITIES, due_pill, owed_words
from ui.kit import icons, theme
from ui.kit.buttons import paint_box
from ui.kit.labels import paint_text, text_width
from ui.kit.lanes import CARD_GAP, LINE_ROLE, WORST_ROLE, Cards, Index, Lanes
from ui.kit.pills import Pill, paint_pill, pill_width

if TYPE_CHECKING:
    from ui.complaints.loading import Line

LANES = (State.DRAFT, State.TO_ROUTE, State.TO_ACCEPT, State.IN_PROGRESS, State.TO_CALL_BACK, State.TO_ARCHIVE)
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
_CARD, _ALARM = 138, 52
_PAD = 12


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
        return QSize(option.rect.width(), _CARD + alarm + CARD_GAP)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line: Line = index.data(LINE_ROLE)
        worst: bool = index.data(WORST_ROLE)
        rect = QRectF(option.rect).adjusted(0, 0, 0, -CARD_GAP)
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


_CARDS = Cards(
    key=lambda line: line.slip.id,
    title=lambda line: line.slip.category.label,
    spoken=spoken,
    is_late=lambda line: line.is_overdue,
    delegate=CardDelegate,
)


class Board(Lanes):
    """A lane for each state on the way; drafts have theirs only while there are any, what is closed stands in the list."""

    def __init__(self) -> None:
        super().__init__("complaints_board", [(lane, _WAITS[lane], _NOTHING[lane]) for lane in LANES], _CARDS)
        self.columns[0].hide()
        self.setFocusProxy(self.columns[1].view)

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Put each slip into its lane, the division's and the severe ones first; the cursor stays on its card."""
        late = [line for line in lines if line.is_overdue and line.urgency]
        worst = min(late, key=lambda line: (line.urgency.clock.due if line.urgency else 0, line.slip.id)).slip.id if late else None
        self.columns[0].setVisible(any(line.slip.state is State.DRAFT for line in lines))
        self.fill(lambda lane: sorted((line for line in lines if line.slip.state is lane), key=lambda line: line.order), worst=worst)
        self.setFocusProxy(next((one.view for one in self.columns[1:] if one.model.rowCount()), self.columns[1].view))
