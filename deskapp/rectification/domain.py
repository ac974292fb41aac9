"""What a rectification notice is, and its way through the house (inspection.md §4). Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from deskapp.errors import UserError
from deskapp.settings.declare import Setting

ACCEPT_DAYS = Setting("rectification.accept_days", "整改单签收期限", 1, unit="个工作日", section="整改", low=1, high=30)
ANSWER_DAYS = Setting("rectification.answer_days", "填写改善措施期限", 2, unit="个工作日", section="整改", low=1, high=30)
PROMISE_DAYS = Setting(
    "rectification.promise_days", "改善时间最长", 30, unit="天", section="整改", low=1, high=365, help="没有要求完成日时；客服经理可以放宽"
)
RECHECK_DAYS = Setting("rectification.recheck_days", "复检期限", 2, unit="个工作日", section="整改", low=1, high=30)
REPEAT_TIMES = Setting("rectification.repeat_times", "几次不合格算重复项目", 3, unit="次", section="整改", low=2, high=100)
REPEAT_DAYS = Setting("rectification.repeat_days", "重复项目看多少天", 30, unit="天", section="整改", low=1, high=365)

SETTINGS: tuple[Setting[Any], ...] = (ACCEPT_DAYS, ANSWER_DAYS, PROMISE_DAYS, RECHECK_DAYS, REPEAT_TIMES, REPEAT_DAYS)


class Outdated(UserError):
    """Somebody else was faster: what the form was filled in for has changed meanwhile. Nothing was written; the window shows both."""


class Source(StrEnum):
    """Where a notice comes from."""

    INSPECTION = "inspection"
    COMPLAINT = "complaint"
    CALLBACK = "callback"
    SURVEY = "survey"
    FOCUS = "focus"
    DIVISION = "division"
    SUPERIOR = "superior"

    @property
    def label(self) -> str:
        return _SOURCES[self]


_SOURCES = {
    Source.INSPECTION: "检查",
    Source.COMPLAINT: "投诉",
    Source.CALLBACK: "回访",
    Source.SURVEY: "SSI・CSI 弱项",
    Source.FOCUS: "流程重点项目",
    Source.DIVISION: "事业部",
    Source.SUPERIOR: "上级",
}
BY_HAND = (Source.SUPERIOR, Source.DIVISION, Source.SURVEY, Source.FOCUS, Source.CALLBACK)
"""Sources a notice may be written by hand for; checks and complaints raise theirs themselves."""


class NoticeState(StrEnum):
    """Where a notice is on its way."""

    TO_ISSUE = "to_issue"
    TO_ACCEPT = "to_accept"
    IN_PROGRESS = "in_progress"
    CLOSED = "closed"
    VOID = "void"

    @property
    def label(self) -> str:
        return _NOTICE_STATES[self]

    @property
    def is_open(self) -> bool:
        return self not in (NoticeState.CLOSED, NoticeState.VOID)


_NOTICE_STATES = {
    NoticeState.TO_ISSUE: "待下发",
    NoticeState.TO_ACCEPT: "待签收",
    NoticeState.IN_PROGRESS: "处理中",
    NoticeState.CLOSED: "已关闭",
    NoticeState.VOID: "已作废",
}


class RowState(StrEnum):
    """Where a row is on its way, in the order of its way."""

    TO_ANSWER = "to_answer"
    IN_PROGRESS = "in_progress"
    TO_RECHECK = "to_recheck"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        return _ROW_STATES[self]


_ROW_STATES = {
    RowState.TO_ANSWER: "待填措施",
    RowState.IN_PROGRESS: "整改中",
    RowState.TO_RECHECK: "待复检",
    RowState.CLOSED: "已关闭",
}


class RecheckResult(StrEnum):
    """What a recheck found."""

    PASSED = "passed"
    PARTLY = "partly"
    FAILED = "failed"

    @property
    def label(self) -> str:
        return {RecheckResult.PASSED: "合格", RecheckResult.PARTLY: "部分合格", RecheckResult.FAILED: "不合格"}[self]


class Lane(StrEnum):
    """A lane of the board. A notice in 处理中 stands in the lane of its least advanced open row."""

    TO_ISSUE = "to_issue"
    TO_ACCEPT = "to_accept"
    TO_ANSWER = "to_answer"
    IN_PROGRESS = "in_progress"
    TO_RECHECK = "to_recheck"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        return _LANES[self][0]

    @property
    def waits_for(self) -> str:
        """Whom the notices of the lane wait for."""
        return _LANES[self][1]


_LANES = {
    Lane.TO_ISSUE: ("待下发", "客服"),
    Lane.TO_ACCEPT: ("待签收", "部门主管"),
    Lane.TO_ANSWER: ("待填措施", "责任人"),
    Lane.IN_PROGRESS: ("整改中", "责任人"),
    Lane.TO_RECHECK: ("待复检", "客服"),
    Lane.CLOSED: ("已关闭", ""),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """A failed item on its way into a notice. `code` is the item's on its sheet ('' = written by hand), `photos` are attachment ids."""

    title: str
    criterion: str
    fact: str
    code: str = ""
    repeated: int = 0
    photos: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class NoticeForm:
    """A notice as it is drafted: one department, its rows. `due_on` None lets the department promise its own day."""

    department_id: int
    findings: tuple[Finding, ...]
    source: Source = Source.SUPERIOR
    source_no: str = ""
    cc: tuple[int, ...] = ()
    due_on: date | None = None
    focus_id: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above the rows of a notice and may be changed before it is issued."""

    department_id: int
    cc: tuple[int, ...] = ()
    due_on: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a department writes into a row: why, what it does, who, until when; and what holds meanwhile, with a day of its own."""

    cause: str
    action: str
    owner_id: int
    promised_on: date
    immediate_action: str = ""
    immediate_on: date | None = None


