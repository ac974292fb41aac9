"""The lounge at the desk of customer service: the day, the month, what must be tended; each dialog accepted, refused and left by keys."""

from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from deskapp.checklists.domain import Result
from deskapp.lounge.domain import SlotState
from deskapp.staff.domain import Role
from tests.conftest import MORNING
from tests.deskapp.people import hire
from tests.ui.kit.hands import commit
from tests.ui.papers import text_of
from tests.ui.reception import CTRL, reception  # noqa: F401 - a fixture
from ui.kit import work

TODAY = MORNING.date()


def _prepare(attendant, act):
    from deskapp.lounge.duty import mark_slot, sign_on
    from deskapp.lounge.equipment import add_equipment, report_fault
    from deskapp.lounge.service import note_remark, supply_low

    sign_on(act=act())
    mark_slot(act=act(), slot="L1")
    thing = add_equipment(act=attendant("李敏"), name="饮水机", place="2 号")
    report_fault(act=act(), equipment_id=thing, fault="出水慢")
    note_remark(act=act(), text="等太久", is_grievance=True)
    supply_low(act=act(), item="纸杯")


@pytest.fixture
def desk(reception):  # noqa: F811
    """The page at 09:00: L1 was ticked late, there is a grievance, a repair and a lack of cups."""
    from deskapp.data import Act
    from deskapp.start import seed

    def prepare():
        seed(Act(None, reception.now[0], "前台1", "seed"))
        reception.staff["林晓"] = hire("林晓", Role.LOUNGE_ATTENDANT)
        _prepare(reception.act, lambda: reception.act("林晓"))

    work.call(prepare)
    return reception


@pytest.fixture
def page(desk):
    page = desk.window.open_room("lounge")
    desk.until(lambda: page.day.day is not None)
    return page


def click(desk, name):
    QTest.mouseClick(desk.widget(name), Qt.MouseButton.LeftButton)


def save(desk):
    desk.key(Qt.Key.Key_Return, CTRL)


def escape(desk):
    desk.key(Qt.Key.Key_Escape)


def slot(page, desk, code):
    page.refresh()
    desk.until(work.quiet)
    return page.day.day.state(code, desk.now[0])


def tending(page, desk, kind):
    """The third tab with the cursor on the first line of a kind."""
    page.tabs.set_value("tending")
    desk.until(lambda: page.tending._found is not None)
    line = next(line for line in page.tending.model.rows() if line.key[0] == kind)
    page.tending.view.select_key(line.key)
    return page.tending


def test_the_day_is_shown_and_what_the_board_writes_comes_by_itself(page, desk):
    from deskapp.lounge.duty import mark_slot

    assert page.day.day.state("L2", desk.now[0]) is SlotState.OVERDUE
    work.call(lambda: mark_slot(act=desk.act("林晓"), slot="L2"))
    desk.until(lambda: page.day.day.state("L2", desk.now[0]) is SlotState.LATE)


def test_a_slot_is_corrected_with_time_and_reason(page, desk):
    page.day.view.select_first()
    click(desk, "correct_slot")
    dialog = desk.sheet()
    save(desk)
    assert dialog.is_open()
    dialog.done_at.edit.setFocus()
    desk.type("25:70")
    dialog.reason.focus_editor()
    desk.type("当时在给客人倒水")
    save(desk)
    assert "完成时间请写成 09:40" in dialog.summary.text()
    dialog.done_at.edit.setFocus()
    desk.key(Qt.Key.Key_A, CTRL)
    desk.type("0814")
    save(desk)
    assert not desk.sheets()
    assert slot(page, desk, "L1") is SlotState.DONE


def test_a_slot_still_to_come_is_set_not_applicable_ahead_with_its_reason(page, desk):
    page.day.view.select_key("L5")
    assert page.day.correct.text() == "设为不适用"
    click(desk, "correct_slot")
    escape(desk)
    assert slot(page, desk, "L5") is SlotState.FUTURE
    click(desk, "correct_slot")
    dialog = desk.sheet()
    save(desk)
    assert dialog.is_open()
    assert "原因" in dialog.summary.text()
    click(desk, "usual_reason_1")
    assert dialog.reason.text() == "停电停水"
    desk.key(Qt.Key.Key_A, CTRL)
    desk.type("下午门店活动")
    save(desk)
    assert not desk.sheets()
    assert slot(page, desk, "L5") is SlotState.NOT_APPLICABLE
    row = page.day.view.current_row()
    assert (row.key, row.note) == ("L5", "下午门店活动")
    assert page.day.correct.text() == "更正时段"


def test_enter_on_a_slot_to_come_asks_why_it_does_not_apply_and_one_that_began_is_corrected(page, desk):
    page.day.view.setFocus()
    page.day.view.select_key("L7")
    desk.key(Qt.Key.Key_Return)
    assert type(desk.sheet()).__name__ == "NotApplicableDialog"
    escape(desk)
    page.day.view.select_key("L3")
    assert page.day.correct.text() == "更正时段"
    desk.key(Qt.Key.Key_Return)
    assert type(desk.sheet()).__name__ == "CorrectDialog"


