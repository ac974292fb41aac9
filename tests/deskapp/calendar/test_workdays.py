from datetime import date, datetime, time, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.calendar import Calendar, load_holidays

CALENDAR = Calendar.of(load_holidays())
CLOSED = Calendar.of(load_holidays(), closures=[date(2026, 11, 25), date(2026, 11, 26)])
ANY_DAY = st.dates(date(2025, 1, 1), date(2026, 11, 1))
ANY_MOMENT = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31)).map(lambda at: at.replace(microsecond=0))


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        ("2025-01-24", 3, "2025-02-05"),
        ("2025-04-30", 3, "2025-05-08"),
        ("2025-09-26", 1, "2025-09-28"),
        ("2025-09-30", 3, "2025-10-11"),
        ("2025-12-31", 3, "2026-01-06"),
        ("2025-01-24", 7, "2025-02-10"),
        ("2026-02-13", 3, "2026-02-25"),
        ("2026-02-27", 1, "2026-02-28"),
        ("2026-04-30", 4, "2026-05-09"),
        ("2026-09-18", 1, "2026-09-20"),
        ("2026-09-30", 3, "2026-10-10"),
        ("2026-02-13", 7, "2026-03-02"),
    ],
)
def test_due_dates_of_the_house_rules(start: str, days: int, due: str) -> None:
    assert CALENDAR.add_workdays(date.fromisoformat(start), days) == date.fromisoformat(due)


@given(ANY_DAY, st.integers(1, 30))
def test_due_dates_agree_with_chinesecalendar(start: date, days: int) -> None:
    due = CALENDAR.add_workdays(start, days)
    workdays = [day for n in range(1, (due - start).days + 1) if chinese_calendar.is_workday(day := start + timedelta(days=n))]
    assert len(workdays) == days
    assert workdays[-1] == due


@given(ANY_DAY, st.integers(0, 30))
def test_counting_workdays_undoes_adding_them(start: date, days: int) -> None:
    assert CALENDAR.workdays_between(start, CALENDAR.add_workdays(start, days)) == days


@given(ANY_DAY, st.integers(0, 10), st.integers(0, 10))
def test_a_limit_in_two_parts_ends_where_the_whole_does(start: date, first: int, second: int) -> None:
    assert CALENDAR.add_workdays(CALENDAR.add_workdays(start, first), second) == CALENDAR.add_workdays(start, first + second)


def test_no_working_days_lie_between_a_day_and_an_earlier_one() -> None:
    assert CALENDAR.workdays_between(date(2026, 11, 24), date(2026, 11, 24)) == 0
    assert CALENDAR.workdays_between(date(2026, 11, 24), date(2026, 11, 20)) == 0


def test_a_limit_of_no_days_ends_on_the_day_itself_and_a_negative_one_is_a_bug() -> None:
    assert CALENDAR.add_workdays(date(2026, 11, 22), 0) == date(2026, 11, 22)
    with pytest.raises(ValueError, match="-1 days"):
        CALENDAR.add_workdays(date(2026, 11, 22), -1)


def test_a_year_not_announced_is_provisional_and_follows_the_weekend() -> None:
    assert CALENDAR.is_provisional(2027)
    assert not CALENDAR.is_provisional(2026)
    assert CALENDAR.is_workday(date(2027, 1, 1))
    assert not CALENDAR.is_workday(date(2027, 1, 2))
    assert CALENDAR.provisional_years(date(2026, 12, 30), date(2027, 1, 4)) == (2027,)
    assert CALENDAR.provisional_years(date(2026, 12, 30), date(2026, 12, 31)) == ()
    assert CALENDAR.provisional_years(date(2024, 12, 30), date(2028, 1, 4)) == (2024, 2027, 2028)


def test_the_store_opens_every_day_but_its_closures() -> None:
    assert CLOSED.is_open(date(2026, 11, 22))
    assert CLOSED.is_open(date(2026, 10, 1))
    assert not CLOSED.is_open(date(2026, 11, 25))
    assert CLOSED.next_open_day(date(2026, 11, 24)) == date(2026, 11, 27)


