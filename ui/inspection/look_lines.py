"""The rows behind a figure of the look back, as one list shows them: what, by which number, how it stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ui.kit import theme

if TYPE_CHECKING:
    from deskapp.inspection.figures import Check, Failure
    from deskapp.rectification.figures import Handled
    from deskapp.rectification.reading import Overdue


@dataclass(frozen=True, slots=True)
class Line:
    """One record behind a figure; Enter opens `number`."""

    key: tuple[str, int]
    number: str
    what: str
    note: str
    state: str
    colour: str = theme.INK


Names = Mapping[int, str]


def percent(permille: int | None) -> str:
    """97.3%; a dash where nothing applied."""
    return "—" if permille is None else f"{permille / 10:.1f}%"


def check_lines(checks: Iterable[Check], people: Names) -> list[Line]:
    """Checks, the newest first."""
    return [
        Line(
            key=(check.number, 0),
            number=check.number,
            what=f"{check.letter} {check.sheet}・{check.kind.label}",
            note=people.get(check.person_id or 0, ""),
            state=percent(check.score.permille),
            colour=theme.INK if check.failed else theme.GOOD,
        )
        for check in sorted(checks, key=lambda one: (one.day, one.number), reverse=True)
    ]


def failure_lines(failures: Iterable[Failure], departments: Names, people: Names, *, of_one_item: bool = False) -> list[Line]:
    """Failed items with what was written down, the newest first; `of_one_item` leaves out its name, which the head says."""
    found = sorted(enumerate(failures), key=lambda pair: (pair[1].check.day, pair[1].check.number), reverse=True)
    return [
        Line(
            key=(one.check.number, place),
            number=one.check.number,
            what=one.note if of_one_item else f"{one.item}：{one.note}",
            note=people.get(one.check.person_id or 0, ""),
            state=departments.get(one.check.department_id or 0, ""),
        )
        for place, one in found
    ]


def row_lines(rows: Iterable[Handled], people: Names) -> list[Line]:
    """Rows of notices, the newest first: their state, or how many days closing took."""
    return [
        Line(
            key=(row.number, row.position),
            number=row.number,
            what=f"第 {row.position} 项 {row.title}",
            note=people.get(row.owner_id or 0, ""),
            state=_state(row),
            colour=theme.GOOD if row.is_closed else theme.INK,
        )
        for row in sorted(rows, key=lambda one: (one.made_at, one.number, -one.position), reverse=True)
    ]


def overdue_lines(late: Iterable[Overdue], people: Names) -> list[Line]:
    """What is past its day, the latest first, by name: 张伟 超 2 天未签收."""
    return [
        Line(
            key=(one.notice.number, one.owed.position),
            number=one.notice.number,
            what=f"{people.get(one.owed.owner_id or 0, one.owed.who)} 超 {one.days} 天未{one.owed.what}",
            note=_title(one),
            state=f"超 {one.days} 天",
            colour=theme.BAD,
        )
        for one in sorted(late, key=lambda one: -one.days)
    ]


def _state(row: Handled) -> str:
    if row.is_withdrawn:
        return "已撤销"
    return f"{row.days_to_close} 天关闭" if row.is_closed else row.state.label


def _title(late: Overdue) -> str:
    row = next((row for row in late.notice.rows if row.position == late.owed.position), None)
    return row.finding.title if row else ""
