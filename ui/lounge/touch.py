"""What is touched with wet hands: buttons of 56 and 104, chips, toggles. Nothing here is smaller than a finger."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QSizePolicy, QWidget

from ui.kit import icons, theme
from ui.kit.buttons import Kind, paint_box
from ui.kit.labels import paint_text, text_width

SMALL, MIDDLE, LARGE = theme.LOUNGE_SIZES
_ICON = 26
_ICON_SMALL = 22
_GAP = 12


class TouchButton(QAbstractButton):
    """One act. Large ones carry their words at 28, the others at 20."""

    def __init__(self, text: str, *, icon: str = "", kind: Kind = Kind.PLAIN, height: int = theme.TOUCH, name: str = "") -> None:
        super().__init__()
        self._icon, self._kind = icon, kind
        self._size = MIDDLE if height >= theme.TOUCH_LARGE else SMALL
        self.setText(text)
        self.setAccessibleName(text)
        self.setObjectName(name)
        self.setFixedHeight(height)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)

    def set_words(self, text: str, *, icon: str | None = None, kind: Kind | None = None) -> None:
        self._icon = self._icon if icon is None else icon
        self._kind = kind or self._kind
        self.setText(text)
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._content_width() + 2 * theme.GAP_WIDE, self.height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill, edge, ink = self._colours()
        paint_box(painter, QRectF(self.rect()), fill, edge, 2)
        if self.hasFocus():
            paint_box(painter, QRectF(self.rect()).adjusted(3, 3, -3, -3), None, ink, 1)
        width = self._content_width()
        x = (self.width() - width) / 2
        if self._icon:
            size = self._icon_size()
            icons.draw(painter, self._icon, ink, round(x), round((self.height() - size) / 2), size)
            x += size + (_GAP if self.text() else 0)
        room = QRectF(x, 0, self.width() - x - theme.STEP, self.height())
        paint_text(painter, room, self.text(), theme.font(self._size, bold=True), ink)

    def _colours(self) -> tuple[str, str, str]:
        pressed = self.isDown()
        if not self.isEnabled():
            return theme.NEUTRAL, theme.LINE, theme.INK_2
        if self._kind is Kind.PRIMARY:
            fill = theme.PRIMARY_HOVER if pressed else theme.PRIMARY
            return fill, fill, theme.ON_PRIMARY
        ink = theme.BAD if self._kind is Kind.DANGER else theme.INK
        return theme.PRIMARY_WASH if pressed else theme.SURFACE, theme.EDGE_TOUCH, ink

    def _icon_size(self) -> int:
        return _ICON if self._size == MIDDLE else _ICON_SMALL

    def _content_width(self) -> int:
        icon = self._icon_size() + (_GAP if self.text() else 0) if self._icon else 0
        return icon + text_width(self.text(), self._size, bold=True)


class Chip(QAbstractButton):
    """Something one of several things may be: who is tapping, why, which table. Chosen it is blue and carries a tick."""

    def __init__(self, text: str, *, value: Any = None, icon: str = "", hint: str = "", name: str = "") -> None:
        super().__init__()
        self.value = text if value is None else value
        self._icon, self._hint = icon, hint
        self.setText(text)
        self.setAccessibleName(f"{text} {hint}".strip())
        self.setObjectName(name)
        self.setCheckable(True)
        self.setFixedHeight(theme.TOUCH)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        words = text_width(self.text(), SMALL, bold=True) + (text_width(self._hint, theme.BODY) + theme.STEP if self._hint else 0)
        return QSize(words + 2 * theme.GAP_WIDE + (_ICON_SMALL + theme.STEP if self._icon else 0), theme.TOUCH)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on = self.isChecked()
        fill, edge, ink = (theme.PRIMARY_WASH, theme.PRIMARY, theme.PRIMARY) if on else (theme.SURFACE, theme.EDGE_TOUCH, theme.INK)
        paint_box(painter, QRectF(self.rect()), fill if self.isEnabled() else theme.NEUTRAL, edge, 2)
        x = (self.width() - self.sizeHint().width()) / 2 + theme.GAP_WIDE
        if self._icon:
            icons.draw(painter, self._icon, ink, round(x), (self.height() - _ICON_SMALL) // 2, _ICON_SMALL)
            x += _ICON_SMALL + theme.STEP
        room = QRectF(x, 0, self.width() - x, self.height())
        paint_text(painter, room, self.text(), theme.font(SMALL, bold=True), ink)
        if self._hint:
            x += text_width(self.text(), SMALL, bold=True) + theme.STEP
            paint_text(painter, QRectF(x, 0, self.width() - x, self.height()), self._hint, theme.font(), theme.INK_2)


class Chips(QWidget):
    """A grid of chips, one of them chosen."""

    changed = Signal()

    def __init__(self, values: Sequence[tuple[Any, str]], *, columns: int, name: str, says: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(says)
        self.chips = [Chip(words, value=value, name=f"{name}_{place}") for place, (value, words) in enumerate(values, start=1)]
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(theme.STEP)
        for place, chip in enumerate(self.chips):
            chip.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            chip.clicked.connect(lambda _=False, chip=chip: self._take(chip))
            grid.addWidget(chip, place // columns, place % columns)

    def value(self) -> Any:
        """The value of the chosen chip, None while none is chosen."""
        return next((chip.value for chip in self.chips if chip.isChecked()), None)

    def clear(self) -> None:
        for chip in self.chips:
            chip.setChecked(False)

    def _take(self, taken: Chip) -> None:
        for chip in self.chips:
            chip.setChecked(chip is taken)
        self.changed.emit()
