"""Looking back on checks: rates, trend, Pareto and repeats are counted from the checks themselves, and every figure keeps its rows."""

from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.checklists.domain import Result, RunKind, Score
from deskapp.data import revisions
from deskapp.errors import NotAllowed
from deskapp.inspection.figures import (
    By,
    Check,
    Failure,
    Reach,
    days_before,
    days_of,
    pareto,
    periods,
    permille,
    rates,
    repeats,
    trend,
)
from deskapp.inspection.looking_back import look_back, week_back
from deskapp.inspection.reading import missed_checks
from deskapp.inspection.service import finish_check, mark_check, raise_notices, void_check
from deskapp.staff.domain import Role
from deskapp.staff.house import house
from tests.deskapp.inspection.conftest import FOUNDED, MONDAY
from tests.deskapp.people import department_id, hire

TODAY = MONDAY.date()


def a_check(day=TODAY, *, passed=9, failed=1, letter="A", department=1, person=None, number="") -> Check:
    number = number or f"JC-{day:%Y%m%d}-001"
    return Check(number, day, letter, "展厅5S", RunKind.DAILY, department, person, Score(passed, failed, 0), failed)


def a_failure(day=TODAY, code="A3", **more) -> Failure:
    return Failure(a_check(day, **more), code, "灯光", "2 盏不亮")


def looked(floor, by=None, at=MONDAY, reach=Reach.WEEKS_4):
    return look_back(act=floor.do(by or floor.service, at), reach=reach)


# Pure -------------------------------------------------------------------------------------------------------------------


def test_weeks_begin_on_monday_and_months_on_the_first():
    assert days_of(Reach.WEEKS_4, date(2026, 11, 25)) == (date(2026, 11, 2), date(2026, 11, 25))
    assert days_of(Reach.MONTHS_12, date(2026, 11, 25)) == (date(2025, 12, 1), date(2026, 11, 25))
    assert days_of(Reach.MONTHS_12, date(2026, 1, 31))[0] == date(2025, 2, 1)


@given(st.sampled_from(list(Reach)), st.dates(date(2020, 1, 1), date(2040, 12, 31)))
def test_periods_cover_the_span_without_a_gap_and_the_span_before_ends_where_it_begins(reach, today):
    first, last = days_of(reach, today)
    parts = periods(reach, today)
    assert (parts[0].first, parts[-1].last) == (first, last)
    assert all(one.last + timedelta(days=1) == after.first for one, after in pairwise(parts))
    assert len(parts) == {Reach.WEEKS_4: 4, Reach.WEEKS_13: 13, Reach.MONTHS_12: 12}[reach]
    before = days_before(reach, today)
    assert before[1] + timedelta(days=1) == first
    whole = timedelta(weeks=len(parts)) if reach is not Reach.MONTHS_12 else timedelta(days=365)
    assert abs(before[1] + timedelta(days=1) - before[0] - whole) <= timedelta(days=1)


def test_a_rate_adds_up_weights_and_leaves_out_what_did_not_apply():
    assert permille([a_check(passed=9, failed=1), a_check(passed=10, failed=0)]) == 950
    assert permille([a_check(passed=0, failed=0)]) is None
    assert permille([]) is None


def test_rates_by_department_begin_with_the_lowest_after_the_sum_of_all():
    checks = [a_check(department=1, passed=9), a_check(department=2, passed=1), a_check(department=3, passed=0, failed=0)]
    found = rates(checks, [a_check(department=4)], [], By.DEPARTMENT, lambda key: f"部门{key}")
    assert [(rate.name, rate.permille) for rate in found] == [
        ("全部", 833), ("部门2", 500), ("部门1", 900), ("部门3", None), ("部门4", None),
    ]  # fmt: skip
    assert found[-1].permille_before == 900


def test_checks_of_an_area_belong_to_nobody():
    checks = [a_check(person=7), a_check(person=None)]
    found = rates(checks, [], [a_failure(person=7), a_failure()], By.PERSON, lambda key: {7: "孙浩"}[key])
    assert [(rate.name, len(rate.checks), len(rate.failures)) for rate in found] == [("全部", 2, 2), ("孙浩", 1, 1)]


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 9), st.integers(0, 9)), max_size=40), st.sampled_from(list(Reach)))
def test_every_check_of_the_span_stands_in_exactly_one_point(made, reach):
    checks = [a_check(TODAY - timedelta(days=ago), passed=passed, failed=failed) for ago, passed, failed in made]
    first, last = days_of(reach, TODAY)
    points = trend(checks, periods(reach, TODAY))
    inside = [check for check in checks if first <= check.day <= last]
    assert sorted(check.day for point in points for check in point.checks) == sorted(check.day for check in inside)
    assert all(point.permille == permille(point.checks) for point in points)


@given(st.lists(st.sampled_from("ABCDEFGH"), max_size=60))
def test_a_pareto_runs_to_the_whole_and_never_rises(codes):
    found = pareto([a_failure(code=code) for code in codes])
    assert sum(len(one.failures) for one in found) == len(codes)
    assert [len(one.failures) for one in found] == sorted((len(one.failures) for one in found), reverse=True)
    assert not found or found[-1].running == 1000


