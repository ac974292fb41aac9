"""What the windows of rectification ask the store; each runs on the database thread."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from deskapp.rectification.moves import Moves, Reach, moves

if TYPE_CHECKING:
    from datetime import date

    from deskapp.calendar import Calendar, Due
    from deskapp.data import Act
    from deskapp.rectification.deadlines import Owed
    from deskapp.rectification.domain import Notice, Row
    from deskapp.rectification.enforcement import Appraisal, Focus
    from ui.kit.fields_person import PersonChoice


@dataclass(frozen=True, slots=True)
class Line:
    """A notice on the board or in the list: what it waits for first, until when, and whose turn it is. `late` says it by name."""

    notice: Notice
    owed: Owed | None
    due: Due | None
    who: str
    mine: bool

    @property
    def is_overdue(self) -> bool:
        from deskapp.calendar import DueState

        return self.due is not None and self.due.state is DueState.OVERDUE

    @property
    def late(self) -> str:
        """张伟 超 2 天未签收, '' in time."""
        return f"{self.who} 超 {self.due.days} 天未{self.owed.what}" if self.is_overdue and self.owed and self.due else ""

    @property
    def what(self) -> str:
        """The first item, and how many there are."""
        rows = self.notice.live_rows
        more = f" 等 {len(rows)} 项" if len(rows) > 1 else ""
        return f"{rows[0].finding.title}{more}" if rows else "（没有项目）"

    @property
    def done_words(self) -> str:
        """n/m 项; before anything is closed only how many."""
        rows, left = self.notice.live_rows, self.notice.open_rows
        return f"{len(rows) - len(left)}/{len(rows)} 项" if len(left) < len(rows) else f"{len(rows)} 项"


@dataclass(frozen=True, slots=True)
class Board:
    """All the notices that are open, and how far the person's rights go."""

    lines: tuple[Line, ...]
    reach: Reach
    departments: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Opened:
    """One notice with everything its window says. `heads` are the names of those who answer for its department."""

    notice: Notice
    owed: tuple[Owed, ...]
    dues: Mapping[int, Due]
    names: Mapping[int, str]
    departments: Mapping[int, str]
    heads: str
    reach: Reach
    today: date
    appraisals: tuple[Appraisal, ...]
    focus: Focus | None
    accept_days: int

    def late(self, *, of_department: bool = False) -> tuple[str, int]:
        """What is past its day for the longest, by name, and for how many working days; ("", 0) in time."""
        from deskapp.calendar import DueState

        past = [(one, due) for one in self.owed if (due := self.dues[one.position]).state is DueState.OVERDUE]
        past = [(one, due) for one, due in past if not of_department or one.who != "客服"]
        if not past:
            return "", 0
        one, due = max(past, key=lambda pair: pair[1].days)
        named = self.names.get(one.owner_id, "") if one.owner_id else (one.who if one.who == "客服" else self.heads or one.who)
        return f"{named} 超 {due.days} 天未{one.what}", due.days

    def moves(self, row: Row | None) -> Moves:
        owner = self.names.get(row.owner_id, "") if row is not None and row.owner_id else ""
        return moves(self.notice, row, self.reach, self.today, heads=self.heads, owner=owner)


def load_board(act: Act, *, closed: bool) -> Board:
    """The open notices, or the newest 200 with those that are closed or void."""
    from deskapp.rectification.reading import notices, reach_of
    from deskapp.staff.service import departments
    from deskapp.store.days import calendar

    now, reach = calendar(), reach_of(act)
    found = notices(act=act, open_only=not closed)
    lines = tuple(_line(one, reach, now, act.at.date()) for one in found)
    return Board(lines, reach, {one.id: one.name for one in departments(active_only=False)})


def _line(notice: Notice, reach: Reach, now: Calendar, today: date) -> Line:
    from deskapp.calendar import due
    from deskapp.rectification.reading import owed_by, who_owes

    owed = owed_by(notice, now)
    mine = any(moves(notice, row, reach, today).next is not None for row in (notice.open_rows or (None,))) and notice.state.is_open
    if not owed:
        return Line(notice, None, None, "", mine=False)
    first = owed[0]
    return Line(notice, first, due(now, first.due_on, today=today), who_owes(notice, first), mine)


def load_notice(act: Act, notice_id: int) -> Opened:
    """One notice as it stands now."""
    from deskapp.calendar import due
    from deskapp.rectification.enforcement import appraisals_of, focus_of
    from deskapp.rectification.reading import heads_of, limits, notice, owed_by, reach_of
    from deskapp.staff.service import departments, people
    from deskapp.store.days import calendar

    now, today = calendar(), act.at.date()
    found = notice(act=act, notice_id=notice_id)
    owed = owed_by(found, now)
    return Opened(
        notice=found,
        owed=owed,
        dues={one.position: due(now, one.due_on, today=today) for one in owed},
        names={one.id: one.name for one in people(active_only=False)},
        departments={one.id: one.name for one in departments(active_only=False)},
        heads=heads_of(found.department_id),
        reach=reach_of(act),
        today=today,
        appraisals=appraisals_of(notice_id),
        focus=focus_of(found.focus_id) if found.focus_id else None,
        accept_days=limits().accept,
    )


def load_thumbnails(attachment_ids: tuple[int, ...]) -> dict[int, bytes]:
    from deskapp.attachments.service import thumbnails

    return thumbnails(attachment_ids)


def load_picture(attachment_id: int) -> bytes:
    from deskapp.attachments.service import picture

    return picture(attachment_id)


def people_of(department_id: int) -> tuple[PersonChoice, ...]:
    """Everybody of a department and those under it: who can be the owner of a row."""
    from deskapp.staff.service import departments_under, people
    from ui.kit.fields_person import PersonChoice

    under = departments_under(department_id)
    return tuple(PersonChoice(one.id, one.name, one.department) for one in people() if one.department_id in under)


def departments_open() -> tuple[tuple[int, str], ...]:
    """Departments one can send a notice to."""
    from deskapp.staff.service import departments

    return tuple((one.id, one.name) for one in departments())


def mergeable(act: Act, notice: Notice) -> tuple[Notice, ...]:
    """Other notices to issue of the same department."""
    from deskapp.rectification.domain import NoticeState
    from deskapp.rectification.reading import notices

    found = notices(act=act, department_id=notice.department_id)
    return tuple(one for one in found if one.id != notice.id and one.state is NoticeState.TO_ISSUE)
