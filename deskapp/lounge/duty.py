"""On duty and the slots: sign on and off, tick, undo, 不适用, correct (lounge.md §2)."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from deskapp.checklists.domain import Result, RunKind, clock
from deskapp.checklists.runs import begin_run, mark_items, run
from deskapp.checklists.tables import RunRecord
from deskapp.checklists.templates import version_on
from deskapp.data import Act, Tx, update_record, writing
from deskapp.errors import UserError
from deskapp.lounge.domain import ASHTRAY, SMOKE_FREE, UNDO, MarkKind, at_minute, midnight_after
from deskapp.lounge.records import booked, name_of, open_day, owed_slot, require_on_duty, shift_of, unsigned
from deskapp.lounge.tables import AbsenceRecord, DayRecord, ShiftRecord, SlotMarkRecord
from deskapp.settings.store import value
from deskapp.staff.domain import Right
from deskapp.staff.service import allowed, require


def sign_on(*, act: Act) -> int:
    """Begin duty today; the id of the shift. Whoever is on duty already goes on. The PIN was asked before."""
    require(act, Right.LOUNGE_DUTY)
    with writing(act, "sign_on") as tx:
        if tx.replay is not None:
            return tx.replay
        staff_id = act.staff_id or 0
        day = unsigned(open_day(tx))
        running = shift_of(day, staff_id)
        shift = running or ShiftRecord.create(day=day.id, staff=staff_id, act=tx.act_id)
        tx.done(shift.id)
        return shift.id


def sign_off_duty(*, act: Act, note: str = "", to_staff_id: int | None = None) -> None:
    """End one's duty with what the next one must know (交接). Whoever is still marked as out comes back with it.

    Refuses who is not on duty, and handing over to somebody who is not on duty.
    """
    require(act, Right.LOUNGE_DUTY)
    with writing(act, "sign_off_duty", note=note, to_staff_id=to_staff_id) as tx:
        if tx.replay is not None:
            return
        day = open_day(tx)
        staff_id = require_on_duty(tx.act, day)
        if to_staff_id is not None and (to_staff_id == staff_id or shift_of(day, to_staff_id) is None):
            raise UserError(f"{name_of(to_staff_id)} 还没有签到，不能交接给他", field="to_staff")
        away = AbsenceRecord.get_or_none((AbsenceRecord.day == day.id) & (AbsenceRecord.staff == staff_id) & AbsenceRecord.back.is_null())
        if away is not None:
            update_record(tx, away, back=tx.act_id)
        shift = shift_of(day, staff_id)
        update_record(tx, shift, ended=tx.act_id, note=note.strip(), to_staff=to_staff_id)
        tx.done(shift.id)


def mark_slot(*, act: Act, slot: str) -> int:
    """Tick a slot as done now; the id of the mark. From its start to 24:00, also while the next one runs.

    Refuses before its start, while its area list has blank items, and what is ticked already, naming who was first.
    """
    require(act, Right.LOUNGE_DUTY)
    with writing(act, "mark_slot", slot=slot) as tx:
        if tx.replay is not None:
            return tx.replay
        day, staff_id = _begin(tx, slot)
        _refuse_future(tx, day, slot)
        item = owed_slot(day.day, slot)
        if item.area:
            _refuse_blank_area(day.day, slot, item.area)
        return _mark(tx, day, slot, MarkKind.DONE, staff_id, tx.act.at)


def mark_not_applicable(*, act: Act, slot: str, reason: str) -> int:
    """Say that a slot does not apply today; needs a reason. Customer service may set it ahead, attendants from its start."""
    ahead = allowed(act, Right.CHECK_LOUNGE)
    require(act, Right.CHECK_LOUNGE if ahead else Right.LOUNGE_DUTY)
    if not reason.strip():
        raise UserError("请写明不适用的原因", field="reason_text")
    with writing(act, "mark_not_applicable", slot=slot, reason=reason) as tx:
        if tx.replay is not None:
            return tx.replay
        if ahead:
            day = unsigned(open_day(tx))
            owed_slot(day.day, slot)
            _refuse_second(day, slot)
            staff_id = act.staff_id or 0
        else:
            day, staff_id = _begin(tx, slot)
            _refuse_future(tx, day, slot)
        return _mark(tx, day, slot, MarkKind.NOT_APPLICABLE, staff_id, tx.act.at, reason=reason.strip())


def undo_mark(*, act: Act, slot: str) -> None:
    """Take one's own tick back within a minute of the same day: the slot reads as unmarked, the mark stays as history."""
    require(act, Right.LOUNGE_DUTY)
    with writing(act, "undo_mark", slot=slot) as tx:
        if tx.replay is not None:
            return
        day = unsigned(open_day(tx))
        mark = _tick(day, slot)
        if mark is None or _last_correction(day, slot) is not None:
            raise UserError("没有可以撤销的登记。请刷新")
        who, at = booked(mark.act_id)
        if mark.staff_id != tx.act.staff_id:
            raise UserError(f"这是 {who} 登记的，只能由本人撤销")
        if tx.act.at > at + timedelta(seconds=value(UNDO)):
            raise UserError(f"登记已过 {value(UNDO)} 秒，不能撤销。请让客服更正")
        update_record(tx, mark, undone=tx.act_id)
        tx.done(mark.id)


