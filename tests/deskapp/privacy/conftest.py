"""A member with a past: cars, bills, gifts, consents; and a manager who may erase."""

from dataclasses import dataclass

import pytest

from deskapp.customers.domain import CustomerForm, VehicleForm
from deskapp.customers.service import edit_customer, write_note
from deskapp.members.enrolment import enroll_member
from deskapp.points.service import earn
from deskapp.staff.domain import Role
from tests.deskapp.members.conftest import enrolment
from tests.deskapp.people import hire


@dataclass(frozen=True)
class House:
    manager: int
    front: int
    guest: int
    membership: int


@pytest.fixture
def house(store, act) -> House:
    """陈静 is 客服经理 (person 1), 王芳 前台; 张伟明 is a member with 1,306 points and a car he bought here."""
    manager, front = hire("陈静", Role.SERVICE_MANAGER), hire("王芳", Role.FRONT_DESK, department="前台")
    cars = (VehicleForm("粤B3K852", vin="LSVAA41T2RN000001", model="迈腾 330TSI", bought_on="2024-05-01", bought_here=True),)
    form = enrolment(customer=CustomerForm("张伟明", "13826012607", alt_contact="李娜", alt_phone="0755-26012607"), vehicles=cars)
    made = enroll_member(act=act(), form=form)
    edit_customer(
        act=act(),
        customer_id=made.customer_id,
        form=CustomerForm("张伟明", None, alt_contact="李娜", alt_phone=None, birthday="1985-04-16", address="深圳市南山区科技园路 1 号"),
    )
    write_note(act=act(), customer_id=made.customer_id, text="对烟味敏感")
    earn(act=act(), customer_id=made.customer_id, points=1_286, note="维修保养自费 1,286.00 元", number="JF-20261123-001")
    return House(manager, front, made.customer_id, made.membership_id)
