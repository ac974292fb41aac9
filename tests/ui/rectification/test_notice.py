"""A notice by keys: from the draft to the second round, each step by whose it is; a code that is scanned leads to the next one."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from deskapp.data import barcode_digits
from deskapp.rectification.domain import NoticeState, RecheckResult, RowState
from deskapp.rectification.rows import ask_extension
from tests.deskapp.attachments.pictures import as_file, drawing
from tests.ui.papers import text_of
from tests.ui.reception import CTRL
from tests.ui.rectification.conftest import FRIDAY, LIGHT, SIGN
from ui.kit import work

N, R = NoticeState, RowState
ENTER = Qt.Key.Key_Return


def click(widget):
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def press_primary(desk):
    desk.page.notice.view.setFocus()
    desk.reception.key(ENTER, CTRL)


def save(desk):
    """Ctrl+Enter on the open form, which must close."""
    desk.reception.key(ENTER, CTRL)
    desk.reception.until(lambda: not desk.reception.sheets())
    desk.settle()


def into(desk, name, text):
    """Go on by Enter to a field of the open form and type."""
    for _ in range(20):
        if desk.reception.focus() == name:
            desk.reception.type(text)
            return
        desk.reception.key(ENTER)
    raise AssertionError(f"Enter never leads to {name}: {desk.reception.focus()}")


def test_a_draft_by_hand_with_two_rows_and_a_photo_is_issued_by_keys(desk, tmp_path):
    page = desk.board()
    page.notices.board.setFocus()
    desk.reception.key(Qt.Key.Key_F4)
    form = desk.reception.sheet()
    desk.reception.key(ENTER, CTRL)
    assert form.is_open()
    assert "还有 3 处未好" in form.summary.text()
    form.department.set_text("销售部")
    form.department.focus_editor()
    into(desk, "title_1_edit", "展车未擦")
    into(desk, "fact_1_edit", "车顶有水渍")
    picture = tmp_path / "car.jpg"
    picture.write_bytes(as_file(drawing()))
    form.rows[0].photos.take_file(picture)
    desk.reception.key(Qt.Key.Key_N, Qt.KeyboardModifier.AltModifier)
    desk.reception.until(lambda: desk.reception.focus() == "title_2_edit")
    desk.reception.type("价格牌错位")
    into(desk, "fact_2_edit", "放在 3 号车前")
    save(desk)
    desk.reception.until(lambda: page.notice.opened is not None)
    desk.settle()
    made = page.notice.opened.notice
    assert [(row.finding.title, len(row.finding.photos)) for row in made.rows] == [("展车未擦", 1), ("价格牌错位", 0)]
    assert desk.panel.primary.text() == "下发给销售部"
    press_primary(desk)
    desk.settle()
    assert desk.now(made).state is N.TO_ACCEPT
    assert desk.panel.primary.text() == "签收（代录）…"
    assert [words for words, _ in desk.reception.heard.said] == [f"{made.number} 待下发", f"{made.number} 下发"]


def test_enter_in_the_form_passes_the_photos_without_opening_files(desk):
    page = desk.board()
    click(page.new)
    form = desk.reception.sheet()
    form.rows[0].fact.focus_editor()
    desk.reception.key(ENTER)
    assert desk.reception.focus() == "photos_1_edit"
    desk.reception.key(ENTER)
    assert desk.reception.focus() != "photos_1_edit"
    assert desk.reception.sheets() == [form]


def test_the_department_accepts_answers_and_its_seller_reports_done(desk):
    made = desk.notice("issued")
    desk.reception.sign_in("张伟")
    desk.open(made)
    assert desk.panel.primary.text() == "签收"
    press_primary(desk)
    desk.settle()
    assert desk.panel.primary.text() == "填写措施…"
    press_primary(desk)
    form = desk.reception.sheet()
    assert form.signed_by is None  # it is his own department
    desk.reception.type("灯泡寿命到期")
    into(desk, "action_edit", "全部换成 LED")
    into(desk, "owner_edit", "sh")
    into(desk, "promised_on_edit", "20261127")
    save(desk)
    row = desk.now(made).rows[0]
    assert (row.state, row.owner_id, row.promised_on) == (R.IN_PROGRESS, desk.reception.staff["孙浩"], FRIDAY)
    assert not desk.panel.primary.isEnabled()
    assert desk.panel.primary.text() == "由孙浩办理"
    desk.reception.sign_in("孙浩")
    desk.open(made)
    press_primary(desk)
    desk.reception.type("已全部更换")
    save(desk)
    assert desk.now(made).rows[0].state is R.TO_RECHECK
    assert desk.panel.primary.text() == "由客服办理"


def test_what_is_wrong_with_an_answer_stands_beside_its_field_and_the_typing_stays(desk):
    made = desk.notice(R.TO_ANSWER, due_on=FRIDAY)
    desk.reception.sign_in("张伟")
    desk.open(made)
    press_primary(desk)
    form = desk.reception.sheet()
    desk.reception.type("灯泡寿命到期")
    into(desk, "action_edit", "更换")
    into(desk, "owner_edit", "孙浩")
    into(desk, "promised_on_edit", "20261201")
    desk.reception.key(ENTER, CTRL)
    assert form.is_open()
    assert form.promised_on.problem_text() == "改善时间不能晚于要求完成日 2026-11-27"
    assert form.cause.text() == "灯泡寿命到期"
    assert desk.now(made).rows[0].state is R.TO_ANSWER


def test_a_failed_recheck_begins_a_second_round_that_is_closed(desk):
    made = desk.notice(R.TO_RECHECK)
    desk.reception.window.scanned(barcode_digits(made.number))
    desk.shown(made.id)
    assert desk.panel.primary.text() == "复检…"
    press_primary(desk)
    form = desk.reception.sheet()
    assert form.promised_on.isHidden()
    for _ in range(3):
        desk.reception.key(Qt.Key.Key_Right)
    assert form.primary_button.text() == "进入第 2 轮"
    into(desk, "recheck_note_edit", "又坏一盏")
    into(desk, "promised_on_edit", "20261130")
    save(desk)
    row = desk.now(made).rows[0]
    assert (len(row.rounds), row.rounds[0].recheck, row.promised_on) == (2, RecheckResult.FAILED, date(2026, 11, 30))
    assert desk.panel.primary.text() == "报完成（代录）…"
    press_primary(desk)
    again = desk.reception.sheet()
    assert again.signed_by.text() == "孙浩"
    desk.reception.type("全部更换")
    save(desk)
    press_primary(desk)
    last = desk.reception.sheet()
    desk.reception.key(Qt.Key.Key_Right)
    assert last.primary_button.text() == "合格，关闭整张单"
    save(desk)
    closed = desk.now(made)
    assert (closed.state, closed.rows[0].rounds[1].recheck) == (N.CLOSED, RecheckResult.PASSED)
    assert desk.panel.primary.isHidden()


def test_what_nobody_reported_is_rechecked_when_due_in_one_go(desk):
    made = desk.notice(R.IN_PROGRESS)
    desk.reception.now[0] += timedelta(days=5)
    desk.open(made)
    assert desk.panel.primary.text() == "到期复检"
    press_primary(desk)
    desk.reception.until(desk.reception.sheets)
    assert type(desk.reception.sheet()).__name__ == "RecheckDialog"
    assert desk.now(made).rows[0].state is R.TO_RECHECK


def test_the_manager_grants_more_time_withdraws_a_row_and_voids_the_whole(desk):
    made = desk.notice(R.IN_PROGRESS, LIGHT, SIGN)
    later = FRIDAY + timedelta(days=4)
    asked = {"notice_id": made.id, "position": 1, "promised_on": later, "reason": "缺货"}
    work.call(lambda: ask_extension(act=desk.reception.act("张伟"), **asked))
    desk.reception.sign_in("陈静")
    desk.open(made)
    desk.page.notice.view.select_key(1)
    desk.settle()
    press_primary(desk)
    desk.reception.key(Qt.Key.Key_Left)
    save(desk)
    assert desk.now(made).rows[0].promised_on == later
    for move, state in (("withdraw_row", N.IN_PROGRESS), ("void", N.VOID)):
        click(desk.reception.widget(f"move_{move}"))
        form = desk.reception.sheet()
        desk.reception.key(ENTER, CTRL)
        assert form.reason.problem_text() == "还没有填原因"
        desk.reception.type("店面改造")
        save(desk)
        assert desk.now(made).state is state
    assert desk.now(made).steps[-1].note == "店面改造"


def test_rows_are_dropped_and_notices_merged_before_issuing(desk):
    one, two = desk.notice("draft", LIGHT, SIGN), desk.notice("draft", SIGN)
    desk.open(one)
    desk.page.notice.view.select_key(2)
    desk.settle()
    click(desk.reception.widget("move_drop_row"))
    desk.reception.type("当场改好")
    save(desk)
    assert [row.dropped for row in desk.now(one).rows] == ["", "当场改好"]
    desk.open(two)
    click(desk.reception.widget("move_merge"))
    form = desk.reception.sheet()
    form.into.set_value(one.id)
    save(desk)
    desk.shown(one.id)
    assert [row.finding.title for row in desk.now(one).live_rows] == ["灯光", "价格牌错位"]
    assert desk.now(two).merged_into == one.number


def test_a_department_sends_a_notice_back_with_its_reason(desk):
    made = desk.notice("issued")
    desk.reception.sign_in("张伟")
    desk.open(made)
    click(desk.reception.widget("move_return"))
    desk.reception.type("是市场部的灯")
    save(desk)
    assert (desk.now(made).state, desk.now(made).steps[-1].note) == (N.TO_ISSUE, "张伟：是市场部的灯")
    assert desk.panel.primary.text() == "由客服办理"


def test_customer_service_types_in_who_signed_the_paper(desk):
    made = desk.notice("issued")
    desk.open(made)
    press_primary(desk)
    form = desk.reception.sheet()
    assert form.signed_by.text() == "张伟"
    form.signed_by.set_text("")
    desk.reception.key(ENTER, CTRL)
    assert form.signed_by.problem_text() == "还没有填单据上签字的人"
    desk.reception.type("何静")
    save(desk)
    now = desk.now(made)
    assert (now.accepted_by, now.steps[-1].note) == ("何静", "代录：何静")


@pytest.mark.parametrize("size", [0, 1, 2, 3])
def test_the_printed_notice_is_the_one_on_the_screen(desk, size):
    made = desk.notice(R.IN_PROGRESS, SIGN)
    desk.open(made)
    jobs = []
    desk.reception.window.print_paper = jobs.append
    desk.reception.key(Qt.Key.Key_P, CTRL)
    (job,) = jobs
    assert job.number == made.number
    said = text_of(job.render(job.papers[size], 0).pdf)
    assert made.number in said
    assert "价格牌错位" in said.replace("\r\n", "")


def test_a_measure_left_with_esc_is_there_again_for_the_same_person_alone(desk):
    made = desk.notice(R.TO_ANSWER)
    desk.reception.sign_in("张伟")
    desk.open(made)
    press_primary(desk)
    desk.reception.type("灯泡寿命到期")
    into(desk, "action_edit", "全部换成 LED")
    desk.reception.key(Qt.Key.Key_Escape)
    press_primary(desk)
    form = desk.reception.sheet()
    assert (form.cause.text(), form.action.text()) == ("灯泡寿命到期", "全部换成 LED")
    desk.reception.key(Qt.Key.Key_Escape)
    desk.reception.sign_in("李敏")
    desk.open(made)
    press_primary(desk)
    assert desk.reception.sheet().cause.text() == ""
