"""Dates as clerks type them, and birthdays of which only month and day need be known."""

import re
import unicodedata
from calendar import isleap
from dataclasses import dataclass
from datetime import date

from deskapp.errors import Repair, UserError
from deskapp.typed.characters import DASHES
from deskapp.typed.judged import Judged

_EARLIEST_YEAR = 1900
_LATEST_YEAR = 2100
_SEPARATED = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})")
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_MONTH_DAY = re.compile(r"([0-9]{1,2})[-/.]([0-9]{1,2})")
_COMPACT_MONTH_DAY = re.compile(r"([0-9]{2})([0-9]{2})")
_LUNAR_PREFIX = re.compile(r"^(农历|阴历|农|阴)")
_ANY_DASH = re.compile(rf"[{re.escape(DASHES)}]")
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_LUNAR_MONTH_DAYS = 30
_LEAP_GAP = 8
"""Years between two 29ths of February at most (1896 to 1904)."""


@dataclass(frozen=True, slots=True)
class Birthday:
    """Month and day, with the year where it was told. `lunar`: both are of the lunar calendar, and so is the year.

    A birth in a leap month is kept as the month of the same number, whose feast it shares.
    """

    month: int
    day: int
    year: int | None = None
    lunar: bool = False


def judge_date(text: str, *, today: date, latest: date | None = None, nearest: bool = False, field: str = "date") -> Judged[date]:
    """2026-11-23, 2026/11/23, 2026.11.23, 2026年11月23日 or 20261123, in full-width characters too.

    Refuses days that do not exist, years outside 1900–2100 and days after `latest` (pass `today` where the future is
    wrong). Month and day alone are refused with this year's day as repair; with `nearest`, for a person who sees what becomes of
    it, 11-23 and 1123 are the day nearest to today that is not after `latest`. Warns of more than 100 years ago or 20 ahead.
    """
    written = _plain(text)
    if not written:
        raise UserError("请输入日期", field=field)
    if match := _SEPARATED.fullmatch(written) or _COMPACT.fullmatch(written):
        day = _existing(*map(int, match.groups()), field=field)
        if latest is not None and day > latest:
            raise UserError("日期不能晚于今天" if latest == today else f"日期不能晚于 {format_date(latest)}", field=field)
        unusual = not -100 <= day.year - today.year <= 20
        return Judged(day, (f"{day.year} 年离今天很远，请核对",) if unusual else ())
    if nearest and (match := _MONTH_DAY.fullmatch(written) or _COMPACT_MONTH_DAY.fullmatch(written)):
        return Judged(_nearest(*map(int, match.groups()), today=today, latest=latest, field=field))
    if match := _MONTH_DAY.fullmatch(written):
        day = _existing(today.year, *map(int, match.groups()), field=field)
        raise UserError("日期还缺年份", field=field, repair=Repair(f"改为 {format_date(day)}", format_date(day)))
    raise UserError(f"日期格式不对，如 {format_date(today)} 或 {today:%Y%m%d}", field=field)


def judge_birthday(text: str, *, today: date, lunar: bool = False, field: str = "birthday") -> Judged[Birthday]:
    """Month and day, with or without the year: 11-23, 11月23日, 1123, 1990-11-23. "农历" in front makes it lunar, as `lunar` does.

    Refuses days no year has (29 February exists, a lunar month has at most 30 days), years before 1900 and days to come;
    warns of an age above 100 and of a leap month (闰), which is kept as the month of the same number.
    """
    written = _plain(text)
    if not written:
        raise UserError("请输入生日", field=field)
    bare = _LUNAR_PREFIX.sub("", written)
    lunar = lunar or bare != written
    leap = lunar and "闰" in bare
    year, month, day = _birthday_parts(bare.replace("闰", "", 1) if leap else bare, field)
    _refuse_impossible(year, month, day, lunar=lunar, today=today, field=field)
    warnings = ("闰月生日按同月过，请与客户确认",) if leap else ()
    if year is not None and today.year - year > 100:
        warnings += (f"{year} 年生，已过 100 岁，请核对",)
    return Judged(Birthday(month, day, year, lunar), warnings)


def _plain(text: str) -> str:
    """Full-width, Chinese and typographic separators as ASCII hyphens, blanks dropped."""
    narrow = "".join(unicodedata.normalize("NFKC", text).split())
    return re.sub("[年月]", "-", _ANY_DASH.sub("-", narrow)).removesuffix("日").removesuffix("号").replace("。", ".")


def _birthday_parts(written: str, field: str) -> tuple[int | None, int, int]:
    if match := _SEPARATED.fullmatch(written) or _COMPACT.fullmatch(written):
        year, month, day = map(int, match.groups())
        return year, month, day
    if match := _MONTH_DAY.fullmatch(written) or _COMPACT_MONTH_DAY.fullmatch(written):
        month, day = map(int, match.groups())
        return None, month, day
    raise UserError("生日格式不对，如 11-23 或 1990-11-23", field=field)


def _refuse_impossible(year: int | None, month: int, day: int, *, lunar: bool, today: date, field: str) -> None:
    if not 1 <= month <= 12:
        raise UserError(f"没有 {month} 月", field=field)
    longest = _LUNAR_MONTH_DAYS if lunar else _DAYS[month - 1]
    if not 1 <= day <= longest:
        raise UserError(f"{'农历' if lunar else ''} {month} 月没有 {day} 日".strip(), field=field)
    if year is None:
        return
    if lunar:
        _refuse_year(year, today, field)
    elif _existing(year, month, day, field=field) > today:
        raise UserError("生日不能晚于今天", field=field)


def _refuse_year(year: int, today: date, field: str) -> None:
    if not _EARLIEST_YEAR <= year <= today.year:
        raise UserError(f"年份应在 {_EARLIEST_YEAR}–{today.year} 之间", field=field)


def _existing(year: int, month: int, day: int, *, field: str) -> date:
    if not _EARLIEST_YEAR <= year <= _LATEST_YEAR:
        raise UserError(f"年份应在 {_EARLIEST_YEAR}–{_LATEST_YEAR} 之间", field=field)
    if not 1 <= month <= 12:
        raise UserError(f"没有 {month} 月", field=field)
    try:
        return date(year, month, day)
    except ValueError:
        raise UserError(f"{year} 年 {month} 月没有 {day} 日", field=field) from None


def _nearest(month: int, day: int, *, today: date, latest: date | None, field: str) -> date:
    """Of the same day in every year the one nearest to today, of two as near the later one."""
    if not 1 <= month <= 12:
        raise UserError(f"没有 {month} 月", field=field)
    if not 1 <= day <= _DAYS[month - 1]:
        raise UserError(f"{month} 月没有 {day} 日", field=field)
    about = today if latest is None else min(today, latest)
    years = range(about.year - _LEAP_GAP, about.year + _LEAP_GAP + 1)
    days = [date(year, month, day) for year in years if (month, day) != (2, 29) or isleap(year)]
    fitting = [one for one in days if latest is None or one <= latest]
    return min(fitting, key=lambda one: (abs(one - about), -one.toordinal()))


def format_date(day: date) -> str:
    """2026-11-23, on every screen and paper."""
    return day.isoformat()


def format_birthday(birthday: Birthday) -> str:
    """11-23, 1990-11-23, 农历 08-15."""
    year = "" if birthday.year is None else f"{birthday.year:04}-"
    return f"{'农历 ' if birthday.lunar else ''}{year}{birthday.month:02}-{birthday.day:02}"
