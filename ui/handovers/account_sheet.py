"""积分账户: every line of a member's account, with what may be done without a bill: awards, manual entries, taking either back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from deskapp.points.domain import EntryKind
from deskapp.staff.domain import Right
from deskapp.typed import format_points
from ui.handovers.entry_dialogs import AdjustDialog, AwardDialog
from ui.kit import buttons, notify, theme, work
from ui.kit.asking import ReasonDialog
from ui.kit.form_frame import FormHead
from ui.kit.frames import Divider
from ui.kit.sheet import Sheet
from ui.points.ledger_view import LedgerView
from ui.points.papers import statement_job

if TYPE_CHECKING:
    from datetime import date

    from deskapp.data import Act
    from deskapp.points.domain import Balance, LedgerLine
    from ui.desk import Desk

_UNDONE_HERE = (EntryKind.AWARDED, EntryKind.MANUAL)


class AccountSheet(Sheet):
    """`accepted` after each entry, so that the pages behind look again."""

    accepted = Signal()

    def __init__(self, desk: Desk, customer_id: int, name: str) -> None:
        super().__init__(desk.sheets, f"积分账户 {name}", width=theme.DIALOG_WIDTHS[2])
        self.setObjectName("account")
        self._desk, self._customer_id = desk, customer_id
        self._head = head = FormHead(f"积分账户 {name}", icon="coins")
        self.view = LedgerView(desk)
        self.award = buttons.plain("发奖励", icon="star", name="award")
        self.adjust = buttons.plain("手工增减", icon="pencil", name="adjust")
        self.undo = buttons.danger("冲正所选…", icon="undo-2", name="undo_entry")
        self.paper = buttons.plain("打印对账单", icon="printer", key="Ctrl+P", name="print_statement")
        self.paper.bind(self)
        close = buttons.plain("关闭", key="Esc", name="close_account")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (head, Divider()):
            column.addWidget(widget)
        column.addWidget(self.view, 1)
        column.addWidget(Divider())
        foot = QHBoxLayout()
        foot.setContentsMargins(theme.MARGIN_X, theme.GAP, theme.MARGIN_X, theme.GAP)
        foot.setSpacing(theme.GAP)
        for button in (self.award, self.adjust, self.undo):
            foot.addWidget(button)
        foot.addStretch(1)
        foot.addWidget(self.paper)
        foot.addWidget(close)
        column.addLayout(foot)
        self.setMinimumHeight(min(theme.DIALOG_HEIGHT, desk.sheets.height()))
        head.closing.connect(self.escape)
        close.clicked.connect(self.escape)
        self.award.clicked.connect(self._award)
        self.adjust.clicked.connect(self._adjust)
        self.undo.clicked.connect(self._undo)
        self.paper.clicked.connect(self._print)
        self.view.current_changed.connect(self._row_changed)
        self.award.setVisible(desk.session.may(Right.POST_HANDOVERS))
        self.adjust.setVisible(desk.session.may(Right.MANUAL_POINTS))
        self._row_changed(None)
        self._look()

    def _look(self) -> None:
        self.view.show_account(self._customer_id)
        work.latest(self, partial(_balance, self._customer_id, self._desk.session.now().date()), self._tell)

    def _tell(self, now: Balance) -> None:
        words = f"可兑换 {format_points(now.spendable)} 分"
        words += f"，已预留 {format_points(now.reserved)} 分" if now.reserved else ""
        if now.next_expiry is not None:
            words += f"，{format_points(now.next_expiry.points)} 分 {now.next_expiry.on} 到期"
        self._head.set_hint(words)

    def _print(self) -> None:
        self._desk.print_paper(work.call(statement_job, self._desk.session.act(), self._customer_id))

    def _row_changed(self, line: LedgerLine | None) -> None:
        may = self._desk.session.may(Right.REVERSE_POINTS)
        self.undo.setVisible(may)
        self.undo.setEnabled(line is not None and line.kind in _UNDONE_HERE and line.entry_id is not None)

    def _award(self) -> None:
        self._run(AwardDialog(self._desk, self._customer_id))

    def _adjust(self) -> None:
        self._run(AdjustDialog(self._desk, self._customer_id))

    def _undo(self) -> None:
        line = self.view.current_row()
        if line is None or line.entry_id is None:
            return
        entry_id = line.entry_id

        def job(reason: str, request_id: str) -> None:
            work.call(_undo, self._desk.session.act(request_id=request_id), entry_id, reason)

        text = f"{line.at:%Y-%m-%d} {line.note or line.kind.label}：整笔冲正，只能一次。"
        dialog: ReasonDialog[None] = ReasonDialog(self._desk.sheets, "冲正这一笔", "冲正", text=text, job=job)
        dialog.accepted.connect(lambda: notify.say("已冲正"))
        self._run(dialog)

    def _run(self, dialog: AwardDialog | AdjustDialog | ReasonDialog[None]) -> None:
        dialog.accepted.connect(self._entered)
        dialog.open()

    def _entered(self) -> None:
        self._look()
        self.accepted.emit()


def _balance(customer_id: int, on: date) -> Balance:
    from deskapp.points.reading import balance

    return balance(customer_id=customer_id, on=on)


def _undo(act: Act, entry_id: int, reason: str) -> None:
    from deskapp.handovers.awards import undo_entry

    undo_entry(act=act, entry_id=entry_id, reason=reason)
