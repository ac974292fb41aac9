"""The head of the board: time, store, who is on duty and who is tapping, and the ways to go."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.kit import theme
from ui.kit.dates import WEEKDAYS
from ui.kit.labels import Label
from ui.lounge.touch import LARGE, SMALL, Chip, TouchButton

if TYPE_CHECKING:
    from ui.lounge.loading import Shown

HEIGHT = 80


class Head(QWidget):
    """Chips of those on duty: a touch says who is tapping."""

    acting_chosen = Signal(int)
    sign_on_wanted = Signal()
    hand_over_wanted = Signal()
    absence_wanted = Signal()
    leave_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(HEIGHT)
        self.time = Label("", size=LARGE, bold=True)
        self.day = Label("", size=SMALL, bold=True)
        self.store = Label("", size=SMALL, colour=theme.INK_2)
        self.warning = Label("", size=SMALL, bold=True, colour=theme.BAD)
        self.duty_words = Label("当班", size=SMALL, colour=theme.INK_2)
        self.sign_on = TouchButton("签到", icon="user-plus", name="sign_on")
        self.hand_over = TouchButton("交接", icon="arrow-left-right", name="hand_over")
        self.absence = TouchButton("离岗", icon="footprints", name="absence")
        self.leave = TouchButton("退出", icon="log-out", name="leave")
        self._chips: dict[int, Chip] = {}
        self._chip_row = QHBoxLayout()
        self._chip_row.setSpacing(theme.STEP)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.day)
        words.addWidget(self.store)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.MARGIN_X, 0, theme.MARGIN_X, 0)
        row.setSpacing(theme.GAP)
        row.addWidget(self.time)
        row.addSpacing(theme.STEP)
        row.addLayout(words)
        row.addStretch(1)
        row.addWidget(self.warning)
        row.addWidget(self.duty_words)
        row.addLayout(self._chip_row)
        for button in (self.sign_on, self.hand_over, self.absence, self.leave):
            row.addWidget(button)
        self.sign_on.clicked.connect(self.sign_on_wanted)
        self.hand_over.clicked.connect(self.hand_over_wanted)
        self.absence.clicked.connect(self.absence_wanted)
        self.leave.clicked.connect(self.leave_wanted)

    def show_day(self, shown: Shown, now: datetime, acting: int | None) -> None:
        self.time.set_text(f"{now:%H:%M}")
        self.day.set_text(f"{now.month}月{now.day}日 周{WEEKDAYS[now.weekday()]}")
        self.store.set_text(f"{shown.store}・客户休息区")
        on = [shift.staff_id for shift in shown.day.on_duty(now)]
        out = {absence.staff_id for absence in shown.day.out(now)}
        self._show_chips(on, shown.names, out, acting)
        self.duty_words.set_text("当班" if on else "无人当班")
        self.warning.set_text("休息区没有人" if shown.day.nobody_there(now) else "")
        self.hand_over.setVisible(bool(on))
        self.absence.setVisible(bool(on))
        self.absence.set_words("返回" if acting in out else "离岗")

    def chip(self, staff_id: int) -> Chip:
        return self._chips[staff_id]

    def _show_chips(self, on: list[int], names: dict[int, str], out: set[int], acting: int | None) -> None:
        if [*self._chips] != on or any(("离岗" in chip.accessibleName()) != (key in out) for key, chip in self._chips.items()):
            while (taken := self._chip_row.takeAt(0)) is not None:
                widget = taken.widget()
                if widget is not None:
                    widget.hide()
                    widget.deleteLater()
            self._chips = {}
            for staff_id in on:
                hint = "离岗" if staff_id in out else ""
                chip = Chip(names[staff_id], value=staff_id, icon="user-check", hint=hint, name=f"duty_{staff_id}")
                chip.clicked.connect(lambda _=False, staff_id=staff_id: self.acting_chosen.emit(staff_id))
                self._chips[staff_id] = chip
                self._chip_row.addWidget(chip)
        for staff_id, chip in self._chips.items():
            chip.setChecked(staff_id == acting)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.SURFACE))
        painter.fillRect(0, self.height() - 1, self.width(), 1, QColor(theme.LINE))
