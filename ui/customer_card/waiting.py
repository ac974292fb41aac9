"""Points earned at the desk that the account does not have yet: which slip, how much, who owes it until when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from deskapp.calendar import DueState
from deskapp.handovers.domain import State
from deskapp.typed import format_points
from ui.kit import buttons
from ui.kit.banners import Banner
from ui.kit.dates import until_words
from ui.kit.theme import Tone

if TYPE_CHECKING:
    from deskapp.handovers.domain import SlipRow

_MOST = 3  # the ledger under them must stay in sight; the others are in the inbox


class WaitingSlips(QWidget):
    """A bar for each hand-over slip of the guest that nobody has posted; nothing while there is none. `open_wanted(number)`."""

    open_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("waiting_slips")
        self.setAccessibleName("还没有录入的积分移交单")
        self._shown: tuple[Sequence[SlipRow], date] | None = None
        self._bars: list[Banner] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(1)
        self.hide()

    def words(self) -> list[str]:
        """What the bars say."""
        return [bar.words() for bar in self._bars]

    def show_slips(self, slips: Sequence[SlipRow], *, today: date) -> None:
        """Show these; nothing is built anew where nothing changed."""
        if self._shown == (slips, today):
            return
        self._shown = (slips, today)
        for bar in self._bars:
            self._column.removeWidget(bar)
            bar.hide()
            bar.deleteLater()
        self._bars = [self._bar(slip, today) for slip in slips[:_MOST]]
        if len(slips) > _MOST:
            self._bars[-1].set_words(f"{self._bars[-1].words()}；另有 {len(slips) - _MOST} 张")
        for bar in self._bars:
            self._column.addWidget(bar)
        self.setVisible(bool(slips))

    def _bar(self, slip: SlipRow, today: date) -> Banner:
        link = buttons.link("打开", name=f"open_{slip.number}")
        link.setAccessibleName(f"打开 {slip.number}")
        link.clicked.connect(partial(self.open_wanted.emit, slip.number))
        tone, icon = (Tone.BAD, "circle-alert") if _is_late(slip) else (Tone.WARN, "clock")
        return Banner(slip_words(slip, today=today), tone, icon=icon, action=link)


def _is_late(slip: SlipRow) -> bool:
    return slip.due is not None and slip.due.state is DueState.OVERDUE


def slip_words(slip: SlipRow, *, today: date) -> str:
    """移交单 JF-… 的 1,860 分还没有入账，等客服录入，今天 17:30 前."""
    until = f"超 {slip.due.days} 天" if slip.due and _is_late(slip) else f"{until_words(slip.due_at, today=today)} 前"
    used = f"、抵扣 {format_points(slip.points_used)} 分" if slip.points_used else ""
    owed = "等客服录入" if slip.state is State.PENDING else f"已退回，等{slip.writer or '前台'}改正（{slip.reason}）"
    return f"移交单 {slip.number} 的 {format_points(slip.points)} 分{used}还没有入账，{owed}，{until}"
