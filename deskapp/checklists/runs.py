"""Checks carried out: begun, marked, finished, voided. The feature above asks the right and takes the number; this keeps what was found."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from deskapp.checklists.domain import Mark, Result, Run, RunKind, Version
from deskapp.checklists.tables import MarkRecord, RunRecord
from deskapp.checklists.templates import as_day, as_instant, versions
from deskapp.data import Tx, fetch_rows, update_record
from deskapp.errors import UserError

_LAST_MARK_FAILED = (
    " AND r.day >= ? AND r.day <= ? AND r.finished_id IS NOT NULL AND r.voided_id IS NULL AND k.result = 'fail'"
    " AND k.id = (SELECT MAX(l.id) FROM check_marks l WHERE l.run_id = k.run_id AND l.item_id = k.item_id) GROUP BY i.code"
)
_FAILURES_OF = (
    "SELECT i.code, COUNT(DISTINCT r.id) FROM check_runs r JOIN check_marks k ON k.run_id = r.id"
    " JOIN template_items i ON i.id = k.item_id WHERE r.department_id = ?" + _LAST_MARK_FAILED
)
_RECENT_FAILURES = (
    "SELECT i.code, COUNT(DISTINCT r.id) FROM check_runs r JOIN template_versions v ON v.id = r.version_id"
    " JOIN check_marks k ON k.run_id = r.id JOIN template_items i ON i.id = k.item_id"
    " WHERE v.template_id = ?" + _LAST_MARK_FAILED
)
_PEOPLE_FAILURES = (
    "SELECT r.person_id, COUNT(DISTINCT r.id) FROM check_runs r JOIN template_versions v ON v.id = r.version_id"
    " JOIN check_marks k ON k.run_id = r.id WHERE v.template_id = ? AND r.person_id IS NOT NULL"
    + _LAST_MARK_FAILED.replace("GROUP BY i.code", "GROUP BY r.person_id")
)
_LAST_RESULTS = (
    "SELECT MAX(k.id) FROM check_runs r JOIN template_versions v ON v.id = r.version_id JOIN check_marks k ON k.run_id = r.id"
    " JOIN template_items i ON i.id = k.item_id WHERE v.template_id = ? AND r.id < ? AND r.day >= ? AND r.finished_id IS NOT NULL"
    " AND r.voided_id IS NULL"
)
_LAST_OF_DEPARTMENT = _LAST_RESULTS + " AND COALESCE(r.department_id, 0) = ? GROUP BY i.code"
_LAST_OF_PERSON = _LAST_RESULTS + " AND r.person_id = ? GROUP BY i.code"
_USUAL_NOTES = (
    "SELECT i.code, k.note FROM check_runs r JOIN template_versions v ON v.id = r.version_id JOIN check_marks k ON k.run_id = r.id"
    " JOIN template_items i ON i.id = k.item_id WHERE v.template_id = ? AND r.day >= ? AND r.finished_id IS NOT NULL"
    " AND r.voided_id IS NULL AND k.result = 'fail' AND LENGTH(k.note) <= ? GROUP BY i.code, k.note"
    " ORDER BY COUNT(DISTINCT r.id) DESC, MAX(k.id) DESC"
)
LONGEST_USUAL = 20
"""Characters of a note short enough to be offered again."""
MOST_USUAL = 3


def begin_run(
    tx: Tx,
    *,
    of: Version,
    kind: RunKind,
    day: date,
    drawn: Sequence[str] = (),
    seed: str = "",
    slot: str = "",
    nth: int = 1,
    department_id: int | None = None,
    person_id: int | None = None,
) -> int:
    """A new check by a version, over the codes `drawn` (none = every item), of a department or a person in it; its id.

    Without a department it is the template's own.
    """
    codes = tuple(drawn) or tuple(item.code for item in of.checks)
    record = RunRecord.create(
        version=of.id,
        kind=kind.value,
        day=day,
        slot=slot,
        nth=nth,
        department=department_id or of.form.department_id,
        person=person_id,
        drawn=" ".join(codes),
        seed=seed,
        act=tx.act_id,
    )
    return record.id


def mark_items(tx: Tx, *, run_id: int, marks: Mapping[str, tuple[Result, str]]) -> None:
    """Write how items were found: code -> (result, note). The last mark counts.

    Refuses a check that is finished or void, and an item that failed without a note (inspection.md §3).
    """
    record = _open(run_id)
    drawn = set(record.drawn.split())
    rows: list[dict[str, object]] = []
    items = {row[0]: row[1:] for row in fetch_rows("SELECT code, id, title FROM template_items WHERE version_id = ?", record.version_id)}
    for code, (result, note) in marks.items():
        if code not in drawn:
            raise UserError(f"{code} 不在这次检查里。请刷新")
        if result is Result.FAILED and not note.strip():
            raise UserError(f"{code} {items[code][1]}不合格，请写明情况", field=code)
        rows.append({"run": run_id, "item": items[code][0], "result": result.value, "note": note.strip(), "act": tx.act_id})
    if rows:
        MarkRecord.insert_many(rows).execute()


def finish_run(tx: Tx, *, run_id: int) -> None:
    """Close a check of which every item is marked; refuses naming the blank ones."""
    record = _open(run_id)
    blank = run(run_id).missing
    if blank:
        raise UserError(f"还有 {len(blank)} 项未查：{'、'.join(item.code for item in blank)}", field=blank[0].code)
    update_record(tx, record, finished=tx.act_id)


def void_run(tx: Tx, *, run_id: int, reason: str) -> None:
    """Take a check out of every figure; it stays readable. Needs a reason."""
    if not reason.strip():
        raise UserError("请写明原因", field="reason_text")
    record = RunRecord.get_or_none(RunRecord.id == run_id)
    if record is None or record.voided_id is not None:
        raise UserError("这次检查已经作废。请刷新")
    update_record(tx, record, voided=tx.act_id, reason=reason.strip())


def run(run_id: int) -> Run:
    """One check with its marks. Raises LookupError for an unknown id."""
    found = _runs("r.id = ?", run_id)
    if not found:
        raise LookupError(f"no run {run_id}")
    return found[0]


def runs(*, kinds: Collection[RunKind], first: date, last: date, code: str = "", with_marks: bool = True) -> tuple[Run, ...]:
    """The checks of these kinds in a span of days, void ones too, oldest first; of one template by its letter.

    Who only asks whether they were done leaves the marks where they are.
    """
    which, params = (
        f"r.kind IN ({', '.join('?' * len(kinds))}) AND r.day >= ? AND r.day <= ?",
        [*(kind.value for kind in kinds), first, last],
    )
    if code:
        which += " AND r.version_id IN (SELECT v.id FROM template_versions v JOIN templates t ON t.id = v.template_id WHERE t.code = ?)"
        params.append(code)
    return tuple(_runs(which, *params, with_marks=with_marks))


def recent_failures(*, template_id: int, since: date, until: date) -> dict[str, int]:
    """In how many finished checks of the span each item failed: what a spot check looks at more often."""
    return dict(fetch_rows(_RECENT_FAILURES, template_id, since, until))


def failures_of(*, department_id: int, since: date, until: date) -> dict[str, int]:
    """How often each item failed at a department within the span: 3 times in 30 days is a 重复项目 (inspection.md §4)."""
    return dict(fetch_rows(_FAILURES_OF, department_id, since, until))


def people_failures(*, template_id: int, since: date, until: date) -> dict[int, int]:
    """In how many finished checks of the span each checked person failed in something."""
    return dict(fetch_rows(_PEOPLE_FAILURES, template_id, since, until))


def last_results(before: Run, *, since: date) -> dict[str, Mark]:
    """The last mark of each item in earlier finished checks by the same template, shown beside the item.

    Of the same person, or of the same department where no person is checked; checks before `since` are not looked at.
    """
    statement, whose = (_LAST_OF_DEPARTMENT, before.department_id or 0) if before.person_id is None else (_LAST_OF_PERSON, before.person_id)
    rows = fetch_rows(statement, before.version.template_id, before.id, since, whose)
    if not rows:
        return {}
    found = _marks("id", [row[0] for row in rows])
    return {code: mark for marks in found.values() for code, mark in marks.items()}


def usual_notes(*, template_id: int, since: date) -> dict[str, tuple[str, ...]]:
    """What was written to each failed item most often, short notes only, at most three an item: offered again with one touch."""
    found: dict[str, tuple[str, ...]] = {}
    for code, note in fetch_rows(_USUAL_NOTES, template_id, since, LONGEST_USUAL):
        if len(found.get(code, ())) < MOST_USUAL:
            found[code] = (*found.get(code, ()), note)
    return found


def _open(run_id: int) -> RunRecord:
    record = RunRecord.get_or_none(RunRecord.id == run_id)
    if record is None:
        raise UserError("没有这次检查。请刷新")
    if record.voided_id is not None:
        raise UserError("这次检查已经作废，不能再改")
    if record.finished_id is not None:
        raise UserError("这次检查已经完成，不能再改")
    return record


_RUNS = (
    "SELECT r.id, r.version_id, r.kind, r.day, r.slot, r.nth, r.drawn, r.seed, a.staff_id, a.at, f.at, r.voided_id, r.department_id,"
    " r.person_id FROM check_runs r JOIN acts a ON a.id = r.act_id LEFT JOIN acts f ON f.id = r.finished_id WHERE {which} ORDER BY r.id"
)
_MARKS = (
    "SELECT k.run_id, i.code, k.result, k.note, a.staff_id, a.at FROM check_marks k JOIN template_items i ON i.id = k.item_id"
    " JOIN acts a ON a.id = k.act_id WHERE k.{column} IN ({ids}) ORDER BY k.id"
)


def _runs(which: str, *params: object, with_marks: bool = True) -> list[Run]:
    """Runs `r` with their marks: four constant statements, for a check is read after every mark."""
    rows = fetch_rows(_RUNS.format(which=which), *params)
    by_id = versions({row[1] for row in rows})
    marks = _marks("run_id", [row[0] for row in rows]) if with_marks else {}
    return [
        Run(
            id=run_id,
            version=by_id[version_id],
            kind=RunKind(kind),
            day=as_day(day),
            slot=slot,
            nth=nth,
            drawn=tuple(drawn.split()),
            seed=seed,
            started_by=started_by,
            started_at=as_instant(started_at),
            finished_at=as_instant(finished_at) if finished_at is not None else None,
            voided=voided_id is not None,
            department_id=department_id,
            person_id=person_id,
            marks=marks.get(run_id, {}),
        )
        for (
            run_id,
            version_id,
            kind,
            day,
            slot,
            nth,
            drawn,
            seed,
            started_by,
            started_at,
            finished_at,
            voided_id,
            department_id,
            person_id,
        ) in rows
    ]


def _marks(column: str, ids: Sequence[int]) -> dict[int, dict[str, Mark]]:
    """The last mark of each item, by run, of these runs (`run_id`) or among these marks (`id`)."""
    found: dict[int, dict[str, Mark]] = {}
    if ids:
        text = _MARKS.format(column=column, ids=", ".join("?" * len(ids)))
        for run_id, code, result, note, by, at in fetch_rows(text, *ids):
            found.setdefault(run_id, {})[code] = Mark(code, Result(result), note, by, as_instant(at))
    return found
