"""How far a check is: the count, one segment an item, and how the items were found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from deskapp.checklists.domain import Result
from ui.kit import theme
from ui.kit.buttons import paint_box
from ui.kit.labels import paint_text, text_width
from ui.kit.pills import Pill, paint_pill, pill_width
from ui.kit.theme import Tone

if TYPE_CHECKING:
    from ui.inspection.marking import Marked

_HEIGHT = 56
_BAR = 8
_LEAST = 3  # px of a segment
_COLOURS = {Result.PASSED: theme.GOOD, Result.FAILED: theme.BAD, Result.NOT_APPLICABLE: theme.EDGE}


class ProgressStrip(QWidget):
    """`set_marks` paints it anew: a mark an item, None = blank."""

    def __init__(self) -> None:
        super().__init__()
        self._marks: tuple[Result | None, ...] = ()
        self._said = ""
        self.setObjectName("check_progress")
        self.setFixedHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_marks(self, marks: Sequence[Marked | None], *, score: str = "") -> None:
        """`score` is the pass rate so far in words."""
        self._marks, self._said = tuple(mark[0] if mark else None for mark in marks), score
        pills = "，".join(pill.words for pill in self._pills())
        self.setAccessibleName(f"已查 {self._done} / {len(self._marks)}，{pills}，{score}")
        self.update()

    @property
    def _done(self) -> int:
        return sum(mark is not None for mark in self._marks)

    def _pills(self) -> list[Pill]:
        failed, passed = self._marks.count(Result.FAILED), self._marks.count(Result.PASSED)
        left = self._marks.count(None)
        pills = [Pill(f"{failed} 项不合格", Tone.ALARM, "x")] if failed else []
        pills.append(Pill(f"{passed} 项合格", Tone.GOOD, "check"))
        return [*pills, Pill(f"还剩 {left} 项", Tone.NEUTRAL, "circle")] if left else [*pills, Pill(self._said, Tone.INFO, "square-check")]

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_box(painter, QRectF(self.rect()), theme.SURFACE, theme.LINE)
        count = f"{self._done}/{len(self._marks)}"
        wide = text_width(count, theme.FIGURE, bold=True)
        paint_text(painter, QRectF(theme.GAP_WIDE, 0, wide + 1, _HEIGHT), count, theme.font(theme.FIGURE, bold=True), theme.INK)
        left = theme.GAP_WIDE + wide + theme.STEP
        said = self._said if self._marks.count(None) else "已查完"
        words = f"已查　{said}" if self._marks.count(None) and said else said or "已查"
        paint_text(painter, QRectF(left, 4, text_width(words) + 1, _HEIGHT - 4), words, theme.font(), theme.INK_2)
        right = self.width() - theme.GAP_WIDE
        for pill in reversed(self._pills()):
            right -= pill_width(pill)
            paint_pill(painter, right, _HEIGHT / 2, pill)
            right -= theme.STEP
        self._paint_bar(painter, left + text_width(words) + theme.GAP_WIDE, right - theme.STEP)

    def _paint_bar(self, painter: QPainter, left: float, right: float) -> None:
        count = len(self._marks)
        if not count:
            return
        gap = theme.HALF_STEP if (right - left) / count > 2 * theme.HALF_STEP else 1
        wide = max(_LEAST, (right - left - gap * (count - 1)) / count)
        painter.setPen(QColor(theme.SURFACE))
        for place, mark in enumerate(self._marks):
            painter.setBrush(QColor(_COLOURS[mark] if mark else theme.LINE))
            painter.drawRoundedRect(QRectF(left + place * (wide + gap), (_HEIGHT - _BAR) / 2, wide, _BAR), 3, 3)
