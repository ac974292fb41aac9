"""Behind the counter: customer service posts, confirms, prepares; the front desk applies; the manager puts right."""

from __future__ import annotations

from PySide6.QtCore import Qt

from deskapp.data import NumberKind
from ui.tour.counter import take
from ui.tour.desk import Desk
from ui.tour.hands import ENTER

_APPLIES = "66010242"


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
    album.shot("today-opened", also=True)


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
    desk.window.open_record(NumberKind.INSPECTION, 1)
    album.shot("not-yours", also=True)
    hands.key(ENTER)


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
    hands.click("print_receipt")
    hands.sheet("PaperSheet")
    desk.open_paper_outside()
    hands.sheet("_Message")
    album.shot("receipt-opened-outside")
    hands.key(ENTER)
    hands.no_sheet()
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


def _last_move(desk: Desk) -> str:
    from deskapp.gifts.catalogue import gifts as catalogue
    from deskapp.gifts.stock import stock_moves

    act = desk.window.session.act()
    return stock_moves(act=act, gift_id=catalogue(act=act)[0].id)[0].number
