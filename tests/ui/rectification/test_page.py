"""The board and the lists by keys and clicks: lanes, urgency in words, filters, who sees what, what is overdue, the register."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from deskapp.rectification.domain import Finding, Lane, NoticeForm, RowState, Source
from deskapp.rectification.enforcement import appraisals_of, focus_items, propose_appraisal
from deskapp.rectification.notices import draft_notice, void_notice
from deskapp.rectification.rows import change_owner
from deskapp.staff.domain import Role
from tests.deskapp.people import department_id, hire
from tests.ui.papers import text_of
from tests.ui.reception import CTRL
from tests.ui.rectification.conftest import LIGHT, SIGN
from ui.kit import work
from ui.kit.theme import Tone
from ui.rectification.board import spoken
from ui.rectification.states import due_pill

R = RowState
ENTER = Qt.Key.Key_Return


def click(widget):
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def lanes(page):
    return {column.lane: [line.what for line in column.model.lines()] for column in page.notices.board.columns}


def numbers(page):
    return [line.notice.number for line in page.notices.model.rows()]


@pytest.fixture
def many(desk):
    """One in every lane, made on Monday; one of the workshop."""
    made = {
        "draft": desk.notice("draft", SIGN),
        "issued": desk.notice("issued"),
        "to_answer": desk.notice(R.TO_ANSWER, LIGHT, SIGN),
        "in_progress": desk.notice(R.IN_PROGRESS),
        "to_recheck": desk.notice(R.TO_RECHECK),
    }

    def of_workshop():
        finding = Finding("洗车清洁", "内外洁净", "轮毂有泥")
        form = NoticeForm(department_id("车间"), (finding,), Source.DIVISION)
        return draft_notice(act=desk.reception.act("李敏"), form=form)

    made["workshop"] = work.call(of_workshop)
    return made


def test_enter_opens_the_first_notice_wherever_the_first_card_lies(desk):
    made = desk.notice("issued")
    page = desk.board()
    desk.settle()
    desk.reception.key(ENTER)
    desk.settle()
    assert page.notice.opened.notice.number == made.number


def test_each_notice_stands_in_its_lane_and_says_how_urgent_it_is(desk, many):
    page = desk.board()
    assert lanes(page) == {
        Lane.TO_ISSUE: ["价格牌错位", "洗车清洁"],
        Lane.TO_ACCEPT: ["灯光"],
        Lane.TO_ANSWER: ["灯光 等 2 项"],
        Lane.IN_PROGRESS: ["灯光"],
        Lane.TO_RECHECK: ["灯光"],
    }
    assert page.notices.summary() == "未关闭 6 张"
    desk.reception.now[0] += timedelta(days=8)
    page.refresh()
    desk.settle()
    assert page.notices.summary() == "未关闭 6 张，逾期 5 张"
    (line,) = page.notices.board.columns[1].model.lines()
    assert spoken(line) == f"{many['issued'].number}，灯光，销售部，张伟，张伟 超 5 天未签收"
    assert due_pill(line.due).tone is Tone.BAD
    worst = [column.lane for column in page.notices.board.columns for at in range(column.model.rowCount())
             if column.model.data(column.model.index(at), Qt.ItemDataRole.UserRole + 1)]  # fmt: skip
    assert len(worst) == 1


def test_the_board_is_walked_by_arrows_and_enter_opens(desk, many):
    page = desk.board()
    page.notices.board.select_first()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left):
        desk.reception.key(key)
    assert desk.reception.focus() == "lane_to_accept"
    desk.reception.key(ENTER)
    desk.shown(many["issued"].id)
    assert page.accessibleName() == many["issued"].number
    desk.reception.key(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    desk.settle()
    assert page.accessibleName() == "整改通知"


def test_filters_narrow_board_and_list_and_closed_ones_stand_in_the_list(desk, many):
    work.call(lambda: void_notice(act=desk.reception.act("陈静"), notice_id=many["draft"].id, reason="写错"))
    page = desk.board()
    page.notices.department.set_value(many["workshop"].department_id)
    desk.settle()
    assert [what for some in lanes(page).values() for what in some] == ["洗车清洁"]
    page.notices.bar.clear()
    page.notices.source.set_value(Source.DIVISION)
    desk.settle()
    assert page.notices.summary() == "未关闭 1 张"
    page.notices.bar.clear()
    click(desk.reception.widget("rectification_tabs_2"))
    desk.settle()
    page.notices.state.set_value(Lane.TO_RECHECK)
    desk.settle()
    assert numbers(page) == [many["to_recheck"].number]
    page.notices.state.set_value(Lane.CLOSED)
    desk.settle()
    assert numbers(page) == [many["draft"].number]
    assert page.notices.summary() == "1 张已关闭"
    page.notices.bar.clear()
    page.notices.late.set_value("repeated")
    desk.settle()
    assert numbers(page) == [many["to_answer"].number]


def test_what_waits_for_me_is_one_press_away(desk, many):
    desk.reception.sign_in("张伟")
    page = desk.board()
    assert page.new.isHidden()
    page.notices.turn.set_value(True)
    desk.settle()
    assert {line.notice.id for line in page.notices.shown} == {many["issued"].id, many["to_answer"].id}


def test_a_department_sees_its_own_and_a_seller_his_row(desk, many):
    desk.reception.sign_in("张伟")
    assert len(desk.board().notices.shown) == 5
    desk.reception.sign_in("孙浩")
    page = desk.board()
    assert {line.notice.id for line in page.notices.shown} == {many["in_progress"].id, many["to_recheck"].id}
    assert [option.label for option in page.tabs.options()] == ["看板", "列表"]


def test_the_general_manager_reads_everything_and_takes_no_step(desk, many):
    def take_on():
        desk.reception.staff["刘建国"] = hire("刘建国", Role.GENERAL_MANAGER, department="行政部", staff_no="150")

    work.call(take_on)
    desk.reception.sign_in("刘建国")
    page = desk.board()
    assert "rectification" in desk.reception.window.navigation.keys()  # noqa: SIM118 - not a dict
    assert len(page.notices.shown) == 6
    assert (page.new.isHidden(), [option.label for option in page.tabs.options()]) == (True, ["看板", "列表"])
    desk.open(many["issued"])
    assert (desk.panel.primary.text(), desk.panel.primary.isEnabled()) == ("由张伟办理", False)
    assert desk.page.notice.appraise.isHidden()


def test_the_front_desk_has_no_such_room(desk):
    desk.reception.sign_in("王芳")
    assert "rectification" not in desk.reception.window.navigation.keys()  # noqa: SIM118 - not a dict


def test_an_owner_without_the_room_is_led_there_by_his_first_page(desk):
    made = desk.notice(R.IN_PROGRESS)

    def give():
        desk.reception.staff["林晓"] = hire("林晓", Role.LOUNGE_ATTENDANT, department="销售部", staff_no="140")
        change_owner(act=desk.reception.act("张伟"), notice_id=made.id, position=1, owner_id=desk.reception.staff["林晓"])

    work.call(give)
    desk.reception.now[0] += timedelta(days=4)
    desk.reception.sign_in("林晓")
    first = desk.page
    desk.reception.until(lambda: first.due_today.count() == 1)
    assert [duty.what for duty in first.model.rows()] == ["完成整改 灯光"]
    first.view.setFocus()
    first.view.select_first()
    desk.reception.key(ENTER)
    desk.shown(made.id)
    assert desk.panel.primary.text() == "报完成…"


def test_what_is_overdue_is_printed_a_sheet_a_department_and_copied(desk, many):
    desk.reception.now[0] += timedelta(days=8)
    page = desk.board()
    click(page.overdue)
    sheet = desk.reception.sheet()
    assert [row[0] for row in sheet.model.rows()] == ["客服", "销售部"]
    sheet.view.select_key("销售部")
    assert "张伟 超 5 天未签收（应 11-24 前）" in sheet.text.toPlainText()
    click(sheet.copy)
    assert QGuiApplication.clipboard().text() == sheet.text.toPlainText()
    jobs = []
    desk.reception.window.print_paper = jobs.append
    desk.reception.key(Qt.Key.Key_P, CTRL)
    (job,) = jobs
    said = text_of(job.render(job.papers[0], 0).pdf)
    assert "整改逾期催办单" in said
    assert many["issued"].number in said


def test_the_table_of_failed_items_holds_what_is_filtered(desk, many):
    page = desk.board()
    page.notices.department.set_value(many["workshop"].department_id)
    desk.settle()
    jobs = []
    desk.reception.window.print_paper = jobs.append
    click(page.table)
    said = text_of(jobs[0].render(jobs[0].papers[0], 0).pdf)
    assert "洗车清洁" in said
    assert "灯光" not in said


def test_points_are_proposed_for_what_is_late_and_decided_by_the_manager(desk):
    made = desk.notice("issued")
    desk.reception.now[0] += timedelta(days=3)
    desk.open(made)
    click(desk.page.notice.appraise)
    form = desk.reception.sheet()
    assert (form.sign.text(), form.points.text(), form.reason.text()) == ("扣分", "2", "张伟 超 2 天未签收")
    desk.reception.key(ENTER, CTRL)
    desk.settle()
    (proposed,) = work.call(appraisals_of, made.id)
    assert (proposed.points, proposed.confirmed) == (-2, None)
    desk.reception.sign_in("陈静")
    page = desk.board()
    page.show_list("appraisals")
    desk.settle()
    assert [entry.what for entry in page.enforcement.model.rows()] == [f"−2 分　{made.number}"]
    click(page.enforcement.act_button)
    decide = desk.reception.sheet()
    desk.reception.key(Qt.Key.Key_Right)
    desk.reception.key(ENTER, CTRL)
    assert decide.summary.text()  # waived without a reason
    decide.note.focus_editor()
    desk.reception.type("当天停电")
    desk.reception.key(ENTER, CTRL)
    desk.settle()
    (waived,) = work.call(appraisals_of, made.id)
    assert (waived.confirmed, waived.decided_note) == (False, "当天停电")


def test_enter_on_a_proposal_leads_to_its_notice(desk):
    made = desk.notice("issued")
    work.call(lambda: propose_appraisal(act=desk.reception.act("李敏"), notice_id=made.id, points=-1, reason="超期"))
    page = desk.board()
    page.show_list("appraisals")
    desk.settle()
    assert page.enforcement.act_button.isHidden()  # 李敏 does not decide
    page.enforcement.view.setFocus()
    desk.reception.key(ENTER)
    desk.shown(made.id)


def test_the_register_begins_a_notice_and_closes_with_what_was_reached(desk):
    page = desk.board()
    click(desk.reception.widget("rectification_tabs_3"))
    desk.settle()
    click(page.enforcement.new_focus)
    form = desk.reception.sheet()
    for field, text in ((form.process, "交车"), (form.item, "洗车清洁"), (form.why, "连续三周不合格"), (form.aim, "不合格 0")):
        field.set_text(text)
    form.department.set_text("销售部")
    desk.reception.key(ENTER, CTRL)
    desk.settle()
    assert [entry.pill.words for entry in page.enforcement.model.rows()] == ["待开整改单"]
    click(page.enforcement.act_button)
    draft = desk.reception.sheet()
    assert (draft.source.text(), draft.rows[0].item.text()) == ("流程重点项目", "洗车清洁")
    desk.reception.key(ENTER, CTRL)
    assert draft.due_on.problem_text() == "重点改善项目要由客服定完成日"
    draft.due_on.set_text("20261211")
    desk.reception.key(ENTER, CTRL)
    desk.settle()
    assert [entry.pill.words for entry in page.enforcement.model.rows()] == ["整改中 1 张"]
    click(page.enforcement.close_focus)
    desk.reception.type("四周无不合格")
    desk.reception.key(ENTER, CTRL)
    desk.settle()
    assert work.call(lambda: focus_items(act=desk.reception.act("李敏"))) == ()


def test_an_empty_room_says_how_to_begin(desk):
    page = desk.board()
    assert page.notices.summary() == "没有整改单"
    assert [column._nothing.isVisible() for column in page.notices.board.columns] == [True] * 5
