from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lunarcalendar import Converter, Lunar, Solar

from deskapp.calendar import age_on, birthday_in, birthdays_on, next_birthday
from deskapp.typed import Birthday

LUNAR = st.builds(Birthday, st.integers(1, 12), st.integers(1, 30), st.none(), st.just(True))
SOLAR = st.dates(date(2024, 1, 1), date(2024, 12, 31)).map(lambda day: Birthday(day.month, day.day))
YEARS = st.integers(1930, 2080)
DAYS = st.dates(date(1930, 1, 1), date(2080, 12, 31))


@given(YEARS, st.integers(1, 12), st.integers(1, 29))
def test_lunar_birthdays_agree_with_lunarcalendar(year: int, month: int, day: int) -> None:
    assert birthday_in(year, Birthday(month, day, lunar=True)) == Converter.Lunar2Solar(Lunar(year, month, day)).to_date()


@pytest.mark.parametrize(
    ("year", "birthday", "kept"),
    [
        (2026, Birthday(1, 1, lunar=True), date(2026, 2, 17)),
        (2026, Birthday(8, 15, lunar=True), date(2026, 9, 25)),
        (2025, Birthday(12, 8, lunar=True), date(2026, 1, 26)),
        (2025, Birthday(6, 15, lunar=True), date(2025, 7, 9)),
        (2025, Birthday(12, 30, lunar=True), date(2026, 2, 16)),
        (2026, Birthday(12, 30, lunar=True), date(2027, 2, 5)),
        (2026, Birthday(11, 23), date(2026, 11, 23)),
        (2026, Birthday(2, 29), date(2026, 2, 28)),
        (2028, Birthday(2, 29), date(2028, 2, 29)),
        (2100, Birthday(2, 29), date(2100, 2, 28)),
        (2000, Birthday(2, 29), date(2000, 2, 29)),
    ],
)
def test_the_day_a_birthday_is_kept(year: int, birthday: Birthday, kept: date) -> None:
    assert birthday_in(year, birthday) == kept


@given(YEARS, st.integers(1, 12))
def test_the_30th_of_a_short_month_is_kept_on_its_last_day(year: int, month: int) -> None:
    kept = birthday_in(year, Birthday(month, 30, lunar=True))
    oracle = Converter.Solar2Lunar(Solar(kept.year, kept.month, kept.day))
    following = kept + timedelta(days=1)
    assert (oracle.year, oracle.month, oracle.isleap) == (year, month, False)
    assert Converter.Solar2Lunar(Solar(following.year, following.month, following.day)).day == 1


@given(DAYS)
def test_the_birthdays_of_a_day_are_those_of_its_lunar_date(day: date) -> None:
    oracle = Converter.Solar2Lunar(Solar(day.year, day.month, day.day))
    lunar = {birthday for birthday in birthdays_on(day) if birthday.lunar}
    assert (Birthday(oracle.month, oracle.day, lunar=True) in lunar) is not bool(oracle.isleap)
    assert all(birthday_in(oracle.year, birthday) == day for birthday in lunar)


@given(DAYS, LUNAR | SOLAR)
def test_looking_a_day_up_finds_exactly_the_birthdays_kept_on_it(day: date, birthday: Birthday) -> None:
    coming = next_birthday(birthday, day)
    assert birthday in birthdays_on(coming)
    assert (birthday in birthdays_on(day)) is (coming == day)


@given(DAYS, LUNAR | SOLAR)
def test_a_birthday_comes_within_thirteen_lunar_months(day: date, birthday: Birthday) -> None:
    assert timedelta() <= next_birthday(birthday, day) - day < timedelta(days=385)


def test_the_last_day_of_a_short_month_keeps_the_30th_too() -> None:
    assert {birthday.day for birthday in birthdays_on(date(2026, 2, 16)) if birthday.lunar} == {29, 30}
    assert {birthday.day for birthday in birthdays_on(date(2026, 2, 15)) if birthday.lunar} == {28}
    assert {birthday.day for birthday in birthdays_on(date(2027, 2, 5)) if birthday.lunar} == {29, 30}
    assert {birthday.day for birthday in birthdays_on(date(2025, 7, 24)) if birthday.lunar} == {30}


def test_28_february_also_keeps_the_29th_in_common_years() -> None:
    assert Birthday(2, 29) in birthdays_on(date(2026, 2, 28))
    assert Birthday(2, 29) not in birthdays_on(date(2028, 2, 28))


def test_a_leap_month_has_no_birthdays_of_its_own() -> None:
    assert {birthday.lunar for birthday in birthdays_on(date(2025, 8, 1))} == {False}


@pytest.mark.parametrize(
    ("birthday", "day", "age"),
    [
        (Birthday(11, 24, 2012), date(2026, 11, 24), 14),
        (Birthday(11, 25, 2012), date(2026, 11, 24), 13),
        (Birthday(11, 24), date(2026, 11, 24), None),
        (Birthday(12, 8, 2011, lunar=True), date(2025, 12, 31), 13),
        (Birthday(12, 8, 2011, lunar=True), date(2026, 1, 1), 14),
        (Birthday(1, 1, 2027), date(2026, 11, 24), -1),
    ],
)
def test_age_is_counted_by_the_solar_calendar(birthday: Birthday, day: date, age: int | None) -> None:
    assert age_on(birthday, day) == age
