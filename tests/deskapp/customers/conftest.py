"""A desk with people of every kind, and a short way to write customers."""

from collections.abc import Callable

import pytest

from deskapp.customers.domain import CustomerForm, VehicleForm
from deskapp.customers.service import add_customer
from deskapp.staff.domain import Role
from tests.deskapp.people import hire


@pytest.fixture
def desk(store) -> int:
    """The front-desk clerk: person 1, who makes the acts of the tests."""
    return hire("王芳", Role.FRONT_DESK)


@pytest.fixture
def guest(desk, act) -> Callable[..., int]:
    """Takes up a customer: `guest("张伟明", "13826012607", plate="粤B3K852")`; the id."""

    def make(name: str, mobile: str = "13826012607", *, plate: str = "", vin: str = "", reasons=None, **more) -> int:
        vehicles = [VehicleForm(plate=plate, vin=vin)] if plate or vin else []
        return add_customer(act=act(), form=CustomerForm(name=name, mobile=mobile, **more), vehicles=vehicles, reasons=reasons)

    return make
