"""A department's form and an outlet's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ui.kit import notify, work
from ui.kit.fields_choice import Choice, ChoiceField, SegmentsField
from ui.kit.fields_code import TextField
from ui.kit.form_dialog import FormDialog
from ui.kit.segments import Option
from ui.kit.theme import Tone
from ui.settings.person_dialog import whole_name

if TYPE_CHECKING:
    from deskapp.data.act import Act
    from deskapp.staff.domain import Department, Outlet
    from ui.desk import Desk

_TOP = "（最上级）"
_LIMIT = 20


def _state_field() -> SegmentsField[bool]:
    options = (
        Option(value=True, label="在用", tone=Tone.GOOD),
        Option(value=False, label="停用", tone=Tone.NEUTRAL, icon="ban"),
    )
    return SegmentsField[bool]("active", "状态", options, required=True)


class DepartmentDialog(FormDialog[int]):
    """Name, what it is under, whether it is in use. Gives its id."""

    def __init__(self, desk: Desk, known: Sequence[Department], department: Department | None = None) -> None:
        title = f"修改部门 {department.name}" if department else "新增部门"
        super().__init__(desk.sheets, title, "保存", form="department", icon="building-2")
        self._desk, self._department = desk, department
        by_id = {d.id: d for d in known}
        above = [Choice(d.id, whole_name(d, by_id)) for d in known if d.active and d is not department]
        self.name_ = self.field("name", TextField("name", "部门名称", limit=_LIMIT, required=True))
        self.parent_ = self.field("parent", ChoiceField[int]("parent", "上级部门", [Choice(0, _TOP), *above], required=True))
        self.active = self.field("active", _state_field())
        for field in (self.name_, self.parent_, self.active):
            self.body.addWidget(field)
        self.name_.set_text(department.name if department else "")
        self.parent_.set_value((department.parent_id or 0) if department else 0)
        self.active.set_value(department.active if department else True)
        self.active.setVisible(department is not None)

    def save(self) -> int:
        name, parent_id = self.name_.need(), self.parent_.need() or None
        act = self._desk.session.act(request_id=self.request_id)
        if self._department is None:
            saved = work.call(_add_department, act, name, parent_id)
        else:
            saved = work.call(_change_department, act, self._department.id, name, parent_id, active=self.active.need())
        notify.say(f"部门 {name} 已保存")
        return saved


class OutletDialog(FormDialog[int]):
    """Name, and whether it is in use. Gives its id."""

    def __init__(self, desk: Desk, outlet: Outlet | None = None) -> None:
        super().__init__(desk.sheets, f"修改网点 {outlet.name}" if outlet else "新增网点", "保存", form="outlet", icon="map-pin")
        self._desk, self._outlet = desk, outlet
        self.name_ = self.field("name", TextField("name", "网点名称", limit=_LIMIT, required=True))
        self.active = self.field("active", _state_field())
        self.body.addWidget(self.name_)
        self.body.addWidget(self.active)
        self.name_.set_text(outlet.name if outlet else "")
        self.active.set_value(outlet.active if outlet else True)
        self.active.setVisible(outlet is not None)

    def save(self) -> int:
        name = self.name_.need()
        act = self._desk.session.act(request_id=self.request_id)
        if self._outlet is None:
            saved = work.call(_add_outlet, act, name)
        else:
            saved = work.call(_change_outlet, act, self._outlet.id, name, active=self.active.need())
        notify.say(f"网点 {name} 已保存")
        return saved


def _add_department(act: Act, name: str, parent_id: int | None) -> int:
    from deskapp.staff.structure import add_department

    return add_department(act=act, name=name, parent_id=parent_id)


def _change_department(act: Act, department_id: int, name: str, parent_id: int | None, *, active: bool) -> int:
    from deskapp.staff.structure import change_department

    change_department(act=act, department_id=department_id, name=name, parent_id=parent_id, active=active)
    return department_id


def _add_outlet(act: Act, name: str) -> int:
    from deskapp.staff.structure import add_outlet

    return add_outlet(act=act, name=name)


def _change_outlet(act: Act, outlet_id: int, name: str, *, active: bool) -> int:
    from deskapp.staff.structure import change_outlet

    change_outlet(act=act, outlet_id=outlet_id, name=name, active=active)
    return outlet_id
