"""冲正 by real keys: which lines, what they move, in parts, refused, left."""

import pytest
from PySide6.QtCore import Qt

from deskapp.data import revisions
from deskapp.handovers.posting import post_handover, reverse_handover
from deskapp.points import service as points
from deskapp.points.domain import EntryKind
from deskapp.points.reading import balance
from deskapp.staff.domain import Role
from tests.deskapp.people import hire
from tests.ui.handovers.conftest import CTRL
from ui.kit import theme, work


@pytest.fixture
def dialog(rig):
    """赵敏, 客服经理, in front of a posted bill of 1,278 + 22 points on which 200 were used; 4,760 points."""
    slip_id = rig.write(used=200)
    rig.do(post_handover, handover_id=slip_id)
    rig.slip_id = slip_id
    rig.sign_in(work.call(hire, "赵敏", Role.SERVICE_MANAGER))
    rig.open_page(slip_id)
    return begin(rig)


def begin(rig):
    rig.page.slips.panel.reverse.setFocus()
    rig.press(Qt.Key.Key_Space)
    return rig.sheet


def told(rig, dialog, words):
    rig.qtbot.waitUntil(lambda: words in dialog.panel.told(), timeout=5_000)


def spendable(rig):
    return work.call(balance, customer_id=rig.guest, on=rig.front.clock().date()).spendable


def test_all_lines_are_ticked_at_first_and_what_they_move_stands_beside_them(rig, dialog):
    told(rig, dialog, "收回积分 −1,300；还在原批次里 1,300；升级积分 −1,300；退回用掉的积分 +200")
    assert (dialog.panel._before.text(), dialog.panel.after.text()) == ("4,760", "3,660")
    assert dialog.primary_button.text() == "冲正"


def test_looking_at_lines_one_after_the_other_writes_nothing(rig, dialog):
    told(rig, dialog, "−1,300")
    before = work.call(revisions)
    first, second = dialog.lines.ticks.values()
    for tick in (first, second, first):
        tick.setFocus()
        rig.press(Qt.Key.Key_Space)
    told(rig, dialog, "收回积分 −1,278")
    assert work.call(revisions) == before
    assert dialog.primary_button.text() == "冲正 1 行"


def test_some_lines_are_taken_back_and_then_the_rest(rig, dialog):
    second = list(dialog.lines.ticks.values())[1]
    second.setFocus()
    rig.press(Qt.Key.Key_Space)
    told(rig, dialog, "收回积分 −1,278")
    rig.press(Qt.Key.Key_Return)
    rig.commit("客户退了工时费")
    rig.press(Qt.Key.Key_Return, CTRL)
    assert not dialog.is_open()
    assert spendable(rig) == 4760 - 1278 + 147
    panel = rig.page.slips.panel
    rig.qtbot.waitUntil(lambda: panel.shown is not None and any(line.reversed for line in panel.shown.lines), timeout=5_000)
    again = begin(rig)
    assert len(again.lines.ticks) == 1
    told(rig, again, "收回积分 −22")
    rig.commit("其余也退")
    rig.press(Qt.Key.Key_Return, CTRL)
    rig.shows(rig.slip_id, "已冲正")
    assert spendable(rig) == 3660


def test_no_line_and_no_reason_are_refused_in_the_form(rig, dialog):
    dialog.nothing.setFocus()
    rig.press(Qt.Key.Key_Space)
    assert "勾选客户退掉的项目" in dialog.panel.told()
    dialog.reason.edit.setFocus()
    rig.commit("退单")
    rig.press(Qt.Key.Key_Return, CTRL)
    assert "请勾选要冲正的项目" in dialog.summary.text()
    dialog.everything.setFocus()
    rig.press(Qt.Key.Key_Space)
    dialog.reason.edit.setFocus()
    rig.press(Qt.Key.Key_A, CTRL)
    rig.press(Qt.Key.Key_Delete)
    rig.press(Qt.Key.Key_Return, CTRL)
    assert "还没有填原因" in dialog.summary.text()
    assert spendable(rig) == 4760


def test_esc_takes_nothing_back(rig, dialog):
    dialog.reason.edit.setFocus()
    rig.commit("点错了")
    rig.press(Qt.Key.Key_Escape)
    assert not dialog.is_open()
    assert spendable(rig) == 4760


def test_a_balance_that_will_fall_below_zero_is_red_before_anything_is_booked(rig, dialog):
    rig.do(points.spend, customer_id=rig.guest, points=4760, kind=EntryKind.REDEEMED, number="", note="兑换")
    dialog.everything.click()
    dialog.nothing.click()
    dialog.everything.click()
    told(rig, dialog, "已用掉，记为欠分 1,100")
    assert dialog.panel.after.text() == "−1,100"
    assert dialog.panel.after._colour == theme.BAD
    assert spendable(rig) == 0


def test_a_slip_whose_points_would_be_missing_is_named(rig, dialog):
    rig.write("RO9", used=4700, lines=((next(iter(rig.slip(rig.slip_id).lines)).kind, 10_000_00),))
    dialog.nothing.click()
    dialog.everything.click()
    rig.qtbot.waitUntil(dialog.panel._short.isVisible, timeout=5_000)
    assert "JF-20261123-002 预留的积分已不够" in dialog.panel._short.words()


def test_lines_taken_back_elsewhere_meanwhile_are_refused_in_words(rig, dialog):
    rig.do(reverse_handover, handover_id=rig.slip_id, reason="另一台电脑", line_ids=[next(iter(dialog.lines.ticks))])
    dialog.reason.edit.setFocus()
    rig.commit("退单")
    rig.press(Qt.Key.Key_Return, CTRL)
    assert "已经冲正过" in dialog.summary.text()
    assert dialog.is_open()
