"""A duty: something a person of the store owes somebody until a day. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from deskapp.calendar import Due, DueState

REMARK = "remark:"
"""Before the id of a guest's remark in `list_of`: F8 makes a slip of it."""


@dataclass(frozen=True, slots=True)
class Duty:
    """One line of the first page. `number` leads to its record ('' = the customer's card), `until` is the last moment it is in time.

    A duty without record or customer leads to its room, to the list there that `list_of` names. One `at_once` is today's work although
    it is in time for longer.
    """

    room: str
    what: str
    number: str
    customer_id: int
    customer: str
    plate: str
    who: str
    due: Due
    until: datetime | None
    list_of: str = ""
    at_once: bool = False

    @property
    def is_overdue(self) -> bool:
        return self.due.state is DueState.OVERDUE


@dataclass(frozen=True, slots=True)
class Today:
    """All duties of a person, each in one of four drawers; `week` ends on Sunday and begins the day after tomorrow."""

    day: date
    overdue: tuple[Duty, ...]
    today: tuple[Duty, ...]
    tomorrow: tuple[Duty, ...]
    week: tuple[Duty, ...]

    @property
    def now(self) -> tuple[Duty, ...]:
        """What must be done today: overdue first."""
        return (*self.overdue, *self.today)


def sorted_out(duties: Iterable[Duty], day: date) -> Today:
    """Put each duty into its drawer, the oldest first; what is due after this week is left out."""
    tomorrow = day + timedelta(days=1)
    sunday = day + timedelta(days=6 - day.weekday())
    ordered = sorted(duties, key=lambda duty: (duty.due.day, duty.room, duty.number, duty.customer_id))
    return Today(
        day,
        overdue=tuple(duty for duty in ordered if duty.is_overdue),
        today=tuple(duty for duty in ordered if duty.due.state is DueState.TODAY or (duty.at_once and not duty.is_overdue)),
        tomorrow=tuple(duty for duty in ordered if duty.due.day == tomorrow and not duty.at_once),
        week=tuple(duty for duty in ordered if tomorrow < duty.due.day <= sunday and not duty.at_once),
    )
