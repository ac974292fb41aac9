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
LIMIT_FOR_DAYS = Setting(
    "gifts.limit_for_days", "每人限兑按多少天计", 365, unit="天", section="礼品", low=1, high=3_650, help="已取消的兑换不计"
)
SETTINGS: tuple[Setting[Any], ...] = (APPROVAL_LIMIT, NEW_FOR_DAYS, OVERDUE_AFTER_WORKDAYS, LIMIT_FOR_DAYS)

MAX_LINES = 5
"""Different gifts on one redemption: the rows of the receipt."""
MAX_QUANTITY = 99
MAX_POINTS = 100_000
"""For one unit of a gift; sums of five full rows still fit the receipt."""


MAX_ADDRESS = 60
MAX_COURIER_NO = 20


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

    @property
    def is_open(self) -> bool:
        """Whether something is still owed to the customer: such a redemption holds stock."""
        return self not in {State.RECEIVED, State.CANCELLED}


class Picture(StrEnum):
    """The drawing on a gift's card; the value names the icon."""

    GIFT = "gift"
    UMBRELLA = "umbrella"
    SPRAY = "spray-can"
    WASH = "droplets"
    CUSHION = "armchair"
    FIRST_AID = "briefcase-medical"
    CUP = "cup-soda"
    COFFEE = "coffee"
    CAR = "car"
    GOODS = "package"
    VOUCHER = "ticket"

    @property
    def label(self) -> str:
        return _PICTURES[self]


_PICTURES = {
    Picture.GIFT: "礼品",
    Picture.UMBRELLA: "雨伞",
    Picture.SPRAY: "喷罐、香氛",
    Picture.WASH: "洗护",
    Picture.CUSHION: "坐垫、靠枕",
    Picture.FIRST_AID: "急救、应急",
    Picture.CUP: "杯壶",
    Picture.COFFEE: "茶咖",
    Picture.CAR: "车载",
    Picture.GOODS: "用品",
    Picture.VOUCHER: "券",
}


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
    """One gift of the catalogue with its stock now. `available` = on hand − open reservations; it may read negative after a count.

    `points` and `cost` (fen) are for one unit; `picture` is drawn where there is no photo (`photo_id`); `ever_redeemed` tells whether any
    customer has chosen it yet; `under_way` of the stock left the shelf with a colleague or the courier and is not signed for.
    """

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
    picture: Picture
    photo_id: int | None
    on_hand: int
    reserved: int
    ever_redeemed: bool
    under_way: int = 0

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
    """What the catalogue form holds; points and cost (fen) are for one unit, limits None = without limit.

    `photo_id` is the photo the gift keeps.
    """

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
    picture: Picture = Picture.GIFT
    photo_id: int | None = None


def check_gift(entry: GiftEntry) -> None:
    """Refuses a catalogue entry without name, unit or points, and figures that cannot be."""
    if not 1 <= len(entry.name.strip()) <= 40:
        raise UserError("礼品名称：请填 1 到 40 个字", field="name")
    if not 1 <= entry.points <= MAX_POINTS:
        raise UserError(f"积分：请填 1 到 {MAX_POINTS:,} 之间的整数", field="points")
    if not entry.unit.strip():
        raise UserError("单位：请填，例如 件", field="unit")
    if entry.cost < 0:
        raise UserError("成本：不能为负", field="cost")
    if entry.low_stock_at < 0:
        raise UserError("库存预警：请填 0 以上的整数", field="low_stock_at")
    for name, label, limit in (
        ("limit_per_redemption", "每单限兑", entry.limit_per_redemption),
        ("limit_per_member", "每人限兑", entry.limit_per_member),
    ):
        if limit is not None and limit < 1:
            raise UserError(f"{label}：请填 1 以上，或留空表示不限", field=name)


def check_offer(first: date, last: date | None) -> None:
    """Refuses an offer that ends before it begins."""
    if last is not None and last < first:
        raise UserError(f"下架日期：不能早于上架日期 {first}", field="offered_until")


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
    by: str
    redemption_no: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A gift in the basket, and the price per unit the clerk saw: a changed price is refused with the new figure."""

    gift_id: int
    quantity: int
    unit_points: int


@dataclass(frozen=True, slots=True)
class Means:
    """How and when the gift reaches the customer: taken along at once, fetched later, brought by a colleague, or posted.

    `later` counts at the counter only; `carrier_id` is the 送达人, `address` where a colleague or the courier brings it.
    """

    mode: HandoverMode = HandoverMode.COUNTER
    later: bool = False
    planned_on: date | None = None
    carrier_id: int | None = None
    address: str = ""

    @property
    def at_once(self) -> bool:
        """Whether the customer takes it along now."""
        return self.mode is HandoverMode.COUNTER and not self.later


@dataclass(frozen=True, slots=True)
class Receiver:
    """Who signs. 本人 is the customer himself; anybody else gives his name, 代领 also a mobile."""

    relation: Relation = Relation.SELF
    name: str = ""
    mobile: str = ""


def check_basket(choices: Sequence[Choice]) -> None:
    """Refuses an empty or overlong basket, a gift chosen twice, and quantities that cannot be."""
    if not choices:
        raise UserError("兑换篮是空的：请先选一件礼品", field="gifts")
    if len(choices) > MAX_LINES:
        raise UserError(f"一张兑换单最多 {MAX_LINES} 种礼品，请分两张", field="gifts")
    if len({choice.gift_id for choice in choices}) != len(choices):
        raise UserError("同一种礼品请合并成一行", field="gifts")
    if any(not 1 <= choice.quantity <= MAX_QUANTITY for choice in choices):
        raise UserError(f"数量：请选 1 到 {MAX_QUANTITY}", field="gifts")


def check_means(means: Means, today: date) -> None:
    """Refuses 送达 without day or 送达人, 邮寄 without address, and a day that is over."""
    if means.mode is HandoverMode.DELIVERY and means.planned_on is None:
        raise UserError("送达：请填约定日期", field="planned_on")
    if means.mode is HandoverMode.DELIVERY and means.carrier_id is None:
        raise UserError("送达：请选送达人", field="carrier")
    if means.mode is HandoverMode.COURIER and not means.address.strip():
        raise UserError("邮寄：请填收件地址", field="address")
    if means.planned_on is not None and means.planned_on < today:
        raise UserError(f"约定日期 {means.planned_on} 已经过了，请填今天或以后的日子", field="planned_on")
    if len(means.address.strip()) > MAX_ADDRESS:
        raise UserError(f"地址：最多 {MAX_ADDRESS} 个字", field="address")


def check_courier_no(courier_no: str) -> str:
    """The number of the parcel without blanks. Refuses none, and what is too long to be one."""
    plain = "".join(courier_no.split())
    if not 4 <= len(plain) <= MAX_COURIER_NO or not plain.isascii():
        raise UserError(f"快递单号：请填 4 到 {MAX_COURIER_NO} 位字母或数字", field="courier_no")
    return plain.upper()


def check_receiver(receiver: Receiver) -> None:
    """Refuses somebody else than the customer without a name, and a proxy without a mobile."""
    if receiver.relation is not Relation.SELF and not receiver.name.strip():
        raise UserError(f"{receiver.relation.label}签收：请填签收人姓名", field="received_by")
    if receiver.relation is Relation.PROXY and not receiver.mobile.strip():
        raise UserError("代领：请填代领人手机", field="receiver_mobile")


def available_words(gift: Gift, *, wanted: int) -> str:
    """The refusal when stock does not cover what was chosen."""
    return f"{gift.name} 库存不足：可用 {max(gift.available, 0)} {gift.unit}，需要 {wanted} {gift.unit}"
