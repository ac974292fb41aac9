"""A founded store behind the windows of this folder, opened on the database lane as the program does."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMainWindow

from deskapp.data import Act, close_database, database, open_database, trust_server_clock
from deskapp.staff.domain import Role
from deskapp.staff.pin import new_recovery_code
from deskapp.store.first_run import first_run
from tests.conftest import MORNING
from tests.deskapp.people import CHEAP, give_pin, hire
from tests.ui.start.desk import TestDesk
from ui.kit import work

PIN, OTHER = "804793", "516027"
CODE = new_recovery_code()


def found_store() -> None:
    first_run(
        act=Act(None, MORNING, "前台1", "first-run"),
        store_name="恒信汽车",
        outlet="总店",
        plate_prefix="粤B",
        manager_no="101",
        manager_name="陈静",
        pin=PIN,
        recovery_code=CODE,
        cost=CHEAP,
    )
    for name, staff_no, role in (("王芳", "108", Role.FRONT_DESK), ("李敏", "109", Role.CUSTOMER_SERVICE)):
        give_pin(hire(name, role, staff_no=staff_no), PIN)


def _lanes(url: str, prepare: Callable[[], None]) -> Iterator[None]:
    def opener() -> None:
        trust_server_clock(trusted=False)
        open_database(url)
        prepare()

    work.start(opener, closer=close_database, connection=lambda: database.connection_context())
    yield
    work.stop()
    database.initialize(None)


@pytest.fixture
def empty_store(sqlite_url: str, qapp: object) -> Iterator[None]:
    """A store before its first run."""
    yield from _lanes(sqlite_url, lambda: None)


@pytest.fixture
def founded_store(sqlite_url: str, qapp: object) -> Iterator[None]:
    """恒信汽车 with 陈静 (101, 客服经理), 王芳 (108, 前台) and 李敏 (109, 客服专员), all with the PIN 804793."""
    yield from _lanes(sqlite_url, found_store)


@pytest.fixture
def desk(window: QMainWindow, tmp_path: Path) -> TestDesk:
    """What the windows ask of the window around them."""
    return TestDesk(window, tmp_path)
