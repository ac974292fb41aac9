"""Gifts that are not taken along, by keys: the way at the counter, sending off, signed for, not delivered."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from deskapp.customers.tables import CustomerRecord
from deskapp.gifts.domain import HandoverMode, Means, Relation, State
from deskapp.gifts.reading import redemptions
from deskapp.gifts.redemption import redeem_gift
from deskapp.gifts.steps import prepare_gift, send_gift
from deskapp.staff.domain import Role
from tests.deskapp.gifts.counter import an_act, choose, spendable
from tests.deskapp.gifts.way import ADDRESS, BY_COURIER, TOMORROW
from tests.deskapp.people import hire
from tests.ui.gifts.test_page import click, look, press, settle, sheet, state_of
from tests.ui.kit.hands import commit
from tests.ui.papers import text_of
from ui.gifts.basket import Way
from ui.gifts.redeem_dialog import RedeemDialog
from ui.gifts.step_dialogs import SendDialog, SignDialog
from ui.kit import work
from ui.kit.asking import ReasonDialog
from ui.kit.sheet import open_sheets
from ui.kit.theme import Tone

CTRL = Qt.KeyboardModifier.ControlModifier
__all__ = ["look"]


def opened(desk, shop, **how):
    dialog = RedeemDialog(desk, customer_id=shop.guest, **how)
    dialog.open()
    return dialog


def way(dialog, steps):
    """Walk to another way by the arrow keys."""
    dialog.panel.way.setFocus()
    for _ in range(steps):
        press(Qt.Key.Key_Right)


def type_into(widget, text):
    widget.setFocus()
    if text.isascii():
        QTest.keyClicks(widget, text)
    else:
        commit(widget, text)


def ready(shop, means, name="车载香氛"):
    """A redemption prepared to go this way."""
    made = work.call(redeem_gift, act=an_act(shop.people.wang), customer_id=shop.guest, choices=choose(shop.gifts[name]), means=means)
    return work.call(prepare_gift, act=an_act(shop.people.wang), redemption_id=made.id)


def by(shop, staff_id):
    return Means(HandoverMode.DELIVERY, planned_on=TOMORROW, carrier_id=staff_id, address=ADDRESS)


def test_a_delivery_asks_for_day_and_colleague_at_once_and_is_deducted(desk, shop, notices, qtbot):
    dialog = opened(desk, shop)
    press(Qt.Key.Key_Space)
    way(dialog, 2)
    assert dialog.panel.chosen_way() is Way.DELIVERY
    assert dialog.primary_button.text() == "扣分并备货"
    assert dialog.panel.relation.isHidden() or not dialog.panel.relation.isVisible()
    press(Qt.Key.Key_Return, CTRL)
    assert (dialog.means.planned_on.has_problem(), dialog.means.carrier.has_problem()) == (True, True)
    assert "还有 2 处未好" in dialog.summary.text()
    assert QApplication.focusWidget() is dialog.means.planned_on.edit
    QTest.keyClicks(dialog.means.planned_on.edit, "20261124")
    press(Qt.Key.Key_Return)
    QTest.keyClicks(dialog.means.carrier.edit, "limin")
    type_into(dialog.means.place.edit, ADDRESS)
    with qtbot.waitSignal(dialog.accepted):
        press(Qt.Key.Key_Return, CTRL)
    made = state_of(shop)
    assert (made.state, made.carrier, made.planned_on, made.address) == (State.TO_PREPARE, "李敏", TOMORROW, ADDRESS)
    assert notices.said == [("DH-20261123-001 已扣 450 分，余 3,010 分，等客服备货", Tone.GOOD)]
    assert desk.printed == []


def test_what_is_posted_begins_with_the_customers_address(desk, shop, qtbot):
    work.call(lambda: CustomerRecord.update(address=ADDRESS).where(CustomerRecord.id == shop.guest).execute())
    dialog = opened(desk, shop)
    press(Qt.Key.Key_Space)
    way(dialog, 3)
    assert dialog.means.address.text() == ADDRESS
    dialog.means.address.edit.clear()
    press(Qt.Key.Key_Return, CTRL)
    assert dialog.means.address.has_problem()
    type_into(dialog.means.address.edit, "广州市体育西路 100 号")
    with qtbot.waitSignal(dialog.accepted):
        press(Qt.Key.Key_Return, CTRL)
    assert (state_of(shop).mode, state_of(shop).address) == (HandoverMode.COURIER, "广州市体育西路 100 号")


def test_fetched_another_day_needs_no_day(desk, shop, qtbot):
    dialog = opened(desk, shop)
    press(Qt.Key.Key_Space)
    way(dialog, 1)
    with qtbot.waitSignal(dialog.accepted):
        press(Qt.Key.Key_Return, CTRL)
    assert (state_of(shop).state, state_of(shop).mode, state_of(shop).planned_on) == (State.TO_PREPARE, HandoverMode.COUNTER, None)


def test_a_day_that_is_over_is_refused_beside_its_field(desk, shop):
    dialog = opened(desk, shop)
    press(Qt.Key.Key_Space)
    way(dialog, 1)
    type_into(dialog.means.fetch_on.edit, "20261122")
    press(Qt.Key.Key_Return, CTRL)
    assert "约定日期 2026-11-22 已经过了" in dialog.summary.text()
    assert state_of_all(shop) == []


def state_of_all(shop):
    return work.call(redemptions, act=an_act(shop.people.wang))


def test_without_the_right_the_way_goes_into_the_application(desk, shop, notices, qtbot):
    desk.sign_in(shop.people.li)
    dialog = opened(desk, shop)
    press(Qt.Key.Key_Space)
    way(dialog, 1)
    assert dialog.primary_button.text() == "提交申请"
    with qtbot.waitSignal(dialog.accepted):
        press(Qt.Key.Key_Return, CTRL)
    assert state_of(shop).state is State.APPLIED


def test_a_draft_keeps_the_way(desk, shop):
    dialog = opened(desk, shop)
    press(Qt.Key.Key_Space)
    way(dialog, 2)
    type_into(dialog.means.planned_on.edit, "20261124")
    type_into(dialog.means.place.edit, ADDRESS)
    press(Qt.Key.Key_Escape)
    again = opened(desk, shop, draft=desk.drafts.all()[0])
    assert again.panel.chosen_way() is Way.DELIVERY
    assert (again.means.planned_on.value(), again.means.place.text()) == (date(2026, 11, 24), ADDRESS)


def test_a_colleague_is_sent_with_the_paper_and_signs_for_it(look, shop, desk, window, notices, qtbot):
    ready(shop, by(shop, shop.people.li))
    page = look()
    panel = page.redemptions.panel
    assert panel.primary.text() == "安排送达…"
    page.redemptions.view.setFocus()
    press(Qt.Key.Key_Return, CTRL)
    dialog = sheet(window)
    assert isinstance(dialog, SendDialog)
    assert (dialog.mode.value(), dialog.means.carrier.value(), dialog.means.place.text()) == (
        HandoverMode.DELIVERY,
        shop.people.li,
        ADDRESS,
    )
    press(Qt.Key.Key_Return, CTRL)
    assert state_of(shop).state is State.ON_THE_WAY
    assert "送达人" in text_of(desk.printed[0].render(desk.printed[0].papers[0], 0).pdf)
    desk.sign_in(shop.people.li)
    page = look()
    qtbot.waitUntil(lambda: page.redemptions.panel.primary.text() == "送达签收")
    click(page.redemptions.panel.primary)
    dialog = sheet(window)
    assert isinstance(dialog, SignDialog)
    dialog.relation.set_value(Relation.FAMILY)
    type_into(dialog.received_by.edit, "李娜")
    press(Qt.Key.Key_Return, CTRL)
    assert (state_of(shop).state, state_of(shop).signed_by, state_of(shop).handled_by) == (State.RECEIVED, "李娜", "李敏")


def test_a_parcel_needs_its_number_and_nobody_at_home_brings_it_back(look, shop, window, qtbot):
    ready(shop, BY_COURIER)
    page = look()
    panel = page.redemptions.panel
    assert panel.primary.text() == "登记寄出…"
    click(panel.primary)
    dialog = sheet(window)
    press(Qt.Key.Key_Return, CTRL)
    assert dialog.courier_no.has_problem()
    type_into(dialog.courier_no.edit, "sf1234567890")
    press(Qt.Key.Key_Return, CTRL)
    assert state_of(shop).courier_no == "SF1234567890"
    settle(page, qtbot)
    qtbot.waitUntil(lambda: panel.other.text() == "没有送到…")
    click(panel.other)
    dialog = sheet(window)
    assert isinstance(dialog, ReasonDialog)
    press(Qt.Key.Key_Return, CTRL)
    assert dialog.is_open()
    commit(dialog.edit, "拒收")
    press(Qt.Key.Key_Return, CTRL)
    assert (state_of(shop).state, state_of(shop).courier_no) == (State.READY, "")
    assert work.call(spendable, shop.guest) == 2_860


def test_the_way_is_changed_both_ways_before_it_leaves(look, shop, window, qtbot):
    ready(shop, Means(later=True))
    page = look()
    panel = page.redemptions.panel
    assert (panel.primary.text(), panel.other.text()) == ("登记签收", "改为送达或邮寄…")
    click(panel.other)
    dialog = sheet(window)
    assert isinstance(dialog, SendDialog)
    type_into(dialog.means.planned_on.edit, "20261125")
    type_into(dialog.means.carrier.edit, "wangfang")
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Return, CTRL)
    assert (state_of(shop).state, state_of(shop).carrier) == (State.ON_THE_WAY, "王芳")


def test_the_customer_fetches_himself_what_was_to_be_posted(look, shop, window):
    ready(shop, BY_COURIER)
    panel = look().redemptions.panel
    assert panel.other.text() == "客户自己来领：登记签收…"
    click(panel.other)
    assert isinstance(sheet(window), SignDialog)
    press(Qt.Key.Key_Return, CTRL)
    assert (state_of(shop).state, state_of(shop).mode) == (State.RECEIVED, HandoverMode.COUNTER)


@pytest.mark.parametrize("step", ["sign", "escape"])
def test_an_advisor_sees_only_what_he_brings_and_takes_its_step(look, shop, desk, window, qtbot, step):
    fan = work.call(hire, "周凯", Role.SERVICE_ADVISOR)
    ready(shop, BY_COURIER, "精洗券 1 张")
    mine = ready(shop, by(shop, fan))
    work.call(send_gift, act=an_act(shop.people.wang), redemption_id=mine.id, means=by(shop, fan))
    desk.sign_in(fan)
    page = look()
    assert [one.id for one in page.redemptions.model.rows()] == [mine.id]
    assert (page.tabs.isHidden(), page.redeem.isHidden(), page.redemptions.panel.cancel.isHidden()) == (True, True, True)
    click(page.redemptions.panel.primary)
    if step == "escape":
        press(Qt.Key.Key_Escape)
        assert open_sheets(window) == []
        return
    press(Qt.Key.Key_Return, CTRL)
    done = next(one for one in state_of_all(shop) if one.id == mine.id)
    assert (done.state, done.handled_by) == (State.RECEIVED, "周凯")


def test_the_list_is_narrowed_by_the_way_and_printed_as_it_stands(look, shop, desk, qtbot):
    ready(shop, BY_COURIER)
    ready(shop, Means(later=True), "精洗券 1 张")
    page = look()
    page.redemptions.mode.set_value(HandoverMode.COURIER)
    settle(page, qtbot)
    assert [one.waits_for for one in page.redemptions.model.rows()] == ["客服寄出"]
    click(page.paper)
    (job,) = desk.printed
    said = "".join(text_of(job.render(job.papers[0], 0).pdf).split())
    assert "礼品兑换进度表" in said
    assert "未完成和今天，邮寄" in said
    assert "精洗券" not in said
