"""Who looked at full numbers, for whoever leads the staff."""

from datetime import date, timedelta

import pytest

from deskapp.customers.reveals import reveals
from deskapp.customers.service import reveal_mobile
from deskapp.errors import NotAllowed
from deskapp.staff.domain import Role
from tests.conftest import MORNING
from tests.deskapp.people import hire

DAY = date(2026, 11, 23)


def test_each_look_stands_there_with_who_when_where_and_whose(guest, act, desk):
    manager, service = hire("陈静", Role.SERVICE_MANAGER), hire("李敏", Role.CUSTOMER_SERVICE)
    one, other = guest("张伟明"), guest("李娜", "13900000001")
    reveal_mobile(act=act(minutes=1), customer_id=one)
    reveal_mobile(act=act(minutes=2, staff_id=service, pc="客服1"), customer_id=other)
    reveal_mobile(act=act(at=MORNING + timedelta(days=1)), customer_id=one)
    found = reveals(act=act(staff_id=manager), first=DAY, last=DAY)
    assert [(look.name, look.staff_id, look.pc, f"{look.at:%H:%M}") for look in found] == [
        ("李娜", service, "客服1", "09:02"),
        ("张伟明", desk, "前台1", "09:01"),
    ]
    assert [look.name for look in reveals(act=act(staff_id=manager), first=DAY, last=DAY, staff_id=desk)] == ["张伟明"]
    assert len(reveals(act=act(staff_id=manager), first=DAY, last=DAY + timedelta(days=1))) == 3


def test_only_who_leads_the_staff_sees_the_log(desk, act):
    for role in Role:
        who = act(staff_id=hire(f"试{role.label}", role))
        if role in (Role.SERVICE_MANAGER, Role.GENERAL_MANAGER):
            assert reveals(act=who, first=DAY, last=DAY) == []
        else:
            with pytest.raises(NotAllowed):
                reveals(act=who, first=DAY, last=DAY)
