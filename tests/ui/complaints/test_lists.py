"""What is chased and what the meeting looks at: lists with their rows, the day, the week, measures that become rows of a notice."""

from datetime import datetime, timedelta

from PySide6.QtCore import Qt

from deskapp.complaints.lists import Severity
from deskapp.complaints.states import State
from tests.conftest import MORNING
from tests.ui.papers import text_of
from ui.kit.rows import Group


def tab(floor, name):
    page = floor.page
    page.tabs.set_value(name)
    floor.settle()
    return page


def printed(floor, page):
    """The text of what the print button opens."""
    floor.click("print_complaints")
    sheet = floor.desk.sheet()
    text = text_of(sheet.job.pdf)
    floor.desk.key(Qt.Key.Key_Escape)
    return "".join(text.split())


def test_escalations_name_who_is_told_and_lead_to_the_slip(floor):
    slip = floor.slip(State.IN_PROGRESS, severity=Severity.SERIOUS)
    floor.time(MORNING + timedelta(days=3))
    page = tab(floor, "reminders")
    rows = page.reminders.model.rows()
    assert {(row.step, row.who) for row in rows} == {("首次联系", "李敏"), ("处理", "马超")}
    assert all("售后经理 孙志明、客服经理 陈静" in row.told for row in rows)
    assert "总经理刘总" in printed(floor, page)  # three days are more than twice one
    page.reminders.view.select_first()
    page.reminders.view.setFocus()
    floor.desk.key(Qt.Key.Key_Return)
    floor.settle()
    assert page.slip.opened.slip.number == slip.number


def test_overdue_stands_by_department_and_papers_that_are_out_by_their_wait(floor):
    floor.slip(State.TO_ACCEPT, "配件")
    handled = floor.slip(State.TO_CALL_BACK, "车间")
    floor.time(MORNING + timedelta(days=2))
    page = tab(floor, "reminders")
    page.reminders.show_list("overdue")
    floor.settle()
    heads = [page.reminders.model._entries[line].title for line in page.reminders.model.group_lines()]
    assert "配件 孙磊" in heads
    assert "配件孙磊" in printed(floor, page)
    page.reminders.show_list("unreturned")
    floor.settle()
    assert [(row.slip.number, row.late) for row in page.reminders.model.rows()] == [(handled.number, "已等 2 个工作日")]
    assert handled.number in printed(floor, page)


def test_a_supervisor_has_no_list_of_papers(floor):
    floor.slip(State.TO_ACCEPT, "配件")
    floor.sign_in("孙磊")
    page = tab(floor, "reminders")
    assert [option.value for option in page.reminders.kinds.options()] == ["escalations", "overdue"]


def test_the_day_counts_what_its_lists_hold(floor):
    new = [floor.slip(State.TO_ROUTE), floor.slip(State.IN_PROGRESS, "配件")]
    page = tab(floor, "day")
    assert [card.figure.text() for card in page.day.cards] == ["2", "2", "2", "0", "0"]  # both must be spoken to today
    groups = [entry.title for entry in page.day.model._entries if isinstance(entry, Group)]
    assert groups == ["新增", "今日到期"]
    assert all(slip.number in printed(floor, page) for slip in new)
    floor.time(MORNING + timedelta(days=1))
    page.refresh()
    floor.settle()
    assert page.day.cards[3].figure.text() == "2"
    page.day.before.click()
    floor.settle()
    assert page.day.day() == MORNING.date()
    assert page.day.cards[0].figure.text() == "2"


def test_the_week_shows_its_parts_and_a_bar_lists_its_slips(floor):
    floor.slip(State.TO_ROUTE)
    floor.slip(State.IN_PROGRESS)
    other = floor.slip(State.TO_ROUTE, category="aftersales.waiting")
    page = tab(floor, "agenda")
    floor.until(lambda: page.agenda.chart.parts())
    assert [(part.name, part.count) for part in page.agenda.parts.rows()] == [("售后—维修质量/返修", 2), ("售后—等待时间", 1)]
    page.agenda.chart.setFocus()
    floor.desk.key(Qt.Key.Key_Right)
    floor.desk.key(Qt.Key.Key_Return)
    picked = [entry for entry in page.agenda.model.rows() if entry.key[0] == "picked"]
    assert [entry.number for entry in picked] == [other.number]
    page.agenda.by.set_value("department")
    assert [(part.name, part.count) for part in page.agenda.parts.rows()] == [("未派单", 2), ("车间", 1)]
    said = printed(floor, page)
    assert "2026年第48周（11-23至11-29）" in said
    assert other.number in said


def test_what_the_meeting_decided_becomes_rows_of_a_notice_and_is_judged_a_week_later(floor):
    floor.slip(State.TO_ROUTE)
    page = tab(floor, "agenda")
    floor.desk.key(Qt.Key.Key_F4)
    dialog = floor.desk.sheet()
    floor.save()
    assert dialog.is_open()
    row = dialog.rows[0]
    assert row.issue.has_problem()
    floor.write(row.issue, "返修没有人路试")
    floor.write(row.measure, "返修一律由班长路试签字")
    row.department.set_value(floor.departments["车间"])
    floor.write(row.owner, "孙志明")
    floor.write(row.due_on, "20261127")
    floor.save()
    assert dialog.is_open()  # 孙志明 is of 售后部, not of 车间
    assert row.owner.has_problem()
    row.owner.set_text("")
    floor.write(row.owner, "何工")
    floor.save()
    decided = page.agenda._agenda.decided
    assert [(one.issue, one.owner, one.notice_no[:3]) for one in decided] == [("返修没有人路试", "何工", "ZG-")]
    floor.time(datetime(2026, 11, 30, 9, 0))
    page.refresh()
    floor.settle()
    page.agenda.view.select_key(("last", decided[0].id))
    floor.click("judge_measure")
    dialog = floor.desk.sheet()
    dialog.worked.segments.setFocus()
    floor.desk.key(Qt.Key.Key_Left)
    floor.write(dialog.note, "一周没有返修投诉")
    floor.save()
    assert page.agenda._agenda.last_measures[0].worked is True
    page.agenda.view.select_key(("last", decided[0].id))
    page.agenda.view.setFocus()
    floor.desk.key(Qt.Key.Key_Return)
    assert floor.desk.window.pages.currentWidget().objectName() == "rectification"
