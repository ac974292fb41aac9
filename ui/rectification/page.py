"""整改: the board of notices and their list, one notice, the register of 重点改善项目 with the appraisals; what is overdue, on paper."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget

from deskapp.staff.domain import Right
from ui.kit import buttons, work
from ui.kit.page import Page
from ui.kit.segments import Option, Segments
from ui.rectification.draft_dialog import DraftNoticeDialog
from ui.rectification.enforcement_dialogs import OverdueSheet, load_overdue
from ui.rectification.enforcement_tab import EnforcementTab
from ui.rectification.list_tab import NoticesTab
from ui.rectification.notice_view import NoticeView
from ui.rectification.papers import findings_job

if TYPE_CHECKING:
    from deskapp.rectification.domain import Notice
    from ui.desk import Desk

BOARD, LIST, ENFORCEMENT = "board", "list", "enforcement"
APPRAISALS = "appraisals"
TITLE = "整改通知"


class RectificationPage(Page):
    """Numbers ZG-… lead to `show_record`: the notice at the row whose step is the next one."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(TITLE, name="rectification")
        self._desk = desk
        self._issues = desk.session.may(Right.ISSUE_NOTICES)
        tabs = [Option(BOARD, "看板", icon="list-checks"), Option(LIST, "列表", icon="list")]
        if self._issues:
            tabs.append(Option(ENFORCEMENT, "重点与考核", icon="flag"))
        self.tabs = Segments(tabs, width=84, name="rectification_tabs", says="页签")
        self.table = buttons.plain("汇总表", icon="printer", name="print_findings")
        self.overdue = buttons.plain("逾期催办", icon="bell-ring", name="overdue_reminder")
        self.new = buttons.primary("新建整改单", icon="plus", key="F4", name="new_notice")
        self.notices = NoticesTab(desk)
        work.breathe()  # both in one go would stop the window
        self.notice = NoticeView(desk)
        work.breathe()
        self._listing = (self.tabs, self.table, self.overdue, self.new)
        for button in (*self._listing, *self.notice.head_buttons):
            self.add_button(button)
        self._stack = QStackedWidget()
        for part in (self.notices, self.notice):
            self._stack.addWidget(part)
            part.told.connect(self._say)
        self.column.addWidget(self._stack, 1)
        self.tabs.changed.connect(self._open_tab)
        self.notices.opened.connect(self.show_record)
        self.notice.left.connect(self._open_tab)
        self.new.clicked.connect(self._draft)
        self.overdue.clicked.connect(self._remind)
        self.table.clicked.connect(self._print_table)
        for button in (self.new, self.notice.paper):
            button.bind(self)
        back = QShortcut(QKeySequence("Alt+Left"), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)  # its cap shows the arrow
        back.activated.connect(self.go_home)
        self.tabs.set_value(BOARD)

    @cached_property
    def enforcement(self) -> EnforcementTab:
        """Built when it is first opened: whoever signs in anew gets a page of his own."""
        tab = EnforcementTab(self._desk)
        self._stack.addWidget(tab)
        tab.told.connect(self._say)
        tab.opened.connect(self.show_record)
        work.breathe()  # it is laid out in the next go
        return tab

    def refresh(self) -> None:
        self._part().refresh()

    def show_record(self, record_id: int) -> None:
        """Open a notice, typed, scanned or chosen."""
        self._stack.setCurrentWidget(self.notice)
        self._show_buttons()
        self.notice.show_notice(record_id)
        self.setFocusProxy(self.notice)
        self.notice.setFocus()

    def show_list(self, name: str) -> None:
        """A list another page names: what is overdue, or the appraisals to decide."""
        if name == APPRAISALS:
            self.tabs.set_value(ENFORCEMENT)
        else:
            self.tabs.set_value(LIST)
            self.notices.show_overdue()

    def _part(self) -> NoticesTab | NoticeView | EnforcementTab:
        shown = self._stack.currentWidget()
        return next((part for part in (self.notices, self.notice) if part is shown), None) or self.enforcement

    def _open_tab(self) -> None:
        which = self.tabs.value()
        part = self.enforcement if which == ENFORCEMENT else self.notices
        if part is self.notices:
            self.notices.show_as(board=which == BOARD)
        self._stack.setCurrentWidget(part)
        self._show_buttons()
        self.setFocusProxy(part)
        self._say()
        if self.isVisible():
            part.setFocus()
            self.refresh()

    def _show_buttons(self) -> None:
        """A notice has the head for itself."""
        reading = self._part() is self.notice
        for button in self._listing:
            button.setVisible(not reading)
        self.new.setVisible(not reading and self._issues)
        self.overdue.setVisible(not reading and self._part() is self.notices)
        self.table.setVisible(not reading and self._part() is self.notices)
        for button in self.notice.head_buttons:
            button.setVisible(reading)
        self.notice.appraise.setVisible(reading and self._issues)

    def _say(self) -> None:
        part = self._part()
        if isinstance(part, NoticeView):
            opened = part.opened
            self.set_title(opened.notice.number if opened else TITLE)
            self.set_subtitle(opened.notice.department if opened else "")
        else:
            self.set_title(TITLE)
            self.set_subtitle(part.summary())

    def go_home(self) -> None:
        if self._part() is self.notice:
            self._open_tab()

    def _draft(self) -> None:
        dialog = DraftNoticeDialog(self._desk)
        dialog.accepted.connect(self._drafted)
        dialog.open()

    def _drafted(self, made: Notice) -> None:
        """The next step of a draft is to issue it: there it is."""
        self._desk.changed()
        self.show_record(made.id)

    def _remind(self) -> None:
        OverdueSheet(self._desk, work.call(load_overdue, self._desk.session.act())).open()

    def _print_table(self) -> None:
        self._desk.print_paper(work.call(findings_job, self._desk.session.act(), self.notices.notices()))
