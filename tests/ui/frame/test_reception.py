"""The window as a clerk meets it: rooms by right, one search box, lock and change of person."""

from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinterInfo
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from deskapp.handovers.domain import BillLine, HandoverForm, SpendKind
from deskapp.handovers.writing import write_handover
from deskapp.staff.service import person, rights_of
from tests.ui.frame.conftest import PIN
from tests.ui.kit.hands import commit
from ui.kit import work
from ui.kit.chrome import Badge


def keys(widget, text):
    QTest.keyClicks(widget, text)


def press(widget, key, modifier=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(widget, key, modifier)


def test_the_first_page_comes_up_with_the_rooms_of_the_persons_rights(front):
    rooms = ("today", "customers", "members", "points", "gifts", "lounge", "inspection", "rectification", "complaints", "reports")
    assert front.window.navigation.keys() == rooms
    assert front.window.pages.currentWidget().objectName() == "today"
    assert front.window.top_bar.person.text() == "陈静"


def test_a_front_desk_clerk_sees_no_settings_and_an_advisor_only_his_rooms(front):
    session = front.reception.session
    session.sign_in(work.call(person, front.front), work.call(rights_of, front.front, on=front.clock().date()))
    front.reception.enter()
    assert "settings" not in set(front.window.navigation.keys())


def test_the_bar_says_what_is_true_of_the_printer_of_this_pc(front, qtbot):
    line = front.window.top_bar.printer
    assert not line.isVisible()  # not yet known: nothing is claimed
    qtbot.waitUntil(line.isVisible, timeout=10_000)
    assert line.words() == ("打印机就绪" if QPrinterInfo.availablePrinterNames() else "没有打印机")
    front.window.print_file = Path("printed.pdf")
    front.window.uncover()
    qtbot.waitUntil(lambda: line.words() == "打印机就绪", timeout=10_000)


@pytest.mark.parametrize("width", [1366, 1093, 1024])
def test_nothing_lies_over_anything_in_the_bar_of_a_small_window(front, width):
    """1093 is what 125 % leaves of 1366."""
    bar = front.window.top_bar
    bar.set_drafts(2)
    bar.show_printers([])
    front.window.resize(width, 680)
    QApplication.processEvents()
    shown = [widget for widget in (bar.search, bar.enroll, bar.drafts, bar.printer, bar.person, bar.lock) if widget.isVisible()]
    for left, right in pairwise(shown):
        assert left.geometry().right() < right.geometry().left(), (left.objectName(), right.objectName())
    assert shown[-1].geometry().right() <= bar.width()
    assert bar.search.width() == 440 or width < 1366


def test_the_next_person_at_the_desk_finds_pages_by_his_own_rights(front):
    gifts = front.window.open_room("gifts")
    session = front.reception.session
    session.sign_in(work.call(person, front.front), work.call(rights_of, front.front, on=front.clock().date()))
    front.reception.enter()
    assert front.window.open_room("gifts") is not gifts


def test_a_slip_written_on_another_pc_appears_on_the_first_page_and_as_a_badge(front, qtbot):
    session = front.reception.session
    form = HandoverForm(front.customer, "RO1", (BillLine(SpendKind.MAINTENANCE, 1_286_00),))
    work.call(write_handover, act=session.act(), form=form)
    front.window.watch.look()
    today = front.window.pages.currentWidget()
    qtbot.waitUntil(lambda: len(today.model.rows()) == 1, timeout=5_000)
    qtbot.waitUntil(lambda: front.window.navigation.badge("points") == Badge(1), timeout=5_000)
    assert today.due_today.count() == 1
    assert front.window.status_bar.overdue.words() == "没有逾期"
    front.clock.at += timedelta(days=1)
    front.window.changed()
    qtbot.waitUntil(lambda: front.window.navigation.badge("points") == Badge(1, overdue=True), timeout=5_000)
    assert front.window.status_bar.overdue.words() == "逾期 1 项"


def test_the_search_box_finds_by_initials_and_by_an_input_methods_name(front, qtbot):
    box, results = front.window.top_bar.search, front.window.results
    press(front.window, Qt.Key.Key_F2)
    assert QApplication.focusWidget() is box
    keys(box, "zwm")
    qtbot.waitUntil(lambda: [hit.name for hit in results.hits] == ["张伟明"], timeout=5_000)
    assert results.isVisible()
    assert results.hits[0].pills == ("普卡", "有效")
    press(box, Qt.Key.Key_Escape)
    assert not results.isVisible()
    assert box.text() == ""
    commit(box, "伟明")
    qtbot.waitUntil(lambda: [hit.name for hit in results.hits] == ["张伟明"], timeout=5_000)


def test_nothing_found_says_how_to_go_on(front, qtbot):
    box, results = front.window.top_bar.search, front.window.results
    press(front.window, Qt.Key.Key_F2)
    keys(box, "qqq")
    qtbot.waitUntil(results.isVisible, timeout=5_000)
    assert list(results.hits) == []
    assert "F3" in results.said()


def test_digits_from_the_middle_of_a_mobile_are_found_by_the_slow_search(front, qtbot):
    box, results = front.window.top_bar.search, front.window.results
    press(front.window, Qt.Key.Key_F2)
    keys(box, "2601")
    qtbot.waitUntil(lambda: [hit.name for hit in results.hits] == ["张伟明"], timeout=5_000)


def test_locking_covers_everything_until_the_pin(front, qtbot):
    press(front.window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    sign_in = front.reception.sign_in
    assert front.window.cover.currentWidget() is sign_in
    assert not front.window.navigation.isVisible()
    keys(sign_in.pad, PIN)
    qtbot.waitUntil(lambda: front.window.cover.currentWidget() is not sign_in, timeout=5_000)
    assert front.window.navigation.isVisible()


def test_a_wrong_pin_stays_out_and_says_how_many_tries_are_left(front, qtbot):
    press(front.window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    sign_in = front.reception.sign_in
    keys(sign_in.pad, "000001")
    qtbot.waitUntil(lambda: "4" in sign_in.message.words(), timeout=5_000)
    assert front.window.cover.currentWidget() is sign_in


def test_the_window_closes_and_the_store_with_it(front):
    front.reception.end()
    assert not work.running()
