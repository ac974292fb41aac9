"""Real processes on one store: several that start together, and some that are killed in the middle.

The function a worker runs must live in a module that imports neither pytest nor Qt (see `desk.py`), or each of 32 processes pays for it.
Processes are forked from one small server that has the program imported already.
"""

import multiprocessing
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from deskapp.data import close_database, open_database, trust_server_clock
from deskapp.errors import UserError

_processes = multiprocessing.get_context("forkserver")
_processes.set_forkserver_preload(["__main__", "deskapp.start", "psycopg", "tests.faults.desk", "tests.faults.workers"])
PATIENCE_S = 120


@dataclass(frozen=True)
class Outcome:
    """What one worker ended with: its value, or the refusal it met (class name and words)."""

    value: Any = None
    refusal: str = ""
    words: str = ""


class Worker:
    """A process with its own connection to the store. `function(*args)` runs in it, `tell(…)` as first argument if `telling`."""

    def __init__(self, url: str, function: Callable[..., Any], *args: Any, telling: bool = False, together: Any = None) -> None:
        self._ear, mouth = _processes.Pipe(duplex=False)
        self._process = _processes.Process(target=_work, args=(url, function, args, mouth, telling, together), daemon=True)
        self._process.start()
        mouth.close()

    def heard(self) -> Iterator[Any]:
        """What the worker tells, as it comes, until it ends or is killed."""
        while True:
            try:
                if not self._ear.poll(PATIENCE_S):
                    raise AssertionError("a worker said nothing for too long")
                kind, what = self._ear.recv()
            except (EOFError, ConnectionResetError):
                return
            if kind == "bug":
                raise AssertionError(f"a worker failed:\n{what}")
            yield what

    def silent(self) -> bool:
        """Whether the worker lives and has said nothing more."""
        return self._process.is_alive() and not self._ear.poll()

    def kill(self) -> None:
        """SIGKILL, as a PC switched off at the wall."""
        self._process.kill()
        self._process.join()

    def end(self) -> Outcome:
        """Wait for the end and return what it was."""
        last = [what for what in self.heard() if isinstance(what, Outcome)]
        self._process.join(PATIENCE_S)
        if not last:
            raise AssertionError(f"a worker ended without an answer, exit code {self._process.exitcode}")
        return last[-1]


def run_together(url: str, count: int, function: Callable[..., Any], *args: Any) -> list[Outcome]:
    """Run `function(index, *args)` in `count` processes on the store; all open their connection first and then start at the same moment."""
    barrier = _processes.Barrier(count)
    workers = [Worker(url, function, index, *args, together=barrier) for index in range(count)]
    return [worker.end() for worker in workers]


def _work(url: str, function: Callable[..., Any], args: tuple[Any, ...], mouth: Connection, telling: bool, together: Any) -> None:
    try:
        trust_server_clock(trusted=False)
        if url:
            open_database(url)
        if together is not None:
            together.wait(PATIENCE_S)
        mouth.send(("said", _outcome(function, (lambda what: mouth.send(("said", what)), *args) if telling else args)))
        close_database()
    except BaseException:  # noqa: BLE001 - whatever it is, the test must see it
        mouth.send(("bug", traceback.format_exc()))


def _outcome(function: Callable[..., Any], args: tuple[Any, ...]) -> Outcome:
    try:
        return Outcome(value=function(*args))
    except UserError as refusal:
        return Outcome(refusal=type(refusal).__name__, words=refusal.message)
