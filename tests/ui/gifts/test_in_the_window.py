"""Gifts in the real window: the first page leads to the step, whoever sits there; a scanned paper opens its redemption."""

from datetime import timedelta

from PySide6.QtCore import Qt

from deskapp.data import barcode_digits
from deskapp.gifts.catalogue import add_gift
from deskapp.gifts.domain import Choice, GiftEntry, HandoverMode, Means, MoveKind
from deskapp.gifts.redemption import redeem_gift
from deskapp.gifts.steps import prepare_gift, send_gift
from deskapp.gifts.stock import move_stock
from tests.deskapp.gifts.counter import member
from tests.deskapp.gifts.way import TOMORROW
from tests.ui.reception import CTRL, reception
from ui.kit import work

__all__ = ["reception"]


def under_way(desk, carrier):
    """A gift on its way with a colleague, applied for and sent by 李敏."""

    def prepare():
        guest = member(points=900, staff_id=desk.staff["李敏"])
        gift = add_gift(act=desk.act(), entry=GiftEntry("车载香氛", 600, low_stock_at=0))
        move_stock(act=desk.act(), gift_id=gift.id, kind=MoveKind.RECEIVE, quantity=3)
        means = Means(HandoverMode.DELIVERY, planned_on=TOMORROW, carrier_id=desk.staff[carrier])
        made = redeem_gift(act=desk.act(), customer_id=guest, choices=[Choice(gift.id, 1, 600)], means=means)
        prepare_gift(act=desk.act(), redemption_id=made.id)
        return send_gift(act=desk.act(), redemption_id=made.id, means=means)

    return work.call(prepare)


def test_an_advisor_goes_from_his_first_page_to_the_signature(reception):
    under_way(reception, "刘强")
    reception.now[0] += timedelta(days=3)
    reception.sign_in("刘强")
    page = reception.window.pages.currentWidget()
    reception.until(lambda: page.due_today.count() == 1)
    page.view.setFocus()
    page.view.select_first()
    reception.key(Qt.Key.Key_Return)
    gifts = reception.window.pages.currentWidget()
    reception.until(lambda: gifts.objectName() == "gifts" and gifts.redemptions.panel.shown is not None)
    assert gifts.redemptions.panel.primary.text() == "送达签收"
    assert gifts.redemptions.panel.card.isHidden()
    reception.key(Qt.Key.Key_Return)
    assert reception.window.pages.currentWidget() is gifts
    reception.key(Qt.Key.Key_Return, CTRL)
    reception.key(Qt.Key.Key_Return, CTRL)
    reception.until(lambda: gifts.redemptions.panel.shown.state.label == "已签收")
    assert [words for words, _ in reception.heard.said] == ["DH-20261123-001 已签收"]


def test_a_scanned_receipt_opens_its_redemption_at_the_next_step(reception):
    slip = under_way(reception, "刘强")
    reception.window.scanned(barcode_digits(slip.number))
    gifts = reception.window.pages.currentWidget()
    reception.until(lambda: gifts.objectName() == "gifts" and gifts.redemptions.panel.shown is not None)
    assert gifts.redemptions.panel.shown.id == slip.id
    assert gifts.redemptions.panel.primary.text() == "送达签收"


def test_low_stock_on_the_first_page_leads_to_the_list(reception):
    def short():
        gift = add_gift(act=reception.act(), entry=GiftEntry("车载香氛", 600, low_stock_at=3))
        move_stock(act=reception.act(), gift_id=gift.id, kind=MoveKind.RECEIVE, quantity=2)

    work.call(short)
    reception.window.changed()
    page = reception.window.pages.currentWidget()
    reception.until(lambda: page.due_today.count() == 1)
    page.view.setFocus()
    page.view.select_first()
    reception.key(Qt.Key.Key_Return)
    gifts = reception.window.pages.currentWidget()
    reception.until(lambda: gifts.objectName() == "gifts" and len(gifts.catalogue.model.rows()) == 1)
    assert gifts.catalogue.only.value() == "low"
