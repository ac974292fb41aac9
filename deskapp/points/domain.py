"""What points are: entries, awards, lots, balances, and the rules of practice about them (members.md §4). Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
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
ENDING_SOON_DAYS = Setting(
    "points.ending_soon_days",
    "积分快到期提醒",
    30,
    unit="天",
    section="积分",
    help="剩余不足这么多天的积分列入“快到期”，供提醒客户",
    low=1,
    high=365,
)
SETTINGS: tuple[Setting[Any], ...] = (LOT_MONTHS, RETURN_DAYS, ENDING_SOON_DAYS, *AWARD_POINTS.values())


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
class Sums:
    """What the entries of a kind add up to: redeemable and tier points, signed."""

    redeemable: int
    tier: int


@dataclass(frozen=True, slots=True)
class AccountStatement:
    """An account over the days `first`–`last` (None: from its beginning), for screen and paper.

    `lines` newest first, pending ones on top; `opening` stood before the oldest of them, `closing` after the newest that is booked;
    `left_out` older ones of the period did not fit. `sums` are of the whole period, by kind. `balance` and `lots` are today's.
    """

    first: date | None
    last: date
    opening: int
    closing: int
    lines: list[LedgerLine]
    left_out: int
    sums: Mapping[EntryKind, Sums]
    balance: Balance
    lots: list[LotLine]
