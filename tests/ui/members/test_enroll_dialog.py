"""F3: a guest becomes a member by the keyboard alone."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from deskapp.customers.views import customer
from deskapp.members.domain import MemberState
from deskapp.members.reading import member
from tests.deskapp.members.conftest import enrolment
from tests.ui.reception import ALT, CTRL, Reception
from ui.kit import theme, work
from ui.kit.labels import text_width
from ui.kit.theme import Tone

ENTER, LEFT, RIGHT = Qt.Key.Key_Return, Qt.Key.Key_Left, Qt.Key.Key_Right


def fill(desk: Reception, *, name="张伟", mobile="13826012607", plate="D20716", card="66010342", answers=(LEFT, RIGHT, LEFT, RIGHT)) -> int:
    """Fill the open form by keys; how many entries that took."""
    entries = 0
    for field, text in (("name_edit", name), ("mobile_edit", mobile), ("plate_edit", plate), ("card_no_edit", card)):
        while desk.focus() != field:
            desk.key(ENTER)
        desk.type(text)
        entries += 1
    for purpose, key in zip(("service", "marketing", "care", "share"), answers, strict=True):
        while desk.focus() != f"consent_{purpose}_edit":
            desk.key(ENTER)
        desk.key(key)
        entries += 1
    return entries


def a_member(desk: Reception, **how):
    from deskapp.members.enrolment import enroll_member

    form = enrolment(**({"name": "张伟明", "card": "66010287", "plate": "粤B3K852", "recruiter": desk.staff["李敏"]} | how))
    return work.call(lambda: enroll_member(act=desk.act(), form=form))


def the_member(desk: Reception, membership_id: int):
    return work.call(lambda: member(act=desk.act(), membership_id=membership_id))


def test_a_guest_joins_in_eight_entries_and_stands_on_his_card(reception: Reception):
    reception.key(Qt.Key.Key_F3)
    assert reception.focus() == "name_edit"
    assert fill(reception, name="䶮·𫍯") == 8
    made = []
    reception.sheet().accepted.connect(made.append)
    reception.key(ENTER, CTRL)
    assert reception.sheets() == []
    assert made[0].state is MemberState.ACTIVE
    found = the_member(reception, made[0].membership_id)
    assert (found.name, found.plates, found.card_no, found.recruiter_id) == ("䶮·𫍯", ("粤B D20716",), "66010342", reception.staff["李敏"])
    assert reception.heard.said == [("䶮·𫍯 已入会，卡号 6601 0342，入会积分 +20", Tone.GOOD)]
    card = reception.window.pages.currentWidget()
    reception.until(lambda: card.accessibleName() == "䶮·𫍯")


def test_answers_are_the_guests_own_and_a_missing_one_is_asked_for(reception: Reception):
    reception.key(Qt.Key.Key_F3)
    fill(reception, answers=(LEFT, RIGHT, LEFT, Qt.Key.Key_Tab))
    reception.key(ENTER, CTRL)
    dialog = reception.sheet()
    assert dialog.is_open()
    assert dialog.summary.text() == "还有 1 处未好：“提供给厂家和保险公司”还没有选。"
    assert reception.focus() == "consent_share_edit"
    reception.key(RIGHT)
    reception.key(ENTER, CTRL)
    assert not dialog.is_open()


def test_a_letter_o_in_the_plate_is_mended_with_one_key(reception: Reception):
    reception.key(Qt.Key.Key_F3)
    fill(reception, plate="1O852")
    reception.key(ENTER, CTRL)
    dialog = reception.sheet()
    assert dialog.summary.text().startswith("还有 1 处未好：车牌序号里没有字母 I 和 O")
    assert reception.focus() == "plate_edit"
    reception.key(Qt.Key.Key_1, ALT)
    assert dialog.vehicle.plate.text() == "粤B10852"
    reception.key(ENTER, CTRL)
    assert not dialog.is_open()


def test_whoever_has_the_mobile_already_stands_beside_it_and_opens_with_one_key(reception: Reception):
    known = a_member(reception)
    reception.key(Qt.Key.Key_F3)
    reception.type("张伟")
    reception.key(ENTER)
    reception.key(ENTER)
    reception.type("13826012607")
    dialog = reception.sheet()
    notice = dialog.duplicates.notices["mobile"]
    reception.until(notice.isVisible)
    assert notice.accessibleName() == "这个手机已有 1 位客户"
    reception.key(Qt.Key.Key_O, ALT)
    assert reception.sheets() == []
    assert reception.window.customer_id == known.customer_id
    assert [draft.title for draft in reception.window.drafts.all()] == ["入会 张伟"]


def test_a_family_shares_a_mobile_with_a_reason(reception: Reception):
    a_member(reception)
    reception.key(Qt.Key.Key_F3)
    dialog = reception.sheet()
    fill(reception, name="张小雨")
    reception.until(dialog.duplicates.notices["mobile"].isVisible)
    reception.key(ENTER, CTRL)
    assert "家人共用请写明原因" in dialog.summary.text()
    reception.widget("share_mobile").click()
    assert reception.focus() == "mobile_shared_reason"
    reception.type("父女共用")
    reception.key(ENTER, CTRL)
    assert not dialog.is_open()
    assert reception.heard.said[-1][0].startswith("张小雨 已入会")


def test_what_goes_wrong_after_a_refused_save_is_counted_too_and_a_doubt_until_it_is_answered(reception: Reception):
    a_member(reception)
    reception.key(Qt.Key.Key_F3)
    dialog = reception.sheet()
    fill(reception, mobile="13826012607", answers=(LEFT, RIGHT, LEFT, Qt.Key.Key_Tab))
    notice = dialog.duplicates.notices["mobile"]
    reception.until(notice.isVisible)
    reception.key(ENTER, CTRL)
    shared = "这个手机已有 1 位客户：张伟明，家人共用请写明原因"
    unanswered = "“提供给厂家和保险公司”还没有选"
    assert dialog.summary.text() == f"还有 2 处未好：{shared}；{unanswered}。"
    dialog.vehicle.plate.focus_editor()
    reception.key(Qt.Key.Key_A, CTRL)
    reception.type("12")
    assert dialog.summary.text() == f"还有 2 处未好：{shared}；{unanswered}。", "nothing is said while one types"
    reception.key(ENTER)
    assert dialog.vehicle.plate.has_problem()
    assert dialog.summary.text().startswith(f"还有 3 处未好：{shared}；")
    notice.findChild(QWidget, "share_mobile").click()
    reception.type("父女")
    assert dialog.summary.text().startswith("还有 2 处未好：车牌")
    assert not dialog.customer.mobile.has_problem()


def test_the_name_has_room_for_eight_characters_beside_the_salutation(reception: Reception):
    reception.key(Qt.Key.Key_F3)
    edit = reception.sheet().customer.name.edit
    inside = edit.width() - 2 * theme.CONTROL_PADDING
    assert text_width("欧阳娜娜阿卜杜拉") <= inside


def test_a_car_of_somebody_else_comes_over_with_a_tick(reception: Reception):
    seller = a_member(reception, plate="粤BD20716")
    reception.key(Qt.Key.Key_F3)
    dialog = reception.sheet()
    fill(reception, mobile="13900000001")
    reception.until(dialog.duplicates.notices["plate"].isVisible)
    reception.widget("take_over_plate").click()
    reception.key(ENTER, CTRL)
    assert not dialog.is_open()
    sold = work.call(lambda: customer(act=reception.act(), customer_id=seller.customer_id))
    assert [car.ended_why for car in sold.past_vehicles] == ["转到客户 张伟"]


def test_a_card_somebody_has_is_said_before_and_refused_at_the_save(reception: Reception):
    a_member(reception)
    reception.key(Qt.Key.Key_F3)
    dialog = reception.sheet()
    fill(reception, mobile="13900000001", card="66010287")
    reception.until(dialog.duplicates.notices["card_no"].isVisible)
    reception.key(ENTER, CTRL)
    assert dialog.summary.text() == "还有 1 处未好：这张会员卡已经给了 张伟明，请换一张。"
    assert reception.focus() == "card_no_edit"


def test_a_refused_service_consent_says_what_is_not_affected(reception: Reception):
    reception.key(Qt.Key.Key_F3)
    dialog = reception.sheet()
    fill(reception, answers=(RIGHT, RIGHT, RIGHT, RIGHT))
    reception.key(ENTER, CTRL)
    assert "购车、维修等其他服务不受影响" in dialog.summary.text()
    assert dialog.consents[next(iter(dialog.consents))].has_problem()


def test_esc_keeps_the_typing_and_the_draft_key_brings_it_back(reception: Reception):
    reception.key(Qt.Key.Key_F3)
    dialog = reception.sheet()
    fill(reception)
    reception.key(Qt.Key.Key_Escape)
    assert not dialog.is_open()
    assert reception.window.drafts.all()[0].title == "入会 张伟"
    reception.key(Qt.Key.Key_D, CTRL)
    again = reception.sheet()
    assert again is not dialog
    assert (again.customer.name.text(), again.vehicle.plate.text(), again.card.text()) == ("张伟", "粤BD20716", "66010342")
    assert [row.text() for row in again.consents.values()] == ["同意", "不同意", "同意", "不同意"]
    reception.key(ENTER, CTRL)
    assert not again.is_open()
    assert reception.window.drafts.all() == ()


def test_an_unplated_car_asks_for_its_vin_beside_the_plate(reception: Reception):
    reception.key(Qt.Key.Key_F3)
    dialog = reception.sheet()
    fill(reception, plate="")
    dialog.vehicle.plate.tick.click()
    reception.until(dialog.vehicle.vin.isVisible)
    reception.key(ENTER, CTRL)
    assert dialog.summary.text() == "还有 1 处未好：还没有填车架号。"  # said with all that is missing, not after the rest is mended
    assert reception.focus() == "vin_edit"
    reception.type("LSVAA41T2RN000001")
    reception.key(ENTER, CTRL)
    assert not dialog.is_open()


def test_the_folded_data_open_by_key_and_are_saved(reception: Reception):
    reception.key(Qt.Key.Key_F3)
    dialog = reception.sheet()
    fill(reception)
    reception.key(Qt.Key.Key_M, ALT)
    assert reception.focus() == "vin_edit"
    dialog.customer.birthday.set_text("农历 08-15")
    dialog.vehicle.model.set_text("ID.4 CROZZ")
    dialog.vehicle.odometer.set_text("12,380")
    made = []
    dialog.accepted.connect(made.append)
    reception.key(ENTER, CTRL)
    guest = work.call(lambda: customer(act=reception.act(), customer_id=made[0].customer_id))
    assert (guest.birthday.month, guest.birthday.lunar, guest.vehicles[0].model, guest.vehicles[0].odometer_km) == (
        8,
        True,
        "ID.4 CROZZ",
        12_380,
    )


def test_a_company_joins_with_its_contact(reception: Reception):
    reception.key(Qt.Key.Key_F3)
    dialog = reception.sheet()
    dialog.customer.kind.choose(1)
    dialog.customer.company.focus_editor()
    reception.type("深圳恒达物流有限公司")
    dialog.customer.contact.focus_editor()
    reception.type("单丽")
    dialog.customer.mobile.focus_editor()
    reception.type("13826012607")
    dialog.vehicle.plate.focus_editor()
    reception.type("D20716")
    dialog.card.focus_editor()
    reception.type("66010342")
    for row in dialog.consents.values():
        row.focus_editor()
        reception.key(LEFT)
    reception.key(ENTER, CTRL)
    assert not dialog.is_open()
    assert reception.heard.said[-1][0].startswith("深圳恒达物流有限公司 已入会")


def test_the_front_desk_leaves_it_to_customer_service(reception: Reception):
    reception.sign_in("王芳")
    reception.key(Qt.Key.Key_F3)
    fill(reception)
    made = []
    reception.sheet().accepted.connect(made.append)
    reception.key(ENTER, CTRL)
    assert made[0].state is MemberState.PENDING
    assert reception.heard.said == [("张伟 已保存，待客服录入确认", Tone.WARN)]


def test_a_higher_level_needs_its_reason(reception: Reception):
    reception.key(Qt.Key.Key_F3)
    dialog = reception.sheet()
    fill(reception)
    dialog.level.set_text("金卡")
    reception.key(ENTER, CTRL)
    assert reception.focus() == "reason"
    reception.type("老客户换卡")
    made = []
    dialog.accepted.connect(made.append)
    reception.key(ENTER, CTRL)
    assert the_member(reception, made[0].membership_id).level_why == "指定：老客户换卡"


def test_a_known_guest_is_only_asked_for_card_and_answers(reception: Reception):
    from deskapp.customers.domain import CustomerForm, VehicleForm
    from deskapp.customers.service import add_customer

    known = work.call(
        lambda: add_customer(act=reception.act(), form=CustomerForm("李娜", "13900000001"), vehicles=[VehicleForm("粤B66666")])
    )
    reception.card(known).start_enrolment()
    dialog = reception.sheet()
    assert reception.focus() == "card_no_edit"
    assert not dialog.customer.name.isVisible()
    assert not dialog.vehicle.plate.isVisible()
    reception.type("66010342")
    for row in dialog.consents.values():
        row.focus_editor()
        reception.key(LEFT)
    made = []
    dialog.accepted.connect(made.append)
    reception.key(ENTER, CTRL)
    assert made[0].customer_id == known


def test_save_and_print_shows_the_application_form(reception: Reception):
    reception.key(Qt.Key.Key_F3)
    fill(reception)
    reception.key(Qt.Key.Key_P, CTRL)
    reception.until(lambda: [sheet.accessibleName() for sheet in reception.sheets()] == ["打印会员入会申请表"])


@pytest.mark.parametrize("size", [(1366, 768), (1366, 696)])
def test_the_whole_form_stands_in_the_smallest_window(reception: Reception, size):
    reception.window.resize(*size)
    reception.key(Qt.Key.Key_F3)
    dialog = reception.sheet()
    assert dialog.width() == 960
    assert dialog.height() == 664
    assert dialog.more.head.isVisible()
    assert not dialog._body.verticalScrollBar().isVisible()


def test_a_half_filled_company_comes_back_as_a_company(reception: Reception):
    reception.key(Qt.Key.Key_F3)
    dialog = reception.sheet()
    dialog.customer.kind.choose(1)
    dialog.customer.company.set_text("深圳恒达物流有限公司")
    dialog.customer.contact.set_text("单丽")
    reception.key(Qt.Key.Key_Escape)
    reception.key(Qt.Key.Key_D, CTRL)
    again = reception.sheet()
    assert again.customer.is_company()
    assert (again.customer.company.text(), again.customer.contact.text()) == ("深圳恒达物流有限公司", "单丽")


def test_all_three_hints_at_once_stay_inside_their_columns(reception: Reception):
    a_member(reception)
    reception.key(Qt.Key.Key_F3)
    dialog = reception.sheet()
    fill(reception, plate="3K852", card="66010287")
    notices = [dialog.duplicates.notices[field] for field in ("mobile", "plate", "card_no")]
    for notice in notices:
        reception.until(notice.isVisible)
    reception.until(lambda: all(notice.width() <= 328 for notice in notices))
    assert not dialog._body.horizontalScrollBar().isVisible()
