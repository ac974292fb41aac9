"""The kit's own tables, and the base of every other one."""

import peewee as pw

from deskapp.data.connection import database


class Record(pw.Model):
    """A row with an integer id. Nothing is deleted: a record is voided, merged or corrected by a later one."""

    id = pw.AutoField()

    class Meta:
        database = database
        legacy_table_names = False


class WriteLockRecord(Record):
    """The one row every write locks first: `revision` counts writes, `settings_revision` those that changed a rule."""

    revision = pw.IntegerField()
    settings_revision = pw.IntegerField()
    last_at = pw.DateTimeField(null=True)

    class Meta:
        table_name = "write_lock"
        constraints = [pw.Check("id = 1")]


class ActRecord(Record):
    """One accepted press of a save button. Every row of the store points to the act that wrote it."""

    request_id = pw.TextField(unique=True)
    use_case = pw.TextField()
    args_hash = pw.TextField()
    record_id = pw.IntegerField(null=True)
    number = pw.TextField(default="")
    staff_id = pw.IntegerField(null=True)
    at = pw.DateTimeField(index=True)
    pc = pw.TextField()

    class Meta:
        table_name = "acts"


class SerialRecord(Record):
    """The index of every number the store has given: search box and scanner start here."""

    number = pw.TextField(unique=True)
    kind = pw.TextField()
    day = pw.DateField()
    seq = pw.IntegerField()
    record_id = pw.IntegerField()

    class Meta:
        table_name = "serials"
        indexes = ((("kind", "day", "seq"), True),)
        constraints = [pw.Check("seq > 0")]


class ChangeRecord(Record):
    """One changed field of one record: old and new as text. No trigger guards it, for erasing a person's data must reach it."""

    act = pw.ForeignKeyField(ActRecord)
    kind = pw.TextField()
    record_id = pw.IntegerField()
    field = pw.TextField()
    old = pw.TextField()
    new = pw.TextField()
    reason = pw.TextField(default="")

    class Meta:
        table_name = "changes"
        indexes = ((("kind", "record_id"), False),)


class ContentRecord(Record):
    """Bytes of a photo, scan or recording by their SHA-256. On SQLite they lie in a file beside the store, and the column is empty.

    `erased`: taken away because a person asked for it (PIPL 47); the row stays for what points to it and holds nothing any more.
    """

    hash = pw.TextField(unique=True)
    size = pw.IntegerField(constraints=[pw.Check("size > 0")])
    content = pw.BlobField(null=True)
    erased = pw.BooleanField(default=False)
    act = pw.ForeignKeyField(ActRecord, index=False)

    class Meta:
        table_name = "contents"
        constraints = [pw.Check("NOT erased OR content IS NULL")]


TABLES: tuple[type[Record], ...] = (WriteLockRecord, ActRecord, SerialRecord, ChangeRecord, ContentRecord)
APPEND_ONLY: tuple[type[Record], ...] = (SerialRecord,)
