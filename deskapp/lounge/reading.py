"""Days of the lounge as they were and are: one statement a table for any span, so that a month costs what a day does."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, TypeVar, cast

import peewee as pw

from deskapp.checklists.domain import Item, ItemRole, Kind, Run, RunKind, Version
from deskapp.checklists.runs import runs
from deskapp.checklists.templates import history, templates
from deskapp.data import Act, ActRecord, reading
from deskapp.lounge.domain import CUP_LIMIT, GRACE, Absence, Cup, Day, MarkKind, Round, Shift, SignOff, SlotMark, midnight_after, owed_slots
from deskapp.lounge.tables import (
    AbsenceRecord,
    CupRecord,
    DayRecord,
    EquipmentRecord,
    GoodsRecord,
    GuestRecord,
    RemarkRecord,
    RepairRecord,
    RoundRecord,
    ShiftRecord,
    SlotMarkRecord,
    SlotNoteRecord,
    SupplyRecord,
)
from deskapp.lounge.things import Goods, GoodsKind, Remark, Repair, SlotNote, Supply
from deskapp.settings.store import value
from deskapp.staff.domain import Person, Right, Role
from deskapp.staff.service import people, require_any, rights_of
from deskapp.store.days import calendar
from deskapp.store.service import began_at

_T = TypeVar("_T")
_NOT_IN_USE = "休息区还没启用"
_SEES = (Right.LOUNGE_DUTY, Right.CHECK_LOUNGE, Right.SEE_REPORTS)


def lounge_day(*, act: Act, day: date) -> Day:
    """Everything about one day. What follows from the clock is asked of the `Day` with an instant: looking never writes."""
    return lounge_days(act=act, first=day, last=day)[0]


def board_day(day: date) -> Day:
    """The day as the board in the lounge shows it: nobody need be signed in, for it holds nothing about a customer."""
    with reading():
        return _days(day, day, today=day)[0]


def duty_people(on: date) -> tuple[Person, ...]:
    """Who may sign on in the lounge: attendants first, then customer service."""
    able = [one for one in people() if Right.LOUNGE_DUTY in rights_of(one.id, on=on)]
    return tuple(sorted(able, key=lambda one: Role.LOUNGE_ATTENDANT not in one.roles))


def lounge_days(*, act: Act, first: date, last: date) -> tuple[Day, ...]:
    """The days of a span, one `Day` each, also those on which nothing was written."""
    require_any(act, _SEES)
    with reading():
        return _days(first, last, today=act.at.date())


def in_use_since() -> date | None:
    """The first day on which the lounge wrote anything, None while the store does not use it. That a day was closed is no use of it."""
    first: Any = DayRecord.select(DayRecord.day).where(DayRecord.closed.is_null()).order_by(DayRecord.day).first()
    return first.day if first else None


def day_of(record_id: int) -> date:
    """The day of a number RZ-…."""
    record: Any = DayRecord.get_by_id(record_id)
    return record.day


def unsigned_days(*, act: Act, since: date) -> tuple[Day, ...]:
    """The owed days from `since` to yesterday that nobody has signed off, oldest first."""
    require_any(act, _SEES)
    yesterday = act.at.date() - timedelta(days=1)
    if yesterday < since:
        return ()
    with reading():
        signed = DayRecord.select(DayRecord.day).where((DayRecord.day >= since) & DayRecord.signed.is_null(is_null=False))
        done = {day for (day,) in cast("Any", signed).tuples()}
        waiting = [day for day in (since + timedelta(days=n) for n in range((yesterday - since).days + 1)) if day not in done]
        if not waiting:
            return ()
        found = _days(waiting[0], waiting[-1], today=act.at.date())
        return tuple(day for day in found if day.owed and day.slots and day.signed is None)


def open_grievances(*, act: Act) -> tuple[Remark, ...]:
    """Guests' remarks marked 抱怨 that nobody has handled, oldest first."""
    require_any(act, _SEES)
    condition = RemarkRecord.is_grievance & RemarkRecord.handled.is_null()
    return tuple(remark for _, remark in _remarks(condition))


