"""A notice from its draft to its acceptance: raised, edited, merged, issued, accepted or returned, void (inspection.md §4)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from deskapp.attachments.domain import Photo
from deskapp.attachments.service import attach, keep
from deskapp.data import Act, NumberKind, Tx, next_number, register_number, update_record, writing
from deskapp.errors import UserError
from deskapp.rectification.domain import BY_HAND, Finding, Heading, Notice, NoticeForm, NoticeState, Outdated, RowState, Source
from deskapp.rectification.reading import notice_by_id
from deskapp.rectification.tables import FocusRecord, NoticeRecord, PhotoRecord, RowRecord, StepRecord
from deskapp.staff.domain import Right, Scope
from deskapp.staff.house import house
from deskapp.staff.service import person, require


def raise_notice(tx: Tx, form: NoticeForm) -> Notice:
    """Draft a notice from another feature's failed rows, in its transaction: the one door for checks, complaints and what is to come.

    The caller asks its own right, names itself by `source` and its record by `source_no` (kind and number, never a key), and finds its
    notices again by `reading.notices_of`. One call a department. `Finding.photos` are ids of attachments the caller has attached
    already; `repeated` is what it counted (0 = not a repeat). The notice is 待下发: customer service looks at it, then issues it.
    Refuses a closed department, a row without title or fact, a required day gone by.
    """
    return _insert(tx, form)


def draft_notice(*, act: Act, form: NoticeForm, photos: Sequence[Sequence[Photo]] = ()) -> Notice:
    """Draft a notice by hand: from above, from the division, for a weak item of a survey or for a 重点改善项目.

    `photos` are new ones, in the order of the findings.
    """
    require(act, Right.ISSUE_NOTICES)
    kept = [[keep(photo) for photo in some] for some in photos]
    with writing(act, "draft_notice", form=form, photos=[[photo.hash for photo in some] for some in photos]) as tx:
        if tx.replay is not None:
            return notice_by_id(tx.replay)
        if form.source not in BY_HAND:
            raise UserError(f"来源“{form.source.label}”的整改单由{form.source.label}自动生成", field="source")
        added = [tuple(attach(tx, one) for one in some) for some in kept] + [()] * (len(form.findings) - len(kept))
        findings = tuple(replace(finding, photos=more) for finding, more in zip(form.findings, added, strict=True))
        made = _insert(tx, replace(form, findings=findings))
        tx.done(made.id, made.number)
        return made


def edit_notice(*, act: Act, notice_id: int, heading: Heading, seen: Heading) -> Notice:
    """Change whom a notice goes to, who reads it too, and until when, before it is issued.

    `seen` is what stood there when the form was opened: raises Outdated when somebody else changed it meanwhile.
    """
    require(act, Right.ISSUE_NOTICES)
    with writing(act, "edit_notice", notice_id=notice_id, heading=heading, seen=seen) as tx:
        if tx.replay is not None:
            return notice_by_id(tx.replay)
        record = notice_in(notice_id, NoticeState.TO_ISSUE)
        _refuse_outdated(notice_id, notice_by_id(notice_id).heading == seen, "表头")
        _judge(heading.department_id, heading.due_on, tx.act.at.date(), source=Source(record.source))
        copies = " ".join(str(key) for key in heading.cc if key != heading.department_id)
        note = heading.note.strip()
        if update_record(tx, record, department=heading.department_id, cc=copies, due_on=heading.due_on, note=note):
            step(tx, notice_id, "修改")
        return done(tx, record)


def edit_row(*, act: Act, notice_id: int, position: int, finding: Finding, seen: Finding) -> Notice:
    """Mend the words of a row written by hand, before the notice is issued; photos and 重复 stay.

    Refuses a row that comes from a check: its texts are those of the sheet. Raises Outdated when it differs from `seen`.
    """
    require(act, Right.ISSUE_NOTICES)
    with writing(act, "edit_row", notice_id=notice_id, position=position, finding=finding, seen=seen) as tx:
        if tx.replay is not None:
            return notice_by_id(tx.replay)
        record = notice_in(notice_id, NoticeState.TO_ISSUE)
        row = row_at(record, position)
        if row.code:
            raise UserError(f"第 {position} 项来自检查 {record.source_no}，原文不能改。不需要整改请去掉这一项，并写原因")
        now = next(one.finding for one in notice_by_id(notice_id).rows if one.position == position)
        _refuse_outdated(notice_id, now == seen and not row.dropped, f"第 {position} 项")
        _judge_finding(position, finding)
        texts = {"title": finding.title.strip(), "criterion": finding.criterion.strip(), "fact": finding.fact.strip()}
        if update_record(tx, row, **texts):
            step(tx, notice_id, "修改", position)
        return done(tx, record)


def drop_row(*, act: Act, notice_id: int, position: int, reason: str) -> Notice:
    """Leave a row out before the notice is issued; needs a reason. Refuses the last one: then the whole notice is voided."""
    require(act, Right.ISSUE_NOTICES)
    ask_reason(reason)
    with writing(act, "drop_row", notice_id=notice_id, position=position, reason=reason) as tx:
        if tx.replay is not None:
            return notice_by_id(tx.replay)
        record = notice_in(notice_id, NoticeState.TO_ISSUE)
        if [row.position for row in notice_by_id(notice_id).live_rows] == [position]:
            raise UserError("这是最后一项。不需要整改请作废整张单")
        row = row_at(record, position)
        if row.dropped:
            raise UserError(f"第 {position} 项已经去掉")
        update_record(tx, row, dropped=reason.strip(), state=RowState.CLOSED.value, closed_at=tx.act.at)
        step(tx, notice_id, "去掉一项", position, reason)
        return done(tx, record)


def merge_notices(*, act: Act, into_id: int, from_id: int) -> Notice:
    """Bring the rows of one notice to issue into another of the same department; the emptied one is 已作废 (并入 ZG-…)."""
    require(act, Right.ISSUE_NOTICES)
    with writing(act, "merge_notices", into_id=into_id, from_id=from_id) as tx:
        if tx.replay is not None:
            return notice_by_id(tx.replay)
        into, other = notice_in(into_id, NoticeState.TO_ISSUE), notice_in(from_id, NoticeState.TO_ISSUE)
        if into.id == other.id:
            raise UserError("请选另一张整改单")
        if into.department_id != other.department_id:
            raise UserError("只能合并同一部门的整改单")
        moved = notice_by_id(from_id).live_rows
        _insert_rows(tx, into_id, [row.finding for row in moved], first=len(notice_by_id(into_id).rows) + 1)
        update_record(tx, other, state=NoticeState.VOID.value, merged_into=into_id)
        step(tx, from_id, f"并入 {into.number}")
        step(tx, into_id, f"并入 {other.number} 的 {len(moved)} 项")
        return done(tx, into)


def issue_notice(*, act: Act, notice_id: int) -> Notice:
    """Send it to the department: it must be accepted within a working day. Refuses its own department as a copy and a day gone by."""
    require(act, Right.ISSUE_NOTICES)
    with writing(act, "issue_notice", notice_id=notice_id) as tx:
        if tx.replay is not None:
            return notice_by_id(tx.replay)
        record = notice_in(notice_id, NoticeState.TO_ISSUE)
        _judge(record.department_id, record.due_on, tx.act.at.date())
        update_record(tx, record, state=NoticeState.TO_ACCEPT.value, issued_at=tx.act.at)
        step(tx, notice_id, "下发")
        return done(tx, record)


def accept_notice(*, act: Act, notice_id: int, signed_by: str = "") -> Notice:
    """签收 by the head of the department; customer service may type in who signed the paper (`signed_by`, 代录)."""
    record = NoticeRecord.get_or_none(NoticeRecord.id == notice_id)
    signer = require_answering(act, record.department_id if record else None, signed_by)
    with writing(act, "accept_notice", notice_id=notice_id, signed_by=signed_by) as tx:
        if tx.replay is not None:
            return notice_by_id(tx.replay)
        record = notice_in(notice_id, NoticeState.TO_ACCEPT)
        update_record(tx, record, state=NoticeState.IN_PROGRESS.value, accepted_at=tx.act.at, accepted_by=signer)
        step(tx, notice_id, "签收", note=f"代录：{signer}" if signed_by else "")
        return done(tx, record)


def return_notice(*, act: Act, notice_id: int, reason: str, signed_by: str = "") -> Notice:
    """退回 by the head with a reason: customer service edits and issues it again."""
    record = NoticeRecord.get_or_none(NoticeRecord.id == notice_id)
    signer = require_answering(act, record.department_id if record else None, signed_by)
    ask_reason(reason)
    with writing(act, "return_notice", notice_id=notice_id, reason=reason, signed_by=signed_by) as tx:
        if tx.replay is not None:
            return notice_by_id(tx.replay)
        record = notice_in(notice_id, NoticeState.TO_ACCEPT)
        update_record(tx, record, state=NoticeState.TO_ISSUE.value, issued_at=None)
        step(tx, notice_id, "退回", note=f"{signer}：{reason.strip()}")
        return done(tx, record)


def void_notice(*, act: Act, notice_id: int, reason: str) -> Notice:
    """作废 before closing, by 客服经理 with a reason; its rows count nowhere any more."""
    require(act, Right.VOID_SLIPS)
    ask_reason(reason)
    with writing(act, "void_notice", notice_id=notice_id, reason=reason) as tx:
        if tx.replay is not None:
            return notice_by_id(tx.replay)
        record = notice_in(notice_id, NoticeState.TO_ISSUE, NoticeState.TO_ACCEPT, NoticeState.IN_PROGRESS)
        update_record(tx, record, reason=reason.strip(), state=NoticeState.VOID.value)
        step(tx, notice_id, "作废", note=reason)
        return done(tx, record)


# What the row steps share with them -----------------------------------------------------------------------------------------


def notice_in(notice_id: int, *states: NoticeState) -> NoticeRecord:
    """The notice in one of the states the step begins from. The refusal says where it stands and who was faster."""
    record = NoticeRecord.get_or_none(NoticeRecord.id == notice_id)
    if record is None:
        raise UserError("没有这张整改单。请刷新")
    if NoticeState(record.state) not in states:
        last = notice_by_id(notice_id).steps[-1]
        who = person(last.by).name if last.by else "系统"
        now = NoticeState(record.state).label
        raise Outdated(f"{record.number} 已由 {who} 于 {last.at:%m-%d %H:%M} {last.what}，现在是“{now}”，这一步做不了。请刷新")
    return record


def row_at(record: NoticeRecord, position: int) -> RowRecord:
    row = RowRecord.get_or_none((RowRecord.notice == record.id) & (RowRecord.position == position))
    if row is None:
        raise UserError(f"{record.number} 没有第 {position} 项。请刷新")
    return row


def require_answering(act: Act, department_id: int | None, signed_by: str, *, owner_id: int | None = None) -> str:
    """Who answers for the department: its head, the owner of the row himself, or the name customer service types in from paper."""
    if signed_by.strip():
        require(act, Right.ANSWER_NOTICES, department_id=department_id, within=(Scope.RECORDED,))
        return signed_by.strip()
    if owner_id is None or owner_id != act.staff_id:
        require(act, Right.ANSWER_NOTICES, department_id=department_id)
    return person(act.staff_id or 0).name


def ask_reason(reason: str) -> None:
    if not reason.strip():
        raise UserError("请写明原因", field="reason_text")


def step(tx: Tx, notice_id: int, what: str, position: int = 0, note: str = "") -> None:
    StepRecord.create(notice=notice_id, position=position, what=what, note=note.strip(), act=tx.act_id)


def done(tx: Tx, record: NoticeRecord) -> Notice:
    tx.done(record.id, record.number)
    return notice_by_id(record.id)


def _insert(tx: Tx, form: NoticeForm) -> Notice:
    _judge(form.department_id, form.due_on, tx.act.at.date(), source=form.source)
    if not form.findings:
        raise UserError("请至少写一项不合格内容", field="findings")
    if form.source is Source.FOCUS:
        focus = FocusRecord.get_or_none((FocusRecord.id == form.focus_id) & FocusRecord.closed.is_null())
        if focus is None:
            raise UserError("请选一个重点改善项目", field="focus")
    number = next_number(tx, NumberKind.RECTIFICATION)
    record = NoticeRecord.create(
        number=number,
        state=NoticeState.TO_ISSUE.value,
        source=form.source.value,
        source_no=form.source_no.strip(),
        department=form.department_id,
        cc=" ".join(str(key) for key in form.cc if key != form.department_id),
        due_on=form.due_on,
        focus=form.focus_id,
        note=form.note.strip(),
        act=tx.act_id,
    )
    register_number(number, record.id)
    _insert_rows(tx, record.id, form.findings, first=1)
    step(tx, record.id, "起草")
    return notice_by_id(record.id)


def _insert_rows(tx: Tx, notice_id: int, findings: Sequence[Finding], *, first: int) -> None:
    for position, finding in enumerate(findings, start=first):
        _judge_finding(position, finding)
        row = RowRecord.create(
            notice=notice_id,
            position=position,
            state=RowState.TO_ANSWER.value,
            code=finding.code,
            title=finding.title.strip(),
            criterion=finding.criterion.strip(),
            fact=finding.fact.strip(),
            repeated=finding.repeated,
            act=tx.act_id,
        )
        for attachment in finding.photos:
            PhotoRecord.create(row=row.id, round=0, attachment=attachment, act=tx.act_id)


def _judge_finding(position: int, finding: Finding) -> None:
    if not finding.title.strip():
        raise UserError(f"第 {position} 项没有写项目", field="findings")
    if not finding.fact.strip():
        raise UserError(f"第 {position} 项“{finding.title}”没有写事实", field="findings")


def _refuse_outdated(notice_id: int, same: bool, what: str) -> None:
    """Two PCs on one notice: the second one hears of the first instead of writing over it."""
    if same:
        return
    last = notice_by_id(notice_id).steps[-1]
    who = person(last.by).name if last.by else "系统"
    raise Outdated(f"{what}已由 {who} 于 {last.at:%m-%d %H:%M} 改过，您填的还没有保存。请对照现在保存的内容")


def _judge(department_id: int, due_on: date | None, today: date, *, source: Source | None = None) -> None:
    department = house().departments.get(department_id)
    if department is None or not department.active:
        raise UserError("请选责任部门", field="department")
    if due_on is not None and due_on < today:
        raise UserError("要求完成日不能早于今天", field="due_on")
    if source is Source.FOCUS and due_on is None:
        raise UserError("重点改善项目要由客服定完成日", field="due_on")