@pytest.mark.parametrize(
    ("ago", "is_repeat"),
    [
        ((0, 1, 2), True),
        ((0, 1), False),
        ((0, 10, 29), True),  # within 30 days
        ((0, 10, 30), False),  # the first one is the 31st day
        ((40, 41, 42), False),  # all before the span
    ],
)
def test_three_failures_within_thirty_days_at_a_department_are_a_repeat(ago, is_repeat):
    failures = [a_failure(TODAY - timedelta(days=days), number=f"JC-{days:03}") for days in ago]
    found = repeats(failures, times=3, days=30, since=TODAY - timedelta(days=6))
    assert bool(found) is is_repeat


def test_two_departments_do_not_make_a_repeat_together():
    failures = [a_failure(department=1), a_failure(department=1), a_failure(department=2)]
    assert repeats(failures, times=3, days=30, since=TODAY) == ()


# The store --------------------------------------------------------------------------------------------------------------


def test_the_look_back_counts_finished_checks_and_never_writes(floor):
    floor.check("A", failing=("A3", "A5"))
    floor.begin("C")  # not finished
    voided = floor.check("F", failing=("F1",))
    void_check(act=floor.do(floor.manager), inspection_id=voided.id, reason="查错部门")
    before = revisions()
    found = looked(floor)
    assert [(check.number, check.score, check.failed) for check in found.checks] == [("JC-20261123-001", Score(12, 2, 0), 2)]
    assert [(failure.item, failure.note) for failure in found.failures] == [("A3 灯光", "有污渍"), ("A5 展车外观", "有污渍")]
    assert revisions() == before


def test_the_last_mark_of_an_item_counts(floor):
    begun = floor.begin("H")
    for result, note in ((Result.FAILED, "缺页"), (Result.PASSED, "")):
        marks = dict.fromkeys((item.code for item in begun.run.items), (result, note))
        mark_check(act=floor.do(floor.service), inspection_id=begun.id, marks=marks)
    finish_check(act=floor.do(floor.service), inspection_id=begun.id)
    found = looked(floor)
    assert (found.checks[0].score, found.failures) == (Score(6, 0, 0), ())


def test_the_span_before_is_for_comparing(floor):
    floor.check("A", at=FOUNDED + timedelta(hours=1), failing=("A3",))
    later = MONDAY + timedelta(weeks=3, days=3)
    found = looked(floor, at=later)
    assert (len(found.checks), len(found.before)) == (0, 1)
    assert len(looked(floor, at=later, reach=Reach.WEEKS_13).checks) == 1


def test_a_repeat_reaches_back_before_the_span(floor):
    for days in (2, 1):
        floor.check("A", at=MONDAY - timedelta(days=days), failing=("A3",))
    assert looked(floor).repeats == ()
    floor.check("A", failing=("A3",))
    (repeat,) = week_back(act=floor.do(floor.service), monday=TODAY).repeats
    assert (repeat.code, len(repeat.failures), house().departments[repeat.department_id].name) == ("A3", 3, "销售部")


def test_a_department_alone_has_its_own_figures(floor):
    floor.check("A", failing=("A3",))
    floor.check("F", failing=("F1",))
    sales = looked(floor).of(department_id("销售部"))
    assert [check.letter for check in sales.checks] == ["A"]
    assert [failure.code for failure in sales.failures] == ["A3"]
    assert len(looked(floor).of(None).checks) == 2


def test_a_head_sees_his_own_department_and_a_seller_none(floor):
    floor.check("A", failing=("A3",))
    floor.check("F", failing=("F1",))
    assert [check.letter for check in looked(floor, floor.head).checks] == ["A"]
    assert [check.letter for check in looked(floor, hire("刘建国", Role.GENERAL_MANAGER)).checks] == ["A", "F"]
    with pytest.raises(NotAllowed):
        looked(floor, floor.seller)
    with pytest.raises(NotAllowed):
        week_back(act=floor.do(floor.head), monday=TODAY)


def test_a_week_has_its_checks_what_was_missed_and_what_its_notices_came_to(floor):
    floor.check("A", failing=("A3",))
    done = floor.check("F", failing=("F1",))
    raise_notices(act=floor.do(floor.service), inspection_id=done.id)
    sunday_night = datetime(2026, 11, 30, 8, 0)
    week = week_back(act=floor.do(floor.service, sunday_night), monday=TODAY)
    assert (len(week.checks), len(week.failures)) == (2, 2)
    assert week.missed == missed_checks(act=floor.do(floor.service, sunday_night), first=TODAY, last=TODAY + timedelta(days=6))
    on_monday = [(one.version.code, one.nth) for one in week.missed if one.kind is RunKind.DAILY and one.due_at.date() == TODAY]
    assert on_monday == [("B", 1), ("C", 1), ("C", 2), ("F", 2)]
    assert (len(week.rows), len(week.closed), len(week.open)) == (1, 0, 1)
    assert [late.owed.what for late in week.overdue] == ["下发"]
    assert len(week.trend) == 13
