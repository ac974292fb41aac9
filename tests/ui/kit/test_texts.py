"""Qt's own words are Chinese, and copied numbers do not stay on the clipboard."""

import json
import subprocess
import sys

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.kit import clipboard

_PROGRAM = """
import json
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QLineEdit, QCalendarWidget
from PySide6.QtCore import QDate, QLocale
app = QApplication([])
from ui.kit.texts import speak_chinese
speak_chinese(app)
box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
edit = QLineEdit()
menu = edit.createStandardContextMenu()
print(json.dumps({
    "cancel": box.buttons()[0].text(),
    "menu": [action.text() for action in menu.actions()],
    "day": QLocale().dayName(1),
    "date": QLocale().toString(QDate(2026, 11, 23), "dddd"),
}))
"""


def test_qts_dialogs_menus_and_days_are_chinese() -> None:
    found = json.loads(subprocess.run([sys.executable, "-c", _PROGRAM], check=True, stdout=subprocess.PIPE, text=True).stdout)
    assert found["cancel"] == "取消"
    assert any("复制" in text for text in found["menu"])
    assert found["day"] == "星期一"
    assert found["date"] == "星期一"


def test_a_copied_number_leaves_the_clipboard(qtbot: QtBot, qapp: QApplication) -> None:
    assert clipboard.KEPT_MS == 60_000
    clipboard.copy("13826012607", kept_ms=20)
    assert QApplication.clipboard().text() == "13826012607"
    qtbot.waitUntil(lambda: QApplication.clipboard().text() == "")


def test_what_was_copied_meanwhile_stays(qtbot: QtBot, qapp: QApplication) -> None:
    clipboard.copy("13826012607", kept_ms=20)
    QApplication.clipboard().setText("粤B3K852")
    qtbot.wait(60)
    assert QApplication.clipboard().text() == "粤B3K852"
    QApplication.clipboard().clear()


def test_copying_the_same_again_keeps_it_its_full_time(qtbot: QtBot, qapp: QApplication) -> None:
    clipboard.copy("13826012607", kept_ms=30)
    clipboard.copy("13826012607", kept_ms=60_000)
    qtbot.wait(80)
    assert QApplication.clipboard().text() == "13826012607"
    QApplication.clipboard().clear()


def test_locking_takes_our_copy_away_and_leaves_what_is_not_ours(qtbot: QtBot, qapp: QApplication) -> None:
    clipboard.copy("13826012607")
    clipboard.forget_all()
    assert QApplication.clipboard().text() == ""
    QApplication.clipboard().setText("粤B3K852")
    clipboard.forget_all()
    assert QApplication.clipboard().text() == "粤B3K852"
    QApplication.clipboard().clear()
