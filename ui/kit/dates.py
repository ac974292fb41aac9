"""Days and times as the desk says them: 今天 17:30, 11-24 周二 17:30."""

from datetime import date, datetime

WEEKDAYS = "一二三四五六日"


def day_words(day: date) -> str:
    """11-24 周二."""
    return f"{day:%m-%d} 周{WEEKDAYS[day.weekday()]}"


def until_words(until: datetime, *, today: date) -> str:
    """今天 17:30, or 11-24 周二 17:30 on another day."""
    day = "今天" if until.date() == today else day_words(until.date())
    return f"{day} {until:%H:%M}"
