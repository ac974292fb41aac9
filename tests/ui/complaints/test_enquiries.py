"""Questions by real keys: written down, answered on the spot, passed on, voided, turned into a complaint; a guest's remark too."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt

from deskapp.complaints.enquiries import enquiries
from deskapp.complaints.lists import Means, Source
from deskapp.complaints.reading import complaints
from deskapp.lounge.duty import sign_on
from deskapp.lounge.reading import open_grievances
from deskapp.lounge.service import note_remark
from deskapp.members.enrolment import enroll_member
from deskapp.staff.domain import Role
from tests.conftest import MORNING
from tests.deskapp.members.conftest import enrolment
from tests.deskapp.people import hire
from tests.ui.complaints.test_receive import ENTER, Form
from tests.ui.reception import ALT, CTRL
from ui.kit import work

QUESTION = "首保可以提前做吗，要不要预约"


@pytest.fixture
def guest(floor):
    form = enrolment(plate="粤B3K852", recruiter=floor.desk.staff["李敏"])
    return work.call(lambda: enroll_member(act=floor.act("李敏"), form=form)).customer_id


def ask(floor) -> Form:
    floor.desk.key(Qt.Key.Key_F8, CTRL)
    assert floor.desk.sheet().windowTitle() == "咨询登记"
    return Form(floor)


def kept(floor, *, open_only=False):
    return work.call(lambda: enquiries(act=floor.act("李敏"), open_only=open_only))


def tab(floor):
    """The list of questions, loaded."""
    page = floor.page
    page.tabs.set_value("enquiries")
    floor.settle()
    return page.enquiries


def test_a_question_is_written_down_with_its_owner_and_its_day(floor, guest):
    form = ask(floor)
    form.find("13826012607")
    assert form.desk.focus() == "question_edit"
    form.desk.type(QUESTION)
    floor.save()
    (one,) = kept(floor)
    assert (one.customer_id, one.mobile, one.plate, one.question) == (guest, "138 **** 2607", "粤B3K852", QUESTION)
    assert (one.owner_id, one.due_on.isoformat(), one.is_open) == (floor.desk.staff["李敏"], "2026-11-24", True)
    assert floor.desk.heard.said[-1][0] == f"{one.number} 已登记，11-24 下班前答复"


def test_who_asks_may_stay_unknown(floor):
    form = ask(floor)
    form.walk("question_edit")
    form.desk.type("你们几点关门")
    floor.save()
    assert [(one.name, one.mobile) for one in kept(floor)] == [("", "")]


def test_an_answer_on_the_spot_leaves_nothing_open(floor, guest):
    form = ask(floor)
    form.find("13826012607")
    form.desk.type(QUESTION)
    form.into("answer_edit", "可以，按公里或时间先到为准")
    form.answer("means_edit", Qt.Key.Key_Right, 2)
    floor.save()
    (one,) = kept(floor)
    assert (one.answer, one.means, one.is_open) == ("可以，按公里或时间先到为准", Means.WECHAT, False)


def test_the_caller_who_gets_angry_becomes_a_complaint_with_what_was_typed(floor, guest):
    form = ask(floor)
    form.find("13826012607")
    form.desk.type("返修的刹车什么时候能好，问了两次没人回")
    form.desk.key(Qt.Key.Key_T, ALT)
    floor.until(lambda: [sheet.windowTitle() for sheet in floor.desk.sheets()] == ["投诉受理"])
    form.answer("nature_edit", Qt.Key.Key_Right)
    form.answer("severity_edit", Qt.Key.Key_Down, 2)
    form.into("category_edit", "jsbq")
    form.into("remedy_requested_edit", "今天给准信")
    form.save_only()
    (slip,) = work.call(lambda: complaints(act=floor.act("陈静")))
    (one,) = kept(floor)
    assert (one.complaint_no, slip.form.enquiry_id) == (slip.number, one.id)
    assert (slip.form.description, slip.form.source, slip.form.customer_id) == (one.question, Source.PHONE, guest)


def test_one_key_on_the_list_turns_a_question_into_a_complaint_with_the_number_only_the_store_knows(floor):
    form = ask(floor)
    form.find("13700137000")
    form.desk.type("周敏")
    form.into("question_edit", QUESTION)
    floor.save()
    list_ = tab(floor)
    assert list_.summary() == "待答复 1 件"
    list_.view.setFocus()
    floor.desk.key(Qt.Key.Key_F8)
    form = Form(floor)
    assert form.sheet.caller.mobile.edit.placeholderText() == "137 **** 7000 不改"
    form.answer("nature_edit", Qt.Key.Key_Right)
    form.answer("severity_edit", Qt.Key.Key_Down)
    form.into("category_edit", "yy")
    form.desk.key(Qt.Key.Key_W, ALT)
    form.save_only()
    (slip,) = work.call(lambda: complaints(act=floor.act("陈静")))
    assert (slip.form.name, slip.form.mobile, slip.form.description) == ("周敏", "137 **** 7000", QUESTION)
    floor.settle()
    assert list_.summary() == "待答复 0 件"


def test_answer_pass_on_void(floor):
    for question in ("问题一", "问题二", "问题三"):
        form = ask(floor)
        form.walk("question_edit")
        form.desk.type(question)
        floor.save()
    list_ = tab(floor)
    list_.view.setFocus()
    floor.desk.key(Qt.Key.Key_F4)
    floor.desk.type("已答")
    floor.save()
    floor.click("pass_enquiry")
    floor.desk.type("wangfang")
    floor.desk.key(ENTER)
    floor.save()
    list_.view.select_key(kept(floor)[0].id)
    floor.click("void_enquiry")
    floor.desk.type("登记重复")
    floor.save()
    three, two, one = kept(floor)
    assert (one.answer, two.owner_id, three.void_reason) == ("已答", floor.desk.staff["王芳"], "登记重复")
    assert [line.enquiry.question for line in list_.model.rows()] == ["问题二"]
    list_.state.set_value("all")
    floor.until(lambda: len(list_.model.rows()) == 3)
    list_.search.setText("问题一")
    floor.until(lambda: [line.enquiry.question for line in list_.model.rows()] == ["问题一"])


def test_what_is_late_is_red_and_its_number_leads_to_it(floor):
    form = ask(floor)
    form.walk("question_edit")
    form.desk.type(QUESTION)
    floor.save()
    (one,) = kept(floor)
    floor.time(MORNING + timedelta(days=2))
    floor.desk.window.open_room("members")
    floor.desk.window.open_number(one.number)
    page = floor.page
    floor.settle()
    assert page.tabs.value() == "enquiries"
    assert page.enquiries.view.current_row().enquiry.number == one.number
    assert page.enquiries.summary() == "待答复 1 件，逾期 1 件"


def test_a_half_asked_question_is_a_draft(floor, guest):
    form = ask(floor)
    form.find("13826012607")
    form.desk.type(QUESTION)
    form.desk.key(Qt.Key.Key_Escape)
    assert [draft.title for draft in floor.desk.window.drafts.all()] == ["咨询 张伟明"]
    form.desk.key(Qt.Key.Key_D, CTRL)
    floor.settle()
    assert (form.sheet.question.text(), form.sheet.caller.customer_id()) == (QUESTION, guest)


@pytest.fixture
def grievance(floor) -> int:
    """A guest's remark marked 抱怨; its id."""

    def lounge() -> int:
        floor.desk.staff["林晓"] = hire("林晓", Role.LOUNGE_ATTENDANT, staff_no="301")
        sign_on(act=floor.act("林晓"))
        note_remark(act=floor.act("林晓"), text="茶太凉", is_grievance=True)
        return note_remark(act=floor.act("林晓"), text="等了四十分钟没人来说进度", is_grievance=True)

    return work.call(lounge)


