"""休息区: what the board shows, live at the desk of customer service; the month, and what must be seen to."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtWidgets import QStackedWidget

from deskapp.today.domain import REMARK
from ui.kit import buttons, work
from ui.kit.page import Page
from ui.kit.segments import Option, Segments
from ui.lounge.day_tab import DayTab
from ui.lounge.month_tab import MonthTab
from ui.lounge.tending_tab import TendingTab

if TYPE_CHECKING:
    from ui.desk import Desk

DAY, MONTH, TENDING = "day", "month", "tending"
Tab = TypeVar("Tab", DayTab, MonthTab, TendingTab)


class LoungePage(Page):
    """Numbers RZ-… lead to their day, BX-… to their repair."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("休息区", name="lounge")
        self._desk = desk
        self.tabs = Segments(
            [Option(DAY, "今日"), Option(MONTH, "月历"), Option(TENDING, "报修与留言")], width=72, name="lounge_tabs", says="页签"
        )
        self.print_button = buttons.plain("打印", icon="printer", name="print_lounge")
        self.blank_button = buttons.plain("空白日志", icon="file-text", name="print_blank")
        self.board_button = buttons.plain("打开看板", icon="external-link", key="F11", name="open_board")
        self.board_button.clicked.connect(desk.open_board)
        for widget in (self.tabs, self.board_button, self.blank_button, self.print_button):
            self.add_button(widget)
        self._stack = QStackedWidget()
        self.day = self._taken_in(DayTab(desk))
        self.column.addWidget(self._stack, 1)
        self.tabs.changed.connect(self._open_tab)
        self.print_button.clicked.connect(self._print)
        self.blank_button.clicked.connect(self._print_blank)
        self.tabs.set_value(DAY)

    @cached_property
    def month(self) -> MonthTab:
        month = self._taken_in(MonthTab(self._desk))
        month.day_wanted.connect(self.show_day)
        month.sign_wanted.connect(self._sign)
        month.correct_wanted.connect(self._correct)
        return month

    @cached_property
    def tending(self) -> TendingTab:
        tending = self._taken_in(TendingTab(self._desk))
        tending.act_button.bind(self)  # also with the focus on the tabs or the print button
        return tending

    def _taken_in(self, tab: Tab) -> Tab:
        """A tab that is opened for the first time: whoever signs in anew gets a page of his own, and most of it nobody looks at."""
        self._stack.addWidget(tab)
        tab.told.connect(self._say)
        return tab

    def refresh(self) -> None:
        self._tab().refresh()

    def show_record(self, record_id: int) -> None:
        """Show the day of a number RZ-…."""
        self.show_day(work.call(_day_of, record_id))

    def show_repair(self, record_id: int) -> None:
        """Put the cursor on a repair BX-…."""
        self.tabs.set_value(TENDING)
        self.tending.show_repair(record_id)

    def show_list(self, which: str) -> None:
        """A day by its date, what must be tended, or a guest's remark there by its id: where lines of the first page lead."""
        if which == TENDING:
            self.tabs.set_value(TENDING)
        elif which.startswith(REMARK):
            self.tabs.set_value(TENDING)
            self.tending.show_remark(int(which.removeprefix(REMARK)))
        else:
            self.show_day(date.fromisoformat(which))

    def complaint_in_hand(self) -> dict[str, Any]:
        """What F8 begins with: the guest's remark under the cursor."""
        return self.tending.complaint_in_hand() if self.tabs.value() == TENDING else {}

    def show_day(self, day: date) -> None:
        self.tabs.set_value(DAY)
        self.day.show_day(day)

    def _tab(self) -> DayTab | MonthTab | TendingTab:
        which = self.tabs.value()
        return self.month if which == MONTH else self.tending if which == TENDING else self.day

    def _open_tab(self) -> None:
        tab = self._tab()
        self._stack.setCurrentWidget(tab)
        self.setFocusProxy(tab)
        self.print_button.set_words({MONTH: "打印月表", TENDING: "打印报修单"}.get(self.tabs.value(), "打印日志"))
        self.blank_button.setVisible(tab is self.day)
        self._say()
        if self.isVisible():
            self.refresh()

    def _say(self) -> None:
        self.set_subtitle(self._tab().summary())

    def _sign(self, day: date) -> None:
        """The oldest unsigned day: look at it first."""
        self.show_day(day)

    def _correct(self, day: date, slot: str) -> None:
        self.show_day(day)
        self.day.wanted_correction = slot

    def _print(self) -> None:
        from ui.lounge.papers import day_job, month_job, repairs_job

        tab, session = self._tab(), self._desk.session
        if tab is self.day and self.day.day is not None:
            self._desk.print_paper(work.call(day_job, session.act(), self.day.day))
        elif isinstance(tab, MonthTab):
            self._desk.print_paper(work.call(month_job, session.act(), tab.month))
        elif isinstance(tab, TendingTab):
            self._desk.print_paper(work.call(repairs_job, session.act()))

    def _print_blank(self) -> None:
        from ui.lounge.papers import blank_job

        self._desk.print_paper(work.call(blank_job, self._desk.session.act()))


def _day_of(record_id: int) -> date:
    from deskapp.lounge.reading import day_of

    return day_of(record_id)
