"""The board over a founded store at a time of a working day: attendants 林晓 and 吴迪, 李敏 of customer service, fingers that click."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from deskapp.data import Act, close_database, database, open_database, trust_server_clock
from deskapp.lounge.domain import Day, SlotState
from deskapp.staff.domain import Role
from deskapp.start import seed
from deskapp.store.first_run import first_run
from tests.conftest import MORNING
from tests.deskapp.people import CHEAP, give_pin, hire
from tests.ui.kit.hands import commit
from tests.ui.kit.recorder import Recorder
from tests.ui.start.conftest import CODE, PIN
from ui.kit import notify, theme, work
from ui.kit.sheet import open_sheets
from ui.lounge_app import LoungeWindow

ON_MONDAY = MORNING.replace(hour=8, minute=12, second=0, microsecond=0)


@dataclass
class Fingers:
    """The board's window, its clock and who works in the lounge."""

    window: LoungeWindow
    qtbot: QtBot
    heard: Recorder
    staff: dict[str, int]
    now: list[datetime] = field(default_factory=lambda: [ON_MONDAY])

    @property
    def board(self) -> Any:
        return self.window.board

    @property
    def day(self) -> Day:
        return self.board.shown.day

    def time(self, clock: str) -> None:
        """The clock goes on to a time of the same day."""
        parts = [int(part) for part in clock.split(":")]
        midnight = self.now[0].replace(hour=0, minute=0, second=0)
        self.now[0] = midnight + timedelta(hours=parts[0], minutes=parts[1], seconds=parts[2] if len(parts) > 2 else 0)
        self.board.tick()

    def find(self, name: str) -> Any:
        """A widget by its name, on the sheet on top if there is one."""
        sheets = self.sheets()
        scope: QWidget = sheets[-1] if sheets else self.window
        found = [widget for widget in scope.findChildren(QWidget, name) if widget.isVisible()]
        assert found, f"{name} is not on {type(scope).__name__}"
        return found[0]

    def tap(self, *names: str) -> None:
        """Touch one thing after the other."""
        for name in names:
            widget = self.find(name)
            assert widget.isEnabled(), name
            QTest.mouseClick(widget, Qt.MouseButton.LeftButton)

    def write(self, name: str, text: str) -> None:
        """Touch a line and write into it."""
        self.tap(name)
        commit(self.find(name), text)

    def pin(self, name: str, pin: str = PIN) -> None:
        """Touch a name, then the digits on the pad."""
        sheet = self.sheets()[-1]
        QTest.mouseClick(next(chip for chip in sheet.who.chips if chip.text() == name), Qt.MouseButton.LeftButton)
        for digit in pin:
            QTest.mouseClick(sheet.pad.key(digit), Qt.MouseButton.LeftButton)

    def sheets(self) -> list[Any]:
        return open_sheets(self.window)

    def state(self, slot: str) -> SlotState:
        return self.day.state(slot, self.now[0])

    def refusal(self) -> str:
        """What the sheet on top says in red."""
        return self.sheets()[-1].message.words()

    def act(self, name: str) -> Act:
        """An act of somebody at another PC."""
        return Act(self.staff[name], self.now[0], "前台1", self.window.session.new_request_id())

    def until(self, condition: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(condition()), timeout=5_000)


def _found() -> None:
    """A store founded a week ago with the templates of the plan."""
    at = ON_MONDAY - timedelta(days=7)
    first_run(
        act=Act(None, at, "前台1", "first-run"),
        store_name="恒信汽车",
        outlet="总店",
        plate_prefix="粤B",
        manager_no="101",
        manager_name="陈静",
        pin=PIN,
        recovery_code=CODE,
        cost=CHEAP,
    )
    seed(Act(None, at, "前台1", "seed"))


@pytest.fixture
def empty_lounge(sqlite_url: str, qtbot: QtBot, qapp: QApplication) -> Iterator[Fingers]:
    """The board on Monday 2026-11-23 at 08:12; nobody is on duty."""
    theme.apply(qapp)
    staff: dict[str, int] = {}

    def opener() -> None:
        trust_server_clock(trusted=False)
        open_database(sqlite_url)
        _found()
        for name, role in (("林晓", Role.LOUNGE_ATTENDANT), ("吴迪", Role.LOUNGE_ATTENDANT), ("李敏", Role.CUSTOMER_SERVICE)):
            give_pin(hire(name, role), PIN)
        from deskapp.staff.service import people

        staff.update({person.name: person.id for person in people()})

    work.start(opener, closer=close_database, connection=lambda: database.connection_context())
    work.call(lambda: None)
    heard = Recorder()
    before = notify.install(heard)
    now = [ON_MONDAY]
    window = LoungeWindow(clock=lambda: now[0], pc="休息区")
    qtbot.addWidget(window)
    window.show()
    qtbot.waitActive(window).__enter__()
    window.board.begin()
    here = Fingers(window, qtbot, heard, staff, now)
    here.until(lambda: window.board.shown)
    yield here
    window.may_close = True
    window.close()
    work.stop()
    notify.install(before)
    database.initialize(None)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def fingers(empty_lounge: Fingers) -> Fingers:
    """林晓 is on duty."""
    empty_lounge.tap("next")
    empty_lounge.pin("林晓")
    return empty_lounge