def repairs(*, act: Act, open_only: bool = True) -> tuple[Repair, ...]:
    """Repair requests, the open ones by their due day; else all, newest first."""
    require_any(act, _SEES)
    if open_only:
        return tuple(sorted((repair for _, repair in _repairs(RepairRecord.closed.is_null())), key=lambda r: (r.due_on, r.id)))
    return tuple(repair for _, repair in reversed(_repairs(RepairRecord.id > 0)))


def low_supplies(*, act: Act) -> tuple[Supply, ...]:
    """What runs low and is not settled, oldest first."""
    require_any(act, _SEES)
    return tuple(_supplies(SupplyRecord.settled.is_null()))


@dataclass(frozen=True, slots=True)
class _Plan:
    """What the template asks on a day."""

    slots: tuple[Item, ...]
    standards: tuple[str, ...]
    places: tuple[str, ...]


def _days(first: date, last: date, *, today: date) -> tuple[Day, ...]:
    """Days before the lounge was first used are not owed; while it never was, those before `today` are not."""
    between = (DayRecord.day >= first) & (DayRecord.day <= last)
    records = {record.day: record for record in _with_acts(DayRecord.select().where(between))}
    marks, notes, shifts, rounds, cups = _marks(between), _notes(between), _shifts(between), _rounds(between), _cups(between)
    absences, goods, guests = _absences(between), _goods(between), _guests(between)
    remarks, mended = _by_day(_remarks(between)), _by_day(_repairs(between))
    checks = _by_day((run.day, run) for run in runs(kinds=(RunKind.AREA, RunKind.SPOT), first=first, last=last) if _is_lounge(run))
    versions = [version for version in _versions() if version.valid_from <= last]
    now, began, limits = calendar(), began_at(), (value(GRACE), value(CUP_LIMIT))
    since = max(began.date(), in_use_since() or today)
    days: list[Day] = []
    for offset in range((last - first).days + 1):
        day = first + timedelta(days=offset)
        record = records.get(day)
        plan = _plan(versions, day, began)
        runs_of_day = tuple(run for run in checks.get(day, ()) if not run.voided)
        days.append(
            Day(
                day=day,
                number=record.number if record else "",
                owed=now.is_open(day) and day >= since and not (record and record.closed_id),
                closed_reason=record.closed_reason if record else _NOT_IN_USE if began.date() <= day < since else "",
                slots=plan.slots,
                standards=plan.standards,
                places=plan.places,
                grace=limits[0],
                cup_limit=limits[1],
                marks=marks.get(day, ()),
                notes=notes.get(day, ()),
                shifts=shifts.get(day, ()),
                rounds=rounds.get(day, ()),
                cups=cups.get(day, ()),
                absences=absences.get(day, ()),
                goods=goods.get(day, ()),
                guests=sum(guests.get(day, ())),
                remarks=remarks.get(day, ()),
                repairs=mended.get(day, ()),
                areas=tuple(run for run in runs_of_day if run.kind is RunKind.AREA),
                spot_checks=tuple(run for run in runs_of_day if run.kind is RunKind.SPOT),
                signed=record.signed_off if record else None,
            )
        )
    if len(days) == 1:
        return (replace(days[0], supplies=tuple(_supplies_of(first))),)
    return tuple(days)


def _versions() -> list[Version]:
    """Every version of the plan of the day, oldest first."""
    current = templates(kind=Kind.LOUNGE_DAY, on=date.max, active_only=False)
    return sorted(history(code=current[0].code), key=lambda version: (version.valid_from, version.number)) if current else []


