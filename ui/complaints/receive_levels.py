"""One of a few, each with a line that says when it is that: the level of a complaint."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from deskapp.errors import Repair
from deskapp.typed import Judged
from ui.kit import icons, theme
from ui.kit.buttons import paint_box
from ui.kit.fields import Field
from ui.kit.labels import paint_text
from ui.kit.theme import Tone

_ROW = 28
_LABEL = 44


@dataclass(frozen=True, slots=True)
class Level:
    """A choice, its word, the line that explains it, its colour when it is taken."""

    value: Any
    label: str
    help: str
    tone: Tone


class LevelList(QWidget):
    """↑ and ↓ choose, a click too; Enter is left to the form."""

    changed = Signal()

    def __init__(self, levels: Sequence[Level], *, says: str) -> None:
        super().__init__()
        self._levels = tuple(levels)
        self._at = -1
        self._bad = False
        self.setAccessibleName(says)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(len(self._levels) * _ROW + 4)

    def chosen(self) -> Level | None:
        return self._levels[self._at] if self._at >= 0 else None

    def levels(self) -> tuple[Level, ...]:
        return self._levels

    def choose(self, at: int) -> None:
        """Choose by place, from 0; -1 takes the choice back."""
        if at == self._at:
            return
        self._at = at
        chosen = self.chosen()
        self.setAccessibleDescription(f"{chosen.label}：{chosen.help}" if chosen else "")
        self.update()
        self.changed.emit()

    def set_bad(self, bad: bool) -> None:
        self._bad = bad
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.COLUMN, len(self._levels) * _ROW + 4)

    def place_of(self, at: int) -> QRectF:
        """Where a row stands, for a click."""
        return QRectF(2, 2 + at * _ROW, self.width() - 4, _ROW)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        last = len(self._levels) - 1
        if event.key() == Qt.Key.Key_Down:
            self.choose(0 if self._at < 0 else min(last, self._at + 1))
        elif event.key() == Qt.Key.Key_Up:
            self.choose(last if self._at < 0 else max(0, self._at - 1))
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        at = int((event.position().y() - 2) // _ROW)
        if 0 <= at < len(self._levels):
            self.choose(at)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = theme.PRIMARY if self.hasFocus() else theme.BAD if self._bad else theme.EDGE
        paint_box(painter, QRectF(self.rect()), theme.SURFACE, edge, 2 if self.hasFocus() or self._bad else 1)
        for at, level in enumerate(self._levels):
            self._paint_row(painter, self.place_of(at), level, taken=at == self._at)

    def _paint_row(self, painter: QPainter, place: QRectF, level: Level, *, taken: bool) -> None:
        if taken:
            painter.fillRect(place.adjusted(1, 1, -1, -1), QColor(level.tone.wash))
        ink = level.tone.ink if taken else theme.INK
        top = round(place.y() + (_ROW - theme.ICON_SMALL) / 2)
        icons.draw(painter, "circle-dot" if taken else "circle", level.tone.ink if taken else theme.EDGE, 10, top, theme.ICON_SMALL)
        left = 10 + theme.ICON_SMALL + theme.STEP
        paint_text(painter, QRectF(left, place.y(), _LABEL, _ROW), level.label, theme.font(bold=taken), ink)
        left += _LABEL
        words = QRectF(left, place.y(), self.width() - left - 6, _ROW)
        paint_text(painter, words, level.help, theme.font(theme.HINT), ink if taken else theme.INK_2)


class LevelField(Field[Any]):
    """The list under its label."""

    def __init__(self, name: str, label: str, levels: Sequence[Level], *, required: bool = False, hint: str = "") -> None:
        super().__init__(name, label, required=required, hint=hint)
        self.list = LevelList(levels, says=label)
        self._adopt(self.list)
        self.list.changed.connect(self._on_change)
        self.list.changed.connect(self._on_settled)

    def text(self) -> str:
        level = self.list.chosen()
        return level.label if level else ""

    def set_text(self, text: str) -> None:
        self.list.choose(next((at for at, level in enumerate(self.list.levels()) if level.label == text), -1))

    def problem(self, text: str, repair: Repair | None = None) -> None:
        super().problem(text, repair)
        self.list.set_bad(True)

    def _forget(self) -> None:
        super()._forget()
        self.list.set_bad(False)

    def _judge(self, text: str) -> Judged[Any]:
        return Judged(next(level.value for level in self.list.levels() if level.label == text))

    def _written(self, value: Any) -> str:
        return next((level.label for level in self.list.levels() if level.value == value), "")

    def _missing(self) -> str:
        return f"还没有选{self.label}"
