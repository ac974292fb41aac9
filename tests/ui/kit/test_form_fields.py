"""The kit's own fields in a form: all judged before saving, refused with a repair, kept in a draft with their reasons."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QMainWindow
from pytestqt.qtbot import QtBot

from deskapp.errors import Repair, UserError
from ui.kit.drafts import Drafts
from ui.kit.fields_code import MobileField, NameField, ScanField, TextField
from ui.kit.folds import Folded
from ui.kit.form_dialog import FormDialog
from ui.kit.scan import ScanFilter
from ui.kit.segments import Option, Segments

CTRL = Qt.KeyboardModifier.ControlModifier
NOON = datetime(2026, 11, 23, 12, 0)


class EnrolDialog(FormDialog[str]):
    def __init__(self, host: QMainWindow, **kwargs: Any) -> None:
        super().__init__(host, "入会", "保存入会", form="enroll", **kwargs)
        self.name = self.field("name", NameField(required=True))
        self.mobile = self.field("mobile", MobileField(required=True))
        self.kind = self.field("kind", Segments([Option("person", "个人"), Option("company", "单位")], name="kind"))
        self.level = self.field("level", QComboBox())
        self.level.addItems(["普卡", "银卡"])
        self.printed = self.field("printed", QCheckBox("打印"))
        self.remark = self.field("remark", TextField("remark", "备注", limit=5))
        self.more = Folded("更多资料", name="more")
        self.more.set_content(self.remark)
        for widget in (self.name, self.mobile, self.kind, self.level, self.printed, self.more):
            self.body.addWidget(widget)
        self.refusal: UserError | None = None
        self.saved = 0

    def save(self) -> str:
        self.saved += 1
        if self.refusal is not None:
            raise self.refusal
        return self.name.need()


@pytest.fixture
def dialog(lanes: None, window: QMainWindow, tmp_path: Path) -> EnrolDialog:
    drafts = Drafts(tmp_path, pc="p", staff_id=1, now=lambda: NOON)
    dialog = EnrolDialog(window, drafts=drafts)
    dialog.open()
    return dialog


def _save(qtbot: QtBot, dialog: EnrolDialog) -> None:
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, CTRL)


def test_a_field_that_was_mended_is_no_longer_counted(dialog: EnrolDialog, qtbot: QtBot) -> None:
    _save(qtbot, dialog)
    assert dialog.summary.text() == "还有 2 处未好：还没有填姓名；还没有填手机。"
    dialog.name.set_text("张伟明")
    assert dialog.summary.text() == "还有 1 处未好：还没有填手机。"
    qtbot.keyClick(dialog.name.edit, Qt.Key.Key_G, Qt.KeyboardModifier.AltModifier)
    assert QApplication.focusWidget() is dialog.mobile.edit, "the way leads to what is left"
    qtbot.keyClicks(dialog.mobile.edit, "13826012607")
    assert not dialog.summary.isVisible()


def test_everything_wrong_is_told_at_once_and_nothing_is_sent(dialog: EnrolDialog, qtbot: QtBot) -> None:
    dialog.mobile.set_text("1382601")
    _save(qtbot, dialog)
    assert dialog.saved == 0
    assert dialog.summary.text().startswith("还有 2 处未好：")
    assert dialog.name.has_problem()
    assert dialog.mobile.has_problem()
    assert dialog.name.isAncestorOf(QApplication.focusWidget())


def test_a_field_that_does_not_apply_is_not_asked(dialog: EnrolDialog, qtbot: QtBot) -> None:
    dialog.name.set_text("张伟")
    dialog.mobile.hide()
    _save(qtbot, dialog)
    assert dialog.saved == 1
    assert not dialog.is_open()


def test_the_way_to_a_folded_field_opens_the_fold(dialog: EnrolDialog, qtbot: QtBot) -> None:
    dialog.name.set_text("张伟")
    dialog.mobile.set_text("13826012607")
    dialog.refusal = UserError("备注里有手机号", field="remark")
    assert not dialog.more.is_open()
    _save(qtbot, dialog)
    assert dialog.more.is_open()
    assert dialog.remark.problem_text() == "备注里有手机号"
    assert dialog.remark.isAncestorOf(QApplication.focusWidget())


def test_a_folded_field_is_judged_although_it_cannot_be_seen(dialog: EnrolDialog, qtbot: QtBot) -> None:
    dialog.name.set_text("张伟")
    dialog.mobile.set_text("13826012607")
    dialog.remark.set_text("这条备注比允许的长")
    _save(qtbot, dialog)
    assert dialog.saved == 0
    assert dialog.more.is_open()


def test_the_sheet_grows_with_what_opens_in_it(dialog: EnrolDialog, qtbot: QtBot) -> None:
    before = dialog.height()
    dialog.more.set_open(True)
    qtbot.waitUntil(lambda: dialog.height() > before)
    assert dialog._body.verticalScrollBar().maximum() == 0


def test_the_cursor_begins_in_the_first_field_and_not_in_the_switch_of_the_head(lanes: None, qtbot: QtBot, window: QMainWindow) -> None:
    dialog = EnrolDialog(window)
    dialog.head.add(dialog.kind)
    dialog.open()
    assert dialog.name.isAncestorOf(QApplication.focusWidget())


def test_a_repair_of_the_service_is_offered_at_its_field(dialog: EnrolDialog, qtbot: QtBot) -> None:
    dialog.name.set_text("张伟")
    dialog.mobile.set_text("13826012607")
    dialog.refusal = UserError("应该是另一个号", field="mobile", repair=Repair("改为 138 2601 2608", "13826012608"))
    _save(qtbot, dialog)
    assert dialog.is_open()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert dialog.mobile.value() == "13826012608"


def test_a_card_scanned_in_its_own_field_stays_there_and_anywhere_else_opens_the_record(
    dialog: EnrolDialog, qtbot: QtBot, qapp: QApplication
) -> None:
    card = dialog.field("card", ScanField("card", "会员卡号"))
    dialog.body.addWidget(card)
    scanned: list[str] = []
    clock = [0.0]
    scanner = ScanFilter(dialog, scanned.append, arrival=lambda: clock[0])
    scanner.begin()
    for field in (card, dialog.remark):
        dialog.more.set_open(True)
        clock[0] += 1000
        field.focus_editor()
        for key in "66010342":
            clock[0] += 5
            qtbot.keyClick(QApplication.focusWidget(), key)
        scanner.silent()
    qtbot.waitUntil(lambda: scanned == ["66010342"])
    scanner.end()
    assert card.value() == "66010342"
    assert dialog.remark.text() == ""


def test_a_draft_brings_every_kind_of_field_back(dialog: EnrolDialog, qtbot: QtBot, window: QMainWindow) -> None:
    dialog.name.set_text("张伟䶮")
    dialog.mobile.set_text("138260")
    dialog.kind.set_value("company")
    dialog.level.setCurrentText("银卡")
    dialog.printed.setChecked(True)
    dialog.remark.set_text("老客户")
    drafts = dialog._drafts
    assert drafts is not None
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    again = EnrolDialog(window, drafts=drafts, draft=drafts.all()[0])
    again.open()
    assert again.draft_values() == dialog.draft_values()
    assert (again.name.text(), again.kind.value(), again.level.currentText(), again.printed.isChecked()) == (
        "张伟䶮",
        "company",
        "银卡",
        True,
    )
