"""The member club: renewal and what comes after it, a lost card, levels, lists worked through at once, who recruited whom."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from deskapp.members.domain import MemberFilter
from ui.tour.desk import Desk
from ui.tour.hands import CTRL, TourStopped

_ENDING = "66010300"  # 张伟明, whose term ends in eight days
_NEW_CARD, _NEXT_CARD = "66019101", "66019102"
_PAPERS = ("241×140", "A5")


def renewal(desk: Desk) -> None:
    """F9 on the open guest: another fee asks why, the slip is printed, the points are redeemed at once."""
    hands, album = desk.hands, desk.album
    hands.scan(_ENDING)
    hands.key(Qt.Key.Key_F9)
    hands.sheet("RenewDialog")
    album.shot("renew", also=True)
    hands.find("fee_edit").selectAll()
    hands.type("99")
    hands.save()
    album.shot("renew-another-fee")
    hands.type("活动价，含洗车一次")
    hands.key(Qt.Key.Key_P, CTRL)
    hands.sheet("PaperSheet")
    album.shot("renewal-slip-preview")
    for name in _PAPERS:
        _choose_paper(desk, name)
        album.paper(f"renewal-slip-{name}")
    hands.escape()
    hands.sheet("RenewedSheet")
    album.shot("renewed", also=True)
    hands.click("redeem_now")
    hands.sheet("RedeemDialog")
    album.shot("redeem-after-renewal")
    hands.escape()
    album.shot("card-after-renewal")


def in_grace(desk: Desk) -> None:
    """A guest comes after his term: he earns and cannot redeem, the card says until when."""
    hands, album = desk.hands, desk.album
    late = desk.ask(lambda: _first_in_grace(desk))
    hands.scan(late)
    album.shot("card-in-grace", also=True)
    hands.key(Qt.Key.Key_F6)
    hands.sheet("WriteHandoverDialog")
    album.shot("hand-over-in-grace")
    hands.escape()
    hands.key(Qt.Key.Key_F7)
    hands.no_sheet()
    album.shot("redeem-in-grace")
    hands.key(Qt.Key.Key_F9)
    hands.sheet("RenewDialog")
    album.shot("renew-in-grace")
    hands.save()
    hands.sheet("RenewedSheet")
    hands.escape()


def cards(desk: Desk) -> None:
    """A card is lost and blocked, another one is given; the old one is brought to the desk."""
    hands, album = desk.hands, desk.album
    hands.scan(_ENDING)
    _choose(desk, "more_acts", "report_loss", "card-acts")
    hands.sheet("LossDialog")
    hands.type("停车场遗失，本人来电")
    album.shot("report-loss")
    hands.save()
    hands.no_sheet()
    album.shot("card-lost")
    _choose(desk, "more_acts", "reissue")
    hands.sheet("ReissueDialog")
    hands.scan(_NEW_CARD)
    album.shot("reissue", also=True)
    hands.save()
    hands.no_sheet()
    hands.scan(_ENDING)
    album.shot("stopped-card")
    page = desk.room("members")
    due = desk.ask(lambda: _with_card_due(desk))
    page.show_record(due)
    hands.settle()
    album.shot("member-another-card", also=True)
    hands.click("member_step")
    hands.sheet("ReissueDialog")
    hands.scan(_NEXT_CARD)
    album.shot("reissue-for-a-level")
    hands.save()
    hands.no_sheet()


def lists(desk: Desk) -> None:
    """The first page leads to the list: voided at once, registered at once, printed; a level by hand; one who leaves."""
    hands, album = desk.hands, desk.album
    page = desk.room("today")
    hands.pick(page.view, "过期作废")
    hands.key(Qt.Key.Key_Return)
    hands.settle()
    page = desk.page
    album.shot("members-lapsed", also=True)
    hands.click("print_list")
    hands.sheet("PaperSheet")
    desk.print_open_paper("member-list-a4")
    hands.click("many_at_once")
    hands.sheet("VoidDialog")
    hands.key(Qt.Key.Key_Space)
    album.shot("void-many")
    hands.save()
    hands.no_sheet()
    album.shot("voided-many")
    page.show_list(MemberFilter.OEM_WAITING.value)
    hands.settle()
    hands.click("many_at_once")
    hands.sheet("RegisterDialog")
    album.shot("register-many")
    hands.save()
    hands.no_sheet()
    page.show_list(MemberFilter.ENDING.value)
    hands.settle()
    album.shot("members-ending")
    page.view.select_first()
    hands.settle()
    _choose(desk, "more_acts", "set_level", "member-acts")
    hands.sheet("LevelDialog")
    hands.answer("level_edit", Qt.Key.Key_Right)
    hands.into("reason_text_edit", "集团客户，总经理批准")
    album.shot("set-level")
    hands.save()
    hands.no_sheet()
    _choose(desk, "more_acts", "resign")
    hands.sheet("ResignDialog")
    hands.type("车已卖，搬离本市")
    album.shot("resign")
    hands.save()
    hands.no_sheet()
    album.shot("resigned")


def recruits(desk: Desk) -> None:
    """Who recruited whom this year, and the members behind a number."""
    hands, album = desk.hands, desk.album
    desk.room("reports")
    hands.click("report_kind_3")
    hands.click("recruits_span_3")
    album.shot("recruits", also=True)
    hands.click("report_kind_1")


def _choose(desk: Desk, button: str, key: str, shot: str = "") -> None:
    """Open a menu and take one of its acts by the keyboard."""
    hands = desk.hands
    hands.click(button)
    menu = QApplication.activePopupWidget()
    if not isinstance(menu, QMenu):
        raise TourStopped(f"{button} opened no menu")
    action = next((action for action in menu.actions() if action.objectName() == key), None)
    if action is None:
        raise TourStopped(f"{key} is not offered: {[action.text() for action in menu.actions()]}")
    menu.setActiveAction(action)
    if shot:
        desk.album.shot(shot)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    hands.settle()


def _choose_paper(desk: Desk, name: str) -> None:
    sheet = desk.hands.sheet("PaperSheet")
    box: Any = desk.hands.find("paper_size", sheet)
    at = next(i for i in range(box.count()) if name in box.itemText(i))
    while box.currentIndex() != at:
        box.setFocus()
        desk.hands.key(Qt.Key.Key_Down if box.currentIndex() < at else Qt.Key.Key_Up)
        box = desk.hands.find("paper_size", desk.hands.sheet("PaperSheet"))


def _first_in_grace(desk: Desk) -> str:
    from deskapp.members.reading import members

    act = desk.window.session.act()
    over = members(act=act, only=MemberFilter.OVERDUE)
    return next(one.card_no for one in over if one.grace_until >= act.at.date())


def _with_card_due(desk: Desk) -> int:
    from deskapp.members.reading import members

    return next(one.membership_id for one in members(act=desk.window.session.act()) if one.card_due)
