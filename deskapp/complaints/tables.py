"""How slips, their department rows, contacts, pauses, extensions, compensations, photos, files and steps are kept; enquiries; measures."""

from enum import StrEnum
from typing import Any

import peewee as pw

from deskapp.attachments.tables import AttachmentRecord, FileRecord
from deskapp.complaints.lists import CauseKind, CompensationKind, Means, Nature, Satisfaction, Severity, Source
from deskapp.complaints.states import FileUse, Outcome, PhotoKind, Purpose, RowState, Stage
from deskapp.customers.tables import CustomerRecord, VehicleRecord
from deskapp.data import ActRecord, Record
from deskapp.lounge.tables import RemarkRecord
from deskapp.rectification.tables import NoticeRecord
from deskapp.staff.tables import DepartmentRecord, OutletRecord, StaffRecord


def _one_of(field: str, values: type[StrEnum]) -> Any:
    codes = ", ".join(f"'{value.value}'" for value in values)
    return pw.Check(f"{field} IN ({codes})")


class ComplaintRecord(Record):
    """One slip. Its state on the way is read from its rows; dates that are owed are computed, never stored.

    `words` holds all its texts folded for the search. `name` to `bought_on` are what was known when it was received.
    """

    number = pw.TextField(unique=True)
    stage = pw.TextField(constraints=[_one_of("stage", Stage)])
    received_at: Any = pw.DateTimeField()
    submitted_at: Any = pw.DateTimeField(null=True)
    source = pw.TextField(constraints=[_one_of("source", Source)])
    outlet = pw.ForeignKeyField(OutletRecord, index=False)
    outlet_id: int
    case_owner = pw.ForeignKeyField(StaffRecord, null=True, index=False)
    case_owner_id: int | None
    division_no = pw.TextField(default="")
    reply_due: Any = pw.DateTimeField(null=True)
    replied_at: Any = pw.DateTimeField(null=True)
    customer = pw.ForeignKeyField(CustomerRecord, null=True)
    customer_id: int | None
    name = pw.TextField(default="")
    mobile = pw.TextField(default="")
    salutation = pw.TextField(default="", constraints=[pw.Check("salutation IN ('', 'mr', 'ms')")])
    anonymous = pw.BooleanField(default=False)
    anonymous_reason = pw.TextField(default="")
    vehicle = pw.ForeignKeyField(VehicleRecord, null=True, index=False)
    vehicle_id: int | None
    plate = pw.TextField(default="")
    vin = pw.TextField(default="")
    model = pw.TextField(default="")
    odometer_km = pw.IntegerField(null=True)
    bought_on: Any = pw.DateField(null=True)
    service_advisor = pw.ForeignKeyField(StaffRecord, null=True, index=False)
    service_advisor_id: int | None
    sales_advisor = pw.ForeignKeyField(StaffRecord, null=True, index=False)
    sales_advisor_id: int | None
    technician = pw.TextField(default="")
    work_order = pw.TextField(default="")
    happened_at: Any = pw.DateTimeField(null=True)
    place = pw.TextField(default="")
    nature = pw.TextField(constraints=[_one_of("nature", Nature)])
    severity = pw.TextField(constraints=[_one_of("severity", Severity)])
    category = pw.TextField(constraints=[pw.Check("category <> ''")])
    certificate_asked_on: Any = pw.DateField(null=True)
    certificate_holder = pw.TextField(default="")
    description = pw.TextField(constraints=[pw.Check("description <> ''")])
    remedy_requested = pw.TextField(constraints=[pw.Check("remedy_requested <> ''")])
    cc_station = pw.BooleanField(default=False)
    repeat_of = pw.ForeignKeyField("self", null=True, index=False)
    repeat_of_id: int | None
    remark = pw.ForeignKeyField(RemarkRecord, null=True, index=False)
    remark_id: int | None
    round = pw.IntegerField(default=1, constraints=[pw.Check("round > 0")])
    round_from: Any = pw.DateTimeField(null=True)
    outcome = pw.TextField(null=True, constraints=[_one_of("outcome", Outcome)])
    closed = pw.BooleanField(null=True)
    customer_signed = pw.TextField(default="")
    signed_supervisor = pw.BooleanField(default=False)
    signed_manager = pw.BooleanField(default=False)
    signed_service = pw.BooleanField(default=False)
    paper_back_at: Any = pw.DateTimeField(null=True)
    paper_missing = pw.TextField(default="")
    archive_no = pw.TextField(null=True, unique=True)
    archived_at: Any = pw.DateTimeField(null=True)
    archived_by = pw.ForeignKeyField(StaffRecord, null=True, index=False)
    archived_by_id: int | None
    void_reason = pw.TextField(default="")
    words = pw.TextField(default="")
    act = pw.ForeignKeyField(ActRecord, index=False)
    act_id: int

    class Meta:
        table_name = "complaints"
        indexes = ((("received_at",), False),)
        constraints = [
            pw.Check("stage IN ('draft', 'void') OR submitted_at IS NOT NULL"),
            pw.Check("stage IN ('draft', 'void') OR case_owner_id IS NOT NULL"),
            pw.Check("stage <> 'archived' OR (archive_no IS NOT NULL AND archived_at IS NOT NULL AND closed IS NOT NULL)"),
            pw.Check("stage NOT IN ('to_archive', 'archived') OR outcome IS NOT NULL"),
            pw.Check("stage <> 'void' OR void_reason <> ''"),
            pw.Check("NOT anonymous OR anonymous_reason <> ''"),
            pw.Check("repeat_of_id IS NULL OR repeat_of_id <> id"),
        ]


