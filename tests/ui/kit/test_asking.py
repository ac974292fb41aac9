"""Are you sure, and why: the job runs inside the sheet and its refusal is shown there."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from ui.kit.asking import ConfirmDialog, ReasonDialog

CTRL = Qt.KeyboardModifier.ControlModifier


def test_a_question_is_answered_by_ctrl_enter_and_enter_alone_cancels(lanes: None, qtbot: QtBot, window: QMainWindow) -> None:
    done: list[str] = []
    for modifier in (Qt.KeyboardModifier.NoModifier, CTRL):
        dialog = ConfirmDialog(window, "作废移交单", "作废", text="作废后不能恢复。", job=done.append)
        dialog.open()
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Return, modifier)
        assert not dialog.is_open()
    assert len(done) == 1


def test_an_act_that_needs_a_reason_gets_one(lanes: None, qtbot: QtBot, window: QMainWindow) -> None:
    done: list[tuple[str, str]] = []
    dialog = ReasonDialog(window, "退回移交单", "退回", text="退回给前台改正。", job=lambda reason, request: done.append((reason, request)))
    dialog.open()
    qtbot.keyClick(dialog.edit, Qt.Key.Key_Return, CTRL)
    assert dialog.is_open()
    assert "还没有写原因" in dialog.summary.text()
    qtbot.keyClicks(dialog.edit, "amount")
    qtbot.keyClick(dialog.edit, Qt.Key.Key_Return, CTRL)
    assert [reason for reason, _ in done] == ["amount"]
