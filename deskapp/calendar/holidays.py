"""The public holidays of a year as the State Council announces them, read from data (rules.md §5).

The years known to the program lie in `resources/calendar`; a store imports a later one in the same form once it is
announced, usually in November.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from importlib.resources import files
from typing import Any, cast

from deskapp.errors import UserError

_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Holiday:
    """One holiday with all its days off, `first` and `last` included."""

    name: str
    first: date
    last: date

    @property
    def days(self) -> Iterator[date]:
        return (self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1))


@dataclass(frozen=True, slots=True)
class HolidayYear:
    """The announcement for one year. `makeup_workdays` are the Saturdays and Sundays that are worked (调休)."""

    year: int
    holidays: tuple[Holiday, ...]
    makeup_workdays: frozenset[date]

    @property
    def off_days(self) -> frozenset[date]:
        return frozenset(day for holiday in self.holidays for day in holiday.days)


@lru_cache(maxsize=1)
def load_holidays() -> tuple[HolidayYear, ...]:
    """The years that come with the program, oldest first."""
    folder = files("resources") / "calendar"
    texts = [entry.read_text(encoding="utf-8") for entry in folder.iterdir() if entry.name.endswith(".json")]
    return tuple(sorted(map(parse_holidays, texts), key=lambda announced: announced.year))


def parse_holidays(text: str) -> HolidayYear:
    """A year from its JSON text: `{"year", "holidays": [{"name", "first", "last"}], "makeup_workdays": [...]}`.

    Refuses another form, days of another year, a holiday that ends before it begins, a make-up day that is no weekend day
    or is off.
    """
    try:
        announced = _read(json.loads(text))
    except (ValueError, TypeError, KeyError):
        raise UserError("节假日文件读不懂：要有 year、holidays（name、first、last）和 makeup_workdays") from None
    _refuse_inconsistent(announced)
    return announced


def _read(data: dict[str, Any]) -> HolidayYear:
    holidays = tuple(
        Holiday(str(entry["name"]), date.fromisoformat(entry["first"]), date.fromisoformat(entry["last"]))
        for entry in cast("list[dict[str, str]]", data["holidays"])
    )
    return HolidayYear(int(data["year"]), holidays, frozenset(map(date.fromisoformat, data["makeup_workdays"])))


def _refuse_inconsistent(announced: HolidayYear) -> None:
    for holiday in announced.holidays:
        if holiday.last < holiday.first:
            raise UserError(f"{holiday.name}的最后一天 {holiday.last} 早于第一天 {holiday.first}")
        if {holiday.first.year, holiday.last.year} != {announced.year}:
            raise UserError(f"{holiday.name}（{holiday.first} 至 {holiday.last}）不在 {announced.year} 年")
    off_days = announced.off_days
    for day in sorted(announced.makeup_workdays):
        if day.year != announced.year:
            raise UserError(f"补班日 {day} 不在 {announced.year} 年")
        if day.weekday() < _SATURDAY or day in off_days:
            raise UserError(f"补班日 {day} 应是不放假的周六或周日")
