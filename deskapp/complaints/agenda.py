"""质量鉴定会: a week of complaints in figures, by category, department, outlet and person, its causes, what is open (complaints.md §6)."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import peewee as pw

from deskapp.complaints.clocks import Clock, ClockKind, clocks
from deskapp.complaints.measures import Measure, measures, monday_of, require_reports
from deskapp.complaints.reading import Card, cards, complaints, limits, visible
from deskapp.complaints.records import slips
from deskapp.complaints.states import Stage
from deskapp.complaints.tables import OPEN, ComplaintRecord, RowRecord
from deskapp.complaints.things import Complaint, Row
from deskapp.data import Act, reading
from deskapp.staff.house import house
from deskapp.store.days import calendar

_DROPPED = (Stage.DRAFT.value, Stage.VOID.value)
_WEEK = timedelta(days=7)
_HANDLING = (ClockKind.HANDLING, ClockKind.PLAN)
TOP_CAUSES = 3


@dataclass(frozen=True, slots=True)
class Part:
    """The slips of one category, department, outlet or person; of its handling clocks that ended in the week how many were in time."""

    name: str
    slips: tuple[Complaint, ...]
    overdue: int = 0
    finished: int = 0
    on_time: int = 0

    @property
    def count(self) -> int:
        return len(self.slips)


@dataclass(frozen=True, slots=True)
class WeekCounts:
    """The figures of a week. Rates are of handling clocks that ended in it; times are business hours on the average, None of nothing."""

    new: int
    closed: int
    repeats: int
    finished: int
    on_time: int
    hours_to_contact: float | None
    hours_to_close: float | None

    @property
    def on_time_percent(self) -> int | None:
        return (200 * self.on_time + self.finished) // (2 * self.finished) if self.finished else None


@dataclass(frozen=True, slots=True)
class Agenda:
    """What the meeting about a week (its Monday) looks at; `before` is the week before. Parts are sorted by their slips, most first."""

    week: date
    counts: WeekCounts
    before: WeekCounts
    by_category: tuple[Part, ...]
    by_department: tuple[Part, ...]
    by_outlet: tuple[Part, ...]
    by_person: tuple[Part, ...]
    causes: tuple[Part, ...]
    repeats: tuple[tuple[Complaint, ...], ...]
    open: tuple[Card, ...]
    last_measures: tuple[Measure, ...]
    decided: tuple[Measure, ...]


def week_agenda(*, act: Act, week: date) -> Agenda:
    """The agenda about the week of a day: what was received in it, what ended in it, what is open now."""
    require_reports(act)
    monday = monday_of(week)
    with reading():
        found = slips(visible(act) & _touching(monday - _WEEK), limit=None)
        still_open = cards(complaints(act=act), act.at)
        decided, last = measures(act=act, week=monday), measures(act=act, week=monday - _WEEK)
    received = [slip for slip in reversed(found) if _within(slip.received_at, monday)]
    ended = _ended(found, monday, act.at)
    overdue = {slip.id for slip in received if _is_overdue(slip, act.at)}
    return Agenda(
        week=monday,
        counts=_counts(found, monday, act.at),
        before=_counts(found, monday - _WEEK, act.at),
        by_category=_parts(received, lambda slip: (slip.category.full,), ended, overdue),
        by_department=_parts(received, _departments, ended, overdue),
        by_outlet=_parts(received, lambda slip: (slip.outlet,), ended, overdue),
        by_person=_parts(received, _people, ended, overdue),
        causes=_causes(received)[:TOP_CAUSES],
        repeats=_repeats(received, found),
        open=tuple(card for card in still_open if card.slip.stage is not Stage.DRAFT),
        last_measures=last,
        decided=decided,
    )


def pareto(parts: Iterable[Part]) -> tuple[tuple[str, int], ...]:
    """Names and counts for the chart, most first."""
    return tuple((part.name, part.count) for part in parts)


def _touching(monday: date) -> Any:
    """Slips received, handled or closed in the two weeks from a Monday, and open ones."""
    since = datetime.combine(monday, time.min)
    still_open = ComplaintRecord.id.in_(pw.SQL(f"(SELECT id FROM complaints WHERE {OPEN})"))
    handled = ComplaintRecord.id.in_(RowRecord.select(RowRecord.complaint).where(RowRecord.handled_at >= since))
    lately = (ComplaintRecord.received_at >= since) | (ComplaintRecord.archived_at >= since)
    return (still_open | handled | lately) & ComplaintRecord.stage.not_in(_DROPPED)


def _within(at: datetime | None, monday: date) -> bool:
    return at is not None and monday <= at.date() < monday + _WEEK


def _ended(found: Iterable[Complaint], monday: date, now: datetime) -> list[tuple[Complaint, Clock]]:
    """Handling clocks that were done in a week."""
    days, rules = calendar(), limits()
    return [
        (slip, clock)
        for slip in found
        for clock in clocks(slip, days, rules, now)
        if clock.kind in _HANDLING and _within(clock.done_at, monday)
    ]


def _is_overdue(slip: Complaint, now: datetime) -> bool:
    return any(
        clock.is_overdue(now) or clock.on_time is False for clock in clocks(slip, calendar(), limits(), now) if clock.kind in _HANDLING
    )


def _counts(found: Sequence[Complaint], monday: date, now: datetime) -> WeekCounts:
    received = [slip for slip in found if _within(slip.received_at, monday)]
    closed = [slip for slip in found if slip.stage is Stage.ARCHIVED and _within(slip.archived_at, monday)]
    ended = _ended(found, monday, now)
    return WeekCounts(
        new=len(received),
        closed=len(closed),
        repeats=sum(slip.is_repeat for slip in received),
        finished=len(ended),
        on_time=sum(clock.on_time is True for _, clock in ended),
        hours_to_contact=_average((slip.received_at, slip.first_contact_at) for slip in received),
        hours_to_close=_average((slip.received_at, slip.archived_at) for slip in closed),
    )


def _average(spans: Iterable[tuple[datetime, datetime | None]]) -> float | None:
    """Business hours on the average, one decimal."""
    days = calendar()
    hours = [days.business_time_between(first, last).total_seconds() / 3600 for first, last in spans if last is not None]
    return round(sum(hours) / len(hours), 1) if hours else None


def _parts(
    received: Sequence[Complaint],
    names: Callable[[Complaint], Iterable[str]],
    ended: Sequence[tuple[Complaint, Clock]],
    overdue: set[int],
) -> tuple[Part, ...]:
    found: dict[str, list[Complaint]] = {}
    for slip in received:
        for name in names(slip):
            found.setdefault(name, []).append(slip)
    finished, on_time = Counter[str](), Counter[str]()
    for slip, clock in ended:
        for name in names(slip):
            if _is_of(name, clock):
                finished[name] += 1
                on_time[name] += clock.on_time is True
    parts = [
        Part(name, tuple(some), sum(slip.id in overdue for slip in some), finished[name], on_time[name]) for name, some in found.items()
    ]
    return tuple(sorted(parts, key=lambda part: (-part.count, part.name)))


def _is_of(name: str, clock: Clock) -> bool:
    """A department's rate is that of its own clocks; categories, outlets and people take all of a slip."""
    departments = {one.name for one in house().departments.values()}
    return name not in departments or (clock.row is not None and clock.row.department == name)


