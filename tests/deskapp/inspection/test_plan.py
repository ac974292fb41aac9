"""What must be checked when: due, done, late, missed; read, never written."""

from datetime import date, datetime, timedelta

import pytest

from deskapp.checklists.domain import RunKind
from deskapp.data import revisions
from deskapp.inspection.domain import CheckState, last_workday, week_of
from deskapp.inspection.reading import missed_checks, planned_checks
from deskapp.store.days import calendar, close_days
from tests.deskapp.inspection.conftest import FOUNDED, MONDAY

SUNDAY = date(2026, 11, 29)


def planned(floor, at=MONDAY):
    return {(one.version.code, one.kind, one.nth): one for one in planned_checks(act=floor.do(floor.service, at), day=at.date())}


def test_a_day_asks_for_its_daily_checks_and_a_week_for_its_spot_checks(floor):
    found = planned(floor)
    assert [key for key in found if key[1] is RunKind.DAILY] == [
        ("A", RunKind.DAILY, 1), ("B", RunKind.DAILY, 1), ("C", RunKind.DAILY, 1), ("C", RunKind.DAILY, 2),
        ("F", RunKind.DAILY, 1), ("F", RunKind.DAILY, 2),
    ]  # fmt: skip
    assert [key[0] for key in found if key[1] is RunKind.SPOT] == list("ABBBCDFGH")  # of grooming three people are looked at
    assert [key for key in found if key[1] is RunKind.WEEKLY] == [
        ("G", RunKind.WEEKLY, 1), ("H", RunKind.WEEKLY, 1), ("H", RunKind.WEEKLY, 2),
    ]  # fmt: skip
    a_week = 7 * 6 + 9 + 3
    assert a_week == 54


def test_a_daily_check_is_due_by_its_time_and_missed_at_midnight(floor):
    one = planned(floor)["A", RunKind.DAILY, 1]
    nine = datetime(2026, 11, 23, 9, 0)
    assert one.state(nine) is CheckState.DUE
    assert one.state(nine + timedelta(seconds=1)) is CheckState.OVERDUE
    assert one.state(datetime(2026, 11, 23, 23, 59, 59)) is CheckState.OVERDUE
    assert one.state(datetime(2026, 11, 24)) is CheckState.MISSED


def test_a_check_done_serves_the_plan_on_time_or_late(floor):
    floor.check("A")
    assert planned(floor)["A", RunKind.DAILY, 1].state(MONDAY) is CheckState.DONE
    floor.check("C")
    found = planned(floor)
    assert [found["C", RunKind.DAILY, nth].state(MONDAY) for nth in (1, 2)] == [CheckState.DONE, CheckState.DUE]
    floor.begin("F")
    assert planned(floor)["F", RunKind.DAILY, 1].state(MONDAY) is CheckState.STARTED
    ten = datetime(2026, 11, 23, 10, 0)
    floor.check("B", at=ten)
    assert planned(floor, ten)["B", RunKind.DAILY, 1].state(ten) is CheckState.LATE


def test_a_weekly_check_is_due_on_the_last_working_day_of_its_week(floor):
    one = planned(floor)["G", RunKind.WEEKLY, 1]
    assert one.due_at == datetime(2026, 11, 27, 17, 30)
    assert one.state(datetime(2026, 11, 28, 9, 0)) is CheckState.OVERDUE
    assert one.state(datetime(2026, 11, 30)) is CheckState.MISSED
    floor.check("G", RunKind.WEEKLY)
    wednesday = datetime(2026, 11, 25, 9, 0)
    assert planned(floor, wednesday)["G", RunKind.WEEKLY, 1].state(wednesday) is CheckState.DONE


@pytest.mark.parametrize(
    ("day", "last"),
    [
        (date(2026, 9, 30), date(2026, 9, 30)),  # the holiday begins on Thursday
        (date(2026, 10, 9), date(2026, 10, 10)),  # a Saturday that is worked
        (date(2026, 2, 18), date(2026, 2, 22)),  # a week without any working day: its last opening day
    ],
)
def test_holidays_move_the_last_working_day_of_a_week(floor, day, last):
    assert last_workday(calendar(), week_of(day)[0]) == last


def test_nothing_daily_is_owed_on_a_closed_day(floor):
    close_days(act=floor.do(floor.manager), first=date(2026, 11, 24), last=date(2026, 11, 24), reason="盘点")
    found = planned(floor, datetime(2026, 11, 24, 9, 0))
    assert {key[1] for key in found} == {RunKind.WEEKLY, RunKind.SPOT}


def test_what_was_not_done_stays_missed_and_looking_never_writes(floor):
    floor.check("A")
    before = revisions()
    missed = missed_checks(act=floor.do(floor.service, datetime(2026, 11, 25, 9, 0)), first=MONDAY.date(), last=MONDAY.date())
    assert [(one.version.code, one.nth) for one in missed] == [("B", 1), ("C", 1), ("C", 2), ("F", 1), ("F", 2)]
    week = missed_checks(act=floor.do(floor.service, datetime(2026, 11, 30, 9, 0)), first=MONDAY.date(), last=SUNDAY)
    assert len([one for one in week if one.kind is RunKind.SPOT]) == 9
    assert len(week) == 54 - 1
    assert revisions() == before


def test_nothing_is_owed_before_the_store_began(floor):
    sunday = FOUNDED - timedelta(days=1)
    assert planned_checks(act=floor.do(floor.service), day=sunday.date()) == ()
    found = {one.version.code for one in planned_checks(act=floor.do(floor.service), day=FOUNDED.date()) if one.kind is RunKind.DAILY}
    assert found == set("ABCF")
