"""Two PCs on one notice: the second one hears of the first, nothing is written over; what both would have had stays to be shown."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from deskapp.errors import UserError
from deskapp.rectification.domain import Heading, NoticeState, Outdated, RowState
from deskapp.rectification.notices import accept_notice, drop_row, edit_notice, edit_row, issue_notice, return_notice
from deskapp.rectification.reading import notice
from deskapp.rectification.rows import answer_row, change_owner, report_done
from tests.deskapp.rectification.conftest import FLOOR, FRIDAY, HEARD, LIGHT, MONDAY

N, R = NoticeState, RowState
LATER = MONDAY + timedelta(minutes=5)


def test_an_edited_head_is_not_written_over(house):
    made = house.notice(N.TO_ISSUE)
    seen = made.heading
    edit_notice(act=house.do(house.manager), notice_id=made.id, heading=replace(seen, note="周五前看结果"), seen=seen)
    mine = replace(seen, due_on=FRIDAY)
    with pytest.raises(Outdated, match="表头已由 陈静 于 11-23 09:00 改过，您填的还没有保存"):
        edit_notice(act=house.do(house.service, LATER), notice_id=made.id, heading=mine, seen=seen)
    now = notice(act=house.do(house.service), notice_id=made.id)
    assert now.heading == Heading(house.sales, note="周五前看结果")
    both = edit_notice(act=house.do(house.service, LATER), notice_id=made.id, heading=mine, seen=now.heading)  # having seen it
    assert both.heading == mine
    assert [(step.what, step.by) for step in both.steps] == [("起草", house.service), ("修改", house.manager), ("修改", house.service)]


def test_an_edit_that_changes_nothing_leaves_no_trace(house):
    made = house.notice(N.TO_ISSUE)
    same = edit_notice(act=house.do(house.service), notice_id=made.id, heading=made.heading, seen=made.heading)
    assert [step.what for step in same.steps] == ["起草"]


def test_a_row_mended_elsewhere_is_not_written_over(house):
    made = house.notice(N.TO_ISSUE, HEARD, FLOOR)
    key = {"notice_id": made.id, "position": 1, "seen": HEARD}
    edit_row(act=house.do(house.manager), finding=replace(HEARD, fact="3 盏不亮"), **key)
    with pytest.raises(Outdated, match="第 1 项已由 陈静 于 11-23 09:00 改过"):
        edit_row(act=house.do(house.service, LATER), finding=replace(HEARD, fact="4 盏不亮"), **key)
    assert notice(act=house.do(house.service), notice_id=made.id).rows[0].finding.fact == "3 盏不亮"


def test_a_row_dropped_elsewhere_is_not_mended(house):
    made = house.notice(N.TO_ISSUE, HEARD, FLOOR)
    drop_row(act=house.do(house.manager), notice_id=made.id, position=1, reason="已换好")
    with pytest.raises(Outdated):
        edit_row(act=house.do(house.service), notice_id=made.id, position=1, finding=replace(HEARD, fact="又坏"), seen=HEARD)


def test_the_words_of_a_sheet_are_not_changed(house):
    made = house.notice(N.TO_ISSUE, LIGHT)
    with pytest.raises(UserError, match="原文不能改。不需要整改请去掉这一项"):
        edit_row(act=house.do(house.service), notice_id=made.id, position=1, finding=replace(LIGHT, fact="都亮"), seen=LIGHT)


def test_issued_and_edited_at_once_only_one_of_them_counts(house):
    made = house.notice(N.TO_ISSUE)
    issue_notice(act=house.do(house.manager), notice_id=made.id)
    with pytest.raises(Outdated, match="已由 陈静 于 11-23 09:00 下发，现在是“待签收”"):
        edit_notice(act=house.do(house.service), notice_id=made.id, heading=replace(made.heading, note="x"), seen=made.heading)


def test_accepted_and_sent_back_at_once_only_one_of_them_counts(house):
    made = house.notice(N.TO_ACCEPT)
    accept_notice(act=house.do(house.head), notice_id=made.id)
    with pytest.raises(Outdated):
        return_notice(act=house.do(house.service), notice_id=made.id, reason="不归我们管", signed_by="张伟")
    assert notice(act=house.do(house.head), notice_id=made.id).accepted_by == "张伟"


def test_two_answers_to_one_row_leave_the_first(house):
    made = house.notice(R.TO_ANSWER)
    key = {"notice_id": made.id, "position": 1}
    answer_row(act=house.do(house.head), answer=house.answer(), **key)
    with pytest.raises(Outdated, match="第 1 项已由 张伟 于 11-23 09:00 填写措施，现在是“整改中”"):
        answer_row(act=house.do(house.service, LATER), answer=house.answer(action="另一个办法"), signed_by="张伟", **key)
    row = notice(act=house.do(house.head), notice_id=made.id).rows[0]
    assert (len(row.rounds), row.rounds[0].answer.action) == (1, "更换并每周检查")


def test_done_is_reported_by_whom_it_was_given_to_meanwhile(house):
    made = house.notice(R.IN_PROGRESS)
    key = {"notice_id": made.id, "position": 1}
    change_owner(act=house.do(house.head), owner_id=house.head, **key)
    with pytest.raises(UserError, match="只能由责任人 张伟 报完成"):
        report_done(act=house.do(house.seller), note="已更换", **key)


def test_the_same_press_twice_is_one_step(house):
    made = house.notice(N.TO_ISSUE)
    act = house.do(house.service)
    seen = made.heading
    wanted = replace(seen, due_on=date(2026, 12, 1))
    first = edit_notice(act=act, notice_id=made.id, heading=wanted, seen=seen)
    again = edit_notice(act=act, notice_id=made.id, heading=wanted, seen=seen)
    assert first == again
