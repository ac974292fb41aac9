"""Taking people on, changing what they are, letting them go."""

import re
import unicodedata
from collections.abc import Collection

from deskapp.data import Act, Tx, record_changes, update_record, writing
from deskapp.errors import UserError, UserErrors
from deskapp.staff.domain import SYSTEM_NAME, SYSTEM_STAFF_NO, Right, Role
from deskapp.staff.house import house, staff_changed
from deskapp.staff.service import require
from deskapp.staff.tables import PinRecord, StaffRecord, StaffRoleRecord
from deskapp.typed import judge_name, name_readings


def read_staff_no(text: str) -> str:
    """A 工号 as typed, in its kept form: ASCII, upper case, without blanks."""
    return "".join(unicodedata.normalize("NFKC", text).upper().split())


def add_person(*, act: Act, staff_no: str, name: str, department_id: int, outlet_id: int, roles: Collection[Role]) -> int:
    """Take a person on; the id. He can sign in once he has a PIN. Refuses a taken 工号."""
    require(act, Right.MANAGE_STAFF)
    with writing(act, "add_person", staff_no=staff_no, name=name, department=department_id, outlet=outlet_id, roles=sorted(roles)) as tx:
        if tx.replay is not None:
            return tx.replay
        staff_id = insert_person(tx, staff_no=staff_no, name=name, department_id=department_id, outlet_id=outlet_id, roles=roles)
        tx.done(staff_id)
        return staff_id


def insert_person(tx: Tx, *, staff_no: str, name: str, department_id: int, outlet_id: int, roles: Collection[Role]) -> int:
    """The row of a new person with his roles. The caller asks the right."""
    no, judged = _judged(staff_no, name, department_id, outlet_id, staff_id=None)
    record = StaffRecord.create(
        staff_no=no, name=judged, sort_key=name_readings(judged).sort_key, department=department_id, outlet=outlet_id, act=tx.act_id
    )
    for role in sorted(roles):
        StaffRoleRecord.create(staff=record, role=role.value, act=tx.act_id)
    staff_changed()
    return record.id


def change_person(
    *, act: Act, staff_id: int, staff_no: str, name: str, department_id: int, outlet_id: int, roles: Collection[Role], active: bool
) -> None:
    """Write the whole form of a person, with history. `active=False` lets him go: he signs in no more and stays on what he did.

    Refuses to leave the store without a 客服经理 who can sign in.
    """
    require(act, Right.MANAGE_STAFF)
    with writing(
        act,
        "change_person",
        staff_id=staff_id,
        staff_no=staff_no,
        name=name,
        department=department_id,
        outlet=outlet_id,
        roles=sorted(roles),
        active=active,
    ) as tx:
        if tx.replay is not None:
            return
        record = StaffRecord.get_by_id(staff_id)
        if record.staff_no == SYSTEM_STAFF_NO:
            raise UserError("“系统”是程序自己用的，不能修改")
        no, judged = _judged(staff_no, name, department_id, outlet_id, staff_id=staff_id)
        _refuse_losing_the_last_manager(staff_id, stays=active and Role.SERVICE_MANAGER in roles)
        update_record(
            tx,
            record,
            staff_no=no,
            name=judged,
            sort_key=name_readings(judged).sort_key,
            department=department_id,
            outlet=outlet_id,
            active=active,
        )
        _set_roles(tx, staff_id, frozenset(roles))
        staff_changed()
        tx.done(staff_id)


def _set_roles(tx: Tx, staff_id: int, roles: frozenset[Role]) -> None:
    before = house().people[staff_id].roles
    for role in sorted(before ^ roles):
        held = role in roles
        StaffRoleRecord.insert(staff=staff_id, role=role.value, held=held, act=tx.act_id).on_conflict(
            conflict_target=[StaffRoleRecord.staff, StaffRoleRecord.role],
            update={StaffRoleRecord.held: held, StaffRoleRecord.act: tx.act_id},
        ).execute()
    if before != roles:
        record_changes(tx.act_id, "staff", staff_id, {"roles": (_in_words(before), _in_words(roles))})


def _in_words(roles: frozenset[Role]) -> str:
    return "、".join(role.label for role in Role if role in roles)


def judge_staff_no(text: str, *, field: str = "staff_no") -> str:
    """A 工号 of 1–20 digits, letters or dashes, in its kept form. Refuses another shape and the one of 系统."""
    no = read_staff_no(text)
    if not re.fullmatch(r"[0-9A-Z-]{1,20}", no):
        raise UserError("工号是 1 到 20 个数字或字母", field=field)
    if no == SYSTEM_STAFF_NO:
        raise UserError(f"工号 {no} 是程序自己用的，请换一个", field=field)
    return no


def insert_system(tx: Tx) -> None:
    """The row of the built-in person 系统, for a new store."""
    StaffRecord.create(staff_no=SYSTEM_STAFF_NO, name=SYSTEM_NAME, sort_key=name_readings(SYSTEM_NAME).sort_key, act=tx.act_id)
    staff_changed()


def _judged(staff_no: str, name: str, department_id: int, outlet_id: int, *, staff_id: int | None) -> tuple[str, str]:
    problems: list[UserError] = []
    no = judged = ""
    try:
        no = judge_staff_no(staff_no)
    except UserError as problem:
        problems.append(problem)
    if owner := next((p for p in house().people.values() if p.staff_no == no and p.id != staff_id), None):
        state = "" if owner.active else "（已停用）"
        problems.append(UserError(f"工号 {no} 已经是{owner.name}{state}的", field="staff_no"))
    try:
        judged = judge_name(name).value
    except UserError as problem:
        problems.append(problem)
    department = house().departments.get(department_id)
    if department is None or not department.active:
        problems.append(UserError("请选择部门", field="department"))
    outlet = house().outlets.get(outlet_id)
    if outlet is None or not outlet.active:
        problems.append(UserError("请选择网点", field="outlet"))
    if problems:
        raise problems[0] if len(problems) == 1 else UserErrors(problems)
    return no, judged


def _refuse_losing_the_last_manager(staff_id: int, *, stays: bool) -> None:
    if stays:
        return
    now = house()
    leaving = now.people[staff_id]
    if not leaving.active or Role.SERVICE_MANAGER not in leaving.roles:
        return
    able = {row.staff_id for row in PinRecord.select(PinRecord.staff)}
    others = [p for p in now.people.values() if p.active and Role.SERVICE_MANAGER in p.roles and p.id in able and p.id != staff_id]
    if not others:
        raise UserError(
            f"{leaving.name}是最后一位能登录的客服经理，不能停用，也不能去掉这个角色。请先让另一人担任客服经理并设置 PIN", field="roles"
        )
