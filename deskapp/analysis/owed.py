"""What was still owed at the end of a day, and what fell due on the next one, as it stood then."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from deskapp.analysis.domain import Figure, LowGift, Redemptions, Slips, Tomorrow
from deskapp.analysis.history import as_it_was, rule_as_it_was
from deskapp.analysis.membership import standing_memberships
from deskapp.analysis.spans import Span
from deskapp.calendar import Calendar
from deskapp.data import fetch_rows
from deskapp.gifts.domain import OVERDUE_AFTER_WORKDAYS
from deskapp.gifts.domain import State as GiftState
from deskapp.gifts.tables import OPEN
from deskapp.handovers.domain import State as SlipState

# Written by then, and waiting now or brought into its state only later.
_SLIPS = (
    "SELECT h.id, h.number, h.state, h.writer_id, a.at, CASE WHEN {upto_step} THEN 1 ELSE 0 END"
    " FROM handovers h JOIN acts a ON a.id = h.act_id"
    " WHERE {upto_act} AND (h.state IN ('pending', 'returned') OR NOT {upto_step}) ORDER BY h.id"
)
# Applied for by then, and open now or closed only later; with its last step until then.
_LATER = "SELECT redemption_id FROM redemption_steps WHERE NOT {upto}"
_REDEMPTIONS = (
    "SELECT r.id, r.number, r.applied_at, (SELECT s.state FROM redemption_steps s WHERE s.redemption_id = r.id AND {upto_step}"
    f" ORDER BY s.id DESC LIMIT 1) FROM redemptions r WHERE {{upto_act}} AND (r.{OPEN} OR r.id IN ({_LATER})) ORDER BY r.id"
)
_APPLIED = "SELECT COUNT(*) FROM redemptions WHERE {span}"
# Signed for in the span, and not undone by its end.
_SIGNED = (
    "SELECT DISTINCT s.redemption_id FROM redemption_steps s WHERE s.state = 'received' AND {span} AND NOT EXISTS (SELECT 1 FROM"
    " redemption_steps c WHERE c.redemption_id = s.redemption_id AND c.state = 'cancelled' AND {upto}) ORDER BY s.redemption_id"
)
_GIFTS = "SELECT id, name, unit, low_stock_at, offered_from, offered_until FROM gifts WHERE {upto} ORDER BY points, sort_key, id"
_STOCK = "SELECT gift_id, SUM(quantity) FROM stock_moves WHERE {upto} GROUP BY gift_id"
_HELD = "SELECT gift_id, SUM(quantity) FROM redemption_lines WHERE redemption_id IN ({ids}) GROUP BY gift_id"
_TERMS = "SELECT m.id, m.number FROM ({standing}) s JOIN memberships m ON m.id = s.membership_id WHERE s.term_until = ? ORDER BY m.number"
_LOTS = (
    "SELECT customer_id, SUM(rest) FROM (SELECT l.customer_id, l.points - COALESCE((SELECT SUM(a.points) FROM points_allocations a"
    " WHERE a.lot_id = l.id AND {upto_a}), 0) AS rest FROM points_lots l WHERE l.ends_on = ? AND {upto_l}) l WHERE rest > 0"
    " GROUP BY customer_id ORDER BY customer_id"
)
_AT_ONCE = 500
_OPEN_FIGURES = {
    GiftState.APPLIED: Figure.TO_APPROVE,
    GiftState.TO_PREPARE: Figure.TO_PREPARE,
    GiftState.READY: Figure.TO_COLLECT,
    GiftState.ON_THE_WAY: Figure.ON_THE_WAY,
}


@dataclass(frozen=True, slots=True)
class WaitingSlip:
    """A slip that waited at the end of the day; `opening_day` is the day it should have been posted by."""

    id: int
    number: str
    writer_id: int | None
    written_at: datetime
    returned: bool


@dataclass(frozen=True, slots=True)
class OpenRedemption:
    """A redemption something was owed of at the end of the day."""

    id: int
    number: str
    applied_at: datetime
    state: GiftState

    @property
    def figure(self) -> Figure:
        return _OPEN_FIGURES[self.state]


def waiting_slips(upto: Span, *, only: Collection[int] | None) -> list[WaitingSlip]:
    """Slips waiting to be posted or sent back to their writer, the oldest first; `only` leaves those these people wrote."""
    text = _SLIPS.replace("{upto_act}", upto.where("h.act_id")).replace("{upto_step}", upto.where("h.step_id"))
    rows = fetch_rows(text, *upto.params * 3)
    states = as_it_was(upto, "handovers", ["state"], record_ids=[row[0] for row in rows if not row[5]])
    found: list[WaitingSlip] = []
    for slip_id, number, now, writer, at, _ in rows:
        state = SlipState(states.text(slip_id, "state", now))
        if state.is_waiting and (only is None or writer in only):
            found.append(WaitingSlip(slip_id, number, writer, _time(at), state is SlipState.RETURNED))
    return found


def slips_on(day: date, slips: Iterable[WaitingSlip], now: Calendar) -> Slips:
    """The counts of what `waiting_slips` found, with the age of the oldest in opening days."""
    waiting = [slip for slip in slips if not slip.returned]
    oldest = min((slip.written_at for slip in waiting), default=None)
    age = now.business_days_between(now.business_day_of(oldest), day) if oldest else 0
    return Slips(len(waiting), max(age, 0), sum(slip.returned for slip in slips))


def open_redemptions(upto: Span) -> list[OpenRedemption]:
    """Redemptions that were not yet signed for, cancelled or undone, the oldest first."""
    text = _REDEMPTIONS.replace("{upto_step}", upto.where("s.act_id")).replace("{upto_act}", upto.where("r.act_id"))
    rows = fetch_rows(text.replace("{upto}", upto.where("act_id")), *upto.params * 3)
    found = [OpenRedemption(row[0], row[1], _time(row[2]), GiftState(row[3])) for row in rows if row[3]]
    return [one for one in found if one.state.is_open]


def signed_redemptions(span: Span, upto: Span) -> list[int]:
    """Redemptions signed for in the span and not undone in it; their ids."""
    text = _SIGNED.replace("{span}", span.where("s.act_id")).replace("{upto}", upto.where("c.act_id"))
    return [row[0] for row in fetch_rows(text, *span.params, *upto.params)]


def redemptions_on(span: Span, upto: Span, still_open: Iterable[OpenRedemption]) -> Redemptions:
    """The counts of a day: applied for and signed in `span`, open at its end."""
    counts = dict.fromkeys(_OPEN_FIGURES.values(), 0)
    for one in still_open:
        counts[one.figure] += 1
    return Redemptions(
        applied=fetch_rows(_APPLIED.replace("{span}", span.where("act_id")), *span.params)[0][0],
        signed=len(signed_redemptions(span, upto)),
        to_approve=counts[Figure.TO_APPROVE],
        to_prepare=counts[Figure.TO_PREPARE],
        to_collect=counts[Figure.TO_COLLECT],
        on_the_way=counts[Figure.ON_THE_WAY],
    )


def low_gifts(day: date, upto: Span, still_open: Iterable[OpenRedemption]) -> tuple[LowGift, ...]:
    """Gifts on offer whose stock less what open redemptions held was at or under their warning."""
    before = as_it_was(upto, "gifts", ["name", "unit", "low_stock_at", "offered_from", "offered_until"])
    stock = {gift: int(count) for gift, count in fetch_rows(_STOCK.replace("{upto}", upto.where("act_id")), *upto.params)}
    held = _held([one.id for one in still_open])
    found: list[LowGift] = []
    for gift_id, name, unit, low_at, first, last in fetch_rows(_GIFTS.replace("{upto}", upto.where("act_id")), *upto.params):
        low = int(before.text(gift_id, "low_stock_at", low_at))
        begins, ends = before.text(gift_id, "offered_from", first), before.text(gift_id, "offered_until", last)
        available = stock.get(gift_id, 0) - held.get(gift_id, 0)
        if date.fromisoformat(begins) <= day and (not ends or day <= date.fromisoformat(ends)) and available <= low:
            found.append(LowGift(gift_id, before.text(gift_id, "name", name), available, before.text(gift_id, "unit", unit), low))
    return tuple(found)


def due_slips(tomorrow: date, slips: Iterable[WaitingSlip], now: Calendar) -> list[WaitingSlip]:
    """Slips that should be posted tomorrow."""
    return [slip for slip in slips if not slip.returned and now.business_day_of(slip.written_at) == tomorrow]


def due_redemptions(tomorrow: date, still_open: Iterable[OpenRedemption], upto: Span, now: Calendar) -> list[OpenRedemption]:
    """Redemptions that should be signed for (an application: approved) tomorrow."""
    limit = rule_as_it_was(upto, OVERDUE_AFTER_WORKDAYS)

    def due_on(one: OpenRedemption) -> date:
        day = now.add_workdays(one.applied_at.date(), limit)
        return min(day, now.business_day_of(one.applied_at)) if one.state is GiftState.APPLIED else day

    return [one for one in still_open if due_on(one) == tomorrow]


def terms_ending(day: date, upto: Span) -> list[tuple[int, str]]:
    """Memberships (id, number) of which tomorrow is the last valid day."""
    rows = fetch_rows(_TERMS.replace("{standing}", standing_memberships(upto)), day, *upto.params, day + timedelta(days=1))
    return [(row[0], row[1]) for row in rows]


def points_ending(day: date, upto: Span) -> Mapping[int, int]:
    """Customer -> points of lots of which tomorrow is the last usable day."""
    text = _LOTS.replace("{upto_a}", upto.where("a.act_id")).replace("{upto_l}", upto.where("l.act_id"))
    return {row[0]: int(row[1]) for row in fetch_rows(text, *upto.params, day + timedelta(days=1), *upto.params)}


def tomorrow_of(day: date, upto: Span, now: Calendar, slips: Iterable[WaitingSlip], still_open: Iterable[OpenRedemption]) -> Tomorrow:
    """What fell due on the day after."""
    tomorrow = day + timedelta(days=1)
    ending = points_ending(day, upto)
    return Tomorrow(
        slips=tuple(slip.number for slip in due_slips(tomorrow, slips, now)),
        redemptions=tuple(one.number for one in due_redemptions(tomorrow, still_open, upto, now)),
        terms=tuple(number for _, number in terms_ending(day, upto)),
        points=sum(ending.values()),
        accounts=len(ending),
    )


def _held(ids: list[int]) -> dict[int, int]:
    held: dict[int, int] = {}
    for start in range(0, len(ids), _AT_ONCE):
        some = ids[start : start + _AT_ONCE]
        for gift, count in fetch_rows(_HELD.replace("{ids}", ", ".join("?" * len(some))), *some):
            held[gift] = held.get(gift, 0) + int(count)
    return held


def _time(value: datetime | str) -> datetime:
    return datetime.fromisoformat(value) if isinstance(value, str) else value
