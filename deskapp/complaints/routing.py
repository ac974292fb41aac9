"""派单: to one department or several, the first is the main one; 改派 and 撤出 with a reason (complaints.md §4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from deskapp.complaints.domain import HANDLING, MOST_DEPARTMENTS
from deskapp.complaints.lists import Severity
from deskapp.complaints.reading import complaint_by_id
from deskapp.complaints.states import RowState, State
from deskapp.complaints.steps import done, reason_in, require_routing, row_of, slip_at, slip_before, step
from deskapp.complaints.tables import RowRecord
from deskapp.complaints.things import Complaint, Row, Seen
from deskapp.data import Act, Tx, update_record, writing
from deskapp.errors import UserError
from deskapp.settings.store import value
from deskapp.staff.house import house

MOST_WORKDAYS = 60
_ON_THE_WAY = (State.TO_ROUTE, State.TO_ACCEPT, State.IN_PROGRESS, State.TO_CALL_BACK)


@dataclass(frozen=True, slots=True)
class Assignment:
    """A 责任部门 as it is named: with the level's limit, or with working days or a fixed day typed by hand."""

    department_id: int
    workdays: int | None = None
    fixed_on: date | None = None


def route_complaint(*, act: Act, seen: Seen, departments: Sequence[Assignment]) -> Complaint:
    """派单 by whoever routes the category: each department gets a row that waits for its signature; rows it gave back are withdrawn.

    Refuses nobody, a department twice, a closed one, more than three on the slip, and a day that has passed.
    """
    require_routing(act, slip_before(seen))
    with writing(act, "route_complaint", seen=seen, departments=list(departments)) as tx:
        if tx.replay is not None:
            return complaint_by_id(tx.replay)
        record, slip = slip_at(seen, State.TO_ROUTE)
        for row in slip.current_rows:
            if row.state is RowState.RETURNED:
                _withdraw(tx, slip, row, f"退回后改派：{row.reason}")
        if not departments:
            raise UserError("请选责任部门", field="departments")
        _add_rows(tx, slip, departments)
        return done(tx, record)


def reassign_complaint(*, act: Act, seen: Seen, departments: Sequence[Assignment], withdrawn: Sequence[int] = (), reason: str) -> Complaint:
    """改派 by whoever routes the category, with a reason: new departments, and rows taken out; accepted and submitted ones stay.

    A department that takes the place of another one keeps the clock of the first 派单; one that is added runs from now.
    """
    require_routing(act, slip_before(seen))
    why = reason_in(reason)
    with writing(act, "reassign_complaint", seen=seen, departments=list(departments), withdrawn=list(withdrawn), reason=reason) as tx:
        if tx.replay is not None:
            return complaint_by_id(tx.replay)
        record, slip = slip_at(seen, *_ON_THE_WAY)
        if not slip.rows:
            raise UserError(f"{slip.number} 还没有派单，请用派单")
        if not departments:
            raise UserError("请选改派到哪个部门；只是不再需要某个部门请用撤出", field="departments")
        step(tx, record.id, "改派", why)
        returned = [row.id for row in slip.current_rows if row.state is RowState.RETURNED]
        for row_id in dict.fromkeys((*withdrawn, *returned)):
            _withdraw(tx, slip, row_of(slip, row_id, *_LIVE)[1], why)
        _add_rows(tx, slip, departments)
        return done(tx, record)


def withdraw_department(*, act: Act, seen: Seen, row_id: int, reason: str) -> Complaint:
    """撤出 a department by whoever routes the category, with a reason. With its last one the slip waits for a 派单 again."""
    require_routing(act, slip_before(seen))
    why = reason_in(reason)
    with writing(act, "withdraw_department", seen=seen, row_id=row_id, reason=reason) as tx:
        if tx.replay is not None:
            return complaint_by_id(tx.replay)
        record, slip = slip_at(seen, *_ON_THE_WAY)
        _withdraw(tx, slip, row_of(slip, row_id, *_LIVE)[1], why)
        return done(tx, record)


_LIVE = (RowState.TO_ACCEPT, RowState.IN_PROGRESS, RowState.SUBMITTED, RowState.RETURNED)


def limit_of(severity: Severity) -> int:
    """The working days of a level; 0 for 紧急, whose plan is due the same day."""
    return value(HANDLING[severity]) if severity in HANDLING else 0


def _withdraw(tx: Tx, slip: Complaint, row: Row, why: str) -> None:
    update_record(tx, RowRecord.get_by_id(row.id), state=RowState.WITHDRAWN.value, gone_reason=why, gone=tx.act_id)
    step(tx, slip.id, "撤出", why, row_id=row.id)


def _add_rows(tx: Tx, slip: Complaint, departments: Sequence[Assignment]) -> None:
    now = complaint_by_id(slip.id)
    staying = {row.department_id for row in now.current_rows}
    _judge(departments, staying, tx.act.at.date())
    since = _clock_from(now, slip, tx.act.at)
    position = max((row.position for row in now.current_rows), default=0)
    for number, one in enumerate(departments, start=position + 1):
        by_hand = one.fixed_on is not None or one.workdays is not None
        row = RowRecord.create(
            complaint=slip.id,
            round=slip.round,
            position=number,
            department=one.department_id,
            state=RowState.TO_ACCEPT.value,
            workdays=one.workdays if one.workdays is not None else limit_of(slip.severity),
            fixed_on=one.fixed_on,
            by_hand=by_hand,
            clock_from=since,
            act=tx.act_id,
        )
        step(tx, slip.id, "派单", _limit_words(one, limit_of(slip.severity)), row_id=row.id)


def _clock_from(now: Complaint, before: Complaint, at: datetime) -> datetime:
    """From when a new row's handling clock runs.

    The first 派单 of the round, where it fills a place that a department gave back or lost: neither 退回 nor 改派 begins it anew. A row
    that comes on top of others runs from its own.
    """
    rows = [row for row in before.rows if row.round == now.round]
    first = min((row.clock_from for row in rows), default=None)
    live = {row.id for row in now.current_rows}
    lost = any(row.id not in live for row in before.current_rows) or (bool(rows) and not before.current_rows)
    lost = lost or any(row.state is RowState.RETURNED for row in before.current_rows)
    return first if first is not None and lost else at


def _judge(departments: Sequence[Assignment], staying: set[int], today: date) -> None:
    asked = [one.department_id for one in departments]
    known = house().departments
    for one in departments:
        department = known.get(one.department_id)
        if department is None or not department.active:
            raise UserError("请选责任部门", field="departments")
        if one.department_id in staying or asked.count(one.department_id) > 1:
            raise UserError(f"{department.name} 已在这张单上", field="departments")
        if one.workdays is not None and not 1 <= one.workdays <= MOST_WORKDAYS:
            raise UserError(f"工作日数请填 1 到 {MOST_WORKDAYS}", field="workdays")
        if one.fixed_on is not None and one.fixed_on < today:
            raise UserError("指定的日期不能早于今天", field="fixed_on")
    if len(staying) + len(asked) > MOST_DEPARTMENTS:
        raise UserError(f"一张单最多 {MOST_DEPARTMENTS} 个责任部门", field="departments")


def _limit_words(one: Assignment, default: int) -> str:
    if one.fixed_on is not None:
        return f"指定 {one.fixed_on:%Y-%m-%d}"
    if one.workdays is not None:
        return f"{one.workdays} 工作日（手填）"
    return f"{default} 工作日" if default else "当天方案"
