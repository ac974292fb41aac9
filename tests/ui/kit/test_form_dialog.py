"""A form: keys, refusals beside their fields, one save at a time, the request id, drafts. Everything by real key presses."""

import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMainWindow, QPlainTextEdit
from pytestqt.qtbot import QtBot

from deskapp.errors import AlreadySaved, StorageFault, UserError, UserErrors
from tests.ui.kit.recorder import Recorder
from ui.kit import work
from ui.kit.drafts import Drafts
from ui.kit.form_dialog import FormDialog
from ui.kit.sheet import open_sheets

NOON = datetime(2026, 11, 23, 10, 42)


class EnrolDialog(FormDialog[str]):
    def __init__(self, host: QMainWindow, service: Callable[[str, str], str], **kwargs: Any) -> None:
        super().__init__(host, "入会", "保存入会", form="enroll", icon="user-plus", **kwargs)
        self.service = service
        self.name = self.field("name", QLineEdit())
        self.mobile = self.field("mobile", QLineEdit())
        self.remark = self.field("remark", QPlainTextEdit())
        for widget in (self.name, self.mobile, self.remark):
            self.body.addWidget(widget)
        self.warnings: tuple[str, ...] = ()
        self.reasons: list[str] = []

    def save(self) -> str:
        self.reasons.append(self.reason_for(self.warnings))
        return work.call(self.service, self.name.text(), self.request_id)

    def draft_title(self) -> str:
        return f"入会 {self.name.text()}"


def _enrolled(name: str, request_id: str) -> str:
    return f"HY {name}"


def _refusing(error: Exception) -> Callable[[str, str], str]:
    def refuse(name: str, request_id: str) -> str:
        raise error

    return refuse


@pytest.fixture
def drafts(tmp_path: Path, lanes: None) -> Drafts:
    return Drafts(tmp_path, pc="前台1", staff_id=7, now=lambda: NOON)


def _open(qtbot: QtBot, window: QMainWindow, service: Callable[[str, str], str], **kwargs: Any) -> EnrolDialog:
    dialog = EnrolDialog(window, service, **kwargs)
    dialog.open()
    qtbot.waitUntil(dialog.name.hasFocus)
    return dialog


