"""The gift page by keys and clicks: the next step of each redemption, the catalogue and its stock."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from deskapp.gifts.catalogue import gifts
from deskapp.gifts.domain import MoveKind, Picture, Relation, State
from deskapp.gifts.reading import redemptions
from deskapp.gifts.redemption import redeem_gift
from deskapp.gifts.steps import approve_redemption, prepare_gift
from deskapp.gifts.stock import move_stock, stock_moves
from deskapp.staff.domain import Role
from tests.conftest import MORNING
from tests.deskapp.gifts.counter import an_act, choose, gift, spendable
from tests.deskapp.people import hire
from tests.ui.kit.hands import commit
from ui.desk import DeskAct
from ui.gifts.gift_dialog import GiftDialog
from ui.gifts.page import CATALOGUE, GiftsPage
from ui.gifts.redemptions_view import due_pill
from ui.gifts.step_dialogs import SignDialog, UndoDialog
from ui.gifts.stock_dialog import StockDialog
from ui.kit import work
from ui.kit.asking import ReasonDialog
from ui.kit.sheet import open_sheets
from ui.kit.theme import Tone

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def look(desk, window, qtbot):
    """Opens the page as the person who is signed in and waits for its list."""

    def open_page(*, tab: str = "") -> GiftsPage:
        page = GiftsPage(desk)
        window.setCentralWidget(page)
        page.show()
        if tab:
            page.tabs.set_value(tab)
        shown = page.catalogue if tab else page.redemptions
        qtbot.waitUntil(lambda: shown.model.is_loaded)
        settle(page, qtbot)
        return page

    return open_page


def settle(page, qtbot):
    """Wait until everything the page asked for has arrived."""
    seen = []
    page.refresh()
    work.latest(page, lambda: None, seen.append, topic="settled")
    qtbot.waitUntil(lambda: bool(seen))
    work.latest(page, lambda: None, seen.append, topic="settled")
    qtbot.waitUntil(lambda: len(seen) > 1)


def press(key, modifier=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget(), key, modifier)


def click(button):
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def apply_for(shop, name="车载香氛"):
    return work.call(redeem_gift, act=an_act(shop.people.li), customer_id=shop.guest, choices=choose(shop.gifts[name]))


def state_of(shop, redemption_id=1):
    return next(one for one in work.call(redemptions, act=an_act(shop.people.wang)) if one.id == redemption_id)


def sheet(window):
    return open_sheets(window)[-1]


def test_an_empty_page_says_how_to_begin(look, desk):
    page = look()
    assert page.redemptions.summary() == "没有未完成的兑换单"
    click(page.redeem)
    assert desk.opened == [(DeskAct.REDEEM, None)]


def test_an_application_is_approved_prepared_and_signed_for_by_keys(look, shop, window, notices, qtbot, desk):
    apply_for(shop)
    page = look()
    panel = page.redemptions.panel
    assert panel.primary.text() == "审核，扣 600 分"
    page.redemptions.view.setFocus()
    press(Qt.Key.Key_Return, CTRL)
    assert state_of(shop).state is State.TO_PREPARE
    qtbot.waitUntil(lambda: panel.primary.text() == "备货完成")
    press(Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: panel.primary.text() == "登记签收")
    press(Qt.Key.Key_Return, CTRL)
    dialog = sheet(window)
    assert isinstance(dialog, SignDialog)
    press(Qt.Key.Key_Return, CTRL)
    done = state_of(shop)
    assert (done.state, done.signed_by, done.handled_by) == (State.RECEIVED, "张伟明", "王芳")
    assert [words for words, _ in notices.said] == [f"DH-20261123-001 {state}" for state in ("待备货", "待领取", "已签收")]
    qtbot.waitUntil(lambda: panel.shown.state is State.RECEIVED)
    assert panel.primary.isHidden()
    click(panel.paper)
    assert [job.number for job in desk.printed] == ["DH-20261123-001"]


def test_a_proxy_signs_with_name_and_mobile_or_the_form_stays_open(look, shop, window, qtbot):
    made = apply_for(shop)
    work.call(approve_redemption, act=an_act(shop.people.wang), redemption_id=made.id)
    work.call(prepare_gift, act=an_act(shop.people.wang), redemption_id=made.id)
    page = look()
    qtbot.waitUntil(lambda: page.redemptions.panel.primary.text() == "登记签收")
    click(page.redemptions.panel.primary)
    dialog = sheet(window)
    dialog.relation.set_value(Relation.PROXY)
    press(Qt.Key.Key_Return, CTRL)
    assert dialog.is_open()
    assert (dialog.received_by.has_problem(), dialog.mobile.has_problem()) == (True, True)
    press(Qt.Key.Key_Escape)
    assert state_of(shop).state is State.READY
    click(page.redemptions.panel.primary)
    dialog = sheet(window)
    dialog.relation.set_value(Relation.PROXY)
    commit(dialog.received_by.edit, "李强")
    QTest.keyClicks(dialog.mobile.edit, "13900001234")
    press(Qt.Key.Key_Return, CTRL)
    assert state_of(shop).signed_by == "李强"


def test_a_clerk_without_the_right_sees_who_has_it(look, shop, desk):
    apply_for(shop)
    desk.sign_in(shop.people.li)
    panel = look().redemptions.panel
    assert (panel.primary.text(), panel.primary.isEnabled()) == ("由客服审核", False)
    assert not panel.cancel.isHidden()


def test_the_general_manager_approves_what_is_above_the_limit(look, shop, desk, qtbot):
    work.call(redeem_gift, act=an_act(shop.people.chen), customer_id=shop.guest, choices=choose(shop.gifts["车载急救包"], quantity=2))
    desk.sign_in(shop.people.chen)
    assert look().redemptions.panel.primary.text() == "由另一位经理审核，不能审核自己的申请"
    desk.sign_in(work.call(hire, "何总", Role.GENERAL_MANAGER))
    page = look()
    assert page.redeem.isHidden()
    click(page.redemptions.panel.primary)
    assert state_of(shop).approved_by == "何总"


def test_cancelling_an_application_wants_a_reason(look, shop, window):
    apply_for(shop)
    page = look()
    click(page.redemptions.panel.cancel)
    dialog = sheet(window)
    assert isinstance(dialog, ReasonDialog)
    press(Qt.Key.Key_Return, CTRL)
    assert dialog.is_open()
    commit(dialog.edit, "客户改主意")
    press(Qt.Key.Key_Return, CTRL)
    assert state_of(shop).state is State.CANCELLED
    assert work.call(spendable, shop.guest) == 3_460


def test_only_a_manager_gives_points_back(look, shop, desk, window):
    made = apply_for(shop)
    work.call(approve_redemption, act=an_act(shop.people.wang), redemption_id=made.id)
    assert look().redemptions.panel.cancel.isHidden()
    desk.sign_in(shop.people.chen)
    click(look().redemptions.panel.cancel)
    commit(sheet(window).edit, "不要了")
    press(Qt.Key.Key_Return, CTRL)
    assert work.call(spendable, shop.guest) == 3_460


@pytest.mark.parametrize(("restock", "on_hand"), [(True, 23), (False, 22)])
def test_a_manager_undoes_on_the_same_day(look, shop, desk, window, restock, on_hand):
    work.call(redeem_gift, act=an_act(shop.people.wang), customer_id=shop.guest, choices=choose(shop.gifts["车载香氛"]))
    desk.sign_in(shop.people.chen)
    click(look().redemptions.panel.cancel)
    dialog = sheet(window)
    assert isinstance(dialog, UndoDialog)
    press(Qt.Key.Key_Return, CTRL)
    assert dialog.reason.has_problem()
    commit(dialog.reason.edit, "点错礼品")
    if not restock:
        QTest.keyClick(dialog.restock, Qt.Key.Key_Space)
    press(Qt.Key.Key_Return, CTRL)
    assert (state_of(shop).state, work.call(spendable, shop.guest)) == (State.CANCELLED, 3_460)
    assert work.call(gift, shop.gifts["车载香氛"].id).on_hand == on_hand


def test_the_day_after_there_is_nothing_to_undo(look, shop, desk, qtbot):
    work.call(redeem_gift, act=an_act(shop.people.wang), customer_id=shop.guest, choices=choose(shop.gifts["车载香氛"]))
    desk.sign_in(shop.people.chen)
    desk.clock.now = MORNING + timedelta(days=1)
    page = look()
    page.redemptions.since.set_value(30)
    qtbot.waitUntil(lambda: page.redemptions.panel.shown is not None)
    assert page.redemptions.panel.cancel.isHidden()


def test_what_is_late_stands_red_and_can_be_filtered(look, shop, desk, qtbot):
    apply_for(shop)
    today = an_act(shop.people.wang, MORNING + timedelta(days=4))
    work.call(redeem_gift, act=today, customer_id=shop.guest, choices=choose(shop.gifts["反向车用雨伞"]))
    desk.clock.now = MORNING + timedelta(days=4)
    page = look()
    assert page.redemptions.summary() == "1 张未完成，1 张逾期"
    assert len(page.redemptions.model.rows()) == 2
    page.redemptions.late.set_value(True)
    qtbot.waitUntil(lambda: [one.number for one in page.redemptions.model.rows()] == ["DH-20261123-001"])


def test_a_number_leads_to_its_redemption_whatever_is_filtered(look, shop, desk, qtbot):
    old = work.call(redeem_gift, act=an_act(shop.people.wang), customer_id=shop.guest, choices=choose(shop.gifts["反向车用雨伞"]))
    desk.clock.now = MORNING + timedelta(days=40)
    page = look(tab=CATALOGUE)
    page.redemptions.late.set_value(True)
    page.show_record(old.id)
    qtbot.waitUntil(lambda: page.redemptions.panel.shown is not None and page.redemptions.panel.shown.id == old.id)
    assert page.redemptions.view.current_row().id == old.id
    press(Qt.Key.Key_Return)
    assert desk.opened == [("customer", shop.guest)]


def test_a_stock_number_leads_to_its_gift(look, shop, qtbot):
    move = work.call(stock_moves, act=an_act(shop.people.wang), gift_id=shop.gifts["车载急救包"].id)[0]
    page = look()
    page.show_stock_move(move.id)
    qtbot.waitUntil(lambda: page.catalogue.panel.shown is not None and page.catalogue.panel.shown.gift.name == "车载急救包")


def test_the_catalogue_can_be_narrowed_down(look, shop, desk):
    apply_for(shop)
    page = look(tab=CATALOGUE)
    assert page.catalogue.summary() == "6 种在架，1 种库存预警"

    def names(only):
        page.catalogue.only.set_value(only)
        return [one.gift.name for one in page.catalogue.model.rows()]

    assert names("low") == ["颈枕一对"]
    assert names("off") == []
    assert "车载香氛" not in names("never")
    assert len(names("new")) == 6


def test_a_gift_is_taken_into_the_catalogue_by_keys(look, shop, window, notices, qtbot):
    page = look(tab=CATALOGUE)
    click(page.new_gift)
    dialog = sheet(window)
    assert isinstance(dialog, GiftDialog)
    press(Qt.Key.Key_Return, CTRL)
    assert (dialog.name.has_problem(), dialog.points.has_problem()) == (True, True)
    commit(dialog.name.edit, "折叠雨靴")
    QTest.keyClicks(dialog.points.edit, "520")
    dialog.picture.set_value(Picture.UMBRELLA)
    press(Qt.Key.Key_Return, CTRL)
    assert notices.said == [("LP-007 折叠雨靴 已保存", Tone.GOOD)]
    added = next(one for one in work.call(gifts, act=an_act(shop.people.wang)) if one.name == "折叠雨靴")
    assert (added.points, added.picture, added.low_stock_at) == (520, Picture.UMBRELLA, 3)
    qtbot.waitUntil(lambda: page.catalogue.panel.shown.gift.id == added.id)


def test_a_gift_is_changed_and_an_impossible_change_stays_open(look, shop, window, qtbot):
    page = look(tab=CATALOGUE)
    page.catalogue.view.setFocus()
    press(Qt.Key.Key_Return)
    dialog = sheet(window)
    dialog.offered_until.edit.setFocus()
    QTest.keyClicks(dialog.offered_until.edit, "20261101")
    press(Qt.Key.Key_Return, CTRL)
    assert dialog.is_open()
    assert "不能早于上架日期" in dialog.offered_until.problem_text()
    dialog.offered_until.edit.clear()
    dialog.points.edit.clear()
    QTest.keyClicks(dialog.points.edit, "460")
    press(Qt.Key.Key_Return, CTRL)
    assert work.call(gift, shop.gifts["反向车用雨伞"].id).points == 460


def test_stock_comes_in_and_is_counted_by_keys(look, shop, window, notices, qtbot):
    page = look(tab=CATALOGUE)
    click(page.catalogue.panel.receive)
    dialog = sheet(window)
    assert isinstance(dialog, StockDialog)
    QTest.keyClicks(QApplication.focusWidget(), "9")
    assert dialog.after() == "登记后在库 40 件（+9），可用 40"
    press(Qt.Key.Key_Return, CTRL)
    assert notices.said == [("反向车用雨伞 在库 40 件", Tone.GOOD)]
    qtbot.waitUntil(lambda: page.catalogue.panel.shown.gift.on_hand == 40)
    click(page.catalogue.panel.count)
    dialog = sheet(window)
    QTest.keyClicks(QApplication.focusWidget(), "39")
    press(Qt.Key.Key_Return, CTRL)
    assert dialog.is_open()
    assert "盘点差 -1 件：请在说明里写原因" in dialog.note.problem_text()
    commit(dialog.note.edit, "样品损耗")
    press(Qt.Key.Key_Return, CTRL)
    moves = work.call(stock_moves, act=an_act(shop.people.wang), gift_id=shop.gifts["反向车用雨伞"].id)
    assert [(move.kind, move.quantity) for move in moves[:2]] == [(MoveKind.COUNT, -1), (MoveKind.RECEIVE, 9)]


def test_more_than_there_is_does_not_go_out(look, shop, window):
    page = look(tab=CATALOGUE)
    click(page.catalogue.panel.issue)
    dialog = sheet(window)
    QTest.keyClicks(QApplication.focusWidget(), "32")
    press(Qt.Key.Key_Return, CTRL)
    assert "库存不足：在库 31 件，要出 32 件" in dialog.quantity.problem_text()
    press(Qt.Key.Key_Escape)
    assert not dialog.is_open()


def test_who_does_not_keep_the_stock_only_reads(look, shop, desk, window):
    desk.sign_in(shop.people.li)
    page = look(tab=CATALOGUE)
    panel = page.catalogue.panel
    assert (page.new_gift.isHidden(), panel.receive.isHidden(), panel.edit.isHidden()) == (True, True, True)
    page.catalogue.view.setFocus()
    press(Qt.Key.Key_Return)
    assert open_sheets(window) == []


def test_a_count_stops_the_slip_it_hits_until_stock_comes_in(look, shop, qtbot):
    apply_for(shop)
    perfume = shop.gifts["车载香氛"].id
    work.call(move_stock, act=an_act(shop.people.wang), gift_id=perfume, kind=MoveKind.COUNT, quantity=0, note="丢失")
    page = look()
    panel = page.redemptions.panel
    assert (panel.primary.text(), panel.primary.isEnabled()) == ("缺货，先入库", False)
    assert due_pill(page.redemptions.model.rows()[0]).words == "缺货"
    work.call(move_stock, act=an_act(shop.people.wang), gift_id=perfume, kind=MoveKind.RECEIVE, quantity=1)
    settle(page, qtbot)
    qtbot.waitUntil(lambda: panel.primary.text() == "审核，扣 600 分")
