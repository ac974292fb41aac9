"""The whole table of steps: each is taken by those who may and by nobody else, and from no other state (complaints.md §4, rules.md §2)."""

from datetime import date, datetime, timedelta

import pytest

from deskapp.complaints.answering import (
    ask_more_time,
    decide_more_time,
    name_owner,
    return_department,
    save_plan,
    sign_department,
    submit_result,
)
from deskapp.complaints.closing import (
    Signatures,
    miss_paper,
    raise_rectification,
    reopen_complaint,
    take_back_paper,
    void_complaint,
)
from deskapp.complaints.contacting import (
    accept_result,
    cannot_be_told,
    contact_customer,
    give_up_reaching,
    inform_customer,
    note_try,
    recheck_customer,
    reject_result,
    reply_division,
    send_back,
    take_back_complaint,
)
from deskapp.complaints.lists import CompensationKind, Satisfaction, Source
from deskapp.complaints.paying import decide_compensation, propose_compensation
from deskapp.complaints.reading import complaint_by_id
from deskapp.complaints.receiving import edit_complaint, submit_complaint
from deskapp.complaints.rounds import pause_complaint, resume_complaint
from deskapp.complaints.routing import Assignment, reassign_complaint, route_complaint, withdraw_department
from deskapp.complaints.states import State
from deskapp.errors import NotAllowed, UserError
from deskapp.rectification.domain import Finding
from tests.deskapp.complaints.conftest import MONDAY

S = State
EVERYBODY = (
    "manager", "service", "desk", "aftersales", "sales", "head", "worker", "seller_head", "parts_head", "adviser", "attendant", "boss",
)  # fmt: skip
SERVICE = ("manager", "service")
ON_THE_WAY = (S.TO_ROUTE, S.TO_ACCEPT, S.IN_PROGRESS, S.TO_CALL_BACK)
OPEN = (*ON_THE_WAY, S.TO_ARCHIVE)
ROUTER = ("aftersales",)
HEADS = ("head", "aftersales")
RECORDING = (*SERVICE, *HEADS)
LATER = MONDAY + timedelta(hours=1)
DIVISION = {"source": Source.DIVISION, "division_no": "SY-1123", "reply_due": datetime(2026, 11, 25, 12, 0)}
NOBODY = {"name": "", "mobile": "", "anonymous": True, "anonymous_reason": "客户不愿留名"}


def row(slip):
    return slip.current_rows[0].id if slip.current_rows else 0


def on(step, **more):
    """A step of the slip that needs nothing from it."""
    return lambda house, slip, act: step(act=act, seen=slip.seen, **more)


def of_row(step, **more):
    return lambda house, slip, act: step(act=act, seen=slip.seen, row_id=row(slip), **more)


def findings(step, **more):
    return lambda house, slip, act: step(act=act, seen=slip.seen, row_id=row(slip), findings=house.findings(), **more)


