"""A day at the board by real clicks: ticks, undo, rounds, cups, errands, who is on duty, midnight, and leaving it."""

import gc
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget

from deskapp.lounge.domain import SlotState
from tests.ui.start.conftest import OTHER
from ui.kit import theme, work
from ui.kit.labels import Label, text_width
from ui.lounge.slot_list import spoken
from ui.lounge.touch import SMALL
from ui.lounge.undo_bar import pages_of

ROOT = Path(__file__).parents[3]
ONE_DAY_OF_OBJECTS = 2_000
"""2,880 ticks that kept one object each would be more."""


def test_somebody_signs_on_by_name_and_pin(empty_lounge):
    here = empty_lounge
    assert here.find("next").text() == "签到当班"
    here.tap("next")
    here.pin("林晓", OTHER)
    assert here.sheets()
    assert here.sheets()[-1].words.words() == "PIN 不对，请再试"
    here.pin("林晓")
    assert not here.sheets()
    assert here.board.acting == here.staff["林晓"]
    assert [shift.staff_id for shift in here.day.on_duty(here.now[0])] == [here.staff["林晓"]]


def test_every_tap_asks_who_it_is_while_nobody_is_on_duty(empty_lounge):
    for button in ("slot_done", "guest_left", "more", "guest_received"):
        empty_lounge.tap(button)
        assert type(empty_lounge.sheets()[-1]).__name__ == "PinSheet"
        empty_lounge.tap("cancel")


def test_what_was_tapped_before_the_pin_is_done_after_it(empty_lounge):
    here = empty_lounge
    here.tap("guest_received")
    here.pin("林晓")
    assert here.day.guests == 1


def test_one_tap_says_it_is_done_and_a_minute_long_it_can_be_taken_back(fingers):
    fingers.tap("next")
    assert fingers.state("L1") is SlotState.DONE
    fingers.time("08:12:59")
    fingers.tap("undo")
    assert fingers.state("L1") is SlotState.CURRENT
    fingers.tap("slot_done")
    fingers.time("08:13:59")
    assert fingers.find("undo").text() == "撤销 0"
    fingers.time("08:14:00")
    assert not fingers.board.foot.undo.isVisible()


def test_a_late_slot_is_ticked_while_the_next_one_runs(fingers):
    fingers.time("08:40")
    assert fingers.state("L1") is SlotState.OVERDUE
    assert fingers.find("next").text() == "补登 08:10"
    assert fingers.find("slot_done").text() == "完成时段"  # two ways to the late one would leave none to the current one
    fingers.tap("next")
    assert fingers.state("L1") is SlotState.LATE
    assert spoken(fingers.day, fingers.day.slot("L1"), fingers.now[0]) == "迟 25 分"
    assert fingers.find("next").text() == "完成时段"


def test_the_current_slot_is_finished_whatever_is_late(fingers):
    fingers.time("08:40")
    fingers.tap("slot_done")
    assert fingers.state("L1") is SlotState.OVERDUE
    assert fingers.state("L2") is SlotState.DONE
    assert fingers.find("next").text() == "补登 08:10"
    assert not fingers.find("slot_done").isEnabled()


def test_another_pc_was_faster_and_the_board_shows_it(fingers):
    from deskapp.lounge.duty import mark_slot, sign_on

    work.call(lambda: sign_on(act=fingers.act("吴迪")))
    work.call(lambda: mark_slot(act=fingers.act("吴迪"), slot="L1"))
    with fingers.qtbot.captureExceptions() as refused:
        fingers.tap("slot_done")
    assert [str(error[1]) for error in refused] == ["08:10 时段已由 吴迪 于 08:12 登记"]
    fingers.until(lambda: fingers.state("L1") is SlotState.DONE)
    assert fingers.day.mark("L1").by == fingers.staff["吴迪"]


def test_the_area_list_is_done_before_the_slot(fingers):
    fingers.time("09:00")
    fingers.tap("next", "next")  # what was late before
    assert fingers.state("L2") is SlotState.LATE
    fingers.tap("next", "area_E9", "area_E9", "area_rest", "act")
    assert fingers.refusal() == "E9 卫生间不合格，请写明情况"
    fingers.write("area_note", "缺擦手纸")
    fingers.tap("act")
    assert not fingers.sheets()
    assert fingers.state("L3") is SlotState.DONE
    (area,) = fingers.day.areas
    assert [item.code for item in area.failed] == ["E9"]


