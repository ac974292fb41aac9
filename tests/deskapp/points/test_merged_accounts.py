"""Two accounts become one and part again: lots, debts and reservations of both, and every point where it was."""

from datetime import date, datetime, timedelta

import pytest

from deskapp.errors import UserError
from deskapp.members.merging import merge_customers, undo_merge
from deskapp.points import reversal, service
from deskapp.points.domain import EntryKind
from deskapp.points.reading import balance, ledger
from deskapp.points.tables import AllocationRecord, EntryRecord, LotRecord
from deskapp.staff.domain import Role
from tests.deskapp.people import hire
from tests.deskapp.points.accounts import customer

NOV = datetime(2026, 11, 23, 9)
SOON = date(2026, 11, 25)


@pytest.fixture
def two(store):
    """Two accounts without points, and the manager who may merge."""
    hire("王芳")
    return customer("张伟明"), customer("张伟民"), hire("李敏", Role.SERVICE_MANAGER)


def in_debt(act, guest, points):
    booked = service.earn(act=act(), customer_id=guest, points=points, note="续保", number="")
    service.spend(act=act(), customer_id=guest, points=points, kind=EntryKind.REDEEMED, number="", note="兑换")
    reversal.reverse(act=act(), entry_id=booked.entry_id, number="", note="退单")


def merge(act, two, at=NOV):
    return merge_customers(act=act(staff_id=two[2], at=at), survivor_id=two[0], loser_id=two[1], reason="重复登记")


def found(guest, on=NOV):
    now = balance(customer_id=guest, on=on.date())
    return (now.spendable, now.debt)


def rows():
    return [table.select().count() for table in (EntryRecord, LotRecord, AllocationRecord)]


def test_what_one_owed_is_paid_from_what_the_other_holds(two, act):
    in_debt(act, two[0], 100)
    service.earn(act=act(), customer_id=two[1], points=300, note="续保", number="")
    merge(act, two)
    assert found(two[0]) == found(two[1]) == (200, 0)


def test_points_about_to_end_pay_the_debt_before_they_are_lost(two, act):
    """Left unpaid, the lot would end with 200 and the debt of 100 would stay."""
    in_debt(act, two[0], 100)
    service.open_balance(act=act(), customer_id=two[1], redeemable=200, tier=0, ends_on=SOON)
    merge(act, two)
    later = NOV + timedelta(days=4)
    service.expire_due(act=act(at=later))
    assert found(two[0], later) == (0, 0)
    assert [line.points for line in ledger(customer_id=two[0], on=later.date()) if line.kind is EntryKind.EXPIRED] == [-100]


def test_parting_gives_everybody_what_he_had(two, act):
    in_debt(act, two[0], 100)
    service.earn(act=act(), customer_id=two[1], points=300, note="续保", number="")
    service.reserve(act=act(), customer_id=two[1], holder="JF-1", points=40, kind=EntryKind.USED, note="抵扣")
    before = (found(two[0]), found(two[1]))
    merge_id = merge(act, two)
    assert found(two[0]) == (160, 0)
    undo_merge(act=act(staff_id=two[2]), merge_id=merge_id)
    assert (found(two[0]), found(two[1])) == before == ((-100, 100), (260, 0))
    service.earn(act=act(), customer_id=two[0], points=130, note="续保", number="")
    assert (found(two[0]), found(two[1])) == ((30, 0), (260, 0))


def test_what_had_ended_before_the_merge_stays_with_whom_it_was_after_a_parting(two, act):
    service.open_balance(act=act(), customer_id=two[1], redeemable=70, tier=0, ends_on=SOON)
    service.earn(act=act(), customer_id=two[1], points=30, note="续保", number="")
    later = NOV + timedelta(days=4)
    merge_id = merge(act, two, later)
    undo_merge(act=act(staff_id=two[2], at=later), merge_id=merge_id)
    assert (found(two[0], later), found(two[1], later)) == ((0, 0), (30, 0))
    (expired,) = EntryRecord.select().where(EntryRecord.kind == "expired")
    assert (expired.customer_id, expired.redeemable) == (two[1], -70)


def test_two_accounts_without_debts_are_joined_without_a_line(two, act):
    for guest in two[:2]:
        service.earn(act=act(), customer_id=guest, points=50, note="续保", number="")
    before = rows()
    merge(act, two)
    assert rows() == before
    assert found(two[0]) == (100, 0)


def test_after_a_later_write_the_joined_account_stays_one(two, act):
    in_debt(act, two[0], 100)
    service.earn(act=act(), customer_id=two[1], points=300, note="续保", number="")
    merge_id = merge(act, two)
    service.spend(act=act(), customer_id=two[0], points=150, kind=EntryKind.REDEEMED, number="", note="兑换")
    with pytest.raises(UserError, match="不能撤销"):
        undo_merge(act=act(staff_id=two[2]), merge_id=merge_id)
    assert found(two[1]) == (50, 0)


def test_an_award_both_were_given_is_not_given_to_the_one_they_are(two, act):
    from deskapp.points.domain import AwardKind

    for guest in two[:2]:
        service.award(act=act(), customer_id=guest, kind=AwardKind.EVENT, occasion="春季自驾")
    merge(act, two)
    with pytest.raises(UserError, match="已经发过"):
        service.award(act=act(), customer_id=two[1], kind=AwardKind.EVENT, occasion="春季自驾")
