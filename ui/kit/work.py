"""The only way from a window to a service, and from the GUI thread to anything slow.

Each lane is one thread that does its jobs in order. The database lane owns the one connection of the window, because peewee's connections
belong to the thread that opened them; papers and printing share a lane because they take their time; drafts have a lane because a disk
may take its time.
"""

from __future__ import annotations

import gc
import sys
import threading
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from enum import Enum
from functools import partial
from itertools import count
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

from PySide6.QtCore import QCoreApplication, QEventLoop, QObject, Qt, QThread, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from deskapp.errors import UserError
from ui.kit.busy_sign import BusySign

if TYPE_CHECKING:  # imported with the first lane, after the first paint
    from concurrent.futures import Future, ThreadPoolExecutor

P = ParamSpec("P")
R = TypeVar("R")

PROGRESS_EVERY_S = 0.05
SWITCH_S = 0.0005
"""After how long a lane lets the window go on. Painting takes turns with it a hundred times: at Python's own 5 ms it would stand."""
LARGE_JOB = 100_000  # objects; a look at so many takes some 20 ms


class Lane(Enum):
    """Which serial thread does a job."""

    DATABASE = "database"
    PAPER = "paper"
    FILES = "files"


class Cancelled(UserError):
    """The person pressed 取消; raised inside the long job, so that its transaction rolls back, and again in the caller."""


class _Signals(QObject):
    """Lives in the GUI thread and outlives every wait, so a lane may emit at any time."""

    busy_changed = Signal(bool)
    answered = Signal(object)
    finished = Signal(int)


@dataclass
class _House:
    """What runs between `start` and `stop`."""

    lanes: dict[Lane, ThreadPoolExecutor]
    opening: Future[object]
    closer: Callable[[], object]
    connection: Callable[[], AbstractContextManager[object]]
    signals: _Signals
    asked: WeakKeyDictionary[QObject, dict[str, tuple[Lane, Future[Any]]]] = field(default_factory=WeakKeyDictionary)
    loops: dict[int, QEventLoop] = field(default_factory=dict[int, QEventLoop])
    tickets: Iterator[int] = field(default_factory=count)
    waiting: int = 0
    at_length: int = 0


_house: _House | None = None


def start(
    opener: Callable[[], object],
    *,
    closer: Callable[[], object] = lambda: None,
    connection: Callable[[], AbstractContextManager[object]] = nullcontext,
) -> None:
    """Start the lanes and run `opener` as the first job of the database lane; returns at once, before the store is open.

    `opener` imports and opens the database there; when it fails, its exception is what every later `call` raises, until `stop` and a new
    `start`. `closer` runs on the same thread at `stop`. `connection` gives any other thread (`long`) a connection of its own.
    """
    from concurrent.futures import ThreadPoolExecutor

    global _house
    if _house is not None:
        raise RuntimeError("work is running")
    sys.setswitchinterval(SWITCH_S)
    lanes = {lane: ThreadPoolExecutor(1, thread_name_prefix=lane.value) for lane in Lane}
    signals = _Signals()
    signals.answered.connect(_deliver, Qt.ConnectionType.QueuedConnection)
    signals.finished.connect(_resume, Qt.ConnectionType.QueuedConnection)
    _house = _House(lanes, lanes[Lane.DATABASE].submit(opener), closer, connection, signals)


def stop() -> None:
    """Finish what runs and every write of a file, drop the questions that wait, close the store on its own thread.

    Harmless when nothing was started.
    """
    global _house
    house, _house = _house, None
    if house is None:
        return
    for asked in house.asked.values():
        for lane, future in asked.values():
            if lane is not Lane.FILES:
                future.cancel()
    closing = house.lanes[Lane.DATABASE].submit(house.closer) if _opened(house) else None
    for thread in house.lanes.values():
        thread.shutdown(wait=True)
    if closing is not None:
        closing.result()


def running() -> bool:
    """Whether `start` was called and `stop` was not."""
    return _house is not None


def busy() -> bool:
    """Whether some window is waiting in `call`: refreshes by timer skip their turn then."""
    return _house is not None and _house.waiting > 0


def at_length() -> bool:
    """Whether a `long` job runs: nothing may make its sheet way, neither a scan nor the lock of an idle window."""
    return _house is not None and _house.at_length > 0


def quiet() -> bool:
    """Whether every question asked by `latest` has been answered and nobody waits in `call`: what is shown now is up to date.

    Who is gone waits for no answer any more.
    """
    return _house is None or not (_house.waiting or any(asked for owner, asked in _house.asked.items() if isValid(owner)))


def busy_changed() -> Any:
    """The signal(bool) that says when a call has taken longer than 200 ms, and when it is over."""
    return _running().signals.busy_changed


