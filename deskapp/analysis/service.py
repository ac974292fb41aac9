"""The member daily report of any day, its note, and the flow of points over the months."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from deskapp.analysis.domain import NOTE_LENGTH, DailyReport, FlowMonth, Note
from deskapp.analysis.flow import months_until, points_between
from deskapp.analysis.membership import members_on
from deskapp.analysis.owed import low_gifts, open_redemptions, redemptions_on, slips_on, tomorrow_of, waiting_slips
from deskapp.analysis.spans import Days
from deskapp.analysis.tables import DailyNoteRecord
from deskapp.data import Act, ActRecord, reading, update_record, writing
from deskapp.errors import UserError
from deskapp.staff.domain import Right, Scope
from deskapp.staff.service import own_departments, people, person, require, scopes
from deskapp.store.days import calendar

MONTHS = 12


def daily_report(*, act: Act, day: date) -> DailyReport:
    """The report of a day as the person may see it; a day that is not over counts up to now.

    The desk and customer service see the whole store, heads their department, advisers what they wrote and recruited. Refuses a day that
    has not come.
    """
    only = sight(act)
    refuse_future(act, day)
    with reading():
        days, now = Days(), calendar()
        cut = days.cut(day, day)
        slips = waiting_slips(cut, only=only)
        still_open = open_redemptions(cut) if only is None else []
        whole = only is None
        who = person(act.staff_id or 0)
        return DailyReport(
            day=day,
            upto=min(act.at, datetime.combine(day + timedelta(days=1), time.min)),
            maker=who.name,
            department=who.department,
            made_at=act.at,
            whose=_whose(act, only),
            members=members_on(cut, days.between(day.replace(day=1), day), only=only),
            points=points_between(days, day, day) if whole else None,
            slips=slips_on(day, slips, now),
            redemptions=redemptions_on(cut, still_open) if whole else None,
            low=low_gifts(cut, still_open) if whole else None,
            tomorrow=tomorrow_of(cut, now, slips, still_open) if whole else None,
            note=_note(day) if whole else None,
            sees_all=Scope.ALL in scopes(act, Right.SEE_REPORTS),
        )


def points_flow(*, act: Act, until: date) -> tuple[FlowMonth, ...]:
    """The ledger of the twelve months that end with `until`, of a younger store since its first points.

    Needs sight of all reports: the desk sees the daily one only.
    """
    require(act, Right.SEE_REPORTS)
    refuse_future(act, until)
    with reading():
        return months_until(Days(), until, MONTHS)


def write_note(*, act: Act, day: date, text: str) -> Note | None:
    """Keep 备注 of a day, with history; an empty text takes it away. Refuses more than 300 characters and a day that has not come."""
    require(act, Right.SEE_REPORTS)
    refuse_future(act, day)
    text = text.strip()
    if len(text) > NOTE_LENGTH:
        raise UserError(f"备注：最多 {NOTE_LENGTH} 字，现在 {len(text)} 字", field="note")
    with writing(act, "write_daily_note", day=day, text=text) as tx:
        if tx.replay is None:
            record = DailyNoteRecord.get_or_none(DailyNoteRecord.day == day)
            if record is None and text:
                record = DailyNoteRecord.create(day=day, text=text, act=tx.act_id)
            elif record is not None:
                update_record(tx, record, text=text, act=tx.act_id)
            tx.done(record.id if record else 0)
        return _note(day)


def sight(act: Act) -> Collection[int] | None:
    """Whose rows the person sees in a report: None = everybody's. Refuses who may see none."""
    reach = scopes(act, Right.SEE_REPORTS)
    if not reach:
        require(act, Right.SEE_REPORTS)
    if reach & {Scope.ALL, Scope.DAILY}:
        return None
    mine = {act.staff_id or 0} if Scope.OWN_ROWS in reach else set[int]()
    for department in own_departments(act, Right.SEE_REPORTS):
        mine |= {one.id for one in people(department_id=department, active_only=False)}
    return frozenset(mine)


def refuse_future(act: Act, day: date) -> None:
    """A report is of what has happened."""
    if day > act.at.date():
        raise UserError(f"{day} 还没有到，只能看今天和以前的日报", field="day")


def _whose(act: Act, only: Collection[int] | None) -> str:
    if only is None:
        return "全店"
    return "本部门" if own_departments(act, Right.SEE_REPORTS) else "本人"


def _note(day: date) -> Note | None:
    record = DailyNoteRecord.get_or_none(DailyNoteRecord.day == day)
    if record is None or not record.text:
        return None
    booked = ActRecord.get_by_id(record.act_id)
    return Note(record.text, person(booked.staff_id).name if booked.staff_id else "", booked.at)
