"""The workbook read back: numbers are numbers, numbers of slips are text, and both are those of the screen."""

from python_calamine import CalamineWorkbook

from deskapp.analysis.items import items
from deskapp.analysis.workbook import write_daily_report
from tests.deskapp.analysis.samples import LARGEST, ORDINARY, OWN, a_flow


def rows(path):
    return CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()


def test_the_figures_are_numbers_and_those_of_the_screen(tmp_path):
    path = tmp_path / "会员日报.xlsx"
    count = write_daily_report(path, ORDINARY, a_flow())
    head, *body = rows(path)
    assert head == ["栏目", "项目", "数", "单位", "说明"]
    assert len(body) == count
    figures = {(row[0], row[1]): row[2] for row in body if row[2] != ""}
    for item in items(ORDINARY):
        assert figures[item.section.label, item.label.strip("　")] == item.value
    assert figures["积分", "核对"] == 0
    assert figures["近 12 个月", "2026-11 月末余额"] == a_flow()[-1].points.closing
    notes = {row[1]: row[4] for row in body}
    assert notes["会员到期"] == "HY-20251125-003、HY-20251125-004"
    assert notes["日期"] == "2026-11-23"
    assert notes["陈静"] == "下午停电半小时，移交单晚录。"


def test_what_a_person_may_not_see_is_not_written(tmp_path):
    path = tmp_path / "own.xlsx"
    write_daily_report(path, OWN, ())
    parts = {row[0] for row in rows(path)[1:]}
    assert parts == {"会员日报", "会员", "移交单"}


def test_the_largest_report_can_be_written(tmp_path):
    write_daily_report(tmp_path / "most.xlsx", LARGEST, a_flow(scale=9_000))
