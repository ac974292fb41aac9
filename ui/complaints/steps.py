"""Which step a slip waits for, who may take it, and what else may be done with it: what the slip's window offers. Pure."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from deskapp.complaints.lists import Severity
from deskapp.complaints.states import Outcome, RowState, State

if TYPE_CHECKING:
    from datetime import date, datetime

    from deskapp.complaints.things import Compensation, Complaint, Row


class Move(StrEnum):
    """A step somebody can take."""

    EDIT = "edit"
    SUBMIT = "submit"
    FIRST_CONTACT = "first_contact"
    ROUTE = "route"
    REASSIGN = "reassign"
    WITHDRAW_ROW = "withdraw_row"
    SIGN = "sign"
    RETURN = "return"
    NAME_OWNER = "name_owner"
    PLAN = "plan"
    RESULT = "result"
    ASK_TIME = "ask_time"
    DECIDE_TIME = "decide_time"
    INFORM = "inform"
    CALL_BACK = "call_back"
    SEND_BACK = "send_back"
    GIVE_UP = "give_up"
    CANNOT_TELL = "cannot_tell"
    TAKE_BACK = "take_back"
    PAUSE = "pause"
    RESUME = "resume"
    COMPENSATE = "compensate"
    DECIDE_COMPENSATION = "decide_compensation"
    REPLY = "reply"
    RECHECK = "recheck"
    PAPER = "paper"
    ADD_PHOTOS = "add_photos"
    RAISE_NOTICE = "raise_notice"
    REJECT = "reject"
    ARCHIVE = "archive"
    REOPEN = "reopen"
    VOID = "void"

    @property
    def label(self) -> str:
        return _LABELS[self][0]

    @property
    def icon(self) -> str:
        return _LABELS[self][1]


_LABELS = {
    Move.EDIT: ("修改受理内容", "pencil"),
    Move.SUBMIT: ("提交", "check"),
    Move.FIRST_CONTACT: ("登记首次联系", "phone"),
    Move.ROUTE: ("派单", "arrow-right"),
    Move.REASSIGN: ("改派、加部门", "arrow-left-right"),
    Move.WITHDRAW_ROW: ("撤出", "x"),
    Move.SIGN: ("签收", "inbox"),
    Move.RETURN: ("退回", "undo-2"),
    Move.NAME_OWNER: ("指定责任人", "user-check"),
    Move.PLAN: ("填写方案", "pencil"),
    Move.RESULT: ("提交结果", "check"),
    Move.ASK_TIME: ("申请延期", "calendar-sync"),
    Move.DECIDE_TIME: ("批延期", "calendar-check"),
    Move.INFORM: ("告知客户", "phone"),
    Move.CALL_BACK: ("回访客户", "phone"),
    Move.SEND_BACK: ("退回补充", "undo-2"),
    Move.GIVE_UP: ("转联系不上", "user-round-x"),
    Move.CANNOT_TELL: ("转无法告知", "eye-off"),
    Move.TAKE_BACK: ("客户撤诉", "log-out"),
    Move.PAUSE: ("暂停", "hourglass"),
    Move.RESUME: ("恢复计时", "circle-play"),
    Move.COMPENSATE: ("补偿", "wallet"),
    Move.DECIDE_COMPENSATION: ("批补偿", "gavel"),
    Move.REPLY: ("回复事业部", "message-square"),
    Move.RECHECK: ("二次回访", "phone"),
    Move.PAPER: ("收回签字单", "inbox"),
    Move.ADD_PHOTOS: ("加附件", "image"),
    Move.RAISE_NOTICE: ("开整改单", "wrench"),
    Move.REJECT: ("客户不认可", "x"),
    Move.ARCHIVE: ("归档", "folder-open"),
    Move.REOPEN: ("重开", "refresh-cw"),
    Move.VOID: ("作废", "ban"),
}

_ROUTED = (State.TO_ROUTE, State.TO_ACCEPT, State.IN_PROGRESS, State.TO_CALL_BACK)
_OPEN = (*_ROUTED, State.TO_ARCHIVE)


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a person's rights go on one slip. `heads`: departments he answers for; `records`: he types in paper (代录).

    `decides`: he may approve the compensation that waits; `tries`: how many make a customer 联系不上.
    """

    staff_id: int | None
    heads: AbstractSet[int] = frozenset()
    records: bool = False
    handles: bool = False
    routes: bool = False
    edits_draft: bool = False
    extends: bool = False
    reopens: bool = False
    voids: bool = False
    issues_notices: bool = False
    proposes: bool = False
    decides: bool = False
    tries: int = 3

    def is_head(self, row: Row) -> bool:
        return row.department_id in self.heads

    def is_owner(self, row: Row) -> bool:
        return row.owner_id is not None and row.owner_id == self.staff_id

    def signs(self, row: Row) -> bool:
        """Whether he signs, returns, asks for time: as head, or from paper."""
        return self.is_head(row) or self.records

    def writes(self, row: Row) -> bool:
        """Whether he writes plan and result: as head, as the named person, or from paper."""
        return self.signs(row) or self.is_owner(row)

    def from_paper(self, row: Row, *, owner_may: bool = False) -> bool:
        """Whether what he does for a department is 代录: he must then name who signed."""
        return self.records and not (self.is_head(row) or (owner_may and self.is_owner(row)))


