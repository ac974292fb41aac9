"""How the days of the lounge are kept: marks, rounds and the like are rows, what was missed never is."""

from enum import StrEnum
from typing import Any

import peewee as pw

from deskapp.data import ActRecord, Record
from deskapp.lounge.domain import MarkKind
from deskapp.lounge.things import EquipmentState, GoodsKind
from deskapp.staff.tables import StaffRecord


def _one_of(field: str, values: type[StrEnum]) -> Any:
    codes = ", ".join(f"'{value.value}'" for value in values)
    return pw.Check(f"{field} IN ({codes})")


class DayRecord(Record):
    """A day on which anything was written, with its number RZ-…."""

    day = pw.DateField(unique=True)
    number = pw.TextField(unique=True)
    closed = pw.ForeignKeyField(ActRecord, null=True, index=False)
    closed_id: int | None
    closed_reason = pw.TextField(default="")
    signed = pw.ForeignKeyField(ActRecord, null=True, index=False)
    signed_id: int | None
    signed_note = pw.TextField(default="")
    act = pw.ForeignKeyField(ActRecord, index=False)

    class Meta:
        table_name = "lounge_days"
        constraints = [pw.Check("(closed_id IS NULL) = (closed_reason = '')")]


class SlotMarkRecord(Record):
    """A tick of a slot, or a correction. A mark that was undone stays, and names who undid it."""

    day = pw.ForeignKeyField(DayRecord, index=False)
    day_id: int
    slot = pw.TextField()
    kind = pw.TextField(constraints=[_one_of("kind", MarkKind)])
    done_at: Any = pw.DateTimeField()
    staff = pw.ForeignKeyField(StaffRecord, index=False)
    staff_id: int
    is_correction = pw.BooleanField(default=False)
    reason = pw.TextField(default="")
    undone = pw.ForeignKeyField(ActRecord, null=True, index=False)
    undone_id: int | None
    act = pw.ForeignKeyField(ActRecord, index=False)

    class Meta:
        table_name = "lounge_marks"
        indexes = ((("day", "slot", "id"), False),)
        constraints = [pw.Check("kind <> 'not_applicable' OR reason <> ''"), pw.Check("NOT is_correction OR reason <> ''")]


# One tick a slot, from whatever PC; corrections come on top of it.
SlotMarkRecord.add_index(
    SlotMarkRecord.day,
    SlotMarkRecord.slot,
    unique=True,
    where=pw.SQL("undone_id IS NULL AND NOT is_correction"),
    name="lounge_marks_one_a_slot",
)


class SlotNoteRecord(Record):
    """A word about a slot of a past day; it changes no state, and the next one comes after it."""

    day = pw.ForeignKeyField(DayRecord)
    day_id: int
    slot = pw.TextField()
    text = pw.TextField(constraints=[pw.Check("text <> ''")])
    act = pw.ForeignKeyField(ActRecord, index=False)

    class Meta:
        table_name = "lounge_slot_notes"


class ShiftRecord(Record):
    """A person on duty from one act to another; the note is what he handed over, and to whom."""

    day = pw.ForeignKeyField(DayRecord)
    day_id: int
    staff = pw.ForeignKeyField(StaffRecord, index=False)
    staff_id: int
    act = pw.ForeignKeyField(ActRecord, index=False)
    ended = pw.ForeignKeyField(ActRecord, null=True, index=False)
    ended_id: int | None
    note = pw.TextField(default="")
    to_staff = pw.ForeignKeyField(StaffRecord, null=True, index=False)
    to_staff_id: int | None

    class Meta:
        table_name = "lounge_shifts"


ShiftRecord.add_index(ShiftRecord.day, ShiftRecord.staff, unique=True, where=ShiftRecord.ended.is_null(), name="lounge_shifts_on_duty_once")


class RoundRecord(Record):
    """One look around."""

    day = pw.ForeignKeyField(DayRecord)
    day_id: int
    slot = pw.TextField()
    cups_ok = pw.BooleanField()
    tables_ok = pw.BooleanField()
    drinks_ok = pw.BooleanField()
    butts = pw.IntegerField(null=True, constraints=[pw.Check("butts >= 0")])
    note = pw.TextField(default="")
    act = pw.ForeignKeyField(ActRecord, index=False)

    class Meta:
        table_name = "lounge_rounds"


class CupRecord(Record):
    """A table whose guest left, until its cup is cleared."""

    day = pw.ForeignKeyField(DayRecord, index=False)
    day_id: int
    place = pw.TextField()
    act = pw.ForeignKeyField(ActRecord, index=False)
    cleared = pw.ForeignKeyField(ActRecord, null=True, index=False)
    cleared_id: int | None

    class Meta:
        table_name = "lounge_cups"
        indexes = ((("day", "place"), False),)


CupRecord.add_index(CupRecord.day, CupRecord.place, unique=True, where=CupRecord.cleared.is_null(), name="lounge_cups_one_waits")


