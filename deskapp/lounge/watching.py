"""Customer service looks at the lounge: spot check by lot, sign-off, a day that turns out to have been closed (lounge.md §3)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from deskapp.checklists.domain import Kind, Result, RunKind, Version, draw
from deskapp.checklists.runs import begin_run, finish_run, mark_items, recent_failures, runs, void_run
from deskapp.checklists.templates import templates
from deskapp.data import Act, Tx, update_record, writing
from deskapp.errors import UserError
from deskapp.lounge.domain import ASHTRAY, SMOKE_FREE
from deskapp.lounge.records import booked, open_day, unsigned
from deskapp.lounge.tables import DayRecord, ShiftRecord, SlotMarkRecord
from deskapp.settings.store import value
from deskapp.staff.domain import Right
from deskapp.staff.service import require
from deskapp.store.days import calendar

LOOK_BACK = timedelta(days=30)
"""How far failures weigh in the draw."""
_FAILURE_WEIGHT = 2


def begin_spot_check(*, act: Act, codes: Sequence[str] = ()) -> int:
    """Draw today's spot check of the area list, or take the chosen items; its id. The seed is kept, and what failed lately is likelier.

    Refuses a second one while one is open, and a chosen item the list does not have today.
    """
    require(act, Right.CHECK_LOUNGE)
    with writing(act, "begin_spot_check", codes=list(codes)) as tx:
        if tx.replay is not None:
            return tx.replay
        today = tx.act.at.date()
        unsigned(open_day(tx))
        of = _area(today)
        chosen = _chosen(of, codes)
        open_ones = [
            run for run in runs(kinds=(RunKind.SPOT,), first=today, last=today, code=of.code) if not (run.voided or run.finished_at)
        ]
        if open_ones:
            raise UserError("今天的抽查还没完成，请先完成或作废")
        seed = "" if codes else f"{today:%Y%m%d}-{tx.act_id}"
        drawn = chosen or _drawn(of, seed, today)
        run_id = begin_run(tx, of=of, kind=RunKind.SPOT, day=today, drawn=drawn, seed=seed)
        tx.done(run_id)
        return run_id


def spot_template(*, act: Act) -> Version:
    """The area list of today as a spot check may look at it: without ashtrays in a smoke-free store. Refuses where it is laid aside."""
    require(act, Right.CHECK_LOUNGE)
    return _area(act.at.date())


def score_spot_check(*, act: Act, run_id: int, marks: Mapping[str, tuple[Result, str]]) -> None:
    """Write what was found and close the check: code -> (result, note). Refuses blank items and a failure without a note."""
    require(act, Right.CHECK_LOUNGE)
    plain = sorted((code, result.value, note) for code, (result, note) in marks.items())
    with writing(act, "score_spot_check", run_id=run_id, marks=plain) as tx:
        if tx.replay is not None:
            return
        mark_items(tx, run_id=run_id, marks=marks)
        finish_run(tx, run_id=run_id)
        tx.done(run_id)


def void_spot_check(*, act: Act, run_id: int, reason: str) -> None:
    """Take a spot check out of the figures; needs a reason."""
    require(act, Right.CHECK_LOUNGE)
    with writing(act, "void_spot_check", run_id=run_id, reason=reason) as tx:
        if tx.replay is not None:
            return
        void_run(tx, run_id=run_id, reason=reason)
        tx.done(run_id)


def sign_off_day(*, act: Act, day: date, note: str = "") -> None:
    """Customer service has looked at the day: from now on nothing of it changes.

    Refuses a day to come, a second time, and while a spot check is open.
    """
    require(act, Right.CHECK_LOUNGE)
    with writing(act, "sign_off_day", day=day, note=note) as tx:
        if tx.replay is not None:
            return
        if day > tx.act.at.date():
            raise UserError("还没到这一天，不能签核")
        record = open_day(tx, day)
        if record.signed_id is not None:
            who, at = booked(record.signed_id)
            raise UserError(f"{day:%m-%d} 已由 {who} 于 {at:%m-%d %H:%M} 签核")
        if _has_open_check(day):
            raise UserError("这一天的抽查还没完成，请先完成或作废")
        update_record(tx, record, signed=tx.act_id, signed_note=note.strip())
        tx.done(record.id, record.number)


def mark_closed(*, act: Act, day: date, reason: str) -> None:
    """Say afterwards that the store was closed: nothing is owed for the day. 客服经理, with a reason.

    Refuses a day on which an attendant was signed on or anything was ticked, and a day that is not over.
    """
    require(act, Right.EDIT_CALENDAR)
    if not reason.strip():
        raise UserError("请写明原因", field="reason_text")
    with writing(act, "mark_closed", day=day, reason=reason) as tx:
        if tx.replay is not None:
            return
        _refuse_worked(tx, day)
        record = unsigned(open_day(tx, day))
        update_record(tx, record, closed=tx.act_id, closed_reason=reason.strip())
        tx.done(record.id, record.number)


def _refuse_worked(tx: Tx, day: date) -> None:
    if day >= tx.act.at.date():
        raise UserError("这一天还没过完。提前知道停业，请在“设置 → 日历”里登记")
    if not calendar().is_open(day):
        raise UserError("这一天本来就不营业")
    record = DayRecord.get_or_none(DayRecord.day == day)
    if record is None:
        return
    if record.closed_id is not None:
        raise UserError("这一天已经标为停业")
    worked = ShiftRecord.select().where(ShiftRecord.day == record.id).exists()
    if worked or SlotMarkRecord.select().where(SlotMarkRecord.day == record.id).exists():
        raise UserError(f"{day:%m-%d} 有人签到或登记过，不能标为停业")


def _has_open_check(day: date) -> bool:
    found = runs(kinds=(RunKind.SPOT,), first=day, last=day)
    return any(run.version.kind is Kind.LOUNGE_AREA and not (run.finished_at or run.voided) for run in found)


def _area(on: date) -> Version:
    """What of the area list applies."""
    of = _area_list(on)
    checks = tuple(item for item in of.form.items if not (value(SMOKE_FREE) and item.code == ASHTRAY))
    return replace(of, form=replace(of.form, items=checks))


def _area_list(on: date) -> Version:
    found = next(iter(templates(kind=Kind.LOUNGE_AREA, on=on)), None)
    if found is None:
        raise UserError("没有启用的休息区区域清单。请在“设置 → 模板”里启用")
    return found


def _chosen(of: Version, codes: Sequence[str]) -> tuple[str, ...]:
    """The chosen items in the order of the list."""
    known = [item.code for item in of.checks]
    unknown = [code for code in codes if code not in known]
    if unknown:
        raise UserError(f"{'、'.join(unknown)} 不在今天的“{of.name}”里。请刷新再选")
    return tuple(code for code in known if code in codes)


def _drawn(of: Version, seed: str, today: date) -> tuple[str, ...]:
    failures = recent_failures(template_id=of.template_id, since=today - LOOK_BACK, until=today)
    weights = {code: 1 + _FAILURE_WEIGHT * times for code, times in failures.items()}
    return draw([item.code for item in of.checks], seed=seed, count=of.form.spot_items, weights=weights)
