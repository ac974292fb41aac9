"""快到期 by real keys: whom to remind, his card, a gift for him, the list on paper and in a file."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from deskapp.points import service as points
from deskapp.staff.domain import Role
from tests.deskapp.people import hire
from tests.deskapp.points.accounts import customer
from ui.kit import work
from ui.kit.theme import Tone

SOON, LATER = date(2026, 11, 28), date(2026, 12, 20)


@pytest.fixture
def tab(rig):
    """张伟明 loses 300 in five days, 李四 (no member) 50 before Christmas."""
    rig.do(points.open_balance, customer_id=rig.guest, redeemable=300, tier=0, ends_on=SOON)
    other = work.call(customer, "李四")
    rig.do(points.open_balance, customer_id=other, redeemable=50, tier=0, ends_on=LATER)
    page = rig.window.open_room("points")
    page.tabs.setFocus()
    rig.press(Qt.Key.Key_Right)
    rig.qtbot.waitUntil(lambda: len(page.expiring.model.rows()) == 2, timeout=5_000)
    return page.expiring


def test_the_first_to_end_stands_on_top_and_says_what_to_do(rig, tab):
    assert rig.page._subtitle.text() == "2 位客户，350 分"
    assert tab.panel.shown.name == "张伟明"
    assert tab.panel._step.accessibleName() == "下一步：提醒客户最迟 2026-11-28 用掉 300 分"
    pills = [tab._left_pill(row) for row in tab.model.rows()]
    assert [(pill.words, pill.tone) for pill in pills] == [("剩 5 天", Tone.WARN), ("剩 27 天", Tone.NEUTRAL)]


def test_who_cannot_redeem_is_told_why_and_offered_no_gift(rig, tab):
    tab.view.setFocus()
    rig.press(Qt.Key.Key_Down)
    assert tab.panel.shown.name == "李四"
    assert not tab.panel.redeem.isVisible()
    assert "重新入会后才能兑换" in tab.panel._step._effect.text()


def test_fewer_days_narrow_the_list_and_none_are_said_so(rig, tab):
    tab.within.set_value(7)
    rig.qtbot.waitUntil(lambda: [row.name for row in tab.model.rows()] == ["张伟明"], timeout=5_000)
    rig.do(points.adjust, customer_id=rig.guest, points=-300, reason="更正")
    rig.window.changed()
    rig.qtbot.waitUntil(lambda: tab.model.rows() == [], timeout=5_000)
    assert rig.page._subtitle.text() == "没有快到期的积分"
    assert tab.panel.shown is None
    assert not rig.page.print_button.isEnabled()


def test_enter_opens_the_card_and_f7_a_gift_for_him(rig, tab):
    tab.panel.redeem.setFocus()
    rig.press(Qt.Key.Key_Space)
    assert type(rig.sheet).__name__ == "RedeemDialog"
    rig.press(Qt.Key.Key_Escape)
    tab.view.setFocus()
    rig.press(Qt.Key.Key_Return)
    assert rig.window.pages.currentWidget().objectName() == "customer_card"


def test_the_list_is_printed_as_it_is_shown(rig, tab):
    rig.page.print_button.click()
    assert type(rig.sheet).__name__ == "PaperSheet"
    assert "快到期积分" in rig.sheet.windowTitle()


def test_the_manager_takes_the_list_along_as_a_workbook_and_nobody_else_is_offered_it(rig, tab, monkeypatch, tmp_path):
    assert not tab.export.isVisible()
    rig.sign_in(work.call(hire, "赵敏", Role.SERVICE_MANAGER))
    page = rig.window.open_room("points")
    page.tabs.set_value("expiring")
    rig.qtbot.waitUntil(lambda: len(page.expiring.model.rows()) == 2, timeout=5_000)
    wanted = tmp_path / "到期"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(wanted), ""))
    page.expiring.export.setFocus()
    rig.press(Qt.Key.Key_Space)
    assert (tmp_path / "到期.xlsx").exists()


def test_an_export_left_in_the_file_dialog_writes_nothing(rig, tab, monkeypatch, tmp_path):
    rig.sign_in(work.call(hire, "赵敏", Role.SERVICE_MANAGER))
    page = rig.window.open_room("points")
    page.tabs.set_value("expiring")
    rig.qtbot.waitUntil(lambda: len(page.expiring.model.rows()) == 2, timeout=5_000)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    page.expiring.export.click()
    assert list(tmp_path.glob("*.xlsx")) == []


def test_an_adviser_has_his_own_slips_and_no_list_of_guests(rig, tab):
    rig.sign_in(work.call(hire, "周凯", Role.SERVICE_ADVISOR))
    page = rig.window.open_room("points")
    assert [widget.isVisible() for widget in (page.tabs, page.account)] == [False, False]


def test_a_slips_number_leads_back_to_the_slips(rig, tab):
    slip_id = rig.write()
    rig.window.open_number("JF20261123001")
    rig.shows(slip_id)
    assert rig.page.tabs.value() == "slips"
