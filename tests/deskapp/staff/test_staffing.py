"""Taking people on and letting them go; departments, outlets, deputies."""

from datetime import date

import pytest

from deskapp.data import changes
from deskapp.errors import NotAllowed, UserError, UserErrors
from deskapp.staff.deputies import hand_right, take_back_right
from deskapp.staff.domain import Right, Role
from deskapp.staff.service import (
    allowed,
    departments,
    departments_under,
    deputyships,
    outlets,
    own_departments,
    people,
    person,
    person_by_no,
    rights_of,
)
from deskapp.staff.staffing import add_person, change_person
from deskapp.staff.structure import add_department, add_outlet, change_department, change_outlet
from tests.deskapp.people import department_id, give_pin, hire

TODAY = date(2026, 11, 23)


@pytest.fixture
def manager(store, act):
    """Acts of the store's one 客服经理."""
    staff_id = hire("陈静", Role.SERVICE_MANAGER, staff_no="101")
    give_pin(staff_id, "804793")

    def make(**changed):
        return act(staff_id=staff_id, **changed)

    return make


def _change(act, staff_id, **changed):
    now = person(staff_id)
    form = {
        "staff_no": now.staff_no,
        "name": now.name,
        "department_id": now.department_id,
        "outlet_id": now.outlet_id,
        "roles": now.roles,
        "active": now.active,
    }
    change_person(act=act, staff_id=staff_id, **form | changed)


def test_a_new_person_has_number_roles_and_a_place_in_the_list(manager):
    form = manager(request_id="form-1")
    values = {"staff_no": "ａ12", "name": "单雄", "department_id": department_id("车间"), "outlet_id": 1, "roles": {Role.SUPERVISOR}}
    staff_id = add_person(act=form, **values)
    assert add_person(act=form, **values) == staff_id
    new = person(staff_id)
    assert (new.staff_no, new.department, new.outlet, new.roles_in_words, new.sort_key) == ("A12", "车间", "总店", "部门主管", "shan xiong")
    assert person_by_no("A12") == new
    assert [p.name for p in people(department_id=department_id("售后部"))] == ["单雄"]
    assert people(role=Role.SERVICE_MANAGER)[0].name == "陈静"


def test_every_fault_of_the_form_is_told_at_once(manager):
    with pytest.raises(UserErrors) as refused:
        add_person(act=manager(), staff_no="101", name=" ", department_id=99, outlet_id=99, roles=set())
    assert [p.field for p in refused.value.problems] == ["staff_no", "name", "department", "outlet"]
    assert "工号 101 已经是陈静的" in refused.value.message


def test_changes_of_a_person_are_kept_with_old_and_new(manager):
    clerk = hire("王芳", Role.FRONT_DESK)
    _change(manager(), clerk, name="王方", roles={Role.FRONT_DESK, Role.CUSTOMER_SERVICE})
    _change(manager(), clerk, roles={Role.CUSTOMER_SERVICE})
    assert person(clerk).roles == {Role.CUSTOMER_SERVICE}
    kept = [(c.field, c.old, c.new) for c in changes(kind="staff", record_id=clerk)]
    assert ("name", "王芳", "王方") in kept
    assert ("roles", "前台、客服专员", "客服专员") in kept


def test_who_is_let_go_loses_his_rights_at_once(manager, act):
    clerk = hire("王芳", Role.FRONT_DESK)
    assert allowed(act(staff_id=clerk), Right.ENROLL_MEMBERS)
    _change(manager(), clerk, active=False)
    assert not allowed(act(staff_id=clerk), Right.ENROLL_MEMBERS)
    assert [p.name for p in people()] == ["陈静"]
    assert len(people(active_only=False)) == 2


@pytest.mark.parametrize("change", [{"active": False}, {"roles": set()}])
def test_the_last_manager_who_can_sign_in_cannot_be_removed(manager, change):
    second = hire("李强", Role.SERVICE_MANAGER)
    with pytest.raises(UserError, match="陈静是最后一位能登录的客服经理"):
        _change(manager(), 1, **change)
    give_pin(second, "516027")
    _change(manager(), 1, **change)
    assert [p.name for p in people(role=Role.SERVICE_MANAGER)] == ["李强"]


def test_a_department_moves_with_those_under_it(manager):
    night = add_department(act=manager(), name="夜班", parent_id=department_id("车间"))
    assert night in departments_under(department_id("售后部"))
    change_department(act=manager(), department_id=night, name="夜班组", parent_id=department_id("前台"), active=True)
    assert night not in departments_under(department_id("车间"))
    assert [d.name for d in departments()][1:4] == ["售后部", "前台", "夜班组"]
    with pytest.raises(UserError, match="已经有部门“夜班组”"):
        add_department(act=manager(), name="夜班组", parent_id=department_id("前台"))
    with pytest.raises(UserError, match="自己的下级部门"):
        change_department(act=manager(), department_id=department_id("售后部"), name="售后部", parent_id=night, active=True)