def test_a_round_with_four_butts_has_something_wrong(fingers):
    fingers.time("10:15")
    assert fingers.find("next").text() == "巡检 10:15"
    fingers.tap("next", "butts_5", "act")
    (one,) = [due for due in fingers.day.due_rounds(fingers.day.slot("L4"), fingers.now[0]) if due.round is not None]
    assert one.round.butts == 4
    assert f"{one.due_at:%H:%M}" == "10:15"


def test_service_is_not_offered_as_done_before_its_last_round(fingers):
    fingers.time("09:25")
    fingers.tap("next", "next", "next", "area_rest", "act")  # what came before
    fingers.time("10:15")
    assert fingers.find("next").text() == "巡检 10:15"
    fingers.tap("next", "act")
    assert fingers.find("next").text() == "接待客人 +1"
    fingers.time("11:50")
    fingers.tap("next", "act")
    assert fingers.find("next").text() == "完成时段"


def test_a_cup_is_red_after_three_minutes(fingers):
    fingers.tap("guest_left", "place_3")
    fingers.time("08:15:00")
    assert not fingers.day.cups[0].is_over(fingers.now[0], fingers.day.cup_limit)
    fingers.time("08:15:01")
    assert fingers.board.over_words.text() == "1 桌超时"
    fingers.tap("clear_3")
    assert fingers.day.cups[0].cleared_at == fingers.now[0]
    assert fingers.board.over_words.text() == ""


def test_a_table_that_waits_cannot_be_chosen_again(fingers):
    fingers.tap("guest_left", "place_3", "guest_left")
    assert not fingers.find("place_3").isEnabled()
    fingers.tap("cancel")


def test_going_out_asks_who_was_told(fingers):
    fingers.tap("absence", "absence_reasons_1", "act")
    assert fingers.refusal() == "请填知会了谁：部门主管或前台人员"
    fingers.tap("told_1", "act")
    assert not fingers.sheets()
    assert fingers.board.head.warning.text() == "休息区没有人"
    fingers.time("08:20")
    assert fingers.find("absence").text() == "返回"
    fingers.tap("absence")
    (absence,) = fingers.day.absences
    assert absence.told_to
    assert absence.back_at == fingers.now[0]


def test_a_slot_does_not_apply_for_a_reason(fingers):
    fingers.tap("more", "more_not_applicable", "act")
    assert fingers.refusal() == "请写明不适用的原因"
    fingers.tap("reasons_1", "act")
    assert fingers.state("L1") is SlotState.NOT_APPLICABLE


def test_a_touched_slot_says_how_it_stands(fingers):
    fingers.board.slots.chosen.emit("L1")
    offered = {button.objectName() for button in fingers.sheets()[-1].findChildren(QAbstractButton) if button.isVisible()}
    assert offered == {"slot_finish", "slot_not_applicable", "cancel"}
    fingers.tap("slot_finish")
    assert fingers.state("L1") is SlotState.DONE


def _next_morning(fingers):
    """Tuesday 08:12: 林晓 is on duty again; of Monday only L1 was ticked."""
    fingers.tap("slot_done")
    fingers.now[0] += timedelta(days=1)
    fingers.board.tick()
    fingers.until(lambda: fingers.day.day == date(2026, 11, 24))
    fingers.tap("next")
    fingers.pin("林晓")


def test_yesterday_takes_a_note_and_never_a_mark(fingers):
    from deskapp.lounge.reading import board_day

    _next_morning(fingers)
    fingers.tap("more", "more_yesterday")
    assert fingers.find("past_slots_1").text() == "08:10 收拾休息区的茶杯 按时"
    fingers.tap("act")
    assert fingers.refusal() == "请点要说明的时段"
    fingers.tap("past_slots_2", "act")
    assert fingers.refusal() == "请写下要说明的事"
    fingers.write("past_note", "长" * 101)
    fingers.tap("act")
    assert fingers.refusal() == "最多 100 个字，现为 101 个"
    assert fingers.find("past_note").text() == "长" * 101
    fingers.find("past_note").clear()
    fingers.write("past_note", "店长临时开会")
    fingers.tap("act")
    assert not fingers.sheets()
    assert fingers.heard.said[-1][0] == "昨天 08:15 的说明已登记"
    past = work.call(lambda: board_day(date(2026, 11, 23)))
    assert [(note.slot, note.text, note.by) for note in past.notes] == [("L2", "店长临时开会", fingers.staff["林晓"])]
    assert past.state("L2", fingers.now[0]) is SlotState.MISSED
    fingers.tap("more", "more_yesterday", "past_slots_2")
    assert fingers.sheets()[-1].said.text() == "已有说明　林晓：店长临时开会"


