"""Since when and until when somebody is a member whose list tells only some of the dates. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

from deskapp.members.domain import term_end
from deskapp.members.import_entry import Entry


@dataclass(frozen=True, slots=True)
class Term:
    """Since when somebody is a member, and the term that runs."""

    joined_on: date
    starts_on: date
    ends_on: date


def term_of(entry: Entry, today: date, months: int) -> Term:
    """Joining and running term of a member who brings some of the dates.

    Only the end: its term began `months` before. Only the day of joining: the terms since then count as renewed, so that the running one is
    the one today lies in. Neither: joins today.
    """
    until = entry.valid_until
    if until is not None:
        starts_on = _term_start(until, months)
        joined_on = entry.joined_on or min(starts_on, today)
        return Term(joined_on, min(max(joined_on, starts_on), until), until)
    joined_on = entry.joined_on or today
    starts_on = joined_on
    while (ends_on := term_end(starts_on, months)) < today:
        starts_on = ends_on + timedelta(days=1)
    return Term(joined_on, starts_on, ends_on)


def _term_start(until: date, months: int) -> date:
    """The day whose term of `months` ends on `until`; near a month's end the last of the days that do."""
    after = until + timedelta(days=1)
    year, month = divmod(after.year * 12 + after.month - 1 - months, 12)
    for day in range(after.day, 0, -1):
        try:
            return date(year, month + 1, day)
        except ValueError:  # 29 February of a common year
            continue
    raise RuntimeError(f"no month {month + 1} of {year}")
