"""How catalogue, stock and redemptions are kept."""

from enum import StrEnum
from typing import Any

import peewee as pw

from deskapp.attachments.tables import AttachmentRecord
from deskapp.customers.tables import CustomerRecord
from deskapp.data import ActRecord, Record
from deskapp.gifts.domain import HandoverMode, MoveKind, Picture, Relation, State
from deskapp.points.tables import EntryRecord
from deskapp.staff.tables import StaffRecord

OPEN = "state NOT IN ('received', 'cancelled')"
_UNDER_WAY = (
    "(mode = 'delivery' AND carrier_id IS NOT NULL AND planned_on IS NOT NULL) OR (mode = 'courier' AND courier_no <> '' AND address <> '')"
)


def _one_of(field: str, values: type[StrEnum]) -> Any:
    codes = ", ".join(f"'{value.value}'" for value in values)
    return pw.Check(f"{field} IN ({codes})")


class GiftRecord(Record):
    """One gift of the catalogue. Points and cost (fen) are for one unit."""

    gift_no = pw.TextField(unique=True)
    name = pw.TextField()
    sort_key = pw.TextField()
    unit = pw.TextField()
    points = pw.IntegerField()
    cost = pw.BigIntegerField()
    new_on = pw.DateField()
    offered_from = pw.DateField()
    offered_until = pw.DateField(null=True)
    limit_per_redemption = pw.IntegerField(null=True)
    limit_per_member = pw.IntegerField(null=True)
    low_stock_at = pw.IntegerField()
    supplier = pw.TextField()
    picture = pw.TextField(default=Picture.GIFT.value, constraints=[_one_of("picture", Picture)])
    photo = pw.ForeignKeyField(AttachmentRecord, null=True, index=False)
    act = pw.ForeignKeyField(ActRecord, index=False)

    class Meta:
        table_name = "gifts"
        constraints = [
            pw.Check("points > 0"),
            pw.Check("cost >= 0"),
            pw.Check("low_stock_at >= 0"),
            pw.Check("limit_per_redemption > 0"),
            pw.Check("limit_per_member > 0"),
            pw.Check("offered_until >= offered_from"),
        ]


class RedemptionRecord(Record):
    """One redemption: who applied, who approved, who signed, and the figures of the deciding save.

    `entry` is where the points left, None while they are only reserved.
    """

    number = pw.TextField(unique=True)
    customer = pw.ForeignKeyField(CustomerRecord, index=False)
    customer_id: int
    member_no = pw.TextField()
    state = pw.TextField(constraints=[_one_of("state", State)])
    cost = pw.IntegerField(constraints=[pw.Check("cost > 0")])
    entry = pw.ForeignKeyField(EntryRecord, null=True, index=False)
    entry_id: int | None
    points_before = pw.IntegerField()
    points_after = pw.IntegerField()
    expiring_on = pw.DateField(null=True)
    expiring_points = pw.IntegerField(default=0)
    mode = pw.TextField(constraints=[_one_of("mode", HandoverMode)])
    planned_on = pw.DateField(null=True)
    carrier = pw.ForeignKeyField(StaffRecord, null=True, index=False)
    carrier_id: int | None
    address = pw.TextField(default="")
    courier_no = pw.TextField(default="")
    relation = pw.TextField(constraints=[_one_of("relation", Relation)])
    received_by = pw.TextField(default="")
    receiver_mobile = pw.TextField(default="")
    received_at: Any = pw.DateTimeField(null=True)
    applied_at = pw.DateTimeField()
    applied_by = pw.ForeignKeyField(StaffRecord, index=False)
    applied_by_id: int
    approved_at = pw.DateTimeField(null=True)
    approved_by = pw.ForeignKeyField(StaffRecord, null=True, index=False)
    approved_by_id: int | None
    handled_by = pw.ForeignKeyField(StaffRecord, null=True, index=False)
    handled_by_id: int | None
    note = pw.TextField(default="")
    act = pw.ForeignKeyField(ActRecord, index=False)

    class Meta:
        table_name = "redemptions"
        indexes = ((("customer", "id"), False), (("applied_at",), False), (("received_at",), False))
        constraints = [
            pw.Check("(state = 'received') = (received_at IS NOT NULL) OR state = 'cancelled'"),
            pw.Check("(approved_at IS NULL) = (entry_id IS NULL)"),
            pw.Check("state <> 'applied' OR approved_at IS NULL"),
            pw.Check(f"state <> 'on_the_way' OR {_UNDER_WAY}"),
        ]


# Statements that look for open redemptions say `state NOT IN (…)` in these very words, or SQLite passes the index by.
RedemptionRecord.add_index(RedemptionRecord.id, where=pw.SQL(OPEN), name="redemptions_open")


class RedemptionLineRecord(Record):
    """One gift of a redemption, with name and price frozen."""

    redemption = pw.ForeignKeyField(RedemptionRecord, index=False)
    redemption_id: int
    line_no = pw.IntegerField()
    gift = pw.ForeignKeyField(GiftRecord)
    gift_id: int
    name = pw.TextField()
    unit = pw.TextField()
    quantity = pw.IntegerField(constraints=[pw.Check("quantity > 0")])
    unit_points = pw.IntegerField(constraints=[pw.Check("unit_points > 0")])

    class Meta:
        table_name = "redemption_lines"
        indexes = ((("redemption", "line_no"), True),)


class RedemptionStepRecord(Record):
    """One step of a redemption, kept for ever."""

    redemption = pw.ForeignKeyField(RedemptionRecord)
    redemption_id: int
    state = pw.TextField(constraints=[_one_of("state", State)])
    note = pw.TextField(default="")
    act = pw.ForeignKeyField(ActRecord, index=False)

    class Meta:
        table_name = "redemption_steps"
        indexes = ((("act", "redemption", "state"), False),)  # which redemptions were open at the end of a past day


class StockMoveRecord(Record):
    """One line of the stock ledger; the stock of a gift is the sum of its signed quantities.

    A line booked by hand has a number KC-…, one of a redemption names it instead; what an undone redemption brings back names the line
    it reverses, once.
    """

    number = pw.TextField(default="")
    gift = pw.ForeignKeyField(GiftRecord, index=False)
    gift_id: int
    kind = pw.TextField(constraints=[_one_of("kind", MoveKind)])
    quantity = pw.IntegerField(constraints=[pw.Check("quantity <> 0")])
    redemption = pw.ForeignKeyField(RedemptionRecord, null=True)
    redemption_id: int
    reverses = pw.ForeignKeyField("self", null=True, unique=True, deferrable="INITIALLY DEFERRED")
    note = pw.TextField(default="")
    act = pw.ForeignKeyField(ActRecord, index=False)

    class Meta:
        table_name = "stock_moves"
        indexes = ((("gift", "quantity", "act"), False),)
        constraints = [pw.Check("(number = '') = (redemption_id IS NOT NULL)")]


# A redemption leaves the stock once.
StockMoveRecord.add_index(
    StockMoveRecord.redemption,
    StockMoveRecord.gift,
    unique=True,
    where=StockMoveRecord.kind == MoveKind.HAND_OUT.value,
    name="stock_moves_handed_out_once",
)

TABLES: tuple[type[Record], ...] = (GiftRecord, RedemptionRecord, RedemptionLineRecord, RedemptionStepRecord, StockMoveRecord)
APPEND_ONLY: tuple[type[Record], ...] = (RedemptionLineRecord, RedemptionStepRecord, StockMoveRecord)
