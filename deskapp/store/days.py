"""The store's calendar: holidays that came with the program or were imported, closures, hours."""

import json
from calendar import isleap
from collections.abc import Collection
from dataclasses import asdict
from datetime import date, timedelta

import peewee as pw

from deskapp.calendar import Calendar, HolidayYear, load_holidays, parse_holidays
from deskapp.data import Act, update_record, writing
from deskapp.data.remembered import Remembered, rules_changed
from deskapp.errors import UserError
from deskapp.settings import store as settings_store
from deskapp.staff.domain import Right
from deskapp.staff.service import require
from deskapp.store import domain
from deskapp.store.domain import Closure, DayMark, YearDay, YearView, days_from
from deskapp.store.tables import ClosureRecord, HolidayYearRecord

_SATURDAY = 5


def calendar() -> Calendar:
    """The store's calendar now. Built again only when some PC changed a rule, a closure or the holidays."""
    return _calendar.value()


def calendar_if(*, shut: Collection[date] = (), opened: Collection[date] = (), announced: HolidayYear | None = None) -> Calendar:
    """The calendar as it would be after an edit: days closed, days opened again, a year announced anew. Nothing is written."""
    now = calendar()
    years = _announced() | ({announced.year: announced} if announced is not None else {})
    return Calendar.of(years.values(), closures=(now.closures | set(shut)) - set(opened), opening=now.opening, closing=now.closing)


def closures(*, first: date, last: date) -> tuple[Closure, ...]:
    """The days the store is shut, in order."""
    rows = (
        ClosureRecord.select().where(ClosureRecord.voided_by.is_null() & ClosureRecord.day.between(first, last)).order_by(ClosureRecord.day)
    )
    return tuple(Closure(row.id, row.day, row.reason) for row in rows)


def close_days(*, act: Act, first: date, last: date, reason: str) -> int:
    """Shut the store on these days, both included; how many became closed. Days that are closed already keep their reason."""
    require(act, Right.EDIT_CALENDAR)
    if last < first:
        raise UserError("最后一天早于第一天", field="last")
    if (last - first).days >= 366:
        raise UserError("一次最多登记一年的休息日", field="last")
    if not reason.strip():
        raise UserError("请填写休息的原因，例如“春节放假”", field="reason")
    with writing(act, "close_days", first=first, last=last, reason=reason) as tx:
        if tx.replay is not None:
            return tx.replay
        closed = {closure.day for closure in closures(first=first, last=last)}
        added = [day for day in days_from(first, last) if day not in closed]
        for day in added:
            ClosureRecord.create(day=day, reason=reason.strip(), act=tx.act_id)
        rules_changed()
        tx.done(len(added))
        return len(added)


def open_day(*, act: Act, closure_id: int, reason: str) -> None:
    """Open on a day after all: the closure is voided with a reason, not deleted."""
    require(act, Right.EDIT_CALENDAR)
    if not reason.strip():
        raise UserError("请填写恢复营业的原因", field="reason")
    with writing(act, "open_day", closure=closure_id, reason=reason) as tx:
        if tx.replay is not None:
            return
        record = ClosureRecord.get_by_id(closure_id)
        if record.voided_by_id is None:
            update_record(tx, record, reason=reason.strip(), voided_by=tx.act_id)
            rules_changed()
        tx.done(closure_id)


def import_holidays(*, act: Act, announced: HolidayYear) -> None:
    """Take over the State Council's holidays of a year; a later import of the same year takes the place of an earlier one.

    Refuses what contradicts itself: a day of another year, a make-up day that is no weekend day or is off.
    """
    require(act, Right.EDIT_CALENDAR)
    content = _as_json(announced)
    parse_holidays(content)
    with writing(act, "import_holidays", content=content) as tx:
        if tx.replay is not None:
            return
        record = HolidayYearRecord.create(year=announced.year, content=content, act=tx.act_id)
        rules_changed()
        tx.done(record.id)


def holidays(year: int) -> HolidayYear | None:
    """The announcement that counts for a year, None while there is none."""
    return _announced().get(year)


def year_view(year: int) -> YearView:
    """Every day of a year with what is special about it."""
    now = calendar()
    announced = holidays(year)
    names = {day: holiday.name for holiday in announced.holidays for day in holiday.days} if announced else {}
    shut = {closure.day: closure.reason for closure in closures(first=date(year, 1, 1), last=date(year, 12, 31))}
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(365 + isleap(year))]
    return YearView(
        year=year,
        provisional=now.is_provisional(year),
        workdays=sum(now.is_workday(day) for day in days),
        days=tuple(_year_day(day, now, names.get(day, ""), shut.get(day)) for day in days),
    )


def _year_day(day: date, now: Calendar, holiday: str, shut: str | None) -> YearDay:
    workday = now.is_workday(day)
    if shut is not None:
        return YearDay(day, DayMark.CLOSED, shut, workday)
    if day in now.off_days:
        return YearDay(day, DayMark.OFF, holiday, workday)
    if day in now.makeup_workdays:
        return YearDay(day, DayMark.MAKEUP, "调休上班", workday)
    return YearDay(day, DayMark.WEEKEND if day.weekday() >= _SATURDAY else DayMark.ORDINARY, "", workday)


def _build() -> Calendar:
    settings_store.look_for_changes()
    shut = [row.day for row in ClosureRecord.select(ClosureRecord.day).where(ClosureRecord.voided_by.is_null())]
    return Calendar.of(
        _announced().values(),
        closures=shut,
        opening=settings_store.value(domain.OPENING),
        closing=settings_store.value(domain.CLOSING),
    )


_calendar = Remembered(_build)


def _announced() -> dict[int, HolidayYear]:
    years = {year.year: year for year in load_holidays()}
    newest = HolidayYearRecord.select(pw.fn.MAX(HolidayYearRecord.id)).group_by(HolidayYearRecord.year)
    for row in HolidayYearRecord.select().where(HolidayYearRecord.id.in_(newest)):
        years[row.year] = parse_holidays(row.content)
    return years


def _as_json(announced: HolidayYear) -> str:
    days = {
        "year": announced.year,
        "holidays": [asdict(holiday) for holiday in announced.holidays],
        "makeup_workdays": sorted(announced.makeup_workdays),
    }
    return json.dumps(days, default=str, ensure_ascii=False)
