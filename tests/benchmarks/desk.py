"""The real reception window over a big store, without a screen: real keys in, painted pixels out."""

import gc
from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from deskapp.data import close_database, database, open_database, trust_server_clock
from deskapp.staff.service import person, rights_of
from deskapp.store.service import store
from tests.benchmarks.population import MANAGER, TODAY
from ui.app import make_app
from ui.kit import work
from ui.kit.garbage import Collector
from ui.main_window import MainWindow
from ui.session import Session

PATIENCE_S = 30.0
PULSE_MS = 1_000


class PaintWatch(QObject):
    """Knows whether a widget was painted since it was last asked."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.painted = False
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() is QEvent.Type.Paint:
            self.painted = True
        return super().eventFilter(watched, event)


class Desk:
    """The window with somebody signed in."""

    def __init__(self, window: MainWindow, app: QApplication) -> None:
        self.window, self.app = window, app
        self.answered = ""
        results: Any = window.results
        found = results._found

        def listen(asked: str, hits: Any) -> None:
            self.answered = asked
            found(asked, hits)

        results._found = listen
        self._rows = PaintWatch(window.results)
        self._pulse = QTimer(window)  # so that patience ends even where nothing happens any more
        self._pulse.start(PULSE_MS)

    def wait(self, until: Callable[[], bool]) -> None:
        """Let the window live until something is so; what was painted last is on the screen then."""
        end = perf_counter() + PATIENCE_S
        while not until():
            self.app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
            if perf_counter() > end:
                raise TimeoutError("the window did not come to an end")

    def settle(self) -> None:
        """Until every question to the database is answered and what follows is painted."""
        self.wait(lambda: not self._asking())
        self.app.processEvents()
        self.wait(lambda: not self._asking())

    def _asking(self) -> bool:
        house: Any = work._house  # pyright: ignore[reportPrivateUsage]
        return any(house.asked.values())

    def press(self, char: str) -> None:
        """One key in the search box."""
        key = Qt.Key(ord(char.upper())) if char.isascii() else Qt.Key.Key_unknown
        box = self.window.top_bar.search
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            self.app.sendEvent(box, QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, char))

    def keystroke(self, char: str) -> float:
        """Milliseconds from a key to the painted rows of what stands in the box then."""
        asked = (self.window.top_bar.search.text() + char).strip()
        begun = perf_counter()
        self.press(char)
        self._rows.painted = False
        self.wait(lambda: self.answered == asked and self._rows.painted)
        return (perf_counter() - begun) * 1000

    def clear_search(self) -> None:
        """The box empty, with the cursor in it."""
        self.window.results.leave()
        self.window.top_bar.search.setFocus()
        self.settle()
        self.answered = ""

    def open_customer(self, customer_id: int) -> float:
        """Milliseconds from the choice of a customer to his painted card."""
        begun = perf_counter()
        self.window.open_customer(customer_id)
        self.settle()
        return (perf_counter() - begun) * 1000


def now() -> datetime:
    """The clock of the bench: an hour after the last entry of the town."""
    return TODAY + timedelta(hours=1)


@contextmanager
def desk(url: str, *, clock: Callable[[], datetime] = now) -> Generator[Desk]:
    """The window open over a store at a time of its clock, closed afterwards."""
    trust_server_clock(trusted=False)
    gc.collect()
    gc.disable()  # as main.py does; the collector of the program begins once it is up
    app = make_app(["bench"])
    with TemporaryDirectory() as folder:
        session = Session(pc="前台1", clock=clock)
        window = MainWindow(session, folder=Path(folder))
        work.start(lambda: open_database(url), closer=close_database)
        try:
            who = work.call(person, MANAGER)
            session.sign_in(who, work.call(rights_of, MANAGER, on=clock().date()))
            window.signed_in(work.call(store), "龙岗店")
            window.show()
            window.activateWindow()
            found = Desk(window, app)
            found.settle()
            Collector(window).begin()
            yield found
        finally:
            window.close()
            window.deleteLater()
            app.processEvents()
            work.stop()
            database.initialize(None)
            gc.unfreeze()
            gc.enable()
