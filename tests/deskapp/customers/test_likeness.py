"""The list of customers who may be one: by what they are met, who is left out, how it is worked off."""

import pytest

from deskapp.customers.domain import CustomerForm, Likeness, VehicleForm
from deskapp.customers.likeness import keep_apart, look_alikes
from deskapp.customers.service import add_customer
from deskapp.customers.tables import CustomerRecord
from deskapp.customers.vehicles import add_vehicle
from deskapp.errors import NotAllowed, UserError
from deskapp.staff.domain import Role
from tests.deskapp.people import hire

SHARED = {"mobile_shared": "重新登记", "plate_shared": "重新登记"}


@pytest.fixture
def manager(desk) -> int:
    return hire("陈静", Role.SERVICE_MANAGER)


@pytest.fixture
def alike(manager, act):
    """The list as (names, by what)."""

    def look():
        return [((pair.one.name, pair.other.name), pair.by) for pair in look_alikes(act=act(staff_id=manager))]

    return look


def test_the_same_name_under_the_same_mobile_stands_on_top(guest, alike):
    guest("张伟明")
    guest("李娜", "13900000001", plate="粤B3K852")
    guest("李娜娜", "13700000001", plate="粤B9A110")
    guest("张伟明", reasons=SHARED)
    CustomerRecord.update(mobile="13900000001").where(CustomerRecord.name == "李娜娜").execute()
    assert alike() == [(("张伟明", "张伟明"), (Likeness.MOBILE,)), (("李娜", "李娜娜"), (Likeness.MOBILE,))]


def test_a_family_that_shares_a_mobile_with_a_reason_is_no_duplicate(guest, alike):
    guest("张伟明")
    guest("张小雨", reasons={"mobile_shared": "父女"})
    assert alike() == []


def test_a_car_at_two_customers_meets_them_by_plate_and_by_vin(guest, alike, act):
    guest("张伟明", plate="粤B3K852", vin="LSVAA41T2RN000001")
    other = guest("张伟明", "13900000001")
    form = VehicleForm("粤B3K852", "LSVAA41T2RN000001")
    add_vehicle(act=act(), customer_id=other, form=form, reasons={"plate_shared": "重新登记", "vin_shared": "重新登记"})
    assert alike() == [(("张伟明", "张伟明"), (Likeness.PLATE, Likeness.VIN))]


def test_name_and_birthday_meet_unless_the_years_differ(guest, alike):
    guest("张伟明", "13900000001", birthday="1985-04-16")
    guest("张伟明", "13900000002", birthday="04-16")
    guest("张伟明", "13900000003", birthday="1990-04-16")
    guest("张伟明", "13900000004", birthday="农历 04-16")
    assert [by for _, by in alike()] == [(Likeness.BIRTHDAY,), (Likeness.BIRTHDAY,)]


def test_two_who_were_called_two_or_were_merged_are_gone_from_the_list(guest, alike, act, manager):
    one, other = guest("张伟明"), guest("张伟明", reasons=SHARED)
    with pytest.raises(UserError, match="请写明为什么是两位客户"):
        keep_apart(act=act(staff_id=manager), one_id=other, other_id=one, reason=" ")
    keep_apart(act=act(staff_id=manager), one_id=other, other_id=one, reason="同名的两位，已电话核实")
    keep_apart(act=act(staff_id=manager), one_id=one, other_id=other, reason="又点了一次")
    assert alike() == []
    third = guest("张伟明", reasons=SHARED)
    assert len(alike()) == 2
    CustomerRecord.update(merged_into=one).where(CustomerRecord.id == third).execute()
    assert alike() == []


def test_a_number_of_a_crowd_makes_a_list_one_can_work_off(guest, alike):
    for _ in range(12):
        guest("集团客户", "13826012607", reasons=SHARED)
    assert len(alike()) == 15


def test_only_the_manager_sees_the_list_and_decides(guest, act):
    one, other = guest("张伟明"), guest("张伟明", reasons=SHARED)
    for role in set(Role) - {Role.SERVICE_MANAGER}:
        who = act(staff_id=hire(f"试{role.label}", role))
        with pytest.raises(NotAllowed):
            look_alikes(act=who)
        with pytest.raises(NotAllowed):
            keep_apart(act=who, one_id=one, other_id=other, reason="不同的人")


def test_a_company_and_its_driver_may_be_told_apart(desk, act, alike):
    from deskapp.customers.domain import CustomerKind

    add_customer(act=act(), form=CustomerForm("深圳恒达物流有限公司", "13826012607", CustomerKind.COMPANY, contact="单丽"))
    add_customer(act=act(), form=CustomerForm("单丽", "13826012607"), reasons={"mobile_shared": "公司司机"})
    assert alike() == []
