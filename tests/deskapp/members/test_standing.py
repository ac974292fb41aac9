"""What the desk may do with a member's points on a day."""

from datetime import date

import pytest

from deskapp.customers.domain import CustomerForm
from deskapp.customers.service import add_customer
from deskapp.errors import UserError
from deskapp.members.domain import MemberState, Stage
from deskapp.members.standing import earning_membership, open_membership, spending_membership, standing
from deskapp.members.tables import MembershipRecord

TODAY = date(2026, 11, 23)


def test_a_customer_without_membership_is_led_to_enrolment(desk, act):
    guest = add_customer(act=act(), form=CustomerForm("张伟", "13826012607"))
    assert standing(customer_id=guest, on=TODAY) is None
    for ask in (open_membership, earning_membership, spending_membership):
        with pytest.raises(UserError, match="还不是会员，请先办理入会（F3）"):
            ask(customer_id=guest, on=TODAY)


def test_a_member_to_confirm_neither_earns_nor_spends(enroll, desk):
    made = enroll(by=desk.front)
    assert open_membership(customer_id=made.customer_id, on=TODAY).state is MemberState.PENDING
    with pytest.raises(UserError, match="请先录入确认，再录入积分"):
        earning_membership(customer_id=made.customer_id, on=TODAY)
    with pytest.raises(UserError, match="客服录入确认后才能兑换"):
        spending_membership(customer_id=made.customer_id, on=TODAY)


@pytest.mark.parametrize(
    ("on", "where", "spends"),
    [
        (date(2027, 10, 23), Stage.RUNNING, True),
        (date(2027, 11, 22), Stage.ENDING, True),
        (date(2027, 11, 23), Stage.GRACE, False),
        (date(2028, 3, 1), Stage.LAPSED, False),
    ],
)
def test_after_the_term_points_are_earned_and_not_spent(enroll, on, where, spends):
    made = enroll()
    assert earning_membership(customer_id=made.customer_id, on=on).stage is where
    if spends:
        assert spending_membership(customer_id=made.customer_id, on=on).member_no == made.number
    else:
        grace = "宽限到 2027-12-22，期间照常积分" if where is Stage.GRACE else "宽限期已过"
        with pytest.raises(UserError, match=f"会员已于 2027-11-22 到期，续会（F9）后才能兑换；{grace}"):
            spending_membership(customer_id=made.customer_id, on=on)


def test_a_lost_card_earns_and_does_not_spend(enroll):
    made = enroll()
    MembershipRecord.update(state=MemberState.LOST.value).execute()
    assert earning_membership(customer_id=made.customer_id, on=TODAY)
    with pytest.raises(UserError, match="会员卡已挂失，补卡后才能兑换"):
        spending_membership(customer_id=made.customer_id, on=TODAY)
