"""A row from its measure to its recheck, in as many rounds as it takes; nobody closes it without a recheck (inspection.md §4)."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from deskapp.attachments.domain import Photo
from deskapp.attachments.service import KeptPhoto, attach, keep
from deskapp.data import Act, Tx, update_record, writing
from deskapp.errors import UserError
from deskapp.rectification.deadlines import recheck_opens_on
from deskapp.rectification.domain import PROMISE_DAYS, Answer, Notice, NoticeState, Outdated, RecheckResult, RowState
from deskapp.rectification.notices import ask_reason, done, notice_in, require_answering, row_at, step
from deskapp.rectification.reading import notice_by_id
from deskapp.rectification.tables import ExtensionRecord, NoticeRecord, PhotoRecord, RoundRecord, RowRecord
from deskapp.settings.store import value
from deskapp.staff.domain import Right
from deskapp.staff.house import house
from deskapp.staff.service import allowed, person, require


def answer_row(*, act: Act, notice_id: int, position: int, answer: Answer, signed_by: str = "") -> Notice:
    """填写措施与期限: cause, measure, owner and promised day; the row is 整改中.

    Refuses an owner of another department, a promised day that has passed, is after the required day, or lies further ahead than the
    setting allows (客服经理 may allow more).
    """
    record, row = _find(notice_id, position)
    signer = require_answering(act, _department(record), signed_by, owner_id=row.owner_id if row else None)
    with writing(act, "answer_row", notice_id=notice_id, position=position, answer=answer, signed_by=signed_by) as tx:
        if tx.replay is not None:
            return notice_by_id(tx.replay)
        notice, row = _row(notice_id, position, RowState.TO_ANSWER)
        _judge_answer(answer, notice, tx.act.at.date(), free=allowed(act, Right.EXTEND_LIMITS))
        _begin_round(tx, row, answer, 1, signed_by=signer if signed_by else "")
        step(tx, notice_id, "填写措施", position, f"代录：{signer}" if signed_by else "")
        return done(tx, notice)


def change_owner(*, act: Act, notice_id: int, position: int, owner_id: int, signed_by: str = "") -> Notice:
    """换责任人 by the head of the department, to another of its people."""
    record, _ = _find(notice_id, position)
    require_answering(act, _department(record), signed_by)
    with writing(act, "change_owner", notice_id=notice_id, position=position, owner_id=owner_id, signed_by=signed_by) as tx:
        if tx.replay is not None:
            return notice_by_id(tx.replay)
        notice, row = _row(notice_id, position, RowState.TO_ANSWER, RowState.IN_PROGRESS)
        _judge_owner(owner_id, notice.department_id)
        update_record(tx, row, owner=owner_id)
        step(tx, notice_id, "换责任人", position, person(owner_id).name)
        return done(tx, notice)


def report_done(*, act: Act, notice_id: int, position: int, note: str, photos: Sequence[Photo] = (), signed_by: str = "") -> Notice:
    """报完成 by the owner, with a note on what was done: the row waits for its recheck, also before the promised day."""
    record, row = _find(notice_id, position)
    _require_owner(act, record, row, signed_by)
    if not note.strip():
        raise UserError("请写明完成情况", field="done_note")
    kept, hashes = [keep(photo) for photo in photos], [photo.hash for photo in photos]
    with writing(act, "report_done", notice_id=notice_id, position=position, note=note, photos=hashes, signed_by=signed_by) as tx:
        if tx.replay is not None:
            return notice_by_id(tx.replay)
        notice, row = _row(notice_id, position, RowState.IN_PROGRESS)
        turn = _round(row)
        update_record(tx, turn, done=tx.act_id, done_note=note.strip())
        _to_recheck(tx, row)
        _attach(tx, row, turn, kept, is_recheck=False)
        step(tx, notice_id, "报完成", position, note)
        return done(tx, notice)


def begin_recheck(*, act: Act, notice_id: int, position: int) -> Notice:
    """到期复检: customer service looks although nobody reported, from the day after the promised one."""
    require(act, Right.RECHECK)
    with writing(act, "begin_recheck", notice_id=notice_id, position=position) as tx:
        if tx.replay is not None:
            return notice_by_id(tx.replay)
        notice, row = _row(notice_id, position, RowState.IN_PROGRESS)
        opens_on = recheck_opens_on(_round(row).promised_on)
        if tx.act.at.date() < opens_on:
            raise UserError(f"责任人还没报完成，{opens_on:%m-%d} 起才能到期复检")
        _to_recheck(tx, row)
        step(tx, notice_id, "到期复检", position)
        return done(tx, notice)


def recheck(
    *,
    act: Act,
    notice_id: int,
    position: int,
    result: RecheckResult,
    note: str = "",
    promised_on: date | None = None,
    photos: Sequence[Photo] = (),
) -> Notice:
    """复检: 合格 closes the row, and the notice with its last one; else a new round begins with a new promised day, the old one stays.

    Not by the owner. A result that is not 合格 needs a note and the new day.
    """
    require(act, Right.RECHECK)
    kept, hashes = [keep(photo) for photo in photos], [photo.hash for photo in photos]
    with writing(
        act, "recheck", notice_id=notice_id, position=position, result=result, note=note, promised_on=promised_on, photos=hashes
    ) as tx:
        if tx.replay is not None:
            return notice_by_id(tx.replay)
        notice, row = _row(notice_id, position, RowState.TO_RECHECK)
        if row.owner_id == act.staff_id:
            raise UserError("复检不能由责任人自己做。请另一位客服复检")
        turn = _round(row)
        if result is RecheckResult.PASSED:
            update_record(tx, row, state=RowState.CLOSED.value, closed_at=tx.act.at)
        else:
            _next_round(tx, row, turn, note, promised_on)
        update_record(tx, turn, recheck=result.value, recheck_note=note.strip(), rechecked=tx.act_id)
        _attach(tx, row, turn, kept, is_recheck=True)
        step(tx, notice_id, f"复检{result.label}", position, note)
        _close_with_last_row(tx, notice)
        return done(tx, notice)


def ask_extension(*, act: Act, notice_id: int, position: int, promised_on: date, reason: str, signed_by: str = "") -> Notice:
    """申请延期 by the head of the department: a later day and why. Refuses a second one while the first is open."""
    record, _ = _find(notice_id, position)
    require_answering(act, _department(record), signed_by)
    ask_reason(reason)
    with writing(
        act, "ask_extension", notice_id=notice_id, position=position, promised_on=promised_on, reason=reason, signed_by=signed_by
    ) as tx:
        if tx.replay is not None:
            return notice_by_id(tx.replay)
        notice, row = _row(notice_id, position, RowState.IN_PROGRESS)
        if promised_on <= _round(row).promised_on or promised_on < tx.act.at.date():
            raise UserError(f"新的改善时间要晚于 {_round(row).promised_on:%Y-%m-%d}，也不能早于今天", field="promised_on")
        if _open_extension(row) is not None:
            raise UserError("已有一个延期申请在等客服经理批准")
        ExtensionRecord.create(row=row.id, promised_on=promised_on, reason=reason.strip(), act=tx.act_id)
        step(tx, notice_id, "申请延期", position, f"到 {promised_on:%Y-%m-%d}：{reason.strip()}")
        return done(tx, notice)


def decide_extension(*, act: Act, notice_id: int, position: int, granted: bool, note: str = "") -> Notice:
    """批准或不批准延期 by 客服经理; a refusal needs a reason. The promised day moves only when granted."""
    require(act, Right.EXTEND_LIMITS)
    if not granted:
        ask_reason(note)
    with writing(act, "decide_extension", notice_id=notice_id, position=position, granted=granted, note=note) as tx:
        if tx.replay is not None:
            return notice_by_id(tx.replay)
        notice, row = _row(notice_id, position, RowState.IN_PROGRESS)
        asked = _open_extension(row)
        if asked is None:
            raise UserError("没有等待批准的延期申请。请刷新")
        update_record(tx, asked, granted=granted, decided=tx.act_id)
        if granted:
            update_record(tx, _round(row), promised_on=asked.promised_on, reason=asked.reason)
        step(tx, notice_id, "批准延期" if granted else "不批准延期", position, note)
        return done(tx, notice)


def withdraw_row(*, act: Act, notice_id: int, position: int, reason: str) -> Notice:
    """撤销 an open row by 客服经理 with a reason; the notice closes with its last one."""
    require(act, Right.VOID_SLIPS)
    ask_reason(reason)
    with writing(act, "withdraw_row", notice_id=notice_id, position=position, reason=reason) as tx:
        if tx.replay is not None:
            return notice_by_id(tx.replay)
        notice, row = _row(notice_id, position, RowState.TO_ANSWER, RowState.IN_PROGRESS, RowState.TO_RECHECK)
        update_record(tx, row, state=RowState.CLOSED.value, closed_at=tx.act.at, withdrawn=reason.strip())
        step(tx, notice_id, "撤销", position, reason)
        _close_with_last_row(tx, notice)
        return done(tx, notice)


def _find(notice_id: int, position: int) -> tuple[NoticeRecord | None, RowRecord | None]:
    """Notice and row as they are before the write, for the question who may."""
    record = NoticeRecord.get_or_none(NoticeRecord.id == notice_id)
    row = RowRecord.get_or_none((RowRecord.notice == notice_id) & (RowRecord.position == position))
    return record, row


def _department(record: NoticeRecord | None) -> int | None:
    return record.department_id if record else None


def _require_owner(act: Act, record: NoticeRecord | None, row: RowRecord | None, signed_by: str) -> None:
    """The owner himself whatever his role, or customer service with his name from paper; his head cannot say it for him."""
    if signed_by.strip() or row is None:
        require_answering(act, _department(record), signed_by)
    elif row.owner_id is not None and row.owner_id != act.staff_id:  # without an owner its state refuses it
        raise UserError(f"只能由责任人 {person(row.owner_id).name} 报完成。客服可以照单据代录")


def _row(notice_id: int, position: int, *states: RowState) -> tuple[NoticeRecord, RowRecord]:
    """The row in one of the states the step begins from; only while the notice is 处理中."""
    notice = notice_in(notice_id, NoticeState.IN_PROGRESS)
    row = row_at(notice, position)
    if RowState(row.state) not in states:
        steps: list[Any] = [one for one in notice_by_id(notice_id).steps if one.position == position]
        last = steps[-1] if steps else None
        done_by = f"已由 {person(last.by).name} 于 {last.at:%m-%d %H:%M} {last.what}，" if last and last.by else ""
        raise Outdated(f"第 {position} 项{done_by}现在是“{RowState(row.state).label}”，这一步做不了。请刷新")
    return notice, row


def _round(row: RowRecord) -> RoundRecord:
    query: Any = RoundRecord.select().where(RoundRecord.row == row.id).order_by(RoundRecord.number.desc())
    return query.get()


def _begin_round(tx: Tx, row: RowRecord, answer: Answer, number: int, *, signed_by: str = "") -> None:
    RoundRecord.create(
        row=row.id,
        number=number,
        cause=answer.cause.strip(),
        action=answer.action.strip(),
        owner=answer.owner_id,
        promised_on=answer.promised_on,
        immediate_action=answer.immediate_action.strip(),
        immediate_on=answer.immediate_on,
        recorded_for=signed_by,
        act=tx.act_id,
    )
    update_record(tx, row, state=RowState.IN_PROGRESS.value, owner=answer.owner_id, to_recheck_at=None)


def _next_round(tx: Tx, row: RowRecord, turn: RoundRecord, note: str, promised_on: date | None) -> None:
    if not note.strip():
        raise UserError("请写明还差什么", field="recheck_note")
    if promised_on is None or promised_on < tx.act.at.date():
        raise UserError("请填新的改善时间，不早于今天", field="promised_on")
    again = Answer(turn.cause, turn.action, row.owner_id or turn.owner_id, promised_on)
    _begin_round(tx, row, again, turn.number + 1)


def _to_recheck(tx: Tx, row: RowRecord) -> None:
    update_record(tx, row, state=RowState.TO_RECHECK.value, to_recheck_at=tx.act.at)


def _close_with_last_row(tx: Tx, notice: NoticeRecord) -> None:
    if not notice_by_id(notice.id).open_rows:
        update_record(tx, notice, state=NoticeState.CLOSED.value)
        step(tx, notice.id, "全部关闭")


def _open_extension(row: RowRecord) -> Any:
    return ExtensionRecord.get_or_none((ExtensionRecord.row == row.id) & ExtensionRecord.granted.is_null())


def _attach(tx: Tx, row: RowRecord, turn: RoundRecord, photos: Sequence[KeptPhoto], *, is_recheck: bool) -> None:
    for kept in photos:
        PhotoRecord.create(row=row.id, round=turn.number, is_recheck=is_recheck, attachment=attach(tx, kept), act=tx.act_id)


def _judge_answer(answer: Answer, notice: NoticeRecord, today: date, *, free: bool) -> None:
    if not answer.cause.strip():
        raise UserError("请写明原因", field="cause")
    if not answer.action.strip():
        raise UserError("请写明改善措施", field="action")
    _judge_owner(answer.owner_id, notice.department_id)
    if answer.promised_on < today:
        raise UserError("改善时间不能早于今天", field="promised_on")
    due_on: Any = notice.due_on
    if due_on is not None and answer.promised_on > due_on:
        raise UserError(f"改善时间不能晚于要求完成日 {due_on:%Y-%m-%d}", field="promised_on")
    latest = today + timedelta(days=value(PROMISE_DAYS))
    if due_on is None and answer.promised_on > latest and not free:
        raise UserError(f"改善时间最晚 {latest:%Y-%m-%d}（{value(PROMISE_DAYS)} 天内）。需要更久请客服经理填写", field="promised_on")
    if bool(answer.immediate_action.strip()) != (answer.immediate_on is not None):
        raise UserError("临时措施和它的日期请一起填", field="immediate_on")


def _judge_owner(owner_id: int, department_id: int) -> None:
    owner = house().people.get(owner_id)
    if owner is None or not owner.active or owner.department_id not in house().under(department_id):
        raise UserError(f"责任人要是{house().departments[department_id].name}的人", field="owner")
