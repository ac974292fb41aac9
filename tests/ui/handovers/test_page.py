"""The inbox by real keys: posted, returned, voided, reversed; what one may not do is not offered."""

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from deskapp.handovers.domain import State
from deskapp.handovers.posting import post_handover, return_handover
from deskapp.points.reading import balance
from deskapp.staff.domain import Role
from tests.deskapp.people import hire
from tests.ui.handovers.conftest import CTRL
from ui.kit import work
from ui.kit.theme import Tone


def spendable(rig):
    return work.call(balance, customer_id=rig.guest, on=rig.front.clock().date()).spendable


def test_the_next_step_says_what_posting_will_do_and_ctrl_enter_does_it_once(rig):
    slip_id = rig.write(used=200)
    page = rig.open_page(slip_id)
    panel = page.slips.panel
    assert panel.primary.text() == "录入 1,300 分"
    assert (panel.shown.before, panel.shown.after) == (3660, 4760)
    rig.press(Qt.Key.Key_Return, CTRL)
    rig.press(Qt.Key.Key_Return, CTRL)
    rig.shows(slip_id, "已录入")
    assert spendable(rig) == 4760
    assert not panel.primary.isVisible()
    assert page.slips.view.current_row().id == slip_id


def test_groups_count_what_waits_what_came_back_and_what_was_posted(rig):
    first, second, third = (rig.write(f"RO{n}") for n in range(3))
    rig.do(return_handover, handover_id=second, reason="看不清")
    rig.do(post_handover, handover_id=third)
    page = rig.open_page(first)
    groups = [page.slips.model._entries[line] for line in page.slips.model.group_lines()]
    assert [(group.title, group.hint) for group in groups] == [
        ("待录入", "1 张"),
        ("已退回", "1 张，等前台改正后再交"),
        ("今天已录入", "1 张，1,309 分"),
    ]
    assert page.slips.filters._hint.text() == "11 月已录入 1 张，100% 当日完成"


def test_a_slip_of_yesterday_is_red(rig):
    slip_id = rig.write()
    rig.front.clock.at += timedelta(days=1)
    page = rig.open_page(slip_id)
    assert page._subtitle.text() == "1 张未完成，最久 1 个营业日"
    pill = page.slips.panel._pill.pill()
    assert (pill.words, pill.tone) == ("逾期 1 天", Tone.BAD)


def test_ctrl_b_returns_a_slip_with_a_reason(rig):
    slip_id = rig.write(used=200)
    rig.open_page(slip_id)
    rig.press(Qt.Key.Key_B, CTRL)
    rig.press(Qt.Key.Key_Return, CTRL)
    assert "还没有写原因" in rig.sheet.summary.text()
    rig.commit("金额与结算单不符")
    rig.press(Qt.Key.Key_Return, CTRL)
    rig.shows(slip_id, "已退回")
    assert rig.slip(slip_id).row.reason == "金额与结算单不符"
    assert spendable(rig) == 3660


def test_a_return_can_be_left_with_esc(rig):
    slip_id = rig.write()
    rig.open_page(slip_id)
    rig.press(Qt.Key.Key_B, CTRL)
    rig.press(Qt.Key.Key_Escape)
    assert rig.slip(slip_id).row.state is State.PENDING


def test_voiding_asks_why(rig):
    slip_id = rig.write()
    page = rig.open_page(slip_id)
    page.slips.panel.void.setFocus()
    rig.press(Qt.Key.Key_Space)
    rig.commit("写错会员")
    rig.press(Qt.Key.Key_Return, CTRL)
    rig.qtbot.waitUntil(lambda: rig.slip(slip_id).row.state is State.VOIDED, timeout=5_000)


def test_a_slip_refused_in_the_meantime_says_so_and_the_page_looks_again(rig, qtbot):
    slip_id = rig.write()
    rig.open_page(slip_id)
    rig.do(return_handover, handover_id=slip_id, reason="另一台电脑退回")
    with qtbot.captureExceptions() as refused:
        rig.press(Qt.Key.Key_Return, CTRL)
    assert "现在是“已退回”" in str(refused[0][1])


