"""The month map: days across, slots down, each cell its state by icon and colour; below rounds, cups and the sign-off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from deskapp.checklists.domain import Item, clock
from deskapp.lounge.domain import Day, SlotState
from deskapp.lounge.figures import cups_over, rounds_of
from ui.kit import icons, theme
from ui.kit.buttons import paint_box
from ui.kit.dates import WEEKDAYS
from ui.kit.labels import paint_text

CELL_WIDTH, CELL_HEIGHT = 21, 40
_LABELS = 134
_HEAD = 44
_FOOT_ROW = 28
_ICON = 14
_NOT_OWED = "闭店"

_STEPS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}

# state -> (icon, ink, fill, edge)
LOOKS = {
    SlotState.DONE: ("check", theme.GOOD, theme.GOOD_WASH, theme.GOOD_WASH),
    SlotState.LATE: ("clock", theme.WARN_INK, theme.WARN_FILL, theme.WARN_FILL),
    SlotState.MISSED: ("x", theme.SURFACE, theme.BAD, theme.BAD),
    SlotState.OVERDUE: ("circle-alert", theme.BAD, theme.BAD_WASH, theme.BAD_WASH),
    SlotState.NOT_APPLICABLE: ("minus", theme.INK_2, theme.LANE, theme.LANE),
    SlotState.CURRENT: ("circle-play", theme.PRIMARY, theme.PRIMARY_WASH, theme.PRIMARY),
    SlotState.FUTURE: ("", theme.INK_3, theme.SURFACE, theme.LINE),
}


@dataclass(frozen=True, slots=True)
class MonthShown:
    """What the map shows: the days of a month and the moment they are looked at."""

    days: tuple[Day, ...]
    now: datetime

    @property
    def slots(self) -> tuple[Item, ...]:
        """The rows: every slot the month's days had, by its start; a slot that was moved keeps its place."""
        found: dict[str, Item] = {}
        for day in self.days:
            for slot in day.slots:
                found[slot.code] = slot
        return tuple(sorted(found.values(), key=lambda slot: slot.minutes))

    def counts(self) -> dict[SlotState, int]:
        """How many cells are in each state, for the legend."""
        counts = dict.fromkeys(SlotState, 0)
        for day in self.days:
            if day.owed:
                for slot in day.slots:
                    counts[day.state(slot.code, self.now)] += 1
        return counts


