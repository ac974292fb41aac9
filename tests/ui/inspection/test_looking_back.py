"""The look back by clicks and keys: each number opens its rows, a bar its items, a row its record, and the weekly page is printed."""

from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from deskapp.checklists.domain import Result, RunKind
from deskapp.checklists.templates import seed
from deskapp.data import Act
from deskapp.inspection.figures import By, Reach
from deskapp.inspection.service import begin_check, finish_check, mark_check, raise_notices
from deskapp.staff.domain import Role
from tests.conftest import MORNING
from tests.deskapp.people import department_id, hire
from tests.ui.papers import text_of
from ui.inspection.looking_back import FAILURES, NOTICES
from ui.kit import work

LATER = datetime(2026, 12, 2, 15, 0)


def _lived(reception):
    """A showroom check on five days, with A3 failing on three of them and A5 on one, and one notice nobody has issued."""
    seed(act=reception.act("陈静"))
    hire("孙浩", Role.SALES_ADVISOR, department="销售部")
    reception.staff["张伟"] = hire("张伟", Role.SUPERVISOR, department="销售部")
    failing = {0: ("A3",), 1: ("A3", "A5"), 2: (), 7: ("A3",), 8: ()}
    for days, codes in failing.items():
        at = MORNING + timedelta(days=days, hours=1)
        act = lambda: Act(reception.staff["李敏"], at, "前台2", reception.session.new_request_id())  # noqa: B023, E731
        begun = begin_check(act=act(), code="A", kind=RunKind.DAILY, department_id=department_id("销售部"))
        marks = {item.code: (Result.FAILED, "2 盏不亮") if item.code in codes else (Result.PASSED, "") for item in begun.run.items}
        mark_check(act=act(), inspection_id=begun.id, marks=marks)
        done = finish_check(act=act(), inspection_id=begun.id)
        if days == 1:
            raise_notices(act=act(), inspection_id=done.id)


@pytest.fixture
def lived(reception):
    work.call(_lived, reception)
    reception.now[0] = LATER
    return reception


def opened(reception, who="李敏"):
    reception.sign_in(who)
    page = reception.window.open_room("reports")
    page.show_list("checks")
    return settled(reception, page.checks)


def settled(reception, tab):
    reception.until(lambda: work.quiet() and tab.found is not None)
    return tab


def click(widget, at: QPoint | None = None):
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at or widget.rect().center())


def click_cell(tab, row, column):
    table = tab.view().table
    at = next(place for place, one in enumerate(table.model().columns) if one.key == column)
    click(table.viewport(), table.visualRect(table.model().index(row, at)).center())


def choose(reception, tab, kind):
    click(tab.kind.findChild(QWidget, f"look_kind_{[*tab.views].index(kind) + 1}"))
    return settled(reception, tab)


def numbers(tab):
    return [line.number for line in tab.model.rows()]


def test_it_opens_with_the_rate_of_everything_and_its_checks(lived):
    tab = opened(lived)
    assert tab.summary() == "2026-09-07 至 2026-12-02，检查 5 次，不合格 4 项，整改 2 项"
    assert [rate.name for rate in tab.view().model.rows()] == ["全部", "A 展厅5S"]
    assert (tab.title.text(), len(numbers(tab))) == ("全部 检查", 5)
    assert numbers(tab)[0] == "JC-20261201-001"
    assert len(tab.view().chart.parts()) == 2  # weeks without a check have no point


def test_each_number_of_the_table_opens_its_rows(lived):
    tab = opened(lived)
    click_cell(tab, 1, "failed")
    assert tab.title.text() == "A 展厅5S 不合格项"
    assert [line.what for line in tab.model.rows()][-1] == "A3 灯光：2 盏不亮"
    assert len(numbers(tab)) == 4
    click_cell(tab, 1, "before")
    assert (tab.title.text(), numbers(tab)) == ("A 展厅5S 上期检查", [])


def test_the_arrow_keys_go_from_number_to_number(lived):
    tab = opened(lived)
    table = tab.view().table
    table.setFocus()
    click_cell(tab, 0, "checks")
    for _ in range(3):
        lived.key(Qt.Key.Key_Right)
    assert tab.title.text() == "全部 不合格项"
    lived.key(Qt.Key.Key_Down)
    assert tab.title.text() == "A 展厅5S 不合格项"


def test_a_refresh_leaves_the_cursor_on_its_number(lived):
    tab = opened(lived)
    click_cell(tab, 1, "failed")
    tab.refresh()
    settled(lived, tab)
    assert (tab.view().table.figure(), tab.title.text()) == ("failed", "A 展厅5S 不合格项")


