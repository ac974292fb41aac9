"""What the workers do at their desks: the store's way, and beside it the naive way that the tests must see fail."""

import itertools
import signal
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import peewee as pw

from deskapp.data import (
    Act,
    NumberKind,
    database,
    fetch_row,
    fetch_rows,
    next_number,
    reading,
    record_changes,
    register_number,
    revisions,
    sql,
    writing,
)
from deskapp.data.backup import restore_backup
from deskapp.data.connection import make_database
from deskapp.data.upgrade import migrate

AT = datetime(2026, 11, 23, 9)


def book(request_id: str, text: str = "一件", reason: str = "") -> tuple[str, bool]:
    """One act of two rows beside its own: a number, and a line of history that carries it. Returns (number, whether it was a replay)."""
    with writing(Act(1, AT, "前台1", request_id), "book", text=text) as tx:
        if tx.replay is not None:
            row = fetch_row("SELECT number FROM acts WHERE id = ?", tx.act_id)
            assert row
            return row[0], True
        number = next_number(tx, NumberKind.HANDOVER)
        register_number(number, tx.act_id)
        record_changes(tx.act_id, "book", tx.act_id, {"number": ("", number)}, reason=reason)
        tx.done(tx.act_id, number)
        return number, False


def book_naively(request_id: str, reason: str = "") -> str:
    """The same three rows, each committed by itself."""
    number = f"N-{request_id}"
    inserted = database.execute_sql(
        sql("INSERT INTO acts (request_id, use_case, args_hash, number, at, pc) VALUES (?, 'book', '', ?, ?, '') RETURNING id"),
        (request_id, number, AT),
    ).fetchone()[0]
    database.execute_sql(
        sql("INSERT INTO serials (number, kind, day, seq, record_id) VALUES (?, 'JF', ?, ?, ?)"), (number, AT.date(), inserted, inserted)
    )
    record_changes(inserted, "book", inserted, {"number": ("", number)}, reason=reason)
    return number


def halves() -> list[str]:
    """Request ids of acts that lack one of their rows."""
    return [
        row[0]
        for row in fetch_rows(
            "SELECT request_id FROM acts a WHERE NOT EXISTS (SELECT 1 FROM serials s WHERE s.record_id = a.id AND s.number = a.number)"
            " OR NOT EXISTS (SELECT 1 FROM changes c WHERE c.act_id = a.id AND c.new = a.number)"
        )
    ]


def book_each(_index: int, requests: list[str]) -> list[tuple[str, str, bool]]:
    """Send every request, as all the others do: (request, number, replay)."""
    return [(request, *book(request)) for request in requests]


def book_many(index: int, count: int) -> list[str]:
    """Book `count` acts of one's own."""
    return [book(f"desk-{index}-{number}")[0] for number in range(count)]


def number_naively(index: int, count: int) -> list[str]:
    """Read the last number, then write the next one: right on one PC, wrong on two."""
    given = []
    for turn in range(count):
        row = fetch_row("SELECT coalesce(max(seq), 0) + 1 FROM serials")
        assert row
        given.append(f"JF-20261123-{row[0]:03d}")
        try:
            database.execute_sql(
                sql("INSERT INTO serials (number, kind, day, seq, record_id) VALUES (?, 'JF', ?, ?, ?)"),
                (given[-1], AT.date(), row[0], index * 1000 + turn),
            )
        except pw.IntegrityError:
            continue  # the constraint saved the store; the clerk has already read the number aloud
    return given


def book_until_killed(tell: Callable[[str], None], name: str, way: str) -> None:
    """Book on and on, telling each act once it is acknowledged."""
    for turn in itertools.count():
        request = f"{name}-{turn}"
        book_naively(request) if way == "naive" else book(request)
        tell(request)


def write_and_hold(tell: Callable[[str], None], until: str) -> None:
    """Hold the write lock until the file `until` appears."""
    with writing(Act(1, AT, "后台", "holder"), "hold"):
        tell("holding")
        while not Path(until).exists():
            fetch_row("SELECT 1")


def look_twice(tell: Callable[[str], None], url: str, wanted: int, snapshot: str) -> tuple[int, int, int]:
    """Count acts, wait for others to write (seen through a second connection), count again. Returns (first, second, by then)."""
    others = make_database(url)
    others.connect()

    def count() -> int:
        row = fetch_row("SELECT count(*) FROM acts")
        assert row
        return row[0]

    def look() -> tuple[int, int, int]:
        first = count()
        tell("looked")
        while others.execute_sql("SELECT count(*) FROM acts").fetchone()[0] < first + wanted:
            pass
        return first, count(), first + wanted

    if snapshot == "snapshot":
        with reading():
            return look()
    return look()


def upgrade(_index: int, url: str, folder: str) -> tuple[str, ...]:
    """Start the program on a store that may need its steps."""
    return migrate(url, at=AT, backup_folder=Path(folder))


def upgrade_naively(_index: int, url: str) -> str:
    """Run the steps as the runner does by itself, without a lock."""
    from playhouse.migrations import Runner

    from deskapp.data.upgrade import STEPS

    store = make_database(url)
    try:
        with store.connection_context():
            Runner(store, str(STEPS)).up()
    except pw.PeeweeException as error:
        return type(error).__name__
    return ""


def read_after_restore(tell: Callable[[str], None], restored: str) -> tuple[int, int, str]:
    """Keep a connection open over a restore: (acts before, acts after, journal mode), and write once more afterwards."""
    row = fetch_row("SELECT count(*) FROM acts")
    assert row
    seen = revisions()
    tell("open")
    while not Path(restored).exists():
        fetch_row("SELECT 1")
    after = fetch_row("SELECT count(*) FROM acts")
    mode = database.execute_sql("PRAGMA journal_mode").fetchone()[0]
    assert after
    assert revisions() != seen
    book("after-restore")
    return row[0], after[0], mode


def book_once(_index: int, request_id: str, text: str) -> tuple[str, bool]:
    """Send one form."""
    return book(request_id, text)


def fall_asleep(tell: Callable[[str], None], limit: str) -> None:
    """Take the write lock and do nothing more, as a PC that sleeps in the middle of an act."""
    with writing(Act(1, AT, "后台", "sleeper"), "sleep"):
        database.execute_sql(f"SET idle_in_transaction_session_timeout = '{limit}'")
        tell("asleep")
        signal.pause()


def connect_naively(tell: Callable[[str], None], url: str) -> None:
    """Connect without any limit."""
    tell("connecting")
    pw.PostgresqlDatabase(url, prefer_psycopg3=True).connect()


def restore_and_wait(tell: Callable[[str], None], path: str, url: str, folder: str) -> None:
    """Restore a backup and stand still at the first report of progress."""

    def stand_still(_done: int, _total: int, _text: str) -> None:
        tell("half way")
        signal.pause()

    restore_backup(Path(path), url, at=AT, folder=Path(folder), progress=stand_still)
