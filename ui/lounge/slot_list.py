"""The day's slots at the left of the board: what is on now, what is done, what is late; a touch on one opens it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from deskapp.checklists.domain import Item, clock
from deskapp.lounge.domain import Day, SlotState
from ui.kit import icons, theme
from ui.kit.buttons import paint_box
from ui.kit.labels import paint_text, text_width
from ui.kit.theme import Tone
from ui.lounge.touch import SMALL

ROW = 74
GAP_ROW = 44
_SPACE = 8
_ICON = 24
_MINUTE = 60


@dataclass(frozen=True, slots=True)
class Look:
    """How a state looks: word, icon, tone."""

    word: str
    icon: str
    tone: Tone


LOOKS = {
    SlotState.FUTURE: Look("未到", "circle", Tone.NEUTRAL),
    SlotState.CURRENT: Look("进行中", "circle-play", Tone.INFO),
    SlotState.OVERDUE: Look("逾期", "circle-alert", Tone.BAD),
    SlotState.MISSED: Look("未做", "circle-x", Tone.BAD),
    SlotState.DONE: Look("按时", "circle-check", Tone.GOOD),
    SlotState.LATE: Look("迟做", "circle-alert", Tone.WARN),
    SlotState.NOT_APPLICABLE: Look("不适用", "circle-slash", Tone.NEUTRAL),
}


def spoken(day: Day, slot: Item, now: datetime) -> str:
    """The state in words, late with its minutes: 迟 12 分."""
    state = day.state(slot.code, now)
    mark = day.mark(slot.code)
    if state is SlotState.LATE and mark is not None:
        return f"迟 {max(1, int((mark.done_at - day.ends(slot)).total_seconds()) // _MINUTE)} 分"
    if state is SlotState.OVERDUE:
        minutes = max(1, int((now - day.ends(slot)).total_seconds()) // _MINUTE)
        return f"逾期 {minutes} 分" if minutes < 2 * _MINUTE else f"逾期 {minutes // _MINUTE} 小时"
    return LOOKS[state].word


class SlotList(QWidget):
    """`chosen(code)`; painted anew each second from the day it was given."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("slot_list")
        self.setAccessibleName("今日时段")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setFixedWidth(352)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._day: Day | None = None
        self._now = datetime.min
        self._places: list[tuple[QRectF, Item]] = []

    def show_day(self, day: Day, now: datetime) -> None:
        self._day, self._now = day, now
        self._places = [(rect, slot) for rect, slot, _ in self._rows() if slot is not None]
        words = "，".join(f"{clock(slot.minutes[0])} {slot.title} {spoken(day, slot, now)}" for slot in day.slots)
        self.setAccessibleDescription(words)
        self.update()

    def place_of(self, code: str) -> QPointF:
        """Where to touch a slot, for those who drive the board."""
        return next(rect.center() for rect, slot in self._places if slot.code == code)

    def sizeHint(self) -> QSize:
        return QSize(352, 620)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        touched = next((slot for rect, slot in self._places if rect.contains(event.position())), None)
        if touched is not None:
            self.chosen.emit(touched.code)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._day is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for rect, slot, words in self._rows():
            if slot is None:
                self._paint_gap(painter, rect, words)
            else:
                self._paint_slot(painter, rect, slot)

    def _rows(self) -> Iterator[tuple[QRectF, Item | None, str]]:
        """Slots and the gaps between them from top to bottom; a long day is drawn narrower to fit."""
        if self._day is None:
            return
        parts: list[tuple[Item | None, str]] = []
        end: int | None = None
        for slot in self._day.slots:
            start = slot.minutes[0]
            if end is not None and start > end:
                parts.append((None, f"{clock(end)}–{clock(start)}"))
            parts.append((slot, ""))
            end = slot.minutes[1]
        wanted = sum(ROW if slot else GAP_ROW for slot, _ in parts) + _SPACE * max(0, len(parts) - 1)
        shrink = min(1.0, self.height() / wanted) if wanted else 1.0
        y = 0.0
        for slot, words in parts:
            height = (ROW if slot else GAP_ROW) * shrink
            yield QRectF(0, y, self.width(), height), slot, words
            y += height + _SPACE * shrink

    def _paint_gap(self, painter: QPainter, rect: QRectF, words: str) -> None:
        painter.setPen(QPen(QColor(theme.EDGE), 1, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), theme.RADIUS, theme.RADIUS)
        inside = rect.adjusted(16, 0, -16, 0)
        paint_text(painter, inside, words, theme.font(SMALL), theme.INK_2)
        paint_text(painter, inside, "未排班", theme.font(SMALL), theme.INK_2, right=True)

    def _paint_slot(self, painter: QPainter, rect: QRectF, slot: Item) -> None:
        day = self._day
        if day is None:
            return
        state = day.state(slot.code, self._now)
        is_now = state is SlotState.CURRENT
        look = LOOKS[state]
        edge = theme.PRIMARY if is_now else theme.BAD if state is SlotState.OVERDUE else theme.LINE
        fill = theme.PRIMARY_WASH if is_now else theme.BAD_PANEL if state is SlotState.OVERDUE else theme.SURFACE
        paint_box(painter, rect, fill, edge, 2 if edge is not theme.LINE else 1)
        start, end = slot.minutes
        half = rect.height() / 2
        upper = QRectF(rect.x() + 16, rect.y() + 4, rect.width() - 32, half)
        ink = theme.PRIMARY if is_now else theme.INK
        paint_text(painter, upper, f"{clock(start)}–{clock(end)}", theme.font(SMALL, bold=is_now), ink)
        words = spoken(day, slot, self._now)
        tone = look.tone.ink
        paint_text(painter, upper, words, theme.font(SMALL, bold=state is not SlotState.FUTURE), tone, right=True)
        x = upper.right() - text_width(words, SMALL, bold=state is not SlotState.FUTURE) - _ICON - 8
        icons.draw(painter, look.icon, tone, round(x), round(upper.center().y() - _ICON / 2), _ICON)
        lower = QRectF(rect.x() + 16, rect.y() + half - 2, rect.width() - 32, half)
        paint_text(painter, lower, slot.title, theme.font(SMALL), theme.INK if is_now else theme.INK_2)
