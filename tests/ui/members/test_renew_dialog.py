"""F9: the next term in one press, its slip on paper, the points redeemed while the guest stands there."""

from datetime import date

import pytest
from PySide6.QtCore import Qt

from deskapp.errors import UserError
from deskapp.gifts.catalogue import add_gift
from deskapp.gifts.domain import GiftEntry, MoveKind
from deskapp.gifts.stock import move_stock
from deskapp.members.cards import report_loss
from deskapp.members.domain import EventKind, Level, MemberState
from deskapp.members.enrolment import enroll_member
from deskapp.members.reading import events
from deskapp.members.renewal import RenewalForm, renew_member
from deskapp.points.service import earn
from tests.deskapp.members.conftest import enrolment
from tests.ui.members.years import a_member, the_member, until
from tests.ui.reception import CTRL, Reception
from ui.kit import work
from ui.main_window import RECORDS

ENTER, F9, F7 = Qt.Key.Key_Return, Qt.Key.Key_F9, Qt.Key.Key_F7
END, NEXT_END = date(2027, 11, 22), date(2028, 11, 22)


@pytest.fixture
def guest(reception: Reception):
    """A member eight days before his term ends, his card open at the desk."""
    made = a_member(reception)
    until(reception, date(2027, 11, 14))
    reception.card(made.customer_id)
    return made


def renewals(desk: Reception, made) -> list:
    found = work.call(lambda: events(act=desk.act(), customer_id=made.customer_id))
    return [event for event in found if event.kind is EventKind.RENEWED]


def shown(desk: Reception, name: str) -> Reception:
    desk.until(lambda: desk.sheets() and desk.sheet().objectName() == name)
    return desk.sheet()


def test_one_press_renews_and_its_place_is_taken_by_what_may_come_next(reception: Reception, guest):
    reception.key(F9)
    assert reception.focus() == "fee_edit"
    reception.key(ENTER, CTRL)
    sheet = shown(reception, "renewed")
    assert the_member(reception, guest).valid_until == NEXT_END
    (event,) = renewals(reception, guest)
    assert (event.number, event.fee_fen) == ("XH-20271114-001", 0)
    assert reception.focus() == "print_renewal"
    assert not sheet._ask.isVisible()
    reception.key(Qt.Key.Key_Escape)
    assert reception.sheets() == []


def test_without_a_guest_it_asks_whose_membership(reception: Reception):
    a_member(reception)
    reception.key(F9)
    reception.until(lambda: reception.window.results.said() == "给哪位客户续会？")
    reception.type("66010287")
    reception.key(ENTER)
    assert shown(reception, "renew")._offer.member.name == "张伟明"


def test_the_slip_is_printed_with_the_save_and_the_sheet_stays_below(reception: Reception, guest):
    reception.key(F9)
    reception.key(Qt.Key.Key_P, CTRL)
    reception.until(lambda: [sheet.accessibleName() for sheet in reception.sheets()] == ["已续会", "打印会员续会单"])
    reception.key(Qt.Key.Key_Escape)
    assert [sheet.accessibleName() for sheet in reception.sheets()] == ["已续会"]


def test_f7_redeems_for_the_same_guest(reception: Reception, guest):
    gift(reception)
    reception.key(F9)
    reception.key(ENTER, CTRL)
    shown(reception, "renewed")
    reception.widget("redeem_now").click()
    assert shown(reception, "redeem")._counter.name == "张伟明"
    reception.key(Qt.Key.Key_Escape)
    reception.key(F7)
    assert shown(reception, "redeem")._counter.name == "张伟明"


def test_renewing_and_redeeming_is_one_press_too(reception: Reception, guest):
    gift(reception)
    reception.key(F9)
    reception.sheet().side.redeem.click()
    assert shown(reception, "redeem")._counter.name == "张伟明"
    assert len(renewals(reception, guest)) == 1


def gift(desk: Reception) -> None:
    def stock() -> None:
        added = add_gift(act=desk.act(), entry=GiftEntry("精洗券", 10))
        move_stock(act=desk.act(), gift_id=added.id, kind=MoveKind.RECEIVE, quantity=5)

    work.call(stock)


def test_another_fee_asks_why_and_a_refusal_renews_nothing(reception: Reception, guest):
    reception.key(F9)
    dialog = reception.sheet()
    dialog.fee.edit.selectAll()
    reception.type("99")
    reception.key(ENTER, CTRL)
    assert dialog.is_open()
    assert reception.focus() == "reason"
    assert renewals(reception, guest) == []
    reception.type("活动价")
    reception.key(ENTER, CTRL)
    shown(reception, "renewed")
    (event,) = renewals(reception, guest)
    assert (event.fee_fen, event.reason) == (99_00, "活动价")


def test_esc_renews_nothing_and_keeps_what_was_typed(reception: Reception, guest):
    reception.key(F9)
    reception.sheet().fee.edit.selectAll()
    reception.type("99")
    reception.key(Qt.Key.Key_Escape)
    assert renewals(reception, guest) == []
    assert [draft.title for draft in reception.window.drafts.all()] == ["续会 张伟明"]
    reception.key(Qt.Key.Key_D, CTRL)
    assert reception.sheet().fee.text() == "99"


