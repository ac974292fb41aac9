"""The way of a slip from the first word to the archive, as it happens: rounds, returns, tries, pauses, what is kept of it."""

from datetime import date, datetime, timedelta

import pytest

from deskapp.complaints.answering import (
    ask_more_time,
    decide_more_time,
    return_department,
    save_plan,
    sign_department,
    submit_result,
)
from deskapp.complaints.clocks import ClockKind
from deskapp.complaints.closing import (
    archive_complaint,
    finding_of,
    miss_paper,
    missing_for_archive,
    notices_raised,
    raise_rectification,
    recheck_due,
    reopen_complaint,
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
    send_back,
    take_back_complaint,
)
from deskapp.complaints.lists import CompensationKind, Means, Satisfaction, Severity
from deskapp.complaints.paying import decide_compensation, propose_compensation
from deskapp.complaints.reading import clocks_of, complaint
from deskapp.complaints.receiving import edit_complaint
from deskapp.complaints.rounds import pause_complaint, resume_complaint
from deskapp.complaints.routing import Assignment, reassign_complaint, route_complaint, withdraw_department
from deskapp.complaints.states import Outcome, RowState, State
from deskapp.complaints.steps import Outdated
from deskapp.complaints.tables import ComplaintRecord
from deskapp.errors import AlreadySaved, UserError
from tests.deskapp.complaints.conftest import MONDAY
from tests.deskapp.complaints.test_transitions import NOBODY

S, R = State, RowState


def hour(number: int) -> datetime:
    return MONDAY + timedelta(hours=number)


def of(slip, department):
    return next(row for row in slip.current_rows if row.department == department)


def handling(slip, now, department="车间"):
    return next(
        clock.due
        for clock in clocks_of(slip, now)
        if clock.kind is ClockKind.HANDLING and clock.row.department == department and clock.row.id in {row.id for row in slip.current_rows}
    )


@pytest.mark.parametrize("state", State)
def test_a_slip_reaches_every_state_and_reads_the_same_again(house, state):
    slip = house.slip(state)
    assert slip.state is state
    assert complaint(act=house.do(house.service), complaint_id=slip.id) == slip


def test_the_state_is_that_of_the_least_advanced_department(house):
    slip = house.slip(S.TO_ACCEPT, departments=(house.workshop, house.parts))
    assert [row.department for row in slip.current_rows] == ["车间", "配件"]
    slip = sign_department(act=house.do(house.head), seen=slip.seen, row_id=of(slip, "车间").id)
    assert slip.state is S.TO_ACCEPT
    slip = submit_result(act=house.do(house.head), seen=slip.seen, row_id=of(slip, "车间").id, findings=house.findings())
    assert slip.state is S.TO_ACCEPT
    slip = sign_department(act=house.do(house.parts_head), seen=slip.seen, row_id=of(slip, "配件").id)
    assert slip.state is S.IN_PROGRESS
    slip = submit_result(act=house.do(house.parts_head), seen=slip.seen, row_id=of(slip, "配件").id, findings=house.findings())
    assert slip.state is S.TO_CALL_BACK


def test_a_serious_complaint_of_two_departments_is_rejected_once_and_closed_in_the_second_round(house):
    slip = house.slip(S.TO_CALL_BACK, departments=(house.workshop, house.parts), severity=Severity.SERIOUS)
    slip = reject_result(act=house.do(house.service, hour(2)), seen=slip.seen, feedback="还在漏", departments=[house.workshop])
    assert (slip.state, slip.round, [row.state for row in slip.current_rows]) == (S.IN_PROGRESS, 2, [R.IN_PROGRESS, R.SUBMITTED])
    again = of(slip, "车间")
    assert (again.round, again.accepted_by, again.cause, again.clock_from) == (2, "张伟", "", hour(2))
    slip = submit_result(act=house.do(house.head, hour(3)), seen=slip.seen, row_id=again.id, findings=house.findings(cause="曲轴油封老化"))
    slip = accept_result(
        act=house.do(house.service, hour(4)), seen=slip.seen, feedback="这次好了", satisfaction=Satisfaction.VERY_SATISFIED
    )
    slip = recheck_customer(act=house.do(house.service, datetime(2026, 11, 24, 10, 0)), seen=slip.seen, note="不漏了")
    slip = miss_paper(act=house.do(house.service, datetime(2026, 11, 24, 10, 0)), seen=slip.seen, reason="主管出差")
    slip = archive_complaint(act=house.do(house.service, datetime(2026, 11, 24, 10, 1)), seen=slip.seen, closed=True)
    assert slip.archive_no == "GD-2026-0001"
    assert [(row.round, row.department, row.cause) for row in slip.rows] == [
        (1, "车间", "油封装反"), (1, "配件", "油封装反"), (2, "车间", "曲轴油封老化"),
    ]  # fmt: skip
    assert [step.what for step in slip.steps] == [
        "受理", "提交", "派单", "派单", "签收", "签收", "提交结果", "提交结果", "客户不认可", "第 2 轮", "提交结果", "客户认可", "二次回访",
        "签字单未归还", "归档",
    ]  # fmt: skip


