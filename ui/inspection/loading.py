"""What the windows of inspection ask the store and tell it; each runs on the database thread."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from deskapp.attachments.domain import Photo
    from deskapp.checklists.domain import Mark, Result, RunKind, Version
    from deskapp.data.act import Act
    from deskapp.inspection.domain import Inspection, Planned
    from deskapp.rectification.domain import Notice
    from deskapp.staff.domain import Department, Person

_MOST_OFTEN = 4


@dataclass(frozen=True, slots=True)
class Shown:
    """A check with what stands around it: last values, how often each item failed here, photos, the notices it has raised."""

    check: Inspection
    last: Mapping[str, Mark]
    times: Mapping[str, int]
    repeat_times: int
    repeat_days: int
    phrases: Mapping[str, tuple[str, ...]]
    names: Mapping[int, str]
    thumbnails: Mapping[int, bytes]
    heads: tuple[str, ...]
    notices: tuple[Notice, ...]
    plan: tuple[Planned, ...]

    def name(self, staff_id: int | None) -> str:
        return self.names.get(staff_id or 0, "")


@dataclass(frozen=True, slots=True)
class PlanShown:
    """The plan of a day, what was missed of late, what fails most often by each sheet (code, title, times), and everybody's name."""

    planned: tuple[Planned, ...]
    missed: tuple[Planned, ...]
    often: Mapping[int, tuple[tuple[str, str, int], ...]]
    unconfirmed: int
    departments: Mapping[int, str]
    names: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Choices:
    """What a check beyond the plan may be begun with."""

    sheets: tuple[Version, ...]
    departments: tuple[Department, ...]
    people: tuple[Person, ...]


def load(act: Act, inspection_id: int) -> Shown:
    from deskapp.attachments.service import thumbnails
    from deskapp.checklists.runs import usual_notes
    from deskapp.inspection.reading import LOOK_BACK, inspection, last_marks, planned_checks, times_failed
    from deskapp.rectification.domain import REPEAT_DAYS, REPEAT_TIMES, Source
    from deskapp.rectification.reading import notices_of
    from deskapp.settings.store import value
    from deskapp.staff.domain import Role
    from deskapp.staff.service import people

    check = inspection(inspection_id)
    run, everybody = check.run, people(active_only=False)
    heads = [one.name for one in everybody if one.active and one.department_id == run.department_id and Role.SUPERVISOR in one.roles]
    return Shown(
        check=check,
        last=last_marks(check),
        times=times_failed(check),
        repeat_times=value(REPEAT_TIMES),
        repeat_days=value(REPEAT_DAYS),
        phrases=usual_notes(template_id=run.version.template_id, since=run.day - LOOK_BACK),
        names={one.id: one.name for one in everybody},
        thumbnails=thumbnails(attachment for _, attachment in check.photos),
        heads=tuple(heads),
        notices=notices_of(source=Source.INSPECTION, source_no=check.number),
        plan=planned_checks(act=act, day=act.at.date(), with_marks=False),
    )


def load_plan(act: Act, day: date) -> PlanShown:
    from datetime import timedelta

    from deskapp.inspection.reading import missed_checks, planned_checks, unconfirmed
    from deskapp.staff.service import departments, people

    planned = planned_checks(act=act, day=day)
    return PlanShown(
        planned=planned,
        missed=missed_checks(act=act, first=day - timedelta(days=7), last=day - timedelta(days=1)),
        often={version.template_id: _often(version, day) for version in {one.version.id: one.version for one in planned}.values()},
        unconfirmed=sum(one.checks for one in unconfirmed(act=act)),
        departments={one.id: one.name for one in departments(active_only=False)},
        names={one.id: one.name for one in people(active_only=False)},
    )