class AbsenceRecord(Record):
    """An attendant out of the lounge and who was told."""

    day = pw.ForeignKeyField(DayRecord)
    day_id: int
    staff = pw.ForeignKeyField(StaffRecord, index=False)
    staff_id: int
    reason = pw.TextField(constraints=[pw.Check("reason <> ''")])
    told_to = pw.TextField(constraints=[pw.Check("told_to <> ''")])
    act = pw.ForeignKeyField(ActRecord, index=False)
    back = pw.ForeignKeyField(ActRecord, null=True, index=False)
    back_id: int | None

    class Meta:
        table_name = "lounge_absences"


AbsenceRecord.add_index(
    AbsenceRecord.day, AbsenceRecord.staff, unique=True, where=AbsenceRecord.back.is_null(), name="lounge_absences_out_once"
)


class GoodsRecord(Record):
    """A line of goods or drinks; amount in fen."""

    day = pw.ForeignKeyField(DayRecord)
    day_id: int
    kind = pw.TextField(constraints=[_one_of("kind", GoodsKind)])
    item = pw.TextField(constraints=[pw.Check("item <> ''")])
    quantity = pw.IntegerField(constraints=[pw.Check("quantity >= 0")])
    amount = pw.BigIntegerField(default=0, constraints=[pw.Check("amount >= 0")])
    source = pw.TextField(default="")
    voided = pw.ForeignKeyField(ActRecord, null=True, index=False)
    voided_id: int | None
    act = pw.ForeignKeyField(ActRecord, index=False)

    class Meta:
        table_name = "lounge_goods"


class GuestRecord(Record):
    """Guests received: +1, or −1 to take a slip of the finger back."""

    day = pw.ForeignKeyField(DayRecord)
    day_id: int
    quantity = pw.IntegerField(constraints=[pw.Check("quantity <> 0")])
    act = pw.ForeignKeyField(ActRecord, index=False)

    class Meta:
        table_name = "lounge_guests"


class SupplyRecord(Record):
    """Something that runs low."""

    item = pw.TextField(constraints=[pw.Check("item <> ''")])
    act = pw.ForeignKeyField(ActRecord, index=False)
    settled = pw.ForeignKeyField(ActRecord, null=True, index=False)
    settled_id: int | None

    class Meta:
        table_name = "lounge_supplies"


SupplyRecord.add_index(SupplyRecord.item, unique=True, where=SupplyRecord.settled.is_null(), name="lounge_supplies_noted_once")


class RemarkRecord(Record):
    """What a guest said."""

    day = pw.ForeignKeyField(DayRecord)
    day_id: int
    text = pw.TextField(constraints=[pw.Check("text <> ''")])
    is_grievance = pw.BooleanField()
    handled = pw.ForeignKeyField(ActRecord, null=True, index=False)
    handled_id: int | None
    handled_note = pw.TextField(default="")
    act = pw.ForeignKeyField(ActRecord, index=False)

    class Meta:
        table_name = "lounge_remarks"


RemarkRecord.add_index(RemarkRecord.id, where=pw.SQL("is_grievance AND handled_id IS NULL"), name="lounge_remarks_to_handle")


class EquipmentRecord(Record):
    """A thing of the lounge."""

    name = pw.TextField(constraints=[pw.Check("name <> ''")])
    place = pw.TextField(default="")
    state = pw.TextField(constraints=[_one_of("state", EquipmentState)])
    replaced_on = pw.DateField(null=True)
    note = pw.TextField(default="")
    active = pw.BooleanField(default=True)
    act = pw.ForeignKeyField(ActRecord, index=False)

    class Meta:
        table_name = "lounge_equipment"


EquipmentRecord.add_index(
    EquipmentRecord.name, EquipmentRecord.place, unique=True, where=pw.SQL("active"), name="lounge_equipment_named_once"
)


class RepairRecord(Record):
    """A repair request BX-… about a thing of the lounge, until it is closed."""

    number = pw.TextField(unique=True)
    day = pw.ForeignKeyField(DayRecord)
    day_id: int
    equipment = pw.ForeignKeyField(EquipmentRecord)
    equipment_id: int
    fault = pw.TextField(constraints=[pw.Check("fault <> ''")])
    owner = pw.ForeignKeyField(StaffRecord, null=True, index=False)
    owner_id: int | None
    due_on = pw.DateField()
    closed = pw.ForeignKeyField(ActRecord, null=True, index=False)
    closed_id: int | None
    closed_note = pw.TextField(default="")
    act = pw.ForeignKeyField(ActRecord, index=False)

    class Meta:
        table_name = "lounge_repairs"


RepairRecord.add_index(RepairRecord.id, where=RepairRecord.closed.is_null(), name="lounge_repairs_open")

TABLES: tuple[type[Record], ...] = (
    DayRecord,
    SlotMarkRecord,
    SlotNoteRecord,
    ShiftRecord,
    RoundRecord,
    CupRecord,
    AbsenceRecord,
    GoodsRecord,
    GuestRecord,
    SupplyRecord,
    RemarkRecord,
    EquipmentRecord,
    RepairRecord,
)
APPEND_ONLY: tuple[type[Record], ...] = (SlotNoteRecord, RoundRecord, GuestRecord)
