"""The board, the list and the search: where a slip stands, how urgent, whose turn it is; what is printed in one go."""

from datetime import datetime, timedelta

from PySide6.QtCore import Qt

from deskapp.complaints.lists import Severity, Source
from deskapp.complaints.states import State
from tests.conftest import MORNING
from tests.ui.papers import text_of
from ui.kit import work


def lanes(page):
    return {column.lane: [line.slip.number for line in column.model.lines()] for column in page.slips.board.columns}


def test_each_slip_stands_in_the_lane_of_its_state(floor):
    slips = {state: floor.slip(state) for state in (State.TO_ROUTE, State.TO_ACCEPT, State.IN_PROGRESS, State.TO_CALL_BACK)}
    page = floor.page
    floor.until(lambda: len(page.slips.shown) == 4)
    found = lanes(page)
    assert {state: found[state] for state in slips} == {state: [slip.number] for state, slip in slips.items()}
    assert not page.slips.board.columns[0].isVisible()  # no draft, no lane for drafts
    assert page.slips.summary() == "未关闭 4 张，轮到我 4 张"  # nobody has called these customers yet


def test_the_division_and_the_severe_come_first_and_the_latest_is_red(floor):
    calm = floor.slip(State.TO_ROUTE)
    severe = floor.slip(State.TO_ROUTE, severity=Severity.SERIOUS)
    due = datetime(2026, 11, 27, 17, 30)
    numbered = floor.slip(State.TO_ROUTE, source=Source.DIVISION, division_no="SYB-7", reply_due=due)
    page = floor.page
    floor.until(lambda: len(page.slips.shown) == 3)
    assert lanes(page)[State.TO_ROUTE] == [numbered.number, severe.number, calm.number]
    floor.time(MORNING + timedelta(days=1))
    page.refresh()
    floor.settle()
    column = next(one for one in page.slips.board.columns if one.lane is State.TO_ROUTE)
    worst = [column.model.index(row).data(Qt.ItemDataRole.UserRole + 1) for row in range(3)]
    assert worst.count(True) == 1
    line = column.model.lines()[worst.index(True)]
    assert line.slip.number == severe.number  # two hours for the first contact, longest past
    assert line.late == "李敏 超 1 天未联系客户"


def test_the_cursor_of_the_board_stands_in_the_first_lane_that_has_a_card(floor):
    slip = floor.slip(State.TO_ACCEPT)
    page = floor.page
    floor.until(lambda: page.slips.shown)
    floor.settle()
    floor.desk.key(Qt.Key.Key_Return)
    floor.until(lambda: page.slip.opened is not None)
    assert page._title.text() == slip.number


