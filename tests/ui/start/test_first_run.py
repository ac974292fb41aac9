"""First run, recovery code, forgotten PIN, own PIN: by real keys."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from deskapp.papers import A4
from tests.ui.kit.hands import commit
from tests.ui.start.conftest import CODE, OTHER, PIN
from ui.kit import work
from ui.kit.sheet import open_sheets
from ui.staff.recovery_code import RecoveryCodeSheet
from ui.start.first_run_dialog import FirstRunDialog, FirstRunPage
from ui.start.own_pin_dialog import OwnPinDialog
from ui.start.recover_dialog import RecoverDialog


def _save(widget):
    QTest.keyClick(widget, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def _problems(dialog):
    return {name: field.problem_text() for name, field in dialog._fields.items() if field.problem_text()}


def _fill(dialog, pin=PIN, again=PIN):
    commit(dialog.store_name.edit, "恒信汽车")
    commit(dialog.manager_name.edit, "陈静")
    QTest.keyClicks(dialog.manager_no.edit, "101")
    QTest.keyClicks(dialog.pin.edit, pin)
    QTest.keyClicks(dialog.pin_again.edit, again)


@pytest.fixture
def first_run(empty_store, window, desk):
    page = FirstRunPage(desk)
    window.setCentralWidget(page)
    page.begin()
    (dialog,) = open_sheets(window)
    assert isinstance(dialog, FirstRunDialog)
    return page, dialog


def test_an_empty_form_says_all_that_is_missing_and_cannot_be_left(first_run, window):
    _, dialog = first_run
    assert dialog.store_name.edit.hasFocus()
    _save(dialog.store_name.edit)
    assert list(_problems(dialog)) == ["store_name", "manager_name", "manager_no", "pin", "pin_again"]
    QTest.keyClick(dialog.store_name.edit, Qt.Key.Key_Escape)
    assert open_sheets(window) == [dialog]


@pytest.mark.parametrize(
    ("pin", "again", "field", "words"),
    [("123456", "123456", "pin", "太容易猜到"), (PIN, OTHER, "pin_again", "不一样"), ("8047", "8047", "pin", "6 位数字")],
)
def test_a_pin_that_will_not_do_is_refused_beside_its_field(first_run, pin, again, field, words):
    _, dialog = first_run
    _fill(dialog, pin, again)
    _save(dialog.pin_again.edit)
    assert words in _problems(dialog)[field]


def test_a_birthday_is_advised_against_and_taken(first_run):
    _, dialog = first_run
    QTest.keyClicks(dialog.pin.edit, "900215")
    assert "像生日" in dialog.pin._hint.text()
    assert dialog.pin.value() == "900215"


def test_the_store_is_founded_the_code_shown_once_and_the_manager_signed_in(first_run, desk, window, qtbot):
    page, dialog = first_run
    _fill(dialog)
    _save(dialog.pin_again.edit)
    (sheet,) = open_sheets(window)
    assert isinstance(sheet, RecoveryCodeSheet)
    assert sheet.code.text() == dialog.recovery_code
    assert desk.session.staff is None
    QTest.keyClick(sheet.tick, Qt.Key.Key_Escape)
    assert open_sheets(window) == [sheet], "the code is not safe yet"
    QTest.keyClick(sheet.tick, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert dialog.recovery_code.encode() not in desk.printed[0].render(A4, 0).pdf, "compressed, but there"
    assert desk.printed[0].title == "恢复码"
    QTest.keyClick(sheet.tick, Qt.Key.Key_Space)
    with qtbot.waitSignal(page.founded):
        _save(sheet.tick)
    assert desk.session.staff.name == "陈静"
    from deskapp.store.service import store

    assert work.call(store).name == "恒信汽车"


@pytest.fixture
def recover(founded_store, window, desk):
    dialog = RecoverDialog(desk)
    dialog.open()
    return dialog


def test_the_manager_comes_back_with_the_printed_code_and_gets_the_next_one(recover, window):
    QTest.keyClicks(recover.staff_no.edit, "101")
    QTest.keyClicks(recover.code.edit, CODE.replace("-", "").lower())
    QTest.keyClicks(recover.pin.edit, OTHER)
    QTest.keyClicks(recover.pin_again.edit, OTHER)
    _save(recover.pin_again.edit)
    (sheet,) = open_sheets(window)
    assert isinstance(sheet, RecoveryCodeSheet)
    assert sheet.code.text() == recover.new_code != CODE


def test_a_wrong_code_is_refused_beside_its_field(recover, window):
    QTest.keyClicks(recover.staff_no.edit, "101")
    QTest.keyClicks(recover.code.edit, "ABCD-EFGH-JKMN-PQRS")
    QTest.keyClicks(recover.pin.edit, OTHER)
    QTest.keyClicks(recover.pin_again.edit, OTHER)
    _save(recover.pin_again.edit)
    assert "恢复码不对" in _problems(recover)["recovery_code"]
    QTest.keyClick(recover.code.edit, Qt.Key.Key_Escape)
    assert open_sheets(window) == []


@pytest.fixture
def own_pin(founded_store, window, desk):
    from deskapp.staff.service import person_by_no

    desk.session.sign_in(work.call(person_by_no, "108"), frozenset())
    dialog = OwnPinDialog(desk)
    dialog.open()
    return dialog


def test_a_clerk_changes_his_pin(own_pin, window, notices):
    for field, pin in ((own_pin.old, PIN), (own_pin.pin, OTHER), (own_pin.pin_again, OTHER)):
        QTest.keyClicks(field.edit, pin)
    _save(own_pin.pin_again.edit)
    assert [said for said, _ in notices.said] == ["PIN 已修改"]
    assert open_sheets(window) == []


def test_a_wrong_old_pin_is_counted_and_said(own_pin, window):
    for field, pin in ((own_pin.old, OTHER), (own_pin.pin, OTHER), (own_pin.pin_again, OTHER)):
        QTest.keyClicks(field.edit, pin)
    _save(own_pin.pin_again.edit)
    assert "还可以试 4 次" in own_pin.summary.text()
    QTest.keyClick(own_pin.old.edit, Qt.Key.Key_Escape)
    assert open_sheets(window) == []
