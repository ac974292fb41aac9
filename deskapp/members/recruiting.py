"""Who recruited whom: enrolments of a span by department and person, the rows behind each number, the same as a workbook.

The recruiter carries the card incentive of his department (members.md §1), so each enrolment counts for the department he belonged to on
that day. Members brought by an import were recruited by nobody here and are left out.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TypeVar

from deskapp.data import Act, fetch_rows, reading
from deskapp.errors import UserError
from deskapp.members.domain import JoinChannel, Member, MemberState
from deskapp.members.reading import members_by_id
from deskapp.sheets.writing import Cell, Column, write_xlsx
from deskapp.staff.domain import Right, Scope
from deskapp.staff.service import allowed, departments, own_departments, people, person, require, scopes

_JOINED = (
    "SELECT m.id, m.recruiter_id, m.state, m.join_channel, e.act_id FROM member_events e JOIN memberships m ON m.id = e.membership_id"
    " JOIN acts a ON a.id = e.act_id WHERE e.kind = 'joined' AND e.at >= ? AND e.at < ? AND a.use_case <> 'import_members' ORDER BY e.id"
)
_MOVED = "SELECT record_id, old, act_id FROM changes WHERE kind = 'staff' AND field = 'department' ORDER BY id"
NO_DEPARTMENT = "未分部门"
K = TypeVar("K", str, int)


@dataclass(frozen=True, slots=True)
class Enrolment:
    """One enrolment of the span: whose, for which department, and what has become of it."""

    membership_id: int
    recruiter_id: int
    department: str
    state: MemberState
    channel: JoinChannel


@dataclass(frozen=True, slots=True)
class Recruits:
    """A line of the figures: a department (`recruiter_id` None), or a person of it. `counted` = neither waiting nor sent back."""

    department: str
    recruiter_id: int | None
    recruiter: str
    enrolments: tuple[Enrolment, ...]

    @property
    def joined(self) -> int:
        return len(self.enrolments)

    @property
    def waiting(self) -> int:
        return sum(one.state is MemberState.PENDING for one in self.enrolments)

    @property
    def sent_back(self) -> int:
        return sum(one.state is MemberState.VOID for one in self.enrolments)

    @property
    def counted(self) -> int:
        return self.joined - self.waiting - self.sent_back

    def by_channel(self) -> str:
        """新车 3、保养 1: how those that count came."""
        found = [(channel.label, sum(one.channel is channel and _counts(one) for one in self.enrolments)) for channel in JoinChannel]
        return "、".join(f"{label} {count}" for label, count in found if count)


@dataclass(frozen=True, slots=True)
class Recruiting:
    """The figures of a span: each department with its people below it, the one with most first; `total` over all of them.

    `has_rows` tells whether the person may see the members behind the numbers.
    """

    first: date
    last: date
    lines: tuple[Recruits, ...]
    total: Recruits
    has_rows: bool


def recruiting(*, act: Act, first: date, last: date) -> Recruiting:
    """Enrolments of the days `first`–`last`, both included, as the person may see them: heads their department, others their own.

    Refuses a span that is turned round.
    """
    if first > last:
        raise UserError(f"开始日期 {first} 晚于结束日期 {last}", field="first")
    only = _sight(act)
    with reading():
        found = [one for one in _enrolments(first, last) if only is None or one.recruiter_id in only]
    lines: list[Recruits] = []
    for department, mine in _most_first(_grouped(found, by=lambda one: one.department)):
        lines.append(Recruits(department, None, "", tuple(mine)))
        for recruiter_id, theirs in _most_first(_grouped(mine, by=lambda one: one.recruiter_id)):
            lines.append(Recruits(department, recruiter_id, person(recruiter_id).name, tuple(theirs)))
    return Recruiting(first, last, tuple(lines), Recruits("合计", None, "", tuple(found)), allowed(act, Right.SEE_CUSTOMERS))


def recruited(*, act: Act, line: Recruits) -> list[Member]:
    """The members behind a number, newest first. Needs sight of customers: an adviser sees his figures only."""
    require(act, Right.SEE_CUSTOMERS)
    return members_by_id(act=act, membership_ids=[one.membership_id for one in reversed(line.enrolments)])


def write_recruiting(path: Path, found: Recruiting) -> int:
    """Write the figures as a workbook; how many rows. Refuses a file that cannot be written."""
    columns = (
        Column("部门", 16),
        Column("推荐人", 14),
        *(Column(head, 10) for head in ("入会", "待录入", "已退回", "计入")),
        Column("渠道", 40),
    )
    return write_xlsx(path, columns, _rows(found), sheet=f"{found.first} 至 {found.last}")


def _rows(found: Recruiting) -> Iterator[tuple[Cell, ...]]:
    for line in (*found.lines, found.total):
        who = line.recruiter or ("" if line is found.total else "小计")
        yield line.department, who, line.joined, line.waiting, line.sent_back, line.counted, line.by_channel()


def _counts(one: Enrolment) -> bool:
    return one.state not in {MemberState.PENDING, MemberState.VOID}


def _sight(act: Act) -> Collection[int] | None:
    """Whose enrolments the person may see: None = everybody's."""
    reach = scopes(act, Right.SEE_REPORTS)
    if not reach:
        require(act, Right.SEE_REPORTS)
    if reach & {Scope.ALL, Scope.DAILY}:
        return None
    mine = {act.staff_id or 0}
    for department in own_departments(act, Right.SEE_REPORTS):
        mine |= {one.id for one in people(department_id=department, active_only=False)}
    return mine


def _enrolments(first: date, last: date) -> list[Enrolment]:
    begin, end = datetime.combine(first, time.min), datetime.combine(last + timedelta(days=1), time.min)
    rows = fetch_rows(_JOINED, begin, end)
    moved = fetch_rows(_MOVED)
    names = {str(department.id): department.name for department in departments(active_only=False)}

    def department(recruiter_id: int, act_id: int) -> str:
        """The one he belonged to then: what the first later move replaced, else the one he belongs to now."""
        now = person(recruiter_id).department_id
        then = next((old for record_id, old, at in moved if record_id == recruiter_id and at > act_id), str(now or ""))
        return names.get(then, NO_DEPARTMENT)

    return [
        Enrolment(key, recruiter, department(recruiter, at), MemberState(state), JoinChannel(channel))
        for key, recruiter, state, channel, at in rows
    ]


def _grouped(found: Iterable[Enrolment], *, by: Callable[[Enrolment], K]) -> dict[K, list[Enrolment]]:
    groups: dict[K, list[Enrolment]] = {}
    for one in found:
        groups.setdefault(by(one), []).append(one)
    return groups


def _most_first(groups: dict[K, list[Enrolment]]) -> list[tuple[K, list[Enrolment]]]:
    return sorted(groups.items(), key=lambda pair: -len(pair[1]))