def test_a_renewal_on_another_pc_meanwhile_is_said_and_not_done_again(reception: Reception, guest):
    reception.key(F9)
    dialog = reception.sheet()
    work.call(lambda: renew_member(act=reception.act("王芳"), form=RenewalForm(guest.membership_id, END, 0)))
    reception.key(ENTER, CTRL)
    assert dialog.is_open()
    assert "刚才已续到 2028-11-22，请关闭后重新打开" in dialog.summary.text()
    assert len(renewals(reception, guest)) == 1


def test_a_second_term_ahead_asks_why(reception: Reception, guest):
    work.call(lambda: renew_member(act=reception.act("王芳"), form=RenewalForm(guest.membership_id, END, 0)))
    reception.key(F9)
    reception.key(ENTER, CTRL)
    assert reception.sheet().reason_line._words.text() == "下一期已经续到 2028-11-22，再续一期"
    reception.type("客户要求两年")
    reception.key(ENTER, CTRL)
    shown(reception, "renewed")
    assert the_member(reception, guest).valid_until == date(2029, 11, 22)


def test_in_grace_the_form_says_so_and_the_term_begins_today(reception: Reception):
    made = a_member(reception)
    until(reception, date(2027, 12, 1))
    card = reception.card(made.customer_id)
    pills = [pill.pill().words for pill in card._pills if not pill.isHidden()]
    assert pills == ["普卡", "已过期，宽限到 12-22"]
    reception.key(F9)
    dialog = reception.sheet()
    assert dialog._offer.term_from == date(2027, 12, 1)
    assert dialog.effect.accessibleName() == "下一步：续到 2028-11-30"
    reception.key(ENTER, CTRL)
    shown(reception, "renewed")
    assert the_member(reception, made).valid_until == date(2028, 11, 30)


def test_a_level_that_changed_asks_for_another_card(reception: Reception, guest):
    work.call(lambda: earn(act=reception.act(), customer_id=guest.customer_id, points=3_000, note="续保", number=""))
    reception.key(F9)
    reception.key(ENTER, CTRL)
    sheet = shown(reception, "renewed")
    assert sheet._ask.words() == "卡面是普卡，现在是银卡。换卡？"
    sheet.card.click()
    dialog = reception.sheet()
    assert (dialog.reason.text(), dialog.level.text(), dialog.fee.text()) == ("换卡级", "银卡", "0.00")
    reception.type("66019001")
    reception.key(ENTER, CTRL)
    assert [one.objectName() for one in reception.sheets()] == ["renewed"]
    assert not sheet._ask.isVisible()
    held = the_member(reception, guest)
    assert (held.card_no, held.card_due) == ("66019001", False)


def test_a_level_that_will_fall_at_the_old_end_asks_too(reception: Reception):
    form = enrolment("李娜", "13900000001", "66010288", recruiter=reception.staff["李敏"], level=Level.SILVER)
    made = work.call(lambda: enroll_member(act=reception.act(), form=form, reasons={"level": "老客户"}))
    until(reception, date(2027, 11, 14))
    reception.card(made.customer_id)
    reception.key(F9)
    reception.key(ENTER, CTRL)
    sheet = shown(reception, "renewed")
    assert sheet._ask.words() == "卡面是银卡，2027-11-23 起是普卡。换卡？"
    sheet.card.click()
    assert (reception.sheet().level.text(), reception.sheet().fee.text()) == ("普卡", "0.00")


def test_after_a_loss_the_next_thing_is_another_card(reception: Reception, guest):
    work.call(lambda: report_loss(act=reception.act(), membership_id=guest.membership_id))
    reception.key(F9)
    reception.key(ENTER, CTRL)
    sheet = shown(reception, "renewed")
    assert sheet._ask.words() == "会员卡已挂失，补卡后才能兑换"
    assert not sheet.redeem.isVisible()
    assert the_member(reception, guest).state is MemberState.LOST


def test_a_guest_who_is_no_member_is_told_the_way(reception: Reception, guest):
    from deskapp.customers.domain import CustomerForm
    from deskapp.customers.service import add_customer

    other = work.call(lambda: add_customer(act=reception.act(), form=CustomerForm("李娜", "13900000001")))
    from ui.members.renew_dialog import RenewDialog

    with pytest.raises(UserError, match="还不是会员，请先办理入会（F3）"):
        RenewDialog(reception.window, customer_id=other)


def test_the_number_of_a_renewal_opens_its_member(reception: Reception, guest):
    done = work.call(lambda: renew_member(act=reception.act("王芳"), form=RenewalForm(guest.membership_id, END, 0)))
    assert RECORDS["RENEWAL"] == ("members", "show_record")
    reception.window.open_number(done.number)
    page = reception.window.pages.currentWidget()
    reception.until(lambda: page.panel.line is not None and page.panel.line.member.renewal_no == done.number)
