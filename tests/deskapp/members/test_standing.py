"""What the desk may do with a member's points, and at which level he stands."""

from datetime import date, datetime

import pytest

from deskapp.customers.domain import CustomerForm
from deskapp.customers.service import add_customer
from deskapp.data import writing
from deskapp.errors import UserError
from deskapp.members.domain import EventKind, Level, MemberState, Stage
from deskapp.members.levels import levels, running_term, settle_level
from deskapp.members.reading import member
from deskapp.members.standing import earning_membership, open_membership, spending_membership, standing
from deskapp.members.tables import MemberEventRecord, MembershipRecord
from deskapp.points.service import earn

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
        with pytest.raises(UserError, match="会员已于 2027-11-22 到期，续会（F9）后才能兑换"):
            spending_membership(customer_id=made.customer_id, on=on)


def test_a_lost_card_earns_and_does_not_spend(enroll):
    made = enroll()
    MembershipRecord.update(state=MemberState.LOST.value).execute()
    assert earning_membership(customer_id=made.customer_id, on=TODAY)
    with pytest.raises(UserError, match="会员卡已挂失，补卡后才能兑换"):
        spending_membership(customer_id=made.customer_id, on=TODAY)


def test_points_of_the_running_term_raise_the_level_to_its_end(enroll, act):
    made = enroll()
    earn(act=act(minutes=1), customer_id=made.customer_id, points=2_979, note="维修保养自费", number="JF-1")
    assert settle_level(act=act(minutes=2), customer_id=made.customer_id) is None
    earn(act=act(minutes=3), customer_id=made.customer_id, points=1, note="维修保养自费", number="JF-2")
    assert settle_level(act=act(minutes=4), customer_id=made.customer_id) is Level.SILVER
    assert settle_level(act=act(minutes=5), customer_id=made.customer_id) is None
    found = member(act=act(), membership_id=made.membership_id)
    assert (found.level, found.level_why) == (Level.SILVER, "本期升级积分 3,000")
    assert levels(membership_ids=[made.membership_id], on=date(2027, 11, 22))[made.membership_id].level is Level.SILVER
    assert levels(membership_ids=[made.membership_id], on=date(2027, 11, 23))[made.membership_id].level is Level.BASIC


def test_after_renewal_the_points_of_the_term_before_decide(enroll, act):
    made = enroll()
    earn(act=act(minutes=1), customer_id=made.customer_id, points=8_000, note="续保", number="JF-1")
    _renew(act, made.membership_id, date(2027, 11, 23), date(2028, 11, 22))
    on = date(2027, 12, 1)
    reason = levels(membership_ids=[made.membership_id], on=on)[made.membership_id]
    assert (reason.level, reason.until, reason.why) == (Level.GOLD, date(2028, 11, 22), "上期升级积分 8,020")
    assert running_term(membership_id=made.membership_id, on=on).starts_on == date(2027, 11, 23)


def _renew(act, membership_id: int, term_from: date, term_until: date) -> None:
    with writing(act(minutes=9), "renew", membership_id=membership_id) as tx:
        MemberEventRecord.create(
            membership=membership_id,
            kind=EventKind.RENEWED.value,
            at=datetime(2027, 11, 20),
            term_from=term_from,
            term_until=term_until,
            act=tx.act_id,
        )
