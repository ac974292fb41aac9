"""Gifts on their way to the customer, and the shelf they come from: delivery, parcel, failure, photo, stock ledger, lists."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QMimeData, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QLinearGradient, QPainter

from ui.kit import icons, theme
from ui.tour.counter import take
from ui.tour.desk import Desk
from ui.tour.hands import CTRL

_RIGHT = Qt.Key.Key_Right
_BROUGHT, _POSTED = "66010027", "66010088"  # practice members with points that no other part spends
_ADDRESS = "深圳市南山区科技园路 1 号创新大厦 A 座 1203"


def ways(desk: Desk) -> None:
    """F7 for gifts that are not taken along: brought by a colleague, posted, fetched another day."""
    hands, album = desk.hands, desk.album
    _ask_for_delivery(desk)
    dialog = _redeem(desk, _POSTED, "停车号码牌")
    _choose_way(desk, dialog, 3)
    hands.into("address_edit", "广州市天河区体育西路 100 号")
    album.shot("redeem-by-post")
    hands.save()
    hands.no_sheet()


def _ask_for_delivery(desk: Desk) -> None:
    hands, album = desk.hands, desk.album
    dialog = _redeem(desk, _BROUGHT, "停车号码牌")
    _choose_way(desk, dialog, 2)
    hands.save()
    album.shot("redeem-delivery-refused")
    hands.replace("20261124")
    hands.into("carrier_edit", "zhoukai")
    hands.into("place_edit", _ADDRESS)
    album.shot("redeem-delivery", also=True)
    hands.save()
    hands.no_sheet()
    album.shot("redeemed-for-delivery")


def deliveries(desk: Desk) -> None:
    """What is brought: prepared, sent with its paper, not delivered, posted, signed for by the courier's record; the list of ages."""
    hands, album = desk.hands, desk.album
    if not desk.ask(lambda: _is_waiting(desk)):
        _ask_for_delivery(desk)
    page = desk.room("gifts")
    hands.click("gift_tabs_1")
    _stand_on(desk, page, "送达")
    album.shot("delivery-to-prepare", also=True)
    hands.click("next_step_button")
    album.shot("delivery-ready")
    hands.click("next_step_button")
    hands.sheet("SendDialog")
    album.shot("send-gift", also=True)
    hands.save()
    hands.sheet("PaperSheet")
    album.shot("delivery-receipt-preview")
    desk.print_open_paper("receipt-delivery")
    album.shot("delivery-under-way")
    hands.click("other_step_button")
    hands.sheet("ReasonDialog")
    hands.type("客户出差，下周回来")
    album.shot("delivery-failed")
    hands.save()
    hands.no_sheet()
    hands.click("next_step_button")
    dialog = hands.sheet("SendDialog")
    dialog.mode.segments.setFocus()
    hands.key(_RIGHT)
    hands.save()
    album.shot("post-without-number")
    dialog.courier_no.edit.setFocus()
    hands.scan("SF1234567890123")
    album.shot("post-gift")
    hands.save()
    hands.sheet("PaperSheet")
    desk.print_open_paper("receipt-courier")
    hands.click("next_step_button")
    dialog = hands.sheet("SignDialog")
    dialog.relation.segments.setFocus()
    hands.key(_RIGHT)
    hands.into("received_by_edit", "李丽")
    album.shot("sign-delivery")
    hands.save()
    hands.no_sheet()
    album.shot("delivery-signed")
    hands.click("print_list")
    hands.sheet("PaperSheet")
    desk.print_open_paper("ageing-list")


