"""The editor of templates: lines rewritten, added, moved and removed by keys; valid tomorrow; every version kept."""

from datetime import date

import pytest
import xlsxwriter
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from python_calamine import CalamineWorkbook

from deskapp.checklists.domain import ItemRole
from deskapp.data import Act
from deskapp.errors import UserError
from tests.conftest import MORNING
from tests.ui.kit.hands import commit
from tests.ui.settings.hands import click, escape, only_sheet, problems, save
from ui.kit import work
from ui.kit.sheet import open_sheets

TODAY, TOMORROW = date(2026, 11, 23), date(2026, 11, 24)
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def subject(page, qtbot):
    work.call(_seed)
    subject = page.open_subject("模板")
    qtbot.waitUntil(lambda: subject._loaded is not None)
    return subject


def _seed():
    from deskapp.checklists.templates import seed

    seed(act=Act(None, MORNING, "前台1", "seed"))


def open_template(subject, code):
    assert subject.view.select_key(code)
    QTest.keyClick(subject.view, Qt.Key.Key_F4)
    return only_sheet(subject.window())


def line_dialog(subject):
    return open_sheets(subject.window())[-1]


def on(code, day):
    from deskapp.checklists.templates import version_on

    return work.call(version_on, code=code, on=day)


def titles(dialog):
    return [line.item.title for line in dialog.lines]


def test_the_list_shows_every_template_of_the_plan(subject):
    assert [row.version.code for row in subject._model.rows()] == ["A", "B", "C", "D", "E", "F", "G", "H", "L"]
    assert subject.panel.title.text() == "A 展厅5S"
    assert subject.panel.pill.pill().words == "在用"


def test_an_item_is_rewritten_and_is_valid_from_tomorrow(subject, qtbot):
    dialog = open_template(subject, "E")
    dialog.view.setFocus()
    QTest.keyClick(dialog.view, Qt.Key.Key_Return)
    line = line_dialog(subject)
    line.title_.edit.selectAll()
    commit(line.title_.edit, "茶几桌面")
    save(line.title_.edit)
    save(dialog.view)
    assert open_sheets(subject.window()) == []
    assert on("E", TODAY).checks[0].title == "桌面"
    changed = on("E", TOMORROW).checks[0]
    assert (changed.title, changed.code) == ("茶几桌面", "E1")
    qtbot.waitUntil(lambda: subject.panel.pill.pill().words == "明天生效")
    assert [version.number for version in subject.view.current_row().versions] == [2, 1]


def test_lines_are_added_moved_and_removed_by_keys(subject):
    dialog = open_template(subject, "E")
    first, second, third, *rest = titles(dialog)
    dialog.view.setFocus()
    QTest.keyClick(dialog.view, Qt.Key.Key_Down, ALT)
    assert titles(dialog)[:3] == [second, first, third]
    assert dialog.view.current_row().item.title == first
    QTest.keyClick(dialog.view, Qt.Key.Key_Up, ALT)
    assert titles(dialog)[:2] == [first, second]
    assert not dialog.up.isEnabled()
    QTest.keyClick(dialog.view, Qt.Key.Key_Insert)
    line = line_dialog(subject)
    commit(line.title_.edit, "鱼缸")
    commit(line.criterion.edit, "水清，鱼已喂")
    save(line.title_.edit)
    assert titles(dialog)[:2] == [first, "鱼缸"]
    dialog.view.setFocus()
    QTest.keyClick(dialog.view, Qt.Key.Key_Down)
    QTest.keyClick(dialog.view, Qt.Key.Key_Delete)
    assert titles(dialog) == [first, "鱼缸", third, *rest]
    save(dialog.view)
    assert [item.title for item in on("E", TOMORROW).checks] == [first, "鱼缸", third, *rest]
    assert on("E", TOMORROW).checks[1].code == "E14"


