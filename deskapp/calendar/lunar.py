"""Birthdays in the solar and the lunar calendar (rules.md §6).

lunar-python is imported at the first lunar date only: a store without one never pays for it.
"""

from datetime import date, timedelta
from functools import lru_cache

from deskapp.typed import Birthday

_SHORT_MONTH = 29
_LONG_MONTH = 30


def birthday_in(year: int, birthday: Birthday) -> date:
    """The solar day on which the birthday of `year` is kept.

    29 February is kept on the 28th in common years. A lunar birthday is that of the lunar year which begins in `year`, so it
    may lie in January or February of the next; the 30th of a month of 29 days is kept on the 29th; of two months with one
    number the first is meant, the leap month has no birthdays of its own.
    """
    if birthday.lunar:
        first, length = _lunar_months(year)[birthday.month]
        return first + timedelta(days=min(birthday.day, length) - 1)
    if (birthday.month, birthday.day) == (2, 29) and not _is_leap_year(year):
        return date(year, 2, 28)
    return date(year, birthday.month, birthday.day)


def next_birthday(birthday: Birthday, day: date) -> date:
    """The first birthday on or after `day`."""
    return next(kept for year in range(day.year - 1, day.year + 2) if (kept := birthday_in(year, birthday)) >= day)


def birthdays_on(day: date) -> frozenset[Birthday]:
    """Every birthday, without a year, that is kept on `day`: what a list looks up instead of converting each customer's.

    One solar birthday, two on 28 February of a common year; one lunar, two on the last day of a short month, none in a leap month.
    """
    kept = {Birthday(day.month, day.day)}
    if (day.month, day.day) == (2, 28) and not _is_leap_year(day.year):
        kept.add(Birthday(2, 29))
    year = day.year if day >= birthday_in(day.year, Birthday(1, 1, lunar=True)) else day.year - 1
    for month, (first, length) in _lunar_months(year).items():
        if 0 <= (number := (day - first).days) < length:
            kept.add(Birthday(month, number + 1, lunar=True))
            if number + 1 == length == _SHORT_MONTH:
                kept.add(Birthday(month, _LONG_MONTH, lunar=True))
    return frozenset(kept)


def age_on(birthday: Birthday, day: date) -> int | None:
    """Completed years by the solar calendar, as the law counts them; None without a year of birth, negative before it."""
    if birthday.year is None:
        return None
    born = birthday_in(birthday.year, birthday)
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _is_leap_year(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


@lru_cache(maxsize=256)
def _lunar_months(year: int) -> dict[int, tuple[date, int]]:
    """First solar day and length of each of the twelve plain months of a lunar year."""
    from lunar_python import LunarYear, Solar

    months: dict[int, tuple[date, int]] = {}
    for month in LunarYear.fromYear(year).getMonths():
        if month.getYear() == year and not month.isLeap():
            first = Solar.fromJulianDay(month.getFirstJulianDay())
            months[month.getMonth()] = (date(first.getYear(), first.getMonth(), first.getDay()), month.getDayCount())
    return months
