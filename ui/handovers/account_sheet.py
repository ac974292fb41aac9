"""积分账户: every line of a member's account, with what may be done without a bill: awards, manual entries, taking either back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from deskapp.points.domain import EntryKind
from deskapp.staff.domain import Right
from ui.handovers.entry_dialogs import AdjustDialog, AwardDialog
from ui.kit import buttons, notify, theme, work
from ui.kit.asking import ReasonDialog
from ui.kit.form_frame import FormHead
from ui.kit.frames import Divider
from ui.kit.sheet import Sheet
from ui.points.ledger_view import LedgerView

if TYPE_CHECKING:
    from deskapp.data import Act
    from deskapp.points.domain import LedgerLine
    from ui.desk import Desk

_UNDONE_HERE = (EntryKind.AWARDED, EntryKind.MANUAL)


class AccountSheet(Sheet):
    """`accepted` after each entry, so that the pages behind look again."""

    accepted = Signal()

    def __init__(self, desk: Desk, customer_id: int, name: str) -> None:
        super().__init__(desk.sheets, f"积分账户 {name}", width=theme.DIALOG_WIDTHS[2])
        self.setObjectName("account")
        self._desk, self._customer_id = desk, customer_id
        head = FormHead(f"积分账户 {name}", icon="coins")
        self.view = LedgerView(desk)
        self.award = buttons.plain("发奖励", icon="star", name="award")
        self.adjust = buttons.plain("手工增减", icon="pencil", name="adjust")
        self.undo = buttons.danger("冲正所选…", icon="undo-2", name="undo_entry")
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
        foot.addWidget(close)
        column.addLayout(foot)
        self.setMinimumHeight(min(theme.DIALOG_HEIGHT, desk.sheets.height()))
        head.closing.connect(self.escape)
        close.clicked.connect(self.escape)
        self.award.clicked.connect(self._award)
        self.adjust.clicked.connect(self._adjust)
        self.undo.clicked.connect(self._undo)
        self.view.current_changed.connect(self._row_changed)
        self.award.setVisible(desk.session.may(Right.POST_HANDOVERS))
        self.adjust.setVisible(desk.session.may(Right.MANUAL_POINTS))
        self._row_changed(None)
        self.view.show_account(customer_id)

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
        self.view.show_account(self._customer_id)
        self.accepted.emit()


def _undo(act: Act, entry_id: int, reason: str) -> None:
    from deskapp.handovers.awards import undo_entry

    undo_entry(act=act, entry_id=entry_id, reason=reason)
