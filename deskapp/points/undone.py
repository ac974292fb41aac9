"""What taking back moved in an account, read from what was booked: shown before the deed (by a rehearsal) and told after it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from deskapp.points.account import Account, as_date, run
from deskapp.points.domain import EntryKind, Expiry

_BOOKED = (
    "SELECT id, kind, redeemable, tier, undone, reverses_id, spendable_after FROM points_entries"
    " WHERE act_id = ? AND kind IN ('reversed', 'returned') ORDER BY id"
)
_MOVED = (
    "SELECT a.entry_id, l.entry_id, l.ends_on, a.points, e.act_id = a.act_id FROM points_allocations a"
    " JOIN points_lots l ON l.id = a.lot_id JOIN points_entries e ON e.id = a.entry_id WHERE a.act_id = ?"
)
_OPENED = (
    "SELECT l.ends_on, l.points FROM points_lots l JOIN points_entries e ON e.id = l.entry_id"
    " WHERE l.act_id = ? AND e.act_id = ? AND e.kind = 'returned'"
)


@dataclass(frozen=True, slots=True)
class Undone:
    """One act that took earned points back (`taken`) and gave spent ones back (`returned`); figures are points, none below 0.

    taken = own + gone + others + owed: what still lay in the lots of what is taken back; what had expired or been voided, which is not
    taken again; what came from other lots, by their last day; what is left as debt, the only way below zero. `returned` went into the
    lots of `back_to`, by last day, and `paid` of it from there to older debts. `short` names the slips whose reserved points are no
    longer there. `before` and `after` are what the account may spend.
    """

    before: int
    after: int
    taken: int = 0
    tier: int = 0
    own: int = 0
    gone: int = 0
    others: tuple[Expiry, ...] = ()
    owed: int = 0
    returned: int = 0
    back_to: tuple[Expiry, ...] = ()
    paid: int = 0
    short: tuple[str, ...] = ()


def undone_by(*, act_id: int, customer_id: int, on: date) -> Undone:
    """What the reversals of an act moved; an act that booked none moved nothing."""
    account = Account(customer_id, on)
    entries = run(_BOOKED, (act_id,)).fetchall()
    if not entries:
        return Undone(account.spendable, account.spendable)
    moved = run(_MOVED, (act_id,)).fetchall()
    taken = [row for row in entries if row[1] == EntryKind.REVERSED]
    taking, undone = {row[0] for row in taken}, {row[5] for row in taken}
    own = sum(points for entry, lot_of, _, points, _ in moved if entry in taking and lot_of in undone)
    others = [row for row in moved if row[0] in taking and row[1] not in undone]
    lasting = -sum(row[2] for row in taken)
    returned_ids = {row[0] for row in entries} - taking
    opened = run(_OPENED, (act_id, act_id)).fetchall()
    back = [(ends_on, -points) for entry, _, ends_on, points, _ in moved if entry in returned_ids] + [tuple(row) for row in opened]
    return Undone(
        before=entries[0][6] - entries[0][2],
        after=entries[-1][6],
        taken=sum(row[4] for row in taken),
        tier=-sum(row[3] for row in taken),
        own=own,
        gone=sum(row[4] for row in taken) - lasting,
        others=_by_end((row[2], row[3]) for row in others),
        owed=lasting - own - sum(row[3] for row in others),
        returned=sum(row[2] for row in entries if row[0] in returned_ids),
        back_to=_by_end(back),
        paid=sum(points for *_, points, same_act in moved if not same_act),
        short=account.short,
    )


def _by_end(parts: Iterable[tuple[Any, int]]) -> tuple[Expiry, ...]:
    """Points added up by the day they end; what came and went again is left out."""
    sums: dict[date, int] = {}
    for ends_on, points in parts:
        day = as_date(ends_on)
        sums[day] = sums.get(day, 0) + points
    return tuple(Expiry(day, sums[day]) for day in sorted(sums) if sums[day])
