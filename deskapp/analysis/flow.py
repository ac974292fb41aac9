"""The ledger over days and months, summed over one index (members.md §7). Nothing here asks a right: the services above do."""

from collections.abc import Sequence
from datetime import date, timedelta

from deskapp.analysis.domain import FlowMonth, Points
from deskapp.analysis.spans import Days, Span
from deskapp.data import fetch_row, fetch_rows
from deskapp.points.domain import EntryKind

_TOTAL = "SELECT COALESCE(SUM(redeemable), 0) FROM points_entries WHERE {span}"
_ANY = "SELECT 1 FROM points_entries WHERE {span} LIMIT 1"
_MOVED = "SELECT kind, SUM(redeemable), COUNT(*) FROM points_entries WHERE {span} GROUP BY kind"


def points_between(days: Days, first: date, last: date) -> Points:
    """The ledger over the days `first`–`last`; both balances are summed over all entries, never carried on from the movements."""
    moved, counts = _moved(days.between(first, last))
    return Points(
        opening=total(days.until(first - timedelta(days=1))),
        moved=moved,
        counts=counts,
        closing=total(days.until(last)),
    )


def months_until(days: Days, last: date, count: int) -> tuple[FlowMonth, ...]:
    """Up to `count` months that end with the month of `last`, the last one up to that day; none before the first points of the store.

    One sum over all entries, then each month by its movements: the balance of a month is that of the next less what moved in it.
    """
    closing = total(days.until(last))
    found: list[FlowMonth] = []
    until = last
    for _ in range(count):
        if found and not _anything(days.until(until)):
            break
        first = until.replace(day=1)
        moved, counts = _moved(days.between(first, until))
        opening = closing - sum(moved.values())
        found.append(FlowMonth(first, until, Points(opening, moved, counts, closing)))
        closing, until = opening, first - timedelta(days=1)
    return tuple(reversed(found))


def total(span: Span) -> int:
    """All points moved in the span: up to a day, the balance of all accounts."""
    row = fetch_row(_TOTAL.replace("{span}", span.where("act_id")), *span.params)
    return int(row[0]) if row else 0


def _anything(span: Span) -> bool:
    """Whether any points had moved."""
    return fetch_row(_ANY.replace("{span}", span.where("act_id")), *span.params) is not None


def _moved(span: Span) -> tuple[dict[EntryKind, int], dict[EntryKind, int]]:
    rows: Sequence[tuple[str, int, int]] = fetch_rows(_MOVED.replace("{span}", span.where("act_id")), *span.params)
    return {EntryKind(kind): int(points) for kind, points, _ in rows}, {EntryKind(kind): int(count) for kind, _, count in rows}
