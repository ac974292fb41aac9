"""Slips as they stand: one of them with its history, lists, board. Looking never writes; a mobile is masked."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

import peewee as pw

from deskapp.complaints.clocks import Clock, Urgency, clocks, urgency
from deskapp.complaints.domain import ANSWER_HOURS, FIRST_CONTACT, HANDLING, ROUTE_DAYS, SIGN_DAYS, Limits
from deskapp.complaints.history import steps_of
from deskapp.complaints.lists import CATEGORIES, Group, Severity, Source
from deskapp.complaints.records import slips
from deskapp.complaints.states import RowState, Stage, State
from deskapp.complaints.tables import OPEN, ComplaintRecord, RowRecord
from deskapp.complaints.things import Complaint
from deskapp.data import Act, ActRecord, reading
from deskapp.settings.store import value
from deskapp.staff.domain import Right, Role, Scope
from deskapp.staff.house import house
from deskapp.staff.service import own_departments, require, scopes
from deskapp.store.days import calendar

PAGE = 200


@dataclass(frozen=True, slots=True)
class Filter:
    """Which slips of a list are wanted. `department_id` takes those under it too; days are of reception, both included."""

    states: frozenset[State] = frozenset()
    severity: Severity | None = None
    group: Group | None = None
    category: str = ""
    source: Source | None = None
    outlet_id: int | None = None
    department_id: int | None = None
    case_owner_id: int | None = None
    customer_ids: tuple[int, ...] = ()
    cc_station: bool = False
    first: date | None = None
    last: date | None = None


EVERY = Filter()


def complaints(*, act: Act, only: Filter = EVERY, open_only: bool = True, before: int | None = None) -> tuple[Complaint, ...]:
    """Slips the person may see, newest first.

    Customer service and 总经理 see all; a manager those he routes and those of his departments, a supervisor those routed to his, others
    what they wrote and what they handle; 站长 also what is copied to him. With closed ones they come in pages of 200; `before` is the
    last id of the page before.
    """
    condition = visible(act) & _wanted(only)
    if open_only:
        condition = condition & is_open()
    with reading():
        if only.states and not open_only:
            return _pages(condition, only.states, before)
        found = slips(condition if before is None else condition & (ComplaintRecord.id < before), limit=None if open_only else PAGE)
    return tuple(slip for slip in found if not only.states or slip.state in only.states)


def complaint(*, act: Act, complaint_id: int) -> Complaint:
    """One slip with its history. Raises LookupError for one the person may not see."""
    with reading():
        found = slips(visible(act) & (ComplaintRecord.id == complaint_id), limit=1)
        if not found:
            raise LookupError(f"no complaint {complaint_id}")
        return replace(found[0], steps=steps_of(complaint_id))


def complaint_by_id(complaint_id: int) -> Complaint:
    """One slip with its history for the services that wrote it. The caller asked the right."""
    return replace(slips(ComplaintRecord.id == complaint_id, limit=1)[0], steps=steps_of(complaint_id))


def limits() -> Limits:
    """The limits as they are set today."""
    return Limits(
        contact={severity: value(setting) for severity, setting in FIRST_CONTACT.items()},
        handling={severity: value(setting) for severity, setting in HANDLING.items()},
        answer_hours=value(ANSWER_HOURS),
        route=value(ROUTE_DAYS),
        sign=value(SIGN_DAYS),
    )


def clocks_of(slip: Complaint, now: datetime) -> tuple[Clock, ...]:
    """Every clock of a slip by the calendar and the limits of today."""
    return clocks(slip, calendar(), limits(), now)


def urgency_of(slip: Complaint, now: datetime) -> Urgency | None:
    """How urgent a slip is by the calendar and the limits of today."""
    return urgency(slip, calendar(), limits(), now)


@dataclass(frozen=True, slots=True)
class Card:
    """A slip on the board or in a list, with the clock that runs out first."""

    slip: Complaint
    urgency: Urgency | None

    @property
    def order(self) -> tuple[bool, int, datetime, int]:
        """The division's slips first, then the severe ones, then what is due first."""
        ends = self.urgency.clock.due if self.urgency and not self.urgency.clock.stands else datetime.max
        return not self.slip.form.source.has_division_number, -self.slip.severity.rank, ends, self.slip.id


def board(*, act: Act, only: Filter = EVERY) -> dict[State, tuple[Card, ...]]:
    """Every open slip the person may see, in lanes by state, each lane in the order of `Card.order`."""
    found = cards(complaints(act=act, only=only), act.at)
    lanes: dict[State, list[Card]] = {state: [] for state in State if Stage.ARCHIVED.value != state.value != Stage.VOID.value}
    for card in found:
        lanes[card.slip.state].append(card)
    return {state: tuple(sorted(lane, key=lambda card: card.order)) for state, lane in lanes.items()}


