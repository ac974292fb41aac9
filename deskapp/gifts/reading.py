"""Redemptions as lists, cards and receipts show them."""

from dataclasses import replace
from datetime import date
from typing import Any

from deskapp.customers.family import family
from deskapp.customers.tables import CustomerRecord, VehicleRecord
from deskapp.data import Act, ActRecord
from deskapp.gifts.domain import OPEN_STATES, HandoverMode, Receiver, Redemption, RedemptionLine, Relation, State, Step
from deskapp.gifts.tables import GiftRecord, RedemptionLineRecord, RedemptionRecord, RedemptionStepRecord
from deskapp.staff.domain import Right
from deskapp.staff.service import person, require
from deskapp.store.days import calendar


def redemption_by_id(redemption_id: int) -> Redemption:
    """One redemption with its lines and steps, for services and papers; windows ask `redemption`."""
    found = _redemptions([redemption_id], today=None)
    if not found:
        raise LookupError(f"no redemption {redemption_id}")
    steps = (
        RedemptionStepRecord.select(RedemptionStepRecord, ActRecord)
        .join(ActRecord)
        .where(RedemptionStepRecord.redemption == redemption_id)
        .order_by(RedemptionStepRecord.id)
    )
    return replace(found[0], steps=tuple(Step(row.act.at, State(row.state), _name(row.act.staff_id), row.note) for row in steps))


def redemption(*, act: Act, redemption_id: int) -> Redemption:
    """One redemption with its lines, steps and working days waited."""
    require(act, Right.APPLY_REDEMPTIONS)
    return redemption_by_id(redemption_id)


def redemptions(
    *, act: Act, customer_id: int | None = None, open_only: bool = False, since: date | None = None, limit: int = 500
) -> list[Redemption]:
    """Redemptions, the newest first: of a customer (his family's), only open ones, or those applied for since a day (open ones always)."""
    require(act, Right.APPLY_REDEMPTIONS)
    query = RedemptionRecord.select(RedemptionRecord.id)
    is_open = RedemptionRecord.state.in_([state.value for state in OPEN_STATES])
    if customer_id is not None:
        query = query.where(RedemptionRecord.customer.in_(family(customer_id)))
    if open_only:
        query = query.where(is_open)
    if since is not None:
        query = query.where(is_open | (RedemptionRecord.applied_at >= since))
    ids = [row.id for row in query.order_by(RedemptionRecord.id.desc()).limit(limit)]
    return _redemptions(ids, today=act.at.date())


def _redemptions(ids: list[int], *, today: date | None) -> list[Redemption]:
    if not ids:
        return []
    lines: dict[int, list[RedemptionLine]] = {}
    rows: Any = (
        RedemptionLineRecord.select(RedemptionLineRecord, GiftRecord.gift_no)
        .join(GiftRecord)
        .where(RedemptionLineRecord.redemption.in_(ids))
        .order_by(RedemptionLineRecord.redemption, RedemptionLineRecord.line_no)
    )
    for row in rows:
        line = RedemptionLine(row.line_no, row.gift_id, row.gift.gift_no, row.name, row.unit, row.quantity, row.unit_points)
        lines.setdefault(row.redemption_id, []).append(line)
    records: Any = (
        RedemptionRecord.select(RedemptionRecord, CustomerRecord.name, CustomerRecord.mobile)
        .join(CustomerRecord)
        .where(RedemptionRecord.id.in_(ids))
        .order_by(RedemptionRecord.id.desc())
    )
    found = list(records)
    plates = _plates([record.customer_id for record in found])
    return [_redemption(record, tuple(lines.get(record.id, ())), plates.get(record.customer_id, ""), today) for record in found]


def _plates(customer_ids: list[int]) -> dict[int, str]:
    """The plate people know each customer by: that of the first car that has not ended."""
    query: Any = (
        VehicleRecord.select(VehicleRecord.customer, VehicleRecord.plate)
        .where(VehicleRecord.customer.in_(customer_ids) & VehicleRecord.ended_at.is_null() & (VehicleRecord.plate != ""))
        .order_by(VehicleRecord.id.desc())
        .tuples()
    )
    return dict(query)


def _redemption(record: Any, lines: tuple[RedemptionLine, ...], plate: str, today: date | None) -> Redemption:
    state = State(record.state)
    ended_on = record.received_at.date() if record.received_at else today
    waited = calendar().workdays_between(record.applied_at.date(), ended_on) if ended_on and state is not State.CANCELLED else 0
    return Redemption(
        id=record.id,
        number=record.number,
        state=state,
        customer_id=record.customer_id,
        customer_name=record.customer.name,
        member_no=record.member_no,
        mobile_tail=record.customer.mobile[-4:],
        plate=plate,
        lines=lines,
        cost=record.cost,
        points_before=record.points_before,
        points_after=record.points_after,
        expiring_on=record.expiring_on,
        expiring_points=record.expiring_points,
        mode=HandoverMode(record.mode),
        planned_on=record.planned_on,
        receiver=Receiver(Relation(record.relation), record.received_by, record.receiver_mobile),
        applied_at=record.applied_at,
        applied_by=_name(record.applied_by_id),
        applied_by_id=record.applied_by_id,
        approved_by=_name(record.approved_by_id),
        handled_by=_name(record.handled_by_id),
        received_at=record.received_at,
        note=record.note,
        waiting_days=waited,
    )


def _name(staff_id: int | None) -> str:
    return person(staff_id).name if staff_id is not None else ""
