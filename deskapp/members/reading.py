"""What windows and reports read of members: lists, one member, counts for the first page, what happened to a membership."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import peewee as pw

from deskapp.customers.domain import Salutation
from deskapp.customers.family import family, present_cars
from deskapp.customers.tables import CustomerRecord
from deskapp.data import Act, ActRecord, reading
from deskapp.members.domain import (
    ENDING_DAYS,
    GRACE_DAYS,
    OEM_REGISTRATION,
    WEEK_DAYS,
    CardState,
    EventKind,
    JoinChannel,
    Level,
    Member,
    MemberCounts,
    MemberEvent,
    MemberFilter,
    MemberState,
    grace_end,
    pills_of,
    stage,
)
from deskapp.members.levels import levels, levels_and_coming
from deskapp.members.standing import standings, stored_date
from deskapp.members.tables import CardRecord, MemberEventRecord, MembershipRecord
from deskapp.settings.store import value
from deskapp.staff.domain import Right, Scope
from deskapp.staff.service import require
from deskapp.typed import format_plate, mask_mobile

PAGE = 200
WHOLE = 1_000
_OPEN = pw.Expression(MembershipRecord.state, "IN", pw.SQL("('pending', 'active', 'lost')"))
"""In the words of the partial index on the end of a term: without them every list of ends walks through all memberships."""
_ACTIVE_OR_LOST = MembershipRecord.state.in_([MemberState.ACTIVE.value, MemberState.LOST.value])
_STANDING = _OPEN & _ACTIVE_OR_LOST
_EVERY = MembershipRecord.id > 0
_NONE = MembershipRecord.id < 0


def members(*, act: Act, only: MemberFilter = MemberFilter.ALL, recruiter_id: int | None = None, before: int | None = None) -> list[Member]:
    """One page of memberships, newest first; `before` is the last id of the page before.

    The lists of terms that end or have ended come whole (up to 1,000), the one that ends first on top.
    """
    require(act, Right.SEE_CUSTOMERS)
    today = act.at.date()
    wanted = _condition(only, today)
    if recruiter_id is not None:
        wanted = wanted & (MembershipRecord.recruiter == recruiter_id)
    if before is not None:
        wanted = wanted & (MembershipRecord.id < before)
    order = (MembershipRecord.valid_until, MembershipRecord.id) if only.is_by_end else (MembershipRecord.id.desc(),)
    with reading():
        return _members(wanted, order, today, limit=WHOLE if only.is_by_end else PAGE)


def member(*, act: Act, membership_id: int) -> Member:
    """One membership. Raises LookupError for an id no membership has."""
    require(act, Right.SEE_CUSTOMERS, within=(Scope.EXACT_HIT,))
    with reading():
        found = _members(MembershipRecord.id == membership_id, (MembershipRecord.id,), act.at.date())
    if not found:
        raise LookupError(f"no membership {membership_id}")
    return found[0]


def members_by_id(*, act: Act, membership_ids: Sequence[int]) -> list[Member]:
    """These memberships in the order of the ids; ids no membership has are left out."""
    require(act, Right.SEE_CUSTOMERS)
    order = {membership_id: place for place, membership_id in enumerate(membership_ids)}
    with reading():
        found = _members(MembershipRecord.id.in_(list(order)), (MembershipRecord.id,), act.at.date(), limit=len(order))
    return sorted(found, key=lambda one: order[one.membership_id])


def member_ids(*, act: Act, only: MemberFilter = MemberFilter.ALL, recruiter_id: int | None = None) -> list[int]:
    """Every membership of a list in its order, for what takes it whole."""
    require(act, Right.SEE_CUSTOMERS)
    wanted = _condition(only, act.at.date())
    if recruiter_id is not None:
        wanted = wanted & (MembershipRecord.recruiter == recruiter_id)
    order = (MembershipRecord.valid_until, MembershipRecord.id) if only.is_by_end else (MembershipRecord.id.desc(),)
    rows: Any = MembershipRecord.select(MembershipRecord.id).where(wanted).order_by(*order).tuples()
    return [row[0] for row in rows]


def memberships(*, act: Act, customer_id: int) -> list[Member]:
    """All memberships of a customer, the open one or else the last on top."""
    require(act, Right.SEE_CUSTOMERS, within=(Scope.EXACT_HIT,))
    with reading():
        mine = MembershipRecord.customer.in_(list(family(customer_id)))
        found = _members(mine, (MembershipRecord.id.desc(),), act.at.date())
    return sorted(found, key=lambda one: not one.state.is_open)


def pills(*, customer_ids: Sequence[int], on: date) -> dict[int, tuple[str, ...]]:
    """Level and state behind the names of a list, for those who have a membership that stands."""
    open_ones = standings(customer_ids=customer_ids, on=on)
    reached = levels(membership_ids=[one.membership_id for one in open_ones.values()], on=on)
    return {key: pills_of(one.state, one.stage, reached[one.membership_id].level) for key, one in open_ones.items()}


def counts(*, act: Act) -> MemberCounts:
    """What members owe the desk today; each count is the length of its list."""
    require(act, Right.SEE_CUSTOMERS)
    today = act.at.date()
    with reading():
        waiting = MembershipRecord.select().where(_condition(MemberFilter.TO_CONFIRM, today))
        oldest = waiting.order_by(MembershipRecord.id).first()
        oem_waiting, oem_since = _count_and_first(MemberFilter.OEM_WAITING, MembershipRecord.joined_on, today)
        lapsed, ended = _count_and_first(MemberFilter.LAPSED, MembershipRecord.valid_until, today)
        return MemberCounts(
            to_confirm=waiting.count(),
            oldest=ActRecord.get_by_id(oldest.act_id).at if oldest else None,
            ending=MembershipRecord.select().where(_condition(MemberFilter.ENDING, today)).count(),
            overdue=MembershipRecord.select().where(_condition(MemberFilter.OVERDUE, today)).count(),
            oem_waiting=oem_waiting,
            oem_since=oem_since,
            lapsed=lapsed,
            lapsed_since=grace_end(ended, value(GRACE_DAYS)) if ended else None,
        )


def events(*, act: Act, customer_id: int) -> list[MemberEvent]:
    """What happened to the memberships of a customer, newest first."""
    require(act, Right.SEE_CUSTOMERS, within=(Scope.EXACT_HIT,))
    rows: Any = (
        MemberEventRecord.select(MemberEventRecord, MembershipRecord.number.alias("member_no"), ActRecord.staff_id, ActRecord.pc)
        .join(MembershipRecord)
        .join(ActRecord, on=(MemberEventRecord.act == ActRecord.id))
        .where(MembershipRecord.customer.in_(list(family(customer_id))))
        .order_by(MemberEventRecord.id.desc())
        .namedtuples()
    )
    return [
        MemberEvent(
            at=row.at,
            kind=EventKind(row.kind),
            staff_id=row.staff_id,
            pc=row.pc,
            number=row.number or row.member_no,
            term_from=row.term_from,
            term_until=row.term_until,
            level=Level(row.level) if row.level else None,
            card_number=row.card_number,
            fee_fen=row.fee_fen,
            reason=row.reason,
        )
        for row in rows
    ]


def _count_and_first(only: MemberFilter, day: Any, today: date) -> tuple[int, date | None]:
    """How many a list holds, and the earliest day in one of its columns."""
    count, first = (
        MembershipRecord.select(pw.fn.COUNT(MembershipRecord.id), pw.fn.MIN(day)).where(_condition(only, today)).scalar(as_tuple=True)
    )
    return count, stored_date(first)


def _condition(only: MemberFilter, today: date) -> Any:
    """The rows of a filter. 待续会 and 已过期 follow from the term."""
    ends_soon = today + timedelta(days=value(ENDING_DAYS))
    not_over = _STANDING & (MembershipRecord.valid_until >= today)
    conditions: dict[MemberFilter, Any] = {
        MemberFilter.ALL: _EVERY,
        MemberFilter.TO_CONFIRM: MembershipRecord.state == MemberState.PENDING.value,
        MemberFilter.ACTIVE: MembershipRecord.state == MemberState.ACTIVE.value,
        MemberFilter.ENDING: not_over & (MembershipRecord.valid_until < ends_soon),
        MemberFilter.ENDING_WEEK: not_over & (MembershipRecord.valid_until < today + timedelta(days=WEEK_DAYS)),
        MemberFilter.ENDING_TODAY: _STANDING & (MembershipRecord.valid_until == today),
        MemberFilter.OVERDUE: _STANDING & (MembershipRecord.valid_until < today),
        MemberFilter.LAPSED: _STANDING & (MembershipRecord.valid_until < today - timedelta(days=value(GRACE_DAYS))),
        MemberFilter.OEM_WAITING: _ACTIVE_OR_LOST & MembershipRecord.oem_act.is_null() if value(OEM_REGISTRATION) else _NONE,
        MemberFilter.LOST: MembershipRecord.state == MemberState.LOST.value,
        MemberFilter.CLOSED: MembershipRecord.state.in_([MemberState.RESIGNED.value, MemberState.MERGED.value, MemberState.VOID.value]),
    }
    return conditions[only]


def _members(condition: Any, order: Sequence[Any], today: date, *, limit: int = PAGE) -> list[Member]:
    introduced_by, own = CustomerRecord.alias(), CustomerRecord.alias()
    who = (CustomerRecord.id.alias("guest"), CustomerRecord.name, CustomerRecord.salutation, CustomerRecord.mobile)
    guest = (*who, introduced_by.name.alias("referrer_name"))
    renewed = (MemberEventRecord.membership == MembershipRecord.id) & (MemberEventRecord.kind == EventKind.RENEWED.value)
    renewals = MemberEventRecord.select(MemberEventRecord.number).where(renewed).order_by(MemberEventRecord.id.desc()).limit(1)
    rows: list[Any] = list(
        MembershipRecord.select(MembershipRecord, *guest, ActRecord.staff_id, ActRecord.at, renewals.alias("renewal_no"))
        .join(own, on=(MembershipRecord.customer == own.id))
        .join(CustomerRecord, on=(CustomerRecord.id == pw.fn.COALESCE(own.merged_into, own.id)))
        .switch(MembershipRecord)
        .join(introduced_by, pw.JOIN.LEFT_OUTER, on=(MembershipRecord.referrer == introduced_by.id))
        .switch(MembershipRecord)
        .join(ActRecord, on=(MembershipRecord.act == ActRecord.id))
        .where(condition)
        .order_by(*order)
        .limit(limit)
        .namedtuples()
    )
    cars = present_cars([row.guest for row in rows])
    cards = _cards([row.id for row in rows])
    reached, coming = levels_and_coming(membership_ids=[row.id for row in rows], on=today)
    return [
        Member(
            membership_id=row.id,
            number=row.number,
            customer_id=row.guest,
            name=row.name,
            salutation=Salutation(row.salutation).spoken,
            mobile=mask_mobile(row.mobile),
            plates=tuple(format_plate(plate) for plate, _ in cars.get(row.guest, ()) if plate),
            state=MemberState(row.state),
            stage=_stage(row.valid_until, today),
            level=reached[row.id].level,
            level_why=reached[row.id].why,
            level_until=reached[row.id].until,
            coming=coming.get(row.id),
            joined_on=row.joined_on,
            valid_until=row.valid_until,
            grace_until=grace_end(row.valid_until, value(GRACE_DAYS)),
            renewal_no=row.renewal_no or "",
            card_no=cards[row.id].number if row.id in cards else "",
            card_level=Level(cards[row.id].level) if row.id in cards else None,
            join_channel=JoinChannel(row.join_channel),
            recruiter_id=row.recruiter,
            referrer=row.referrer_name or "",
            outlet_id=row.outlet,
            oem_on=row.oem_on,
            staff_id=row.staff_id,
            entered_at=row.at,
        )
        for row in rows
    ]


def _stage(valid_until: date, today: date) -> Any:
    return stage(valid_until, today, ending_days=value(ENDING_DAYS), grace_days=value(GRACE_DAYS))


def _cards(membership_ids: Sequence[int]) -> dict[int, CardRecord]:
    """The card in use of each membership, else its last one."""
    cards = CardRecord.select().where(CardRecord.membership.in_(list(membership_ids))).order_by(CardRecord.id)
    found: dict[int, CardRecord] = {}
    for card in cards:
        if card.membership_id not in found or found[card.membership_id].state != CardState.IN_USE.value:
            found[card.membership_id] = card
    return found
