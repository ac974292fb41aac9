"""A few choices side by side, one of them taken: 先生/女士/不填, 同意/不同意. Nothing is chosen until somebody chooses."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from ui.kit import icons, theme
from ui.kit.buttons import paint_box
from ui.kit.labels import paint_text, text_width
from ui.kit.theme import Tone

_TO_WORDS = 6  # px from the icon of the chosen one to its words


@dataclass(frozen=True, slots=True)
class Option:
    """One choice: the value it stands for, its words, and the colour and icon it takes when chosen."""

    value: Any
    label: str
    tone: Tone = Tone.INFO
    icon: str = "check"


class Segments(QWidget):
    """The group. ← and → choose; of two options ← is always the first and → the second, so the clerk need not look."""

    changed = Signal()

    def __init__(
        self,
        options: Sequence[Option],
        *,
        width: int = theme.SEGMENT,
        height: int = theme.CONTROL,
        tight: bool = False,
        name: str = "",
        says: str = "",
    ) -> None:
        """`tight` leaves less room around the words, beside a field that needs it more."""
        super().__init__()
        self._options = tuple(options)
        self._bad = False
        self.setObjectName(name)
        self.setAccessibleName(says)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for index, option in enumerate(self._options):
            segment = _Segment(option, width=width, height=height, room=5 if tight else 10, first=index == 0, parent=self)
            segment.setObjectName(f"{name}_{index + 1}")
            self._group.addButton(segment, index)
            row.addWidget(segment)
        self._group.idClicked.connect(self._took)

    def value(self) -> Any:
        """The value of the chosen option, None while nothing is chosen."""
        option = self.chosen()
        return option.value if option else None

    def set_value(self, value: Any) -> None:
        """Choose the option with this value; a value no option has takes the choice back."""
        self.choose(next((i for i, option in enumerate(self._options) if option.value == value), -1))

    def chosen(self) -> Option | None:
        """The chosen option: tells "nothing chosen" from an option whose value is None (不填)."""
        index = self._group.checkedId()
        return None if index < 0 else self._options[index]

    def choose(self, index: int) -> None:
        """Choose by place, from 0; -1 takes the choice back."""
        if index == self._group.checkedId():
            return
        self._group.setExclusive(False)
        for place, button in enumerate(self._group.buttons()):
            button.setChecked(place == index)
        self._group.setExclusive(True)
        self._took()

    def options(self) -> tuple[Option, ...]:
        return self._options

    def set_bad(self, bad: bool) -> None:
        self._bad = bad
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if event.key() == Qt.Key.Key_Space:
            self._press((self._group.checkedId() + 1) % len(self._options))
        elif step is None or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().keyPressEvent(event)  # Enter, Tab and everything else belong to the form
        else:
            self._press(self._next(step))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect())
        if self.hasFocus():
            paint_box(painter, rect, theme.SURFACE, theme.PRIMARY, 2)
        elif self._bad:
            paint_box(painter, rect, theme.SURFACE, theme.BAD, 2)
        else:
            paint_box(painter, rect, theme.SURFACE if self.isEnabled() else theme.CANVAS, theme.EDGE if self.isEnabled() else theme.LINE)

    def _next(self, step: int) -> int:
        last = len(self._options) - 1
        current = self._group.checkedId()
        if last == 1:
            return 0 if step < 0 else 1
        if current < 0:
            return last if step < 0 else 0
        return min(last, max(0, current + step))

    def _press(self, index: int) -> None:
        if index != self._group.checkedId():
            self._group.button(index).click()

    def _took(self) -> None:
        self.update()
        for button in self._group.buttons():
            button.update()
        self.changed.emit()


class _Segment(QAbstractButton):
    def __init__(self, option: Option, *, width: int, height: int, room: int, first: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self._option, self._first = option, first
        self._size = QSize(max(width, theme.ICON_SMALL + _TO_WORDS + text_width(option.label, bold=True) + 2 * room), height)
        self.setCheckable(True)
        self.setText(option.label)
        self.setAccessibleName(option.label)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the group holds the focus
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return self._size

    def minimumSizeHint(self) -> QSize:
        return self._size

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self.isChecked():
            self._paint_divider(painter)
            paint_text(painter, QRectF(self.rect()), self._option.label, theme.font(), theme.INK_2, centre=True)
            return
        tone = self._option.tone
        paint_box(painter, QRectF(self.rect()), tone.wash, tone.ink, 1.5)
        words = text_width(self._option.label, bold=True)
        x = (self.width() - theme.ICON_SMALL - _TO_WORDS - words) / 2
        icons.draw(painter, self._option.icon, tone.ink, round(x), round((self.height() - theme.ICON_SMALL) / 2), theme.ICON_SMALL)
        text = QRectF(x + theme.ICON_SMALL + _TO_WORDS, 0, words + 1, self.height())
        paint_text(painter, text, self._option.label, theme.font(bold=True), tone.ink)

    def _paint_divider(self, painter: QPainter) -> None:
        group = self.group()
        before = group.button(group.id(self) - 1) if not self._first else None
        if before is not None and not before.isChecked():
            painter.setPen(QPen(QColor(theme.LINE), 1))
            painter.drawLine(0, 8, 0, self.height() - 8)
