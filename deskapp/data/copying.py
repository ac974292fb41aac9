"""Copy a whole store between databases of either engine. It is the PostgreSQL backup, its restore, and the move from one PC to a server."""

import hashlib
import json
import sys
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from datetime import date, datetime, time
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import peewee as pw

from deskapp.data.connection import make_database
from deskapp.data.contents import TABLE as CONTENTS
from deskapp.data.contents import carry, listed, shelf_of
from deskapp.data.faults import faults_in_words
from deskapp.data.location import store_url, with_password
from deskapp.data.upgrade import STEPS, applied_steps, apply_steps, refuse_newer
from deskapp.errors import StorageFault, UserError

Progress = Callable[[int, int, str], None]
"""Called with (done, total, text); whatever it raises stops the work and leaves the target without a row."""

_CHUNK = 2000
_HISTORY = "schema_migration"


def copy_store(from_url: str, to_url: str, *, progress: Progress | None = None, steps: Path = STEPS) -> dict[str, int]:
    """Copy one snapshot of a store into an empty database and return the rows of each table.

    The target gets the schema steps of the source, all rows in one transaction, and is read back and compared by count and checksum
    before it is committed. The source is only read; it may be in use. Refuses a target with entries, a source that is no store or newer
    than this program.
    """
    source, target = make_database(from_url, read_only=True), make_database(to_url)
    with source.connection_context(), target.connection_context():
        applied = applied_steps(source)
        if not applied:
            raise UserError("来源数据库里没有数据，没有复制", field="database_url")
        refuse_newer(applied, steps)
        _refuse_filled(target)
        apply_steps(target, upto=applied[-1], steps=steps)
        with _snapshot(source), _unlimited(target):
            return _copy(source, target, progress or _silent)


def filled(store: pw.Database) -> bool:
    """Whether anything was ever written into the store."""
    for table in applied_steps(store) and _tables(store):
        rest = " WHERE revision > 0" if table == "write_lock" else ""
        if store.execute_sql(f'SELECT 1 FROM "{table}"{rest} LIMIT 1').fetchone():
            return True
    return False


def row_counts(store: pw.Database) -> dict[str, int]:
    """Rows of each table, parents before children."""
    return {table: store.execute_sql(f'SELECT count(*) FROM "{table}"').fetchone()[0] for table in _tables(store)}


def _silent(_done: int, _total: int, _text: str) -> None:
    """Progress nobody looks at."""


def _refuse_filled(target: pw.Database) -> None:
    if filled(target):
        raise UserError("目标数据库里已有数据，没有复制。请换一个空的数据库", field="database_url")


