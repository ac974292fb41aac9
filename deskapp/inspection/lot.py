"""The lot of a spot check: which items, or whom, with a seed that is kept and tells the same again (inspection.md §2)."""

from collections.abc import Sequence
from datetime import timedelta

from deskapp.checklists.domain import RunKind, Version, draw
from deskapp.checklists.runs import people_failures, recent_failures, runs
from deskapp.data import Tx
from deskapp.errors import UserError
from deskapp.inspection.domain import SPOT_DAYS, week_of
from deskapp.settings.store import value
from deskapp.staff.domain import Role
from deskapp.staff.house import house
from deskapp.staff.service import people

_HEAVIER = 2
"""How much each failure of late adds to a chance of 1."""


def drawn_items(tx: Tx, of: Version, kind: RunKind, chosen: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """Seed and codes: the chosen ones, all, or for a spot check those the lot falls on, what failed lately more often."""
    every = tuple(item.code for item in of.checks)
    if chosen:
        return "", tuple(code for code in every if code in chosen)
    if kind is not RunKind.SPOT or of.form.spot_people:
        return "", every
    today = tx.act.at.date()
    failures = recent_failures(template_id=of.template_id, since=today - timedelta(days=value(SPOT_DAYS)), until=today)
    weights = {code: 1 + _HEAVIER * times for code, times in failures.items()}
    return _seed(tx, of), draw(every, seed=_seed(tx, of), count=of.form.spot_items, weights=weights)


def drawn_person(tx: Tx, of: Version, department_id: int | None) -> tuple[str, int]:
    """Seed and whom the lot falls on: of all who meet customers, or of one department, but not the inspector nor who had his turn.

    Who failed lately is drawn more often. Refuses where everybody has had his turn.
    """
    today = tx.act.at.date()
    monday, sunday = week_of(today)
    seen = {run.person_id for run in runs(kinds=(RunKind.SPOT,), first=monday, last=sunday, code=of.code) if not run.voided}
    within = house().under(department_id) if department_id is not None else None
    candidates = tuple(
        str(one.id)
        for one in people()
        if one.roles - {Role.GENERAL_MANAGER} and one.id not in seen and one.id != tx.act.staff_id
        if within is None or one.department_id in within
    )
    if not candidates:
        raise UserError("这周每个人都抽查过了。要再查一次，请用“专项检查”指定人")
    failures = people_failures(template_id=of.template_id, since=today - timedelta(days=value(SPOT_DAYS)), until=today)
    weights = {str(staff_id): 1 + _HEAVIER * times for staff_id, times in failures.items()}
    (taken,) = draw(candidates, seed=_seed(tx, of), count=1, weights=weights)
    return _seed(tx, of), int(taken)


def _seed(tx: Tx, of: Version) -> str:
    return f"{week_of(tx.act.at.date())[0]:%G-W%V}-{of.code}-{tx.act_id}"
