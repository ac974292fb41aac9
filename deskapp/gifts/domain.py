"""What gifts and redemptions are, and the store's rules about them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from deskapp.errors import UserError
from deskapp.settings.declare import Setting

APPROVAL_LIMIT = Setting(
    "gifts.approval_limit", "客服专员可审核的兑换", 2_000, unit="分", section="礼品", help="超过的由客服经理或总经理审核"
)
NEW_FOR_DAYS = Setting("gifts.new_for_days", "上新多少天内算新品", 60, unit="天", section="礼品", high=3_650)
OVERDUE_AFTER_WORKDAYS = Setting(
    "gifts.overdue_after", "申请后多少个工作日未签收算逾期", 3, unit="个工作日", section="礼品", low=1, high=60
)
SETTINGS: tuple[Setting[Any], ...] = (APPROVAL_LIMIT, NEW_FOR_DAYS, OVERDUE_AFTER_WORKDAYS)

MAX_LINES = 5  # rows of the receipt (plan of the papers)


class State(StrEnum):
    """Where a redemption stands; overdue is read from dates, never stored."""

    APPLIED = "applied"
    TO_PREPARE = "to_prepare"
    READY = "ready"
    ON_THE_WAY = "on_the_way"
    RECEIVED = "received"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        return {
            "applied": "已申请",
            "to_prepare": "待备货",
            "ready": "待领取",
            "on_the_way": "送达中",
            "received": "已签收",
            "cancelled": "已取消",
        }[self.value]


OPEN_STATES = (State.APPLIED, State.TO_PREPARE, State.READY, State.ON_THE_WAY)
"""States that hold stock for the customer."""


class HandoverMode(StrEnum):
    """How the gift reaches the customer."""

    COUNTER = "counter"
    DELIVERY = "delivery"
    COURIER = "courier"

    @property
    def label(self) -> str:
        return {"counter": "到店", "delivery": "送达", "courier": "邮寄"}[self.value]


class Relation(StrEnum):
    """Who signs for the gift."""

    SELF = "self"
    FAMILY = "family"
    COLLEAGUE = "colleague"
    PROXY = "proxy"

    @property
    def label(self) -> str:
        return {"self": "本人", "family": "家属", "colleague": "同事", "proxy": "代领"}[self.value]


class MoveKind(StrEnum):
    """Why stock moved."""

    RECEIVE = "receive"
    ISSUE = "issue"
    RETURN = "return"
    SCRAP = "scrap"
    COUNT = "count"
    HAND_OUT = "hand_out"

    @property
    def label(self) -> str:
        return {"receive": "入库", "issue": "出库", "return": "退回", "scrap": "报损", "count": "盘点", "hand_out": "兑换领出"}[self.value]

    @property
    def sign(self) -> int:
        """+1 raises the stock, −1 lowers it, 0 sets it."""
        return {"receive": 1, "issue": -1, "return": 1, "scrap": -1, "count": 0, "hand_out": -1}[self.value]


@dataclass(frozen=True, slots=True)
class Gift:
    """One gift of the catalogue with its stock now. `available` = on hand − open reservations; it may read negative after a count."""

    id: int
    gift_no: str
    name: str
    unit: str
    points: int
    cost: int
    new_on: date
    offered_from: date
    offered_until: date | None
    limit_per_redemption: int | None
    limit_per_member: int | None
    low_stock_at: int
    supplier: str
    on_hand: int
    reserved: int

    @property
    def available(self) -> int:
        return self.on_hand - self.reserved

    @property
    def is_low(self) -> bool:
        return self.available <= self.low_stock_at

    def is_offered(self, day: date) -> bool:
        """Whether customers may choose it on the day."""
        return self.offered_from <= day and (self.offered_until is None or day <= self.offered_until)

    def is_new(self, day: date, new_for_days: int) -> bool:
        """Whether it came into the catalogue within the last days."""
        return 0 <= (day - self.new_on).days <= new_for_days


@dataclass(frozen=True, slots=True)
class GiftEntry:
    """What the catalogue form holds; points and cost (fen) are for one unit, limits None = without limit."""

    name: str
    points: int
    unit: str = "件"
    cost: int = 0
    new_on: date | None = None
    offered_from: date | None = None
    offered_until: date | None = None
    limit_per_redemption: int | None = None
    limit_per_member: int | None = None
    low_stock_at: int = 3
    supplier: str = ""


def check_gift(entry: GiftEntry) -> None:
    """Refuses a catalogue entry without name or points, and an offer that ends before it begins."""
    if not 1 <= len(entry.name.strip()) <= 40:
        raise UserError("礼品名称：请填 1 到 40 个字", field="name")
    if not 1 <= entry.points <= 1_000_000:
        raise UserError("积分：请填 1 到 1,000,000 之间的整数", field="points")
    if not entry.unit.strip():
        raise UserError("单位：请填，例如 件", field="unit")
    if entry.cost < 0:
        raise UserError("成本：不能为负", field="cost")
    if entry.offered_from and entry.offered_until and entry.offered_until < entry.offered_from:
        raise UserError("下架日期：不能早于上架日期", field="offered_until")
    for name, label, limit in (
        ("limit_per_redemption", "每单限兑", entry.limit_per_redemption),
        ("limit_per_member", "每人限兑", entry.limit_per_member),
    ):
        if limit is not None and limit < 1:
            raise UserError(f"{label}：请填 1 以上，或留空表示不限", field=name)


@dataclass(frozen=True, slots=True)
class StockMove:
    """One line of the stock ledger, newest first in lists; `quantity` is signed, `on_hand` the stock after it."""

    id: int
    number: str
    at: datetime
    kind: MoveKind
    quantity: int
    on_hand: int
    note: str
    staff_id: int | None
    redemption_no: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A gift in the basket, and the price per unit the clerk saw: a changed price is refused with the new figure."""

    gift_id: int
    quantity: int
    unit_points: int


