"""计分规则 by real keys: the history of each rate, a new version, what is refused, what is left."""

import pytest
from PySide6.QtCore import Qt

from deskapp.handovers.domain import SpendKind
from deskapp.handovers.rates import rates
from deskapp.staff.domain import Role
from tests.deskapp.people import hire
from tests.ui.handovers.conftest import CTRL
from ui.kit import work


@pytest.fixture
def sheet(rig):
    """赵敏, 客服经理, in front of the rates."""
    rig.sign_in(work.call(hire, "赵敏", Role.SERVICE_MANAGER))
    rig.window.open_room("points").rates.click()
    rig.qtbot.waitUntil(lambda: len(rig.sheet.model.rows()) == 5, timeout=5_000)
    return rig.sheet


def running(rig):
    return {rate.kind: rate.words for rate in work.call(rates, on=rig.front.clock().date())}


def told(sheet):
    return [(version.rate.kind.label, version.rate.words, version.standing.label) for version in sheet.model.rows()]


def test_every_kind_stands_under_its_head_with_what_runs_now(sheet):
    heads = [sheet.model._entries[line] for line in sheet.model.group_lines()]
    assert [(head.title, head.hint) for head in heads][:2] == [("维修保养自费", "现在 1 元 = 1 分"), ("精品", "现在 20 元 = 1 分")]
    assert [version.standing.label for version in sheet.model.rows()] == ["现行"] * 5


def test_a_new_rate_from_a_later_day_stands_above_the_one_that_runs(rig, sheet):
    sheet.view.select_first()
    sheet.view.setFocus()
    rig.press(Qt.Key.Key_Return, CTRL)
    dialog = rig.sheet
    assert dialog.kind.value() is SpendKind.MAINTENANCE
    rig.press(Qt.Key.Key_Return)
    rig.keys("2")
    dialog.begins.set_text("2026-12-01")
    assert dialog.effect.accessibleName() == "下一步：2026-12-01 起 2 元 = 1 分，消费 1,000 元得 500 分"
    rig.press(Qt.Key.Key_Return, CTRL)
    assert rig.sheet is sheet
    rig.qtbot.waitUntil(lambda: len(sheet.model.rows()) == 6, timeout=5_000)
    assert told(sheet)[:2] == [("维修保养自费", "2 元 = 1 分", "将生效"), ("维修保养自费", "1 元 = 1 分", "现行")]
    assert running(rig)[SpendKind.MAINTENANCE] == "1 元 = 1 分"


def test_a_back_dated_rate_is_refused_and_mended_in_the_form(rig, sheet):
    sheet.new.click()
    dialog = rig.sheet
    rig.press(Qt.Key.Key_Down)
    rig.press(Qt.Key.Key_Return)
    rig.keys("2")
    dialog.begins.set_text("2026-11-01")
    rig.press(Qt.Key.Key_Return, CTRL)
    assert "不能早于今天" in dialog.summary.text()
    assert dialog.begins.has_problem()
    dialog.begins.set_text("2026-11-23")
    rig.press(Qt.Key.Key_Return, CTRL)
    assert not dialog.is_open()
    assert running(rig)[SpendKind.MAINTENANCE] == "2 元 = 1 分"


def test_an_empty_form_names_what_is_missing_and_esc_changes_nothing(rig, sheet):
    sheet.new.click()
    dialog = rig.sheet
    rig.press(Qt.Key.Key_Return, CTRL)
    assert "还没有选消费项目" in dialog.summary.text()
    assert "还没有填每多少元积 1 分" in dialog.summary.text()
    rig.press(Qt.Key.Key_Escape)
    assert rig.sheet is sheet
    rig.press(Qt.Key.Key_Escape)
    assert not sheet.is_open()
    assert work.call(rates, on=rig.front.clock().date())[0].id is None


def test_customer_service_reads_the_rates_and_changes_none(rig):
    rig.window.open_room("points").rates.click()
    sheet = rig.sheet
    assert not sheet.new.isVisible()
    rig.qtbot.waitUntil(lambda: len(sheet.model.rows()) == 5, timeout=5_000)
    sheet.view.select_first()
    sheet.view.setFocus()
    for modifier in (Qt.KeyboardModifier.NoModifier, CTRL):
        rig.press(Qt.Key.Key_Return, modifier)
        assert rig.sheet is sheet
