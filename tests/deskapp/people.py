"""People for the tests: put straight into the open store, with the departments and outlets every new store has."""

import itertools
from datetime import datetime

from deskapp.data import ActRecord, one_transaction
from deskapp.staff.domain import SYSTEM_NAME, SYSTEM_STAFF_NO, Role
from deskapp.staff.house import staff_changed
from deskapp.staff.pin import PinCost, hash_secret
from deskapp.staff.sign_in import keep_pin
from deskapp.staff.structure import insert_defaults
from deskapp.staff.tables import DepartmentRecord, OutletRecord, StaffRecord, StaffRoleRecord
from deskapp.typed import name_readings

_numbers = itertools.count(1)


def _an_act() -> ActRecord:
    return ActRecord.create(
        request_id=f"hire-{next(_numbers)}", use_case="hire", args_hash="", staff_id=None, at=datetime(2026, 1, 1), pc="测试"
    )


def hire(name: str, *roles: Role, department: str = "客服部", outlet: str = "总店", staff_no: str = "", active: bool = True) -> int:
    """Put a person with roles into the open store; the id. The first one hired in a fresh store has id 1."""
    with one_transaction():
        booked = _an_act()
        if not DepartmentRecord.select().exists():
            insert_defaults(booked.id)
        person = StaffRecord.create(
            staff_no=staff_no or f"{100 + StaffRecord.select().count() + 1}",
            name=name,
            sort_key=name_readings(name).sort_key,
            department=DepartmentRecord.get(DepartmentRecord.name == department),
            outlet=OutletRecord.get(OutletRecord.name == outlet),
            active=active,
            act=booked,
        )
        for role in roles:
            StaffRoleRecord.create(staff=person, role=role.value, act=booked)
        staff_changed()
    return person.id


def hire_system() -> int:
    """Put the built-in person 系统 into the open store; the id."""
    with one_transaction():
        person = StaffRecord.create(staff_no=SYSTEM_STAFF_NO, name=SYSTEM_NAME, sort_key="xi tong", act=_an_act())
        staff_changed()
    return person.id


def department_id(name: str) -> int:
    """Id of a department by its name."""
    return DepartmentRecord.get(DepartmentRecord.name == name).id


CHEAP = PinCost(passes=1, memory_kib=8, threads=1)
"""PIN hashing fast enough for tests."""


def give_pin(staff_id: int, pin: str) -> None:
    """Give a person a PIN without asking anybody."""
    with one_transaction():
        keep_pin(_an_act().id, staff_id, hash_secret(pin, salt_from=f"staff-{staff_id}", cost=CHEAP))
