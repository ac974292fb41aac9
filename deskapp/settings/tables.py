"""How changed rules are kept. A rule that was never changed has no row: its default counts."""

import peewee as pw

from deskapp.data import ActRecord, Record


class SettingRecord(Record):
    """One changed rule; `value` is JSON text."""

    key = pw.TextField(unique=True)
    value = pw.TextField()
    act = pw.ForeignKeyField(ActRecord)

    class Meta:
        table_name = "settings"


TABLES: tuple[type[Record], ...] = (SettingRecord,)
