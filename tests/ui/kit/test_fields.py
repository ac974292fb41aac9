"""What every field does: say what is missing or wrong beside itself, offer the repair, ask for a reason, leave Enter to the form."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from deskapp.errors import Repair, UserError
from tests.ui.kit.hands import commit, show
from ui.kit import theme
from ui.kit.fields_code import MobileField, MoneyField, NameField, TextField, VinField
from ui.kit.fields_text import NotesField
from ui.kit.line_edit import LineEdit


def repair_button(field: QWidget) -> QWidget | None:
    return field.findChild(QWidget, f"{field.objectName()}_repair")


def reason_edit(field: QWidget) -> LineEdit:
    found = field.findChild(LineEdit, f"{field.objectName()}_reason")
    assert found is not None
    return found


def test_a_required_field_says_so_in_red_only_while_empty(qtbot: QtBot) -> None:
    field = NameField(required=True)
    show(qtbot, field)
    assert field._mark._colour == theme.BAD
    commit(field.edit, "张伟")
    assert field._mark._colour == theme.INK_2


def test_a_missing_value_is_refused_with_the_name_of_its_field(qtbot: QtBot) -> None:
    field = NameField(required=True)
    show(qtbot, field)
    with pytest.raises(UserError, match="还没有填姓名") as refused:
        field.value()
    assert refused.value.field == field.objectName() == "name"


def test_an_optional_empty_field_is_nothing_and_not_wrong(qtbot: QtBot) -> None:
    field = MobileField()
    show(qtbot, field)
    assert field.value() is None
    assert field.check()
    with pytest.raises(UserError, match="还没有填手机"):
        field.need()


def test_wrong_text_is_refused_beside_the_field_when_one_leaves_it(qtbot: QtBot) -> None:
    field, after = MobileField(), NameField()
    show(qtbot, field, after)
    qtbot.keyClicks(field.edit, "1382601")
    qtbot.keyClick(field.edit, Qt.Key.Key_Tab)
    assert field.has_problem()
    assert field.problem_text() == "手机号应为 11 位，现为 7 位"
    assert field.edit.property("state") == "bad"


def test_typing_takes_the_refusal_away(qtbot: QtBot) -> None:
    field = MobileField()
    show(qtbot, field)
    field.problem("这个手机已有 1 位客户")
    qtbot.keyClicks(field.edit, "1")
    assert not field.has_problem()
    assert field.problem_text() == ""
    assert field.edit.property("state") == ""


def test_a_refusal_of_the_form_outlives_enter_but_not_an_edit(qtbot: QtBot) -> None:
    field = MobileField()
    show(qtbot, field)
    qtbot.keyClicks(field.edit, "13826012607")
    field.problem("这个手机已有 1 位客户")
    qtbot.keyClick(field.edit, Qt.Key.Key_Return)
    assert field.problem_text() == "这个手机已有 1 位客户"


def test_the_repair_is_taken_by_a_click(qtbot: QtBot) -> None:
    field = VinField()
    show(qtbot, field)
    qtbot.keyClicks(field.edit, "lsvaa4itxrn000001")
    qtbot.keyClick(field.edit, Qt.Key.Key_Return)
    with qtbot.waitSignal(field.settled, timeout=500):
        qtbot.mouseClick(repair_button(field), Qt.MouseButton.LeftButton)
    assert field.text() == "LSVAA41TXRN000001"
    assert repair_button(field) is None
    assert field.edit.hasFocus()


def test_two_repairs_have_two_keys_and_each_mends_its_own_field(qtbot: QtBot) -> None:
    first, second = NameField(), MobileField()
    show(qtbot, first, second)
    first.problem("少一个字", Repair("改为 张伟明", "张伟明"))
    second.problem("多一位", Repair("改为 138 2601 2607", "13826012607"))
    qtbot.keyClick(first.edit, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert (first.text(), second.text()) == ("", "138 2601 2607")
    qtbot.keyClick(second.edit, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert (first.text(), second.text()) == ("张伟明", "138 2601 2607")


def test_a_new_refusal_replaces_the_repair_of_the_last(qtbot: QtBot) -> None:
    field = NameField()
    show(qtbot, field)
    field.problem("少一个字", Repair("改为 张伟明", "张伟明"))
    field.problem("少一个字", Repair("改为 张伟东", "张伟东"))
    qtbot.keyClick(field.edit, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert field.text() == "张伟东"


def test_enter_passes_by_an_offered_repair(qtbot: QtBot) -> None:
    field = VinField()
    show(qtbot, field)
    field.problem("车架号里没有字母 I", Repair("改为 1", "1"))
    assert repair_button(field).focusPolicy() == Qt.FocusPolicy.NoFocus


def test_unusual_input_goes_on_with_a_reason(qtbot: QtBot) -> None:
    field = MobileField(required=True)
    show(qtbot, field)
    qtbot.keyClicks(field.edit, "15426012607")
    with pytest.raises(UserError, match="无误请写明原因"):
        field.value()
    assert field.problem_text() == "154 号段尚未启用，请核对"
    commit(reason_edit(field), "客户出示了新卡")
    assert field.value() == "15426012607"
    assert field.reason() == "客户出示了新卡"
    assert field.check()


def test_a_form_that_waits_for_the_reason_leads_into_its_line(qtbot: QtBot) -> None:
    field, after = MobileField(required=True), NameField()
    show(qtbot, field, after)
    qtbot.keyClicks(field.edit, "15426012607")
    with pytest.raises(UserError) as refused:
        field.value()
    field.problem(refused.value.message, refused.value.repair)
    field.focus_editor()
    assert field.problem_text() == "154 号段尚未启用，请核对"
    assert reason_edit(field).hasFocus()
    assert reason_edit(field).property("state") == "bad"
    commit(reason_edit(field), "客户出示了新卡")
    assert reason_edit(field).property("state") == ""


def test_a_message_stands_right_under_its_editor_beside_a_taller_field(qtbot: QtBot) -> None:
    field, notes = NameField(), NotesField("notes", "备注", lines=8)
    both = QWidget()
    row = QHBoxLayout(both)
    row.addWidget(field)
    row.addWidget(notes)
    both.setFocusProxy(field.edit)
    show(qtbot, both, width=600)
    field.problem("还没有填姓名")
    words = field.findChild(QWidget, "name_problem")
    qtbot.waitUntil(lambda: words.isVisible() and field.height() > 150)
    assert words.mapTo(field, QPoint(0, 0)).y() - field.edit.geometry().bottom() < theme.STEP + 8


def test_tab_goes_from_unusual_input_into_its_reason(qtbot: QtBot) -> None:
    field, after = MobileField(), NameField()
    show(qtbot, field, after)
    qtbot.keyClicks(field.edit, "15426012607")
    field.check()
    qtbot.keyClick(field.edit, Qt.Key.Key_Tab)
    assert reason_edit(field).hasFocus()


def test_saving_again_keeps_the_reason_and_another_text_drops_it(qtbot: QtBot) -> None:
    field = MobileField()
    show(qtbot, field)
    qtbot.keyClicks(field.edit, "15426012607")
    field.check()
    commit(reason_edit(field), "客户出示了新卡")
    field.problem("这个手机已有 1 位客户")
    field.clear_problem()
    assert (field.problem_text(), field.reason()) == ("154 号段尚未启用，请核对", "客户出示了新卡")
    qtbot.keyClick(field.edit, Qt.Key.Key_Backspace)
    assert (field.problem_text(), field.reason()) == ("", "")


def test_a_draft_brings_text_and_reason_back(qtbot: QtBot) -> None:
    field = MobileField()
    show(qtbot, field)
    field.set_text("154 2601 2607")
    field.set_reason("客户出示了新卡")
    assert field.value() == "15426012607"


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_enter_is_left_to_the_form_after_the_field_was_judged(qtbot: QtBot, key: Qt.Key) -> None:
    field = MobileField()
    window = show(qtbot, field)
    qtbot.keyClicks(field.edit, "1382601")
    with qtbot.waitSignal(field.settled, timeout=500):
        qtbot.keyClick(field.edit, key)
    assert window.left_keys == [key]
    assert field.has_problem()


def test_changes_are_told_once_for_each_edit(qtbot: QtBot) -> None:
    field = MobileField()
    show(qtbot, field)
    told: list[str] = []
    field.changed.connect(lambda: told.append(field.text()))
    qtbot.keyClicks(field.edit, "1382")
    assert told == ["1", "13", "138", "138 2"]


def test_a_name_longer_than_its_field_is_read_from_its_beginning_and_whole_under_the_mouse(qtbot: QtBot) -> None:
    long = "阿卜杜热合曼·买买提艾力·库尔班"
    name, other = NameField(), NameField("other", "联系人")
    show(qtbot, name, other, width=140)
    commit(name.edit, long)
    assert name.edit.cursorPosition() == len(long)  # while one types, the end is what one looks at
    qtbot.keyClick(name.edit, Qt.Key.Key_Tab)
    assert (name.edit.cursorPosition(), name.edit.toolTip()) == (0, long)
    other.set_text(long)  # as a form shows who is known, or a draft
    assert (other.edit.cursorPosition(), other.edit.toolTip()) == (len(long), "")  # it has the cursor now
    name.set_text("王芳")
    assert (name.edit.cursorPosition(), name.edit.toolTip()) == (2, "")
    name.set_text(long)
    assert (name.edit.cursorPosition(), name.edit.toolTip()) == (0, long)


def test_leaving_a_money_field_writes_it_out(qtbot: QtBot) -> None:
    field, after = MoneyField(), NameField()
    show(qtbot, field, after)
    qtbot.keyClicks(field.edit, "1286")
    qtbot.keyClick(field.edit, Qt.Key.Key_Tab)
    assert (field.text(), field.value()) == ("1,286.00", 128_600)


def test_every_field_is_named_for_readers_and_for_the_draft(qtbot: QtBot) -> None:
    field = MobileField("contact_mobile", "联系手机")
    show(qtbot, field)
    assert (field.objectName(), field.accessibleName()) == ("contact_mobile", "联系手机")
    assert (field.edit.objectName(), field.edit.accessibleName()) == ("contact_mobile_edit", "联系手机")
    assert field.focusProxy() is field.edit


def test_what_is_missing_keeps_the_blank_before_latin_letters(qtbot: QtBot) -> None:
    for label, words in (("PIN", "还没有填 PIN"), ("姓名", "还没有填姓名"), ("新 PIN", "还没有填新 PIN")):
        field = TextField("code", label, required=True)
        qtbot.addWidget(field)
        with pytest.raises(UserError, match=f"^{words}$"):
            field.value()
