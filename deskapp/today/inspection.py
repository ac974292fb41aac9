"""What inspection owes: the checks of the plan, those missed on the last opening day, and checks the other side has not confirmed."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from deskapp.calendar import Calendar, Due, DueState, due
from deskapp.checklists.domain import RunKind
from deskapp.data import Act
from deskapp.inspection.domain import CONFIRM_DAYS, CheckState, Planned
from deskapp.inspection.reading import missed_checks, planned_checks, unconfirmed
from deskapp.settings.store import value
from deskapp.today.domain import Duty

ROOM = "inspection"
UNCONFIRMED, MISSED = "unconfirmed", "missed"
"""Lists of the page of inspection; `plan:A:daily:2026-11-23:1` names one planned check."""
_MOST_NAMED = 3
_LONGEST_CLOSURE = timedelta(days=14)


def inspection_duties(act: Act, on: date, now: Calendar) -> Iterable[Duty]:
    """A check past its time of today is overdue at once; one of the week on its last working day; a missed one is told for one day."""
    for one in planned_checks(act=act, day=on, with_marks=False):
        if one.state(act.at).is_open:
            yield _planned(one, act, on, now)
    yield from _missed(act, on, now)
    yield from _unconfirmed(act, on, now)


def _planned(one: Planned, act: Act, on: date, now: Calendar) -> Duty:
    by = due(now, one.due_at.date(), today=on)
    if one.state(act.at) is CheckState.OVERDUE and by.state is DueState.TODAY:
        by = Due(by.day, DueState.OVERDUE, 0, f"已过 {one.due_at:%H:%M}")
    begun = one.run is not None
    which = f"（第 {one.nth} 次）" if one.nth > 1 else ""
    kind = "" if one.kind is RunKind.DAILY else f"，{one.kind.label}"
    return Duty(
        room=ROOM,
        what=f"{'查完' if begun else '检查'} {one.version.name}{which}{kind}",
        number="",
        customer_id=0,
        customer="",
        plate="",
        who="客服",
        due=by,
        until=one.due_at,
        list_of=f"plan:{one.version.code}:{one.kind.value}:{one.due_at:%Y-%m-%d}:{one.nth}",
    )


def _missed(act: Act, on: date, now: Calendar) -> Iterator[Duty]:
    """It cannot be made good any more; one line says so on the next opening day, and never again."""
    day = on - timedelta(days=1)
    while day > on - _LONGEST_CLOSURE and not now.is_open(day):
        day -= timedelta(days=1)
    missed = missed_checks(act=act, first=day, last=on - timedelta(days=1))
    if missed:
        names = list(dict.fromkeys(one.version.name for one in missed))
        more = f" 等 {len(names)} 种" if len(names) > _MOST_NAMED else ""
        yield _line(f"漏查 {len(missed)} 项：{'、'.join(names[:_MOST_NAMED])}{more}", due(now, day, today=on), now, MISSED)


def _unconfirmed(act: Act, on: date, now: Calendar) -> Iterator[Duty]:
    """One line a department: whom to ask, since when."""
    for one in unconfirmed(act=act):
        whom = f"请{one.department}确认" if one.department else "请受检方确认"
        day = now.add_workdays(one.since.date(), value(CONFIRM_DAYS))
        yield _line(f"{whom} {one.checks} 张检查表", due(now, day, today=on), now, UNCONFIRMED)


def _line(what: str, by: Due, now: Calendar, list_of: str) -> Duty:
    return Duty(
        room=ROOM,
        what=what,
        number="",
        customer_id=0,
        customer="",
        plate="",
        who="客服",
        due=by,
        until=now.end_of_day(by.day),
        list_of=list_of,
    )
