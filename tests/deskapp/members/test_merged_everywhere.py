"""After a merge every list and every step of the features above knows the two as one: bills, gifts, awards, the statement."""

import pytest

from deskapp.customers.domain import CustomerForm
from deskapp.customers.service import add_customer
from deskapp.errors import UserError
from deskapp.gifts.catalogue import add_gift
from deskapp.gifts.domain import Choice, GiftEntry, MoveKind, Receiver
from deskapp.gifts.reading import redemption, redemptions
from deskapp.gifts.redemption import redeem_gift
from deskapp.gifts.steps import approve_redemption, prepare_gift
from deskapp.gifts.stock import move_stock
from deskapp.handovers.domain import BillLine, HandoverForm, SpendKind
from deskapp.handovers.posting import post_handover
from deskapp.handovers.reading import handover
from deskapp.handovers.writing import write_handover
from deskapp.members.merging import merge_customers, undo_merge
from deskapp.points.reading import balance
from deskapp.points.service import earn
from deskapp.staff.domain import Role
from tests.conftest import MORNING
from tests.deskapp.people import hire

LATER = {"minutes": 30}


@pytest.fixture
def manager(desk) -> int:
    return hire("周敏", Role.SERVICE_MANAGER)


@pytest.fixture
def member(enroll, act):
    """张伟民, a member with 520 points: the record that will be merged into another one."""
    made = enroll("张伟民", "13900000001", "66010343")
    earn(act=act(), customer_id=made.customer_id, points=500, note="续保", number="JF-0")
    return made.customer_id


@pytest.fixture
def survivor(desk, act) -> int:
    return add_customer(act=act(), form=CustomerForm("张伟明", "13826012607"))


def merged(act, manager: int, survivor: int, loser: int) -> int:
    return merge_customers(act=act(staff_id=manager, **LATER), survivor_id=survivor, loser_id=loser, reason="重复登记")


def test_a_bill_written_before_is_posted_after_to_the_one_account(member, survivor, manager, act):
    form = HandoverForm(member, "RO1", (BillLine(SpendKind.MAINTENANCE, 1_000_00),), points_used=100)
    slip = write_handover(act=act(), form=form)
    merged(act, manager, survivor, member)
    shown = handover(act=act(**LATER), handover_id=slip)
    assert (shown.row.customer, shown.row.customer_id, shown.before) == ("张伟明", survivor, 520)
    post_handover(act=act(minutes=40), handover_id=slip)
    assert balance(customer_id=survivor, on=MORNING.date()).spendable == 520 - 100 + 995


def test_a_gift_applied_for_before_is_approved_after_and_its_limit_counts_both(member, survivor, manager, act, desk):
    gift = add_gift(act=act(), entry=GiftEntry(name="车载香氛", points=100, limit_per_member=1))
    move_stock(act=act(), gift_id=gift.id, kind=MoveKind.RECEIVE, quantity=5)
    choice = (Choice(gift.id, 1, 100),)
    waiting = redeem_gift(act=act(staff_id=desk.front), customer_id=member, choices=choice, receiver=Receiver())
    done = merged(act, manager, survivor, member)
    (one,) = redemptions(act=act(**LATER), customer_id=survivor)
    assert (one.id, one.customer_name, one.customer_id) == (waiting.id, "张伟明", survivor)
    with pytest.raises(UserError, match="最多兑 1 件，已兑 1 件"):
        redeem_gift(act=act(minutes=40), customer_id=survivor, choices=choice, receiver=Receiver())
    approve_redemption(act=act(minutes=41), redemption_id=waiting.id)
    assert redemption(act=act(minutes=42), redemption_id=waiting.id).points_after == 420
    with pytest.raises(UserError, match="合并以后"):
        undo_merge(act=act(staff_id=manager, minutes=50), merge_id=done)


def test_a_gift_handed_over_after_the_merge_stands_in_the_way_of_its_undo(member, survivor, manager, act):
    """No points move when what was approved is signed for, and yet it is a later write on the account."""
    gift = add_gift(act=act(), entry=GiftEntry(name="车载香氛", points=100))
    move_stock(act=act(), gift_id=gift.id, kind=MoveKind.RECEIVE, quantity=5)
    waiting = redeem_gift(act=act(staff_id=2), customer_id=member, choices=(Choice(gift.id, 1, 100),), receiver=Receiver())
    approve_redemption(act=act(minutes=5), redemption_id=waiting.id)
    done = merged(act, manager, survivor, member)
    prepare_gift(act=act(minutes=40), redemption_id=waiting.id)
    with pytest.raises(UserError, match="合并以后"):
        undo_merge(act=act(staff_id=manager, minutes=50), merge_id=done)
