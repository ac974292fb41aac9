"""The whole program on a store that does not open: it says why, tries again, and comes back from a backup by the manager's hands."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from deskapp.data import ChangeRecord, close_database, database, open_database
from deskapp.data.backup import back_up
from deskapp.data.connection import sqlite_path
from tests.conftest import MORNING
from tests.ui.kit.hands import commit
from tests.ui.kit.recorder import Recorder
from tests.ui.start.conftest import PIN, found_store
from ui.app import Reception, make_app
from ui.kit import notify, work
from ui.kit.sheet import open_sheets
from ui.start.not_open import NotOpenPage
from ui.start.rescue_dialog import RescueDialog
from ui.start.sign_in import SignInPage

CTRL = Qt.KeyboardModifier.ControlModifier
NOON = MORNING.replace(hour=12)
DAMAGE = b"SQLite format 3\0" + b"\x5a" * 40_000


@dataclass
class Program:
    """The program while it stands before the store."""

    reception: Reception
    path: Path
    qtbot: QtBot

    @property
    def page(self):
        return self.reception.window.cover.currentWidget()

    def until(self, condition):
        self.qtbot.waitUntil(lambda: bool(condition()), timeout=10_000)

    def press(self, key, modifier=Qt.KeyboardModifier.NoModifier):
        QTest.keyClick(QApplication.focusWidget() or self.page, key, modifier)

    def dialog(self) -> RescueDialog:
        QTest.mouseClick(self.page.restore_button, Qt.MouseButton.LeftButton)
        (sheet,) = open_sheets(self.reception.window)
        return sheet


def begin(url: str, folder: Path) -> Reception:
    reception = Reception(url, folder=folder, clock=lambda: NOON, pc="前台1")
    reception.begin()
    return reception


def end(reception: Reception) -> None:
    reception.end()
    reception.window.deleteLater()
    reception.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    database.initialize(None)


@pytest.fixture
def damaged(qapp: QApplication, qtbot: QtBot, sqlite_url: str, tmp_path: Path) -> Iterator[Program]:
    """A store with a backup, whose file is damaged when the program starts."""
    make_app([])
    open_database(sqlite_url)
    found_store()
    back_up(sqlite_url, at=MORNING.replace(hour=10))
    close_database()
    path = sqlite_path(sqlite_url)
    path.write_bytes(DAMAGE)
    before = notify.install(Recorder())
    reception = begin(sqlite_url, tmp_path / "pc")
    program = Program(reception, path, qtbot)
    program.until(lambda: isinstance(program.page, NotOpenPage) and work.quiet())
    yield program
    end(reception)
    notify.install(before)


def test_the_page_says_why_and_shows_the_backups(damaged):
    assert damaged.page.why.words() == "数据库文件已损坏。请恢复最近的备份：在下面选一份"
    (backup,) = damaged.page.model.rows()
    assert backup.path.name == "deskapp-20261123-100000-asked.db"
    assert damaged.page.restore_button.isEnabled()


def test_one_key_tries_again_and_a_mended_store_opens(damaged):
    asked = []
    damaged.page.again.connect(lambda: asked.append(True))
    damaged.press(Qt.Key.Key_R, CTRL)
    damaged.until(lambda: asked and isinstance(damaged.page, NotOpenPage) and work.quiet())
    good = next((damaged.path.parent / "backups").glob("*.db"))
    damaged.path.write_bytes(good.read_bytes())
    damaged.press(Qt.Key.Key_R, CTRL)
    damaged.until(lambda: isinstance(damaged.page, SignInPage))
    assert damaged.page.number.edit.isEnabled()


def test_the_manager_brings_it_back_by_keys_and_signs_in(damaged, qtbot):
    dialog = damaged.dialog()
    damaged.press(Qt.Key.Key_Return, CTRL)
    assert dialog.is_open()
    assert dialog.staff_no.has_problem()
    dialog.staff_no.edit.setFocus()
    QTest.keyClicks(dialog.staff_no.edit, "101")
    QTest.keyClicks(dialog.pin.edit, "111222")
    commit(dialog.reason.edit, "硬盘坏了")
    QTest.keyClick(dialog.tick, Qt.Key.Key_Space)
    damaged.press(Qt.Key.Key_Return, CTRL)
    assert dialog.is_open()
    assert dialog.pin.has_problem()
    assert damaged.path.read_bytes() == DAMAGE
    dialog.pin.edit.selectAll()
    QTest.keyClicks(dialog.pin.edit, PIN)
    damaged.press(Qt.Key.Key_Return, CTRL)
    damaged.until(lambda: isinstance(damaged.page, SignInPage) and work.quiet())
    reasons = work.call(lambda: [row.reason for row in ChangeRecord.select().where(ChangeRecord.kind == "write_lock")])
    assert reasons == ["数据库打不开，恢复备份 deskapp-20261123-100000-asked.db：硬盘坏了"]
    assert [path.read_bytes() for path in damaged.path.parent.glob("store-damaged-*.db")] == [DAMAGE]
    QTest.keyClicks(damaged.page.number.edit, "101")
    damaged.press(Qt.Key.Key_Return)
    damaged.until(damaged.page.pad.isEnabled)
    QTest.keyClicks(damaged.page.pad, PIN)
    damaged.until(lambda: damaged.reception.session.staff is not None)
    assert damaged.reception.session.staff.name == "陈静"


def test_leaving_the_dialog_changes_nothing(damaged):
    dialog = damaged.dialog()
    damaged.press(Qt.Key.Key_Escape)
    assert not dialog.is_open()
    assert damaged.path.read_bytes() == DAMAGE


def test_a_server_that_is_away_is_tried_again_and_never_written_over(qapp, qtbot, tmp_path):
    make_app([])
    before = notify.install(Recorder())
    reception = begin(f"postgresql:///nowhere?host={tmp_path}", tmp_path / "pc")
    program = Program(reception, tmp_path, qtbot)
    program.until(lambda: isinstance(program.page, NotOpenPage))
    assert program.page.why.words().startswith("数据库服务器没有回应")
    assert program.page.restore_button.isHidden()
    assert program.page.backups.isHidden()
    assert program.page.again_button.isVisible()
    end(reception)
    notify.install(before)
