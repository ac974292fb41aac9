"""What is owed over all slips: overdue by department, escalations and whom they are told, papers not returned, whose turn it is."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from deskapp.calendar import Calendar, DueState, due
from deskapp.complaints.clocks import ESCALATING, Clock, ClockKind, open_clocks
from deskapp.complaints.domain import Branch, told
from deskapp.complaints.lists import Group
from deskapp.complaints.reading import Filter, complaints, limits, visible
from deskapp.complaints.records import slips
from deskapp.complaints.states import RowState, Stage, State
from deskapp.complaints.steps import may_answer, may_route
from deskapp.complaints.tables import ComplaintRecord
from deskapp.complaints.things import Complaint, Row
from deskapp.data import Act, reading
from deskapp.rectification.reading import heads_of
from deskapp.staff.domain import CUSTOMER_SERVICE_DEPARTMENT, Right, Role
from deskapp.staff.house import house
from deskapp.staff.service import allowed, people, person, require
from deskapp.store.days import calendar

Heads = Callable[[int], str]


@dataclass(frozen=True, slots=True)
class OwedStep:
    """A clock of a slip that is owed: `who` by name, `late` "超 2 天" or '' while there is time, `days` late in working days."""

    slip: Complaint
    clock: Clock
    who: str
    late: str = ""
    days: int = 0

    @property
    def department_id(self) -> int | None:
        """The department that owes it, None where customer service or a manager does."""
        return self.clock.row.department_id if self.clock.row and self.clock.kind is not ClockKind.IMPROVEMENT else None

    @property
    def department(self) -> str:
        """Its name; 客服部 for what customer service owes."""
        if self.department_id is not None and self.clock.row:
            return self.clock.row.department
        return _named(self.slip.category.group.routed_by if self.clock.kind is ClockKind.ROUTING else CUSTOMER_SERVICE_DEPARTMENT)


@dataclass(frozen=True, slots=True)
class Escalated:
    """A limit of the level that has passed, and which roles are told; `twice` = twice the limit has passed."""

    step: OwedStep
    roles: tuple[Role, ...]
    names: str
    twice: bool


@dataclass(frozen=True, slots=True)
class OverdueOf:
    """A department with what it owes, the longest overdue first."""

    department: str
    heads: str
    steps: tuple[OwedStep, ...]


@dataclass(frozen=True, slots=True)
class Unreturned:
    """A slip whose signed paper is still out, since its departments were done; `waited` working days."""

    slip: Complaint
    departments: str
    signed_by: str
    sent_on: date
    handled_on: date | None
    waited: int


def steps_owed(found: Iterable[Complaint], now: datetime) -> tuple[OwedStep, ...]:
    """Every step owed on these slips, the earliest first."""
    with reading():
        days, rules, heads = calendar(), limits(), cache(heads_of)
        owed = [_owed(slip, clock, now, days, heads) for slip in found for clock in open_clocks(slip, days, rules, now)]
    return tuple(sorted(owed, key=lambda one: (one.clock.due, one.slip.id)))


def overdue_by_department(*, act: Act) -> tuple[OverdueOf, ...]:
    """The overdue steps department by department, the one with most of them first (complaints.md §6)."""
    found: dict[str, list[OwedStep]] = {}
    for one in _overdue(act):
        found.setdefault(one.department, []).append(one)
    ids = {department.name: department.id for department in house().departments.values()}
    lists = [OverdueOf(name, heads_of(ids[name]) if name in ids else "", tuple(steps)) for name, steps in found.items()]
    return tuple(sorted(lists, key=lambda one: (-len(one.steps), one.department)))


def escalations(*, act: Act, mine: bool = False) -> tuple[Escalated, ...]:
    """Limits of the level that have passed, the worst first, each with whom it is told; `mine`: those told to the person himself.

    A deputy who was lent a right stands in for the giver's role.
    """
    found = escalated(_overdue(act), act.at)
    return tuple(one for one in found if told_to(act, one)) if mine else found


def escalated(steps: Iterable[OwedStep], now: datetime) -> tuple[Escalated, ...]:
    """The limits of the level among owed steps that have passed, the worst first."""
    heads = cache(heads_of)
    with reading():
        found = [_escalated(one, now, heads) for one in steps if one.late and one.clock.kind in ESCALATING]
    return tuple(sorted(found, key=lambda one: (not one.twice, -one.step.slip.severity.rank, one.step.clock.due)))


def not_returned(*, act: Act) -> tuple[Unreturned, ...]:
    """Slips whose departments are done and whose signed paper has not come back, those archived without it too; the oldest first."""
    require(act, Right.HANDLE_COMPLAINTS)
    out = (ComplaintRecord.stage == Stage.ARCHIVED.value) & (ComplaintRecord.paper_missing != "") & ComplaintRecord.paper_back_at.is_null()
    with reading():
        done = Filter(states=frozenset((State.TO_CALL_BACK, State.TO_ARCHIVE)))
        found = [*complaints(act=act, only=done), *slips(out & visible(act), limit=None)]
    waiting = [_unreturned(slip, act.at.date()) for slip in found if slip.rows and not slip.has_paper]
    return tuple(sorted(waiting, key=lambda one: (one.sent_on, one.slip.id)))


def waits_for(act: Act, slip: Complaint) -> bool:
    """Whether the next step of a slip is the person's own, or by somebody for whom he stands in."""
    if slip.state is State.DRAFT:
        return slip.received_by == act.staff_id
    if slip.state is State.TO_ROUTE and may_route(act, slip):
        return True
    for row in slip.current_rows:
        if row.state is RowState.TO_ACCEPT and allowed(act, Right.ANSWER_COMPLAINTS, department_id=row.department_id):
            return True
        if row.state is RowState.IN_PROGRESS and _own_answer(act, row):
            return True
        if row.asked is not None and allowed(act, Right.EXTEND_LIMITS):
            return True
    return slip.form.case_owner_id == act.staff_id and slip.state in (State.TO_CALL_BACK, State.TO_ARCHIVE)


