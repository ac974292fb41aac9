"""What a handling slip costs: warm, cold, and a thousand in a batch, beside the same page on a plain canvas and beside HTML through Qt."""

import pickle
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks.canvas import draw, written_down
from tests.benchmarks.complaint_slips import rendered
from tests.benchmarks.process import run_module
from tests.benchmarks.slips import FONTS, SETTLED
from tests.benchmarks.table import Budget, Figure, Limit, Of
from tests.benchmarks.timing import sample_of

BATCH = 1_000
COLD = 7
_PLAIN, _HTML = "plain canvas, the same page", "HTML, QTextDocument, QPrinter"
_WAYS = ("program", "plain", "html")


def figures() -> list[Figure]:
    """The slip warm and cold and the batch, each beside both other ways, and the memory a batch adds."""
    calls, size, pdf = written_down(lambda: rendered(3))
    if draw(calls, size=size, font=FONTS[0]) != pdf:
        raise RuntimeError("the plain canvas draws another page")
    with TemporaryDirectory() as folder:
        file = Path(folder) / "page.pickle"
        file.write_bytes(pickle.dumps((calls, size)))
        cold = {way: sample_of([_cold(way, file) for _ in range(COLD)]) for way in _WAYS}
        batch = {way: run_module("complaint_slips", way, file, BATCH) for way in _WAYS}
    warm = {way: sample_of(found["taken"][SETTLED:]) for way, found in batch.items()}
    seconds = {way: sample_of([sum(found["taken"]) / 1_000]) for way, found in batch.items()}
    settled, ended = batch["program"]["memory"]
    figures: list[Figure] = []
    for what, found, unit in (
        ("handling slip on A4, warm", warm, "ms"),
        ("handling slip, cold process", cold, "ms"),
        ("1,000 handling slips in a batch", seconds, "s"),
    ):
        figures.append(Figure(what, "", found["program"], Limit(_PLAIN, found["plain"]), Budget(1.5, Of.RATIO), unit=unit))
        figures.append(Figure("… beside another way", "", found["program"], Limit(_HTML, found["html"]), unit=unit))
    added = sample_of([ended - settled])
    return [*figures, Figure("… memory added by handling slips 101 to 1,000", "", added, budget=Budget(2, unit="MiB"), unit="MiB")]


def _cold(way: str, file: Path) -> float:
    """Milliseconds from the start of a process to its first finished slip."""
    found = run_module("complaint_slips", way, file, 1)
    return (found["done"] - found["begun"]) * 1_000
