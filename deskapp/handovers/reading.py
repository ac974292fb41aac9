"""Slips as lists and as one: what waits, until when, and what posting would make of the account."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import peewee as pw

from deskapp.attachments.service import picture, thumbnails
from deskapp.calendar import Calendar, DayKind, Due, DueState, due
from deskapp.customers.domain import Salutation
from deskapp.customers.tables import CustomerRecord, VehicleRecord
from deskapp.customers.views import present_name
from deskapp.data import Act, ActRecord, barcode_digits, reading
from deskapp.errors import UserError
from deskapp.handovers.access import require_reader
from deskapp.handovers.domain import Inbox, MonthDone, Slip, SlipLine, SlipRow, SpendKind, State
from deskapp.handovers.posting import lines_of, points_of
from deskapp.handovers.tables import HandoverLineRecord, HandoverRecord
from deskapp.members.standing import earning_membership, standing
from deskapp.points.reading import balance
from deskapp.staff.domain import Person, Right
from deskapp.staff.service import allowed, departments_under, outlets, people, person
from deskapp.staff.tables import StaffRecord
from deskapp.store.days import calendar
from deskapp.typed import format_plate

_WAITING = (State.PENDING.value, State.RETURNED.value)


@dataclass(frozen=True, slots=True)
class Filter:
    """Which slips a list shows. Without `states` those that wait and those done today; `first`–`last` are days of writing.

    `customer_ids` are all ids of one guest (his family when merged); without them everybody's slips.
    """

    states: frozenset[State] = frozenset()
    department_id: int | None = None
    writer_id: int | None = None
    first: date | None = None
    last: date | None = None
    customer_ids: tuple[int, ...] = ()


def inbox(*, act: Act) -> Inbox:
    """What waits for customer service, seen by the act's time; the first page shows the same figures."""
    rows = [row for row in handovers(act=act, only=Filter()) if row.state.is_waiting]
    waiting = [row for row in rows if row.state is State.PENDING]
    oldest = min((row.written_at for row in waiting), default=None)
    return Inbox(
        count=len(waiting),
        overdue=sum(row.due is not None and row.due.state is DueState.OVERDUE for row in waiting),
        oldest_days=_age(calendar(), oldest, act.at) if oldest else 0,
        oldest_at=oldest,
        returned=len(rows) - len(waiting),
    )


def handovers(*, act: Act, only: Filter, limit: int = 500) -> list[SlipRow]:
    """Slips of a filter: those that wait by their due time, then the others, newest first.

    Advisors see the slips they wrote; the desk, customer service and the general manager see all.
    """
    conditions = [*_conditions(only), *_own_only(act)]
    with reading():
        eye = _Eye(calendar(), act.at, {found.id: found for found in people(active_only=False)})
        found = [_row(row, eye) for states in _states(only, act.at) for row in _newest(states, *conditions, limit=limit)]
    waiting = sorted((row for row in found if row.state.is_waiting), key=lambda row: (row.state.value, row.due_at, row.id))
    done = sorted((row for row in found if not row.state.is_waiting), key=lambda row: (row.step_at, row.id), reverse=True)
    return [*waiting, *done]


def waiting_slips(*, act: Act, customer_ids: tuple[int, ...]) -> list[SlipRow]:
    """Slips of one guest that somebody still owes, first due first: for customer service to post, or returned to their writer.

    Advisors see their own.
    """
    waiting = frozenset(state for state in State if state.is_waiting)
    return sorted(handovers(act=act, only=Filter(states=waiting, customer_ids=customer_ids)), key=lambda row: (row.due_at, row.id))


