"""One account while it is written: loaded in four statements, its due expiries booked first, every change booked and remembered.

Only the verbs of this feature use it. The statements are constant SQL: they run in every redemption and in every card that is opened.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from typing import Any

from deskapp.customers.family import family
from deskapp.data import Tx, database, sql
from deskapp.points.domain import EntryKind, Lot, Movement, Owed, Take
from deskapp.points.lots import ended, in_order, pay, spendable

_TOTAL = "SELECT COALESCE(SUM(redeemable), 0) FROM points_entries WHERE customer_id IN ({ids})"
_LOTS = (
    "SELECT l.id, l.customer_id, l.ends_on, l.points - COALESCE(a.taken, 0) FROM points_lots l LEFT JOIN"
    " (SELECT lot_id, SUM(points) AS taken FROM points_allocations WHERE customer_id IN ({ids}) GROUP BY lot_id) a ON a.lot_id = l.id"
    " WHERE l.customer_id IN ({ids}) AND l.points > COALESCE(a.taken, 0)"
)
_OPEN = (
    "SELECT r.id, r.holder, r.points, h.lot_id, h.points FROM points_reservations r LEFT JOIN points_holds h ON h.reservation_id = r.id"
    " WHERE r.customer_id IN ({ids}) AND r.closed_id IS NULL ORDER BY r.id, h.id"
)
_OWED = (
    "SELECT e.id, -e.redeemable - COALESCE(SUM(a.points), 0) AS owed FROM points_entries e"
    " LEFT JOIN points_allocations a ON a.entry_id = e.id WHERE e.customer_id IN ({ids}) AND e.redeemable < 0"
    " GROUP BY e.id, e.redeemable HAVING -e.redeemable > COALESCE(SUM(a.points), 0) ORDER BY e.id"
)
_ENTER = (
    "INSERT INTO points_entries (customer_id, kind, redeemable, tier, tier_on, number, note, rate, award, occasion, round, reverses_id,"
    " part, undone, spendable_after, act_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id"
)
_OPEN_LOT = "INSERT INTO points_lots (entry_id, customer_id, points, ends_on, act_id) VALUES (?, ?, ?, ?, ?) RETURNING id"


def run(text: str, params: Sequence[Any] = (), *, ids: int = 0) -> Any:
    """A cursor over constant SQL; `{ids}` stands for as many marks as the family has members."""
    return database.execute_sql(sql(_for_family(text, ids)), params)


@cache
def _for_family(text: str, ids: int) -> str:
    return text.replace("{ids}", ", ".join("?" * ids))


def as_date(value: date | str) -> date:
    """A day from a bare statement: SQLite keeps it as text."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def as_time(value: datetime | str) -> datetime:
    """A time from a bare statement."""
    return datetime.fromisoformat(value) if isinstance(value, str) else value


@dataclass(frozen=True, slots=True)
class Held:
    """One open reservation and the lots it named."""

    id: int
    holder: str
    points: int
    named: tuple[Take, ...]


@dataclass(frozen=True, slots=True)
class New:
    """A new entry as it will be booked; `tier_on` None is the day of the act."""

    kind: EntryKind
    redeemable: int
    tier: int = 0
    tier_on: date | None = None
    number: str = ""
    note: str = ""
    rate: int | None = None
    award: str | None = None
    occasion: str | None = None
    round: int = 0
    reverses: int | None = None
    part: int | None = None
    undone: int = 0


