"""积分账户 by real keys: awards, manual entries, taking back; and the rates."""

import pytest
from PySide6.QtCore import Qt

from deskapp.handovers.domain import SpendKind
from deskapp.handovers.rates import rates
from deskapp.points.reading import balance, ledger
from deskapp.staff.domain import Role
from tests.deskapp.people import hire
from tests.ui.handovers.conftest import CTRL
from ui.kit import work


@pytest.fixture
def manager(rig):
    slip_id = rig.write()
    rig.sign_in(work.call(hire, "赵敏", Role.SERVICE_MANAGER))
    page = rig.open_page(slip_id)
    page.account.click()
    rig.account = rig.sheet
    rig.qtbot.waitUntil(lambda: len(rig.account.view.model().rows()) == 2, timeout=5_000)
    return rig


def lines(rig):
    return work.call(ledger, customer_id=rig.guest, on=rig.front.clock().date())


def spendable(rig):
    return work.call(balance, customer_id=rig.guest, on=rig.front.clock().date()).spendable


def test_an_award_is_given_once_for_its_occasion(manager):
    for _ in range(2):
        manager.account.award.setFocus()
        manager.press(Qt.Key.Key_Space)
        manager.press(Qt.Key.Key_Down)
        manager.press(Qt.Key.Key_Return)
        manager.commit("粤B8X999")
        manager.press(Qt.Key.Key_Return, CTRL)
        assert spendable(manager) == 4160
    assert "已经发过" in manager.sheet.summary.text()
    manager.press(Qt.Key.Key_Escape)
    assert lines(manager)[0].note == "转介绍购车 粤B8X999"


def test_a_manual_minus_below_zero_is_refused_and_a_smaller_one_booked(manager):
    manager.account.adjust.setFocus()
    manager.press(Qt.Key.Key_Space)
    manager.keys("-4000")
    manager.press(Qt.Key.Key_Return)
    manager.press(Qt.Key.Key_Return)
    manager.commit("上月录重")
    manager.press(Qt.Key.Key_Return, CTRL)
    assert "可用 3,660，需要 4,000" in manager.sheet.summary.text()
    manager.sheet.points.edit.setFocus()
    manager.press(Qt.Key.Key_A, CTRL)
    manager.keys("-60")
    manager.press(Qt.Key.Key_Return, CTRL)
    assert spendable(manager) == 3600
    assert manager.sheet is manager.account


def test_the_join_award_is_taken_back_with_a_reason_and_a_bill_is_not(manager):
    view = manager.account.view
    view.select_key(lines(manager)[0].entry_id)
    assert not manager.account.undo.isEnabled()
    view.select_key(lines(manager)[-1].entry_id)
    manager.account.undo.setFocus()
    manager.press(Qt.Key.Key_Space)
    manager.commit("重复入会")
    manager.press(Qt.Key.Key_Return, CTRL)
    assert spendable(manager) == 3640
    manager.qtbot.waitUntil(lambda: len(manager.account.view.model().rows()) == 3, timeout=5_000)
    manager.press(Qt.Key.Key_Escape)
    assert not manager.account.is_open()


def test_who_may_not_is_offered_nothing(rig):
    slip_id = rig.write()
    rig.sign_in(rig.front.front)
    rig.open_page(slip_id).account.click()
    sheet = rig.sheet
    assert [button.isVisible() for button in (sheet.award, sheet.adjust, sheet.undo)] == [False] * 3


def test_the_manager_changes_a_rate_from_today(manager):
    manager.press(Qt.Key.Key_Escape)
    manager.page.rates.click()
    sheet = manager.sheet
    manager.press(Qt.Key.Key_Down)
    manager.press(Qt.Key.Key_Return)
    manager.keys("2")
    sheet.begins.set_text("2026-11-01")
    manager.press(Qt.Key.Key_Return, CTRL)
    assert "不能早于今天" in sheet.summary.text()
    sheet.begins.set_text("2026-11-23")
    manager.press(Qt.Key.Key_Return, CTRL)
    assert not sheet.is_open()
    found = {rate.kind: rate.words for rate in work.call(rates, on=manager.front.clock().date())}
    assert found[SpendKind.MAINTENANCE] == "2 元 = 1 分"


def test_a_rate_left_with_esc_changes_nothing(manager):
    manager.press(Qt.Key.Key_Escape)
    manager.page.rates.click()
    manager.press(Qt.Key.Key_Escape)
    assert work.call(rates, on=manager.front.clock().date())[0].id is None