@dataclass(frozen=True, slots=True)
class Step:
    """What comes next: the move and the row it is about. Without a move it is the turn of `waits_for`, who owes `words`."""

    move: Move | None
    row: Row | None = None
    waits_for: str = ""
    words: str = ""


def next_step(slip: Complaint, reach: Reach, now: datetime) -> Step:
    """The one step the window offers first. `waits_for` is a word for whom, to be replaced by names where they are known."""
    state = slip.state
    if state is State.DRAFT:
        return Step(Move.SUBMIT) if reach.handles else Step(None, waits_for="客服", words="提交")
    if state not in _OPEN:
        return Step(None)
    if reach.handles and slip.first_contact_at is None and slip.can_be_called and state is not State.TO_ARCHIVE:
        return Step(Move.FIRST_CONTACT)
    asked = next((row for row in slip.current_rows if row.state is RowState.IN_PROGRESS and row.asked is not None), None)
    if asked is not None and reach.extends:
        return Step(Move.DECIDE_TIME, asked)
    if reach.decides:
        return Step(Move.DECIDE_COMPENSATION)
    if reach.handles and slip.form.reply_due is not None and slip.replied_at is None and _reply_presses(slip, now):
        return Step(Move.REPLY)
    match state:
        case State.TO_ROUTE:
            return _to_route(slip, reach)
        case State.TO_ACCEPT | State.IN_PROGRESS:
            return _of_departments(slip, reach)
        case State.TO_CALL_BACK:
            return _to_call_back(slip, reach)
        case _:
            return _to_archive(slip, reach, now)


def _reply_presses(slip: Complaint, now: datetime) -> bool:
    """A reply to the division is next on its last day, and at the latest before the archive."""
    due = slip.form.reply_due
    return due is not None and (due.date() <= now.date() or slip.state in (State.TO_CALL_BACK, State.TO_ARCHIVE))


def _to_route(slip: Complaint, reach: Reach) -> Step:
    if reach.routes:
        return Step(Move.REASSIGN if slip.rows and any(row.state is RowState.RETURNED for row in slip.current_rows) else Move.ROUTE)
    mine = _of_departments(slip, reach)
    return mine if mine.move is not None else Step(None, waits_for="经理", words="派单")


def _of_departments(slip: Complaint, reach: Reach) -> Step:
    """The most pressing row the person may bring on; his own before what he types in for others."""
    rows = [row for row in slip.current_rows if row.state in (RowState.TO_ACCEPT, RowState.IN_PROGRESS)]
    own = [row for row in rows if reach.is_head(row) or reach.is_owner(row)]
    for row in (*own, *rows):
        if row.state is RowState.TO_ACCEPT and reach.signs(row):
            return Step(Move.SIGN, row)
        if row.state is RowState.IN_PROGRESS and reach.writes(row):
            needs_plan = slip.severity is Severity.CRITICAL and row.planned_at is None
            return Step(Move.PLAN if needs_plan else Move.RESULT, row)
    if not rows:
        return Step(None)
    first = rows[0]
    return Step(None, first, waits_for=first.department, words="签收" if first.state is RowState.TO_ACCEPT else "提交结果")


def _to_call_back(slip: Complaint, reach: Reach) -> Step:
    if not reach.handles:
        return Step(None, waits_for="客服", words="回访客户")
    if not slip.can_be_called:
        return Step(Move.CANNOT_TELL)
    return Step(Move.GIVE_UP if len(slip.tries) >= reach.tries else Move.CALL_BACK)


