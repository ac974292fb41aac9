"""Who may do what with gifts (rules.md §2): each service against each role."""

from collections.abc import Callable
from typing import Any

import pytest

from deskapp.data import Act
from deskapp.errors import NotAllowed
from deskapp.gifts.catalogue import add_gift, edit_gift, gifts
from deskapp.gifts.counter import counter
from deskapp.gifts.domain import Choice, Gift, GiftEntry, MoveKind, Receiver, Redemption
from deskapp.gifts.reading import receipt, redemption, redemptions
from deskapp.gifts.redemption import may_approve, redeem_gift
from deskapp.gifts.steps import (
    approve_redemption,
    cancel_application,
    cancel_approved,
    prepare_gift,
    sign_receipt,
    undo_redemption,
)
from deskapp.gifts.stock import move_stock, stock_moves
from deskapp.staff.domain import Role
from tests.deskapp.gifts.counter import Counter, a_gift, an_act, choose, member
from tests.deskapp.people import hire

DESK = {Role.FRONT_DESK, Role.CUSTOMER_SERVICE, Role.SERVICE_MANAGER}
SERVICE = {Role.CUSTOMER_SERVICE, Role.SERVICE_MANAGER}
MANAGER = {Role.SERVICE_MANAGER}
SEE = DESK | {Role.GENERAL_MANAGER}
APPROVE = SERVICE | {Role.GENERAL_MANAGER}
APPROVE_LARGE = MANAGER | {Role.GENERAL_MANAGER}


def applied(shop: Counter, one: Gift) -> Redemption:
    return redeem_gift(act=an_act(shop.li), customer_id=member(points=9_000), choices=choose(one), apply_only=True)


def approved(shop: Counter, one: Gift) -> Redemption:
    return approve_redemption(act=an_act(shop.zhou), redemption_id=applied(shop, one).id)


def ready(shop: Counter, one: Gift) -> Redemption:
    return prepare_gift(act=an_act(shop.zhou), redemption_id=approved(shop, one).id)


def signed(shop: Counter, one: Gift) -> Redemption:
    return sign_receipt(act=an_act(shop.zhou), redemption_id=ready(shop, one).id, receiver=Receiver())


Call = Callable[[Act, int, Gift], Any]
Stage = Callable[[Counter, Gift], Redemption] | None
# (service, who may, what stands before, the price of the gift, the call)
SERVICES: tuple[tuple[str, set[Role], Stage, int, Call], ...] = (
    ("gifts", SEE, None, 100, lambda act, _, one: gifts(act=act)),
    ("redemptions", SEE, None, 100, lambda act, _, one: redemptions(act=act)),
    ("redemption", SEE, applied, 100, lambda act, slip, one: redemption(act=act, redemption_id=slip)),
    ("receipt", SEE, applied, 100, lambda act, slip, one: receipt(act=act, redemption_id=slip)),
    ("counter", DESK, None, 100, lambda act, _, one: counter(act=act, customer_id=member(points=100))),
    ("add_gift", SERVICE, None, 100, lambda act, _, one: add_gift(act=act, entry=GiftEntry("雨伞", 450))),
    ("edit_gift", SERVICE, None, 100, lambda act, _, one: edit_gift(act=act, gift_id=one.id, entry=GiftEntry("雨伞", 100))),
    ("move_stock", SERVICE, None, 100, lambda act, _, one: move_stock(act=act, gift_id=one.id, kind=MoveKind.RECEIVE, quantity=1)),
    ("stock_moves", SERVICE, None, 100, lambda act, _, one: stock_moves(act=act, gift_id=one.id)),
    (
        "redeem_gift",
        DESK,
        None,
        100,
        lambda act, _, one: redeem_gift(act=act, customer_id=member(points=100), choices=[Choice(one.id, 1, 100)]),
    ),
    ("approve_redemption", APPROVE, applied, 2_000, lambda act, slip, one: approve_redemption(act=act, redemption_id=slip)),
    ("approve_large", APPROVE_LARGE, applied, 2_001, lambda act, slip, one: approve_redemption(act=act, redemption_id=slip)),
    ("prepare_gift", SERVICE, approved, 100, lambda act, slip, one: prepare_gift(act=act, redemption_id=slip)),
    ("sign_receipt", DESK, ready, 100, lambda act, slip, one: sign_receipt(act=act, redemption_id=slip, receiver=Receiver())),
    ("cancel_application", DESK, applied, 100, lambda act, slip, one: cancel_application(act=act, redemption_id=slip, reason="不要了")),
    ("cancel_approved", MANAGER, approved, 100, lambda act, slip, one: cancel_approved(act=act, redemption_id=slip, reason="不要了")),
    (
        "undo_redemption",
        MANAGER,
        signed,
        100,
        lambda act, slip, one: undo_redemption(act=act, redemption_id=slip, reason="点错", restock=True),
    ),
)


@pytest.mark.parametrize(("name", "may", "before", "price", "call"), SERVICES, ids=[row[0] for row in SERVICES])
def test_each_service_is_open_to_its_roles_and_closed_to_all_others(counter, name, may, before, price, call):
    one = a_gift(counter.wang, points=price, stock=100)
    for role in Role:
        slip = before(counter, one).id if before else 0
        his = an_act(hire(f"测试{role.label}", role))
        if role in may:
            call(his, slip, one)
        else:
            with pytest.raises(NotAllowed):
                call(his, slip, one)


def test_a_window_can_ask_who_may_approve(counter):
    people = (counter.li, counter.wang, counter.chen)
    assert [may_approve(act=an_act(who), cost=2_000) for who in people] == [False, True, True]
    assert [may_approve(act=an_act(who), cost=2_001) for who in people] == [False, False, True]
