"""看板: a lane for each step, a card for each notice; the worst one says by name who owes what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPainterPath
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from deskapp.rectification.domain import Lane
from ui.kit import icons, theme
from ui.kit.buttons import paint_box
from ui.kit.labels import paint_text, text_width
from ui.kit.lanes import CARD_GAP, LINE_ROLE, WORST_ROLE, Cards, Index, Lanes
from ui.kit.pills import Pill, paint_pill, pill_width
from ui.rectification.states import REPEATED, due_pill

if TYPE_CHECKING:
    from datetime import date

    from ui.rectification.loading import Line

LANES = (Lane.TO_ISSUE, Lane.TO_ACCEPT, Lane.TO_ANSWER, Lane.IN_PROGRESS, Lane.TO_RECHECK)
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
_CARD, _ALARM, _PILLS = 116, 52, 22
_PAD = 12


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


_CARDS = Cards(
    key=lambda line: line.notice.id,
    title=lambda line: line.what,
    spoken=spoken,
    is_late=lambda line: line.is_overdue,
    delegate=CardDelegate,
)


class Board(Lanes):
    """Five lanes; those that are closed stand in the list."""

    def __init__(self) -> None:
        super().__init__("rectification_board", [(lane, _WAITS[lane], _NOTHING[lane]) for lane in LANES], _CARDS)

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Put each notice into its lane, the most urgent first; the cursor stays on its card."""
        late = [line for line in lines if line.is_overdue]
        worst = max(late, key=lambda line: (line.due.days if line.due else 0, -line.notice.id)).notice.id if late else None
        self.fill(lambda lane: sorted((line for line in lines if line.notice.lane is lane), key=urgency), worst=worst)


def urgency(line: Line) -> tuple[date, str]:
    """What is due first stands first."""
    return (line.owed.due_on if line.owed else line.notice.made_at.date(), line.notice.number)
