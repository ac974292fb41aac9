"""退会 with the rest of the points said first; a level set by hand by the manager alone."""

from datetime import date

from PySide6.QtCore import Qt

from deskapp.members.domain import Level, MemberState
from deskapp.members.levels import set_level
from deskapp.points.domain import EntryKind
from deskapp.points.service import reserve
from tests.ui.members.years import a_member, the_member, until
from tests.ui.reception import CTRL, Reception
from ui.kit import work

ENTER, ESC, RIGHT = Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Right


def test_leaving_says_what_is_left_and_asks_why(reception: Reception, choose):
    made = a_member(reception)
    choose(reception.card(made.customer_id).more, "resign")
    dialog = reception.sheet()
    reception.key(ENTER, CTRL)
    assert dialog.is_open()
    assert the_member(reception, made).state is MemberState.ACTIVE
    reception.type("车已卖")
    reception.key(ENTER, CTRL)
    assert reception.sheets() == []
    assert the_member(reception, made).state is MemberState.RESIGNED
    assert reception.heard.said[-1][0] == "张伟明 已退会，作废 20 分"


def test_nobody_leaves_by_esc(reception: Reception, choose):
    made = a_member(reception)
    choose(reception.card(made.customer_id).more, "resign")
    reception.type("车已卖")
    reception.key(ESC)
    assert the_member(reception, made).state is MemberState.ACTIVE


def test_with_something_reserved_the_button_says_what_is_missing(reception: Reception, choose):
    made = a_member(reception)
    how = {"customer_id": made.customer_id, "holder": "DH-1", "points": 20, "kind": EntryKind.REDEEMED, "note": "香氛"}
    work.call(lambda: reserve(act=reception.act(), **how))
    choose(reception.card(made.customer_id).more, "resign")
    dialog = reception.sheet()
    assert dialog.primary_button.accessibleName() == "先办完预留积分的单据"
    reception.type("车已卖")
    reception.key(ENTER, CTRL)
    assert dialog.is_open()
    assert the_member(reception, made).state is MemberState.ACTIVE


def test_each_sees_the_acts_he_may_take(reception: Reception, offered):
    made = a_member(reception)
    assert offered(reception.card(made.customer_id).more) == ["挂失", "补卡", "系统登记", "退会", "打印申请表"]
    reception.sign_in("王芳")
    assert offered(reception.card(made.customer_id).more) == ["挂失", "补卡", "打印申请表"]
    reception.sign_in("陈静")
    assert offered(reception.card(made.customer_id).more) == ["挂失", "补卡", "系统登记", "指定级别", "退会", "打印申请表"]
    reception.sign_in("刘强")
    card = reception.card(made.customer_id)
    assert not card.more.isVisible()
    assert not card.renew.isVisible()


def test_the_manager_sets_a_level_until_a_day_with_a_reason(reception: Reception, choose):
    made = a_member(reception)
    reception.sign_in("陈静")
    choose(reception.card(made.customer_id).more, "set_level")
    dialog = reception.sheet()
    reception.key(ENTER, CTRL)
    assert dialog.summary.text().startswith("还有 2 处未好：还没有选级别")
    reception.key(RIGHT)
    reception.key(RIGHT)
    assert dialog.level.text() == "金卡"
    dialog.until.set_value(date(2028, 6, 30))
    dialog.reason.set_text("集团客户")
    reception.key(ENTER, CTRL)
    assert reception.sheets() == []
    held = the_member(reception, made)
    assert (held.level, held.level_why, held.level_until, held.card_due) == (Level.GOLD, "指定：集团客户", date(2028, 6, 30), True)
    assert reception.heard.said[-1][0] == "张伟明 现在是金卡，到 2028-06-30，请换卡"


def test_a_day_that_is_over_is_refused_beside_its_field(reception: Reception, choose):
    made = a_member(reception)
    reception.sign_in("陈静")
    choose(reception.card(made.customer_id).more, "set_level")
    dialog = reception.sheet()
    dialog.level.segments.choose(0)
    dialog.until.set_value(date(2026, 11, 22))
    dialog.reason.set_text("集团客户")
    reception.key(ENTER, CTRL)
    assert dialog.until.problem_text() == "指定到 2026-11-22 已经过去，请填今天或以后的日期"
    reception.key(ESC)
    assert the_member(reception, made).level is Level.BASIC


def test_a_setting_is_taken_back_without_a_day(reception: Reception, choose):
    made = a_member(reception)
    gold = {"membership_id": made.membership_id, "level": Level.GOLD, "until": date(2027, 11, 22), "reason": "集团客户"}
    work.call(lambda: set_level(act=reception.act("陈静"), **gold))
    reception.sign_in("陈静")
    choose(reception.card(made.customer_id).more, "set_level")
    dialog = reception.sheet()
    dialog.level.segments.choose(3)
    assert dialog.level.text() == "取消指定"
    assert not dialog.until.isVisible()
    dialog.reason.set_text("录错了人")
    reception.key(ENTER, CTRL)
    assert the_member(reception, made).level is Level.BASIC


def test_the_panel_tells_the_line_that_decided_and_what_comes(reception: Reception):
    from deskapp.members.renewal import RenewalForm, renew_member

    made = a_member(reception)
    until(reception, date(2027, 11, 14))
    work.call(lambda: renew_member(act=reception.act(), form=RenewalForm(made.membership_id, date(2027, 11, 22), 0)))
    reception.window.open_number(made.number)
    page = reception.window.pages.currentWidget()
    reception.until(lambda: page.panel.line is not None and page.panel.line.member.renewal_no)
    assert page.panel._level.text() == "普卡（入会级别）\n2027-11-23 起 普卡（入会级别）"
