"""First run, sign-in, lock, change of person, one's own PIN."""

from __future__ import annotations

from PySide6.QtCore import Qt

from ui.start.tiles import Tile
from ui.tour.desk import Desk
from ui.tour.hands import CTRL, ENTER, TourStopped


class _OfStaff(dict[str, str]):
    """What the practice store says of each of its people by name; asked late, as it brings the database library."""

    def __init__(self, field: str) -> None:
        super().__init__()
        self._field = field

    def __missing__(self, name: str) -> str:
        from deskapp.demo.people import STAFF

        self.update({colleague.name: getattr(colleague, self._field) for colleague in STAFF})
        return dict(self)[name]


PINS = _OfStaff("pin")
_NO = _OfStaff("staff_no")
NEW_PIN = "741852"


def first_run(desk: Desk) -> None:
    """An empty store gets its name and its manager, and the recovery code is printed once."""
    hands, album = desk.hands, desk.album
    hands.sheet("FirstRunDialog")
    hands.save()
    album.shot("first-run-refused")
    for field, text in (
        ("store_name_edit", "恒信汽车"),
        ("manager_name_edit", "陈静"),
        ("manager_no_edit", "101"),
        ("pin_edit", NEW_PIN),
        ("pin_again_edit", NEW_PIN),
    ):
        hands.into(field, text)
    album.shot("first-run", also=True)
    hands.save()
    hands.sheet("RecoveryCodeSheet")
    album.shot("recovery-code")
    hands.key(Qt.Key.Key_P, CTRL)
    hands.sheet("PaperSheet")
    album.shot("recovery-code-preview")
    desk.print_open_paper("recovery-code-a5")
    hands.sheet("RecoveryCodeSheet")
    hands.click("kept")
    hands.save()
    hands.no_sheet()
    album.shot("today-of-a-new-store")


def damaged(desk: Desk) -> None:
    """A store that cannot be opened says so, and the manager brings it back from its last backup."""
    hands, album = desk.hands, desk.album
    hands.until(lambda: _covered_by(desk, "notOpen"), "the page of a store that is not open")
    album.shot("store-not-open", also=True)
    hands.click("again")
    hands.until(lambda: _covered_by(desk, "notOpen"), "the same answer")
    hands.click("rescue")
    hands.sheet("RescueDialog")
    hands.save()
    album.shot("rescue-refused")
    hands.into("staff_no_edit", "101")
    hands.into("pin_edit", NEW_PIN)
    hands.into("reason_text_edit", "硬盘坏了，数据库打不开")
    hands.answer("understood", Qt.Key.Key_Space)
    album.shot("rescue")
    hands.save()
    hands.until(lambda: _covered_by(desk, "signIn"), "the sign-in")
    hands.settle()
    album.shot("store-rescued")


def _covered_by(desk: Desk, name: str) -> bool:
    shown = desk.window.cover.currentWidget()
    return shown is not None and shown.objectName() == name


def sit_down(desk: Desk, name: str = "王芳") -> None:
    """Be the one at the desk: lock whoever is there, then 工号 and PIN."""
    hands, page = desk.hands, desk.reception.sign_in
    there = desk.reception.session.staff
    locked = desk.window.cover.currentWidget() is page
    if there is not None and there.name == name and not locked:
        return
    if not locked:
        hands.key(Qt.Key.Key_L, CTRL)
        hands.settle()
    hands.find("staff_no_edit").setFocus()
    hands.type(_NO[name])
    hands.key(ENTER)
    hands.until(page.pad.isEnabled, f"{name} chosen")
    enter_pin(desk, PINS[name], name)


def enter_pin(desk: Desk, pin: str, name: str) -> None:
    """Type the PIN on the pad; the frame must come up."""
    page = desk.reception.sign_in
    page.pad.setFocus()
    desk.hands.type(pin)
    desk.hands.until(lambda: desk.window.cover.currentWidget() is not page, f"{name} let in: {page.message.words()}")
    desk.hands.settle()


def sign_in(desk: Desk) -> None:
    """By number, a wrong PIN first; the next one by his tile."""
    hands, album, page = desk.hands, desk.album, desk.reception.sign_in
    album.shot("sign-in-new-pc")
    hands.type("999")
    hands.key(ENTER)
    hands.settle()
    if not page.number.has_problem():
        raise TourStopped("a 工号 nobody has was not refused")
    hands.find("staff_no_edit").selectAll()
    hands.type(_NO["王芳"])
    hands.key(ENTER)
    hands.until(page.pad.isEnabled, "王芳 chosen")
    hands.type("000001")
    hands.until(lambda: "4" in page.message.words(), "tries left")
    album.shot("sign-in-wrong-pin")
    enter_pin(desk, PINS["王芳"], "王芳")
    album.shot("today", also=True)


def lock_and_switch(desk: Desk) -> None:
    """Ctrl+L, another person by his number, back by the tile; one's own PIN."""
    hands, album, page = desk.hands, desk.album, desk.reception.sign_in
    sit_down(desk, "赵磊")
    album.shot("today-of-the-front-desk")
    hands.click("lock")
    album.shot("locked", also=True)
    hands.click(next(tile for tile in page.findChildren(Tile) if tile.who.name == "王芳" and tile.isVisible()))
    enter_pin(desk, PINS["王芳"], "王芳")