def test_a_returned_row_is_routed_elsewhere_and_the_first_routing_keeps_the_clock(house):
    slip = house.slip(S.TO_ACCEPT)
    tuesday, wednesday = datetime(2026, 11, 24, 9, 0), datetime(2026, 11, 25, 9, 0)
    slip = return_department(act=house.do(house.head, tuesday), seen=slip.seen, row_id=of(slip, "车间").id, reason="是配件质量")
    assert (slip.state, slip.current_rows[0].reason) == (S.TO_ROUTE, "是配件质量")
    slip = route_complaint(act=house.do(house.aftersales, wednesday), seen=slip.seen, departments=[Assignment(house.parts)])
    assert (slip.state, slip.rows[0].state, slip.rows[0].reason) == (S.TO_ACCEPT, R.WITHDRAWN, "退回后改派：是配件质量")
    assert handling(slip, wednesday, "配件") == datetime(2026, 11, 25, 17, 30)  # two days from Monday, not from Wednesday


def test_reassigning_keeps_what_was_accepted_and_a_department_added_runs_from_its_own_routing(house):
    slip = house.slip(S.IN_PROGRESS)
    wednesday = datetime(2026, 11, 25, 9, 0)
    slip = reassign_complaint(
        act=house.do(house.aftersales, wednesday), seen=slip.seen, departments=[Assignment(house.parts)], reason="配件也要查"
    )
    assert (of(slip, "车间").state, of(slip, "配件").state, slip.state) == (R.IN_PROGRESS, R.TO_ACCEPT, S.TO_ACCEPT)
    assert handling(slip, wednesday, "车间") == datetime(2026, 11, 25, 17, 30)
    assert handling(slip, wednesday, "配件") == datetime(2026, 11, 27, 17, 30)
    slip = reassign_complaint(
        act=house.do(house.aftersales, wednesday), seen=slip.seen, departments=[Assignment(house.manager_department)],
        withdrawn=[of(slip, "车间").id], reason="车间没有责任",
    )  # fmt: skip
    assert [row.department for row in slip.current_rows] == ["配件", "客服部"]
    assert handling(slip, wednesday, "客服部") == datetime(2026, 11, 25, 17, 30)


def test_what_was_typed_in_from_paper_says_so_for_signature_and_result(house):
    slip = house.slip(S.TO_ACCEPT, departments=(house.workshop, house.parts))
    slip = sign_department(act=house.do(house.service), seen=slip.seen, row_id=of(slip, "车间").id, signed_by="张伟")
    slip = sign_department(act=house.do(house.parts_head), seen=slip.seen, row_id=of(slip, "配件").id)
    assert (of(slip, "车间").signer, of(slip, "配件").signer) == ("张伟（代录）", "钱多")
    slip = submit_result(
        act=house.do(house.service), seen=slip.seen, row_id=of(slip, "车间").id, findings=house.findings(), signed_by="张伟"
    )
    assert (of(slip, "车间").recorded, of(slip, "车间").handled_by, slip.steps[-1].note) == (True, "张伟", "代录：张伟")


