"""同意与隐私 and 资料: consents by one click, proofs and copies, merging and parting, erasing."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from deskapp.customers.domain import ConsentChannel, CustomerForm, Purpose
from deskapp.customers.service import add_customer, edit_customer
from deskapp.customers.tables import RevealRecord
from deskapp.customers.vehicles import end_vehicle
from deskapp.customers.views import customer
from deskapp.members.leaving import resign_member
from deskapp.members.merging import merge_customers
from deskapp.points.reading import balance
from deskapp.points.service import release
from tests.ui.reception import CTRL, Reception
from ui.kit import work
from ui.kit.labels import Label

ENTER, DOWN = Qt.Key.Key_Return, Qt.Key.Key_Down


def known(reception: Reception, customer_id: int):
    return work.call(lambda: customer(act=reception.act(), customer_id=customer_id))


def on_tab(reception: Reception, guest: int, key: str, who: str = "李敏"):
    if who != "李敏":
        reception.sign_in(who)
    card = reception.card(guest)
    card.tabs.open(key)
    reception.until(work.quiet)
    return card


@pytest.fixture
def double(reception: Reception) -> int:
    """张伟民: the same man, taken up again without a membership, with his birthday."""
    return work.call(
        lambda: add_customer(act=reception.act(), form=CustomerForm("张伟民", "13900000001", birthday="4-16", address="南山区"))
    )


def test_a_consent_is_taken_back_by_one_click_and_stays_in_the_history(reception: Reception, guest: int):
    card = on_tab(reception, guest, "consents")
    reception.widget("withdraw_marketing_phone").click()
    assert reception.sheets() == []
    assert not known(reception, guest).consent(Purpose.MARKETING).given
    assert reception.heard.said[-1][0] == "张伟明 已撤回“促销短信和电话”（电话），立即生效"
    reception.until(lambda: len(card.consents.model.rows()) == 5)
    assert card.consents.model.rows()[0].consent.channel is ConsentChannel.PHONE
    reception.until(lambda: reception.widget("give_marketing").isVisible())
    assert not reception.widget("withdraw_marketing_phone").isVisible()


def test_giving_again_asks_how_and_shows_the_notice(reception: Reception, guest: int):
    on_tab(reception, guest, "consents")
    reception.widget("withdraw_care_counter").click()
    reception.until(lambda: reception.widget("give_care").isVisible())
    reception.widget("give_care").click()
    dialog = reception.sheet()
    reception.key(ENTER, CTRL)
    assert dialog.channel.problem_text() == "还没有选客户怎样表示的"
    dialog.channel.set_text("书面签字")
    reception.key(ENTER, CTRL)
    answer = known(reception, guest).consent(Purpose.CARE)
    assert (answer.given, answer.channel) == (True, ConsentChannel.PAPER)


def test_one_click_stops_everything_but_the_service(reception: Reception, guest: int):
    on_tab(reception, guest, "consents")
    reception.widget("stop_phone").click()
    assert [known(reception, guest).consent(purpose).given for purpose in Purpose] == [True, False, False, False]
    reception.until(lambda: not reception.widget("stop_phone").isVisible())


def test_withdrawing_the_service_reminds_of_resigning(reception: Reception, guest: int):
    on_tab(reception, guest, "consents")
    reception.widget("withdraw_service_counter").click()
    assert reception.heard.said[-1][0].endswith("请接着办理退会")


@pytest.mark.parametrize(("who", "button", "title"), [("李敏", "print_consents", "consents"), ("陈静", "print_copy", "details")])
def test_proof_and_copy_go_to_the_printer(reception: Reception, guest: int, who, button, title):
    on_tab(reception, guest, title, who)
    reception.widget(button).click()
    assert type(reception.sheet()).__name__ == "PaperSheet"
    reception.until(reception.sheet().print_button.isEnabled)


def test_the_copy_is_saved_as_a_file_where_the_person_says(reception: Reception, guest: int, tmp_path: Path, monkeypatch):
    from PySide6.QtWidgets import QFileDialog

    target = tmp_path / "个人信息 张伟明.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(target), ""))
    on_tab(reception, guest, "details", "陈静")
    reception.widget("save_copy").click()
    assert "138 2601 2607" in target.read_text(encoding="utf-8-sig")
    assert work.call(lambda: RevealRecord.select().count()) == 1


def test_the_details_hold_what_the_cards_have_no_room_for(reception: Reception, guest: int):
    form = CustomerForm("张伟明", None, alt_contact="李娜", alt_phone="13700000001", address="深圳市南山区科技园路 1 号")
    work.call(lambda: edit_customer(act=reception.act(), customer_id=guest, form=form))
    work.call(lambda: end_vehicle(act=reception.act(), vehicle_id=known_car(guest), reason="已卖出"))
    card = on_tab(reception, guest, "details")
    shown = texts(card.details)
    for words in ("李娜 137 **** 0001", "深圳市南山区科技园路 1 号", "粤B D20716", "2026-11-23 已卖出"):
        assert words in shown
    reception.widget("reveal_details").click()
    assert "李娜 137 0000 0001" in texts(card.details)
    assert card.contact.mobile.text() == "138 2601 2607"
    card.contact.reveal.click()
    assert "李娜 137 **** 0001" in texts(card.details)
    for name in ("merge_customer", "print_copy", "erase_customer"):
        assert not reception.widget(name).isVisible()


def known_car(guest: int) -> int:
    from deskapp.customers.tables import VehicleRecord

    return VehicleRecord.get((VehicleRecord.customer == guest) & (VehicleRecord.plate == "粤BD20716")).id


def texts(panel) -> list[str]:
    from PySide6.QtWidgets import QLabel

    return [label.text() for kind in (Label, QLabel) for label in panel.findChildren(kind) if label.isVisible()]


def test_two_are_compared_and_merged_from_the_card(reception: Reception, guest: int, double: int):
    card = on_tab(reception, guest, "details", "陈静")
    reception.widget("merge_customer").click()
    dialog = reception.sheet()
    assert dialog.primary_button.text() == "先选另一位客户"
    reception.type("zwm")
    reception.until(dialog.picker.model.rows)
    assert [hit.name for hit in dialog.picker.model.rows()] == ["张伟民"]
    reception.key(DOWN)
    reception.key(ENTER)
    reception.until(lambda: dialog.table.isVisible() and dialog.table.taken() == {"address"})
    assert dialog._who.text() == "保留 张伟明（138 **** 2607），并入 张伟民（139 **** 0001）"
    reception.widget("take_mobile").click()
    assert dialog.table.taken() == {"address", "mobile"}
    dialog.reason.set_text("")
    reception.key(ENTER, CTRL)
    assert dialog.reason.problem_text().startswith("请写明合并的原因")
    dialog.reason.set_text("换了手机重新登记")
    reception.key(ENTER, CTRL)
    assert not dialog.is_open()
    found = known(reception, double)
    assert (found.id, found.mobile, found.address) == (guest, "139 **** 0001", "南山区")
    reception.until(lambda: "张伟民" in texts(card.details))


def test_sides_are_changed_before_merging(reception: Reception, guest: int, double: int):
    on_tab(reception, double, "details", "陈静")
    reception.widget("merge_customer").click()
    dialog = reception.sheet()
    reception.type("66010287")
    reception.until(dialog.picker.model.rows)
    reception.key(ENTER)
    reception.until(dialog.table.isVisible)
    assert dialog._who.text().startswith("保留 张伟民")
    reception.widget("swap").click()
    reception.until(lambda: dialog._who.text().startswith("保留 张伟明"))
    reception.key(ENTER, CTRL)
    assert known(reception, double).id == guest


def test_what_cannot_be_merged_says_why_before_anything_is_typed(reception: Reception, guest: int):
    from deskapp.members.enrolment import enroll_member
    from tests.deskapp.members.conftest import enrolment

    form = enrolment("赵一", "13900000002", recruiter=reception.staff["王芳"])
    work.call(lambda: enroll_member(act=reception.act("王芳"), form=form))
    on_tab(reception, guest, "details", "陈静")
    reception.widget("merge_customer").click()
    dialog = reception.sheet()
    reception.type("13900000002")
    reception.until(dialog.picker.model.rows)
    reception.key(ENTER)
    reception.until(lambda: dialog.refusal.isVisible())
    assert "还是待录入" in dialog.refusal.words()
    assert dialog.primary_button.text() == "不能合并"
    reception.key(Qt.Key.Key_Escape)
    assert reception.sheets() == []


def test_a_merge_is_undone_from_the_card_until_something_was_written(reception: Reception, guest: int, double: int):
    done = work.call(
        lambda: merge_customers(act=reception.act("陈静"), survivor_id=guest, loser_id=double, reason="重复登记", take=("birthday",))
    )
    on_tab(reception, guest, "details", "陈静")
    reception.until(lambda: reception.window.findChild(object, f"undo_merge_{done}"))
    reception.widget(f"undo_merge_{done}").click()
    reception.key(ENTER, CTRL)
    assert reception.sheets() == []
    assert known(reception, double).id == double
    again = work.call(lambda: merge_customers(act=reception.act("陈静", minutes=1), survivor_id=guest, loser_id=double, reason="重复登记"))
    work.call(lambda: release(act=reception.act("陈静", minutes=2), holder="JF-20261123-002"))
    reception.window.changed()
    reception.until(lambda: reception.window.findChild(object, f"undo_merge_{again}"))
    reception.widget(f"undo_merge_{again}").click()
    dialog = reception.sheet()
    reception.key(ENTER, CTRL)
    assert dialog.is_open()
    assert "不能撤销" in dialog.summary.text()


def test_erasing_says_what_stands_in_the_way_and_asks_for_identity_and_ground(reception: Reception, guest: int):
    on_tab(reception, guest, "details", "陈静")
    reception.widget("erase_customer").click()
    dialog = reception.sheet()
    assert "请先办理退会" in reception.widget("hindrance").words()
    assert not dialog.primary_button.isEnabled()
    reception.key(Qt.Key.Key_Escape)
    member = work.call(lambda: membership_of(guest))
    work.call(lambda: release(act=reception.act("陈静"), holder="JF-20261123-002"))
    work.call(lambda: resign_member(act=reception.act("陈静"), membership_id=member, reason="搬走"))
    reception.widget("erase_customer").click()
    dialog = reception.sheet()
    dialog.channel.set_text("书面签字")
    dialog.reason.set_text("客户本人书面申请")
    reception.key(ENTER, CTRL)
    assert "请先核对身份" in dialog.summary.text()
    dialog.checked.click()
    reception.key(ENTER, CTRL)
    assert not dialog.is_open()
    found = known(reception, guest)
    assert (found.erased, found.mobile) == (True, "")
    card = reception.card(guest)
    reception.until(lambda: card.accessibleName() == f"客户 {guest}（已清除）")
    assert [pill.pill().words for pill in card._pills if pill.isVisible()] == ["个人信息已清除"]
    for widget in (card.contact.edit, card.contact.reveal, card.vehicles.add, card.note_add, card.enroll, card.details.merge):
        assert not widget.isVisible()
    assert work.call(lambda: balance(customer_id=guest, on=reception.session.now().date())).spendable == 0


def membership_of(guest: int) -> int:
    from deskapp.members.tables import MembershipRecord

    return MembershipRecord.get(MembershipRecord.customer == guest).id


@pytest.mark.parametrize("tab", ["details", "consents", "history"])
@pytest.mark.parametrize("size", [(1366, 768), (1366, 696)])
def test_nothing_is_cut_on_any_tab(reception: Reception, guest: int, tab, size):
    reception.window.resize(*size)
    card = on_tab(reception, guest, tab, "陈静")
    reception.until(lambda: [label.text() for label in card.findChildren(Label) if label.isVisible() and label.is_elided()] == [])
