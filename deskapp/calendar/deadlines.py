"""When something is due, in the words and the state of its pill (look.md, "Words")."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from deskapp.calendar.workdays import Calendar


class DueState(StrEnum):
    """Red, yellow and grey. Read from dates, never stored."""

    OVERDUE = "overdue"
    TODAY = "today"
    AHEAD = "ahead"

    @property
    def label(self) -> str:
        return {DueState.OVERDUE: "逾期", DueState.TODAY: "今天", DueState.AHEAD: "未到期"}[self]


class DayKind(StrEnum):
    """Which days a limit counts."""

    WORKDAY = "workday"
    BUSINESS_DAY = "business_day"

    @property
    def label(self) -> str:
        return {DayKind.WORKDAY: "工作日", DayKind.BUSINESS_DAY: "营业日"}[self]


@dataclass(frozen=True, slots=True)
class Due:
    """`days` are those left (AHEAD) or past (OVERDUE), of the kind that was asked for; 0 on the day itself."""

    day: date
    state: DueState
    days: int
    words: str


def due(calendar: Calendar, day: date, *, today: date, kind: DayKind = DayKind.WORKDAY) -> Due:
    """The pill of something whose last day is `day`, as seen on `today`.

    Overdue begins the morning after, so a limit that ended on Friday reads 超 1 天 on Saturday and on Monday.
    """
    if day == today:
        return Due(day, DueState.TODAY, 0, "今天到期")
    count = calendar.workdays_between if kind is DayKind.WORKDAY else calendar.business_days_between
    if day < today:
        past = max(1, count(day, today))
        return Due(day, DueState.OVERDUE, past, f"超 {past} 天")
    left = count(today, day)
    # A promised day may lie on the weekend: then plain days say more than "0 working days".
    return Due(day, DueState.AHEAD, left, f"剩 {left} 个{kind.label}" if left else f"剩 {(day - today).days} 天")


def due_words(calendar: Calendar, day: date, *, today: date, kind: DayKind = DayKind.WORKDAY) -> str:
    """超 1 天 / 今天到期 / 剩 2 个工作日."""
    return due(calendar, day, today=today, kind=kind).words