# name: (how, states it begins from, who may, state after it)
STEPS = {
    "submit": (on(submit_complaint), (S.DRAFT,), SERVICE, S.TO_ROUTE),
    "void a draft": (on(void_complaint, reason="重复"), (S.DRAFT,), SERVICE, S.VOID),
    "void": (on(void_complaint, reason="重复"), (*OPEN, S.DRAFT), ("manager",), S.VOID),
    "edit": (
        lambda house, slip, act: edit_complaint(act=act, seen=slip.seen, form=house.form(place="车间", mobile="")),
        (*OPEN, S.DRAFT), SERVICE, None,
    ),
    "route": (
        lambda house, slip, act: route_complaint(act=act, seen=slip.seen, departments=[Assignment(house.workshop)]),
        (S.TO_ROUTE,), ROUTER, S.TO_ACCEPT,
    ),
    "reassign": (
        lambda house, slip, act: reassign_complaint(
            act=act, seen=slip.seen, departments=[Assignment(house.parts)], withdrawn=[row(slip)], reason="是配件问题"
        ),
        (S.TO_ACCEPT, S.IN_PROGRESS, S.TO_CALL_BACK), ROUTER, S.TO_ACCEPT,
    ),
    "withdraw a department": (
        of_row(withdraw_department, reason="不需要"), (S.TO_ACCEPT, S.IN_PROGRESS, S.TO_CALL_BACK), ROUTER, S.TO_ROUTE,
    ),
    "sign": (of_row(sign_department), (S.TO_ACCEPT,), HEADS, S.IN_PROGRESS),
    "sign from paper": (of_row(sign_department, signed_by="张伟"), (S.TO_ACCEPT,), RECORDING, S.IN_PROGRESS),
    "return": (of_row(return_department, reason="不归我们管"), (S.TO_ACCEPT,), HEADS, S.TO_ROUTE),
    "return from paper": (of_row(return_department, reason="不归我们管", signed_by="张伟"), (S.TO_ACCEPT,), RECORDING, S.TO_ROUTE),
    "name a person": (
        lambda house, slip, act: name_owner(act=act, seen=slip.seen, row_id=row(slip), owner_id=house.worker),
        (S.TO_ACCEPT, S.IN_PROGRESS), HEADS, None,
    ),
    "plan": (findings(save_plan), (S.IN_PROGRESS,), HEADS, S.IN_PROGRESS),
    "plan from paper": (findings(save_plan, signed_by="张伟"), (S.IN_PROGRESS,), RECORDING, S.IN_PROGRESS),
    "submit a result": (findings(submit_result), (S.IN_PROGRESS,), HEADS, S.TO_CALL_BACK),
    "result from paper": (findings(submit_result, signed_by="张伟"), (S.IN_PROGRESS,), RECORDING, S.TO_CALL_BACK),
    "ask for more time": (of_row(ask_more_time, workdays=2, reason="等配件"), (S.IN_PROGRESS,), HEADS, S.IN_PROGRESS),
    "first contact": (on(contact_customer), OPEN, SERVICE, None),
    "tell the customer": (on(inform_customer, note="正在检修"), OPEN, SERVICE, None),
    "accept": (on(accept_result, feedback="满意", satisfaction=Satisfaction.SATISFIED), (S.TO_CALL_BACK,), SERVICE, S.TO_ARCHIVE),
    "reject": (
        lambda house, slip, act: reject_result(act=act, seen=slip.seen, feedback="还漏", departments=[house.workshop]),
        (S.TO_CALL_BACK, S.TO_ARCHIVE), SERVICE, S.IN_PROGRESS,
    ),
    "send back": (
        lambda house, slip, act: send_back(act=act, seen=slip.seen, rows=[row(slip)], reason="没写原因"),
        (S.TO_CALL_BACK,), SERVICE, S.IN_PROGRESS,
    ),
    "try": (on(note_try), (S.TO_CALL_BACK,), SERVICE, S.TO_CALL_BACK),
    "customer takes it back": (on(take_back_complaint, reason="误会"), ON_THE_WAY, SERVICE, S.TO_ARCHIVE),
    "recheck": (on(recheck_customer, note="不漏了"), (S.TO_ARCHIVE,), SERVICE, S.TO_ARCHIVE),
    "pause": (on(pause_complaint, reason="客户出差"), (S.TO_ACCEPT, S.IN_PROGRESS, S.TO_CALL_BACK), SERVICE, None),
    "propose compensation": (
        on(propose_compensation, kind=CompensationKind.REWORK, amount=200_00, note="免工时"), OPEN, (*SERVICE, "aftersales"), None,
    ),
    "paper back": (on(take_back_paper, signatures=Signatures(supervisor=True)), (*OPEN, S.ARCHIVED), SERVICE, None),
    "paper missing": (on(miss_paper, reason="主管出差"), OPEN, SERVICE, None),
    "raise a notice": (
        lambda house, slip, act: raise_rectification(
            act=act, seen=slip.seen, department_id=house.workshop, findings=[Finding("油封", "按规程装配", "装反")]
        ),
        (*OPEN, S.ARCHIVED), SERVICE, None,
    ),
    "reopen": (
        lambda house, slip, act: reopen_complaint(act=act, seen=slip.seen, reason="又漏了", departments=[house.workshop]),
        (S.ARCHIVED,), ("manager",), S.IN_PROGRESS,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", STEPS)
def test_each_step_is_taken_by_those_who_may_and_by_nobody_else(house, name):
    call, states, may, after = STEPS[name]
    refused_slip = house.slip(states[0])
    for who in EVERYBODY:
        act = house.do(getattr(house, who), LATER)
        if who not in may:
            with pytest.raises(NotAllowed):
                call(house, refused_slip, act)
            continue
        slip = house.slip(states[0])
        call(house, slip, act)
        now = complaint_by_id(slip.id)
        assert after is None or now.state is after, who
        assert now.steps[-1].by == act.staff_id
        assert now.version > slip.version
    assert complaint_by_id(refused_slip.id) == refused_slip


@pytest.mark.parametrize("name", [name for name in STEPS if name != "void a draft"])  # the manager may void from further states
def test_a_step_begins_in_each_of_its_states_and_in_no_other(house, name):
    call, states, may, after = STEPS[name]
    for state in State:
        slip = house.slip(state)
        act = house.do(getattr(house, may[0]), LATER)
        if state in states:
            call(house, slip, act)
            assert after is None or complaint_by_id(slip.id).state is after
            continue
        with pytest.raises(UserError, match=r"这一步做不了|没有这个部门的任务|还没有派单"):
            call(house, slip, act)
        assert complaint_by_id(slip.id) == slip


def test_a_result_is_submitted_by_the_person_the_department_named_whatever_his_role(house):
    slip = house.slip(S.IN_PROGRESS)
    key = {"row_id": row(slip)}
    slip = name_owner(act=house.do(house.head), seen=slip.seen, owner_id=house.worker, **key)
    slip = save_plan(act=house.do(house.worker), seen=slip.seen, findings=house.findings(result=""), **key)
    slip = submit_result(act=house.do(house.worker), seen=slip.seen, findings=house.findings(), **key)
    assert (slip.state, slip.rows[0].handled_by) == (S.TO_CALL_BACK, "何军")
    other = house.slip(S.TO_ACCEPT)
    other = name_owner(act=house.do(house.head), seen=other.seen, row_id=row(other), owner_id=house.worker)
    with pytest.raises(NotAllowed):
        sign_department(act=house.do(house.worker), seen=other.seen, row_id=row(other))


def test_only_the_manager_grants_more_time(house):
    slip = house.slip(S.IN_PROGRESS)
    key = {"row_id": row(slip)}
    with pytest.raises(UserError, match="没有等待批准的延期申请"):
        decide_more_time(act=house.do(house.manager), seen=slip.seen, granted=True, **key)
    slip = ask_more_time(act=house.do(house.head), seen=slip.seen, workdays=2, reason="等配件", **key)
    for who in EVERYBODY:
        if who != "manager":
            with pytest.raises(NotAllowed):
                decide_more_time(act=house.do(getattr(house, who)), seen=slip.seen, granted=True, **key)
    slip = decide_more_time(act=house.do(house.manager), seen=slip.seen, granted=True, **key)
    assert slip.rows[0].more_workdays == 2


def test_resuming_is_for_customer_service_and_for_what_is_paused(house):
    slip = house.slip(S.IN_PROGRESS)
    with pytest.raises(UserError, match="没有暂停"):
        resume_complaint(act=house.do(house.service), seen=slip.seen)
    slip = pause_complaint(act=house.do(house.service), seen=slip.seen, reason="客户出差")
    with pytest.raises(NotAllowed):
        resume_complaint(act=house.do(house.head), seen=slip.seen)
    with pytest.raises(UserError, match="已经暂停：客户出差"):
        pause_complaint(act=house.do(house.service), seen=slip.seen, reason="再停")
    assert resume_complaint(act=house.do(house.service), seen=slip.seen).paused is None


def test_a_reply_to_the_division_is_for_customer_service_once(house):
    slip = house.slip(S.TO_ROUTE, **DIVISION)
    with pytest.raises(NotAllowed):
        reply_division(act=house.do(house.aftersales), seen=slip.seen, note="已受理")
    slip = reply_division(act=house.do(house.service), seen=slip.seen, note="已受理")
    with pytest.raises(UserError, match="回复过"):
        reply_division(act=house.do(house.service), seen=slip.seen, note="已受理")
    plain = house.slip(S.TO_ROUTE)
    with pytest.raises(UserError, match="没有要求回复"):
        reply_division(act=house.do(house.service), seen=plain.seen, note="已受理")


def test_somebody_who_left_a_number_cannot_be_untellable_and_nobody_is_unreachable_at_once(house):
    slip = house.slip(S.TO_CALL_BACK)
    with pytest.raises(UserError, match="留了联系方式"):
        cannot_be_told(act=house.do(house.service), seen=slip.seen)
    with pytest.raises(UserError, match="还差 3 次"):
        give_up_reaching(act=house.do(house.service), seen=slip.seen)
    nameless = house.slip(S.TO_CALL_BACK, **NOBODY)
    with pytest.raises(UserError, match="无法联系"):
        note_try(act=house.do(house.service), seen=nameless.seen)
    for who in ("desk", "head", "boss"):
        with pytest.raises(NotAllowed):
            cannot_be_told(act=house.do(getattr(house, who)), seen=nameless.seen)
    assert cannot_be_told(act=house.do(house.service), seen=nameless.seen).state is S.TO_ARCHIVE


@pytest.mark.parametrize(
    ("yuan", "may"),
    [
        (500, {"manager", "head", "seller_head", "parts_head", "aftersales", "sales", "boss"}),
        (501, {"manager", "boss"}),
        (5000, {"manager", "boss"}),
        (5001, {"boss"}),
    ],
)
def test_a_compensation_is_approved_by_those_who_may_approve_so_much(house, yuan, may):
    for who in EVERYBODY:
        slip = house.slip(S.IN_PROGRESS)
        slip = propose_compensation(
            act=house.do(house.service), seen=slip.seen, kind=CompensationKind.REFUND, amount=yuan * 100, note="赔付拖车费"
        )
        (asked,) = slip.compensations
        decide = {"act": house.do(getattr(house, who)), "seen": slip.seen, "compensation_id": asked.id, "approved": True}
        if who in may:
            assert decide_compensation(**decide).paid == yuan * 100
        else:
            with pytest.raises(NotAllowed):
                decide_compensation(**decide)


@pytest.mark.parametrize(
    ("category", "router"),
    [
        ("aftersales.waiting", "aftersales"),
        ("product.noise", "aftersales"),
        ("sales.price", "sales"),
        ("member.points", "manager"),
        ("environment.parking", "manager"),
        ("privacy", "manager"),
    ],
)
def test_the_manager_of_the_category_routes_and_no_other(house, category, router):
    slip = house.slip(S.TO_ROUTE, category=category)
    route = {"seen": slip.seen, "departments": [Assignment(house.workshop)]}
    for who in EVERYBODY:
        if who != router:
            with pytest.raises(NotAllowed):
                route_complaint(act=house.do(getattr(house, who)), **route)
    assert route_complaint(act=house.do(getattr(house, router)), **route).state is S.TO_ACCEPT


def test_after_a_working_day_unrouted_the_service_manager_routes_and_may_go_on_with_what_he_routed(house):
    slip = house.slip(S.TO_ROUTE)  # Monday: due on Tuesday at closing
    route = {"seen": slip.seen, "departments": [Assignment(house.workshop)]}
    with pytest.raises(NotAllowed):
        route_complaint(act=house.do(house.manager, datetime(2026, 11, 24, 17, 30)), **route)
    slip = route_complaint(act=house.do(house.manager, datetime(2026, 11, 24, 17, 31)), **route)
    slip = withdraw_department(act=house.do(house.manager, datetime(2026, 11, 24, 17, 40)), seen=slip.seen, row_id=row(slip), reason="写错")
    assert slip.state is S.TO_ROUTE


def test_a_deputy_routes_and_approves_on_his_days(house, act):
    from deskapp.staff.deputies import hand_right
    from deskapp.staff.domain import Right

    slip = house.slip(S.TO_ROUTE)
    for right in (Right.ASSIGN_COMPLAINTS, Right.COMPENSATE_SMALL):
        hand_right(
            act=house.do(house.aftersales), deputy_id=house.worker, right=right,
            from_on=date(2026, 11, 23), until_on=date(2026, 11, 24), reason="年假",
        )  # fmt: skip
    slip = propose_compensation(act=house.do(house.service), seen=slip.seen, kind=CompensationKind.OTHER, amount=0, note="道歉信")
    slip = decide_compensation(act=house.do(house.worker), seen=slip.seen, compensation_id=slip.compensations[0].id, approved=True)
    with pytest.raises(NotAllowed):
        late = house.do(house.worker, datetime(2026, 11, 25, 9, 0))
        route_complaint(act=late, seen=slip.seen, departments=[Assignment(house.workshop)])
    slip = route_complaint(act=house.do(house.worker), seen=slip.seen, departments=[Assignment(house.workshop)])
    assert slip.state is S.TO_ACCEPT
