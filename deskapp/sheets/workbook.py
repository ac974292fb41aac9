"""A workbook read in a process of its own: this side starts it, waits with patience that ends, and tells in words how it went."""

import time
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from deskapp.errors import UserError
from deskapp.sheets import child
from deskapp.sheets.container import Kind
from deskapp.sheets.limits import CHILD_SECONDS

_LOOK_EVERY_S = 0.1


@dataclass(slots=True)
class Workbook:
    """An open workbook: its facts are known, its rows come once. `lost` is complete when they have ended."""

    facts: child.Facts
    rows: Iterable[tuple[int, list[str]]] = ()
    lost: tuple[str, ...] = ()


@contextmanager
def open_workbook(path: Path, kind: Kind, *, waiting: Callable[[], object]) -> Generator[Workbook]:
    """Start the child and wait for its facts; leaving ends it, wherever it is.

    `waiting` is called before each wait, then ten times a second, and may raise to give up. Refuses what the child refuses, what
    kills it, and what takes longer than `CHILD_SECONDS` to begin.
    """
    spawn = get_context("spawn")  # the one way that Windows has, and that is safe beside threads
    ours, theirs = spawn.Pipe(duplex=False)
    process = spawn.Process(target=child.main, args=(theirs, str(path), kind.value), daemon=True)
    process.start()
    theirs.close()
    try:
        facts = _next(ours, process, waiting)
        if not isinstance(facts, child.Facts):
            raise RuntimeError(f"the child began with {type(facts).__name__}")
        book = Workbook(facts)
        book.rows = _rows(book, ours, process, waiting)
        yield book
    finally:
        process.kill()
        process.join()
        process.close()
        ours.close()


def _rows(book: Workbook, line: child.Line, process: BaseProcess, waiting: Callable[[], object]) -> Generator[tuple[int, list[str]]]:
    while True:
        answer = _next(line, process, waiting)
        if isinstance(answer, child.Ended):
            book.lost = answer.lost
            return
        yield from answer


def _next(line: child.Line, process: BaseProcess, waiting: Callable[[], object]) -> Any:
    """The child's next message that is no refusal."""
    patience = time.monotonic() + CHILD_SECONDS
    waiting()
    while not line.poll(_LOOK_EVERY_S):
        waiting()
        if time.monotonic() > patience:
            raise UserError(f"读这个文件超过 {CHILD_SECONDS} 秒，已放弃。请删去图片、公式和多余的表，或另存为 CSV 再导入", field="file")
    try:
        answer = line.recv()
    except EOFError:
        process.join()
        raise UserError(_how_it_died(process), field="file") from None
    if isinstance(answer, child.Refused):
        raise UserError(answer.message, field="file")
    if isinstance(answer, child.Broken):
        raise RuntimeError(f"the reading process failed:\n{answer.trace}")
    return answer


def _how_it_died(process: BaseProcess) -> str:
    """An allocation that fails ends a Rust program on the spot; anything else is a file that its reader could not bear."""
    if process.exitcode == 1:
        return "文件的内容不合规格，读不了。请用表格软件打开，另存一份再导入"
    return child.too_much_memory()