def _plan(versions: list[Version], day: date, began: datetime) -> _Plan:
    valid = [version for version in versions if version.valid_from <= day]
    if not valid or not valid[-1].form.active:
        return _Plan((), (), ())
    version = valid[-1]
    return _Plan(
        owed_slots(version.slots, day=day, began_at=began),
        tuple(item.title for item in version.of(ItemRole.STANDARD)),
        tuple(item.title for item in version.of(ItemRole.TABLE)),
    )


def _is_lounge(run: Run) -> bool:
    return run.version.kind is Kind.LOUNGE_AREA


# One statement a table ----------------------------------------------------------------------------------------------------


def _joined(model: Any, condition: Any, *ends: str) -> Iterable[Any]:
    """Rows with their day and act; each field in `ends` names another act whose time is read as `<field>_at` (and `<field>_by`)."""
    columns: list[Any] = [model, DayRecord, ActRecord]
    aliases: list[tuple[str, Any]] = [(end, ActRecord.alias()) for end in ends]
    columns += [part for end, acts in aliases for part in (acts.at.alias(f"{end}_at"), acts.staff_id.alias(f"{end}_by"))]
    query = model.select(*columns).join(DayRecord, on=model.day).switch(model).join(ActRecord, on=model.act)
    for end, acts in aliases:
        query = query.switch(model).join(acts, pw.JOIN.LEFT_OUTER, on=getattr(model, end) == acts.id, attr=f"{end}_act")
    return query.where(condition).order_by(model.id)


def _when(row: Any, end: str) -> tuple[datetime | None, int | None]:
    """Time and person of an end that may not have come."""
    if getattr(row, f"{end}_id") is None:
        return None, None
    act = getattr(row, f"{end}_act")
    return getattr(act, f"{end}_at"), getattr(act, f"{end}_by")


def _by_day(pairs: Iterable[tuple[date, _T]]) -> dict[date, tuple[_T, ...]]:
    found: dict[date, list[_T]] = {}
    for day, thing in pairs:
        found.setdefault(day, []).append(thing)
    return {day: tuple(things) for day, things in found.items()}


def _read(rows: Iterable[Any], make: Callable[[Any], _T]) -> dict[date, tuple[_T, ...]]:
    return _by_day((row.day.day, make(row)) for row in rows)


def _marks(condition: Any) -> dict[date, tuple[SlotMark, ...]]:
    return _read(
        _joined(SlotMarkRecord, condition),
        lambda row: SlotMark(
            row.id,
            row.slot,
            MarkKind(row.kind),
            row.done_at,
            row.act.at,
            row.staff_id,
            row.reason,
            row.is_correction,
            row.undone_id is not None,
        ),
    )


def _notes(condition: Any) -> dict[date, tuple[SlotNote, ...]]:
    return _read(
        _joined(SlotNoteRecord, condition),
        lambda row: SlotNote(row.id, row.slot, row.text, row.act.at, row.act.staff_id),
    )


def _shifts(condition: Any) -> dict[date, tuple[Shift, ...]]:
    return _read(
        _joined(ShiftRecord, condition, "ended"),
        lambda row: Shift(row.id, row.staff_id, row.act.at, _cut(_when(row, "ended")[0], row.day.day), row.note, row.to_staff_id),
    )


def _cut(ended_at: datetime | None, day: date) -> datetime | None:
    """An end noted after midnight counts as midnight: the day was over."""
    return min(ended_at, midnight_after(day)) if ended_at else None


def _rounds(condition: Any) -> dict[date, tuple[Round, ...]]:
    return _read(
        _joined(RoundRecord, condition),
        lambda row: Round(row.id, row.slot, row.act.at, row.act.staff_id, row.cups_ok, row.tables_ok, row.drinks_ok, row.butts, row.note),
    )


def _cups(condition: Any) -> dict[date, tuple[Cup, ...]]:
    return _read(
        _joined(CupRecord, condition, "cleared"),
        lambda row: Cup(row.id, row.place, row.act.at, row.act.staff_id, *_when(row, "cleared")),
    )