def test_enter_on_a_card_opens_the_slip_and_alt_left_leads_back(floor):
    slip = floor.slip(State.TO_ACCEPT)
    page = floor.page
    floor.until(lambda: page.slips.shown)
    page.slips.board.select_first()
    floor.desk.key(Qt.Key.Key_Return)
    floor.until(lambda: page.slip.opened is not None)
    assert page._title.text() == slip.number
    assert page._part() is page.slip
    floor.desk.key(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert page._part() is page.slips


def test_the_room_chosen_once_more_leads_from_a_slip_back_to_the_board(floor):
    slip = floor.slip(State.TO_ACCEPT)
    floor.open(slip)
    page = floor.page
    assert page._part() is page.slip
    floor.click("nav_complaints")
    assert page._part() is page.slips


def test_filters_narrow_the_board_and_closed_slips_stand_in_the_list(floor):
    floor.slip(State.TO_ROUTE)
    handled = floor.slip(State.IN_PROGRESS, "配件", severity=Severity.SERIOUS)
    page = floor.page
    floor.until(lambda: len(page.slips.shown) == 2)
    page.slips.department.set_value(floor.departments["配件"])
    floor.settle()
    assert [line.slip.number for line in page.slips.shown] == [handled.number]
    page.slips.bar.clear()
    page.slips.severity.set_value(Severity.SERIOUS)
    floor.settle()
    assert [line.slip.number for line in page.slips.shown] == [handled.number]
    page.slips.bar.clear()
    page.slips.state.set_value("all")
    floor.settle()
    assert page.slips._stack.currentIndex() == 1
    assert len(page.slips.model.rows()) == 2


def test_search_finds_by_number_customer_plate_and_words(floor):
    wanted = floor.slip(State.IN_PROGRESS, description="空调出风有异味，送来两次都说正常")
    floor.slip(State.TO_ROUTE, name="王小明", mobile="13911112222", plate="粤BD12345")
    page = floor.page
    floor.until(lambda: len(page.slips.shown) == 2)
    for text in (wanted.number, "异味", "刘建国 异味", "6621"):
        page.slips.search.setText(text)
        floor.until(lambda: [line.slip.number for line in page.slips.shown] == [wanted.number])
        page.slips.search.clear()
        floor.until(lambda: len(page.slips.shown) == 2)
    page.slips.search.setText("BD12345")
    floor.until(lambda: [line.customer for line in page.slips.shown] == ["王小明 先生"])


def test_a_supervisor_sees_his_own_and_what_waits_for_him(floor):
    mine = floor.slip(State.TO_ACCEPT, "配件")
    floor.slip(State.TO_ACCEPT, "车间")
    floor.sign_in("孙磊")
    page = floor.page
    floor.until(lambda: page.slips.shown)
    assert [line.slip.number for line in page.slips.shown] == [mine.number]
    page.show_list("mine")
    floor.settle()
    assert [line.slip.number for line in page.slips.shown] == [mine.number]


def test_the_shown_slips_are_printed_in_one_go_and_each_counts(floor, tmp_path):
    from deskapp.store.service import printed_before

    slips = [floor.slip(State.TO_ROUTE), floor.slip(State.IN_PROGRESS)]
    page = floor.page
    floor.until(lambda: len(page.slips.shown) == 2)
    floor.desk.window.print_file = tmp_path / "printed.pdf"
    floor.click("print_complaints")
    sheet = floor.desk.sheet()
    text = text_of(sheet.job.pdf)
    assert all(slip.number in text for slip in slips)
    assert text.count("客服存档联") == 2  # each slip in its copies
    floor.until(sheet.print_button.isEnabled)
    ended = []
    sheet.print_ended.connect(ended.append)
    floor.click("print")
    floor.until(lambda: ended)
    assert [work.call(lambda key=slip.number: printed_before(number=key, paper="客户投诉(抱怨)处理单")) for slip in slips] == [1, 1]


def test_the_number_of_a_slip_and_of_its_archive_lead_to_it(floor):
    slip = floor.slip(State.TO_ACCEPT)
    floor.desk.window.open_number(slip.number)
    page = floor.desk.window.pages.currentWidget()
    floor.until(lambda: page.slip.opened is not None and page.slip.opened.slip.number == slip.number)


def test_what_is_asked_of_open_slips_is_asked_of_the_closed_ones_too(floor):
    from deskapp.complaints.closing import void_complaint

    due = datetime(2026, 11, 27, 17, 30)
    wanted = floor.slip(State.TO_ROUTE, source=Source.DIVISION, division_no="SYB-7", reply_due=due)
    dropped = floor.slip(State.TO_ROUTE)
    work.call(lambda: void_complaint(act=floor.act("陈静"), seen=dropped.seen, reason="重复登记"))
    page = floor.page
    floor.settle()
    page.slips.state.set_value("all")
    floor.settle()
    assert {line.slip.number for line in page.slips.shown} == {wanted.number, dropped.number}
    page.slips.late.set_value("division")
    floor.settle()
    assert [line.slip.number for line in page.slips.shown] == [wanted.number]
    page.slips.state.set_value(State.VOID)
    floor.settle()
    assert page.slips.shown == ()
