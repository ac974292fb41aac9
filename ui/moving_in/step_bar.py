"""Where one is in a row of steps: those done ticked, the present one blue, the others grey."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.kit import icons, theme
from ui.kit.labels import paint_text, text_width

_CIRCLE = 22
_LINE = 40


class StepBar(QWidget):
    """Painted only: one goes back by the buttons of the steps."""

    def __init__(self, steps: Sequence[str], *, name: str) -> None:
        super().__init__()
        self._steps = tuple(steps)
        self._at = 0
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.set_step(0)

    def set_step(self, at: int) -> None:
        """`at` is the present step, from 0; one past the last means that all are done."""
        self._at = at
        now = self._steps[at] if at < len(self._steps) else "完成"
        self.setAccessibleName(f"第 {min(at + 1, len(self._steps))} 步，共 {len(self._steps)} 步：{now}")
        self.update()

    def step(self) -> int:
        return self._at

    def sizeHint(self) -> QSize:
        words = sum(_CIRCLE + theme.STEP + text_width(step, bold=True) for step in self._steps)
        return QSize(words + (len(self._steps) - 1) * (_LINE + 2 * theme.GAP), theme.CONTROL)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        x, middle = 0.0, self.height() / 2
        for number, step in enumerate(self._steps):
            if number:
                painter.setPen(QPen(QColor(theme.GOOD if number <= self._at else theme.EDGE), 1.5))
                painter.drawLine(QPointF(x, middle), QPointF(x + _LINE, middle))
                x += _LINE + theme.GAP
            x = self._paint_step(painter, x, middle, number, step) + theme.GAP

    def _paint_step(self, painter: QPainter, x: float, middle: float, number: int, step: str) -> float:
        """The circle with its number or tick, and the words; where they end."""
        done, now = number < self._at, number == self._at
        ink = theme.GOOD if done else theme.PRIMARY if now else theme.INK_2
        circle = QRectF(x, middle - _CIRCLE / 2, _CIRCLE, _CIRCLE)
        painter.setPen(QPen(QColor(ink if done or now else theme.EDGE), 1.5))
        painter.setBrush(QColor(theme.PRIMARY if now else theme.GOOD_WASH if done else theme.SURFACE))
        painter.drawEllipse(circle.adjusted(0.75, 0.75, -0.75, -0.75))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if done:
            icons.draw(painter, "check", theme.GOOD, round(x + 4), round(middle - 7), 14)
        else:
            figure = theme.ON_PRIMARY if now else theme.INK_2
            paint_text(painter, circle, str(number + 1), theme.font(theme.HINT, bold=True), figure, centre=True)
        x += _CIRCLE + theme.STEP
        width = text_width(step, bold=now)
        paint_text(painter, QRectF(x, 0, width + 1, self.height()), step, theme.font(bold=now), theme.INK if now else ink)
        return x + width
