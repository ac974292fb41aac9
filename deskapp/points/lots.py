"""Pure rules over plain lots: when one ends, which is spent first, what a reversal takes, what pays a debt (members.md §4)."""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from deskapp.points.domain import Lot, Owed, Take


@dataclass(frozen=True, slots=True)
class TakenBack:
    """How a reversal is covered: by lots, by what had `gone` already (counts nothing), and by debt."""

    takes: list[Take]
    gone: int
    debt: int


def lot_end(earned_on: date, months: int) -> date:
    """The last usable day: the last day of the month that lies `months` after the month of earning."""
    year, month0 = divmod(earned_on.year * 12 + earned_on.month - 1 + months, 12)
    return date(year, month0 + 1, monthrange(year, month0 + 1)[1])


def in_order(lots: Iterable[Lot]) -> list[Lot]:
    """Lots as they are spent: the one that ends first, then the older one."""
    return sorted(lots, key=lambda lot: (lot.ends_on, lot.id))


def ended(lots: Iterable[Lot], on: date) -> list[Lot]:
    """Lots past their end whose unheld rest is due to be booked as expired. A held part outlives its lot's end."""
    return [lot for lot in in_order(lots) if lot.ends_on < on and lot.free > 0]


def spendable(total: int, lots: Sequence[Lot], reserved: int, on: date) -> int:
    """Σ entries less unheld rests of lots past their end less what is reserved (never the sum of rests: debt would be lost)."""
    return total - sum(lot.free for lot in ended(lots, on)) - reserved


def take_free(lots: Iterable[Lot], points: int, on: date) -> list[Take]:
    """Take up to `points` from the unheld rests of lots still alive, the one that ends first before the others."""
    return _take(((lot.id, lot.free) for lot in in_order(lots) if lot.ends_on >= on), points)


def take_reserved(lots: Sequence[Lot], named: Iterable[Take], points: int, on: date) -> list[Take]:
    """Take what a reservation promised from the lots it named, ended or not; where a reversal emptied them, free lots step in.

    The holds of this reservation no longer count in `lots`. What the result does not cover is debt.
    """
    rests = {lot.id: lot.rest for lot in lots}
    takes = [Take(hold.lot_id, min(hold.points, rests.get(hold.lot_id, 0))) for hold in named]
    takes = [take for take in takes if take.points]
    taken = {take.lot_id: take.points for take in takes}
    left = [replace(lot, rest=lot.rest - taken.get(lot.id, 0)) for lot in lots]
    return merged([*takes, *take_free(left, points - covered(takes), on)])


def take_back(lots: Sequence[Lot], own: Lot | None, points: int, gone: int, on: date) -> TakenBack:
    """From where the reversal of an earning takes `points`.

    Order: the earning's own lot, held or not; then nothing for the part that had expired or been voided (`gone`); then what was spent,
    from the other lots that end first; the rest is debt. What other slips have reserved is touched last, for it was promised to them.
    """
    takes = _take([(own.id, own.rest)] if own else [], points)
    left = points - covered(takes)
    forgone = min(gone, left)
    left -= forgone
    others = [lot for lot in in_order(lots) if own is None or lot.id != own.id]
    free = _take(((lot.id, lot.free) for lot in others if lot.ends_on >= on), left)
    held = _take(((lot.id, lot.held) for lot in others), left - covered(free))
    takes = merged([*takes, *free, *held])
    return TakenBack(takes, forgone, points - forgone - covered(takes))


def give_to(outstanding: Iterable[Lot], points: int, on: date, shortest_days: int) -> list[Take]:
    """To which lots returned points go back: those that live `shortest_days` more, the one that ends last first.

    `rest` of an outstanding lot is what the spending took from it and has not given back. What finds no lot needs a new one.
    """
    alive = [lot for lot in reversed(in_order(outstanding)) if lot.ends_on >= on + timedelta(days=shortest_days)]
    return [Take(take.lot_id, -take.points) for take in _take(((lot.id, lot.rest) for lot in alive), points)]


def pay(debts: Sequence[Owed], lots: Iterable[Lot], on: date) -> list[tuple[int, Take]]:
    """Pay the oldest debt first from the unheld rests of live lots: (entry that owed, what it takes)."""
    paid: list[tuple[int, Take]] = []
    pool = [(lot.id, lot.free) for lot in in_order(lots) if lot.ends_on >= on and lot.free > 0]
    for debt in debts:
        takes = _take(pool, debt.points)
        taken = {take.lot_id: take.points for take in takes}
        pool = [(lot_id, free - taken.get(lot_id, 0)) for lot_id, free in pool if free > taken.get(lot_id, 0)]
        paid += [(debt.entry_id, take) for take in takes]
    return paid


def part_to_return(used: int, reversed_amount: int, total_amount: int, returned: int) -> int:
    """Spent points that come back when bills of `reversed_amount` in all (fen, this part included) are undone.

    floor(used × reversed ÷ total) less what came back before, so the last part returns the rest and parts never return more than a whole.
    """
    share = used if reversed_amount >= total_amount else used * reversed_amount // total_amount
    return share - returned


def covered(takes: Iterable[Take]) -> int:
    """Points the takes add up to."""
    return sum(take.points for take in takes)


def merged(takes: Iterable[Take]) -> list[Take]:
    """One take a lot, in the order the lots were first met."""
    sums: dict[int, int] = {}
    for take in takes:
        sums[take.lot_id] = sums.get(take.lot_id, 0) + take.points
    return [Take(lot_id, points) for lot_id, points in sums.items()]


def _take(pool: Iterable[tuple[int, int]], points: int) -> list[Take]:
    takes: list[Take] = []
    for lot_id, available in pool:
        if points <= 0:
            break
        if available > 0:
            takes.append(Take(lot_id, min(available, points)))
            points -= takes[-1].points
    return takes
