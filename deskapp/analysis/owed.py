"""What was still owed at the end of a day, and what fell due on the next one, as it stood then."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from deskapp.analysis.domain import Figure, LowGift, Redemptions, Slips, Tomorrow
from deskapp.analysis.history import as_it_was, rule_as_it_was
from deskapp.analysis.membership import standing_memberships
from deskapp.analysis.spans import Cut
from deskapp.calendar import Calendar
from deskapp.data import fetch_rows
from deskapp.gifts.domain import OVERDUE_AFTER_WORKDAYS
from deskapp.gifts.domain import State as GiftState
from deskapp.gifts.tables import OPEN
from deskapp.handovers.domain import State as SlipState

# Written by then: those that wait now, and those brought into their state only later.
_SLIP = "SELECT h.id, h.number, h.state, h.writer_id, a.at, h.step_id FROM handovers h JOIN acts a ON a.id = h.act_id WHERE {upto} AND "
_WAITING = f"{_SLIP}h.state IN ('pending', 'returned')"
_STEPPED = f"{_SLIP}{{after}}"
# Applied for by then: those open now, and those stepped on later; with the last step until then.
_REDEMPTION = (
    "SELECT r.id, r.number, r.applied_at, (SELECT s.state FROM redemption_steps s WHERE s.redemption_id = r.id AND {upto_s}"
    " ORDER BY s.id DESC LIMIT 1) FROM redemptions r WHERE {upto_r} AND "
)
_OPEN_NOW = f"{_REDEMPTION}r.{OPEN}"
_STEPPED_ON = f"{_REDEMPTION}r.id IN (SELECT redemption_id FROM redemption_steps WHERE {{after}})"
# The step of the act that applied for it; one a redemption.
_APPLIED = (
    "SELECT r.id FROM redemption_steps s JOIN redemptions r ON r.id = s.redemption_id AND r.act_id = s.act_id WHERE {span} ORDER BY r.id"
)
# Signed for in the span, and not undone by its end.
_SIGNED = (
    "SELECT DISTINCT s.redemption_id FROM redemption_steps s WHERE s.state = 'received' AND {span} AND NOT EXISTS (SELECT 1 FROM"
    " redemption_steps c WHERE c.redemption_id = s.redemption_id AND c.state = 'cancelled' AND {upto}) ORDER BY s.redemption_id"
)
_GIFTS = "SELECT id, name, unit, low_stock_at, offered_from, offered_until FROM gifts WHERE {upto} ORDER BY id"
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


def waiting_slips(cut: Cut, *, only: Collection[int] | None) -> list[WaitingSlip]:
    """Slips waiting to be posted or sent back to their writer, the oldest first; `only` leaves those these people wrote."""
    upto, after = cut.upto, cut.after
    rows = {row[0]: row for row in fetch_rows(_WAITING.replace("{upto}", upto.where("h.act_id")), *upto.params)}
    stepped = _STEPPED.replace("{upto}", upto.where("h.act_id")).replace("{after}", after.where("h.step_id"))
    moved = {row[0]: row for row in fetch_rows(stepped, *upto.params, *after.params)}
    states = as_it_was(upto, "handovers", ["state"], record_ids=moved)
    found: list[WaitingSlip] = []
    for slip_id, number, now, writer, at, _ in sorted((rows | moved).values()):
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


def open_redemptions(cut: Cut) -> list[OpenRedemption]:
    """Redemptions that were not yet signed for, cancelled or undone, the oldest first."""
    upto, after = cut.upto, cut.after

    def rows(text: str, *params: int) -> dict[int, tuple[Any, ...]]:
        text = text.replace("{upto_s}", upto.where("s.act_id")).replace("{upto_r}", upto.where("r.act_id"))
        return {row[0]: row for row in fetch_rows(text, *upto.params * 2, *params)}

    both = rows(_OPEN_NOW) | rows(_STEPPED_ON.replace("{after}", after.where("act_id")), *after.params)
    found = [OpenRedemption(row[0], row[1], _time(row[2]), GiftState(row[3])) for row in both.values() if row[3]]
    return sorted((one for one in found if one.state.is_open), key=lambda one: one.id)


def applied_redemptions(cut: Cut) -> list[int]:
    """Redemptions applied for on the days of the cut; their ids."""
    return [row[0] for row in fetch_rows(_APPLIED.replace("{span}", cut.span.where("s.act_id")), *cut.span.params)]


def signed_redemptions(cut: Cut) -> list[int]:
    """Redemptions signed for on the days of the cut and not undone in them; their ids."""
    text = _SIGNED.replace("{span}", cut.span.where("s.act_id")).replace("{upto}", cut.upto.where("c.act_id"))
    return [row[0] for row in fetch_rows(text, *cut.span.params, *cut.upto.params)]


def redemptions_on(cut: Cut, still_open: Iterable[OpenRedemption]) -> Redemptions:
    """The counts of a day: applied for and signed on it, open at its end."""
    counts = dict.fromkeys(_OPEN_FIGURES.values(), 0)
    for one in still_open:
        counts[one.figure] += 1
    return Redemptions(
        applied=len(applied_redemptions(cut)),
        signed=len(signed_redemptions(cut)),
        to_approve=counts[Figure.TO_APPROVE],
        to_prepare=counts[Figure.TO_PREPARE],
        to_collect=counts[Figure.TO_COLLECT],
        on_the_way=counts[Figure.ON_THE_WAY],
    )


def low_gifts(cut: Cut, still_open: Iterable[OpenRedemption]) -> tuple[LowGift, ...]:
    """Gifts on offer whose stock less what open redemptions held was at or under their warning, the scarcest first.

    The order follows from that day's figures too: a gift that is renamed or gets another price later stays where it was told.
    """
    day, upto = cut.day, cut.upto
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
    return tuple(sorted(found, key=lambda gift: gift.available - gift.low_at))


def due_slips(tomorrow: date, slips: Iterable[WaitingSlip], now: Calendar) -> list[WaitingSlip]:
    """Slips that should be posted tomorrow."""
    return [slip for slip in slips if not slip.returned and now.business_day_of(slip.written_at) == tomorrow]


def due_redemptions(cut: Cut, still_open: Iterable[OpenRedemption], now: Calendar) -> list[OpenRedemption]:
    """Redemptions that should be signed for (an application: approved) tomorrow."""
    tomorrow, limit = cut.day + timedelta(days=1), rule_as_it_was(cut.upto, OVERDUE_AFTER_WORKDAYS)

    def due_on(one: OpenRedemption) -> date:
        day = now.add_workdays(one.applied_at.date(), limit)
        return min(day, now.business_day_of(one.applied_at)) if one.state is GiftState.APPLIED else day

    return [one for one in still_open if due_on(one) == tomorrow]


def terms_ending(cut: Cut) -> list[tuple[int, str]]:
    """Memberships (id, number) of which tomorrow is the last valid day."""
    day, upto = cut.day, cut.upto
    rows = fetch_rows(_TERMS.replace("{standing}", standing_memberships(upto)), day, *upto.params, *upto.params, day + timedelta(days=1))
    return [(row[0], row[1]) for row in rows]


def points_ending(cut: Cut) -> Mapping[int, int]:
    """Customer -> points of lots of which tomorrow is the last usable day."""
    day, upto = cut.day, cut.upto
    text = _LOTS.replace("{upto_a}", upto.where("a.act_id")).replace("{upto_l}", upto.where("l.act_id"))
    return {row[0]: int(row[1]) for row in fetch_rows(text, *upto.params, day + timedelta(days=1), *upto.params)}


def tomorrow_of(cut: Cut, now: Calendar, slips: Iterable[WaitingSlip], still_open: Iterable[OpenRedemption]) -> Tomorrow:
    """What fell due on the day after."""
    tomorrow = cut.day + timedelta(days=1)
    ending = points_ending(cut)
    return Tomorrow(
        slips=tuple(slip.number for slip in due_slips(tomorrow, slips, now)),
        redemptions=tuple(one.number for one in due_redemptions(cut, still_open, now)),
        terms=tuple(number for _, number in terms_ending(cut)),
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
