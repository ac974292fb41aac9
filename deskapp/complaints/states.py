"""Where a slip and its department rows are on their way, and what else may be said of them in one word (complaints.md §4). Pure."""

from enum import StrEnum


class Stage(StrEnum):
    """What is stored of a slip's state; on its way it is read from its rows."""

    DRAFT = "draft"
    ON_ITS_WAY = "on_its_way"
    TO_ARCHIVE = "to_archive"
    ARCHIVED = "archived"
    VOID = "void"

    @property
    def is_open(self) -> bool:
        """Whether somebody still owes something."""
        return self not in (Stage.ARCHIVED, Stage.VOID)


class State(StrEnum):
    """Where a slip is on its way (complaints.md §4), in the order of its way."""

    DRAFT = "draft"
    TO_ROUTE = "to_route"
    TO_ACCEPT = "to_accept"
    IN_PROGRESS = "in_progress"
    TO_CALL_BACK = "to_call_back"
    TO_ARCHIVE = "to_archive"
    ARCHIVED = "archived"
    VOID = "void"

    @property
    def label(self) -> str:
        return _STATES[self][0]

    @property
    def waits_for(self) -> str:
        """Whom the slips of the lane wait for."""
        return _STATES[self][1]


_STATES = {
    State.DRAFT: ("草稿", "客服"),
    State.TO_ROUTE: ("待派单", "经理"),
    State.TO_ACCEPT: ("待签收", "部门主管"),
    State.IN_PROGRESS: ("处理中", "责任部门"),
    State.TO_CALL_BACK: ("待回访", "客服"),
    State.TO_ARCHIVE: ("待归档", "客服"),
    State.ARCHIVED: ("已归档", ""),
    State.VOID: ("已作废", ""),
}


class RowState(StrEnum):
    """Where a 责任部门 row is on its way."""

    TO_ACCEPT = "to_accept"
    IN_PROGRESS = "in_progress"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        return _ROW_STATES[self]


_ROW_STATES = {
    RowState.TO_ACCEPT: "待签收",
    RowState.IN_PROGRESS: "处理中",
    RowState.SUBMITTED: "已提交",
    RowState.RETURNED: "已退回",
    RowState.WITHDRAWN: "已撤出",
}


class Outcome(StrEnum):
    """How a slip came to 待归档."""

    ACCEPTED = "accepted"
    UNREACHABLE = "unreachable"
    UNTOLD = "untold"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        return _OUTCOMES[self]


_OUTCOMES = {
    Outcome.ACCEPTED: "客户认可",
    Outcome.UNREACHABLE: "联系不上",
    Outcome.UNTOLD: "无法告知",
    Outcome.WITHDRAWN: "客户撤诉",
}


class Purpose(StrEnum):
    """Why the customer was called."""

    FIRST = "first"
    INFORM = "inform"
    FEEDBACK = "feedback"
    RECHECK = "recheck"

    @property
    def label(self) -> str:
        return _PURPOSES[self]


_PURPOSES = {
    Purpose.FIRST: "首次联系",
    Purpose.INFORM: "告知客户",
    Purpose.FEEDBACK: "回访",
    Purpose.RECHECK: "二次回访",
}


class PhotoKind(StrEnum):
    """What an attached picture shows."""

    EVIDENCE = "evidence"
    SCAN = "scan"

    @property
    def label(self) -> str:
        return {PhotoKind.EVIDENCE: "照片", PhotoKind.SCAN: "签字单扫描"}[self]


class FileUse(StrEnum):
    """What a file that is no picture is on a slip."""

    RECORDING = "recording"
    DOCUMENT = "document"
    SCAN = "scan"
    """The signed paper, as a PDF."""


def state_of(stage: Stage, rows: tuple[RowState, ...]) -> State:
    """The slip's state: none or any 已退回 待派单, else any 待签收, else any 处理中, else 待回访 (complaints.md §4)."""
    if stage is not Stage.ON_ITS_WAY:
        return State(stage.value)
    if not rows or RowState.RETURNED in rows:
        return State.TO_ROUTE
    if RowState.TO_ACCEPT in rows:
        return State.TO_ACCEPT
    return State.IN_PROGRESS if RowState.IN_PROGRESS in rows else State.TO_CALL_BACK
