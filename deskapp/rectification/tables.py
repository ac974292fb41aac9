"""How notices, their rows and rounds, extensions, appraisals and focus items are kept."""

from enum import StrEnum
from typing import Any

import peewee as pw

from deskapp.attachments.tables import AttachmentRecord
from deskapp.data import ActRecord, Record
from deskapp.rectification.domain import NoticeState, RecheckResult, RowState, Source
from deskapp.staff.tables import DepartmentRecord, StaffRecord


def _one_of(field: str, values: type[StrEnum]) -> Any:
    codes = ", ".join(f"'{value.value}'" for value in values)
    return pw.Check(f"{field} IN ({codes})")


class FocusRecord(Record):
    """A 重点改善项目: a process that must get better, why, from when, whose, and what for."""

    process = pw.TextField(constraints=[pw.Check("process <> ''")])
    item = pw.TextField(constraints=[pw.Check("item <> ''")])
    why = pw.TextField()
    since = pw.DateField()
    department = pw.ForeignKeyField(DepartmentRecord, index=False)
    department_id: int
    aim = pw.TextField()
    closed = pw.ForeignKeyField(ActRecord, null=True, index=False)
    closed_id: int | None
    closed_note = pw.TextField(default="")
    act = pw.ForeignKeyField(ActRecord, index=False)

    class Meta:
        table_name = "focus_items"


class NoticeRecord(Record):
    """One notice to one department. `cc` holds ids of departments parted by blanks."""

    number = pw.TextField(unique=True)
    state = pw.TextField(constraints=[_one_of("state", NoticeState)])
    source = pw.TextField(constraints=[_one_of("source", Source)])
    source_no = pw.TextField(default="")
    department = pw.ForeignKeyField(DepartmentRecord, index=False)
    department_id: int
    cc = pw.TextField(default="")
    due_on = pw.DateField(null=True)
    focus = pw.ForeignKeyField(FocusRecord, null=True)
    focus_id: int | None
    note = pw.TextField(default="")
    issued_at = pw.DateTimeField(null=True)
    accepted_at = pw.DateTimeField(null=True)
    accepted_by = pw.TextField(default="")
    merged_into = pw.ForeignKeyField("self", null=True, index=False)
    merged_into_id: int | None
    act = pw.ForeignKeyField(ActRecord, index=False)

    class Meta:
        table_name = "rectifications"
        indexes = ((("department", "id"), False), (("source", "source_no"), False))
        constraints = [
            pw.Check("(accepted_at IS NULL) = (accepted_by = '')"),
            pw.Check("state <> 'to_issue' OR issued_at IS NULL"),
            pw.Check("state NOT IN ('to_accept', 'in_progress') OR issued_at IS NOT NULL"),
            pw.Check("merged_into_id IS NULL OR state = 'void'"),
        ]


OPEN = "state NOT IN ('closed', 'void')"
NoticeRecord.add_index(NoticeRecord.id, where=pw.SQL(OPEN), name="rectifications_open")


class RowRecord(Record):
    """One failed item. `repeated` is how often it failed lately when the notice was made, 0 = not a repeat."""

    notice = pw.ForeignKeyField(NoticeRecord, index=False)
    notice_id: int
    position = pw.IntegerField(constraints=[pw.Check("position > 0")])
    state = pw.TextField(constraints=[_one_of("state", RowState)])
    owner = pw.ForeignKeyField(StaffRecord, null=True, index=False)
    owner_id: int | None
    code = pw.TextField(default="")
    title = pw.TextField(constraints=[pw.Check("title <> ''")])
    criterion = pw.TextField()
    fact = pw.TextField()
    repeated = pw.IntegerField(default=0)
    dropped = pw.TextField(default="")
    withdrawn = pw.TextField(default="")
    to_recheck_at: Any = pw.DateTimeField(null=True)
    closed_at = pw.DateTimeField(null=True)
    act = pw.ForeignKeyField(ActRecord, index=False)

    class Meta:
        table_name = "rectification_rows"
        indexes = ((("notice", "position"), True),)
        constraints = [pw.Check("(state = 'closed') = (closed_at IS NOT NULL)")]


