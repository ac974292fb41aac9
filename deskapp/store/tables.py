"""How closures, imported holidays and print counts are kept."""

import peewee as pw

from deskapp.data import ActRecord, Record


class ClosureRecord(Record):
    """A day the store is shut; `voided_by` when it opens after all."""

    day = pw.DateField()
    reason = pw.TextField()
    voided_by = pw.ForeignKeyField(ActRecord, null=True)
    voided_by_id: int | None
    act = pw.ForeignKeyField(ActRecord)

    class Meta:
        table_name = "closures"
        constraints = [pw.Check("reason <> ''")]


ClosureRecord.add_index(ClosureRecord.day, unique=True, where=ClosureRecord.voided_by.is_null())


class HolidayYearRecord(Record):
    """The announcement of one year as JSON text; the newest of a year counts."""

    year = pw.IntegerField(index=True)
    content = pw.TextField()
    act = pw.ForeignKeyField(ActRecord)

    class Meta:
        table_name = "holiday_years"


class PrintRecord(Record):
    """One print of a numbered paper: its count tells a reprint from the first print."""

    number = pw.TextField()
    paper = pw.TextField()
    act = pw.ForeignKeyField(ActRecord)

    class Meta:
        table_name = "prints"
        indexes = ((("number", "paper"), False),)


TABLES: tuple[type[Record], ...] = (ClosureRecord, HolidayYearRecord, PrintRecord)
APPEND_ONLY: tuple[type[Record], ...] = (HolidayYearRecord, PrintRecord)
