"""What a 责任部门 does with its row: signs or returns it, writes plan and result, asks for more time; 客服 may type in its paper (代录)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from deskapp.complaints.lists import CauseKind
from deskapp.complaints.reading import complaint_by_id
from deskapp.complaints.states import RowState, State
from deskapp.complaints.steps import (
    done,
    keep_words,
    reason_in,
    require_answering,
    row_before,
    row_of,
    slip_at,
    slip_before,
    step,
    text_in,
)
from deskapp.complaints.tables import ExtensionRecord
from deskapp.complaints.things import Complaint, Row, Seen
from deskapp.data import Act, update_record, writing
from deskapp.errors import UserError
from deskapp.staff.domain import Right
from deskapp.staff.house import house
from deskapp.staff.service import person, require

_SIGNING = (State.TO_ACCEPT, State.TO_ROUTE)
_WORKING = (State.IN_PROGRESS, State.TO_ACCEPT, State.TO_ROUTE)
"""A department works on while another one has not signed yet, or gave its row back."""
MOST_MORE = 30
TEXT_LIMIT = 1000


@dataclass(frozen=True, slots=True)
class Findings:
    """核查·原因·措施·改善时间·结果·内部改善 of a department. A plan may still lack the result."""

    cause: str = ""
    action: str = ""
    result: str = ""
    findings: str = ""
    action_due_on: date | None = None
    cause_kind: CauseKind = CauseKind.NONE
    improvement: str = ""


def sign_department(*, act: Act, seen: Seen, row_id: int, owner_id: int | None = None, signed_by: str = "") -> Complaint:
    """签收 by the head of the department, who may name the person who sees to it; 客服 types in who signed the paper (`signed_by`)."""
    signer = require_answering(act, row_before(slip_before(seen), row_id), signed_by)
    with writing(act, "sign_department", seen=seen, row_id=row_id, owner_id=owner_id, signed_by=signed_by) as tx:
        if tx.replay is not None:
            return complaint_by_id(tx.replay)
        record, slip = slip_at(seen, *_SIGNING)
        kept, row = row_of(slip, row_id, RowState.TO_ACCEPT)
        owner = _judged_owner(owner_id, row) if owner_id is not None else row.owner_id
        update_record(
            tx,
            kept,
            state=RowState.IN_PROGRESS.value,
            owner=owner,
            accepted_by=signer,
            accepted_at=tx.act.at,
            accepted_on_paper=bool(signed_by.strip()),
        )
        step(tx, slip.id, "签收", _recorded(signed_by), row_id=row_id)
        return done(tx, record)


def return_department(*, act: Act, seen: Seen, row_id: int, reason: str, signed_by: str = "") -> Complaint:
    """退回 by the head instead of signing, with a reason: the slip waits for another 派单."""
    require_answering(act, row_before(slip_before(seen), row_id), signed_by)
    why = reason_in(reason)
    with writing(act, "return_department", seen=seen, row_id=row_id, reason=reason, signed_by=signed_by) as tx:
        if tx.replay is not None:
            return complaint_by_id(tx.replay)
        record, slip = slip_at(seen, *_SIGNING)
        kept, _ = row_of(slip, row_id, RowState.TO_ACCEPT)
        update_record(tx, kept, state=RowState.RETURNED.value, gone_reason=why, gone=tx.act_id)
        step(tx, slip.id, "退回", "；".join(part for part in (why, _recorded(signed_by)) if part), row_id=row_id)
        return done(tx, record)


def name_owner(*, act: Act, seen: Seen, row_id: int, owner_id: int, signed_by: str = "") -> Complaint:
    """指定责任人 by the head of the department, one of its people."""
    require_answering(act, row_before(slip_before(seen), row_id), signed_by)
    with writing(act, "name_owner", seen=seen, row_id=row_id, owner_id=owner_id, signed_by=signed_by) as tx:
        if tx.replay is not None:
            return complaint_by_id(tx.replay)
        record, slip = slip_at(seen, *_WORKING)
        kept, row = row_of(slip, row_id, RowState.TO_ACCEPT, RowState.IN_PROGRESS)
        update_record(tx, kept, owner=_judged_owner(owner_id, row))
        step(tx, slip.id, "指定责任人", person(owner_id).name, row_id=row_id)
        return done(tx, record)


def save_plan(*, act: Act, seen: Seen, row_id: int, findings: Findings, signed_by: str = "") -> Complaint:
    """Keep what the department has so far: the plan of a critical slip, due the same day. Needs at least the measure."""
    require_answering(act, row_before(slip_before(seen), row_id), signed_by, owner_may=True)
    with writing(act, "save_plan", seen=seen, row_id=row_id, findings=findings, signed_by=signed_by) as tx:
        if tx.replay is not None:
            return complaint_by_id(tx.replay)
        record, slip = slip_at(seen, *_WORKING)
        kept, row = row_of(slip, row_id, RowState.IN_PROGRESS)
        if not findings.action.strip():
            raise UserError("请填处理方案（措施）", field="action")
        update_record(tx, kept, **_judged(findings, row), planned_at=row.planned_at or tx.act.at)
        keep_words(record)
        step(tx, slip.id, "填写方案", _recorded(signed_by), row_id=row_id)
        return done(tx, record)


def submit_result(*, act: Act, seen: Seen, row_id: int, findings: Findings, signed_by: str = "") -> Complaint:
    """提交结果 by the department or its named person: cause, measure and result; with the last one the slip waits for 回访."""
    signer = require_answering(act, row_before(slip_before(seen), row_id), signed_by, owner_may=True)
    with writing(act, "submit_result", seen=seen, row_id=row_id, findings=findings, signed_by=signed_by) as tx:
        if tx.replay is not None:
            return complaint_by_id(tx.replay)
        record, slip = slip_at(seen, *_WORKING)
        kept, row = row_of(slip, row_id, RowState.IN_PROGRESS)
        _refuse_unfinished(findings)
        update_record(
            tx,
            kept,
            **_judged(findings, row),
            state=RowState.SUBMITTED.value,
            planned_at=row.planned_at or tx.act.at,
            handled_at=tx.act.at,
            handled_by=signer,
            recorded=bool(signed_by.strip()),
        )
        keep_words(record)
        step(tx, slip.id, "提交结果", _recorded(signed_by), row_id=row_id)
        return done(tx, record)


def ask_more_time(*, act: Act, seen: Seen, row_id: int, workdays: int, reason: str, signed_by: str = "") -> Complaint:
    """申请延期 by the head of the department: so many working days more, and why. Refuses a second one while the first is open."""
    require_answering(act, row_before(slip_before(seen), row_id), signed_by)
    why = reason_in(reason)
    with writing(act, "ask_more_time", seen=seen, row_id=row_id, workdays=workdays, reason=reason, signed_by=signed_by) as tx:
        if tx.replay is not None:
            return complaint_by_id(tx.replay)
        record, slip = slip_at(seen, *_WORKING)
        _, row = row_of(slip, row_id, RowState.IN_PROGRESS)
        if row.asked is not None:
            raise UserError("已有一个延期申请在等客服经理批准")
        if not 1 <= workdays <= MOST_MORE:
            raise UserError(f"延长请填 1 到 {MOST_MORE} 个工作日", field="workdays")
        if not row.workdays and row.fixed_on is None:
            raise UserError("紧急级别要求当天出方案，不能延期")
        ExtensionRecord.create(row=row_id, workdays=workdays, reason=why, act=tx.act_id)
        step(tx, slip.id, "申请延期", f"{workdays} 个工作日：{why}", row_id=row_id)
        return done(tx, record)


def decide_more_time(*, act: Act, seen: Seen, row_id: int, granted: bool, note: str = "") -> Complaint:
    """批准或不批准延期 by 客服经理; a refusal needs a reason. The limit moves only when it is granted."""
    require(act, Right.EXTEND_LIMITS)
    why = note.strip() if granted else reason_in(note)
    with writing(act, "decide_more_time", seen=seen, row_id=row_id, granted=granted, note=note) as tx:
        if tx.replay is not None:
            return complaint_by_id(tx.replay)
        record, slip = slip_at(seen, *_WORKING)
        _, row = row_of(slip, row_id, RowState.IN_PROGRESS)
        if row.asked is None:
            raise UserError("没有等待批准的延期申请。请刷新")
        asked: Any = ExtensionRecord.get_by_id(row.asked.id)
        update_record(tx, asked, granted=granted, decided=tx.act_id)
        words = f"{row.asked.workdays} 个工作日" if granted else why
        step(tx, slip.id, "批准延期" if granted else "不批准延期", words, row_id=row_id)
        return done(tx, record)


def _judged(findings: Findings, row: Row) -> dict[str, Any]:
    if findings.action_due_on is not None and findings.action_due_on < row.assigned_at.date():
        raise UserError("改善时间不能早于派单日期", field="action_due_on")
    texts = (
        ("findings", "核查情况"),
        ("cause", "原因"),
        ("action", "措施"),
        ("result", "处理结果"),
        ("improvement", "内部改善"),
    )
    values: dict[str, Any] = {
        field: text_in(getattr(findings, field), field=field, label=label, limit=TEXT_LIMIT) for field, label in texts
    }
    return values | {"action_due_on": findings.action_due_on, "cause_kind": findings.cause_kind.value}


def _refuse_unfinished(findings: Findings) -> None:
    for text, field, what in (
        (findings.cause, "cause", "原因"),
        (findings.action, "action", "措施"),
        (findings.result, "result", "结果"),
    ):
        if not text.strip():
            raise UserError(f"请填{what}", field=field)
    if findings.action_due_on is None:
        raise UserError("请填改善时间；已经改好请填今天", field="action_due_on")


def _judged_owner(owner_id: int, row: Row) -> int:
    owner = house().people.get(owner_id)
    if owner is None or not owner.active or owner.department_id not in house().under(row.department_id):
        raise UserError(f"责任人要是{row.department}的人", field="owner")
    return owner_id


def _recorded(signed_by: str) -> str:
    return f"代录：{signed_by.strip()}" if signed_by.strip() else ""
