"""Which acts belong to a day: the days of the store, cut by the order of its acts.

Nothing is back-dated. An act belongs to the day of the latest time that had been booked when it was booked: a PC that is half an hour
behind after midnight no longer changes yesterday, so yesterday printed again says the same. Where 客服经理 confirmed another clock the
count begins anew, so a wrong entry of 2036 keeps to 2036.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from deskapp.data import fetch_row, fetch_rows
from deskapp.data.transaction import DOUBT_BEHIND

# The plus keeps both engines from walking the acts by their ids: the index of times is hours long, not years.
_FIRST = "SELECT at FROM acts WHERE at >= ? AND +id >= ? AND +id < ? ORDER BY at LIMIT 1"
_LOWEST = "SELECT MIN(+id) FROM acts WHERE at >= ? AND at <= ? AND +id >= ? AND +id < ?"
_CONFIRMED = "SELECT DISTINCT act_id FROM changes WHERE kind = 'write_lock' AND record_id = 1 ORDER BY act_id"


@dataclass(frozen=True, slots=True)
class Span:
    """Acts as ranges of ids, the first counted, the last not."""

    ranges: tuple[tuple[int, int], ...]

    def where(self, column: str) -> str:
        """The condition that `column` (the id of an act) lies in the span; binds `params`."""
        return "(" + " OR ".join([f"{column} >= ? AND {column} < ?"] * len(self.ranges)) + ")"

    @property
    def params(self) -> tuple[int, ...]:
        return tuple(bound for pair in self.ranges for bound in pair)


@dataclass(frozen=True, slots=True)
class Cut:
    """Some days of the store that end with `day`: what happened on them, up to their end, and after it."""

    day: date
    span: Span
    upto: Span
    after: Span


class Days:
    """The days of the store within one snapshot; ask inside `reading()`."""

    def __init__(self) -> None:
        starts = [0, *(row[0] for row in fetch_rows(_CONFIRMED))]
        last = fetch_row("SELECT COALESCE(MAX(id), 0) + 1 FROM acts")
        ends = [*starts[1:], max(last[0] if last else 1, starts[-1])]
        self._clocks = tuple(zip(starts, ends, strict=True))

    def until(self, day: date) -> Span:
        """Everything up to the midnight that ends the day."""
        return Span(tuple((start, self._end(day, start, end)) for start, end in self._clocks))

    def after(self, day: date) -> Span:
        """Everything past the midnight that ends the day: what `until` leaves."""
        return Span(tuple((self._end(day, start, end), end) for start, end in self._clocks))

    def between(self, first: date, last: date) -> Span:
        """Everything of the days `first`–`last`, both counted."""
        before, upto = self.until(first - timedelta(days=1)), self.until(last)
        return Span(tuple((low[1], high[1]) for low, high in zip(before.ranges, upto.ranges, strict=True)))

    def cut(self, first: date, last: date) -> Cut:
        """The days `first`–`last` with what lies before and after them."""
        return Cut(last, self.between(first, last), self.until(last), self.after(last))

    @staticmethod
    def _end(day: date, start: int, end: int) -> int:
        """The first act after the midnight among those of one clock.

        No act lies further than DOUBT_BEHIND behind one before it, so the first in order is among those of that hour.
        """
        midnight = datetime.combine(day + timedelta(days=1), time.min)
        found = fetch_row(_FIRST, midnight, start, end)
        if found is None:
            return end
        earliest = datetime.fromisoformat(found[0]) if isinstance(found[0], str) else found[0]
        lowest = fetch_row(_LOWEST, earliest, earliest + DOUBT_BEHIND, start, end)
        return lowest[0] if lowest and lowest[0] is not None else end
