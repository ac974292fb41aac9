"""What an edit of the calendar would move: open deadlines before and after it, told before anybody saves (complaints.md §4)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from deskapp.calendar import Calendar, HolidayYear
from deskapp.complaints.clocks import open_clocks
from deskapp.complaints.reading import complaints
from deskapp.complaints.reading import limits as complaint_limits
from deskapp.data import Act, reading
from deskapp.rectification.deadlines import owed
from deskapp.rectification.reading import limits as notice_limits
from deskapp.rectification.reading import notices
from deskapp.staff.domain import Right
from deskapp.staff.service import require
from deskapp.store.days import calendar, calendar_if
from deskapp.store.domain import days_from


@dataclass(frozen=True, slots=True)
class Moved:
    """A deadline that would move: of which slip or notice, what is owed, from when to when."""

    number: str
    what: str
    before: datetime
    after: datetime

    @property
    def words(self) -> str:
        """TS-20261123-001 处理 车间：11-25 17:30 → 11-26 17:30."""
        return f"{self.number} {self.what}：{self.before:%m-%d %H:%M} → {self.after:%m-%d %H:%M}"


def moved_by_closing(*, act: Act, first: date, last: date) -> tuple[Moved, ...]:
    """Open deadlines that would move if the store were shut on these days, both included."""
    return _moved(act, calendar_if(shut=tuple(days_from(first, last))))


def moved_by_opening(*, act: Act, day: date) -> tuple[Moved, ...]:
    """Open deadlines that would move if the store were open on a day after all."""
    return _moved(act, calendar_if(opened=(day,)))


def moved_by_holidays(*, act: Act, announced: HolidayYear) -> tuple[Moved, ...]:
    """Open deadlines that would move if a year's holidays were as announced."""
    return _moved(act, calendar_if(announced=announced))


def _moved(act: Act, after: Calendar) -> tuple[Moved, ...]:
    require(act, Right.EDIT_CALENDAR)
    before = calendar()
    with reading():
        found = [*_of_complaints(act, before, after), *_of_notices(act, before, after)]
    return tuple(sorted(found, key=lambda one: (one.after, one.number)))


def _of_complaints(act: Act, before: Calendar, after: Calendar) -> Iterator[Moved]:
    rules = complaint_limits()
    for slip in complaints(act=act):
        then = {(clock.kind, clock.row.id if clock.row else 0): clock for clock in open_clocks(slip, after, rules, act.at)}
        for clock in open_clocks(slip, before, rules, act.at):
            other = then[clock.kind, clock.row.id if clock.row else 0]
            if other.due != clock.due:
                yield Moved(slip.number, f"{clock.kind.label} {clock.row.department if clock.row else ''}".strip(), clock.due, other.due)


def _of_notices(act: Act, before: Calendar, after: Calendar) -> Iterator[Moved]:
    rules = notice_limits()
    for notice in notices(act=act):
        then = {(step.what, step.position): step for step in owed(notice, after, rules)}
        for step in owed(notice, before, rules):
            other = then[step.what, step.position]
            if other.due_on != step.due_on:
                where = f" 第 {step.position} 项" if step.position else ""
                yield Moved(notice.number, f"{step.what}{where}", before.end_of_day(step.due_on), after.end_of_day(other.due_on))
