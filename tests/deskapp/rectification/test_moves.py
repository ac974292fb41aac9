"""The one next step: for each state and each person what the window offers, or whose turn it is; and the service agrees."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from deskapp.errors import UserError
from deskapp.rectification.domain import NoticeState, RecheckResult, RowState, Source
from deskapp.rectification.enforcement import add_focus, appraisals_of, focus_of, open_appraisals, propose_appraisal
from deskapp.rectification.moves import Move, moves
from deskapp.rectification.notices import accept_notice, draft_notice, edit_notice, issue_notice
from deskapp.rectification.reading import heads_of, notices, owed_by, reach_of, sees_notices, with_steps
from deskapp.rectification.rows import answer_row, ask_extension, change_owner, recheck, report_done
from deskapp.staff.domain import Role
from deskapp.store.days import calendar
from tests.deskapp.attachments.shelves import a_photo
from tests.deskapp.people import department_id, hire
from tests.deskapp.rectification.conftest import FLOOR, FRIDAY, HEARD, LIGHT, MONDAY

N, R, M = NoticeState, RowState, Move
TODAY, AFTER = MONDAY.date(), FRIDAY + timedelta(days=1)


def of(house, who, found, *, on=TODAY, position=1):
    reach = reach_of(house.do(getattr(house, who)))
    row = next(row for row in found.rows if row.position == position)
    return moves(found, row, reach, on, heads="张伟", owner="孙浩")


# state -> who -> the next step, or in words whose turn it is
NEXT = {
    N.TO_ISSUE: {"service": M.ISSUE, "manager": M.ISSUE, "head": "客服", "seller": "客服", "boss": "客服"},
    N.TO_ACCEPT: {"service": M.ACCEPT, "manager": M.ACCEPT, "head": M.ACCEPT, "seller": "张伟", "boss": "张伟", "other_head": "张伟"},
    R.TO_ANSWER: {"service": M.ANSWER, "head": M.ANSWER, "seller": "张伟", "boss": "张伟"},
    R.IN_PROGRESS: {"service": M.REPORT_DONE, "head": "孙浩", "seller": M.REPORT_DONE, "boss": "孙浩"},
    R.TO_RECHECK: {"service": M.RECHECK, "manager": M.RECHECK, "head": "客服", "seller": "客服"},
    R.CLOSED: {"service": "", "head": ""},
    N.VOID: {"service": "", "manager": ""},
}


@pytest.mark.parametrize("place", range(len(NEXT)), ids=[f"{type(state).__name__}.{state.name}" for state in NEXT])
def test_each_is_offered_his_step_or_told_whose_turn_it_is(house, place):
    state, expected = list(NEXT.items())[place]
    made = house.notice(state)
    for who, wanted in expected.items():
        offered = of(house, who, made)
        assert (offered.next or offered.waits_for) == wanted, who


def test_after_the_promised_day_customer_service_goes_to_look(house):
    made = house.notice(R.IN_PROGRESS)
    assert of(house, "service", made, on=AFTER).next is M.BEGIN_RECHECK
    assert M.REPORT_DONE in of(house, "service", made, on=AFTER).others
    assert of(house, "seller", made, on=AFTER).next is M.REPORT_DONE


def test_a_request_for_more_time_waits_for_the_manager(house):
    made = house.notice(R.IN_PROGRESS)
    asked = ask_extension(act=house.do(house.head), notice_id=made.id, position=1, promised_on=AFTER + timedelta(days=3), reason="缺货")
    assert of(house, "manager", asked).next is M.DECIDE_EXTENSION
    assert of(house, "service", asked).next is M.REPORT_DONE
    assert M.ASK_EXTENSION not in of(house, "head", asked).others


def test_before_issuing_rows_are_mended_dropped_and_merged(house):
    made = house.notice(N.TO_ISSUE, HEARD, LIGHT)
    assert of(house, "service", made).others == (M.EDIT, M.EDIT_ROW, M.DROP_ROW, M.MERGE)
    assert of(house, "service", made, position=2).others == (M.EDIT, M.DROP_ROW, M.MERGE)  # a row of a sheet keeps its words
    assert of(house, "manager", made).others[-1] is M.VOID
    one = house.notice(N.TO_ISSUE, LIGHT)
    assert M.DROP_ROW not in of(house, "service", one).others


def test_who_owns_a_row_does_not_recheck_it(house):
    form = house.form(LIGHT)
    made = draft_notice(act=house.do(house.service), form=replace(form, department_id=department_id("客服部")))
    issue_notice(act=house.do(house.service), notice_id=made.id)
    accept_notice(act=house.do(house.manager), notice_id=made.id)
    row = {"notice_id": made.id, "position": 1}
    answer_row(act=house.do(house.manager), answer=house.answer(owner_id=house.service), **row)
    done = report_done(act=house.do(house.service), note="已更换", **row)
    offered = of(house, "service", done)
    assert (offered.next, offered.waits_for) == (None, "另一位客服")
    assert of(house, "manager", done).next is M.RECHECK


def test_from_paper_is_only_what_is_not_ones_own(house):
    made = house.notice(R.IN_PROGRESS)
    row = made.rows[0]
    assert reach_of(house.do(house.service)).from_paper(made, row)
    assert not reach_of(house.do(house.head)).from_paper(made, row)
    assert not reach_of(house.do(house.seller)).from_paper(made, row)


def test_the_head_of_a_department_is_named_and_without_one_that_of_the_department_above(house):
    assert heads_of(house.sales) == "张伟"
    hire("黄强", Role.SUPERVISOR, department="售后部")
    assert heads_of(department_id("配件")) == "黄强"
    assert heads_of(department_id("车间")) == "钱多"
    assert heads_of(department_id("市场部")) == ""


def test_who_has_no_part_sees_nothing_and_an_owner_sees_his_notice_whatever_his_role(house):
    lounge = hire("林晓", Role.LOUNGE_ATTENDANT, department="销售部")
    assert not sees_notices(house.do(lounge))
    made = house.notice(R.IN_PROGRESS)
    change_owner(act=house.do(house.head), notice_id=made.id, position=1, owner_id=lounge)
    assert sees_notices(house.do(lounge))
    assert [one.id for one in notices(act=house.do(lounge))] == [made.id]
    found = notices(act=house.do(lounge))[0]
    assert moves(found, found.rows[0], reach_of(house.do(lounge)), TODAY).next is M.REPORT_DONE


def test_photos_of_what_was_found_done_and_rechecked_stay_with_their_round(house):
    shots = [a_photo(colour) for colour in ("red", "green", "blue")]
    made = draft_notice(act=house.do(house.service), form=house.form(LIGHT, FLOOR), photos=[[shots[0]]])
    assert [len(row.finding.photos) for row in made.rows] == [1, 0]
    ready = house.notice(R.IN_PROGRESS)
    key = {"notice_id": ready.id, "position": 1}
    report_done(act=house.do(house.seller), note="已更换", photos=[shots[1]], **key)
    again = recheck(
        act=house.do(house.service), result=RecheckResult.FAILED, note="又坏", promised_on=AFTER, photos=[shots[2], shots[0]], **key
    )
    first, second = again.rows[0].rounds
    assert (len(first.done_photos), len(first.recheck_photos), len(second.done_photos)) == (1, 2, 0)


def test_a_focus_notice_keeps_its_day_when_it_is_edited(house):
    since = {"process": "交车", "item": "洗车清洁", "why": "连续三周不合格", "since": TODAY, "aim": "不合格 0"}
    focus = add_focus(act=house.do(house.service), department_id=house.sales, **since)
    made = draft_notice(act=house.do(house.service), form=house.form(source=Source.FOCUS, focus_id=focus, due_on=FRIDAY))
    assert focus_of(focus).item == "洗车清洁"
    with pytest.raises(UserError, match="重点改善项目要由客服定完成日"):
        edit_notice(act=house.do(house.service), notice_id=made.id, heading=house.heading(), seen=made.heading)


def test_proposals_wait_for_the_manager_and_stand_on_their_notice(house):
    made = house.notice(N.TO_ACCEPT)
    key = propose_appraisal(act=house.do(house.service), notice_id=made.id, points=-2, reason="超期未签收")
    assert [one.id for one in open_appraisals(act=house.do(house.service))] == [key]
    assert [one.points for one in appraisals_of(made.id)] == [-2]
    last = notices(act=house.do(house.service))[0]
    assert with_steps(last).steps[-1].note == "−2 分：超期未签收"


def test_a_promise_beyond_every_holiday_is_read_from_the_calendar(house):
    """A notice of the day before the spring festival, over nine days off and two make-up days."""
    at = datetime(2026, 2, 13, 16, 0)
    made = draft_notice(act=house.do(house.service, at), form=house.form())
    issued = issue_notice(act=house.do(house.service, at), notice_id=made.id)
    assert [one.due_on for one in owed_by(issued, calendar())] == [date(2026, 2, 14)]  # a Saturday that is worked
    accepted = accept_notice(act=house.do(house.head, datetime(2026, 2, 14, 17, 0)), notice_id=made.id)
    assert [one.due_on for one in owed_by(accepted, calendar())] == [date(2026, 2, 25)]
