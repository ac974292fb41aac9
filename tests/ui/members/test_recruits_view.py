"""推荐业绩 in the reports: figures by department and person, the members behind them, a workbook."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from deskapp.sheets.reading import open_table
from tests.ui.members.years import a_member, until
from tests.ui.reception import Reception


@pytest.fixture
def club(reception: Reception):
    a_member(reception, "赵一", "13900000001", "66010001")
    a_member(reception, "钱二", "13900000002", "66010002")
    a_member(reception, "孙三", "13900000003", "66010003", by="王芳")


def view_of(desk: Reception):
    page = desk.window.open_room("reports")
    page.kind.set_value("recruits")
    desk.until(lambda: page.recruits.model.is_loaded)
    return page.recruits


def figures(view) -> list[tuple]:
    return [(line.department, line.recruiter, line.joined, line.waiting, line.counted) for line in view.model.rows()]


def test_a_line_of_figures_opens_the_members_it_counts(reception: Reception, club):
    view = view_of(reception)
    reception.until(lambda: len(view.model.rows()) == 5)
    assert figures(view) == [
        ("客服部", "", 2, 0, 2), ("客服部", "李敏", 2, 0, 2), ("前台", "", 1, 1, 0), ("前台", "王芳", 1, 1, 0), ("合计", "", 3, 1, 2),
    ]  # fmt: skip
    reception.until(lambda: [member.name for member in view.members_model.rows()] == ["钱二", "赵一"])
    view.view.select_key(("前台", reception.staff["王芳"]))
    reception.until(lambda: [member.name for member in view.members_model.rows()] == ["孙三"])
    view.members_view.opened.emit(view.members_model.rows()[0])
    assert reception.window.customer_id == view.members_model.rows()[0].customer_id


def test_the_span_is_this_month_last_month_this_year_or_typed(reception: Reception, club):
    until(reception, date(2026, 12, 2))
    view = view_of(reception)
    reception.until(lambda: view.model.rows() == [])
    view.span.set_value("last_month")
    reception.until(lambda: len(view.model.rows()) == 5)
    assert (view.first.value(), view.last.value()) == (date(2026, 11, 1), date(2026, 11, 30))
    assert not view.first.isVisible()
    view.span.set_value("this_year")
    assert (view.first.value(), view.last.value()) == (date(2026, 1, 1), date(2026, 12, 2))
    view.span.set_value("other")
    assert view.first.isVisible()
    view.first.set_value(date(2026, 12, 1))
    view.refresh()
    reception.until(lambda: view.model.rows() == [])


def test_an_adviser_sees_his_own_figures_and_no_customers(reception: Reception, club):
    a_member(reception, "李四", "13900000004", "66010004")
    reception.sign_in("刘强")
    view = view_of(reception)
    reception.until(lambda: view.model.is_loaded)
    assert view.model.rows() == []
    assert not view._people.isVisible()


def test_the_figures_are_saved_as_a_workbook(reception: Reception, club, tmp_path: Path, monkeypatch):
    view = view_of(reception)
    reception.until(lambda: len(view.model.rows()) == 5)
    path = tmp_path / "推荐"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    view.export.click()
    assert reception.heard.said[-1][0] == "已导出 推荐.xlsx"
    with open_table(path.with_name("推荐.xlsx")) as table:
        assert [row.cells[:2] for row in table][1:] == [
            ("客服部", "小计"),
            ("客服部", "李敏"),
            ("前台", "小计"),
            ("前台", "王芳"),
            ("合计", ""),
        ]