OPEN = "stage NOT IN ('archived', 'void')"
ComplaintRecord.add_index(ComplaintRecord.id, where=pw.SQL(OPEN), name="complaints_open")
ComplaintRecord.add_index(ComplaintRecord.plate, where=pw.SQL("plate <> ''"), name="complaints_plate")
ComplaintRecord.add_index(ComplaintRecord.archived_at, where=pw.SQL("archived_at IS NOT NULL"), name="complaints_archived")


class RowRecord(Record):
    """One 责任部门 in one round. `gone` is the act that returned or withdrew it."""

    complaint = pw.ForeignKeyField(ComplaintRecord)
    complaint_id: int
    round = pw.IntegerField(constraints=[pw.Check("round > 0")])
    position = pw.IntegerField(constraints=[pw.Check("position > 0")])
    department = pw.ForeignKeyField(DepartmentRecord, index=False)
    department_id: int
    state = pw.TextField(constraints=[_one_of("state", RowState)])
    workdays = pw.IntegerField(constraints=[pw.Check("workdays >= 0")])
    fixed_on: Any = pw.DateField(null=True)
    by_hand = pw.BooleanField(default=False)
    clock_from: Any = pw.DateTimeField()
    owner = pw.ForeignKeyField(StaffRecord, null=True, index=False)
    owner_id: int | None
    accepted_by = pw.TextField(default="")
    accepted_at: Any = pw.DateTimeField(null=True)
    accepted_on_paper = pw.BooleanField(default=False)
    findings = pw.TextField(default="")
    cause = pw.TextField(default="")
    cause_kind = pw.TextField(default="", constraints=[_one_of("cause_kind", CauseKind)])
    action = pw.TextField(default="")
    action_due_on: Any = pw.DateField(null=True)
    result = pw.TextField(default="")
    improvement = pw.TextField(default="")
    planned_at: Any = pw.DateTimeField(null=True)
    handled_at: Any = pw.DateTimeField(null=True)
    handled_by = pw.TextField(default="")
    recorded = pw.BooleanField(default=False)
    gone_reason = pw.TextField(default="")
    gone = pw.ForeignKeyField(ActRecord, null=True, index=False)
    gone_id: int | None
    act = pw.ForeignKeyField(ActRecord, index=False)
    act_id: int

    class Meta:
        table_name = "complaint_rows"
        constraints = [
            pw.Check("(state IN ('returned', 'withdrawn')) = (gone_id IS NOT NULL)"),
            pw.Check("gone_id IS NULL OR gone_reason <> ''"),
            pw.Check("(accepted_at IS NULL) = (accepted_by = '')"),
            pw.Check("state <> 'submitted' OR (handled_at IS NOT NULL AND cause <> '' AND action <> '' AND result <> '')"),
            pw.Check("state <> 'in_progress' OR accepted_at IS NOT NULL"),
            pw.Check("fixed_on IS NULL OR by_hand"),
        ]


