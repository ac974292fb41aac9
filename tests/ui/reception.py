"""The real reception window over a founded store, for the tests of the pages and dialogs that stand in it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from deskapp.data import Act, close_database, database, open_database, trust_server_clock
from deskapp.staff.domain import Right, Role
from deskapp.staff.pin import new_recovery_code
from deskapp.store.first_run import first_run
from tests.conftest import MORNING
from tests.deskapp.people import CHEAP, hire
from tests.ui.kit.hands import commit
from tests.ui.kit.recorder import Recorder
from ui.kit import notify, theme, work
from ui.kit.sheet import Sheet, open_sheets
from ui.main_window import MainWindow
from ui.session import Session

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@dataclass
class Reception:
    """The window, what it has said, and a pair of hands. Staff: 陈静 客服经理, 李敏 客服专员, 王芳 前台, 刘强 服务顾问."""

    window: MainWindow
    session: Session
    qtbot: QtBot
    heard: Recorder
    staff: dict[str, int]
    now: list[datetime] = field(default_factory=lambda: [MORNING])

    def sign_in(self, name: str) -> None:
        """Let somebody sit down at the desk."""
        person, rights, store = work.call(_who, self.staff[name], self.session.now())
        self.session.sign_in(person, rights)
        self.window.signed_in(store, "总店")

    def act(self, name: str = "李敏", *, minutes: int = 0) -> Act:
        """An act of somebody, for what the test prepares behind the window."""
        at = self.now[0].replace(minute=self.now[0].minute + minutes)
        return Act(self.staff[name], at, "前台2", self.session.new_request_id())

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the cursor stands."""
        QTest.keyClick(QApplication.focusWidget() or self.window, key, modifier)

    def type(self, text: str) -> None:
        """Type into the field with the cursor: letters and digits by keys, Chinese as the input method commits it."""
        where = QApplication.focusWidget()
        assert where is not None
        if text.isascii():
            QTest.keyClicks(where, text)
        else:
            commit(where, text)

    def focus(self) -> str:
        """The name of the widget the cursor stands in."""
        where = QApplication.focusWidget()
        return where.objectName() if where else ""

    def sheet(self) -> Any:
        """The dialog on top."""
        return open_sheets(self.window)[-1]

    def sheets(self) -> list[Sheet]:
        return open_sheets(self.window)

    def widget(self, name: str) -> Any:
        """A widget of the window by its name."""
        found = self.window.findChild(QWidget, name)
        assert found is not None, name
        return found

    def until(self, condition: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(condition()), timeout=5_000)

    def card(self, customer_id: int) -> Any:
        """The customer's card, loaded."""
        self.window.open_customer(customer_id)
        page: Any = self.window.pages.currentWidget()
        self.until(lambda: page._data is not None and page._data.customer.id == customer_id)
        return page


def _who(staff_id: int, at: datetime) -> tuple[Any, frozenset[Right], Any]:
    from deskapp.staff.service import person, scopes
    from deskapp.store.service import store

    act = Act(staff_id, at, "前台1", "who")
    return person(staff_id), frozenset(right for right in Right if scopes(act, right)), store()


def _found() -> dict[str, int]:
    act = Act(None, MORNING.replace(hour=8), "前台1", "first-run")
    first_run(
        act=act,
        store_name="恒信汽车",
        outlet="总店",
        plate_prefix="粤B",
        manager_no="101",
        manager_name="陈静",
        pin="804793",
        recovery_code=new_recovery_code(),
        cost=CHEAP,
    )
    from deskapp.staff.service import person_by_no

    manager = person_by_no("101")
    assert manager is not None
    return {
        "陈静": manager.id,
        "李敏": hire("李敏", Role.CUSTOMER_SERVICE, staff_no="109"),
        "王芳": hire("王芳", Role.FRONT_DESK, staff_no="108", department="前台"),
        "刘强": hire("刘强", Role.SERVICE_ADVISOR, staff_no="110", department="售后部"),
    }


@pytest.fixture
def reception(sqlite_url: str, qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Reception]:
    """李敏 (客服专员) sits at the desk."""
    theme.apply(qapp)
    staff: dict[str, int] = {}

    def opener() -> None:
        trust_server_clock(trusted=False)
        open_database(sqlite_url)
        staff.update(_found())

    work.start(opener, closer=close_database)
    work.call(lambda: None)
    now = [MORNING]
    session = Session(pc="前台1", clock=lambda: now[0])
    heard = Recorder()
    before = notify.install(heard)
    window = MainWindow(session, folder=tmp_path)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    qtbot.waitActive(window).__enter__()
    desk = Reception(window, session, qtbot, heard, staff, now)
    desk.sign_in("李敏")
    yield desk
    window.watch.end()
    work.stop()
    notify.install(before)
    database.initialize(None)
