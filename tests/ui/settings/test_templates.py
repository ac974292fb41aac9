"""The editor of templates: lines rewritten, added, moved and removed by keys; valid tomorrow; every version kept."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from deskapp.checklists.domain import ItemRole
from deskapp.data import Act
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
