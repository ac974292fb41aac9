"""Templates as workbooks: out with every version, back in with each wrong cell named, and never a version from a bad file."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from deskapp.checklists.changes import ChangeKind
from deskapp.checklists.domain import ItemRole
from deskapp.checklists.exchange import MOST_LINES, read_template_file, write_template_file
from deskapp.checklists.templates import change_template, history, seed, version_on
from deskapp.data import revisions
from deskapp.errors import NotAllowed, UserError
from deskapp.staff.domain import Role
from tests.deskapp.lounge.conftest import found_store
from tests.deskapp.people import hire, hire_system

AT = datetime(2026, 11, 23, 9, 0)
HEADS = ["编号", "分类", "名称", "标准", "权重"]


@pytest.fixture
def manager(store, act):
    """An act of 客服经理 in a store with the plan's templates."""
    found_store(AT - timedelta(days=7))
    staff_id = hire("陈静", Role.SERVICE_MANAGER)
    hire_system()
    seed(act=act(staff_id=staff_id, at=AT - timedelta(days=7)))
    return lambda at=AT: act(staff_id=staff_id, at=at)


def newest(code):
    return history(code=code)[0]


def written(path, rows):
    """A workbook as somebody saved it."""
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet("展厅")
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                page.write(row, column, cell)
    return path


def read(manager, path, code="A"):
    return read_template_file(act=manager(), path=path, version=newest(code) if code else None)


def lines_of(code):
    return [[item.code, item.section, item.title, item.criterion, item.weight] for item in newest(code).form.items]


@pytest.mark.parametrize("code", ["A", "B", "C", "D", "E", "F", "G", "H", "L"])
def test_a_template_comes_back_as_it_went_out(manager, tmp_path, code):
    path = tmp_path / f"{code}.xlsx"
    assert write_template_file(act=manager(), path=path, code=code) == len(newest(code).form.items)
    found = read(manager, path, code)
    assert (found.problems, found.changes, found.notes) == ((), (), ())
    plain = [replace(item, id=0) for item in newest(code).form.items]
    assert sorted(found.items, key=lambda item: item.code) == sorted(plain, key=lambda item: item.code)
    if code != "L":
        assert list(found.items) == plain


def test_the_file_holds_every_version_with_its_lines(manager, tmp_path):
    form = newest("A").form
    change_template(act=manager(), code="A", form=replace(form, items=form.items[1:]))
    write_template_file(act=manager(), path=tmp_path / "A.xlsx", code="A")
    book = CalamineWorkbook.from_path(tmp_path / "A.xlsx")
    assert book.sheet_names == ["展厅5S", "怎么填", "历次版本"]
    rows = book.get_sheet_by_name("历次版本").to_python()
    assert rows[0] == ["版本", "起", "修改人", *HEADS]
    assert [sum(row[0] == number for row in rows[1:]) for number in (2, 1)] == [13, 14]
    assert {row[2] for row in rows[1:]} == {"陈静", "系统"}


def test_an_edited_file_becomes_the_version_of_tomorrow(manager, tmp_path):
    rows = lines_of("A")
    rows[0][3] = "无污渍，无旧海报，门锁好用"
    del rows[4]
    rows.append(["", "外场", "停车位", "划线清楚", 2])
    found = read(manager, written(tmp_path / "A.xlsx", [HEADS, *rows]))
    assert [(one.kind, one.title) for one in found.changes] == [
        (ChangeKind.ADDED, "停车位"), (ChangeKind.REMOVED, "展车外观"), (ChangeKind.CHANGED, "门头与玻璃"),
    ]  # fmt: skip
    made = change_template(act=manager(), code="A", form=replace(newest("A").form, items=found.items))
    assert (made.valid_from, made.form.items[-1].code, made.form.items[-1].weight) == (AT.date() + timedelta(days=1), "A15", 2)
    assert len(version_on(code="A", on=AT.date()).form.items) == 14


def test_every_wrong_cell_is_named(manager, tmp_path):
    rows = [
        ["A1", "门面", "", "干净", 1],
        ["A2", "门面", "墙" * 25, "干净", "很重"],
        ["A2", "门面", "再来一次", "干净", 1],
        ["Z9", "门面", "别人的编号", "长" * 41, 101],
    ]
    found = read(manager, written(tmp_path / "A.xlsx", [HEADS, *rows]))
    assert [(one.cell, one.words) for one in found.problems] == [
        ("C2", "没有名称。请填写，或删去这一行"),
        ("C3", "名称 25 字，最多 24 字"),
        ("E3", "“很重”不行，权重请填 1 到 100 的整数"),
        ("A4", "编号 A2 与 A3 重复。新的一行请留空"),
        ("A5", "这张模板没有编号 Z9 的项。新的一行请留空，保存时自动编号"),
        ("D5", "标准 41 字，最多 40 字"),
        ("E5", "“101”不行，权重请填 1 到 100 的整数"),
    ]


