"""The rules page: what is shown, changed by real keys, refused, given back, remembered."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from deskapp.store import domain
from tests.ui.kit.hands import commit
from tests.ui.settings.conftest import sign_in
from tests.ui.settings.hands import click, escape, only_sheet, problems, save
from ui.kit import work
from ui.kit.sheet import open_sheets


@pytest.fixture
def rules(page, qtbot):
    rules = page.open_subject("规则")
    qtbot.waitUntil(lambda: rules.view.current_row() is not None)
    return rules


def _open(rules, key):
    assert rules.view.select_key(key)
    QTest.keyClick(rules.view, Qt.Key.Key_Return)
    return only_sheet(rules.window())


def _value(setting):
    from deskapp.settings.store import value

    return work.call(value, setting)


def test_every_rule_stands_in_its_section_with_value_and_default(rules):
    from deskapp.start import SETTINGS

    rows = {rule.setting.key: rule for rule in rules._model.rows()}
    assert set(rows) == {setting.key for setting in SETTINGS}
    assert rows["store.name"].text == "恒信汽车"
    assert rows["store.name"].changed
    assert rows["store.closing"].default_text == "17:30"
    sections = [rules._model.data(rules._model.index(line, 0)) for line in rules._model.group_lines()]
    assert sections[:2] == ["门店", "备份"]
    assert len(sections) == len(set(sections))


@pytest.mark.parametrize(
    ("typed", "key"),
    [("自动锁", "store.lock_after"), ("zdsp", "store.lock_after"), ("恒信", "store.name"), ("门店 17:30", "store.closing")],
)
def test_a_rule_is_found_by_name_initials_value_and_feature_without_the_mouse(rules, qtbot, typed, key):
    every = len(rules._model.rows())
    rules.view.setFocus()
    QTest.keyClick(rules.view, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert rules.finder.hasFocus()
    commit(rules.finder, typed)
    found = [rule.setting.key for rule in rules._model.rows()]
    assert key in found
    assert len(found) < 5
    assert rules.hint.text().startswith(f"{len(found)} 条规则")
    QTest.keyClick(rules.finder, Qt.Key.Key_Down)
    assert rules.view.hasFocus()
    assert rules.view.current_row() is not None
    QTest.keyClick(rules.view, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(rules.finder, Qt.Key.Key_Escape)
    assert len(rules._model.rows()) == every


def test_a_rule_that_was_found_is_changed_and_still_stands_there(rules, qtbot):
    commit(rules.finder, "zdsp")
    QTest.keyClick(rules.finder, Qt.Key.Key_Return)
    QTest.keyClick(rules.view, Qt.Key.Key_Return)
    dialog = only_sheet(rules.window())
    dialog.value.edit.selectAll()
    QTest.keyClicks(dialog.value.edit, "10")
    save(dialog.value.edit)
    qtbot.waitUntil(lambda: [rule.text for rule in rules._model.rows()] == ["10"], timeout=5_000)


def test_a_rule_is_changed_and_its_history_shown(rules, notices, qtbot):
    dialog = _open(rules, "store.lock_after")
    dialog.value.edit.selectAll()
    QTest.keyClicks(dialog.value.edit, "10")
    save(dialog.value.edit)
    assert open_sheets(rules.window()) == []
    assert [said for said, _ in notices.said] == ["“自动锁屏”已修改"]
    assert _value(domain.LOCK_AFTER) == 10
    qtbot.waitUntil(
        lambda: any("5 分钟 → 10 分钟" in label.text() for label in rules.panel.findChildren(type(_wrapped())) if label.isVisible())
    )


def _wrapped():
    from ui.kit.labels import Wrapped

    return Wrapped()


def test_what_a_rule_cannot_be_is_refused_beside_its_field(rules):
    dialog = _open(rules, "store.lock_after")
    dialog.value.edit.selectAll()
    QTest.keyClicks(dialog.value.edit, "90")
    save(dialog.value.edit)
    assert "1 到 60" in problems(dialog)["store.lock_after"]
    escape(dialog.value.edit)
    assert open_sheets(rules.window()) == []
    assert _value(domain.LOCK_AFTER) == 5


def test_a_store_cannot_close_before_it_opens(rules):
    dialog = _open(rules, "store.closing")
    dialog.value.edit.selectAll()
    QTest.keyClicks(dialog.value.edit, "08:00")
    save(dialog.value.edit)
    assert "要早于关门时间" in problems(dialog)["store.closing"]


def test_chinese_values_yes_and_no_are_entered_too(rules):
    dialog = _open(rules, "store.plate_prefix")
    dialog.value.edit.selectAll()
    commit(dialog.value.edit, "沪a")
    save(dialog.value.edit)
    assert open_sheets(rules.window()) == []
    assert _value(domain.PLATE_PREFIX) == "沪A"
    dialog = _open(rules, "store.smoke_free")
    QTest.keyClick(dialog.value.segments, Qt.Key.Key_Left)
    save(dialog.value.segments)
    assert _value(domain.SMOKE_FREE) is True


def test_the_default_is_one_press_away(rules, qtbot):
    dialog = _open(rules, "store.name")
    click(dialog.default)
    assert dialog.value.text() == domain.NAME.default
    escape(dialog.value.edit)
    rules.view.select_key("store.name")
    qtbot.waitUntil(rules.default_button.isEnabled)
    click(rules.default_button)
    save(only_sheet(rules.window()).primary_button)
    assert _value(domain.NAME) == domain.NAME.default
    qtbot.waitUntil(lambda: not rules.default_button.isEnabled())


def test_only_what_the_rights_open_is_offered(page, desk, qtbot):
    assert page.titles() == ("规则", "人员", "部门和网点", "代理", "日历", "模板", "备份", "导入会员", "导出")
    from deskapp.staff.domain import Right

    desk.session.sign_in(desk.session.staff, frozenset({Right.MANAGE_STAFF, Right.APPOINT_DEPUTIES}))
    qtbot.waitUntil(lambda: page.titles() == ("人员", "部门和网点", "代理"))
    sign_in(desk, "101")
    qtbot.waitUntil(lambda: len(page.titles()) == 9)


def test_a_long_text_is_changed_whole_and_shown_in_short(rules, window, qtbot):
    height = window.height()
    rules.view.select_key("customers.notice")
    qtbot.waitUntil(lambda: rules.panel.title.text() == "个人信息告知书")
    assert window.height() == height, "a long text scrolls"
    dialog = _open(rules, "customers.notice")
    assert len(dialog.value.edit.toPlainText()) > 300
    commit(dialog.value.edit, "（第二版）")
    save(dialog.value.edit)
    assert open_sheets(window) == []
    from deskapp.customers.domain import SETTINGS

    notice = next(setting for setting in SETTINGS if setting.key == "customers.notice")
    assert "（第二版）" in notice.show(_value(notice))
    qtbot.waitUntil(rules.default_button.isEnabled)
