"""At the counter: find a guest, make him a member, write his bill, give him a gift."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt

from ui.tour.desk import Desk
from ui.tour.hands import ALT, CTRL, TourStopped

NEW_GUEST = "䶮·𫍯"
MOBILE = "13926018899"
CARD = "66010901"
REGULAR = "张伟明"
RICH = "66010124"  # the practice member with the most points
_LEFT, _RIGHT = Qt.Key.Key_Left, Qt.Key.Key_Right
_ANSWERS = {"service": _LEFT, "marketing": _RIGHT, "care": _LEFT, "share": _RIGHT}


def search(desk: Desk) -> None:
    """F2 from anywhere: initials, the input method, tails of mobile and plate, a word nobody has, a scan with any focus."""
    hands, album = desk.hands, desk.album
    for name, text in (("initials", "zwm"), ("name", "伟明"), ("mobile-tail", "2607"), ("plate-tail", "3K852")):
        _look_for(desk, text)
        album.shot(f"search-{name}")
        hands.escape()
    hands.key(Qt.Key.Key_F2)
    hands.type("qqq")
    hands.until(lambda: "F3" in desk.window.results.said(), "nothing found")
    album.shot("search-nothing")
    hands.escape()
    page = desk.room("customers")
    page.setFocus()
    hands.scan("66010300")
    hands.until(lambda: desk.page.accessibleName() == REGULAR, "the card's customer by a scan")
    album.shot("customer-card", also=True)


def card(desk: Desk) -> None:
    """Everything about one customer, and each of its small forms."""
    hands, album = desk.hands, desk.album
    page = desk.card("zwm")
    for key in ("gifts", "complaints", "details", "consents", "history"):
        page.tabs.open(key)
        album.shot(f"customer-card-{key}")
    page.tabs.open("points")
    hands.click("reveal")
    album.shot("mobile-revealed")
    hands.click("edit_note")
    hands.sheet("NoteDialog")
    album.shot("note")
    hands.escape()
    hands.click("edit_customer")
    hands.sheet("EditCustomerDialog")
    album.shot("edit-customer", also=True)
    hands.into("address_edit", "深圳市南山区科技园路 1 号")
    hands.save()
    hands.no_sheet()
    hands.click("add_vehicle")
    hands.sheet("VehicleDialog")
    hands.into("plate_edit", "6N450")
    album.shot("add-vehicle")
    hands.save()
    hands.no_sheet()
    page.tabs.open("points")


def enrol(desk: Desk) -> None:
    """F3: a duplicate is met and becomes a draft; then 䶮·𫍯 joins with a new-energy plate and the form is printed."""
    hands, album = desk.hands, desk.album
    hands.key(Qt.Key.Key_F3)
    dialog = hands.sheet("EnrollDialog")
    hands.type("张伟")
    hands.into("mobile_edit", "13826012607")
    hands.until(dialog.duplicates.notices["mobile"].isVisible, "who has the mobile already")
    album.shot("enrol-duplicate", also=True)
    hands.save()
    album.shot("enrol-refused", also=True)
    hands.key(Qt.Key.Key_O, ALT)
    hands.no_sheet()
    hands.key(Qt.Key.Key_F3)
    dialog = hands.sheet("EnrollDialog")
    with hands.counting("enrol"):
        hands.type(NEW_GUEST)
        hands.into("mobile_edit", MOBILE)
        hands.into("plate_edit", "D20999")
        hands.walk_to("card_no_edit")
        hands.scan(CARD)
        for purpose, key in _ANSWERS.items():
            hands.answer(f"consent_{purpose}_edit", key)
    album.shot("enrol", also=True)
    hands.key(Qt.Key.Key_M, ALT)
    album.shot("enrol-more")
    hands.key(Qt.Key.Key_P, CTRL)
    hands.sheet("PaperSheet")
    album.shot("application-form-preview")
    desk.print_open_paper("application-form-a4")
    hands.until(lambda: desk.page.accessibleName() == NEW_GUEST, "the new member's card")
    album.shot("new-member")
    hands.key(Qt.Key.Key_D, CTRL)
    hands.sheet("EnrollDialog")
    album.shot("draft-taken-up")
    hands.escape()
    hands.key(Qt.Key.Key_F3)
    hands.sheet("EnrollDialog")
    hands.type("钱一")
    hands.escape()
    hands.key(Qt.Key.Key_D, CTRL)
    album.shot("drafts-to-choose-from")
    hands.key(Qt.Key.Key_Escape)


def hand_over(desk: Desk) -> None:
    """F6 on his card: bill number by scan, amounts, Ctrl+P prints the slip."""
    hands, album = desk.hands, desk.album
    _card_of_new_guest(desk)
    hands.key(Qt.Key.Key_F6)
    dialog = hands.sheet("WriteHandoverDialog")
    hands.save()
    album.shot("hand-over-refused")
    with hands.counting("hand_over"):
        dialog.bill_no.focus_editor()
        hands.scan("RO2611230052")
        hands.into("amount_maintenance_edit", "1860")
        hands.into("amount_accessories_edit", "600")
    album.shot("hand-over", also=True)
    hands.key(Qt.Key.Key_P, CTRL)
    hands.sheet("PaperSheet")
    album.shot("hand-over-preview")
    desk.print_open_paper("hand-over-241x93")


def redeem(desk: Desk) -> None:
    """F7: gifts by click, one save, the receipt on all its papers; another PC spends the points meanwhile and the form says so."""
    hands, album = desk.hands, desk.album
    _rich_guest(desk)
    hands.key(Qt.Key.Key_F7)
    dialog = hands.sheet("RedeemDialog")
    with hands.counting("redeem"):
        take(desk, dialog, "反向车用雨伞")
        take(desk, dialog, "玻璃水 2 瓶")
    album.shot("redeem", also=True)
    hands.save()
    hands.sheet("PaperSheet")
    album.shot("receipt-preview")
    for name in ("241x140", "a5", "241x93"):
        _choose_paper(desk, name)
        album.paper(f"receipt-{name}")
    _choose_paper(desk, "241x140")
    desk.print_open_paper("receipt-241x140-printed")
    _too_few_points(desk)


def _too_few_points(desk: Desk) -> None:
    hands, album = desk.hands, desk.album
    _card_of_new_guest(desk)
    hands.key(Qt.Key.Key_F7)
    dialog = hands.sheet("RedeemDialog")
    album.shot("redeem-out-of-reach")
    if dialog.basket():
        raise TourStopped("a basket opens with something in it")
    hands.escape()
    _rich_guest(desk)
    customer_id = desk.window.customer_id
    hands.key(Qt.Key.Key_F7)
    dialog = hands.sheet("RedeemDialog")
    take(desk, dialog, "停车号码牌")
    desk.ask(lambda: _spend_all(desk, customer_id))
    hands.save()
    dialog = hands.sheet("RedeemDialog")
    album.shot("redeem-too-few-points")
    if "积分不足" not in dialog.summary.text():
        raise TourStopped(f"points spent elsewhere were not refused in words: {dialog.summary.text()}")
    hands.escape()


def _spend_all(desk: Desk, customer_id: int | None) -> None:
    """What another PC does meanwhile: nearly all points are used on a bill."""
    from dataclasses import replace

    from deskapp.handovers.domain import BillLine, HandoverForm, SpendKind
    from deskapp.handovers.writing import write_handover
    from deskapp.points.reading import balance

    act = replace(desk.window.session.act(), pc="前台2")
    left = balance(customer_id=customer_id or 0, on=act.at.date()).spendable
    bill = (BillLine(SpendKind.NEW_CAR, 168_000_00),)
    write_handover(act=act, form=HandoverForm(customer_id or 0, "RO2611230177", bill, points_used=left - 20))


def take(desk: Desk, dialog: Any, gift: str) -> None:
    """Click a gift's card."""
    shelf = dialog.shelf
    for row in range(shelf.cards.rowCount()):
        index = shelf.cards.index(row, 0)
        if gift in str(index.data(Qt.ItemDataRole.AccessibleTextRole)):
            shelf.scrollTo(index)
            desk.hands.click(shelf.viewport(), shelf.visualRect(index).center())
            return
    raise TourStopped(f"no card {gift!r}")