def test_a_signed_yesterday_and_one_that_owed_nothing_say_why_they_take_no_note(fingers):
    from deskapp.lounge.watching import sign_off_day

    fingers.tap("more", "more_yesterday")
    assert "昨天没有应做的时段：休息区还没启用" in _words(fingers)
    fingers.tap("cancel")
    _next_morning(fingers)
    work.call(lambda: sign_off_day(act=fingers.act("李敏"), day=date(2026, 11, 23)))
    fingers.tap("more", "more_yesterday")
    assert "昨天已由 李敏 签核，不能再写说明" in _words(fingers)
    assert not fingers.sheets()[-1].act_button.isVisible()


def _words(fingers):
    return [label.text() for label in fingers.sheets()[-1].findChildren(Label)]


def test_guests_goods_remarks_supplies_and_faults(fingers):
    fingers.tap("guest_received", "guest_received", "more", "more_guest_back")
    assert fingers.day.guests == 1
    fingers.tap("more", "more_goods", "goods_kind_2", "goods_item_1")
    fingers.write("goods_detail", "68")
    fingers.tap("act")
    assert [line.amount for line in fingers.day.goods] == [6800]
    fingers.tap("more", "more_remark", "grievance", "act")
    assert "请" in fingers.refusal()
    fingers.write("remark_text", "等太久")
    fingers.tap("act")
    assert [(remark.text, remark.is_grievance) for remark in fingers.day.remarks] == [("等太久", True)]
    fingers.tap("more", "more_supply", "supply_纸杯")
    assert [supply.item for supply in fingers.day.supplies] == ["纸杯"]
    fingers.tap("more", "more_fault", "act")
    assert fingers.refusal() == "请点坏了的设备"
    fingers.tap("cancel")


def test_a_fault_opens_a_repair(fingers):
    from deskapp.lounge.equipment import add_equipment
    from deskapp.lounge.reading import repairs

    work.call(lambda: add_equipment(act=fingers.act("李敏"), name="电视"))
    fingers.tap("more", "more_fault", "things_1")
    fingers.write("fault", "没有声音")
    fingers.tap("act")
    assert not fingers.sheets()
    assert [repair.fault for repair in work.call(lambda: repairs(act=fingers.act("李敏")))] == ["没有声音"]
    fingers.tap("more", "more_fault")
    assert fingers.find("things_1").text() == "电视（待修）"
    fingers.tap("things_1")
    fingers.write("fault", "没有画面")
    fingers.tap("act")
    assert fingers.refusal() == "电视 已有维修单 BX-20261123-001：没有声音；还没有派人处理，新情况请告诉客服"
    assert fingers.find("fault").text() == "没有画面"


def test_a_second_attendant_takes_over_with_a_note(fingers):
    fingers.tap("sign_on")
    fingers.pin("吴迪")
    assert fingers.board.acting == fingers.staff["吴迪"]
    QTest.mouseClick(fingers.board.head.chip(fingers.staff["林晓"]), Qt.MouseButton.LeftButton)
    assert fingers.board.acting == fingers.staff["林晓"]
    fingers.tap("hand_over", "to_1")
    fingers.write("hand_over_note", "3 号桌等车到 11 点")
    fingers.tap("act")
    assert [shift.staff_id for shift in fingers.day.on_duty(fingers.now[0])] == [fingers.staff["吴迪"]]
    assert [shift.note for shift in fingers.day.shifts] == ["3 号桌等车到 11 点", ""]


def test_midnight_begins_the_next_day_by_itself(fingers):
    fingers.tap("guest_left", "place_3")
    fingers.time("23:59:59")
    assert fingers.day.day == date(2026, 11, 23)
    fingers.now[0] += timedelta(seconds=1)
    fingers.board.tick()
    fingers.until(lambda: fingers.day.day == date(2026, 11, 24))
    assert fingers.board.acting is None
    assert fingers.find("next").text() == "签到当班"
    assert not fingers.day.cups


