"""What was earned is taken back and what was spent comes back: whole or in parts, each once."""

from datetime import date, datetime

import peewee as pw
import pytest

from deskapp.data import writing
from deskapp.errors import UserError
from deskapp.points import reversal, service
from deskapp.points.account import Account, New
from deskapp.points.domain import EntryKind, Take
from deskapp.points.reading import balance, lots
from deskapp.points.tables import EntryRecord
from tests.deskapp.points.accounts import assert_adds_up

NOV, DEC, JAN = datetime(2026, 11, 23, 9), datetime(2026, 12, 20, 9), datetime(2027, 1, 20, 9)


def earn(act, guest, points, at=NOV):
    return service.earn(act=act(at=at), customer_id=guest, points=points, note="维修保养自费", number="JF-1")


def redeem(act, guest, points, at=NOV):
    return service.spend(act=act(at=at), customer_id=guest, points=points, kind=EntryKind.REDEEMED, number="DH-1", note="兑换")


def reverse(act, booked, at=NOV, **part):
    return reversal.reverse(act=act(at=at), entry_id=booked.entry_id, number="JF-1", note="冲正", **part)


def give_back(act, booked, at=NOV, **part):
    return reversal.give_back(act=act(at=at), entry_id=booked.entry_id, number="DH-1", note="取消兑换", **part)


def bring(act, guest, points, ends_on):
    return service.open_balance(act=act(), customer_id=guest, redeemable=points, tier=0, ends_on=ends_on)


def now(guest, at=NOV):
    found = balance(customer_id=guest, on=at.date())
    assert_adds_up(guest, at)
    return (found.spendable, found.tier, found.debt)


def test_an_untouched_earning_is_taken_back_from_its_own_lot(guest, act):
    booked, _ = earn(act, guest, 300), earn(act, guest, 50)
    back = reverse(act, booked)
    assert (back.points, back.tier, now(guest)) == (-300, -300, (50, 50, 0))


def test_what_was_spent_is_taken_from_the_lots_that_end_first_then_as_debt(guest, act):
    booked = earn(act, guest, 300)
    redeem(act, guest, 300)
    bring(act, guest, 40, date(2027, 1, 31))
    earn(act, guest, 60)
    assert reverse(act, booked).after == -200
    assert now(guest) == (-200, 60, 200)


def test_what_had_expired_is_not_taken_again_but_its_tier_is(guest, act):
    with writing(act(), "short lives") as tx:
        from deskapp.points.domain import LOT_MONTHS
        from deskapp.settings.store import set_value

        set_value(tx, LOT_MONTHS, 1)
    booked = earn(act, guest, 300)
    redeem(act, guest, 100)
    service.expire_due(act=act(at=DEC))
    service.expire_due(act=act(at=JAN))
    earn(act, guest, 500, JAN)
    back = reverse(act, booked, JAN)
    assert (back.points, back.tier) == (-100, -300)
    assert now(guest, JAN) == (400, 500, 0)


def test_parts_meet_what_expired_only_once(guest, act):
    with writing(act(), "short lives") as tx:
        from deskapp.points.domain import LOT_MONTHS
        from deskapp.settings.store import set_value

        set_value(tx, LOT_MONTHS, 1)
    booked = earn(act, guest, 300)
    redeem(act, guest, 100)
    service.expire_due(act=act(at=DEC))
    service.expire_due(act=act(at=JAN))
    parts = [reverse(act, booked, JAN, points=150, tier=150, part=part) for part in (1, 2)]
    assert [(part.points, part.tier) for part in parts] == [(0, -150), (-100, -150)]
    assert now(guest, JAN) == (-100, 0, 100)


def test_points_of_a_voided_account_are_not_taken_again(guest, act):
    booked = earn(act, guest, 300)
    assert service.void_rest(act=act(), customer_id=guest, number="HY-1", note="退会").points == -300
    assert reverse(act, booked).points == 0
    assert now(guest) == (0, 0, 0)


def test_an_earning_is_taken_back_once(guest, act):
    booked = earn(act, guest, 300)
    reverse(act, booked)
    with pytest.raises(UserError, match="已经全部冲正"):
        reverse(act, booked)
    assert now(guest) == (0, 0, 0)


def test_each_part_is_taken_back_once_and_the_whole_takes_what_is_left(guest, act):
    booked = earn(act, guest, 300)
    reverse(act, booked, points=100, tier=100, part=1)
    with pytest.raises(pw.IntegrityError):
        reverse(act, booked, points=50, tier=50, part=1)
    assert reverse(act, booked).points == -200
    assert reverse(act, booked, points=0, tier=0, part=2) is None
    with pytest.raises(ValueError, match="cannot undo 1 of 0 points"):
        reverse(act, booked, points=1, tier=0, part=3)


def test_a_part_without_a_difference_writes_no_entry(guest, act):
    booked = earn(act, guest, 300)
    form = act(request_id="form-1")
    assert reverse(lambda **_: form, booked, points=0, tier=0, part=1) is None
    assert reverse(lambda **_: form, booked, points=0, tier=0, part=1) is None
    assert EntryRecord.select().count() == 1


