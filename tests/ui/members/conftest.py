"""The reception window for the tests of this folder, and a short way to take an act from a menu."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from tests.ui.reception import reception as the_reception

reception = the_reception


@pytest.fixture
def choose(reception) -> Callable[..., None]:
    """Press a button that opens a menu and take an act of it by the keyboard: `choose(page.panel.more, "resign")`; its window is open."""

    def take(button, key: str) -> None:
        button.click()
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        action = next(action for action in menu.actions() if action.objectName() == key)
        menu.setActiveAction(action)
        QTest.keyClick(menu, Qt.Key.Key_Return)
        reception.window.activateWindow()  # what a real screen does when a menu has gone
        reception.until(lambda: reception.sheets() and QApplication.focusWidget() is not None)

    return take


@pytest.fixture
def offered() -> Callable[..., list[str]]:
    """What the menu behind a button offers; it is closed again."""

    def look(button) -> list[str]:
        button.click()
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        words = [action.text() for action in menu.actions()]
        QTest.keyClick(menu, Qt.Key.Key_Escape)
        return words

    return look
