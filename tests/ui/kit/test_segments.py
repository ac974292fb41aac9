"""Segments: arrows choose, nothing is chosen beforehand, Enter is left to the form."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.ui.kit.hands import show
from ui.kit.segments import Option, Segments
from ui.kit.theme import Tone

SALUTATION = (Option("mr", "先生"), Option("ms", "女士"), Option(None, "不填"))
CONSENT = (Option(value=True, label="同意", tone=Tone.GOOD), Option(value=False, label="不同意", tone=Tone.NEUTRAL, icon="x"))


@pytest.mark.parametrize(("key", "answer"), [(Qt.Key.Key_Left, True), (Qt.Key.Key_Right, False)])
def test_of_two_options_left_is_the_first_and_right_the_second(qtbot: QtBot, key: Qt.Key, answer: bool) -> None:
    group = Segments(CONSENT, says="会员服务")
    show(qtbot, group)
    assert group.value() is None
    with qtbot.waitSignal(group.changed, timeout=500):
        qtbot.keyClick(group, key)
    assert group.value() is answer


def test_arrows_walk_through_three_options_and_stop_at_the_ends(qtbot: QtBot) -> None:
    group = Segments(SALUTATION)
    show(qtbot, group)
    seen = []
    for _ in range(4):
        qtbot.keyClick(group, Qt.Key.Key_Right)
        seen.append(group.chosen().label)
    qtbot.keyClick(group, Qt.Key.Key_Left)
    assert [*seen, group.chosen().label] == ["先生", "女士", "不填", "不填", "女士"]


def test_the_space_bar_goes_round(qtbot: QtBot) -> None:
    group = Segments(SALUTATION)
    show(qtbot, group)
    for _ in range(4):
        qtbot.keyClick(group, Qt.Key.Key_Space)
    assert group.value() == "mr"


def test_a_click_chooses_and_a_second_click_keeps(qtbot: QtBot) -> None:
    group = Segments(CONSENT, name="care")
    show(qtbot, group)
    no = group.findChild(object, "care_2")
    qtbot.mouseClick(no, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(no, Qt.MouseButton.LeftButton)
    assert group.value() is False


def test_not_answered_and_answered_with_nothing_are_two_things(qtbot: QtBot) -> None:
    group = Segments(SALUTATION)
    show(qtbot, group)
    assert group.value() is None
    assert group.chosen() is None
    group.set_value(None)
    assert group.value() is None
    assert group.chosen() == SALUTATION[2]


def test_a_choice_can_be_taken_back_by_the_program(qtbot: QtBot) -> None:
    group = Segments(CONSENT)
    show(qtbot, group)
    group.set_value(True)
    group.choose(-1)
    assert group.chosen() is None


def test_enter_and_ctrl_arrows_are_left_to_the_form(qtbot: QtBot) -> None:
    group = Segments(CONSENT)
    window = show(qtbot, group)
    qtbot.keyClick(group, Qt.Key.Key_Return)
    qtbot.keyClick(group, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert window.left_keys == [Qt.Key.Key_Return, Qt.Key.Key_Right]
    assert group.chosen() is None
