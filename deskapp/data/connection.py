"""Open the store's database: a SQLite file, or a PostgreSQL server when several PCs share the data."""

import os
import re
import sys
from functools import cache
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote, urlsplit

import peewee as pw

from deskapp.data.faults import faults_in_words, in_words, is_lost
from deskapp.data.location import is_server, sqlite_path
from deskapp.errors import StorageFault, UserError

# Versions before this can corrupt a WAL file (the WAL-reset bug of 3.7.0 to 3.51.2).
SQLITE_MINIMUM = (3, 51, 3)
# Folders that copy files behind the program's back: SQLite's locks do not hold there.
# The folder of such a service, alone or with a suffix ("OneDrive - 公司", "Dropbox (Team)"), not a word inside another name.
_SYNCED = re.compile(
    r"(onedrive|nutstore( files)?|(我的)?坚果云|dropbox|baidu(netdisk|syncdisk)\w*|百度网盘\w*|icloud ?drive|google ?drive|wps(云盘|drive))"
    r"( ?[-(（].*)?$",
    re.IGNORECASE,
)
_SHARE = re.compile(r"(\\\\|//)(?![?.])|\\\\\?\\UNC")  # not the \\?\ that Windows puts before long local paths
_NETWORK_FILE_SYSTEMS = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "davfs", "fuse.davfs2"})

database = pw.DatabaseProxy()
"""The open database; records are bound to it once, at import."""

_PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": "full",
    "foreign_keys": 1,
    "recursive_triggers": 1,  # else INSERT OR REPLACE passes the DELETE triggers of the ledgers
    "cache_size": -16_000,
    "temp_store": "memory",
}


class _InWords(pw.Database):
    """Storage faults leave as refusals."""

    def execute_sql(self, sql: str, params: Any = None) -> Any:
        try:  # not the context manager: this is the hot path
            return super().execute_sql(sql, params)
        except pw.PeeweeException as error:
            fault = in_words(error)
            if fault is None:
                raise
            raise fault from error

    def commit(self) -> None:
        with faults_in_words():
            super().commit()

    def rollback(self) -> None:
        try:
            super().rollback()
        except pw.PeeweeException as error:
            # A broken line has rolled back by itself, and so does SQLite on a full disk: the first error is the one to tell.
            if not is_lost(error) and "no transaction is active" not in str(error):
                raise

    def connect(self, reuse_if_open: bool = False) -> bool:
        with faults_in_words():
            return super().connect(reuse_if_open)


_driver: Any = cast(Any, pw).sqlite3


class _FileCursor(_driver.Cursor):
    """SQLite reads page by page as rows are fetched: damage may show only then."""

    def fetchone(self) -> Any:
        try:  # not the context manager: this runs for every row
            return super().fetchone()
        except _driver.Error as error:
            fault = in_words(error)
            if fault is None:
                raise
            raise fault from error

    def fetchmany(self, *size: int) -> Any:
        with faults_in_words():
            return super().fetchmany(*size)

    def fetchall(self) -> Any:
        with faults_in_words():
            return super().fetchall()

    def __next__(self) -> Any:
        try:
            return super().__next__()
        except _driver.Error as error:
            fault = in_words(error)
            if fault is None:
                raise
            raise fault from error


class _FileConnection(_driver.Connection):
    def cursor(self, *_factory: Any) -> Any:
        return super().cursor(_FileCursor)


class SqliteStore(_InWords, pw.SqliteDatabase):
    """One file on this PC; every write begins IMMEDIATE, so that the check stands behind the lock."""

    file = Path()

    def begin(self, lock_type: str | None = None) -> None:
        with faults_in_words():
            super().begin(lock_type)


class ServerStore(_InWords, pw.PostgresqlDatabase):
    """The shared server; writes run at READ COMMITTED behind the store's lock row, snapshots at REPEATABLE READ.

    A broken line gets one new try on a fresh connection where nothing can have been written: at BEGIN, and for a single SELECT.
    """

    def execute_sql(self, sql: str, params: Any = None) -> Any:
        try:
            return super().execute_sql(sql, params)
        except StorageFault as fault:
            if self.in_transaction() or not is_lost(fault) or not sql.lstrip().upper().startswith("SELECT"):
                raise
        self._renew()
        return super().execute_sql(sql, params)

    def begin(self, isolation_level: str | None = None) -> None:
        if not self.is_closed() and not self.is_connection_usable():
            self._renew()
        with faults_in_words():
            try:
                super().begin(isolation_level)
            except pw.PeeweeException as error:
                if not is_lost(error):
                    raise
                self._renew()
                super().begin(isolation_level)

    def _renew(self) -> None:
        """Drop the broken connection and open another."""
        self.dispose()
        self.connect()


def refuse_unsafe_folder(path: Path) -> None:
    """Refuse network shares and synced folders, where SQLite's locks do not hold and files are swapped under it."""
    for place in (path.absolute(), path.resolve()):  # what was typed, and where links and drive letters lead
        if _SHARE.match(str(place)) or _on_network_drive(place):
            raise UserError("数据库文件不能放在网络共享文件夹。几台电脑共用请改用 PostgreSQL", field="database_url")
        if any(_SYNCED.match(folder) for folder in place.parent.parts):
            raise UserError(
                "数据库文件不能放在同步盘（OneDrive、坚果云等）。请换本机文件夹，几台电脑共用请改用 PostgreSQL", field="database_url"
            )


