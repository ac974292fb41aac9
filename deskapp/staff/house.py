"""The whole staff in memory, loaded again when any PC changed it. A change of staff moves the settings revision."""

from dataclasses import dataclass
from datetime import date

from deskapp.data.remembered import Remembered, rules_changed
from deskapp.staff.domain import (
    CUSTOMER_SERVICE_DEPARTMENT,
    RIGHTS,
    SYSTEM_STAFF_NO,
    Department,
    Deputyship,
    Outlet,
    Person,
    Right,
    Role,
    Scope,
)
from deskapp.staff.tables import DepartmentRecord, DeputyRecord, OutletRecord, StaffRecord, StaffRoleRecord


@dataclass(frozen=True, slots=True)
class House:
    """Everybody and every department as of one revision."""

    departments: dict[int, Department]
    outlets: dict[int, Outlet]
    people: dict[int, Person]
    deputyships: tuple[Deputyship, ...]

    def under(self, department_id: int) -> frozenset[int]:
        """The department and those under it."""
        found = {department_id}
        grown = True
        while grown:
            more = {d.id for d in self.departments.values() if d.parent_id in found} - found
            found |= more
            grown = bool(more)
        return frozenset(found)

    def reach(self, staff_id: int, right: Right, day: date) -> dict[Scope, frozenset[int]]:
        """The scopes in which a person holds a right on a day; for OWN_DEPARTMENT with the departments it covers."""
        found: dict[Scope, frozenset[int]] = {}
        givers = (d.giver_id for d in self.deputyships if d.deputy_id == staff_id and d.right == right and d.holds_on(day))
        for holder_id in (staff_id, *givers):
            for scope, departments in self.own_reach(holder_id, right).items():
                found[scope] = found.get(scope, frozenset()) | departments
        return found

    def own_reach(self, staff_id: int, right: Right) -> dict[Scope, frozenset[int]]:
        """The same by the person's own roles, without what was lent to him."""
        person = self.people.get(staff_id)
        if person is None or not person.active:
            return {}
        grants = RIGHTS[right]
        found: dict[Scope, frozenset[int]] = {}
        for role in person.roles & grants.keys():
            departments = frozenset[int]()
            if grants[role] is Scope.OWN_DEPARTMENT and person.department_id is not None:
                departments = self.under(person.department_id)
            found[grants[role]] = found.get(grants[role], frozenset()) | departments
        if Role.SERVICE_MANAGER in person.roles and Role.SUPERVISOR in grants:
            scope = grants[Role.SUPERVISOR]
            found[scope] = found.get(scope, frozenset()) | self._customer_service()
        return found

    def _customer_service(self) -> frozenset[int]:
        for department in self.departments.values():
            if department.code == CUSTOMER_SERVICE_DEPARTMENT:
                return self.under(department.id)
        return frozenset()

    def system(self) -> Person | None:
        return next((p for p in self.people.values() if p.staff_no == SYSTEM_STAFF_NO), None)


def _load() -> House:
    departments = {
        row.id: Department(row.id, row.name, row.code, row.parent_id, row.active)
        for row in DepartmentRecord.select().order_by(DepartmentRecord.position, DepartmentRecord.id)
    }
    outlets = {row.id: Outlet(row.id, row.name, row.active) for row in OutletRecord.select().order_by(OutletRecord.id)}
    roles: dict[int, set[Role]] = {}
    for row in StaffRoleRecord.select().where(StaffRoleRecord.held):
        roles.setdefault(row.staff_id, set()).add(Role(row.role))
    people = {
        row.id: Person(
            id=row.id,
            staff_no=row.staff_no,
            name=row.name,
            sort_key=row.sort_key,
            roles=frozenset(roles.get(row.id, ())),
            department_id=row.department_id,
            department=departments[row.department_id].name if row.department_id else "",
            outlet_id=row.outlet_id,
            outlet=outlets[row.outlet_id].name if row.outlet_id else "",
            active=row.active,
        )
        for row in StaffRecord.select().order_by(StaffRecord.sort_key, StaffRecord.staff_no)
    }
    deputyships = tuple(
        Deputyship(
            row.id, row.giver_id, row.deputy_id, Right(row.right), row.from_on, row.until_on, row.reason, row.ended_by_id is not None
        )
        for row in DeputyRecord.select().order_by(DeputyRecord.id)
    )
    return House(departments, outlets, people, deputyships)


_house = Remembered(_load)


def house() -> House:
    """The staff now: exact inside `writing`, and elsewhere as of this moment for the price of one small read."""
    return _house.value()


def staff_changed() -> None:
    """Tell every PC that the staff changed. Called inside the write that did it."""
    rules_changed()
