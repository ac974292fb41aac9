"""The business of a notice: rounds, closing, deadlines, overdue by name, merging, extensions, appraisals."""

from datetime import date, datetime, timedelta

import pytest

from deskapp.data import writing
from deskapp.errors import UserError
from deskapp.rectification.domain import Lane, NoticeForm, NoticeState, RecheckResult, RowState, Source, lane
from deskapp.rectification.enforcement import add_focus, appraisals, close_focus, decide_appraisal, focus_items, propose_appraisal
from deskapp.rectification.notices import accept_notice, draft_notice, drop_row, issue_notice, merge_notices, raise_notice, return_notice
from deskapp.rectification.reading import notice, notices, notices_of, overdue, owed_by
from deskapp.rectification.rows import answer_row, ask_extension, begin_recheck, decide_extension, recheck, report_done, withdraw_row
from deskapp.store.days import calendar
from tests.deskapp.people import department_id
from tests.deskapp.rectification.conftest import FLOOR, FRIDAY, LIGHT, MONDAY

N, R = NoticeState, RowState


def owed_words(found):
    return [(step.what, step.due_on, step.position) for step in owed_by(found, calendar())]


def test_a_row_failed_at_recheck_is_closed_in_the_second_round(house):
    made = house.notice(R.TO_RECHECK)
    row = {"notice_id": made.id, "position": 1}
    again = recheck(act=house.do(house.service), result=RecheckResult.PARTLY, note="还有 1 盏", promised_on=date(2026, 11, 30), **row)
    assert (again.rows[0].state, [turn.number for turn in again.rows[0].rounds]) == (R.IN_PROGRESS, [1, 2])
    report_done(act=house.do(house.seller), note="全部更换", **row)
    closed = recheck(act=house.do(house.service), result=RecheckResult.PASSED, **row)
    assert (closed.state, closed.lane) == (N.CLOSED, Lane.CLOSED)
    assert [turn.recheck for turn in closed.rows[0].rounds] == [RecheckResult.PARTLY, RecheckResult.PASSED]
    assert [step.what for step in closed.steps] == [
        "起草", "下发", "签收", "填写措施", "报完成", "复检部分合格", "报完成", "复检合格", "全部关闭",
    ]  # fmt: skip


def test_a_notice_closes_only_with_its_last_row(house):
    made = house.notice(R.TO_RECHECK, LIGHT, FLOOR)
    half = recheck(act=house.do(house.service), notice_id=made.id, position=1, result=RecheckResult.PASSED)
    assert (half.state, half.lane) == (N.IN_PROGRESS, Lane.TO_ANSWER)
    whole = withdraw_row(act=house.do(house.manager), notice_id=made.id, position=2, reason="店面改造")
    assert whole.state is N.CLOSED


def test_a_failed_recheck_needs_what_is_missing_and_a_new_day(house):
    made = house.notice(R.TO_RECHECK)
    row = {"notice_id": made.id, "position": 1, "result": RecheckResult.FAILED}
    with pytest.raises(UserError, match="请写明还差什么"):
        recheck(act=house.do(house.service), promised_on=FRIDAY, **row)
    with pytest.raises(UserError, match="请填新的改善时间"):
        recheck(act=house.do(house.service), note="又坏一盏", **row)
    assert notice(act=house.do(house.service), notice_id=made.id).rows[0].state is R.TO_RECHECK


def test_nobody_rechecks_his_own_row(house):
    form = NoticeForm(department_id("客服部"), (LIGHT,))
    made = draft_notice(act=house.do(house.service), form=form)
    issue_notice(act=house.do(house.service), notice_id=made.id)
    accept_notice(act=house.do(house.manager), notice_id=made.id)
    row = {"notice_id": made.id, "position": 1}
    answer_row(act=house.do(house.manager), answer=house.answer(owner_id=house.service), **row)
    report_done(act=house.do(house.service), note="已更换", **row)
    with pytest.raises(UserError, match="复检不能由责任人自己做"):
        recheck(act=house.do(house.service), result=RecheckResult.PASSED, **row)
    recheck(act=house.do(house.manager), result=RecheckResult.PASSED, **row)


def test_what_was_not_reported_is_rechecked_from_the_day_after_the_promised_one(house):
    made = house.notice(R.IN_PROGRESS)
    row = {"notice_id": made.id, "position": 1}
    on_friday = datetime(2026, 11, 27, 17, 0)
    with pytest.raises(UserError, match="11-28 起才能到期复检"):
        begin_recheck(act=house.do(house.service, on_friday), **row)
    assert begin_recheck(act=house.do(house.service, on_friday + timedelta(days=1)), **row).rows[0].state is R.TO_RECHECK


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"cause": " "}, "cause", "请写明原因"),
        ({"action": ""}, "action", "请写明改善措施"),
        ({"owner_id": 2}, "owner", "责任人要是销售部的人"),
        ({"promised_on": date(2026, 11, 22)}, "promised_on", "不能早于今天"),
        ({"promised_on": date(2026, 12, 24)}, "promised_on", "最晚 2026-12-23"),
        ({"immediate_action": "先用台灯"}, "immediate_on", "一起填"),
    ],
)
def test_an_answer_that_cannot_hold_is_refused_beside_its_field(house, change, field, words):
    made = house.notice(R.TO_ANSWER)
    with pytest.raises(UserError, match=words) as refused:
        answer_row(act=house.do(house.head), notice_id=made.id, position=1, answer=house.answer(**change))
    assert refused.value.field == field


