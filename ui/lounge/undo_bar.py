"""The last line of the board: the store's standards, some each minute; for a minute after a tick what was booked, with 撤销."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.kit import icons, theme
from ui.kit.buttons import paint_box
from ui.kit.labels import paint_text, text_width
from ui.lounge.touch import SMALL, TouchButton

if TYPE_CHECKING:
    from deskapp.lounge.domain import SlotMark
    from ui.lounge.loading import Shown

_ICON = 24
_GAP = 10
_BETWEEN = "　"


class FootLine(QWidget):
    """`undo_wanted(slot)`."""

    undo_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(theme.TOUCH)
        self.setObjectName("foot_line")
        self._words = ""
        self._slot = ""
        self.undo = TouchButton("撤销", icon="undo-2", name="undo")
        self.undo.hide()
        self.undo.clicked.connect(lambda: self.undo_wanted.emit(self._slot))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        row.addWidget(self.undo)

    def show_day(self, shown: Shown, now: datetime, acting: int | None) -> None:
        mark = _undoable(shown, now, acting)
        self.undo.setVisible(mark is not None)
        if mark is None:
            self._slot = ""
            pages = pages_of(shown.day.standards, self.width() - _ICON - _GAP)
            self._words = pages[(now.hour * 60 + now.minute) % len(pages)] if pages else ""
        else:
            day = shown.day
            left = shown.undo_seconds - int((now - mark.at).total_seconds())
            self._slot = mark.slot
            self._words = f"已记 {day.starts(day.slot(mark.slot)):%H:%M} 时段 {day.state(mark.slot, now).label}"
            self.undo.set_words(f"撤销 {left}")
        self.setAccessibleName(self._words)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        booked = bool(self._slot)
        if booked:
            paint_box(painter, QRectF(self.rect()), theme.GOOD_WASH, theme.GOOD_WASH)
        ink = theme.GOOD if booked else theme.INK_2
        inset = 16 if booked else 0
        icons.draw(painter, "circle-check" if booked else "info", ink, inset, (self.height() - _ICON) // 2, _ICON)
        room = QRectF(inset + _ICON + _GAP, 0, self.width() - inset - _ICON - _GAP - (200 if booked else 0), self.height())
        paint_text(painter, room, self._words, theme.font(SMALL, bold=booked), ink)


def pages_of(standards: Sequence[str], room: int) -> list[str]:
    """The standards in lines that fit `room` pixels, as many whole ones in each as there is room for."""
    pages: list[str] = []
    for standard in standards:
        longer = f"{pages[-1]}{_BETWEEN}{standard}" if pages else standard
        if pages and text_width(longer, SMALL) <= room:
            pages[-1] = longer
        else:
            pages.append(standard)
    return pages


def _undoable(shown: Shown, now: datetime, acting: int | None) -> SlotMark | None:
    """The last tick of the one who taps, while it may still be taken back."""
    day = shown.day
    own = [mark for mark in day.marks if mark.by == acting and not (mark.undone or mark.is_correction)]
    last = own[-1] if own else None
    if last is None or day.mark(last.slot) is not last or day.signed is not None:
        return None
    return last if now <= last.at + timedelta(seconds=shown.undo_seconds) and now.date() == day.day else None
