"""From a step to its dialog, or straight to the store where it asks nothing."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from ui.complaints import files_list
from ui.complaints import steps_answering as answering
from ui.complaints import steps_closing as closing
from ui.complaints import steps_customer as customer
from ui.complaints import steps_routing as routing
from ui.complaints.steps import Move
from ui.complaints.steps_dialog import ReasonStepDialog
from ui.kit import work
from ui.kit.asking import ConfirmDialog

if TYPE_CHECKING:
    from deskapp.complaints.things import Complaint, Row, Seen, SlipFile
    from deskapp.data import Act
    from ui.complaints.loading import Opened
    from ui.complaints.slip_view import SlipView
    from ui.desk import Desk
    from ui.kit.form_dialog import FormDialog

_OF_SLIP: dict[Move, Callable[..., FormDialog[Any]]] = {
    Move.ROUTE: routing.RouteDialog,
    Move.REASSIGN: routing.ReassignDialog,
    Move.CALL_BACK: customer.CallBackDialog,
    Move.REJECT: partial(customer.CallBackDialog, rejected=True),
    Move.SEND_BACK: customer.SendBackDialog,
    Move.REPLY: customer.ReplyDialog,
    Move.COMPENSATE: customer.CompensationDialog,
    Move.DECIDE_COMPENSATION: customer.DecideCompensationDialog,
    Move.PAPER: closing.PaperDialog,
    Move.ADD_PHOTOS: closing.PhotosDialog,
    Move.RAISE_NOTICE: closing.RaiseNoticeDialog,
    Move.ARCHIVE: closing.ArchiveDialog,
    Move.REOPEN: closing.ReopenDialog,
}
_OF_ROW: dict[Move, Callable[..., FormDialog[Any]]] = {
    Move.SIGN: answering.SignDialog,
    Move.NAME_OWNER: answering.OwnerDialog,
    Move.RESULT: answering.ResultDialog,
    Move.PLAN: partial(answering.ResultDialog, plan=True),
    Move.ASK_TIME: answering.MoreTimeDialog,
    Move.DECIDE_TIME: answering.DecideTimeDialog,
}
_CONTACTS = (Move.FIRST_CONTACT, Move.INFORM, Move.RECHECK)
_REASONS: dict[Move, tuple[str, str, str]] = {
    Move.RETURN: ("退回", "退回给派单人", "不归本部门，或现在没法处理：退回后由派单人改派。"),
    Move.WITHDRAW_ROW: ("撤出", "撤出这个部门", "这个部门不再处理；最后一个部门撤出后重新等待派单。"),
    Move.PAUSE: ("暂停计时", "暂停", "各部门的时限停下，恢复后按暂停的工作日顺延；首次联系和 7 个工作日告知不停。"),
    Move.TAKE_BACK: ("客户撤诉", "登记撤诉", "各部门不再处理，单子转待归档。"),
    Move.VOID: ("作废", "作废整张单", "只用于开错、重复登记的单；单号保留，不再统计。"),
}


class Acts:
    """Takes a step of the slip that is open; `view.done(result)` after each."""

    def __init__(self, desk: Desk, view: SlipView) -> None:
        self._desk, self._view = desk, view

    def take(self, move: Move, opened: Opened, row: Row | None) -> None:
        if move is Move.EDIT:
            self._edit(opened)
        elif move in _OF_ROW and row is not None:
            self._open(_OF_ROW[move](self._desk, opened, row))
        elif move in _OF_SLIP:
            self._open(_OF_SLIP[move](self._desk, opened))
        elif move in _CONTACTS:
            self._open(customer.ContactDialog(self._desk, opened, move))
        elif move in _REASONS:
            self._open(ReasonStepDialog(self._desk, opened, row, _REASONS[move], _JOBS[move]))
        elif move in (Move.GIVE_UP, Move.CANNOT_TELL):
            self._confirm(move, opened)
        elif move in _STRAIGHT:
            self._view.done(work.call(_STRAIGHT[move], self._desk.session.act(), opened.slip.seen))

    def open_notice(self, notice_id: int) -> None:
        """Go to a rectification notice the slip raised."""
        from deskapp.data import NumberKind

        self._desk.open_record(NumberKind.RECTIFICATION, notice_id)

    def show_file(self, file: SlipFile) -> None:
        """Open a recording or PDF of the slip with the desktop's program."""
        if self._view.opened is not None:
            files_list.show_file(self._desk, self._view.opened.slip, file)

    def drop_file(self, file: SlipFile) -> None:
        """Take a recording or PDF out of the slip, once that was confirmed."""
        if self._view.opened is not None:
            files_list.drop_file(self._desk, self._view.opened.slip, file, self._view.done)

    def _edit(self, opened: Opened) -> None:
        from ui.complaints.receive_dialog import ReceiveDialog

        self._open(ReceiveDialog(self._desk, complaint_id=opened.slip.id))

    def _confirm(self, move: Move, opened: Opened) -> None:
        job = give_up if move is Move.GIVE_UP else untold
        text = (
            f"已在 {len(opened.slip.tries)} 个不同的半天联系过，都没有接通。转为“联系不上”后等待归档。"
            if move is Move.GIVE_UP
            else f"客户匿名，没有留号码（{opened.slip.form.anonymous_reason}）。转为“无法告知”后等待归档。"
        )
        seen = opened.slip.seen
        self._open(
            ConfirmDialog[Any](
                self._desk.sheets,
                f"{move.label} {opened.slip.number}",
                move.label,
                text=text,
                job=lambda request_id: work.call(job, self._desk.session.act(request_id=request_id), seen),
                icon=move.icon,
            )
        )

    def _open(self, dialog: FormDialog[Any]) -> None:
        dialog.accepted.connect(self._view.done)
        dialog.open()


