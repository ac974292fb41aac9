"""Who may do what with gifts (rules.md §2): each service against each role; the steps of a redemption stand in `test_way.py`."""

from collections.abc import Callable
from typing import Any

import pytest

from deskapp.data import Act
from deskapp.errors import NotAllowed
from deskapp.gifts.catalogue import add_gift, edit_gift, gift_photo, gift_views, gifts
from deskapp.gifts.counter import counter
from deskapp.gifts.domain import Choice, Gift, GiftEntry, HandoverMode, Means, MoveKind
from deskapp.gifts.reading import receipt, redemption, redemptions
from deskapp.gifts.redemption import may_approve, redeem_gift
from deskapp.gifts.slips import Redemption
from deskapp.gifts.stock import move_stock, stock_moves
from deskapp.staff.domain import Role
from tests.deskapp.attachments.shelves import a_photo
from tests.deskapp.gifts.counter import MORNING, Counter, a_gift, an_act, choose, member
from tests.deskapp.people import hire

DESK = {Role.FRONT_DESK, Role.CUSTOMER_SERVICE, Role.SERVICE_MANAGER}
SERVICE = {Role.CUSTOMER_SERVICE, Role.SERVICE_MANAGER}
SEE = DESK | {Role.GENERAL_MANAGER}


def applied(shop: Counter, one: Gift) -> Redemption:
    return redeem_gift(act=an_act(shop.li), customer_id=member(points=9_000), choices=choose(one), apply_only=True)


Call = Callable[[Act, int, Gift], Any]
Stage = Callable[[Counter, Gift], Redemption] | None
# (service, who may, what stands before, the price of the gift, the call)
SERVICES: tuple[tuple[str, set[Role], Stage, int, Call], ...] = (
    ("gifts", SEE, None, 100, lambda act, _, one: gifts(act=act)),
    ("gift_views", SEE, None, 100, lambda act, _, one: gift_views(act=act)),
    ("gift_photo", SEE, None, 100, lambda act, _, one: gift_photo(act=act, gift_id=one.id)),
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
)


@pytest.mark.parametrize(("name", "may", "before", "price", "call"), SERVICES, ids=[row[0] for row in SERVICES])
def test_each_service_is_open_to_its_roles_and_closed_to_all_others(counter, name, may, before, price, call):
    one = add_gift(act=an_act(counter.wang), entry=GiftEntry("车载香氛", price), photo=a_photo())
    move_stock(act=an_act(counter.wang), gift_id=one.id, kind=MoveKind.RECEIVE, quantity=100)
    for role in Role:
        slip = before(counter, one).id if before else 0
        his = an_act(hire(f"测试{role.label}", role))
        if role in may:
            call(his, slip, one)
        else:
            with pytest.raises(NotAllowed):
                call(his, slip, one)


def test_who_has_no_business_with_gifts_sees_what_he_was_asked_to_bring(counter):
    one, fan = a_gift(counter.wang, points=100), hire("周凯", Role.SERVICE_ADVISOR)
    for carrier in (fan, counter.li):
        means = Means(HandoverMode.DELIVERY, planned_on=MORNING.date(), carrier_id=carrier)
        redeem_gift(act=an_act(counter.wang), customer_id=member(points=100), choices=choose(one), means=means)
    (his,) = redemptions(act=an_act(fan))
    assert (his.carrier, his.id) == ("周凯", redemption(act=an_act(fan), redemption_id=his.id).id)
    assert receipt(act=an_act(fan), redemption_id=his.id).redemption.number == his.number
    assert len(redemptions(act=an_act(counter.li))) == 2
    other = redemptions(act=an_act(counter.li))[1]
    for look in (redemption, receipt):
        with pytest.raises(NotAllowed):
            look(act=an_act(fan), redemption_id=other.id)
    assert redemptions(act=an_act(hire("阿姨", Role.LOUNGE_ATTENDANT))) == []


def test_a_window_can_ask_who_may_approve(counter):
    people = (counter.li, counter.wang, counter.chen)
    assert [may_approve(act=an_act(who), cost=2_000) for who in people] == [False, True, True]
    assert [may_approve(act=an_act(who), cost=2_001) for who in people] == [False, False, True]
