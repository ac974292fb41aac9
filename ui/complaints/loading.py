"""What the windows of complaints ask the store; each runs on the database thread."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from deskapp.complaints.states import State
from ui.complaints.steps import Reach, Step, next_step, waiting_compensation

if TYPE_CHECKING:
    from datetime import date, datetime

    from deskapp.calendar import Calendar, DueState
    from deskapp.complaints.clocks import Clock, Urgency
    from deskapp.complaints.domain import Limits
    from deskapp.complaints.reading import Card, Filter
    from deskapp.complaints.things import Complaint, PauseTotal, Row
    from deskapp.data import Act
    from ui.kit.fields_person import PersonChoice


@dataclass(frozen=True, slots=True)
class Line:
    """A slip on the board or in a list: the clock that runs out first, by whose hand, and whether the next step is one's own."""

    slip: Complaint
    urgency: Urgency | None
    who: str
    mine: bool

    @property
    def is_overdue(self) -> bool:
        from deskapp.calendar import DueState

        return self.urgency is not None and not self.urgency.clock.stands and self.urgency.state is DueState.OVERDUE

    @property
    def is_due_today(self) -> bool:
        from deskapp.calendar import DueState

        return self.urgency is not None and not self.urgency.clock.stands and self.urgency.state is DueState.TODAY

    @property
    def late(self) -> str:
        """赵刚 超 2 天未签收, '' in time."""
        from ui.complaints.states import owed_words

        if not self.is_overdue or self.urgency is None:
            return ""
        return f"{self.who} {self.urgency.words}{owed_words(self.urgency.clock)}"

    @property
    def customer(self) -> str:
        """Name and salutation, or that he did not give one."""
        return customer_words(self.slip)

    @property
    def departments(self) -> str:
        """车间、配件; 待派单 while there is none."""
        return "、".join(row.department for row in self.slip.current_rows)

    @property
    def order(self) -> tuple[bool, int, datetime, int]:
        """The division's slips first, then the severe ones, then what is due first."""
        from datetime import datetime

        ends = self.urgency.clock.due if self.urgency and not self.urgency.clock.stands else datetime.max
        return not self.slip.form.source.has_division_number, -self.slip.severity.rank, ends, self.slip.id


def customer_words(slip: Complaint) -> str:
    """刘建国 先生; 匿名客户."""
    from deskapp.customers.domain import Salutation

    form = slip.form
    if not form.name:
        return "匿名客户"
    return f"{form.name} {Salutation(form.salutation).label}".strip() if form.salutation else form.name


@dataclass(frozen=True, slots=True)
class Timed:
    """A clock with the words and the state of its pill."""

    clock: Clock
    state: DueState
    words: str


@dataclass(frozen=True, slots=True)
class Opened:
    """One slip with everything its window says. `heads` names those who answer for a department, `routers` those who may route."""

    slip: Complaint
    clocks: tuple[Timed, ...]
    urgency: Urgency | None
    owes: str
    """By name whose the most urgent clock is."""
    names: Mapping[int, str]
    heads: Mapping[int, str]
    routers: str
    reach: Reach
    now: datetime
    paused: PauseTotal
    thumbnails: dict[int, bytes]
    notices: tuple[tuple[int, str, str], ...]
    """id, number and state of the rectification notices it raised."""
    missing: tuple[str, ...]
    """What the archive still asks for."""
    limits: Limits
    approval: tuple[int, int]
    """Up to how many yuan heads, and up to how many 客服经理 may approve a compensation."""
    file_mb: int
    """How large a recording or PDF may be."""
    outside: tuple[tuple[str, date], ...] = ()
    """What a regulator owes on it, until when: nobody of the store."""

    @property
    def next(self) -> Step:
        return next_step(self.slip, self.reach, self.now)

    def name(self, staff_id: int | None) -> str:
        return self.names.get(staff_id, "") if staff_id else ""

    def owner(self, row: Row) -> str:
        """Who sees to a row: the named person, else the head."""
        return self.name(row.owner_id) or self.heads.get(row.department_id, "") or row.department


