"""Working days, opening days, business hours, deadlines and birthdays: functions of values, never of the clock."""

from deskapp.calendar.deadlines import DayKind, Due, DueState, due, due_words
from deskapp.calendar.holidays import Holiday, HolidayYear, load_holidays, parse_holidays
from deskapp.calendar.lunar import age_on, birthday_in, birthdays_on, next_birthday
from deskapp.calendar.workdays import Calendar

__all__ = [
    "Calendar",
    "DayKind",
    "Due",
    "DueState",
    "Holiday",
    "HolidayYear",
    "age_on",
    "birthday_in",
    "birthdays_on",
    "due",
    "due_words",
    "load_holidays",
    "next_birthday",
    "parse_holidays",
]
