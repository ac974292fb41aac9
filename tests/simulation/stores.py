"""The same life on a SQLite file and on a PostgreSQL server, and both stores read over bare connections afterwards."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from pysqlite3 import dbapi2 as sqlite

from deskapp.data import close_database, database, open_database
from deskapp.data.connection import sqlite_path
from deskapp.data.location import is_server
from tests.simulation.checker import Tables
from tests.simulation.world import World

_TABLES = {
    True: "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'",
    False: "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
}


@dataclass(frozen=True)
class Lived:
    """A store with a life behind it, and who remembers it."""

    url: str
    world: World


def lived(url: str, life: Callable[[], World]) -> Lived:
    """Let a store live through `life` and close it."""
    open_database(url)
    try:
        return Lived(url, life())
    finally:
        close_database()
        database.initialize(None)


def bare(url: str) -> Any:
    """A connection of the driver alone."""
    if is_server(url):
        return psycopg.connect(url, autocommit=True)
    return sqlite.connect(f"file:{sqlite_path(url)}?mode=ro", uri=True)


def rows_of(url: str) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, columns in the order of their names."""
    with closing(bare(url)) as connection:
        tables = Tables(connection)
        names = sorted(row["name"] for row in tables.rows(_TABLES[is_server(url)]) if row["name"] != "schema_migration")
        return {name: [tuple(sorted(row.items())) for row in tables[name]] for name in names}


def copied(url: str, folder: Path) -> Path:
    """A copy of a closed SQLite store."""
    path = folder / "copy.db"
    with closing(sqlite.connect(str(sqlite_path(url)))) as source, closing(sqlite.connect(str(path))) as target:
        source.backup(target)
    return path
