"""How rates, slips and their lines are kept."""

from enum import StrEnum
from typing import Any

import peewee as pw

from deskapp.attachments.tables import AttachmentRecord
from deskapp.customers.tables import CustomerRecord, VehicleRecord
from deskapp.data import ActRecord, Record
from deskapp.handovers.domain import SpendKind, State
from deskapp.points.tables import EntryRecord
from deskapp.staff.tables import OutletRecord, StaffRecord


def _one_of(field: str, values: type[StrEnum]) -> Any:
    codes = ", ".join(f"'{value.value}'" for value in values)
    return pw.Check(f"{field} IN ({codes})")


class RateRecord(Record):
    """One version of a rate: it counts from `valid_from` until a later version of the kind begins. 0 fen a point earns nothing."""

    kind = pw.TextField(constraints=[_one_of("kind", SpendKind)])
    fen_per_point = pw.BigIntegerField(constraints=[pw.Check("fen_per_point >= 0")])
    valid_from = pw.DateField()
    act = pw.ForeignKeyField(ActRecord, index=False)

    class Meta:
        table_name = "point_rates"
        indexes = ((("kind", "valid_from"), False),)


class HandoverRecord(Record):
    """A hand-over slip. `act` wrote it, `step` brought it into its state, `step_reason` says why where a reason is asked.

    A bill is on one live slip only: UNIQUE per outlet among slips neither voided nor reversed.
    """

    number = pw.TextField(unique=True)
    customer = pw.ForeignKeyField(CustomerRecord)
    customer_id: int
    vehicle = pw.ForeignKeyField(VehicleRecord, null=True, index=False)
    vehicle_id: int | None
    outlet = pw.ForeignKeyField(OutletRecord, index=False)
    outlet_id: int
    bill_no = pw.TextField(constraints=[pw.Check("bill_no <> ''")])
    state = pw.TextField(constraints=[_one_of("state", State)])
    revision = pw.IntegerField(default=1)
    amount = pw.BigIntegerField(constraints=[pw.Check("amount > 0")])
    points = pw.IntegerField(constraints=[pw.Check("points >= 0")])
    points_used = pw.IntegerField(default=0, constraints=[pw.Check("points_used >= 0")])
    discount = pw.BigIntegerField(default=0, constraints=[pw.Check("discount >= 0 AND discount <= amount")])
    used_entry = pw.ForeignKeyField(EntryRecord, null=True, index=False)
    used_entry_id: int | None
    photo = pw.ForeignKeyField(AttachmentRecord, null=True, index=False)
    photo_id: int | None
    step_reason = pw.TextField(default="")
    writer = pw.ForeignKeyField(StaffRecord, null=True)
    writer_id: int | None
    act = pw.ForeignKeyField(ActRecord)
    act_id: int
    step = pw.ForeignKeyField(ActRecord, index=False)
    step_id: int

    class Meta:
        table_name = "handovers"
        indexes = ((("step", "act"), False),)  # which slips waited at the end of a past day
        constraints = [pw.Check("step_reason <> '' OR state IN ('pending', 'posted')")]


HandoverRecord.add_index(
    HandoverRecord.outlet,
    HandoverRecord.bill_no,
    unique=True,
    where=pw.SQL("state NOT IN ('voided', 'reversed')"),
    name="handovers_bill_once",
)
HandoverRecord.add_index(HandoverRecord.state, where=pw.SQL("state IN ('pending', 'returned')"), name="handovers_waiting")


class HandoverLineRecord(Record):
    """A line of a revision of a slip, with the rate it was written under. Handing in again writes a new revision.

    `earning` is the amount that earns (fen), `points_used` its share of the points paid with; `entry` is where its kind was booked.
    """

    handover = pw.ForeignKeyField(HandoverRecord, index=False)
    handover_id: int
    revision = pw.IntegerField()
    position = pw.IntegerField()
    kind = pw.TextField(constraints=[_one_of("kind", SpendKind)])
    amount = pw.BigIntegerField(constraints=[pw.Check("amount > 0")])
    points_used = pw.IntegerField(constraints=[pw.Check("points_used >= 0")])
    earning = pw.BigIntegerField(constraints=[pw.Check("earning >= 0 AND earning <= amount")])
    rate = pw.ForeignKeyField(RateRecord, null=True, index=False)
    rate_id: int | None
    fen_per_point = pw.BigIntegerField(constraints=[pw.Check("fen_per_point >= 0")])
    entry = pw.ForeignKeyField(EntryRecord, null=True, index=False)
    entry_id: int | None
    reversed = pw.ForeignKeyField(ActRecord, null=True, index=False)
    reversed_id: int | None
    act = pw.ForeignKeyField(ActRecord, index=False)

    class Meta:
        table_name = "handover_lines"
        indexes = ((("handover", "revision", "position"), True),)


TABLES: tuple[type[Record], ...] = (RateRecord, HandoverRecord, HandoverLineRecord)
APPEND_ONLY: tuple[type[Record], ...] = (RateRecord,)