def test_a_promise_keeps_to_the_required_day_and_the_manager_may_allow_more(house):
    bound = house.notice(R.TO_ANSWER, due_on=FRIDAY)
    late = house.answer(promised_on=date(2026, 11, 28))
    with pytest.raises(UserError, match="不能晚于要求完成日 2026-11-27"):
        answer_row(act=house.do(house.head), notice_id=bound.id, position=1, answer=late)
    free = house.notice(R.TO_ANSWER)
    far = house.answer(promised_on=date(2027, 1, 15))
    done = answer_row(act=house.do(house.manager), notice_id=free.id, position=1, answer=far, signed_by="张伟")
    assert done.rows[0].promised_on == date(2027, 1, 15)


def test_deadlines_run_in_working_days_over_holidays_and_make_up_days(house):
    before_holiday = datetime(2026, 9, 30, 10, 0)
    made = draft_notice(act=house.do(house.service, before_holiday), form=house.form())
    assert owed_words(made) == [("下发", date(2026, 10, 8), 0)]
    issued = issue_notice(act=house.do(house.service, before_holiday), notice_id=made.id)
    assert owed_words(issued) == [("签收", date(2026, 10, 8), 0)]
    accepted = accept_notice(act=house.do(house.head, datetime(2026, 10, 8, 9, 0)), notice_id=made.id)
    assert owed_words(accepted) == [("填写措施", date(2026, 10, 10), 1)]  # a Saturday that is worked
    promised = house.answer(promised_on=date(2026, 10, 14))
    row = {"notice_id": made.id, "position": 1}
    answered = answer_row(act=house.do(house.head, datetime(2026, 10, 9, 9, 0)), answer=promised, **row)
    assert owed_words(answered) == [("完成整改", date(2026, 10, 14), 1)]
    early = report_done(act=house.do(house.seller, datetime(2026, 10, 12, 9, 0)), note="已更换", **row)
    assert owed_words(early) == [("复检", date(2026, 10, 16), 1)]


def test_an_ignored_notice_is_overdue_by_name_and_every_step_stays_open(house):
    made = house.notice(N.TO_ACCEPT)
    thursday = datetime(2026, 11, 26, 9, 0)
    (late,) = overdue(act=house.do(house.service, thursday))
    assert (late.words, late.days) == ("张伟 超 2 天未签收", 2)
    assert overdue(act=house.do(house.service, datetime(2026, 11, 24, 17, 0))) == ()
    accept_notice(act=house.do(house.head, thursday), notice_id=made.id)
    answer_row(act=house.do(house.head, thursday), notice_id=made.id, position=1, answer=house.answer())
    monday = datetime(2026, 11, 30, 9, 0)
    assert [late.words for late in overdue(act=house.do(house.head, monday))] == ["孙浩 超 1 天未完成整改"]
    assert notice(act=house.do(house.head, monday), notice_id=made.id).state is N.IN_PROGRESS


def test_each_sees_what_concerns_him(house):
    made = house.notice(R.IN_PROGRESS)
    for who in (house.service, house.manager, house.head, house.seller, house.boss):
        assert [one.id for one in notices(act=house.do(who))] == [made.id]
    assert notices(act=house.do(house.other_head)) == ()
    with pytest.raises(LookupError):
        notice(act=house.do(house.other_head), notice_id=made.id)


def test_notices_of_one_department_are_merged_and_the_empty_one_names_where_its_rows_went(house):
    one, two = house.notice(N.TO_ISSUE, LIGHT), house.notice(N.TO_ISSUE, FLOOR)
    drop_row_refused = {"notice_id": two.id, "position": 1, "reason": "已改好"}
    with pytest.raises(UserError, match="这是最后一项"):
        drop_row(act=house.do(house.service), **drop_row_refused)
    whole = merge_notices(act=house.do(house.service), into_id=one.id, from_id=two.id)
    assert [row.finding.title for row in whole.rows] == ["灯光", "地面墙面"]
    empty = notice(act=house.do(house.service), notice_id=two.id)
    assert (empty.state, empty.merged_into) == (N.VOID, one.number)
    with pytest.raises(UserError, match="请选另一张整改单"):
        merge_notices(act=house.do(house.service), into_id=one.id, from_id=one.id)
    elsewhere = draft_notice(act=house.do(house.service), form=NoticeForm(department_id("车间"), (LIGHT,)))
    with pytest.raises(UserError, match="只能合并同一部门"):
        merge_notices(act=house.do(house.service), into_id=one.id, from_id=elsewhere.id)


