"""The lounge after three years: its board opened, a tap on it committed and painted, the month map turned from month to month."""

from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Protocol

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow

from deskapp.data import Act, close_database, open_database, trust_server_clock
from deskapp.lounge.duty import sign_on
from deskapp.lounge.reading import duty_people
from tests.benchmarks import lounge_years
from tests.benchmarks.bare import Script, bare_line, listening
from tests.benchmarks.desk import PULSE_MS, PaintWatch, desk
from tests.benchmarks.population import PC
from tests.benchmarks.stores import Copies, Store, opened
from tests.benchmarks.table import Figure, Limit
from tests.benchmarks.timing import milliseconds, sample_of
from ui.app import make_app
from ui.kit import work
from ui.lounge_app import LoungeWindow

OPENINGS, TAPS, MONTHS = 15, 80, 35
_WARM = 3


class Engine(Copies, Protocol):
    """Where a store of its first day comes from, and copies of it."""

    engine: str

    def founded(self) -> Any:
        """URL of a store of its first day, gone afterwards."""
        ...


def figures(
    engine: Engine, *, days: int = lounge_years.DAYS, openings: int = OPENINGS, taps: int = TAPS, months: int = MONTHS
) -> list[Figure]:
    """Each beside a blank window, or beside the statements it runs on a bare driver."""
    at = f"{days / 365:.0f} years, {engine.engine}" if days >= 365 else f"{days} days, {engine.engine}"
    with engine.founded() as url:
        with opened(url):
            morning = lounge_years.live(days)
            _sign_on(morning)
        with engine.copy(Store("1k", engine.engine, url)) as twin:
            opening, blank, tapping, tapped = _at_the_board(url, morning, openings, taps)
            turning, turned = _months(url, morning + timedelta(hours=2), months)
            with bare_line(twin) as line:
                bare_taps = [milliseconds(partial(line.replay, script)) for script in tapped][_WARM:]
                bare_months = [milliseconds(partial(line.replay, script)) for script in turned]
    return [
        Figure("lounge: board opened, painted", at, sample_of(opening), Limit("a blank window, painted", sample_of(blank))),
        Figure("lounge: a tap, committed and painted", at, sample_of(tapping), _bare(bare_taps)),
        Figure("lounge: month map turned, painted", at, sample_of(turning), _bare(bare_months)),
    ]


def _bare(taken: Sequence[float]) -> Limit:
    return Limit("the same statements, bare driver", sample_of(taken))


def _sign_on(morning: datetime) -> None:
    sign_on(act=Act(duty_people(morning.date())[0].id, morning, PC, "bench-sign-on"))


def _at_the_board(url: str, morning: datetime, openings: int, taps: int) -> tuple[list[float], list[float], list[float], list[Script]]:
    """How long each opening, each blank window and each tap took, and what the store was asked for each tap, the first ones too."""
    trust_server_clock(trusted=False)
    app = make_app(["bench"])
    now = [morning + timedelta(minutes=1)]
    work.start(lambda: open_database(url), closer=close_database)
    try:
        opening = [_opened(app, now) for _ in range(openings + _WARM)][_WARM:]
        blank = [_painted(app, QMainWindow()) for _ in range(openings + _WARM)][_WARM:]
        tapping, scripts = _tapped(app, now, taps + _WARM)
        return opening, blank, tapping[_WARM:], scripts
    finally:
        work.stop()


def _painted(app: QApplication, window: QMainWindow) -> float:
    """Milliseconds from showing a window until it is painted; it is gone afterwards."""
    window.resize(1366, 768)
    watch = PaintWatch(window)
    taken = milliseconds(lambda: (window.show(), _wait(app, lambda: watch.painted)))
    window.close()
    window.deleteLater()
    return taken


def _opened(app: QApplication, now: list[datetime]) -> float:
    """From nothing to the day on the board: the window is built, asks, and paints what it was told."""

    def build() -> None:
        window = LoungeWindow(clock=lambda: now[0], pc=PC)
        built.append(window)
        window.resize(1366, 768)
        watch = PaintWatch(window.board.slots)
        window.show()
        window.board.begin()
        _wait(app, lambda: window.board.shown is not None)
        watch.painted = False
        window.board.update()
        window.board.slots.update()
        _wait(app, lambda: watch.painted)

    built: list[LoungeWindow] = []
    taken = milliseconds(build)
    _gone(built[0])
    return taken


def _tapped(app: QApplication, now: list[datetime], taps: int) -> tuple[list[float], list[Script]]:
    """A guest received, again and again: written, read back and painted."""
    window = LoungeWindow(clock=lambda: now[0], pc=PC)
    window.resize(1366, 768)
    window.show()
    window.board.begin()
    _wait(app, lambda: window.board.shown is not None and work.quiet())
    watch = PaintWatch(window.board.guests)
    taken: list[float] = []
    scripts: list[Script] = []

    def tap() -> None:
        before = _guests(window)
        watch.painted = False
        QTest.mouseClick(window.board.guest_button, Qt.MouseButton.LeftButton)
        _wait(app, lambda: _guests(window) == before + 1 and watch.painted)

    for _ in range(taps):
        now[0] += timedelta(seconds=5)
        with listening() as script:
            taken.append(milliseconds(tap))
            _wait(app, work.quiet)
        scripts.append(script)
    _gone(window)
    return taken, scripts


def _guests(window: LoungeWindow) -> int:
    return window.board.shown.day.guests if window.board.shown else -1


def _months(url: str, now: datetime, months: int) -> tuple[list[float], list[Script]]:
    """The month map in the reception window, one month further back each time."""
    taken: list[float] = []
    scripts: list[Script] = []
    with desk(url, clock=lambda: now) as at:
        page: Any = at.window.open_room("lounge")
        page.tabs.set_value("month")
        at.settle()
        watch = PaintWatch(page.month.map)

        def turn() -> None:
            watch.painted = False
            page.month.back.click()
            at.settle()
            at.wait(lambda: watch.painted)

        for _ in range(months + _WARM):
            with listening() as script:
                taken.append(milliseconds(turn))
            scripts.append(script)
    return taken[_WARM:], scripts[_WARM:]


def _wait(app: QApplication, until: Callable[[], bool]) -> None:
    with _pulse():
        while not until():
            app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


@contextmanager
def _pulse() -> Generator[None]:
    """So that waiting looks again even where nothing happens any more."""
    timer = QTimer()
    timer.start(PULSE_MS)
    yield
    timer.stop()


def _gone(window: LoungeWindow) -> None:
    window.may_close = True
    window.close()
    window.deleteLater()
