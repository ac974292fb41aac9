"""Who may do it, and who is who. Everything here only reads."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from deskapp.data import Act, Change, changes
from deskapp.errors import NotAllowed, UserError
from deskapp.staff.domain import Department, Deputyship, Outlet, Person, Right, Role, Scope, holders_in_words
from deskapp.staff.house import house


def require(act: Act, right: Right, *, department_id: int | None = None, within: Collection[Scope] = ()) -> None:
    """Refuse whoever does not hold the right for this case (rules.md §2).

    `within` names the narrower scopes the case falls in (an own row, an exact hit, typed in for another), `department_id` the
    department it belongs to. Without them only a right for everything counts. Deputies count on their days, by `act.at`.
    Raises NotAllowed naming who may.
    """
    if not allowed(act, right, department_id=department_id, within=within):
        raise NotAllowed(f"您没有“{right.label}”的权限。可由{holders_in_words(right)}办理")


def require_any(act: Act, rights: Collection[Right]) -> None:
    """Refuse whoever holds none of the rights for everything; the words name who may by the first."""
    if not any(allowed(act, right) for right in rights):
        require(act, next(iter(rights)))


def allowed(act: Act, right: Right, *, department_id: int | None = None, within: Collection[Scope] = ()) -> bool:
    """Whether `require` would let the person go on; windows hide by it what one may not use."""
    if act.staff_id is None:
        return False
    reach = house().reach(act.staff_id, right, act.at.date())
    if Scope.ALL in reach or any(scope in reach for scope in within if scope is not Scope.OWN_DEPARTMENT):
        return True
    return department_id is not None and department_id in reach.get(Scope.OWN_DEPARTMENT, ())


def scopes(act: Act, right: Right) -> frozenset[Scope]:
    """How far the person's right reaches, for reads that show less to some; empty if he does not hold it."""
    if act.staff_id is None:
        return frozenset()
    return frozenset(house().reach(act.staff_id, right, act.at.date()))


def rights_of(staff_id: int, *, on: date) -> frozenset[Right]:
    """Every right the person holds on the day in whatever scope: what windows show him at all."""
    now = house()
    return frozenset(right for right in Right if now.reach(staff_id, right, on))


def own_departments(act: Act, right: Right) -> frozenset[int]:
    """The departments, with those under them, over which the person holds the right as their head."""
    if act.staff_id is None:
        return frozenset()
    return house().reach(act.staff_id, right, act.at.date()).get(Scope.OWN_DEPARTMENT, frozenset())


def person(staff_id: int) -> Person:
    """One of the staff, whether still active or not."""
    return house().people[staff_id]


def person_by_no(staff_no: str) -> Person | None:
    """Who has the 工号 (upper case, no blanks)."""
    return next((p for p in house().people.values() if p.staff_no == staff_no), None)


def people(*, role: Role | None = None, department_id: int | None = None, active_only: bool = True) -> tuple[Person, ...]:
    """The staff in the order of their pinyin, without 系统; of a role, or of a department with those under it."""
    now = house()
    departments = None if department_id is None else now.under(department_id)
    return tuple(
        p
        for p in now.people.values()
        if not p.is_system
        and (p.active or not active_only)
        and (role is None or role in p.roles)
        and (departments is None or p.department_id in departments)
    )


def person_changes(staff_id: int) -> tuple[Change, ...]:
    """What was changed about a person, newest first; departments and outlets by name."""
    now = house()
    names = {
        "department": {str(d.id): d.name for d in now.departments.values()},
        "outlet": {str(o.id): o.name for o in now.outlets.values()},
    }
    return tuple(
        replace(c, old=names.get(c.field, {}).get(c.old, c.old), new=names.get(c.field, {}).get(c.new, c.new))
        for c in changes(kind="staff", record_id=staff_id)
    )


def system_staff_id() -> int:
    """Id of the built-in person 系统, for what the program does by itself."""
    found = house().system()
    if found is None:
        raise UserError("门店还没有建立。请先完成首次设置")
    return found.id


def departments(*, active_only: bool = True) -> tuple[Department, ...]:
    """The departments, each before those under it."""
    now = house()
    ordered: list[Department] = []

    def add(parent_id: int | None) -> None:
        for department in now.departments.values():
            if department.parent_id == parent_id and (department.active or not active_only):
                ordered.append(department)
                add(department.id)

    add(None)
    return tuple(ordered)


def departments_under(department_id: int) -> frozenset[int]:
    """The department and those under it."""
    return house().under(department_id)


def outlets(*, active_only: bool = True) -> tuple[Outlet, ...]:
    """The outlets, the main one first."""
    return tuple(o for o in house().outlets.values() if o.active or not active_only)


def deputyships(*, on: date | None = None) -> tuple[Deputyship, ...]:
    """Rights lent out, newest first; with `on`, those that hold on that day."""
    return tuple(d for d in reversed(house().deputyships) if on is None or d.holds_on(on))


def lendable_rights(staff_id: int) -> tuple[Right, ...]:
    """The rights a person may hand to a deputy: those he holds by his own roles."""
    now = house()
    return tuple(right for right in Right if right is not Right.APPOINT_DEPUTIES and now.own_reach(staff_id, right))