def test_a_point_of_the_trend_lists_the_checks_of_its_week(lived):
    tab = opened(lived)
    chart = tab.view().chart
    click(chart, chart.place_of(0).center().toPoint())
    assert (tab.title.text(), len(numbers(tab))) == ("11-23 至 11-29 检查", 3)
    chart.setFocus()
    lived.key(Qt.Key.Key_Right)
    lived.key(Qt.Key.Key_Return)
    assert (tab.title.text(), len(numbers(tab))) == ("11-30 至 12-02 检查", 2)


def test_a_bar_of_the_pareto_puts_the_cursor_on_its_item_and_repeats_have_their_rows(lived):
    tab = choose(lived, opened(lived), FAILURES)
    assert [(item.item, len(item.failures), item.running) for item in tab.view().model.rows()] == [
        ("A3 灯光", 3, 750), ("A5 展车外观", 1, 1000),
    ]  # fmt: skip
    chart = tab.view().chart
    click(chart, chart.place_of(1).center().toPoint())
    assert tab.title.text() == "A5 展车外观 不合格"
    click_cell(tab, 0, "repeats")
    assert (tab.title.text(), len(numbers(tab))) == ("A3 灯光 重复：销售部 3 次", 3)
    click_cell(tab, 1, "repeats")
    assert tab.title.text() == "A5 展车外观 没有重复"


def test_notices_are_told_by_department_and_what_is_late_by_its_step(lived):
    tab = choose(lived, opened(lived), NOTICES)
    assert [one.department for one in tab.view().model.rows()] == ["全部", "销售部"]
    assert tab.view().title.text() == "现在逾期 1 项"
    chart = tab.view().chart
    click(chart, chart.place_of(0).center().toPoint())
    assert tab.title.text() == "逾期未下发"
    assert [line.what for line in tab.model.rows()] == ["客服 超 5 天未下发"]
    click_cell(tab, 1, "rows")
    assert [line.what for line in tab.model.rows()] == ["第 1 项 灯光", "第 2 项 展车外观"]


def test_it_is_told_by_person_and_by_department_too(lived):
    tab = opened(lived)
    click(tab.view().by.findChild(QWidget, "look_by_2"))
    assert [rate.name for rate in tab.view().model.rows()] == ["全部", "销售部"]
    click(tab.view().by.findChild(QWidget, "look_by_3"))
    assert [rate.name for rate in tab.view().model.rows()] == ["全部"]
    assert tab.view().by.value() is By.PERSON


def test_a_shorter_span_and_a_department_alone(lived):
    tab = opened(lived)
    click(tab.reach.findChild(QWidget, "look_reach_1"))
    settled(lived, tab)
    assert tab.found.look.reach is Reach.WEEKS_4
    tab.department.set_value(work.call(department_id, "车间"))
    settled(lived, tab)
    assert tab.summary().endswith("检查 0 次，不合格 0 项，整改 0 项")
    assert tab.view().model.rows() == []


def test_the_weekly_page_is_the_one_that_was_chosen(lived):
    tab = opened(lived)
    click(tab.print_button)
    lived.until(lambda: lived.sheets() and work.quiet())
    sheet = lived.sheet()
    assert "2026 年第 48 周（11-23 至 11-29）" in text_of(sheet.job.pdf)


def test_a_head_sees_his_department_and_prints_no_week(lived):
    tab = opened(lived, "张伟")
    assert [words for _, words in tab.found.choices] == ["全部", "销售部"]
    assert len(numbers(tab)) == 5
    assert not tab.print_button.isVisible()


def test_the_desk_is_not_offered_what_it_may_not_see(lived):
    lived.sign_in("王芳")
    page = lived.window.open_room("reports")
    assert "checks" not in [option.value for option in page.kind.options()]


def test_the_page_of_the_checks_leads_here_and_a_row_leads_to_its_check(lived):
    lived.sign_in("李敏")
    page = lived.window.open_room("inspection")
    click(page.past)
    tab = settled(lived, lived.window.pages.currentWidget().checks)
    assert tab.isVisible()
    number = numbers(tab)[0]
    tab.lines.setFocus()
    lived.key(Qt.Key.Key_Return)
    lived.until(lambda: page.check.shown is not None)
    assert page.check.shown.check.number == number


def test_a_row_of_a_notice_leads_to_the_notice(lived):
    tab = choose(lived, opened(lived), NOTICES)
    click_cell(tab, 0, "rows")
    tab.lines.setFocus()
    lived.key(Qt.Key.Key_Return)
    lived.until(lambda: work.quiet() and lived.window.pages.currentWidget().objectName() == "rectification")
