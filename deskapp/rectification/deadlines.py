"""What a notice waits for: the step, until which day, and who owes it (inspection.md §4). Pure; read from dates, never stored."""

from dataclasses import dataclass
from datetime import date, timedelta

from deskapp.calendar import Calendar
from deskapp.rectification.domain import Notice, NoticeState, Row, RowState


@dataclass(frozen=True, slots=True)
class Owed:
    """What a notice waits for: the step, until which day, who owes it, in words; of one row (its position) or of the notice (0)."""

    what: str
    due_on: date
    owner_id: int | None
    who: str
    position: int = 0


@dataclass(frozen=True, slots=True)
class Limits:
    """The store's limits in days, as they are set."""

    accept: int
    answer: int
    recheck: int


def owed(notice: Notice, calendar: Calendar, limits: Limits) -> tuple[Owed, ...]:
    """Everything a notice waits for, the earliest first. Days are statutory working days, a promised day is what was promised."""
    if notice.state is NoticeState.TO_ISSUE:
        return (Owed("下发", calendar.add_workdays(notice.made_at.date(), limits.accept), None, "客服"),)
    if notice.state is NoticeState.TO_ACCEPT and notice.issued_at:
        return (Owed("签收", calendar.add_workdays(notice.issued_at.date(), limits.accept), None, notice.department),)
    if notice.state is not NoticeState.IN_PROGRESS or notice.accepted_at is None:
        return ()
    answer_by = calendar.add_workdays(notice.accepted_at.date(), limits.answer)
    found = [_owed_of(row, notice, answer_by, calendar, limits) for row in notice.open_rows]
    return tuple(sorted(found, key=lambda one: (one.due_on, one.position)))


def recheck_opens_on(promised_on: date) -> date:
    """From when 客服 may recheck what was not reported done: the day after the promised one."""
    return promised_on + timedelta(days=1)


def _owed_of(row: Row, notice: Notice, answer_by: date, calendar: Calendar, limits: Limits) -> Owed:
    last = row.round
    if row.state is RowState.TO_ANSWER or last is None:
        return Owed("填写措施", answer_by, row.owner_id, notice.department, row.position)
    if row.state is RowState.IN_PROGRESS:
        return Owed("完成整改", last.answer.promised_on, row.owner_id, notice.department, row.position)
    done_on = last.done_at.date() if last.done_at else last.answer.promised_on
    recheck_by = calendar.add_workdays(max(done_on, last.answer.promised_on), limits.recheck)
    return Owed("复检", recheck_by, None, "客服", row.position)
