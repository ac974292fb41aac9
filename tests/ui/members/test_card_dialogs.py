"""挂失 and 补卡 under a clerk's hands, from the customer card and from the list."""

import pytest
from PySide6.QtCore import Qt

from deskapp.members.domain import REISSUE_FEE, Level, MemberState
from deskapp.points.service import earn
from deskapp.store.service import change_setting
from tests.ui.members.years import a_member, the_member
from tests.ui.reception import CTRL, Reception
from ui.kit import work
from ui.kit.theme import Tone

ENTER, ESC = Qt.Key.Key_Return, Qt.Key.Key_Escape


def test_a_loss_is_reported_from_the_card_in_two_presses(reception: Reception, choose):
    made = a_member(reception)
    card = reception.card(made.customer_id)
    choose(card.more, "report_loss")
    reception.type("停车场遗失")
    reception.key(ENTER, CTRL)
    assert reception.sheets() == []
    assert the_member(reception, made).state is MemberState.LOST
    reception.until(lambda: "已挂失" in [pill.pill().words for pill in card._pills if not pill.isHidden()])
    assert reception.heard.said[-1][0] == "张伟明 的会员卡已挂失"


def test_esc_reports_nothing(reception: Reception, choose):
    made = a_member(reception)
    choose(reception.card(made.customer_id).more, "report_loss")
    reception.key(ESC)
    assert the_member(reception, made).state is MemberState.ACTIVE


def test_another_card_is_scanned_and_the_fee_follows_from_the_reason(reception: Reception, choose):
    made = a_member(reception)
    work.call(lambda: change_setting(act=reception.act("陈静"), setting=REISSUE_FEE, text="20"))
    choose(reception.card(made.customer_id).more, "reissue")
    dialog = reception.sheet()
    assert reception.focus() == "card_no_edit"
    reception.type("66019001")
    reception.key(ENTER, CTRL)
    assert dialog.summary.text().startswith("还有 1 处未好：还没有选补卡原因")
    dialog.reason.segments.choose(1)
    assert dialog.fee.text() == "20.00"
    reception.key(ENTER, CTRL)
    assert reception.sheets() == []
    assert the_member(reception, made).card_no == "66019001"
    assert reception.heard.said[-1][0] == "张伟明 已换成新卡 6601 9001"


def test_a_number_somebody_has_is_said_beside_the_field(reception: Reception, choose):
    made = a_member(reception)
    a_member(reception, "李娜", "13900000001", "66017777")
    choose(reception.card(made.customer_id).more, "reissue")
    dialog = reception.sheet()
    reception.type("66017777")
    dialog.reason.segments.choose(0)
    reception.key(ENTER, CTRL)
    assert dialog.is_open()
    assert "卡号 6601 7777 已经给了 李娜（在用）" in dialog.summary.text()
    assert reception.focus() == "card_no_edit"
    reception.key(ESC)
    assert the_member(reception, made).card_no == "66010287"


def test_after_a_loss_the_panel_leads_to_another_card(reception: Reception, choose):
    made = a_member(reception)
    choose(reception.card(made.customer_id).more, "report_loss")
    reception.key(ENTER, CTRL)
    reception.window.open_number(made.number)
    page = reception.window.pages.currentWidget()
    reception.until(lambda: page.panel.line is not None and page.panel.line.member.state is MemberState.LOST)
    assert page.panel._step.accessibleName() == "下一步：补卡"
    page.panel.step.click()
    dialog = reception.sheet()
    assert [option.label for option in dialog.reason.segments.options()] == ["遗失"]
    reception.type("66019001")
    reception.key(ENTER, CTRL)
    assert the_member(reception, made).state is MemberState.ACTIVE


def test_a_raised_level_shows_on_card_and_panel_until_the_card_is_changed(reception: Reception):
    from deskapp.members.levels import settle_level

    made = a_member(reception)
    work.call(lambda: earn(act=reception.act(minutes=1), customer_id=made.customer_id, points=3_000, note="续保", number=""))
    work.call(lambda: settle_level(act=reception.act(minutes=2), customer_id=made.customer_id))
    card = reception.card(made.customer_id)
    reception.until(lambda: "换卡？卡面普卡" in [pill.pill().words for pill in card._pills if not pill.isHidden()])
    reception.window.open_number(made.number)
    page = reception.window.pages.currentWidget()
    reception.until(lambda: page.panel.step.accessibleName() == "换卡")
    page.panel.step.click()
    dialog = reception.sheet()
    assert (dialog.windowTitle(), dialog.reason.text(), dialog.level.text()) == ("换卡", "换卡级", "银卡")
    reception.type("66019001")
    reception.key(ENTER, CTRL)
    assert the_member(reception, made).card_level is Level.SILVER


def test_whoever_brings_a_stopped_card_is_looked_at_twice(reception: Reception, choose):
    made = a_member(reception)
    choose(reception.card(made.customer_id).more, "report_loss")
    reception.key(ENTER, CTRL)
    reception.window.open_room("today")
    reception.window.scanned("66010287")
    assert reception.window.customer_id == made.customer_id
    assert reception.heard.said[-1] == ("这张卡已经停用，请核对来人是不是张伟明本人", Tone.WARN)


def test_f7_for_a_lost_card_says_the_way_out(reception: Reception, choose):
    from deskapp.errors import UserError
    from ui.gifts.redeem_dialog import RedeemDialog

    made = a_member(reception)
    choose(reception.card(made.customer_id).more, "report_loss")
    reception.key(ENTER, CTRL)
    with pytest.raises(UserError, match="会员卡已挂失，补卡后才能兑换；期间照常积分"):
        RedeemDialog(reception.window, customer_id=made.customer_id)
