"""Which accounts have points that end soon: for the list customer service calls from, never for a write."""

from datetime import date

from deskapp.customers.family import family
from deskapp.data.bulk import fetch_by_keys
from deskapp.points.account import as_date, run
from deskapp.points.domain import Expiry

_ENDING = (
    "SELECT customer_id, ends_on, SUM(rest) FROM (SELECT l.customer_id, l.ends_on, l.points"
    " - COALESCE((SELECT SUM(a.points) FROM points_allocations a WHERE a.lot_id = l.id), 0)"
    " - COALESCE((SELECT SUM(h.points) FROM points_holds h JOIN points_reservations r ON r.id = h.reservation_id"
    " WHERE h.lot_id = l.id AND r.closed_id IS NULL), 0) AS rest FROM points_lots l WHERE l.ends_on >= ? AND l.ends_on <= ?) lots"
    " WHERE rest > 0 GROUP BY customer_id, ends_on ORDER BY ends_on, customer_id"
)
_MERGED = "SELECT id FROM customers WHERE merged_into_id IS NOT NULL AND id IN {keys}"


def ending(*, on: date, until: date) -> dict[int, tuple[Expiry, ...]]:
    """Unheld points whose last day lies in `on`–`until`, both counted, by account (the survivor's id) and last day, the first on top.

    What is reserved is left out: it waits for its slip, whatever the day.
    """
    rows = run(_ENDING, (on, until)).fetchall()
    merged = {row[0] for row in fetch_by_keys(_MERGED, {row[0] for row in rows})}
    found: dict[int, dict[date, int]] = {}
    for customer_id, ends_on, points in rows:
        root, day = family(customer_id)[0] if customer_id in merged else customer_id, as_date(ends_on)
        account = found.setdefault(root, {})
        account[day] = account.get(day, 0) + int(points)
    return {root: tuple(Expiry(day, days[day]) for day in sorted(days)) for root, days in found.items()}
