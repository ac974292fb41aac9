"""What the look back on checks and notices counts, read in one go: a year is a few thousand rows (inspection.md §5)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from deskapp.checklists.domain import RunKind, Score
from deskapp.checklists.tables import RunRecord, TemplateRecord, VersionRecord
from deskapp.data import Act, fetch_rows, reading
from deskapp.inspection.domain import Planned, week_of
from deskapp.inspection.figures import Check, Failure, Period, Reach, Repeat, days_before, days_of, periods, repeats
from deskapp.inspection.reading import KINDS, missed_checks
from deskapp.inspection.tables import InspectionRecord
from deskapp.rectification.domain import REPEAT_DAYS, REPEAT_TIMES
from deskapp.rectification.figures import Handled, handled_rows, reported_departments
from deskapp.rectification.reading import Overdue, overdue
from deskapp.settings.store import value
from deskapp.staff.domain import Right
from deskapp.staff.house import house
from deskapp.staff.service import require

_LAST = "k.id = (SELECT MAX(l.id) FROM check_marks l WHERE l.run_id = k.run_id AND l.item_id = k.item_id)"
_SPAN = (
    " FROM check_runs r JOIN inspections n ON n.run_id = r.id JOIN check_marks k ON k.run_id = r.id"
    " JOIN template_items i ON i.id = k.item_id"
    f" WHERE r.day >= ? AND r.day <= ? AND r.finished_id IS NOT NULL AND r.voided_id IS NULL AND {_LAST}"
)
_SCORES = (
    "SELECT r.id, SUM(CASE WHEN k.result = 'pass' THEN i.weight ELSE 0 END), SUM(CASE WHEN k.result = 'fail' THEN i.weight ELSE 0 END),"
    " SUM(CASE WHEN k.result = 'not_applicable' THEN i.weight ELSE 0 END), SUM(CASE WHEN k.result = 'fail' THEN 1 ELSE 0 END)"
    f"{_SPAN} GROUP BY r.id"
)
_FAILURES = f"SELECT r.id, i.code, i.title, k.note{_SPAN} AND k.result = 'fail' ORDER BY r.id, i.position"


@dataclass(frozen=True, slots=True)
class LookBack:
    """Everything the figures of a span are counted from. `before` are the checks of the span before, for comparing."""

    reach: Reach
    first: date
    last: date
    periods: tuple[Period, ...]
    checks: tuple[Check, ...]
    before: tuple[Check, ...]
    failures: tuple[Failure, ...]
    repeats: tuple[Repeat, ...]
    rows: tuple[Handled, ...]
    overdue: tuple[Overdue, ...]
    sees_all: bool

    def of(self, department_id: int | None) -> "LookBack":
        """The same for a department and those under it; None = all."""
        if department_id is None:
            return self
        mine = house().under(department_id)
        return replace(
            self,
            checks=tuple(check for check in self.checks if check.department_id in mine),
            before=tuple(check for check in self.before if check.department_id in mine),
            failures=tuple(failure for failure in self.failures if failure.check.department_id in mine),
            repeats=tuple(one for one in self.repeats if one.department_id in mine),
            rows=tuple(row for row in self.rows if row.department_id in mine),
            overdue=tuple(late for late in self.overdue if late.notice.department_id in mine),
        )


@dataclass(frozen=True, slots=True)
class Week:
    """One week for the weekly page: its own checks, failures and notices, the week before, what is open and late now, and the trend."""

    first: date
    last: date
    checks: tuple[Check, ...]
    before: tuple[Check, ...]
    failures: tuple[Failure, ...]
    repeats: tuple[Repeat, ...]
    missed: tuple[Planned, ...]
    rows: tuple[Handled, ...]
    closed: tuple[Handled, ...]
    open: tuple[Handled, ...]
    overdue: tuple[Overdue, ...]
    trend: tuple[Period, ...]
    trend_checks: tuple[Check, ...]


def look_back(*, act: Act, reach: Reach) -> LookBack:
    """The checks finished and the notices made in a span up to today; a head sees his departments'. Looking never writes."""
    seen, today = reported_departments(act), act.at.date()
    first, last = days_of(reach, today)
    with reading():
        checks = _checks(*days_before(reach, today), seen), _checks(first, last, seen)
        failures = _failures(checks[1], first, last)
        return LookBack(
            reach=reach,
            first=first,
            last=last,
            periods=periods(reach, today),
            checks=tuple(checks[1].values()),
            before=tuple(checks[0].values()),
            failures=failures,
            repeats=_repeats(seen, first, last),
            rows=handled_rows(act=act, first=first, last=last),
            overdue=overdue(act=act),
            sees_all=seen is None,
        )


