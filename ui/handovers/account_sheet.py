"""积分账户: every line and every lot of a member's account, and what may be done without a bill: award, correct, take back."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout

from deskapp.points.domain import EntryKind
from deskapp.staff.domain import Right
from deskapp.typed import format_points
from ui.handovers.entry_dialogs import AdjustDialog, AwardDialog, UndoDialog
from ui.kit import buttons, theme, work
from ui.kit.filters import FilterChip
from ui.kit.form_frame import FormHead
from ui.kit.frames import Divider
from ui.kit.labels import Label
from ui.kit.pills import Pill, PillLabel
from ui.kit.segments import Option, Segments
from ui.kit.sheet import Sheet
from ui.kit.theme import Tone
from ui.points.ledger_view import LedgerView
from ui.points.lots_view import LotsView
from ui.points.papers import statement_job

if TYPE_CHECKING:
    from deskapp.data import Act
    from deskapp.points.domain import Balance, LedgerLine
    from ui.desk import Desk

_UNDONE_HERE = (EntryKind.AWARDED, EntryKind.MANUAL)
LINES, LOTS = "lines", "lots"
_PERIODS = ((None, "全部"), ("month", "本月"), ("quarter", "近 90 天"), ("year", "今年"), ("last_year", "去年"))


class AccountSheet(Sheet):
    """`accepted` after each entry, so that the pages behind look again."""

    accepted = Signal()

    def __init__(self, desk: Desk, *, customer_id: int) -> None:
        name = work.call(_name, desk.session.act(), customer_id)
        super().__init__(desk.sheets, f"积分账户 {name}", width=theme.DIALOG_WIDTHS[2])
        self.setObjectName("account")
        self._desk, self._customer_id, self._name = desk, customer_id, name
        self._head = FormHead(f"积分账户 {name}", icon="coins")
        self.spendable = Label("", size=theme.SECTION, bold=True)
        self.owed = PillLabel(Pill(""))
        self.owed.hide()
        self._head.add(self.owed)
        self._head.add(Label("可兑换", colour=theme.INK_2))
        self._head.add(self.spendable)
        self.which = Segments([Option(LINES, "流水"), Option(LOTS, "批次")], width=76, name="account_tabs", says="流水或批次")
        self.period = FilterChip("period", "期间", _PERIODS)
        self.view, self.lots = LedgerView(desk), LotsView(desk)
        self.award = buttons.plain("发奖励", icon="star", name="award")
        self.adjust = buttons.plain("手工增减", icon="pencil", name="adjust")
        self.undo = buttons.danger("冲正所选…", icon="undo-2", name="undo_entry")
        self.paper = buttons.plain("打印对账单", icon="printer", key="Ctrl+P", name="print_statement")
        self.paper.bind(self)
        self._lay_out()
        self._wire()
        self.award.setVisible(desk.session.may(Right.POST_HANDOVERS))
        self.adjust.setVisible(desk.session.may(Right.MANUAL_POINTS))
        self.which.set_value(LINES)
        self._row_changed(None)
        self._look()

    def _lay_out(self) -> None:
        above = QHBoxLayout()
        above.setContentsMargins(theme.MARGIN_X, theme.GAP, theme.MARGIN_X, theme.GAP)
        above.setSpacing(theme.GAP)
        above.addWidget(self.which)
        above.addWidget(self.period)
        above.addStretch(1)
        above.addWidget(self.undo)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.lots)
        self._close = buttons.plain("关闭", key="Esc", name="close_account")
        foot = QHBoxLayout()
        foot.setContentsMargins(theme.MARGIN_X, theme.GAP, theme.MARGIN_X, theme.GAP)
        foot.setSpacing(theme.GAP)
        for button in (self.award, self.adjust):
            foot.addWidget(button)
        foot.addStretch(1)
        foot.addWidget(self.paper)
        foot.addWidget(self._close)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(Divider())
        column.addLayout(above)
        column.addWidget(Divider())
        column.addWidget(self._stack, 1)
        column.addWidget(Divider())
        column.addLayout(foot)
        self.setMinimumHeight(min(theme.DIALOG_HEIGHT, self._desk.sheets.height()))

    def _wire(self) -> None:
        self._head.closing.connect(self.escape)
        self._close.clicked.connect(self.escape)
        self.which.changed.connect(self._which_changed)
        self.period.changed.connect(self._show_lines)
        self.award.clicked.connect(lambda: self._run(AwardDialog(self._desk, self._customer_id, self._name)))
        self.adjust.clicked.connect(lambda: self._run(AdjustDialog(self._desk, self._customer_id, self._name)))
        self.undo.clicked.connect(self._undo)
        self.paper.clicked.connect(self._print)
        self.view.current_changed.connect(self._row_changed)

    # Looking ----------------------------------------------------------------------------------------------------------

    def _look(self) -> None:
        self._show_lines()
        self.lots.show_account(self._customer_id)
        work.latest(self, partial(_balance, self._customer_id, self._today()), self._tell)

    def _show_lines(self) -> None:
        self.view.show_account(self._customer_id, *self.days())

    def _which_changed(self) -> None:
        lines = self.which.value() == LINES
        self._stack.setCurrentWidget(self.view if lines else self.lots)
        self.period.setVisible(lines)
        self._row_changed(self.view.current_row())

    def days(self) -> tuple[date | None, date | None]:
        """The days of the chosen period; None is the beginning, or today."""
        today, chosen = self._today(), self.period.value()
        if chosen == "month":
            return today.replace(day=1), None
        if chosen == "quarter":
            return today - timedelta(days=90), None
        if chosen == "year":
            return today.replace(month=1, day=1), None
        if chosen == "last_year":
            return date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)
        return None, None

    def _tell(self, now: Balance) -> None:
        self.spendable.set_text(f"{format_points(now.spendable)} 分")
        self.spendable.set_colour(theme.BAD if now.spendable < 0 else theme.PRIMARY)
        self.owed.setVisible(now.debt > 0)
        if now.debt:
            self.owed.set_pill(Pill(f"欠 {format_points(now.debt)} 分，以后获得的先抵", Tone.BAD))
        facts = [f"已减预留 {format_points(now.reserved)} 分"] if now.reserved else []
        if now.next_expiry is not None:
            facts.append(f"{format_points(now.next_expiry.points)} 分 {now.next_expiry.on} 到期")
        self._head.set_hint("，".join(facts))

    def _row_changed(self, line: LedgerLine | None) -> None:
        may = self._desk.session.may(Right.REVERSE_POINTS)
        self.undo.setVisible(may and self.which.value() == LINES)
        self.undo.setEnabled(line is not None and line.kind in _UNDONE_HERE and line.entry_id is not None)

    def _today(self) -> date:
        return self._desk.session.now().date()

    # Acting -----------------------------------------------------------------------------------------------------------

    def _print(self) -> None:
        self._desk.print_paper(work.call(statement_job, self._desk.session.act(), self._customer_id, *self.days()))

    def _undo(self) -> None:
        line = self.view.current_row()
        if line is not None and line.entry_id is not None:
            self._run(UndoDialog(self._desk, line))

    def _run(self, dialog: AwardDialog | AdjustDialog | UndoDialog) -> None:
        dialog.accepted.connect(self._entered)
        dialog.open()

    def _entered(self) -> None:
        self._look()
        self.accepted.emit()


def _name(act: Act, customer_id: int) -> str:
    from deskapp.customers.views import customer
    from deskapp.staff.service import require

    require(act, Right.SEE_CUSTOMERS)
    return customer(act=act, customer_id=customer_id).name


def _balance(customer_id: int, on: date) -> Balance:
    from deskapp.points.reading import balance

    return balance(customer_id=customer_id, on=on)
