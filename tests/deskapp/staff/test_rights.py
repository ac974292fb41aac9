"""Who may do what: the table of rules.md §2, deputies, departments."""

import pytest

from deskapp.errors import NotAllowed
from deskapp.staff.domain import RIGHTS, Right, Role, Scope
from deskapp.staff.service import allowed, departments, people, person, require, scopes
from tests.deskapp.people import department_id, hire


def test_every_right_is_given_to_somebody_and_has_words():
    assert set(RIGHTS) == set(Right)
    assert all(RIGHTS[right] and right.label for right in Right)
    assert all(role.label for role in Role)


def test_a_refusal_says_who_may(store, act):
    clerk = hire("王芳", Role.FRONT_DESK)
    require(act(staff_id=clerk), Right.ENROLL_MEMBERS)
    with pytest.raises(NotAllowed, match="您没有“手工增减积分”的权限。可由客服经理办理"):
        require(act(staff_id=clerk), Right.MANUAL_POINTS)


def test_several_roles_add_up(store, act):
    clerk = hire("王芳", Role.FRONT_DESK, Role.CUSTOMER_SERVICE)
    assert allowed(act(staff_id=clerk), Right.POST_HANDOVERS)
    assert scopes(act(staff_id=clerk), Right.SEE_REPORTS) == {Scope.ALL, Scope.DAILY}


def test_who_left_may_nothing(store, act):
    gone = hire("李强", Role.SERVICE_MANAGER, active=False)
    assert not allowed(act(staff_id=gone), Right.SEE_CUSTOMERS)
    assert not allowed(act(staff_id=None), Right.SEE_CUSTOMERS)


def test_a_supervisor_answers_for_his_department_and_those_under_it(store, act):
    head = act(staff_id=hire("赵刚", Role.AFTERSALES_MANAGER, department="售后部"))
    require(head, Right.ANSWER_NOTICES, department_id=department_id("车间"))
    with pytest.raises(NotAllowed, match="部门主管（本部门）"):
        require(head, Right.ANSWER_NOTICES, department_id=department_id("销售部"))


def test_the_service_manager_is_head_of_customer_service_wherever_he_sits(store, act):
    manager = act(staff_id=hire("陈静", Role.SERVICE_MANAGER, department="行政部"))
    require(manager, Right.ANSWER_NOTICES, department_id=department_id("客服部"))
    assert not allowed(manager, Right.ANSWER_NOTICES, department_id=department_id("行政部"))
    require(manager, Right.ANSWER_NOTICES, department_id=department_id("行政部"), within={Scope.RECORDED})


def test_people_come_in_the_order_of_their_pinyin(store):
    for name in ("张伟", "单雄", "安然"):
        hire(name)
    assert [p.name for p in people()] == ["安然", "单雄", "张伟"]
    assert person(1).department == "客服部"
    assert [d.name for d in departments()][:4] == ["销售部", "售后部", "前台", "车间"]
