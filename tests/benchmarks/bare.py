"""The limits: the same statements on a bare driver, without the program around them."""

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

import peewee as pw
import psycopg

from deskapp.data import database
from deskapp.data.connection import _PRAGMAS, is_server, sqlite_path  # pyright: ignore[reportPrivateUsage]

Script = list[tuple[str, Any]]
"""Statements with their parameters, transactions included."""


class Line:
    """A bare connection with the session settings of the program."""

    def __init__(self, url: str) -> None:
        self.on_server = is_server(url)
        self._line: Any = psycopg.connect(url, autocommit=True) if self.on_server else _file(sqlite_path(url))

    def rows(self, statement: str, params: Any = ()) -> list[tuple[Any, ...]]:
        """Run one statement and fetch what it gives."""
        cursor = self._line.cursor()
        cursor.execute(statement, params)
        return cursor.fetchall() if cursor.description else []

    def replay(self, script: Script) -> None:
        """Run a whole script as it was recorded."""
        for statement, params in script:
            self.rows(statement, params)

    def marked(self, statement: str) -> str:
        """`?` as the driver wants it."""
        return statement.replace("?", "%s") if self.on_server else statement

    def many(self, statement: str, rows: Sequence[Any]) -> None:
        """Run one statement with many sets of values, as the driver does it."""
        self._line.cursor().executemany(self.marked(statement), rows)

    def close(self) -> None:
        self._line.close()


def _file(path: Path) -> Any:
    line = cast(Any, pw).sqlite3.connect(path, isolation_level=None)
    for name, value in _PRAGMAS.items():
        line.execute(f"PRAGMA {name} = {value}")
    return line


def sqlite_version() -> str:
    """Of the SQLite that the program uses."""
    return str(cast(Any, pw).sqlite3.sqlite_version)


@contextmanager
def bare_line(url: str) -> Generator[Line]:
    """A bare connection, closed afterwards."""
    line = Line(url)
    try:
        yield line
    finally:
        line.close()


class _Listener:
    """A driver's cursor that writes down what runs on it."""

    def __init__(self, cursor: Any, script: Script) -> None:
        self._cursor = cursor
        self._script = script

    def execute(self, statement: str, params: Any = ()) -> Any:
        self._script.append((statement, params))
        return self._cursor.execute(statement, params)

    def __iter__(self) -> Any:
        return iter(self._cursor)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cursor, name)


@contextmanager
def listening() -> Generator[Script]:
    """Everything the open store is asked meanwhile, BEGIN and COMMIT included."""
    store: Any = database.obj
    real = store.cursor
    script: Script = []

    def cursor(*args: Any, **kwargs: Any) -> _Listener:
        return _Listener(real(*args, **kwargs), script)

    store.cursor = cursor
    try:
        yield script
    finally:
        del store.cursor


def longest(scripts: Sequence[Script]) -> int:
    """How many statements the longest script has."""
    return max(len(script) for script in scripts)
