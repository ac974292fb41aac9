"""The customer on the way: first contact, told how it stands, his feedback with accepted or rejected results, rounds (complaints.md §4)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from deskapp.complaints.domain import TRIES
from deskapp.complaints.lists import Means, Satisfaction
from deskapp.complaints.reading import complaint_by_id
from deskapp.complaints.rounds import begin_round, end_pause
from deskapp.complaints.states import Outcome, Purpose, RowState, Stage, State
from deskapp.complaints.steps import OPEN_STATES, done, reason_in, row_of, slip_at, step, text_in, time_in
from deskapp.complaints.tables import ComplaintRecord, ContactRecord
from deskapp.complaints.things import Complaint, Seen
from deskapp.data import Act, Tx, update_record, writing
from deskapp.errors import UserError
from deskapp.settings.store import value
from deskapp.staff.domain import Right
from deskapp.staff.service import require

FEEDBACK_LIMIT = 500


def contact_customer(
    *, act: Act, seen: Seen, at: datetime | None = None, means: Means = Means.PHONE, note: str = "", reached: bool = True
) -> Complaint:
    """首次联系, or the try of it. Refuses an anonymous customer without a number."""
    require(act, Right.HANDLE_COMPLAINTS)
    with writing(act, "contact_customer", seen=seen, at=at, means=means, note=note, reached=reached) as tx:
        if tx.replay is not None:
            return complaint_by_id(tx.replay)
        record, slip = slip_at(seen, *OPEN_STATES)
        _refuse_unreachable(slip)
        _contact(tx, slip, Purpose.FIRST, at=at, means=means, note=note, reached=reached)
        step(tx, slip.id, "首次联系" if reached else "首次联系未接通", note)
        return done(tx, record)


def inform_customer(*, act: Act, seen: Seen, note: str, at: datetime | None = None, means: Means = Means.PHONE) -> Complaint:
    """告知客户 how it stands: the law gives 7 working days from the reception. Says what he was told."""
    require(act, Right.HANDLE_COMPLAINTS)
    told = text_in(note, field="note", label="告知内容", limit=FEEDBACK_LIMIT, ask="请填告知了什么")
    with writing(act, "inform_customer", seen=seen, at=at, means=means, note=note) as tx:
        if tx.replay is not None:
            return complaint_by_id(tx.replay)
        record, slip = slip_at(seen, *OPEN_STATES)
        _refuse_unreachable(slip)
        _contact(tx, slip, Purpose.INFORM, at=at, means=means, note=told)
        step(tx, slip.id, "告知客户", told)
        return done(tx, record)


def accept_result(
    *, act: Act, seen: Seen, feedback: str, satisfaction: Satisfaction, at: datetime | None = None, means: Means = Means.PHONE
) -> Complaint:
    """客户认可: what he said and how satisfied he is; the slip waits for the archive. He counts as told, if he was not before."""
    require(act, Right.HANDLE_COMPLAINTS)
    said = text_in(feedback, field="feedback", label="客户反馈", limit=FEEDBACK_LIMIT, ask="请填客户反馈")
    with writing(act, "accept_result", seen=seen, feedback=feedback, satisfaction=satisfaction, at=at, means=means) as tx:
        if tx.replay is not None:
            return complaint_by_id(tx.replay)
        record, slip = slip_at(seen, State.TO_CALL_BACK)
        _feedback(tx, slip, said, satisfaction, at, means)
        _to_archive(tx, record, Outcome.ACCEPTED)
        step(tx, slip.id, "客户认可", f"{satisfaction.label}：{said}")
        return done(tx, record)


def reject_result(
    *,
    act: Act,
    seen: Seen,
    feedback: str,
    departments: Sequence[int],
    satisfaction: Satisfaction = Satisfaction.DISSATISFIED,
    at: datetime | None = None,
    means: Means = Means.PHONE,
) -> Complaint:
    """客户不认可: the next round begins at once for the departments ticked, without a new signature; the others keep their rows."""
    require(act, Right.HANDLE_COMPLAINTS)
    said = text_in(feedback, field="feedback", label="客户反馈", limit=FEEDBACK_LIMIT, ask="请填客户为什么不认可")
    given = {"seen": seen, "feedback": feedback, "departments": list(departments), "satisfaction": satisfaction, "at": at, "means": means}
    with writing(act, "reject_result", **given) as tx:
        if tx.replay is not None:
            return complaint_by_id(tx.replay)
        record, slip = slip_at(seen, State.TO_CALL_BACK, State.TO_ARCHIVE)
        _feedback(tx, slip, said, satisfaction, at, means)
        step(tx, slip.id, "客户不认可", said)
        begin_round(tx, record, slip, departments)
        return done(tx, record)


def send_back(*, act: Act, seen: Seen, rows: Sequence[int], reason: str) -> Complaint:
    """退回补充: what a department wrote is not enough; its row is 处理中 again in the same round, its clock runs on."""
    require(act, Right.HANDLE_COMPLAINTS)
    why = reason_in(reason, ask="请写明还要补充什么")
    with writing(act, "send_back", seen=seen, rows=list(rows), reason=reason) as tx:
        if tx.replay is not None:
            return complaint_by_id(tx.replay)
        record, slip = slip_at(seen, State.TO_CALL_BACK)
        if not rows:
            raise UserError("请勾选要补充的部门", field="departments")
        for row_id in dict.fromkeys(rows):
            kept, _ = row_of(slip, row_id, RowState.SUBMITTED)
            update_record(tx, kept, state=RowState.IN_PROGRESS.value, handled_at=None, handled_by="", recorded=False)
            step(tx, slip.id, "退回补充", why, row_id=row_id)
        return done(tx, record)


def note_try(*, act: Act, seen: Seen, at: datetime | None = None, means: Means = Means.PHONE, note: str = "") -> Complaint:
    """回访 was tried and nobody answered. Three tries on different half-days make a customer 联系不上."""
    require(act, Right.HANDLE_COMPLAINTS)
    with writing(act, "note_try", seen=seen, at=at, means=means, note=note) as tx:
        if tx.replay is not None:
            return complaint_by_id(tx.replay)
        record, slip = slip_at(seen, State.TO_CALL_BACK)
        _refuse_unreachable(slip)
        _contact(tx, slip, Purpose.FEEDBACK, at=at, means=means, note=note, reached=False)
        step(tx, slip.id, "回访未接通", note)
        return done(tx, record)


def give_up_reaching(*, act: Act, seen: Seen) -> Complaint:
    """联系不上: after three tries on different half-days of this round the slip waits for the archive."""
    require(act, Right.HANDLE_COMPLAINTS)
    with writing(act, "give_up_reaching", seen=seen) as tx:
        if tx.replay is not None:
            return complaint_by_id(tx.replay)
        record, slip = slip_at(seen, State.TO_CALL_BACK)
        missing = value(TRIES) - len(slip.tries)
        if missing > 0:
            raise UserError(f"要在 {value(TRIES)} 个不同的半天联系过才算联系不上，还差 {missing} 次。请先登记“回访未接通”")
        _to_archive(tx, record, Outcome.UNREACHABLE)
        step(tx, slip.id, "联系不上", f"{len(slip.tries)} 个半天未接通")
        return done(tx, record)


def cannot_be_told(*, act: Act, seen: Seen) -> Complaint:
    """无法告知: an anonymous customer without a number; the slip waits for the archive."""
    require(act, Right.HANDLE_COMPLAINTS)
    with writing(act, "cannot_be_told", seen=seen) as tx:
        if tx.replay is not None:
            return complaint_by_id(tx.replay)
        record, slip = slip_at(seen, State.TO_CALL_BACK)
        if slip.can_be_called:
            raise UserError("这位客户留了联系方式，请先联系")
        _to_archive(tx, record, Outcome.UNTOLD)
        step(tx, slip.id, "无法告知", slip.form.anonymous_reason)
        return done(tx, record)


def take_back_complaint(*, act: Act, seen: Seen, reason: str) -> Complaint:
    """客户撤诉 with his reason, at any time before 待归档."""
    require(act, Right.HANDLE_COMPLAINTS)
    why = reason_in(reason, ask="请写明客户为什么撤诉")
    with writing(act, "take_back_complaint", seen=seen, reason=reason) as tx:
        if tx.replay is not None:
            return complaint_by_id(tx.replay)
        record, slip = slip_at(seen, State.TO_ROUTE, State.TO_ACCEPT, State.IN_PROGRESS, State.TO_CALL_BACK)
        _to_archive(tx, record, Outcome.WITHDRAWN)
        step(tx, slip.id, "客户撤诉", why)
        return done(tx, record)


def recheck_customer(*, act: Act, seen: Seen, note: str, at: datetime | None = None, means: Means = Means.PHONE) -> Complaint:
    """二次回访: 客服 looks again once the department's 改善时间 has come."""
    require(act, Right.HANDLE_COMPLAINTS)
    said = text_in(note, field="note", label="回访情况", limit=FEEDBACK_LIMIT, ask="请填二次回访的情况")
    with writing(act, "recheck_customer", seen=seen, note=note, at=at, means=means) as tx:
        if tx.replay is not None:
            return complaint_by_id(tx.replay)
        record, slip = slip_at(seen, State.TO_ARCHIVE)
        _refuse_unreachable(slip)
        _contact(tx, slip, Purpose.RECHECK, at=at, means=means, note=said)
        step(tx, slip.id, "二次回访", said)
        return done(tx, record)


