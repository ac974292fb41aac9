"""What is typed into a report; everything else in it is computed."""

import peewee as pw

from deskapp.data import ActRecord, Record


class DailyNoteRecord(Record):
    """备注 of the member daily report of a day. Changes go to the change history."""

    day = pw.DateField(unique=True)
    text = pw.TextField()
    act = pw.ForeignKeyField(ActRecord, index=False)
    act_id: int

    class Meta:
        table_name = "daily_notes"


TABLES: tuple[type[Record], ...] = (DailyNoteRecord,)
