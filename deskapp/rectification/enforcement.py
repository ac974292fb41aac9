"""What makes departments answer: 考核建议 proposed, confirmed or waived, and the register of 重点改善项目 (inspection.md §4)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from deskapp.data import Act, ActRecord, update_record, writing
from deskapp.errors import UserError
from deskapp.rectification.domain import points_words
from deskapp.rectification.notices import ask_reason, step
from deskapp.rectification.tables import AppraisalRecord, FocusRecord, NoticeRecord
from deskapp.staff.domain import Right
from deskapp.staff.house import house
from deskapp.staff.service import require

MOST_POINTS = 100


@dataclass(frozen=True, slots=True)
class Appraisal:
    """处罚/考核建议: points, never money. `confirmed` None waits for 客服经理."""

    id: int
    notice_id: int
    number: str
    department_id: int
    staff_id: int | None
    points: int
    reason: str
    proposed_at: datetime
    proposed_by: int | None
    confirmed: bool | None
    decided_note: str


@dataclass(frozen=True, slots=True)
class Focus:
    """A 重点改善项目 of the register."""

    id: int
    process: str
    item: str
    why: str
    since: date
    department_id: int
    aim: str
    is_open: bool
    closed_note: str = ""


def propose_appraisal(*, act: Act, notice_id: int, points: int, reason: str, staff_id: int | None = None) -> int:
    """Propose points for (+) or against (−) the department of a notice, or a person of it; the id."""
    require(act, Right.ISSUE_NOTICES)
    ask_reason(reason)
    with writing(act, "propose_appraisal", notice_id=notice_id, points=points, reason=reason, staff_id=staff_id) as tx:
        if tx.replay is not None:
            return tx.replay
        notice = NoticeRecord.get_or_none(NoticeRecord.id == notice_id)
        if notice is None:
            raise UserError("没有这张整改单。请刷新")
        if points == 0 or abs(points) > MOST_POINTS:
            raise UserError(f"分数请填 −{MOST_POINTS} 到 {MOST_POINTS} 之间，不能为 0", field="points")
        if staff_id is not None and house().people[staff_id].department_id not in house().under(notice.department_id):
            raise UserError(f"请选{house().departments[notice.department_id].name}的人", field="staff")
        record = AppraisalRecord.create(
            notice=notice_id, department=notice.department_id, staff=staff_id, points=points, reason=reason.strip(), act=tx.act_id
        )
        step(tx, notice_id, "提出考核建议", note=f"{points_words(points)}：{reason.strip()}")
        tx.done(record.id)
        return record.id


def decide_appraisal(*, act: Act, appraisal_id: int, confirmed: bool, note: str = "") -> None:
    """确认 or 减免 by 客服经理; waiving needs a reason."""
    require(act, Right.WAIVE_APPRAISALS)
    if not confirmed:
        ask_reason(note)
    with writing(act, "decide_appraisal", appraisal_id=appraisal_id, confirmed=confirmed, note=note) as tx:
        if tx.replay is not None:
            return
        record = AppraisalRecord.get_or_none(AppraisalRecord.id == appraisal_id)
        if record is None or record.confirmed is not None:
            raise UserError("这条考核建议已经处理过。请刷新")
        update_record(tx, record, confirmed=confirmed, decided=tx.act_id, decided_note=note.strip())
        step(tx, record.notice_id, "确认考核建议" if confirmed else "减免考核建议", note=note)
        tx.done(appraisal_id)


def appraisals(*, act: Act, first: date, last: date) -> tuple[Appraisal, ...]:
    """The proposals made in a span, newest first."""
    require(act, Right.ISSUE_NOTICES)
    return _appraisals((ActRecord.at >= first) & (ActRecord.at < datetime.combine(last, datetime.max.time())))


def open_appraisals(*, act: Act) -> tuple[Appraisal, ...]:
    """The proposals that wait for 客服经理, newest first."""
    require(act, Right.ISSUE_NOTICES)
    return _appraisals(AppraisalRecord.confirmed.is_null())


def appraisals_of(notice_id: int) -> tuple[Appraisal, ...]:
    """The proposals on one notice, newest first, for its window and its paper. Who may see the notice may see them."""
    return _appraisals(AppraisalRecord.notice == notice_id)


def _appraisals(condition: Any) -> tuple[Appraisal, ...]:
    query: Any = (
        AppraisalRecord.select(AppraisalRecord, ActRecord, NoticeRecord)
        .join(ActRecord, on=AppraisalRecord.act)
        .switch(AppraisalRecord)
        .join(NoticeRecord)
        .where(condition)
        .order_by(AppraisalRecord.id.desc())
    )
    return tuple(
        Appraisal(
            row.id,
            row.notice_id,
            row.notice.number,
            row.department_id,
            row.staff_id,
            row.points,
            row.reason,
            row.act.at,
            row.act.staff_id,
            row.confirmed,
            row.decided_note,
        )
        for row in query
    )


def focus_items(*, act: Act, open_only: bool = True) -> tuple[Focus, ...]:
    """The register, the oldest first."""
    require(act, Right.ISSUE_NOTICES)
    query: Any = FocusRecord.select().order_by(FocusRecord.since, FocusRecord.id)
    return tuple(map(_focus, query.where(FocusRecord.closed.is_null()) if open_only else query))


def focus_of(focus_id: int) -> Focus:
    """One item of the register, for the windows of its notices."""
    return _focus(FocusRecord.get_by_id(focus_id))


def _focus(row: Any) -> Focus:
    return Focus(row.id, row.process, row.item, row.why, row.since, row.department_id, row.aim, row.closed_id is None, row.closed_note)


def add_focus(*, act: Act, process: str, item: str, why: str, since: date, department_id: int, aim: str) -> int:
    """Enter a 重点改善项目 into the register; its id."""
    require(act, Right.ISSUE_NOTICES)
    with writing(act, "add_focus", process=process, item=item, why=why, since=since, department=department_id, aim=aim) as tx:
        if tx.replay is not None:
            return tx.replay
        for text, field, what in ((process, "process", "流程"), (item, "item", "项目"), (why, "why", "原因"), (aim, "aim", "目标")):
            if not text.strip():
                raise UserError(f"请填{what}", field=field)
        if department_id not in house().departments:
            raise UserError("请选责任部门", field="department")
        record = FocusRecord.create(
            process=process.strip(),
            item=item.strip(),
            why=why.strip(),
            since=since,
            department=department_id,
            aim=aim.strip(),
            act=tx.act_id,
        )
        tx.done(record.id)
        return record.id


def close_focus(*, act: Act, focus_id: int, note: str) -> None:
    """Take an item off the register with what was reached."""
    require(act, Right.ISSUE_NOTICES)
    if not note.strip():
        raise UserError("请写明达到了什么", field="note")
    with writing(act, "close_focus", focus_id=focus_id, note=note) as tx:
        if tx.replay is not None:
            return
        record = FocusRecord.get_or_none(FocusRecord.id == focus_id)
        if record is None or record.closed_id is not None:
            raise UserError("这个重点改善项目已经关闭。请刷新")
        update_record(tx, record, closed=tx.act_id, closed_note=note.strip())
        tx.done(focus_id)
