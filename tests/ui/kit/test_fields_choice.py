"""Drop-downs and segments with a label."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from deskapp.errors import UserError
from tests.ui.kit.hands import show, takes_input_method
from ui.kit.fields_choice import Choice, ChoiceField, ComboBox, SegmentsField
from ui.kit.segments import Option

LEVELS = (Choice(1, "普卡"), Choice(2, "银卡"), Choice(3, "金卡"))


def test_nothing_is_chosen_until_somebody_chooses(qtbot: QtBot) -> None:
    field = ChoiceField("level", "卡级别", LEVELS, required=True)
    show(qtbot, field)
    with pytest.raises(UserError, match="还没有选卡级别"):
        field.value()
    qtbot.keyClick(field.combo, Qt.Key.Key_Down)
    assert field.value() == 1


def test_enter_on_a_drop_down_moves_on(qtbot: QtBot) -> None:
    field = ChoiceField("level", "卡级别", LEVELS)
    window = show(qtbot, field)
    qtbot.keyClick(field.combo, Qt.Key.Key_Return)
    assert window.left_keys == [Qt.Key.Key_Return]
    assert not takes_input_method(field.combo)


def test_the_wheel_never_changes_a_choice(qtbot: QtBot) -> None:
    field = ChoiceField("level", "卡级别", LEVELS)
    show(qtbot, field)
    field.set_value(1)
    none = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase
    event = QWheelEvent(QPointF(5, 5), QPointF(5, 5), QPoint(), QPoint(0, -120), none[0], none[1], none[2], False)
    QApplication.sendEvent(field.combo, event)
    assert field.value() == 1


def test_other_choices_keep_what_is_still_offered(qtbot: QtBot) -> None:
    field = ChoiceField("level", "卡级别", LEVELS)
    show(qtbot, field)
    field.set_value(2)
    field.set_choices(LEVELS[1:])
    assert field.value() == 2
    field.set_choices(LEVELS[2:])
    assert field.value() is None


def test_a_filter_is_as_wide_as_what_it_says(qtbot: QtBot) -> None:
    combo = ComboBox(caption="状态")
    combo.addItems(["全部", "未完成和今天"])
    show(qtbot, combo)
    narrow = combo.sizeHint().width()
    combo.setCurrentIndex(1)
    assert combo.sizeHint().width() > narrow
    assert combo.accessibleName() == "状态"


def test_segments_with_a_label_answer_like_a_field(qtbot: QtBot) -> None:
    field = SegmentsField("collected", "领取", (Option(1, "到店"), Option(2, "送达"), Option(3, "邮寄")), required=True)
    window = show(qtbot, field)
    assert not field.check()
    with pytest.raises(UserError, match="还没有选领取"):
        field.value()
    qtbot.keyClick(field.segments, Qt.Key.Key_Right)
    qtbot.keyClick(field.segments, Qt.Key.Key_Right)
    qtbot.keyClick(field.segments, Qt.Key.Key_Return)
    assert (field.value(), field.text()) == (2, "送达")
    assert window.left_keys == [Qt.Key.Key_Return]
    field.set_text("")
    assert field.is_empty()
