"""Whom one calls: his number, masked until it is asked for, beside the form that is filled while one talks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.kit import buttons, theme, work
from ui.kit.labels import Hint, Label

if TYPE_CHECKING:
    from collections.abc import Callable

    from deskapp.data import Act
    from ui.desk import Desk


class CallNumber(QWidget):
    """`reveal(act)` brings the full number and logs the look; the form that closes takes it off the screen again."""

    def __init__(self, desk: Desk, form: QWidget, masked: str, reveal: Callable[[Act], str]) -> None:
        super().__init__()
        self._desk, self._reveal = desk, reveal
        self.number = Label(masked, bold=True)
        self.number.setObjectName("call_number")
        self.show_button = buttons.link("显示号码", icon="eye", key="Alt+H", name="show_number")
        self.show_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Enter goes on past it
        self.show_button.bind(form)
        self.show_button.clicked.connect(self._show)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.STEP)
        row.addWidget(Hint("手机"))
        row.addWidget(self.number)
        row.addWidget(self.show_button)
        row.addStretch(1)

    def _show(self) -> None:
        self.number.set_text(work.call(self._reveal, self._desk.session.act()))
        self.show_button.hide()
