"""Notices on the first page: to customer service its steps and everything late by name, to a department and an owner their own."""

from datetime import datetime, timedelta

from deskapp.rectification.domain import NoticeState, RowState
from deskapp.rectification.enforcement import decide_appraisal, propose_appraisal
from deskapp.rectification.rows import ask_extension
from deskapp.staff.domain import Role
from deskapp.today.rectification import APPRAISALS
from deskapp.today.service import today
from tests.deskapp.people import hire
from tests.deskapp.rectification.conftest import FLOOR, FRIDAY, LIGHT, MONDAY
from tests.deskapp.rectification.conftest import house as shop

__all__ = ["shop"]

N, R = NoticeState, RowState
THURSDAY = datetime(2026, 11, 26, 9, 0)


def lines(shop, who, at=MONDAY):
    found = today(act=shop.do(who, at))
    duties = (*found.overdue, *found.today, *found.tomorrow, *found.week)
    return [(duty.what, duty.who, duty.due.words) for duty in duties if duty.room == "rectification"]


def test_a_draft_is_customer_services_and_nobody_elses(shop):
    shop.notice(N.TO_ISSUE, LIGHT, FLOOR)
    assert lines(shop, shop.service) == [("下发 灯光 等 2 项", "客服", "剩 1 个工作日")]
    for other in (shop.head, shop.seller, shop.boss, shop.other_head):
        assert lines(shop, other) == []


def test_what_is_to_be_accepted_is_the_heads_and_once_late_customer_services_by_name(shop):
    shop.notice(N.TO_ACCEPT)
    assert lines(shop, shop.head) == [("签收 灯光", "张伟", "剩 1 个工作日")]
    assert lines(shop, shop.service) == []
    late = [("签收 灯光", "张伟", "超 2 天")]
    assert lines(shop, shop.head, THURSDAY) == late
    assert lines(shop, shop.service, THURSDAY) == late
    assert lines(shop, shop.other_head, THURSDAY) == []


def test_rows_that_wait_for_the_same_step_are_one_line(shop):
    shop.notice(R.TO_ANSWER, LIGHT, FLOOR)
    assert lines(shop, shop.head) == [("填写措施 灯光 等 2 项", "张伟", "剩 2 个工作日")]


def test_an_owner_has_his_row_until_it_is_done_and_his_head_hears_of_it_when_late(shop):
    shop.notice(R.IN_PROGRESS)
    assert lines(shop, shop.seller) == [("完成整改 灯光", "孙浩", "剩 4 个工作日")]
    assert lines(shop, shop.head) == []
    after = datetime(2026, 11, 30, 9, 0)
    assert lines(shop, shop.head, after) == [("完成整改 灯光", "孙浩", "超 1 天")]
    assert lines(shop, shop.service, after) == [("完成整改 灯光", "孙浩", "超 1 天")]


def test_a_recheck_is_customer_services(shop):
    shop.notice(R.TO_RECHECK)
    on = datetime(2026, 12, 1, 9, 0)
    assert lines(shop, shop.service, on) == [("复检 灯光", "客服", "今天到期")]
    assert lines(shop, shop.seller, on) == []


def test_what_the_manager_decides_is_his(shop):
    made = shop.notice(R.IN_PROGRESS)
    later = FRIDAY + timedelta(days=4)
    ask_extension(act=shop.do(shop.head), notice_id=made.id, position=1, promised_on=later, reason="缺货")
    key = propose_appraisal(act=shop.do(shop.service), notice_id=made.id, points=-1, reason="超期")
    wanted = [("批延期 第 1 项 灯光", "客服经理", "今天到期"), ("确认考核建议 1 条", "客服经理", "剩 1 个工作日")]
    assert lines(shop, shop.manager) == wanted
    assert lines(shop, shop.service) == []
    (proposal,) = (duty for duty in today(act=shop.do(shop.manager)).tomorrow if duty.room == "rectification")
    assert (proposal.list_of, proposal.number) == (APPRAISALS, "")
    decide_appraisal(act=shop.do(shop.manager), appraisal_id=key, confirmed=True)
    assert lines(shop, shop.manager) == wanted[:1]


def test_who_has_no_part_is_asked_nothing(shop):
    shop.notice(N.TO_ACCEPT)
    assert lines(shop, hire("王芳", Role.FRONT_DESK, department="前台")) == []
