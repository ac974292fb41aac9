"""Departments and outlets: what a new store starts with, and how they change."""

import json
from importlib.resources import files
from typing import Any

import peewee as pw

from deskapp.data import Act, update_record, writing
from deskapp.errors import UserError
from deskapp.staff.domain import CUSTOMER_SERVICE_DEPARTMENT, Right
from deskapp.staff.house import house, staff_changed
from deskapp.staff.service import require
from deskapp.staff.tables import DepartmentRecord, OutletRecord

_NAME_LIMIT = 20


def insert_defaults(act_id: int, *, main_outlet: str = "") -> None:
    """The departments and outlets of the work plan (resources/defaults/house.json), for a new store; `main_outlet` renames 总店."""
    content: dict[str, Any] = json.loads((files("resources") / "defaults" / "house.json").read_text(encoding="utf-8"))
    by_code: dict[str, int] = {}
    for position, row in enumerate(content["departments"], start=1):
        parent = by_code[row["under"]] if "under" in row else None
        record = DepartmentRecord.create(name=row["name"], code=row["code"], parent=parent, position=position, act=act_id)
        by_code[row["code"]] = record.id
    outlets: list[str] = content["outlets"]
    for name in dict.fromkeys((main_outlet or outlets[0], *outlets[1:])):
        OutletRecord.create(name=name, act=act_id)
    staff_changed()


def add_department(*, act: Act, name: str, parent_id: int | None = None) -> int:
    """A new department, at the end of those under the same one; the id."""
    require(act, Right.MANAGE_STAFF)
    with writing(act, "add_department", name=name, parent=parent_id) as tx:
        if tx.replay is not None:
            return tx.replay
        judged = _judged_department(name, parent_id, department_id=None)
        position = DepartmentRecord.select(pw.fn.COALESCE(pw.fn.MAX(DepartmentRecord.position), 0)).scalar() + 1
        record = DepartmentRecord.create(name=judged, parent=parent_id, position=position, act=tx.act_id)
        staff_changed()
        tx.done(record.id)
        return record.id


def change_department(*, act: Act, department_id: int, name: str, parent_id: int | None, active: bool) -> None:
    """Rename a department, hang it under another one, or close it. Refuses circles and closing one that still has people."""
    require(act, Right.MANAGE_STAFF)
    with writing(act, "change_department", department=department_id, name=name, parent=parent_id, active=active) as tx:
        if tx.replay is not None:
            return
        judged = _judged_department(name, parent_id, department_id=department_id)
        if not active:
            _refuse_closing_department(department_id)
        update_record(tx, DepartmentRecord.get_by_id(department_id), name=judged, parent=parent_id, active=active)
        staff_changed()
        tx.done(department_id)


def add_outlet(*, act: Act, name: str) -> int:
    """A new outlet; the id."""
    require(act, Right.MANAGE_STAFF)
    with writing(act, "add_outlet", name=name) as tx:
        if tx.replay is not None:
            return tx.replay
        record = OutletRecord.create(name=_judged_outlet(name, outlet_id=None), act=tx.act_id)
        staff_changed()
        tx.done(record.id)
        return record.id


def change_outlet(*, act: Act, outlet_id: int, name: str, active: bool) -> None:
    """Rename an outlet or close it. Refuses closing one that still has people, and the last one."""
    require(act, Right.MANAGE_STAFF)
    with writing(act, "change_outlet", outlet=outlet_id, name=name, active=active) as tx:
        if tx.replay is not None:
            return
        judged = _judged_outlet(name, outlet_id=outlet_id)
        now = house()
        if not active:
            if staying := [p.name for p in now.people.values() if p.active and p.outlet_id == outlet_id]:
                raise UserError(f"{judged}还有 {len(staying)} 人（{'、'.join(staying[:3])}），不能停用", field="active")
            if not any(o.active for o in now.outlets.values() if o.id != outlet_id):
                raise UserError("至少要有一个网点", field="active")
        update_record(tx, OutletRecord.get_by_id(outlet_id), name=judged, active=active)
        staff_changed()
        tx.done(outlet_id)


def _judged_department(name: str, parent_id: int | None, *, department_id: int | None) -> str:
    judged = _name(name, "部门")
    now = house()
    if parent_id is not None:
        parent = now.departments.get(parent_id)
        if parent is None or not parent.active:
            raise UserError("上级部门已停用或不存在", field="parent")
        if department_id is not None and parent_id in now.under(department_id):
            raise UserError(f"{judged}不能归在自己或自己的下级部门之下", field="parent")
    if any(d.name == judged and d.parent_id == parent_id and d.id != department_id for d in now.departments.values()):
        raise UserError(f"已经有部门“{judged}”", field="name")
    return judged


def _judged_outlet(name: str, *, outlet_id: int | None) -> str:
    judged = _name(name, "网点")
    if any(o.name == judged and o.id != outlet_id for o in house().outlets.values()):
        raise UserError(f"已经有网点“{judged}”", field="name")
    return judged


def _refuse_closing_department(department_id: int) -> None:
    now = house()
    department = now.departments[department_id]
    if department.code == CUSTOMER_SERVICE_DEPARTMENT:
        raise UserError(f"{department.name}是客服的部门，不能停用", field="active")
    if below := [d.name for d in now.departments.values() if d.active and d.parent_id == department_id]:
        raise UserError(f"{department.name}下面还有{'、'.join(below)}，请先停用或移走", field="active")
    if staying := [p.name for p in now.people.values() if p.active and p.department_id == department_id]:
        raise UserError(f"{department.name}还有 {len(staying)} 人（{'、'.join(staying[:3])}），不能停用", field="active")


def _name(text: str, what: str) -> str:
    name = " ".join(text.split())
    if not name:
        raise UserError(f"请输入{what}名称", field="name")
    if len(name) > _NAME_LIMIT:
        raise UserError(f"{what}名称最多 {_NAME_LIMIT} 个字，现为 {len(name)} 个", field="name")
    return name
