"""How memberships, cards and what happened to them are kept."""

from enum import StrEnum

import peewee as pw

from deskapp.customers.tables import CustomerRecord, VehicleRecord
from deskapp.data import ActRecord, Record
from deskapp.members.domain import CardState, EventKind, JoinChannel, Level, MemberState
from deskapp.staff.tables import OutletRecord, StaffRecord

_OPEN = "state IN ('pending', 'active', 'lost')"


def _codes(values: type[StrEnum]) -> str:
    return ", ".join(f"'{value.value}'" for value in values)


class MembershipRecord(Record):
    """A membership of a customer. Joining again makes a new one; a customer has at most one that is open.

    待续会 and 已过期 are read from `valid_until`, the level from tier points and events: neither is stored. `oem_on` is the day he was
    registered with the manufacturer, `oem_act` who ticked it.
    """

    number = pw.TextField(unique=True)
    customer = pw.ForeignKeyField(CustomerRecord)
    customer_id: int
    state = pw.TextField(constraints=[pw.Check(f"state IN ({_codes(MemberState)})")])
    joined_on = pw.DateField()
    valid_until = pw.DateField()
    join_channel = pw.TextField(constraints=[pw.Check(f"join_channel IN ({_codes(JoinChannel)})")])
    recruiter = pw.ForeignKeyField(StaffRecord, index=False)
    recruiter_id: int
    referrer = pw.ForeignKeyField(CustomerRecord, null=True, index=False)
    referrer_id: int | None
    outlet = pw.ForeignKeyField(OutletRecord, index=False)
    outlet_id: int
    oem_act = pw.ForeignKeyField(ActRecord, null=True, index=False)
    oem_act_id: int | None
    oem_on = pw.DateField(null=True)
    act = pw.ForeignKeyField(ActRecord, index=False)
    act_id: int

    class Meta:
        table_name = "memberships"
        constraints = [
            pw.Check("valid_until >= joined_on"),
            pw.Check("referrer_id <> customer_id"),
            pw.Check("(oem_act_id IS NULL) = (oem_on IS NULL)"),
        ]


MembershipRecord.add_index(MembershipRecord.customer, unique=True, where=pw.SQL(_OPEN), name="memberships_one_open")
MembershipRecord.add_index(MembershipRecord.valid_until, MembershipRecord.state, where=pw.SQL(_OPEN), name="memberships_ending")
MembershipRecord.add_index(
    MembershipRecord.joined_on, MembershipRecord.state, where=MembershipRecord.oem_act.is_null(), name="memberships_to_register"
)
MembershipRecord.add_index(MembershipRecord.state, where=MembershipRecord.state == "pending", name="memberships_to_confirm")


class CardRecord(Record):
    """A card as scanned. A blocked number stays taken for ever; only the cards of a voided enrolment are free again.

    `level` is what is printed on the card: where the member has come to stand elsewhere, he is due another one.
    """

    membership = pw.ForeignKeyField(MembershipRecord)
    membership_id: int
    number = pw.TextField(constraints=[pw.Check("number <> ''")])
    level = pw.TextField(constraints=[pw.Check(f"level IN ({_codes(Level)})")])
    vehicle = pw.ForeignKeyField(VehicleRecord, null=True, index=False)
    vehicle_id: int | None
    state = pw.TextField(constraints=[pw.Check(f"state IN ({_codes(CardState)})")])
    act = pw.ForeignKeyField(ActRecord, index=False)
    act_id: int

    class Meta:
        table_name = "cards"


CardRecord.add_index(CardRecord.number, unique=True, where=CardRecord.state != "void", name="cards_number")
CardRecord.add_index(CardRecord.membership, unique=True, where=CardRecord.state == "in_use", name="cards_one_in_use")


class MemberEventRecord(Record):
    """Something that happened to a membership, so that any past day can be counted. `at` is the act's, kept here for the counts.

    Joining and renewing carry the term they open, raising or setting a level carries the level and the day it ends.
    """

    membership = pw.ForeignKeyField(MembershipRecord)
    membership_id: int
    kind = pw.TextField(constraints=[pw.Check(f"kind IN ({_codes(EventKind)})")])
    at = pw.DateTimeField(index=True)
    term_from = pw.DateField(null=True)
    term_until = pw.DateField(null=True)
    level = pw.TextField(default="")
    level_until = pw.DateField(null=True)
    card_number = pw.TextField(default="")
    number = pw.TextField(default="")
    fee_fen = pw.BigIntegerField(default=0, constraints=[pw.Check("fee_fen >= 0")])
    reason = pw.TextField(default="")
    act = pw.ForeignKeyField(ActRecord)
    act_id: int

    class Meta:
        table_name = "member_events"
        constraints = [pw.Check("(term_from IS NULL) = (term_until IS NULL)")]


class ImportRecord(Record):
    """A list of members that was brought in: which file, how many of its rows, what came of its members."""

    file = pw.TextField()
    rows = pw.IntegerField()
    added = pw.IntegerField()
    updated = pw.IntegerField()
    unchanged = pw.IntegerField()
    left_out = pw.IntegerField()
    reason = pw.TextField(default="")
    act = pw.ForeignKeyField(ActRecord, unique=True)
    act_id: int

    class Meta:
        table_name = "imports"


class ExportRecord(Record):
    """A list that left the house as a file: of whom, under which name, how many rows, why. `full`: with whole phone numbers."""

    what = pw.TextField()
    file = pw.TextField()
    rows = pw.IntegerField()
    full = pw.BooleanField()
    reason = pw.TextField(default="")
    act = pw.ForeignKeyField(ActRecord, unique=True)
    act_id: int

    class Meta:
        table_name = "exports"


TABLES: tuple[type[Record], ...] = (MembershipRecord, CardRecord, MemberEventRecord, ImportRecord, ExportRecord)
APPEND_ONLY: tuple[type[Record], ...] = (MemberEventRecord, ImportRecord, ExportRecord)