def load_lines(act: Act, only: Filter, *, open_only: bool = True, before: int | None = None) -> tuple[Line, ...]:
    """The open slips, or a page of all of them, that the person may see."""
    from deskapp.complaints.reading import complaints
    from deskapp.data import reading

    with reading():  # one snapshot, in which the rules are looked up once and not for each slip
        return lines_of(act, complaints(act=act, only=only, open_only=open_only, before=before))


def find_lines(act: Act, text: str) -> tuple[Line, ...]:
    """Slips of a number, an archive number, a customer, a plate, or with these words in their texts; closed ones too."""
    from deskapp.complaints.search import search_complaints
    from deskapp.data import reading

    with reading():
        return lines_of(act, search_complaints(act=act, text=text))


def lines_of(act: Act, found: Iterable[Complaint]) -> tuple[Line, ...]:
    """Slips as lines, in the order they came."""
    from deskapp.calendar import DueState
    from deskapp.complaints.owed import owes_clock, waits_for, who_owes
    from deskapp.complaints.reading import cards

    now = (DueState.OVERDUE, DueState.TODAY)

    def presses(card: Card) -> bool:
        """What Today asks of the person is his turn here as well."""
        urgency = card.urgency
        return urgency is not None and urgency.state in now and not urgency.clock.stands and owes_clock(act, card.slip, urgency.clock)

    return tuple(
        Line(
            card.slip,
            card.urgency,
            who_owes(card.slip, card.urgency.clock) if card.urgency else "",
            mine=card.slip.stage.is_open and (waits_for(act, card.slip) or presses(card)),
        )
        for card in cards(found, act.at)
    )


def load_slip(act: Act, complaint_id: int) -> Opened:
    """One slip as it stands now, in one snapshot."""
    from deskapp.data import reading

    with reading():
        return _opened(act, complaint_id)


def _opened(act: Act, complaint_id: int) -> Opened:
    from deskapp.attachments.service import thumbnails
    from deskapp.complaints.clocks import outside_deadlines, pause_total
    from deskapp.complaints.closing import missing_for_archive, notices_raised
    from deskapp.complaints.domain import FILE_MB, MEDIUM_COMPENSATION, SMALL_COMPENSATION
    from deskapp.complaints.owed import who_owes
    from deskapp.complaints.reading import clocks_of, complaint, limits, urgency_of
    from deskapp.settings.store import value
    from deskapp.staff.service import people
    from deskapp.store.days import calendar

    slip, days = complaint(act=act, complaint_id=complaint_id), calendar()
    urgency = urgency_of(slip, act.at)
    return Opened(
        slip=slip,
        clocks=tuple(_timed(clock, days, act.at) for clock in clocks_of(slip, act.at)),
        urgency=urgency,
        owes=who_owes(slip, urgency.clock) if urgency else "",
        names={one.id: one.name for one in people(active_only=False)},
        heads={row.department_id: _heads(row.department_id) for row in slip.rows},
        routers=_routers(slip),
        reach=_Reaches(act).of(slip),
        now=act.at,
        paused=pause_total(slip.pauses, days, act.at),
        thumbnails=thumbnails(tuple(photo.attachment_id for photo in slip.photos)),
        notices=tuple((one.id, one.number, one.state.label) for one in notices_raised(slip)),
        missing=missing_for_archive(slip) if slip.state is State.TO_ARCHIVE else (),
        limits=limits(),
        approval=(value(SMALL_COMPENSATION), value(MEDIUM_COMPENSATION)),
        file_mb=value(FILE_MB),
        outside=outside_deadlines(slip, days),
    )