def test_the_same_request_twice_reverses_once(guest, act):
    booked = earn(act, guest, 300)
    form = act(request_id="form-1")
    assert reverse(lambda **_: form, booked) == reverse(lambda **_: form, booked)
    assert now(guest) == (0, 0, 0)


def test_spent_points_go_back_to_their_lot(guest, act):
    earn(act, guest, 300)
    spent = redeem(act, guest, 200)
    assert (give_back(act, spent).after, now(guest)) == (300, (300, 300, 0))
    assert [(lot.points, lot.rest) for lot in lots(customer_id=guest, on=NOV.date())] == [(300, 300)]
    with pytest.raises(UserError, match="已经全部冲正"):
        give_back(act, spent)


def test_a_lot_with_less_than_thirty_days_left_is_followed_by_a_new_one(guest, act):
    bring(act, guest, 100, date(2026, 12, 22))
    earn(act, guest, 100)
    spent = redeem(act, guest, 150)
    give_back(act, spent)
    found = [(lot.ends_on, lot.rest) for lot in lots(customer_id=guest, on=NOV.date())]
    assert found == [(date(2026, 12, 23), 100), (date(2028, 11, 30), 100)]


def test_a_lot_with_exactly_thirty_days_left_takes_its_points_back(guest, act):
    bring(act, guest, 100, date(2026, 12, 23))
    give_back(act, redeem(act, guest, 100))
    assert [lot.points for lot in lots(customer_id=guest, on=NOV.date())] == [100]
    assert EntryRecord.select().count() == 3


def test_spent_points_come_back_in_parts_and_never_twice(guest, act):
    earn(act, guest, 300)
    spent = redeem(act, guest, 200)
    assert [give_back(act, spent, points=points, part=part).after for part, points in ((1, 66), (2, 134))] == [166, 300]
    with pytest.raises(ValueError, match="cannot undo 1 of 0"):
        give_back(act, spent, points=1, part=3)
    assert give_back(act, spent, points=0, part=3) is None
    assert now(guest) == (300, 300, 0)


def test_returned_points_first_pay_the_debt(guest, act):
    booked = earn(act, guest, 300)
    spent = redeem(act, guest, 300)
    reverse(act, booked)
    assert now(guest) == (-300, 0, 300)
    assert give_back(act, spent, points=100, part=1).after == -200
    assert now(guest) == (-200, 0, 200)
    give_back(act, spent)
    assert now(guest) == (0, 0, 0)


def test_a_returned_debt_closes_itself(guest, act):
    """The discount of a posted hand-over became debt, then the bill is undone: in parts and over its own lots."""
    earned = earn(act, guest, 200)
    service.reserve(act=act(), customer_id=guest, holder="JF-2", points=200, kind=EntryKind.USED, note="抵扣")
    reverse(act, earned, points=80, tier=80, part=1)
    used = service.spend_reserved(act=act(), holder="JF-2", may_owe=True)
    assert now(guest) == (-80, 120, 80)
    assert give_back(act, used, points=50, part=1).after == -30
    assert give_back(act, used).after == 120
    assert now(guest) == (120, 120, 0)


def test_manual_entries_are_undone_either_way(guest, act):
    plus = service.adjust(act=act(), customer_id=guest, points=100, reason="补录")
    minus = service.adjust(act=act(), customer_id=guest, points=-40, reason="录重")
    assert give_back(act, minus).after == 100
    assert reverse(act, plus).after == 0
    for booked, undo in ((plus, give_back), (minus, reverse)):
        with pytest.raises(ValueError, match="cannot be undone this way"):
            undo(act, booked)


def test_a_spending_is_not_reversed_as_an_earning(guest, act):
    earn(act, guest, 100)
    with pytest.raises(ValueError, match="cannot be undone"):
        reverse(act, redeem(act, guest, 10))
    with pytest.raises(LookupError):
        reversal.give_back(act=act(), entry_id=999, number="", note="")


def test_a_naive_reversal_leaves_points_that_were_never_earned(guest, act):
    """Taking back only what the earning's own lot still holds lets the guest keep what he redeemed (erpnext 32951)."""
    booked = earn(act, guest, 300)
    redeem(act, guest, 300)
    with writing(act(), "naive") as tx:
        account = Account(guest, NOV.date())
        own = [Take(lot.id, lot.rest) for lot in account.lots]
        account.enter(tx, New(EntryKind.REVERSED, 0, -300, reverses=booked.entry_id, undone=300), own)
    assert balance(customer_id=guest, on=NOV.date()).spendable == 0  # 300 points of gifts for a bill that was returned


def test_resigning_is_refused_while_points_are_reserved_and_names_the_slips(guest, act):
    earn(act, guest, 300)
    service.reserve(act=act(), customer_id=guest, holder="JF-2", points=50, kind=EntryKind.USED, note="抵扣")
    with pytest.raises(UserError, match="还有 50 分预留在 JF-2"):
        service.void_rest(act=act(), customer_id=guest, number="HY-1", note="退会")


def test_nothing_left_to_void_writes_nothing(guest, act):
    form = act(request_id="form-1")
    assert service.void_rest(act=form, customer_id=guest, number="HY-1", note="退会") is None
    assert service.void_rest(act=form, customer_id=guest, number="HY-1", note="退会") is None