def test_what_is_saved_after_midnight_is_not_set_for_the_next_day(page, desk):
    page.day.view.select_key("L7")
    click(desk, "correct_slot")
    dialog = desk.sheet()
    dialog.reason.focus_editor()
    desk.type("提前闭店")
    desk.now[0] += timedelta(days=1)
    save(desk)
    assert dialog.is_open()
    assert "这一天已经过完" in dialog.summary.text()
    escape(desk)
    page.day.show_day(desk.now[0].date())
    desk.until(lambda: page.day.day.day > TODAY and work.quiet())
    assert page.day.day.mark("L7") is None


def test_esc_leaves_a_correction_and_writes_nothing(page, desk):
    click(desk, "correct_slot")
    escape(desk)
    assert not desk.sheets()
    assert slot(page, desk, "L1") is SlotState.LATE


def test_a_spot_check_keeps_its_seed_and_asks_a_note_for_what_failed(page, desk):
    click(desk, "spot_check")
    click(desk, "primary")
    dialog = desk.sheet()
    seed = dialog._run.seed
    assert len(dialog.results) == 5
    save(desk)
    assert dialog.is_open()
    escape(desk)
    page.refresh()
    desk.until(lambda: page.day.day.spot_checks)
    click(desk, "spot_check")
    dialog = desk.sheet()
    assert dialog._run.seed == seed
    first, *rest = dialog.results
    dialog.results[first].set_value(Result.FAILED)
    for code in rest:
        dialog.results[code].set_value(Result.PASSED)
    save(desk)
    assert "不合格，请写明情况" in dialog.summary.text()
    commit(dialog.notes[first].edit, "有水渍")
    save(desk)
    assert not desk.sheets()
    page.refresh()
    desk.until(lambda: page.day.day.spot_checks[0].finished_at)
    assert page.day.day.spot_checks[0].score.permille == 800


def test_a_spot_check_is_voided_with_a_reason_and_drawn_anew(page, desk):
    click(desk, "spot_check")
    click(desk, "primary")
    first = desk.sheet()._run.seed
    click(desk, "void_check")
    save(desk)
    assert "还没有写原因" in desk.sheet().summary.text()
    desk.sheet().edit.setFocus()
    desk.type("抽到一半来了客人")
    save(desk)
    desk.until(lambda: not desk.sheets())
    desk.until(work.quiet)
    click(desk, "spot_check")
    click(desk, "primary")
    assert desk.sheet()._run.seed != first


def test_a_spot_check_looks_at_the_items_and_areas_that_were_chosen(page, desk):
    click(desk, "spot_check")
    start = desk.sheet()
    start.way.segments.setFocus()
    desk.key(Qt.Key.Key_Right)
    assert not start.primary_button.isEnabled()
    drinks = next(area for section, area in start.areas.items() if section == "饮品")
    for tick in (start.items["E9"], drinks):
        QTest.mouseClick(tick, Qt.MouseButton.LeftButton)
    assert start.primary_button.text() == "开始抽查 3 项"
    QTest.mouseClick(start.items["E4"], Qt.MouseButton.LeftButton)
    assert not drinks.isChecked()
    QTest.mouseClick(start.items["E4"], Qt.MouseButton.LeftButton)
    click(desk, "primary")
    check = desk.sheet()
    assert (list(check.results), check._run.seed) == (["E4", "E5", "E9"], "")
    for segments in check.results.values():
        segments.set_value(Result.PASSED)
    save(desk)
    assert not desk.sheets()


def test_esc_before_the_draw_begins_no_check(page, desk):
    click(desk, "spot_check")
    escape(desk)
    page.refresh()
    desk.until(work.quiet)
    assert page.day.day.spot_checks == ()


def test_a_day_is_signed_off_after_its_last_slot(page, desk):
    assert not page.day.sign.isEnabled()
    desk.now[0] = desk.now[0].replace(hour=18)
    page.refresh()
    desk.until(page.day.sign.isEnabled)
    click(desk, "sign_day")
    escape(desk)
    click(desk, "sign_day")
    desk.sheet().note.focus_editor()
    desk.type("茶水服务按时")
    save(desk)
    desk.until(lambda: page.day.day.signed is not None)
    assert page.day.day.signed.note == "茶水服务按时"
    assert not page.day.correct.isEnabled()


def test_a_day_nobody_came_is_marked_closed_by_the_manager(page, desk):
    desk.sign_in("陈静")
    desk.now[0] += timedelta(days=2)
    page = desk.window.open_room("lounge")
    page.day.show_day(TODAY + timedelta(days=1))
    desk.until(lambda: page.day.day is not None and page.day.day.day == TODAY + timedelta(days=1))
    click(desk, "mark_closed")
    save(desk)
    assert desk.sheets()
    desk.sheet().reason.focus_editor()
    desk.type("全市停电")
    save(desk)
    desk.until(lambda: not page.day.day.owed)
    assert page.day.day.closed_reason == "全市停电"


