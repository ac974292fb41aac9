"""What is owed on notices: to customer service its own steps and everything overdue by name, to a department its steps."""

from collections.abc import Iterable, Iterator
from datetime import date

from deskapp.calendar import Calendar, Due, due
from deskapp.data import Act
from deskapp.rectification.deadlines import Owed
from deskapp.rectification.domain import Notice
from deskapp.rectification.enforcement import open_appraisals
from deskapp.rectification.moves import Reach
from deskapp.rectification.reading import notices, owed_by, reach_of, sees_notices, who_owes
from deskapp.today.domain import Duty

ROOM = "rectification"
APPRAISALS = "appraisals"
"""The list of the page on which proposed appraisals stand."""


def rectification_duties(act: Act, on: date, now: Calendar) -> Iterable[Duty]:
    """Nothing for who has no part in any notice."""
    if not sees_notices(act):
        return
    reach = reach_of(act)
    for notice in notices(act=act):
        yield from _of_notice(notice, reach, on, now)
    if reach.waives:
        yield from _to_decide(act, on, now)


def _of_notice(notice: Notice, reach: Reach, on: date, now: Calendar) -> Iterator[Duty]:
    """One line for rows that wait for the same step of the same person until the same day."""
    together: dict[tuple[str, date, str], list[Owed]] = {}
    for step in owed_by(notice, now):
        late = due(now, step.due_on, today=on)
        if _concerns(notice, step, reach, overdue=step.due_on < on):
            together.setdefault((step.what, late.day, who_owes(notice, step)), []).append(step)
    for (what, day, who), steps in together.items():
        yield _duty(f"{what} {_titles(notice, steps)}", notice.number, who, due(now, day, today=on), now)
    for row in notice.open_rows:
        if row.asked is not None and reach.extends:
            words = f"批延期 第 {row.position} 项 {row.finding.title}"
            day = now.business_day_of(row.asked.asked_at)
            yield _duty(words, notice.number, "客服经理", due(now, max(day, on), today=on), now)


def _concerns(notice: Notice, step: Owed, reach: Reach, *, overdue: bool) -> bool:
    """Whether the person takes the step himself, or must press for it."""
    if step.who == "客服":
        return reach.issues
    if step.owner_id is not None and step.owner_id == reach.staff_id:
        return True
    if notice.department_id in reach.heads:
        return step.owner_id is None or overdue
    return reach.issues and overdue


def _titles(notice: Notice, steps: list[Owed]) -> str:
    positions = {step.position for step in steps}
    rows = [row for row in notice.live_rows if row.position in positions or positions == {0}]
    if not rows:
        return ""
    more = f" 等 {len(rows)} 项" if len(rows) > 1 else ""
    return f"{rows[0].finding.title}{more}{'（重复）' if notice.is_repeated else ''}"


def _to_decide(act: Act, on: date, now: Calendar) -> Iterator[Duty]:
    """The proposals as one line with their list; the oldest says by when: the next working day."""
    waiting = open_appraisals(act=act)
    if waiting:
        day = now.add_workdays(min(one.proposed_at.date() for one in waiting), 1)
        yield _duty(f"确认考核建议 {len(waiting)} 条", "", "客服经理", due(now, day, today=on), now, list_of=APPRAISALS)


def _duty(what: str, number: str, who: str, by: Due, now: Calendar, *, list_of: str = "") -> Duty:
    return Duty(
        room=ROOM,
        what=what,
        number=number,
        customer_id=0,
        customer="",
        plate="",
        who=who,
        due=by,
        until=now.end_of_day(by.day),
        list_of=list_of,
    )