def test_a_slot_over_another_is_refused_and_what_was_typed_stays(subject):
    dialog = open_template(subject, "L")
    dialog.view.setFocus()
    QTest.keyClick(dialog.view, Qt.Key.Key_Return)
    line = line_dialog(subject)
    line.end.edit.selectAll()
    QTest.keyClicks(line.end.edit, "8:00")
    save(line.end.edit)
    assert problems(line) == {"end": "结束时间要晚于开始时间"}
    line.end.edit.selectAll()
    QTest.keyClicks(line.end.edit, "0820")
    save(line.end.edit)
    save(dialog.view)
    assert "请错开" in dialog.summary.text()
    assert dialog.lines[0].item.ends_at == 500
    escape(dialog.view)
    assert on("L", TOMORROW).slots[0].ends_at == 495


def test_a_slot_a_standard_and_a_table_are_added_to_the_lounge_day(subject):
    dialog = open_template(subject, "L")
    for role, title in ((ItemRole.SLOT, "收班"), (ItemRole.STANDARD, "不在休息区吃东西"), (ItemRole.TABLE, "13")):
        click(dialog.add_line)
        line = line_dialog(subject)
        line.role.segments.set_value(role)
        commit(line.title_.edit, title)
        if role is ItemRole.SLOT:
            QTest.keyClicks(line.start.edit, "17:30")
            QTest.keyClicks(line.end.edit, "18:00")
        save(line.title_.edit)
    save(dialog.view)
    made = on("L", TOMORROW)
    assert made.slots[-1].title == "收班"
    assert "不在休息区吃东西" in {item.title for item in made.of(ItemRole.STANDARD)}
    assert "13" in {item.title for item in made.of(ItemRole.TABLE)}


def test_nothing_changed_is_said_and_esc_writes_nothing(subject):
    dialog = open_template(subject, "A")
    save(dialog.view)
    assert dialog.summary.text() == "没有改动。"
    dialog.view.setFocus()
    QTest.keyClick(dialog.view, Qt.Key.Key_Delete)
    escape(dialog.view)
    assert len(on("A", TOMORROW).checks) == 14


def test_a_sheet_is_laid_aside(subject):
    dialog = open_template(subject, "D")
    dialog.active.set_text("停用")
    save(dialog.view)
    assert on("D", TOMORROW).form.active is False
    assert on("D", TODAY).form.active is True


def test_a_new_sheet_takes_the_next_letter_and_is_valid_at_once(subject, qtbot):
    click(subject.add)
    dialog = only_sheet(subject.window())
    commit(dialog.name.edit, "卫生间")
    save(dialog.name.edit)
    assert "至少要有一项" in dialog.summary.text()
    click(dialog.add_line)
    line = line_dialog(subject)
    commit(line.title_.edit, "洗手液")
    save(line.title_.edit)
    save(dialog.name.edit)
    made = on("I", TODAY)
    assert (made.name, made.checks[0].code) == ("卫生间", "I1")
    qtbot.waitUntil(lambda: subject._model.find("I") >= 0)


def drag(view, line, to):
    """Take a line by its handle and let it go over the upper edge of another one."""
    viewport = view.viewport()
    at = view.visualRect(view.model().index(line, 0)).center()
    end = QPoint(at.x(), view.rowViewportPosition(to) + 2 if to < view.model().rowCount() else viewport.height() - 4)
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
    for step in range(1, 5):
        where = at + (end - at) * step / 4
        moved = QMouseEvent(QEvent.Type.MouseMove, QPointF(where), viewport.mapToGlobal(QPointF(where)),
                            Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)  # fmt: skip
        QApplication.sendEvent(viewport, moved)
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, end)


def test_a_line_is_dragged_to_another_place(subject):
    dialog = open_template(subject, "A")
    first, second, third, fourth, *rest = titles(dialog)
    drag(dialog.view, 2, 0)
    assert titles(dialog)[:4] == [third, first, second, fourth]
    assert dialog.view.current_row().item.title == third
    drag(dialog.view, 0, 3)
    assert titles(dialog) == [first, second, third, fourth, *rest]
    drag(dialog.view, 1, 1)  # where it was
    assert titles(dialog) == [first, second, third, fourth, *rest]
    drag(dialog.view, 3, 0)
    save(dialog.view)
    assert [item.title for item in on("A", TOMORROW).checks] == [fourth, first, second, third, *rest]


