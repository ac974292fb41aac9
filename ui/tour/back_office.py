"""Behind the counter: customer service posts, confirms, prepares; the front desk applies; the manager puts right."""

from __future__ import annotations

from PySide6.QtCore import Qt

from ui.tour.counter import take
from ui.tour.desk import Desk
from ui.tour.hands import CTRL, ENTER

_APPLIES = "66010242"
_REASON = "结算单号与系统不符，请核对"


def today(desk: Desk) -> None:
    """The first page: the folded rest, only one's own, Enter opens the record."""
    hands, album = desk.hands, desk.album
    page = desk.room("today")
    hands.click("mine")
    album.shot("today-mine")
    hands.click("mine")
    page.setFocus()
    hands.key(Qt.Key.Key_Home)
    hands.key(Qt.Key.Key_Down)
    hands.key(ENTER)
    hands.settle()
    album.shot("handovers", also=True)


def points(desk: Desk) -> None:
    """The inbox: one slip posted, one returned and put right, one voided; the account behind a slip; the list on paper."""
    hands, album = desk.hands, desk.album
    page = desk.room("points")
    page.view.select_first()
    hands.settle()
    hands.key(ENTER, CTRL)
    hands.settle()
    album.shot("handover-posted")
    _slip(desk, "待录入")
    hands.click("return_slip")
    hands.sheet("ReasonDialog")
    hands.save()
    album.shot("return-without-reason")
    hands.type(_REASON)
    hands.save()
    hands.no_sheet()
    _slip(desk, "已退回")
    album.shot("handover-returned")
    hands.click("next_step_button")
    hands.sheet("WriteHandoverDialog")
    album.shot("handover-put-right")
    hands.save()
    hands.no_sheet()
    hands.click("print_slip")
    hands.sheet("PaperSheet")
    hands.escape()
    hands.click("print_list")
    hands.sheet("PaperSheet")
    album.shot("handover-list-preview")
    desk.print_open_paper("handover-list-a4")


def account(desk: Desk) -> None:
    """For the manager: an award, a manual entry and its reversal, a bill taken back, another rate."""
    hands, album = desk.hands, desk.album
    page = desk.room("points")
    page.view.select_first()
    hands.settle()
    hands.click("open_account")
    sheet = hands.sheet("AccountSheet")
    album.shot("account")
    hands.click("award")
    hands.sheet("AwardDialog")
    hands.answer("kind_edit", Qt.Key.Key_Down)
    hands.into("occasion_edit", "秋季自驾活动")
    album.shot("award")
    hands.save()
    hands.sheet("AccountSheet")
    hands.click("adjust")
    hands.sheet("AdjustDialog")
    hands.into("points_edit", "30")
    hands.into("reason_text_edit", "补记上次活动积分")
    album.shot("adjust")
    hands.save()
    hands.sheet("AccountSheet")
    sheet.view.select_first()
    hands.click("undo_entry")
    hands.sheet("ReasonDialog")
    hands.type("记错了人")
    hands.save()
    hands.sheet("AccountSheet")
    album.shot("account-afterwards")
    hands.click("print_statement")
    hands.sheet("PaperSheet")
    album.shot("statement-preview")
    desk.print_open_paper("statement-a4")
    hands.escape()
    hands.click("rates")
    hands.sheet("RateDialog")
    album.shot("rates")
    hands.escape()


def reverse(desk: Desk) -> None:
    """A bill posted a moment ago and taken back."""
    hands, album = desk.hands, desk.album
    _slip(desk, "待录入")
    hands.key(ENTER, CTRL)
    hands.settle()
    _slip(desk, "已录入")
    hands.click("reverse_slip")
    hands.sheet("ReverseDialog")
    hands.into("reason_text_edit", "客户退单")
    album.shot("reverse")
    hands.save()
    hands.no_sheet()
    album.shot("handover-reversed")


