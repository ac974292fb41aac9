"""积分账户 by real keys: awards, manual entries, taking back, lots, periods, the statement."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt

from deskapp.points import reversal
from deskapp.points import service as points
from deskapp.points.domain import EntryKind
from deskapp.points.reading import balance, ledger
from deskapp.staff.domain import Role
from tests.deskapp.people import hire
from tests.ui.handovers.conftest import CTRL
from ui.desk import DeskAct
from ui.kit import theme, work
from ui.kit.sheet import open_sheets
from ui.kit.theme import Tone


@pytest.fixture
def manager(rig):
    """赵敏, 客服经理, in front of the account of 张伟明."""
    slip_id = rig.write()
    rig.sign_in(work.call(hire, "赵敏", Role.SERVICE_MANAGER))
    rig.open_page(slip_id).account.click()
    rig.account = rig.sheet
    rig.qtbot.waitUntil(lambda: len(rig.account.view.model().rows()) == 2, timeout=5_000)
    return rig


def lines(rig):
    return work.call(ledger, customer_id=rig.guest, on=rig.front.clock().date())


def spendable(rig):
    return work.call(balance, customer_id=rig.guest, on=rig.front.clock().date()).spendable


def open_by_key(rig, button, window):
    """Open a dialog from the account by the space bar."""
    button.setFocus()
    rig.press(Qt.Key.Key_Space)
    assert type(rig.sheet).__name__ == window
    return rig.sheet


def test_an_award_is_given_once_for_its_occasion(manager):
    for words in ("粤B8X999", "粤b·8x999"):
        open_by_key(manager, manager.account.award, "AwardDialog")
        manager.press(Qt.Key.Key_Down)
        manager.press(Qt.Key.Key_Return)
        manager.commit(words)
        manager.press(Qt.Key.Key_Return, CTRL)
        assert spendable(manager) == 4160
    assert "已经发过" in manager.sheet.summary.text()
    assert manager.sheet.occasion.has_problem()
    manager.press(Qt.Key.Key_Escape)
    assert lines(manager)[0].note == "转介绍购车 粤B8X999"


def test_the_award_form_says_what_it_will_give_and_what_was_given_before(manager):
    dialog = open_by_key(manager, manager.account.award, "AwardDialog")
    manager.press(Qt.Key.Key_Down)
    assert dialog.effect.accessibleName() == "下一步：记 500 分"
    assert dialog.occasion.edit.placeholderText() == "购车人车牌、车架号或合同号"
    manager.press(Qt.Key.Key_Down)
    assert dialog.effect.accessibleName() == "下一步：记 50 分"
    assert dialog.occasion.edit.placeholderText() == "活动名称"
    manager.press(Qt.Key.Key_Return, CTRL)
    assert "还没有填事由" in dialog.summary.text()
    manager.press(Qt.Key.Key_Escape)
    assert spendable(manager) == 3660


def test_a_manual_minus_below_zero_is_refused_and_a_smaller_one_booked(manager):
    dialog = open_by_key(manager, manager.account.adjust, "AdjustDialog")
    manager.keys("-4000")
    assert dialog.effect.accessibleName() == "下一步：不够减：手工减分最多减到 0"
    assert not dialog.tick.isEnabled()
    manager.press(Qt.Key.Key_Return)
    manager.commit("上月录重")
    manager.press(Qt.Key.Key_Return, CTRL)
    assert "可用 3,660，需要 4,000" in dialog.summary.text()
    dialog.points.edit.setFocus()
    manager.press(Qt.Key.Key_A, CTRL)
    manager.keys("-60")
    assert dialog.effect.accessibleName() == "下一步：减少 60 分"
    manager.press(Qt.Key.Key_Return, CTRL)
    assert spendable(manager) == 3600
    assert manager.sheet is manager.account


def test_a_manual_plus_counts_for_the_level_when_it_is_ticked(manager):
    before = work.call(balance, customer_id=manager.guest, on=manager.front.clock().date()).tier
    dialog = open_by_key(manager, manager.account.adjust, "AdjustDialog")
    manager.keys("100")
    manager.press(Qt.Key.Key_Return)
    manager.press(Qt.Key.Key_Space)
    assert dialog.tick.isChecked()
    manager.press(Qt.Key.Key_Return)
    manager.commit("补录")
    manager.press(Qt.Key.Key_Return, CTRL)
    assert work.call(balance, customer_id=manager.guest, on=manager.front.clock().date()).tier == before + 100


def test_a_manual_entry_left_with_esc_books_nothing(manager):
    open_by_key(manager, manager.account.adjust, "AdjustDialog")
    manager.keys("100")
    manager.press(Qt.Key.Key_Escape)
    assert manager.sheet is manager.account
    assert spendable(manager) == 3660


def test_the_join_award_is_taken_back_with_a_reason_and_a_bill_is_not(manager):
    view = manager.account.view
    view.select_key(lines(manager)[0].entry_id)
    assert not manager.account.undo.isEnabled()
    view.select_key(lines(manager)[-1].entry_id)
    dialog = open_by_key(manager, manager.account.undo, "UndoDialog")
    manager.qtbot.waitUntil(lambda: "收回积分 −20" in dialog.panel.told(), timeout=5_000)
    assert dialog.panel.after.text() == "3,640"
    manager.press(Qt.Key.Key_Return, CTRL)
    assert "还没有填原因" in dialog.summary.text()
    manager.commit("重复入会")
    manager.press(Qt.Key.Key_Return, CTRL)
    assert spendable(manager) == 3640
    manager.qtbot.waitUntil(lambda: len(manager.account.view.model().rows()) == 3, timeout=5_000)
    manager.press(Qt.Key.Key_Escape)
    assert not manager.account.is_open()


def test_a_taking_back_left_with_esc_takes_nothing_back(manager):
    manager.account.view.select_key(lines(manager)[-1].entry_id)
    open_by_key(manager, manager.account.undo, "UndoDialog")
    manager.commit("想错了")
    manager.press(Qt.Key.Key_Escape)
    assert spendable(manager) == 3660


def test_what_was_undone_meanwhile_says_so_in_the_panel_and_on_saving(manager):
    from deskapp.handovers.awards import undo_entry

    entry_id = lines(manager)[-1].entry_id
    manager.account.view.select_key(entry_id)
    manager.do(undo_entry, entry_id=entry_id, reason="另一台电脑")
    dialog = open_by_key(manager, manager.account.undo, "UndoDialog")
    manager.qtbot.waitUntil(lambda: "已经全部冲正" in dialog.panel.told(), timeout=5_000)
    manager.commit("重复入会")
    manager.press(Qt.Key.Key_Return, CTRL)
    assert "已经全部冲正" in dialog.summary.text()


def test_a_debt_is_red_in_the_head_and_in_the_lines(manager):
    from deskapp.handovers.awards import undo_entry

    entry_id = lines(manager)[-1].entry_id
    manager.do(points.spend, customer_id=manager.guest, points=3660, kind=EntryKind.REDEEMED, number="", note="兑换")
    manager.do(undo_entry, entry_id=entry_id, reason="重复入会")
    manager.account._look()
    account = manager.account
    manager.qtbot.waitUntil(lambda: account.spendable.text() == "−20 分", timeout=5_000)
    assert account.spendable._colour == theme.BAD
    assert (account.owed.pill().words, account.owed.pill().tone) == ("欠 20 分，以后获得的先抵", Tone.BAD)
    manager.qtbot.waitUntil(lambda: account.view.model().rows()[0].balance == -20, timeout=5_000)
    columns = {column.key: column for column in account.view.model().columns}
    assert columns["balance"].colour(account.view.model().rows()[0]) == theme.BAD


def test_the_lots_stand_behind_the_second_tab_with_what_ends_soon_in_yellow(manager):
    manager.do(points.open_balance, customer_id=manager.guest, redeemable=90, tier=0, ends_on=date(2026, 12, 1))
    account = manager.account
    account._look()
    account.which.setFocus()
    manager.press(Qt.Key.Key_Right)
    assert account._stack.currentWidget() is account.lots
    assert not account.undo.isVisible()
    manager.qtbot.waitUntil(lambda: len(account.lots.model_.rows()) == 3, timeout=5_000)
    first, *others = account.lots.model_.rows()
    pills = [account.lots.model_.columns[1].pill(lot) for lot in (first, *others)]
    assert (str(first.ends_on), first.rest, pills[0].words, pills[0].tone) == ("2026-12-01", 90, "剩 8 天", Tone.WARN)
    assert pills[1:] == [None, None]


def test_a_period_narrows_the_lines_and_the_paper(manager):
    manager.front.clock.at += timedelta(days=40)
    manager.do(points.earn, customer_id=manager.guest, points=10, note="精品 200.00 元", number="")
    account = manager.account
    account.period.set_value("month")
    manager.qtbot.waitUntil(lambda: [line.points for line in account.view.model().rows()] == [10], timeout=5_000)
    assert account.days() == (date(2027, 1, 1), None)
    account.period.set_value("last_year")
    manager.qtbot.waitUntil(lambda: [line.points for line in account.view.model().rows()] == [3640, 20], timeout=5_000)
    manager.press(Qt.Key.Key_P, CTRL)
    assert type(manager.sheet).__name__ == "PaperSheet"


def test_the_account_of_any_guest_is_opened_by_searching_for_him(rig):
    rig.window.open_room("points")
    rig.page.account.click()
    rig.keys("zwm")
    rig.qtbot.waitUntil(lambda: len(rig.window.results.hits) > 0, timeout=5_000)
    rig.press(Qt.Key.Key_Return)
    rig.qtbot.waitUntil(lambda: type(rig.sheet).__name__ == "AccountSheet", timeout=5_000)
    assert rig.sheet.windowTitle() == "积分账户 张伟明"


def test_the_card_leads_to_the_account_and_shows_a_debt_red(rig):
    entry = rig.do(points.earn, customer_id=rig.guest, points=100, note="续保", number="")
    rig.do(points.spend, customer_id=rig.guest, points=3760, kind=EntryKind.REDEEMED, number="", note="兑换")
    rig.do(reversal.reverse, entry_id=entry.entry_id, number="", note="冲正")
    rig.window.open_customer(rig.guest)
    card = rig.page
    rig.qtbot.waitUntil(lambda: len(card.points.rows()) == 5, timeout=5_000)
    columns = {column.key: column for column in card.points.columns}
    assert columns["balance"].colour(card.points.rows()[0]) == theme.BAD
    assert (card.membership.spendable.text(), card.membership.spendable._colour) == ("−100", theme.BAD)
    card.account.setFocus()
    rig.press(Qt.Key.Key_Space)
    assert rig.sheet.windowTitle() == "积分账户 张伟明"


def test_who_may_not_is_offered_nothing(rig):
    slip_id = rig.write()
    rig.sign_in(rig.front.front)
    rig.open_page(slip_id).account.click()
    sheet = rig.sheet
    assert [button.isVisible() for button in (sheet.award, sheet.adjust, sheet.undo)] == [False] * 3
    rig.press(Qt.Key.Key_Escape)
    rig.sign_in(work.call(hire, "周凯", Role.SERVICE_ADVISOR))
    rig.window.start(DeskAct.POINTS_ACCOUNT, customer_id=rig.guest)
    assert open_sheets(rig.window) == []