def test_the_manager_reverses_some_lines_then_the_rest(rig):
    slip_id = rig.write(used=200)
    rig.do(post_handover, handover_id=slip_id)
    rig.sign_in(hire_manager(rig))
    page = rig.open_page(slip_id)
    page.slips.panel.reverse.setFocus()
    rig.press(Qt.Key.Key_Space)
    ticks = list(rig.sheet.ticks.values())
    ticks[1].setFocus()
    rig.press(Qt.Key.Key_Space)
    rig.sheet.reason.edit.setFocus()
    rig.commit("客户退单")
    rig.press(Qt.Key.Key_Return, CTRL)
    rig.qtbot.waitUntil(lambda: any(line.reversed for line in rig.slip(slip_id).lines), timeout=5_000)
    assert spendable(rig) == 4760 - 1278 + 147
    rig.shows(slip_id, "已录入")
    rig.qtbot.waitUntil(lambda: any(line.reversed for line in page.slips.panel.shown.lines), timeout=5_000)
    page.slips.panel.reverse.setFocus()
    rig.press(Qt.Key.Key_Space)
    assert len(rig.sheet.ticks) == 1
    rig.commit("其余也退")
    rig.press(Qt.Key.Key_Return, CTRL)
    rig.shows(slip_id, "已冲正")
    assert spendable(rig) == 3660


def hire_manager(rig):
    return work.call(hire, "赵敏", Role.SERVICE_MANAGER)


def test_the_front_desk_is_offered_no_posting_and_no_reversal(rig):
    slip_id = rig.write()
    rig.sign_in(rig.front.front)
    panel = rig.open_page(slip_id).panel
    assert [button.isVisible() for button in (panel.primary, panel.back, panel.void, panel.reverse)] == [False] * 4
    assert not rig.page.rates.isVisible()
    rig.press(Qt.Key.Key_Return, CTRL)
    assert rig.slip(slip_id).row.state is State.PENDING


def test_filters_narrow_the_list_and_clear_again(rig):
    waiting, posted = rig.write("RO1"), rig.write("RO2")
    rig.do(post_handover, handover_id=posted)
    page = rig.open_page(waiting)
    page.slips.state.set_value(State.POSTED)
    rig.qtbot.waitUntil(lambda: [row.id for row in page.slips.model.rows()] == [posted], timeout=5_000)
    page.slips.filters.clear()
    rig.qtbot.waitUntil(lambda: len(page.slips.model.rows()) == 2, timeout=5_000)


def test_a_slip_found_by_its_number_stands_in_the_list_though_it_is_done_long_ago(rig):
    slip_id = rig.write()
    rig.do(post_handover, handover_id=slip_id)
    rig.front.clock.at += timedelta(days=3)
    rig.window.open_number("JF20261123001")
    rig.shows(slip_id, "已录入")


def test_printing_the_list_and_the_slip(rig):
    slip_id = rig.write()
    page = rig.open_page(slip_id)
    page.print_button.click()
    rig.qtbot.waitUntil(lambda: rig.sheet.isVisible(), timeout=5_000)
    rig.press(Qt.Key.Key_Escape)
    page.slips.view.setFocus()
    rig.press(Qt.Key.Key_P, CTRL)
    rig.qtbot.waitUntil(lambda: rig.sheet.isVisible(), timeout=5_000)


def test_enter_goes_to_the_next_step(rig):
    slip_id = rig.write()
    page = rig.open_page(slip_id)
    rig.press(Qt.Key.Key_Return)
    assert QApplication.focusWidget() is page.slips.panel.primary
    rig.press(Qt.Key.Key_Return)
    rig.shows(slip_id, "已录入")


def test_the_link_opens_the_customer_card(rig):
    page = rig.open_page(rig.write())
    page.slips.panel.card.click()
    assert rig.window.pages.currentWidget().objectName() == "customer_card"
