"""One life on both engines, lived once for all tests: some weeks in a hurry, or with DEEP=1 a whole year of 300 members."""

import uuid
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfile

import pytest

from deskapp.data import close_database, database, open_database
from tests.conftest import DEEP, database_url, on_the_server
from tests.simulation.life import live
from tests.simulation.stores import Lived, lived


@dataclass(frozen=True)
class Size:
    seed: int
    days: int
    acts: int
    members: int
    brought: int
    hurried: bool


SIZE = Size(20251201, 365, 45, 300, 100, hurried=False) if DEEP else Size(20251201, 42, 32, 80, 30, hurried=True)


def _life(folder: Path):
    return live(
        folder,
        seed=SIZE.seed,
        days=SIZE.days,
        acts=SIZE.acts,
        members_in_all=SIZE.members,
        brought=SIZE.brought,
        hurried=SIZE.hurried,
    )


@pytest.fixture(scope="session")
def on_file(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Lived:
    """The life in a SQLite file."""
    folder = tmp_path_factory.mktemp("year")
    copyfile(sqlite_template, folder / "store.db")
    return lived(f"sqlite:///{folder / 'store.db'}", lambda: _life(folder))


@pytest.fixture(scope="session")
def on_server(server: str, server_template: str, tmp_path_factory: pytest.TempPathFactory) -> Generator[Lived]:
    """The life on a PostgreSQL server."""
    name = f"year_{uuid.uuid4().hex[:12]}"
    on_the_server(server, f"CREATE DATABASE {name} TEMPLATE {server_template}")
    folder = tmp_path_factory.mktemp("year")
    yield lived(database_url(server, name), lambda: _life(folder))
    on_the_server(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def after(request: pytest.FixtureRequest) -> Lived:
    """The store after its life, closed, once on each engine."""
    return request.getfixturevalue("on_file" if request.param == "sqlite" else "on_server")


@pytest.fixture
def opened(after: Lived) -> Generator[Lived]:
    """The store after its life, open for its services."""
    open_database(after.url)
    yield after
    close_database()
    database.initialize(None)