def test_enter_walks_through_the_fields_and_ctrl_enter_saves(lanes: None, qtbot: QtBot, window: QMainWindow) -> None:
    dialog = _open(qtbot, window, _enrolled)
    results: list[object] = []
    dialog.accepted.connect(results.append)
    qtbot.keyClicks(dialog.name, "wang")
    qtbot.keyClick(dialog.name, Qt.Key.Key_Return)
    assert dialog.mobile.hasFocus()
    qtbot.keyClick(dialog.mobile, Qt.Key.Key_Enter)
    assert dialog.remark.hasFocus()
    qtbot.keyClick(dialog.remark, Qt.Key.Key_Return)
    assert dialog.remark.toPlainText() == "\n", "in a text of several lines Enter is a new line"
    qtbot.keyClick(dialog.remark, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert results == ["HY wang"]
    assert open_sheets(window) == []


def test_the_focus_goes_round_inside_the_form_and_back_to_its_place_afterwards(lanes: None, qtbot: QtBot, window: QMainWindow) -> None:
    dialog = _open(qtbot, window, _enrolled)
    behind = window.centralWidget()
    for _ in range(12):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        assert dialog.isAncestorOf(QApplication.focusWidget())
    behind.setFocus()
    assert dialog.isAncestorOf(QApplication.focusWidget()), "a page that refreshes behind the form cannot take the cursor"
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert behind.hasFocus()


def test_refusals_stand_at_their_fields_and_are_counted_with_a_way_to_each(lanes: None, qtbot: QtBot, window: QMainWindow) -> None:
    problems = UserErrors([UserError("手机少 1 位", field="mobile"), UserError("姓名还没填", field="name")])
    dialog = _open(qtbot, window, _refusing(problems))
    qtbot.keyClick(dialog.name, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert dialog.is_open()
    assert dialog.summary.isVisible()
    assert dialog.summary.text() == "还有 2 处未好：姓名还没填；手机少 1 位。"
    assert dialog.name.property("state") == "bad"
    assert dialog.name.hasFocus()
    qtbot.keyClick(dialog.name, Qt.Key.Key_Tab)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_G, Qt.KeyboardModifier.AltModifier)
    assert dialog.name.hasFocus()
    qtbot.keyClick(dialog.name, Qt.Key.Key_G, Qt.KeyboardModifier.AltModifier)
    assert dialog.mobile.hasFocus(), "the second press leads to the second place"
    dialog.service = _enrolled
    qtbot.keyClick(dialog.mobile, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert not dialog.is_open()


def test_a_refusal_of_the_whole_form_is_said_in_its_own_words(lanes: None, qtbot: QtBot, window: QMainWindow) -> None:
    dialog = _open(qtbot, window, _refusing(UserError("积分不足：可用 300，需要 500")))
    qtbot.keyClick(dialog.name, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert dialog.summary.text() == "积分不足：可用 300，需要 500。"
    assert dialog.is_open()


def test_a_bug_leaves_the_form_open_with_everything_in_it(lanes: None, qtbot: QtBot, window: QMainWindow) -> None:
    dialog = _open(qtbot, window, _refusing(ZeroDivisionError("bug")))
    before = dialog.request_id
    qtbot.keyClicks(dialog.name, "wang")
    with qtbot.captureExceptions() as caught:
        qtbot.keyClick(dialog.name, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert [kind for kind, _, _ in caught] == [ZeroDivisionError]
    assert dialog.is_open()
    assert dialog.name.text() == "wang"
    assert dialog.request_id == before, "nobody knows whether the bug struck before or after COMMIT"
    dialog.service = _enrolled
    qtbot.keyClick(dialog.name, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert not dialog.is_open()


def test_a_second_press_while_the_first_save_runs_is_refused(lanes: None, qtbot: QtBot, window: QMainWindow) -> None:
    gate = threading.Event()
    saves: list[str] = []

    def slow(name: str, request_id: str) -> str:
        saves.append(request_id)
        gate.wait(5.0)
        return name

    dialog = _open(qtbot, window, slow)

    def press_again() -> None:
        qtbot.keyClick(dialog.name, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        qtbot.keyClick(dialog.name, Qt.Key.Key_Escape)
        gate.set()

    QTimer.singleShot(20, press_again)
    results: list[object] = []
    dialog.accepted.connect(results.append)
    qtbot.keyClick(dialog.name, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert len(saves) == 1
    assert len(results) == 1, "Esc during the save did not lose its answer"


def test_a_lost_answer_is_retried_with_the_same_request_and_a_plain_refusal_takes_a_new_one(
    lanes: None, qtbot: QtBot, window: QMainWindow
) -> None:
    sent: list[str] = []
    answers: list[Exception] = [
        UserError("PIN 不对，还能试 4 次"),
        StorageFault("服务器没有应答"),
        UserError("积分不足"),
    ]

    def service(name: str, request_id: str) -> str:
        sent.append(request_id)
        if answers:
            raise answers.pop(0)
        return name

    dialog = _open(qtbot, window, service)
    for _ in range(4):
        qtbot.keyClick(dialog.name, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert sent[0] != sent[1], "the refused try may have been kept by the store"
    assert sent[1] == sent[2] == sent[3], "while the second try is in doubt its id must go out again"
    assert not dialog.is_open()


def test_an_edited_form_that_had_been_saved_leads_to_what_was_saved(
    lanes: None, qtbot: QtBot, window: QMainWindow, notices: Recorder, drafts: Drafts
) -> None:
    saved = AlreadySaved("已按 HY-20261123-001 保存，之后的修改未保存", use_case="enroll_member", record_id=5, number="HY-20261123-001")
    dialog = _open(qtbot, window, _refusing(saved), drafts=drafts)
    found: list[object] = []
    dialog.saved_before.connect(found.append)
    qtbot.keyClicks(dialog.name, "wang")
    qtbot.keyClick(dialog.name, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert found == [saved]
    assert not dialog.is_open()
    assert drafts.all() == ()
    assert notices.said[0][0] == saved.message


def test_something_unusual_goes_on_only_with_a_reason(lanes: None, qtbot: QtBot, window: QMainWindow) -> None:
    dialog = _open(qtbot, window, _enrolled)
    dialog.warnings = ("同一客户今天已记过一张单",)
    qtbot.keyClick(dialog.name, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert dialog.is_open()
    assert dialog.reason_line.isVisible()
    assert dialog.reason_line.edit.hasFocus()
    qtbot.keyClicks(dialog.reason_line.edit, "two bills")
    qtbot.keyClick(dialog.reason_line.edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert dialog.reasons == ["two bills"]
    assert not dialog.is_open()


def test_a_reason_given_for_one_warning_does_not_cover_another(lanes: None, qtbot: QtBot, window: QMainWindow) -> None:
    dialog = _open(qtbot, window, _enrolled)
    dialog.warnings = ("甲",)
    qtbot.keyClick(dialog.name, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(dialog.reason_line.edit, "because")
    dialog.warnings = ("乙",)
    qtbot.keyClick(dialog.reason_line.edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert dialog.is_open()
    assert dialog.reason_line.edit.text() == ""


def test_esc_keeps_the_draft_and_the_form_comes_back_as_it_was(lanes: None, qtbot: QtBot, window: QMainWindow, drafts: Drafts) -> None:
    dialog = _open(qtbot, window, _enrolled, drafts=drafts)
    qtbot.keyClicks(dialog.name, "wang")
    qtbot.keyClicks(dialog.remark, "waits")
    request = dialog.request_id
    qtbot.keyClick(dialog.remark, Qt.Key.Key_Escape)
    (draft,) = drafts.all()
    assert (draft.title, draft.form) == ("入会 wang", "enroll")
    again = _open(qtbot, window, _enrolled, drafts=drafts, draft=draft)
    assert (again.name.text(), again.remark.toPlainText(), again.request_id) == ("wang", "waits", request)
    qtbot.keyClick(again.name, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert drafts.all() == (), "a saved form leaves no draft"


def test_a_form_that_was_only_opened_leaves_no_draft(lanes: None, qtbot: QtBot, window: QMainWindow, drafts: Drafts) -> None:
    dialog = _open(qtbot, window, _enrolled, drafts=drafts)
    qtbot.keyClick(dialog.name, Qt.Key.Key_Escape)
    assert drafts.all() == ()


def test_a_draft_remembers_that_its_save_is_in_doubt(lanes: None, qtbot: QtBot, window: QMainWindow, drafts: Drafts) -> None:
    dialog = _open(qtbot, window, _refusing(StorageFault("服务器没有应答")), drafts=drafts)
    qtbot.keyClicks(dialog.name, "wang")
    qtbot.keyClick(dialog.name, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(dialog.name, Qt.Key.Key_Escape)
    (draft,) = drafts.all()
    assert draft.in_doubt
    again = _open(qtbot, window, _refusing(UserError("积分不足")), drafts=drafts, draft=draft)
    qtbot.keyClick(again.name, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert again.request_id == draft.request_id


def test_a_screen_reader_hears_the_act(lanes: None, qtbot: QtBot, window: QMainWindow) -> None:
    dialog = _open(qtbot, window, _enrolled)
    assert dialog.accessibleName() == "入会"
    assert dialog.primary_button.accessibleName() == "保存入会"


def test_a_form_is_never_higher_than_the_smallest_screen_leaves(lanes: None, qtbot: QtBot, window: QMainWindow) -> None:
    dialog = EnrolDialog(window, _enrolled)
    for n in range(40):
        dialog.body.addWidget(dialog.field(f"more{n}", QLineEdit()))
    dialog.open()
    assert dialog.height() == 664
    assert dialog.geometry().center().x() == pytest.approx(683, abs=1)
    window.resize(1366, 600)
    qtbot.waitUntil(lambda: dialog.y() == 0)


def test_a_form_may_have_a_panel_at_its_side_or_a_content_of_its_own(lanes: None, qtbot: QtBot, window: QMainWindow) -> None:
    beside = EnrolDialog(window, _enrolled, width=960)
    panel = QLabel("推荐话术")
    panel.setFixedWidth(240)
    beside.set_side(panel)
    beside.open()
    assert panel.mapTo(beside, panel.rect().topLeft()).x() == 720
    assert beside.name.width() < 720
    beside.close_sheet()
    alone = EnrolDialog(window, _refusing(UserError("先选礼品", field="name")))
    content = QLabel("礼品")
    content.setMinimumHeight(300)
    alone.set_content(content)
    alone.open()
    assert content.isVisible()
    assert content.width() == alone.width()
    alone.accept()
    assert alone.summary.isVisible()
