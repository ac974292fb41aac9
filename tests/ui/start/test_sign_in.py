"""Signing in, locking, changing the person: by touch and by keyboard, with every refusal said."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.conftest import MORNING
from tests.ui.kit.hands import takes_input_method
from tests.ui.start.conftest import OTHER, PIN
from ui.kit import work
from ui.kit.sheet import open_sheets
from ui.start.clock_dialog import ClockDialog
from ui.start.recent import recent_people, remember
from ui.start.recover_dialog import RecoverDialog
from ui.start.sign_in import SignInPage
from ui.start.tiles import Tile


@pytest.fixture
def page(founded_store, window, desk, qtbot):
    page = SignInPage(desk)
    window.setCentralWidget(page)
    page.begin()
    qtbot.waitUntil(lambda: "恒信汽车" in page.panel.accessibleName())
    return page


def _by_number(page, number, pin):
    QTest.keyClicks(page.number.edit, number)
    QTest.keyClick(page.number.edit, Qt.Key.Key_Return)
    QTest.keyClicks(page.pad, pin)


def _known_here(desk, *staff_nos):
    from deskapp.staff.service import person_by_no

    for no in staff_nos:
        remember(desk.local, work.call(person_by_no, no), desk.session.now())


def test_number_and_pin_on_the_keyboard_let_a_clerk_in(page, desk, qtbot):
    assert page.number.edit.hasFocus()
    with qtbot.waitSignal(page.let_in):
        _by_number(page, "108", PIN)
    assert desk.session.staff.name == "王芳"
    from deskapp.staff.domain import Right

    assert desk.session.may(Right.ENROLL_MEMBERS)
    assert not desk.session.may(Right.MANUAL_POINTS)
    assert [who.name for who in recent_people(desk.local, desk.session.now())] == ["王芳"]


def test_a_tile_and_the_pad_let_a_clerk_in_without_a_keyboard(page, desk, qtbot):
    _known_here(desk, "108", "109")
    page.begin()
    qtbot.waitUntil(lambda: [tile.text() for tile in page.findChildren(Tile) if tile.isVisible()] == ["李敏", "王芳"])
    qtbot.mouseClick(page.findChild(Tile, "tile_108"), Qt.MouseButton.LeftButton)
    qtbot.mouseClick(page.pad.key("1"), Qt.MouseButton.LeftButton)
    qtbot.mouseClick(page.pad.key("退格"), Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(page.let_in):
        for digit in PIN:
            qtbot.mouseClick(page.pad.key(digit), Qt.MouseButton.LeftButton)
    assert desk.session.staff.staff_no == "108"


def test_name_and_tiles_of_this_pc_are_there_before_the_store_is_open(page, desk):
    _known_here(desk, "108")
    again = SignInPage(desk)
    assert again.panel.accessibleName() == "恒信汽车 总店"
    assert [tile.text() for tile in again.findChildren(Tile)] == ["王芳"]
    assert again.advice.text() == page.advice.text()


def test_tiles_go_after_seven_days(page, desk):
    _known_here(desk, "108")
    assert recent_people(desk.local, MORNING + timedelta(days=7))
    assert not recent_people(desk.local, MORNING + timedelta(days=7, seconds=1))


def test_a_wrong_pin_says_how_many_tries_are_left(page, desk):
    _by_number(page, "108", OTHER)
    assert page.message.words() == "PIN 不对，还可以试 4 次"
    assert desk.session.staff is None
    QTest.keyClicks(page.pad, OTHER)
    assert page.message.words() == "PIN 不对，还可以试 3 次"


def test_the_wait_is_counted_down_and_ends(page, desk, qtbot):
    _by_number(page, "108", OTHER)
    for _ in range(4):
        QTest.keyClicks(page.pad, OTHER)
    assert page.message.words() == "PIN 错了太多次，请等 1:00"
    assert not page.pad.isEnabled()
    desk.clock.now += timedelta(seconds=13)
    qtbot.waitUntil(lambda: page.message.words() == "PIN 错了太多次，请等 0:47")
    desk.clock.now += timedelta(seconds=47)
    qtbot.waitUntil(page.pad.isEnabled)
    with qtbot.waitSignal(page.let_in):
        QTest.keyClicks(page.pad, PIN)


def test_during_a_wait_a_colleague_types_his_number_and_it_never_becomes_the_others_pin(page, desk, qtbot):
    _by_number(page, "108", OTHER)
    for _ in range(4):
        QTest.keyClicks(page.pad, OTHER)
    assert (page.number.edit.hasFocus(), page.number.edit.selectedText()) == (True, "108")
    QTest.keyClicks(page.number.edit, "10")
    desk.clock.now += timedelta(seconds=61)
    qtbot.waitUntil(page.pad.isEnabled)
    assert page.number.edit.hasFocus()
    QTest.keyClicks(page.number.edit, "9")
    QTest.keyClick(page.number.edit, Qt.Key.Key_Return)
    with qtbot.waitSignal(page.let_in):
        QTest.keyClicks(page.pad, PIN)
    assert desk.session.staff.name == "李敏"


def test_the_end_of_a_wait_leaves_the_form_of_a_forgotten_pin_alone(page, desk, window, qtbot):
    _by_number(page, "108", OTHER)
    for _ in range(4):
        QTest.keyClicks(page.pad, OTHER)
    qtbot.mouseClick(page._forgotten, Qt.MouseButton.LeftButton)
    (dialog,) = open_sheets(window)
    inside = window.focusWidget()
    assert dialog.isAncestorOf(inside)
    desk.clock.now += timedelta(seconds=61)
    qtbot.waitUntil(page.pad.isEnabled)
    assert window.focusWidget() is inside


def test_a_wait_is_shown_as_soon_as_the_person_is_chosen_again(page, desk, qtbot):
    _by_number(page, "108", OTHER)
    for _ in range(4):
        QTest.keyClicks(page.pad, OTHER)
    page.begin()
    QTest.keyClicks(page.number.edit, "108")
    QTest.keyClick(page.number.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "请等 1:00" in page.message.words())


@pytest.mark.parametrize(("number", "words"), [("", "请输入工号"), ("777", "没有工号 777"), ("000", "没有工号 000")])
def test_a_number_nobody_has_is_refused_beside_its_field(page, number, words):
    QTest.keyClicks(page.number.edit, number)
    QTest.keyClick(page.number.edit, Qt.Key.Key_Return)
    assert page.number.problem_text() == words


def test_the_input_method_is_off_where_numbers_are_typed(page):
    assert not takes_input_method(page.number.edit)
    assert not takes_input_method(page.pad)


def test_the_lock_opens_by_the_pin_of_the_person_who_was_here(page, desk, qtbot):
    _by_number(page, "108", PIN)
    before = desk.session.staff
    changed = []
    desk.session.changed.connect(lambda: changed.append(True))
    page.lock()
    assert page.heading.text() == "已锁屏"
    assert page.pad.hasFocus()
    with qtbot.waitSignal(page.let_in):
        QTest.keyClicks(page.pad, PIN)
    assert desk.session.staff == before
    assert not changed, "the same person goes on with what he had open"


def test_another_person_takes_over_at_the_lock(page, desk, qtbot):
    _by_number(page, "108", PIN)
    page.lock()
    page.number.focus_editor()
    with qtbot.waitSignals([desk.session.changed, page.let_in]):
        _by_number(page, "109", PIN)
    assert desk.session.staff.name == "李敏"


def test_who_forgot_the_pin_finds_the_way(page, window):
    QTest.keyClicks(page.number.edit, "101")
    QTest.mouseClick(page._forgotten, Qt.MouseButton.LeftButton)
    (sheet,) = open_sheets(window)
    assert isinstance(sheet, RecoverDialog)
    assert sheet.staff_no.text() == "101"
    QTest.keyClick(sheet.staff_no.edit, Qt.Key.Key_Escape)
    assert open_sheets(window) == []


def test_a_clock_in_doubt_is_put_to_the_manager(page, desk, window, qtbot, notices):
    desk.clock.now = MORNING + timedelta(days=90)
    with qtbot.waitSignal(page.let_in):
        _by_number(page, "101", PIN)
    (sheet,) = open_sheets(window)
    assert isinstance(sheet, ClockDialog)
    QTest.keyClicks(sheet.reason.edit, "closed for 3 months")
    QTest.keyClick(sheet.reason.edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert [said for said, _ in notices.said] == ["电脑时间已确认"]
    page.lock()
    with qtbot.waitSignal(page.let_in):
        QTest.keyClicks(page.pad, PIN)
    assert open_sheets(window) == []


def test_a_clerk_is_told_of_a_clock_in_doubt(page, desk, window, notices):
    desk.clock.now = MORNING + timedelta(days=90)
    _by_number(page, "108", PIN)
    assert "最后一笔记录" in notices.said[0][0]
    assert open_sheets(window) == []


def test_who_was_let_go_loses_his_tile(page, desk, qtbot):
    from deskapp.staff.service import person_by_no
    from deskapp.staff.staffing import change_person

    _known_here(desk, "108")
    page.begin()

    def let_go():
        clerk, manager = person_by_no("108"), person_by_no("101")
        change_person(
            act=desk.session.act().__class__(manager.id, MORNING, "前台2", "let-go"),
            staff_id=clerk.id,
            staff_no="108",
            name=clerk.name,
            department_id=clerk.department_id,
            outlet_id=clerk.outlet_id,
            roles=clerk.roles,
            active=False,
        )

    work.call(let_go)
    qtbot.mouseClick(page.findChild(Tile, "tile_108"), Qt.MouseButton.LeftButton)
    QTest.keyClicks(page.pad, PIN)
    assert "已停用" in page.message.words()
    assert recent_people(desk.local, desk.session.now()) == ()
