"""What every step of a slip shares: it begins from what was seen and where it stands, is written down, and answers with the slip."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from deskapp.complaints.clocks import routing_since
from deskapp.complaints.domain import ROUTE_DAYS
from deskapp.complaints.history import steps_since
from deskapp.complaints.reading import complaint_by_id
from deskapp.complaints.states import RowState, State
from deskapp.complaints.tables import ComplaintRecord, RowRecord, StepRecord
from deskapp.complaints.things import Complaint, Row, Seen, Step
from deskapp.customers.entry import judge_text
from deskapp.data import Act, Tx
from deskapp.errors import UserError
from deskapp.settings.store import value
from deskapp.staff.domain import CUSTOMER_SERVICE_DEPARTMENT, Right, Scope
from deskapp.staff.house import house
from deskapp.staff.service import allowed, person, require
from deskapp.store.days import calendar
from deskapp.typed import fold

NOTE_LIMIT = 300
OPEN_STATES = (State.TO_ROUTE, State.TO_ACCEPT, State.IN_PROGRESS, State.TO_CALL_BACK, State.TO_ARCHIVE)
"""From 派单 on until the archive."""


class Outdated(UserError):
    """Somebody wrote on the slip since it was looked at; the text says who and what. Nothing was written: look again, then go on."""


def slip_at(seen: Seen, *states: State) -> tuple[ComplaintRecord, Complaint]:
    """The slip in one of the states a step begins from, as it was seen. Raises Outdated with what was written since."""
    record = _record(seen.complaint_id)
    slip = complaint_by_id(record.id)
    if slip.version != seen.version:
        raise Outdated(f"{slip.number} 刚才有改动：{_told(steps_since(record.id, seen.version))}。请看过再继续，您填的内容还在")
    if slip.state not in states:
        raise UserError(f"{slip.number} 现在是“{slip.state.label}”，这一步做不了。请刷新")
    return record, slip


def row_of(slip: Complaint, row_id: int, *states: RowState) -> tuple[RowRecord, Row]:
    """A department's current row in one of the states a step begins from."""
    row = next((one for one in slip.current_rows if one.id == row_id), None)
    if row is None:
        raise UserError(f"{slip.number} 已没有这个部门的任务。请刷新")
    if row.state not in states:
        raise UserError(f"{row.department} 现在是“{row.state.label}”，这一步做不了。请刷新")
    return RowRecord.get_by_id(row_id), row


def slip_before(seen: Seen) -> Complaint:
    """The slip as it is before the write, for the question who may."""
    return complaint_by_id(_record(seen.complaint_id).id)


def row_before(slip: Complaint, row_id: int) -> Row:
    """A row as it is before the write, for the question who may."""
    row = next((one for one in slip.rows if one.id == row_id), None)
    if row is None:
        raise UserError(f"{slip.number} 没有这个部门的任务。请刷新")
    return row


def step(tx: Tx, complaint_id: int, what: str, note: str = "", *, row_id: int | None = None) -> None:
    """Write a step down; the slip has a new version by it."""
    StepRecord.create(complaint=complaint_id, row=row_id, what=what, note=note.strip(), act=tx.act_id)


def done(tx: Tx, record: ComplaintRecord) -> Complaint:
    """Name the slip as what the act is about, and answer with it."""
    tx.done(record.id, record.number)
    return complaint_by_id(record.id)


def reason_in(text: str, *, field: str = "reason_text", ask: str = "请写明原因") -> str:
    """A reason that may not be missing."""
    return text_in(text, field=field, label="说明", limit=NOTE_LIMIT, ask=ask)


def text_in(text: str, *, field: str, label: str, limit: int, ask: str = "") -> str:
    """A text trimmed and without control characters; refused when it is missing though `ask` asks for it, and when it is too long."""
    kept = judge_text(text, label=label, field=field, limit=limit).value
    if not kept and ask:
        raise UserError(ask, field=field)
    return kept


