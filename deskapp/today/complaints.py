"""What complaints owe: each running clock by name, what is told to whom above, what waits for an approval, drafts, enquiries."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from deskapp.calendar import Calendar, Due, DueState, due
from deskapp.complaints.clocks import ClockKind
from deskapp.complaints.enquiries import enquiries
from deskapp.complaints.owed import Escalated, OwedStep, escalated, steps_owed, told_to, waits_for
from deskapp.complaints.paying import may_decide
from deskapp.complaints.reading import complaints, sees_complaints
from deskapp.complaints.states import State
from deskapp.complaints.steps import OPEN_STATES, may_answer, may_route
from deskapp.complaints.things import Complaint
from deskapp.customers.domain import Salutation
from deskapp.data import Act
from deskapp.staff.domain import Right, Scope
from deskapp.staff.service import allowed, person, scopes
from deskapp.today.domain import Duty
from deskapp.typed import format_plate

ROOM = "complaints"
ENQUIRIES = "enquiries"
"""The list of the complaints' page on which enquiries stand."""
_WORDS = {
    ClockKind.FIRST_CONTACT: "首次联系客户",
    ClockKind.ROUTING: "派单",
    ClockKind.SIGNATURE: "签收处理单",
    ClockKind.PLAN: "出处理方案",
    ClockKind.HANDLING: "处理投诉",
    ClockKind.ANSWER: "答复客户",
    ClockKind.TELLING: "告知客户处理情况",
    ClockKind.IMPROVEMENT: "复查改善情况",
    ClockKind.DIVISION_REPLY: "回复事业部",
}
_OF_DEPARTMENT = (ClockKind.SIGNATURE, ClockKind.PLAN, ClockKind.HANDLING)


def complaint_duties(act: Act, on: date, now: Calendar) -> Iterable[Duty]:
    """The person's own steps; customer service sees what departments owe once it is overdue; managers what is told to them."""
    if not sees_complaints(act):
        return
    found = complaints(act=act)
    steps = steps_owed(found, act.at)
    told = {(one.step.slip.id, one.step.clock): one for one in escalated(steps, act.at) if told_to(act, one)}
    for step in steps:
        one = told.get((step.slip.id, step.clock))
        if _is_own(act, step) or one is not None:
            yield _step(act, step, one, on, now)
    for slip in found:
        yield from _approvals(act, slip, on, now)
        if slip.state is State.DRAFT and allowed(act, Right.HANDLE_COMPLAINTS):
            day = now.business_day_of(slip.received_at)
            yield _duty(slip, f"提交草稿：{slip.category.label}", "客服", due(now, day, today=on), now.end_of_day(day))
    yield from _enquiries(act, on, now)


def _is_own(act: Act, step: OwedStep) -> bool:
    kind, row = step.clock.kind, step.clock.row
    if kind is ClockKind.ROUTING:
        return may_route(act, step.slip)
    if kind in _OF_DEPARTMENT and row is not None:
        if allowed(act, Right.HANDLE_COMPLAINTS):
            return bool(step.late) or waits_for(act, step.slip)
        return may_answer(act, row, owner_may=True)
    return allowed(act, Right.HANDLE_COMPLAINTS)


def _step(act: Act, step: OwedStep, told: Escalated | None, on: date, now: Calendar) -> Duty:
    what = f"{_WORDS[step.clock.kind]}：{step.slip.category.label}"
    if told is not None and not _is_own(act, step):
        what = f"{'两倍时限未' if told.twice else '超时未'}{_WORDS[step.clock.kind]}：{step.slip.category.label}"
    return _duty(step.slip, what, step.who, _due(step, act.at, on, now), step.clock.due)


def _due(step: OwedStep, at: datetime, on: date, now: Calendar) -> Due:
    """A clock that stands is of no day that presses; one that ran out today is overdue at once."""
    by = due(now, step.clock.due.date(), today=on)
    if step.clock.stands:
        return Due(by.day, DueState.AHEAD, by.days, "暂停中")
    return Due(by.day, DueState.OVERDUE, 0, step.late) if by.state is DueState.TODAY and step.clock.is_overdue(at) else by


def _approvals(act: Act, slip: Complaint, on: date, now: Calendar) -> Iterator[Duty]:
    """More time waits for 客服经理, a compensation for whoever may approve so much: the day they were asked for."""
    if slip.state not in OPEN_STATES:
        return
    for row in slip.current_rows:
        if row.asked is not None and allowed(act, Right.EXTEND_LIMITS):
            day = now.business_day_of(row.asked.asked_at)
            what = f"批准延期 {row.asked.workdays} 个工作日：{row.department}"
            yield _duty(slip, what, "客服经理", due(now, day, today=on), now.end_of_day(day))
    for one in slip.compensations:
        if may_decide(act=act, compensation=one):
            day = now.business_day_of(one.proposed_at)
            yield _duty(slip, f"批准补偿：{one.kind.label}", "", due(now, day, today=on), now.end_of_day(day))


def _enquiries(act: Act, on: date, now: Calendar) -> Iterator[Duty]:
    """An enquiry is owed by its owner; customer service sees all."""
    if not scopes(act, Right.DRAFT_COMPLAINTS) - {Scope.REMARK}:
        return
    everybodys = allowed(act, Right.HANDLE_COMPLAINTS)
    for one in enquiries(act=act):
        if everybodys or one.owner_id == act.staff_id:
            yield Duty(
                room=ROOM,
                what=f"答复咨询：{one.question[:20]}",
                number=one.number,
                customer_id=one.customer_id or 0,
                customer=one.name,
                plate=format_plate(one.plate) if one.plate else "",
                who=person(one.owner_id).name,
                due=due(now, one.due_on, today=on),
                until=now.end_of_day(one.due_on),
            )


def _duty(slip: Complaint, what: str, who: str, by: Due, until: datetime) -> Duty:
    form = slip.form
    name = f"{form.name} {Salutation(form.salutation).spoken}".strip() or "匿名"
    return Duty(
        room=ROOM,
        what=what,
        number=slip.number,
        customer_id=0,
        customer=name,
        plate=format_plate(form.plate) if form.plate else "",
        who=who,
        due=by,
        until=until,
    )
