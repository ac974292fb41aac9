"""Signing on and ticking: who may, when, and who was first."""

from datetime import timedelta

import pytest

from deskapp.checklists.domain import Result
from deskapp.errors import NotAllowed, UserError
from deskapp.lounge.domain import SMOKE_FREE, SlotState
from deskapp.lounge.duty import (
    correct_slot,
    mark_not_applicable,
    mark_slot,
    sign_off_duty,
    sign_on,
    tick_area,
    undo_mark,
)
from deskapp.lounge.watching import sign_off_day
from deskapp.staff.domain import Role
from deskapp.store.service import change_setting
from tests.deskapp.lounge.conftest import DAY, at
from tests.deskapp.people import hire

NEXT = DAY + timedelta(days=1)


def states(lounge, clock):
    day = lounge.day()
    return {slot.code: day.state(slot.code, at(clock)) for slot in day.slots}


def test_one_tap_says_it_is_done(lounge):
    lounge.on(lounge.lin)
    mark_slot(act=lounge.do(lounge.lin, "08:12"), slot="L1")
    assert states(lounge, "08:20")["L1"] is SlotState.DONE
    mark_slot(act=lounge.do(lounge.lin, "08:35:01"), slot="L2")
    assert states(lounge, "08:40")["L2"] is SlotState.DONE
    assert lounge.day().number == "RZ-20261123-001"


def test_a_slot_may_be_ticked_from_its_start_to_midnight_also_while_the_next_one_runs(lounge):
    lounge.on(lounge.lin)
    with pytest.raises(UserError, match="08:15 开始的时段还没到"):
        mark_slot(act=lounge.do(lounge.lin, "08:14:59"), slot="L2")
    mark_slot(act=lounge.do(lounge.lin, "09:00"), slot="L2")
    assert states(lounge, "09:00")["L2"] is SlotState.LATE
    mark_slot(act=lounge.do(lounge.lin, "23:59:59"), slot="L1")
    assert states(lounge, "23:59:59")["L1"] is SlotState.LATE


def test_yesterday_takes_no_tick(lounge):
    lounge.on(lounge.lin)
    lounge.on(lounge.lin, day=NEXT)
    mark_slot(act=lounge.do(lounge.lin, "08:12", day=NEXT), slot="L1")
    assert lounge.day().state("L1", at("10:00", day=NEXT)) is SlotState.MISSED
    assert lounge.day(NEXT).state("L1", at("10:00", day=NEXT)) is SlotState.DONE


def test_who_is_not_on_duty_cannot_tick(lounge):
    with pytest.raises(UserError, match="林晓 还没有签到"):
        mark_slot(act=lounge.do(lounge.lin, "08:12"), slot="L1")


def test_the_second_who_ticks_is_told_who_was_first(lounge):
    lounge.on(lounge.lin, lounge.wu)
    mark_slot(act=lounge.do(lounge.lin, "08:12"), slot="L1")
    with pytest.raises(UserError, match="08:10 时段已由 林晓 于 08:12 登记"):
        mark_slot(act=lounge.do(lounge.wu, "08:13"), slot="L1")


def test_a_tap_sent_twice_is_one_tick(lounge):
    lounge.on(lounge.lin)
    one = lounge.do(lounge.lin, "08:12", request_id="tap")
    assert mark_slot(act=one, slot="L1") == mark_slot(act=one, slot="L1")
    assert len(lounge.day().marks) == 1


def test_a_cleaning_slot_asks_for_its_whole_area_list(lounge):
    lounge.on(lounge.lin)
    with pytest.raises(UserError, match="区域清单还有 13 项未查：桌面、烟灰缸、地面沙发、精品柜…"):
        mark_slot(act=lounge.do(lounge.lin, "09:00"), slot="L3")
    tick_area(act=lounge.do(lounge.lin, "09:00"), slot="L3", marks={"E1": (Result.PASSED, "")})
    lounge.area_done(lounge.lin, "L3", "09:30", failing="E9")
    mark_slot(act=lounge.do(lounge.lin, "09:31"), slot="L3")
    (area,) = lounge.day().areas
    assert ([item.code for item in area.failed], area.slot) == (["E9"], "L3")


def test_in_a_smoke_free_store_ashtrays_do_not_apply(lounge):
    change_setting(act=lounge.do(lounge.manager, "08:00"), setting=SMOKE_FREE, text="是")
    lounge.on(lounge.lin)
    tick_area(act=lounge.do(lounge.lin, "09:00"), slot="L3", marks={"E1": (Result.PASSED, "")})
    (area,) = lounge.day().areas
    assert area.marks["E2"].result is Result.NOT_APPLICABLE


def test_a_tick_is_taken_back_within_a_minute_by_the_same_person(lounge):
    lounge.on(lounge.lin, lounge.wu)
    mark_slot(act=lounge.do(lounge.lin, "08:12"), slot="L1")
    with pytest.raises(UserError, match="只能由本人撤销"):
        undo_mark(act=lounge.do(lounge.wu, "08:12:30"), slot="L1")
    undo_mark(act=lounge.do(lounge.lin, "08:13:00"), slot="L1")
    assert states(lounge, "08:13")["L1"] is SlotState.CURRENT
    assert [mark.undone for mark in lounge.day().marks] == [True]
    mark_slot(act=lounge.do(lounge.lin, "08:14"), slot="L1")
    with pytest.raises(UserError, match="登记已过 60 秒"):
        undo_mark(act=lounge.do(lounge.lin, "08:15:01"), slot="L1")