def time_in(at: datetime | None, tx: Tx, since: datetime, *, field: str, label: str) -> datetime:
    """When something happened, now if nobody says: not before the slip was received, not in the future."""
    if at is None:
        return tx.act.at
    at = at.replace(second=0, microsecond=0)
    if at < since.replace(second=0, microsecond=0):
        raise UserError(f"{label}不能早于受理时间 {since:%m-%d %H:%M}", field=field)
    if at > tx.act.at:
        raise UserError(f"{label}不能晚于现在", field=field)
    return max(at, since)  # the minute of reception itself is no earlier than it


def require_routing(act: Act, slip: Complaint) -> None:
    """派单: the manager of the category; 客服经理 too once it waited a working day unrouted, and for what he routed himself."""
    routed_by = slip.category.group.routed_by
    service_may = routed_by == CUSTOMER_SERVICE_DEPARTMENT or any(row.assigned_by == act.staff_id for row in slip.rows)
    service_may = service_may or routing_overdue(slip, act.at)
    department_id = next((one.id for one in house().departments.values() if one.code == routed_by), None)
    require(act, Right.ASSIGN_COMPLAINTS, department_id=department_id, within=(Scope.SERVICE_MATTERS,) if service_may else ())


def may_route(act: Act, slip: Complaint) -> bool:
    """Whether `require_routing` lets the person go on."""
    try:
        require_routing(act, slip)
    except UserError:
        return False
    return True


def routing_overdue(slip: Complaint, now: datetime) -> bool:
    """Whether a slip has waited unrouted longer than the limit."""
    days = calendar()
    last = days.add_workdays(routing_since(slip).date(), value(ROUTE_DAYS))
    return slip.state is State.TO_ROUTE and now > days.end_of_day(last)


def require_answering(act: Act, row: Row, signed_by: str, *, owner_may: bool = False) -> str:
    """Who answers for a department: its head, its named person himself where he may, or the name 客服 types in from paper (代录)."""
    if signed_by.strip():
        require(act, Right.ANSWER_COMPLAINTS, department_id=row.department_id, within=(Scope.RECORDED,))
        return signed_by.strip()
    if not (owner_may and row.owner_id is not None and row.owner_id == act.staff_id):
        require(act, Right.ANSWER_COMPLAINTS, department_id=row.department_id)
    return person(act.staff_id or 0).name


def may_answer(act: Act, row: Row, *, owner_may: bool = False) -> bool:
    """Whether the person may take a department's step himself or type it in from paper."""
    own = owner_may and row.owner_id is not None and row.owner_id == act.staff_id
    return own or allowed(act, Right.ANSWER_COMPLAINTS, department_id=row.department_id, within=(Scope.RECORDED,))


def keep_words(record: ComplaintRecord) -> None:
    """Write anew what the search looks through: every text of the slip and its rows, folded."""
    rows: Any = RowRecord.select().where(RowRecord.complaint == record.id).order_by(RowRecord.id)
    texts: Collection[str] = (
        record.number,
        record.division_no,
        record.name,
        record.plate,
        record.vin,
        record.model,
        record.work_order,
        record.place,
        record.description,
        record.remedy_requested,
        *(text for row in rows for text in (row.findings, row.cause, row.action, row.result, row.improvement)),
    )
    words = "\n".join(fold(text) for text in texts if text)
    ComplaintRecord.update(words=words).where(ComplaintRecord.id == record.id).execute()


def _record(complaint_id: int) -> ComplaintRecord:
    record = ComplaintRecord.get_or_none(ComplaintRecord.id == complaint_id)
    if record is None:
        raise UserError("没有这张处理单。请刷新")
    return record


def _told(steps: Collection[Step]) -> str:
    return "；".join(
        f"{person(one.by).name if one.by else '系统'} {one.at:%m-%d %H:%M} {one.words}"
        + (f"（{'、'.join(f'{change.field} 改为 {change.new}' for change in one.changes[:3])}）" if one.changes else "")
        for one in steps
    )
