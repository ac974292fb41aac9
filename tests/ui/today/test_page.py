"""The first page under a clerk's hands: Enter opens, a click on the link opens, what is later stays folded."""

from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from deskapp.handovers.domain import BillLine, HandoverForm, SpendKind
from deskapp.handovers.writing import write_handover
from ui.kit import work


@pytest.fixture
def page(front, qtbot):
    """The first page with one slip on it."""
    form = HandoverForm(front.customer, "RO1", (BillLine(SpendKind.MAINTENANCE, 1_286_00),))
    work.call(write_handover, act=front.reception.session.act(), form=form)
    front.window.changed()
    page = front.window.pages.currentWidget()
    qtbot.waitUntil(lambda: len(page.model.rows()) == 1, timeout=5_000)
    return page


def test_enter_opens_the_record_in_its_room(front, page, qtbot):
    page.view.setFocus()
    QTest.keyClick(page.view, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: front.window.pages.currentWidget().objectName() != "today", timeout=5_000)
    assert front.window.navigation._items["points"].isChecked()


def test_a_click_selects_and_a_click_on_the_link_opens(front, page, qtbot):
    row = page.model.find(page.model.key(page.model.rows()[0]))
    words, link = (page.view.visualRect(page.model.index(row, column)).center() for column in (1, len(page.model.columns) - 1))
    QTest.mouseClick(page.view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(words))
    assert front.window.pages.currentWidget() is page
    QTest.mouseClick(page.view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(link))
    qtbot.waitUntil(lambda: front.window.pages.currentWidget() is not page, timeout=5_000)


def test_only_what_is_mine(front, page):
    page.mine.click()
    assert page.model.rows() == []
    assert page.due_today.count() == 0
    page.mine.click()
    assert page.due_today.count() == 1


def test_what_comes_later_is_folded_until_its_head_is_clicked(front, page, qtbot):
    front.clock.at -= timedelta(minutes=5)
    front.clock.at = front.clock.at.replace(year=2027, month=11, day=20)
    front.window.changed()
    qtbot.waitUntil(lambda: page.week.count() == 0 and page.overdue.count() == 1, timeout=5_000)
    qtbot.waitUntil(lambda: page.tomorrow.count() == 0, timeout=5_000)
    front.clock.at = front.clock.at.replace(day=21)
    front.window.changed()
    qtbot.waitUntil(lambda: page.tomorrow.count() == 1, timeout=5_000)
    assert len(page.model.rows()) == 1
    head = page.view.visualRect(page.model.index(page.model.group_lines()[-1], 0)).center()
    QTest.mouseClick(page.view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(head))
    assert [duty.what for duty in page.model.rows()] == ["录入积分移交单", "会员到期，提醒续会"]


def test_in_a_narrow_window_the_other_columns_give_way_to_what_is_to_be_done(front, page, qtbot):
    front.window.show()
    widths = {}
    for size in (1366, 1180, 1024, 1366):
        front.window.resize(size, 700)
        qtbot.waitUntil(lambda size=size: front.window.width() == size, timeout=5_000)
        qtbot.waitUntil(lambda: page.view.viewport().width() == page.view.horizontalHeader().length(), timeout=5_000)
        widths[size] = {column.key: page.view.columnWidth(at) for at, column in enumerate(page.model.columns)}
        assert widths[size]["what"] >= 210
    assert widths[1366]["customer"] == 200, "what gave way comes back with the room"
    assert widths[1024]["customer"] < 200
    assert front.window.local.get("today_list.widths") is None, "only what a person drags is remembered"