def test_a_slot_stays_where_its_time_puts_it_and_a_table_among_the_tables(subject):
    dialog = open_template(subject, "L")
    before = titles(dialog)
    drag(dialog.view, 1, 4)
    assert titles(dialog) == before
    dialog.view.verticalScrollBar().setValue(dialog.view.verticalScrollBar().maximum())
    last = dialog.view.model().rowCount() - 1
    drag(dialog.view, last, last - 1)
    assert titles(dialog)[-2:] == [before[-1], before[-2]]


@pytest.fixture
def files(tmp_path, monkeypatch):
    """The system's file dialogs answer with a path of the test's folder."""
    chosen = tmp_path / "A.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(chosen), ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(chosen), ""))
    return chosen


def rewritten(path, change):
    """The file as somebody saved it after changing its rows."""
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    change(rows)
    written(path, rows)


def written(path, rows):
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet()
        for row, cells in enumerate(rows):
            page.write_row(row, 0, cells)


def test_a_template_goes_out_is_edited_and_comes_back_as_tomorrow_s(subject, files, qtbot):
    click(subject.export)
    assert files.exists()

    def change(rows):
        rows[1][3] = "门锁好用"
        rows.append(["", "外场", "停车位", "划线清楚", 2])

    rewritten(files, change)
    click(subject.bring)
    dialog = only_sheet(subject.window())
    assert [(row.pill.words, row.where) for row in dialog.model.rows()] == [("新增", "停车位"), ("改动", "A1 门头与玻璃")]
    assert dialog.verdict.words() == "共 15 行：新增 1 行，改动 1 行"
    assert on("A", TOMORROW).checks[0].criterion != "门锁好用"
    save(dialog.view)
    assert open_sheets(subject.window()) == []
    assert (on("A", TOMORROW).checks[0].criterion, on("A", TOMORROW).checks[-1].code) == ("门锁好用", "A15")
    assert on("A", TODAY).checks[0].criterion != "门锁好用"
    qtbot.waitUntil(lambda: subject.panel.pill.pill().words == "明天生效")


def test_wrong_cells_are_named_mended_and_read_again(subject, files):
    click(subject.export)

    def spoil(rows):
        rows[2][2], rows[3][4] = "", "重"

    rewritten(files, spoil)
    click(subject.bring)
    dialog = only_sheet(subject.window())
    assert [row.where for row in dialog.model.rows()] == ["C3", "E4"]
    assert not dialog.primary_button.isEnabled()
    save(dialog.view)
    assert open_sheets(subject.window()) == [dialog]

    def mend(rows):
        rows[2][2], rows[3][4] = "地面", 5

    rewritten(files, mend)
    click(dialog.again)
    assert [(row.pill.words, row.where) for row in dialog.model.rows()] == [("改动", "A2 地面"), ("改动", "A3 灯光")]
    save(dialog.view)
    assert [item.weight for item in on("A", TOMORROW).checks[:3]] == [1, 1, 5]


def test_an_unchanged_file_saves_nothing(subject, files):
    click(subject.export)
    click(subject.bring)
    dialog = only_sheet(subject.window())
    assert dialog.model.rows() == []
    assert not dialog.primary_button.isEnabled()
    escape(dialog.view)
    assert on("A", TOMORROW).number == 1


def test_a_new_sheet_takes_its_lines_from_a_list_the_store_has(subject, files, desk):
    written(files, [["类别", "检查项目", "要求"], ["外场", "停车位", "划线清楚"], ["外场", "", "无积水"]])
    click(subject.add)
    dialog = only_sheet(subject.window())
    with pytest.raises(UserError, match="B3 没有名称"):
        dialog._read_lines()
    assert titles(dialog) == []
    written(files, [["类别", "检查项目", "要求"], ["外场", "停车位", "划线清楚"], ["外场", "排水", "无积水"]])
    click(dialog.read_lines)
    assert titles(dialog) == ["停车位", "排水"]
    commit(dialog.name.edit, "外场")
    save(dialog.view)
    assert [(item.code, item.title) for item in on("I", TODAY).checks] == [("I1", "停车位"), ("I2", "排水")]


def test_a_sheet_that_is_there_already_is_no_place_for_another_list(subject):
    assert not open_template(subject, "A").read_lines.isVisible()