def correct_slot(*, act: Act, day: date, slot: str, reason: str, done_at: datetime | None = None) -> int:
    """What customer service knows better: done at `done_at`, or with None 不适用; the state follows from it. The first mark stays.

    Needs a reason. Of the same day any correction, later only 不适用, and none once the day is signed off.
    Refuses a time before the slot's start, of another day or to come.
    """
    require(act, Right.CHECK_LOUNGE)
    if not reason.strip():
        raise UserError("请写明更正的原因", field="reason_text")
    with writing(act, "correct_slot", day=day, slot=slot, reason=reason, done_at=done_at) as tx:
        if tx.replay is not None:
            return tx.replay
        if day > tx.act.at.date():
            raise UserError("还没到这一天")
        record = unsigned(open_day(tx, day))
        item = owed_slot(day, slot)
        if done_at is not None:
            _judge_done_at(done_at, tx.act.at, day, item.minutes[0])
        kind = MarkKind.NOT_APPLICABLE if done_at is None else MarkKind.DONE
        return _mark(tx, record, slot, kind, act.staff_id or 0, done_at or tx.act.at, reason=reason.strip(), is_correction=True)


def tick_area(*, act: Act, slot: str, marks: Mapping[str, tuple[Result, str]]) -> int:
    """Tick items of the area list done in a slot: code -> (result, note); the id of the list. An item that failed needs a note."""
    require(act, Right.LOUNGE_DUTY)
    with writing(act, "tick_area", slot=slot, marks=sorted((code, result.value, note) for code, (result, note) in marks.items())) as tx:
        if tx.replay is not None:
            return tx.replay
        day, _ = _begin(tx, slot)
        _refuse_future(tx, day, slot)
        run_id = _area_run(day.day, slot) or _begin_area(tx, day.day, slot)
        mark_items(tx, run_id=run_id, marks=marks)
        tx.done(run_id)
        return run_id


def _begin(tx: Tx, slot: str) -> tuple[DayRecord, int]:
    """Today's record and who ticks; refuses a day signed off, a slot it has not, who is not on duty, and a second tick."""
    day = unsigned(open_day(tx))
    owed_slot(day.day, slot)
    staff_id = require_on_duty(tx.act, day)
    _refuse_second(day, slot)
    return day, staff_id


def _refuse_second(day: DayRecord, slot: str) -> None:
    mark = _last_correction(day, slot) or _tick(day, slot)
    if mark is not None:
        who, at = booked(mark.act_id)
        start = clock(owed_slot(day.day, slot).minutes[0])
        raise UserError(f"{start} 时段已由 {who} 于 {at:%H:%M} 登记")


def _refuse_future(tx: Tx, day: DayRecord, slot: str) -> None:
    start = owed_slot(day.day, slot).minutes[0]
    if tx.act.at < at_minute(day.day, start):
        raise UserError(f"{clock(start)} 开始的时段还没到")


def _judge_done_at(done_at: datetime, now: datetime, day: date, start: int) -> None:
    if now.date() != day:
        raise UserError("过了当天只能更正为不适用", field="done_at")
    if not at_minute(day, start) <= done_at < midnight_after(day) or done_at > now:
        raise UserError(f"完成时间请填当天 {clock(start)} 到现在之间", field="done_at")


def _tick(day: DayRecord, slot: str) -> Any:
    return SlotMarkRecord.get_or_none(
        (SlotMarkRecord.day == day.id)
        & (SlotMarkRecord.slot == slot)
        & SlotMarkRecord.undone.is_null()
        & (SlotMarkRecord.is_correction == False)  # noqa: E712 - SQL
    )


def _last_correction(day: DayRecord, slot: str) -> Any:
    query: Any = SlotMarkRecord.select().where(
        (SlotMarkRecord.day == day.id) & (SlotMarkRecord.slot == slot) & (SlotMarkRecord.is_correction == True)  # noqa: E712 - SQL
    )
    return query.order_by(SlotMarkRecord.id.desc()).first()


def _mark(
    tx: Tx,
    day: DayRecord,
    slot: str,
    kind: MarkKind,
    staff_id: int,
    done_at: datetime,
    *,
    reason: str = "",
    is_correction: bool = False,
) -> int:
    record = SlotMarkRecord.create(
        day=day.id,
        slot=slot,
        kind=kind.value,
        done_at=done_at,
        staff=staff_id,
        is_correction=is_correction,
        reason=reason,
        act=tx.act_id,
    )
    tx.done(record.id)
    return record.id


def _area_run(day: date, slot: str) -> int | None:
    record = RunRecord.get_or_none(
        (RunRecord.kind == RunKind.AREA.value) & (RunRecord.day == day) & (RunRecord.slot == slot) & RunRecord.voided.is_null()
    )
    return record.id if record else None


def _begin_area(tx: Tx, day: date, slot: str) -> int:
    area = owed_slot(day, slot).area
    of = version_on(code=area, on=day) if area else None
    if of is None:
        raise UserError("这个时段没有区域清单")
    run_id = begin_run(tx, of=of, kind=RunKind.AREA, day=day, slot=slot)
    if value(SMOKE_FREE) and any(item.code == ASHTRAY for item in of.checks):
        mark_items(tx, run_id=run_id, marks={ASHTRAY: (Result.NOT_APPLICABLE, "无烟门店")})
    return run_id


def _refuse_blank_area(day: date, slot: str, area: str) -> None:
    run_id = _area_run(day, slot)
    of = version_on(code=area, on=day)
    if of is None:
        return  # the list was laid aside
    blank = run(run_id).missing if run_id else of.checks
    if blank:
        raise UserError(f"区域清单还有 {len(blank)} 项未查：{'、'.join(item.title for item in blank[:3])}{'…' if len(blank) > 3 else ''}")
