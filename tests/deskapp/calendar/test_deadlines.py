from datetime import date

import pytest

from deskapp.calendar import Calendar, DayKind, DueState, due, due_words, load_holidays

CALENDAR = Calendar.of(load_holidays(), closures=[date(2026, 11, 26)])
TUESDAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 23), "超 1 天"),
        (date(2026, 11, 20), "超 2 天"),
        (date(2026, 11, 24), "今天到期"),
        (date(2026, 11, 26), "剩 2 个工作日"),
        (date(2026, 11, 30), "剩 4 个工作日"),
    ],
)
def test_the_pill_counts_working_days(day: date, words: str) -> None:
    assert due_words(CALENDAR, day, today=TUESDAY) == words


def test_what_ended_on_friday_is_one_day_late_until_monday_evening() -> None:
    friday = date(2026, 11, 20)
    assert [due_words(CALENDAR, friday, today=date(2026, 11, day)) for day in (20, 21, 22, 23, 24)] == [
        "今天到期",
        "超 1 天",
        "超 1 天",
        "超 1 天",
        "超 2 天",
    ]


def test_a_promise_for_the_weekend_counts_plain_days() -> None:
    assert due_words(CALENDAR, date(2026, 11, 22), today=date(2026, 11, 20)) == "剩 2 天"


def test_opening_days_are_counted_where_the_limit_is_in_opening_days() -> None:
    seen = due(CALENDAR, date(2026, 11, 29), today=TUESDAY, kind=DayKind.BUSINESS_DAY)
    assert (seen.words, seen.days, seen.state) == ("剩 4 个营业日", 4, DueState.AHEAD)
    assert due_words(CALENDAR, date(2026, 11, 22), today=TUESDAY, kind=DayKind.BUSINESS_DAY) == "超 2 天"


@pytest.mark.parametrize(
    ("day", "state", "label"),
    [(date(2026, 11, 23), DueState.OVERDUE, "逾期"), (TUESDAY, DueState.TODAY, "今天"), (date(2026, 11, 25), DueState.AHEAD, "未到期")],
)
def test_the_state_colours_the_pill(day: date, state: DueState, label: str) -> None:
    assert due(CALENDAR, day, today=TUESDAY).state is state
    assert state.label == label
