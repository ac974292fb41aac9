"""What a handling slip says on paper: plain words and typed values, block by block in the order of the form (complaints.md §3).

Whoever fills it words it: names, labels of lists, due times in days as they are to be read. Nothing here knows a record or a
clock. An empty value ("" or None) is left to be written by hand while its block is open; in a finished block it reads “—”.
`BLANK` is the form to be written by hand.
"""

from dataclasses import dataclass, field
from datetime import date, datetime

NATURES = ("抱怨", "投诉", "升级投诉", "申诉")
SEVERITIES = ("轻微", "一般", "严重", "紧急")
CC = ("站长(售后经理)", "销售经理", "总经理")
MEANS = ("电话", "面谈", "微信", "短信", "书面")
SATISFACTIONS = ("非常满意", "满意", "一般", "不满意", "不表态")

Moment = date | datetime | None
"""A day, or a day with its time of day where that is known. Local times."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """① 受理. `customer` with its salutation, `plate` as it is to be read; `mobile` in full: each copy shows what it may.

    Of an anonymous caller `mobile` is empty and `mobile_note` gives the reason. `repeated` None = not yet looked at.
    """

    at: datetime | None = None
    by: str = ""
    source: str = ""
    outlet: str = ""
    case_owner: str = ""
    division_no: str = ""
    reply_due: Moment = None
    replied_at: Moment = None
    customer: str = ""
    mobile: str = ""
    mobile_note: str = ""
    plate: str = ""
    model: str = ""
    vin: str = ""
    mileage_km: int | None = None
    bought_on: date | None = None
    service_advisor: str = ""
    sales_advisor: str = ""
    technician: str = ""
    work_order: str = ""
    happened_at: Moment = None
    place: str = ""
    repeated: bool | None = None
    repeat_of: str = ""
    nature: str = ""
    severity: str = ""
    category: str = ""
    first_contact_at: Moment = None
    attachments: str = ""
    words: str = ""
    remedy: str = ""
    done: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Routed:
    """② 派单. `cc` names those of `CC` who get a copy; `note` tells of pauses, extensions and reassignments in words."""

    at: datetime | None = None
    by: str = ""
    cc: tuple[str, ...] = ()
    note: str = ""
    done: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Department:
    """A 责任部门: its row in ② and its block in ③; the first of a slip is the main one.

    `limit` is the time it has in words ("2 工作日", "当日", "指定"), `due` the end of it. `accepted` names who signed, and how
    ("孙志明（代录）"), or says why nobody did ("已退回：不属本部门"). `done` = its result is submitted.
    """

    name: str = ""
    limit: str = ""
    due: datetime | None = None
    accepted: str = ""
    accepted_at: datetime | None = None
    owner: str = ""
    action_due_on: date | None = None
    handled_at: datetime | None = None
    findings: str = ""
    cause: str = ""
    action: str = ""
    result: str = ""
    done: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """④ 告知. Where nobody could be told, `feedback` says so ("联系不上：3 次，…"). `compensation` in words, `compensated` yes or no."""

    at: datetime | None = None
    by: str = ""
    means: str = ""
    feedback: str = ""
    satisfaction: str = ""
    compensated: bool | None = None
    compensation: str = ""
    approved_by: str = ""
    settlement_no: str = ""
    done: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Archived:
    """⑤ 归档. `signed` names who has signed what the program already knows: role of `SIGNERS` → (name, when)."""

    recheck_call_at: Moment = None
    closed_loop: bool | None = None
    rectification_no: str = ""
    archive_no: str = ""
    improvement: str = ""
    appraisal: str = ""
    signed: tuple[tuple[str, str, Moment], ...] = ()
    done: bool = False


SIGNERS = ("客户签字", "部门主管", "售后/销售经理", "客服经理")


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """A round that is over: its departments as they ended it, and why another one followed."""

    number: int
    departments: tuple[Department, ...]
    ended: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandlingSlip:
    """The whole slip. `number` "" prints a line to write it on, `code` are the digits of its bar code.

    `deadline` is when the last department must be through, `tell_by` the last day to tell the customer; `banner` takes their
    place beneath the title once they do not matter ("已归档 GD-2026-0012", "已作废：重复登记"). `departments` are those of the
    running round `round`; `earlier` rounds follow on a continuation page. On a `void` slip nothing is left to be written.
    """

    number: str = ""
    code: str = ""
    deadline: datetime | None = None
    tell_by: date | None = None
    banner: str = ""
    void: bool = False
    round: int = 1
    received: Received = field(default_factory=Received)
    routed: Routed = field(default_factory=Routed)
    departments: tuple[Department, ...] = ()
    told: Told = field(default_factory=Told)
    archived: Archived = field(default_factory=Archived)
    earlier: tuple[Round, ...] = ()

    @property
    def subject(self) -> str:
        """Whom the paper is about, for the head of further pages; of a blank form a line to write it on."""
        known = "  ".join(part for part in (self.received.customer, self.received.plate) if part)
        return known or "客户 ____________  车牌 ____________"


BLANK = HandlingSlip()
