"""A whole year on one screen: twelve months, each special day as colour and shape, never colour alone."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from deskapp.store.domain import DayMark
from ui.kit import theme
from ui.kit.buttons import paint_box
from ui.kit.labels import paint_text, text_width

if TYPE_CHECKING:
    from deskapp.store.domain import YearDay, YearView

_COLUMNS, _ROWS = 4, 3
_MONTH_GAP = 18
_HEAD = 24
_WEEK_HEAD = 18
_WEEKS = 6
_LEAST_CELL = 20
_SAMPLE = 22
_WEEKDAYS = "一二三四五六日"
_LETTERS = {DayMark.OFF: "休", DayMark.MAKEUP: "班", DayMark.CLOSED: "闭"}
_INKS = {DayMark.OFF: theme.GOOD, DayMark.MAKEUP: theme.WARN, DayMark.CLOSED: theme.BAD, DayMark.WEEKEND: theme.INK_2}


def paint_mark(painter: QPainter, box: QRectF, mark: DayMark, words: str) -> None:
    """A special day by its shape as well as its colour: filled = off, framed = make-up day, filled and struck out = shut."""
    painter.setPen(Qt.PenStyle.NoPen)
    if mark is DayMark.MAKEUP:
        paint_box(painter, box, theme.WARN_WASH, theme.WARN, 1, theme.RADIUS_CAP)
    elif mark in _LETTERS:
        painter.setBrush(QColor(theme.GOOD_WASH if mark is DayMark.OFF else theme.BAD_WASH))
        painter.drawRoundedRect(box, theme.RADIUS_CAP, theme.RADIUS_CAP)
    paint_plain(painter, box, words, _INKS.get(mark, theme.INK), bold=mark in _LETTERS)
    if mark is DayMark.CLOSED:
        painter.setPen(QPen(QColor(theme.BAD), 1))
        painter.drawLine(box.bottomLeft() + QPointF(3, -3), box.topRight() + QPointF(-3, 3))


def paint_plain(painter: QPainter, box: QRectF, words: str, ink: str, *, bold: bool) -> None:
    """A number in the middle of its cell; it always fits, so nothing is measured: a year has 365 of them."""
    painter.setFont(theme.font(theme.HINT, bold=bold))
    painter.setPen(QColor(ink))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)


class YearGrid(QWidget):
    """`chosen(date)` as the arrows or a click move; the chosen day has a frame, today is bold on the primary wash."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("yearGrid")
        self.setAccessibleName("全年日历")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._view: YearView | None = None
        self._days: dict[date, YearDay] = {}
        self._today = date.min
        self._chosen: date | None = None

    def show_year(self, view: YearView, today: date) -> None:
        """Paint a year; the chosen day moves to the same day of it."""
        self._view, self._today = view, today
        self._days = {day.day: day for day in view.days}
        if self._chosen is None:
            self.choose(today if today.year == view.year else date(view.year, 1, 1))
        elif self._chosen.year != view.year:
            self.choose(self._chosen.replace(year=view.year, day=min(self._chosen.day, monthrange(view.year, self._chosen.month)[1])))
        self.update()

    def choose(self, day: date) -> None:
        """Put the frame on a day."""
        self._chosen = day
        self.setAccessibleDescription(f"{day:%Y-%m-%d}")
        self.update()
        self.chosen.emit(day)

    def day(self) -> YearDay | None:
        """What is known of the chosen day, None before a year is shown."""
        return None if self._chosen is None else self._days.get(self._chosen)

    def cell(self, day: date) -> QRectF:
        """Where a day is painted."""
        box = self._month(day.month)
        width, height = box.width() / 7, (box.height() - _HEAD - _WEEK_HEAD) / _WEEKS
        place = day.day - 1 + date(day.year, day.month, 1).weekday()
        return QRectF(box.x() + place % 7 * width, box.y() + _HEAD + _WEEK_HEAD + place // 7 * height, width, height)

    def sizeHint(self) -> QSize:
        return QSize(720, 500)

    def minimumSizeHint(self) -> QSize:
        month = QSize(7 * _LEAST_CELL, _HEAD + _WEEK_HEAD + _WEEKS * theme.HINT)
        return QSize(_COLUMNS * (month.width() + _MONTH_GAP), _ROWS * (month.height() + _MONTH_GAP))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7}
        step = steps.get(Qt.Key(event.key()))
        if step is None or self._chosen is None:
            super().keyPressEvent(event)
            return
        day = self._chosen + timedelta(days=step)
        if day in self._days:
            self.choose(day)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        hit = next((day for day in self._days if self.cell(day).contains(event.position())), None)
        if hit is not None:
            self.choose(hit)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._view is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for month in range(1, 13):
            self._paint_head(painter, month)
        for day in self._view.days:
            self._paint_day(painter, day)

    def _month(self, month: int) -> QRectF:
        place = month - 1
        width = (self.width() - (_COLUMNS + 1) * _MONTH_GAP) / _COLUMNS
        height = (self.height() - (_ROWS + 1) * theme.GAP) / _ROWS
        left = _MONTH_GAP + place % _COLUMNS * (width + _MONTH_GAP)
        return QRectF(left, theme.GAP + place // _COLUMNS * (height + theme.GAP), width, height)

    def _paint_head(self, painter: QPainter, month: int) -> None:
        box = self._month(month)
        paint_text(painter, QRectF(box.x(), box.y(), box.width(), _HEAD), f"{month} 月", theme.font(bold=True), theme.INK)
        for place, name in enumerate(_WEEKDAYS):
            head = QRectF(box.x() + place * box.width() / 7, box.y() + _HEAD, box.width() / 7, _WEEK_HEAD)
            paint_plain(painter, head, name, theme.INK_2, bold=False)

    def _paint_day(self, painter: QPainter, day: YearDay) -> None:
        inside = self.cell(day.day).adjusted(1, 0.5, -1, -0.5)
        if day.day == self._today and day.mark not in _LETTERS:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.PRIMARY_WASH))
            painter.drawRoundedRect(inside, theme.RADIUS_CAP, theme.RADIUS_CAP)
            paint_plain(painter, inside, str(day.day.day), theme.PRIMARY, bold=True)
        else:
            paint_mark(painter, inside, day.mark, str(day.day.day))
        if day.day == self._chosen:
            paint_box(painter, inside, None, theme.PRIMARY, 2 if self.hasFocus() else 1.5, theme.RADIUS_CAP)


class Legend(QWidget):
    """What the shapes mean."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("legend")
        self.setFixedHeight(theme.PILL)
        self.setAccessibleName("，".join(mark.label for mark in _LETTERS))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(sum(_legend_width(mark) for mark in _LETTERS), theme.PILL)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left = 0.0
        for mark, letter in _LETTERS.items():
            paint_mark(painter, QRectF(left, 2, _SAMPLE, theme.PILL - 4), mark, letter)
            words = QRectF(left + _SAMPLE + 6, 0, text_width(mark.label, theme.HINT) + 1, theme.PILL)
            paint_text(painter, words, mark.label, theme.font(theme.HINT), theme.INK_2)
            left += _legend_width(mark)


def _legend_width(mark: DayMark) -> int:
    return _SAMPLE + 6 + text_width(mark.label, theme.HINT) + theme.GAP_WIDE