def cards(found: Iterable[Complaint], now: datetime) -> tuple[Card, ...]:
    """Slips with their urgency, in the order they came."""
    days, rules = calendar(), limits()
    return tuple(Card(slip, urgency(slip, days, rules, now)) for slip in found)


def visible(act: Act) -> Any:
    """The slips a person may see."""
    if Scope.ALL in scopes(act, Right.HANDLE_COMPLAINTS) or Scope.ALL in scopes(act, Right.SEE_REPORTS):
        return ComplaintRecord.id > 0
    answers, assigns = own_departments(act, Right.ANSWER_COMPLAINTS), own_departments(act, Right.ASSIGN_COMPLAINTS)
    if not sees_complaints(act):
        require(act, Right.HANDLE_COMPLAINTS)
    rows = RowRecord.select(RowRecord.complaint).where(
        (RowRecord.owner == act.staff_id) | RowRecord.department.in_(sorted(answers | assigns))
    )
    drafted = ActRecord.select(ActRecord.id).where(ActRecord.staff_id == act.staff_id)
    seen = ComplaintRecord.id.in_(rows) | ComplaintRecord.act.in_(drafted)
    if _is_station(act):
        seen = seen | (ComplaintRecord.cc_station & (ComplaintRecord.stage != Stage.DRAFT.value))
    routed = [category.code for category in CATEGORIES if _department_of(category.group) in assigns]
    if routed:
        seen = seen | ((ComplaintRecord.stage != Stage.DRAFT.value) & ComplaintRecord.category.in_(routed))
    return seen


def sees_complaints(act: Act) -> bool:
    """Whether any slip may concern the person: by his rights, or because a department named him for one."""
    rights = (Right.HANDLE_COMPLAINTS, Right.ANSWER_COMPLAINTS, Right.ASSIGN_COMPLAINTS, Right.DRAFT_COMPLAINTS)
    if any(scopes(act, right) for right in rights) or Scope.ALL in scopes(act, Right.SEE_REPORTS):
        return True
    return RowRecord.select().where(RowRecord.owner == act.staff_id).exists()


def _is_station(act: Act) -> bool:
    """站长 is 售后经理: a slip copied to him (抄送站长) is on his lists whatever its category."""
    staff = house().people.get(act.staff_id or 0)
    return staff is not None and Role.AFTERSALES_MANAGER in staff.roles


def is_open() -> Any:
    """The condition that finds open slips by their own index."""
    return ComplaintRecord.id.in_(pw.SQL(f"(SELECT id FROM complaints WHERE {OPEN})"))


def _department_of(group: Group) -> int | None:
    return next((one.id for one in house().departments.values() if one.code == group.routed_by), None)


def _wanted(only: Filter) -> Any:
    condition: Any = ComplaintRecord.id > 0
    if only.severity:
        condition = condition & (ComplaintRecord.severity == only.severity.value)
    if only.group:
        condition = condition & ComplaintRecord.category.in_([one.code for one in CATEGORIES if one.group is only.group])
    if only.category:
        condition = condition & (ComplaintRecord.category == only.category)
    if only.source:
        condition = condition & (ComplaintRecord.source == only.source.value)
    if only.outlet_id is not None:
        condition = condition & (ComplaintRecord.outlet == only.outlet_id)
    if only.case_owner_id is not None:
        condition = condition & (ComplaintRecord.case_owner == only.case_owner_id)
    if only.department_id is not None:
        under = RowRecord.department.in_(sorted(house().under(only.department_id))) & (RowRecord.state != RowState.WITHDRAWN.value)
        condition = condition & ComplaintRecord.id.in_(RowRecord.select(RowRecord.complaint).where(under))
    if only.customer_ids:
        condition = condition & ComplaintRecord.customer.in_(list(only.customer_ids))
    if only.cc_station:
        condition = condition & ComplaintRecord.cc_station
    if only.first:
        condition = condition & (ComplaintRecord.received_at >= datetime.combine(only.first, time.min))
    if only.last:
        condition = condition & (ComplaintRecord.received_at < datetime.combine(only.last + timedelta(days=1), time.min))
    return condition


def _pages(condition: Any, states: frozenset[State], before: int | None) -> tuple[Complaint, ...]:
    """A page of slips of some states; the state on the way is read from rows, so pages are read until one is full."""
    condition = condition & ComplaintRecord.stage.in_(sorted({_stage_of(state).value for state in states}))
    found: list[Complaint] = []
    while len(found) < PAGE:
        page = slips(condition if before is None else condition & (ComplaintRecord.id < before), limit=PAGE)
        found += [slip for slip in page if slip.state in states]
        if len(page) < PAGE:
            break
        before = page[-1].id
    return tuple(found[:PAGE])


def _stage_of(state: State) -> Stage:
    on_its_way = (State.TO_ROUTE, State.TO_ACCEPT, State.IN_PROGRESS, State.TO_CALL_BACK)
    return Stage.ON_ITS_WAY if state in on_its_way else Stage(state.value)
