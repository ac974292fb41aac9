"""Surfaces that hold other things: cards, rows of label and value, what an empty list says, the next step, tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ui.kit import theme
from ui.kit.buttons import paint_box
from ui.kit.labels import Hint, IconMark, Label, Section, Wrapped

if TYPE_CHECKING:  # the sign-in needs cards, and neither pills nor tables
    from PySide6.QtWidgets import QTableView

    from ui.kit.pills import Pill


class Card(QFrame):
    """A white surface with a hairline, or another fill. Painted here: a style sheet's border would reach the labels inside."""

    def __init__(
        self,
        *,
        fill: str = theme.SURFACE,
        edge: str = theme.LINE,
        margin: int = theme.GAP_WIDE,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._fill, self._edge = fill, edge
        self.setObjectName(name)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(margin, margin - 4 if margin > 4 else margin, margin, margin - 4 if margin > 4 else margin)
        self.column.setSpacing(theme.STEP)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_box(painter, QRectF(self.rect()), self._fill, self._edge)


class SidePanel(QWidget):
    """The part of a form at its right, on the fill of a head behind a hairline; `column` takes what stands in it."""

    def __init__(self, width: int, *, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setFixedWidth(width)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(20, theme.GAP_WIDE, 20, theme.GAP_WIDE)
        self.column.setSpacing(theme.STEP)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.HEAD))
        painter.fillRect(QRectF(0, 0, 1, self.height()), QColor(theme.LINE))


class Divider(QWidget):
    """A hairline between two parts."""

    def __init__(self, *, colour: str = theme.LINE, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colour = colour
        self.setFixedHeight(1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), QColor(self._colour))


class SectionHead(QWidget):
    """16 px bold with a hint behind it and room for an action at the right."""

    def __init__(self, title: str, hint: str = "", *, action: QWidget | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hint = Hint(hint)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.GAP)
        row.addWidget(Section(title))
        row.addWidget(self._hint, 1)
        if action is not None:
            row.addWidget(action)

    def set_hint(self, hint: str) -> None:
        self._hint.set_text(hint)


class LabelRows(QWidget):
    """Rows of a grey label and a value, labels in a column of 72, rows 24 to 28 high."""

    def __init__(
        self, rows: Sequence[tuple[str, str | QWidget]] = (), *, labels: int = theme.PANEL_LABELS, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.STEP)
        self._grid.setVerticalSpacing(theme.HALF_STEP)
        self._grid.setColumnMinimumWidth(0, labels)
        self._grid.setColumnStretch(1, 1)
        for label, value in rows:
            self.add(label, value)

    def add(self, label: str, value: str | QWidget) -> None:
        shown = Label(value) if isinstance(value, str) else value
        at = self._grid.rowCount()
        self._grid.addWidget(Hint(label), at, 0, Qt.AlignmentFlag.AlignVCenter)
        self._grid.addWidget(shown, at, 1)


def beside(*widgets: QWidget, spacing: int = theme.STEP, stretch: bool = True) -> QWidget:
    """Widgets in one row, the spare room behind them: a value with its hint, a head with its pills."""
    row = QWidget()
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(spacing)
    for widget in widgets:
        layout.addWidget(widget)
    if stretch:
        layout.addStretch(1)
    return row


class Empty(QWidget):
    """What would be here and how to begin, in place of an empty table."""

    def __init__(
        self, title: str, words: str = "", *, icon: str = "inbox", action: QWidget | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setSpacing(theme.STEP)
        column.addStretch(1)
        centre = Qt.AlignmentFlag.AlignHCenter
        column.addWidget(IconMark(icon, theme.INK_2, 28), alignment=centre)
        column.addWidget(Label(title, bold=True), alignment=centre)
        if words:
            column.addWidget(Hint(words), alignment=centre)
        if action is not None:
            column.addSpacing(theme.HALF_STEP)
            column.addWidget(action, alignment=centre)
        column.addStretch(1)


class NextStep(Card):
    """What to do now, as verb + effect, directly above the one primary button."""

    def __init__(self, verb: str, effect: str = "", *, due: Pill | None = None, name: str = "next_step") -> None:
        super().__init__(fill=theme.PRIMARY_WASH, edge=theme.PRIMARY_WASH, name=name)
        self.column.setSpacing(6)
        self._verb = Wrapped(verb, bold=True)
        self._effect = Wrapped(effect, size=theme.HINT, colour=theme.INK_2)
        head = QHBoxLayout()
        head.setSpacing(theme.STEP)
        head.addWidget(IconMark("arrow-right", theme.PRIMARY, theme.ICON_SMALL))
        head.addWidget(Hint("下一步", colour=theme.PRIMARY), 1)
        if due is not None:
            from ui.kit.pills import PillLabel

            head.addWidget(PillLabel(due))
        self.column.addLayout(head)
        self.column.addWidget(self._verb)
        self.column.addWidget(self._effect)
        self.set_step(verb, effect)

    def set_step(self, verb: str, effect: str = "") -> None:
        self._verb.setText(verb)
        self._effect.setText(effect)
        self._effect.setVisible(bool(effect))
        self.setAccessibleName(f"下一步：{verb}")


def dress_table(table: QTableView, *, row: int = theme.ROW) -> None:
    """Rows of 36 (28 in a panel), head of 32, hairlines only under rows, whole rows selected, no editing."""
    from PySide6.QtWidgets import QAbstractItemView, QHeaderView

    table.verticalHeader().setVisible(False)
    table.verticalHeader().setDefaultSectionSize(row)
    table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    head = table.horizontalHeader()
    head.setFixedHeight(theme.ROW_HEAD)
    head.setHighlightSections(False)
    head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    table.setShowGrid(False)
    table.setFrameShape(QFrame.Shape.NoFrame)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setWordWrap(False)
    table.setTextElideMode(Qt.TextElideMode.ElideRight)
    table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.setTabKeyNavigation(False)
