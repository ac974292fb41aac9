"""What the member daily report says (members.md §7): pure values and the one sum that must come out every day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from deskapp.points.domain import EntryKind
from deskapp.typed import format_points

NOTE_LENGTH = 300


class Section(StrEnum):
    """The parts of the report, in their order."""

    MEMBERS = "members"
    POINTS = "points"
    SLIPS = "slips"
    GIFTS = "gifts"
    TOMORROW = "tomorrow"

    @property
    def label(self) -> str:
        return {"members": "会员", "points": "积分", "slips": "移交单", "gifts": "兑换与礼品", "tomorrow": "明日到期"}[self.value]


class Figure(StrEnum):
    """A figure with rows behind it."""

    JOINED = "joined"
    RENEWED = "renewed"
    RESIGNED = "resigned"
    LAPSED = "lapsed"
    SENT_BACK = "sent_back"
    ALL = "all"
    VALID = "valid"
    PENDING = "pending"
    LOST = "lost"
    OVER = "over"
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
    ISSUED = "issued"
    SLIPS_WAITING = "slips_waiting"
    SLIPS_RETURNED = "slips_returned"
    APPLIED = "applied"
    TO_APPROVE = "to_approve"
    TO_PREPARE = "to_prepare"
    TO_COLLECT = "to_collect"
    ON_THE_WAY = "on_the_way"
    SIGNED = "signed"
    LOW = "low"
    SLIPS_DUE = "slips_due"
    GIFTS_DUE = "gifts_due"
    TERMS_ENDING = "terms_ending"
    POINTS_ENDING = "points_ending"

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def entry_kinds(self) -> tuple[EntryKind, ...]:
        """The movements of the ledger behind a figure of points; none for the others."""
        if self is Figure.ISSUED:
            return ISSUING
        return tuple(kind for kind in EntryKind if kind.value == self.value)


ISSUING = (EntryKind.EARNED, EntryKind.AWARDED, EntryKind.OPENING, EntryKind.MANUAL)

_LABELS = {
    Figure.JOINED: "新入会",
    Figure.RENEWED: "续会",
    Figure.RESIGNED: "退会",
    Figure.LAPSED: "过期作废",
    Figure.SENT_BACK: "退回作废",
    Figure.ALL: "会员总数",
    Figure.VALID: "有效会员",
    Figure.PENDING: "待录入",
    Figure.LOST: "已挂失",
    Figure.OVER: "已过期",
    Figure.EARNED: "消费积分",
    Figure.AWARDED: "奖励积分",
    Figure.OPENING: "期初导入",
    Figure.MANUAL: "手工增减",
    Figure.REDEEMED: "兑换",
    Figure.USED: "抵扣",
    Figure.EXPIRED: "过期",
    Figure.VOIDED: "退会作废",
    Figure.REVERSED: "冲正",
    Figure.RETURNED: "返还",
    Figure.ISSUED: "发放",
    Figure.SLIPS_WAITING: "待录入积分单",
    Figure.SLIPS_RETURNED: "已退回待改",
    Figure.APPLIED: "当日申请",
    Figure.TO_APPROVE: "待审核",
    Figure.TO_PREPARE: "待备货",
    Figure.TO_COLLECT: "待领取",
    Figure.ON_THE_WAY: "送达中",
    Figure.SIGNED: "当日签收",
    Figure.LOW: "库存预警",
    Figure.SLIPS_DUE: "移交单应录入",
    Figure.GIFTS_DUE: "兑换单应签收",
    Figure.TERMS_ENDING: "会员到期",
    Figure.POINTS_ENDING: "积分到期",
}


@dataclass(frozen=True, slots=True)
class Share:
    """Part of a count: who or what, and how many."""

    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Members:
    """Members on a day. The counts of all members are None where the person sees only his own or his department's rows.

    `month_joined` and `month_renewed` count from the first of the month on.

    `all` = `valid` + `pending` + `lost` + `over`: each member who has not left stands in exactly one.
    """

    joined: int
    by_clerk: tuple[Share, ...]
    by_department: tuple[Share, ...]
    by_channel: tuple[Share, ...]
    renewed: int
    month_joined: int
    month_renewed: int
    resigned: int | None = None
    lapsed: int | None = None
    sent_back: int | None = None
    all: int | None = None
    valid: int | None = None
    pending: int | None = None
    lost: int | None = None
    over: int | None = None


@dataclass(frozen=True, slots=True)
class Points:
    """The ledger over some days: what stood before, every movement by kind (signed), and what stood after, each summed by itself."""

    opening: int
    moved: Mapping[EntryKind, int]
    counts: Mapping[EntryKind, int]
    closing: int

    @property
    def issued(self) -> int:
        """Earned, awarded, brought in and entered by hand (a manual minus counts against it)."""
        return sum(self.moved.get(kind, 0) for kind in ISSUING)

    @property
    def corrected(self) -> int:
        """Reversed earnings (−) and spent points given back (+)."""
        return self.moved.get(EntryKind.REVERSED, 0) + self.moved.get(EntryKind.RETURNED, 0)

    def out(self, kind: EntryKind) -> int:
        """What went out by a kind, as a positive number."""
        return -self.moved.get(kind, 0)

    @property
    def computed(self) -> int:
        """opening + issued − redeemed − used − expired − voided ± reversed and returned."""
        gone = sum(self.out(kind) for kind in (EntryKind.REDEEMED, EntryKind.USED, EntryKind.EXPIRED, EntryKind.VOIDED))
        return self.opening + self.issued - gone + self.corrected

    @property
    def difference(self) -> int:
        """0 when the report matches the ledger."""
        return self.closing - self.computed

    @property
    def sum_words(self) -> str:
        """The sum with its figures: 日初 … ＋ 发放 … ＝ 日终 …."""
        parts = [f"日初 {format_points(self.opening)}", f"＋ 发放 {format_points(self.issued)}"]
        for label, kind in (
            ("兑换", EntryKind.REDEEMED),
            ("抵扣", EntryKind.USED),
            ("过期", EntryKind.EXPIRED),
            ("作废", EntryKind.VOIDED),
        ):
            parts.append(f"− {label} {format_points(self.out(kind))}")
        parts.append(f"{'−' if self.corrected < 0 else '＋'} 冲正返还 {abs(self.corrected):,}")
        return f"{' '.join(parts)} ＝ 日终 {format_points(self.computed)}"

    @property
    def verdict(self) -> str:
        """Whether the sum is what the ledger holds, or by how much it is not."""
        if self.difference == 0:
            return "与台账相符"
        return f"与台账 {format_points(self.closing)} 相差 {format_points(self.difference)}，请联系维护人员核对"


@dataclass(frozen=True, slots=True)
class Slips:
    """Hand-over slips at the end of the day: waiting to be posted, the oldest in opening days, and those sent back."""

    waiting: int
    oldest_days: int
    returned: int


@dataclass(frozen=True, slots=True)
class Redemptions:
    """Redemptions applied for and signed on the day, and where the open ones stood at its end."""

    applied: int
    signed: int
    to_approve: int
    to_prepare: int
    to_collect: int
    on_the_way: int


@dataclass(frozen=True, slots=True)
class LowGift:
    """A gift on offer of which too few were left."""

    gift_id: int
    name: str
    available: int
    unit: str
    low_at: int


@dataclass(frozen=True, slots=True)
class Tomorrow:
    """What falls due on the day after; numbers in order, `points` end in the accounts of `accounts` customers."""

    slips: tuple[str, ...]
    redemptions: tuple[str, ...]
    terms: tuple[str, ...]
    points: int
    accounts: int


@dataclass(frozen=True, slots=True)
class Note:
    """备注, who wrote it last and when."""

    text: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class DailyReport:
    """The report of a day as one person sees it. `upto` is its midnight, or the moment of asking while the day is not over.

    Parts the person has no sight of are None: an adviser sees his own members and slips (`whose` says so), not the ledger. Who
    `sees_all` reports also writes the note and sees the months.
    """

    day: date
    upto: datetime
    maker: str
    department: str
    made_at: datetime
    whose: str
    members: Members
    points: Points | None
    slips: Slips
    redemptions: Redemptions | None
    low: tuple[LowGift, ...] | None
    tomorrow: Tomorrow | None
    note: Note | None
    sees_all: bool

    @property
    def is_over(self) -> bool:
        return self.upto.date() > self.day


@dataclass(frozen=True, slots=True)
class FlowMonth:
    """A month of the ledger; `until` is its last day, or the day of the report in the last one."""

    first: date
    until: date
    points: Points

    @property
    def label(self) -> str:
        return f"{self.first:%Y-%m}"


@dataclass(frozen=True, slots=True)
class Line:
    """One row behind a figure. `number` leads to its record, else `customer_id` to the card; `points` is signed."""

    at: datetime | None
    what: str
    number: str
    customer_id: int
    customer: str
    who: str
    points: int | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One figure as screen, workbook and paper name it; `figure` has rows behind it, `note` says more."""

    section: Section
    label: str
    value: int
    unit: str
    figure: Figure | None = None
    note: str = ""
    signed: bool = False


def shares_words(shares: tuple[Share, ...]) -> str:
    """ "王芳 3、陈静 1"."""
    return "、".join(f"{share.name} {share.count}" for share in shares)


def numbers_words(numbers: tuple[str, ...], *, most: int = 6) -> str:
    """The first numbers, and how many there are if not all stand here."""
    words = "、".join(numbers[:most])
    return f"{words} 等" if len(numbers) > most else words
