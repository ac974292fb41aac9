"""每天汇总: what came in, what is owed and what was closed on a day (complaints.md §6)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

import peewee as pw

from deskapp.complaints.clocks import Clock, ClockKind, clocks
from deskapp.complaints.owed import OwedStep, steps_owed
from deskapp.complaints.reading import limits, visible
from deskapp.complaints.records import slips
from deskapp.complaints.states import Stage
from deskapp.complaints.tables import OPEN, ComplaintRecord
from deskapp.complaints.things import Complaint
from deskapp.data import Act, reading
from deskapp.store.days import calendar

_DROPPED = (Stage.DRAFT.value, Stage.VOID.value)


@dataclass(frozen=True, slots=True)
class DayCounts:
    """The figures of a day. Overdue and due today are slips, not steps."""

    new: int
    open: int
    due_today: int
    overdue: int
    closed: int


@dataclass(frozen=True, slots=True)
class DaySummary:
    """A day of complaints; `before` are the figures of the day before. Steps are the first one owed of each slip."""

    day: date
    counts: DayCounts
    before: DayCounts
    new: tuple[Complaint, ...]
    overdue: tuple[OwedStep, ...]
    due_today: tuple[OwedStep, ...]
    closed: tuple[Complaint, ...]


def day_summary(*, act: Act, day: date) -> DaySummary:
    """The day as it is, or as it ended: what was open and owed then is worked out from the times on the slips.

    A slip that was archived and opened again counts as open in between.
    """
    with reading():
        found = slips(visible(act) & _touching(day - timedelta(days=1)), limit=None)
    at = min(act.at, datetime.combine(day, time.max))
    counts, owed = _at(found, day, at)
    before, _ = _at(found, day - timedelta(days=1), datetime.combine(day - timedelta(days=1), time.max))
    firsts = _first_of_each(owed)
    return DaySummary(
        day=day,
        counts=counts,
        before=before,
        new=tuple(reversed([slip for slip in found if slip.received_at.date() == day])),
        overdue=tuple(one for one in firsts if one.late),
        due_today=tuple(one for one in firsts if not one.late and one.clock.due.date() == day and not one.clock.stands),
        closed=tuple(sorted((slip for slip in found if _closed_on(slip, day)), key=lambda slip: slip.archived_at or at)),
    )


def handling_clock(slip: Complaint, now: datetime) -> Clock | None:
    """The clock printed as 到期 of a slip: the last of its departments', else the first that is owed."""
    every = clocks(slip, calendar(), limits(), now)
    handling = [clock for clock in every if clock.kind in (ClockKind.HANDLING, ClockKind.PLAN)]
    return max(handling, key=lambda clock: clock.due, default=next((clock for clock in every if clock.is_open), None))


def _touching(day: date) -> Any:
    """Slips that were open, received or closed on a day or after it."""
    still_open = ComplaintRecord.id.in_(pw.SQL(f"(SELECT id FROM complaints WHERE {OPEN})"))
    since = datetime.combine(day, time.min)
    closed = ComplaintRecord.archived_at >= since
    return (still_open | closed) & ComplaintRecord.stage.not_in(_DROPPED)


def _at(found: Sequence[Complaint], day: date, at: datetime) -> tuple[DayCounts, tuple[OwedStep, ...]]:
    """Figures and owed steps as of a moment."""
    known = [slip for slip in found if (slip.submitted_at or slip.received_at) <= at]
    standing = [slip for slip in known if slip.archived_at is None or slip.archived_at > at or slip.stage is not Stage.ARCHIVED]
    owed = steps_owed((as_of(slip, at) for slip in standing), at)
    firsts = _first_of_each(owed)
    return DayCounts(
        new=sum(slip.received_at.date() == day for slip in found),
        open=len(standing),
        due_today=sum(not one.late and one.clock.due.date() == day and not one.clock.stands for one in firsts),
        overdue=sum(bool(one.late) for one in firsts),
        closed=sum(_closed_on(slip, day) for slip in found),
    ), owed


def as_of(slip: Complaint, at: datetime) -> Complaint:
    """A slip with what had not happened yet taken off, as far as its clocks look at it."""
    if slip.stage is Stage.ARCHIVED and slip.archived_at is not None and slip.archived_at > at:
        slip = replace(slip, stage=Stage.TO_ARCHIVE)
    return replace(
        slip,
        rows=tuple(
            replace(
                row,
                accepted_at=row.accepted_at if row.accepted_at and row.accepted_at <= at else None,
                planned_at=row.planned_at if row.planned_at and row.planned_at <= at else None,
                handled_at=row.handled_at if row.handled_at and row.handled_at <= at else None,
            )
            for row in slip.rows
            if row.assigned_at <= at
        ),
        contacts=tuple(one for one in slip.contacts if one.at <= at),
        pauses=tuple(one for one in slip.pauses if one.since <= at),
        replied_at=slip.replied_at if slip.replied_at and slip.replied_at <= at else None,
    )


def _first_of_each(owed: Sequence[OwedStep]) -> tuple[OwedStep, ...]:
    """The step of each slip that is owed first."""
    found: dict[int, OwedStep] = {}
    for one in owed:
        found.setdefault(one.slip.id, one)
    return tuple(found.values())


def _closed_on(slip: Complaint, day: date) -> bool:
    return slip.stage is Stage.ARCHIVED and slip.archived_at is not None and slip.archived_at.date() == day