def week_back(*, act: Act, monday: date) -> Week:
    """A week for its page. Open and overdue rows are those of now, whatever week they are from. Needs sight of all reports."""
    require(act, Right.SEE_REPORTS)
    sunday = week_of(monday)[1]
    last = min(sunday, act.at.date())
    with reading():
        trend = periods(Reach.WEEKS_13, last)
        every = _checks(trend[0].first, last, None)
        mine = {run_id: check for run_id, check in every.items() if monday <= check.day}
        rows = handled_rows(act=act, first=date(2000, 1, 1), last=act.at.date())
        return Week(
            first=monday,
            last=sunday,
            checks=tuple(mine.values()),
            before=tuple(check for check in every.values() if monday - timedelta(days=7) <= check.day < monday),
            failures=_failures(mine, monday, last),
            repeats=_repeats(None, monday, last),
            missed=missed_checks(act=act, first=monday, last=sunday),
            rows=tuple(row for row in rows if monday <= row.made_at.date() <= sunday),
            closed=tuple(row for row in rows if row.is_closed and row.closed_at and monday <= row.closed_at.date() <= sunday),
            open=tuple(row for row in rows if row.closed_at is None),
            overdue=overdue(act=act),
            trend=trend,
            trend_checks=tuple(every.values()),
        )


def _checks(first: date, last: date, seen: frozenset[int] | None) -> dict[int, Check]:
    """Finished checks of inspection sheets by their run, oldest first, those of the departments `seen` (None = all)."""
    scores = {row[0]: row[1:] for row in fetch_rows(_SCORES, first, last)}
    condition: Any = (RunRecord.day >= first) & (RunRecord.day <= last) & RunRecord.kind.in_([kind.value for kind in KINDS])
    condition = condition & RunRecord.finished.is_null(is_null=False) & RunRecord.voided.is_null()
    if seen is not None:
        condition = condition & RunRecord.department.in_(list(seen))
    query: Any = (
        RunRecord.select(
            RunRecord.id, InspectionRecord.number, RunRecord.day, TemplateRecord.code, VersionRecord.name, RunRecord.kind,
            RunRecord.department, RunRecord.person,
        )
        .join(InspectionRecord)
        .switch(RunRecord)
        .join(VersionRecord)
        .join(TemplateRecord)
        .where(condition)
        .order_by(RunRecord.day, RunRecord.id)
    )  # fmt: skip
    found: dict[int, Check] = {}
    for run_id, number, day, letter, sheet, kind, department_id, person_id in query.tuples():
        passed, failed, left_out, items = (int(part) for part in scores[run_id])
        score = Score(passed, failed, left_out)
        found[run_id] = Check(number, day, letter, sheet, RunKind(kind), department_id, person_id, score, items)
    return found


def _failures(checks: dict[int, Check], first: date, last: date) -> tuple[Failure, ...]:
    rows: Sequence[Any] = fetch_rows(_FAILURES, first, last)
    found = [Failure(checks[run_id], code, title, note) for run_id, code, title, note in rows if run_id in checks]
    return tuple(sorted(found, key=lambda one: (one.check.day, one.check.number)))


def _repeats(seen: frozenset[int] | None, first: date, last: date) -> tuple[Repeat, ...]:
    """What became a 重复项目 within the span: the days of the rule reach back before it."""
    days = value(REPEAT_DAYS)
    since = first - timedelta(days=days - 1)
    failures = _failures(_checks(since, last, seen), since, last)
    return repeats(failures, times=value(REPEAT_TIMES), days=days, since=first)
