"""The bytes of photos, scans and recordings, named by their SHA-256: files in a folder beside a SQLite store, a column on a server.

A file is written before the transaction that names it, so every row that was acknowledged has its bytes; what a rollback leaves behind
is a file nobody names, harmless and used again by the next one with the same bytes. Nothing is deleted but what a person asked to have
erased: `erase` says so in the transaction, `sweep` takes the files away once it stands.
"""

import hashlib
import os
import uuid
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, cast

import peewee as pw

from deskapp.data.connection import SqliteStore, database, fetch_row, fetch_rows, on_server, sql
from deskapp.data.transaction import Tx
from deskapp.errors import StorageFault

FOLDER = "attachments"
"""Name of the folder beside a store file; a backup file's photos lie beside the backup by the same rule."""
TABLE = "contents"
_PICTURE = ".jpg"  # pictures become JPEGs when they are taken in: people may look into the folder
_PLAIN = ".bin"  # anything else is as it came, from strangers too: a double click in the folder must not start a program for it
_TAILS = (_PICTURE, _PLAIN)
_JPEG = b"\xff\xd8\xff"


@dataclass(frozen=True, slots=True)
class Kept:
    """Bytes that may be named in a transaction. `waiting` goes to the server with the row; on SQLite the file is there already."""

    hash: str
    size: int
    waiting: bytes | None


def keep(content: bytes) -> Kept:
    """Bring bytes in safety before the transaction that will name them. StorageFault when the disk cannot."""
    name = hashlib.sha256(content).hexdigest()
    if on_server():
        return Kept(name, len(content), content)
    _open_shelf().put(name, content)
    return Kept(name, len(content), None)


def book(tx: Tx, kept: Kept) -> int:
    """Name kept bytes in the store and return their id; the same bytes again are the same id."""
    database.execute_sql(
        sql("INSERT INTO contents (hash, size, content, erased, act_id) VALUES (?, ?, ?, ?, ?) ON CONFLICT (hash) DO NOTHING"),
        (kept.hash, kept.size, kept.waiting, False, tx.act_id),
    )
    database.execute_sql(sql("UPDATE contents SET erased = ? WHERE hash = ? AND erased"), (False, kept.hash))  # brought again
    if kept.waiting is not None:  # bytes that a copy had found missing
        database.execute_sql(sql("UPDATE contents SET content = ? WHERE hash = ? AND content IS NULL"), (kept.waiting, kept.hash))
    row = fetch_row("SELECT id FROM contents WHERE hash = ?", kept.hash)
    if row is None:
        raise RuntimeError(f"{kept.hash} was booked and is not there")
    return row[0]


def contents(ids: Iterable[int]) -> dict[int, bytes]:
    """The bytes of the named ids; what is missing or damaged is left out."""
    wanted = tuple(dict.fromkeys(ids))
    if not wanted:
        return {}
    marks = ", ".join("?" * len(wanted))
    if on_server():
        rows = fetch_rows(f"SELECT id, content FROM contents WHERE id IN ({marks}) AND content IS NOT NULL", *wanted)
        return {content_id: bytes(content) for content_id, content in rows}
    shelf = _open_shelf()
    named = fetch_rows(f"SELECT id, hash FROM contents WHERE id IN ({marks})", *wanted)
    found = {content_id: shelf.get(name) for content_id, name in named}
    return {content_id: content for content_id, content in found.items() if content is not None}


def erase(tx: Tx, ids: Iterable[int]) -> None:
    """Take bytes away for good, for a person asked for it. What still names them holds nothing; after the transaction, `sweep`."""
    del tx  # only inside a write
    for content_id in dict.fromkeys(ids):
        database.execute_sql(sql("UPDATE contents SET erased = ?, content = NULL WHERE id = ?"), (True, content_id))


def sweep() -> None:
    """Remove the files of all that was erased; after the transaction, for a rollback must not cost a file. StorageFault if one stays."""
    shelf = _open_shelf()
    for (name,) in fetch_rows("SELECT hash FROM contents WHERE erased"):
        shelf.drop(name)


