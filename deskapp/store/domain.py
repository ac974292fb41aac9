"""What the store is as values: its own rules, its closures, the announcement of a year's holidays as people type it."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum
from typing import Any

from deskapp.calendar import Holiday, HolidayYear
from deskapp.errors import UserError
from deskapp.settings.declare import Setting
from deskapp.typed import PROVINCES

_STORE, _BACKUP = "门店", "备份"

NAME = Setting("store.name", "门店全称", "汽车销售服务店", section=_STORE, help="印在每张单据的抬头")
SHORT_NAME = Setting("store.short_name", "门店简称", "", section=_STORE, help="显示在导航栏上方，不填则用全称", required=False)
PHONE = Setting("store.phone", "客服电话", "", section=_STORE, help="印在客户留存的单据上", required=False)
PLATE_PREFIX = Setting("store.plate_prefix", "车牌前缀", "粤B", section=_STORE, help="新建车辆时先填好的省份和字母")
OPENING = Setting("store.opening", "开门时间", time(8, 30), section=_STORE, help="以小时计的时限从这里起算")
CLOSING = Setting("store.closing", "关门时间", time(17, 30), section=_STORE, help="以天计的时限在这里截止")
SMOKE_FREE = Setting("store.smoke_free", "无烟门店", default=False, section=_STORE, help="是：休息区的烟灰缸项目记“不适用”")
LOCK_AFTER = Setting(
    "store.lock_after", "自动锁屏", 5, unit="分钟", section=_STORE, low=1, high=60, help="没有操作多久后锁屏，休息区看板除外"
)

BACKUP_DAILY = Setting("backup.daily", "每日自动备份", default=True, section=_BACKUP)
BACKUP_AT = Setting("backup.at", "自动备份时间", time(12, 30), section=_BACKUP, help="过了这个时间后第一次空闲时备份")
BACKUP_KEPT = Setting("backup.kept", "保留备份", 30, unit="份", section=_BACKUP, low=3, high=365)
BACKUP_FOLDER = Setting("backup.folder", "第二备份文件夹", "", section=_BACKUP, help="另一块硬盘或移动硬盘上的文件夹", required=False)

SETTINGS: tuple[Setting[Any], ...] = (
    NAME,
    SHORT_NAME,
    PHONE,
    PLATE_PREFIX,
    OPENING,
    CLOSING,
    SMOKE_FREE,
    LOCK_AFTER,
    BACKUP_DAILY,
    BACKUP_AT,
    BACKUP_KEPT,
    BACKUP_FOLDER,
)


@dataclass(frozen=True, slots=True)
class Store:
    """What papers and windows say about the store. `began_on` is the first day anything can be owed on."""

    name: str
    short_name: str
    phone: str
    plate_prefix: str
    smoke_free: bool
    began_on: date


@dataclass(frozen=True, slots=True)
class BackupPolicy:
    """When and where the program backs up by itself."""

    daily: bool
    at: time
    kept: int
    second_folder: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule as the settings page shows it; `text` is what `change_setting` reads back."""

    setting: Setting[Any]
    text: str
    default_text: str

    @property
    def changed(self) -> bool:
        return self.text != self.default_text


@dataclass(frozen=True, slots=True)
class RuleChange:
    """One change of a rule, for its history."""

    rule: str
    old: str
    new: str
    by: str
    at_words: str


@dataclass(frozen=True, slots=True)
class Closure:
    """A day the store is shut."""

    id: int
    day: date
    reason: str


class DayMark(StrEnum):
    """What is special about a day of the year's view. A closed day may be a working day by law, and the other way round."""

    ORDINARY = "ordinary"
    WEEKEND = "weekend"
    OFF = "off"
    MAKEUP = "makeup"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        return _MARK_LABELS[self]


_MARK_LABELS = {
    DayMark.ORDINARY: "工作日",
    DayMark.WEEKEND: "周末",
    DayMark.OFF: "放假",
    DayMark.MAKEUP: "补班",
    DayMark.CLOSED: "本店休息",
}


@dataclass(frozen=True, slots=True)
class YearDay:
    """One day of the year's view; `words` names the holiday or the reason of the closure. A closed day may be a working day."""

    day: date
    mark: DayMark
    words: str
    is_workday: bool


@dataclass(frozen=True, slots=True)
class YearView:
    """A whole year. `provisional` while its holidays are not announced: working days then follow the weekend alone."""

    year: int
    provisional: bool
    workdays: int
    days: tuple[YearDay, ...]


def judge_plate_prefix(text: str, *, field: str = PLATE_PREFIX.key) -> str:
    """The province and letter new plates begin with. Refuses anything else."""
    prefix = unicodedata.normalize("NFKC", text).strip().upper()
    if len(prefix) != 2 or prefix[0] not in PROVINCES or not "A" <= prefix[1] <= "Z":
        raise UserError("车牌前缀是省份简称加一个字母，例如 粤B", field=field)
    return prefix


def read_announcement(year: int, off: str, makeup: str) -> HolidayYear:
    """A year's holidays as typed from the notice: one holiday a line ("春节 02-15 至 02-23"), make-up days in any order.

    Dates are MM-DD or M月D日. Refuses a line without name or date; what contradicts itself is refused by the import.
    """
    holidays = tuple(_read_holiday(year, line) for line in off.splitlines() if line.strip())
    if not holidays:
        raise UserError("请至少填写一个节日", field="off")
    return HolidayYear(year, holidays, frozenset(_dates(year, makeup, "makeup")))


def announcement_text(announced: HolidayYear) -> tuple[str, str]:
    """Holidays and make-up days of a year as `read_announcement` reads them."""
    lines = [f"{h.name} {h.first:%m-%d}" + (f" 至 {h.last:%m-%d}" if h.last > h.first else "") for h in announced.holidays]
    return "\n".join(lines), "、".join(f"{day:%m-%d}" for day in sorted(announced.makeup_workdays))


def _read_holiday(year: int, line: str) -> Holiday:
    plain = unicodedata.normalize("NFKC", line).strip()
    name = re.match(r"[^\d\s:]+", plain)
    days = list(_dates(year, plain, "off"))
    if name is None or len(days) not in (1, 2):
        raise UserError(f"“{plain}”读不懂，请写成“国庆节 10-01 至 10-07”", field="off")
    return Holiday(name.group(), days[0], days[-1])


def _dates(year: int, text: str, field: str) -> Iterator[date]:
    for month, day in re.findall(r"(\d{1,2})\s*[-月/.]\s*(\d{1,2})", unicodedata.normalize("NFKC", text)):
        try:
            yield date(year, int(month), int(day))
        except ValueError:
            raise UserError(f"{year} 年没有 {month} 月 {day} 日", field=field) from None


def days_from(first: date, last: date) -> Iterator[date]:
    """Every day from the first to the last, both included."""
    return (first + timedelta(days=n) for n in range((last - first).days + 1))