def _choose_paper(desk: Desk, name: str) -> None:
    """Choose a size by the keys of its list."""
    sheet = desk.hands.sheet("PaperSheet")
    wanted = name.upper().replace("X", "×")
    box = desk.hands.find("paper_size", sheet)
    at = next(i for i in range(box.count()) if wanted in box.itemText(i))
    while box.currentIndex() != at:
        box.setFocus()
        desk.hands.key(Qt.Key.Key_Down if box.currentIndex() < at else Qt.Key.Key_Up)
        box = desk.hands.find("paper_size", desk.hands.sheet("PaperSheet"))


def _look_for(desk: Desk, text: str) -> None:
    desk.hands.key(Qt.Key.Key_F2)
    desk.hands.type(text)
    desk.hands.until(lambda: any(hit.name == REGULAR for hit in desk.window.results.hits), f"{REGULAR} by {text}")


def _card_of_new_guest(desk: Desk) -> None:
    """The member the tour enrolled; alone, a part makes do with another who joined today."""
    known = desk.ask(lambda: _is_known(desk, MOBILE))
    desk.card(MOBILE if known else "66010299")


def _is_known(desk: Desk, mobile: str) -> bool:
    from deskapp.members.lookup import find

    return bool(find(act=desk.window.session.act(), text=mobile, limit=1))


def _rich_guest(desk: Desk, card_no: str = RICH) -> None:
    """A member with points to spend lays his card under the scanner."""
    desk.hands.scan(card_no)
    desk.hands.until(lambda: desk.window.customer_id is not None, "the card's customer")
    desk.hands.settle()
