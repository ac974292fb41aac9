"""The list of all checks, page by page: a year has some 2,900 of 15 items, and a list shows 200 lines at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from deskapp.checklists.domain import Result, RunKind, Score
from deskapp.data import Act, fetch_rows, reading
from deskapp.inspection.domain import CheckFilter, CheckLine
from deskapp.inspection.reading import SEES, instant
from deskapp.staff.house import House, house
from deskapp.staff.service import require_any

_LINES = (
    "SELECT n.id, n.number, t.code, v.name, r.kind, r.department_id, r.person_id, b.staff_id, b.at, f.at, r.drawn, n.confirmed_by,"
    " r.voided_id, r.id FROM inspections n JOIN check_runs r ON r.id = n.run_id JOIN template_versions v ON v.id = r.version_id"
    " JOIN templates t ON t.id = v.template_id JOIN acts b ON b.id = r.act_id LEFT JOIN acts f ON f.id = r.finished_id"
    " WHERE r.day >= ? AND r.day <= ? AND n.id < ?"
)
_LAST = "k.id = (SELECT MAX(l.id) FROM check_marks l WHERE l.run_id = k.run_id AND l.item_id = k.item_id)"
_ONLY = {
    CheckFilter.ALL: "",
    CheckFilter.OPEN: " AND r.finished_id IS NULL AND r.voided_id IS NULL",
    CheckFilter.FAILED: " AND r.finished_id IS NOT NULL AND r.voided_id IS NULL"
    f" AND EXISTS (SELECT 1 FROM check_marks k WHERE k.run_id = r.id AND k.result = 'fail' AND {_LAST})",
    CheckFilter.UNCONFIRMED: " AND r.finished_id IS NOT NULL AND r.voided_id IS NULL AND n.confirmed_id IS NULL",
    CheckFilter.VOID: " AND r.voided_id IS NOT NULL",
}
_NEWEST = 1 << 62


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which checks: of a span of days, by one sheet (its letter), of one department with those under it, in one state."""

    first: date
    last: date
    code: str = ""
    department_id: int | None = None
    only: CheckFilter = CheckFilter.ALL


def checks(*, act: Act, wanted: Wanted, before: int | None = None, limit: int = 200) -> tuple[CheckLine, ...]:
    """The checks of the list, newest first, at most `limit` of those begun before the one with id `before`. Three statements."""
    require_any(act, SEES)
    text = _LINES + _ONLY[wanted.only]
    params: list[object] = [wanted.first, wanted.last, before or _NEWEST]
    if wanted.code:
        text += " AND t.code = ?"
        params.append(wanted.code)
    if wanted.department_id is not None:
        under = sorted(house().under(wanted.department_id))
        text += f" AND r.department_id IN ({', '.join('?' * len(under))})"
        params += under
    with reading():
        rows = fetch_rows(f"{text} ORDER BY n.id DESC LIMIT {limit:d}", *params)
        found, everybody = _results([row[-1] for row in rows]), house()
    return tuple(_line(row, found.get(row[-1], {}), everybody) for row in rows)


_Results = Mapping[Result, tuple[int, int]]


def _results(run_ids: Sequence[int]) -> dict[int, _Results]:
    """Of each check: result -> (items, weight)."""
    if not run_ids:
        return {}
    marks = ", ".join("?" * len(run_ids))
    rows = fetch_rows(
        "SELECT k.run_id, k.result, COUNT(*), SUM(i.weight) FROM check_marks k JOIN template_items i ON i.id = k.item_id"
        f" WHERE k.run_id IN ({marks}) AND {_LAST} GROUP BY k.run_id, k.result",
        *run_ids,
    )
    found: dict[int, dict[Result, tuple[int, int]]] = {}
    for run_id, result, items, weight in rows:
        found.setdefault(run_id, {})[Result(result)] = int(items), int(weight)
    return dict(found)


def _line(row: Sequence[Any], results: _Results, everybody: House) -> CheckLine:
    id_, number, code, name, kind, department_id, person_id, by, began, finished, drawn, confirmed_by, voided, _ = row
    staff, departments = everybody.people, everybody.departments
    count = {result: results.get(result, (0, 0)) for result in Result}
    return CheckLine(
        id=id_,
        number=number,
        code=code,
        name=name,
        kind=RunKind(kind),
        department=departments[department_id].name if department_id else "",
        person=staff[person_id].name if person_id else "",
        inspector=staff[by].name if by else "",
        began_at=instant(began),
        finished_at=instant(finished) if finished else None,
        items=len(drawn.split()),
        marked=sum(items for items, _ in count.values()),
        failed_items=count[Result.FAILED][0],
        score=Score(count[Result.PASSED][1], count[Result.FAILED][1], count[Result.NOT_APPLICABLE][1]),
        confirmed_by=confirmed_by,
        voided=voided is not None,
    )
