"""Many rows at once, inside one `writing`: ids taken ahead, inserts in chunks, lookups by thousands of keys.

On SQLite `executemany`, on PostgreSQL COPY: ten times what single inserts do there. Values are text, whole numbers and None; days and
times as ISO text, truths as 0 and 1, which both engines read.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import islice
from typing import Any, cast

from deskapp.data.connection import database, fetch_row, on_server, sql
from deskapp.data.faults import faults_in_words

CHUNK = 2_000
"""Rows between two looks at whether the person has cancelled: some hundredths of a second."""
KEYS = 500
"""Keys of one lookup: SQLite takes 32,766 parameters, but a short statement is parsed once and used again."""

Value = str | int | None


def take_ids(table: str, count: int) -> range:
    """The next `count` ids of a table, for rows that others point to before they are written. Only under the write lock."""
    if not on_server():
        row = fetch_row(f"SELECT COALESCE(MAX(id), 0) FROM {table}")
        first = (row[0] if row else 0) + 1
        return range(first, first + count)
    if count == 0:
        return range(0)
    row = fetch_row(f"SELECT nextval(pg_get_serial_sequence('{table}', 'id'))")
    first = row[0] if row else 1
    fetch_row(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), ?)", first + count - 1)
    return range(first, first + count)


def insert_rows(table: str, columns: Sequence[str], rows: Iterable[Sequence[Value]], *, done: Callable[[int], object]) -> None:
    """Insert rows in chunks; `done` hears how many were written after each and may raise to give up."""
    coming = iter(rows)
    names = ", ".join(columns)
    while chunk := list(islice(coming, CHUNK)):
        with faults_in_words():
            if on_server():
                _copy(f"COPY {table} ({names}) FROM STDIN", chunk)
            else:
                marks = ", ".join("?" * len(columns))
                cast(Any, database.cursor()).executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", chunk)
        done(len(chunk))


def update_rows(statement: str, rows: Iterable[Sequence[Value]], *, done: Callable[[int], object]) -> None:
    """Run one constant UPDATE with many sets of values, in chunks as `insert_rows`."""
    coming = iter(rows)
    while chunk := list(islice(coming, CHUNK)):
        with faults_in_words():
            cast(Any, database.cursor()).executemany(sql(statement), chunk)
        done(len(chunk))


def fetch_by_keys(statement: str, keys: Collection[Value], *, done: Callable[[], object] = lambda: None) -> list[tuple[Any, ...]]:
    """Rows of a constant SELECT that has `{keys}` after IN, for any number of keys; `done` is called between the lookups."""
    found: list[tuple[Any, ...]] = []
    coming = iter(keys)
    while chunk := list(islice(coming, KEYS)):
        if on_server():
            text, params = statement.replace("IN {keys}", "= ANY(?)"), (chunk,)
        else:
            padded = chunk + [chunk[-1]] * (KEYS - len(chunk))
            text, params = statement.replace("{keys}", f"({', '.join('?' * KEYS)})"), tuple(padded)
        found += database.execute_sql(sql(text), params).fetchall()
        done()
    return found


def _copy(statement: str, rows: Sequence[Sequence[Value]]) -> None:
    connection = cast(Any, database.connection())
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)
