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

# The last mark of each item in each finished check of the days asked for, found in the index alone.
_LAST = (
    "(SELECT MAX(k.id) AS id FROM check_runs r JOIN inspections n ON n.run_id = r.id JOIN check_marks k ON k.run_id = r.id"
    " WHERE r.day >= ? AND r.day <= ? AND r.finished_id IS NOT NULL AND r.voided_id IS NULL GROUP BY k.run_id, k.item_id) m"
    " JOIN check_marks k ON k.id = m.id JOIN template_items i ON i.id = k.item_id"
)
_SCORES = (
    "SELECT k.run_id, SUM(CASE WHEN k.result = 'pass' THEN i.weight ELSE 0 END), SUM(CASE WHEN k.result = 'fail' THEN i.weight ELSE 0 END),"
    " SUM(CASE WHEN k.result = 'not_applicable' THEN i.weight ELSE 0 END), SUM(CASE WHEN k.result = 'fail' THEN 1 ELSE 0 END)"
    f" FROM {_LAST} GROUP BY k.run_id"
)
_FAILURES = f"SELECT k.run_id, i.code, i.title, k.note FROM {_LAST} WHERE k.result = 'fail' ORDER BY k.run_id, i.position"


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
    before = days_before(reach, today)[0]
    with reading():
        found = _found(min(before, _repeats_from(first)), first, last, seen)
        return LookBack(
            reach=reach,
            first=first,
            last=last,
            periods=periods(reach, today),
            checks=tuple(check for check in found.checks if first <= check.day),
            before=tuple(check for check in found.checks if before <= check.day < first),
            failures=tuple(failure for failure in found.failures if first <= failure.check.day),
            repeats=found.repeats,
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
        found = _found(min(trend[0].first, _repeats_from(monday)), monday, last, None)
        rows = handled_rows(act=act, first=date(2000, 1, 1), last=act.at.date())
        return Week(
            first=monday,
            last=sunday,
            checks=tuple(check for check in found.checks if monday <= check.day),
            before=tuple(check for check in found.checks if monday - timedelta(days=7) <= check.day < monday),
            failures=tuple(failure for failure in found.failures if monday <= failure.check.day),
            repeats=found.repeats,
            missed=missed_checks(act=act, first=monday, last=sunday),
            rows=tuple(row for row in rows if monday <= row.made_at.date() <= sunday),
            closed=tuple(row for row in rows if row.is_closed and row.closed_at and monday <= row.closed_at.date() <= sunday),
            open=tuple(row for row in rows if row.closed_at is None),
            overdue=overdue(act=act),
            trend=trend,
            trend_checks=tuple(check for check in found.checks if trend[0].first <= check.day),
        )


@dataclass(frozen=True, slots=True)
class _Found:
    """Checks from the first day asked for on; failures and repeats of the span, the failures also of the days repeats reach back to."""

    checks: tuple[Check, ...]
    failures: tuple[Failure, ...]
    repeats: tuple[Repeat, ...]


def _found(earliest: date, first: date, last: date, seen: frozenset[int] | None) -> _Found:
    """Each mark of the days is looked at once, whatever is then counted from it."""
    checks = _checks(earliest, last, seen)
    failures = _failures(checks, _repeats_from(first), last)
    again = repeats(failures, times=value(REPEAT_TIMES), days=value(REPEAT_DAYS), since=first)
    return _Found(tuple(checks.values()), failures, again)


def _repeats_from(first: date) -> date:
    """A 重复项目 of the first day reaches back so far."""
    return first - timedelta(days=value(REPEAT_DAYS) - 1)


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
