"""The next round of a slip, and the pauses of its clocks."""

from collections.abc import Sequence
from typing import Any

from deskapp.complaints.reading import complaint_by_id
from deskapp.complaints.routing import limit_of
from deskapp.complaints.states import RowState, Stage, State
from deskapp.complaints.steps import done, reason_in, slip_at, step
from deskapp.complaints.tables import ComplaintRecord, PauseRecord, RowRecord
from deskapp.complaints.things import Complaint, Seen
from deskapp.data import Act, Tx, update_record, writing
from deskapp.errors import UserError
from deskapp.staff.domain import Right
from deskapp.staff.service import require

_PAPER_OUT: dict[str, Any] = {
    "signed_supervisor": False,
    "signed_manager": False,
    "signed_service": False,
    "paper_back_at": None,
    "paper_missing": "",
}
"""A round prints its paper anew, and that one must come back signed; what came back before stays in the history."""
_PAUSABLE = (State.TO_ACCEPT, State.IN_PROGRESS, State.TO_CALL_BACK)


def pause_complaint(*, act: Act, seen: Seen, reason: str) -> Complaint:
    """暂停 the clocks of the departments, with a reason: the customer is away, a part is on its way."""
    require(act, Right.HANDLE_COMPLAINTS)
    why = reason_in(reason)
    with writing(act, "pause_complaint", seen=seen, reason=reason) as tx:
        if tx.replay is not None:
            return complaint_by_id(tx.replay)
        record, slip = slip_at(seen, *_PAUSABLE)
        if slip.paused is not None:
            raise UserError(f"{slip.number} 已经暂停：{slip.paused.reason}")
        PauseRecord.create(complaint=record.id, reason=why, act=tx.act_id)
        step(tx, record.id, "暂停", why)
        return done(tx, record)


def resume_complaint(*, act: Act, seen: Seen, note: str = "") -> Complaint:
    """恢复: the clocks run on, each limit later by what the pause covered. Also after a department gave its row back meanwhile."""
    require(act, Right.HANDLE_COMPLAINTS)
    with writing(act, "resume_complaint", seen=seen, note=note) as tx:
        if tx.replay is not None:
            return complaint_by_id(tx.replay)
        record, slip = slip_at(seen, State.TO_ROUTE, *_PAUSABLE)
        if slip.paused is None:
            raise UserError(f"{slip.number} 没有暂停。请刷新")
        end_pause(tx, record.id)
        step(tx, record.id, "恢复", note)
        return done(tx, record)


def end_pause(tx: Tx, complaint_id: int) -> None:
    """End the pause that lasts, if there is one: also when a slip leaves the departments."""
    PauseRecord.update(resumed=tx.act_id).where((PauseRecord.complaint == complaint_id) & PauseRecord.resumed.is_null()).execute()


def begin_round(tx: Tx, record: ComplaintRecord, slip: Complaint, departments: Sequence[int]) -> None:
    """The next round: each department ticked gets a new row 处理中 without a new signature, the others keep theirs.

    A slip that no department ever signed (撤诉 before it) waits for its 派单 instead. Refuses nobody, and one that never signed.
    """
    signed = {row.department_id: row for row in slip.current_rows if row.accepted_at is not None}
    if signed and not departments:
        raise UserError("请至少勾选一个部门", field="departments")
    unknown = [key for key in departments if key not in signed]
    if unknown:
        raise UserError("只能勾选签收过这张单的部门", field="departments")
    number = slip.round + 1
    update_record(tx, record, round=number, round_from=tx.act.at, stage=Stage.ON_ITS_WAY.value, outcome=None, closed=None, **_PAPER_OUT)
    for row in slip.current_rows:
        if row.accepted_at is None:
            update_record(tx, RowRecord.get_by_id(row.id), state=RowState.WITHDRAWN.value, gone_reason="进入下一轮", gone=tx.act_id)
        elif row.department_id in departments:
            _again(tx, slip, row.id, number)


def _again(tx: Tx, slip: Complaint, row_id: int, number: int) -> None:
    row = next(one for one in slip.rows if one.id == row_id)
    made = RowRecord.create(
        complaint=slip.id,
        round=number,
        position=row.position,
        department=row.department_id,
        state=RowState.IN_PROGRESS.value,
        workdays=limit_of(slip.severity),
        clock_from=tx.act.at,
        owner=row.owner_id,
        accepted_by=row.accepted_by,
        accepted_on_paper=row.accepted_on_paper,
        accepted_at=tx.act.at,
        act=tx.act_id,
    )
    step(tx, slip.id, f"第 {number} 轮", row_id=made.id)
