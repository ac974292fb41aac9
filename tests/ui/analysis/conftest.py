"""The whole reception window on a store that has lived some weeks, signed in as whom the test asks for."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from deskapp.data import Act, close_database, database, open_database
from deskapp.staff.domain import Person, Right
from deskapp.staff.pin import new_recovery_code
from deskapp.staff.service import person, rights_of
from deskapp.store.first_run import first_run
from tests.deskapp.analysis.life import Life
from tests.deskapp.people import CHEAP
from tests.ui.kit.recorder import Recorder
from ui.analysis.page import ReportsPage
from ui.app import Reception, make_app
from ui.kit import notify

BEGIN = datetime(2026, 9, 1, 8)


@dataclass
class Office:
    """The running program, what happened in its store, and what it said."""

    reception: Reception
    life: Life
    people: dict[str, tuple[Person, frozenset[Right]]]
    said: Recorder

    @property
    def window(self):
        return self.reception.window

    def sign_in(self, name: str) -> None:
        self.reception.session.sign_in(*self.people[name])
        self.reception.enter()

    def reports(self) -> ReportsPage:
        page = self.window.open_room("reports")
        assert isinstance(page, ReportsPage)
        return page


@pytest.fixture
def office(qapp: QApplication, qtbot: QtBot, sqlite_url: str, tmp_path: Path) -> Iterator[Office]:
    """李敏 客服经理, 陈静 客服专员, 王芳 前台; the clock stands in the evening of the last day lived."""
    make_app([])
    open_database(sqlite_url)
    first_run(
        act=Act(None, BEGIN, "前台1", "first"),
        store_name="恒信汽车",
        outlet="总店",
        plate_prefix="粤B",
        manager_no="001",
        manager_name="周敏",
        pin="481516",
        recovery_code=new_recovery_code(),
        cost=CHEAP,
    )
    life = Life(7)
    life.live(30)
    people = {
        name: (person(staff_id), rights_of(staff_id, on=life.today))
        for name, staff_id in (("陈静", life.clerk), ("王芳", life.front), ("李敏", life.manager))
    }
    close_database()
    evening: Callable[[], datetime] = lambda: life.at.replace(hour=23, minute=50)  # noqa: E731 - a clock
    reception = Reception(sqlite_url, folder=tmp_path / "pc", clock=evening, pc="前台1")
    reception.begin()
    qtbot.waitUntil(lambda: hasattr(reception, "auto_lock"), timeout=10_000)
    said = Recorder()
    before = notify.install(said)
    yield Office(reception, life, people, said)
    notify.install(before)  # the window's own door, which goes with it
    reception.end()
    reception.window.deleteLater()
    reception.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    database.initialize(None)
