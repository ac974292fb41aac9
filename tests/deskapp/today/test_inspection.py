"""What inspection owes stands on the first page of customer service, and leads to the check."""

from datetime import datetime, timedelta

from deskapp.checklists.domain import RunKind
from deskapp.inspection.service import confirm_check
from deskapp.today.service import owed, today
from tests.deskapp.inspection.conftest import MONDAY, floor

__all__ = ["floor"]

FRIDAY = datetime(2026, 11, 27, 8, 40)


def lines(floor, at=MONDAY, by=None):
    found = today(act=floor.do(by or floor.service, at))
    return {duty.what: duty for duty in (*found.overdue, *found.today, *found.tomorrow, *found.week) if duty.room == "inspection"}


def test_a_daily_check_is_owed_by_its_time_and_overdue_a_second_later(floor):
    one = lines(floor)["检查 展厅5S"]
    assert (one.due.words, one.until, one.list_of) == ("今天到期", datetime(2026, 11, 23, 9, 0), "plan:A:daily:2026-11-23:1")
    late = lines(floor, MONDAY.replace(hour=9, second=1))["检查 展厅5S"]
    assert (late.is_overdue, late.due.words) == (True, "已过 09:00")
    assert owed(act=floor.do(floor.service, MONDAY.replace(hour=9, second=1)))["inspection"][1]
    floor.check("A")
    assert "检查 展厅5S" not in lines(floor)


def test_of_two_checks_a_day_each_is_a_line_and_a_begun_one_is_to_be_finished(floor):
    floor.begin("C")
    assert {what for what in lines(floor) if "接待流程" in what and not what.endswith(("抽查", "种"))} == {
        "查完 接待流程", "检查 接待流程（第 2 次）", "检查 售后接待流程", "检查 售后接待流程（第 2 次）",
    }  # fmt: skip


def test_checks_of_the_week_are_due_on_its_last_working_day(floor):
    weekly = lines(floor)["检查 车间6S与服务，每周检查"]
    assert (weekly.due.day, weekly.is_overdue) == (FRIDAY.date(), False)
    assert lines(floor, FRIDAY)["检查 车间6S与服务，每周检查"].due.words == "今天到期"
    assert lines(floor, FRIDAY + timedelta(days=1))["检查 车间6S与服务，每周检查"].is_overdue


def test_what_was_missed_is_told_for_one_day(floor):
    for code in ("A", "B", "C", "C", "F"):
        floor.check(code)
    tuesday, wednesday = MONDAY + timedelta(days=1), MONDAY + timedelta(days=2)
    assert "漏查 18 项：展厅5S、仪容仪表、接待流程 等 7 种" in lines(floor)  # of Sunday, and of the week it ended
    missed = lines(floor, tuesday)["漏查 1 项：售后接待流程"]
    assert (missed.is_overdue, missed.list_of) == (True, "missed")
    for code in ("A", "B", "C", "C", "F", "F"):
        floor.check(code, at=tuesday)
    assert not [what for what in lines(floor, wednesday) if what.startswith("漏查")]


def test_what_the_other_side_has_not_confirmed_is_a_line_a_department(floor):
    first = floor.check("A")
    second = floor.check("C")
    floor.check("F")
    found = lines(floor)
    assert {what for what in found if "确认" in what} == {"请销售部确认 2 张检查表", "请售后部确认 1 张检查表"}
    assert found["请销售部确认 2 张检查表"].due.day == MONDAY.date() + timedelta(days=1)
    assert lines(floor, MONDAY + timedelta(days=2))["请销售部确认 2 张检查表"].is_overdue
    for done in (first, second):
        confirm_check(act=floor.do(floor.seller), inspection_id=done.id)
    assert "请销售部确认 2 张检查表" not in lines(floor)


def test_who_does_not_inspect_is_not_asked(floor):
    assert lines(floor, by=floor.seller) == {}


def test_a_spot_check_of_three_people_is_three_lines(floor):
    assert len([what for what in lines(floor) if "仪容仪表" in what and "抽查" in what]) == 3
    floor.begin("B", RunKind.SPOT)
    assert "查完 仪容仪表，每周抽查" in lines(floor)
