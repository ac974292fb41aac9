"""The window locks by itself when nobody touches it."""

import threading

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow
from pytestqt.qtbot import QtBot

from tests.ui.kit.hands import commit
from ui.kit import work
from ui.kit.autolock import IDLE_MS, AutoLock


def test_five_minutes() -> None:
    assert IDLE_MS == 300_000


def test_it_locks_once_when_nobody_touches_the_window(qtbot: QtBot, qapp: QApplication) -> None:
    locked: list[int] = []
    lock = AutoLock(qapp, lambda: locked.append(1), idle_ms=20)
    lock.start()
    qtbot.waitUntil(lambda: locked == [1])
    qtbot.wait(60)
    assert locked == [1]
    lock.start()
    qtbot.waitUntil(lambda: locked == [1, 1])


def test_every_key_and_click_begins_the_wait_anew(qtbot: QtBot, qapp: QApplication) -> None:
    edit = QLineEdit()
    qtbot.addWidget(edit)
    edit.show()
    qtbot.waitUntil(edit.hasFocus)
    lock = AutoLock(qapp, lambda: None, idle_ms=100_000)
    lock.start()
    window = edit.windowHandle()
    for touch in (
        lambda: qtbot.keyClick(edit, Qt.Key.Key_A),
        lambda: commit(edit, "张"),
        lambda: QTest.mouseClick(window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(5, 5)),
        lambda: QTest.mouseMove(window, QPoint(9, 9)),
    ):
        lock._timer.start(500)
        touch()
        assert lock._timer.remainingTime() > 400
        assert lock._timer.isActive()
    lock.stop()


def test_a_board_that_never_locks_stops_it(qtbot: QtBot, qapp: QApplication) -> None:
    locked: list[int] = []
    lock = AutoLock(qapp, lambda: locked.append(1), idle_ms=10)
    lock.start()
    lock.stop()
    qtbot.wait(40)
    assert locked == []


def test_who_waits_for_a_long_job_is_not_locked_out_of_it(lanes: None, window: QMainWindow, qtbot: QtBot, qapp: QApplication) -> None:
    locked: list[int] = []
    lock = AutoLock(qapp, lambda: locked.append(1), idle_ms=10)
    idle = threading.Event()
    lock._timer.timeout.connect(idle.set)

    def job(_progress: work.Progress) -> None:
        assert idle.wait(5)

    lock.start()
    work.long(window, "正在导入", job)
    assert locked == []
    qtbot.waitUntil(lambda: locked == [1])
