"""The calendar page: a year at a time, closures, holidays typed as announced."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.ui.kit.hands import commit
from tests.ui.settings.hands import click, escape, only_sheet, problems, save
from ui.kit import work
from ui.kit.sheet import open_sheets


@pytest.fixture
def days(page, qtbot):
    days = page.open_subject("日历")
    qtbot.waitUntil(lambda: days._loaded is not None)
    return days


def _is_open(day):
    from deskapp.store.days import calendar

    return work.call(lambda: calendar().is_open(day))


def test_the_year_shows_its_working_days_and_today(days):
    assert days.figure.text() == "2026 年"
    assert days.state.pill().words == "248 个工作日"
    assert not days.provisional.isVisible()
    assert days.panel.title.text() == "2026-11-23 周一"


def test_arrows_and_clicks_choose_a_day(days):
    days.grid.setFocus()
    QTest.keyClick(days.grid, Qt.Key.Key_Down)
    QTest.keyClick(days.grid, Qt.Key.Key_Left)
    assert days.panel.title.text() == "2026-11-29 周日"
    QTest.mouseClick(days.grid, Qt.MouseButton.LeftButton, pos=days.grid.cell(date(2026, 10, 10)).center().toPoint())
    assert days.panel.title.text() == "2026-10-10 周六"
    assert days.panel.pill.pill().words == "补班"


def test_a_year_without_announcement_is_provisional_until_it_is_typed_in(days, qtbot):
    click(days.on)
    qtbot.waitUntil(lambda: days.state.pill().words == "暂定")
    assert days.provisional.isVisible()
    click(days.import_button)
    dialog = only_sheet(days.window())
    save(dialog.off.edit)
    assert list(problems(dialog)) == ["off"]
    commit(dialog.off.edit, "国庆节 10月1日至10月7日")
    commit(dialog.makeup.edit, "10-08")
    save(dialog.off.edit)
    assert "补班日" in dialog.summary.text()
    dialog.makeup.edit.selectAll()
    commit(dialog.makeup.edit, "10-09")
    save(dialog.off.edit)
    assert open_sheets(days.window()) == []
    qtbot.waitUntil(lambda: "个工作日" in days.state.pill().words)
    click(days.import_button)
    assert only_sheet(days.window()).off.text() == "国庆节 10-01 至 10-07"


def test_days_are_closed_and_opened_again(days, notices, qtbot):
    days.grid.choose(date(2026, 12, 1))
    QTest.keyClick(days.grid, Qt.Key.Key_F4)
    dialog = only_sheet(days.window())
    dialog.last.edit.selectAll()
    QTest.keyClicks(dialog.last.edit, "20261203")
    qtbot.waitUntil(lambda: dialog.moved.text() == "不影响任何未完成的期限。")
    commit(dialog.reason.edit, "展厅装修")
    save(dialog.reason.edit)
    assert notices.said[0][0] == "已登记休息 3 天"
    assert not _is_open(date(2026, 12, 3))
    qtbot.waitUntil(days.open_button.isEnabled)
    click(days.open_button)
    ask = only_sheet(days.window())
    save(ask.edit)
    assert open_sheets(days.window()) == [ask], "a reason is asked"
    commit(ask.edit, "提前完工")
    save(ask.edit)
    assert _is_open(date(2026, 12, 1))
    assert not _is_open(date(2026, 12, 2))
    qtbot.waitUntil(lambda: not days.open_button.isEnabled())


def test_closing_backwards_is_refused(days):
    QTest.keyClick(days.grid, Qt.Key.Key_F4)
    dialog = only_sheet(days.window())
    dialog.last.edit.selectAll()
    QTest.keyClicks(dialog.last.edit, "20261101")
    commit(dialog.reason.edit, "装修")
    save(dialog.reason.edit)
    assert "早于第一天" in problems(dialog)["last"]
    escape(dialog.reason.edit)
    assert open_sheets(days.window()) == []
