"""At which level a member stands: read from events and from the tier points of the term before, never stored (members.md §3)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from deskapp.data import Act, fetch_rows, writing
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
from deskapp.members.standing import standing, stored_date
from deskapp.members.tables import MemberEventRecord, MembershipRecord
from deskapp.points.reading import tier
from deskapp.settings.store import value
from deskapp.typed import format_points

_EVENTS = (
    "SELECT membership_id, kind, at, term_from, term_until, level, level_until, reason FROM member_events"
    " WHERE membership_id IN ({ids}) AND kind IN ('joined', 'renewed', 'level_raised', 'level_set') ORDER BY id"
)


@dataclass(frozen=True, slots=True)
class _Event:
    """One row of the statement; `on` is the day it happened."""

    membership_id: int
    kind: EventKind
    on: date | None
    term_from: date | None
    term_until: date | None
    level: str
    level_until: date | None
    reason: str


@dataclass(frozen=True, slots=True)
class Term:
    """One term of a membership, both days included."""

    starts_on: date
    ends_on: date


def thresholds() -> tuple[int, int, int]:
    """Tier points that reach 银卡, 金卡 and 钻卡 today."""
    return value(SILVER_POINTS), value(GOLD_POINTS), value(DIAMOND_POINTS)


def levels(*, membership_ids: Collection[int], on: date) -> dict[int, LevelReason]:
    """The level of each membership on a day with the line that decided it. One statement for all that were never renewed."""
    events: dict[int, list[_Event]] = {key: [] for key in membership_ids}
    for event in _events(membership_ids):
        events[event.membership_id].append(event)
    return {key: _level(key, mine, on) for key, mine in events.items()}


def running_term(*, membership_id: int, on: date) -> Term:
    """The term the day lies in; after the last one has ended, the last one."""
    return _running(_terms(_events([membership_id])), on)


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


def _events(membership_ids: Collection[int]) -> list[_Event]:
    """What terms and levels follow from, in its order. A bare statement: it runs with every list and every keystroke of the search."""
    if not membership_ids:
        return []
    marks = ", ".join("?" * len(membership_ids))
    rows = fetch_rows(_EVENTS.replace("{ids}", marks), *membership_ids)
    day = stored_date
    return [
        _Event(key, EventKind(kind), day(at), day(begin), day(end), level, day(until), reason)
        for key, kind, at, begin, end, level, until, reason in rows
    ]


def _level(membership_id: int, events: Sequence[_Event], on: date) -> LevelReason:
    reasons = [LevelReason(Level.BASIC, None, "入会级别")]
    for event in events:
        if event.level and event.level_until is not None and event.on is not None and event.on <= on <= event.level_until:
            why = event.reason if event.kind is EventKind.LEVEL_RAISED else f"指定：{event.reason}"
            reasons.append(LevelReason(Level(event.level), event.level_until, why))
    terms = _terms(events)
    running = _running(terms, on)
    before = [term for term in terms if term.ends_on < running.starts_on]
    if before:
        customer_id = MembershipRecord.get_by_id(membership_id).customer_id
        points = tier(customer_id=customer_id, since=before[-1].starts_on, until=before[-1].ends_on)
        reasons.append(LevelReason(level_by_points(points, thresholds()), running.ends_on, f"上期升级积分 {format_points(points)}"))
    return highest(reasons)


def _terms(events: Sequence[_Event]) -> list[Term]:
    return [Term(event.term_from, event.term_until) for event in events if event.term_from is not None and event.term_until is not None]


def _running(terms: Sequence[Term], on: date) -> Term:
    return next((term for term in terms if term.starts_on <= on <= term.ends_on), terms[-1])
