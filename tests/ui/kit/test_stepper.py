"""The count of a gift: by mouse and keys, within stock."""

from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from tests.ui.kit.hands import show
from ui.kit.stepper import Stepper


def test_minus_and_plus_are_clicked(qtbot: QtBot) -> None:
    stepper = Stepper(2, least=0, most=3, says="车载香氛")
    show(qtbot, stepper)
    plus, minus = QPoint(stepper.width() - 10, 14), QPoint(10, 14)
    for _ in range(3):
        qtbot.mouseClick(stepper, Qt.MouseButton.LeftButton, pos=plus)
    assert stepper.count() == 3
    for _ in range(5):
        qtbot.mouseClick(stepper, Qt.MouseButton.LeftButton, pos=minus)
    assert stepper.count() == 0
    assert stepper.accessibleName() == "车载香氛 0"


def test_arrows_and_signs_step_and_enter_is_left_to_the_form(qtbot: QtBot) -> None:
    stepper = Stepper(1)
    window = show(qtbot, stepper)
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Down, Qt.Key.Key_Minus, Qt.Key.Key_Return):
        qtbot.keyClick(stepper, key)
    assert stepper.count() == 2
    assert window.left_keys == [Qt.Key.Key_Return]


def test_less_stock_takes_the_count_down(qtbot: QtBot) -> None:
    stepper = Stepper(5)
    show(qtbot, stepper)
    with qtbot.waitSignal(stepper.changed, timeout=500) as told:
        stepper.set_limits(0, 2)
    assert told.args == [2]
