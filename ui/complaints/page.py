"""投诉: the board of slips and their list, one slip, what must be reported and chased, the day and the week of the quality meeting."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtWidgets import QMenu, QStackedWidget

from deskapp.staff.domain import Right
from ui.complaints.agenda_day import DayTab
from ui.complaints.agenda_tab import AgendaTab
from ui.complaints.enquiry_tab import EnquiriesTab
from ui.complaints.list_papers import slips_job
from ui.complaints.list_tab import SlipsTab
from ui.complaints.lists_tab import ReminderTab
from ui.complaints.loading import sees_reports
from ui.complaints.papers import BLANK_PAPERS
from ui.complaints.slip_view import SlipView
from ui.desk import DeskAct
from ui.kit import buttons, notify, work
from ui.kit.page import Page
from ui.kit.segments import Option, Segments
from ui.kit.theme import Tone

if TYPE_CHECKING:
    from collections.abc import Callable

    from deskapp.data import Act
    from ui.desk import Desk, PrintJob

BOARD, LIST, REMINDERS, ENQUIRIES, DAY, AGENDA = "board", "list", "reminders", "enquiries", "day", "agenda"
TITLE = "投诉"
MOST_AT_ONCE = 50
_PARTS = {REMINDERS: "reminders", ENQUIRIES: "enquiries", DAY: "day", AGENDA: "agenda"}
Tab = TypeVar("Tab", ReminderTab, EnquiriesTab, DayTab, AgendaTab)


class ComplaintsPage(Page):
    """Numbers TS-… lead to `show_record`: the slip at its next step; ZX-… to `show_enquiry`."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(TITLE, name="complaints")
        self._desk = desk
        tabs = [Option(BOARD, "看板", icon="list-checks"), Option(LIST, "列表", icon="list"), Option(REMINDERS, "催办", icon="bell-ring")]
        if desk.session.may(Right.DRAFT_COMPLAINTS):
            tabs.append(Option(ENQUIRIES, "咨询", icon="message-square"))
        if work.call(sees_reports, desk.session.act()):
            tabs += [Option(DAY, "日汇总", icon="calendar"), Option(AGENDA, "质量会", icon="chart-column")]
        self.tabs = Segments(tabs, width=72, name="complaints_tabs", says="页签")
        self.blank = buttons.plain("空白单", icon="file-text", name="print_blank_slip")
        self.print_button = buttons.plain("打印", icon="printer", name="print_complaints")
        self.new = buttons.primary("受理投诉", icon="plus", key="F8", name="new_complaint")
        self.slips = SlipsTab(desk)
        work.breathe()  # both in one go would stop the window
        self.slip = SlipView(desk)
        work.breathe()
        self._listing = (self.tabs, self.blank, self.print_button, self.new)
        for button in (*self._listing, *self.slip.head_buttons):
            self.add_button(button)
        self._stack = QStackedWidget()
        for part in (self.slips, self.slip):
            self._stack.addWidget(part)
            part.told.connect(self._say)
        self.column.addWidget(self._stack, 1)
        self._wire()
        self.tabs.set_value(BOARD)

    @cached_property
    def reminders(self) -> ReminderTab:
        return self._taken_in(ReminderTab(self._desk))

    @cached_property
    def enquiries(self) -> EnquiriesTab:
        return self._taken_in(EnquiriesTab(self._desk))

    @cached_property
    def day(self) -> DayTab:
        return self._taken_in(DayTab(self._desk))

    @cached_property
    def agenda(self) -> AgendaTab:
        agenda = self._taken_in(AgendaTab(self._desk))
        agenda.notice_wanted.connect(self._desk.open_number)
        return agenda

    def _taken_in(self, part: Tab) -> Tab:
        """A tab that is opened for the first time: whoever signs in anew gets a page of his own, and most of it nobody looks at."""
        self._stack.addWidget(part)
        part.told.connect(self._say)
        part.opened.connect(self.show_record)
        work.breathe()  # it is laid out in the next go
        return part

    def _wire(self) -> None:
        self.tabs.changed.connect(self._open_tab)
        self.slips.opened.connect(self.show_record)
        self.slip.left.connect(self._open_tab)
        self.new.clicked.connect(lambda: self._desk.start(DeskAct.COMPLAIN))
        self.print_button.clicked.connect(self._print)
        self.blank.clicked.connect(self._offer_blank_papers)

    def _offer_blank_papers(self) -> None:
        """The forms for when the program is not at hand; Enter takes the usual slip."""
        menu = QMenu(self)
        menu.setObjectName("blank_papers")
        menu.setAccessibleName("空白单")
        for words, job in BLANK_PAPERS:
            menu.addAction(words).triggered.connect(partial(self._print_blank, job))
        menu.setActiveAction(menu.actions()[0])
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.blank.mapToGlobal(self.blank.rect().bottomLeft()))

    def _print_blank(self, job: Callable[[Act], PrintJob], *_: object) -> None:
        self._desk.print_paper(work.call(job, self._desk.session.act()))

    def refresh(self) -> None:
        self._part().refresh()

    def go_home(self) -> None:
        if self._part() is self.slip:
            self._open_tab()

    def show_record(self, record_id: int) -> None:
        """Open a slip, typed, scanned or chosen."""
        self._stack.setCurrentWidget(self.slip)
        self.slip.show_slip(record_id)
        self._show_buttons()
        self.setFocusProxy(self.slip)
        self.slip.setFocus()

    def show_enquiry(self, record_id: int) -> None:
        """Put the cursor on a question."""
        self.tabs.set_value(ENQUIRIES)
        self.enquiries.show_enquiry(record_id)

    def complaint_in_hand(self) -> dict[str, Any]:
        """What F8 begins with: the question under the cursor."""
        return self.enquiries.in_hand() if self._asking() else {}

    def show_list(self, name: str) -> None:
        """A list another page names: 'mine', 'overdue', or one of the reminders."""
        if name == "mine":
            self.tabs.set_value(LIST)
            self.slips.show_mine()
        elif name == "overdue":
            self.tabs.set_value(LIST)
            self.slips.show_overdue()
        else:
            self.tabs.set_value(REMINDERS)
            self.reminders.show_list(name)

    def _part(self) -> Any:
        return self._stack.currentWidget()

    def _asking(self) -> bool:
        return self._part() is not self.slip and self.tabs.value() == ENQUIRIES

    def _open_tab(self) -> None:
        which = self.tabs.value()
        part: Any = getattr(self, _PARTS.get(which, "slips"))
        if part is self.slips:
            self.slips.show_as(board=which == BOARD)
        self._stack.setCurrentWidget(part)
        self._show_buttons()
        self.setFocusProxy(part)
        self._say()
        if self.isVisible():
            part.setFocus()
            self.refresh()

    def _show_buttons(self) -> None:
        """A slip has the head for itself."""
        reading = self._part() is self.slip
        for button in self._listing:
            button.setVisible(not reading)
        asking = self._asking()  # there F8 turns the question into a slip
        self.new.setVisible(not reading and not asking and self._desk.session.may(Right.DRAFT_COMPLAINTS))
        self.print_button.setVisible(not reading and not asking)
        self.blank.setVisible(not reading and self._part() is self.slips)
        words = {REMINDERS: "打印清单", DAY: "打印汇总", AGENDA: "打印议程"}.get(self.tabs.value(), "批量打印")
        self.print_button.set_words(words)
        self.slip.show_head(shown=reading)

    def _say(self) -> None:
        part = self._part()
        opened = self.slip.opened
        self.set_title(opened.slip.number if part is self.slip and opened else TITLE)
        self.set_subtitle(part.summary())
        if part is self.slip:
            self._show_buttons()

    def _print(self) -> None:
        part = self._part()
        if part is not self.slips:
            self._desk.print_paper(part.job())
            return
        ids = [line.slip.id for line in self.slips.shown]
        if not ids:
            notify.say("这里没有处理单可以打印", tone=Tone.WARN)
        elif len(ids) > MOST_AT_ONCE:
            notify.say(f"一次最多打印 {MOST_AT_ONCE} 张，现在列出 {len(ids)} 张；请先用筛选缩小", tone=Tone.WARN)
        else:
            self._desk.print_paper(work.call(slips_job, self._desk.session.act(), ids))
