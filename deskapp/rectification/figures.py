"""Looking back on notices: closing rate, days and failed rechecks by department, and what is late at which step (inspection.md §5)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import peewee as pw

from deskapp.data import Act, ActRecord
from deskapp.rectification.domain import NoticeState, RecheckResult, RowState
from deskapp.rectification.reading import Overdue
from deskapp.rectification.tables import NoticeRecord, RoundRecord, RowRecord
from deskapp.staff.domain import Right, Scope
from deskapp.staff.house import house
from deskapp.staff.service import own_departments, require, scopes

STAGES = ("下发", "签收", "填写措施", "完成整改", "复检")
"""What a notice may wait for, in the order of its way."""


@dataclass(frozen=True, slots=True)
class Handled:
    """One row of a notice as the figures count it. A withdrawn row is closed, but nobody has put it right."""

    notice_id: int
    number: str
    position: int
    title: str
    department_id: int
    made_at: datetime
    issued_at: datetime | None
    closed_at: datetime | None
    is_withdrawn: bool
    state: RowState
    owner_id: int | None
    is_repeated: bool
    rechecks: int = 0
    failed_rechecks: int = 0

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None and not self.is_withdrawn

    @property
    def days_to_close(self) -> int | None:
        """Days from the day it was issued to the day it was closed; None while it is open."""
        if self.closed_at is None or self.issued_at is None or self.is_withdrawn:
            return None
        return (self.closed_at.date() - self.issued_at.date()).days


@dataclass(frozen=True, slots=True)
class DepartmentFigures:
    """How a department deals with its rows. `department_id` None adds up all of them."""

    department_id: int | None
    department: str
    rows: tuple[Handled, ...]
    overdue: tuple[Overdue, ...]

    @property
    def counted(self) -> tuple[Handled, ...]:
        """What the closing rate is about: a withdrawn row is neither."""
        return tuple(row for row in self.rows if not row.is_withdrawn)

    @property
    def closed(self) -> tuple[Handled, ...]:
        return tuple(row for row in self.rows if row.is_closed)

    @property
    def open(self) -> tuple[Handled, ...]:
        return tuple(row for row in self.rows if row.closed_at is None)

    @property
    def rechecked(self) -> tuple[Handled, ...]:
        return tuple(row for row in self.rows if row.rechecks)

    @property
    def failed_recheck(self) -> tuple[Handled, ...]:
        """Rows that a recheck found not or only partly done at least once."""
        return tuple(row for row in self.rows if row.failed_rechecks)

    @property
    def repeated(self) -> tuple[Handled, ...]:
        return tuple(row for row in self.rows if row.is_repeated)

    @property
    def closing_permille(self) -> int | None:
        """Closed rows out of those not withdrawn, rounded half up."""
        return _permille(len(self.closed), len(self.counted))

    @property
    def recheck_failure_permille(self) -> int | None:
        """Rechecks that failed or passed in part, out of all rechecks."""
        return _permille(sum(row.failed_rechecks for row in self.rows), sum(row.rechecks for row in self.rows))

    @property
    def tenths_to_close(self) -> int | None:
        """Average days from issue to closing, in tenths of a day."""
        took = [days for row in self.closed if (days := row.days_to_close) is not None]
        return (sum(took) * 20 + len(took)) // (len(took) * 2) if took else None


def handled_rows(*, act: Act, first: date, last: date) -> tuple[Handled, ...]:
    """The rows of the notices made in a span, void notices and dropped rows left out, oldest first; a head sees his departments'."""
    seen = reported_departments(act)
    condition: Any = (ActRecord.at >= first) & (ActRecord.at < last + timedelta(days=1))
    condition = condition & (NoticeRecord.state != NoticeState.VOID.value) & (RowRecord.dropped == "")
    if seen is not None:
        condition = condition & NoticeRecord.department.in_(list(seen))
    query: Any = (
        RowRecord.select(
            RowRecord.id, NoticeRecord.id, NoticeRecord.number, RowRecord.position, RowRecord.title, NoticeRecord.department,
            ActRecord.at, NoticeRecord.issued_at, RowRecord.closed_at, RowRecord.withdrawn, RowRecord.state, RowRecord.owner,
            RowRecord.repeated,
        )
        .join(NoticeRecord)
        .join(ActRecord, on=NoticeRecord.act)
        .where(condition)
        .order_by(NoticeRecord.id, RowRecord.position)
    )  # fmt: skip
    found = list(query.tuples())
    checked = _rechecks([row[0] for row in found])
    return tuple(
        Handled(
            notice_id=notice_id,
            number=number,
            position=position,
            title=title,
            department_id=department_id,
            made_at=made_at,
            issued_at=issued_at,
            closed_at=closed_at,
            is_withdrawn=bool(withdrawn),
            state=RowState(state),
            owner_id=owner_id,
            is_repeated=bool(repeated),
            rechecks=checked.get(row_id, (0, 0))[0],
            failed_rechecks=checked.get(row_id, (0, 0))[1],
        )
        for (
            row_id, notice_id, number, position, title, department_id, made_at, issued_at, closed_at, withdrawn, state, owner_id, repeated,
        ) in found
    )  # fmt: skip


def reported_departments(act: Act) -> frozenset[int] | None:
    """The departments of whose checks and notices the person sees the figures, None = all. Refuses whoever heads none."""
    if Scope.ALL in scopes(act, Right.SEE_REPORTS):
        return None
    own = own_departments(act, Right.SEE_REPORTS)
    if not own:
        require(act, Right.SEE_REPORTS)
    return own


def department_figures(rows: Iterable[Handled], overdue: Iterable[Overdue]) -> tuple[DepartmentFigures, ...]:
    """The sum of all, then each department that has rows or owes something, by what it owes, then by its rows."""
    mine: dict[int, tuple[list[Handled], list[Overdue]]] = {}
    for row in rows:
        mine.setdefault(row.department_id, ([], []))[0].append(row)
    for late in overdue:
        mine.setdefault(late.notice.department_id, ([], []))[1].append(late)
    departments = house().departments
    each = [DepartmentFigures(key, departments[key].name, tuple(some), tuple(late)) for key, (some, late) in mine.items()]
    each.sort(key=lambda one: (-len(one.overdue), -len(one.rows), one.department))
    whole = DepartmentFigures(
        None, "全部", tuple(row for one in each for row in one.rows), tuple(late for one in each for late in one.overdue)
    )
    return (whole, *each)


def by_stage(overdue: Sequence[Overdue]) -> tuple[tuple[str, tuple[Overdue, ...]], ...]:
    """What is past its day at each step, in the order of the way; every step, also those where nothing is late."""
    return tuple((stage, tuple(late for late in overdue if late.owed.what == stage)) for stage in STAGES)


def _rechecks(row_ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    """Row -> how many rechecks it had, and how many of them did not pass."""
    if not row_ids:
        return {}
    failed = pw.fn.SUM(pw.Case(None, [(RoundRecord.recheck != RecheckResult.PASSED.value, 1)], 0))
    query: Any = (
        RoundRecord.select(RoundRecord.row, pw.fn.COUNT(RoundRecord.id), failed)
        .where(RoundRecord.row.in_(list(row_ids)) & RoundRecord.recheck.is_null(is_null=False))
        .group_by(RoundRecord.row)
    )
    return {row_id: (made, int(missed)) for row_id, made, missed in query.tuples()}


def _permille(part: int, whole: int) -> int | None:
    return (part * 2000 + whole) // (whole * 2) if whole else None