@dataclass(frozen=True, slots=True)
class Receiver:
    """Who signs. 代领 needs a name and a mobile; otherwise the customer's own name counts."""

    relation: Relation = Relation.SELF
    name: str = ""
    mobile: str = ""


@dataclass(frozen=True, slots=True)
class RedemptionLine:
    """One gift of a redemption, with name and price as they were."""

    line_no: int
    gift_id: int
    gift_no: str
    name: str
    unit: str
    quantity: int
    unit_points: int

    @property
    def points(self) -> int:
        return self.quantity * self.unit_points


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a redemption's way through the house."""

    at: datetime
    state: State
    staff_name: str
    note: str


@dataclass(frozen=True, slots=True)
class Redemption:
    """One redemption as screen and receipt show it. Figures before and after are the spendable balance at the deciding save.

    `expiring_points` of the balance after it end on `expiring_on`.
    """

    id: int
    number: str
    state: State
    customer_id: int
    customer_name: str
    member_no: str
    mobile_tail: str
    plate: str
    lines: tuple[RedemptionLine, ...]
    cost: int
    points_before: int
    points_after: int
    expiring_on: date | None
    expiring_points: int
    mode: HandoverMode
    planned_on: date | None
    receiver: Receiver
    applied_at: datetime
    applied_by: str
    applied_by_id: int
    approved_by: str
    handled_by: str
    received_at: datetime | None
    note: str
    waiting_days: int = 0
    steps: tuple[Step, ...] = ()

    @property
    def what(self) -> str:
        """The gifts in one line: "车载香氛 ×2、精洗券 ×1"."""
        return "、".join(f"{line.name} ×{line.quantity}" for line in self.lines)


def check_basket(choices: Sequence[Choice], receiver: Receiver) -> None:
    """Refuses an empty or overlong basket, a gift chosen twice, a quantity below 1, and a proxy without name and mobile."""
    if not choices:
        raise UserError("兑换篮是空的：请先选一件礼品", field="gifts")
    if len(choices) > MAX_LINES:
        raise UserError(f"一张兑换单最多 {MAX_LINES} 种礼品，请分两张", field="gifts")
    if len({choice.gift_id for choice in choices}) != len(choices):
        raise UserError("同一种礼品请合并成一行", field="gifts")
    if any(choice.quantity < 1 for choice in choices):
        raise UserError("数量至少是 1", field="gifts")
    if receiver.relation is Relation.PROXY and not (receiver.name.strip() and receiver.mobile.strip()):
        raise UserError("代领：请填代领人姓名和手机", field="received_by")


def available_words(gift: Gift, *, wanted: int) -> str:
    """The refusal when stock does not cover what was chosen."""
    return f"{gift.name} 库存不足：可用 {max(gift.available, 0)} {gift.unit}，需要 {wanted} {gift.unit}"