def _on_network_drive(path: Path) -> bool:
    if sys.platform == "win32":
        import ctypes

        return ctypes.windll.kernel32.GetDriveTypeW(path.anchor) == 4  # DRIVE_REMOTE: a share that got a letter
    mounts = _mounts()
    nearest = next((mounts[str(folder)] for folder in (path, *path.parents) if str(folder) in mounts), "")
    return nearest in _NETWORK_FILE_SYSTEMS


def _mounts() -> dict[str, str]:
    """Mount point -> file system; empty where the system does not tell."""
    table = Path("/proc/self/mounts")
    lines = table.read_text(encoding="utf-8", errors="replace").splitlines() if table.exists() else []
    return {fields[1].replace("\\040", " "): fields[2] for fields in (line.split() for line in lines) if len(fields) > 2}


def sqlite_version() -> tuple[int, ...]:
    """Version of the one copy of SQLite in the process."""
    return tuple(cast("tuple[int, ...]", _driver.sqlite_version_info))


def refuse_old_sqlite(version: tuple[int, ...]) -> None:
    """Refuse a SQLite that can corrupt a WAL file."""
    if version < SQLITE_MINIMUM:
        raise StorageFault("这台电脑的 SQLite 版本太旧，可能损坏数据。请重新安装程序")


def _sqlite(path: Path, *, read_only: bool) -> SqliteStore:
    refuse_old_sqlite(sqlite_version())
    if not read_only:
        refuse_unsafe_folder(path)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StorageFault(f"建不了文件夹 {path.parent}（{error.strerror}）。请换一个文件夹", field="database_url") from error
        if path.exists() and os.access(path, os.R_OK) and not os.access(path, os.W_OK):
            # Opened all the same, SQLite would put files beside it that stay read-only when it no longer is.
            raise StorageFault(f"数据库文件是只读的，没有打开：{path}。请在文件属性里去掉“只读”，或检查文件夹的权限，再打开一次")
    posix = quote(path.absolute().as_posix())
    # A share keeps both its slashes behind an empty host: a backup may lie on one.
    name = f"file://{'' if posix.startswith('/') else '/'}{posix}?mode={'ro' if read_only else 'rwc'}"
    pragmas = {k: v for k, v in _PRAGMAS.items() if not (read_only and k == "journal_mode")}
    store = SqliteStore(name, pragmas=pragmas, lock_type="IMMEDIATE", timeout=10, uri=True, factory=_FileConnection)
    store.file = path.absolute()
    return store


def _server(url: str) -> pw.Database:
    parts = urlsplit(url)
    if not parts.path.strip("/"):
        raise UserError("PostgreSQL 地址缺少数据库名", field="database_url")
    return ServerStore(
        url.replace("postgres://", "postgresql://", 1),
        prefer_psycopg3=True,
        connect_timeout=3,
        keepalives=1,
        keepalives_idle=5,
        keepalives_interval=2,
        keepalives_count=2,
        tcp_user_timeout=8000,
        application_name="deskapp",
        # A sleeping PC must not stop the others.
        options="-c lock_timeout=5s -c statement_timeout=30s -c idle_in_transaction_session_timeout=10s -c client_min_messages=warning",
    )


def make_database(url: str, *, read_only: bool = False) -> pw.Database:
    """A database object for the URL, not yet connected and bound to no record."""
    return _server(url) if is_server(url) else _sqlite(sqlite_path(url), read_only=read_only)


def open_database(url: str, *, read_only: bool = False) -> pw.Database:
    """Open the database of the program on this thread and bind every record to it. Refuses in words what cannot be opened."""
    opened = make_database(url, read_only=read_only)
    opened.connect()
    database.initialize(opened)
    return opened


def close_database() -> None:
    """Close this thread's connection."""
    opened = cast("pw.Database | None", database.obj)
    if opened is not None and not opened.is_closed():
        opened.close()


def on_server() -> bool:
    """Whether the open database is a PostgreSQL server."""
    return not isinstance(database.obj, pw.SqliteDatabase)


def sql(text: str) -> str:
    """Constant SQL for the open engine: write `?` for each parameter, on both. A `?` inside a literal is not possible.

    For hot paths only: peewee's builder costs about seven times the statement. Values come back as the driver gives them, so on
    SQLite a time is ISO text and a truth 0 or 1.
    """
    return _with_server_marks(text) if on_server() else text


def fetch_rows(text: str, *params: object) -> list[tuple[Any, ...]]:
    """All rows of a constant SELECT (see `sql`)."""
    return database.execute_sql(sql(text), params).fetchall()


def fetch_row(text: str, *params: object) -> tuple[Any, ...] | None:
    """The first row of a constant SELECT (see `sql`), None when there is none."""
    return database.execute_sql(sql(text), params).fetchone()


@cache
def _with_server_marks(text: str) -> str:
    return text.replace("%", "%%").replace("?", "%s")