def _absences(condition: Any) -> dict[date, tuple[Absence, ...]]:
    return _read(
        _joined(AbsenceRecord, condition, "back"),
        lambda row: Absence(row.id, row.staff_id, row.act.at, row.reason, row.told_to, _cut(_when(row, "back")[0], row.day.day)),
    )


def _goods(condition: Any) -> dict[date, tuple[Goods, ...]]:
    return _read(
        _joined(GoodsRecord, condition),
        lambda row: Goods(
            row.id,
            GoodsKind(row.kind),
            row.item,
            row.quantity,
            row.amount,
            row.source,
            row.act.at,
            row.act.staff_id,
            row.voided_id is not None,
        ),
    )


def _guests(condition: Any) -> dict[date, tuple[int, ...]]:
    return _read(_joined(GuestRecord, condition), lambda row: row.quantity)


def _remarks(condition: Any) -> list[tuple[date, Remark]]:
    return [
        (
            row.day.day,
            Remark(
                row.id,
                row.day.day,
                row.text,
                row.is_grievance,
                row.act.at,
                row.act.staff_id,
                *_when(row, "handled"),
                row.handled_note,
            ),
        )
        for row in _joined(RemarkRecord, condition, "handled")
    ]


def _repairs(condition: Any) -> list[tuple[date, Repair]]:
    names = {record.id: f"{record.place} {record.name}".strip() for record in EquipmentRecord.select()}
    return [
        (
            row.day.day,
            Repair(
                row.id,
                row.number,
                names[row.equipment_id],
                row.fault,
                row.owner_id,
                row.due_on,
                row.act.at,
                row.act.staff_id,
                _when(row, "closed")[0],
                row.closed_note,
            ),
        )
        for row in _joined(RepairRecord, condition, "closed")
    ]


def _supplies(condition: Any) -> list[Supply]:
    settled: Any = ActRecord.alias()
    query: Any = (
        SupplyRecord.select(SupplyRecord, ActRecord, settled.at.alias("settled_at"))
        .join(ActRecord, on=SupplyRecord.act)
        .switch(SupplyRecord)
        .join(settled, pw.JOIN.LEFT_OUTER, on=SupplyRecord.settled == settled.id, attr="settled_act")
        .where(condition)
        .order_by(SupplyRecord.id)
    )
    return [Supply(row.id, row.item, row.act.at, row.act.staff_id, row.settled_act.settled_at if row.settled_id else None) for row in query]


def _supplies_of(day: date) -> list[Supply]:
    """What ran low on the day: noted by its end, and not settled before it."""
    start = datetime.combine(day, datetime.min.time())
    noted = [supply for supply in _supplies(SupplyRecord.settled.is_null()) if supply.noted_at < midnight_after(day)]
    settled_later = ActRecord.select(ActRecord.id).where(ActRecord.at >= start)
    settled = _supplies(SupplyRecord.settled.in_(settled_later))
    return [*(supply for supply in settled if supply.noted_at < midnight_after(day)), *noted]


@dataclass(frozen=True, slots=True)
class _DayRow:
    day: date
    number: str
    closed_id: int | None
    closed_reason: str
    signed_off: SignOff | None


def _with_acts(query: Any) -> Iterable[_DayRow]:
    signed: Any = ActRecord.alias()
    rows: Any = (
        DayRecord.select(DayRecord, signed.at.alias("signed_at"), signed.staff_id.alias("signed_by"))
        .join(signed, pw.JOIN.LEFT_OUTER, on=DayRecord.signed == signed.id, attr="signed_act")
        .where(DayRecord.id.in_(query.select(DayRecord.id)))
    )
    for row in rows:
        act = row.signed_act if row.signed_id else None
        off = SignOff(act.signed_by, act.signed_at, row.signed_note) if act else None
        yield _DayRow(row.day, row.number, row.closed_id, row.closed_reason, off)