def _timed(clock: Clock, days: Calendar, now: datetime) -> Timed:
    from deskapp.calendar import DueState, due

    day = due(days, clock.due.date(), today=now.date())
    if clock.due.date() != now.date():
        return Timed(clock, day.state, day.words)
    late = clock.is_overdue(now)
    return Timed(clock, DueState.OVERDUE if late else DueState.TODAY, f"{'已过' if late else '今天'} {clock.due:%H:%M}")


def _heads(department_id: int) -> str:
    from deskapp.rectification.reading import heads_of

    return heads_of(department_id)


def _routers(slip: Complaint) -> str:
    """Names of the managers who route slips of this category."""
    from deskapp.complaints.owed import manager_of
    from deskapp.staff.service import people

    role = manager_of(slip.category.group)
    return "、".join(one.name for one in people(role=role)) or role.label


class _Reaches:
    """The rights of a person, asked once, and what they come to on each slip."""

    def __init__(self, act: Act) -> None:
        from deskapp.complaints.domain import TRIES
        from deskapp.settings.store import value
        from deskapp.staff.domain import Right, Scope
        from deskapp.staff.service import allowed, own_departments, scopes

        self._act = act
        self._heads = own_departments(act, Right.ANSWER_COMPLAINTS)
        self._records = Scope.RECORDED in scopes(act, Right.ANSWER_COMPLAINTS)
        self._handles = allowed(act, Right.HANDLE_COMPLAINTS)
        self._drafts = allowed(act, Right.DRAFT_COMPLAINTS)
        self._extends = allowed(act, Right.EXTEND_LIMITS)
        self._reopens = allowed(act, Right.REOPEN_SLIPS)
        self._voids = allowed(act, Right.VOID_SLIPS)
        self._notices = allowed(act, Right.ISSUE_NOTICES)
        self._tries = value(TRIES)

    def of(self, slip: Complaint) -> Reach:
        from deskapp.complaints.paying import may_decide, may_propose
        from deskapp.complaints.steps import may_route

        asked = waiting_compensation(slip)
        on_the_way = slip.state in (State.TO_ROUTE, State.TO_ACCEPT, State.IN_PROGRESS, State.TO_CALL_BACK)
        return Reach(
            staff_id=self._act.staff_id,
            heads=self._heads,
            records=self._records,
            handles=self._handles,
            routes=on_the_way and may_route(self._act, slip),
            edits_draft=self._drafts and slip.received_by == self._act.staff_id,
            extends=self._extends,
            reopens=self._reopens,
            voids=self._voids,
            issues_notices=self._notices,
            proposes=slip.stage.is_open and may_propose(act=self._act, slip=slip),
            decides=asked is not None and may_decide(act=self._act, compensation=asked),
            tries=self._tries,
        )


def sees_reports(act: Act) -> bool:
    """Whether the person may look at the day and the week: customer service, 总经理, heads and managers."""
    from deskapp.staff.domain import Right, Scope
    from deskapp.staff.service import scopes

    return bool(scopes(act, Right.SEE_REPORTS) & {Scope.ALL, Scope.OWN_DEPARTMENT})


def people_of(department_id: int) -> tuple[PersonChoice, ...]:
    """Everybody of a department and those under it: who can be named for its row."""
    from deskapp.staff.service import departments_under, people
    from ui.kit.fields_person import PersonChoice

    under = departments_under(department_id)
    return tuple(PersonChoice(one.id, one.name, one.department) for one in people() if one.department_id in under)


def all_people() -> tuple[PersonChoice, ...]:
    """Everybody of the store."""
    from deskapp.staff.service import people
    from ui.kit.fields_person import PersonChoice

    return tuple(PersonChoice(one.id, one.name, one.department) for one in people())


def departments_open() -> tuple[tuple[int, str], ...]:
    """Departments a slip can be routed to."""
    from deskapp.staff.service import departments

    return tuple((one.id, one.name) for one in departments())


def load_picture(attachment_id: int) -> bytes:
    from deskapp.attachments.service import picture

    return picture(attachment_id)
