"""The list of members, and the next step of those the front desk typed."""

from PySide6.QtCore import Qt

from deskapp.members.domain import MemberFilter, MemberState
from deskapp.members.enrolment import enroll_member
from deskapp.members.reading import member
from tests.deskapp.members.conftest import enrolment
from tests.ui.reception import CTRL, Reception
from ui.kit import work

ENTER = Qt.Key.Key_Return


def enrolled(reception: Reception, name: str, mobile: str, card: str, by: str = "李敏", **more):
    form = enrolment(name, mobile, card, recruiter=reception.staff[by], **more)
    return work.call(lambda: enroll_member(act=reception.act(by), form=form))


def opened(reception: Reception):
    page = reception.window.open_room("members")
    reception.until(lambda: page.panel.line is not None)
    return page


def state(reception: Reception, made) -> MemberState:
    return work.call(lambda: member(act=reception.act(), membership_id=made.membership_id)).state


def test_the_panel_says_what_confirming_does_and_does_it(reception: Reception):
    first = enrolled(reception, "张伟明", "13826012607", "66010287")
    waiting = enrolled(reception, "赵一", "13900000002", "66010288", by="王芳", referrer=first.number)
    page = opened(reception)
    assert [line.member.name for line in page.model.rows()] == ["赵一", "张伟明"]
    assert page.panel._step.accessibleName() == "下一步：录入确认"
    assert page.panel._confirm_effect(page.panel.line) == "会员变为有效，入会积分 +20，张伟明 介绍入会 +100"
    page.panel.confirm.setFocus()
    reception.key(ENTER)
    assert state(reception, waiting) is MemberState.ACTIVE
    assert reception.heard.said[-1][0] == "赵一 已录入确认，入会积分 +20"
    reception.until(lambda: not page.panel.confirm.isVisible())


def test_returning_asks_why_and_frees_the_card(reception: Reception):
    waiting = enrolled(reception, "赵一", "13900000002", "66010288", by="王芳")
    page = opened(reception)
    page.panel.give_back.click()
    dialog = reception.sheet()
    reception.key(ENTER, CTRL)
    assert dialog.is_open()
    dialog.edit.setPlainText("申请表没有签字")
    reception.key(ENTER, CTRL)
    assert not dialog.is_open()
    assert state(reception, waiting) is MemberState.VOID


def test_the_front_desk_sees_that_it_waits_for_customer_service(reception: Reception):
    enrolled(reception, "赵一", "13900000002", "66010288", by="王芳")
    reception.sign_in("王芳")
    page = opened(reception)
    assert not page.panel.confirm.isVisible()
    assert page.panel._step.accessibleName() == "下一步：等客服录入确认"


def test_a_filter_narrows_the_list_and_a_number_clears_it(reception: Reception):
    first = enrolled(reception, "张伟明", "13826012607", "66010287")
    enrolled(reception, "赵一", "13900000002", "66010288", by="王芳")
    page = opened(reception)
    page.only.set_value(MemberFilter.TO_CONFIRM)
    reception.until(lambda: [line.member.name for line in page.model.rows()] == ["赵一"])
    reception.window.open_number(first.number)
    reception.until(lambda: page.panel.line is not None and page.panel.line.member.name == "张伟明")
    assert page.only.value() is MemberFilter.ALL


def test_enter_opens_the_card_and_the_form_is_printed(reception: Reception):
    made = enrolled(reception, "张伟明", "13826012607", "66010287")
    page = opened(reception)
    page.panel.paper.click()
    assert reception.sheet().accessibleName() == "打印会员入会申请表"
    reception.key(Qt.Key.Key_Escape)
    page.view.setFocus()
    reception.key(ENTER)
    assert reception.window.customer_id == made.customer_id


def test_the_blank_form_is_printed_without_a_number(reception: Reception):
    enrolled(reception, "张伟明", "13826012607", "66010287")
    opened(reception)
    reception.widget("blank_form").click()
    assert reception.sheet().accessibleName() == "打印会员入会申请表（空白）"


def test_the_subtitle_counts_what_is_owed(reception: Reception):
    enrolled(reception, "赵一", "13900000002", "66010288", by="王芳")
    page = opened(reception)
    reception.until(lambda: page._subtitle.text() == "1 位待录入")