def reply_division(*, act: Act, seen: Seen, note: str, at: datetime | None = None) -> Complaint:
    """回复事业部: when and what was answered to the division or the manufacturer."""
    require(act, Right.HANDLE_COMPLAINTS)
    told = text_in(note, field="note", label="回复内容", limit=FEEDBACK_LIMIT, ask="请填回复了什么")
    with writing(act, "reply_division", seen=seen, note=note, at=at) as tx:
        if tx.replay is not None:
            return complaint_by_id(tx.replay)
        record, slip = slip_at(seen, *OPEN_STATES)
        if slip.form.reply_due is None:
            raise UserError("这张单没有要求回复的时间。请先在受理信息里填上", field="reply_due")
        if slip.replied_at is not None:
            raise UserError(f"已于 {slip.replied_at:%m-%d %H:%M} 回复过")
        update_record(tx, record, replied_at=time_in(at, tx, slip.received_at, field="at", label="回复时间"))
        step(tx, slip.id, "回复事业部", told)
        return done(tx, record)


def _refuse_unreachable(slip: Complaint) -> None:
    if not slip.can_be_called:
        raise UserError("客户匿名，也没有留号码，无法联系。处理完请用“无法告知”")


def _feedback(tx: Tx, slip: Complaint, said: str, satisfaction: Satisfaction, at: datetime | None, means: Means) -> None:
    _refuse_unreachable(slip)
    if slip.informed is None:  # who says what he thinks of a result was told it
        _contact(tx, slip, Purpose.INFORM, at=at, means=means, note="回访时告知处理结果")
    _contact(tx, slip, Purpose.FEEDBACK, at=at, means=means, note=said, satisfaction=satisfaction)


def _contact(
    tx: Tx,
    slip: Complaint,
    purpose: Purpose,
    *,
    at: datetime | None,
    means: Means,
    note: str = "",
    reached: bool = True,
    satisfaction: Satisfaction | None = None,
) -> None:
    ContactRecord.create(
        complaint=slip.id,
        purpose=purpose.value,
        round=slip.round,
        reached=reached,
        at=time_in(at, tx, slip.received_at, field="at", label="联系时间"),
        means=means.value,
        note=text_in(note, field="note", label="说明", limit=FEEDBACK_LIMIT),
        satisfaction=satisfaction.value if satisfaction else None,
        act=tx.act_id,
    )


def _to_archive(tx: Tx, record: ComplaintRecord, outcome: Outcome) -> None:
    changed: dict[str, Any] = {"stage": Stage.TO_ARCHIVE.value, "outcome": outcome.value}
    ComplaintRecord.update(**changed).where(ComplaintRecord.id == record.id).execute()
    end_pause(tx, record.id)