# What the steps that need only a reason do, in the dialog -----------------------------------------------------------------


def _return(dialog: ReasonStepDialog, reason: str) -> Any:
    from deskapp.complaints.answering import return_department

    return dialog.write_row(return_department, reason=reason)


def _withdraw(dialog: ReasonStepDialog, reason: str) -> Any:
    from deskapp.complaints.routing import withdraw_department

    return dialog.write(withdraw_department, row_id=dialog.row.id, reason=reason)


def _pause(dialog: ReasonStepDialog, reason: str) -> Any:
    from deskapp.complaints.rounds import pause_complaint

    return dialog.write(pause_complaint, reason=reason)


def _take_back(dialog: ReasonStepDialog, reason: str) -> Any:
    from deskapp.complaints.contacting import take_back_complaint

    return dialog.write(take_back_complaint, reason=reason)


def _void(dialog: ReasonStepDialog, reason: str) -> Any:
    from deskapp.complaints.closing import void_complaint

    return dialog.write(void_complaint, reason=reason)


_JOBS = {Move.RETURN: _return, Move.WITHDRAW_ROW: _withdraw, Move.PAUSE: _pause, Move.TAKE_BACK: _take_back, Move.VOID: _void}


# Jobs of the database thread ----------------------------------------------------------------------------------------------


def submit(act: Act, seen: Seen) -> Complaint:
    from deskapp.complaints.receiving import submit_complaint

    return submit_complaint(act=act, seen=seen)


def resume(act: Act, seen: Seen) -> Complaint:
    from deskapp.complaints.rounds import resume_complaint

    return resume_complaint(act=act, seen=seen)


def give_up(act: Act, seen: Seen) -> Complaint:
    from deskapp.complaints.contacting import give_up_reaching

    return give_up_reaching(act=act, seen=seen)


def untold(act: Act, seen: Seen) -> Complaint:
    from deskapp.complaints.contacting import cannot_be_told

    return cannot_be_told(act=act, seen=seen)


_STRAIGHT: dict[Move, Callable[[Act, Seen], Complaint]] = {Move.SUBMIT: submit, Move.RESUME: resume}
