"""Backups: one SQLite file each, dated, verified, thirty kept, a second folder if the store named one; and the way back.

Photos go into one folder beside the backups, each once, for all of them: nothing is deleted in a store, so a later backup needs what an
earlier one needed.

A file comes from SQLite's backup API, a server's from a snapshot copy, so that no PC of the store needs the server's tools. Restoring
goes through the backup API into the open file: other windows go on, and the WAL is never touched by hand.
"""

import os
import re
import shutil
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, StrEnum
from pathlib import Path

import peewee as pw

from deskapp.data.connection import SqliteStore, is_server, make_database, sqlite_path
from deskapp.data.contents import FOLDER as CONTENTS_FOLDER
from deskapp.data.contents import FolderShelf, carry, listed, missing
from deskapp.data.copying import Progress, copy_store, row_counts
from deskapp.data.faults import faults_in_words
from deskapp.data.location import backup_folder, file_url
from deskapp.data.upgrade import applied_steps, migrate, refuse_newer
from deskapp.errors import StorageFault, UserError

KEPT = 30
_PAGES = 2048  # 8 MiB between two reports of progress
_BUSY = (5, 6)  # SQLITE_BUSY, SQLITE_LOCKED
_NAME = re.compile(r"^deskapp-(\d{8}-\d{6})(?:-\d+)?-(daily|asked|upgrade|restore)\.db$")


