"""What the redemption form shows as it opens."""

from datetime import date

import pytest

from deskapp.errors import UserError
from deskapp.gifts.counter import counter as opened
from deskapp.gifts.redemption import redeem_gift
from deskapp.gifts.steps import undo_redemption
from deskapp.members.domain import MemberState
from tests.deskapp.gifts.counter import a_gift, an_act, choose, member


def test_the_form_knows_the_guest_his_points_and_what_there_is(counter):
    guest = member(points=3_460)
    a_gift(counter.wang, "行车记录仪", 2_000, new_on=date(2026, 9, 1))
    a_gift(counter.wang, "车载香氛", 600)
    a_gift(counter.wang, "月饼", 100, offered_from=date(2026, 9, 1), offered_until=date(2026, 9, 30))
    seen = opened(act=an_act(counter.wang), customer_id=guest)
    assert (seen.name, seen.level, seen.spendable, seen.limit, seen.approves) == ("张伟明", "普卡", 3_460, 2_000, True)
    assert [(offer.gift.name, offer.is_new) for offer in seen.offers] == [("车载香氛", True), ("行车记录仪", False)]
    assert not opened(act=an_act(counter.li), customer_id=guest).approves


def test_a_gift_is_found_by_name_number_pinyin_and_initials(counter):
    guest = member(points=100)
    a_gift(counter.wang, "车载香氛", 600)
    keys = opened(act=an_act(counter.wang), customer_id=guest).offers[0].keys
    for typed in ("车载", "lp-001", "xiangfen", "czxf"):
        assert typed in keys


def test_the_form_does_not_open_for_who_may_not_spend(counter):
    with pytest.raises(UserError, match="挂失"):
        opened(act=an_act(counter.wang), customer_id=member(points=100, state=MemberState.LOST))


def test_the_form_knows_what_of_a_year_is_left_for_the_member(counter):
    guest = member(points=9_000)
    one = a_gift(counter.wang, "精洗券", 100, limit_per_member=3, limit_per_redemption=2)
    free = a_gift(counter.wang, "雨伞", 200)

    def most():
        return {offer.gift.id: offer.most for offer in opened(act=an_act(counter.wang), customer_id=guest).offers}

    assert most() == {one.id: 2, free.id: None}
    redeem_gift(act=an_act(counter.wang), customer_id=guest, choices=choose(one, quantity=2))
    assert most()[one.id] == 1
    undo = redeem_gift(act=an_act(counter.wang), customer_id=guest, choices=choose(one))
    assert most()[one.id] == 0
    undo_redemption(act=an_act(counter.chen), redemption_id=undo.id, reason="点错", restock=True)
    assert most()[one.id] == 1
