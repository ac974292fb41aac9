"""How the store's data is kept: two engines, one code. Design in ARCHITECTURE.md, "Data".

Writes go through `writing(act, "use_case", **args)`, reads that need one snapshot through `reading()`. The few hottest statements
skip peewee's builder: `fetch_row("SELECT … WHERE id = ?", id)`, `fetch_rows(…)`, `database.execute_sql(sql("UPDATE … ?"), (…,))`.
"""

from deskapp.data.act import Act
from deskapp.data.connection import close_database, database, fetch_row, fetch_rows, on_server, open_database, sql
from deskapp.data.history import Change, changes, record_changes, update_record
from deskapp.data.serials import Numbered, NumberKind, barcode_digits, find_number, next_number, read_number, register_number
from deskapp.data.tables import ActRecord, ChangeRecord, Record, SerialRecord, WriteLockRecord
from deskapp.data.transaction import Tx, confirm_clock, last_entry_at, one_transaction, reading, revisions, trust_server_clock, writing
from deskapp.data.upgrade import migrate

__all__ = [
    "Act",
    "ActRecord",
    "Change",
    "ChangeRecord",
    "NumberKind",
    "Numbered",
    "Record",
    "SerialRecord",
    "Tx",
    "WriteLockRecord",
    "barcode_digits",
    "changes",
    "close_database",
    "confirm_clock",
    "database",
    "fetch_row",
    "fetch_rows",
    "find_number",
    "last_entry_at",
    "migrate",
    "next_number",
    "on_server",
    "one_transaction",
    "open_database",
    "read_number",
    "reading",
    "record_changes",
    "register_number",
    "revisions",
    "sql",
    "trust_server_clock",
    "update_record",
    "writing",
]