def test_a_department_with_people_stays_open(manager):
    hire("赵刚", department="车间")
    for name, words in (("车间", "还有 1 人（赵刚）"), ("售后部", "下面还有前台、车间、配件"), ("客服部", "不能停用")):
        with pytest.raises(UserError, match=words):
            change_department(act=manager(), department_id=department_id(name), name=name, parent_id=None, active=False)
    change_department(act=manager(), department_id=department_id("保险"), name="保险", parent_id=None, active=False)
    assert "保险" not in [d.name for d in departments()]


def test_outlets_open_and_close(manager):
    new = add_outlet(act=manager(), name="城东店")
    with pytest.raises(UserError, match="已经有网点“总店”"):
        change_outlet(act=manager(), outlet_id=new, name="总店", active=True)
    change_outlet(act=manager(), outlet_id=new, name="城东店", active=False)
    with pytest.raises(UserError, match="还有 1 人（陈静）"):
        change_outlet(act=manager(), outlet_id=1, name="总店", active=False)
    assert [o.name for o in outlets()] == ["总店", "二级网点"]


def test_a_deputy_has_the_right_on_the_named_days_alone(manager, act):
    deputy = hire("王芳", Role.CUSTOMER_SERVICE)
    days = {"from_on": date(2026, 11, 24), "until_on": date(2026, 11, 25)}
    hand_right(act=manager(), deputy_id=deputy, right=Right.MANUAL_POINTS, reason="年假", **days)
    held = [allowed(act(staff_id=deputy, minutes=day * 24 * 60), Right.MANUAL_POINTS) for day in range(4)]
    assert held == [False, True, True, False]
    assert Right.MANUAL_POINTS in rights_of(deputy, on=date(2026, 11, 25))
    assert [d.deputy_id for d in deputyships(on=date(2026, 11, 24))] == [deputy]


def test_a_deputy_reaches_as_far_as_the_giver(store, act):
    head = hire("赵刚", Role.AFTERSALES_MANAGER, department="售后部")
    deputy = hire("孙丽", department="行政部")
    hand_right(act=act(staff_id=head), deputy_id=deputy, right=Right.ANSWER_NOTICES, from_on=TODAY, until_on=TODAY, reason="出差")
    assert own_departments(act(staff_id=deputy), Right.ANSWER_NOTICES) == departments_under(department_id("售后部"))
    assert allowed(act(staff_id=deputy), Right.ANSWER_NOTICES, department_id=department_id("车间"))


def test_nobody_hands_on_what_is_not_his(manager, act):
    head = hire("赵刚", Role.SUPERVISOR)
    deputy = hire("王芳", Role.CUSTOMER_SERVICE)
    hand_right(act=manager(), deputy_id=head, right=Right.MANUAL_POINTS, from_on=TODAY, until_on=TODAY, reason="年假")
    with pytest.raises(UserError, match="只能委托自己按角色拥有的权限"):
        hand_right(act=act(staff_id=head), deputy_id=deputy, right=Right.MANUAL_POINTS, from_on=TODAY, until_on=TODAY, reason="年假")
    refusals = (
        ({"until_on": date(2026, 11, 22)}, "早于第一天"),
        ({"from_on": date(2026, 11, 1), "until_on": date(2026, 11, 2)}, "已经过去"),
        ({"reason": " "}, "原因"),
        ({"deputy_id": 1}, "委托给自己"),
        ({"deputy_id": 99}, "在职的代理人"),
    )
    for changed, words in refusals:
        form = {"deputy_id": deputy, "right": Right.REVERSE_POINTS, "from_on": TODAY, "until_on": TODAY, "reason": "年假"}
        with pytest.raises(UserError, match=words):
            hand_right(act=manager(), **form | changed)


def test_a_right_is_taken_back_by_its_giver_or_the_manager(manager, act):
    head, other = hire("赵刚", Role.SUPERVISOR), hire("钱进", Role.SUPERVISOR)
    deputy = hire("王芳", Role.CUSTOMER_SERVICE)
    lent = hand_right(act=act(staff_id=head), deputy_id=deputy, right=Right.COMPENSATE_SMALL, from_on=TODAY, until_on=TODAY, reason="病假")
    with pytest.raises(NotAllowed, match="委托人本人"):
        take_back_right(act=act(staff_id=other), deputyship_id=lent)
    take_back_right(act=manager(), deputyship_id=lent)
    take_back_right(act=act(staff_id=head), deputyship_id=lent)
    assert not allowed(act(staff_id=deputy), Right.COMPENSATE_SMALL)


def test_a_refused_change_leaves_no_trace_in_memory(manager, act):
    clerk = hire("王芳", Role.FRONT_DESK)
    with pytest.raises(UserError):
        _change(manager(), clerk, name="王方", staff_no="101")
    assert person(clerk).name == "王芳"
