"""People, departments, outlets and deputies through their windows."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from deskapp.staff.domain import Right, Role
from tests.ui.kit.hands import commit
from tests.ui.settings.hands import click, escape, only_sheet, problems, save
from tests.ui.start.conftest import OTHER, PIN
from ui.kit import work
from ui.kit.sheet import open_sheets
from ui.staff.recovery_code import RecoveryCodeSheet


@pytest.fixture
def staff(page, qtbot):
    staff = page.open_subject("人员")
    qtbot.waitUntil(lambda: staff.view.current_row() is not None)
    return staff


def _person(staff_no):
    from deskapp.staff.service import person_by_no

    return work.call(person_by_no, staff_no)


def _fill(dialog, name="周凯", staff_no="110", pin=OTHER):
    commit(dialog.name_.edit, name)
    QTest.keyClicks(dialog.staff_no.edit, staff_no)
    dialog.department.set_text("售后部 / 车间")
    click(dialog.roles.ticks[Role.SERVICE_ADVISOR])
    QTest.keyClicks(dialog.pin.edit, pin)
    QTest.keyClicks(dialog.pin_again.edit, pin)


def test_somebody_new_can_sign_in_at_once(staff, notices, qtbot):
    QTest.keyClick(staff.view, Qt.Key.Key_F4)
    dialog = only_sheet(staff.window())
    _fill(dialog)
    save(dialog.pin_again.edit)
    assert [said for said, _ in notices.said] == ["周凯 已保存"]
    new = _person("110")
    assert (new.department, new.outlet, new.roles) == ("车间", "总店", {Role.SERVICE_ADVISOR})
    qtbot.waitUntil(lambda: staff.view.current_row().person.name == "周凯")
    assert staff.view.current_row().has_pin


def test_what_is_wrong_is_said_beside_its_field(staff):
    QTest.keyClick(staff.view, Qt.Key.Key_F4)
    dialog = only_sheet(staff.window())
    save(dialog.name_.edit)
    assert list(problems(dialog)) == ["name", "staff_no", "department", "pin", "pin_again"]
    _fill(dialog, staff_no="108")
    save(dialog.name_.edit)
    assert problems(dialog) == {"staff_no": "工号 108 已经是王芳的"}
    escape(dialog.name_.edit)
    assert open_sheets(staff.window()) == []


def test_a_pin_made_of_the_number_is_refused_before_anything_is_written(staff):
    QTest.keyClick(staff.view, Qt.Key.Key_F4)
    dialog = only_sheet(staff.window())
    _fill(dialog, staff_no="264791", pin="264791")
    save(dialog.name_.edit)
    assert "太容易猜到" in problems(dialog)["pin"]
    assert _person("264791") is None


def test_a_person_is_changed_and_let_go(staff, qtbot):
    staff.view.select_key(_person("108").id)
    QTest.keyClick(staff.view, Qt.Key.Key_Return)
    dialog = only_sheet(staff.window())
    assert dialog.roles.roles() == {Role.FRONT_DESK}
    click(dialog.roles.ticks[Role.CUSTOMER_SERVICE])
    QTest.keyClick(dialog.active.segments, Qt.Key.Key_Right)
    save(dialog.name_.edit)
    gone = _person("108")
    assert not gone.active
    assert gone.roles == {Role.FRONT_DESK, Role.CUSTOMER_SERVICE}
    qtbot.waitUntil(lambda: [row.person.name for row in staff._model.rows()] == ["陈静", "李敏"])


def test_the_last_manager_stays(staff):
    staff.view.select_key(_person("101").id)
    QTest.keyClick(staff.view, Qt.Key.Key_Return)
    dialog = only_sheet(staff.window())
    click(dialog.roles.ticks[Role.SERVICE_MANAGER])
    save(dialog.name_.edit)
    assert "最后一位能登录的客服经理" in dialog.summary.text()
    escape(dialog.name_.edit)


def test_a_forgotten_pin_is_set_again(staff, qtbot):
    from deskapp.staff.sign_in import sign_in

    staff.view.select_key(_person("108").id)
    qtbot.waitUntil(lambda: staff.panel.title.text() == "王芳")
    click(staff.pin_button)
    dialog = only_sheet(staff.window())
    QTest.keyClicks(dialog.pin.edit, OTHER)
    QTest.keyClicks(dialog.pin_again.edit, PIN)
    save(dialog.pin.edit)
    assert "不一样" in problems(dialog)["pin_again"]
    dialog.pin_again.edit.selectAll()
    QTest.keyClicks(dialog.pin_again.edit, OTHER)
    save(dialog.pin.edit)
    act = staff.desk.session.act()
    assert work.call(sign_in, act=act, staff_no="108", pin=OTHER).name == "王芳"


def test_a_new_recovery_code_is_shown_once(staff):
    click(staff.code_button)
    dialog = only_sheet(staff.window())
    code = dialog.new_code
    save(dialog.primary_button)
    (sheet,) = open_sheets(staff.window())
    assert isinstance(sheet, RecoveryCodeSheet)
    assert sheet.code.text() == code


@pytest.fixture
def structure(page, qtbot):
    structure = page.open_subject("部门和网点")
    qtbot.waitUntil(lambda: bool(structure._departments.rows()))
    return structure


def test_a_department_is_added_moved_and_closed(structure, qtbot):
    QTest.keyClick(structure.departments, Qt.Key.Key_F4)
    dialog = only_sheet(structure.window())
    commit(dialog.name_.edit, "夜班")
    dialog.parent_.set_text("售后部 / 车间")
    save(dialog.name_.edit)
    qtbot.waitUntil(lambda: any(row.department.name == "夜班" and row.depth == 2 for row in structure._departments.rows()))
    new = next(row.department for row in structure._departments.rows() if row.department.name == "夜班")
    structure.departments.select_key(new.id)
    QTest.keyClick(structure.departments, Qt.Key.Key_Return)
    dialog = only_sheet(structure.window())
    QTest.keyClick(dialog.active.segments, Qt.Key.Key_Right)
    save(dialog.name_.edit)
    qtbot.waitUntil(lambda: not next(row.department for row in structure._departments.rows() if row.department.id == new.id).active)


def test_a_department_with_people_is_not_closed(structure):
    customer_service = next(row.department for row in structure._departments.rows() if row.department.name == "售后部")
    structure.departments.select_key(customer_service.id)
    QTest.keyClick(structure.departments, Qt.Key.Key_Return)
    dialog = only_sheet(structure.window())
    QTest.keyClick(dialog.active.segments, Qt.Key.Key_Right)
    save(dialog.name_.edit)
    assert "下面还有前台、车间、配件" in problems(dialog)["active"]
    escape(dialog.name_.edit)


def test_outlets_are_added_and_renamed(structure, qtbot):
    click(structure.add_outlet)
    dialog = only_sheet(structure.window())
    commit(dialog.name_.edit, "总店")
    save(dialog.name_.edit)
    assert "已经有网点" in problems(dialog)["name"]
    dialog.name_.edit.selectAll()
    commit(dialog.name_.edit, "城东店")
    save(dialog.name_.edit)
    qtbot.waitUntil(lambda: [row.outlet.name for row in structure._outlets.rows()] == ["总店", "二级网点", "城东店"])
    structure.outlets.select_key(structure._outlets.rows()[2].outlet.id)
    QTest.keyClick(structure.outlets, Qt.Key.Key_Return)
    dialog = only_sheet(structure.window())
    dialog.name_.edit.selectAll()
    commit(dialog.name_.edit, "城西店")
    save(dialog.name_.edit)
    qtbot.waitUntil(lambda: structure._outlets.rows()[2].outlet.name == "城西店")


@pytest.fixture
def deputies(page, qtbot):
    deputies = page.open_subject("代理")
    qtbot.waitUntil(lambda: deputies._lending is not None)
    return deputies


def test_a_right_is_lent_for_days_and_taken_back(deputies, desk, qtbot):
    from deskapp.staff.service import rights_of

    clerk = _person("109").id
    QTest.keyClick(deputies.view, Qt.Key.Key_F4)
    dialog = only_sheet(deputies.window())
    dialog.deputy.set_value(clerk)
    dialog.right.set_value(Right.MANUAL_POINTS)
    QTest.keyClicks(dialog.until_on.edit, "20261125")
    commit(dialog.reason.edit, "年假")
    save(dialog.reason.edit)
    qtbot.waitUntil(lambda: deputies.view.current_row() is not None)
    row = deputies.view.current_row()
    assert (row.giver, row.deputy, row.days, row.pill.words) == ("陈静", "李敏", "2026-11-23 至 2026-11-25", "生效中")
    today = desk.session.now().date()
    assert Right.MANUAL_POINTS in work.call(rights_of, clerk, on=today + timedelta(days=2))
    assert Right.MANUAL_POINTS not in work.call(rights_of, clerk, on=today + timedelta(days=3))
    click(deputies.take_back)
    save(only_sheet(deputies.window()).primary_button)
    qtbot.waitUntil(lambda: deputies.view.current_row().pill.words == "已收回")
    assert not deputies.take_back.isEnabled()


def test_lending_refuses_days_that_are_over(deputies):
    QTest.keyClick(deputies.view, Qt.Key.Key_F4)
    dialog = only_sheet(deputies.window())
    save(dialog.reason.edit)
    assert list(problems(dialog)) == ["deputy", "right", "until_on", "reason_text"]
    dialog.deputy.set_value(_person("109").id)
    dialog.right.set_value(Right.MANUAL_POINTS)
    QTest.keyClicks(dialog.until_on.edit, "20261120")
    commit(dialog.reason.edit, "年假")
    save(dialog.reason.edit)
    assert "早于第一天" in problems(dialog)["until_on"]
    escape(dialog.reason.edit)
    assert open_sheets(deputies.window()) == []
