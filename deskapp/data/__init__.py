"""How the store's data is kept: two engines, one code. Design in ARCHITECTURE.md, "Data".

Writes go through `writing(act, "use_case", **args)`, reads that need one snapshot through `reading()`. The few hottest statements
skip peewee's builder: `fetch_row("SELECT … WHERE id = ?", id)`, `fetch_rows(…)`, `database.execute_sql(sql("UPDATE … ?"), (…,))`.

Importing the package imports nothing else: windows take `Act` from here before peewee is loaded on the database thread.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from deskapp.data.act import Act
    from deskapp.data.connection import close_database, database, fetch_row, fetch_rows, on_server, open_database, sql
    from deskapp.data.history import Change, changes, forget_values, record_changes, update_record
    from deskapp.data.serials import Numbered, NumberKind, barcode_digits, find_number, next_number, read_number, register_number
    from deskapp.data.tables import ActRecord, ChangeRecord, Record, SerialRecord, WriteLockRecord
    from deskapp.data.transaction import (
        Tx,
        confirm_clock,
        last_entry_at,
        one_transaction,
        reading,
        rehearsing,
        revisions,
        trust_server_clock,
        writing,
    )
    from deskapp.data.upgrade import migrate

_HOMES = {
    "Act": "act",
    "ActRecord": "tables",
    "Change": "history",
    "ChangeRecord": "tables",
    "NumberKind": "serials",
    "Numbered": "serials",
    "Record": "tables",
    "SerialRecord": "tables",
    "Tx": "transaction",
    "WriteLockRecord": "tables",
    "barcode_digits": "serials",
    "changes": "history",
    "close_database": "connection",
    "confirm_clock": "transaction",
    "database": "connection",
    "fetch_row": "connection",
    "fetch_rows": "connection",
    "find_number": "serials",
    "forget_values": "history",
    "last_entry_at": "transaction",
    "migrate": "upgrade",
    "next_number": "serials",
    "on_server": "connection",
    "one_transaction": "transaction",
    "open_database": "connection",
    "read_number": "serials",
    "reading": "transaction",
    "record_changes": "history",
    "register_number": "serials",
    "rehearsing": "transaction",
    "revisions": "transaction",
    "sql": "connection",
    "trust_server_clock": "transaction",
    "update_record": "history",
    "writing": "transaction",
}

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
    "forget_values",
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
    "rehearsing",
    "revisions",
    "sql",
    "trust_server_clock",
    "update_record",
    "writing",
]

if not TYPE_CHECKING:  # a checker must not take this for "any name exists"

    def __getattr__(name: str) -> Any:
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = globals()[name] = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
        return value