def _often(version: Version, day: date) -> tuple[tuple[str, str, int], ...]:
    """The items that failed most often of late, those that make a spot check look closer: code, title, times."""
    from datetime import timedelta

    from deskapp.checklists.runs import recent_failures
    from deskapp.inspection.domain import SPOT_DAYS
    from deskapp.settings.store import value

    failures = recent_failures(template_id=version.template_id, since=day - timedelta(days=value(SPOT_DAYS)), until=day)
    titles = {item.code: item.title for item in version.checks}
    worst = sorted(((code, times) for code, times in failures.items() if code in titles), key=lambda one: (-one[1], one[0]))
    return tuple((code, titles[code], times) for code, times in worst[:_MOST_OFTEN])


def choices(day: date) -> Choices:
    from deskapp.checklists.domain import Kind
    from deskapp.checklists.templates import templates
    from deskapp.staff.service import departments, people

    return Choices(templates(kind=Kind.INSPECTION, on=day), departments(), people())


def id_of_run(act: Act, run_id: int, day: date) -> int:
    """The check that a run belongs to."""
    from deskapp.inspection.reading import inspections

    return next(one.id for one in inspections(act=act, first=day, last=day) if one.run.id == run_id)


def begin(
    act: Act,
    code: str,
    kind: RunKind,
    *,
    department_id: int | None = None,
    person_id: int | None = None,
    codes: Sequence[str] = (),
) -> int:
    from deskapp.inspection.service import begin_check

    return begin_check(act=act, code=code, kind=kind, department_id=department_id, person_id=person_id, codes=codes).id


def mark(act: Act, inspection_id: int, marks: Mapping[str, tuple[Result, str]]) -> Inspection:
    from deskapp.inspection.service import mark_check

    return mark_check(act=act, inspection_id=inspection_id, marks=marks)


def photograph(act: Act, inspection_id: int, code: str, photo: Photo) -> Inspection:
    """The bytes are brought in safety before the transaction that names them."""
    from deskapp.attachments.service import keep
    from deskapp.inspection.service import add_photo

    return add_photo(act=act, inspection_id=inspection_id, code=code, photo=keep(photo))


def drop_photo(act: Act, inspection_id: int, code: str, attachment_id: int) -> Inspection:
    from deskapp.inspection.service import remove_photo

    return remove_photo(act=act, inspection_id=inspection_id, code=code, attachment_id=attachment_id)


def finish(act: Act, inspection_id: int) -> Inspection:
    from deskapp.inspection.service import finish_check

    return finish_check(act=act, inspection_id=inspection_id)


def picture_of(attachment_id: int) -> bytes:
    from deskapp.attachments.service import picture

    return picture(attachment_id)


def confirming_people(department_id: int | None, inspector_id: int | None) -> tuple[Person, ...]:
    """Who may confirm for the checked side: its department, heads first; never the inspector."""
    from deskapp.staff.domain import Role
    from deskapp.staff.house import house
    from deskapp.staff.service import people

    within = house().under(department_id) if department_id is not None else None
    found = [one for one in people() if one.id != inspector_id and (within is None or one.department_id in within)]
    return tuple(sorted(found, key=lambda one: (Role.SUPERVISOR not in one.roles, one.sort_key)))


def confirm(act: Act, inspection_id: int, staff_no: str, pin: str) -> Inspection:
    """The other side's PIN proves who confirms; the act is then his."""
    from dataclasses import replace

    from deskapp.inspection.service import confirm_check
    from deskapp.staff.sign_in import sign_in

    signer = sign_in(act=act, staff_no=staff_no, pin=pin)
    return confirm_check(act=replace(act, staff_id=signer.id, request_id=f"{act.request_id}-signed"), inspection_id=inspection_id)


def confirm_from_paper(act: Act, inspection_id: int, signed_by: str) -> Inspection:
    from deskapp.inspection.service import confirm_on_paper

    return confirm_on_paper(act=act, inspection_id=inspection_id, signed_by=signed_by)


def void(act: Act, inspection_id: int, reason: str) -> Inspection:
    from deskapp.inspection.service import void_check

    return void_check(act=act, inspection_id=inspection_id, reason=reason)


def notices(act: Act, inspection_id: int, departments: Mapping[str, int]) -> tuple[Notice, ...]:
    from deskapp.inspection.service import raise_notices

    return raise_notices(act=act, inspection_id=inspection_id, departments=departments)
