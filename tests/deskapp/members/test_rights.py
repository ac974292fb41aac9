"""Who may enrol, confirm, return and read members (rules.md §2)."""

from collections.abc import Callable
from typing import Any

import pytest

from deskapp.data import Act, NumberKind, barcode_digits, writing
from deskapp.data.serials import next_number, register_number
from deskapp.errors import NotAllowed
from deskapp.members.enrolment import confirm_member, enroll_member, return_member
from deskapp.members.lookup import find, search_limits
from deskapp.members.reading import counts, events, member, members, memberships
from deskapp.staff.domain import Role
from tests.deskapp.members.conftest import enrolment
from tests.deskapp.people import hire

SERVICE = {Role.CUSTOMER_SERVICE, Role.SERVICE_MANAGER}
DESK = SERVICE | {Role.FRONT_DESK}
SEES_ALL = DESK | {Role.GENERAL_MANAGER}
ADVISERS = {Role.SERVICE_ADVISOR, Role.SALES_ADVISOR}


def _another(act: Act) -> Any:
    return enroll_member(act=act, form=enrolment("李娜", f"1390000{act.staff_id:04}", f"7700{act.staff_id + 5000:04}"))


SERVICES: tuple[tuple[str, set[Role], Callable[[Act, int, int], Any]], ...] = (
    ("enroll_member", DESK, lambda act, membership, customer: _another(act)),
    ("confirm_member", SERVICE, lambda act, membership, customer: confirm_member(act=act, membership_id=membership)),
    ("return_member", SERVICE, lambda act, membership, customer: return_member(act=act, membership_id=membership, reason="没有签字")),
    ("members", SEES_ALL, lambda act, membership, customer: members(act=act)),
    ("counts", SEES_ALL, lambda act, membership, customer: counts(act=act)),
    ("member", SEES_ALL | ADVISERS, lambda act, membership, customer: member(act=act, membership_id=membership)),
    ("memberships", SEES_ALL | ADVISERS, lambda act, membership, customer: memberships(act=act, customer_id=customer)),
    ("events", SEES_ALL | ADVISERS, lambda act, membership, customer: events(act=act, customer_id=customer)),
)


@pytest.mark.parametrize(("name", "may", "call"), SERVICES, ids=[name for name, _, _ in SERVICES])
def test_each_service_is_open_to_its_roles_and_closed_to_all_others(enroll, act, desk, name, may, call):
    for number, role in enumerate(Role):
        made = enroll("张伟明", "13826012607", f"6601{number:04}", by=desk.front, reasons={"mobile_shared": "家人"})
        his = act(staff_id=hire(f"测试{role.label}", role))
        if role in may:
            call(his, made.membership_id, made.customer_id)
        else:
            with pytest.raises(NotAllowed):
                call(his, made.membership_id, made.customer_id)


@pytest.mark.parametrize("role", Role, ids=[role.value for role in Role])
def test_everybody_finds_a_paper_by_its_number_and_people_as_far_as_he_may(enroll, act, desk, role):
    """The head of a department holds a notice in his hand: its number must lead to it though he sees no customers."""
    made = enroll("张伟明", "13826012607", "66010287", by=desk.service)
    with writing(act(staff_id=desk.service), "issue_notice") as tx:
        paper = next_number(tx, NumberKind.RECTIFICATION)
        register_number(paper, 1)
    his = act(staff_id=hire(f"测试{role.label}", role))
    assert [hit.number for hit in find(act=his, text=paper)] == [hit.number for hit in find(act=his, text=barcode_digits(paper))] == [paper]
    by_mobile, by_name, by_number = (find(act=his, text=text) for text in ("13826012607", "张伟明", made.number))
    assert len(by_mobile) == (role in SEES_ALL | ADVISERS)
    assert len(by_name) == len(by_number) == (role in SEES_ALL)
    assert (search_limits(act=his) == "") == (role in SEES_ALL)
