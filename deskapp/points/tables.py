"""How the ledger is kept: signed entries, lots, allocations and holds are append-only; a reservation is opened and closed by an act.

The balance is a SUM over an index. For every account: Σ entries = Σ rests of lots − debt, where the rest of a lot is its points less its
allocations, and debt is the part of outgoing entries without allocation.
"""

import peewee as pw

from deskapp.customers.tables import CustomerRecord
from deskapp.data import ActRecord, Record

_INCOMING = "'earned', 'awarded', 'opening', 'returned'"
_OUTGOING = "'redeemed', 'used', 'expired', 'voided', 'reversed'"


class EntryRecord(Record):
    """One movement of an account.

    `tier_on` is the day whose term the tier points count for: a reversal names the day of the earning. `undone` is how many points of
    the reversed entry this one undoes; what had expired of them is not taken again, so `redeemable` may be less. `spendable_after` is what
    the receipt said. `rate` is the version of the rate the points were computed by; rates live on a higher floor, hence no key.
    """

    customer = pw.ForeignKeyField(CustomerRecord, index=False)
    customer_id: int
    kind = pw.TextField(constraints=[pw.Check(f"kind IN ({_INCOMING}, {_OUTGOING}, 'manual')")])
    redeemable = pw.IntegerField()
    tier = pw.IntegerField(default=0)
    tier_on = pw.DateField()
    number = pw.TextField(default="")
    note = pw.TextField(default="")
    rate = pw.IntegerField(null=True)
    award = pw.TextField(null=True)
    occasion = pw.TextField(null=True)
    round = pw.IntegerField(default=0)
    reverses = pw.ForeignKeyField("self", null=True, index=False, deferrable="INITIALLY DEFERRED")
    reverses_id: int | None
    part = pw.IntegerField(null=True)
    undone = pw.IntegerField(default=0)
    spendable_after = pw.IntegerField()
    act = pw.ForeignKeyField(ActRecord, index=False)
    act_id: int

    class Meta:
        table_name = "points_entries"
        indexes = (
            (("customer", "id", "redeemable", "tier"), False),
            (("customer", "tier_on", "tier"), False),
            (("act", "kind", "redeemable"), False),  # the reports sum days and months over it
        )
        constraints = [
            pw.Check("redeemable <> 0 OR tier <> 0 OR undone <> 0"),
            pw.Check(f"kind NOT IN ({_INCOMING}) OR (redeemable >= 0 AND tier >= 0)"),
            pw.Check(f"kind NOT IN ({_OUTGOING}) OR (redeemable <= 0 AND tier <= 0)"),
            pw.Check("tier >= 0 OR kind = 'reversed'"),
            pw.Check("tier = 0 OR kind NOT IN ('redeemed', 'used', 'expired', 'voided', 'returned')"),
            pw.Check("(kind IN ('reversed', 'returned')) = (reverses_id IS NOT NULL)"),
            pw.Check("undone >= abs(redeemable) OR reverses_id IS NULL"),
            pw.Check("undone = 0 OR reverses_id IS NOT NULL"),
            pw.Check("part IS NULL OR reverses_id IS NOT NULL"),
            pw.Check("(kind = 'awarded') = (award IS NOT NULL)"),
            pw.Check("(award IS NULL) = (occasion IS NULL)"),
        ]


_REVERSES = EntryRecord.reverses.is_null(is_null=False)
EntryRecord.add_index(EntryRecord.reverses, where=_REVERSES, name="points_entries_reversals")
# A whole reversal once, each part once; a second try breaks the constraint, never the account.
EntryRecord.add_index(EntryRecord.reverses, unique=True, where=_REVERSES & EntryRecord.part.is_null(), name="points_entries_reversed_whole")
EntryRecord.add_index(
    EntryRecord.reverses, EntryRecord.part, unique=True, where=EntryRecord.part.is_null(is_null=False), name="points_entries_reversed_part"
)
# An award given again after its reversal is the next round of the same occasion.
EntryRecord.add_index(
    EntryRecord.customer,
    EntryRecord.award,
    EntryRecord.occasion,
    EntryRecord.round,
    unique=True,
    where=EntryRecord.award.is_null(is_null=False),
    name="points_entries_awarded_once",
)
# The opening balance of an account is brought once.
EntryRecord.add_index(EntryRecord.customer, unique=True, where=(EntryRecord.kind == "opening"), name="points_entries_opened_once")


class LotRecord(Record):
    """Points of one incoming entry that end together on `ends_on`, the last day they can be used."""

    entry = pw.ForeignKeyField(EntryRecord, unique=True)
    entry_id: int
    customer = pw.ForeignKeyField(CustomerRecord, index=False)
    customer_id: int
    points = pw.IntegerField(constraints=[pw.Check("points > 0")])
    ends_on = pw.DateField()
    act = pw.ForeignKeyField(ActRecord, index=False)

    class Meta:
        table_name = "points_lots"
        indexes = (
            (("customer", "ends_on", "points"), False),
            (("ends_on", "customer"), False),
        )


class AllocationRecord(Record):
    """What an entry takes from a lot; negative when points go back to it. `customer` is the lot's, so an account lies together."""

    customer = pw.ForeignKeyField(CustomerRecord, index=False)
    lot = pw.ForeignKeyField(LotRecord, index=False)
    lot_id: int
    entry = pw.ForeignKeyField(EntryRecord, index=False)
    entry_id: int
    points = pw.IntegerField(constraints=[pw.Check("points <> 0")])
    act = pw.ForeignKeyField(ActRecord, index=False)

    class Meta:
        table_name = "points_allocations"
        indexes = (
            (("lot", "points"), False),
            (("customer", "lot", "points"), False),
            (("entry", "lot", "points"), False),
        )


class ReservationRecord(Record):
    """Points promised to the slip `holder`, until an act closes it: spent, cancelled or returned."""

    customer = pw.ForeignKeyField(CustomerRecord, index=False)
    customer_id: int
    holder = pw.TextField(constraints=[pw.Check("holder <> ''")])
    kind = pw.TextField(constraints=[pw.Check("kind IN ('redeemed', 'used')")])
    points = pw.IntegerField(constraints=[pw.Check("points > 0")])
    note = pw.TextField(default="")
    act = pw.ForeignKeyField(ActRecord, index=False)
    closed = pw.ForeignKeyField(ActRecord, null=True, index=False)
    closed_id: int | None

    class Meta:
        table_name = "points_reservations"


ReservationRecord.add_index(ReservationRecord.customer, where=ReservationRecord.closed.is_null(), name="points_reservations_open")
ReservationRecord.add_index(
    ReservationRecord.holder, unique=True, where=ReservationRecord.closed.is_null(), name="points_reservations_holder"
)


class HoldRecord(Record):
    """What a reservation holds of a named lot."""

    reservation = pw.ForeignKeyField(ReservationRecord)
    lot = pw.ForeignKeyField(LotRecord)
    lot_id: int
    points = pw.IntegerField(constraints=[pw.Check("points > 0")])

    class Meta:
        table_name = "points_holds"


class ExpiryRunRecord(Record):
    """All lots that ended before `day` are booked or held: the next background run begins there."""

    day = pw.DateField()
    act = pw.ForeignKeyField(ActRecord, index=False)

    class Meta:
        table_name = "points_expiry_runs"


TABLES: tuple[type[Record], ...] = (EntryRecord, LotRecord, AllocationRecord, ReservationRecord, HoldRecord, ExpiryRunRecord)
APPEND_ONLY: tuple[type[Record], ...] = (EntryRecord, LotRecord, AllocationRecord, HoldRecord, ExpiryRunRecord)