class Shelf(Protocol):
    """Where bytes stand by their hash: one interface over folder and table."""

    def names(self) -> set[str]:
        """Hashes of what is there."""
        ...

    def get(self, name: str) -> bytes | None:
        """The bytes, None when they are missing or no longer what their name says."""
        ...

    def put(self, name: str, content: bytes) -> None:
        """Keep bytes under their hash."""
        ...

    def drop(self, name: str) -> None:
        """Take bytes away; those that are not there are no fault."""
        ...


class FolderShelf:
    """Files named by hash. A file appears whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def names(self) -> set[str]:
        if not self._folder.is_dir():
            return set()
        with os.scandir(self._folder) as entries:
            return {Path(entry.name).stem for entry in entries if entry.name.endswith(_TAILS)}

    def get(self, name: str) -> bytes | None:
        for tail in _TAILS:
            with suppress(OSError):
                content = self._path(name, tail).read_bytes()
                if hashlib.sha256(content).hexdigest() == name:
                    return content
        return None

    def put(self, name: str, content: bytes) -> None:
        if self.get(name) is not None:
            return
        part = self._folder / f"{name}.{uuid.uuid4().hex[:8]}.part"
        is_picture = content.startswith(_JPEG)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with part.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            part.replace(self._path(name, _PICTURE if is_picture else _PLAIN))
            _settle(self._folder)
        except OSError as error:
            what = "照片" if is_picture else "附件"
            raise StorageFault(f"{what}没有存下（{error.strerror}）。请检查磁盘空间和文件夹 {self._folder}") from error
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)

    def drop(self, name: str) -> None:
        for tail in _TAILS:
            try:
                self._path(name, tail).unlink(missing_ok=True)
            except OSError as error:
                raise StorageFault(f"附件没有删掉（{error.strerror}）。请关闭正在打开它的程序，再删除一次") from error

    def _path(self, name: str, tail: str) -> Path:
        return self._folder / f"{name}{tail}"


class TableShelf:
    """The column on a server; rows are there before their bytes."""

    def __init__(self, store: pw.Database) -> None:
        self._store = store

    def names(self) -> set[str]:
        return {row[0] for row in self._store.execute_sql(f"SELECT hash FROM {TABLE} WHERE content IS NOT NULL").fetchall()}

    def get(self, name: str) -> bytes | None:
        row = self._store.execute_sql(f"SELECT content FROM {TABLE} WHERE hash = %s", (name,)).fetchone()
        content = bytes(row[0]) if row and row[0] is not None else None
        return content if content is not None and hashlib.sha256(content).hexdigest() == name else None

    def put(self, name: str, content: bytes) -> None:
        self._store.execute_sql(f"UPDATE {TABLE} SET content = %s WHERE hash = %s", (content, name))

    def drop(self, name: str) -> None:
        self._store.execute_sql(f"UPDATE {TABLE} SET content = NULL WHERE hash = %s", (name,))


def shelf_of(store: pw.Database) -> Shelf:
    """Where the bytes of a store stand."""
    return FolderShelf(store.file.parent / FOLDER) if isinstance(store, SqliteStore) else TableShelf(store)


def listed(store: pw.Database) -> set[str]:
    """Hashes the rows of a store name and have not erased; none in a store from before there were photos."""
    if TABLE not in store.get_tables():
        return set()
    return {row[0] for row in store.execute_sql(f"SELECT hash FROM {TABLE} WHERE NOT erased").fetchall()}


def missing(store: pw.Database) -> int:
    """How many photos a store names and no longer has: a folder was not copied along, or somebody tidied up."""
    return len(listed(store) - shelf_of(store).names())


def carry(names: Iterable[str], source: Shelf, target: Shelf, *, mend: bool = False) -> None:
    """Bring along what the target has not yet, one at a time; with `mend` also what is damaged there, which reads all of it.

    What the source cannot give is left out: `missing` counts it.
    """
    there = target.names()
    for name in sorted(names):
        if name in there and not (mend and target.get(name) is None):
            continue
        content = source.get(name)
        if content is not None:
            target.put(name, content)


def _open_shelf() -> Shelf:
    return shelf_of(cast("pw.Database", database.obj))


def _settle(folder: Path) -> None:
    """Let the new name survive a power cut; Windows keeps names without being asked."""
    if os.name == "nt":
        return
    line = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(line)
    finally:
        os.close(line)
