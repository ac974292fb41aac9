"""Points leave an account once, from the lots that end first, and never more than it has."""

from datetime import datetime

import pytest

from deskapp.data import ActRecord
from deskapp.errors import AlreadySaved, UserError
from deskapp.points import service
from deskapp.points.domain import EntryKind
from deskapp.points.reading import balance, lots
from deskapp.points.tables import EntryRecord
from tests.deskapp.points.accounts import assert_adds_up

NOV, DEC, JAN = datetime(2026, 11, 23, 9), datetime(2026, 12, 20, 9), datetime(2027, 1, 20, 9)


def earn(act, guest, points, at=NOV):
    return service.earn(act=act(at=at), customer_id=guest, points=points, note="维修保养自费", number="JF-20261123-001")


def redeem(act, guest, points, at=NOV):
    return service.spend(
        act=act(at=at), customer_id=guest, points=points, kind=EntryKind.REDEEMED, number="DH-20261123-001", note="兑换 车载香氛 1 件"
    )


def test_before_less_cost_is_after(guest, act):
    earn(act, guest, 1286)
    booked = redeem(act, guest, 600)
    assert (booked.before, booked.points, booked.after) == (1286, -600, 686)
    assert balance(customer_id=guest, on=NOV.date()).spendable == 686
    assert_adds_up(guest, NOV)


def test_too_few_points_are_refused_in_words_and_nothing_is_written(guest, act):
    earn(act, guest, 300)
    entries, acts = EntryRecord.select().count(), ActRecord.select().count()
    with pytest.raises(UserError, match="积分不足：可用 300，需要 500") as refused:
        redeem(act, guest, 500)
    assert refused.value.field == "points"
    assert (EntryRecord.select().count(), ActRecord.select().count()) == (entries, acts)


def test_two_redemptions_in_a_row_never_take_a_used_up_lot_again(guest, act):
    """erpnext chose used-up lots again; a lot's rest is its points less its allocations."""
    earn(act, guest, 100, NOV)
    earn(act, guest, 100, DEC)
    redeem(act, guest, 100, DEC)
    assert [(lot.ends_on.month, lot.rest) for lot in lots(customer_id=guest, on=DEC.date())] == [(12, 100)]
    redeem(act, guest, 100, DEC)
    with pytest.raises(UserError, match="可用 0，需要 1"):
        redeem(act, guest, 1, DEC)
    assert_adds_up(guest, DEC)


def test_the_lot_that_ends_first_is_spent_first(guest, act):
    service.open_balance(act=act(), customer_id=guest, redeemable=50, tier=0, ends_on=datetime(2026, 11, 30).date())
    earn(act, guest, 100)
    redeem(act, guest, 70)
    assert [(lot.points, lot.rest) for lot in lots(customer_id=guest, on=NOV.date())] == [(100, 80)]


def test_spending_leaves_the_tier_points_alone(guest, act):
    earn(act, guest, 1000)
    redeem(act, guest, 400)
    assert balance(customer_id=guest, on=NOV.date()).tier == 1000


def test_the_same_request_twice_spends_once_and_tells_the_same_figures(guest, act):
    earn(act, guest, 500)
    form = act(request_id="form-1")
    first = redeem(lambda **_: form, guest, 200)
    earn(act, guest, 50)
    assert redeem(lambda **_: form, guest, 200) == first
    assert balance(customer_id=guest, on=NOV.date()).spendable == 350
    with pytest.raises(AlreadySaved):
        redeem(lambda **_: form, guest, 300)


def test_points_are_never_spent_in_zero_or_negative_amounts(guest, act):
    earn(act, guest, 500)
    with pytest.raises(ValueError, match="cannot spend -5 points"):
        redeem(act, guest, -5)


def test_the_whole_family_is_one_account_after_a_merge(guest, act):
    from tests.deskapp.points.accounts import customer

    earn(act, guest, 100)
    loser = customer("张伟民", merged_into=guest)
    service.earn(act=act(), customer_id=loser, points=40, note="精品", number="JF-20261123-002")
    assert balance(customer_id=loser, on=NOV.date()).spendable == 140
    assert redeem(act, loser, 120).after == 20
    assert balance(customer_id=guest, on=NOV.date()).spendable == 20
