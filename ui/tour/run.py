"""The frame of the tour: stores in a temporary folder, one window after the other, and the report at the end."""

from __future__ import annotations

import json
import logging
import multiprocessing
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import groupby
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtWidgets import QApplication

from ui.app import Reception, make_app
from ui.kit.errors import ErrorHooks
from ui.tour.album import USUAL, Album
from ui.tour.desk import Desk, Part, Store
from ui.tour.hands import Clock, Hands, TourStopped
from ui.tour.opening import NEW_PIN, sit_down
from ui.tour.parts import PARTS
from ui.tour.report import Played, Report
from ui.tour.roll import windows

DAY = datetime(2026, 11, 23, 10, 42)
_PC = "前台1"
_NO_SCREEN = "This plugin does not support"  # raising a window, grabbing the keyboard: what Qt says where there is no screen


def run_tour(folder: Path, *, only: str | None = None) -> int:
    """Drive the windows through a day and write pictures, papers and report to `folder`; 0 when everything went as expected.

    `only` names one part, which begins at the signed-in desk. The stores are made in a temporary folder and thrown away.
    """
    chosen = [part for part in PARTS if only in (None, part.name)]
    if not chosen:
        sys.stderr.write(f"no such part: {only}; there are {', '.join(part.name for part in PARTS)}\n")
        return 2
    for name in ("pictures", "papers", "logs"):
        shutil.rmtree(folder / name, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    report, begun = Report(), time.perf_counter()
    _have_a_screen(folder)
    app = make_app(sys.argv[:1])
    app.setQuitOnLastWindowClosed(False)  # there are several windows, one after the other
    with tempfile.TemporaryDirectory(prefix="deskapp-tour-") as temporary, _listening(folder, report):
        _inside_the_loop(app, lambda: _Tour(Path(temporary), folder, report).play(chosen))
    report.seconds, report.cpu_seconds = time.perf_counter() - begun, time.process_time()
    report.memory_mib = _resident_mib()
    if only is None and not report.stopped:
        report.missing_windows = sorted(windows() - report.seen)
    else:
        report.missing_papers = []
    report.write(folder)
    sys.stdout.write(
        f"{len(report.pictures)} pictures in {folder / 'pictures'}, {len(report.papers)} papers in {folder / 'papers'}, "
        f"what was found and measured in {folder / 'report.md'}\n"
    )
    for line in report.findings():
        sys.stderr.write(f"{line}\n")
    return 1 if report.findings() else 0


def _have_a_screen(folder: Path) -> None:
    """Without a real one Qt makes do with 800×800, and what drops down at the right of the window would stand somewhere else."""
    if os.environ.get("QT_QPA_PLATFORM") == "offscreen":
        screen = {"name": "desk", "x": 0, "y": 0, "width": 1920, "height": 1080, "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
        file = folder / "logs" / "screen.json"
        file.parent.mkdir()
        file.write_text(json.dumps({"screens": [screen]}), encoding="utf-8")
        os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={file}"


def _inside_the_loop(app: QApplication, go: Callable[[], None]) -> None:
    """Under the same event loop as a working day: what is deleted later lives as long as it does there."""
    failed: list[BaseException] = []

    def play() -> None:
        try:
            go()
        except BaseException as error:  # noqa: BLE001 - raised again outside of the loop
            failed.append(error)
        app.quit()

    QTimer.singleShot(0, play)
    app.exec()
    if failed:
        raise failed[0]


class _Tour:
    """One window for each store, one album for all."""

    def __init__(self, work_folder: Path, folder: Path, report: Report) -> None:
        self._work_folder, self._folder, self._report = work_folder, folder, report
        self._album: Album | None = None
        self._practice = multiprocessing.get_context("spawn").Process(target=_make_practice_store, args=(work_folder,))

    def play(self, parts: Sequence[Part]) -> None:
        """Every part, in its order."""
        if any(part.store is Store.PRACTICE for part in parts):
            self._practice.start()
        try:
            for store, group in groupby(parts, key=lambda part: part.store):
                with self._window(store) as desk:
                    for part in group:
                        self._play_one(desk, part)
                if self._report.stopped:
                    break
        finally:
            if self._album is not None:
                self._album.close()

    def _play_one(self, desk: Desk, part: Part) -> None:
        begun, computed = time.perf_counter(), time.process_time()
        if part.who:
            sit_down(desk, part.who)
        part.play(desk)
        seconds, cpu = time.perf_counter() - begun, time.process_time() - computed
        self._report.parts.append(Played(part.name, round(seconds, 2), round(cpu, 2), _resident_mib()))

    @contextmanager
    def _window(self, store: Store) -> Generator[Desk]:
        """The program on a store, from its start to its end; what stops the tour is written down with a last picture."""
        clock, own = Clock(DAY if store is Store.PRACTICE else DAY - timedelta(hours=2)), self._work_folder / store.value
        reception = Reception(self._url(store), folder=own, clock=clock, pc=_PC, practice=store is Store.PRACTICE)
        reception.window.print_file = own / "printed.pdf"
        reception.window.resize(USUAL)
        hands = Hands(reception.window, clock)
        self._album = self._album.at(hands) if self._album is not None else Album(self._folder, hands, self._report)
        reception.begin()
        try:
            hands.until(lambda: hasattr(reception, "auto_lock") or store is Store.DAMAGED, "the open store")
            hands.settle()
            self._album.listen()
            yield Desk(reception, hands, self._album, clock)
        except TourStopped as stop:
            self._report.stopped = str(stop)
            self._album.shot("stopped-here")
        finally:
            self._album.leave()
            self._report.entries |= hands.counted
            reception.end()
            reception.window.deleteLater()
            reception.deleteLater()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def _url(self, store: Store) -> str:
        own = self._work_folder / store.value
        own.mkdir(exist_ok=True)
        if store is Store.PRACTICE:
            self._practice.join()
            from deskapp.demo.store import demo_url

            return demo_url(self._work_folder, at=DAY)
        file = own / "store.db"
        if store is Store.DAMAGED:
            _leave_a_damaged_store(file)
        return f"sqlite:///{file.as_posix()}"


def _leave_a_damaged_store(file: Path) -> None:
    """A store with its manager and a backup, whose disk went bad afterwards."""
    from deskapp.data import Act, close_database, database, migrate, open_database
    from deskapp.data.backup import back_up
    from deskapp.staff.pin import new_recovery_code
    from deskapp.store.first_run import first_run

    url = f"sqlite:///{file.as_posix()}"
    migrate(url, at=DAY)
    open_database(url)
    act = Act(None, DAY - timedelta(days=1), _PC, "founded")
    first_run(
        act=act,
        store_name="恒信汽车",
        outlet="总店",
        plate_prefix="粤B",
        manager_no="101",
        manager_name="陈静",
        pin=NEW_PIN,
        recovery_code=new_recovery_code(),
    )
    back_up(url, at=DAY - timedelta(hours=14))
    close_database()
    database.initialize(None)
    file.write_bytes(b"SQLite format 3\0" + bytes(range(256)) * 64)


def _make_practice_store(folder: Path) -> None:
    """In a process of its own, while the first window is driven already: half the time, and its memory is not the window's."""
    from deskapp.demo.store import demo_url

    demo_url(folder, at=DAY)


@contextmanager
def _listening(folder: Path, report: Report) -> Generator[None]:
    """Hear every warning of Qt, of logging and of Python, and every bug that nobody caught."""
    hooks = ErrorHooks(folder / "logs")
    listener = _Listener(report)
    logging.getLogger().addHandler(listener)
    logging.captureWarnings(capture=True)
    try:
        yield
    finally:
        logging.captureWarnings(capture=False)
        logging.getLogger().removeHandler(listener)
        hooks.remove()


class _Listener(logging.Handler):
    def __init__(self, report: Report) -> None:
        super().__init__(logging.WARNING)
        self._report = report

    def emit(self, record: logging.LogRecord) -> None:
        if record.getMessage().startswith(_NO_SCREEN):
            return
        error = f": {record.exc_info[1]!r}" if record.exc_info else ""
        self._report.warnings.append(f"{record.name}: {record.getMessage()}{error}")


def _resident_mib() -> int:
    """Memory of the process in MiB; 0 where the system does not tell."""
    status = Path("/proc/self/status")
    if not status.exists():
        return 0
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) // 1024
