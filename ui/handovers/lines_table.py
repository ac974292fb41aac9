"""The lines of a slip as the panel shows them: kind, amount, points, and their sum. Painted, for it only tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from deskapp.typed import format_money, format_points
from ui.kit import theme
from ui.kit.buttons import paint_box
from ui.kit.labels import paint_text

if TYPE_CHECKING:
    from deskapp.handovers.domain import Slip

_PADDING = theme.CONTROL_PADDING + 1
_COLUMNS = (0.0, 0.44, 0.76, 1.0)


class LinesTable(QWidget):
    """As high as its lines. A line taken back is grey and says so."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("slip_lines")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._rows: list[tuple[str, str, str, str]] = []

    def show_lines(self, slip: Slip) -> None:
        """The lines of the slip and their sum."""
        self._rows = [
            (
                f"{line.kind.label}（已冲正）" if line.reversed else line.kind.label,
                format_money(line.amount),
                format_points(line.points),
                theme.INK_2 if line.reversed else theme.INK,
            )
            for line in slip.lines
        ]
        self._rows.append(("合计", format_money(slip.row.amount), format_points(slip.row.points), theme.INK))
        self.setAccessibleName("；".join(f"{kind} {amount} 元 {points} 分" for kind, amount, points, _ in self._rows))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.PANEL - 40, theme.ROW_PANEL * (len(self._rows) + 1) + 2)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        paint_box(painter, box, theme.SURFACE, theme.LINE)
        self._row(painter, 0, ("项目", "金额（元）", "积分"), theme.INK_2, bold=False, hint=True)
        for at, (kind, amount, points, ink) in enumerate(self._rows, 1):
            painter.fillRect(QRectF(1, 1 + at * theme.ROW_PANEL, box.width() - 2, 1), QColor(theme.LINE))
            self._row(painter, at, (kind, amount, points), ink, bold=at == len(self._rows))

    def _row(self, painter: QPainter, at: int, cells: tuple[str, str, str], ink: str, *, bold: bool, hint: bool = False) -> None:
        width = self.width() - 2 * _PADDING
        for place, text in enumerate(cells):
            left, right = _PADDING + _COLUMNS[place] * width, _PADDING + _COLUMNS[place + 1] * width
            font = theme.font(theme.HINT) if hint else theme.font(bold=bold or place == 2)
            box = QRectF(left, 1 + at * theme.ROW_PANEL, right - left, theme.ROW_PANEL)
            paint_text(painter, box, text, font, ink, right=place > 0)
