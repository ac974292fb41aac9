"""Text of several lines: Enter moves on, Shift+Enter breaks the line, characters are counted."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.ui.kit.hands import commit, show, takes_input_method
from ui.kit.fields_code import NameField
from ui.kit.fields_text import NotesField


def test_enter_moves_on_and_shift_enter_breaks_the_line(qtbot: QtBot) -> None:
    notes, after = NotesField("notes", "备注"), NameField()
    show(qtbot, notes, after)
    commit(notes.edit, "对烟味敏感")
    qtbot.keyClick(notes.edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    commit(notes.edit, "只接受下午来电")
    qtbot.keyClick(notes.edit, Qt.Key.Key_Return)
    assert notes.value() == "对烟味敏感\n只接受下午来电"
    assert after.edit.hasFocus()


def test_tab_moves_on_too(qtbot: QtBot) -> None:
    notes, after = NotesField("notes", "备注"), NameField()
    show(qtbot, notes, after)
    with qtbot.waitSignal(notes.settled, timeout=500):
        qtbot.keyClick(notes.edit, Qt.Key.Key_Tab)
    assert after.edit.hasFocus()


def test_ctrl_enter_is_left_to_the_form(qtbot: QtBot) -> None:
    notes = NotesField("notes", "备注")
    window = show(qtbot, notes)
    qtbot.keyClick(notes.edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert window.left_keys == [Qt.Key.Key_Return]
    assert notes.text() == ""


def test_characters_are_counted_and_too_many_refused(qtbot: QtBot) -> None:
    notes, after = NotesField("notes", "备注", limit=5), NameField()
    show(qtbot, notes, after)
    commit(notes.edit, "䶮𫍯一二三四")
    assert notes._hint.text() == "6/5"
    qtbot.keyClick(notes.edit, Qt.Key.Key_Tab)
    assert notes.problem_text() == "最多 5 个字，现为 6 个"
    assert notes.edit.property("state") == "bad"


def test_chinese_can_be_written(qtbot: QtBot) -> None:
    notes = NotesField("notes", "备注")
    show(qtbot, notes)
    assert takes_input_method(notes.edit)
