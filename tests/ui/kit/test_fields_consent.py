"""Consents: asked one by one, nothing chosen beforehand, the unanswered row says so."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from deskapp.errors import UserError
from tests.ui.kit.hands import show
from ui.kit import theme
from ui.kit.fields_consent import ConsentBlock, ConsentRow


def four_rows() -> tuple[ConsentRow, ...]:
    return (
        ConsentRow("service", "会员服务", "记录积分、兑换礼品所必需"),
        ConsentRow("marketing", "促销短信和电话", "可随时退订"),
        ConsentRow("care", "生日和节日关怀", "每年最多 6 次"),
        ConsentRow("third_party", "提供给厂家和保险公司", "接收方：一汽-大众、平安财险"),
    )


def test_nothing_is_chosen_for_the_customer(qtbot: QtBot) -> None:
    rows = four_rows()
    block = ConsentBlock(rows)
    show(qtbot, block, *rows[:0], width=672)
    assert [row.text() for row in rows] == ["", "", "", ""]
    with pytest.raises(UserError, match="“会员服务”还没有选") as refused:
        rows[0].value()
    assert refused.value.field == "service"


def test_four_rows_are_answered_with_arrows_and_tab(qtbot: QtBot) -> None:
    rows = four_rows()
    window = show(qtbot, ConsentBlock(rows), width=672)
    rows[0].focus_editor()
    for row, key in zip(rows, (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Right), strict=True):
        assert row.segments.hasFocus()
        qtbot.keyClick(row.segments, key)
        qtbot.keyClick(row.segments, Qt.Key.Key_Return)
        qtbot.keyClick(row.segments, Qt.Key.Key_Tab)
    assert [row.value() for row in rows] == [True, False, True, False]
    assert window.left_keys == [Qt.Key.Key_Return] * 4


def test_an_unanswered_row_asks_for_one_answer_until_it_has_it(qtbot: QtBot) -> None:
    row = ConsentRow("service", "会员服务")
    show(qtbot, row, width=672)
    row.problem("第 1 项选择还没选")
    assert row.has_problem()
    assert row.problem_text() == "请选一项"
    qtbot.keyClick(row.segments, Qt.Key.Key_Left)
    assert not row.has_problem()


def test_a_refusal_of_an_answer_is_shown_as_it_is(qtbot: QtBot) -> None:
    row = ConsentRow("service", "会员服务")
    show(qtbot, row, width=672)
    row.set_value(False)
    row.problem("不同意会员服务不能入会")
    assert row.problem_text() == "不同意会员服务不能入会"


def test_rows_are_as_high_as_the_form_plans(qtbot: QtBot) -> None:
    rows = four_rows()
    block = ConsentBlock(rows)
    show(qtbot, block, width=672)
    assert {row.height() for row in rows} == {theme.CONSENT_ROW}
    assert block.height() == 4 * theme.CONSENT_ROW + 2


def test_a_draft_brings_the_answers_back(qtbot: QtBot) -> None:
    row, again = ConsentRow("service", "会员服务"), ConsentRow("second", "会员服务")
    show(qtbot, row, again, width=672)
    row.set_value(False)
    again.set_text(row.text())
    assert again.value() is False
