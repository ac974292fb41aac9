"""Departments, each under another or at the top, and the outlets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ui.kit import buttons, work
from ui.kit.pills import Pill
from ui.kit.rows import Column, RowsModel
from ui.kit.rows_view import RowsView
from ui.kit.theme import Tone
from ui.settings.structure_dialogs import DepartmentDialog, OutletDialog
from ui.settings.subject import Subject

if TYPE_CHECKING:
    from deskapp.staff.domain import Department, Outlet
    from ui.desk import Desk

_ACTIVE, _CLOSED = Pill("在用", Tone.GOOD), Pill("停用", Tone.NEUTRAL)


@dataclass(frozen=True, slots=True)
class DepartmentRow:
    """A department with its depth in the tree and the people in it and under it."""

    department: Department
    depth: int
    people: int


@dataclass(frozen=True, slots=True)
class OutletRow:
    """An outlet and how many work there."""

    outlet: Outlet
    people: int


@dataclass(frozen=True, slots=True)
class _Loaded:
    departments: tuple[DepartmentRow, ...]
    outlets: tuple[OutletRow, ...]


class StructureSubject(Subject):
    """Enter opens a row; nothing is deleted, what is no longer used is closed."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, name="structure", says="部门包含它下面的部门；有人的部门和网点不能停用")
        self._loaded = _Loaded((), ())
        self._departments = RowsModel[DepartmentRow](_department_columns(), key=lambda row: row.department.id)
        self._outlets = RowsModel[OutletRow](_outlet_columns(), key=lambda row: row.outlet.id)
        self.departments = RowsView(self._departments, name="departments_list", says="部门", state=desk.local)
        self.outlets = RowsView(self._outlets, name="outlets_list", says="网点", state=desk.local)
        self.add_outlet = buttons.plain("新增网点", icon="plus", name="add_outlet")
        self.add_department = buttons.primary("新增部门", icon="plus", key="F4", name="add_department")
        self.add_button(self.add_outlet)
        self.add_button(self.add_department)
        self.split(self.departments, self.outlets)
        self.add_department.clicked.connect(lambda: self._open_department(None))
        self.add_outlet.clicked.connect(lambda: self._open_outlet(None))
        self.departments.opened.connect(self._open_department)
        self.outlets.opened.connect(self._open_outlet)

    def refresh(self) -> None:
        work.latest(self, _load, self._fill)

    def _fill(self, loaded: _Loaded) -> None:
        self._loaded = loaded
        self._departments.set_rows(loaded.departments)
        self._outlets.set_rows(loaded.outlets)

    def _open_department(self, row: DepartmentRow | None) -> None:
        everybody = [known.department for known in self._loaded.departments]
        dialog = DepartmentDialog(self.desk, everybody, row.department if row else None)
        dialog.accepted.connect(self._saved)
        dialog.open()

    def _open_outlet(self, row: OutletRow | None) -> None:
        dialog = OutletDialog(self.desk, row.outlet if row else None)
        dialog.accepted.connect(self._saved)
        dialog.open()

    def _saved(self) -> None:
        self.refresh()
        self.desk.changed()


def _department_columns() -> tuple[Column[DepartmentRow], ...]:
    return (
        Column(key="name", title="部门", text=lambda r: "　　" * r.depth + r.department.name, stretch=True),
        Column(key="people", title="人数", text=lambda r: str(r.people) if r.people else "—", right=True, width=80),
        Column(key="state", title="状态", text=lambda r: _pill(active=r.department.active).words, pill=_department_pill, width=110),
    )


def _outlet_columns() -> tuple[Column[OutletRow], ...]:
    return (
        Column(key="name", title="网点", text=lambda r: r.outlet.name, stretch=True),
        Column(key="people", title="人数", text=lambda r: str(r.people) if r.people else "—", right=True, width=80),
        Column(key="state", title="状态", text=lambda r: _pill(active=r.outlet.active).words, pill=_outlet_pill, width=110),
    )


def _department_pill(row: DepartmentRow) -> Pill:
    return _pill(active=row.department.active)


def _outlet_pill(row: OutletRow) -> Pill:
    return _pill(active=row.outlet.active)


def _pill(*, active: bool) -> Pill:
    return _ACTIVE if active else _CLOSED


def _load() -> _Loaded:
    from deskapp.staff.service import departments, outlets, people

    shown = departments(active_only=False)
    everybody = people()
    return _Loaded(
        tuple(DepartmentRow(d, _depth(d, shown), len(people(department_id=d.id))) for d in shown),
        tuple(OutletRow(o, sum(p.outlet_id == o.id for p in everybody)) for o in outlets(active_only=False)),
    )


def _depth(department: Department, shown: Sequence[Department]) -> int:
    above = {d.id: d.parent_id for d in shown}
    depth, at = 0, department.parent_id
    while at is not None:
        depth, at = depth + 1, above.get(at)
    return depth
