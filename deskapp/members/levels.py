"""At which level a member stands: read from events and from the tier points of the term before, never stored (members.md §3)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from deskapp.data import Act, writing
from deskapp.members.domain import (
    DIAMOND_POINTS,
    GOLD_POINTS,
    SILVER_POINTS,
    EventKind,
    Level,
    LevelReason,
    highest,
    level_by_points,
)
from deskapp.members.standing import standing
from deskapp.members.tables import MemberEventRecord, MembershipRecord
from deskapp.points.reading import tier
from deskapp.settings.store import value
from deskapp.typed import format_points

_TERMS = (EventKind.JOINED, EventKind.RENEWED)
_LEVELS = (EventKind.LEVEL_RAISED, EventKind.LEVEL_SET)


@dataclass(frozen=True, slots=True)
class Term:
    """One term of a membership, both days included."""

    starts_on: date
    ends_on: date


def thresholds() -> tuple[int, int, int]:
    """Tier points that reach 银卡, 金卡 and 钻卡 today."""
    return value(SILVER_POINTS), value(GOLD_POINTS), value(DIAMOND_POINTS)


def levels(*, membership_ids: Collection[int], on: date) -> dict[int, LevelReason]:
    """The level of each membership on a day with the line that decided it."""
    if not membership_ids:
        return {}
    wanted = [kind.value for kind in (*_TERMS, *_LEVELS)]
    events: dict[int, list[MemberEventRecord]] = {}
    for event in (
        MemberEventRecord.select()
        .where(MemberEventRecord.membership.in_(list(membership_ids)) & MemberEventRecord.kind.in_(wanted))
        .order_by(MemberEventRecord.id)
    ):
        events.setdefault(event.membership_id, []).append(event)
    owned = MembershipRecord.select(MembershipRecord.id, MembershipRecord.customer).where(MembershipRecord.id.in_(list(membership_ids)))
    owners = {record.id: record.customer_id for record in owned}
    return {key: _level(owners[key], events.get(key, []), on) for key in membership_ids}


def running_term(*, membership_id: int, on: date) -> Term:
    """The term the day lies in; after the last one has ended, the last one."""
    events = list(
        MemberEventRecord.select()
        .where((MemberEventRecord.membership == membership_id) & MemberEventRecord.kind.in_([kind.value for kind in _TERMS]))
        .order_by(MemberEventRecord.id)
    )
    return _running(_terms(events), on)


def settle_level(*, act: Act, customer_id: int) -> Level | None:
    """Raise the member's level when the tier points of the running term reach a higher one; the new level, None if nothing changed.

    Called by whoever has booked points for him, inside the same act. The event stays to the end of the term even if the points are
    reversed. A customer without an open membership has no level.
    """
    with writing(act, "settle_level", customer_id=customer_id) as tx:
        on = tx.act.at.date()
        member = standing(customer_id=customer_id, on=on)
        if tx.replay is not None or member is None:
            return None
        term = running_term(membership_id=member.membership_id, on=on)
        points = tier(customer_id=customer_id, since=term.starts_on, until=term.ends_on)
        reached = level_by_points(points, thresholds())
        if reached is Level.BASIC or reached.rank <= levels(membership_ids=[member.membership_id], on=on)[member.membership_id].level.rank:
            return None
        MemberEventRecord.create(
            membership=member.membership_id,
            kind=EventKind.LEVEL_RAISED.value,
            at=tx.act.at,
            level=reached.value,
            level_until=term.ends_on,
            reason=f"本期升级积分 {format_points(points)}",
            act=tx.act_id,
        )
        return reached


def _level(customer_id: int, events: Sequence[MemberEventRecord], on: date) -> LevelReason:
    reasons = [LevelReason(Level.BASIC, None, "入会级别")]
    for event in events:
        if event.kind in _LEVELS and event.level_until is not None and event.at.date() <= on <= event.level_until:
            why = event.reason if event.kind == EventKind.LEVEL_RAISED else f"指定：{event.reason}"
            reasons.append(LevelReason(Level(event.level), event.level_until, why))
    terms = _terms(events)
    running = _running(terms, on)
    before = [term for term in terms if term.ends_on < running.starts_on]
    if before:
        points = tier(customer_id=customer_id, since=before[-1].starts_on, until=before[-1].ends_on)
        reasons.append(LevelReason(level_by_points(points, thresholds()), running.ends_on, f"上期升级积分 {format_points(points)}"))
    return highest(reasons)


def _terms(events: Sequence[Any]) -> list[Term]:
    return [Term(event.term_from, event.term_until) for event in events if event.term_from is not None]


def _running(terms: Sequence[Term], on: date) -> Term:
    return next((term for term in terms if term.starts_on <= on <= term.ends_on), terms[-1])
