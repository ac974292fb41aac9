"""The filter bar of a page: chips that name what they filter and by what, and one press that clears them all."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QMenu, QSizePolicy, QWidget

from ui.kit import buttons, icons, theme
from ui.kit.labels import Hint, paint_text, text_width

_PADDING = 10
_GAP = 6


class FilterChip(QAbstractButton):
    """ "状态 未完成和今天 ▾". The first choice is the one that filters by default; any other one is shown on a wash."""

    changed = Signal()

    def __init__(self, name: str, label: str, choices: Sequence[tuple[Any, str]], *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = name
        self._label = label
        self._choices: list[tuple[Any, str]] = list(choices)
        self._at = 0
        self._menu = QMenu(self)
        self.setObjectName(f"filter_{name}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._open)
        self._menu.triggered.connect(self._chosen)
        self._show()

    def value(self) -> Any:
        """The chosen value."""
        return self._choices[self._at][0]

    def words(self) -> str:
        """How the chosen value is called, for the head of a printed list."""
        return self._choices[self._at][1]

    def set_value(self, value: Any) -> None:
        """Choose a value; one that is not offered gives the default."""
        at = next((i for i, (offered, _) in enumerate(self._choices) if offered == value), 0)
        if at != self._at:
            self._at = at
            self._show()
            self.changed.emit()

    def set_choices(self, choices: Sequence[tuple[Any, str]]) -> None:
        """Offer other choices (departments after a change); the chosen value stays if it is still offered."""
        value = self.value()
        self._choices = list(choices)
        self._at = -1
        self.set_value(value)

    def is_default(self) -> bool:
        return self._at == 0

    def menu(self) -> QMenu:
        """The choices, filled when the chip is opened."""
        return self._menu

    def sizeHint(self) -> QSize:
        words = text_width(self._label) + _GAP + text_width(self._choices[self._at][1])
        return QSize(2 * _PADDING + words + _GAP + theme.ICON_SMALL, theme.CONTROL)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self._open()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect())
        edge = theme.PRIMARY if self.hasFocus() or not self.is_default() else theme.EDGE
        buttons.paint_box(painter, rect, theme.SURFACE if self.is_default() else theme.PRIMARY_WASH, edge, 2 if self.hasFocus() else 1)
        label = text_width(self._label) + 1
        paint_text(painter, rect.adjusted(_PADDING, 0, 0, 0), self._label, theme.font(), theme.INK_2)
        left = _PADDING + label + _GAP
        paint_text(painter, rect.adjusted(left, 0, -_PADDING - theme.ICON_SMALL, 0), self._choices[self._at][1], theme.font(), theme.INK)
        top = (self.height() - theme.ICON_SMALL) / 2
        icons.draw(painter, "chevron-down", theme.INK_2, self.width() - _PADDING - theme.ICON_SMALL, top, theme.ICON_SMALL)

    def _open(self) -> None:
        self._menu.clear()
        for at, (_, words) in enumerate(self._choices):
            action = self._menu.addAction(words)
            action.setData(at)
            action.setCheckable(True)
            action.setChecked(at == self._at)
        self._menu.popup(self.mapToGlobal(QPoint(0, self.height() + theme.HALF_STEP)))

    def _chosen(self, action: QAction) -> None:
        self.set_value(self._choices[int(action.data())][0])

    def _show(self) -> None:
        self.setAccessibleName(f"筛选：{self._label} {self._choices[self._at][1]}")
        self.updateGeometry()
        self.update()


class FilterBar(QWidget):
    """The chips in a row, 清除筛选 while anything is filtered, a figure or two at the right. `changed` after any choice."""

    changed = Signal()

    def __init__(self, *chips: FilterChip) -> None:
        super().__init__()
        self.setObjectName("filters")
        self._chips = chips
        self._clear = buttons.link("清除筛选", icon="x", name="clear_filters")
        self._hint = Hint("", right=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.STEP)
        for chip in chips:
            row.addWidget(chip)
            chip.changed.connect(self._changed)
        row.addSpacing(theme.STEP)
        row.addWidget(self._clear)
        row.addWidget(self._hint, 1)
        self._clear.clicked.connect(self.clear)
        self._clear.hide()
        self._quiet = False

    def values(self) -> Mapping[str, Any]:
        """What is filtered by, by the chips' names."""
        return {chip.name: chip.value() for chip in self._chips}

    def set_hint(self, text: str) -> None:
        """The words at the right end ("11 月已录入 186 张")."""
        self._hint.set_text(text)

    def is_default(self) -> bool:
        """Whether nothing is filtered beyond the default."""
        return all(chip.is_default() for chip in self._chips)

    def clear(self) -> None:
        """Back to the default of every chip, as one change."""
        if self.is_default():
            return
        self._quiet = True
        for chip in self._chips:
            chip.set_value(None)
        self._quiet = False
        self._changed()

    def _changed(self) -> None:
        if not self._quiet:
            self._clear.setVisible(not self.is_default())
            self.changed.emit()