def test_withdrawing_the_last_department_sends_the_slip_back_to_routing(house):
    slip = house.slip(S.IN_PROGRESS)
    slip = withdraw_department(act=house.do(house.aftersales), seen=slip.seen, row_id=of(slip, "车间").id, reason="派错")
    assert (slip.state, slip.current_rows) == (S.TO_ROUTE, ())
    slip = house.route(slip, house.parts)
    assert slip.state is S.TO_ACCEPT


@pytest.mark.parametrize(
    ("departments", "words"),
    [
        (lambda house: [], "请选责任部门"),
        (lambda house: [Assignment(house.workshop), Assignment(house.workshop)], "已在这张单上"),
        (lambda house: [Assignment(one) for one in range(1, 5)], "最多 3 个责任部门"),
        (lambda house: [Assignment(house.workshop, workdays=0)], "1 到 60"),
        (lambda house: [Assignment(house.workshop, fixed_on=date(2026, 11, 22))], "不能早于今天"),
        (lambda house: [Assignment(99)], "请选责任部门"),
    ],
)
def test_a_routing_that_cannot_hold_is_refused(house, departments, words):
    slip = house.slip(S.TO_ROUTE)
    with pytest.raises(UserError, match=words):
        route_complaint(act=house.do(house.aftersales), seen=slip.seen, departments=departments(house))


def test_a_day_and_a_number_of_days_may_be_typed_by_hand(house):
    slip = house.slip(S.TO_ROUTE)
    slip = route_complaint(
        act=house.do(house.aftersales), seen=slip.seen,
        departments=[Assignment(house.workshop, workdays=5), Assignment(house.parts, fixed_on=date(2026, 11, 27))],
    )  # fmt: skip
    assert (handling(slip, MONDAY), handling(slip, MONDAY, "配件")) == (datetime(2026, 11, 30, 17, 30), datetime(2026, 11, 27, 17, 30))


def test_what_was_sent_back_is_in_progress_in_the_same_round_and_its_clock_runs_on(house):
    slip = house.slip(S.TO_CALL_BACK)
    slip = send_back(act=house.do(house.service, hour(3)), seen=slip.seen, rows=[of(slip, "车间").id], reason="没写为什么装反")
    row = of(slip, "车间")
    assert (slip.state, slip.round, row.state, row.handled_at, row.cause) == (S.IN_PROGRESS, 1, R.IN_PROGRESS, None, "油封装反")
    assert handling(slip, hour(3)) == datetime(2026, 11, 25, 17, 30)


def test_three_tries_on_different_half_days_make_a_customer_unreachable(house):
    slip = house.slip(S.TO_CALL_BACK)
    for at in (hour(0), hour(1), hour(5), datetime(2026, 11, 24, 9, 0)):  # two of them on the same morning
        with pytest.raises(UserError, match="才算联系不上"):
            give_up_reaching(act=house.do(house.service, max(at, MONDAY)), seen=slip.seen)
        slip = note_try(act=house.do(house.service, at), seen=slip.seen, at=at)
    assert len(slip.tries) == 3
    slip = give_up_reaching(act=house.do(house.service, datetime(2026, 11, 24, 9, 5)), seen=slip.seen)
    assert (slip.state, slip.outcome, recheck_due(slip)) == (S.TO_ARCHIVE, Outcome.UNREACHABLE, None)
    assert missing_for_archive(slip) == ("告知客户的时间和方式", "部门主管签字的处理单：签字、扫描件，或“未归还”的原因")
    act = house.do(house.service, datetime(2026, 11, 24, 9, 10))
    slip = inform_customer(act=act, seen=slip.seen, note="已寄书面答复", means=Means.LETTER)
    slip = miss_paper(act=house.do(house.service, datetime(2026, 11, 24, 9, 11)), seen=slip.seen, reason="主管出差")
    assert archive_complaint(act=house.do(house.service, datetime(2026, 11, 24, 9, 12)), seen=slip.seen, closed=False).closed is False


