"""The current slot, lit: what it asks, how long it runs, and its rounds; between slots what comes next, after the last one tomorrow."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from deskapp.checklists.domain import Item, clock
from deskapp.lounge.domain import Day, DueRound, RoundState, SlotState
from ui.kit import icons, theme
from ui.kit.buttons import paint_box
from ui.kit.labels import paint_text, text_width
from ui.kit.theme import Tone
from ui.lounge.touch import LARGE, MIDDLE, SMALL

HEIGHT = 200
_TILE = 64
_ICON = 24


@dataclass(frozen=True, slots=True)
class Focus:
    """What stands in the card: a line above, the title, a line before the time, the time, and how far it has run (0 to 1)."""

    above: str
    title: str
    before_time: str
    time: str
    run: float
    slot: Item | None = None


def countdown(left: timedelta) -> str:
    """1:18:00, or 4:05 below an hour; never below nought."""
    seconds = max(0, int(left.total_seconds()))
    hours, rest = divmod(seconds, 3600)
    return f"{hours}:{rest // 60:02}:{rest % 60:02}" if hours else f"{rest // 60}:{rest % 60:02}"


def focus(day: Day, tomorrow: Day, now: datetime) -> Focus:
    """What the eye should meet first at an instant."""
    current = day.current(now)
    if current is not None:
        start, end = day.starts(current), day.ends(current)
        run = (now - start) / (end - start)
        above = f"现在 {clock(current.minutes[0])}–{clock(current.minutes[1])}"
        return Focus(above, current.title, "离本时段结束", countdown(end - now), run, current)
    if not day.owed:
        return Focus("今天", day.closed_reason or "不营业，没有时段", "", "", 0)
    coming = next((slot for slot in day.slots if day.starts(slot) > now), None)
    if coming is not None:
        above = f"下一时段 {clock(coming.minutes[0])}–{clock(coming.minutes[1])}"
        return Focus(above, coming.title, "还有", countdown(day.starts(coming) - now), 0)
    if not day.slots:
        return Focus("今天", "没有排时段", "", "", 0)
    first = "　".join(f"{clock(slot.minutes[0])} {slot.title}" for slot in tomorrow.slots[:2]) if tomorrow.owed else "不营业"
    return Focus("今天的时段都结束了", f"明天：{first or '没有排时段'}", "", "", 1)


class NowCard(QWidget):
    """Painted anew each second."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("now_card")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(HEIGHT)
        self._focus: Focus | None = None
        self._rounds: tuple[DueRound, ...] = ()
        self._butts = 3
        self._done: SlotState | None = None

    def show_day(self, day: Day, tomorrow: Day, now: datetime, butts: int) -> None:
        self._focus = focus(day, tomorrow, now)
        slot = self._focus.slot
        self._rounds = day.due_rounds(slot, now) if slot else ()
        self._done = day.state(slot.code, now) if slot else None
        self._butts = butts
        self.setAccessibleName(f"{self._focus.above} {self._focus.title} {self._focus.before_time} {self._focus.time}".strip())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(900, HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._focus is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_box(painter, QRectF(self.rect()), theme.SURFACE, theme.LINE)
        inside = QRectF(24, 12, self.width() - 48, self.height() - 24)
        shown = self._focus
        time_width = text_width(shown.time, LARGE, bold=True) if shown.time else 0
        head = QRectF(inside.x(), inside.y(), inside.width(), 84)
        if shown.time:
            paint_text(painter, head, shown.time, theme.font(LARGE, bold=True), theme.INK, right=True)
            before = QRectF(head.x(), head.y(), head.width() - time_width - 16, head.height())
            paint_text(painter, before, shown.before_time, theme.font(SMALL), theme.INK_2, right=True)
        room = inside.width() - time_width - text_width(shown.before_time, SMALL) - 48
        ink = theme.PRIMARY if shown.slot else theme.INK_2
        paint_text(painter, QRectF(inside.x(), inside.y(), room, 34), shown.above, theme.font(SMALL, bold=bool(shown.slot)), ink)
        paint_text(painter, QRectF(inside.x(), inside.y() + 34, room, 46), shown.title, theme.font(MIDDLE, bold=True), theme.INK)
        self._paint_bar(painter, QRectF(inside.x(), inside.y() + 90, inside.width(), 8), shown.run)
        below = QRectF(inside.x(), inside.bottom() - _TILE, inside.width(), _TILE)
        if self._rounds:
            self._paint_rounds(painter, below)
        else:
            self._paint_state(painter, below)

    def _paint_bar(self, painter: QPainter, rect: QRectF, run: float) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.LINE))
        painter.drawRoundedRect(rect, 4, 4)
        if run > 0:
            painter.setBrush(QColor(theme.PRIMARY))
            painter.drawRoundedRect(QRectF(rect.x(), rect.y(), rect.width() * min(1.0, run), rect.height()), 4, 4)

    def _paint_state(self, painter: QPainter, rect: QRectF) -> None:
        if self._done is None or self._focus is None or self._focus.slot is None:
            return
        slot = self._focus.slot
        if self._done.is_marked:
            words, tone, icon = f"本时段已登记：{self._done.label}", Tone.GOOD, "circle-check"
        else:
            words, tone, icon = f"完成标准：{slot.criterion}" if slot.criterion else "做完请点“完成时段”", Tone.NEUTRAL, "info"
        icons.draw(painter, icon, tone.ink, round(rect.x()), round(rect.center().y() - _ICON / 2), _ICON)
        paint_text(painter, rect.adjusted(_ICON + 12, 0, 0, 0), words, theme.font(SMALL), tone.ink)

    def _paint_rounds(self, painter: QPainter, rect: QRectF) -> None:
        label = text_width("巡检", SMALL) + 12
        paint_text(painter, QRectF(rect.x(), rect.y(), label, rect.height()), "巡检", theme.font(SMALL), theme.INK_2)
        width = (rect.width() - label + 12) / len(self._rounds) - 12
        for place, due in enumerate(self._rounds):
            tile = QRectF(rect.x() + label + place * (width + 12), rect.y(), width, rect.height())
            self._paint_round(painter, tile, due)

    def _paint_round(self, painter: QPainter, rect: QRectF, due: DueRound) -> None:
        fill, edge, ink, icon, words = self._look(due)
        paint_box(painter, rect, fill, edge, 2 if due.state is RoundState.DUE else 1)
        time = f"{due.due_at:%H:%M}"
        wide = rect.width() >= 40 + text_width(time, SMALL, bold=True) + text_width(words, SMALL, bold=True) + _ICON
        x = rect.x() + 14
        icons.draw(painter, icon, ink, round(x), round(rect.center().y() - _ICON / 2), _ICON)
        x += _ICON + 8
        paint_text(painter, QRectF(x, rect.y(), rect.right() - x, rect.height()), time, theme.font(SMALL, bold=True), theme.INK)
        if wide:
            x += text_width(time, SMALL, bold=True) + 10
            paint_text(painter, QRectF(x, rect.y(), rect.right() - x, rect.height()), words, theme.font(SMALL, bold=True), ink)

    def _look(self, due: DueRound) -> tuple[str, str, str, str, str]:
        if due.state is RoundState.DONE and due.round is not None:
            if due.round.is_fine(self._butts):
                return theme.GOOD_WASH, theme.GOOD_WASH, theme.GOOD, "circle-check", "合格"
            return theme.WARN_WASH, theme.WARN_WASH, theme.WARN, "circle-alert", "有不合格"
        if due.state is RoundState.DUE:
            return theme.PRIMARY_WASH, theme.PRIMARY, theme.PRIMARY, "bell-ring", "现在做"
        if due.state is RoundState.MISSED:
            return theme.BAD_WASH, theme.BAD_WASH, theme.BAD, "circle-x", "漏巡"
        return theme.SURFACE, theme.LINE, theme.INK_2, "circle", "未到"
