"""How customers, vehicles and consents are kept, and the token index of the search (stack.md §11)."""

from typing import Any

import peewee as pw

from deskapp.data import ActRecord, Record, on_server


class _ByteOrder(pw.Node):
    """Byte order for a text column: SQLite's default; on PostgreSQL COLLATE "C", without which a range skips the index."""

    def __sql__(self, ctx: Any) -> Any:
        return ctx.literal('COLLATE "C"') if on_server() else ctx


class _KeyIsTable(pw.SchemaManager):
    """A table that is its own key on SQLite (WITHOUT ROWID); PostgreSQL does not know the word."""

    def create_table(self, safe: bool = True, **options: Any) -> None:
        self.model._meta.without_rowid = not on_server()
        super().create_table(safe=safe, **options)


class CustomerRecord(Record):
    """A person or a company. `merged_into` points to the survivor of a merge, never to somebody who was merged himself; facts keep the id
    they were written under.

    `name` is the company's for a company, `contact` then the person the mobile belongs to. `last_act` orders the search. `erased` is the
    act that took his personal data away (PIPL 47).
    """

    kind = pw.TextField(constraints=[pw.Check("kind IN ('person', 'company')")])
    name = pw.TextField(constraints=[pw.Check("name <> ''")])
    contact = pw.TextField(default="")
    credit_code = pw.TextField(default="")
    salutation = pw.TextField(default="", constraints=[pw.Check("salutation IN ('', 'mr', 'ms')")])
    reading = pw.TextField(default="")
    sort_key = pw.TextField(constraints=[_ByteOrder()])
    mobile = pw.TextField()
    alt_contact = pw.TextField(default="")
    alt_phone = pw.TextField(default="")
    birth_month = pw.IntegerField(null=True)
    birth_day = pw.IntegerField(null=True)
    birth_year = pw.IntegerField(null=True)
    birth_lunar = pw.BooleanField(default=False)
    address = pw.TextField(default="")
    note = pw.TextField(default="")
    note_act = pw.ForeignKeyField(ActRecord, null=True, index=False)
    note_act_id: int | None
    merged_into = pw.ForeignKeyField("self", null=True, index=False, deferrable="INITIALLY DEFERRED")
    merged_into_id: int | None
    act = pw.ForeignKeyField(ActRecord, index=False)
    act_id: int
    last_act = pw.ForeignKeyField(ActRecord, index=False)
    last_act_id: int
    erased = pw.ForeignKeyField(ActRecord, null=True, index=False)
    erased_id: int | None

    class Meta:
        table_name = "customers"
        constraints = [
            pw.Check("merged_into_id <> id"),
            pw.Check("(mobile = '') = (erased_id IS NOT NULL)"),
            pw.Check("(birth_month IS NULL) = (birth_day IS NULL)"),
            pw.Check("birth_year IS NULL OR birth_month IS NOT NULL"),
            pw.Check("birth_month BETWEEN 1 AND 12"),
            pw.Check("birth_day BETWEEN 1 AND 31"),
        ]


CustomerRecord.add_index(CustomerRecord.merged_into, where=CustomerRecord.merged_into.is_null(is_null=False), name="customers_merged")
CustomerRecord.add_index(
    CustomerRecord.birth_lunar,
    CustomerRecord.birth_month,
    CustomerRecord.birth_day,
    where=CustomerRecord.birth_month.is_null(is_null=False),
    name="customers_birthday",
)


class VehicleRecord(Record):
    """A car of a customer until `ended_at`. The same plate may stand at two customers: no UNIQUE, a warning beside the field."""

    customer = pw.ForeignKeyField(CustomerRecord)
    customer_id: int
    plate = pw.TextField(default="")
    plate_class = pw.TextField(default="")
    vin = pw.TextField(default="")
    model = pw.TextField(default="")
    color = pw.TextField(default="")
    energy = pw.TextField(default="", constraints=[pw.Check("energy IN ('', 'fuel', 'electric', 'hybrid')")])
    bought_on = pw.DateField(null=True)
    bought_here = pw.BooleanField(null=True)
    insurance_until = pw.DateField(null=True)
    inspection_until = pw.DateField(null=True)
    ended_at = pw.DateTimeField(null=True)
    ended_why = pw.TextField(default="")
    act = pw.ForeignKeyField(ActRecord, index=False)
    act_id: int

    class Meta:
        table_name = "vehicles"
        constraints = [
            pw.Check("plate <> '' OR vin <> '' OR ended_at IS NOT NULL"),
            pw.Check("(plate = '') = (plate_class = '')"),
            pw.Check("ended_at IS NULL OR ended_why <> ''"),
        ]