def shelf(desk: Desk) -> None:
    """The catalogue: a photo pasted, looked at large, the whole stock ledger, what runs short, the list on paper."""
    hands, album = desk.hands, desk.album
    page = desk.room("gifts")
    hands.click("gift_tabs_2")
    page.catalogue.view.select_first()
    hands.settle()
    hands.click("edit_gift")
    dialog = hands.sheet("GiftDialog")
    carried = QMimeData()
    carried.setImageData(_product_photo())
    QGuiApplication.clipboard().setMimeData(carried)
    dialog.photo.choose.setFocus()
    hands.key(Qt.Key.Key_V, CTRL)
    hands.until(lambda: dialog.photo.taken() is not None, "the pasted photo")
    QGuiApplication.clipboard().clear()
    album.shot("gift-photo", also=True)
    hands.save()
    hands.no_sheet()
    album.shot("catalogue-photo", also=True)
    hands.click("gift_photo")
    hands.sheet("PhotoSheet")
    album.shot("photo-large")
    hands.escape()
    hands.click("stock_ledger")
    hands.sheet("StockLedgerSheet")
    album.shot("stock-ledger", also=True)
    hands.escape()
    hands.click("print_list")
    hands.sheet("PaperSheet")
    album.shot("stock-list-preview")
    desk.print_open_paper("stock-list")
    _run_short(desk, page)
    today = desk.room("today")
    hands.pick(today.view, "补货")
    hands.key(Qt.Key.Key_Return)
    hands.settle()
    album.shot("low-stock")
    _redeem(desk, _BROUGHT, "")
    album.shot("redeem-with-photo")
    hands.escape()


def _run_short(desk: Desk, page: Any) -> None:
    """A count leaves less than what is promised: the slip it hits says so, until new stock comes in."""
    hands, album = desk.hands, desk.album
    hands.pick(page.catalogue.view, "颈枕")
    hands.click("count_stock")
    hands.sheet("StockDialog")
    hands.into("quantity_edit", "0")
    hands.into("note_edit", "盘点少了，已核对")
    album.shot("count-below-reservations")
    hands.save()
    hands.no_sheet()
    hands.click("gift_tabs_1")
    hands.pick(page.redemptions.view, "颈枕")
    album.shot("redemption-short")
    hands.click("gift_tabs_2")
    hands.click("receive_stock")
    hands.sheet("StockDialog")
    hands.into("quantity_edit", "10")
    hands.save()
    hands.no_sheet()


def _redeem(desk: Desk, card_no: str, gift: str) -> Any:
    """The guest's card under the scanner, F7, one gift."""
    hands = desk.hands
    hands.scan(card_no)
    hands.until(lambda: desk.window.customer_id is not None, "the card's customer")
    hands.settle()
    hands.key(Qt.Key.Key_F7)
    dialog = hands.sheet("RedeemDialog")
    if gift:
        take(desk, dialog, gift)
    return dialog


def _choose_way(desk: Desk, dialog: Any, steps: int) -> None:
    dialog.panel.way.setFocus()
    for _ in range(steps):
        desk.hands.key(_RIGHT)
    desk.hands.settle()


def _stand_on(desk: Desk, page: Any, means: str) -> None:
    """Put the cursor on the first open redemption that goes this way."""
    rows = page.redemptions.model.rows()
    wanted = next(one for one in rows if one.state.label == "待备货" and one.mode.label == means)
    page.redemptions.view.select_key(wanted.id)
    desk.hands.settle()


def _is_waiting(desk: Desk) -> bool:
    """Whether a gift waits to be prepared for delivery; alone, the part asks for one first."""
    from deskapp.gifts.domain import HandoverMode, State
    from deskapp.gifts.reading import redemptions

    found = redemptions(act=desk.window.session.act(), open_only=True)
    return any(one.state is State.TO_PREPARE and one.mode is HandoverMode.DELIVERY for one in found)


def _product_photo() -> QImage:
    """A picture as a phone takes one of a gift: the drawing of an umbrella on a lit table."""
    photo = QImage(1600, 1200, QImage.Format.Format_RGB32)
    painter = QPainter(photo)
    light = QLinearGradient(QPointF(0, 0), QPointF(0, 1200))
    light.setColorAt(0, QColor(theme.PRIMARY_WASH))
    light.setColorAt(1, QColor(theme.WARN_WASH))
    painter.fillRect(photo.rect(), light)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.LANE))
    painter.drawEllipse(QRectF(350, 880, 900, 160))
    icons.draw(painter, "umbrella", theme.PRIMARY, 400, 150, 800)
    painter.end()
    return photo
