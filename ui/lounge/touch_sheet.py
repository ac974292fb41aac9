"""A sheet for fingers: a title, what is asked, one large act. A refusal stands in it, and what was chosen stays."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from deskapp.errors import UserError
from ui.kit import icons, theme, work
from ui.kit.banners import StatusLine
from ui.kit.buttons import Kind
from ui.kit.labels import Label
from ui.kit.line_edit import LineEdit
from ui.kit.request import new_id
from ui.kit.sheet import Sheet
from ui.kit.theme import Tone
from ui.lounge.touch import MIDDLE, SMALL, TouchButton

WIDTH = 960


class _Refusal(StatusLine):
    """Two lines high beside the buttons, which are no lower: a refusal that says what to do next must be read to its end."""

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), 2 * (SMALL + 8))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        icons.draw(painter, "circle-x", theme.BAD, 0, round((self.height() - theme.ICON_PILL) / 2), theme.ICON_PILL)
        painter.setFont(theme.font(SMALL))
        painter.setPen(theme.colour(theme.BAD))
        left = theme.ICON_PILL + 6
        wrapped = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(QRectF(left, 0, self.width() - left, self.height()), int(wrapped), self.words())


class TouchSheet(Sheet):
    """`done()` once its act is saved. `act` '' makes a sheet that only offers choices."""

    done = Signal()

    def __init__(self, host: QWidget, title: str, act: str = "", *, icon: str = "check", name: str, width: int = WIDTH) -> None:
        super().__init__(host, title, width=width)
        self.setObjectName(name)
        self.request_id = new_id()
        self.body = QVBoxLayout()
        self.body.setSpacing(theme.GAP)
        self.message = _Refusal("", Tone.BAD, name=f"{name}_message", size=SMALL)
        self.message.hide()
        self.leave_button = TouchButton("取消" if act else "返回", icon="x", name="cancel")
        self.leave_button.clicked.connect(self.escape)
        self.act_button = TouchButton(act, icon=icon, kind=Kind.PRIMARY, name="act")
        self.act_button.clicked.connect(self.primary)
        self.foot = QHBoxLayout()
        self.foot.setSpacing(theme.GAP)
        self.foot.addWidget(self.leave_button)
        self.foot.addWidget(self.message, 1)
        self.foot.addStretch()
        self.foot.addWidget(self.act_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 20, 28, 24)
        column.setSpacing(theme.GAP_WIDE)
        column.addWidget(Label(title, size=MIDDLE, bold=True))
        column.addLayout(self.body)
        column.addStretch(1)
        column.addLayout(self.foot)
        self.act_button.setVisible(bool(act))  # in its place: before, it would be a window of its own

    def ask(self, words: str) -> Label:
        """A line above what is chosen."""
        label = Label(words, size=SMALL, colour=theme.INK_2)
        self.body.addWidget(label)
        return label

    def line(self, name: str, says: str, placeholder: str = "") -> QLineEdit:
        """A line to type into: the screen keyboard of Windows comes up by itself."""
        edit = LineEdit(placeholder=placeholder)
        edit.setObjectName(name)
        edit.setAccessibleName(says)
        edit.setStyleSheet(f"font-size: {SMALL}px; min-height: {theme.TOUCH - 4}px; max-height: {theme.TOUCH - 4}px;")
        edit.setFixedHeight(theme.TOUCH)
        self.body.addWidget(edit)
        return edit

    def save(self) -> Callable[[], Any]:
        """The job of the act. Refuses what is missing."""
        raise NotImplementedError

    def primary(self) -> None:
        self.attempt(lambda: self.save())

    def attempt(self, make: Callable[[], Callable[[], Any]], *, stay: bool = False) -> bool:
        """Run the job that `make` returns; a refusal stands in the foot. Closes the sheet afterwards unless it is to `stay`."""
        try:
            work.call(make())
        except UserError as refusal:
            self.refuse(refusal.message)
            return False
        self.message.hide()
        self.request_id = new_id()
        self.done.emit()
        if not stay:
            self.close_sheet()
        return True

    def refuse(self, words: str) -> None:
        self.message.set_state(words, Tone.BAD, "circle-x")
        self.message.show()
