"""State and urgency of notices and rows as word, icon and colour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskapp.calendar import Due, DueState
from deskapp.rectification.domain import Lane, NoticeState, RowState
from ui.kit.pills import Pill
from ui.kit.theme import Tone

if TYPE_CHECKING:
    from deskapp.rectification.domain import Notice, Row

_DUE = {DueState.OVERDUE: (Tone.BAD, "triangle-alert"), DueState.TODAY: (Tone.WARN, "clock"), DueState.AHEAD: (Tone.NEUTRAL, "calendar")}
LANE_ICONS = {
    Lane.TO_ISSUE: "file-pen-line",
    Lane.TO_ACCEPT: "inbox",
    Lane.TO_ANSWER: "pencil",
    Lane.IN_PROGRESS: "wrench",
    Lane.TO_RECHECK: "clipboard-check",
    Lane.CLOSED: "circle-check",
}
_STATES = {
    NoticeState.TO_ISSUE: Pill("待下发", Tone.NEUTRAL, "file-pen-line"),
    NoticeState.TO_ACCEPT: Pill("待签收", Tone.WARN, "inbox"),
    NoticeState.IN_PROGRESS: Pill("处理中", Tone.INFO, "wrench"),
    NoticeState.CLOSED: Pill("已关闭", Tone.GOOD, "circle-check"),
    NoticeState.VOID: Pill("已作废", Tone.NEUTRAL, "ban"),
}
_ROWS = {
    RowState.TO_ANSWER: Pill("待填措施", Tone.WARN, "pencil"),
    RowState.IN_PROGRESS: Pill("整改中", Tone.INFO, "wrench"),
    RowState.TO_RECHECK: Pill("待复检", Tone.WARN, "clipboard-check"),
    RowState.CLOSED: Pill("已关闭", Tone.GOOD, "circle-check"),
}
REPEATED = Pill("重复", Tone.WARN, "repeat")


def due_pill(due: Due | None) -> Pill | None:
    """超 2 天, 今天到期, 剩 3 个工作日."""
    return None if due is None else Pill(due.words, *_DUE[due.state])


def notice_pill(notice: Notice) -> Pill:
    if notice.merged_into:
        return Pill(f"并入 {notice.merged_into}", Tone.NEUTRAL, "link")
    return _STATES[notice.state]


def row_pill(notice: Notice, row: Row) -> Pill:
    """The state of a row; before the department has the notice it is that of the notice."""
    if row.dropped:
        return Pill("已去掉", Tone.NEUTRAL, "ban")
    if row.withdrawn:
        return Pill("已撤销", Tone.NEUTRAL, "ban")
    if notice.state in (NoticeState.TO_ISSUE, NoticeState.TO_ACCEPT, NoticeState.VOID):
        return _STATES[notice.state]
    return _ROWS[row.state]
