"""A day with its time of day in one field: 11-25 17:30, 20261125 1730, 17:30 of today."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time
from functools import partial

from deskapp.errors import Repair, UserError
from deskapp.typed import Judged, judge_date
from deskapp.typed.characters import narrow
from ui.kit.fields import LineField
from ui.kit.line_edit import LineEdit

_CLOCK = re.compile(r"^(?P<day>.*?)[\sT]*(?P<hour>\d{1,2})[:：](?P<minute>\d{2})$")
_COMPACT = re.compile(r"^(?P<day>\S+)\s+(?P<hour>\d{2})(?P<minute>\d{2})$")
_MONTH_DAY = re.compile(r"^(?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})日?$|^(?P<mm>\d{2})(?P<dd>\d{2})$")


def judge_moment(text: str, *, today: date, at: time | None, field: str) -> Judged[datetime]:
    """A moment as clerks write it. A day without a year is this year's, a time without a day today's, a day without a time `at`.

    Refuses days and times that do not exist, and a missing time where `at` is None.
    """
    written = " ".join(narrow(text).split())
    match = _CLOCK.match(written) or _COMPACT.match(written)
    day, moment = (match["day"].strip(), _time(match["hour"], match["minute"], field)) if match else (written, at)
    if moment is None:
        raise UserError(f"还缺几点，例如 {today:%m-%d} 09:30", field=field, repair=Repair("改为 09:00", f"{written} 09:00"))
    if not day:
        return Judged(datetime.combine(today, moment))
    if short := _MONTH_DAY.match(day):
        day = f"{today.year}-{int(short['month'] or short['mm']):02d}-{int(short['day'] or short['dd']):02d}"
    judged = judge_date(day, today=today, field=field)
    return Judged(datetime.combine(judged.value, moment), judged.warnings)


def _time(hour: str, minute: str, field: str) -> time:
    if int(hour) > 23 or int(minute) > 59:
        raise UserError(f"没有 {hour}:{minute} 这个时间", field=field)
    return time(int(hour), int(minute))


class MomentField(LineField[datetime]):
    """`at` is the time a day without one means."""

    def __init__(
        self, name: str, label: str, *, now: Callable[[], datetime], at: time | None = None, required: bool = False, hint: str = ""
    ) -> None:
        today = now().date()
        edit = LineEdit(ime=False, reshape=narrow, placeholder=f"{today:%m-%d} 09:30")
        judge = partial(judge_moment, today=today, at=at, field=name)
        super().__init__(name, label, judge=judge, write=_written, edit=edit, tidy=True, required=required, hint=hint)


def _written(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M}"
