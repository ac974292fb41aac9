"""A store moves in: 100,000 members from a workbook, and out again into one, beside the least that could cost."""

from pathlib import Path

from deskapp.sheets.writing import Column, write_xlsx
from tests.benchmarks.process import run_module
from tests.benchmarks.stores import FOLDER, Files, Server
from tests.benchmarks.table import Budget, Figure, Limit, Of
from tests.benchmarks.timing import sample_of
from tests.deskapp.members.lists import MANY_HEADS, many

MEMBERS = 100_000
SECONDS = 1_000  # ms


def figures(engine: Files | Server, *, members: int = MEMBERS) -> list[Figure]:
    """How long from the chosen file to the commit, how soon Cancel is heard, what it holds in memory."""
    path = _list(members)
    rows = FOLDER / "imported.pickle"
    with engine.founded() as url:
        program = run_module("importer", "program", url, path, rows)
    with engine.founded() as url:
        bare = run_module("importer", "bare", url, path, rows)
    for leftover in (rows, rows.with_suffix(".xlsx"), rows.with_suffix(".bare.xlsx")):
        leftover.unlink()
    at = engine.engine
    limit = Limit("calamine and executemany of the same rows", sample_of([bare["taken"]]))
    written = Limit("xlsxwriter, the same cells", sample_of([bare["export"]]))
    return [
        Figure(f"import of {members:,} members", at, sample_of([program["taken"]]), limit, Budget(4, Of.RATIO), unit="s"),
        Figure("… of it reading and checking", at, sample_of([program["check"]]), unit="s"),
        Figure("… longest wait for Cancel", at, sample_of([program["longest"] * SECONDS]), budget=Budget(SECONDS)),
        Figure("… memory at its end", at, sample_of([program["memory"]]), unit="MiB"),
        Figure(f"export of {members:,} members", at, sample_of([program["export"]]), written, unit="s"),
    ]


def _list(members: int) -> Path:
    path = FOLDER / f"members-{members}.xlsx"
    if not path.exists():
        write_xlsx(path, [Column(head) for head in MANY_HEADS], many(members))
    return path