RowRecord.add_index(RowRecord.owner, where=pw.SQL("state <> 'closed'"), name="rectification_rows_owned")


class RoundRecord(Record):
    """One round of a row, from its answer to its recheck."""

    row = pw.ForeignKeyField(RowRecord, index=False)
    row_id: int
    number = pw.IntegerField(constraints=[pw.Check("number > 0")])
    cause = pw.TextField()
    action = pw.TextField(constraints=[pw.Check("action <> ''")])
    owner = pw.ForeignKeyField(StaffRecord, index=False)
    owner_id: int
    promised_on: Any = pw.DateField()
    immediate_action = pw.TextField(default="")
    immediate_on = pw.DateField(null=True)
    recorded_for = pw.TextField(default="")
    done = pw.ForeignKeyField(ActRecord, null=True, index=False)
    done_id: int | None
    done_note = pw.TextField(default="")
    recheck = pw.TextField(null=True, constraints=[_one_of("recheck", RecheckResult)])
    recheck_note = pw.TextField(default="")
    rechecked = pw.ForeignKeyField(ActRecord, null=True, index=False)
    rechecked_id: int | None
    act = pw.ForeignKeyField(ActRecord, index=False)

    class Meta:
        table_name = "rectification_rounds"
        indexes = ((("row", "number"), True),)
        constraints = [pw.Check("(recheck IS NULL) = (rechecked_id IS NULL)")]


class ExtensionRecord(Record):
    """A later day that was asked for, and what 客服经理 said."""

    row = pw.ForeignKeyField(RowRecord)
    row_id: int
    promised_on = pw.DateField()
    reason = pw.TextField(constraints=[pw.Check("reason <> ''")])
    granted = pw.BooleanField(null=True)
    decided = pw.ForeignKeyField(ActRecord, null=True, index=False)
    decided_id: int | None
    act = pw.ForeignKeyField(ActRecord, index=False)

    class Meta:
        table_name = "rectification_extensions"
        constraints = [pw.Check("(granted IS NULL) = (decided_id IS NULL)")]


class PhotoRecord(Record):
    """A photo of what was found, done or rechecked, in a round (0 = as found)."""

    row = pw.ForeignKeyField(RowRecord)
    row_id: int
    round = pw.IntegerField()
    is_recheck = pw.BooleanField(default=False)
    attachment = pw.ForeignKeyField(AttachmentRecord, index=False)
    attachment_id: int
    act = pw.ForeignKeyField(ActRecord, index=False)

    class Meta:
        table_name = "rectification_photos"


class StepRecord(Record):
    """One step of a notice (position 0) or of a row of it."""

    notice = pw.ForeignKeyField(NoticeRecord)
    notice_id: int
    position = pw.IntegerField(default=0)
    what = pw.TextField()
    note = pw.TextField(default="")
    act = pw.ForeignKeyField(ActRecord, index=False)

    class Meta:
        table_name = "rectification_steps"


class AppraisalRecord(Record):
    """考核建议: points for or against a department or a person, proposed, then confirmed or waived. Never money (rules.md §8)."""

    notice = pw.ForeignKeyField(NoticeRecord)
    notice_id: int
    department = pw.ForeignKeyField(DepartmentRecord, index=False)
    department_id: int
    staff = pw.ForeignKeyField(StaffRecord, null=True, index=False)
    staff_id: int | None
    points = pw.IntegerField(constraints=[pw.Check("points <> 0")])
    reason = pw.TextField(constraints=[pw.Check("reason <> ''")])
    confirmed = pw.BooleanField(null=True)
    decided = pw.ForeignKeyField(ActRecord, null=True, index=False)
    decided_id: int | None
    decided_note = pw.TextField(default="")
    act = pw.ForeignKeyField(ActRecord, index=False)

    class Meta:
        table_name = "appraisals"
        constraints = [pw.Check("(confirmed IS NULL) = (decided_id IS NULL)")]


TABLES: tuple[type[Record], ...] = (
    FocusRecord,
    NoticeRecord,
    RowRecord,
    RoundRecord,
    ExtensionRecord,
    PhotoRecord,
    StepRecord,
    AppraisalRecord,
)
APPEND_ONLY: tuple[type[Record], ...] = (PhotoRecord, StepRecord)
