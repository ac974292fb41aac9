"""Fixtures for every window test: the lanes running without a store, a window, and the one door to the user replaced by a recorder."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow
from pytestqt.qtbot import QtBot

from tests.ui.kit.recorder import Recorder
from ui.kit import notify, theme, work


@pytest.fixture
def lanes(qapp: QApplication) -> Iterator[None]:
    """`work` started without a store."""
    work.start(lambda: None)
    yield
    work.stop()


@pytest.fixture
def notices() -> Iterator[Recorder]:
    """What the program says to the user during the test."""
    recorder = Recorder()
    before = notify.install(recorder)
    yield recorder
    notify.install(before)


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication) -> QMainWindow:
    """A main window of the smallest screen, with a page behind that has a field of its own."""
    theme.apply(qapp)
    window = QMainWindow()
    qtbot.addWidget(window)
    behind = QLineEdit("behind")
    behind.setObjectName("behind")
    window.setCentralWidget(behind)
    window.resize(1366, 768)
    window.show()
    behind.setFocus()
    qtbot.waitUntil(behind.hasFocus)
    return window
