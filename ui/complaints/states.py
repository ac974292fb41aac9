"""State, level and urgency of slips as word, icon and colour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskapp.calendar import DueState
from deskapp.complaints.clocks import ClockKind
from deskapp.complaints.lists import Severity
from deskapp.complaints.states import RowState, State
from ui.kit.pills import Pill
from ui.kit.theme import Tone

if TYPE_CHECKING:
    from datetime import datetime

    from deskapp.complaints.clocks import Clock, Urgency
    from deskapp.complaints.things import Complaint, Row

_DUE = {DueState.OVERDUE: (Tone.BAD, "triangle-alert"), DueState.TODAY: (Tone.WARN, "clock"), DueState.AHEAD: (Tone.NEUTRAL, "calendar")}
STATES = {
    State.DRAFT: Pill("草稿", Tone.NEUTRAL, "file-pen-line"),
    State.TO_ROUTE: Pill("待派单", Tone.WARN, "arrow-right"),
    State.TO_ACCEPT: Pill("待签收", Tone.WARN, "inbox"),
    State.IN_PROGRESS: Pill("处理中", Tone.INFO, "circle-dashed"),
    State.TO_CALL_BACK: Pill("待回访", Tone.WARN, "phone"),
    State.TO_ARCHIVE: Pill("待归档", Tone.INFO, "folder-open"),
    State.ARCHIVED: Pill("已归档", Tone.GOOD, "circle-check"),
    State.VOID: Pill("已作废", Tone.NEUTRAL, "ban"),
}
_ROWS = {
    RowState.TO_ACCEPT: Pill("待签收", Tone.WARN, "inbox"),
    RowState.IN_PROGRESS: Pill("处理中", Tone.INFO, "circle-dashed"),
    RowState.SUBMITTED: Pill("已提交", Tone.GOOD, "check"),
    RowState.RETURNED: Pill("已退回", Tone.BAD, "undo-2"),
    RowState.WITHDRAWN: Pill("已撤出", Tone.NEUTRAL, "x"),
}
SEVERITIES = {
    Severity.MINOR: Pill("轻微", Tone.NEUTRAL, "flag"),
    Severity.NORMAL: Pill("一般", Tone.NEUTRAL, "flag"),
    Severity.SERIOUS: Pill("严重", Tone.WARN, "flag"),
    Severity.CRITICAL: Pill("紧急", Tone.BAD, "flag"),
}
REPEATED = Pill("重复", Tone.WARN, "repeat")
DIVISION = Pill("事业部", Tone.INFO, "building-2")
PAUSED = Pill("暂停", Tone.NEUTRAL, "hourglass")
ON_PAPER = Pill("代录", Tone.NEUTRAL, "pencil")
_SHORT = {
    ClockKind.FIRST_CONTACT: "首联",
    ClockKind.PLAN: "方案",
    ClockKind.ANSWER: "答复",
    ClockKind.TELLING: "告知",
    ClockKind.IMPROVEMENT: "复查",
    ClockKind.DIVISION_REPLY: "回复",
}
_OWED = {
    ClockKind.FIRST_CONTACT: "未联系客户",
    ClockKind.ROUTING: "未派单",
    ClockKind.SIGNATURE: "未签收",
    ClockKind.PLAN: "未出方案",
    ClockKind.HANDLING: "未交结果",
    ClockKind.ANSWER: "未答复客户",
    ClockKind.TELLING: "未告知客户",
    ClockKind.IMPROVEMENT: "未复查",
    ClockKind.DIVISION_REPLY: "未回复事业部",
}


def state_pill(slip: Complaint) -> Pill:
    return STATES[slip.state]


def row_pill(row: Row) -> Pill:
    return _ROWS[row.state]


def due_pill(urgency: Urgency | None, *, alone: bool = False) -> Pill | None:
    """签收 超 2 天, 处理 今天 17:30, 告知 剩 3 个工作日; `alone` without what is owed."""
    if urgency is None:
        return None
    if urgency.clock.stands:
        return PAUSED
    words = urgency.words if alone else f"{kind_words(urgency.clock)} {urgency.words}"
    return Pill(words, *_DUE[urgency.state])


def kind_words(clock: Clock) -> str:
    """What is owed in two characters."""
    return _SHORT.get(clock.kind, clock.kind.label)


def owed_words(clock: Clock) -> str:
    """未签收: what has not been done in time."""
    return _OWED[clock.kind]


def clock_pill(clock: Clock, state: DueState, words: str, now: datetime) -> Pill:
    """A clock in the list of all: done in time, done too late, standing, or how much is left."""
    if clock.done_at is not None:
        return Pill("按时", Tone.GOOD, "check") if clock.on_time else Pill("超时完成", Tone.WARN, "clock")
    if clock.stands:
        return PAUSED
    tone, icon = _DUE[DueState.OVERDUE if clock.is_overdue(now) else state]
    return Pill(words, tone, icon)