def _departments(slip: Complaint) -> tuple[str, ...]:
    return tuple(row.department for row in slip.current_rows) or ("未派单",)


def _people(slip: Complaint) -> tuple[str, ...]:
    """Who it was about or who handles it: advisors and the named persons of the departments, each once."""
    ids = (slip.form.service_advisor_id, slip.form.sales_advisor_id, *(row.owner_id for row in slip.current_rows))
    return tuple(dict.fromkeys(house().people[key].name for key in ids if key is not None))


def _causes(received: Iterable[Complaint]) -> tuple[Part, ...]:
    """Causes by their kind, those without one by their words; most slips first."""
    found: dict[str, dict[int, Complaint]] = {}
    for slip in received:
        for row in slip.current_rows:
            if row.cause:
                found.setdefault(_cause(row), {})[slip.id] = slip
    parts = [Part(name, tuple(some.values())) for name, some in found.items()]
    return tuple(sorted(parts, key=lambda part: (-part.count, part.name)))


def _cause(row: Row) -> str:
    return row.cause_kind.label if row.cause_kind.value else row.cause


def _repeats(received: Iterable[Complaint], found: Iterable[Complaint]) -> tuple[tuple[Complaint, ...], ...]:
    """Each repeat of the week with the slips it repeats, the first one first."""
    known = {slip.id: slip for slip in found}
    chains: list[tuple[Complaint, ...]] = []
    for slip in received:
        chain, earlier = [slip], slip.repeat_of
        while earlier is not None:
            before = known.get(earlier) or next(iter(slips(ComplaintRecord.id == earlier, limit=1)), None)
            if before is None:
                break
            chain.append(before)
            earlier = before.repeat_of
        if len(chain) > 1:
            chains.append(tuple(reversed(chain)))
    return tuple(chains)