class Account:
    """Entries, lots with a rest, and open reservations of one family of customers on a day."""

    def __init__(self, customer_id: int, on: date) -> None:
        self.ids = family(customer_id)
        self.on = on
        count = len(self.ids)
        self.total: int = run(_TOTAL, self.ids, ids=count).fetchone()[0]
        rests = run(_LOTS, (*self.ids, *self.ids), ids=count).fetchall()
        self.open = _held(run(_OPEN, self.ids, ids=count).fetchall())
        self._lots = {row[0]: Lot(row[0], row[1], as_date(row[2]), row[3]) for row in rests}
        self._spread_holds()

    @property
    def lots(self) -> list[Lot]:
        """Lots with a rest, the one that ends first in front."""
        return in_order(self._lots.values())

    @property
    def reserved(self) -> int:
        return sum(held.points for held in self.open)

    @property
    def spendable(self) -> int:
        return spendable(self.total, self.lots, self.reserved, self.on)

    @property
    def debt(self) -> int:
        return sum(lot.rest for lot in self._lots.values()) - self.total

    @property
    def short(self) -> tuple[str, ...]:
        """Slips whose reservation names a lot that no longer holds what was promised of it: a reversal took it."""
        named: dict[int, int] = {}
        for held in self.open:
            for take in held.named:
                named[take.lot_id] = named.get(take.lot_id, 0) + take.points
        rests = {lot.id: lot.rest for lot in self._lots.values()}
        lacking = {lot_id for lot_id, points in named.items() if points > rests.get(lot_id, 0)}
        return tuple(held.holder for held in self.open if any(take.lot_id in lacking for take in held.named))

    def lot(self, lot_id: int) -> Lot | None:
        """One lot of the account, None when nothing is left of it."""
        return self._lots.get(lot_id)

    def enter(self, tx: Tx, new: New, takes: Sequence[Take] = (), lot_until: date | None = None) -> Movement:
        """Book an entry, what it takes from lots (negative takes go back to them), and the lot that opens for what finds none.

        `lot_until` is given for incoming entries only; what came in pays the oldest debt first.
        """
        moved = self._move(takes)
        self.total += new.redeemable
        after = self.spendable
        row = (self.ids[0], new.kind.value, new.redeemable, new.tier, new.tier_on or self.on, new.number, new.note, new.rate)
        more = (new.award, new.occasion, new.round, new.reverses, new.part, new.undone, after, tx.act_id)
        entry_id: int = run(_ENTER, (*row, *more)).fetchone()[0]
        _allocate(tx, [(entry_id, lot, points) for lot, points in moved])
        if lot_until is not None:
            points = new.redeemable + sum(take.points for take in takes)
            if points:
                lot_id: int = run(_OPEN_LOT, (entry_id, self.ids[0], points, lot_until, tx.act_id)).fetchone()[0]
                self._lots[lot_id] = Lot(lot_id, self.ids[0], lot_until, points)
            self.pay_debts(tx)
        return Movement(entry_id, new.redeemable, new.tier, after)

    def bring_back(self, lots: Iterable[Lot]) -> None:
        """Know lots that are used up and are about to get points back."""
        for lot in lots:
            self._lots.setdefault(lot.id, replace(lot, rest=0))

    def pay_debts(self, tx: Tx) -> None:
        """Pay debts, the oldest first, from what is free; nothing to do in an account without debt."""
        if self.debt > 0:
            owed = [Owed(row[0], row[1]) for row in run(_OWED, self.ids, ids=len(self.ids)).fetchall()]
            paid = pay(owed, self._lots.values(), self.on)
            moved = self._move([take for _, take in paid])
            _allocate(tx, [(entry_id, lot, points) for (entry_id, _), (lot, points) in zip(paid, moved, strict=True)])

    def close(self, tx: Tx, holder: str) -> Held:
        """Close the open reservation of a slip."""
        found = next(held for held in self.open if held.holder == holder)
        run("UPDATE points_reservations SET closed_id = ? WHERE id = ?", (tx.act_id, found.id))
        self.open.remove(found)
        self._spread_holds()
        return found

    def book_due(self, tx: Tx) -> int:
        """Book what is past its end and unheld, one line a lot; the points booked."""
        due = ended(self._lots.values(), self.on)
        for lot in due:
            new = New(EntryKind.EXPIRED, -lot.free, note=f"有效期至 {lot.ends_on}")
            self.enter(tx, new, [Take(lot.id, lot.free)])
        return sum(lot.free for lot in due)

    def _move(self, takes: Sequence[Take]) -> list[tuple[Lot, int]]:
        """Change the rests in memory; which lots moved by how much."""
        moved: list[tuple[Lot, int]] = []
        for take in takes:
            lot = self._lots[take.lot_id]
            moved.append((lot, take.points))
            self._lots[lot.id] = replace(lot, rest=lot.rest - take.points)
        if moved:
            self._spread_holds()
        return moved

    def _spread_holds(self) -> None:
        """Write into each lot what of it is held: never more than its rest, for a reversal may have taken what was promised."""
        held: dict[int, int] = {}
        for reservation in self.open:
            for take in reservation.named:
                held[take.lot_id] = held.get(take.lot_id, 0) + take.points
        self._lots = {
            lot.id: lot if lot.held == (now := min(lot.rest, held.get(lot.id, 0))) else replace(lot, held=now)
            for lot in self._lots.values()
            if lot.rest
        }


def _allocate(tx: Tx, rows: Sequence[tuple[int, Lot, int]]) -> None:
    """Write what entries take from lots in one statement."""
    if rows:
        values = ", ".join(["(?, ?, ?, ?, ?)"] * len(rows))
        params = [value for entry_id, lot, points in rows for value in (lot.customer_id, lot.id, entry_id, points, tx.act_id)]
        run(f"INSERT INTO points_allocations (customer_id, lot_id, entry_id, points, act_id) VALUES {values}", params)


def open_account(tx: Tx, customer_id: int) -> Account:
    """The account of a customer for a write: its due expiries are booked before anything else is."""
    account = Account(customer_id, tx.act.at.date())
    account.book_due(tx)
    return account


def movement(entry_id: int) -> Movement:
    """An entry as its first booking told it."""
    row = run("SELECT id, redeemable, tier, spendable_after FROM points_entries WHERE id = ?", (entry_id,)).fetchone()
    return Movement(*row)


def _held(rows: Iterable[tuple[int, str, int, int | None, int | None]]) -> list[Held]:
    found: dict[int, Held] = {}
    for reservation_id, holder, points, lot_id, taken in rows:
        held = found.get(reservation_id) or Held(reservation_id, holder, points, ())
        if lot_id is not None and taken is not None:
            held = replace(held, named=(*held.named, Take(lot_id, taken)))
        found[reservation_id] = held
    return list(found.values())