def handover(*, act: Act, handover_id: int) -> Slip:
    """One slip with its lines, and for a waiting one the balance before and after posting."""
    conditions = [HandoverRecord.id == handover_id, *_own_only(act)]
    with reading():
        record: Any = _query().where(*conditions).get_or_none()
        if record is None:
            raise UserError("没有这张移交单，或不是您写的")
        lines = lines_of(record)
        today = act.at.date()
        member = standing(customer_id=record.customer_id, on=today)
        account = balance(customer_id=record.customer_id, on=today)
        waits = _why_member_waits(record.customer_id, today) if record.state == State.PENDING else ""
        row = _row(record, _Eye(calendar(), act.at, {found.id: found for found in people(active_only=False)}))
    before = account.spendable + (record.points_used if record.state == State.PENDING else 0)
    return Slip(
        row=row,
        code=barcode_digits(row.number),
        salutation=Salutation(record.customer.salutation).spoken,
        member_no=member.member_no if member else "",
        lines=_slip_lines(lines),
        discount=record.discount,
        outlet=next((outlet.name for outlet in outlets(active_only=False) if outlet.id == record.outlet_id), ""),
        vehicle_id=record.vehicle_id,
        photo_id=record.photo_id,
        step_by=_name(record.step.staff_id),
        before=before,
        after=before - record.points_used + record.points,
        member_waits=waits,
    )


def refuse_waiting_slips(customer_ids: Collection[int]) -> None:
    """Refuse while a slip of these customers still waits for customer service or for its writer."""
    found = HandoverRecord.select().where(HandoverRecord.customer.in_(list(customer_ids)) & HandoverRecord.state.in_(_WAITING)).first()
    if found is not None:
        raise UserError(f"积分移交单 {found.number} 还没有录入，请先录入或作废")


def bill_photo(*, act: Act, handover_id: int) -> bytes:
    """The photo of the bill, large: JPEG. Refuses a slip without one, one the person may not see, and a photo whose file is lost."""
    photo_id = _photo_id(act, handover_id)
    if photo_id is None:
        raise UserError("这张移交单没有附结算单照片")
    return picture(photo_id)


def bill_view(*, act: Act, handover_id: int) -> bytes | None:
    """The photo small, None without one or when its file is lost."""
    photo_id = _photo_id(act, handover_id)
    return thumbnails([photo_id]).get(photo_id) if photo_id is not None else None


def month_done(*, on: date) -> MonthDone:
    """Slips posted since the first of the month, and how many of them by the time they were due."""
    now = calendar()
    step = ActRecord.alias()
    written: Any = (
        HandoverRecord.select(ActRecord.at, step.at)
        .join(ActRecord, on=(HandoverRecord.act == ActRecord.id))
        .join(step, on=(HandoverRecord.step == step.id))
        .where(
            (HandoverRecord.state == State.POSTED.value)
            & (step.at >= datetime.combine(on.replace(day=1), time.min))
            & (step.at <= datetime.combine(on, time.max))
        )
        .tuples()
    )
    rows = [(_due_at(now, at), posted) for at, posted in written]
    return MonthDone(len(rows), sum(posted <= until for until, posted in rows))


def writers(*, act: Act) -> list[tuple[int, str]]:
    """Who has written slips, by name, for the filter of the list."""
    require_reader(act)
    rows: Any = HandoverRecord.select(HandoverRecord.writer).distinct().where(HandoverRecord.writer.is_null(is_null=False)).tuples()
    people = sorted((person(staff_id) for (staff_id,) in rows), key=lambda found: found.sort_key)
    return [(found.id, found.name) for found in people]


def _photo_id(act: Act, handover_id: int) -> int | None:
    record = HandoverRecord.select(HandoverRecord.photo).where(HandoverRecord.id == handover_id, *_own_only(act)).get_or_none()
    if record is None:
        raise UserError("没有这张移交单，或不是您写的")
    return record.photo_id


def _own_only(act: Act) -> list[Any]:
    require_reader(act)
    return [] if allowed(act, Right.SEE_CUSTOMERS) else [HandoverRecord.writer == act.staff_id]


_STEP = ActRecord.alias()


def _query() -> Any:
    return (
        HandoverRecord.select(HandoverRecord, CustomerRecord, VehicleRecord, ActRecord, _STEP)
        .join(CustomerRecord)
        .switch(HandoverRecord)
        .join(VehicleRecord, pw.JOIN.LEFT_OUTER, on=(HandoverRecord.vehicle == VehicleRecord.id))
        .switch(HandoverRecord)
        .join(ActRecord, on=(HandoverRecord.act == ActRecord.id))
        .switch(HandoverRecord)
        .join(_STEP, on=(HandoverRecord.step == _STEP.id))
    )