class OdometerRecord(Record):
    """One reading of the odometer. A lower one than the last is kept with the reason the clerk gave."""

    vehicle = pw.ForeignKeyField(VehicleRecord)
    vehicle_id: int
    km = pw.IntegerField(constraints=[pw.Check("km BETWEEN 0 AND 2000000")])
    reason = pw.TextField(default="")
    act = pw.ForeignKeyField(ActRecord, index=False)
    act_id: int

    class Meta:
        table_name = "odometer_readings"


class NoticeRecord(Record):
    """One wording of the privacy notice; each consent points to the wording that was read (PIPL 17)."""

    version = pw.IntegerField(unique=True)
    text = pw.TextField()
    act = pw.ForeignKeyField(ActRecord, index=False)
    act_id: int

    class Meta:
        table_name = "notices"


class ConsentRecord(Record):
    """One answer to one of the four questions. The last row of a purpose counts; the earlier ones are its history."""

    customer = pw.ForeignKeyField(CustomerRecord)
    customer_id: int
    purpose = pw.TextField(constraints=[pw.Check("purpose IN ('service', 'marketing', 'care', 'share')")])
    given = pw.BooleanField()
    channel = pw.TextField(constraints=[pw.Check("channel IN ('paper', 'counter', 'phone', 'import')")])
    notice = pw.ForeignKeyField(NoticeRecord, index=False)
    notice_id: int
    act = pw.ForeignKeyField(ActRecord, index=False)
    act_id: int

    class Meta:
        table_name = "consents"


class RevealRecord(Record):
    """Somebody looked at a full number (rules.md §2)."""

    customer = pw.ForeignKeyField(CustomerRecord)
    customer_id: int
    act = pw.ForeignKeyField(ActRecord, index=False)
    act_id: int

    class Meta:
        table_name = "reveals"


class MergeRecord(Record):
    """Two records of one customer found to be one. `undone` ends it: the loser stands for himself again."""

    survivor = pw.ForeignKeyField(CustomerRecord)
    survivor_id: int
    loser = pw.ForeignKeyField(CustomerRecord, index=False)
    loser_id: int
    reason = pw.TextField(constraints=[pw.Check("reason <> ''")])
    act = pw.ForeignKeyField(ActRecord, unique=True)
    act_id: int
    undone = pw.ForeignKeyField(ActRecord, null=True, index=False)
    undone_id: int | None

    class Meta:
        table_name = "merges"
        constraints = [pw.Check("survivor_id <> loser_id")]


MergeRecord.add_index(MergeRecord.loser, unique=True, where=MergeRecord.undone.is_null(), name="merges_once")


class ApartRecord(Record):
    """Two customers who look alike and are two: somebody has looked. `one` has the smaller id."""

    one = pw.ForeignKeyField(CustomerRecord, index=False)
    one_id: int
    other = pw.ForeignKeyField(CustomerRecord, index=False)
    other_id: int
    reason = pw.TextField(constraints=[pw.Check("reason <> ''")])
    act = pw.ForeignKeyField(ActRecord, index=False)
    act_id: int

    class Meta:
        table_name = "customers_apart"
        indexes = ((("one", "other"), True),)
        constraints = [pw.Check("one_id < other_id")]


class ArchivedRecord(Record):
    """What the archive duty keeps of an erased customer until `kept_until`, as JSON: locked away, no list and no search reads it."""

    customer = pw.ForeignKeyField(CustomerRecord, unique=True)
    customer_id: int
    kept_until = pw.DateField()
    facts = pw.TextField()
    act = pw.ForeignKeyField(ActRecord, index=False)
    act_id: int

    class Meta:
        table_name = "archived_customers"


class TokenRecord(Record):
    """A word of the search index. `source` names the feature that wrote it, so that a new name leaves the cards' tokens."""

    token = pw.TextField(constraints=[_ByteOrder()])
    customer = pw.ForeignKeyField(CustomerRecord, index=False)
    customer_id: int
    source = pw.TextField()

    class Meta:
        table_name = "search_tokens"
        primary_key = pw.CompositeKey("token", "customer", "source")
        schema_manager_class = _KeyIsTable


TABLES: tuple[type[Record], ...] = (
    CustomerRecord,
    VehicleRecord,
    OdometerRecord,
    NoticeRecord,
    ConsentRecord,
    RevealRecord,
    MergeRecord,
    ApartRecord,
    ArchivedRecord,
    TokenRecord,
)
APPEND_ONLY: tuple[type[Record], ...] = (OdometerRecord, NoticeRecord, ConsentRecord, RevealRecord, ApartRecord)
