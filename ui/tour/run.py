"""The frame of the tour: a practice store in a temporary folder, one window after the other, and the report at the end."""

from __future__ import annotations

import logging
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtWidgets import QApplication

from ui.app import Reception, make_app
from ui.kit.errors import ErrorHooks
from ui.tour.album import USUAL, Album
from ui.tour.desk import Desk
from ui.tour.hands import Clock, Hands, TourStopped
from ui.tour.opening import sit_down
from ui.tour.parts import FIRST_RUN, PARTS
from ui.tour.report import Report

DAY = datetime(2026, 11, 23, 10, 42)
_PC = "前台1"


def run_tour(folder: Path, *, only: str | None = None) -> int:
    """Drive the windows through a day and write pictures, papers and report to `folder`; 0 when everything went as expected.

    `only` names one part, which begins at the signed-in desk. The store is made in a temporary folder and thrown away.
    """
    names = [FIRST_RUN.name, *(part.name for part in PARTS)]
    if only is not None and only not in names:
        sys.stderr.write(f"no such part: {only}; there are {', '.join(names)}\n")
        return 2
    folder.mkdir(parents=True, exist_ok=True)
    report, begun = Report(), time.perf_counter()
    app = make_app(sys.argv[:1])
    app.setQuitOnLastWindowClosed(False)  # there are two windows, one after the other
    with tempfile.TemporaryDirectory(prefix="deskapp-tour-") as temporary, _listening(Path(temporary), report):
        _inside_the_loop(app, lambda: _go(Path(temporary), folder, only, report))
    report.seconds = time.perf_counter() - begun
    report.memory_mib = _resident_mib()
    report.write(folder)
    if report.stopped:
        sys.stderr.write(f"{report.stopped}\n")
    return 1 if report.stopped else 0


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


def _go(work_folder: Path, folder: Path, only: str | None, report: Report) -> None:
    """The empty store first, then the practice store."""
    for name in ("pictures", "papers"):
        shutil.rmtree(folder / name, ignore_errors=True)
    album: Album | None = None
    if only in (None, FIRST_RUN.name):
        url = f"sqlite:///{(work_folder / 'new.db').as_posix()}"
        with _window(url, work_folder / "new", DAY - timedelta(hours=2), folder, report, album, practice=False) as desk:
            album = desk.album
            FIRST_RUN.play(desk)
            report.parts.append(FIRST_RUN.name)
    if report.stopped or only == FIRST_RUN.name:
        return
    begun = time.perf_counter()
    from deskapp.demo.store import demo_url

    url = demo_url(work_folder, at=DAY)
    report.practice_store_seconds = time.perf_counter() - begun
    with _window(url, work_folder / "desk", DAY, folder, report, album) as desk:
        for part in PARTS:
            if only in (None, part.name):
                if part.who:
                    sit_down(desk, part.who)
                part.play(desk)
                report.parts.append(part.name)


@contextmanager
def _window(
    url: str, own: Path, at: datetime, folder: Path, report: Report, album: Album | None, *, practice: bool = True
) -> Generator[Desk]:
    """The program on a store, from its start to its end; what stops the tour is written down with a last picture."""
    clock = Clock(at)
    reception = Reception(url, folder=own, clock=clock, pc=_PC, practice=practice)
    reception.window.print_file = own / "printed.pdf"
    reception.window.resize(USUAL)
    hands = Hands(reception.window, clock)
    album = album.at(hands) if album is not None else Album(folder, hands)
    desk = Desk(reception, hands, album, clock)
    reception.begin()
    try:
        hands.until(lambda: hasattr(reception, "auto_lock"), "the open store")
        hands.settle()
        yield desk
    except TourStopped as stop:
        report.stopped = str(stop)
        album.shot("stopped-here")
    finally:
        album.end()
        album.tell(report)
        reception.end()
        reception.window.deleteLater()
        reception.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


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
        error = f": {record.exc_info[1]!r}" if record.exc_info else ""
        self._report.warnings.append(f"{record.name}: {record.getMessage()}{error}")


def _resident_mib() -> int:
    """Memory of the process in MiB; 0 where the system does not tell."""
    status = Path("/proc/self/status")
    if not status.exists():
        return 0
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) // 1024
