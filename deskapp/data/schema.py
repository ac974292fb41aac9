"""Tables with their guards: what a new database looks like. Migrations must arrive at the same catalog."""

from collections.abc import Iterable, Sequence

import peewee as pw

from deskapp.data.tables import Record
from deskapp.data.upgrade import book_steps

_REFUSE_FUNCTION = """CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'append-only table %%', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END $$"""


def guard_statements(database: pw.Database, tables: Iterable[type[Record]]) -> list[str]:
    """The triggers that make tables append-only: UPDATE and DELETE are refused, on PostgreSQL TRUNCATE too."""
    names = [table._meta.table_name for table in tables]
    if isinstance(database, pw.SqliteDatabase):
        return [
            f"CREATE TRIGGER {name}_no_{verb} BEFORE {verb.upper()} ON {name} BEGIN SELECT RAISE(ABORT, 'append-only table {name}'); END"
            for name in names
            for verb in ("update", "delete")
        ]
    statements = [_REFUSE_FUNCTION] if names else []
    for name in names:
        statements.append(
            f"CREATE TRIGGER {name}_no_change BEFORE UPDATE OR DELETE ON {name} FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        statements.append(
            f"CREATE TRIGGER {name}_no_truncate BEFORE TRUNCATE ON {name} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
    return statements


def create_schema(database: pw.Database, tables: Sequence[type[Record]], append_only: Sequence[type[Record]]) -> None:
    """Run every statement that makes today's schema: tables, indexes, guards and the lock row."""
    database.create_tables(tables, safe=False)
    for statement in guard_statements(database, append_only):
        database.execute_sql(statement)
    database.execute_sql("INSERT INTO write_lock (id, revision, settings_revision) VALUES (1, 0, 0)")


def create_all(database: pw.Database, tables: Sequence[type[Record]], append_only: Sequence[type[Record]]) -> None:
    """Make a new database from today's tables, in one transaction, with every migration booked as done."""
    with database.atomic():
        create_schema(database, tables, append_only)
        book_steps(database)
