"""A gift counter for the tests: members with points put straight into the open store, gifts through the catalogue and the stock ledger."""

import itertools
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from deskapp.data import Act, ActRecord, one_transaction
from deskapp.gifts.catalogue import add_gift, gifts_by_id
from deskapp.gifts.domain import Choice, Gift, GiftEntry, MoveKind
from deskapp.gifts.stock import move_stock
from deskapp.members.domain import EventKind, JoinChannel, MemberState
from deskapp.members.tables import MemberEventRecord, MembershipRecord
from deskapp.points.reading import balance
from deskapp.points.service import earn
from deskapp.staff.domain import Role
from deskapp.staff.tables import OutletRecord
from tests.deskapp.people import hire
from tests.deskapp.points.accounts import customer

MORNING = datetime(2026, 11, 23, 9)
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Counter:
    """Who stands behind the counter. 王芳 is 前台 and 客服专员, 李敏 only 前台, 陈静 and 周敏 客服经理."""

    wang: int
    li: int
    chen: int
    zhou: int


def open_counter() -> Counter:
    """Take on the people of the counter in a fresh store."""
    return Counter(
        wang=hire("王芳", Role.FRONT_DESK, Role.CUSTOMER_SERVICE),
        li=hire("李敏", Role.FRONT_DESK),
        chen=hire("陈静", Role.SERVICE_MANAGER),
        zhou=hire("周敏", Role.SERVICE_MANAGER),
    )


def an_act(staff_id: int, at: datetime = MORNING) -> Act:
    """A new press of a button."""
    return Act(staff_id, at, "前台1", f"counter-{next(_numbers)}")


def member(
    name: str = "张伟明",
    *,
    points: int = 0,
    staff_id: int = 1,
    state: MemberState = MemberState.ACTIVE,
    valid_until: date = date(2027, 8, 31),
    at: datetime = MORNING,
) -> int:
    """A customer with a membership and points; the customer's id."""
    customer_id = customer(name)
    with one_transaction():
        booked = ActRecord.create(request_id=f"join-{next(_numbers)}", use_case="join", args_hash="", staff_id=staff_id, at=at, pc="测试")
        membership = MembershipRecord.create(
            number=f"HY-20250901-{customer_id:03d}",
            customer=customer_id,
            state=state.value,
            joined_on=date(2025, 9, 1),
            valid_until=valid_until,
            join_channel=JoinChannel.NONE.value,
            recruiter=staff_id,
            outlet=OutletRecord.get(),
            act=booked,
        )
        term = {"term_from": date(2025, 9, 1), "term_until": valid_until}
        MemberEventRecord.create(membership=membership, kind=EventKind.JOINED.value, at=at, act=booked, **term)
    if points:
        earn(act=an_act(staff_id, at), customer_id=customer_id, points=points, note="保养自费", number="")
    return customer_id


def a_gift(staff_id: int, name: str = "车载香氛", points: int = 600, *, stock: int = 10, at: datetime = MORNING, **entry: Any) -> Gift:
    """A gift in the catalogue with a stock."""
    added = add_gift(act=an_act(staff_id, at), entry=GiftEntry(name, points, **entry))
    if stock:
        move_stock(act=an_act(staff_id, at), gift_id=added.id, kind=MoveKind.RECEIVE, quantity=stock)
    return gift(added.id)


def gift(gift_id: int) -> Gift:
    """A gift with its stock now."""
    return gifts_by_id([gift_id])[gift_id]


def choose(*gifts: Gift, quantity: int = 1) -> tuple[Choice, ...]:
    """The basket as a clerk saw it."""
    return tuple(Choice(one.id, quantity, one.points) for one in gifts)


def spendable(customer_id: int) -> int:
    """What the member may spend this morning."""
    return balance(customer_id=customer_id, on=MORNING.date()).spendable


def go_on_until(customer_id: int, until: datetime, staff_id: int = 1) -> None:
    """Let the store work on day by day, with every membership renewed: a leap of months is a clock in doubt."""
    at = MORNING
    while at < until:
        at = min(at + timedelta(days=40), until)
        earn(act=an_act(staff_id, at), customer_id=customer_id, points=1, note="精品", number="")
    MembershipRecord.update(valid_until=until.date() + timedelta(days=365)).execute()