def test_a_clock_set_back_over_midnight_shows_the_day_it_says(fingers):
    fingers.now[0] += timedelta(days=1)
    fingers.board.tick()
    fingers.until(lambda: fingers.day.day == date(2026, 11, 24))
    fingers.now[0] -= timedelta(days=1)
    fingers.board.tick()
    fingers.until(lambda: fingers.day.day == date(2026, 11, 23))
    assert fingers.board.acting == fingers.staff["林晓"]


def test_f11_changes_full_screen(fingers):
    QTest.keyClick(fingers.window, Qt.Key.Key_F11)
    assert fingers.window.isFullScreen()
    QTest.keyClick(fingers.window, Qt.Key.Key_F11)
    assert not fingers.window.isFullScreen()


def test_leaving_asks_the_pin_of_customer_service(fingers):
    fingers.window.close()
    assert fingers.window.isVisible()
    assert {chip.text() for chip in fingers.sheets()[-1].who.chips} == {"陈静", "李敏"}
    fingers.tap("cancel", "leave")
    fingers.pin("李敏")
    assert not fingers.window.isVisible()


def test_nothing_of_a_customer_can_reach_the_board():
    """Neither the lounge's services nor its windows know of customers, members or points."""
    modules = [*(ROOT / "deskapp" / "lounge").glob("*.py"), *(ROOT / "ui" / "lounge").glob("*.py"), ROOT / "ui" / "lounge_app.py"]
    private = ("customers", "members", "points", "handovers", "gifts")
    assert [path.name for path in modules for name in private if f"deskapp.{name}" in path.read_text(encoding="utf-8")] == []


def test_what_is_touched_is_large_enough_for_gloves(fingers):
    fingers.tap("guest_left", "place_3")
    small = [
        button.objectName()
        for button in fingers.window.findChildren(QAbstractButton)
        if button.isVisible() and min(button.width(), button.height()) < theme.TOUCH
    ]
    assert small == []


@pytest.mark.parametrize("name", ["more", "absence", "hand_over", "guest_left", "leave"])
def test_esc_leaves_a_sheet_and_writes_nothing(fingers, name):
    before = fingers.day
    fingers.tap(name)
    QTest.keyClick(fingers.sheets()[-1], Qt.Key.Key_Escape)
    assert not fingers.sheets()
    fingers.board.load_now()
    assert fingers.day == before


def test_two_days_open_minute_by_minute_and_nothing_grows(fingers):
    """48 hours of ticks over two midnights: neither widgets nor objects pile up."""

    def hours(count: int) -> tuple[int, int]:
        for _ in range(count * 60):
            fingers.now[0] += timedelta(minutes=1)
            fingers.board.tick()
            fingers.qtbot.waitUntil(work.quiet)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()
        return len(fingers.window.findChildren(QWidget)), len(gc.get_objects())

    widgets, objects = hours(18)  # past the first midnight: nobody is on duty any more
    widgets_after, objects_after = hours(48)
    assert fingers.day.day == date(2026, 11, 26)
    assert widgets_after == widgets
    assert objects_after - objects < ONE_DAY_OF_OBJECTS


def test_every_standard_is_read_from_the_board_within_some_minutes(fingers):
    standards = fingers.day.standards
    read: list[str] = []
    fingers.time("8:15")  # the undo bar of signing on is none: nothing was ticked yet
    for minute in range(15, 30):
        fingers.time(f"8:{minute}")
        words = fingers.board.foot.accessibleName()
        assert text_width(words, SMALL) <= fingers.board.foot.width()
        read += [one for one in words.split("　") if one not in read]
    assert set(read) == set(standards)
    assert len(standards) == 14


def test_standards_are_laid_into_lines_that_fit():
    assert pages_of((), 300) == []
    wide = text_width("礼貌待客户　及时倒茶水", SMALL)
    assert pages_of(("礼貌待客户", "及时倒茶水", "跟客户问好"), wide) == ["礼貌待客户　及时倒茶水", "跟客户问好"]
    assert pages_of(("很长" * 40, "跟客户问好"), 100) == ["很长" * 40, "跟客户问好"]
