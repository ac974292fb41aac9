"""Redeeming by keys: chosen, saved and printed in five entries; refused, left as an application, cancelled and taken up again."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from deskapp.errors import UserError
from deskapp.gifts.catalogue import edit_gift
from deskapp.gifts.domain import Choice, GiftEntry, Relation, State
from deskapp.gifts.reading import redemptions
from deskapp.gifts.receipt import PAPERS
from deskapp.gifts.redemption import redeem_gift
from deskapp.members.domain import MemberState
from tests.deskapp.gifts.counter import an_act, member, spendable
from tests.ui.kit.hands import commit
from tests.ui.papers import text_of
from ui.gifts.redeem_dialog import RedeemDialog
from ui.gifts.shelf import OFFER_ROLE
from ui.kit import work
from ui.kit.theme import Tone

CTRL = Qt.KeyboardModifier.ControlModifier


def opened(desk, shop, **how) -> RedeemDialog:
    dialog = RedeemDialog(desk, customer_id=shop.guest, **how)
    dialog.open()
    return dialog


def press(*keys, modifier=Qt.KeyboardModifier.NoModifier):
    """Keys into whatever has the focus."""
    for key in keys:
        QTest.keyClick(QApplication.focusWidget(), key, modifier)


def saved(shop):
    return work.call(redemptions, act=an_act(shop.people.wang))


def stand_on(dialog, name):
    """Walk the cursor to a card by the arrow keys."""
    dialog.shelf.setFocus()
    press(Qt.Key.Key_Home)
    for _ in range(dialog.shelf.cards.rowCount()):
        if dialog.shelf.current().offer.gift.name == name:
            return
        press(Qt.Key.Key_Right)
    raise AssertionError(f"no card {name}")


def test_two_gifts_are_chosen_saved_and_printed_by_five_keys(desk, shop, notices, qtbot):
    dialog = opened(desk, shop)
    assert QApplication.focusWidget() is dialog.shelf
    press(Qt.Key.Key_Right, Qt.Key.Key_Space, Qt.Key.Key_Space, Qt.Key.Key_Right, Qt.Key.Key_Space)
    assert (dialog.cost, dialog.panel.sums.after()) == (2_000, "1,460")
    with qtbot.waitSignal(dialog.accepted):
        press(Qt.Key.Key_Return, modifier=CTRL)
    (made,) = saved(shop)
    assert (made.state, made.what, made.points_after) == (State.RECEIVED, "车载香氛 ×2、精洗券 1 张 ×1", 1_460)
    assert notices.said == [("张伟明 已兑换 车载香氛 ×2、精洗券 1 张 ×1，余 1,460 分", Tone.GOOD)]
    (job,) = desk.printed
    assert (job.number, job.papers) == (made.number, PAPERS)
    printed = job.render(job.papers[0], 0)
    assert made.number in text_of(printed.pdf)
    assert not dialog.is_open()
    assert desk.drafts.all() == ()


def test_the_cards_say_what_can_be_taken(desk, shop):
    dialog = opened(desk, shop)
    said = [dialog.shelf.cards.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(6)]
    assert said == [
        "反向车用雨伞，450 分，库存 31",
        "车载香氛，600 分，库存 23",
        "精洗券 1 张，800 分，库存 40",
        "颈枕一对，980 分，库存 0，暂时无货",
        "车载急救包，1,200 分，库存 12",
        "316 保温壶 1.5L，3,580 分，库存 5，还差 120 分",
    ]


@pytest.mark.parametrize("name", ["颈枕一对", "316 保温壶 1.5L"])
def test_what_is_out_of_stock_or_out_of_reach_is_not_taken(desk, shop, name):
    dialog = opened(desk, shop)
    stand_on(dialog, name)
    press(Qt.Key.Key_Space)
    assert dialog.basket() == {}


def test_the_limit_of_a_slip_stops_the_space_bar(desk, shop):
    dialog = opened(desk, shop)
    stand_on(dialog, "精洗券 1 张")
    press(Qt.Key.Key_Space, Qt.Key.Key_Space, Qt.Key.Key_Space)
    assert dialog.basket() == {shop.gifts["精洗券 1 张"].id: 2}


def test_who_has_had_his_share_of_the_year_is_told_on_the_card(desk, shop):
    wash = shop.gifts["精洗券 1 张"]
    work.call(edit_gift, act=an_act(shop.people.chen), gift_id=wash.id, entry=GiftEntry("精洗券 1 张", 800, limit_per_member=1))
    work.call(redeem_gift, act=an_act(shop.people.wang), customer_id=shop.guest, choices=[Choice(wash.id, 1, 800)])
    dialog = opened(desk, shop)
    stand_on(dialog, "精洗券 1 张")
    assert dialog.shelf.current().words() == "精洗券 1 张，800 分，库存 39，已兑满"
    press(Qt.Key.Key_Space)
    assert dialog.basket() == {}


def test_delete_and_the_stepper_take_out_again(desk, shop):
    dialog = opened(desk, shop)
    perfume = shop.gifts["车载香氛"].id
    stand_on(dialog, "车载香氛")
    press(Qt.Key.Key_Space, Qt.Key.Key_Space, Qt.Key.Key_Delete)
    assert dialog.basket() == {perfume: 1}
    stepper = dialog.panel.lines.stepper(perfume)
    QTest.keyClick(stepper, Qt.Key.Key_Up)
    assert dialog.basket() == {perfume: 2}
    QTest.keyClick(stepper, Qt.Key.Key_Down)
    QTest.keyClick(stepper, Qt.Key.Key_Down)
    assert dialog.basket() == {}
    assert dialog.primary_button.text() == "先选一件礼品"


def test_a_click_on_a_card_takes_it_and_clear_empties_the_basket(desk, shop):
    dialog = opened(desk, shop)
    card = dialog.shelf.visualRect(dialog.shelf.cards.index(0, 0))
    QTest.mouseClick(dialog.shelf.viewport(), Qt.MouseButton.LeftButton, pos=card.center())
    assert dialog.basket() == {shop.gifts["反向车用雨伞"].id: 1}
    QTest.mouseClick(dialog.panel.clear, Qt.MouseButton.LeftButton)
    assert dialog.basket() == {}


def test_only_points_that_are_there_can_be_spent(desk, shop):
    dialog = opened(desk, shop)
    stand_on(dialog, "车载急救包")
    press(Qt.Key.Key_Space, Qt.Key.Key_Space, Qt.Key.Key_Space)
    assert dialog.basket() == {shop.gifts["车载急救包"].id: 2}
    stand_on(dialog, "反向车用雨伞")
    press(Qt.Key.Key_Space, Qt.Key.Key_Space, Qt.Key.Key_Space)
    assert dialog.panel.sums.after() == "160"


@pytest.mark.parametrize(
    ("typed", "found"),
    [("xiangfen", ["车载香氛"]), ("czxf", ["车载香氛"]), ("LP-003", ["精洗券 1 张"]), ("车载", ["车载香氛", "车载急救包"])],
)
def test_gifts_are_found_by_name_pinyin_and_number(desk, shop, typed, found):
    dialog = opened(desk, shop)
    dialog.search.setFocus()
    commit(dialog.search, typed)
    rows = range(dialog.shelf.cards.rowCount())
    assert [dialog.shelf.cards.index(row, 0).data(OFFER_ROLE).offer.gift.name for row in rows] == found


def test_the_segments_show_what_is_in_reach(desk, shop):
    dialog = opened(desk, shop)
    dialog.which.setFocus()
    press(Qt.Key.Key_Right)
    rows = range(dialog.shelf.cards.rowCount())
    assert [dialog.shelf.cards.index(row, 0).data(OFFER_ROLE).offer.gift.points for row in rows] == [450, 600, 800, 1_200]


def test_a_clerk_without_the_right_leaves_an_application(desk, shop, notices, qtbot):
    desk.sign_in(shop.people.li)
    dialog = opened(desk, shop)
    press(Qt.Key.Key_Space)
    assert dialog.primary_button.text() == "提交申请"
    with qtbot.waitSignal(dialog.accepted):
        press(Qt.Key.Key_Return, modifier=CTRL)
    assert saved(shop)[0].state is State.APPLIED
    assert notices.said == [("DH-20261123-001 已提交，等客服审核", Tone.WARN)]
    assert desk.printed == []


def test_above_the_limit_the_button_says_application(desk, shop):
    dialog = opened(desk, shop)
    stand_on(dialog, "车载急救包")
    press(Qt.Key.Key_Space)
    assert dialog.primary_button.text() == "兑换并打印"
    press(Qt.Key.Key_Space)
    assert dialog.primary_button.text() == "提交申请"


def test_a_changed_price_is_told_and_shown_and_the_next_press_takes_it(desk, shop, notices):
    dialog = opened(desk, shop)
    stand_on(dialog, "车载香氛")
    press(Qt.Key.Key_Space)
    work.call(edit_gift, act=an_act(shop.people.chen), gift_id=shop.gifts["车载香氛"].id, entry=GiftEntry("车载香氛", 650))
    press(Qt.Key.Key_Return, modifier=CTRL)
    assert dialog.is_open()
    assert "车载香氛 的积分刚改为 650 分（原 600 分）" in dialog.summary.text()
    assert dialog.panel.sums.after() == "2,810"
    assert saved(shop) == []
    press(Qt.Key.Key_Return, modifier=CTRL)
    assert saved(shop)[0].cost == 650


def test_points_spent_at_another_counter_are_told_with_the_new_balance(desk, shop):
    dialog = opened(desk, shop)
    stand_on(dialog, "车载急救包")
    press(Qt.Key.Key_Space, Qt.Key.Key_Space)
    elsewhere = [Choice(shop.gifts["精洗券 1 张"].id, 2, 800), Choice(shop.gifts["车载香氛"].id, 1, 600)]
    work.call(redeem_gift, act=an_act(shop.people.li), customer_id=shop.guest, choices=elsewhere)
    press(Qt.Key.Key_Return, modifier=CTRL)
    assert dialog.summary.text() == "积分不足：可用 1,260，需要 2,400。"
    assert (dialog.panel.sums.after(), dialog.primary_button.text()) == ("−1,140", "还差 1,140 分")
    assert not dialog.primary_button.isEnabled()
    assert work.call(spendable, shop.guest) == 1_260
    stand_on(dialog, "车载急救包")
    press(Qt.Key.Key_Delete)
    assert dialog.primary_button.text() == "兑换并打印"


def test_the_signer_is_asked_for_his_name_and_a_proxy_for_his_mobile(desk, shop, qtbot):
    dialog = opened(desk, shop)
    press(Qt.Key.Key_Space)
    dialog.panel.relation.setFocus()
    press(Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right)
    assert dialog.panel.relation.value() is Relation.PROXY
    press(Qt.Key.Key_Return, modifier=CTRL)
    assert dialog.panel.received_by.has_problem()
    assert dialog.panel.mobile.has_problem()
    assert QApplication.focusWidget() is dialog.panel.received_by.edit
    commit(dialog.panel.received_by.edit, "李强")
    press(Qt.Key.Key_Return)
    assert QApplication.focusWidget() is dialog.panel.mobile.edit
    QTest.keyClicks(dialog.panel.mobile.edit, "13900001234")
    with qtbot.waitSignal(dialog.accepted):
        press(Qt.Key.Key_Return, modifier=CTRL)
    assert (saved(shop)[0].signed_by, saved(shop)[0].receiver.mobile) == ("李强", "13900001234")


def test_escape_keeps_a_draft_and_the_form_goes_on_where_it_was(desk, shop):
    dialog = opened(desk, shop)
    stand_on(dialog, "车载香氛")
    press(Qt.Key.Key_Space, Qt.Key.Key_Space)
    press(Qt.Key.Key_Escape)
    assert not dialog.is_open()
    assert saved(shop) == []
    (draft,) = desk.drafts.all()
    assert (draft.form, draft.title, draft.values["customer_id"]) == ("redeem", "兑换 张伟明", shop.guest)
    again = opened(desk, shop, draft=draft)
    assert again.basket() == {shop.gifts["车载香氛"].id: 2}
    assert again.request_id == draft.request_id


def test_a_form_that_had_been_saved_shows_what_was_saved(desk, shop, notices):
    dialog = opened(desk, shop)
    press(Qt.Key.Key_Space)
    act = an_act(shop.people.wang)
    sent = type(act)(act.staff_id, act.at, act.pc, dialog.request_id)
    first = work.call(redeem_gift, act=sent, customer_id=shop.guest, choices=[Choice(shop.gifts["精洗券 1 张"].id, 1, 800)])
    press(Qt.Key.Key_Return, modifier=CTRL)
    assert not dialog.is_open()
    assert notices.said == [(f"已按 {first.number} 保存，之后的修改未保存", Tone.WARN)]
    assert desk.opened == [first.number]


def test_who_may_not_spend_is_told_before_anything_is_chosen(desk, shop):
    lost = work.call(member, "李娜", points=900, state=MemberState.LOST)
    with pytest.raises(UserError, match="挂失"):
        RedeemDialog(desk, customer_id=lost)


@pytest.mark.parametrize("height", [768, 696])
def test_the_form_fits_the_smallest_screen(desk, shop, window, height):
    window.resize(1366, height)
    dialog = opened(desk, shop)
    press(Qt.Key.Key_Space)
    dialog.panel.relation.set_value(Relation.PROXY)
    press(Qt.Key.Key_Return, modifier=CTRL)
    QApplication.processEvents()
    assert dialog.height() <= 664
    assert dialog.rect().contains(dialog.primary_button.geometry().translated(dialog.panel.mapTo(dialog, dialog.panel.rect().topLeft())))
