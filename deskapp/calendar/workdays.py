"""The store's calendar as one value: statutory working days, opening days, business hours (rules.md §5).

Deadlines in days count statutory working days with make-up weekends. Shifts, slots, reminders and limits in hours count
the store's opening days, which are every day but its closures.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Self

from deskapp.calendar.holidays import HolidayYear

_DAY = timedelta(days=1)
_SATURDAY = 5
_WHOLE_WEEK = frozenset(range(7))


@dataclass(frozen=True, slots=True)
class Calendar:
    """All times are the store's local wall time. `open_weekdays` has 0 for Monday.

    Made by `Calendar.of`. A year that is not in `known_years` has not been announced: its working days follow the weekend
    alone and everything computed from them is shown as provisional (暂定).
    """

    off_days: frozenset[date]
    makeup_workdays: frozenset[date]
    known_years: frozenset[int]
    closures: frozenset[date]
    open_weekdays: frozenset[int]
    opening: time
    closing: time

    def __post_init__(self) -> None:
        if not self.opening < self.closing or not self.open_weekdays or not self.open_weekdays <= _WHOLE_WEEK:
            raise ValueError("a store opens before it closes, on some day of the week")

    @classmethod
    def of(
        cls,
        announced: Iterable[HolidayYear],
        *,
        closures: Iterable[date] = (),
        open_weekdays: Iterable[int] = _WHOLE_WEEK,
        opening: time = time(8, 30),
        closing: time = time(17, 30),
    ) -> Self:
        """The calendar of these announced years; a year given twice counts as it was given last (the store's own import)."""
        years = {year.year: year for year in announced}
        return cls(
            off_days=frozenset(day for year in years.values() for day in year.off_days),
            makeup_workdays=frozenset(day for year in years.values() for day in year.makeup_workdays),
            known_years=frozenset(years),
            closures=frozenset(closures),
            open_weekdays=frozenset(open_weekdays),
            opening=opening,
            closing=closing,
        )

    def is_workday(self, day: date) -> bool:
        """A statutory working day: Monday to Friday but the days off, and the make-up weekends."""
        if day in self.makeup_workdays:
            return True
        return day.weekday() < _SATURDAY and day not in self.off_days

    def is_provisional(self, year: int) -> bool:
        """True while the year's holidays are not known."""
        return year not in self.known_years

    def provisional_years(self, first: date, last: date) -> tuple[int, ...]:
        """The years from `first` to `last` whose holidays are not known: a deadline that touches one is shown as 暂定."""
        return tuple(year for year in range(first.year, last.year + 1) if self.is_provisional(year))

    def add_workdays(self, start: date, days: int) -> date:
        """The last day of a limit of so many working days: the start day is not counted. 0 gives the start day itself."""
        return _nth(start, days, self.is_workday)

    def workdays_between(self, start: date, end: date) -> int:
        """Working days after `start` up to and with `end`; 0 when `end` is not after `start`. The inverse of `add_workdays`."""
        return _count(start, end, self.is_workday)

    def is_open(self, day: date) -> bool:
        """A business day of the store (营业日)."""
        return day.weekday() in self.open_weekdays and day not in self.closures

    def next_open_day(self, day: date) -> date:
        """The first business day after `day`."""
        return _nth(day, 1, self.is_open)

    def add_business_days(self, start: date, days: int) -> date:
        """Like `add_workdays`, in the store's opening days."""
        return _nth(start, days, self.is_open)

    def business_days_between(self, start: date, end: date) -> int:
        """Opening days after `start` up to and with `end`: the age of a slip written on `start`, seen on `end`."""
        return _count(start, end, self.is_open)

    def business_day_of(self, at: datetime) -> date:
        """The opening day a moment belongs to: after closing, and on a day the store is shut, the next one."""
        return at.date() if self.is_open(at.date()) and at.time() <= self.closing else self.next_open_day(at.date())

    def end_of_day(self, day: date) -> datetime:
        """The moment a limit in days runs out: closing time (17:30) of its last day."""
        return datetime.combine(day, self.closing)

    def add_business_hours(self, at: datetime, hours: int) -> datetime:
        """The end of a limit of so many business hours from `at`, counted while the store is open.

        A limit that would end exactly at closing stays on that day. One that begins while the store is shut begins at the next opening.
        """
        if hours < 0:
            raise ValueError(f"a limit of {hours} hours")
        rest = timedelta(hours=hours)
        begin = self._next_business_moment(at)
        while rest > (room := self.end_of_day(begin.date()) - begin):
            rest -= room
            begin = datetime.combine(self.next_open_day(begin.date()), self.opening)
        return begin + rest

    def business_time_between(self, start: datetime, end: datetime) -> timedelta:
        """The business hours between two moments; none when `end` is not after `start`."""
        total, day = timedelta(), start.date()
        while day <= end.date():
            if self.is_open(day):
                first = max(start, datetime.combine(day, self.opening))
                total += max(timedelta(), min(end, self.end_of_day(day)) - first)
            day += _DAY
        return total

    def _next_business_moment(self, at: datetime) -> datetime:
        opens = datetime.combine(at.date(), self.opening)
        if self.is_open(at.date()) and at < self.end_of_day(at.date()):
            return max(at, opens)
        return datetime.combine(self.next_open_day(at.date()), self.opening)


def _nth(start: date, days: int, counts: Callable[[date], bool]) -> date:
    if days < 0:
        raise ValueError(f"a limit of {days} days")
    day = start
    while days:
        day += _DAY
        days -= counts(day)
    return day


def _count(start: date, end: date, counts: Callable[[date], bool]) -> int:
    return sum(counts(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))
