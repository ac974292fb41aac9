"""Cups that wait: the longest first, counting up; past the limit the whole tile is red."""

from datetime import datetime

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from deskapp.lounge.domain import Cup, Day
from ui.kit import icons, theme
from ui.kit.buttons import paint_box
from ui.kit.labels import paint_text, text_width
from ui.lounge.now_card import countdown
from ui.lounge.touch import LARGE, SMALL, TouchButton

HEIGHT = 190
SHOWN = 4
_ICON = 24


def waiting(day: Day, now: datetime) -> list[Cup]:
    """The cups that wait, the longest first."""
    open_cups = [cup for cup in day.cups if cup.cleared_at is None]
    return sorted(open_cups, key=lambda cup: (-cup.seconds(now), cup.id))


class CupTile(QWidget):
    """One table with its button 已清理."""

    cleared = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._cup: Cup | None = None
        self._now = datetime.min
        self._limit = 180
        self.button = TouchButton("已清理", icon="check")
        self.button.clicked.connect(lambda: self._cup and self.cleared.emit(self._cup.id))
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 0, 16, 16)
        column.addStretch(1)
        column.addWidget(self.button)

    def show_cup(self, cup: Cup, now: datetime, limit: int) -> None:
        self._cup, self._now, self._limit = cup, now, limit
        self.setObjectName(f"cup_{cup.place}")
        self.button.setObjectName(f"clear_{cup.place}")
        self.button.setAccessibleName(f"{cup.place} 号桌已清理")
        self.setAccessibleName(f"{cup.place} 号桌 {self._words()}")
        self.update()

    def _words(self) -> str:
        return f"超 {self._limit // 60} 分钟" if self._is_over() else "计时中"

    def _is_over(self) -> bool:
        return self._cup is not None and self._cup.is_over(self._now, self._limit)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._cup is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        over = self._is_over()
        fill, edge = (theme.BAD, theme.BAD) if over else (theme.SURFACE, theme.LINE)
        ink, soft = (theme.SURFACE, theme.SURFACE) if over else (theme.INK, theme.INK_2)
        paint_box(painter, QRectF(self.rect()), fill, edge)
        head = QRectF(16, 8, self.width() - 32, 40)
        paint_text(painter, head, f"{self._cup.place} 号桌", theme.font(SMALL, bold=True), ink)
        words = self._words()
        if self.width() > 240:
            paint_text(painter, head, words, theme.font(SMALL, bold=over), soft, right=True)
            x = head.right() - text_width(words, SMALL, bold=over) - _ICON - 8
            icons.draw(painter, "triangle-alert" if over else "timer", soft, round(x), round(head.center().y() - _ICON / 2), _ICON)
        time = countdown(self._now - self._cup.left_at)
        paint_text(painter, QRectF(16, 48, self.width() - 32, 62), time, theme.font(LARGE, bold=True), ink)


class CupRow(QWidget):
    """Up to four tiles; what waits beyond them is counted in the head line."""

    cleared = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("cup_row")
        self.setFixedHeight(HEIGHT)
        self._tiles = [CupTile() for _ in range(SHOWN)]
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.GAP_WIDE)
        for tile in self._tiles:
            tile.cleared.connect(self.cleared)
            tile.hide()
            row.addWidget(tile, 1)

    def show_day(self, day: Day, now: datetime) -> None:
        cups = waiting(day, now)[:SHOWN]
        for place, tile in enumerate(self._tiles):
            tile.setVisible(place < len(cups))
            if place < len(cups):
                tile.show_cup(cups[place], now, day.cup_limit)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if any(tile.isVisibleTo(self) for tile in self._tiles):
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_box(painter, QRectF(self.rect()), theme.HEAD, theme.LINE)
        words = "没有等待清理的茶杯；客人离座时点“客人离座”开始计时"
        paint_text(painter, QRectF(self.rect()), words, theme.font(SMALL), theme.INK_2, centre=True)