def _to_archive(slip: Complaint, reach: Reach, now: datetime) -> Step:
    """What the archive still asks for, in the order in which it can be had."""
    if not reach.handles:
        return Step(None, waits_for="客服", words="归档")
    if slip.informed is None and slip.outcome is not Outcome.UNTOLD and slip.can_be_called:
        return Step(Move.INFORM)
    if not slip.has_paper and not slip.paper_missing:
        return Step(Move.PAPER)
    if waiting_compensation(slip) is not None:
        return Step(None, waits_for="经理", words="批补偿")
    due_on = recheck_from(slip)
    if due_on is None:
        return Step(Move.ARCHIVE)
    if due_on > now.date():
        return Step(None, waits_for="客服", words=f"{due_on:%m-%d} 改善时间到了再二次回访")
    return Step(Move.RECHECK)


def recheck_from(slip: Complaint) -> date | None:
    """From which day on 二次回访 is owed before the archive, None when it is not: the latest 改善时间 (complaints.md §4)."""
    if slip.outcome is not Outcome.ACCEPTED or slip.form.anonymous:
        return None
    days = [row.action_due_on for row in slip.current_rows if row.action_due_on is not None]
    due_on = max(days, default=slip.received_at.date())
    done = slip.recheck_call is not None and slip.recheck_call.at.date() >= due_on
    return None if done else due_on


def waiting_compensation(slip: Complaint) -> Compensation | None:
    """A compensation nobody has decided on yet."""
    return next((one for one in slip.compensations if one.approved is None), None)


def row_moves(slip: Complaint, row: Row, reach: Reach) -> tuple[Move, ...]:
    """What may be done with one department's row, the step that brings it on first."""
    if row not in slip.current_rows or slip.state not in _ROUTED:
        return ()
    found: list[Move] = []
    if row.state is RowState.TO_ACCEPT and reach.signs(row):
        found += [Move.SIGN, Move.RETURN, Move.NAME_OWNER]
    if row.state is RowState.IN_PROGRESS:
        if reach.writes(row):
            found += [Move.RESULT, Move.PLAN]
        if row.asked is not None and reach.extends:
            found.append(Move.DECIDE_TIME)
        if reach.signs(row):
            found += [*([Move.ASK_TIME] if row.asked is None and (row.workdays or row.fixed_on) else []), Move.NAME_OWNER]
    if reach.routes:
        found.append(Move.WITHDRAW_ROW)
    return tuple(found)


def slip_moves(slip: Complaint, reach: Reach, now: datetime) -> tuple[Move, ...]:
    """What else may be done with the whole slip besides its next step, in the order of its way."""
    state = slip.state
    found: list[Move] = []
    if state is State.DRAFT:
        found += [Move.EDIT] if reach.handles or reach.edits_draft else []
        found += [Move.VOID] if reach.handles else []
    if state is State.ARCHIVED:
        found += [Move.PAPER] if reach.handles and not slip.has_paper else []
        found += [Move.RAISE_NOTICE] if reach.issues_notices and slip.rows else []
        found += [Move.REOPEN] if reach.reopens else []
    if state in _OPEN:
        found += _open_moves(slip, reach)
    first = next_step(slip, reach, now).move
    return tuple(move for move in found if move is not first)


def _open_moves(slip: Complaint, reach: Reach) -> list[Move]:
    state = slip.state
    found: list[Move] = []
    if reach.handles:
        found.append(Move.EDIT)
        if slip.can_be_called:
            found += [] if slip.first_contact_at else [Move.FIRST_CONTACT]
            found.append(Move.INFORM)
        if slip.form.reply_due is not None and slip.replied_at is None:
            found.append(Move.REPLY)
    if reach.routes and slip.rows and state in _ROUTED:
        found.append(Move.REASSIGN)
    if reach.handles:
        found += _call_back_moves(slip)
        if state in (State.TO_ACCEPT, State.IN_PROGRESS, State.TO_CALL_BACK) and slip.paused is None:
            found.append(Move.PAUSE)
        if slip.paused is not None:
            found.append(Move.RESUME)
        if state in _ROUTED:
            found.append(Move.TAKE_BACK)
    found += [Move.COMPENSATE] if reach.proposes else []
    found += [Move.DECIDE_COMPENSATION] if reach.decides else []
    found += [Move.ADD_PHOTOS, *([] if slip.has_paper else [Move.PAPER])] if reach.handles else []
    if reach.issues_notices and slip.rows:
        found.append(Move.RAISE_NOTICE)
    if reach.voids:
        found.append(Move.VOID)
    return found


def _call_back_moves(slip: Complaint) -> list[Move]:
    if slip.state is State.TO_CALL_BACK:
        return [*([Move.CALL_BACK] if slip.can_be_called else []), Move.SEND_BACK]
    if slip.state is State.TO_ARCHIVE and slip.can_be_called:
        return [Move.RECHECK, Move.REJECT]
    return []
