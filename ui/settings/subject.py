"""One subject of the settings page: a line that says what it is about with its buttons, a list, and a panel about the chosen row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui.kit import buttons, theme
from ui.kit.buttons import Button
from ui.kit.frames import Card, Empty
from ui.kit.labels import Hint, Section
from ui.kit.pills import Pill, PillLabel

if TYPE_CHECKING:
    from ui.desk import Desk


class Subject(QWidget):
    """Subclasses build themselves in `__init__` and answer `refresh`, which asks through `work.latest` and never waits."""

    def __init__(self, desk: Desk, *, name: str, says: str) -> None:
        super().__init__()
        self.desk = desk
        self.setObjectName(name)
        self.setAccessibleName(says)
        self.hint = Hint(says)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(theme.GAP)
        head = QWidget()
        head.setFixedHeight(theme.CONTROL)
        self._line = QHBoxLayout(head)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(theme.GAP)
        self._line.addWidget(self.hint, 1)
        self._line.addLayout(self._buttons)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, theme.GAP, 0, 0)
        self.column.setSpacing(theme.GAP)
        self.column.addWidget(head)

    def add_button(self, button: Button) -> None:
        """Put a button at the right end of the line; its key works anywhere in the subject."""
        self._buttons.addWidget(button)
        if button.key:
            button.bind(self)

    def lead_with(self, widget: QWidget) -> None:
        """Let the line begin with a control (a filter, the year) instead of the words about the subject."""
        self.hint.hide()
        self._line.insertWidget(0, widget, 1)

    def split(self, *left: QWidget, panel: QWidget | None = None) -> None:
        """Lists side by side in cards, and a panel of 376 at the right."""
        row = QHBoxLayout()
        row.setSpacing(theme.GAP_WIDE)
        for content in left:
            card = Card(margin=1)
            card.column.setContentsMargins(1, 1, 1, 1)
            card.column.addWidget(content)
            row.addWidget(card, 1)
        if panel is not None:
            panel.setFixedWidth(theme.PANEL)
            row.addWidget(panel)
        self.column.addLayout(row, 1)
        self.setFocusProxy(left[0])

    def refresh(self) -> None:
        """Ask the services for what the subject shows."""
        raise NotImplementedError


class Panel(Card):
    """About the chosen row: title with a pill, whatever the subject fills in, buttons at the foot."""

    def __init__(self, *, name: str, nothing: str) -> None:
        super().__init__(name=name, margin=20)
        self.column.setSpacing(theme.GAP)
        self.title = Section("")
        self.pill = PillLabel(Pill(""))
        self._body = QVBoxLayout()
        self._body.setSpacing(theme.GAP)
        self._foot = QVBoxLayout()
        self._foot.setSpacing(theme.STEP)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.pill)
        self._nothing = Empty(nothing, icon="list")
        self._shown = QWidget()
        inner = QVBoxLayout(self._shown)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(theme.GAP)
        inner.addLayout(head)
        inner.addWidget(self._scrolling(), 1)
        inner.addLayout(self._foot)
        self.column.addWidget(self._nothing)
        self.column.addWidget(self._shown)
        self.show_nothing()

    def _scrolling(self) -> QScrollArea:
        """What is told of a row scrolls when it is long, and never makes the window higher."""
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._body)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(content)
        area.viewport().setAutoFillBackground(False)
        content.setAutoFillBackground(False)
        return area

    def show_nothing(self) -> None:
        """No row is chosen."""
        self._shown.hide()
        self._nothing.show()

    def show_row(self, title: str, pill: Pill | None, *content: QWidget) -> None:
        """Say what the chosen row is; `content` takes the place of what was there."""
        self.title.set_text(title)
        self.pill.setVisible(pill is not None)
        if pill is not None:
            self.pill.set_pill(pill)
        while (taken := self._body.takeAt(0)) is not None:
            widget = taken.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for widget in content:
            self._body.addWidget(widget)
        self._nothing.hide()
        self._shown.show()

    def set_buttons(self, primary: Button | None, *others: Button) -> None:
        """The one primary button over the full width, the others in a row under it."""
        if primary is not None:
            primary.setFixedHeight(theme.CONTROL_MAIN)
            self._foot.addWidget(primary)
        if others:
            row = QHBoxLayout()
            row.setSpacing(theme.STEP)
            for button in others:
                row.addWidget(button, 1)
            self._foot.addLayout(row)


def full_width(text: str, *, icon: str, key: str = "", name: str) -> Button:
    """The primary button of a panel."""
    return buttons.primary(text, icon=icon, key=key, name=name, height=theme.CONTROL_MAIN)