def test_a_store_s_own_list_is_read_by_the_heads_it_has(manager, tmp_path):
    rows = [["展厅检查表"], [], ["类别", "检查项目", "要求", "备注"], ["门面", "门头", "干净", "每天"], ["", "灯光", "全亮", ""]]
    found = read(manager, written(tmp_path / "own.xlsx", rows), code="")
    assert [(item.section, item.title, item.criterion, item.weight) for item in found.items] == [
        ("门面", "门头", "干净", 1), ("", "灯光", "全亮", 1),
    ]  # fmt: skip
    assert found.notes == ("没有读这些列：备注", "文件里没有这些列：编号、权重")


def test_an_item_that_was_removed_comes_back_under_its_own_code(manager, tmp_path):
    form = newest("A").form
    change_template(act=manager(), code="A", form=replace(form, items=form.items[1:]))
    found = read(manager, written(tmp_path / "A.xlsx", [HEADS, ["A1", "", "门头与玻璃", "", 1], *lines_of("A")]))
    assert found.problems == ()
    assert [(one.kind, one.title) for one in found.changes] == [(ChangeKind.ADDED, "门头与玻璃")]
    assert found.items[0].code == "A1"


def test_the_day_of_the_lounge_is_judged_as_a_whole(manager, tmp_path):
    heads = ["种类", "编号", "名称", "标准", "开始", "结束", "巡检", "清单"]
    slots = [["时段", "", "早班", "", "08:00", "9:30", 0, ""], ["时段", "", "晚班", "", "9:00", "24:00", 30, "e"]]
    found = read(manager, written(tmp_path / "L.xlsx", [heads, *slots]), "L")
    assert [(one.cell, one.words) for one in found.problems] == [
        ("", "时段“早班”到 09:30 才结束，“晚班”从 09:00 开始，请错开"),
    ]
    slots[1][4] = "25:00"
    found = read(manager, written(tmp_path / "L.xlsx", [heads, *slots, ["茶几", "", "13", "", "", "", "", ""]]), "L")
    assert [one.cell for one in found.problems] == ["E3", "A4"]
    slots[1][4] = "09:30"
    found = read(manager, written(tmp_path / "L.xlsx", [heads, *slots, ["茶桌", "", 13, "", "", "", "", ""]]), "L")
    assert found.problems == ()
    assert [(item.role, item.title, item.area) for item in found.items] == [
        (ItemRole.SLOT, "早班", ""), (ItemRole.SLOT, "晚班", "E"), (ItemRole.TABLE, "13", ""),
    ]  # fmt: skip


def test_a_time_as_the_spreadsheet_keeps_it_is_a_time(manager, tmp_path):
    path = tmp_path / "L.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet()
        clock = book.add_format({"num_format": "hh:mm"})
        page.write_row(0, 0, ["种类", "名称", "开始", "结束"])
        page.write_row(1, 0, ["时段", "早班"])
        page.write_datetime(1, 2, datetime(1900, 1, 1, 8, 10).time(), clock)
        page.write_datetime(1, 3, datetime(1900, 1, 1, 12, 0).time(), clock)
    found = read(manager, path, "L")
    assert found.problems == ()
    assert found.items[0].minutes == (490, 720)


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([["甲", "乙"], ["1", "2"]], "没有找到列名"),
        ([HEADS], None),
        ([HEADS, *([["", "", f"项{n}", "", 1] for n in range(MOST_LINES + 5)])], None),
    ],
)
def test_a_file_that_is_no_template_writes_nothing(manager, tmp_path, rows, says):
    path, before = written(tmp_path / "A.xlsx", rows), revisions()
    if says:
        with pytest.raises(UserError, match=says):
            read(manager, path)
    else:
        (problem,) = read(manager, path).problems
        assert problem.words in ("列名下面没有内容", f"最多 {MOST_LINES} 行，请分成几张检查表")
    assert revisions() == before


def test_a_picture_called_a_workbook_is_refused(manager, tmp_path):
    path = tmp_path / "A.xlsx"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    with pytest.raises(UserError):
        read(manager, path)


def test_only_who_may_edit_templates_may_bring_them_in_or_out(manager, act, tmp_path):
    clerk = act(staff_id=hire("李敏", Role.CUSTOMER_SERVICE), at=AT)
    with pytest.raises(NotAllowed):
        write_template_file(act=clerk, path=tmp_path / "A.xlsx", code="A")
    with pytest.raises(NotAllowed):
        read_template_file(act=clerk, path=tmp_path / "A.xlsx", version=None)
