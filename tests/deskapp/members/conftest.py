"""A desk with customer service (person 1, may confirm), front desk and manager, a short way to enrol, and years that pass."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import pytest

from deskapp.customers.domain import Answer, CustomerForm, Purpose, VehicleForm
from deskapp.data import Act, last_entry_at, writing
from deskapp.members.domain import Enrolled, EnrolmentForm
from deskapp.members.enrolment import enroll_member
from deskapp.staff.domain import Role
from tests.deskapp.people import hire

YES = tuple(Answer(purpose, given=True) for purpose in Purpose)


@dataclass(frozen=True)
class Desk:
    service: int
    front: int
    manager: int


@pytest.fixture
def desk(store) -> Desk:
    return Desk(
        hire("陈静", Role.CUSTOMER_SERVICE),
        hire("王芳", Role.FRONT_DESK, department="前台"),
        hire("李敏", Role.SERVICE_MANAGER),
    )


@pytest.fixture
def on(act, desk) -> Callable[..., Act]:
    """Acts of a later day: `on(date(2027, 11, 20), by=desk.front)`. The store was open meanwhile, else its clock would be doubted."""

    def make(day: date, *, by: int | None = None, hour: int = 9, request_id: str = "") -> Act:
        at = datetime.combine(day, time(hour))
        while (last := last_entry_at()) is not None and at - last > timedelta(days=45):
            with writing(act(at=last + timedelta(days=44)), "open_the_store"):
                pass
        return act(staff_id=by or desk.service, at=at, request_id=request_id)

    return make


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
