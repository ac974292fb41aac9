"""A house with a desk, customer service and advisors, a member with a car, and a short way to write slips."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

import pytest

from deskapp.customers.tables import VehicleRecord
from deskapp.handovers.domain import BillLine, HandoverForm, SpendKind
from deskapp.handovers.writing import write_handover
from deskapp.members.enrolment import enroll_member
from deskapp.members.tables import MembershipRecord
from deskapp.staff.domain import Role
from tests.conftest import MORNING
from tests.deskapp.members.conftest import enrolment
from tests.deskapp.people import hire

BILL = (BillLine(SpendKind.MAINTENANCE, 1_286_00), BillLine(SpendKind.ACCESSORIES, 460_00))
PAID = MORNING


@dataclass(frozen=True)
class House:
    """Ids of the people; `member` is the customer 张伟明, who joined with 20 points."""

    service: int
    front: int
    manager: int
    advisor: int
    other_advisor: int
    member: int
    membership: int
    vehicle: int


@pytest.fixture
def house(store, act) -> House:
    service = hire("陈静", Role.CUSTOMER_SERVICE)
    front = hire("王芳", Role.FRONT_DESK, department="前台")
    manager = hire("李敏", Role.SERVICE_MANAGER)
    advisor = hire("周凯", Role.SERVICE_ADVISOR, department="售后部")
    other = hire("赵磊", Role.SERVICE_ADVISOR, department="售后部", outlet="二级网点")
    joined = enroll_member(act=act(staff_id=service), form=enrolment(plate="粤B3K852"))
    car = VehicleRecord.get(VehicleRecord.customer == joined.customer_id)
    return House(service, front, manager, advisor, other, joined.customer_id, joined.membership_id, car.id)


@pytest.fixture
def pending_member(house, act) -> int:
    """A customer whose membership still waits for its confirmation."""
    joined = enroll_member(act=act(staff_id=house.front), form=enrolment("黄志强", "13926012608", "66010343", plate="粤B7M316"))
    assert MembershipRecord.get_by_id(joined.membership_id).state == "pending"
    return joined.customer_id


@pytest.fixture
def form(house) -> Callable[..., HandoverForm]:
    """A filled form: `form(bill_no="RO2", points_used=200)`."""

    def make(**changes) -> HandoverForm:
        return replace(HandoverForm(house.member, "RO26112304", BILL, vehicle_id=house.vehicle), **changes)

    return make


@pytest.fixture
def write(house, act, form) -> Callable[..., int]:
    """Writes a slip: `write(points_used=200, by=house.advisor, at=…)`; the id."""

    def make(*, by: int | None = None, at: datetime = PAID, **changes) -> int:
        return write_handover(act=act(staff_id=by or house.front, at=at), form=form(**changes))

    return make