class MonthMap(QWidget):
    """`chosen(day, slot code)`: a click on a cell, or the arrow keys; '' for a cell of the lower rows."""

    chosen = Signal(date, str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("month_map")
        self.setAccessibleName("月历")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._shown: MonthShown | None = None
        self._at: tuple[int, int] | None = None

    def show_month(self, shown: MonthShown) -> None:
        self._shown = shown
        self.updateGeometry()
        self.update()

    def choose(self, day: date, slot: str) -> None:
        """Put the frame on a cell, as a click does."""
        if self._shown is None:
            return
        column = next((at for at, one in enumerate(self._shown.days) if one.day == day), None)
        row = next((at for at, one in enumerate(self._shown.slots) if one.code == slot), None)
        if column is not None and row is not None:
            self._move(column, row)

    def place_of(self, day: date, slot: str) -> QPointF:
        """Where the cell is, for those who drive the page."""
        if self._shown is None:
            raise LookupError("no month is shown")
        column = next(at for at, one in enumerate(self._shown.days) if one.day == day)
        row = next(at for at, one in enumerate(self._shown.slots) if one.code == slot)
        return self._cell(column, row).center()

    def sizeHint(self) -> QSize:
        rows = len(self._shown.slots) if self._shown else 7
        return QSize(_LABELS + 31 * CELL_WIDTH, _HEAD + rows * CELL_HEIGHT + 3 * _FOOT_ROW + 16)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None or self._shown is None or not self._shown.slots:
            super().keyPressEvent(event)
            return
        column, row = self._at or (0, 0)
        last_column, last_row = len(self._shown.days) - 1, len(self._shown.slots) - 1
        self._move(min(last_column, max(0, column + step[0])), min(last_row, max(0, row + step[1])))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = self._at_point(event.position())
        if at is not None:
            self._move(*at)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = self._at_point(event.position())
        QToolTip.showText(event.globalPosition().toPoint(), self._words(*at) if at else "", self)

    def _move(self, column: int, row: int) -> None:
        self._at = (column, row)
        self.update()
        if self._shown is not None:
            self.setAccessibleDescription(self._words(column, row))
            self.chosen.emit(self._shown.days[column].day, self._shown.slots[row].code)

    def _words(self, column: int, row: int) -> str:
        if self._shown is None:
            return ""
        day, slot = self._shown.days[column], self._shown.slots[row]
        where = f"{day.day:%m-%d} 周{WEEKDAYS[day.day.weekday()]} {clock(slot.minutes[0])} {slot.title}"
        return f"{where}：{_state_words(day, slot.code, self._shown.now)}"

    def _cell(self, column: int, row: int) -> QRectF:
        return QRectF(_LABELS + column * CELL_WIDTH, _HEAD + row * CELL_HEIGHT, CELL_WIDTH, CELL_HEIGHT)

    def _at_point(self, point: QPointF) -> tuple[int, int] | None:
        if self._shown is None:
            return None
        column, row = int((point.x() - _LABELS) // CELL_WIDTH), int((point.y() - _HEAD) // CELL_HEIGHT)
        inside = 0 <= column < len(self._shown.days) and 0 <= row < len(self._shown.slots)
        return (column, row) if inside else None

    # Painting -----------------------------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        shown = self._shown
        if shown is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        slots = shown.slots
        paint_text(painter, QRectF(0, 22, _LABELS - 8, 22), "时段", theme.font(theme.HINT), theme.INK_2)
        for row, slot in enumerate(slots):
            y = _HEAD + row * CELL_HEIGHT
            paint_text(painter, QRectF(0, y, 40, CELL_HEIGHT), clock(slot.minutes[0]), theme.font(theme.HINT), theme.INK_2)
            paint_text(painter, QRectF(42, y, _LABELS - 48, CELL_HEIGHT), slot.title, theme.font(), theme.INK)
        for column, day in enumerate(shown.days):
            self._paint_day_head(painter, column, day.day, shown.now.date())
            for row, slot in enumerate(slots):
                self._paint_cell(painter, self._cell(column, row), day, slot.code, shown.now)
        self._paint_foot(painter, shown, _HEAD + len(slots) * CELL_HEIGHT + 10)
        if self._at is not None:
            paint_box(painter, self._cell(*self._at).adjusted(1, 1, -1, -1), None, theme.INK, 2)

    def _paint_day_head(self, painter: QPainter, column: int, day: date, today: date) -> None:
        x = _LABELS + column * CELL_WIDTH
        weekend = day.weekday() >= 5
        paint_text(painter, QRectF(x, 2, CELL_WIDTH, 18), WEEKDAYS[day.weekday()], theme.font(theme.HINT), theme.INK_2, centre=True)
        box = QRectF(x, 21, CELL_WIDTH, 20)
        if day == today:
            paint_box(painter, box, theme.PRIMARY, theme.PRIMARY, radius=theme.RADIUS_CAP)
        ink = theme.ON_PRIMARY if day == today else theme.INK
        paint_text(painter, box, str(day.day), theme.font(theme.HINT, bold=weekend or day == today), ink, centre=True)

    def _paint_cell(self, painter: QPainter, rect: QRectF, day: Day, code: str, now: datetime) -> None:
        inside = rect.adjusted(1, 2, -1, -2)
        if not day.owed or all(slot.code != code for slot in day.slots):
            painter.setPen(Qt.PenStyle.NoPen)
            if not day.owed and day.day <= now.date():
                painter.setBrush(QBrush(QColor(theme.EDGE), Qt.BrushStyle.BDiagPattern))
                painter.drawRect(inside)
            return
        icon, ink, fill, edge = LOOKS[day.state(code, now)]
        paint_box(painter, inside, fill, edge, radius=theme.RADIUS_CAP - 1)
        if icon:
            icons.draw(painter, icon, ink, inside.center().x() - _ICON / 2, inside.center().y() - _ICON / 2, _ICON)

    def _paint_foot(self, painter: QPainter, shown: MonthShown, y: float) -> None:
        painter.setPen(QPen(QColor(theme.LINE), 1))
        painter.drawLine(QPointF(0, y - 4), QPointF(_LABELS + len(shown.days) * CELL_WIDTH, y - 4))
        for row, words in enumerate(("巡检", "茶杯超时", "客服签核")):
            paint_text(painter, QRectF(0, y + row * _FOOT_ROW, _LABELS, _FOOT_ROW), words, theme.font(theme.HINT), theme.INK_2)
        for column, day in enumerate(shown.days):
            if day.owed and day.day <= shown.now.date():
                self._paint_foot_cells(painter, QRectF(_LABELS + column * CELL_WIDTH, y, CELL_WIDTH, _FOOT_ROW), day, shown.now)

    def _paint_foot_cells(self, painter: QPainter, first: QRectF, day: Day, now: datetime) -> None:
        made, owed = rounds_of(day, now)
        short = made < owed
        ink = theme.BAD if short else theme.INK
        paint_text(painter, first, str(made) if owed else "・", theme.font(theme.HINT, bold=short), ink, centre=True)
        over = cups_over(day, now)
        second = first.translated(0, _FOOT_ROW)
        paint_text(painter, second, str(over) if over else "・", theme.font(theme.HINT), theme.INK if over else theme.INK_2, centre=True)
        third = second.translated(0, _FOOT_ROW)
        if day.signed is not None or day.day < now.date():
            icon, colour = ("check", theme.GOOD) if day.signed is not None else ("circle", theme.WARN)
            icons.draw(painter, icon, colour, third.center().x() - _ICON / 2, third.center().y() - _ICON / 2, _ICON)


class Legend(QWidget):
    """Each state as the map draws it, with its count."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(26)
        self._parts: Sequence[tuple[SlotState, int]] = ()

    def show_counts(self, counts: dict[SlotState, int]) -> None:
        order = (SlotState.DONE, SlotState.LATE, SlotState.MISSED, SlotState.OVERDUE, SlotState.NOT_APPLICABLE, SlotState.CURRENT)
        self._parts = [(state, counts[state]) for state in order if counts[state] or state in (SlotState.DONE, SlotState.MISSED)]
        self.setAccessibleName("，".join(f"{state.label} {count}" for state, count in self._parts))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        x = 0.0
        for state, count in self._parts:
            icon, ink, fill, edge = LOOKS[state]
            box = QRectF(x, 4, 18, 18)
            paint_box(painter, box, fill, edge, radius=theme.RADIUS_CAP)
            icons.draw(painter, icon, ink, box.center().x() - 6, box.center().y() - 6, 12)
            words = f"{state.label} {count}"
            paint_text(painter, QRectF(x + 24, 0, 90, 26), words, theme.font(theme.HINT), theme.INK)
            x += 24 + 12 * len(state.label) + 8 * len(str(count)) + 24


def _state_words(day: Day, code: str, now: datetime) -> str:
    if not day.owed:
        return day.closed_reason or _NOT_OWED
    if all(slot.code != code for slot in day.slots):
        return "没有这个时段"
    mark = day.mark(code)
    return day.state(code, now).label + (f" {mark.done_at:%H:%M}" if mark else "")
