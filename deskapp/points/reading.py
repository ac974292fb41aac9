"""What an account may spend, and its lines. Reads leave out lots past their end; no look writes."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from deskapp.customers.family import family
from deskapp.data import reading
from deskapp.data.bulk import fetch_by_keys
from deskapp.points.account import Account, as_date, as_time, movement, run
from deskapp.points.domain import AccountStatement, Balance, EntryKind, Expiry, Holding, LedgerLine, LotLine, Movement, Statement, Sums
from deskapp.points.lots import ended
from deskapp.staff.domain import SYSTEM_NAME
from deskapp.staff.service import person

_TIER = "SELECT COALESCE(SUM(tier), 0) FROM points_entries WHERE customer_id IN ({ids}) AND tier_on >= ? AND tier_on <= ?"
_BEFORE = "SELECT COALESCE(SUM(redeemable), 0) FROM points_entries WHERE customer_id IN ({ids}) AND id < ?"
_LINES = (
    "SELECT e.id, a.at, e.kind, e.note, e.number, e.redeemable, e.tier, l.ends_on, a.staff_id, e.reverses_id FROM"
    " (SELECT id FROM points_entries WHERE customer_id IN ({ids}) AND id >= ? AND id < ? ORDER BY id DESC LIMIT ?) page"
    " JOIN points_entries e ON e.id = page.id JOIN acts a ON a.id = e.act_id LEFT JOIN points_lots l ON l.entry_id = e.id"
    " ORDER BY e.id DESC"
)
_PENDING = (
    "SELECT a.at, r.kind, r.note, r.holder, r.points, a.staff_id FROM points_reservations r JOIN acts a ON a.id = r.act_id"
    " WHERE r.customer_id IN ({ids}) AND r.closed_id IS NULL ORDER BY r.id"
)
_LOTS = (
    "SELECT l.id, a.at, l.ends_on, l.points, e.note FROM points_lots l JOIN points_entries e ON e.id = l.entry_id"
    " JOIN acts a ON a.id = l.act_id WHERE l.id IN ({ids})"
)
_TOTALS = "SELECT customer_id, SUM(redeemable) FROM points_entries WHERE customer_id IN {keys} GROUP BY customer_id"
_RESERVED = (
    "SELECT customer_id, SUM(points) FROM points_reservations WHERE closed_id IS NULL AND customer_id IN {keys} GROUP BY customer_id"
)
_ENDING = (
    "SELECT l.customer_id, l.ends_on, l.points - COALESCE((SELECT SUM(a.points) FROM points_allocations a WHERE a.lot_id = l.id), 0),"
    " COALESCE((SELECT SUM(h.points) FROM points_holds h JOIN points_reservations r ON r.id = h.reservation_id"
    " WHERE h.lot_id = l.id AND r.closed_id IS NULL), 0) FROM points_lots l WHERE l.customer_id IN {keys}"
)
_MERGED = (
    "SELECT c.id FROM customers c WHERE (c.merged_into_id IS NOT NULL OR EXISTS"
    " (SELECT 1 FROM customers k WHERE k.merged_into_id = c.id)) AND c.id IN {keys}"
)
_SPAN = (
    "SELECT MIN(e.id), MAX(e.id) FROM points_entries e JOIN acts a ON a.id = e.act_id"
    " WHERE e.customer_id IN ({ids}) AND a.at >= ? AND a.at < ?"
)
_SUMS = (
    "SELECT kind, COUNT(*), SUM(redeemable), SUM(tier) FROM points_entries"
    " WHERE customer_id IN ({ids}) AND id >= ? AND id < ? GROUP BY kind"
)
_OLDEST, _NEWEST = 0, 2**31 - 1


def balance(*, customer_id: int, on: date, tier_since: date | None = None) -> Balance:
    """The account of a customer (his family's when merged) on a day; tier points since the begin of a term, or all."""
    with reading():
        return _balance(Account(customer_id, on), tier_since)


def holdings(*, customer_ids: Collection[int], on: date) -> dict[int, Holding]:
    """What each of these accounts holds on a day, in a few statements for a whole list and four more for each who was merged."""
    with reading():
        merged = {row[0] for row in fetch_by_keys(_MERGED, customer_ids)}
        alone = [key for key in customer_ids if key not in merged]
        totals = dict(fetch_by_keys(_TOTALS, alone))
        reserved = dict(fetch_by_keys(_RESERVED, alone))
        over: dict[int, int] = {}
        for key, ends_on, rest, held in fetch_by_keys(_ENDING, alone):
            if as_date(ends_on) < on:
                over[key] = over.get(key, 0) + max(rest - min(rest, held), 0)
        found = {key: Holding(_whole(totals, key) - over.get(key, 0) - _whole(reserved, key), _whole(reserved, key)) for key in alone}
        for key in merged:
            account = Account(key, on)
            found[key] = Holding(account.spendable, account.reserved)
    return found


def tier(*, customer_id: int, since: date, until: date) -> int:
    """Tier points earned in the days `since`–`until`, both counted, less what was reversed of them."""
    return _tier(family(customer_id), since, until)


def statement(*, customer_id: int, on: date, tier_since: date | None = None, limit: int = 50) -> Statement:
    """Balance and newest lines of an account in one look: what a customer card shows. Pending lines stand on top.

    Pending are reservations, and what is past its end and not yet booked.
    """
    with reading():
        account = Account(customer_id, on)
        lines = _page(account.ids, _OLDEST, _NEWEST, account.total, limit)
        return Statement(_balance(account, tier_since), [*_pending(account), *lines])


def ledger(
    *, customer_id: int, on: date, before: int | None = None, limit: int = 50, first: date | None = None, last: date | None = None
) -> list[LedgerLine]:
    """Lines of an account, newest first, with the balance after each; on the first page as in `statement`.

    `before` is the entry id of the last line of the page before. `first`–`last` narrow it to what was booked on those days, both
    counted; pending lines belong to the day `on`.
    """
    with reading():
        ids = family(customer_id)
        low, high = _span(ids, first, last)
        upper = high if before is None else min(before, high)
        lines = _page(ids, low, upper, _before(ids, upper), limit)
        pending = _pending(Account(customer_id, on)) if before is None and (last is None or last >= on) else []
    return [*pending, *lines]


def account_statement(*, customer_id: int, on: date, first: date | None = None, last: date | None = None, limit: int) -> AccountStatement:
    """What a guest is handed: the lines of a period with what stood before and after them, their sums, the balance and lots of today."""
    with reading():
        account = Account(customer_id, on)
        low, high = _span(account.ids, first, last)
        lines = _page(account.ids, low, high, _before(account.ids, high), limit)
        sums = run(_SUMS, (*account.ids, low, high), ids=len(account.ids)).fetchall()
        opening = lines[-1].balance - lines[-1].points if lines else _before(account.ids, low)
        return AccountStatement(
            first=first,
            last=last or on,
            opening=opening,
            closing=lines[0].balance if lines else opening,
            lines=[*(_pending(account) if last is None or last >= on else []), *lines],
            left_out=sum(row[1] for row in sums) - len(lines),
            sums={EntryKind(kind): Sums(int(points), int(tiers)) for kind, _, points, tiers in sums},
            balance=_balance(account, None),
            lots=_lots(account),
        )


def booked(*, entry_id: int) -> Movement:
    """An entry as its first booking told it, with what the account could spend before and after."""
    return movement(entry_id)


def lots(*, customer_id: int, on: date) -> list[LotLine]:
    """Lots with something left on the day, the one that ends first on top."""
    with reading():
        return _lots(Account(customer_id, on))


def _lots(account: Account) -> list[LotLine]:
    left = [lot for lot in account.lots if lot.ends_on >= account.on or lot.held]
    found: dict[int, Any] = {row[0]: row for row in run(_LOTS, [lot.id for lot in left], ids=len(left)).fetchall()} if left else {}
    return [
        LotLine(lot.id, as_time(row[1]).date(), lot.ends_on, row[3], lot.rest if lot.ends_on >= account.on else lot.held, lot.held, row[4])
        for lot in left
        for row in (found[lot.id],)
    ]


def _whole(sums: Mapping[int, Any], key: int) -> int:
    """A sum of a statement; PostgreSQL gives numerics."""
    return int(sums.get(key) or 0)


def _span(ids: tuple[int, ...], first: date | None, last: date | None) -> tuple[int, int]:
    """Entry ids from … to before … of what was booked on the days; entries stand in the order they were booked, whatever the clock."""
    if first is None and last is None:
        return _OLDEST, _NEWEST
    begin = datetime.combine(first or date.min, time.min)
    end = datetime.combine(last + timedelta(days=1) if last else date.max, time.min)
    low, high = run(_SPAN, (*ids, begin, end), ids=len(ids)).fetchone()
    if low is None:
        _, upto = run(_SPAN, (*ids, datetime.min, begin), ids=len(ids)).fetchone()
        after = (upto or 0) + 1
        return after, after
    return low, _NEWEST if last is None else high + 1


def _before(ids: tuple[int, ...], upper: int) -> int:
    """What the entries below an id add up to."""
    return run(_BEFORE, (*ids, upper), ids=len(ids)).fetchone()[0]


def _page(ids: tuple[int, ...], low: int, upper: int, total: int, limit: int) -> list[LedgerLine]:
    """The newest lines between two ids; `total` stands after the first of them."""
    rows = run(_LINES, (*ids, low, upper, limit), ids=len(ids)).fetchall()
    return _booked(rows, total, _names(row[8] for row in rows))


def _pending(account: Account) -> list[LedgerLine]:
    promised = run(_PENDING, account.ids, ids=len(account.ids)).fetchall()
    names = _names(row[5] for row in promised)
    return _stacked(_due(account) + [_reserved(row, names) for row in promised], account.total)


def _balance(account: Account, tier_since: date | None) -> Balance:
    alive = [lot for lot in account.lots if lot.ends_on >= account.on and lot.free > 0]
    first = alive[0].ends_on if alive else None
    next_expiry = Expiry(first, sum(lot.free for lot in alive if lot.ends_on == first)) if first else None
    tier_points = _tier(account.ids, tier_since or date.min, date.max)
    return Balance(account.spendable, account.reserved, tier_points, account.debt, next_expiry)


def _tier(ids: tuple[int, ...], since: date, until: date) -> int:
    return run(_TIER, (*ids, since, until), ids=len(ids)).fetchone()[0]


def _due(account: Account) -> list[LedgerLine]:
    """What is past its end and unheld as lines, until a write books them."""
    return [
        LedgerLine(
            None,
            datetime.combine(lot.ends_on, time(23, 59, 59)),
            EntryKind.EXPIRED,
            f"有效期至 {lot.ends_on}",
            "",
            -lot.free,
            0,
            0,
            None,
            SYSTEM_NAME,
            None,
        )
        for lot in ended(account.lots, account.on)
    ]


def _reserved(row: tuple[Any, ...], names: Mapping[int | None, str]) -> LedgerLine:
    at, kind, note, holder, points, staff_id = row
    return LedgerLine(None, as_time(at), EntryKind(kind), note, holder, -points, 0, 0, None, names[staff_id], None)


def _stacked(pending: list[LedgerLine], total: int) -> list[LedgerLine]:
    """Pending lines on top of the booked ones: the oldest lowest, each with what stands after it."""
    lines: list[LedgerLine] = []
    for line in pending:
        total += line.points
        lines.insert(0, replace(line, balance=total))
    return lines


def _booked(rows: list[Any], total: int, names: Mapping[int | None, str]) -> list[LedgerLine]:
    lines: list[LedgerLine] = []
    for entry_id, at, kind, note, number, points, tier_points, ends_on, staff_id, reverses in rows:
        by = SYSTEM_NAME if kind == EntryKind.EXPIRED else names[staff_id]
        end = as_date(ends_on) if ends_on else None
        lines.append(LedgerLine(entry_id, as_time(at), EntryKind(kind), note, number, points, tier_points, total, end, by, reverses))
        total -= points
    return lines


def _names(staff_ids: Iterable[int | None]) -> dict[int | None, str]:
    """Each person is looked up once, however many lines he booked."""
    return {staff_id: person(staff_id).name if staff_id is not None else "" for staff_id in set(staff_ids)}
