"""What the desk is offered when it begins a slip."""

import pytest

from deskapp.data import writing
from deskapp.errors import UserError
from deskapp.handovers.domain import USE_ON_BILLS
from deskapp.handovers.offer import offer
from deskapp.handovers.posting import return_handover
from deskapp.members.tables import MembershipRecord
from deskapp.settings.store import set_value
from tests.deskapp.points.accounts import customer


def begun(act, house, **more):
    return offer(act=act(staff_id=house.front), customer_id=house.member, **more)


def test_guest_car_balance_and_rates_are_known_before_anything_is_typed(house, act):
    found = begun(act, house)
    assert (found.customer, found.member_no, [car.words for car in found.cars]) == ("张伟明", "HY-20261123-001", ["粤B 3K852"])
    assert (found.spendable, found.no_points, found.returned) == (20, "", None)


def test_who_is_no_member_is_told_the_way_before_anything_is_typed(house, act):
    with pytest.raises(UserError, match="请先办理入会"):
        offer(act=act(staff_id=house.front), customer_id=customer("无卡人"))


def test_why_no_points_can_be_used(house, act):
    MembershipRecord.update(state="lost").execute()
    assert "已挂失" in begun(act, house).no_points
    with writing(act(), "rules") as tx:
        set_value(tx, USE_ON_BILLS, False)
    assert begun(act, house).no_points == "本店不接受积分抵扣账单"


def test_a_returned_slip_comes_with_what_was_written(house, act, write):
    slip = write()
    return_handover(act=act(staff_id=house.service), handover_id=slip, reason="看不清")
    assert begun(act, house, handover_id=slip).returned.row.bill_no == "RO26112304"
