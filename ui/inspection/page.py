"""检查: today's plan, the check itself on one screen, and every check that was done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget

from deskapp.inspection.domain import CheckFilter
from deskapp.staff.domain import Right
from ui.inspection import loading
from ui.inspection.check_view import CheckView
from ui.inspection.plan_tab import PlanTab
from ui.inspection.records_tab import RecordsTab
from ui.kit import buttons, notify, work
from ui.kit.asking import ReasonDialog
from ui.kit.page import Page
from ui.kit.segments import Option, Segments

if TYPE_CHECKING:
    from deskapp.rectification.domain import Notice
    from ui.desk import Desk
    from ui.inspection.loading import Shown

PLAN, RECORDS = "plan", "records"
UNCONFIRMED, MISSED = "unconfirmed", "missed"
"""Lists that lines of the first page lead to; `plan:A:daily:2026-11-23:1` leads to one planned check."""


class InspectionPage(Page):
    """Numbers JC-… lead to their check."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("检查", name="inspection")
        self._desk = desk
        self._may, self._may_void = desk.session.may(Right.INSPECT), desk.session.may(Right.VOID_SLIPS)
        self.tabs = Segments([Option(PLAN, "今日计划"), Option(RECORDS, "检查记录")], width=100, name="inspection_tabs", says="页签")
        self.past = buttons.plain("回顾", icon="chart-column", name="look_back")
        self.back = buttons.plain("返回", icon="arrow-left", key="Esc", name="leave_check")
        self.void = buttons.danger("作废", icon="ban", name="void_check")
        self.print_button = buttons.plain("打印", icon="printer", name="print_check")
        self.raise_button = buttons.plain("开整改单", icon="wrench", name="raise_notices")
        self.next = buttons.primary("下一未查", icon="chevron-down", key="F4", name="next_open")
        for widget in (self.past, self.tabs, self.back, self.void, self.print_button, self.raise_button, self.next):
            self.add_button(widget)
        self.plan = PlanTab(desk)
        work.breathe()  # all three in one go would stop the window
        self.records = RecordsTab(desk)
        work.breathe()
        self.check = CheckView(desk)
        work.breathe()
        self._stack = QStackedWidget()
        for part in (self.plan, self.records, self.check):
            self._stack.addWidget(part)
            part.told.connect(self._say)
        self.column.addWidget(self._stack, 1)
        self._wire()
        self.tabs.set_value(PLAN)

    def _wire(self) -> None:
        self.plan.go.bind(self.plan)
        self.records.open_button.bind(self.records)
        self.next.bind(self.check)
        self.back.bind(self.check)
        self.tabs.changed.connect(self._open_tab)
        self.plan.check_wanted.connect(self.open_check)
        self.records.check_wanted.connect(self.open_check)
        self.plan.blank_wanted.connect(self._print_blank)
        self.plan.begin_wanted.connect(self._begin)
        self.past.clicked.connect(self._look_back)
        self.back.clicked.connect(self.leave_check)
        self.next.clicked.connect(self._next)
        self.print_button.clicked.connect(self._print)
        self.void.clicked.connect(self._void)
        self.raise_button.clicked.connect(self._raise)

    # Where one is ---------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        part: Any = self._stack.currentWidget()
        part.refresh()

    def show_record(self, record_id: int) -> None:
        """Show the check of a number JC-…."""
        self.open_check(record_id)

    def show_list(self, which: str) -> None:
        """A planned check, the unconfirmed or the missed ones: where lines of the first page lead."""
        self._leave()
        if which == UNCONFIRMED:
            self.tabs.set_value(RECORDS)
            self.records.show_only(CheckFilter.UNCONFIRMED)
        elif which.startswith("plan:"):
            self.tabs.set_value(PLAN)
            _, code, kind, day, nth = which.split(":")
            self.plan.show_planned((code, kind, day, int(nth)))
        else:
            self.tabs.set_value(PLAN)
            self.plan.show_missed()

    def scanned_over(self, seconds: float) -> None:
        self.check.scanned_over(seconds)

    def open_check(self, inspection_id: int) -> None:
        """Show a check: to go on with it, or complete as it was found."""
        self.check.open(inspection_id)
        self._show(self.check)

    def _look_back(self) -> None:
        """Rates, failed items and notices over time stand among the reports, where heads of departments see theirs, too."""
        page: Any = self._desk.open_room("reports")
        page.show_list("checks")

    def leave_check(self) -> None:
        """Back to the list the check was opened from; what was marked is kept."""
        self._leave()
        self._open_tab()

    def _leave(self) -> None:
        if self.check.shown is not None:
            self.check.leave()

    def _open_tab(self) -> None:
        self._leave()
        self._show(self.records if self.tabs.value() == RECORDS else self.plan)

    def _show(self, part: PlanTab | RecordsTab | CheckView) -> None:
        self._stack.setCurrentWidget(part)
        self.setFocusProxy(part)
        part.setFocus()
        self._say()
        if part is not self.check and self.isVisible():
            self.refresh()

    # What the head says ---------------------------------------------------------------------------------------------

    def _say(self) -> None:
        at_check = self._stack.currentWidget() is self.check and self.check.shown is not None
        for widget in (self.back, self.void, self.print_button, self.raise_button, self.next):
            widget.setVisible(False)
        self.tabs.setVisible(not at_check)
        self.past.setVisible(not at_check and self._desk.session.may(Right.SEE_REPORTS))
        if not at_check or self.check.shown is None:
            part: Any = self._stack.currentWidget()
            self.set_title("检查")
            self.set_subtitle(part.summary() if part is not self.check else "")
            return
        self._say_check(self.check.shown)

    def _say_check(self, shown: Shown) -> None:
        check, run = shown.check, shown.check.run
        self.set_title(f"{run.version.name}检查")
        whom = "　".join(words for words in (check.department, shown.name(run.person_id)) if words)
        self.set_subtitle(f"{check.number}・{run.kind.label}・受检 {whom}")
        closed = self.check.is_closed
        self.back.setVisible(True)
        self.back.set_words("返回" if closed else "暂停", icon="arrow-left" if closed else "clock")
        self.print_button.setVisible(closed)
        self.void.setVisible(self._may_void and not run.voided)
        self.raise_button.setVisible(False)
        if closed:
            self._say_closed(shown)
        else:
            self._say_open()

    def _say_open(self) -> None:
        code = self.check.next_open()
        self.next.setVisible(self._may)
        if not code:
            self.next.set_words("完成检查", icon="check")
        elif self.check.marking.of(code) is None:
            self.next.set_words(f"下一未查 {code}", icon="chevron-down")
        else:
            self.next.set_words(f"补 {code} 的说明", icon="pencil")

    def _say_closed(self, shown: Shown) -> None:
        """The next step of a closed check: the other side confirms while it is still there, then the notices."""
        check = shown.check
        owes_notice = bool(check.run.failed) and not shown.notices and not check.run.voided
        self.next.setVisible(self._may and (check.waits_for_confirmation or owes_notice))
        self.raise_button.setVisible(self._may and owes_notice and check.waits_for_confirmation)
        if check.waits_for_confirmation:
            self.next.set_words("受检方确认", icon="user-check")
        else:
            self.next.set_words("开整改单", icon="wrench")

    # Acts -----------------------------------------------------------------------------------------------------------

    def _next(self) -> None:
        shown = self.check.shown
        if shown is None:
            return
        if not self.check.is_closed:
            if self.check.next_open():
                self.check.go_on()
            else:
                self.check.finish()
        elif shown.check.waits_for_confirmation:
            self._confirm()
        else:
            self._raise()

    def _confirm(self) -> None:
        from ui.inspection.dialogs import ConfirmCheckDialog

        shown = self.check.shown
        if shown is not None:
            run = shown.check.run
            people = work.call(loading.confirming_people, run.department_id, run.started_by)
            dialog = ConfirmCheckDialog(self._desk, shown, people)
            dialog.accepted.connect(self._changed)
            dialog.open()

    def _raise(self) -> None:
        from ui.inspection.dialogs import NoticesDialog

        shown = self.check.shown
        if shown is not None:
            dialog = NoticesDialog(self._desk, shown, work.call(loading.choices, self._desk.session.now().date()).departments)
            dialog.accepted.connect(self._raised)
            dialog.open()

    def _raised(self, made: tuple[Notice, ...]) -> None:
        from deskapp.data import NumberKind

        self._changed()
        self._desk.open_record(NumberKind.RECTIFICATION, made[0].id)

    def _begin(self, code: str) -> None:
        from ui.inspection.dialogs import BeginDialog

        dialog = BeginDialog(self._desk, work.call(loading.choices, self._desk.session.now().date()), code=code)
        dialog.accepted.connect(self.open_check)
        dialog.open()

    def _void(self) -> None:
        shown = self.check.shown
        if shown is None:
            return
        check = shown.check
        dialog = ReasonDialog(
            self._desk.sheets,
            f"作废 {check.number}",
            "作废",
            text="作废后不计入合格率，也不抵计划；记录和照片还看得到。",
            job=lambda reason, request_id: work.call(loading.void, self._desk.session.act(request_id=request_id), check.id, reason),
            icon="ban",
        )
        dialog.accepted.connect(self._voided)
        dialog.open()

    def _voided(self) -> None:
        notify.say("检查已作废")
        self._changed()

    def _changed(self, *_: object) -> None:
        self._desk.changed()

    def _print(self) -> None:
        from ui.inspection.papers import sheet_job

        if self.check.check is not None:
            self._desk.print_paper(work.call(sheet_job, self._desk.session.act(), self.check.check.id))

    def _print_blank(self, code: str) -> None:
        from ui.inspection.papers import blank_job

        self._desk.print_paper(work.call(blank_job, self._desk.session.act(), code))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc on a check wherever the focus is on the page."""
        if event.key() == Qt.Key.Key_Escape and self._stack.currentWidget() is self.check:
            self.leave_check()
        else:
            super().keyPressEvent(event)