def test_a_slot_of_a_past_day_takes_a_note_that_stands_in_the_day_and_on_its_sheet(page, desk):
    assert not page.day.note.isVisible()
    desk.now[0] += timedelta(days=1)
    page.day.show_day(TODAY)
    desk.until(lambda: page.day.note.isVisible() and work.quiet())
    page.day.view.select_key("L2")
    click(desk, "note_slot")
    escape(desk)
    click(desk, "note_slot")
    dialog = desk.sheet()
    save(desk)
    assert dialog.is_open()
    dialog.note.focus_editor()
    desk.type("早会改期")
    save(desk)
    assert not desk.sheets()
    desk.until(lambda: page.day.day.notes)
    row = page.day.view.current_row()
    assert (row.key, row.note) == ("L2", "李敏：早会改期")
    assert page.day.day.state("L2", desk.now[0]) is SlotState.MISSED
    click(desk, "print_lounge")
    desk.until(work.quiet)
    assert "李敏：早会改期" in text_of(desk.sheet().job.pdf)
    escape(desk)


def test_a_note_that_is_too_long_is_refused_and_what_was_typed_stays(page, desk):
    desk.now[0] += timedelta(days=1)
    page.day.show_day(TODAY)
    desk.until(lambda: page.day.note.isVisible() and work.quiet())
    click(desk, "note_slot")
    dialog = desk.sheet()
    commit(dialog.note.edit, "长" * 101)
    save(desk)
    assert dialog.is_open()
    assert "最多 100 个字，现为 101 个" in dialog.summary.text()
    assert dialog.note.text() == "长" * 101
    escape(desk)


def test_a_signed_day_takes_no_note(page, desk):
    from deskapp.lounge.watching import sign_off_day

    desk.now[0] += timedelta(days=1)
    work.call(lambda: sign_off_day(act=desk.act("李敏"), day=TODAY))
    page.day.show_day(TODAY)
    desk.until(lambda: page.day.day.signed is not None and work.quiet())
    assert not page.day.note.isEnabled()


def test_a_grievance_is_handled_with_a_note(page, desk):
    tab = tending(page, desk, "remark")
    desk.key(Qt.Key.Key_F4)
    save(desk)
    desk.sheet().note.focus_editor()
    desk.type("已道歉")
    save(desk)
    desk.until(lambda: not tab._found.remarks)


def test_a_repair_is_assigned_and_closed(page, desk):
    tab = tending(page, desk, "repair")
    click(desk, "assign_repair")
    dialog = desk.sheet()
    dialog.owner.set_value(desk.staff["李敏"])
    dialog.due.set_value(TODAY - timedelta(days=1))
    save(desk)
    assert "期限不能早于今天" in dialog.summary.text()
    dialog.due.set_value(TODAY + timedelta(days=2))
    save(desk)
    desk.until(lambda: tab._found.repairs[0].owner_id == desk.staff["李敏"])
    tending(page, desk, "repair")
    desk.key(Qt.Key.Key_F4)
    desk.sheet().note.focus_editor()
    desk.type("已清洗")
    save(desk)
    desk.until(lambda: not tab._found.repairs)


def test_supplies_are_settled_with_one_key(page, desk):
    tab = tending(page, desk, "supply")
    desk.key(Qt.Key.Key_F4)
    desk.until(lambda: not tab._found.supplies)


def test_equipment_is_added_once_and_changed(page, desk):
    tab = tending(page, desk, "equipment")
    click(desk, "new_equipment")
    dialog = desk.sheet()
    commit(dialog.name.edit, "饮水机")
    commit(dialog.place.edit, "2 号")
    save(desk)
    assert "已有“饮水机”" in dialog.summary.text()
    dialog.name.edit.selectAll()
    commit(dialog.name.edit, "咖啡机")
    save(desk)
    desk.until(lambda: len(tab._found.equipment) == 2)


def test_the_month_leads_to_the_day_of_a_cell(page, desk):
    page.tabs.set_value("month")
    desk.until(lambda: page.month._found is not None)
    place = page.month.map.place_of(TODAY, "L1")
    QTest.mouseClick(page.month.map, Qt.MouseButton.LeftButton, pos=QPoint(round(place.x()), round(place.y())))
    click(desk, "open_day")
    assert page.tabs.value() == "day"
    desk.until(lambda: page.day.day.day == TODAY)


def test_the_papers_of_each_tab_are_shown(page, desk):
    for tab, button in (("day", "print_lounge"), ("day", "print_blank"), ("month", "print_lounge"), ("tending", "print_lounge")):
        page.tabs.set_value(tab)
        desk.until(work.quiet)
        click(desk, button)
        assert type(desk.sheet()).__name__ == "PaperSheet"
        desk.until(work.quiet)
        escape(desk)


def test_the_month_of_one_attendant_is_printed_from_his_figures(page, desk):
    page.tabs.set_value("month")
    desk.until(lambda: page.month.days() and work.quiet())
    click(desk, f"print_person_{_attendant(page)}")
    assert "月考核表" in text_of(desk.sheet().job.pdf)


def _attendant(page):
    found = page.month._found
    return next(staff_id for day in found.shown.days for staff_id in (shift.staff_id for shift in day.shifts))
