"""What a hand-over slip is, and what a bill earns (members.md §4). Pure."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from deskapp.calendar import Due
from deskapp.members.domain import Level
from deskapp.points.domain import AwardKind
from deskapp.settings.declare import Setting
from deskapp.typed import format_money

BILL_NO_LENGTH = 40
MOST_LINES = 8
REASON_LENGTH = 200
OCCASION_LENGTH = 60
OCCASIONS: dict[AwardKind, str] = {
    AwardKind.REFERRED_CAR: "购车人车牌、车架号或合同号",
    AwardKind.EVENT: "活动名称",
    AwardKind.SUGGESTION: "建议编号或内容",
}
"""Awards customer service gives, and what each is given for; 入会 and 介绍入会 are booked when a member is confirmed."""


class SpendKind(StrEnum):
    """What a line of a bill was paid for; each kind has its rate."""

    MAINTENANCE = "maintenance"
    ACCESSORIES = "accessories"
    INSURANCE = "insurance"
    NEW_CAR = "new_car"
    ACCIDENT = "accident"

    @property
    def label(self) -> str:
        return _KIND_LABELS[self]


_KIND_LABELS = {
    SpendKind.MAINTENANCE: "维修保养自费",
    SpendKind.ACCESSORIES: "精品",
    SpendKind.INSURANCE: "续保",
    SpendKind.NEW_CAR: "整车购买",
    SpendKind.ACCIDENT: "事故车维修",
}


class State(StrEnum):
    """Where a slip stands. Overdue is read from the calendar, never stored."""

    PENDING = "pending"
    RETURNED = "returned"
    POSTED = "posted"
    VOIDED = "voided"
    REVERSED = "reversed"

    @property
    def label(self) -> str:
        return _STATE_LABELS[self]

    @property
    def is_waiting(self) -> bool:
        """Whether somebody still has to do something."""
        return self in (State.PENDING, State.RETURNED)


_STATE_LABELS = {
    State.PENDING: "待录入",
    State.RETURNED: "已退回",
    State.POSTED: "已录入",
    State.VOIDED: "已作废",
    State.REVERSED: "已冲正",
}

USE_ON_BILLS = Setting("handovers.use_on_bills", "会员积分可抵扣账单", default=True, section="积分")
POINTS_PER_YUAN = Setting(
    "handovers.points_per_yuan",
    "抵扣 1 元需要的积分",
    20,
    unit="分",
    section="积分",
    help="抵扣金额不超过账单，不兑现金",
    low=1,
    high=10_000,
)
NET_EARNS = Setting(
    "handovers.net_earns", "抵扣部分不计积分", default=True, section="积分", help="是：按扣除抵扣后的净额计分；否：按账单全额计分"
)
SETTINGS: tuple[Setting[Any], ...] = (USE_ON_BILLS, POINTS_PER_YUAN, NET_EARNS)


@dataclass(frozen=True, slots=True)
class Rate:
    """How many fen of a kind of spend earn one point, 0 = none. `id` is the version, None the rate the program came with."""

    kind: SpendKind
    fen_per_point: int
    valid_from: date
    valid_until: date | None = None
    id: int | None = None

    @property
    def words(self) -> str:
        """1 元 = 1 分 / 20 元 = 1 分 / 不计分."""
        return rate_words(self.fen_per_point)


def rate_words(fen_per_point: int) -> str:
    """A rate as people say it; 0 earns nothing."""
    if not fen_per_point:
        return "不计分"
    return f"{format_money(fen_per_point).removesuffix('.00')} 元 = 1 分"


class RateStanding(StrEnum):
    """Where a version of a rate stands on a day."""

    COMING = "coming"
    RUNNING = "running"
    PAST = "past"
    REPLACED = "replaced"

    @property
    def label(self) -> str:
        return {"coming": "将生效", "running": "现行", "past": "已过", "replaced": "已替换"}[self.value]


@dataclass(frozen=True, slots=True)
class RateVersion:
    """A version in the history of its kind. Who wrote it and when: '' and None for the rate the program came with.

    REPLACED: another version was written for the same first day; bills written in between keep it.
    """

    rate: Rate
    standing: RateStanding
    by: str = ""
    at: datetime | None = None


FIRST_RATES: tuple[Rate, ...] = tuple(
    Rate(kind, fen, date.min)
    for kind, fen in (
        (SpendKind.MAINTENANCE, 1_00),
        (SpendKind.ACCESSORIES, 20_00),
        (SpendKind.INSURANCE, 1_00),
        (SpendKind.NEW_CAR, 0),
        (SpendKind.ACCIDENT, 0),
    )
)


@dataclass(frozen=True, slots=True)
class BillLine:
    """One line as the desk writes it: kind of spend and amount in fen."""

    kind: SpendKind
    amount: int


@dataclass(frozen=True, slots=True)
class HandoverForm:
    """What the desk writes. `points_used` is what the guest paid with points on this bill; `vehicle_id` None: no car named.

    `photo_id` is the photo a returned slip keeps when it is handed in again.
    """

    customer_id: int
    bill_no: str
    lines: tuple[BillLine, ...]
    points_used: int = 0
    vehicle_id: int | None = None
    photo_id: int | None = None


@dataclass(frozen=True, slots=True)
class SlipLine:
    """A line of a written slip.

    `points` is what its kind earns, told at the first line of the kind; `used` its share of the points paid with; `reversed` when it
    was taken back.
    """

    id: int
    kind: SpendKind
    amount: int
    points: int
    used: int
    reversed: bool


@dataclass(frozen=True, slots=True)
class SlipRow:
    """A slip in a list. `due` counts opening days and is None once nobody owes anything; `step_at` is when it reached its state."""

    id: int
    number: str
    state: State
    customer_id: int
    customer: str
    plate: str
    bill_no: str
    points: int
    points_used: int
    amount: int
    writer_id: int | None
    writer: str
    department: str
    written_at: datetime
    step_at: datetime
    due_at: datetime
    due: Due | None
    reason: str


@dataclass(frozen=True, slots=True)
class Slip:
    """A slip with its lines and the step before it. `code` is what its bar code holds, `photo_id` names the photo of the bill.

    `before` and `after` are what the account may spend before and after posting, its own reservation left out; `member_waits` tells why
    it cannot be posted yet ("" = it can).
    """

    row: SlipRow
    code: str
    salutation: str
    member_no: str
    lines: tuple[SlipLine, ...]
    discount: int
    outlet: str
    vehicle_id: int | None
    photo_id: int | None
    step_by: str
    before: int
    after: int
    member_waits: str


@dataclass(frozen=True, slots=True)
class Inbox:
    """What waits for customer service: slips 待录入, how many are overdue, and the age of the oldest in opening days."""

    count: int
    overdue: int
    oldest_days: int
    oldest_at: datetime | None
    returned: int


@dataclass(frozen=True, slots=True)
class MonthDone:
    """Slips posted in a month, and how many of them by the end of the day they were due."""

    count: int
    in_time: int


@dataclass(frozen=True, slots=True)
class Posted:
    """What posting booked: spendable before and after, and the level the points raised the member to."""

    handover_id: int
    number: str
    used: int
    earned: int
    before: int
    after: int
    level: Level | None = None
