"""A redemption as screen and receipt show it. Pure."""

from dataclasses import dataclass
from datetime import date, datetime

from deskapp.calendar import Due, DueState
from deskapp.gifts.domain import HandoverMode, Receiver, Relation, State


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

    `expiring_points` of the balance after it end on `expiring_on`. `waiting_days` are the working days from application to signature (or
    to today), `due` says until when it should be signed for, None once nothing is owed; `missing` names gifts a count left too few of.
    `carrier` is the 送达人, `address` where a colleague or the courier brings it, `courier_no` the number of the parcel under way.
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
    approved_at: datetime | None
    approved_by: str
    handled_by: str
    received_at: datetime | None
    note: str
    waits_for: str
    waiting_days: int
    due: Due | None
    missing: tuple[str, ...]
    carrier_id: int | None = None
    carrier: str = ""
    address: str = ""
    courier_no: str = ""
    steps: tuple[Step, ...] = ()

    @property
    def signed_by(self) -> str:
        """Who signs or signed: the customer himself unless somebody else was named."""
        return self.customer_name if self.receiver.relation is Relation.SELF else self.receiver.name

    @property
    def means(self) -> str:
        """How it reaches the customer, in one line: "送达 赵强 11-25"."""
        planned = f"{self.planned_on:%m-%d}" if self.planned_on else ""
        return " ".join(part for part in (self.mode.label, self.carrier, self.courier_no, planned) if part)

    @property
    def is_overdue(self) -> bool:
        return self.due is not None and self.due.state is DueState.OVERDUE

    @property
    def what(self) -> str:
        """The gifts in one line: "车载香氛 ×2、精洗券 ×1"."""
        return "、".join(f"{line.name} ×{line.quantity}" for line in self.lines)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the receipt prints beside the redemption: the digits of its bar code, and the card level of that day ('' = none)."""

    redemption: Redemption
    code: str
    level: str


def waits_for(state: State, mode: HandoverMode, *, above_limit: bool, carrier: str) -> str:
    """Who has the redemption now: '' once nothing is owed."""
    if state is State.APPLIED:
        return "客服经理或总经理审核" if above_limit else "客服审核"
    if state is State.TO_PREPARE:
        return "客服备货"
    if state is State.READY:
        return {HandoverMode.COUNTER: "客户来领", HandoverMode.DELIVERY: "客服安排送达", HandoverMode.COURIER: "客服寄出"}[mode]
    if state is State.ON_THE_WAY:
        return "快递在途" if mode is HandoverMode.COURIER else f"{carrier} 送达"
    return ""
