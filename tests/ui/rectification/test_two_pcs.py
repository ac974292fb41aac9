"""Another PC is faster: the form stays with its typing, what was saved stands above it, and nothing is written over."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from deskapp.rectification.domain import Answer, NoticeState, RowState
from deskapp.rectification.notices import accept_notice, edit_notice, edit_row, issue_notice
from deskapp.rectification.rows import answer_row
from tests.ui.reception import CTRL
from tests.ui.rectification.conftest import FRIDAY, LIGHT, SIGN
from ui.kit import work
from ui.kit.labels import Label, Wrapped

R = RowState
ENTER = Qt.Key.Key_Return


def click(widget):
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def stored(desk):
    """What the panel with the saved version says."""
    panel = desk.reception.widget("stored_version")
    return " ".join(widget.text() for kind in (Label, Wrapped) for widget in panel.findChildren(kind))


def test_both_heads_are_shown_and_mine_goes_in_only_knowingly(desk):
    made = desk.notice("draft")
    desk.open(made)
    click(desk.reception.widget("move_edit"))
    form = desk.reception.sheet()
    seen = made.heading
    work.call(lambda: edit_notice(act=desk.reception.act("陈静"), notice_id=made.id, heading=replace(seen, note="周五前"), seen=seen))
    form.due_on.set_text("20261127")
    desk.reception.key(ENTER, CTRL)
    desk.settle()
    assert form.is_open()
    assert "表头已由 陈静" in form.summary.text()
    assert "周五前" in stored(desk)
    assert form.due_on.text() == "20261127"
    assert desk.now(made).heading == replace(seen, note="周五前")
    assert form.primary_button.text() == "仍按我填的保存"
    desk.reception.key(ENTER, CTRL)
    desk.settle()
    assert desk.now(made).heading == replace(seen, due_on=FRIDAY)


def test_theirs_is_taken_over_by_one_press(desk):
    made = desk.notice("draft", replace(LIGHT, code=""), SIGN)
    desk.open(made)
    desk.page.notice.view.select_key(1)
    desk.settle()
    click(desk.reception.widget("move_edit_row"))
    form = desk.reception.sheet()
    seen = made.rows[0].finding
    theirs = replace(seen, fact="3 盏不亮")
    work.call(lambda: edit_row(act=desk.reception.act("陈静"), notice_id=made.id, position=1, finding=theirs, seen=seen))
    form.fact.set_text("4 盏不亮")
    desk.reception.key(ENTER, CTRL)
    desk.settle()
    assert "3 盏不亮" in stored(desk)
    assert form.fact.text() == "4 盏不亮"
    click(form.theirs)
    assert form.fact.text() == "3 盏不亮"
    desk.reception.key(ENTER, CTRL)
    desk.settle()
    assert desk.now(made).rows[0].finding.fact == "3 盏不亮"
    assert [step.what for step in desk.now(made).steps] == ["起草", "修改"]


def test_a_second_answer_is_shown_beside_the_first_and_not_written(desk):
    made = desk.notice(R.TO_ANSWER)
    desk.reception.sign_in("张伟")
    desk.open(made)
    desk.page.notice.view.setFocus()
    desk.reception.key(ENTER, CTRL)
    form = desk.reception.sheet()
    form.cause.set_text("我写的原因")
    form.action.set_text("我写的措施")
    form.owner.set_value(desk.reception.staff["孙浩"])
    form.promised_on.set_value(FRIDAY)
    answer = Answer("灯泡寿命到期", "全部换成 LED", desk.reception.staff["张伟"], FRIDAY)
    theirs = {"notice_id": made.id, "position": 1, "answer": answer, "signed_by": "张伟"}
    work.call(lambda: answer_row(act=desk.reception.act("李敏"), **theirs))
    desk.reception.key(ENTER, CTRL)
    desk.settle()
    assert form.is_open()
    assert "第 1 项已由 李敏" in form.summary.text()
    for words in ("全部换成 LED", "灯泡寿命到期", "整改中"):
        assert words in stored(desk)
    assert form.action.text() == "我写的措施"
    row = desk.now(made).rows[0]
    assert (len(row.rounds), row.rounds[0].answer.action) == (1, "全部换成 LED")


def test_a_step_without_form_says_who_was_faster_and_the_window_shows_it(desk):
    made = desk.notice("draft")
    desk.open(made)
    work.call(lambda: issue_notice(act=desk.reception.act("陈静"), notice_id=made.id))
    work.call(lambda: accept_notice(act=desk.reception.act("张伟"), notice_id=made.id))
    with desk.refused("已由 张伟 于"):
        click(desk.panel.primary)
    assert desk.now(made).state is NoticeState.IN_PROGRESS
    desk.page.store_changed()
    desk.settle()
    assert desk.panel.primary.text() == "填写措施（代录）…"
