"""The inbox by real keys: posted, returned, voided, reversed; what one may not do is not offered."""

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from deskapp.attachments.intake import take_in
from deskapp.handovers.awards import adjust_points, undo_entry
from deskapp.handovers.domain import State
from deskapp.handovers.posting import post_handover, return_handover
from deskapp.handovers.writing import void_handover
from deskapp.points import service as points
from deskapp.points.domain import EntryKind
from deskapp.points.reading import balance
from deskapp.staff.domain import Role
from deskapp.store.days import close_days
from tests.deskapp.attachments.pictures import phone_photo
from tests.deskapp.people import hire
from tests.ui.handovers.conftest import CTRL
from tests.ui.kit.recorder import Recorder
from ui.kit import notify, work
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


def test_after_posting_the_next_slip_that_waits_is_under_the_cursor_and_a_double_press_does_not_post_it(rig):
    slips = [rig.write(f"RO{n}") for n in range(3)]
    page = rig.open_page(slips[0])
    order = [row.id for row in page.slips.model.rows()]
    page.slips.view.select_key(order[0])
    rig.shows(order[0], "待录入")
    number = page.slips.panel.shown.row.number
    heard = Recorder()
    notify.install(heard)
    rig.press(Qt.Key.Key_Return)
    assert page.slips.panel.primary.hasFocus()
    rig.press(Qt.Key.Key_Return)
    rig.shows(order[1], "待录入")
    assert page.slips.view.current_row().id == order[1]
    assert page.slips.view.hasFocus(), "Enter on the button would post the next one unread"
    assert heard.said[-1][0] == f"张伟明 {number} 已录入 1,309 分，余额 4,969 分，升为银卡，请换卡"
    rig.press(Qt.Key.Key_Return, CTRL)
    assert rig.slip(order[1]).row.state is State.PENDING, "that was the double of the first press"
    rig.qtbot.waitUntil(lambda: not page.slips._double.isActive(), timeout=5_000)
    for slip_id in order[1:]:
        rig.shows(slip_id, "待录入")
        rig.qtbot.waitUntil(lambda: not page.slips._double.isActive(), timeout=5_000)
        rig.press(Qt.Key.Key_Return, CTRL)
    rig.shows(order[2], "已录入")
    assert [rig.slip(slip_id).row.state for slip_id in slips] == [State.POSTED] * 3


def test_from_the_last_slip_the_cursor_goes_to_one_that_was_left_out(rig):
    first, last = (rig.write(f"RO{n}") for n in range(2))
    page = rig.open_page(last)
    order = [row.id for row in page.slips.model.rows()]
    page.slips.view.select_key(order[-1])
    rig.shows(order[-1], "待录入")
    rig.press(Qt.Key.Key_Return, CTRL)
    rig.shows(order[0], "待录入")
    assert {first, last} == set(order)


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
    rig.do(post_handover, handover_id=rig.write("RO0"))
    slip_id = rig.write()
    rig.front.clock.at += timedelta(days=1)
    page = rig.open_page(slip_id)
    assert page.slips.filters._hint.text() == "11 月已录入 1 张，50% 当日完成"  # what waits too long is no achievement
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


def hire_manager(rig):
    return work.call(hire, "赵敏", Role.SERVICE_MANAGER)


def test_the_front_desk_is_offered_no_posting_and_no_reversal(rig):
    slip_id = rig.write()
    rig.sign_in(rig.front.front)
    panel = rig.open_page(slip_id).slips.panel
    assert [button.isVisible() for button in (panel.primary, panel.back, panel.void, panel.reverse)] == [False] * 4
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


def test_voiding_without_a_reason_is_refused_and_esc_voids_nothing(rig):
    slip_id = rig.write()
    page = rig.open_page(slip_id)
    page.slips.panel.void.setFocus()
    rig.press(Qt.Key.Key_Space)
    rig.press(Qt.Key.Key_Return, CTRL)
    assert "还没有写原因" in rig.sheet.summary.text()
    rig.press(Qt.Key.Key_Escape)
    assert rig.slip(slip_id).row.state is State.PENDING


def test_a_returned_slip_ages_in_opening_days_and_turns_red_as_well(rig):
    slip_id = rig.write()
    rig.do(return_handover, handover_id=slip_id, reason="看不清")
    page = rig.open_page(slip_id)
    assert (page.slips.panel._pill.pill().words, page.slips.panel._pill.pill().tone) == ("已退回", Tone.NEUTRAL)
    rig.front.clock.at += timedelta(days=2)
    page.refresh()
    rig.qtbot.waitUntil(lambda: page.slips.panel._pill.pill().words == "退回 超 2 天", timeout=5_000)
    assert page.slips.panel._pill.pill().tone is Tone.BAD


def test_a_day_the_store_is_closed_makes_no_slip_older(rig):
    slip_id = rig.write()
    closed = rig.front.clock().date() + timedelta(days=1)
    rig.do_as(hire_manager(rig), close_days, first=closed, last=closed, reason="盘点")
    rig.front.clock.at += timedelta(days=2)
    page = rig.open_page(slip_id)
    assert page.slips.panel._pill.pill().words == "逾期 1 天"


def test_other_days_show_everything_that_was_written_on_them(rig):
    first, second = rig.write("RO1"), rig.write("RO2")
    rig.do(post_handover, handover_id=first)
    rig.do(void_handover, handover_id=second, reason="写错")
    rig.front.clock.at += timedelta(days=1)
    third = rig.write("RO3")
    page = rig.open_page(third)
    assert [row.id for row in page.slips.model.rows()] == [third]
    page.slips.days.set_value("yesterday")
    rig.qtbot.waitUntil(lambda: {row.id for row in page.slips.model.rows()} == {first, second}, timeout=5_000)
    page.slips.state.set_value(State.VOIDED)
    rig.qtbot.waitUntil(lambda: [row.id for row in page.slips.model.rows()] == [second], timeout=5_000)
    page.slips.days.set_value("last_month")
    rig.qtbot.waitUntil(lambda: page.slips.model.rows() == [], timeout=5_000)


def test_an_account_in_debt_is_said_red_above_the_next_step(rig):
    slip_id, manager = rig.write(), hire_manager(rig)
    first = rig.do_as(manager, adjust_points, customer_id=rig.guest, amount=500, reason="补记")
    rig.do(points.spend, customer_id=rig.guest, points=4160, kind=EntryKind.REDEEMED, number="", note="兑换")
    rig.do_as(manager, undo_entry, entry_id=first.move.entry_id, reason="记错")
    page = rig.open_page(slip_id)
    banner = page.slips.panel.findChild(QWidget, "owes")
    assert banner.words() == "账户欠 500 分，录入的积分先抵欠分"
    assert banner._tone is Tone.BAD


def test_the_photo_of_the_bill_opens_from_the_panel(rig):
    slip_id = rig.write(photo=take_in(phone_photo(1200, 900), name="结算单.jpg"))
    page = rig.open_page(slip_id)
    page.slips.panel.photo.setFocus()
    rig.press(Qt.Key.Key_Space)
    assert type(rig.sheet).__name__ == "PhotoSheet"
    rig.qtbot.waitUntil(lambda: rig.sheet.picture._photo is not None, timeout=5_000)
    rig.press(Qt.Key.Key_Escape)
    page.show_record(other := rig.write("RO2"))
    rig.shows(other)
    assert not page.slips.panel.photo.isVisible()
