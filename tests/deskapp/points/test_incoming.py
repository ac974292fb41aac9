"""Awards, opening balances, manual entries: what comes in beside the bills, each once."""

from datetime import date, datetime

import peewee as pw
import pytest

from deskapp.data import writing
from deskapp.errors import UserError
from deskapp.points import reversal, service
from deskapp.points.account import Account, New
from deskapp.points.domain import AWARD_POINTS, AwardKind, EntryKind
from deskapp.points.reading import balance, ledger, lots, tier
from deskapp.points.tables import EntryRecord
from deskapp.settings import store as rules
from tests.deskapp.points.accounts import assert_adds_up, customer

NOV = datetime(2026, 11, 23, 9)


def award(act, guest, occasion="HY-20261123-001"):
    return service.award(act=act(), customer_id=guest, kind=AwardKind.JOIN, occasion=occasion, number=occasion)


def test_joining_earns_twenty_points_that_count_for_the_level(guest, act):
    assert (award(act, guest).points, balance(customer_id=guest, on=NOV.date()).tier) == (20, 20)


def test_an_award_is_given_once_for_its_occasion(guest, act):
    award(act, guest)
    with pytest.raises(UserError, match="“入会”奖励（HY-20261123-001）2026-11-23 已经发过"):
        award(act, guest)
    award(act, guest, occasion="HY-20271123-001")


def test_an_award_taken_back_can_be_given_again(guest, act):
    first = award(act, guest)
    reversal.reverse(act=act(), entry_id=first.entry_id, number="HY-20261123-001", note="录错会员")
    assert award(act, guest).after == 20


def test_awards_are_checked_over_the_family(guest, act):
    award(act, guest)
    loser = customer("张伟民", merged_into=guest)
    with pytest.raises(UserError, match="已经发过"):
        award(act, loser)


def test_the_schema_itself_refuses_a_second_award(guest, act):
    award(act, guest)
    again = New(EntryKind.AWARDED, 20, 20, award=AwardKind.JOIN, occasion="HY-20261123-001")
    with pytest.raises(pw.IntegrityError), writing(act(), "twice") as tx:
        Account(guest, NOV.date()).enter(tx, again)


def test_a_changed_award_counts_from_now_on(guest, act):
    with writing(act(), "change") as tx:
        rules.set_value(tx, AWARD_POINTS[AwardKind.JOIN], 30)
    assert award(act, guest).points == 30


def opening(act, guest, redeemable=1200, tier=4300, ends_on=None):
    return service.open_balance(act=act(), customer_id=guest, redeemable=redeemable, tier=tier, ends_on=ends_on, number="HY-1")


def test_the_opening_balance_is_one_lot_with_its_own_end(guest, act):
    opening(act, guest, ends_on=date(2027, 6, 30))
    assert [(lot.rest, lot.ends_on) for lot in lots(customer_id=guest, on=NOV.date())] == [(1200, date(2027, 6, 30))]
    assert balance(customer_id=guest, on=NOV.date()).tier == 4300


def test_an_opening_balance_without_an_end_lives_as_long_as_points_earned_today(guest, act):
    opening(act, guest)
    assert lots(customer_id=guest, on=NOV.date())[0].ends_on == date(2028, 11, 30)


def test_the_same_opening_balance_again_is_skipped_and_another_refused(guest, act):
    first = opening(act, guest)
    assert opening(act, guest) == first
    with pytest.raises(UserError, match="期初积分已按可兑换 1,200、升级 4,300 登记过"):
        opening(act, guest, redeemable=1300)
    assert EntryRecord.select().count() == 1


@pytest.mark.parametrize(("redeemable", "points"), [(-1, 0), (0, -1), (0, 0)])
def test_negative_or_empty_opening_balances_are_refused(guest, act, redeemable, points):
    with pytest.raises(UserError, match="不能是负数"):
        opening(act, guest, redeemable=redeemable, tier=points)


def test_an_opening_balance_that_has_ended_is_refused(guest, act):
    with pytest.raises(UserError, match="2026-11-22 已经过去"):
        opening(act, guest, ends_on=date(2026, 11, 22))
    assert opening(act, guest, redeemable=0, ends_on=date(2026, 11, 23)).tier == 4300


def test_a_manual_minus_never_goes_below_zero(guest, act):
    service.adjust(act=act(), customer_id=guest, points=100, reason="补 11 月活动", counts_for_level=True)
    with pytest.raises(UserError, match="可用 100，需要 101"):
        service.adjust(act=act(), customer_id=guest, points=-101, reason="录重")
    assert service.adjust(act=act(), customer_id=guest, points=-100, reason="录重").after == 0
    assert balance(customer_id=guest, on=NOV.date()).tier == 100


@pytest.mark.parametrize(("points", "reason", "words"), [(0, "x", "请输入"), (5, " ", "原因")])
def test_a_manual_entry_needs_an_amount_and_a_reason(guest, act, points, reason, words):
    with pytest.raises(UserError, match=words):
        service.adjust(act=act(), customer_id=guest, points=points, reason=reason)


def test_tier_points_count_in_the_term_they_were_earned_in(guest, act):
    earned = service.earn(act=act(), customer_id=guest, points=3000, note="维修", number="JF-1")
    later = datetime(2026, 12, 24, 9)
    reversal.reverse(act=act(at=later), entry_id=earned.entry_id, number="JF-1", note="退单")
    assert tier(customer_id=guest, since=date(2026, 11, 1), until=date(2026, 11, 30)) == 0
    assert tier(customer_id=guest, since=date(2026, 12, 1), until=date(2026, 12, 31)) == 0


def test_what_comes_in_first_pays_the_oldest_debt(guest, act):
    bills = [service.earn(act=act(), customer_id=guest, points=100, note="维修", number=number) for number in ("JF-1", "JF-2")]
    service.spend(act=act(), customer_id=guest, points=200, kind=EntryKind.REDEEMED, number="DH-1", note="兑换")
    for bill in bills:
        reversal.reverse(act=act(), entry_id=bill.entry_id, number="JF-1", note="退单")
    assert balance(customer_id=guest, on=NOV.date()).spendable == -200
    assert award(act, guest).after == -180
    assert balance(customer_id=guest, on=NOV.date()).debt == 180
    service.adjust(act=act(), customer_id=guest, points=200, reason="补偿")
    after = balance(customer_id=guest, on=NOV.date())
    assert (after.spendable, after.debt, after.next_expiry.points) == (20, 0, 20)
    assert_adds_up(guest, NOV)
    assert ledger(customer_id=guest, on=NOV.date())[0].balance == 20