RowRecord.add_index(RowRecord.department, where=pw.SQL("state IN ('to_accept', 'in_progress')"), name="complaint_rows_owed")
RowRecord.add_index(RowRecord.owner, where=pw.SQL("owner_id IS NOT NULL"), name="complaint_rows_owned")


class ExtensionRecord(Record):
    """Working days more that were asked for, and what 客服经理 said."""

    row = pw.ForeignKeyField(RowRecord)
    row_id: int
    workdays = pw.IntegerField(constraints=[pw.Check("workdays > 0")])
    reason = pw.TextField(constraints=[pw.Check("reason <> ''")])
    granted = pw.BooleanField(null=True)
    decided = pw.ForeignKeyField(ActRecord, null=True, index=False)
    decided_id: int | None
    act = pw.ForeignKeyField(ActRecord, index=False)

    class Meta:
        table_name = "complaint_extensions"
        constraints = [pw.Check("(granted IS NULL) = (decided_id IS NULL)")]


class ContactRecord(Record):
    """One call to the customer, or the try of one; `at` is when it was, `act` when it was written down."""

    complaint = pw.ForeignKeyField(ComplaintRecord)
    complaint_id: int
    purpose = pw.TextField(constraints=[_one_of("purpose", Purpose)])
    round = pw.IntegerField()
    reached = pw.BooleanField()
    at: Any = pw.DateTimeField()
    means = pw.TextField(constraints=[_one_of("means", Means)])
    note = pw.TextField(default="")
    satisfaction = pw.TextField(null=True, constraints=[_one_of("satisfaction", Satisfaction)])
    act = pw.ForeignKeyField(ActRecord, index=False)

    class Meta:
        table_name = "complaint_contacts"
        constraints = [pw.Check("reached OR satisfaction IS NULL")]


class PauseRecord(Record):
    """A time the clocks stood still; `resumed` None while it lasts."""

    complaint = pw.ForeignKeyField(ComplaintRecord)
    complaint_id: int
    reason = pw.TextField(constraints=[pw.Check("reason <> ''")])
    resumed = pw.ForeignKeyField(ActRecord, null=True, index=False)
    resumed_id: int | None
    act = pw.ForeignKeyField(ActRecord, index=False)

    class Meta:
        table_name = "complaint_pauses"


PauseRecord.add_index(PauseRecord.complaint, unique=True, where=pw.SQL("resumed_id IS NULL"), name="complaint_pauses_one")


class CompensationRecord(Record):
    """What is given to the customer; fen."""

    complaint = pw.ForeignKeyField(ComplaintRecord)
    complaint_id: int
    kind = pw.TextField(constraints=[_one_of("kind", CompensationKind)])
    amount = pw.IntegerField(constraints=[pw.Check("amount >= 0")])
    note = pw.TextField(constraints=[pw.Check("note <> ''")])
    approved = pw.BooleanField(null=True)
    decided = pw.ForeignKeyField(ActRecord, null=True, index=False)
    decided_id: int | None
    decided_note = pw.TextField(default="")
    act = pw.ForeignKeyField(ActRecord, index=False)

    class Meta:
        table_name = "complaint_compensations"
        constraints = [pw.Check("(approved IS NULL) = (decided_id IS NULL)")]


class PhotoRecord(Record):
    """A picture of a slip: what happened, or its signed paper. `removed` takes it out again."""

    complaint = pw.ForeignKeyField(ComplaintRecord)
    complaint_id: int
    kind = pw.TextField(constraints=[_one_of("kind", PhotoKind)])
    attachment = pw.ForeignKeyField(AttachmentRecord, index=False)
    attachment_id: int
    removed = pw.ForeignKeyField(ActRecord, null=True, index=False)
    removed_id: int | None
    act = pw.ForeignKeyField(ActRecord, index=False)

    class Meta:
        table_name = "complaint_photos"


