"""The import as a manager does it: drop, columns, check, import; nothing is written before, and every step can be left."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog

from deskapp.data import fetch_row
from tests.deskapp.members.lists import HEADS, LI, MANY_HEADS, ZHANG, csv_list, many
from tests.ui.kit.hands import commit
from tests.ui.moving_in.hands import cancelling, drag, drag_away, drop, go_on, press
from tests.ui.settings.hands import click
from ui.kit import work
from ui.moving_in.check_step import CHANGES, UNUSUAL, WRONG
from ui.moving_in.import_subject import CHECK, CHOOSE, COLUMNS, DONE

WRONG_ROW = ("HY8803", "王强", "138", "粤B1", *[""] * 7)
SON = ("HY8804", "张小伟", "13826012607", *[""] * 8)


def members() -> int:
    return work.call(lambda: fetch_row("SELECT COUNT(*) FROM memberships"))[0]


def meanings(importing) -> list[str]:
    return [line.meaning for line in importing.columns.model.rows()]


@pytest.fixture
def at_columns(importing, tmp_path):
    """A list with one wrong row, one shared mobile and a column nobody knows, at its columns."""
    rows = [(*row, "好") for row in (ZHANG, LI, WRONG_ROW, SON)]
    drop(importing.choose.area, csv_list(tmp_path / "会员.csv", *rows, heads=(*HEADS, "顾问评价")))
    assert importing.step() == COLUMNS
    return importing


@pytest.fixture
def at_check(at_columns):
    go_on(at_columns)
    assert at_columns.step() == CHECK
    return at_columns


def test_a_dropped_list_shows_its_columns_with_what_they_likely_are(at_columns):
    assert meanings(at_columns)[:4] == ["member_no", "name", "mobile", "plate"]
    assert at_columns.columns.model.rows()[0].samples == ("HY8801", "HY8802", "HY8803")
    assert at_columns.columns.about.text() == "会员.csv　第 1 行是列名　UTF-8，逗号分隔　1 列不导入"
    assert at_columns.columns.panel.title.text() == "A 列　会员编号"
    assert members() == 0


def test_numbers_are_masked_on_the_screen_but_a_wrong_one_is_seen(at_check):
    columns, check = at_check.columns, at_check.check
    assert columns.model.rows()[2].samples == ("138 **** 2607", "138 **** 2608", "***")
    texts = {line[1].row: check.findings.columns[2].text(line) for line in check.findings.rows() if line[1].label == "手机"}
    assert texts == {4: "138"}
    check.which.set_value(UNUSUAL)
    assert [check.findings.columns[2].text(line) for line in check.findings.rows()] == ["138 **** 2607"]


def test_a_list_is_chosen_by_the_dialog_and_the_folder_is_remembered(importing, tmp_path, monkeypatch):
    path, asked = csv_list(tmp_path / "会员.csv", ZHANG), []

    def choose(_parent, _title, folder, _kinds):
        asked.append(folder)
        return (str(path) if len(asked) == 1 else "", "")

    monkeypatch.setattr(QFileDialog, "getOpenFileName", choose)
    press(importing.choose.area.button, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    assert importing.step() == COLUMNS
    click(importing.other)
    assert importing.step() == CHOOSE
    click(importing.choose.area.button)
    assert asked[1] == str(tmp_path)
    assert importing.step() == CHOOSE


def test_what_cannot_be_read_stays_in_sight_until_another_file_comes(importing, tmp_path):
    (tmp_path / "照片.xlsx").write_bytes(b"\x89PNG\r\n\x1a\n")
    drop(importing.choose.area, tmp_path / "照片.xlsx")
    assert importing.step() == CHOOSE
    assert "照片.xlsx：这个文件不是表格" in importing.choose.refusal.words()
    drop(importing.choose.area, csv_list(tmp_path / "会员.csv", ZHANG))
    assert importing.step() == COLUMNS
    assert importing.choose.refusal.isHidden()


def test_only_one_file_of_this_pc_is_taken(importing, tmp_path):
    path = csv_list(tmp_path / "会员.csv", ZHANG)
    area = importing.choose.area
    for how in ({"paths": (path, path)}, {"paths": (), "web": "https://example.com/a.xlsx"}):
        drop(area, *how["paths"], web=how.get("web", ""))
        assert importing.step() == CHOOSE
        assert not area._over
    drag(area, path)
    assert area._over
    drag_away(area)
    assert not area._over


def test_a_meaning_is_chosen_by_keys_and_taken_from_who_had_it(at_columns):
    columns = at_columns.columns
    columns.view.select_key(11)
    columns.view.setFocus()
    press(columns.view, Qt.Key.Key_Return)
    assert columns.panel.view.hasFocus()
    columns.panel.view.select_key("name")
    assert columns.panel.view.current_row().taken == "B"
    press(columns.panel.view, Qt.Key.Key_Return)
    assert (meanings(at_columns)[1], meanings(at_columns)[11]) == ("", "name")
    assert columns.view.hasFocus()


def test_what_no_list_can_do_without_is_asked_for_in_the_button(at_columns):
    columns = at_columns.columns
    columns.view.select_key(2)
    columns.panel.view.select_key("")
    index = columns.panel.model.index(columns.panel.model.find(""), 0)
    columns.panel.view.clicked.emit(index)
    assert columns.button.text() == "还缺 手机"
    go_on(at_columns)
    assert at_columns.step() == COLUMNS


def test_columns_chosen_once_are_known_the_next_time(at_columns, tmp_path, qtbot):
    columns = at_columns.columns
    columns.view.select_key(11)
    columns.panel.chosen.emit("note")
    go_on(at_columns)
    assert at_columns.step() == CHECK
    click(at_columns.other)
    drop(at_columns.choose.area, csv_list(tmp_path / "b.csv", (*ZHANG, "好"), heads=(*HEADS, "顾问评价")))
    assert meanings(at_columns)[11] == "note"


def test_the_check_counts_members_and_names_wrong_cells(at_check):
    check = at_check.check
    assert [card.figure.text() for card in (check.added, check.updated, check.same, check.wrong)] == ["3", "0", "0", "1"]
    assert [option.label for option in check.which.options()] == ["有错 2", "不常见 1", "会改动 0"]
    assert check.which.value() == WRONG
    assert check.findings.rows()[0][1].message.startswith("手机号应为 11 位")
    assert check.panel.title.text() == "C4"
    check.which.set_value(UNUSUAL)
    assert check.panel.title.text() == "C5"
    assert check.button.text() == "导入 3 位"
    assert members() == 0


def test_esc_goes_back_step_by_step_and_nothing_was_written(at_check):
    press(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert at_check.step() == COLUMNS
    press(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert at_check.step() == CHOOSE
    assert members() == 0
    assert work.call(lambda: fetch_row("SELECT COUNT(*) FROM imports")) == (0,)


def test_unusual_cells_ask_for_one_reason_and_the_typing_stays(at_check):
    check = at_check.check
    go_on(at_check)
    assert at_check.step() == CHECK
    assert check.reason.problem_text() == "还没有填照样导入的原因"
    assert members() == 0
    commit(check.reason.edit, "父子共用手机")
    go_on(at_check)
    assert at_check.step() == DONE
    assert members() == 3


def test_what_was_done_is_told_with_the_way_on_and_the_way_back(at_check, tmp_path, notices, monkeypatch, qtbot):
    commit(at_check.check.reason.edit, "父子共用手机")
    click(at_check.check.button)
    done = at_check.done
    assert done.title.text() == "已导入 会员.csv"
    assert [card.figure.text() for card in (done.added, done.updated, done.same, done.left)] == ["3", "0", "0", "1"]
    assert "1 行有错" in done.left_banner.words()
    assert "已自动备份" in done.back.text()
    assert len(list((tmp_path / "backups").glob("*.db"))) == 1
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "待改"), ""))
    click(done.mend_button)
    assert (tmp_path / "待改.xlsx").exists()
    assert "1 行已存到 待改.xlsx" in notices.said[-1][0]
    click(done.to_again)
    assert at_check.step() == CHOOSE
    qtbot.waitUntil(lambda: any(label.text() == "会员.csv" for label in at_check.choose.past.findChildren(type(done.back))))


def test_the_same_list_again_has_nothing_to_do(at_check, tmp_path):
    commit(at_check.check.reason.edit, "父子共用手机")
    click(at_check.check.button)
    click(at_check.done.to_again)
    drop(at_check.choose.area, csv_list(tmp_path / "会员.csv", ZHANG, LI))
    go_on(at_check)
    check = at_check.check
    assert check.same.figure.text() == "2"
    assert check.button.text() == "没有可以导入的会员"
    assert check.next._verb.text() == "没有要写入的内容"


def test_what_will_change_is_shown_before(at_check, tmp_path):
    commit(at_check.check.reason.edit, "父子共用手机")
    click(at_check.check.button)
    click(at_check.done.to_again)
    drop(at_check.choose.area, csv_list(tmp_path / "b.csv", ("HY8802", "李娜", "13900001111", *[""] * 8)))
    go_on(at_check)
    check = at_check.check
    assert check.which.value() == CHANGES
    assert [(line[1].label, line[1].old, line[1].new) for line in check.changes.rows()] == [("手机", "138 **** 2608", "139 **** 1111")]
    assert check.panel.title.text() == "第 2 行　李娜"
    assert check.reason.isHidden()
    assert check.button.text() == "导入 1 位"


def test_cancel_in_the_middle_writes_nothing_and_the_list_stays(importing, tmp_path, notices):
    drop(importing.choose.area, csv_list(tmp_path / "许多.csv", *many(2_000), heads=MANY_HEADS))
    go_on(importing)
    assert importing.step() == CHECK
    keep = cancelling(importing.window(), "正在导入会员")
    click(importing.check.button)
    assert not keep.isActive()
    assert notices.said[-1][0] == "已取消，没有写入任何内容"
    assert (importing.step(), members()) == (CHECK, 0)
    click(importing.check.button)
    assert (importing.step(), members()) == (DONE, 2_000)


def test_reading_a_list_can_be_cancelled(importing, tmp_path):
    drop(importing.choose.area, csv_list(tmp_path / "许多.csv", *many(3_000), heads=MANY_HEADS))
    keep = cancelling(importing.window(), "正在核对名单")
    go_on(importing)
    assert not keep.isActive()
    assert importing.step() == COLUMNS


def test_a_list_that_changed_on_the_disk_is_refused_in_the_page(at_columns, tmp_path):
    csv_list(tmp_path / "会员.csv", ("张伟", "1"), heads=("姓名", "手机"))
    go_on(at_columns)
    assert at_columns.step() == COLUMNS
    assert "被改过" in at_columns.columns.refusal.words()


def test_the_empty_list_is_saved_from_the_first_page(importing, tmp_path, notices, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "模板.xlsx"), ""))
    click(importing.template)
    assert (tmp_path / "模板.xlsx").exists()
    assert notices.said[-1][0] == "模板已存为 模板.xlsx，填好后在这里导入"


def test_the_steps_say_where_one_is(at_check):
    assert at_check.bar.accessibleName() == "第 3 步，共 4 步：核对"
    commit(at_check.check.reason.edit, "父子共用手机")
    click(at_check.check.button)
    assert at_check.bar.accessibleName() == "第 4 步，共 4 步：完成"
