"""The day a step is written into, and the look at who was faster: what the lounge's writing modules share."""

from datetime import date, datetime
from typing import Any

from deskapp.checklists.domain import Item, Kind, Version
from deskapp.checklists.templates import templates
from deskapp.data import Act, ActRecord, NumberKind, Tx, next_number, register_number
from deskapp.errors import UserError
from deskapp.lounge.tables import DayRecord, ShiftRecord
from deskapp.staff.service import person


def open_day(tx: Tx, day: date | None = None) -> DayRecord:
    """The record of a day, by default of the act's own; the first thing written on it gives it its number RZ-…."""
    on = day or tx.act.at.date()
    record = DayRecord.get_or_none(DayRecord.day == on)
    if record is None:
        number = next_number(tx, NumberKind.LOUNGE_DAY)
        record = DayRecord.create(day=on, number=number, act=tx.act_id)
        register_number(number, record.id)
    return record


def unsigned(record: DayRecord) -> DayRecord:
    """The same record. Refuses a day customer service has signed off."""
    if record.signed_id is not None:
        signed = ActRecord.get_by_id(record.signed_id)
        raise UserError(f"{record.day:%m-%d} 已由 {name_of(signed.staff_id)} 签核，不能再改")
    return record


def duty_version(on: date) -> Version | None:
    """The plan of the day as it is valid then, None where the store laid it aside."""
    return next(iter(templates(kind=Kind.LOUNGE_DAY, on=on)), None)


def owed_slot(day: date, code: str) -> Item:
    """A slot of the day's plan. Refuses one it does not have."""
    version = duty_version(day)
    slot = next((slot for slot in version.slots if slot.code == code), None) if version else None
    if slot is None:
        raise UserError("今天没有这个时段。请刷新")
    return slot


def require_on_duty(act: Act, day: DayRecord) -> int:
    """Id of the attendant; refuses whoever is not signed on, for ticks belong to the one on duty."""
    if act.staff_id is None or shift_of(day, act.staff_id) is None:
        raise UserError(f"{name_of(act.staff_id)} 还没有签到。请先签到当班")
    return act.staff_id


def shift_of(day: DayRecord, staff_id: int) -> Any:
    """The running shift of a person on a day, None if he is not on duty."""
    return ShiftRecord.get_or_none((ShiftRecord.day == day.id) & (ShiftRecord.staff == staff_id) & ShiftRecord.ended.is_null())


def name_of(staff_id: int | None) -> str:
    return person(staff_id).name if staff_id else "系统"


def booked(act_id: int) -> tuple[str, datetime]:
    """Who wrote something and when, for words that say who was faster."""
    act = ActRecord.get_by_id(act_id)
    return name_of(act.staff_id), act.at
