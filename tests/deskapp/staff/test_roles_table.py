"""Service × role: each role is let in or refused as rules.md §2 says."""

from datetime import date

import pytest

from deskapp.errors import NotAllowed, UserError
from deskapp.staff.deputies import hand_right, take_back_right
from deskapp.staff.domain import Right, Role
from deskapp.staff.pin import new_recovery_code
from deskapp.staff.sign_in import renew_recovery_code, reset_pin
from deskapp.staff.staffing import add_person, change_person
from deskapp.staff.structure import add_department, add_outlet, change_department, change_outlet
from tests.deskapp.people import CHEAP, hire

_FORM = {"staff_no": "777", "name": "新人", "department_id": 1, "outlet_id": 1, "roles": ()}
_DAY = date(2026, 11, 23)
STAFF = {Role.SERVICE_MANAGER, Role.GENERAL_MANAGER}
HEADS = STAFF | {Role.SUPERVISOR, Role.AFTERSALES_MANAGER, Role.SALES_MANAGER}
# (service, arguments, roles that may)
SERVICES = (
    (add_person, _FORM, STAFF),
    (change_person, _FORM | {"staff_id": 1, "active": True}, STAFF),
    (reset_pin, {"staff_id": 1, "new_pin": "804793", "cost": CHEAP}, STAFF),
    (renew_recovery_code, {"new_code": new_recovery_code(), "cost": CHEAP}, STAFF),
    (add_department, {"name": "夜班"}, STAFF),
    (change_department, {"department_id": 1, "name": "销售", "parent_id": None, "active": True}, STAFF),
    (add_outlet, {"name": "城东店"}, STAFF),
    (change_outlet, {"outlet_id": 2, "name": "城东店", "active": True}, STAFF),
    (hand_right, {"deputy_id": 1, "right": Right.COMPENSATE_SMALL, "from_on": _DAY, "until_on": _DAY, "reason": "年假"}, HEADS),
    (take_back_right, {"deputyship_id": 1}, HEADS),
)


@pytest.mark.parametrize(("service", "arguments", "may"), SERVICES, ids=[s[0].__name__ for s in SERVICES])
def test_each_role_is_let_in_or_refused(store, act, service, arguments, may):
    hire("王芳")
    if service is take_back_right:
        head = hire("陈静", Role.SUPERVISOR)
        hand_right(act=act(staff_id=head), deputy_id=1, right=Right.COMPENSATE_SMALL, from_on=_DAY, until_on=_DAY, reason="年假")
    refused = set()
    for role in Role:
        by = act(staff_id=hire(f"试{role.label}", role))
        try:
            service(act=by, **arguments)
        except NotAllowed:
            refused.add(role)
        except UserError:
            pass  # let in, and refused for what it asked a second time
    if service is take_back_right:
        may = STAFF  # another head's deputy is not his to take back
    assert refused == set(Role) - may
    with pytest.raises(NotAllowed):
        service(act=act(staff_id=None), **arguments)
