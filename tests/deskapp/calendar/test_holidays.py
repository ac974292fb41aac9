import json
from datetime import date, timedelta

import chinese_calendar
import holidays as holidays_package
import pytest

from deskapp.calendar import Calendar, Holiday, load_holidays, parse_holidays
from deskapp.errors import UserError

KNOWN = {announced.year: announced for announced in load_holidays()}
DAYS = [date(2025, 1, 1) + timedelta(days=n) for n in range(730)]
NEW_YEAR = {"name": "元旦", "first": "2027-01-01", "last": "2027-01-03"}


def test_2025_and_2026_come_with_the_program() -> None:
    assert list(KNOWN) == [2025, 2026]


@pytest.mark.parametrize("year", [2025, 2026])
def test_a_year_has_248_working_days(year: int) -> None:
    calendar = Calendar.of(load_holidays())
    assert sum(calendar.is_workday(day) for day in DAYS if day.year == year) == 248


@pytest.mark.parametrize(
    ("year", "makeup"),
    [(2025, ["01-26", "02-08", "04-27", "09-28", "10-11"]), (2026, ["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"])],
)
def test_make_up_days_are_those_of_the_notice(year: int, makeup: list[str]) -> None:
    assert sorted(f"{day:%m-%d}" for day in KNOWN[year].makeup_workdays) == makeup


@pytest.mark.parametrize(("year", "off"), [(2025, 28), (2026, 33)])
def test_days_off_are_those_of_the_notice(year: int, off: int) -> None:
    assert len(KNOWN[year].off_days) == off
    assert KNOWN[year].holidays[1].name == "春节"


def test_every_day_agrees_with_chinesecalendar() -> None:
    calendar = Calendar.of(load_holidays())
    assert [day for day in DAYS if calendar.is_workday(day) != chinese_calendar.is_workday(day)] == []


def test_every_day_agrees_with_holidays() -> None:
    calendar = Calendar.of(load_holidays())
    oracle = holidays_package.country_holidays("CN", years=(2025, 2026))
    assert [day for day in DAYS if calendar.is_workday(day) != oracle.is_working_day(day)] == []


def test_a_store_reads_a_later_year_once_it_is_announced() -> None:
    announced = parse_holidays(json.dumps({"year": 2027, "holidays": [NEW_YEAR], "makeup_workdays": ["2027-01-09"]}))
    assert announced.holidays == (Holiday("元旦", date(2027, 1, 1), date(2027, 1, 3)),)
    calendar = Calendar.of([*load_holidays(), announced])
    assert not calendar.is_provisional(2027)
    assert not calendar.is_workday(date(2027, 1, 1))
    assert calendar.is_workday(date(2027, 1, 9))


def test_the_year_read_last_counts() -> None:
    corrected = parse_holidays(json.dumps({"year": 2026, "holidays": [], "makeup_workdays": []}))
    assert Calendar.of([*load_holidays(), corrected]).is_workday(date(2026, 10, 1))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "2027",
        "{}",
        '{"year": 2027, "holidays": [{"name": "元旦"}], "makeup_workdays": []}',
        '{"year": 2027, "holidays": [{"name": "元旦", "first": "2027-01-01", "last": "2027-02-30"}], "makeup_workdays": []}',
        '{"year": 2027, "holidays": [], "makeup_workdays": [20270109]}',
        '{"year": "next", "holidays": [], "makeup_workdays": []}',
    ],
)
def test_an_unreadable_file_is_refused(text: str) -> None:
    with pytest.raises(UserError, match="节假日文件读不懂"):
        parse_holidays(text)


@pytest.mark.parametrize(
    ("holiday", "makeup", "said"),
    [
        ({**NEW_YEAR, "last": "2026-12-31"}, [], "元旦的最后一天 2026-12-31 早于第一天 2027-01-01"),
        ({**NEW_YEAR, "last": "2028-01-01"}, [], "元旦（2027-01-01 至 2028-01-01）不在 2027 年"),
        (NEW_YEAR, ["2028-01-08"], "补班日 2028-01-08 不在 2027 年"),
        (NEW_YEAR, ["2027-01-08"], "补班日 2027-01-08 应是不放假的周六或周日"),
        (NEW_YEAR, ["2027-01-02"], "补班日 2027-01-02 应是不放假的周六或周日"),
    ],
)
def test_a_year_that_contradicts_itself_is_refused(holiday: dict[str, str], makeup: list[str], said: str) -> None:
    with pytest.raises(UserError) as refusal:
        parse_holidays(json.dumps({"year": 2027, "holidays": [holiday], "makeup_workdays": makeup}))
    assert refusal.value.message == said
