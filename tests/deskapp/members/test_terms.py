"""How long a membership lasts, and where a day lies in it."""

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.errors import UserError
from deskapp.members.domain import Level, Stage, format_card, judge_card, level_by_points, stage, term_end

DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2090, 12, 31))
MONTHS = st.integers(min_value=1, max_value=120)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2026, 11, 23), 12, date(2027, 11, 22)),
        (date(2025, 12, 2), 12, date(2026, 12, 1)),
        (date(2026, 12, 1), 12, date(2027, 11, 30)),
        (date(2027, 3, 1), 12, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2028, 2, 29), 48, date(2032, 2, 28)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
    ],
)
def test_the_last_day_of_a_term(start, months, end):
    assert term_end(start, months) == end


@given(start=DAYS, months=MONTHS)
def test_a_term_ends_the_day_before_the_same_day_or_with_the_month_that_lacks_it(start, months):
    end = term_end(start, months)
    following = end + timedelta(days=1)
    whole = (following.year * 12 + following.month) - (start.year * 12 + start.month)
    if following.day == start.day:
        assert whole == months
    else:
        assert following.day == 1
        assert start.day > calendar.monthrange(end.year, end.month)[1]
        assert whole == months + 1


@given(start=DAYS, months=MONTHS)
def test_renewing_for_as_long_loses_no_day(start, months):
    """The next term begins the day after, and a year of twelve months never shrinks below 365 days."""
    end = term_end(start, 12)
    assert 365 <= (end - start).days + 1 <= 366
    assert term_end(end + timedelta(days=1), months) > end


@pytest.mark.parametrize(
    ("today", "where"),
    [
        (date(2026, 11, 1), Stage.RUNNING),
        (date(2026, 11, 2), Stage.ENDING),
        (date(2026, 12, 1), Stage.ENDING),
        (date(2026, 12, 2), Stage.GRACE),
        (date(2026, 12, 31), Stage.GRACE),
        (date(2027, 1, 1), Stage.LAPSED),
    ],
)
def test_the_last_thirty_days_call_for_renewal_and_thirty_more_are_grace(today, where):
    assert stage(date(2026, 12, 1), today, ending_days=30, grace_days=30) is where


@pytest.mark.parametrize(
    ("points", "level"),
    [(0, Level.BASIC), (2_999, Level.BASIC), (3_000, Level.SILVER), (7_999, Level.SILVER), (8_000, Level.GOLD), (20_000, Level.DIAMOND)],
)
def test_reaching_a_threshold_is_enough(points, level):
    assert level_by_points(points, (3_000, 8_000, 20_000)) is level


@pytest.mark.parametrize(("typed", "kept"), [("6601 0342", "66010342"), ("６６０１－０３４２", "66010342"), ("vip-0a1", "VIP0A1")])
def test_a_card_is_kept_in_one_spelling(typed, kept):
    assert judge_card(typed).value == kept
    assert judge_card(format_card(kept)).value == kept


@pytest.mark.parametrize("typed", ["", "卡一号", "1" * 33])
def test_what_is_no_card_number_is_refused(typed):
    with pytest.raises(UserError) as refused:
        judge_card(typed)
    assert refused.value.field == "card_no"


def test_a_very_short_card_number_warns():
    assert judge_card("12").warnings