class Why(StrEnum):
    """What a backup was made for; part of its file name."""

    DAILY = "daily"
    ASKED = "asked"
    UPGRADE = "upgrade"
    RESTORE = "restore"

    @property
    def label(self) -> str:
        return {"daily": "每日", "asked": "手动", "upgrade": "升级前", "restore": "恢复前"}[self.value]


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup file. `second_problem` says why the copy into the second folder failed, '' when it did not.

    `missing_photos` counts those the store names and could not give any more: a lost photo must not cost the backup of all the rest.
    """

    path: Path
    at: datetime
    why: Why
    size: int
    second_problem: str = ""
    missing_photos: int = 0


@dataclass(frozen=True, slots=True)
class Verified:
    """What an intact backup holds: rows of each table, and the schema steps it has seen. Photos lie beside it; some may be missing."""

    rows: dict[str, int]
    steps: tuple[str, ...]
    missing_photos: int = 0


def back_up(
    url: str,
    folder: Path | None = None,
    *,
    at: datetime,
    why: Why = Why.ASKED,
    second: Path | None = None,
    keep: int = KEPT,
    progress: Progress | None = None,
) -> Backup:
    """Save one snapshot of the store into a new file of `folder` (default: `location.backup_folder`), verified; others go on working.

    Only the newest `keep` files stay. A failing second folder (a stick not plugged in) does not fail the backup: it is told in
    `second_problem`. Refuses with StorageFault what the disk cannot do; a half-written file never counts as a backup.
    """
    folder = folder or backup_folder(url)
    with _disk_in_words():
        folder.mkdir(parents=True, exist_ok=True)
        path = _free_name(folder, at, why)
    with _unfinished(path) as part:
        if is_server(url):
            copy_store(url, file_url(part), progress=progress)
        else:
            _copy_file(sqlite_path(url), part, progress)
        _one_file(part)
        if not is_server(url):
            _carry_photos(part, sqlite_path(url).parent, folder)
        lost = verify_backup(part).missing_photos
    _prune(folder, keep)
    problem = _copy_to_second(path, second, keep) if second else ""
    return Backup(path, at.replace(microsecond=0), why, path.stat().st_size, problem, lost)


def backups(folder: Path) -> list[Backup]:
    """The backups in a folder, newest first; other files are not looked at."""
    found = [
        Backup(path, datetime.strptime(name[1], "%Y%m%d-%H%M%S"), Why(name[2]), path.stat().st_size)
        for path in folder.glob("deskapp-*.db")
        if (name := _NAME.match(path.name))
    ]
    return sorted(found, key=lambda backup: (backup.at, backup.path.name), reverse=True)


def verify_backup(path: Path) -> Verified:
    """Open a backup, check every page of it and count its rows. Refuses a missing, damaged or foreign file in words."""
    if not path.is_file():
        raise UserError(f"找不到备份文件 {path.name}")
    store = make_database(file_url(path), read_only=True)
    with store.connection_context():
        problems = [row[0] for row in store.execute_sql("PRAGMA integrity_check(5)").fetchall()]
        if problems != ["ok"] or store.execute_sql("PRAGMA foreign_key_check").fetchone():
            raise StorageFault(f"备份文件 {path.name} 已损坏，不能使用。请换一个备份")
        steps = tuple(applied_steps(store))
        if not steps:
            raise UserError(f"{path.name} 不是本程序的备份")
        return Verified(row_counts(store), steps, missing(store))


def restore_backup(
    path: Path, url: str, *, at: datetime, folder: Path | None = None, progress: Progress | None = None, patience_s: float = 10
) -> Backup | None:
    """Make the store what the backup holds, upgraded to this program; returns the safety copy of what was there before.

    A file is overwritten in place while other windows go on; what they saved since the safety copy is gone, so the caller asks first.
    A server takes a backup only into an empty database: then there is nothing to save and None is returned. Refuses damaged backups
    and those of a newer program before anything is touched, and gives up when another window holds the store for `patience_s` seconds.
    """
    refuse_newer(verify_backup(path).steps)
    if is_server(url):
        copy_store(file_url(path), url, progress=progress)
        migrate(url, at=at, backup_folder=folder)
        return None
    safety = _safety_copy(url, folder, at)
    _carry_photos(path, path.parent, sqlite_path(url).parent, mend=True)
    _copy_into_open(path, sqlite_path(url), progress, patience_s)
    migrate(url, at=at, backup_folder=folder)
    return safety


def _copy_file(source: Path, target: Path, progress: Progress | None) -> None:
    origin, copy = make_database(file_url(source)), SqliteStore(str(target))
    # The open snapshot keeps the API from starting again at each write of another window.
    with origin.connection_context(), copy.connection_context(), origin.transaction("DEFERRED"):
        origin.execute_sql("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
        _pump(origin, copy, progress)


def _carry_photos(named_in: Path, source: Path, target: Path, *, mend: bool = False) -> None:
    """Bring the photos a store file names from beside one store file to beside another, where they are not there yet."""
    store = make_database(file_url(named_in), read_only=True)
    with store.connection_context():
        carry(listed(store), FolderShelf(source / CONTENTS_FOLDER), FolderShelf(target / CONTENTS_FOLDER), mend=mend)


def _copy_into_open(source: Path, target: Path, progress: Progress | None, patience_s: float) -> None:
    origin = make_database(file_url(source), read_only=True)
    live = make_database(file_url(target))
    with origin.connection_context(), live.connection_context():
        live.execute_sql(f"PRAGMA busy_timeout = {round(patience_s * 1000)}")
        revision, settings_revision = _revisions(live)
        _pump(origin, live, progress)
        # Pages and settings in memory compare revisions: after a restore both must differ from all they have seen.
        live.execute_sql(
            "UPDATE write_lock SET revision = max(revision, ?) + 1, settings_revision = max(settings_revision, ?) + 1",
            (revision, settings_revision),
        )
        if live.execute_sql("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            raise StorageFault("恢复后的数据库没有通过检查。请检查磁盘，再恢复一次")


def _pump(origin: pw.Database, target: pw.Database, progress: Progress | None) -> None:
    def report(status: int, remaining: int, total: int) -> None:
        if status in _BUSY:  # after the connection's own patience; the API by itself would wait for ever
            raise StorageFault("另一个窗口正在保存，没有改动任何内容。请稍候再试")
        if progress is not None:
            progress(total - remaining, total, "")

    with faults_in_words():
        origin.connection().backup(target.connection(), pages=_PAGES, progress=report, sleep=0.05)


def _revisions(live: pw.Database) -> tuple[int, int]:
    if "write_lock" not in live.get_tables():
        return 0, 0
    return live.execute_sql("SELECT revision, settings_revision FROM write_lock").fetchone() or (0, 0)


def _safety_copy(url: str, folder: Path | None, at: datetime) -> Backup | None:
    """Save what a restore will overwrite. A damaged file cannot be backed up: its bytes are kept beside it, for whoever may repair them."""
    path = sqlite_path(url)
    if not path.exists() or not path.stat().st_size:
        return None
    try:
        return back_up(url, folder, at=at, why=Why.RESTORE)
    except StorageFault:
        if not (damage := _damage(path)):
            raise
    with _disk_in_words():
        for tail in ("", "-wal"):
            part = path.with_name(path.name + tail)
            if part.exists():
                shutil.copyfile(part, path.with_name(f"{path.stem}-damaged-{at:%Y%m%d-%H%M%S}{path.suffix}{tail}"))
        if damage is _Damage.NO_DATABASE:
            path.write_bytes(b"")  # SQLite takes an empty file for a new database and drops the WAL that belonged to the old one
    return None


class _Damage(Enum):
    PAGES = "some pages are broken; the backup API writes over them"
    NO_DATABASE = "the file cannot be opened at all"


def _damage(path: Path) -> _Damage | None:
    store = make_database(file_url(path))
    try:
        with store.connection_context():
            sound = store.execute_sql("PRAGMA quick_check(1)").fetchone()[0] == "ok"
    except StorageFault:
        return _Damage.NO_DATABASE
    return None if sound else _Damage.PAGES


def _one_file(path: Path) -> None:
    """Leave WAL mode, so that the backup is whole in one file and opens on a medium that cannot be written."""
    copy = SqliteStore(str(path))
    with copy.connection_context():
        copy.execute_sql("PRAGMA journal_mode = DELETE").fetchone()


def _free_name(folder: Path, at: datetime, why: Why) -> Path:
    stem = f"deskapp-{at:%Y%m%d-%H%M%S}"
    names = [f"{stem}-{why}.db", *(f"{stem}-{number}-{why}.db" for number in range(2, 100))]
    return next(folder / name for name in names if not (folder / name).exists())


@contextmanager
def _unfinished(path: Path) -> Generator[Path]:
    """A file that takes its name only when it is complete; what a failure leaves is removed."""
    part = path.with_name(f"{path.name}.part")
    try:
        part.unlink(missing_ok=True)
        yield part
        with _disk_in_words():
            with part.open("rb+") as written:
                os.fsync(written.fileno())
            part.replace(path)
    finally:
        for rest in (part, *(part.with_name(part.name + tail) for tail in ("-journal", "-wal", "-shm"))):
            rest.unlink(missing_ok=True)


def _copy_to_second(path: Path, second: Path, keep: int) -> str:
    try:
        with _disk_in_words():
            second.mkdir(parents=True, exist_ok=True)
            with _unfinished(second / path.name) as part:
                shutil.copyfile(path, part)
                _carry_photos(part, path.parent, second)
                verify_backup(part)
        _prune(second, keep)
    except StorageFault as fault:
        return fault.message
    return ""


def _prune(folder: Path, keep: int) -> None:
    for old in backups(folder)[keep:]:
        with _disk_in_words():
            old.path.unlink()


@contextmanager
def _disk_in_words() -> Generator[None]:
    try:
        yield
    except OSError as error:
        raise StorageFault(f"备份文件夹不能写入（{error.strerror}）。请检查文件夹和磁盘空间") from error
