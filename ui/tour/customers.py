"""Customers: a company and its cars, what guests agree to, records that are one person, a person who wants to be forgotten."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ui.customer_card.cards import VehicleRow
from ui.kit.buttons import Button
from ui.tour.desk import Desk
from ui.tour.hands import ENTER

_COMPANY = "深圳恒达物流有限公司"
_COMPANY_MOBILE = "13826015555"
_CREDIT_CODE = "91440300MA5EQXL178"
_TWICE = "13826016666"
_LEAVES = "13826017777"
_RIGHT = Qt.Key.Key_Right


def guests(desk: Desk) -> None:
    """A company with contact and credit code, a car that comes over from another customer, everything known on one tab."""
    hands, album = desk.hands, desk.album
    desk.room("customers")
    hands.click("new_customer")
    dialog = hands.sheet("EditCustomerDialog")
    hands.click("kind_2")
    dialog.customer.company.focus_editor()
    hands.type(_COMPANY)
    hands.into("mobile_edit", _COMPANY_MOBILE)
    hands.into("contact_edit", "单丽")
    hands.into("credit_code_edit", f"{_CREDIT_CODE[:-1]}3")
    hands.save()
    album.shot("company-refused")
    dialog.customer.credit_code.edit.setFocus()
    dialog.customer.credit_code.edit.selectAll()
    hands.type(_CREDIT_CODE)
    album.shot("company", also=True)
    hands.save()
    hands.no_sheet()
    plate = desk.ask(lambda: _some_plate(desk))
    hands.click("add_vehicle")
    dialog = hands.sheet("VehicleDialog")
    hands.type(plate[2:])
    hands.until(dialog.duplicates.notices["plate"].isVisible, "whose car it is")
    hands.click("take_over_plate")
    album.shot("vehicle-taken-over")
    hands.save()
    hands.no_sheet()
    hands.click("add_note")
    hands.sheet("NoteDialog")
    hands.type("月结客户，车辆由司机送修，先电话联系单丽")
    hands.save()
    hands.no_sheet()
    card = desk.page
    card.tabs.open("details")
    album.shot("company-card", also=True)
    hands.click(_car(card))
    hands.sheet("VehicleDialog")
    hands.into("odometer_km_edit", "10")
    hands.save()
    album.shot("odometer-runs-back")
    hands.type("换了新车表")
    hands.save()
    hands.no_sheet()
    card.tabs.open("history")
    album.shot("company-history")
    hands.click(_car(card))
    hands.sheet("VehicleDialog")
    hands.click("end_vehicle")
    hands.sheet("ReasonDialog")
    hands.type("车辆已过户")
    album.shot("vehicle-ended")
    hands.save()
    hands.no_sheet()


def consents(desk: Desk) -> None:
    """Taken back by one click, all stopped by one click, given again with its channel, the proof on paper; the note in every form."""
    hands, album = desk.hands, desk.album
    page = desk.card("3K852")
    page.tabs.open("consents")
    hands.settle()
    _agree(desk, "care")
    hands.click("withdraw_care_phone")
    album.shot("consent-withdrawn", also=True)
    hands.click("stop_counter")
    album.shot("all-stopped")
    hands.click("give_care")
    hands.sheet("ConsentDialog")
    hands.save()
    album.shot("consent-without-channel")
    hands.key(_RIGHT)
    hands.key(_RIGHT)
    hands.click("notice_head")
    album.shot("consent")
    hands.save()
    hands.no_sheet()
    hands.click("print_consents")
    hands.sheet("PaperSheet")
    album.shot("consent-proof-preview")
    desk.print_open_paper("consent-proof-a4")
    page.tabs.open("points")
    hands.key(Qt.Key.Key_F6)
    hands.sheet("WriteHandoverDialog")
    album.shot("special-note-at-hand-over")
    hands.escape()
    hands.key(Qt.Key.Key_F7)
    hands.sheet("RedeemDialog")
    album.shot("special-note-at-redemption")
    hands.escape()
    hands.key(Qt.Key.Key_F2)
    hands.type("zwm")
    hands.until(lambda: desk.window.results.hits, "the guest in the search")
    album.shot("special-note-in-search")
    hands.escape()


def look_alikes(desk: Desk) -> None:
    """Pairs worked off: one merged, one called two; who looked at full numbers."""
    hands, album = desk.hands, desk.album
    desk.ask(lambda: _take_up_twice(desk))
    desk.room("customers")
    hands.click("look_alikes_list_button")
    sheet = hands.sheet("LookAlikesSheet")
    hands.until(sheet.model.rows, "pairs")
    album.shot("look-alikes", also=True)
    hands.click("keep_apart")
    hands.sheet("ReasonDialog")
    hands.type("父子同名不同人，已电话核实")
    album.shot("called-two")
    hands.save()
    hands.sheet("LookAlikesSheet")
    hands.escape()
    hands.click("reveals_log")
    hands.sheet("RevealsSheet")
    album.shot("reveals-log", also=True)
    hands.escape()


def merging(desk: Desk) -> None:
    """From his card: the other one looked for, compared field by field, merged, seen in the history, and parted again."""
    hands, album = desk.hands, desk.album
    desk.ask(lambda: _take_up_again(desk))
    page = desk.card("3K852")
    page.tabs.open("details")
    hands.settle()
    hands.click("merge_customer")
    dialog = hands.sheet("MergeDialog")
    hands.type(_TWICE)
    hands.until(dialog.picker.model.rows, "the other one")
    album.shot("merge-choose")
    hands.key(ENTER)
    hands.until(dialog.table.isVisible, "the comparison")
    album.shot("merge-compare", also=True)
    hands.click("take_birthday")
    album.shot("merge-chosen")
    hands.save()
    hands.no_sheet()
    album.shot("merged-card")
    page.tabs.open("history")
    album.shot("merged-history")
    page.tabs.open("details")
    hands.settle()
    hands.click(next(button for button in page.details.findChildren(Button) if button.objectName().startswith("undo_merge_")))
    hands.sheet("ConfirmDialog")
    album.shot("undo-merge")
    hands.save()
    hands.no_sheet()
    album.shot("parted")
    page.tabs.open("points")


def erasing(desk: Desk) -> None:
    """A copy of his data handed to the guest; erasing refused to a member, done to a guest who bought his car here, the archive read."""
    hands, album = desk.hands, desk.album
    page = desk.card("3K852")
    page.tabs.open("details")
    hands.settle()
    hands.click("print_copy")
    hands.sheet("PaperSheet")
    album.shot("personal-copy-preview")
    desk.print_open_paper("personal-copy-a4")
    hands.click("erase_customer")
    hands.sheet("EraseDialog")
    album.shot("erase-hindered")
    hands.escape()
    page.tabs.open("points")
    desk.ask(lambda: _take_up_buyer(desk))
    page = desk.card(_LEAVES)
    page.tabs.open("details")
    hands.settle()
    hands.click("erase_customer")
    dialog = hands.sheet("EraseDialog")
    hands.save()
    album.shot("erase-refused")
    dialog.channel.set_text("书面签字")
    hands.into("reason_text_edit", "客户本人书面申请，身份已核对")
    hands.click("checked")
    album.shot("erase", also=True)
    hands.save()
    hands.no_sheet()
    album.shot("erased-card")
    hands.click("read_archive")
    hands.sheet("ArchivedSheet")
    album.shot("archive")
    hands.escape()
    page.tabs.open("points")


def _car(card: Any) -> QWidget:
    """The first car on the card."""
    return next(row for row in card.vehicles.findChildren(VehicleRow) if row.isVisible())


def _some_plate(desk: Desk) -> str:
    """A car of somebody else that will come over: 粤B…, as the desk types it after the province."""
    from deskapp.customers.views import customers

    rows = customers(act=desk.window.session.act())
    plates = [plate for row in rows for plate in row.plates if plate.startswith("粤B ") and len(plate) == 8]
    return plates[-1].replace(" ", "")


def _agree(desk: Desk, purpose: str) -> None:
    """The guest agrees on paper first, where the practice store has him disagree."""
    button = desk.window.findChild(Button, f"give_{purpose}")
    if button is not None and button.isVisible():
        desk.hands.click(f"give_{purpose}")
        desk.hands.sheet("ConsentDialog")
        desk.hands.key(_RIGHT)
        desk.hands.save()
        desk.hands.no_sheet()


def _take_up_twice(desk: Desk) -> None:
    """What two clerks did on a busy day: the same guest twice, and two of one name and birthday."""
    from deskapp.customers.domain import CustomerForm
    from deskapp.customers.service import add_customer, reveal_mobile

    session = desk.window.session
    for name, mobile, birthday in (
        ("欧阳建国", "13826013331", ""),
        ("欧阳建国", "13826013331", ""),
        ("周海燕", "13826013332", "1985-06-01"),
        ("周海燕", "13826013333", "06-01"),
    ):
        made = add_customer(
            act=session.act(), form=CustomerForm(name, mobile, birthday=birthday), reasons={"mobile_shared": "系统里没查到，重新登记"}
        )
        reveal_mobile(act=session.act(), customer_id=made)


def _take_up_again(desk: Desk) -> None:
    """The regular guest enrolled once more under another number, with what he told the other clerk, and points of his own."""
    from deskapp.customers.domain import Answer, CustomerForm, Purpose, VehicleForm
    from deskapp.customers.service import write_note
    from deskapp.handovers.awards import adjust_points
    from deskapp.members.domain import EnrolmentForm
    from deskapp.members.enrolment import enroll_member

    session = desk.window.session
    form = EnrolmentForm(
        customer=CustomerForm("张伟民", _TWICE, birthday="1985-04-16", address="深圳市宝安区新安街道 22 号"),
        answers=tuple(Answer(purpose, given=True) for purpose in Purpose),
        card_no="66010988",
        recruiter_id=session.act().staff_id,
        vehicles=(VehicleForm("粤B7H915", model="途观 L"),),
    )
    made = enroll_member(act=session.act(), form=form).customer_id
    write_note(act=session.act(), customer_id=made, text="送车回家，提前半小时电话")
    adjust_points(act=session.act(), customer_id=made, amount=320, reason="补记续保积分")


def _take_up_buyer(desk: Desk) -> None:
    """A guest without a membership who bought his car here."""
    from deskapp.customers.domain import CustomerForm, VehicleForm
    from deskapp.customers.service import add_customer

    car = VehicleForm("粤B5K218", vin="LSVAA41T2RN000001", model="迈腾 330TSI", bought_on="2024-05-01", bought_here=True)
    add_customer(act=desk.window.session.act(), form=CustomerForm("黎永昌", _LEAVES), vehicles=[car])