def test_a_complaint_taken_back_before_a_result_needs_none_to_be_archived(house):
    slip = house.slip(S.TO_ROUTE)
    slip = take_back_complaint(act=house.do(house.service), seen=slip.seen, reason="误会")
    assert [what for what in missing_for_archive(slip) if "措施" in what] == []
    slip = inform_customer(act=house.do(house.service), seen=slip.seen, note="确认撤诉")
    slip = miss_paper(act=house.do(house.service), seen=slip.seen, reason="没有派单")
    slip = archive_complaint(act=house.do(house.service), seen=slip.seen, closed=True)
    again = reopen_complaint(act=house.do(house.manager), seen=slip.seen, reason="客户又来投诉")
    assert (again.state, again.round, again.archive_no) == (S.TO_ROUTE, 2, "GD-2026-0001")


def test_an_anonymous_customer_without_a_number_is_archived_without_being_told(house):
    slip = house.slip(S.TO_CALL_BACK, **NOBODY)
    slip = cannot_be_told(act=house.do(house.service), seen=slip.seen)
    assert [what for what in missing_for_archive(slip) if "告知" in what or "满意" in what or "回访" in what] == []
    assert ClockKind.TELLING not in {clock.kind for clock in clocks_of(slip, MONDAY)}


# Archive -----------------------------------------------------------------------------------------------------------------


def test_the_archive_names_everything_that_is_missing_and_gives_no_number(house):
    slip = house.slip(S.TO_ARCHIVE)
    slip = propose_compensation(act=house.do(house.service), seen=slip.seen, kind=CompensationKind.GIFT, amount=100_00, note="脚垫")
    with pytest.raises(UserError) as refused:
        archive_complaint(act=house.do(house.service), seen=slip.seen, closed=True)
    for words in ("二次回访（改善时间 11-23 当天或之后）", "补偿还没有批准", "部门主管签字的处理单"):
        assert words in refused.value.message
    assert ComplaintRecord.select().where(ComplaintRecord.archive_no.is_null(False)).count() == 0


def test_the_recheck_call_must_not_come_before_the_latest_improvement_date(house):
    slip = house.slip(S.IN_PROGRESS, departments=(house.workshop, house.parts))
    for name, day in (("车间", 24), ("配件", 26)):
        slip = submit_result(
            act=house.do(house.head_of(of(slip, name))), seen=slip.seen, row_id=of(slip, name).id,
            findings=house.findings(action_due_on=date(2026, 11, day)),
        )  # fmt: skip
    slip = accept_result(act=house.do(house.service), seen=slip.seen, feedback="好", satisfaction=Satisfaction.FAIR)
    slip = recheck_customer(act=house.do(house.service, datetime(2026, 11, 25, 9, 0)), seen=slip.seen, note="还好")
    assert missing_for_archive(slip)[0] == "二次回访（改善时间 11-26 当天或之后）"
    slip = recheck_customer(act=house.do(house.service, datetime(2026, 11, 26, 9, 0)), seen=slip.seen, note="还好")
    assert [what for what in missing_for_archive(slip) if "回访" in what] == []


def test_a_refused_compensation_does_not_hold_the_archive_and_a_refusal_needs_a_reason(house):
    slip = house.slip(S.TO_ARCHIVE)
    slip = propose_compensation(act=house.do(house.service), seen=slip.seen, kind=CompensationKind.GIFT, amount=100_00, note="脚垫")
    decide = {"compensation_id": slip.compensations[0].id, "approved": False}
    with pytest.raises(UserError, match="请写明原因"):
        decide_compensation(act=house.do(house.head), seen=slip.seen, **decide)
    slip = decide_compensation(act=house.do(house.head), seen=slip.seen, note="不是我们的责任", **decide)
    assert house.archive(slip, MONDAY).state is S.ARCHIVED