class FileOfSlipRecord(Record):
    """A recording, a document or the scanned paper of a slip. `name` is what it was called, '' once it was erased.

    A recording without `informed`, the caller knew that he was recorded, cannot be written (PIPL 13, 14, 17).
    """

    complaint = pw.ForeignKeyField(ComplaintRecord)
    complaint_id: int
    kind = pw.TextField(constraints=[_one_of("kind", FileUse)])
    file = pw.ForeignKeyField(FileRecord, index=False)
    file_id: int
    name = pw.TextField(default="")
    informed = pw.BooleanField(default=False)
    removed = pw.ForeignKeyField(ActRecord, null=True, index=False)
    removed_id: int | None
    act = pw.ForeignKeyField(ActRecord, index=False)

    class Meta:
        table_name = "complaint_files"
        constraints = [pw.Check("kind <> 'recording' OR informed")]


class StepRecord(Record):
    """One step of a slip, or of a row of it. The id of the last one is the slip's version."""

    complaint = pw.ForeignKeyField(ComplaintRecord)
    complaint_id: int
    row = pw.ForeignKeyField(RowRecord, null=True, index=False)
    row_id: int | None
    what = pw.TextField(constraints=[pw.Check("what <> ''")])
    note = pw.TextField(default="")
    act = pw.ForeignKeyField(ActRecord, index=False)
    act_id: int

    class Meta:
        table_name = "complaint_steps"


class EnquiryRecord(Record):
    """来电咨询登记 ZX-…; `complaint` is the slip it was turned into."""

    number = pw.TextField(unique=True)
    customer = pw.ForeignKeyField(CustomerRecord, null=True)
    customer_id: int | None
    name = pw.TextField(default="")
    mobile = pw.TextField(default="")
    plate = pw.TextField(default="")
    question = pw.TextField(constraints=[pw.Check("question <> ''")])
    owner = pw.ForeignKeyField(StaffRecord, index=False)
    owner_id: int
    answer = pw.TextField(default="")
    answered = pw.ForeignKeyField(ActRecord, null=True, index=False)
    answered_id: int | None
    means = pw.TextField(null=True, constraints=[_one_of("means", Means)])
    complaint = pw.ForeignKeyField(ComplaintRecord, null=True)
    complaint_id: int | None
    void_reason = pw.TextField(default="")
    words = pw.TextField(default="")
    act = pw.ForeignKeyField(ActRecord, index=False)
    act_id: int

    class Meta:
        table_name = "enquiries"
        constraints = [pw.Check("(answered_id IS NULL) = (answer = '')"), pw.Check("(answered_id IS NULL) = (means IS NULL)")]


OPEN_ENQUIRIES = "answered_id IS NULL AND complaint_id IS NULL AND void_reason = ''"
EnquiryRecord.add_index(EnquiryRecord.id, where=pw.SQL(OPEN_ENQUIRIES), name="enquiries_open")


class MeasureRecord(Record):
    """A measure decided at the quality meeting of a week (its Monday), and the notice it became. `worked` None is not judged yet."""

    week = pw.DateField()
    issue = pw.TextField(constraints=[pw.Check("issue <> ''")])
    measure = pw.TextField(constraints=[pw.Check("measure <> ''")])
    category = pw.TextField(default="")
    department = pw.ForeignKeyField(DepartmentRecord, index=False)
    department_id: int
    owner = pw.ForeignKeyField(StaffRecord, index=False)
    owner_id: int
    due_on: Any = pw.DateField()
    notice = pw.ForeignKeyField(NoticeRecord, index=False)
    notice_id: int
    worked = pw.BooleanField(null=True)
    worked_note = pw.TextField(default="")
    act = pw.ForeignKeyField(ActRecord, index=False)

    class Meta:
        table_name = "complaint_measures"
        indexes = ((("week",), False),)
        constraints = [pw.Check("worked IS NULL OR worked_note <> ''")]


TABLES: tuple[type[Record], ...] = (
    ComplaintRecord,
    RowRecord,
    ExtensionRecord,
    ContactRecord,
    PauseRecord,
    CompensationRecord,
    PhotoRecord,
    FileOfSlipRecord,
    StepRecord,
    EnquiryRecord,
    MeasureRecord,
)
APPEND_ONLY: tuple[type[Record], ...] = (StepRecord,)
