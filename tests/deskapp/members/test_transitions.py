"""The table of members.md §3 as a test: from each state each step, allowed or refused in words; and each step by each role."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from deskapp.data import Act
from deskapp.errors import NotAllowed, UserError
from deskapp.members.cards import ReissueForm, reissue_card, reissue_offer, report_loss
from deskapp.members.domain import Level, MemberState, ReissueReason
from deskapp.members.enrolment import confirm_member, return_member
from deskapp.members.leaving import leavers, resign_member, void_lapsed_members
from deskapp.members.levels import set_level
from deskapp.members.reading import member, members_by_id
from deskapp.members.registration import register_oem, take_back_oem
from deskapp.members.renewal import RenewalForm, renew_member, renewal_offer
from deskapp.members.standing import spending_membership, standing
from deskapp.staff.domain import Role
from tests.deskapp.people import hire

END = date(2027, 11, 22)
IN_TERM, IN_GRACE, LAPSED = date(2027, 11, 20), date(2027, 12, 1), date(2027, 12, 23)

Step = Callable[[Act, int], Any]


def _confirm(act: Act, membership: int) -> None:
    confirm_member(act=act, membership_id=membership)


def _send_back(act: Act, membership: int) -> None:
    return_member(act=act, membership_id=membership, reason="没有签字")


def _renew(act: Act, membership: int) -> None:
    renew_member(act=act, form=RenewalForm(membership, END, 0))


def _lose(act: Act, membership: int) -> None:
    report_loss(act=act, membership_id=membership)


def _reissue(act: Act, membership: int) -> None:
    reissue_card(act=act, form=ReissueForm(membership, "66019999", ReissueReason.LOST, Level.BASIC, 0))


def _resign(act: Act, membership: int) -> None:
    resign_member(act=act, membership_id=membership, reason="车已卖")


def _void(act: Act, membership: int) -> None:
    void_lapsed_members(act=act, membership_ids=[membership])


def _set(act: Act, membership: int) -> None:
    set_level(act=act, membership_id=membership, level=Level.GOLD, until=date(2028, 12, 31), reason="集团客户")


def _register(act: Act, membership: int) -> None:
    register_oem(act=act, membership_ids=[membership], on=act.at.date())


def _redeem(act: Act, membership: int) -> None:
    customer_id = members_by_id(act=act, membership_ids=[membership])[0].customer_id
    spending_membership(customer_id=customer_id, on=act.at.date())


STEPS: dict[str, Step] = {
    "录入确认": _confirm,
    "退回": _send_back,
    "续会": _renew,
    "挂失": _lose,
    "补卡": _reissue,
    "退会": _resign,
    "过期作废": _void,
    "指定级别": _set,
    "系统登记": _register,
    "兑换": _redeem,
}
PENDING, ACTIVE, LOST, RESIGNED, VOID = MemberState.PENDING, MemberState.ACTIVE, MemberState.LOST, MemberState.RESIGNED, MemberState.VOID


@dataclass(frozen=True)
class Case:
    """A state on a day, and for each step where it leads or how it is refused."""

    name: str
    begins: tuple[str, ...]
    day: date
    ends: dict[str, MemberState | str]


_CLOSED = "这位客户可以重新入会（F3）"
_WAITS = "还是待录入，客服录入确认后才能"
CASES = (
    Case(
        "待录入",
        (),
        IN_TERM,
        {"录入确认": ACTIVE, "退回": VOID, "兑换": "还是待录入，客服录入确认后才能兑换"}
        | {step: f"{_WAITS}{step}" for step in ("续会", "挂失", "补卡", "退会", "指定级别", "系统登记")}
        | {"过期作废": f"{_WAITS}作废"},
    ),
    Case(
        "有效",
        ("录入确认",),
        IN_TERM,
        {
            "录入确认": "已是“有效”，请刷新后再看",
            "退回": "已是“有效”，请刷新后再看",
            "续会": ACTIVE,
            "挂失": LOST,
            "补卡": ACTIVE,
            "退会": RESIGNED,
            "过期作废": "还不能作废",
            "指定级别": ACTIVE,
            "系统登记": ACTIVE,
            "兑换": ACTIVE,
        },
    ),
    Case(
        "已过期，宽限期内",
        ("录入确认",),
        IN_GRACE,
        {
            "续会": ACTIVE,
            "挂失": LOST,
            "补卡": ACTIVE,
            "退会": RESIGNED,
            "过期作废": "还不能作废",
            "指定级别": ACTIVE,
            "系统登记": ACTIVE,
            "兑换": "续会（F9）后才能兑换；宽限到 2027-12-22，期间照常积分",
        },
    ),
    Case(
        "已过期，宽限期已过",
        ("录入确认",),
        LAPSED,
        {
            "续会": ACTIVE,
            "挂失": LOST,
            "补卡": ACTIVE,
            "退会": RESIGNED,
            "过期作废": RESIGNED,
            "指定级别": ACTIVE,
            "系统登记": ACTIVE,
            "兑换": "续会（F9）后才能兑换；宽限期已过",
        },
    ),
    Case(
        "已挂失",
        ("录入确认", "挂失"),
        LAPSED,
        {
            "录入确认": "已是“已挂失”，请刷新后再看",
            "退回": "已是“已挂失”，请刷新后再看",
            "续会": LOST,
            "挂失": "已经挂失，请直接补卡",
            "补卡": ACTIVE,
            "退会": RESIGNED,
            "过期作废": RESIGNED,
            "指定级别": LOST,
            "系统登记": LOST,
            "兑换": "会员卡已挂失，补卡后才能兑换",
        },
    ),
    Case(
        "已退会",
        ("录入确认", "退会"),
        IN_TERM,
        {step: _CLOSED for step in STEPS if step != "兑换"} | {"兑换": "还不是会员，请先办理入会（F3）"},
    ),
    Case(
        "已作废",
        ("退回",),
        IN_TERM,
        {step: _CLOSED for step in STEPS if step != "兑换"} | {"兑换": "还不是会员，请先办理入会（F3）"},
    ),
)
TABLE = [(case, step, end) for case in CASES for step, end in case.ends.items()]


@pytest.mark.parametrize(("case", "step", "end"), TABLE, ids=[f"{case.name} {step}" for case, step, _ in TABLE])
def test_from_each_state_each_step_leads_on_or_is_refused_in_words(enroll, on, desk, case: Case, step: str, end: MemberState | str):
    made = enroll(by=desk.front)
    for before in case.begins:
        STEPS[before](on(case.day, by=desk.manager), made.membership_id)
    asked = on(case.day, by=desk.manager, hour=11)
    if isinstance(end, MemberState):
        STEPS[step](asked, made.membership_id)
    else:
        before = member(act=asked, membership_id=made.membership_id)
        with pytest.raises(UserError) as refused:
            STEPS[step](asked, made.membership_id)
        assert end in refused.value.message
        assert member(act=asked, membership_id=made.membership_id) == before
    held = member(act=on(case.day, by=desk.manager, hour=12), membership_id=made.membership_id)
    assert held.state is (end if isinstance(end, MemberState) else before.state)
    assert (standing(customer_id=made.customer_id, on=case.day) is None) == (not held.state.is_open)


MANAGER = {Role.SERVICE_MANAGER}
SERVICE = MANAGER | {Role.CUSTOMER_SERVICE}
DESK = SERVICE | {Role.FRONT_DESK}
SEES_ALL = DESK | {Role.GENERAL_MANAGER}
# step, roles that may, the state it begins in, the day
ROLES: tuple[tuple[str, Step, set[Role], tuple[str, ...], date], ...] = (
    ("录入确认", _confirm, SERVICE, (), IN_TERM),
    ("退回", _send_back, SERVICE, (), IN_TERM),
    ("续会", _renew, DESK, ("录入确认",), IN_TERM),
    ("续会：打开", lambda act, one: renewal_offer(act=act, customer_id=one), DESK, ("录入确认",), IN_TERM),
    ("挂失", _lose, DESK, ("录入确认",), IN_TERM),
    ("补卡", _reissue, DESK, ("录入确认", "挂失"), IN_TERM),
    ("补卡：打开", lambda act, one: reissue_offer(act=act, membership_id=one), DESK, ("录入确认", "挂失"), IN_TERM),
    ("退会", _resign, SERVICE, ("录入确认",), IN_TERM),
    ("退会：打开", lambda act, one: leavers(act=act, membership_ids=[one]), SEES_ALL, ("录入确认",), IN_TERM),
    ("过期作废", _void, MANAGER, ("录入确认",), LAPSED),
    ("指定级别", _set, MANAGER, ("录入确认",), IN_TERM),
    ("系统登记", _register, SERVICE, ("录入确认",), IN_TERM),
    (
        "撤销登记",
        lambda act, one: take_back_oem(act=act, membership_id=one, reason="点错"),
        SERVICE,
        ("录入确认", "系统登记"),
        IN_TERM,
    ),
)


@pytest.mark.parametrize(("step", "may", "begins", "day"), [row[1:] for row in ROLES], ids=[row[0] for row in ROLES])
def test_each_step_is_open_to_its_roles_and_closed_to_all_others(enroll, on, desk, step, may, begins, day):
    """The first membership has the id of its customer: steps that take either take both."""
    made = enroll(by=desk.front)
    assert made.membership_id == made.customer_id
    for before in begins:
        STEPS[before](on(day, by=desk.manager), made.membership_id)
    for role in sorted(set(Role) - may):
        with pytest.raises(NotAllowed):
            step(on(day, by=hire(f"测试{role.label}", role), hour=10), made.membership_id)
    for role in sorted(may):
        try:
            step(on(day, by=hire(f"可{role.label}", role), hour=10), made.membership_id)
        except NotAllowed:
            raise
        except UserError:
            pass  # let in, and refused for what the one before him had done already
