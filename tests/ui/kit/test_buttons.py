"""Buttons: pressed by mouse, space, Enter and the key on their cap; blocked ones say why."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from tests.ui.kit.hands import show
from ui.kit import theme
from ui.kit.buttons import IconButton, danger, link, plain, primary


def test_click_space_and_enter_press_a_button(qtbot: QtBot) -> None:
    button = primary("保存入会", icon="check", key="Ctrl+Enter")
    show(qtbot, button)
    pressed: list[bool] = []
    button.clicked.connect(lambda: pressed.append(True))
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.keyClick(button, Qt.Key.Key_Space)
    qtbot.keyClick(button, Qt.Key.Key_Return)
    qtbot.keyClick(button, Qt.Key.Key_Enter)
    assert len(pressed) == 4


def test_ctrl_enter_on_any_button_belongs_to_the_form(qtbot: QtBot) -> None:
    button = plain("取消", key="Esc")
    window = show(qtbot, button)
    with qtbot.assertNotEmitted(button.clicked):
        qtbot.keyClick(button, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert Qt.Key.Key_Return in window.left_keys


def test_the_key_on_the_cap_works_with_the_focus_elsewhere(qtbot: QtBot) -> None:
    edit, button = QLineEdit(), plain("退回前台", key="Ctrl+B")
    window = show(qtbot, edit, button)
    button.bind(window)
    with qtbot.waitSignal(button.clicked, timeout=500):
        qtbot.keyClick(edit, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)


def test_both_enter_keys_work_for_ctrl_enter(qtbot: QtBot) -> None:
    edit, button = QLineEdit(), primary("录入", key="Ctrl+Enter")
    window = show(qtbot, edit, button)
    button.bind(window)
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        with qtbot.waitSignal(button.clicked, timeout=500):
            qtbot.keyClick(edit, key, Qt.KeyboardModifier.ControlModifier)


def test_a_blocked_button_says_what_is_missing_and_cannot_be_pressed(qtbot: QtBot) -> None:
    button = primary("发出", icon="check")
    show(qtbot, QLineEdit(), button)
    button.block("还缺 改善措施、处理结果")
    assert button.text() == button.accessibleName() == "还缺 改善措施、处理结果"
    with qtbot.assertNotEmitted(button.clicked):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    button.unblock()
    assert button.text() == "发出"
    with qtbot.waitSignal(button.clicked, timeout=500):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_words_icon_and_key_fit_into_the_width_a_button_asks_for(qtbot: QtBot) -> None:
    buttons = [
        plain("保存并打印申请表", icon="printer", key="Ctrl+P"),
        danger("作废", icon="ban"),
        link("改为 10852", key="Alt+1"),
        primary("录入 1,300 分"),
    ]
    show(qtbot, *buttons)
    for button in buttons:
        assert button.minimumSizeHint().width() >= button._content_width() + 2 * theme.HALF_STEP


def test_an_icon_button_has_words_for_those_who_cannot_see_it(qtbot: QtBot) -> None:
    button = IconButton("lock", "锁定")
    show(qtbot, button)
    assert button.accessibleName() == button.toolTip() == "锁定"
    assert button.size().width() == button.size().height() == theme.CONTROL
