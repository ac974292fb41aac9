"""A chart of the paper kit on screen: hover tells a value, a click or Enter chooses it, the arrow keys go from value to value."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from ui.kit import theme, work
from ui.kit.printing import MM_PER_INCH, page_image

if TYPE_CHECKING:
    from deskapp.papers.charts import Chart, Part

    Make = Callable[[float, float], Chart]

_PX_PER_MM = 4.25  # at which the type of the drawing is as large as a hint
_STEADY_MS = 60
_LEAST = QSize(420, 180)
_NEAR = 6.0
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class ChartView(QWidget):
    """`chosen(place)` names the part by its place in the chart, `drawn()` comes once it is painted."""

    chosen = Signal(int)
    drawn = Signal()

    def __init__(self, *, name: str, says: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(says)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(_LEAST)
        self._make: Make | None = None
        self._words: Sequence[str] = ()
        self._chart: Chart | None = None
        self._image: QImage | None = None
        self._at = -1
        self._steady = QTimer(self)
        self._steady.setSingleShot(True)
        self._steady.setInterval(_STEADY_MS)
        self._steady.timeout.connect(self._draw)

    def show_chart(self, make: Make, words: Sequence[str]) -> None:
        """Draw what `make(width, height in mm)` gives, off the window's thread; `words` say each part in full, in its order."""
        self._make, self._words = make, words
        if self._at >= len(words):
            self._at = -1
        self._draw()

    def parts(self) -> tuple[Part, ...]:
        return self._chart.parts if self._chart else ()

    def place_of(self, place: int) -> QRectF:
        """Where a part stands in the widget."""
        box = self.parts()[place].box
        return QRectF(box.x * _PX_PER_MM, box.y * _PX_PER_MM, box.w * _PX_PER_MM, box.h * _PX_PER_MM)

    def sizeHint(self) -> QSize:
        return QSize(640, 240)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._steady.start()

    def showEvent(self, event: QShowEvent) -> None:
        """A hidden page has not its size yet: what was drawn for another one is not shown first."""
        super().showEvent(event)
        self._chart, self._image = None, None
        self._draw()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        if not self.hasFocus():
            self._point(-1)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = self._part_at(event.position())
        self._point(place)
        QToolTip.showText(event.globalPosition().toPoint(), self._words[place] if place >= 0 else "", self)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = self._part_at(event.position())
        if place >= 0 and event.button() is Qt.MouseButton.LeftButton:
            self._point(place)
            self.chosen.emit(place)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self._at < 0 and self.parts():
            self._point(len(self.parts()) - 1)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None and self.parts():
            self._point(min(max(self._at + step, 0), len(self.parts()) - 1))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._at >= 0:
            self.chosen.emit(self._at)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour(theme.SURFACE))
        if self._image is None:
            return
        painter.drawImage(QPointF(0, 0), self._image)
        if 0 <= self._at < len(self.parts()):
            painter.setPen(QPen(theme.colour(theme.PRIMARY), 2 if self.hasFocus() else 1))
            painter.drawRect(self.place_of(self._at).adjusted(-1, -1, 1, 1))

    # Inside -----------------------------------------------------------------------------------------------------------

    def _draw(self) -> None:
        self._steady.stop()
        if self._make is None or not self.isVisible() or self.width() < _LEAST.width() or self.height() < _LEAST.height():
            return
        size = (self.width() / _PX_PER_MM, self.height() / _PX_PER_MM)
        drawing = partial(_drawing, self._make, *size, _PX_PER_MM * MM_PER_INCH * self.devicePixelRatioF())
        work.latest(self, drawing, self._take, lane=work.Lane.PAPER)

    def _take(self, drawn: tuple[Chart, QImage]) -> None:
        self._chart, self._image = drawn
        self._image.setDevicePixelRatio(self.devicePixelRatioF())
        self.update()
        self.drawn.emit()

    def _part_at(self, where: QPointF) -> int:
        """The part under the mouse; low bars and rings are met a little beside them, too."""
        hits = (at for at in range(len(self.parts())) if self.place_of(at).adjusted(-_NEAR, -_NEAR, _NEAR, _NEAR).contains(where))
        return next(hits, -1)

    def _point(self, place: int) -> None:
        if place != self._at:
            self._at = place
            self.setAccessibleDescription(self._words[place] if 0 <= place < len(self._words) else "")
            self.update()


def _drawing(make: Make, width: float, height: float, dpi: float) -> tuple[Chart, QImage]:
    """The drawing in millimetres and its picture."""
    from deskapp.papers.charts import chart_pdf

    chart = make(width, height)
    return chart, page_image(chart_pdf(chart), 0, dpi)