def call(fn: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Run a service on the database thread and return its answer; what it raises is raised here.

    Painting and timers go on meanwhile, keys and clicks wait and arrive afterwards in order, so the caller's code stays linear.
    """
    return _wait(_submit(Lane.DATABASE, partial(fn, *args, **kwargs)))


def call_on(lane: Lane, fn: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """`call` on another lane: rendering and printing on PAPER, slow disks on FILES."""
    return _wait(_submit(lane, partial(fn, *args, **kwargs)))


def breathe() -> None:
    """In the middle of something long that only the GUI thread can do: let painting and timers go on, while keys and clicks wait."""
    QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)


def latest(
    owner: QObject,
    fn: Callable[[], R],
    then: Callable[[R], object],
    *,
    topic: str = "",
    lane: Lane = Lane.DATABASE,
    failed: Callable[[BaseException], object] | None = None,
) -> None:
    """Ask without waiting; `then` gets the answer in the GUI thread unless `owner` has asked again on the same topic or is gone.

    A superseded question that has not begun is never run. Without `failed` an exception goes to the excepthook, which shows a refusal
    plainly.
    """
    house = _running()
    asked = house.asked.setdefault(owner, {})
    if topic in asked:
        asked[topic][1].cancel()
    future = _submit(lane, fn)
    asked[topic] = lane, future
    signals = house.signals

    def answer(done: Future[R]) -> None:
        if not done.cancelled():
            signals.answered.emit(partial(_settle, owner, topic, done, then, failed))

    future.add_done_callback(answer)


class Progress:
    """What a long job calls to say how far it is; raises Cancelled as soon as the person has pressed 取消."""

    def __init__(self, show: Callable[[int, int, str], None]) -> None:
        self._show = show
        self._cancelled = threading.Event()
        self._shown_at = 0.0

    def __call__(self, done: int, total: int, text: str = "") -> None:
        """`total` 0 means that nobody knows how much there is. Cheap enough to be called for every row."""
        if self._cancelled.is_set():
            raise Cancelled("已取消，这次没有写入任何内容。")
        now = time.monotonic()
        if now - self._shown_at >= PROGRESS_EVERY_S or done == total:
            self._shown_at = now
            self._show(done, total, text)

    def cancel(self) -> None:
        """Make the job's next report raise."""
        self._cancelled.set()


def long(host: QWidget, title: str, fn: Callable[[Progress], R]) -> R:
    """Run `fn` on a thread and a connection of its own, under a sheet with progress bar and 取消, and return its answer.

    Raises Cancelled, or what `fn` raised. The rest of the window takes no input meanwhile.
    """
    from concurrent.futures import ThreadPoolExecutor

    from ui.kit.progress import ProgressSheet

    house = _running()
    sheet = ProgressSheet(host, title)
    progress = Progress(sheet.advance)
    sheet.cancelled.connect(progress.cancel)
    with _collector_off(), ThreadPoolExecutor(1, thread_name_prefix="long") as thread:
        future = thread.submit(_with_connection, house, fn, progress)
        house.at_length += 1
        try:
            sheet.open()
            _pause(house, future, QEventLoop.ProcessEventsFlag.AllEvents)
            if not future.done():
                progress.cancel()  # the program is quitting
            return future.result()
        finally:
            house.at_length -= 1
            sheet.close_sheet()


@contextmanager
def _collector_off() -> Generator[None, None, None]:
    """Look for no cyclic garbage meanwhile, and not among what a large job leaves alive (it goes by its counts, as nearly all does).

    A job may make millions of objects, and one look at them would stop every thread, the window's too, for more than half a second.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if gc.get_count()[0] > LARGE_JOB:
            gc.freeze()
        if was_on:
            gc.enable()


def _with_connection(house: _House, fn: Callable[[Progress], R], progress: Progress) -> R:
    house.opening.result()
    with house.connection():
        return fn(progress)


def _running() -> _House:
    if _house is None:
        raise RuntimeError("work was not started")
    return _house


def _opened(house: _House) -> bool:
    return house.opening.exception() is None


def _submit(lane: Lane, fn: Callable[[], R]) -> Future[R]:
    house = _running()
    app = QCoreApplication.instance()
    if app is None or QThread.currentThread() != app.thread():
        raise RuntimeError("a service job may only be sent from the GUI thread; inside a job call the service itself")
    if lane is not Lane.DATABASE:
        return house.lanes[lane].submit(fn)
    return house.lanes[lane].submit(_when_open, house, fn)


def _when_open(house: _House, fn: Callable[[], R]) -> R:
    house.opening.result()
    return fn()


def _wait(future: Future[R]) -> R:
    house = _running()
    with _waiting(house):
        _pause(house, future, QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
        return future.result()


def _pause(house: _House, future: Future[R], flags: QEventLoop.ProcessEventsFlag) -> None:
    """Let the GUI thread's events go on until the future is done or the program quits.

    The end comes as a queued signal, so it cannot be missed; the lane knows a ticket and never the loop, which must die in this thread.
    """
    ticket = next(house.tickets)
    signals = house.signals
    loop = house.loops[ticket] = QEventLoop()
    future.add_done_callback(lambda _: signals.finished.emit(ticket))
    loop.exec(flags)
    house.loops.pop(ticket, None)


def _resume(ticket: int) -> None:
    loop = None if _house is None else _house.loops.get(ticket)
    if loop is not None:
        loop.quit()


@contextmanager
def _waiting(house: _House) -> Generator[None, None, None]:
    house.waiting += 1
    sign = BusySign(house.signals.busy_changed)
    try:
        yield
    finally:
        house.waiting -= 1
        sign.end()


def _settle(
    owner: QObject,
    topic: str,
    done: Future[R],
    then: Callable[[R], object],
    failed: Callable[[BaseException], object] | None,
) -> None:
    """Hand one answer over, if it is still wanted."""
    house = _house
    if house is None or not isValid(owner) or house.asked.get(owner, {}).get(topic, (None, None))[1] is not done:
        return
    del house.asked[owner][topic]  # or the last answer, a page's picture perhaps, would live as long as its owner
    error = done.exception()
    if error is None:
        then(done.result())
    elif failed is not None:
        failed(error)
    else:
        raise error


def _deliver(settle: Callable[[], None]) -> None:
    settle()
