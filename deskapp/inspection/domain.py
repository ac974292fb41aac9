"""The plan of checks of a week, each due, done or missed, and a check with its confirmation (inspection.md §2–3). Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from deskapp.calendar import Calendar
from deskapp.checklists.domain import Frequency, Run, RunKind, Score, Version
from deskapp.settings.declare import Setting

SPOT_DAYS = Setting("inspection.spot_days", "抽查多看最近几天的不合格", 30, unit="天", section="检查", low=1, high=365)

CONFIRM_DAYS = Setting("inspection.confirm_days", "受检方确认期限", 1, unit="个工作日", section="检查", low=0, high=30)

SETTINGS: tuple[Setting[Any], ...] = (SPOT_DAYS, CONFIRM_DAYS)
PLANNED = (RunKind.DAILY, RunKind.WEEKLY, RunKind.SPOT)


class CheckState(StrEnum):
    """Where a planned check stands: read from the clock and from what was done, never stored."""

    FUTURE = "future"
    DUE = "due"
    STARTED = "started"
    DONE = "done"
    LATE = "late"
    OVERDUE = "overdue"
    MISSED = "missed"

    @property
    def label(self) -> str:
        return _STATES[self]

    @property
    def is_open(self) -> bool:
        """Whether it can and should still be done."""
        return self in (CheckState.DUE, CheckState.STARTED, CheckState.OVERDUE)


_STATES = {
    CheckState.FUTURE: "未到",
    CheckState.DUE: "待查",
    CheckState.STARTED: "检查中",
    CheckState.DONE: "已查",
    CheckState.LATE: "迟查",
    CheckState.OVERDUE: "逾期",
    CheckState.MISSED: "漏查",
}


@dataclass(frozen=True, slots=True)
class Planned:
    """One check the plan asks for: by which template, which of several, from when it may be done and by when it must be.

    `over_at` is when it can no longer be done: a daily one at its midnight, a weekly one at the end of its week.
    """

    version: Version
    kind: RunKind
    nth: int
    opens_at: datetime
    due_at: datetime
    over_at: datetime
    run: Run | None = None

    def state(self, now: datetime) -> CheckState:
        if self.run is not None and self.run.finished_at is not None:
            return CheckState.DONE if self.run.finished_at <= self.due_at else CheckState.LATE
        if now < self.opens_at:
            return CheckState.FUTURE
        if now >= self.over_at:
            return CheckState.MISSED
        if now > self.due_at:
            return CheckState.OVERDUE
        return CheckState.STARTED if self.run is not None else CheckState.DUE


class CheckFilter(StrEnum):
    """What a list of checks shows."""

    ALL = "all"
    OPEN = "open"
    FAILED = "failed"
    UNCONFIRMED = "unconfirmed"
    VOID = "void"

    @property
    def label(self) -> str:
        return _FILTERS[self]


_FILTERS = {
    CheckFilter.ALL: "全部",
    CheckFilter.OPEN: "没查完",
    CheckFilter.FAILED: "有不合格",
    CheckFilter.UNCONFIRMED: "待受检方确认",
    CheckFilter.VOID: "已作废",
}


@dataclass(frozen=True, slots=True)
class CheckLine:
    """A check as a line of a list: what it was, of whom, and how it came out. Names as they are today, the sheet's as it was then."""

    id: int
    number: str
    code: str
    name: str
    kind: RunKind
    department: str
    person: str
    inspector: str
    began_at: datetime
    finished_at: datetime | None
    items: int
    marked: int
    failed_items: int
    score: Score
    confirmed_by: str
    voided: bool

    @property
    def waits_for_confirmation(self) -> bool:
        return self.finished_at is not None and not self.confirmed_by and not self.voided


@dataclass(frozen=True, slots=True)
class Unconfirmed:
    """How many finished checks of a department wait for its confirmation, and since when."""

    department: str
    checks: int
    since: datetime


@dataclass(frozen=True, slots=True)
class Inspection:
    """A check with its number and what the other side said. `confirmed_by` is a person of the store, or a name from paper."""

    id: int
    number: str
    run: Run
    department: str
    confirmed_by: str = ""
    confirmed_at: datetime | None = None
    on_paper: bool = False
    void_reason: str = ""
    photos: tuple[tuple[str, int], ...] = ()

    def photos_of(self, code: str) -> tuple[int, ...]:
        """Attachment ids of an item."""
        return tuple(attachment for item, attachment in self.photos if item == code)

    @property
    def waits_for_confirmation(self) -> bool:
        return self.run.finished_at is not None and self.confirmed_at is None and not self.run.voided


def week_of(day: date) -> tuple[date, date]:
    """Monday and Sunday of the week of a day."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def last_workday(calendar: Calendar, monday: date) -> date:
    """The last statutory working day of a week; of a week without any the last opening day, else its Sunday."""
    days = [monday + timedelta(days=offset) for offset in range(6, -1, -1)]
    worked = next((day for day in days if calendar.is_workday(day)), None)
    return worked or next((day for day in days if calendar.is_open(day)), days[0])


def plan(templates: Sequence[Version], runs: Iterable[Run], calendar: Calendar, day: date, *, began_at: datetime) -> tuple[Planned, ...]:
    """What is to be checked on a day: its daily checks, and the weekly ones and spot checks of its week. `runs` are those of the week.

    A check serves the plan in the order it was begun; void ones serve nothing. A spot check of three people is three checks. Nothing is
    owed that was over before the store began, and nothing daily on a closed day.
    """
    monday, sunday = week_of(day)
    found = [run for run in runs if not run.voided]
    planned: list[Planned] = []
    for version in templates:
        if version.form.frequency is Frequency.DAILY and calendar.is_open(day):
            planned += _planned(version, RunKind.DAILY, version.form.runs, day, day, _at(day, version.form.due_at), found)
        due_at = datetime.combine(last_workday(calendar, monday), calendar.closing)
        if version.form.frequency is Frequency.WEEKLY:
            planned += _planned(version, RunKind.WEEKLY, version.form.runs, monday, sunday, due_at, found)
        people = version.form.spot_items if version.form.spot_people else 1
        planned += _planned(version, RunKind.SPOT, people, monday, sunday, due_at, found)
    return tuple(one for one in planned if one.due_at > began_at)


def _planned(version: Version, kind: RunKind, runs: int, first: date, last: date, due_at: datetime, found: Sequence[Run]) -> list[Planned]:
    served = [run for run in found if run.version.template_id == version.template_id and run.kind is kind and first <= run.day <= last]
    opens_at, over_at = datetime.combine(first, time()), datetime.combine(last, time()) + timedelta(days=1)
    return [
        Planned(version, kind, nth, opens_at, due_at, over_at, served[nth - 1] if nth <= len(served) else None)
        for nth in range(1, runs + 1)
    ]


def _at(day: date, minute: int) -> datetime:
    return datetime.combine(day, time()) + timedelta(minutes=minute)
