"""The clocks of a slip: pure functions of the slip, the calendar and the limits (complaints.md §4, rules.md §5).

Nothing here is stored. Days are statutory working days and end at closing time; hours run while the store is open; the 30 minutes and the
24 hours of 紧急 run by the clock. A pause moves days by the working days it covers, its first not counted, and hours by business hours.
First contact and the 7 working days are never paused.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from deskapp.calendar import Calendar, DueState, due
from deskapp.complaints.domain import REGULATOR_DECIDES, REGULATOR_MEDIATES, TELL_WORKDAYS, Limits
from deskapp.complaints.lists import Severity, Source
from deskapp.complaints.states import Outcome, RowState, Stage, State
from deskapp.complaints.things import Complaint, Pause, PauseTotal, Row

_HOUR = timedelta(hours=1)
_GONE = (RowState.RETURNED, RowState.WITHDRAWN)


class ClockKind(StrEnum):
    """What is owed."""

    FIRST_CONTACT = "first_contact"
    ROUTING = "routing"
    SIGNATURE = "signature"
    PLAN = "plan"
    HANDLING = "handling"
    ANSWER = "answer"
    TELLING = "telling"
    IMPROVEMENT = "improvement"
    DIVISION_REPLY = "division_reply"

    @property
    def label(self) -> str:
        return _KINDS[self]


_KINDS = {
    ClockKind.FIRST_CONTACT: "首次联系",
    ClockKind.ROUTING: "派单",
    ClockKind.SIGNATURE: "签收",
    ClockKind.PLAN: "当天方案",
    ClockKind.HANDLING: "处理",
    ClockKind.ANSWER: "答复客户",
    ClockKind.TELLING: "告知客户",
    ClockKind.IMPROVEMENT: "改善后复查",
    ClockKind.DIVISION_REPLY: "回复事业部",
}
ESCALATING = (ClockKind.FIRST_CONTACT, ClockKind.PLAN, ClockKind.HANDLING, ClockKind.ANSWER)
"""The limits of the level: when one has passed somebody higher is told."""


@dataclass(frozen=True, slots=True)
class Clock:
    """One limit. `words` is the limit as the paper says it ("2 工作日"); `twice` when double the limit has passed, None where nobody asks.

    `row` is that of a department, None for the slip's own. `stands` while a pause holds it: `due` then moves on with the day.
    `provisional` means that holidays not announced yet may move it.
    """

    kind: ClockKind
    due: datetime
    who: str
    words: str = ""
    row: Row | None = None
    done_at: datetime | None = None
    twice: datetime | None = None
    stands: bool = False
    fixed: bool = False
    provisional: bool = False

    @property
    def paper_words(self) -> str:
        """2 工作日 至 11-25 17:30; a day typed by hand says so."""
        until = f"至 {self.due:%m-%d %H:%M}"
        return f"{until}（指定）" if self.fixed else f"{self.words} {until}".strip()

    @property
    def is_open(self) -> bool:
        return self.done_at is None

    @property
    def on_time(self) -> bool | None:
        """Whether it was done in time, None while it is not done."""
        return None if self.done_at is None else self.done_at <= self.due

    def is_overdue(self, now: datetime) -> bool:
        """Whether it is owed and its time has passed. A clock that stands is not."""
        return self.done_at is None and not self.stands and now > self.due


@dataclass(frozen=True, slots=True)
class Urgency:
    """The clock of a slip that runs out first, in the words and the state of its pill."""

    clock: Clock
    state: DueState
    words: str


def clocks(slip: Complaint, calendar: Calendar, limits: Limits, now: datetime) -> tuple[Clock, ...]:
    """Every clock of a slip, done or not, the open ones first, the earliest on top. A draft and a void slip have none."""
    if slip.stage in (Stage.DRAFT, Stage.VOID) or slip.submitted_at is None:
        return ()
    found = [*_of_slip(slip, calendar, limits, now), *_of_routing(slip, calendar, limits)]
    for row in slip.rows:
        found += _of_row(slip, row, calendar, limits, now)
    if slip.stage is Stage.ARCHIVED:
        found = [clock for clock in found if not clock.is_open]
    return tuple(sorted(found, key=lambda clock: (not clock.is_open, clock.due, clock.kind.value)))


def open_clocks(slip: Complaint, calendar: Calendar, limits: Limits, now: datetime) -> tuple[Clock, ...]:
    """What a slip waits for, the earliest first."""
    return tuple(clock for clock in clocks(slip, calendar, limits, now) if clock.is_open)


def outside_deadlines(slip: Complaint, calendar: Calendar) -> tuple[tuple[str, date], ...]:
    """What a regulator owes on a slip that came from it (12315/消协): kept in sight, nobody of the store answers for it."""
    if slip.form.source is not Source.REGULATOR:
        return ()
    day = slip.received_at.date()
    return (
        ("12315 受理决定", calendar.add_workdays(day, REGULATOR_DECIDES)),
        ("调解期限", calendar.add_workdays(day, REGULATOR_MEDIATES)),
    )


def urgency(slip: Complaint, calendar: Calendar, limits: Limits, now: datetime) -> Urgency | None:
    """How urgent a slip is: its overdue clocks before the others, those that stand last; None when nothing is owed."""
    owed = open_clocks(slip, calendar, limits, now)
    if not owed:
        return None
    clock = min(owed, key=lambda one: (one.stands, one.due))
    return Urgency(clock, *_pill(clock, calendar, now))


def _pill(clock: Clock, calendar: Calendar, now: datetime) -> tuple[DueState, str]:
    if clock.stands:
        return DueState.AHEAD, "暂停中"
    if clock.is_overdue(now) and clock.due.date() == now.date():
        return DueState.OVERDUE, f"超 {_span(now - clock.due)}"
    if clock.due.date() == now.date():
        return DueState.TODAY, f"今天 {clock.due:%H:%M}"
    day = due(calendar, clock.due.date(), today=now.date())
    return day.state, day.words


def _span(time: timedelta) -> str:
    minutes = max(1, int(time.total_seconds() // 60))
    return f"{minutes} 分钟" if minutes < 60 else f"{minutes // 60} 小时"


# The slip's own -------------------------------------------------------------------------------------------------------------


def _of_slip(slip: Complaint, calendar: Calendar, limits: Limits, now: datetime) -> Iterable[Clock]:
    severity, received = slip.severity, slip.received_at
    informed = slip.informed.at if slip.informed else None
    if not slip.form.anonymous:
        limit, (ends, twice) = limits.contact[severity], _contact(received, severity, limits.contact[severity], calendar)
        words = f"{limit} 分钟" if severity is Severity.CRITICAL else f"{limit} 小时"
        yield Clock(ClockKind.FIRST_CONTACT, ends, "客服", words, done_at=slip.first_contact_at, twice=twice)
    if severity is Severity.CRITICAL and slip.outcome is not Outcome.UNTOLD:
        paused = pause_total(slip.pauses, calendar, now, since=received).hours
        ends = received + timedelta(hours=limits.answer_hours) + paused
        yield Clock(
            ClockKind.ANSWER,
            ends,
            "客服",
            f"{limits.answer_hours} 小时",
            done_at=informed,
            twice=ends + timedelta(hours=limits.answer_hours),
            stands=slip.paused is not None,
        )
    if slip.outcome is not Outcome.UNTOLD:
        last = calendar.add_workdays(received.date(), TELL_WORKDAYS)
        yield Clock(
            ClockKind.TELLING,
            calendar.end_of_day(last),
            "客服",
            f"{TELL_WORKDAYS} 工作日",
            done_at=informed,
            provisional=bool(calendar.provisional_years(received.date(), last)),
        )
    if slip.form.reply_due is not None:
        yield Clock(ClockKind.DIVISION_REPLY, slip.form.reply_due, "客服", done_at=slip.replied_at, fixed=True)


def _contact(received: datetime, severity: Severity, limit: int, calendar: Calendar) -> tuple[datetime, datetime]:
    if severity is Severity.CRITICAL:
        return received + timedelta(minutes=limit), received + timedelta(minutes=2 * limit)
    return calendar.add_business_hours(received, limit), calendar.add_business_hours(received, 2 * limit)


def _of_routing(slip: Complaint, calendar: Calendar, limits: Limits) -> Iterable[Clock]:
    """The first 派单, and the one that is owed now because a department gave its row back."""
    if slip.submitted_at is None:
        return
    routed = min((row.assigned_at for row in slip.rows), default=None)
    if routed is not None:
        yield _routing(slip.submitted_at, calendar, limits, done_at=routed)
    if slip.state is State.TO_ROUTE:
        yield _routing(routing_since(slip), calendar, limits, done_at=None)


def routing_since(slip: Complaint) -> datetime:
    """Since when a slip in 待派单 has been waiting: its submission, the last row given back, the round begun without one."""
    starts = [slip.submitted_at or slip.received_at, *(row.gone_at for row in slip.rows if row.gone_at), slip.round_from]
    return max(at for at in starts if at is not None)


def _routing(since: datetime, calendar: Calendar, limits: Limits, *, done_at: datetime | None) -> Clock:
    last = calendar.add_workdays(since.date(), limits.route)
    provisional = bool(calendar.provisional_years(since.date(), last))
    return Clock(ClockKind.ROUTING, calendar.end_of_day(last), "经理", f"{limits.route} 工作日", done_at=done_at, provisional=provisional)


# The departments' ------------------------------------------------------------------------------------------------------------


def _of_row(slip: Complaint, row: Row, calendar: Calendar, limits: Limits, now: datetime) -> Iterable[Clock]:
    if row.state in _GONE:
        return
    stands = slip.paused is not None
    if row.accepted_at is None or row.accepted_at > row.assigned_at or row.round == 1:
        yield _days(slip, row, ClockKind.SIGNATURE, row.assigned_at, limits.sign, calendar, now, done_at=row.accepted_at)
    if slip.severity is Severity.CRITICAL and not row.by_hand:
        ends = _plan_due(row.clock_from, calendar) + pause_total(slip.pauses, calendar, now, since=row.clock_from).hours
        done = row.planned_at or row.handled_at
        yield Clock(ClockKind.PLAN, ends, row.department, "当天", row, done_at=done, twice=ends, stands=stands and done is None)
    else:
        yield _handling(slip, row, calendar, now)
    if row.action_due_on is not None and slip.outcome in (None, Outcome.ACCEPTED) and not slip.form.anonymous and row in slip.current_rows:
        looked = slip.recheck_call.at if slip.recheck_call and slip.recheck_call.at.date() >= row.action_due_on else None
        yield Clock(ClockKind.IMPROVEMENT, calendar.end_of_day(row.action_due_on), "客服", "", row, done_at=looked, fixed=True)


def _handling(slip: Complaint, row: Row, calendar: Calendar, now: datetime) -> Clock:
    days = row.workdays + row.more_workdays
    if row.fixed_on is None:
        return _days(slip, row, ClockKind.HANDLING, row.clock_from, days, calendar, now, done_at=row.handled_at)
    last = calendar.add_workdays(row.fixed_on, row.more_workdays)
    last = _moved(last, row.clock_from, slip.pauses, calendar, row.handled_at or now)
    ends = calendar.end_of_day(last)
    stands = slip.paused is not None and row.handled_at is None
    return Clock(ClockKind.HANDLING, ends, row.department, "", row, done_at=row.handled_at, twice=ends, stands=stands, fixed=True)


def _days(
    slip: Complaint,
    row: Row,
    kind: ClockKind,
    since: datetime,
    days: int,
    calendar: Calendar,
    now: datetime,
    *,
    done_at: datetime | None,
) -> Clock:
    """A limit in working days with its pauses. What is done is judged by the pauses up to then."""
    seen = done_at or now
    last = _moved(calendar.add_workdays(since.date(), days), since, slip.pauses, calendar, seen)
    twice = _moved(calendar.add_workdays(since.date(), 2 * days), since, slip.pauses, calendar, seen)
    return Clock(
        kind,
        calendar.end_of_day(last),
        row.department,
        f"{days} 工作日",
        row,
        done_at=done_at,
        twice=calendar.end_of_day(twice),
        stands=slip.paused is not None and done_at is None,
        provisional=bool(calendar.provisional_years(since.date(), last)),
    )


def _plan_due(since: datetime, calendar: Calendar) -> datetime:
    """The plan of a critical slip: closing time of the day; in the last hour, and while the store is shut, an hour after opening."""
    day = since.date()
    if calendar.is_open(day) and since <= calendar.end_of_day(day) - _HOUR:
        return calendar.end_of_day(day)
    return datetime.combine(calendar.next_open_day(day), calendar.opening) + _HOUR


# Pauses -------------------------------------------------------------------------------------------------------------------------


def pause_total(pauses: Iterable[Pause], calendar: Calendar, now: datetime, *, since: datetime = datetime.min) -> PauseTotal:
    """What pauses cover from `since` on: working days, the first day of each not counted, and business hours. One that lasts ends now."""
    days, hours = 0, timedelta()
    for first, last in _spans(pauses, since, now):
        days += calendar.workdays_between(first.date(), last.date())
        hours += calendar.business_time_between(first, last)
    return PauseTotal(days, hours)


def _moved(last: date, since: datetime, pauses: Iterable[Pause], calendar: Calendar, now: datetime) -> date:
    """The last day of a limit after its pauses. A pause that begins when the limit has passed moves nothing: what is late stays late."""
    for first, end in _spans(pauses, since, now):
        if first <= calendar.end_of_day(last):
            last = calendar.add_workdays(last, calendar.workdays_between(first.date(), end.date()))
    return last


def _spans(pauses: Iterable[Pause], since: datetime, now: datetime) -> Iterable[tuple[datetime, datetime]]:
    for pause in pauses:
        first, last = max(pause.since, since), min(pause.until or now, now)
        if first < last:
            yield first, last
