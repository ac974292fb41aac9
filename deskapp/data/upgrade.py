"""Bring a database up to this program: numbered frozen steps, all or none, with a backup first.

All pending steps run in one transaction behind a lock, so two PCs that start at once upgrade once, and a step that fails leaves the
old store as it was.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

import peewee as pw

from deskapp.data.connection import make_database
from deskapp.errors import UserError

STEPS = Path(__file__).parent / "migrations"
_HISTORY = "schema_migration"
# Any number does, as long as every program of the store takes the same.
_LOCK_KEY = 4_200_001


def migrate(url: str, *, at: datetime, backup_folder: Path | None = None, steps: Path = STEPS) -> tuple[str, ...]:
    """Apply what is pending and return the names of the steps. Costs one small query when nothing is.

    A store with entries is backed up into `backup_folder` first (default: beside the data, see `location.backup_folder`). Refuses, in
    words, a database that a newer program has upgraded, and one that belongs to another program.
    """
    store = make_database(url)
    with store.connection_context():
        if not pending_steps(store, steps):
            return ()
        return _upgrade(store, url, at, backup_folder, steps)


def known_steps(steps: Path = STEPS) -> list[str]:
    """Names of the steps this program knows, in order."""
    return sorted(path.stem for path in steps.glob("[0-9]*.py"))


def applied_steps(store: pw.Database) -> list[str]:
    """Names of the steps the database has seen, in order. Refuses a database that is not the program's."""
    tables = store.get_tables()
    if _HISTORY in tables:
        return [name for (name,) in store.execute_sql(f"SELECT name FROM {_HISTORY} ORDER BY name").fetchall()]
    if tables:
        raise UserError("这个数据库不是本程序建立的，不能使用。请另选一个文件或数据库", field="database_url")
    return []


def pending_steps(store: pw.Database, steps: Path = STEPS) -> list[str]:
    """Names of the steps still to be applied. Refuses a database that a newer program has upgraded."""
    known, applied = known_steps(steps), applied_steps(store)
    refuse_newer(applied, steps)
    return [name for name in known if name not in applied]


def refuse_newer(applied: Iterable[str], steps: Path = STEPS) -> None:
    """Refuse steps this program does not know."""
    unknown = sorted(set(applied) - set(known_steps(steps)))
    if unknown:
        raise UserError(f"数据由更新版本的程序保存（{unknown[-1]}），这台电脑的程序太旧，没有改动任何内容。请先升级本机程序")


def apply_steps(store: pw.Database, *, upto: str | None = None, steps: Path = STEPS) -> tuple[str, ...]:
    """Apply pending steps, the last one named `upto`, in one transaction behind the upgrade lock."""
    return _apply(store, steps, upto=upto, before=lambda: None)


def book_steps(store: pw.Database) -> None:
    """Enter every known step as applied: for a database that was made from today's tables."""
    _runner(store, STEPS).fake()


def _upgrade(store: pw.Database, url: str, at: datetime, backup_folder: Path | None, steps: Path) -> tuple[str, ...]:
    from deskapp.data.backup import Why, back_up

    def save_first() -> None:
        # Asked again behind the lock: another PC may have upgraded while this one waited.
        if pending_steps(store, steps) and applied_steps(store) and store.execute_sql("SELECT 1 FROM acts LIMIT 1").fetchone():
            back_up(url, backup_folder, at=at, why=Why.UPGRADE)

    return _apply(store, steps, upto=None, before=save_first)


def _apply(store: pw.Database, steps: Path, *, upto: str | None, before: Callable[[], None]) -> tuple[str, ...]:
    if isinstance(store, pw.SqliteDatabase):
        return _apply_to_file(store, steps, upto, before)
    # The session's limits guard the others against a sleeping PC; an upgrade may take its time, and another PC waits for it.
    store.execute_sql("SET statement_timeout = 0")
    store.execute_sql("SET idle_in_transaction_session_timeout = 0")
    store.execute_sql("SET lock_timeout = '120s'")
    with store.atomic():
        store.execute_sql(f"SELECT pg_advisory_xact_lock({_LOCK_KEY})")
        before()
        done = tuple(_runner(store, steps).up(upto))
    for limit in ("statement_timeout", "idle_in_transaction_session_timeout", "lock_timeout"):
        store.execute_sql(f"RESET {limit}")
    return done


def _apply_to_file(store: pw.SqliteDatabase, steps: Path, upto: str | None, before: Callable[[], None]) -> tuple[str, ...]:
    # A step that rebuilds a table would empty those that point to it; the pragma works only outside of a transaction.
    store.execute_sql("PRAGMA foreign_keys = 0")
    store.execute_sql("PRAGMA busy_timeout = 120000")
    try:
        with store.transaction("IMMEDIATE"):
            before()
            done = tuple(_runner(store, steps).up(upto))
            broken = store.execute_sql("PRAGMA foreign_key_check").fetchall()
            if broken:
                raise RuntimeError(f"a step left rows that point nowhere: {broken[:3]}")
    finally:
        store.execute_sql("PRAGMA busy_timeout = 10000")
        store.execute_sql("PRAGMA foreign_keys = 1")
    return done


def _runner(store: pw.Database, steps: Path) -> Any:
    from playhouse.migrations import Runner  # costs start-up time; a store that is up to date never needs it

    return Runner(store, str(steps), table_name=_HISTORY)