def test_a_guests_remark_marked_as_grievance_opens_a_filled_slip_and_is_handled_by_it(floor, grievance):
    today = floor.desk.window.open_room("today")
    floor.until(lambda: any("四十分钟" in duty.what for duty in today.model.rows()))
    duty = next(duty for duty in today.model.rows() if "四十分钟" in duty.what)
    today.view.select_key(today.model.key(duty))
    today.view.setFocus()
    floor.desk.key(ENTER)
    lounge = floor.desk.window.pages.currentWidget()
    floor.until(lambda: lounge.tending.view.current_row() is not None)
    floor.settle()
    assert lounge.tending.view.current_row().key == ("remark", grievance)
    assert lounge.tending.complain_button.isVisible()
    lounge.tending.view.setFocus()
    floor.desk.key(Qt.Key.Key_F8)
    form = Form(floor)
    case = form.sheet.case
    assert (case.words.text(), case.source.text(), case.category.text(), case.nature.text()) == (
        "等了四十分钟没人来说进度",
        "休息区",
        "环境—休息区",
        "抱怨",
    )
    form.save_only()
    (slip,) = work.call(lambda: complaints(act=floor.act("陈静")))
    assert (slip.form.anonymous, slip.form.remark_id) == (True, grievance)
    assert [one.text for one in work.call(lambda: open_grievances(act=floor.act("李敏")))] == ["茶太凉"]


def test_f8_on_the_line_of_the_first_page_opens_the_same_slip(floor, grievance):
    today = floor.desk.window.open_room("today")
    floor.until(lambda: any("四十分钟" in duty.what for duty in today.model.rows()))
    duty = next(duty for duty in today.model.rows() if "四十分钟" in duty.what)
    today.view.select_key(today.model.key(duty))
    today.view.setFocus()
    floor.desk.key(Qt.Key.Key_F8)
    assert Form(floor).sheet.case.words.text() == "等了四十分钟没人来说进度"


def test_open_questions_and_slips_stand_on_the_first_page(floor):
    form = ask(floor)
    form.walk("question_edit")
    form.desk.type(QUESTION)
    floor.save()
    slip = floor.slip()
    today = floor.desk.window.open_room("today")
    today.refresh()
    floor.until(lambda: any(duty.number == slip.number for duty in today.model.rows()))
    assert kept(floor)[0].number in [duty.number for duty in (*today.model.rows(), *today._today.tomorrow)]
