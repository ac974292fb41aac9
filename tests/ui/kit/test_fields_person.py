"""People found by name, pinyin or initials."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from deskapp.errors import UserError
from tests.ui.kit.hands import show, takes_input_method
from ui.kit.fields_code import NameField
from ui.kit.fields_person import PersonChoice, PersonField

PEOPLE = (
    PersonChoice(1, "王芳", "客服部"),
    PersonChoice(2, "赵磊", "售后部"),
    PersonChoice(3, "单雅琴", "销售部"),
    PersonChoice(4, "王芳", "销售部"),
)
POPUPS = pytest.mark.qt_log_ignore("does not support grabbing", extend=True)


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
@pytest.mark.parametrize("modifier", [Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier])
def test_enter_in_the_list_goes_on_to_the_form(qtbot: QtBot, modifier: Qt.KeyboardModifier) -> None:
    field = PersonField("recruiter", "推荐人", PEOPLE)
    window = show(qtbot, field)
    qtbot.keyClicks(field.edit, "zl")
    popup = QApplication.activePopupWidget()
    qtbot.keyClick(popup, Qt.Key.Key_Return, modifier)
    assert window.left_keys == [Qt.Key.Key_Return]
    assert QApplication.activePopupWidget() is None
    assert field.value() == 2


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
