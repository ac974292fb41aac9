"""A desk with a clerk of customer service (person 1, may confirm) and one of the front desk, and a short way to enrol."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from deskapp.customers.domain import Answer, CustomerForm, Purpose, VehicleForm
from deskapp.members.domain import Enrolled, EnrolmentForm
from deskapp.members.enrolment import enroll_member
from deskapp.staff.domain import Role
from tests.deskapp.people import hire

YES = tuple(Answer(purpose, given=True) for purpose in Purpose)


@dataclass(frozen=True)
class Desk:
    service: int
    front: int


@pytest.fixture
def desk(store) -> Desk:
    return Desk(hire("陈静", Role.CUSTOMER_SERVICE), hire("王芳", Role.FRONT_DESK, department="前台"))


def enrolment(
    name: str = "张伟明",
    mobile: str = "13826012607",
    card: str = "6601 0342",
    *,
    plate: str = "",
    recruiter: int | None = 1,
    **more,
) -> EnrolmentForm:
    """A filled form, by default with a plate like the card's; `answers`, `referrer` and the like replace what it begins with."""
    plate = plate or f"粤B{card[-4:].rjust(5, '9')}"
    filled = {"customer": CustomerForm(name, mobile), "vehicles": (VehicleForm(plate),), "answers": YES, "card_no": card}
    return EnrolmentForm(**(filled | {"recruiter_id": recruiter} | more))


@pytest.fixture
def enroll(desk, act) -> Callable[..., Enrolled]:
    """Enrols: `enroll("张伟明", "13826012607", "66010342", by=desk.front)`."""

    def make(*args, by: int | None = None, reasons=None, minutes: int = 0, at=None, **more) -> Enrolled:
        when = {"at": at} if at else {}
        return enroll_member(act=act(staff_id=by or desk.service, minutes=minutes, **when), form=enrolment(*args, **more), reasons=reasons)

    return make
