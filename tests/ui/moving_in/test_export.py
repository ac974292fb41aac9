"""The export as a manager does it: whom, which numbers, which file; and the log beside it."""

import pytest
from PySide6.QtWidgets import QFileDialog

from deskapp.members.domain import MemberFilter
from tests.deskapp.members.lists import LI, ZHANG, csv_list
from tests.ui.kit.hands import commit
from tests.ui.moving_in.hands import go_on
from tests.ui.settings.conftest import sign_in
from tests.ui.settings.hands import click
from ui.kit import work


@pytest.fixture(autouse=True)
def _two_members(page, desk, tmp_path):
    from tests.deskapp.members.lists import brought

    path = csv_list(tmp_path / "来.csv", ZHANG, LI)
    work.call(lambda: brought(desk.session.act(), path))


@pytest.fixture
def saved(tmp_path, monkeypatch):
    """The file dialog answers with this path; '' is a cancel."""
    answers = {"path": str(tmp_path / "会员.xlsx"), "asked": []}

    def choose(_parent, _title, proposed, kind):
        answers["asked"].append((proposed, kind))
        return answers["path"], ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    return answers


def test_the_button_says_how_many_and_the_list_is_written_and_logged(exporting, saved, tmp_path, qtbot):
    qtbot.waitUntil(lambda: exporting.button.text() == "导出 2 位")
    go_on(exporting)
    assert (tmp_path / "会员.xlsx").exists()
    assert exporting.done.words() == "2 行已存到 会员.xlsx"
    qtbot.waitUntil(lambda: len(exporting.model.rows()) == 1)
    [line] = exporting.model.rows()
    assert (line.what.what, line.what.rows, line.what.full) == ("全部会员", 2, False)


def test_a_filter_narrows_the_count_and_none_leaves_nothing_to_do(exporting, qtbot):
    exporting.only.set_value(MemberFilter.LOST)
    qtbot.waitUntil(lambda: exporting.button.text() == "没有符合条件的记录")
    exporting.subject.set_value("customers")
    qtbot.waitUntil(lambda: exporting.button.text() == "导出 2 位")
    assert exporting.filters.isHidden()


def test_full_numbers_ask_what_for(exporting, saved, tmp_path, qtbot):
    exporting.numbers.set_value("full")
    go_on(exporting)
    assert exporting.reason.problem_text() == "还没有填用途"
    assert saved["asked"] == []
    commit(exporting.reason.edit, "续会提醒")
    go_on(exporting)
    qtbot.waitUntil(lambda: len(exporting.model.rows()) == 1)
    assert exporting.model.rows()[0].what.reason == "续会提醒"
    assert (tmp_path / "会员.xlsx").exists()


def test_leaving_the_file_dialog_exports_nothing(exporting, saved, qtbot):
    saved["path"] = ""
    click(exporting.button)
    assert exporting.done.isHidden()
    assert exporting.model.rows() == []


def test_each_kind_of_file_has_its_ending_and_says_what_it_is_for(exporting, saved, tmp_path):
    saved["path"] = str(tmp_path / "会员")
    for kind, ending in (("csv", ".csv"), ("old_csv", ".csv"), ("xlsx", ".xlsx")):
        exporting.format.set_value(kind)
        click(exporting.button)
        assert saved["asked"][-1][0].endswith(f"会员 2026-11-23{ending}")
        assert (tmp_path / f"会员{ending}").exists()
    exporting.format.set_value("old_csv")
    assert "GBK" in exporting.format_hint.text()


def test_a_file_that_cannot_be_written_is_said_in_the_page(exporting, saved, tmp_path):
    saved["path"] = str(tmp_path / "没有这个文件夹" / "会员.xlsx")
    click(exporting.button)
    assert "写不了 会员.xlsx" in exporting.refusal.words()
    assert not exporting.refusal.isHidden()
    saved["path"] = str(tmp_path / "会员.xlsx")
    click(exporting.button)
    assert exporting.refusal.isHidden()
    assert not exporting.done.isHidden()


def test_who_may_not_take_data_in_or_out_is_not_offered_it(page, desk):
    titles = page.titles()
    assert ("导入会员" in titles, "导出" in titles) == (True, True)
    from deskapp.staff.domain import Right

    desk.session.rights = desk.session.rights - {Right.IMPORT_DATA, Right.EXPORT_DATA}
    page.refresh()
    assert ("导入会员" in page.titles(), "导出" in page.titles()) == (False, False)
    sign_in(desk, "101")
