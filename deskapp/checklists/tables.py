"""How templates, their versions and the checks carried out by them are kept."""

from enum import StrEnum
from typing import Any

import peewee as pw

from deskapp.checklists.domain import Frequency, ItemRole, Kind, Result, RunKind
from deskapp.data import ActRecord, Record
from deskapp.staff.tables import DepartmentRecord, StaffRecord


def _one_of(field: str, values: type[StrEnum]) -> Any:
    codes = ", ".join(f"'{value.value}'" for value in values)
    return pw.Check(f"{field} IN ({codes})")


class TemplateRecord(Record):
    """A template by its letter. What it says is in its versions."""

    code = pw.TextField(unique=True)
    kind = pw.TextField(constraints=[_one_of("kind", Kind)])
    act = pw.ForeignKeyField(ActRecord, index=False)

    class Meta:
        table_name = "templates"


class VersionRecord(Record):
    """What a template says from a day on. Of two for the same day the later number counts. Never changed: see APPEND_ONLY."""

    template = pw.ForeignKeyField(TemplateRecord, index=False)
    template_id: int
    number = pw.IntegerField(constraints=[pw.Check("number > 0")])
    valid_from = pw.DateField()
    name = pw.TextField()
    department = pw.ForeignKeyField(DepartmentRecord, null=True, index=False)
    department_id: int | None
    frequency = pw.TextField(constraints=[_one_of("frequency", Frequency)])
    runs = pw.IntegerField(constraints=[pw.Check("runs > 0")])
    due_at = pw.IntegerField(constraints=[pw.Check("due_at BETWEEN 0 AND 1440")])
    spot_items = pw.IntegerField(constraints=[pw.Check("spot_items > 0")])
    spot_people = pw.BooleanField()
    active = pw.BooleanField()
    act = pw.ForeignKeyField(ActRecord, index=False)

    class Meta:
        table_name = "template_versions"
        indexes = ((("template", "number"), True), (("template", "valid_from"), False))


class ItemRecord(Record):
    """One line of a version: an item to check, a slot, a standard or a table."""

    version = pw.ForeignKeyField(VersionRecord, index=False)
    version_id: int
    position = pw.IntegerField()
    role = pw.TextField(constraints=[_one_of("role", ItemRole)])
    code = pw.TextField(constraints=[pw.Check("code <> ''")])
    section = pw.TextField()
    title = pw.TextField(constraints=[pw.Check("title <> ''")])
    criterion = pw.TextField()
    weight = pw.IntegerField(constraints=[pw.Check("weight > 0")])
    starts_at = pw.IntegerField(null=True)
    ends_at = pw.IntegerField(null=True)
    round_every = pw.IntegerField()
    area = pw.TextField()

    class Meta:
        table_name = "template_items"
        indexes = ((("version", "position"), True), (("version", "code"), True))
        constraints = [
            pw.Check("(role = 'slot') = (starts_at IS NOT NULL)"),
            pw.Check("(starts_at IS NULL) = (ends_at IS NULL)"),
            pw.Check("starts_at >= 0 AND starts_at < ends_at AND ends_at <= 1440"),
            pw.Check("round_every >= 0"),
        ]


class RunRecord(Record):
    """One check of a department, or of a person in it, by a version.

    `slot` and `nth` say which of the day's checks it is; `drawn` holds codes parted by blanks.
    """

    version = pw.ForeignKeyField(VersionRecord, index=False)
    version_id: int
    kind = pw.TextField(constraints=[_one_of("kind", RunKind)])
    day = pw.DateField()
    slot = pw.TextField(default="")
    nth = pw.IntegerField(default=1, constraints=[pw.Check("nth > 0")])
    department = pw.ForeignKeyField(DepartmentRecord, null=True, index=False)
    department_id: int | None
    person = pw.ForeignKeyField(StaffRecord, null=True, index=False)
    person_id: int | None
    drawn = pw.TextField(constraints=[pw.Check("drawn <> ''")])
    seed = pw.TextField(default="")
    act = pw.ForeignKeyField(ActRecord, index=False)
    finished = pw.ForeignKeyField(ActRecord, null=True, index=False)
    finished_id: int | None
    voided = pw.ForeignKeyField(ActRecord, null=True, index=False)
    voided_id: int | None

    class Meta:
        table_name = "check_runs"
        indexes = ((("day", "kind"), False), (("version", "day"), False), (("department", "day"), False))


# The area list of a slot is ticked once, from whatever PC.
RunRecord.add_index(
    RunRecord.day,
    RunRecord.slot,
    unique=True,
    where=(RunRecord.kind == RunKind.AREA.value) & RunRecord.voided.is_null(),
    name="check_runs_one_area_list",
)


class MarkRecord(Record):
    """How an item was found; the last mark of an item in a run counts."""

    run = pw.ForeignKeyField(RunRecord, index=False)
    run_id: int
    item = pw.ForeignKeyField(ItemRecord, index=False)
    item_id: int
    result = pw.TextField(constraints=[_one_of("result", Result)])
    note = pw.TextField(default="")
    act = pw.ForeignKeyField(ActRecord, index=False)

    class Meta:
        table_name = "check_marks"
        indexes = ((("run", "item", "id"), False),)


TABLES: tuple[type[Record], ...] = (TemplateRecord, VersionRecord, ItemRecord, RunRecord, MarkRecord)
APPEND_ONLY: tuple[type[Record], ...] = (VersionRecord, ItemRecord, MarkRecord)
