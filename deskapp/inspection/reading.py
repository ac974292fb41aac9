"""The plan of a day and the checks of a span, as rows and clock tell them."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import peewee as pw

from deskapp.checklists.domain import Kind, Mark, RunKind
from deskapp.checklists.runs import failures_of, last_results, run, runs
from deskapp.checklists.templates import templates, templates_by_day
from deskapp.data import Act, ActRecord, fetch_rows, reading
from deskapp.inspection.domain import PLANNED, Inspection, Planned, Unconfirmed, plan, week_of
from deskapp.inspection.tables import InspectionRecord, PhotoRecord
from deskapp.rectification.domain import REPEAT_DAYS
from deskapp.settings.store import value as setting
from deskapp.staff.domain import Right
from deskapp.staff.house import house
from deskapp.staff.service import require_any
from deskapp.store.days import calendar
from deskapp.store.service import began_at

KINDS = (*PLANNED, RunKind.SPECIAL)
SEES = (Right.INSPECT, Right.SEE_REPORTS)
LOOK_BACK = timedelta(days=90)
"""How far back the last value of an item is looked for."""


def planned_checks(*, act: Act, day: date, with_marks: bool = True) -> tuple[Planned, ...]:
    """What the plan asks on a day, with the check that serves it. Its states are asked with an instant; looking never writes.

    Who only wants the states leaves the marks of the checks where they are.
    """
    require_any(act, SEES)
    monday, sunday = week_of(day)
    with reading():
        found = runs(kinds=PLANNED, first=monday, last=sunday, with_marks=with_marks)
        sheets = templates(kind=Kind.INSPECTION, on=day)
        return plan(sheets, found, calendar(), day, began_at=began_at())


def missed_checks(*, act: Act, first: date, last: date) -> tuple[Planned, ...]:
    """The planned checks of a span that were never done, oldest first: read from the plan, never skipped in silence."""
    require_any(act, SEES)
    with reading():
        found = runs(kinds=PLANNED, first=week_of(first)[0], last=week_of(last)[1], with_marks=False)
        now, began = calendar(), began_at()
        missed: dict[tuple[str, RunKind, date, int], Planned] = {}
        days = [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
        for day, sheets in templates_by_day(kind=Kind.INSPECTION, days=days).items():
            for one in plan(sheets, found, now, day, began_at=began):
                undone = one.run is None or one.run.finished_at is None
                if undone and one.over_at <= act.at and one.over_at.date() - timedelta(days=1) <= last:
                    missed[one.version.code, one.kind, one.due_at.date(), one.nth] = one
    return tuple(sorted(missed.values(), key=lambda one: (one.due_at, one.version.code, one.nth)))


def inspections(*, act: Act, first: date, last: date, code: str = "") -> tuple[Inspection, ...]:
    """The checks of a span, void ones too, newest first; of one template by its letter."""
    require_any(act, SEES)
    with reading():
        found = {one.id: one for one in runs(kinds=KINDS, first=first, last=last, code=code)}
        return _inspections(InspectionRecord.run.in_(list(found)), found)


def inspection(inspection_id: int) -> Inspection:
    """One check for the windows and services that hold its id. Raises LookupError for an unknown one."""
    record = InspectionRecord.get_or_none(InspectionRecord.id == inspection_id)
    if record is None:
        raise LookupError(f"no inspection {inspection_id}")
    return _inspections(InspectionRecord.id == inspection_id, {record.run_id: run(record.run_id)})[0]


def unconfirmed(*, act: Act) -> tuple[Unconfirmed, ...]:
    """What each department has not confirmed, who waits longest first; one statement however many there are."""
    require_any(act, SEES)
    rows = fetch_rows(
        "SELECT r.department_id, COUNT(*), MIN(f.at) FROM inspections n JOIN check_runs r ON r.id = n.run_id"
        " JOIN acts f ON f.id = r.finished_id WHERE n.confirmed_id IS NULL AND r.voided_id IS NULL GROUP BY r.department_id"
        " ORDER BY MIN(f.at)"
    )
    departments = house().departments
    return tuple(
        Unconfirmed(departments[department_id].name if department_id else "", int(checks), instant(since))
        for department_id, checks, since in rows
    )


def instant(value: datetime | str) -> datetime:
    """A time of a constant statement: SQLite gives its text, a server the time."""
    return value if isinstance(value, datetime) else datetime.fromisoformat(value)


def last_marks(found: Inspection) -> dict[str, Mark]:
    """How each item was found the time before, shown small beside it; what was not looked at for so long has none."""
    return last_results(found.run, since=found.run.day - LOOK_BACK)


def times_failed(found: Inspection) -> dict[str, int]:
    """How often each failed item of a check has failed at its department within the days a 重复项目 looks at, this time included."""
    run_now = found.run
    if run_now.department_id is None:
        return {}
    since = run_now.day - timedelta(days=setting(REPEAT_DAYS) - 1)
    before = failures_of(department_id=run_now.department_id, since=since, until=run_now.day)
    counted = 0 if run_now.finished_at is not None and not run_now.voided else 1
    return {item.code: before.get(item.code, 0) + counted for item in run_now.items}


def _inspections(condition: Any, found: dict[int, Any]) -> tuple[Inspection, ...]:
    confirmed: Any = ActRecord.alias()
    query: Any = (
        InspectionRecord.select(InspectionRecord, confirmed.at.alias("confirmed_at"))
        .join(confirmed, pw.JOIN.LEFT_OUTER, on=InspectionRecord.confirmed == confirmed.id, attr="confirming")
        .where(condition)
        .order_by(InspectionRecord.id.desc())
    )
    records = list(query)
    photos = _photos([record.id for record in records])
    departments = house().departments
    return tuple(
        Inspection(
            id=record.id,
            number=record.number,
            run=found[record.run_id],
            department=departments[found[record.run_id].department_id].name if found[record.run_id].department_id else "",
            confirmed_by=record.confirmed_by,
            confirmed_at=record.confirming.confirmed_at if record.confirmed_id else None,
            on_paper=record.on_paper,
            void_reason=record.void_reason,
            photos=photos.get(record.id, ()),
        )
        for record in records
    )


def _photos(inspection_ids: Sequence[int]) -> dict[int, tuple[tuple[str, int], ...]]:
    if not inspection_ids:
        return {}
    query: Any = (
        PhotoRecord.select(PhotoRecord, PhotoRecord.item)
        .where(PhotoRecord.inspection.in_(list(inspection_ids)) & PhotoRecord.removed.is_null())
        .order_by(PhotoRecord.id)
    )
    found: dict[int, tuple[tuple[str, int], ...]] = {}
    for photo in query:
        found[photo.inspection_id] = (*found.get(photo.inspection_id, ()), (photo.item.code, photo.attachment_id))
    return found
