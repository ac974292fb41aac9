"""The reception window for the tests of this folder, and a guest with a past."""

import pytest

from deskapp.customers.domain import CustomerForm, VehicleForm
from deskapp.customers.service import write_note
from deskapp.members.enrolment import enroll_member
from deskapp.points.domain import EntryKind
from deskapp.points.service import earn, reserve
from tests.deskapp.members.conftest import enrolment
from tests.ui.reception import Reception, reception
from ui.kit import work

__all__ = ["reception"]


@pytest.fixture
def guest(reception: Reception) -> int:
    """张伟明 先生, a member with two cars, 1,306 points of which 200 are promised, and a special note."""

    def make() -> int:
        form = enrolment(
            customer=CustomerForm("张伟明", "13826012607", birthday="4-16"),
            card="66010287",
            recruiter=reception.staff["刘强"],
            vehicles=(VehicleForm("粤B3K852", model="迈腾 330TSI", color="白", odometer_km="46210"), VehicleForm("粤BD20716")),
        )
        made = enroll_member(act=reception.act(), form=form)
        earn(act=reception.act(), customer_id=made.customer_id, points=1_286, note="维修保养自费 1,286.00 元", number="JF-20261123-001")
        reserve(
            act=reception.act(), customer_id=made.customer_id, holder="JF-20261123-002", points=200, kind=EntryKind.USED, note="会员抵扣"
        )
        write_note(act=reception.act("陈静"), customer_id=made.customer_id, text="对烟味敏感，取车前请通风")
        return made.customer_id

    return work.call(make)
