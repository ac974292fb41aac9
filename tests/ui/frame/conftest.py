"""The whole reception window on a real SQLite store with two people, one member and one slip."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from deskapp.data import Act, close_database, database, open_database
from deskapp.members.enrolment import enroll_member
from deskapp.members.registration import register_oem
from deskapp.staff.domain import Role
from deskapp.staff.pin import new_recovery_code
from deskapp.staff.service import person, rights_of
from deskapp.store.first_run import first_run
from tests.deskapp.members.conftest import enrolment
from tests.deskapp.people import CHEAP, give_pin, hire
from tests.ui.kit.recorder import Recorder
from ui.app import Reception, make_app
from ui.kit import notify

NOON = datetime(2026, 11, 23, 12, 0)
PIN = "258036"


@dataclass
class Clock:
    """The store's clock, moved by hand."""

    at: datetime = NOON

    def __call__(self) -> datetime:
        return self.at

    def pass_(self, **how: float) -> None:
        self.at += timedelta(**how)


@dataclass
class Front:
    """The running program and what is in its store."""

    reception: Reception
    clock: Clock
    clerk: int
    front: int
    customer: int
    member_no: str

    @property
    def window(self):
        return self.reception.window


@pytest.fixture
def front(qapp: QApplication, qtbot: QtBot, sqlite_url: str, tmp_path: Path) -> Iterator[Front]:
    """Reception with 陈静 (客服专员) signed in."""
    make_app([])
    open_database(sqlite_url)
    first_run(
        act=Act(None, NOON, "前台1", "first"),
        store_name="恒信汽车",
        outlet="总店",
        plate_prefix="粤B",
        manager_no="001",
        manager_name="李敏",
        pin="481516",
        recovery_code=new_recovery_code(),
        cost=CHEAP,
    )
    clerk = hire("陈静", Role.CUSTOMER_SERVICE)
    desk = hire("王芳", Role.FRONT_DESK, department="前台")
    give_pin(clerk, PIN)
    joined = enroll_member(act=Act(clerk, NOON, "前台1", "enrol"), form=enrolment(plate="粤B3K852", recruiter=clerk))
    register_oem(act=Act(clerk, NOON, "前台1", "register"), membership_ids=[joined.membership_id], on=NOON.date())
    who, rights = person(clerk), rights_of(clerk, on=NOON.date())
    close_database()
    before = notify.install(Recorder())
    clock = Clock()
    reception = Reception(sqlite_url, folder=tmp_path / "pc", clock=clock, pc="前台1")
    reception.begin()
    qtbot.waitUntil(lambda: hasattr(reception, "auto_lock"), timeout=10_000)
    reception.session.sign_in(who, rights)
    reception.enter()
    yield Front(reception, clock, clerk, desk, joined.customer_id, joined.number)
    reception.end()
    reception.window.deleteLater()
    reception.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    database.initialize(None)
    notify.install(before)
