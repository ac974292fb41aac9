"""A slip and everything on it as values: its department rows, contacts, pauses, extensions, compensations, steps. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from deskapp.attachments.domain import FileKind
from deskapp.attachments.files import size_words
from deskapp.complaints.lists import (
    BY_CODE,
    Category,
    CauseKind,
    CompensationKind,
    Means,
    Nature,
    Satisfaction,
    Severity,
    Source,
)
from deskapp.complaints.states import FileUse, Outcome, PhotoKind, Purpose, RowState, Stage, State, state_of


@dataclass(frozen=True, slots=True)
class Seen:
    """A slip as somebody looked at it: a step taken on it is refused if anything was written since."""

    complaint_id: int
    version: int


@dataclass(frozen=True, slots=True)
class Extension:
    """Working days more that a supervisor asks for; granted or refused by 客服经理, None = still open."""

    id: int
    workdays: int
    reason: str
    asked_by: int | None
    asked_at: datetime
    granted: bool | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """What one 责任部门 has to do in one round.

    `workdays` is its limit, `fixed_on` a day typed by hand instead, which no calendar moves. `clock_from` is when its handling clock
    began: the first 派单 of the round, or its own when it was added later. `accepted_on_paper` and `recorded` mark the signature and the
    result that 客服 typed in from paper (代录);
    `reason` says why the row was returned or withdrawn, at `gone_at`.
    """

    id: int
    round: int
    position: int
    department_id: int
    department: str
    state: RowState
    workdays: int
    assigned_at: datetime
    clock_from: datetime
    assigned_by: int | None = None
    fixed_on: date | None = None
    by_hand: bool = False
    owner_id: int | None = None
    accepted_by: str = ""
    accepted_at: datetime | None = None
    accepted_on_paper: bool = False
    findings: str = ""
    cause: str = ""
    cause_kind: CauseKind = CauseKind.NONE
    action: str = ""
    action_due_on: date | None = None
    result: str = ""
    improvement: str = ""
    planned_at: datetime | None = None
    handled_at: datetime | None = None
    handled_by: str = ""
    recorded: bool = False
    reason: str = ""
    gone_at: datetime | None = None
    extensions: tuple[Extension, ...] = ()

    @property
    def more_workdays(self) -> int:
        """What was granted on top of the limit."""
        return sum(one.workdays for one in self.extensions if one.granted)

    @property
    def asked(self) -> Extension | None:
        """An extension that waits for 客服经理."""
        return next((one for one in reversed(self.extensions) if one.granted is None), None)

    @property
    def signer(self) -> str:
        """Who signed, and that it was typed in from paper: 张伟（代录）."""
        return f"{self.accepted_by}（代录）" if self.accepted_on_paper else self.accepted_by

    @property
    def has_result(self) -> bool:
        return bool(self.cause and self.action and self.result)


@dataclass(frozen=True, slots=True)
class Contact:
    """One call to the customer, or the try of one (`reached` False)."""

    purpose: Purpose
    round: int
    reached: bool
    at: datetime
    by: int | None
    means: Means = Means.PHONE
    note: str = ""
    satisfaction: Satisfaction | None = None

    @property
    def half_day(self) -> tuple[date, bool]:
        """The day and whether it was after noon: tries count once for each."""
        return self.at.date(), self.at.hour >= 12


@dataclass(frozen=True, slots=True)
class Pause:
    """A time the clocks stood still; `until` None while it lasts."""

    since: datetime
    reason: str
    by: int | None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Compensation:
    """What is given to the customer; `amount` in fen, 0 where no money can be named. `approved` None waits for whoever may approve it."""

    id: int
    kind: CompensationKind
    amount: int
    note: str
    proposed_by: int | None
    proposed_at: datetime
    approved: bool | None = None
    decided_by: int | None = None
    decided_at: datetime | None = None
    decided_note: str = ""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """What one step changed in a field, in words."""

    field: str
    old: str
    new: str

    @property
    def words(self) -> str:
        """措施：换垫片 → 换油底壳; what was empty before says only what was filled in."""
        return f"{self.field}：{self.old} → {self.new or '空'}" if self.old else f"{self.field}：{self.new or '空'}"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a slip or of a row of it (`department` named): who, when, what, why, and which fields it changed."""

    id: int
    at: datetime
    by: int | None
    what: str
    note: str = ""
    department: str = ""
    changes: tuple[FieldChange, ...] = ()

    @property
    def words(self) -> str:
        """车间签收; what the manager does to a department names it behind: 派给车间, 撤出车间."""
        if self.department and self.what in ("派单", "撤出"):
            return f"{'派给' if self.what == '派单' else self.what}{self.department}"
        return f"{self.department}{self.what}"


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture of a slip."""

    attachment_id: int
    kind: PhotoKind
    at: datetime


@dataclass(frozen=True, slots=True)
class SlipFile:
    """A recording, a document or the scanned paper of a slip; `size` in bytes. Of an erased one only that it was there is known."""

    id: int
    use: FileUse
    kind: FileKind
    name: str
    size: int
    at: datetime
    erased: bool

    @property
    def label(self) -> str:
        """通话.mp3（录音 MP3，1.2 MB）."""
        words = f"{self.kind.label}，{size_words(self.size)}"
        return f"{self.kind.label}，已按客户要求删除" if self.erased else f"{self.name}（{words}）"


@dataclass(frozen=True, slots=True)
class ComplaintForm:
    """A slip as it is received. Times are the store's; `received_at` None is the time of saving.

    An anonymous customer has no record, and a number only if he gave one; `anonymous_reason` says why. `first_contact_at` is filled where
    the customer stood at the desk. `enquiry_id` and `remark_id` name what it was made from.
    """

    source: Source
    outlet_id: int
    nature: Nature
    severity: Severity
    category: str
    description: str
    remedy_requested: str
    case_owner_id: int | None = None
    received_at: datetime | None = None
    customer_id: int | None = None
    name: str = ""
    mobile: str = ""
    salutation: str = ""
    anonymous: bool = False
    anonymous_reason: str = ""
    vehicle_id: int | None = None
    plate: str = ""
    vin: str = ""
    model: str = ""
    odometer_km: int | None = None
    bought_on: date | None = None
    service_advisor_id: int | None = None
    sales_advisor_id: int | None = None
    technician: str = ""
    work_order: str = ""
    happened_at: datetime | None = None
    place: str = ""
    division_no: str = ""
    reply_due: datetime | None = None
    certificate_asked_on: date | None = None
    certificate_holder: str = ""
    cc_station: bool = False
    first_contact_at: datetime | None = None
    enquiry_id: int | None = None
    remark_id: int | None = None


@dataclass(frozen=True, slots=True)
class Complaint:
    """A slip with all that is on it. `form` is what was received; its `mobile` is masked.

    `rows` are those of every round in their order, `steps` are filled where one slip is read. `version` is what `seen` carries.
    """

    id: int
    number: str
    version: int
    stage: Stage
    form: ComplaintForm
    outlet: str
    received_at: datetime
    received_by: int | None
    submitted_at: datetime | None = None
    round: int = 1
    round_from: datetime | None = None
    repeat_of: int | None = None
    repeat_no: str = ""
    replied_at: datetime | None = None
    outcome: Outcome | None = None
    closed: bool | None = None
    customer_signed: str = ""
    signed_supervisor: bool = False
    signed_manager: bool = False
    signed_service: bool = False
    paper_back_at: datetime | None = None
    paper_missing: str = ""
    archive_no: str = ""
    archived_at: datetime | None = None
    archived_by: int | None = None
    reason: str = ""
    rows: tuple[Row, ...] = ()
    contacts: tuple[Contact, ...] = ()
    pauses: tuple[Pause, ...] = ()
    compensations: tuple[Compensation, ...] = ()
    photos: tuple[Photo, ...] = ()
    files: tuple[SlipFile, ...] = ()
    steps: tuple[Step, ...] = ()

    @property
    def seen(self) -> Seen:
        """What a step on the slip as it stands here is given."""
        return Seen(self.id, self.version)

    @property
    def category(self) -> Category:
        return BY_CODE[self.form.category]

    @property
    def severity(self) -> Severity:
        return self.form.severity

    @property
    def current_rows(self) -> tuple[Row, ...]:
        """The last row of each department, without those withdrawn: what the slip's state is read from."""
        last: dict[int, Row] = {}
        for row in self.rows:
            last[row.department_id] = row
        return tuple(sorted((row for row in last.values() if row.state is not RowState.WITHDRAWN), key=_place))

    @property
    def main_row(self) -> Row | None:
        """The row of the department that answers first."""
        return self.current_rows[0] if self.current_rows else None

    @property
    def state(self) -> State:
        """Read from the stage, and on its way from the rows."""
        return state_of(self.stage, tuple(row.state for row in self.current_rows))

    @property
    def paused(self) -> Pause | None:
        """The pause that lasts."""
        return next((pause for pause in reversed(self.pauses) if pause.until is None), None)

    @property
    def can_be_called(self) -> bool:
        """Whether there is a number or a record to reach the customer by."""
        return bool(self.form.mobile) or not self.form.anonymous

    @property
    def tries(self) -> tuple[Contact, ...]:
        """The tries of this round to reach the customer for his feedback that failed, one for each half-day."""
        found = {
            one.half_day: one for one in self.contacts if one.purpose is Purpose.FEEDBACK and not one.reached and one.round == self.round
        }
        return tuple(found.values())

    @property
    def feedback(self) -> Contact | None:
        """What the customer said in this round."""
        return self._last(Purpose.FEEDBACK, round_=self.round)

    @property
    def first_contact_at(self) -> datetime | None:
        """When the customer was first spoken to, for whatever reason."""
        return min((one.at for one in self.contacts if one.reached), default=None)

    @property
    def informed(self) -> Contact | None:
        """The first time the customer was told how it stands: what the law asks for."""
        return next((one for one in self.contacts if one.purpose is Purpose.INFORM and one.reached), None)

    @property
    def recheck_call(self) -> Contact | None:
        """二次回访 of this round."""
        return self._last(Purpose.RECHECK, round_=self.round)

    @property
    def certificate_days(self) -> int | None:
        """Calendar days a 合格证 has been waited for up to the slip's reception; None where it is about something else."""
        asked = self.form.certificate_asked_on
        return (self.received_at.date() - asked).days if asked else None

    @property
    def is_repeat(self) -> bool:
        return self.repeat_of is not None

    @property
    def has_paper(self) -> bool:
        """Whether the signed paper of this round came back: marked by its signature, or scanned."""
        since = self.round_from or datetime.min
        scans = [photo.at for photo in self.photos if photo.kind is PhotoKind.SCAN]
        scans += [file.at for file in self.files if file.use is FileUse.SCAN]
        return self.signed_supervisor or any(at >= since for at in scans)

    @property
    def paid(self) -> int:
        """Fen approved as compensation."""
        return sum(one.amount for one in self.compensations if one.approved)

    def _last(self, purpose: Purpose, *, round_: int) -> Contact | None:
        return next((one for one in reversed(self.contacts) if one.purpose is purpose and one.reached and one.round == round_), None)


def _place(row: Row) -> tuple[int, int]:
    return row.position, row.id


@dataclass(frozen=True, slots=True)
class Enquiry:
    """来电咨询登记 ZX-…; `mobile` is masked. `complaint_no` names the slip it was turned into."""

    id: int
    number: str
    received_at: datetime
    received_by: int | None
    name: str
    mobile: str
    plate: str
    question: str
    owner_id: int
    due_on: date
    answer: str = ""
    answered_at: datetime | None = None
    answered_by: int | None = None
    means: Means | None = None
    customer_id: int | None = None
    complaint_no: str = ""
    void_reason: str = ""

    @property
    def is_open(self) -> bool:
        return not self.answered_at and not self.complaint_no and not self.void_reason


@dataclass(frozen=True, slots=True)
class PauseTotal:
    """How long the clocks stood still: whole working days, and business hours."""

    workdays: int
    hours: timedelta
