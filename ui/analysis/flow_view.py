"""The drawing of the paper on screen: hover shows a value, click opens its rows, the arrow keys go from value to value."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.kit import theme, work
from ui.kit.printing import MM_PER_INCH, page_image

if TYPE_CHECKING:
    from deskapp.analysis.domain import FlowMonth
    from deskapp.analysis.flow_chart import FlowChart, Spot

_PX_PER_MM = 4.25  # at which the type of the drawing is as large as a hint
_STEADY_MS = 60


class FlowView(QWidget):
    """`pointed(words)` as mouse or keys reach a value ('' = none), `chosen(Spot)` on click and Enter, `drawn()` once it is painted."""

    pointed = Signal(str)
    chosen = Signal(object)
    drawn = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("points_flow")
        self.setAccessibleName("近 12 个月积分走势")
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._months: Sequence[FlowMonth] = ()
        self._flow: FlowChart | None = None
        self._image: QImage | None = None
        self._at: Spot | None = None
        self._steady = QTimer(self)
        self._steady.setSingleShot(True)
        self._steady.setInterval(_STEADY_MS)
        self._steady.timeout.connect(self._draw)

    def show_months(self, months: Sequence[FlowMonth]) -> None:
        """Draw these months; the value the cursor stood on stays marked."""
        self._months = months
        self._draw()

    def spots(self) -> tuple[Spot, ...]:
        """Every value with its place on the drawing."""
        return self._flow.spots if self._flow else ()

    def place_of(self, spot: Spot) -> QRectF:
        """Where a value stands in the widget."""
        box = spot.box
        return QRectF(box.x * _PX_PER_MM, box.y * _PX_PER_MM, box.w * _PX_PER_MM, box.h * _PX_PER_MM)

    def sizeHint(self) -> QSize:
        return QSize(900, 300)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._steady.start()

    def showEvent(self, event: QShowEvent) -> None:
        """A hidden page has not its size yet: what was drawn for another one is not shown first."""
        super().showEvent(event)
        self._flow, self._image = None, None
        self._draw()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        if not self.hasFocus():
            self._point(None)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point(self._spot_at(event.position()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        spot = self._spot_at(event.position())
        if spot is not None and event.button() is Qt.MouseButton.LeftButton:
            self._point(spot)
            self.chosen.emit(spot)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self._at is None:
            self._step(0, 0)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0)}
        key = Qt.Key(event.key())
        if key in steps:
            self._step(*steps[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._at is not None:
            self.chosen.emit(self._at)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour(theme.SURFACE))
        if self._image is None:
            return
        painter.drawImage(QPointF(0, 0), self._image)
        if self._at is not None:
            painter.setPen(QPen(theme.colour(theme.PRIMARY), 2 if self.hasFocus() else 1))
            painter.drawRect(self.place_of(self._at).adjusted(0, 0, -1, -1))

    # Inside -----------------------------------------------------------------------------------------------------------

    def _draw(self) -> None:
        self._steady.stop()
        if not self._months or not self.isVisible() or self.width() < 2 or self.height() < 2:
            return
        size = (self.width() / _PX_PER_MM, self.height() / _PX_PER_MM)
        drawing = partial(_drawing, self._months, *size, _PX_PER_MM * MM_PER_INCH * self.devicePixelRatioF())
        work.latest(self, drawing, self._take, lane=work.Lane.PAPER)

    def _take(self, drawn: tuple[FlowChart, QImage]) -> None:
        before = self._at
        self._flow, self._image = drawn
        self._image.setDevicePixelRatio(self.devicePixelRatioF())
        again = None if before is None else self._twin(before)
        self._at = again
        self.update()
        self.drawn.emit()

    def _twin(self, before: Spot) -> Spot | None:
        """The same value on the new drawing."""
        return next((s for s in reversed(self.spots()) if (s.month.first, s.figure) == (before.month.first, before.figure)), None)

    def _spot_at(self, where: QPointF) -> Spot | None:
        """Bars and rings lie in front of the table."""
        return next((spot for spot in self.spots() if self.place_of(spot).adjusted(-1, -1, 1, 1).contains(where)), None)

    def _point(self, spot: Spot | None) -> None:
        if spot is not self._at:
            self._at = spot
            self.pointed.emit(spot.words if spot else "")
            self.setAccessibleDescription(spot.words if spot else "")
            self.update()

    def _step(self, down: int, right: int) -> None:
        """From value to value of the table; it begins with the last month."""
        rows = self._rows()
        if not rows:
            return
        at = self._at
        row = next((i for i, cells in enumerate(rows) if at is not None and cells[0].figure is at.figure), 0)
        column = next((i for i, cell in enumerate(rows[row]) if at is not None and cell.month.first == at.month.first), len(rows[row]) - 1)
        row = min(max(row + down, 0), len(rows) - 1)
        column = min(max(column + right, 0), len(rows[row]) - 1)
        self._point(rows[row][column])

    def _rows(self) -> list[Sequence[Spot]]:
        """The cells of the table, which come last among the spots."""
        months = len(self._months)
        spots = self.spots()
        cells = spots[len(spots) - months * _series_count() :]
        return [cells[start : start + months] for start in range(0, len(cells), months)]


def _series_count() -> int:
    from deskapp.analysis.flow_chart import SERIES

    return len(SERIES)


def _drawing(months: Sequence[FlowMonth], width: float, height: float, dpi: float) -> tuple[FlowChart, QImage]:
    """The drawing in millimetres and its picture."""
    from deskapp.analysis.flow_chart import flow_chart
    from deskapp.papers.charts import chart_pdf

    flow = flow_chart(months, width=width, height=height)
    return flow, page_image(chart_pdf(flow.chart), 0, dpi)
