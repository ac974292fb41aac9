"""Who may see, change and reveal customers (rules.md §2): each service against each role."""

from collections.abc import Callable
from typing import Any

import pytest

from deskapp.customers.consents import record_consents, stop_marketing, withdraw_consent
from deskapp.customers.domain import Answer, ConsentChannel, CustomerForm, Purpose, VehicleForm
from deskapp.customers.search import search, search_slow
from deskapp.customers.service import add_customer, edit_customer, reveal_mobile, write_note
from deskapp.customers.vehicles import add_vehicle, edit_vehicle, end_vehicle, take_over_vehicle
from deskapp.customers.views import change_history, customer, customers, duplicates
from deskapp.data import Act
from deskapp.errors import NotAllowed
from deskapp.staff.domain import Role
from tests.deskapp.people import hire

DESK = {Role.FRONT_DESK, Role.CUSTOMER_SERVICE, Role.SERVICE_MANAGER}
SEES_ALL = DESK | {Role.GENERAL_MANAGER}
ADVISERS = {Role.SERVICE_ADVISOR, Role.SALES_ADVISOR}

SERVICES: tuple[tuple[str, set[Role], Callable[[Act, int, int, int], Any]], ...] = (
    ("add_customer", DESK, lambda act, one, other, car: add_customer(act=act, form=CustomerForm("李明", f"1390000{act.staff_id:04}"))),
    ("edit_customer", DESK, lambda act, one, other, car: edit_customer(act=act, customer_id=one, form=CustomerForm("李明", None))),
    ("write_note", DESK, lambda act, one, other, car: write_note(act=act, customer_id=one, text="只接受下午来电")),
    ("reveal_mobile", DESK, lambda act, one, other, car: reveal_mobile(act=act, customer_id=one)),
    ("add_vehicle", DESK, lambda act, one, other, car: add_vehicle(act=act, customer_id=one, form=VehicleForm("粤B11111"))),
    ("edit_vehicle", DESK, lambda act, one, other, car: edit_vehicle(act=act, vehicle_id=car, form=VehicleForm("粤B11111"))),
    ("end_vehicle", DESK, lambda act, one, other, car: end_vehicle(act=act, vehicle_id=car, reason="已卖出")),
    ("take_over_vehicle", DESK, lambda act, one, other, car: take_over_vehicle(act=act, vehicle_id=car, customer_id=other)),
    (
        "record_consents",
        DESK,
        lambda act, one, other, car: record_consents(
            act=act, customer_id=one, answers=[Answer(Purpose.CARE, given=True)], channel=ConsentChannel.PAPER
        ),
    ),
    (
        "withdraw_consent",
        DESK,
        lambda act, one, other, car: withdraw_consent(act=act, customer_id=one, purpose=Purpose.SHARE, channel=ConsentChannel.PHONE),
    ),
    ("stop_marketing", DESK, lambda act, one, other, car: stop_marketing(act=act, customer_id=one, channel=ConsentChannel.PHONE)),
    ("customer", SEES_ALL | ADVISERS, lambda act, one, other, car: customer(act=act, customer_id=one)),
    ("search", SEES_ALL | ADVISERS, lambda act, one, other, car: search(act=act, text="13826012607")),
    ("search_slow", SEES_ALL, lambda act, one, other, car: search_slow(act=act, text="260126")),
    ("duplicates", SEES_ALL, lambda act, one, other, car: duplicates(act=act, mobile="13826012607")),
    ("customers", SEES_ALL, lambda act, one, other, car: customers(act=act)),
    ("change_history", SEES_ALL, lambda act, one, other, car: change_history(act=act, customer_id=one)),
)


@pytest.mark.parametrize(("name", "may", "call"), SERVICES, ids=[name for name, _, _ in SERVICES])
def test_each_service_is_open_to_its_roles_and_closed_to_all_others(guest, act, name, may, call):
    for role in Role:
        shared = {"mobile_shared": "家人", "plate_shared": "家人"}
        one = guest("张伟明", "13826012607", plate="粤B3K852", reasons=shared)
        other = guest("李娜", "13900000001", reasons=shared)
        record_consents(act=act(), customer_id=one, answers=[Answer(Purpose.SHARE, given=True)], channel=ConsentChannel.PAPER)
        car = customer(act=act(), customer_id=one).vehicles[0].id
        his = act(staff_id=hire(f"测试{role.label}", role))
        if role in may:
            call(his, one, other, car)
        else:
            with pytest.raises(NotAllowed):
                call(his, one, other, car)
        end_vehicle_if_any(act, one)


def end_vehicle_if_any(act, customer_id: int) -> None:
    """Make room for the next role's car of the same plate."""
    for car in customer(act=act(), customer_id=customer_id).vehicles:
        end_vehicle(act=act(), vehicle_id=car.id, reason="清理")
