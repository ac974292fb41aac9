"""How the staff is kept. Nobody is deleted: who left is inactive, a role laid down stays as a row that is no longer held."""

import peewee as pw

from deskapp.data import ActRecord, Record
from deskapp.staff.domain import SYSTEM_STAFF_NO


class DepartmentRecord(Record):
    """A department under another one, or at the top."""

    name = pw.TextField()
    code = pw.TextField(default="")
    parent = pw.ForeignKeyField("self", null=True)
    parent_id: int | None
    position = pw.IntegerField()
    active = pw.BooleanField(default=True)
    act = pw.ForeignKeyField(ActRecord)

    class Meta:
        table_name = "departments"
        constraints = [pw.Check("name <> ''"), pw.Check("parent_id IS NULL OR parent_id <> id")]


DepartmentRecord.add_index(
    DepartmentRecord.parent, DepartmentRecord.name, unique=True, where=DepartmentRecord.parent.is_null(is_null=False)
)
DepartmentRecord.add_index(DepartmentRecord.name, unique=True, where=DepartmentRecord.parent.is_null())
DepartmentRecord.add_index(DepartmentRecord.code, unique=True, where=DepartmentRecord.code != "")


class OutletRecord(Record):
    """总店 or 二级网点."""

    name = pw.TextField(unique=True)
    active = pw.BooleanField(default=True)
    act = pw.ForeignKeyField(ActRecord)

    class Meta:
        table_name = "outlets"
        constraints = [pw.Check("name <> ''")]


class StaffRecord(Record):
    """A person; only 系统 has neither department nor outlet."""

    staff_no = pw.TextField(unique=True)
    name = pw.TextField()
    sort_key = pw.TextField()
    department = pw.ForeignKeyField(DepartmentRecord, null=True)
    department_id: int | None
    outlet = pw.ForeignKeyField(OutletRecord, null=True)
    outlet_id: int | None
    active = pw.BooleanField(default=True)
    act = pw.ForeignKeyField(ActRecord)

    class Meta:
        table_name = "staff"
        constraints = [
            pw.Check("name <> ''"),
            pw.Check(f"staff_no = '{SYSTEM_STAFF_NO}' OR (department_id IS NOT NULL AND outlet_id IS NOT NULL)"),
        ]


class StaffRoleRecord(Record):
    """A role a person holds or held."""

    staff = pw.ForeignKeyField(StaffRecord)
    staff_id: int
    role = pw.TextField()
    held = pw.BooleanField(default=True)
    act = pw.ForeignKeyField(ActRecord)

    class Meta:
        table_name = "staff_roles"
        indexes = ((("staff", "role"), True),)


class DeputyRecord(Record):
    """A right lent for named days; `ended_by` is the act that took it back early."""

    giver = pw.ForeignKeyField(StaffRecord)
    giver_id: int
    deputy = pw.ForeignKeyField(StaffRecord)
    deputy_id: int
    right = pw.TextField()
    from_on = pw.DateField()
    until_on = pw.DateField()
    reason = pw.TextField()
    ended_by = pw.ForeignKeyField(ActRecord, null=True)
    ended_by_id: int | None
    act = pw.ForeignKeyField(ActRecord)

    class Meta:
        table_name = "deputies"
        constraints = [pw.Check("from_on <= until_on"), pw.Check("giver_id <> deputy_id")]


class PinRecord(Record):
    """A person's PIN as its argon2id hash, and the wrong tries since the last right one."""

    staff = pw.ForeignKeyField(StaffRecord, unique=True)
    staff_id: int
    hash = pw.TextField()
    wrong_tries = pw.IntegerField(default=0)
    wait_until = pw.DateTimeField(null=True)
    act = pw.ForeignKeyField(ActRecord)

    class Meta:
        table_name = "pins"
        constraints = [pw.Check("wrong_tries >= 0")]


class RecoveryCodeRecord(Record):
    """The hash of a printed recovery code; the newest one counts until it is used."""

    hash = pw.TextField()
    used_by = pw.ForeignKeyField(ActRecord, null=True)
    act = pw.ForeignKeyField(ActRecord)

    class Meta:
        table_name = "recovery_codes"


TABLES: tuple[type[Record], ...] = (
    DepartmentRecord,
    OutletRecord,
    StaffRecord,
    StaffRoleRecord,
    DeputyRecord,
    PinRecord,
    RecoveryCodeRecord,
)
APPEND_ONLY: tuple[type[Record], ...] = ()
