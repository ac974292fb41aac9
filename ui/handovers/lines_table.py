"""The lines of a slip as the panel shows them: kind, amount, points, and their sum. Painted, for it only tells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from deskapp.typed import format_money, format_points
from ui.kit import theme
from ui.kit.buttons import paint_box
from ui.kit.labels import paint_text, text_width

if TYPE_CHECKING:
    from deskapp.handovers.domain import Slip, SpendKind

_PADDING = theme.CONTROL_PADDING + 1
_COLUMNS = (0.0, 0.44, 0.76, 1.0)


@dataclass(frozen=True)
class _Row:
    """What one line shows; `mark` stands small behind the kind."""

    kind: str
    amount: str
    points: str
    mark: str = ""


class LinesTable(QWidget):
    """As high as its lines. Points stand at the first line of a kind; a line taken back is grey and says so."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("slip_lines")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._rows: list[_Row] = []

    def show_lines(self, slip: Slip) -> None:
        """The lines of the slip and their sum."""
        told: set[SpendKind] = set()
        self._rows = []
        for line in slip.lines:
            points = format_points(line.points) if line.kind not in told else "同上"
            told.add(line.kind)
            self._rows.append(_Row(line.kind.label, format_money(line.amount), points, "已冲正" if line.reversed else ""))
        self._rows.append(_Row("合计", format_money(slip.row.amount), format_points(slip.row.points)))
        self.setAccessibleName("；".join(f"{row.kind}{row.mark} {row.amount} 元 {row.points} 分" for row in self._rows))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.PANEL - 40, theme.ROW_PANEL * (len(self._rows) + 1) + 2)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        paint_box(painter, box, theme.SURFACE, theme.LINE)
        self._row(painter, 0, _Row("项目", "金额（元）", "积分"), bold=False, hint=True)
        for at, row in enumerate(self._rows, 1):
            painter.fillRect(QRectF(1, 1 + at * theme.ROW_PANEL, box.width() - 2, 1), QColor(theme.LINE))
            self._row(painter, at, row, bold=at == len(self._rows))

    def _row(self, painter: QPainter, at: int, row: _Row, *, bold: bool, hint: bool = False) -> None:
        width = self.width() - 2 * _PADDING
        ink = theme.INK_2 if hint or row.mark else theme.INK
        for place, text in enumerate((row.kind, row.amount, row.points)):
            left, right = _PADDING + _COLUMNS[place] * width, _PADDING + _COLUMNS[place + 1] * width
            font = theme.font(theme.HINT) if hint else theme.font(bold=bold or place == 2)
            box = QRectF(left, 1 + at * theme.ROW_PANEL, right - left, theme.ROW_PANEL)
            paint_text(painter, box, text, font, ink, right=place > 0)
            if place == 0 and row.mark:
                behind = box.adjusted(text_width(text) + theme.STEP, 0, 0, 0)
                paint_text(painter, behind, row.mark, theme.font(theme.HINT), theme.INK_2)