@contextmanager
def _snapshot(source: pw.Database) -> Generator[None]:
    if isinstance(source, pw.SqliteDatabase):
        with source.transaction("DEFERRED"):
            source.execute_sql("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
            yield
        return
    with _unlimited(source), source.transaction("REPEATABLE READ"):
        yield


@contextmanager
def _unlimited(store: pw.Database) -> Generator[None]:
    """Let a server session work longer than the limits that guard the others from a sleeping PC. The connection is closed afterwards."""
    if not isinstance(store, pw.SqliteDatabase):
        store.execute_sql("SET statement_timeout = 0")
        store.execute_sql("SET idle_in_transaction_session_timeout = 0")
    yield


def _tables(store: pw.Database) -> list[str]:
    """Tables of the store, parents before children. A circle of foreign keys between tables is a bug of the schema."""
    parents: dict[str, set[str]] = {table: set() for table in store.get_tables() if table != _HISTORY}
    for child, parent in _references(store, parents):
        if child != parent:
            parents[child].add(parent)
    return list(TopologicalSorter({table: sorted(parents[table]) for table in sorted(parents)}).static_order())


def _references(store: pw.Database, tables: Iterable[str]) -> list[tuple[str, str]]:
    """(child, parent) of every foreign key."""
    if isinstance(store, pw.SqliteDatabase):
        return [(table, row[2]) for table in tables for row in store.execute_sql(f'PRAGMA foreign_key_list("{table}")').fetchall()]
    return store.execute_sql(
        "SELECT c.relname::text, p.relname::text FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid"
        " JOIN pg_class p ON p.oid = k.confrelid WHERE k.contype = 'f' AND k.connamespace = current_schema()::regnamespace"
    ).fetchall()


def _columns(store: pw.Database, table: str) -> dict[str, bool]:
    """Column -> whether it holds JSON, whose text the server rewrites."""
    if isinstance(store, pw.SqliteDatabase):
        rows = [(row[1], row[2]) for row in store.execute_sql(f'PRAGMA table_info("{table}")').fetchall()]
    else:
        rows = store.execute_sql(
            "SELECT attname::text, format_type(atttypid, NULL) FROM pg_attribute"
            " WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''",
            (f'"{table}"',),
        ).fetchall()
    return {name: "json" in kind.lower() for name, kind in rows}


def _copy(source: pw.Database, target: pw.Database, progress: Progress) -> dict[str, int]:
    counts = row_counts(source)
    if sorted(counts) != sorted(_tables(target)):
        raise RuntimeError("the schema steps made other tables than the source has")
    total = 2 * sum(counts.values())
    done = 0
    with target.atomic():
        if isinstance(target, pw.SqliteDatabase):
            target.execute_sql("PRAGMA defer_foreign_keys = 1")  # a row may point to a later one of its own table
        target.execute_sql("DELETE FROM write_lock")
        for table in counts:
            columns = _columns(source, table) | _columns(target, table)
            if table == CONTENTS:
                del columns["content"]  # the bytes follow by their names: one store has them in files
            seen = _Sum(columns.values())
            _insert(target, table, list(columns), seen.through(_counted(_read(source, table, columns), done, total, progress)))
            done += seen.rows
            kept = _Sum(columns.values())
            for _ in kept.through(_counted(_read(target, table, columns), done, total, progress)):
                pass
            done += kept.rows
            if (seen.rows, seen.value) != (kept.rows, kept.value) or seen.rows != counts[table]:
                raise StorageFault(f"复制后核对不一致（{table}），没有保存。请检查磁盘后再试")
        _set_sequences(target, counts)
        carry(listed(source), shelf_of(source), shelf_of(target))
    return counts


class _Sum:
    """Count and checksum of rows, equal on both engines and in any order."""

    def __init__(self, is_json: Iterable[bool]) -> None:
        self._json = tuple(is_json)
        self.rows = 0
        self.value = 0

    def through(self, rows: Iterable[tuple[Any, ...]]) -> Generator[tuple[Any, ...]]:
        """Pass the rows on, plain, and count them in."""
        plain_json = any(self._json)
        for row in rows:
            values = tuple(map(_plain, row))
            checked = tuple(map(_json, values, self._json)) if plain_json else values
            self.rows += 1
            self.value = (self.value + int.from_bytes(hashlib.blake2b(repr(checked).encode(), digest_size=8).digest())) % 2**64
            yield values


def _plain(value: Any) -> Any:
    """The value as SQLite keeps it; the server reads the same text back into its own type."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, date | time):
        return value.isoformat()
    return bytes(value) if isinstance(value, memoryview) else value


def _json(value: Any, is_json: bool) -> Any:
    return json.dumps(json.loads(value), sort_keys=True) if is_json and value is not None else value


def _counted(rows: Iterable[tuple[Any, ...]], done: int, total: int, progress: Progress) -> Generator[tuple[Any, ...]]:
    progress(done, total, "")
    for number, row in enumerate(rows, done + 1):
        if number % _CHUNK == 0:
            progress(number, total, "")
        yield row


def _read(store: pw.Database, table: str, columns: dict[str, bool]) -> Generator[tuple[Any, ...]]:
    """All rows of a table in chunks, so that memory stays flat."""
    if isinstance(store, pw.SqliteDatabase):
        cursor = store.execute_sql(f'SELECT {_list(columns)} FROM "{table}"')
        while chunk := cursor.fetchmany(_CHUNK):
            yield from chunk
        return
    listed = ", ".join(f'"{name}"::text' if is_json else f'"{name}"' for name, is_json in columns.items())
    store.execute_sql(f'DECLARE copying NO SCROLL CURSOR FOR SELECT {listed} FROM "{table}"')
    while chunk := store.execute_sql(f"FETCH {_CHUNK} FROM copying").fetchall():
        yield from chunk
    store.execute_sql("CLOSE copying")


def _insert(target: pw.Database, table: str, columns: list[str], rows: Iterable[tuple[Any, ...]]) -> None:
    with faults_in_words():
        cursor = target.cursor()
        if isinstance(target, pw.SqliteDatabase):
            cursor.executemany(f'INSERT INTO "{table}" ({_list(columns)}) VALUES ({", ".join("?" * len(columns))})', rows)
            return
        # One statement for the table: foreign keys into itself are looked at when it ends.
        with cursor.copy(f'COPY "{table}" ({_list(columns)}) FROM STDIN') as copy:
            for row in rows:
                copy.write_row(row)


def _list(columns: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in columns)


def _set_sequences(target: pw.Database, tables: Iterable[str]) -> None:
    if isinstance(target, pw.SqliteDatabase):
        return
    for table in tables:
        if "id" in _columns(target, table):
            target.execute_sql(
                f"SELECT setval(pg_get_serial_sequence('\"{table}\"', 'id'), coalesce(max(id), 0) + 1, false) FROM \"{table}\""
            )


def copy_from_command_line(from_url: str, to_url: str) -> int:
    """`main.py --copy-to URL`: copy the store ('' = the default one), saying how far it is; the exit status, 0 when all is there."""
    try:
        counts = copy_store(with_password(from_url) if from_url else store_url(), with_password(to_url), progress=_say)
    except UserError as refusal:
        sys.stderr.write(f"\n{refusal.message}\n")
        return 1
    sys.stdout.write(f"\r已复制 {len(counts)} 张表，{sum(counts.values()):,} 行，逐表核对一致\n")
    return 0


def _say(done: int, total: int, _text: str) -> None:
    sys.stdout.write(f"\r{done:,} / {total:,}")
    sys.stdout.flush()