def owes_clock(act: Act, slip: Complaint, clock: Clock) -> bool:
    """Whether a clock is the person's as 专人: the first contact, telling the customer, looking again, answering the division."""
    return (
        slip.form.case_owner_id == act.staff_id
        and (clock.row is None or clock.kind is ClockKind.IMPROVEMENT)
        and clock.kind is not ClockKind.ROUTING
    )


def who_owes(slip: Complaint, clock: Clock, *, heads: Heads = heads_of) -> str:
    """Who owes a step, by name: the named person or the heads of the department, the manager who routes, the 专人.

    `heads` gives the names of a department's heads: a list looks them up once.
    """
    row = clock.row
    if row is not None and clock.kind is not ClockKind.IMPROVEMENT:
        return person(row.owner_id).name if row.owner_id is not None else heads(row.department_id)
    if clock.kind is ClockKind.ROUTING:
        return _names((manager_of(slip.category.group),))
    return person(slip.form.case_owner_id).name if slip.form.case_owner_id is not None else "客服"


def manager_of(group: Group) -> Role:
    """Who routes slips of a group."""
    return Branch(group.routed_by).manager if group.routed_by in (Branch.SALES, Branch.AFTERSALES) else Role.SERVICE_MANAGER


def branch_of(department_id: int) -> Branch:
    """Under which manager a department stands, by the built-in department above it."""
    departments = house().departments
    current = departments.get(department_id)
    while current is not None:
        if current.code in (Branch.SALES.value, Branch.AFTERSALES.value):
            return Branch(current.code)
        current = departments.get(current.parent_id) if current.parent_id is not None else None
    return Branch.OTHER


def _overdue(act: Act) -> tuple[OwedStep, ...]:
    """Every step past its time on the slips the person may see, the latest first."""
    owed = steps_owed(complaints(act=act), act.at)
    return tuple(sorted((one for one in owed if one.late), key=lambda one: (-one.days, one.clock.due)))


def _own_answer(act: Act, row: Row) -> bool:
    if row.owner_id is not None and row.owner_id != act.staff_id and house().people[row.owner_id].active:
        return False
    return may_answer(act, row, owner_may=True) and not _only_records(act, row)


