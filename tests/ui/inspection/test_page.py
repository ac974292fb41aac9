"""The plan and the list of checks by keys and clicks: what is due first, filters, blank and filled sheets, where the first page leads."""

import pytest
from PySide6.QtCore import Qt

from deskapp.checklists.domain import RunKind
from deskapp.inspection.domain import CheckFilter
from tests.ui.inspection.checks import checked, click, furnish, later, page_of, settled
from tests.ui.papers import text_of
from ui.kit import work


@pytest.fixture
def desk(reception):
    furnish(reception)
    return reception


@pytest.fixture
def page(desk):
    return page_of(desk)


def shown(page):
    return [(row.state.label, row.planned.version.code, row.planned.kind.value) for row in page.plan.model.rows()]


def test_what_is_due_now_stands_first_and_f4_begins_it(desk, page):
    later(desk, minutes=30)
    page.refresh()
    settled(desk)
    assert shown(page)[:4] == [("逾期", "A", "daily"), ("逾期", "B", "daily"), ("待查", "C", "daily"), ("待查", "C", "daily")]
    page.plan.view.select_first()
    page.plan.view.setFocus()
    assert page.plan.go.text() == "开始检查"
    desk.key(Qt.Key.Key_F4)
    desk.until(lambda: page.check.shown is not None)
    assert (page.check.check.run.version.code, page.check.check.run.kind) == ("A", RunKind.DAILY)


def test_what_was_done_moves_down_with_its_rate(desk, page):
    checked(desk, "A", RunKind.DAILY, failing={"A3": "两盏不亮"})
    page.store_changed()
    settled(desk)
    row = next(row for row in page.plan.model.rows() if row.planned.version.code == "A" and row.planned.kind is RunKind.DAILY)
    assert (row.state.label, row.inspector, row.result) == ("已查", "李敏", "92.9%，1 项不合格")
    page.plan.view.select_key(row.key)
    assert page.plan.go.text() == "看检查表"


def test_what_was_missed_is_folded_and_cannot_be_begun(desk, page):
    later(desk, days=1)
    page.show_list("missed")
    settled(desk)
    line = page.plan.view.current_row()
    assert line.state.label == "漏查"
    assert not page.plan.go.isEnabled()
    assert page.plan.go.text() == "漏查"


def test_the_first_page_leads_to_the_very_check(desk, page):
    desk.window.open_room("today")
    today = desk.window.pages.currentWidget()
    later(desk, minutes=5)
    desk.window.changed()
    desk.until(lambda: any(row.what == "检查 仪容仪表" for row in today.model.rows()))
    row = next(row for row in today.model.rows() if row.what == "检查 仪容仪表")
    today.view.select_key(today.model.key(row))
    today.view.setFocus()
    desk.key(Qt.Key.Key_Return)
    desk.until(lambda: desk.window.pages.currentWidget() is page)
    desk.until(lambda: page.plan.view.current_row() is not None and page.plan.view.current_row().planned.version.code == "B")
    settled(desk)
    assert page.plan.view.current_row().planned.kind is RunKind.DAILY


def test_the_list_is_filtered_and_enter_opens_a_check(desk, page):
    checked(desk, "A", RunKind.DAILY, failing={"A3": "两盏不亮"})
    checked(desk, "H")
    page.tabs.set_value("records")
    desk.until(lambda: len(page.records.model.rows()) == 2)
    assert "2 次检查，1 项不合格" in page._subtitle.text()
    page.records.sheet.set_value("H")
    desk.until(lambda: [row.code for row in page.records.model.rows()] == ["H"])
    click(desk, "clear_filters")
    page.records.only.set_value(CheckFilter.FAILED)
    desk.until(lambda: [row.code for row in page.records.model.rows()] == ["A"])
    page.records.view.select_first()
    page.records.view.setFocus()
    desk.key(Qt.Key.Key_Return)
    desk.until(lambda: page.check.shown is not None)
    assert page.check.check.run.version.code == "A"
    desk.key(Qt.Key.Key_Escape)
    assert page.check.shown is None
    assert page.tabs.value() == "records"


def test_unconfirmed_checks_are_one_click_from_the_first_page(desk, page):
    checked(desk, "A", RunKind.DAILY)
    page.show_list("unconfirmed")
    desk.until(lambda: [row.code for row in page.records.model.rows()] == ["A"])
    assert page.records.only.value() is CheckFilter.UNCONFIRMED


def test_the_blank_sheet_of_the_chosen_line_is_printed(desk, page):
    page.plan.view.select_key(next(row.key for row in page.plan.model.rows() if row.planned.version.code == "F"))
    click(desk, "print_blank_sheet")
    sheet = desk.sheet()
    assert (sheet.job.title, sheet.job.number) == ("售后接待流程检查表（空白）", "")
    words = text_of(sheet.job.pdf)
    assert "空白表" in words
    assert words.count("当客户面套座椅") == 1


def test_the_filled_sheet_carries_its_number_its_note_and_who_confirmed(desk, page):
    from deskapp.inspection.service import confirm_on_paper

    done = checked(desk, failing={"H2": "只有客户签字"})
    work.call(lambda: confirm_on_paper(act=desk.act(), inspection_id=done.id, signed_by="张伟"))
    desk.window.open_number(done.number)
    desk.until(lambda: page.check.shown is not None)
    click(desk, "print_check")
    words = text_of(desk.sheet().job.pdf)
    for expected in (done.number, "只有客户签字", "83.3%", "张伟（纸上签字）", "李敏"):
        assert expected in words


def test_who_only_serves_customers_has_no_room_for_checks(desk):
    desk.sign_in("王芳")
    assert "inspection" not in desk.window.navigation.keys()  # noqa: SIM118 - not a dict