def test_a_returned_notice_is_issued_again(house):
    made = house.notice(N.TO_ACCEPT)
    back = return_notice(act=house.do(house.head), notice_id=made.id, reason="是市场部的灯")
    assert (back.state, back.issued_at, back.steps[-1].note) == (N.TO_ISSUE, None, "张伟：是市场部的灯")
    assert issue_notice(act=house.do(house.service), notice_id=made.id).state is N.TO_ACCEPT


def test_more_time_is_asked_once_and_refused_with_a_reason(house):
    made = house.notice(R.IN_PROGRESS)
    row = {"notice_id": made.id, "position": 1}
    with pytest.raises(UserError, match="新的改善时间要晚于 2026-11-27"):
        ask_extension(act=house.do(house.head), promised_on=FRIDAY, reason="缺货", **row)
    ask_extension(act=house.do(house.head), promised_on=date(2026, 12, 1), reason="缺货", **row)
    with pytest.raises(UserError, match="已有一个延期申请"):
        ask_extension(act=house.do(house.head), promised_on=date(2026, 12, 2), reason="缺货", **row)
    with pytest.raises(UserError, match="请写明原因"):
        decide_extension(act=house.do(house.manager), granted=False, **row)
    refused = decide_extension(act=house.do(house.manager), granted=False, note="有库存", **row)
    assert (refused.rows[0].promised_on, refused.rows[0].asked) == (FRIDAY, None)


def test_a_check_raises_its_notice_through_the_one_door(house):
    form = house.form(LIGHT, source=Source.INSPECTION, source_no="JC-20261123-001")
    with pytest.raises(UserError, match="来源“检查”的整改单由检查自动生成"):
        draft_notice(act=house.do(house.service), form=form)
    with writing(house.do(house.service), "finish_inspection") as tx:
        raise_notice(tx, form)
    (raised,) = notices_of(source=Source.INSPECTION, source_no="JC-20261123-001")
    assert raised.state is N.TO_ISSUE


def test_a_notice_without_rows_or_facts_is_refused(house):
    with pytest.raises(UserError, match="请至少写一项不合格内容"):
        draft_notice(act=house.do(house.service), form=NoticeForm(house.sales, ()))
    with pytest.raises(UserError, match="第 1 项“灯光”没有写事实"):
        from dataclasses import replace

        draft_notice(act=house.do(house.service), form=house.form(replace(LIGHT, fact=" ")))


def test_a_focus_item_has_a_day_set_by_customer_service(house):
    since = {"process": "交车", "item": "洗车清洁", "why": "连续三周不合格", "since": MONDAY.date(), "aim": "不合格 0"}
    focus = add_focus(act=house.do(house.service), department_id=house.sales, **since)
    with pytest.raises(UserError, match="重点改善项目要由客服定完成日"):
        draft_notice(act=house.do(house.service), form=house.form(source=Source.FOCUS, focus_id=focus))
    draft_notice(act=house.do(house.service), form=house.form(source=Source.FOCUS, focus_id=focus, due_on=FRIDAY))
    close_focus(act=house.do(house.service), focus_id=focus, note="三周无不合格")
    assert focus_items(act=house.do(house.service)) == ()
    with pytest.raises(UserError, match="请选一个重点改善项目"):
        draft_notice(act=house.do(house.service), form=house.form(source=Source.FOCUS, focus_id=focus, due_on=FRIDAY))


def test_appraisals_are_points_that_the_manager_confirms_or_waives(house):
    made = house.notice(N.TO_ACCEPT)
    key = propose_appraisal(act=house.do(house.service), notice_id=made.id, points=-2, reason="超期未签收", staff_id=house.seller)
    other = propose_appraisal(act=house.do(house.service), notice_id=made.id, points=-1, reason="重复项目")
    with pytest.raises(UserError, match="请写明原因"):
        decide_appraisal(act=house.do(house.manager), appraisal_id=key, confirmed=False)
    decide_appraisal(act=house.do(house.manager), appraisal_id=key, confirmed=False, note="当天停电")
    decide_appraisal(act=house.do(house.manager), appraisal_id=other, confirmed=True)
    found = appraisals(act=house.do(house.service), first=MONDAY.date(), last=MONDAY.date())
    assert [(one.points, one.confirmed, one.decided_note) for one in found] == [(-1, True, ""), (-2, False, "当天停电")]
    with pytest.raises(UserError, match="已经处理过"):
        decide_appraisal(act=house.do(house.manager), appraisal_id=key, confirmed=True)


def test_a_notice_stands_in_the_lane_of_its_least_advanced_row():
    assert lane(N.IN_PROGRESS, [R.TO_RECHECK, R.IN_PROGRESS, R.CLOSED]) is Lane.IN_PROGRESS
    assert lane(N.IN_PROGRESS, [R.TO_RECHECK, R.TO_ANSWER]) is Lane.TO_ANSWER
    assert lane(N.TO_ACCEPT, [R.TO_ANSWER]) is Lane.TO_ACCEPT
    assert (lane(N.VOID, [R.TO_ANSWER]), lane(N.CLOSED, [])) == (Lane.CLOSED, Lane.CLOSED)
