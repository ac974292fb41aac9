"""Looking back: what each attendant owed and did over a span of days, counted from the days themselves. Pure."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from deskapp.lounge.domain import Day, RoundState, SlotState


@dataclass(frozen=True, slots=True)
class AttendantFigures:
    """One person's share; `staff_id` None gathers what nobody was on duty for (无人当班).

    `rate` is on-time slots out of the due ones in permille, None when nothing was due; 不适用 is not due.
    `spot_permille` is the average of the spot checks of days on which the person was on duty.
    """

    staff_id: int | None
    due: int
    on_time: int
    late: int
    missed: int
    rounds: int
    cups: int
    cups_over: int
    remarks: int
    grievances: int
    spot_permille: int | None

    @property
    def rate(self) -> int | None:
        return (self.on_time * 2000 + self.due) // (self.due * 2) if self.due else None


@dataclass(frozen=True, slots=True)
class MonthCell:
    """One slot of one day on the month map; None where the day did not owe it."""

    day: date
    slot: str
    state: SlotState | None
    staff_id: int | None = None


def month_cells(days: Iterable[Day], now: datetime) -> dict[tuple[date, str], MonthCell]:
    """The map: (day, slot code) -> its cell."""
    return {
        (day.day, slot.code): MonthCell(day.day, slot.code, day.state(slot.code, now), day.responsible(slot.code))
        for day in days
        if day.owed
        for slot in day.slots
    }


def rounds_of(day: Day, now: datetime) -> tuple[int, int]:
    """Rounds made in their window, and rounds whose window is over or made: (3, 4) reads 3/4."""
    due = [one for slot in day.slots for one in day.due_rounds(slot, now)] if day.owed else []
    done = sum(one.state is RoundState.DONE for one in due)
    return done, done + sum(one.state is RoundState.MISSED for one in due)


def cups_over(day: Day, now: datetime) -> int:
    return sum(cup.is_over(now, day.cup_limit) for cup in day.cups)


def attendants(days: Iterable[Day], now: datetime) -> tuple[AttendantFigures, ...]:
    """Figures of everybody who was on duty or ticked something, by the number of slots due; 无人当班 last."""
    states: dict[int | None, Counter[SlotState]] = {}
    rounds, cups, over, remarks, grievances = Counter[int](), Counter[int](), Counter[int](), Counter[int](), Counter[int]()
    spots: dict[int, list[int]] = {}
    for day in days:
        for shift in day.shifts:
            states.setdefault(shift.staff_id, Counter())
        for slot in day.slots if day.owed else ():
            state = day.state(slot.code, now)
            if state is not SlotState.NOT_APPLICABLE:  # nobody owed it; customer service who said so is no attendant
                states.setdefault(day.responsible(slot.code), Counter())[state] += 1
        rounds.update(entry.by for entry in day.rounds)
        cups.update(cup.by for cup in day.cups)
        over.update(cup.by for cup in day.cups if cup.is_over(now, day.cup_limit))
        remarks.update(remark.by for remark in day.remarks)
        grievances.update(remark.by for remark in day.remarks if remark.is_grievance)
        scores = [run.score.permille for run in day.spot_checks if run.finished_at and run.score.permille is not None]
        for staff_id in {shift.staff_id for shift in day.shifts}:
            spots.setdefault(staff_id, []).extend(scores)
    found = [
        AttendantFigures(
            staff_id=staff_id,
            due=sum(count[state] for state in (SlotState.DONE, SlotState.LATE, SlotState.MISSED, SlotState.OVERDUE)),
            on_time=count[SlotState.DONE],
            late=count[SlotState.LATE],
            missed=count[SlotState.MISSED] + count[SlotState.OVERDUE],
            rounds=rounds[staff_id or 0],
            cups=cups[staff_id or 0],
            cups_over=over[staff_id or 0],
            remarks=remarks[staff_id or 0],
            grievances=grievances[staff_id or 0],
            spot_permille=_average(spots.get(staff_id or 0, [])),
        )
        for staff_id, count in states.items()
    ]
    waiting = [one for one in found if one.staff_id is not None or one.due]
    return tuple(sorted(waiting, key=lambda one: (one.staff_id is None, -one.due, one.staff_id or 0)))


def _average(scores: list[int]) -> int | None:
    return (sum(scores) * 2 + len(scores)) // (len(scores) * 2) if scores else None