def test_archive_numbers_run_through_the_year_and_a_reopened_slip_keeps_its_own(house):
    first, second = house.slip(S.ARCHIVED), house.slip(S.ARCHIVED)
    assert (first.archive_no, second.archive_no) == ("GD-2026-0001", "GD-2026-0002")
    again = reopen_complaint(act=house.do(house.manager), seen=first.seen, reason="又漏", departments=[house.workshop])
    assert (again.state, again.round, again.outcome, again.closed) == (S.IN_PROGRESS, 2, None, None)
    assert not again.has_paper  # its paper is printed anew and must come back signed
    again = house.submit_all(again)
    again = accept_result(act=house.do(house.service), seen=again.seen, feedback="好", satisfaction=Satisfaction.FAIR)
    assert house.archive(again, MONDAY).archive_no == "GD-2026-0001"
    next_year = datetime(2027, 1, 4, 9, 0)
    for day in (datetime(2026, 12, 20, 9, 0), next_year):
        house.slip(S.TO_ROUTE, at=day)
    assert house.slip(S.ARCHIVED, at=next_year).archive_no == "GD-2027-0001"


def test_a_next_round_is_for_departments_that_signed(house):
    slip = house.slip(S.TO_CALL_BACK)
    reject = {"act": house.do(house.service), "seen": slip.seen, "feedback": "还漏"}
    with pytest.raises(UserError, match="请至少勾选一个部门"):
        reject_result(departments=[], **reject)
    with pytest.raises(UserError, match="只能勾选签收过"):
        reject_result(departments=[house.parts], **reject)


# Pauses, time, money -------------------------------------------------------------------------------------------------------


def test_a_pause_moves_the_limit_and_ends_with_the_slips_way(house):
    slip = house.slip(S.IN_PROGRESS)
    slip = pause_complaint(act=house.do(house.service, hour(1)), seen=slip.seen, reason="客户出差")
    slip = resume_complaint(act=house.do(house.service, datetime(2026, 11, 26, 9, 0)), seen=slip.seen)
    assert handling(slip, datetime(2026, 11, 26, 9, 0)) == datetime(2026, 11, 30, 17, 30)
    slip = pause_complaint(act=house.do(house.service, datetime(2026, 11, 26, 9, 5)), seen=slip.seen, reason="等配件")
    slip = void_complaint(act=house.do(house.manager, datetime(2026, 11, 26, 9, 6)), seen=slip.seen, reason="重复")
    assert slip.paused is None


def test_more_time_is_asked_once_and_moves_the_limit_when_it_is_granted(house):
    slip = house.slip(S.IN_PROGRESS)
    key = {"row_id": of(slip, "车间").id}
    slip = ask_more_time(act=house.do(house.head), seen=slip.seen, workdays=3, reason="等配件", **key)
    assert handling(slip, MONDAY) == datetime(2026, 11, 25, 17, 30)
    with pytest.raises(UserError, match="已有一个延期申请"):
        ask_more_time(act=house.do(house.head), seen=slip.seen, workdays=1, reason="等", **key)
    with pytest.raises(UserError, match="请写明原因"):
        decide_more_time(act=house.do(house.manager), seen=slip.seen, granted=False, **key)
    slip = decide_more_time(act=house.do(house.manager), seen=slip.seen, granted=True, **key)
    assert handling(slip, MONDAY) == datetime(2026, 11, 30, 17, 30)


def test_a_critical_slip_cannot_get_more_time_and_its_plan_is_kept_apart_from_its_result(house):
    slip = house.slip(S.IN_PROGRESS, severity=Severity.CRITICAL)
    key = {"row_id": of(slip, "车间").id}
    with pytest.raises(UserError, match="当天出方案"):
        ask_more_time(act=house.do(house.head), seen=slip.seen, workdays=1, reason="等", **key)
    with pytest.raises(UserError, match="请填处理方案"):
        save_plan(act=house.do(house.head), seen=slip.seen, findings=house.findings(action=""), **key)
    slip = save_plan(act=house.do(house.head, hour(1)), seen=slip.seen, findings=house.findings(result=""), **key)
    plan = next(clock for clock in clocks_of(slip, hour(1)) if clock.kind is ClockKind.PLAN)
    assert (plan.done_at, plan.on_time, of(slip, "车间").state) == (hour(1), True, R.IN_PROGRESS)