def _states(only: Filter, at: datetime) -> list[Any]:
    """Which states: one condition a query, so that each finds its own index."""
    if only.states:
        return [HandoverRecord.state.in_([state.value for state in only.states])]
    today = datetime.combine(at.date(), time.min)
    return [HandoverRecord.state.in_(_WAITING), HandoverRecord.state.not_in(_WAITING) & (_STEP.at >= today)]


def _newest(*conditions: Any, limit: int) -> Any:
    return _query().where(*conditions).order_by(HandoverRecord.id.desc()).limit(limit)


def _conditions(only: Filter) -> list[Any]:
    found: list[Any] = []
    if only.customer_ids:
        found.append(HandoverRecord.customer.in_(only.customer_ids))
    if only.writer_id is not None:
        found.append(HandoverRecord.writer == only.writer_id)
    if only.department_id is not None:
        found.append(HandoverRecord.writer.in_(_staff_of(only.department_id)))
    if only.first is not None:
        found.append(ActRecord.at >= datetime.combine(only.first, time.min))
    if only.last is not None:
        found.append(ActRecord.at <= datetime.combine(only.last, time.max))
    return found


def _staff_of(department_id: int) -> Collection[int]:
    return [row.id for row in StaffRecord.select(StaffRecord.id).where(StaffRecord.department.in_(departments_under(department_id)))]


@dataclass(frozen=True, slots=True)
class _Eye:
    """By what a list looks at its slips: the calendar, the time, the staff by id."""

    calendar: Calendar
    at: datetime
    staff: Mapping[int, Person]


def _row(record: Any, eye: _Eye) -> SlipRow:
    state = State(record.state)
    until = _due_at(eye.calendar, record.act.at)
    writer = eye.staff.get(record.writer_id)
    return SlipRow(
        id=record.id,
        number=record.number,
        state=state,
        customer_id=record.customer.merged_into_id or record.customer_id,
        customer=present_name(record.customer),
        plate=_plate(record),
        bill_no=record.bill_no,
        points=record.points,
        points_used=record.points_used,
        amount=record.amount,
        writer_id=record.writer_id,
        writer=writer.name if writer else "",
        department=writer.department if writer else "",
        written_at=record.act.at,
        step_at=record.step.at,
        due_at=until,
        due=_due(eye, until) if state.is_waiting else None,
        reason=record.step_reason,
    )


def _plate(record: Any) -> str:
    if record.vehicle_id is None or not record.vehicle.plate:
        return ""
    return format_plate(record.vehicle.plate)


def _due_at(now: Calendar, written_at: datetime) -> datetime:
    """The end of the opening day it was written; after closing, of the next."""
    return now.end_of_day(now.business_day_of(written_at))


def _due(eye: _Eye, until: datetime) -> Due:
    return due(eye.calendar, until.date(), today=eye.at.date(), kind=DayKind.BUSINESS_DAY)


def _age(now: Calendar, written_at: datetime, at: datetime) -> int:
    """Opening days since the one it belongs to."""
    return now.business_days_between(now.business_day_of(written_at), at.date())


def _why_member_waits(customer_id: int, on: date) -> str:
    try:
        earning_membership(customer_id=customer_id, on=on)
    except UserError as refusal:
        return refusal.message
    return ""


def _slip_lines(lines: list[HandoverLineRecord]) -> tuple[SlipLine, ...]:
    found: list[SlipLine] = []
    told: set[str] = set()
    for line in lines:
        earned = 0 if line.kind in told else points_of([other for other in lines if other.kind == line.kind])
        told.add(line.kind)
        found.append(SlipLine(line.id, SpendKind(line.kind), line.amount, earned, line.points_used, reversed=line.reversed_id is not None))
    return tuple(found)


def _name(staff_id: int | None) -> str:
    return person(staff_id).name if staff_id is not None else ""
