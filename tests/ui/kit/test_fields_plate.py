"""The plate: store's province pre-filled, whole plates go apart, new-energy green, 未上牌."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from deskapp.errors import UserError
from deskapp.typed import Energy, PlateClass
from tests.ui.kit.hands import commit, show, takes_input_method
from ui.kit.fields_code import NameField
from ui.kit.fields_plate import PlateField, split_area
from ui.kit.popup import DropBox

POPUPS = pytest.mark.qt_log_ignore("does not support grabbing", extend=True)


def area(field: PlateField) -> str:
    box = field.findChild(DropBox, f"{field.name}_area")
    assert box is not None
    return box.text()


def open_area(qtbot: QtBot, field: PlateField) -> QWidget:
    qtbot.keyClick(field.edit, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    popup = QApplication.activePopupWidget()
    assert popup is not None
    return popup


def test_the_serial_alone_is_typed_behind_the_stores_own_province(qtbot: QtBot) -> None:
    field = PlateField(area="粤B", required=True)
    show(qtbot, field)
    qtbot.keyClicks(field.edit, "3k852")
    assert field.value().text == "粤B3K852"
    assert not takes_input_method(field.edit)


@pytest.mark.parametrize("pasted", ["京A12345", "京A·12345", " 京a 12345", "京Ａ１２３４５"])
def test_a_whole_plate_goes_apart_when_pasted(qtbot: QtBot, pasted: str) -> None:
    field = PlateField(area="粤B")
    show(qtbot, field)
    QGuiApplication.clipboard().setText(pasted)
    qtbot.keyClick(field.edit, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert (area(field), field.edit.text()) == ("京A", "12345")
    assert field.value().text == "京A12345"


def test_a_whole_plate_from_an_input_method_goes_apart_too(qtbot: QtBot) -> None:
    field = PlateField(area="粤B")
    show(qtbot, field)
    commit(field.edit, "湘")
    qtbot.keyClicks(field.edit, "a88q16")
    assert (area(field), field.edit.text()) == ("湘A", "88Q16")
    assert field.value().text == "湘A88Q16"


def test_a_plate_without_province_needs_no_picker(qtbot: QtBot) -> None:
    field = PlateField(area="粤B")
    show(qtbot, field)
    commit(field.edit, "123456使")
    assert area(field) == "无"
    field.check()
    assert "使馆" in field.problem_text()


@pytest.mark.parametrize(
    ("home", "typed", "parts"),
    [
        ("粤B", "bd12345", ("粤B", "D12345")),
        ("粤B", "ad12345", ("粤A", "D12345")),
        ("粤B", "b12345d", ("粤B", "12345D")),
        ("粤B", "b7k21p", ("粤B", "7K21P")),
        ("粤B", "bda1234", ("粤B", "DA1234")),
        ("粤B", "b12345", ("粤B", "B12345")),  # the letter of a new-energy plate
        ("粤B", "d1234s", ("粤B", "D1234S")),  # a slip of the finger in a new-energy plate makes no plate of another town
        ("", "bd12345", ("", "BD12345")),  # no province chosen: an army plate stays one
        ("粤B", "wj12345", ("无", "WJ12345")),
        ("粤B", "d20716", ("粤B", "D20716")),
    ],
)
def test_a_plate_read_out_from_its_letter_is_no_army_car(qtbot: QtBot, home: str, typed: str, parts: tuple[str, str]) -> None:
    field = PlateField(area=home)
    show(qtbot, field)
    qtbot.keyClicks(field.edit, typed)
    assert (area(field), field.edit.text()) == (parts[0] or "无", parts[1])


def test_a_letter_that_no_serial_holds_is_refused_and_repaired(qtbot: QtBot) -> None:
    field = PlateField(area="粤B", required=True)
    show(qtbot, field)
    qtbot.keyClicks(field.edit, "1o852")
    qtbot.keyClick(field.edit, Qt.Key.Key_Return)
    assert field.has_problem()
    qtbot.keyClick(field.edit, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert (area(field), field.edit.text()) == ("粤B", "10852")
    assert not field.has_problem()


def test_a_new_energy_plate_turns_green_as_soon_as_it_is_one(qtbot: QtBot) -> None:
    field = PlateField(area="粤B")
    show(qtbot, field)
    qtbot.keyClicks(field.edit, "D2071")
    assert field.edit.property("plate") != "nev"
    qtbot.keyClicks(field.edit, "6")
    assert field.edit.property("plate") == "nev"
    assert field.value().plate_class is PlateClass.NEV_SMALL


def test_a_short_plate_on_an_electric_car_is_unusual(qtbot: QtBot) -> None:
    field = PlateField(area="粤B")
    show(qtbot, field)
    qtbot.keyClicks(field.edit, "D1234")
    field.set_energy(Energy.ELECTRIC)
    assert "漏了一位" in field.problem_text()


def test_a_car_without_plate_is_said_by_a_tick(qtbot: QtBot) -> None:
    field = PlateField(area="粤B", required=True)
    show(qtbot, field)
    with pytest.raises(UserError, match="没有车牌请选未上牌"):
        field.value()
    qtbot.mouseClick(field.tick, Qt.MouseButton.LeftButton)
    assert field.unplated()
    assert field.value() is None
    assert field.check()
    assert not field.edit.isEnabled()


def test_the_tick_works_by_space_and_lets_enter_pass(qtbot: QtBot) -> None:
    field = PlateField(area="粤B")
    window = show(qtbot, field)
    field.tick.setFocus()
    qtbot.keyClick(field.tick, Qt.Key.Key_Space)
    qtbot.keyClick(field.tick, Qt.Key.Key_Return)
    assert field.unplated()
    assert window.left_keys == [Qt.Key.Key_Return]


@pytest.mark.parametrize("raw", ["粤BD20716", "未上牌", "京12345领", ""])
def test_a_draft_brings_the_plate_back(qtbot: QtBot, raw: str) -> None:
    field, again = PlateField(area="粤B"), PlateField("second", area="粤B")
    show(qtbot, field, again)
    field.set_text(raw)
    again.set_text(field.text())
    assert again.text() == raw


def test_tab_from_the_field_before_goes_straight_to_the_serial(qtbot: QtBot) -> None:
    name, field = NameField(), PlateField(area="粤B")
    show(qtbot, name, field)
    qtbot.keyClick(name.edit, Qt.Key.Key_Tab)
    assert field.edit.hasFocus()


@POPUPS
def test_the_letter_is_picked_by_its_key(qtbot: QtBot) -> None:
    field = PlateField(area="粤B")
    show(qtbot, field)
    popup = open_area(qtbot, field)
    qtbot.keyClick(popup, Qt.Key.Key_S)
    assert area(field) == "粤S"
    assert not popup.isVisible()


@POPUPS
def test_province_and_ending_are_picked_by_mouse(qtbot: QtBot) -> None:
    field = PlateField(area="粤B")
    show(qtbot, field)
    qtbot.keyClicks(field.edit, "1234")
    popup = open_area(qtbot, field)
    qtbot.mouseClick(popup.findChild(QWidget, "area_湘"), Qt.MouseButton.LeftButton)
    qtbot.mouseClick(popup.findChild(QWidget, "area_学"), Qt.MouseButton.LeftButton)
    assert field.value().text == "湘B1234学"
    assert field.value().plate_class is PlateClass.TRAINING


@pytest.mark.parametrize(
    ("text", "parts"), [("粤B·10852", ("粤B", "10852")), ("京12345应急", ("京", "12345应急")), ("WJ12345", ("", "WJ12345"))]
)
def test_a_plate_parts_into_area_and_serial(text: str, parts: tuple[str, str]) -> None:
    assert split_area(text) == parts
