"""The window locks by itself when nobody touches it."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from tests.ui.kit.hands import commit
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
