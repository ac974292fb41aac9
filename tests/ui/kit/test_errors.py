"""Whatever nobody caught is told: refusals plainly, bugs with details to copy, and the log knows no guest."""

import logging
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer, qWarning
from PySide6.QtWidgets import QApplication, QMainWindow, QPlainTextEdit
from pytestqt.qtbot import QtBot

from deskapp.errors import UserError
from tests.ui.kit.recorder import Recorder
from ui.kit import buttons, errors, notify
from ui.kit.notices import Notices
from ui.kit.sheet import open_sheets
from ui.kit.theme import Tone


@pytest.fixture
def hooks(tmp_path: Path, qapp: QApplication) -> Iterator[errors.ErrorHooks]:
    hooks = errors.ErrorHooks(tmp_path)
    yield hooks
    hooks.remove()


def _from_a_slot(error: Exception) -> None:
    def strike() -> None:
        raise error

    QTimer.singleShot(0, strike)


def test_a_refusal_outside_a_form_is_said_in_its_own_words(hooks: errors.ErrorHooks, notices: Recorder, qtbot: QtBot) -> None:
    _from_a_slot(UserError("服务器没有应答，稍后再试"))
    qtbot.waitUntil(lambda: bool(notices.said))
    assert notices.said == [("服务器没有应答，稍后再试", Tone.BAD)]
    assert not hooks.path.exists()


@pytest.mark.parametrize("where", ["slot", "thread"])
def test_a_bug_is_logged_and_shown_with_details(hooks: errors.ErrorHooks, notices: Recorder, qtbot: QtBot, where: str) -> None:
    if where == "slot":
        _from_a_slot(ValueError("no such level"))
    else:
        threading.Thread(target=lambda: int("no such level")).start()
    qtbot.waitUntil(lambda: bool(notices.faults))
    assert "ValueError" in notices.faults[0][1]
    assert "test_errors.py" in notices.faults[0][1]
    assert "ValueError" in hooks.path.read_text("utf-8")


def test_no_guest_is_named_in_the_log(hooks: errors.ErrorHooks, notices: Recorder, qtbot: QtBot) -> None:
    mobile, name, plate, vin = "13826012607", "张伟䶮𫍯", "粤B3K852", "LSVAA41T2RN000001"
    try:
        try:
            {}[name]
        except KeyError as error:
            raise LookupError(f"{plate} {vin} {mobile} {mobile[-4:]}") from error
    except LookupError as error:
        _from_a_slot(error)
        logging.getLogger("deskapp").error("with %s", mobile, exc_info=True)
    qtbot.waitUntil(lambda: bool(notices.faults))
    for text in (hooks.path.read_text("utf-8"), notices.faults[0][1]):
        for personal in (mobile, name, plate, "3K852", vin, mobile[-4:]):
            assert personal not in text
        assert "KeyError" in text
        assert "LookupError" in text
        assert text.index("KeyError") < text.index("LookupError"), "the cause comes first"


def test_what_qt_complains_about_goes_to_the_log(hooks: errors.ErrorHooks) -> None:
    qWarning("a layout was odd")
    assert "a layout was odd" in hooks.path.read_text("utf-8")


def test_the_log_does_not_grow_for_ever(hooks: errors.ErrorHooks, tmp_path: Path) -> None:
    for _ in range(90):
        logging.getLogger("deskapp").info("x" * 100_000)
    files = list(tmp_path.glob("deskapp.log*"))
    assert len(files) == errors.LOG_FILES + 1
    assert sum(file.stat().st_size for file in files) <= (errors.LOG_FILES + 1) * errors.LOG_BYTES


def test_after_removal_the_hooks_of_before_are_back(tmp_path: Path, qapp: QApplication) -> None:
    before = sys.excepthook, threading.excepthook
    errors.ErrorHooks(tmp_path).remove()
    assert (sys.excepthook, threading.excepthook) == before


def test_a_crash_of_the_process_leaves_where_it_was(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from PySide6.QtWidgets import QApplication\n"
        "app = QApplication([])\n"
        "from ui.kit import errors\n"
        "hooks = errors.ErrorHooks(Path(sys.argv[1]))\n"
        "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)\n"
    )
    assert subprocess.run([sys.executable, "-c", program, str(tmp_path)], check=False, stderr=subprocess.DEVNULL).returncode < 0
    assert "Segmentation fault" in (tmp_path / "crash.log").read_text("utf-8")


def test_a_bug_is_shown_once_over_the_open_form_and_can_be_copied(window: QMainWindow, qtbot: QtBot) -> None:
    before = notify.install(Notices(window))
    try:
        notify.fault("程序出了一个错", "Traceback …")
        notify.fault("程序出了一个错", "Traceback …")
        (sheet,) = open_sheets(window)
        details = sheet.findChild(QPlainTextEdit, "details")
        assert details is not None
        assert details.toPlainText() == "Traceback …"
        copy = sheet.findChild(buttons.Button, "copy")
        assert copy is not None
        copy.click()
        assert QApplication.clipboard().text() == "Traceback …"
        sheet.close_sheet()
        notify.fault("程序出了一个错", "another")
        assert len(open_sheets(window)) == 1
        QApplication.clipboard().clear()
    finally:
        notify.install(before)


def test_a_number_is_shown_large_until_enter(window: QMainWindow, qtbot: QtBot) -> None:
    notices = Notices(window)
    notices.number("没有打印机，请抄下单号", "DH-20261123-001", "PDF 已打开")
    (sheet,) = open_sheets(window)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert not sheet.is_open()


def test_a_line_is_shown_without_taking_the_focus(window: QMainWindow, qtbot: QtBot) -> None:
    focus = QApplication.focusWidget()
    notices = Notices(window)
    notices.say("已记 1,300 分", Tone.GOOD)
    assert QApplication.focusWidget() is focus
    toast = next(child for child in window.children() if child.objectName() == "toast")
    assert toast.isVisible()
    window.resize(800, 600)
    qtbot.waitUntil(lambda: toast.geometry().bottom() < 600)
