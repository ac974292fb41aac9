"""Which step a notice or a row waits for, and who may take it: what windows offer as the one next step (inspection.md §4). Pure."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from deskapp.rectification.deadlines import recheck_opens_on
from deskapp.rectification.domain import Notice, NoticeState, Row, RowState


class Move(StrEnum):
    """A step somebody can take."""

    EDIT = "edit"
    EDIT_ROW = "edit_row"
    DROP_ROW = "drop_row"
    MERGE = "merge"
    ISSUE = "issue"
    ACCEPT = "accept"
    RETURN = "return"
    ANSWER = "answer"
    CHANGE_OWNER = "change_owner"
    REPORT_DONE = "report_done"
    BEGIN_RECHECK = "begin_recheck"
    RECHECK = "recheck"
    ASK_EXTENSION = "ask_extension"
    DECIDE_EXTENSION = "decide_extension"
    WITHDRAW_ROW = "withdraw_row"
    VOID = "void"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Move.EDIT: "修改部门和期限",
    Move.EDIT_ROW: "修改这一项",
    Move.DROP_ROW: "去掉这一项",
    Move.MERGE: "并入另一张",
    Move.ISSUE: "下发",
    Move.ACCEPT: "签收",
    Move.RETURN: "退回",
    Move.ANSWER: "填写措施",
    Move.CHANGE_OWNER: "换责任人",
    Move.REPORT_DONE: "报完成",
    Move.BEGIN_RECHECK: "到期复检",
    Move.RECHECK: "复检",
    Move.ASK_EXTENSION: "申请延期",
    Move.DECIDE_EXTENSION: "批延期",
    Move.WITHDRAW_ROW: "撤销这一项",
    Move.VOID: "作废整张",
}


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a person's rights go on notices. `heads` are the departments he answers for, `records` that he may type in paper (代录)."""

    staff_id: int | None
    heads: AbstractSet[int] = frozenset()
    records: bool = False
    issues: bool = False
    rechecks: bool = False
    extends: bool = False
    voids: bool = False
    waives: bool = False

    def answers(self, notice: Notice) -> bool:
        """Whether he may accept and answer the notice, for himself or from paper."""
        return self.records or notice.department_id in self.heads

    def from_paper(self, notice: Notice, row: Row | None = None) -> bool:
        """Whether what he answers is 代录: he must then name who signed."""
        own = notice.department_id in self.heads or (row is not None and row.owner_id == self.staff_id)
        return self.records and not own


@dataclass(frozen=True, slots=True)
class Moves:
    """`next` is the step that brings it on, None when it is the turn of `waits_for` or nothing is open; `others` besides."""

    next: Move | None
    waits_for: str = ""
    others: tuple[Move, ...] = ()


def moves(notice: Notice, row: Row | None, reach: Reach, today: date, *, heads: str = "", owner: str = "") -> Moves:
    """What the person may do with a notice, standing on one of its rows. `heads` and `owner` are names for `waits_for`."""
    department = heads or f"{notice.department}主管"
    match notice.state:
        case NoticeState.TO_ISSUE:
            return _to_issue(notice, row, reach)
        case NoticeState.TO_ACCEPT:
            void = (Move.VOID,) if reach.voids else ()
            if reach.answers(notice):
                return Moves(Move.ACCEPT, others=(Move.RETURN, *void))
            return Moves(None, department, void)
        case NoticeState.IN_PROGRESS if row is not None and not row.dropped:
            return _of_row(notice, row, reach, today, department, owner)
        case NoticeState.IN_PROGRESS:
            return Moves(None, others=(Move.VOID,) if reach.voids else ())
        case _:
            return Moves(None)


def _to_issue(notice: Notice, row: Row | None, reach: Reach) -> Moves:
    void = (Move.VOID,) if reach.voids else ()
    if not reach.issues:
        return Moves(None, "客服", void)
    mend: tuple[Move, ...] = ()
    if row is not None and not row.dropped:
        mend = (*(() if row.finding.code else (Move.EDIT_ROW,)), *((Move.DROP_ROW,) if len(notice.live_rows) > 1 else ()))
    return Moves(Move.ISSUE, others=(Move.EDIT, *mend, Move.MERGE, *void))


def _of_row(notice: Notice, row: Row, reach: Reach, today: date, department: str, owner: str) -> Moves:
    is_owner = row.owner_id is not None and row.owner_id == reach.staff_id
    others = _beside(notice, row, reach)
    match row.state:
        case RowState.TO_ANSWER:
            may = reach.answers(notice) or is_owner
            return Moves(Move.ANSWER if may else None, "" if may else department, others)
        case RowState.IN_PROGRESS:
            return _in_progress(row, reach, today, is_owner, owner or department, others)
        case RowState.TO_RECHECK:
            may = reach.rechecks and not is_owner
            return Moves(Move.RECHECK if may else None, "" if may else ("另一位客服" if is_owner and reach.rechecks else "客服"), others)
        case _:
            return Moves(None, others=(Move.VOID,) if reach.voids else ())


def _in_progress(row: Row, reach: Reach, today: date, is_owner: bool, owner: str, others: tuple[Move, ...]) -> Moves:
    over = row.promised_on is not None and today >= recheck_opens_on(row.promised_on)
    if row.asked is not None and reach.extends:
        return Moves(Move.DECIDE_EXTENSION, others=(*((Move.BEGIN_RECHECK,) if over and reach.rechecks else ()), *others))
    if is_owner:
        return Moves(Move.REPORT_DONE, others=others)
    if over and reach.rechecks:
        report = (Move.REPORT_DONE,) if reach.records else ()
        return Moves(Move.BEGIN_RECHECK, others=(*report, *others))
    if reach.records:
        return Moves(Move.REPORT_DONE, others=others)
    return Moves(None, owner, others)


def _beside(notice: Notice, row: Row, reach: Reach) -> tuple[Move, ...]:
    """What else may be done with an open row."""
    found: list[Move] = []
    if reach.answers(notice) and row.state is RowState.IN_PROGRESS and row.asked is None:
        found.append(Move.ASK_EXTENSION)
    if reach.answers(notice) and row.state in (RowState.TO_ANSWER, RowState.IN_PROGRESS) and row.owner_id is not None:
        found.append(Move.CHANGE_OWNER)
    if reach.voids:
        found += [Move.WITHDRAW_ROW, Move.VOID]
    return tuple(found)
