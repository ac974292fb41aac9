"""`make bench`, `make bench SIZE=10k`: the table of figures and budgets, each beside its limit measured in the same run.

Nothing here is a test: a slow machine fails nothing, the ratios are what counts. The stores are kept under build/bench/.
"""

import argparse
import os
import platform
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from time import monotonic

from PySide6.QtCore import qVersion

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from tests.benchmarks import (
    acts,
    checks,
    complaint_papers,
    complaints,
    imports,
    lists,
    looks,
    lounge,
    papers,
    process,
    reports,
    starts,
    stores,
    tours,
)
from tests.benchmarks.bare import sqlite_version
from tests.benchmarks.stores import SIZES, Files, Server
from tests.benchmarks.table import Figure, table

USUAL = ("10k", "100k", "1M")
_BEGUN = monotonic()


def said(what: str) -> None:
    """Tell the person who waits what is under way; the table alone goes to standard output."""
    print(f"{monotonic() - _BEGUN:6.0f} s  {what}", file=sys.stderr, flush=True)


def measured(sizes: Sequence[str], server: Server) -> Iterator[Figure]:
    """Every figure, the cheap ones first."""
    said("slips")
    yield from papers.figures()
    said("handling slips")
    yield from complaint_papers.figures()
    engines: tuple[Files | Server, ...] = (Files(said), server)
    for engine in engines:
        said(f"starts, {engine.engine}")
        yield from starts.figures(engine.store(sizes[0]))
    for engine in engines:
        said(f"import and export, {engine.engine}")
        yield from imports.figures(engine, members=min(imports.MEMBERS, max(SIZES[size] for size in sizes)))
    for engine in engines:
        said(f"three years of the lounge, {engine.engine}")
        yield from lounge.figures(engine)
    for engine in engines:
        said(f"a year of checks, {engine.engine}")
        yield from checks.figures(engine)
    for engine in engines:
        said(f"20,000 complaint slips, {engine.engine}")
        yield from complaints.figures(engine)
    said("tour")
    yield from tours.figures(engines[0].founded)
    for size in sizes:
        for engine in engines:
            store = engine.store(size)
            parts: tuple[tuple[str, Callable[[], list[Figure]]], ...] = (
                ("looks", lambda store=store: looks.figures(store)),
                ("acts", lambda store=store, engine=engine: acts.figures(store, engine)),
                ("list", lambda store=store: lists.figures(store)),
                ("reports", lambda store=store: reports.figures(store)),
            )
            for what, figures in parts:
                said(f"{what}, {store.at}")
                yield from figures()


def conditions(load_before: float) -> str:
    """What a reader must know to compare: when, on what, and how busy it was with something else."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{date.today()}: {os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()}, Python {platform.python_version()},"
        f" Qt {qVersion()}, SQLite {sqlite_version()}. Load average {load_before:.1f} before and {os.getloadavg()[0]:.1f} after,"
        f" {(monotonic() - _BEGUN) / 60:.0f} minutes in all."
    )


def _size(text: str) -> str:
    if text not in SIZES:
        raise argparse.ArgumentTypeError(f"{text} is none of {', '.join(SIZES)}")
    return text


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("size", nargs="*", type=_size, help=f"of {', '.join(SIZES)}; {', '.join(USUAL)} when none is given")
    sizes = parser.parse_args().size or USUAL
    stores.FOLDER.mkdir(parents=True, exist_ok=True)
    process.compile_program()
    before = os.getloadavg()[0]
    with stores.server(said) as server:
        figures = list(measured(sizes, server))
    found = f"{table(figures)}\n\n{conditions(before)}"
    (stores.FOLDER / "results.md").write_text(found + "\n", encoding="utf-8")
    said(f"written to {stores.FOLDER / 'results.md'}")
    print(found)


if __name__ == "__main__":
    main()
