"""Drop-downs, people found by typing, segments with a label."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from deskapp.errors import UserError
from tests.ui.kit.hands import show, takes_input_method
from ui.kit.fields_choice import Choice, ChoiceField, ComboBox, PersonChoice, PersonField, SegmentsField
from ui.kit.fields_code import NameField
from ui.kit.segments import Option

LEVELS = (Choice(1, "普卡"), Choice(2, "银卡"), Choice(3, "金卡"))
PEOPLE = (
    PersonChoice(1, "王芳", "客服部"),
    PersonChoice(2, "赵磊", "售后部"),
    PersonChoice(3, "单雅琴", "销售部"),
    PersonChoice(4, "王芳", "销售部"),
)
POPUPS = pytest.mark.qt_log_ignore("does not support grabbing", extend=True)


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


@pytest.mark.parametrize(
    ("typed", "ids"), [("sy", (3,)), ("shan", (3,)), ("dan", (3,)), ("zhaol", (2,)), ("wf", (1, 4)), ("王", (1, 4)), ("售后", (2,))]
)
def test_people_are_found_by_name_pinyin_initials_and_department(qtbot: QtBot, typed: str, ids: tuple[int, ...]) -> None:
    field = PersonField("recruiter", "推荐人", PEOPLE)
    show(qtbot, field)
    assert tuple(person.id for person in field.matches(typed)) == ids


@POPUPS
def test_typing_narrows_the_list_and_enter_takes_the_first(qtbot: QtBot) -> None:
    field = PersonField("recruiter", "推荐人", PEOPLE)
    show(qtbot, field)
    qtbot.keyClicks(field.edit, "zl")
    assert [person.name for person in field.offered()] == ["赵磊"]
    popup = QApplication.activePopupWidget()
    assert popup is not None
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert (field.text(), field.value()) == ("赵磊 售后部", 2)


@POPUPS
def test_the_list_is_walked_by_arrows(qtbot: QtBot) -> None:
    field = PersonField("recruiter", "推荐人", PEOPLE)
    show(qtbot, field)
    qtbot.keyClicks(field.edit, "wf")
    popup = QApplication.activePopupWidget()
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert field.value() == 4


@POPUPS
def test_down_shows_everybody(qtbot: QtBot) -> None:
    field = PersonField("recruiter", "推荐人", PEOPLE)
    show(qtbot, field)
    qtbot.keyClick(field.edit, Qt.Key.Key_Down)
    assert field.offered() == PEOPLE


def test_leaving_takes_the_only_match_and_refuses_two_of_one_name(qtbot: QtBot) -> None:
    field, after = PersonField("recruiter", "推荐人", PEOPLE), NameField()
    show(qtbot, field, after)
    field.set_text("shan")
    qtbot.keyClick(field.edit, Qt.Key.Key_Tab)
    assert field.value() == 3
    field.set_text("王芳")
    with pytest.raises(UserError, match="有 2 位，请从列表里选一位"):
        field.value()
    field.set_text("李四")
    assert not field.check()
    assert field.problem_text() == "没有找到“李四”，请从列表里选"


def test_pinyin_reaches_the_person_field_as_it_is_typed(qtbot: QtBot) -> None:
    field = PersonField("recruiter", "推荐人", PEOPLE)
    show(qtbot, field)
    assert not takes_input_method(field.edit)


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
