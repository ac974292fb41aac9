"""Taking back what was earned and giving back what was spent, whole or in parts, each once (members.md §4)."""

from dataclasses import dataclass
from datetime import date, timedelta

from deskapp.data import Act, Tx, writing
from deskapp.errors import UserError
from deskapp.points.account import Account, New, as_date, movement, open_account, run
from deskapp.points.domain import RETURN_DAYS, EntryKind, Lot, Movement, Take
from deskapp.points.lots import give_to, take_back
from deskapp.settings import store

_ENTRY = (
    "SELECT e.customer_id, e.kind, e.redeemable, e.tier, e.tier_on, l.id,"
    " COALESCE((SELECT SUM(r.undone) FROM points_entries r WHERE r.reverses_id = e.id), 0),"
    " COALESCE((SELECT SUM(r.redeemable) FROM points_entries r WHERE r.reverses_id = e.id), 0),"
    " COALESCE((SELECT SUM(r.tier) FROM points_entries r WHERE r.reverses_id = e.id), 0)"
    " FROM points_entries e LEFT JOIN points_lots l ON l.entry_id = e.id WHERE e.id = ?"
)
_GONE = (
    "SELECT COALESCE(SUM(a.points), 0) FROM points_allocations a JOIN points_entries e ON e.id = a.entry_id"
    " WHERE a.lot_id = ? AND e.kind IN ('expired', 'voided')"
)
_OUTSTANDING = (
    "SELECT l.id, l.customer_id, l.ends_on, SUM(a.points) FROM points_allocations a JOIN points_lots l ON l.id = a.lot_id"
    " WHERE a.entry_id IN (SELECT id FROM points_entries WHERE id = ? UNION ALL SELECT id FROM points_entries WHERE reverses_id = ?)"
    " GROUP BY l.id, l.customer_id, l.ends_on HAVING SUM(a.points) > 0"
)


@dataclass(frozen=True, slots=True)
class _Booked:
    """An entry with what its reversals have undone so far."""

    id: int
    customer_id: int
    kind: EntryKind
    redeemable: int
    tier: int
    tier_on: date
    lot_id: int | None
    undone: int
    undone_redeemable: int
    undone_tier: int

    @property
    def left(self) -> int:
        return abs(self.redeemable) - self.undone

    @property
    def tier_left(self) -> int:
        return self.tier + self.undone_tier


def reverse(
    *, act: Act, entry_id: int, number: str, note: str, points: int | None = None, tier: int | None = None, part: int | None = None
) -> Movement | None:
    """Take back an incoming entry (earned, awarded, manual plus): all that is left of it, or `points` and `tier` for one `part`.

    Only here may the redeemable balance fall below zero; what had expired is not taken again. None for a part that makes no difference.
    Refuses an entry that was taken back as a whole before.
    """
    args = {"entry_id": entry_id, "number": number, "note": note, "points": points, "tier": tier, "part": part}
    with writing(act, "reverse_points", **args) as tx:
        if tx.replay is not None:
            return movement(tx.replay) if tx.replay else None
        entry = _entry(entry_id, incoming=True)
        points = _asked(points, entry.left)
        tier = _asked(tier, entry.tier_left)
        if points == 0 and tier == 0:
            _refuse_twice(part)
            return None
        account = open_account(tx, entry.customer_id)
        own = account.lot(entry.lot_id) if entry.lot_id is not None else None
        taken = take_back(account.lots, own, points, _gone(entry), account.on)
        new = New(
            EntryKind.REVERSED,
            taken.gone - points,
            -tier,
            tier_on=entry.tier_on,
            number=number,
            note=note,
            reverses=entry.id,
            part=part,
            undone=points,
        )
        return _enter(tx, account, new, taken.takes)


def give_back(*, act: Act, entry_id: int, number: str, note: str, points: int | None = None, part: int | None = None) -> Movement | None:
    """Return the points of an outgoing entry (redeemed, used, manual minus): all that is left of it, or `points` for one `part`.

    They go back to their lot while it lives 30 more days (setting), else into a new lot of that length, and pay the oldest debt first.
    Tier is unchanged. None for a part that makes no difference; refuses an entry that was given back as a whole before.
    """
    with writing(act, "give_back_points", entry_id=entry_id, number=number, note=note, points=points, part=part) as tx:
        if tx.replay is not None:
            return movement(tx.replay) if tx.replay else None
        entry = _entry(entry_id, incoming=False)
        points = _asked(points, entry.left)
        if points == 0:
            _refuse_twice(part)
            return None
        account = open_account(tx, entry.customer_id)
        days = store.value(RETURN_DAYS)
        spent = [Lot(row[0], row[1], as_date(row[2]), row[3]) for row in run(_OUTSTANDING, (entry.id, entry.id)).fetchall()]
        account.bring_back(spent)
        new = New(EntryKind.RETURNED, points, number=number, note=note, reverses=entry.id, part=part, undone=points)
        return _enter(tx, account, new, give_to(spent, points, account.on, days), account.on + timedelta(days=days))


def _enter(tx: Tx, account: Account, new: New, takes: list[Take], lot_until: date | None = None) -> Movement:
    booked = account.enter(tx, new, takes, lot_until)
    tx.done(booked.entry_id)
    return booked


def _entry(entry_id: int, *, incoming: bool) -> _Booked:
    row = run(_ENTRY, (entry_id,)).fetchone()
    if row is None:
        raise LookupError(f"no entry {entry_id}")
    entry = _Booked(entry_id, row[0], EntryKind(row[1]), row[2], row[3], as_date(row[4]), *row[5:])
    kinds = _TAKEN_BACK if incoming else _GIVEN_BACK
    if entry.kind not in kinds or (entry.kind is EntryKind.MANUAL and (entry.redeemable > 0) is not incoming):
        raise ValueError(f"{entry.kind} entry {entry_id} cannot be undone this way")
    return entry


_TAKEN_BACK = (EntryKind.EARNED, EntryKind.AWARDED, EntryKind.MANUAL)
_GIVEN_BACK = (EntryKind.REDEEMED, EntryKind.USED, EntryKind.MANUAL)


def _asked(points: int | None, left: int) -> int:
    if points is None:
        return left
    if not 0 <= points <= left:
        raise ValueError(f"cannot undo {points} of {left} points")
    return points


def _refuse_twice(part: int | None) -> None:
    if part is None:
        raise UserError("这笔积分已经全部冲正，请刷新后再看")


def _gone(entry: _Booked) -> int:
    """What of the entry's lot has expired or been voided, less what earlier parts already met there."""
    if entry.lot_id is None:
        return 0
    return run(_GONE, (entry.lot_id,)).fetchone()[0] - (entry.undone + entry.undone_redeemable)