def test_what_does_not_apply_needs_a_reason_and_customer_service_may_say_so_ahead(lounge):
    lounge.on(lounge.lin)
    with pytest.raises(UserError, match="请写明不适用的原因"):
        mark_not_applicable(act=lounge.do(lounge.lin, "09:00"), slot="L3", reason=" ")
    with pytest.raises(UserError, match="13:30 开始的时段还没到"):
        mark_not_applicable(act=lounge.do(lounge.lin, "09:00"), slot="L5", reason="停电")
    mark_not_applicable(act=lounge.do(lounge.service, "09:00"), slot="L5", reason="停电")
    assert states(lounge, "09:00")["L5"] is SlotState.NOT_APPLICABLE


def test_customer_service_corrects_with_a_reason_and_the_first_tick_stays(lounge):
    lounge.on(lounge.lin)
    mark_slot(act=lounge.do(lounge.lin, "09:20"), slot="L1")
    assert states(lounge, "09:20")["L1"] is SlotState.LATE
    correct_slot(act=lounge.do(lounge.service, "10:00"), day=DAY, slot="L1", reason="当时在收杯", done_at=at("08:14"))
    assert states(lounge, "10:00")["L1"] is SlotState.DONE
    assert [(mark.by, mark.is_correction) for mark in lounge.day().marks] == [(lounge.lin, False), (lounge.service, True)]
    with pytest.raises(UserError, match="没有可以撤销的登记"):
        undo_mark(act=lounge.do(lounge.lin, "10:00"), slot="L1")


def test_a_correction_names_a_time_of_the_slot_that_has_passed(lounge):
    for clock in ("08:09:59", "10:00:01"):
        with pytest.raises(UserError, match="完成时间请填当天 08:10 到现在之间"):
            correct_slot(act=lounge.do(lounge.service, "10:00"), day=DAY, slot="L1", reason="忘了点", done_at=at(clock))


def test_a_later_day_is_corrected_to_not_applicable_only_and_never_after_sign_off(lounge):
    with pytest.raises(UserError, match="只能更正为不适用"):
        correct_slot(act=lounge.do(lounge.service, "10:00", day=NEXT), day=DAY, slot="L1", reason="忘了点", done_at=at("08:12"))
    correct_slot(act=lounge.do(lounge.service, "10:00", day=NEXT), day=DAY, slot="L1", reason="停电")
    assert states(lounge, "24:00")["L1"] is SlotState.NOT_APPLICABLE
    sign_off_day(act=lounge.do(lounge.service, "10:05", day=NEXT), day=DAY)
    with pytest.raises(UserError, match="11-23 已由 李敏 签核，不能再改"):
        correct_slot(act=lounge.do(lounge.service, "10:06", day=NEXT), day=DAY, slot="L2", reason="停电")


def test_duty_is_handed_over_with_a_note_to_one_who_is_there(lounge):
    lounge.on(lounge.lin)
    with pytest.raises(UserError, match="吴迪 还没有签到，不能交接给他"):
        sign_off_duty(act=lounge.do(lounge.lin, "12:00"), note="3 号桌等茶", to_staff_id=lounge.wu)
    lounge.on(lounge.wu, clock="12:00")
    sign_off_duty(act=lounge.do(lounge.lin, "12:05"), note="3 号桌等茶", to_staff_id=lounge.wu)
    first, second = lounge.day().shifts
    assert (first.ended_at, first.note, first.to_staff_id, second.ended_at) == (at("12:05"), "3 号桌等茶", lounge.wu, None)
    assert [shift.staff_id for shift in lounge.day().on_duty(at("12:06"))] == [lounge.wu]


def test_signing_on_twice_is_one_shift(lounge):
    lounge.on(lounge.lin)
    sign_on(act=lounge.do(lounge.lin, "09:00"))
    assert len(lounge.day().shifts) == 1


@pytest.mark.parametrize("role", [r for r in Role if r not in (Role.LOUNGE_ATTENDANT, Role.CUSTOMER_SERVICE, Role.SERVICE_MANAGER)])
def test_others_neither_tick_nor_correct(lounge, role):
    other = hire("周凯", role)
    with pytest.raises(NotAllowed, match="休息区值班登记"):
        sign_on(act=lounge.do(other, "08:00"))
    with pytest.raises(NotAllowed, match="休息区值班登记"):
        mark_slot(act=lounge.do(other, "08:12"), slot="L1")
    with pytest.raises(NotAllowed, match="休息区抽查、签核、更正"):
        correct_slot(act=lounge.do(other, "10:00"), day=DAY, slot="L1", reason="忘了点")


def test_an_attendant_does_not_correct(lounge):
    with pytest.raises(NotAllowed, match="休息区抽查、签核、更正"):
        correct_slot(act=lounge.do(lounge.lin, "10:00"), day=DAY, slot="L1", reason="忘了点")