def test_a_store_may_close_on_a_weekday_each_week() -> None:
    no_mondays = Calendar.of(load_holidays(), open_weekdays=range(1, 7))
    assert not no_mondays.is_open(date(2026, 11, 23))
    assert no_mondays.next_open_day(date(2026, 11, 22)) == date(2026, 11, 24)


def test_age_counts_opening_days() -> None:
    assert CLOSED.business_days_between(date(2026, 11, 24), date(2026, 11, 24)) == 0
    assert CLOSED.business_days_between(date(2026, 11, 24), date(2026, 11, 28)) == 2
    assert CLOSED.add_business_days(date(2026, 11, 24), 2) == date(2026, 11, 28)


@pytest.mark.parametrize(
    ("at", "day"),
    [
        (datetime(2026, 11, 24, 7, 0), date(2026, 11, 24)),
        (datetime(2026, 11, 24, 17, 30), date(2026, 11, 24)),
        (datetime(2026, 11, 24, 17, 31), date(2026, 11, 27)),
        (datetime(2026, 11, 25, 9, 0), date(2026, 11, 27)),
    ],
)
def test_what_is_written_after_closing_belongs_to_the_next_opening_day(at: datetime, day: date) -> None:
    assert CLOSED.business_day_of(at) == day


def test_a_limit_in_days_runs_out_at_closing() -> None:
    assert CALENDAR.end_of_day(date(2026, 11, 24)) == datetime(2026, 11, 24, 17, 30)


@pytest.mark.parametrize(
    ("at", "hours", "end"),
    [
        (datetime(2026, 11, 24, 9, 0), 2, datetime(2026, 11, 24, 11, 0)),
        (datetime(2026, 11, 24, 15, 30), 2, datetime(2026, 11, 24, 17, 30)),
        (datetime(2026, 11, 24, 15, 31), 2, datetime(2026, 11, 27, 8, 31)),
        (datetime(2026, 11, 24, 8, 30), 9, datetime(2026, 11, 24, 17, 30)),
        (datetime(2026, 11, 24, 7, 0), 2, datetime(2026, 11, 24, 10, 30)),
        (datetime(2026, 11, 24, 17, 30), 4, datetime(2026, 11, 27, 12, 30)),
        (datetime(2026, 11, 24, 20, 0), 4, datetime(2026, 11, 27, 12, 30)),
        (datetime(2026, 11, 25, 10, 0), 4, datetime(2026, 11, 27, 12, 30)),
        (datetime(2026, 11, 24, 9, 0), 24, datetime(2026, 11, 28, 15, 0)),
        (datetime(2026, 11, 24, 16, 0), 0, datetime(2026, 11, 24, 16, 0)),
    ],
)
def test_hours_run_while_the_store_is_open(at: datetime, hours: int, end: datetime) -> None:
    assert CLOSED.add_business_hours(at, hours) == end


@given(ANY_MOMENT, st.integers(0, 60))
def test_measuring_business_hours_undoes_adding_them(at: datetime, hours: int) -> None:
    end = CLOSED.add_business_hours(at, hours)
    assert CLOSED.business_time_between(at, end) == timedelta(hours=hours)
    assert CLOSED.is_open(end.date())
    assert time(8, 30) <= end.time() <= time(17, 30)


def test_no_business_time_lies_outside_of_opening() -> None:
    assert CLOSED.business_time_between(datetime(2026, 11, 24, 18), datetime(2026, 11, 27, 8)) == timedelta()
    assert CLOSED.business_time_between(datetime(2026, 11, 24, 12), datetime(2026, 11, 24, 9)) == timedelta()
    assert CLOSED.business_time_between(datetime(2026, 11, 24, 12), datetime(2026, 11, 23, 9)) == timedelta()


def test_a_negative_limit_of_hours_is_a_bug() -> None:
    with pytest.raises(ValueError, match="-1 hours"):
        CALENDAR.add_business_hours(datetime(2026, 11, 24, 9), -1)


@pytest.mark.parametrize("odd", [{"opening": time(18), "closing": time(9)}, {"open_weekdays": []}, {"open_weekdays": [7]}])
def test_a_store_that_never_opens_is_no_calendar(odd: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="opens before it closes"):
        Calendar.of(load_holidays(), **odd)
