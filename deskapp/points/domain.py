"""What points are, and the pure rules of the ledger over plain lots (members.md §4)."""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from deskapp.settings.declare import Setting


class EntryKind(StrEnum):
    """Why points came or went. The daily report adds them up by kind, so each movement has exactly one."""

    EARNED = "earned"
    AWARDED = "awarded"
    OPENING = "opening"
    MANUAL = "manual"
    REDEEMED = "redeemed"
    USED = "used"
    EXPIRED = "expired"
    VOIDED = "voided"
    REVERSED = "reversed"
    RETURNED = "returned"

    @property
    def label(self) -> str:
        return _ENTRY_LABELS[self]


_ENTRY_LABELS = {
    EntryKind.EARNED: "消费积分",
    EntryKind.AWARDED: "奖励",
    EntryKind.OPENING: "期初",
    EntryKind.MANUAL: "手工调整",
    EntryKind.REDEEMED: "兑换",
    EntryKind.USED: "会员抵扣",
    EntryKind.EXPIRED: "到期",
    EntryKind.VOIDED: "退会作废",
    EntryKind.REVERSED: "冲正",
    EntryKind.RETURNED: "返还",
}


class AwardKind(StrEnum):
    """Fixed awards. Each is given once per account, kind and occasion while the earlier one is not reversed."""

    JOIN = "join"
    INTRODUCED_MEMBER = "introduced_member"
    REFERRED_CAR = "referred_car"
    EVENT = "event"
    SUGGESTION = "suggestion"

    @property
    def label(self) -> str:
        return AWARD_POINTS[self].label.removesuffix("奖励")


def _award(key: str, label: str, points: int) -> Setting[int]:
    return Setting(f"points.award_{key}", f"{label}奖励", points, unit="分", section="积分", high=100_000)


AWARD_POINTS: dict[AwardKind, Setting[int]] = {
    AwardKind.JOIN: _award("join", "入会", 20),
    AwardKind.INTRODUCED_MEMBER: _award("introduced_member", "介绍入会", 100),
    AwardKind.REFERRED_CAR: _award("referred_car", "转介绍购车", 500),
    AwardKind.EVENT: _award("event", "活动", 50),
    AwardKind.SUGGESTION: _award("suggestion", "合理化建议被采纳", 50),
}
LOT_MONTHS = Setting(
    "points.lot_months",
    "积分有效期",
    24,
    unit="个月",
    section="积分",
    help="从获得当月起算，到满期月份的最后一天为止；只影响以后获得的积分",
    low=1,
    high=120,
)
RETURN_DAYS = Setting(
    "points.return_days",
    "退回积分最短有效期",
    30,
    unit="天",
    section="积分",
    help="取消兑换或冲正账单时，原批次剩余不足这么多天的，另记一批从当天起算",
    low=0,
    high=365,
)
SETTINGS: tuple[Setting[Any], ...] = (LOT_MONTHS, RETURN_DAYS, *AWARD_POINTS.values())


@dataclass(frozen=True, slots=True)
class Lot:
    """Points that came in together and end together. `rest` = what no allocation has taken, `held` = what of it is reserved."""

    id: int
    customer_id: int
    ends_on: date
    rest: int
    held: int = 0

    @property
    def free(self) -> int:
        return self.rest - self.held


@dataclass(frozen=True, slots=True)
class Take:
    """Points of one lot that an outgoing entry or a reservation takes; negative when they go back to it."""

    lot_id: int
    points: int


@dataclass(frozen=True, slots=True)
class Owed:
    """An outgoing entry and the part of it that no lot has paid yet."""

    entry_id: int
    points: int


@dataclass(frozen=True, slots=True)
class Movement:
    """One booked entry. `after` is what the account may spend after it, `before` what it could before: `before + points = after`."""

    entry_id: int
    points: int
    tier: int
    after: int

    @property
    def before(self) -> int:
        return self.after - self.points


@dataclass(frozen=True, slots=True)
class Reservation:
    """Points promised to the slip `holder` (its number) and not yet spent; `kind` is what spending them will be."""

    id: int
    customer_id: int
    holder: str
    kind: EntryKind
    points: int
    at: datetime
    note: str


@dataclass(frozen=True, slots=True)
class Expiry:
    """What ends on a day, the last one it can be used."""

    on: date
    points: int


@dataclass(frozen=True, slots=True)
class Balance:
    """An account on a day. `spendable` may be below zero (shown red): a reversal took back what had been spent.

    `tier` counts since the day asked for; `next_expiry` is the unheld rest that ends first.
    """

    spendable: int
    reserved: int
    tier: int
    debt: int
    next_expiry: Expiry | None


@dataclass(frozen=True, slots=True)
class Holding:
    """What an account holds on a day, in short: what may be spent and what is reserved."""

    spendable: int
    reserved: int


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One line as the customer sees it. A pending line (reserved, or ended and not yet booked) has no `entry_id`.

    `balance` is what stands after the line, `ends_on` the last day of the lot it opened, `by` who booked it.
    """

    entry_id: int | None
    at: datetime
    kind: EntryKind
    note: str
    number: str
    points: int
    tier: int
    balance: int
    ends_on: date | None
    by: str
    reverses: int | None


@dataclass(frozen=True, slots=True)
class Statement:
    """Balance and newest lines of an account, seen at one moment."""

    balance: Balance
    lines: list[LedgerLine]


@dataclass(frozen=True, slots=True)
class LotLine:
    """One lot as the statement lists it: what it held, what is left, what of it is promised."""

    id: int
    earned_on: date
    ends_on: date
    points: int
    rest: int
    held: int
    note: str


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
