"""The backup page: where it lies, back up now, check, restore."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from deskapp.data import migrate
from deskapp.data.location import file_url
from tests.conftest import MORNING
from tests.deskapp.attachments.shelves import a_photo, kept
from tests.ui.kit.hands import commit
from tests.ui.settings.hands import click, escape, only_sheet, problems, save
from ui.kit import work
from ui.kit.pills import PillLabel
from ui.kit.sheet import open_sheets
from ui.kit.theme import Tone


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """A store made by the program's own steps: only such a one can be restored."""
    url = file_url(tmp_path / "store.db")
    migrate(url, at=MORNING)
    return url


@pytest.fixture
def backups(page, qtbot):
    backups = page.open_subject("备份")
    qtbot.waitUntil(lambda: backups._places["数据库"].text() != "")
    return backups


def _phone():
    from deskapp.settings.store import look_for_changes, value
    from deskapp.store.domain import PHONE

    look_for_changes()
    return value(PHONE)


def _set_phone(desk, text):
    from deskapp.store.domain import PHONE
    from deskapp.store.service import change_setting

    work.call(change_setting, act=desk.session.act(), setting=PHONE, text=text)


def test_the_page_says_where_everything_lies_and_that_a_backup_is_missing(backups, tmp_path):
    assert backups._places["数据库"].text() == str(tmp_path / "store.db")
    assert backups._places["备份文件夹"].text() == str(tmp_path / "backups")
    assert "没有设置" in backups._places["第二文件夹"].text()
    assert backups.late.words() == "还没有任何备份，请现在备份一次"


def test_a_backup_is_made_and_checked(backups, notices, qtbot):
    QTest.keyClick(backups.view, Qt.Key.Key_F4)
    assert "并检查完好" in notices.said[0][0]
    qtbot.waitUntil(lambda: backups.view.current_row() is not None)
    assert not backups.late.isVisible()
    click(backups.check_button)
    assert backups.panel.pill.pill().words == "完好"


def test_a_stick_that_is_not_plugged_in_is_told(backups, desk, notices, tmp_path):
    from deskapp.store.domain import BACKUP_FOLDER
    from deskapp.store.service import change_setting

    (tmp_path / "stick").write_text("no folder")
    work.call(change_setting, act=desk.session.act(), setting=BACKUP_FOLDER, text=str(tmp_path / "stick"))
    QTest.keyClick(backups.view, Qt.Key.Key_F4)
    words, tone = notices.said[0]
    assert "第二文件夹没有写成" in words
    assert tone is Tone.WARN


def test_a_restore_asks_twice_and_brings_the_store_back(backups, desk, notices, qtbot):
    _set_phone(desk, "旧号码")
    QTest.keyClick(backups.view, Qt.Key.Key_F4)
    qtbot.waitUntil(lambda: backups.view.current_row() is not None)
    _set_phone(desk, "新号码")
    click(backups.restore_button)
    dialog = only_sheet(backups.window())
    save(dialog.reason.edit)
    assert list(problems(dialog)) == ["reason_text"]
    commit(dialog.reason.edit, "误删资料")
    save(dialog.reason.edit)
    assert "请先勾选" in dialog.summary.text()
    click(dialog.tick)
    save(dialog.reason.edit)
    assert open_sheets(backups.window()) == []
    assert work.call(_phone) == "旧号码"
    qtbot.waitUntil(lambda: [b.why.label for b in backups._model.rows()] == ["恢复前", "手动"])


def test_a_restore_can_be_left(backups, qtbot):
    QTest.keyClick(backups.view, Qt.Key.Key_F4)
    qtbot.waitUntil(lambda: backups.view.current_row() is not None)
    click(backups.restore_button)
    escape(only_sheet(backups.window()).reason.edit)
    assert open_sheets(backups.window()) == []
    assert [b.why.label for b in backups._model.rows()] == ["手动"]


def test_a_lost_photo_is_told_and_does_not_cost_the_backup(backups, notices, tmp_path, qtbot):
    photo = a_photo()
    work.call(kept, photo)
    (tmp_path / "attachments" / f"{photo.hash}.jpg").unlink()
    QTest.keyClick(backups.view, Qt.Key.Key_F4)
    assert "有 1 张照片的文件已经丢失" in notices.said[0][0]
    assert notices.said[0][1] is Tone.WARN
    qtbot.waitUntil(lambda: backups.view.current_row() is not None)
    click(backups.check_button)
    assert any("缺 1 张照片" in label.pill().words for label in backups.panel.findChildren(PillLabel))
