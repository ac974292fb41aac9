"""Numbers, codes and names: shaped while typed, folded from full width, the input method kept away from codes."""

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from deskapp.errors import UserError
from tests.ui.kit.hands import commit, show, takes_input_method
from ui.kit.chrome import SearchBox
from ui.kit.fields import LineField
from ui.kit.fields_code import (
    CreditCodeField,
    MobileField,
    MoneyField,
    NameField,
    OdometerField,
    PhoneField,
    PointsField,
    ScanField,
    TextField,
    VinField,
    WholeField,
)
from ui.kit.fields_date import DateField
from ui.kit.line_edit import LineEdit, group_mobile

CODES: list[Callable[[], LineField]] = [
    MobileField,
    PhoneField,
    VinField,
    CreditCodeField,
    MoneyField,
    PointsField,
    OdometerField,
    lambda: WholeField("copies", "份数", maximum=9),
    lambda: ScanField("card", "会员卡号"),
    lambda: DateField("day", "到期日", today=date(2026, 11, 23)),
]


@pytest.mark.parametrize("make", CODES)
def test_the_input_method_stays_away_from_codes_and_numbers(qtbot: QtBot, make: Callable[[], LineField]) -> None:
    field = make()
    show(qtbot, field)
    assert not takes_input_method(field.edit)


def test_the_input_method_works_where_chinese_is_written(qtbot: QtBot) -> None:
    name, text, search = NameField(), TextField("address", "地址"), SearchBox("搜索")
    show(qtbot, name, text, search)
    assert takes_input_method(name.edit)
    assert takes_input_method(text.edit)
    assert takes_input_method(search)


def test_a_line_edit_without_the_override_would_let_the_input_method_in(qtbot: QtBot) -> None:
    """Why `inputMethodQuery` is overridden: the attribute alone does not keep the input method out."""
    plain = LineEdit()
    plain.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
    show(qtbot, plain)
    assert takes_input_method(plain)


def test_a_mobile_is_grouped_while_it_is_typed(qtbot: QtBot) -> None:
    field = MobileField()
    show(qtbot, field)
    shown = []
    for digit in "13826012607":
        qtbot.keyClicks(field.edit, digit)
        shown.append(field.text())
    assert shown[2:5] == ["138", "138 2", "138 26"]
    assert shown[-1] == "138 2601 2607"
    assert field.value() == "13826012607"


def test_mending_a_mobile_in_the_middle_keeps_the_cursor_there(qtbot: QtBot) -> None:
    field = MobileField()
    show(qtbot, field)
    field.set_text("13826012607")
    field.edit.setCursorPosition(6)  # 138 26|01 2607
    qtbot.keyClick(field.edit, Qt.Key.Key_Backspace)
    assert field.text() == "138 2012 607"
    qtbot.keyClicks(field.edit, "9")
    assert field.text() == "138 2901 2607"
    assert field.edit.cursorPosition() == 6


def test_backspace_passes_the_gap_between_groups(qtbot: QtBot) -> None:
    field = MobileField()
    show(qtbot, field)
    qtbot.keyClicks(field.edit, "13826")
    for _ in range(5):
        qtbot.keyClick(field.edit, Qt.Key.Key_Backspace)
    assert field.text() == ""


def test_full_width_digits_from_an_input_method_become_digits(qtbot: QtBot) -> None:
    field = MobileField()
    show(qtbot, field)
    commit(field.edit, "１３８２６０１")
    commit(field.edit, "２６０７")
    assert field.text() == "138 2601 2607"


def test_a_pasted_number_with_country_code_is_understood(qtbot: QtBot) -> None:
    field = MobileField()
    show(qtbot, field)
    QGuiApplication.clipboard().setText("+86 138-2601-2607")
    qtbot.keyClick(field.edit, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert field.value() == "13826012607"


def test_letters_in_a_mobile_are_shown_and_refused_not_swallowed(qtbot: QtBot) -> None:
    field = MobileField()
    show(qtbot, field)
    qtbot.keyClicks(field.edit, "138abc")
    assert field.text() == "138abc"
    with pytest.raises(UserError, match="只能是数字"):
        field.value()


@pytest.mark.parametrize(
    ("typed", "shown"), [("", ""), ("138", "138"), ("1382601260799", "138 2601 260799"), ("13 8", "138"), ("x1", "x1")]
)
def test_grouping_never_loses_a_character(typed: str, shown: str) -> None:
    assert group_mobile(typed) == shown


def test_a_vin_turns_to_capitals_and_counts_itself(qtbot: QtBot) -> None:
    field = VinField()
    show(qtbot, field)
    assert field._hint.text() == "0/17"
    qtbot.keyClicks(field.edit, "lsvaa41t2")
    assert (field.text(), field._hint.text()) == ("LSVAA41T2", "9/17")
    qtbot.keyClicks(field.edit, "rn000001")
    assert (field.value(), field._hint.text()) == ("LSVAA41T2RN000001", "17/17")


def test_a_wrong_check_digit_is_unusual_not_wrong(qtbot: QtBot) -> None:
    field = VinField()
    show(qtbot, field)
    field.set_text("LSVAA41T2RN000002")
    assert not field.check()
    assert "第 9 位应为 4" in field.problem_text()
    assert not field.has_problem()


def test_a_card_comes_from_a_scanner_in_full_width_and_ends_with_enter(qtbot: QtBot) -> None:
    field = ScanField("card", "会员卡号", required=True)
    window = show(qtbot, field)
    commit(field.edit, "６６０１ａ３４２")
    qtbot.keyClick(field.edit, Qt.Key.Key_Return)
    assert field.value() == "6601A342"
    assert window.left_keys == [Qt.Key.Key_Return]


def test_a_card_that_is_no_code_is_refused(qtbot: QtBot) -> None:
    field = ScanField("card", "会员卡号")
    show(qtbot, field)
    commit(field.edit, "卡6601")
    assert not field.check()
    assert field.problem_text() == "只能是字母和数字"


def test_signed_points_keep_the_minus_sign(qtbot: QtBot) -> None:
    field, after = PointsField(minimum=-9999), NameField()
    show(qtbot, field, after)
    qtbot.keyClicks(field.edit, "-600")
    qtbot.keyClick(field.edit, Qt.Key.Key_Tab)
    assert (field.text(), field.value()) == ("−600", -600)


def test_fewer_kilometres_than_last_time_ask_for_a_reason(qtbot: QtBot) -> None:
    field = OdometerField()
    field.set_last_known(46_210)
    show(qtbot, field)
    qtbot.keyClicks(field.edit, "4621")
    assert not field.check()
    assert "比上次的 46,210 公里少" in field.problem_text()


def test_a_rare_name_counts_as_its_characters(qtbot: QtBot) -> None:
    field = NameField(required=True)
    show(qtbot, field)
    commit(field.edit, "䶮•𫍯")
    assert field.value() == "䶮·𫍯"


def test_a_name_with_private_use_characters_is_refused(qtbot: QtBot) -> None:
    field = NameField(required=True)
    show(qtbot, field)
    commit(field.edit, "张\ue000")
    assert not field.check()
    assert "自造字" in field.problem_text()


def test_text_beyond_its_limit_is_refused_with_the_count(qtbot: QtBot) -> None:
    field = TextField("address", "地址", limit=4)
    show(qtbot, field)
    commit(field.edit, "深圳市南山")
    with pytest.raises(UserError, match="最多 4 个字，现为 5 个"):
        field.value()