def _only_records(act: Act, row: Row) -> bool:
    """Customer service may type in any department's paper: that makes no slip its own."""
    return row.owner_id != act.staff_id and not allowed(act, Right.ANSWER_COMPLAINTS, department_id=row.department_id)


def _owed(slip: Complaint, clock: Clock, now: datetime, days: Calendar, heads: Heads) -> OwedStep:
    who = who_owes(slip, clock, heads=heads)
    if not clock.is_overdue(now):
        return OwedStep(slip, clock, who)
    if clock.due.date() == now.date():
        minutes = max(1, int((now - clock.due).total_seconds() // 60))
        return OwedStep(slip, clock, who, f"超 {minutes} 分钟" if minutes < 60 else f"超 {minutes // 60} 小时")
    late = due(days, clock.due.date(), today=now.date())
    return OwedStep(slip, clock, who, late.words, late.days if late.state is DueState.OVERDUE else 0)


def _escalated(step: OwedStep, now: datetime, heads: Heads) -> Escalated:
    twice = step.clock.twice is not None and now > step.clock.twice
    department_id = step.department_id or _main_department(step.slip)
    branch = branch_of(department_id) if department_id is not None else _branch_of_group(step.slip.category.group)
    roles = told(step.slip.severity, branch, twice=twice)
    return Escalated(step, roles, _told_names(roles, department_id, heads), twice)


def _main_department(slip: Complaint) -> int | None:
    """The department that answers first; before any is named that of the category."""
    if slip.main_row is not None:
        return slip.main_row.department_id
    return next((one.id for one in house().departments.values() if one.code == slip.category.group.routed_by), None)


def _branch_of_group(group: Group) -> Branch:
    return Branch(group.routed_by) if group.routed_by in (Branch.SALES, Branch.AFTERSALES) else Branch.OTHER


def _told_names(roles: tuple[Role, ...], department_id: int | None, heads: Heads) -> str:
    """Roles with the names of who holds them: 售后经理 孙志明."""
    parts: list[str] = []
    for role in roles:
        if role is Role.SUPERVISOR:
            parts.append(heads(department_id) if department_id is not None else role.label)
        else:
            parts.append(" ".join((role.label, *(one.name for one in people(role=role)))))
    return "、".join(parts)


def told_to(act: Act, one: Escalated) -> bool:
    """Whether a limit is told to the person: by his role, or by that of somebody who made him his deputy for today."""
    lent = {d.giver_id for d in house().deputyships if d.deputy_id == act.staff_id and d.holds_on(act.at.date())}
    for staff_id in {act.staff_id or 0, *lent}:
        holder = house().people.get(staff_id)
        if holder is None or not holder.active:
            continue
        if holder.roles & (set(one.roles) - {Role.SUPERVISOR}):
            return True
        department_id = one.step.department_id or _main_department(one.step.slip)
        reach = house().own_reach(staff_id, Right.ANSWER_COMPLAINTS)
        if Role.SUPERVISOR in one.roles and department_id is not None and any(department_id in some for some in reach.values()):
            return True
    return False


def _unreturned(slip: Complaint, today: date) -> Unreturned:
    rows = slip.current_rows or slip.rows
    handled = [row.handled_at.date() for row in rows if row.handled_at]
    handled_on = max(handled) if len(handled) == len(rows) else None
    since = handled_on or (slip.submitted_at or slip.received_at).date()
    return Unreturned(
        slip,
        "、".join(row.department for row in rows),
        "、".join(row.accepted_by for row in rows if row.accepted_by),
        min(row.assigned_at.date() for row in slip.rows),
        handled_on,
        calendar().workdays_between(since, today),
    )


def _names(roles: Iterable[Role]) -> str:
    names: Mapping[str, None] = dict.fromkeys(one.name for role in roles for one in people(role=role))
    return "、".join(names) or "、".join(role.label for role in roles)


def _named(code: str) -> str:
    return next((one.name for one in house().departments.values() if one.code == code), "客服部")
