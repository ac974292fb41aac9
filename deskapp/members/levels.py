"""At which level a member stands: read from events and from the tier points of the term before, never stored (members.md §3)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from deskapp.data import Act, fetch_rows, writing
from deskapp.errors import UserError
from deskapp.members.domain import (
    DIAMOND_POINTS,
    GOLD_POINTS,
    SILVER_POINTS,
    Coming,
    EventKind,
    Level,
    LevelReason,
    MemberState,
    highest,
    level_by_points,
)
from deskapp.members.record import book, in_state
from deskapp.members.standing import standing, stored_date
from deskapp.members.tables import MemberEventRecord
from deskapp.points.reading import tier
from deskapp.settings.store import value
from deskapp.staff.domain import Right
from deskapp.staff.service import require
from deskapp.typed import format_points

_CUSTOMERS = (
    "SELECT m.id, m.customer_id, c.merged_into_id IS NOT NULL OR EXISTS (SELECT 1 FROM customers k WHERE k.merged_into_id = c.id)"
    " FROM memberships m JOIN customers c ON c.id = m.customer_id WHERE m.id IN ({ids})"
)
_TIER = "SELECT CAST(? AS INTEGER), COALESCE(SUM(tier), 0) FROM points_entries WHERE customer_id = ? AND tier_on >= ? AND tier_on <= ?"
_AT_ONCE = 100  # SQLite takes at most 500 parts in one UNION
# What a merge wrote counts as long as the merge stands.
_EVENTS = (
    "SELECT membership_id, kind, at, term_from, term_until, level, level_until, reason FROM member_events"
    " WHERE membership_id IN ({ids}) AND kind IN ('joined', 'brought', 'renewed', 'level_raised', 'level_set', 'absorbed')"
    " AND NOT EXISTS (SELECT 1 FROM merges WHERE merges.act_id = member_events.act_id AND undone_id IS NOT NULL) ORDER BY id"
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
    """The days whose tier points count for one term of a membership, both included.

    It begins the day after the term before ended, however late that was renewed: points earned in grace count for the term paid then.
    """

    starts_on: date
    ends_on: date


def thresholds() -> tuple[int, int, int]:
    """Tier points that reach 银卡, 金卡 and 钻卡 today."""
    return value(SILVER_POINTS), value(GOLD_POINTS), value(DIAMOND_POINTS)


def levels(*, membership_ids: Collection[int], on: date) -> dict[int, LevelReason]:
    """The level of each membership on a day with the line that decided it: the highest of what counts on that day.

    Asked for a day to come, it says what would be decided then with the points of today.
    """
    happened = _by_membership(membership_ids)
    return _decided(happened, dict.fromkeys(happened, on))


def levels_and_coming(*, membership_ids: Collection[int], on: date) -> tuple[dict[int, LevelReason], dict[int, Coming]]:
    """The same, and for those who have paid for a term that has not begun the level it will begin with."""
    happened = _by_membership(membership_ids)
    begins = {key: paid.starts_on for key, mine in happened.items() if (paid := _paid_ahead(_terms(mine), on))}
    then = _decided({key: happened[key] for key in begins}, begins)
    coming = {key: Coming(begins[key], reason.level, reason.why) for key, reason in then.items()}
    return _decided(happened, dict.fromkeys(happened, on)), coming


def running_term(*, membership_id: int, on: date) -> Term:
    """The term the day lies in; after the last one has ended, the last one."""
    return _running(_terms(_events([membership_id])), on)


def paid_ahead(*, membership_id: int, on: date) -> Term | None:
    """The term that follows the running one, if it is paid already."""
    return _paid_ahead(_terms(_events([membership_id])), on)


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


def set_level(*, act: Act, membership_id: int, level: Level, until: date, reason: str) -> LevelReason:
    """指定级别 until a day, both included, in place of an earlier setting; where he stands now.

    普卡 only takes the earlier setting away: what points reached stays. Refuses a membership that does not stand, a day that is over and a
    missing reason.
    """
    require(act, Right.SET_LEVELS)
    with writing(act, "set_level", membership_id=membership_id, level=level, until=until, reason=reason) as tx:
        on = tx.act.at.date()
        if tx.replay is None:
            record = in_state(membership_id, MemberState.ACTIVE, MemberState.LOST, to="指定级别")
            until = on if level is Level.BASIC else until
            if until < on:
                raise UserError(f"指定到 {until} 已经过去，请填今天或以后的日期", field="level_until")
            if not reason.strip():
                raise UserError("请写明指定级别的原因", field="reason_text")
            book(tx, record, EventKind.LEVEL_SET, level=level.value, level_until=until, reason=reason.strip())
            tx.done(record.id, record.number)
        return levels(membership_ids=[membership_id], on=on)[membership_id]


def _by_membership(membership_ids: Collection[int]) -> dict[int, list[_Event]]:
    happened: dict[int, list[_Event]] = {key: [] for key in membership_ids}
    for event in _events(membership_ids):
        happened[event.membership_id].append(event)
    return happened


def _decided(happened: Mapping[int, Sequence[_Event]], days: Mapping[int, date]) -> dict[int, LevelReason]:
    """The level of each membership on its day."""
    before = {key: term for key, mine in happened.items() if (term := _term_before(_terms(mine), days[key]))}
    points = _tier_of(before)
    return {key: _level(mine, days[key], points.get(key)) for key, mine in happened.items()}


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


def _level(events: Sequence[_Event], on: date, points_before: int | None) -> LevelReason:
    """Raised in the running term, reached by the term before, or set by hand: of several settings the last one counts."""
    reasons = [LevelReason(Level.BASIC, None, "入会级别")]
    counting = [event for event in events if event.level and event.level_until and event.on and event.on <= on <= event.level_until]
    raised = [event for event in counting if event.kind in (EventKind.LEVEL_RAISED, EventKind.ABSORBED)]
    reasons += [LevelReason(Level(event.level), event.level_until, event.reason) for event in raised]
    set_by_hand = [event for event in events if event.kind is EventKind.LEVEL_SET and event.on and event.on <= on]
    if set_by_hand and set_by_hand[-1] in counting:
        last = set_by_hand[-1]
        reasons.append(LevelReason(Level(last.level), last.level_until, f"指定：{last.reason}"))
    if points_before is not None:
        running = _running(_terms(events), on)
        until = running.ends_on if running.ends_on >= on else None
        reasons.append(LevelReason(level_by_points(points_before, thresholds()), until, f"上期升级积分 {format_points(points_before)}"))
    return highest(reasons)


def _tier_of(terms: Mapping[int, Term]) -> dict[int, int]:
    """Tier points of one term of each membership: two statements for a list, one more for each customer who was merged."""
    if not terms:
        return {}
    owners = fetch_rows(_CUSTOMERS.replace("{ids}", ", ".join("?" * len(terms))), *terms)
    found: dict[int, int] = {}
    alone: list[tuple[int, int, date, date]] = []
    for key, customer_id, merged in owners:
        term = terms[key]
        if merged:
            found[key] = tier(customer_id=customer_id, since=term.starts_on, until=term.ends_on)
        else:
            alone.append((key, customer_id, term.starts_on, term.ends_on))
    for chunk in (alone[at : at + _AT_ONCE] for at in range(0, len(alone), _AT_ONCE)):
        found |= dict(fetch_rows(" UNION ALL ".join([_TIER] * len(chunk)), *(part for row in chunk for part in row)))
    return found


def _terms(events: Sequence[_Event]) -> list[Term]:
    terms: list[Term] = []
    for event in events:
        if event.kind is EventKind.ABSORBED and event.term_until is not None:
            terms[-1] = Term(terms[-1].starts_on, event.term_until)  # the later end of two merged members
        elif event.term_from is not None and event.term_until is not None:
            starts_on = terms[-1].ends_on + timedelta(days=1) if terms else event.term_from
            terms.append(Term(starts_on, event.term_until))
    return terms


def _term_before(terms: Sequence[Term], on: date) -> Term | None:
    """The last term that had ended on the day. In grace that is the one just over: its end was when the level was decided."""
    return next((term for term in reversed(terms) if term.ends_on < on), None)


def _paid_ahead(terms: Sequence[Term], on: date) -> Term | None:
    """The term that follows the running one, if it is paid already."""
    return next((term for term in terms if term.starts_on > on), None)


def _running(terms: Sequence[Term], on: date) -> Term:
    return next((term for term in terms if term.starts_on <= on <= term.ends_on), terms[-1])