@pytest.mark.parametrize(
    ("change", "field"),
    [({"cause": " "}, "cause"), ({"action": ""}, "action"), ({"result": ""}, "result"), ({"action_due_on": None}, "action_due_on"),
     ({"action_due_on": date(2026, 11, 22)}, "action_due_on"), ({"cause": "长" * 1001}, "cause")],
)  # fmt: skip
def test_a_result_that_lacks_something_is_refused_beside_its_field(house, change, field):
    slip = house.slip(S.IN_PROGRESS)
    with pytest.raises(UserError) as refused:
        submit_result(act=house.do(house.head), seen=slip.seen, row_id=of(slip, "车间").id, findings=house.findings(**change))
    assert refused.value.field == field


def test_a_new_level_gives_open_departments_its_limit_but_not_those_typed_by_hand(house):
    slip = house.slip(S.TO_ROUTE)
    slip = route_complaint(
        act=house.do(house.aftersales), seen=slip.seen, departments=[Assignment(house.workshop), Assignment(house.parts, workdays=5)]
    )
    slip = edit_complaint(act=house.do(house.service), seen=slip.seen, form=house.form(severity=Severity.SERIOUS, mobile=""))
    assert [row.workdays for row in slip.current_rows] == [1, 5]
    assert [(one.field, one.old, one.new) for one in slip.steps[-1].changes] == [("级别", "一般", "严重")]


# Two PCs -------------------------------------------------------------------------------------------------------------------


def test_the_second_of_two_sees_what_the_first_changed_and_overwrites_nothing(house):
    slip = house.slip(S.TO_ROUTE)
    edit_complaint(act=house.do(house.service), seen=slip.seen, form=house.form(mobile="", severity=Severity.SERIOUS))
    with pytest.raises(Outdated, match=r"刚才有改动：李敏 11-23 09:00 修改（级别 改为 严重）"):
        edit_complaint(act=house.do(house.manager, hour(0)), seen=slip.seen, form=house.form(mobile="", severity=Severity.MINOR))
    now = complaint(act=house.do(house.service), complaint_id=slip.id)
    assert now.severity is Severity.SERIOUS
    with pytest.raises(Outdated, match=r"李敏 11-23 09:00 修改"):
        route_complaint(act=house.do(house.aftersales), seen=slip.seen, departments=[Assignment(house.workshop)])
    assert route_complaint(act=house.do(house.aftersales), seen=now.seen, departments=[Assignment(house.workshop)]).state is S.TO_ACCEPT


def test_the_same_press_twice_is_one_step_and_the_same_press_with_other_words_is_told(house):
    slip = house.slip(S.TO_ROUTE)
    act = house.do(house.service)
    once = inform_customer(act=act, seen=slip.seen, note="正在检修")
    assert inform_customer(act=act, seen=slip.seen, note="正在检修") == once
    with pytest.raises(AlreadySaved, match=f"已按 {slip.number} 保存"):
        inform_customer(act=act, seen=slip.seen, note="已经修好")
    assert len(once.contacts) == 1


def test_the_first_contact_counts_once_and_a_try_does_not(house):
    slip = house.slip(S.TO_ROUTE)
    slip = contact_customer(act=house.do(house.service, hour(1)), seen=slip.seen, reached=False, note="无人接听")
    assert slip.first_contact_at is None
    slip = contact_customer(act=house.do(house.service, hour(2)), seen=slip.seen, at=hour(2) - timedelta(minutes=10))
    assert slip.first_contact_at == hour(2) - timedelta(minutes=10)
    with pytest.raises(UserError, match="不能晚于现在"):
        contact_customer(act=house.do(house.service, hour(2)), seen=slip.seen, at=hour(3))
    with pytest.raises(UserError, match="不能早于受理时间"):
        contact_customer(act=house.do(house.service, hour(2)), seen=slip.seen, at=hour(-1))


def test_a_slip_raises_a_notice_that_is_found_by_its_number(house):
    slip = house.slip(S.TO_CALL_BACK)
    made = raise_rectification(act=house.do(house.service), seen=slip.seen, department_id=house.workshop, findings=[finding_of(slip)])
    slip = complaint(act=house.do(house.service), complaint_id=slip.id)
    assert ([one.number for one in notices_raised(slip)], slip.steps[-1].note) == ([made.number], f"{made.number} 车间")
    assert made.rows[0].finding.title == "售后—维修质量/返修"