@dataclass(frozen=True, slots=True)
class Round:
    """One round of a row: its answer, how it was reported done, what the recheck found."""

    number: int
    answer: Answer
    answered_at: datetime
    answered_by: int
    recorded_for: str = ""
    done_note: str = ""
    done_at: datetime | None = None
    recheck: RecheckResult | None = None
    recheck_note: str = ""
    rechecked_at: datetime | None = None
    rechecked_by: int | None = None
    done_photos: tuple[int, ...] = ()
    recheck_photos: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Extension:
    """A later day a supervisor asks for; granted or refused by 客服经理, None = still open."""

    id: int
    promised_on: date
    reason: str
    asked_by: int
    asked_at: datetime
    granted: bool | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One failed item of a notice. `owner_id` is who sees to it now (责任人), None before anybody is named.

    `dropped` names why it was left out before issuing, `withdrawn` why 客服经理 closed it.
    """

    id: int
    position: int
    finding: Finding
    state: RowState
    owner_id: int | None = None
    rounds: tuple[Round, ...] = ()
    extensions: tuple[Extension, ...] = ()
    dropped: str = ""
    withdrawn: str = ""
    to_recheck_at: datetime | None = None
    closed_at: datetime | None = None

    @property
    def round(self) -> Round | None:
        """The running round, or the last one."""
        return self.rounds[-1] if self.rounds else None

    @property
    def promised_on(self) -> date | None:
        return self.round.answer.promised_on if self.round else None

    @property
    def asked(self) -> Extension | None:
        """An extension that waits for 客服经理."""
        return next((one for one in reversed(self.extensions) if one.granted is None), None)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a notice or of a row (its position; 0 = the notice)."""

    at: datetime
    by: int | None
    what: str
    position: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice with its rows. `accepted_by` is who signed: a person of the store, or a name typed in from paper (代录)."""

    id: int
    number: str
    state: NoticeState
    source: Source
    source_no: str
    department_id: int
    department: str
    cc: tuple[int, ...]
    due_on: date | None
    note: str
    made_at: datetime
    made_by: int | None
    rows: tuple[Row, ...]
    issued_at: datetime | None = None
    accepted_at: datetime | None = None
    accepted_by: str = ""
    merged_into: str = ""
    focus_id: int | None = None
    steps: tuple[Step, ...] = ()

    @property
    def live_rows(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if not row.dropped)

    @property
    def open_rows(self) -> tuple[Row, ...]:
        return tuple(row for row in self.live_rows if row.state is not RowState.CLOSED)

    @property
    def heading(self) -> Heading:
        return Heading(self.department_id, self.cc, self.due_on, self.note)

    @property
    def lane(self) -> Lane:
        return lane(self.state, (row.state for row in self.open_rows))

    @property
    def is_repeated(self) -> bool:
        return any(row.finding.repeated for row in self.live_rows)


def points_words(points: int) -> str:
    """Points of an appraisal: −2 分, +1 分."""
    return f"{'−' if points < 0 else '+'}{abs(points)} 分"


def lane(state: NoticeState, rows: Iterable[RowState]) -> Lane:
    """The lane of a notice in a state with these open rows."""
    if state is NoticeState.TO_ISSUE:
        return Lane.TO_ISSUE
    if state is NoticeState.TO_ACCEPT:
        return Lane.TO_ACCEPT
    order = list(RowState)
    open_rows = [row for row in rows if row is not RowState.CLOSED]
    if not state.is_open or not open_rows:
        return Lane.CLOSED
    return Lane(min(open_rows, key=order.index).value)