def apply_without_right(desk: Desk) -> None:
    """The front desk may not approve: what it chooses waits for customer service."""
    hands, album = desk.hands, desk.album
    hands.scan(_APPLIES)
    hands.key(Qt.Key.Key_F7)
    dialog = hands.sheet("RedeemDialog")
    with hands.counting("redeem"):
        take(desk, dialog, "车载香氛")
    album.shot("redeem-to-be-approved")
    hands.save()
    hands.no_sheet()
    album.shot("redeem-applied")


def gifts(desk: Desk) -> None:
    """The application approved, prepared, signed for, its receipt printed again; the catalogue and its stock."""
    hands, album = desk.hands, desk.album
    page = desk.room("gifts")
    album.shot("redemptions", also=True)
    page.redemptions.view.select_first()
    hands.settle()
    for step in ("approved", "prepared"):
        hands.click("next_step_button")
        album.shot(f"redemption-{step}")
    hands.click("next_step_button")
    hands.sheet("SignDialog")
    album.shot("sign-receipt")
    hands.save()
    hands.no_sheet()
    for time in ("first", "again"):
        hands.click("print_receipt")
        hands.sheet("PaperSheet")
        album.shot(f"receipt-{time}")
        desk.print_open_paper(f"receipt-{time}")
    hands.click("gift_tabs_2")
    page.catalogue.view.select_first()
    album.shot("catalogue", also=True)
    for button, field_text in (("receive_stock", "20"), ("issue_stock", "2")):
        hands.click(button)
        hands.sheet("StockDialog")
        hands.into("quantity_edit", field_text)
        album.shot(button.replace("_", "-"))
        hands.save()
        hands.no_sheet()
    hands.click("count_stock")
    hands.sheet("StockDialog")
    hands.into("quantity_edit", "3")
    hands.save()
    album.shot("count-without-reason")
    hands.escape()
    hands.click("new_gift")
    hands.sheet("GiftDialog")
    hands.into("name_edit", "冬季玻璃水礼包")
    hands.into("points_edit", "420")
    album.shot("new-gift")
    hands.save()
    hands.no_sheet()
    number = desk.ask(lambda: _last_move(desk))
    hands.scan(number)
    album.shot("stock-move-by-its-number")


def members(desk: Desk) -> None:
    """Who joined: confirm one, return one, the blank form; customers who are no members."""
    hands, album = desk.hands, desk.album
    page = desk.room("members")
    hands.pick(page.view, "待录入")
    album.shot("members", also=True)
    hands.click("confirm_member")
    album.shot("member-confirmed")
    hands.pick(page.view, "待录入")
    hands.click("return_member")
    hands.sheet("ReasonDialog")
    hands.type("手机号是空号，请联系客户")
    hands.save()
    hands.no_sheet()
    hands.click("blank_form")
    hands.sheet("PaperSheet")
    desk.print_open_paper("application-form-blank")
    desk.room("customers").view.select_first()
    album.shot("customers", also=True)
    hands.click("new_customer")
    hands.sheet("EditCustomerDialog")
    hands.type("区小曼")
    hands.into("mobile_edit", "13826014444")
    album.shot("new-customer")
    hands.save()
    hands.no_sheet()
    album.shot("customer-without-membership")


def undo(desk: Desk) -> None:
    """The manager undoes what was handed out by mistake today."""
    hands, album = desk.hands, desk.album
    page = desk.room("gifts")
    hands.click("gift_tabs_1")
    hands.pick(page.redemptions.view, "已签收")
    hands.click("cancel_redemption")
    hands.sheet("UndoDialog")
    hands.into("reason_text_edit", "点错礼品")
    album.shot("undo-redemption")
    hands.save()
    hands.no_sheet()
    album.shot("redemption-undone")


def _slip(desk: Desk, state: str) -> None:
    """Stand on the first slip in this state."""
    page = desk.room("points")
    desk.hands.pick(page.view, state)


def _last_move(desk: Desk) -> str:
    from deskapp.gifts.catalogue import gifts as catalogue
    from deskapp.gifts.stock import stock_moves

    act = desk.window.session.act()
    return stock_moves(act=act, gift_id=catalogue(act=act)[0].id)[0].number
