"""What a slip costs: warm, cold, and a thousand in a batch, beside the same page drawn on a plain reportlab canvas."""

import pickle
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks.canvas import draw
from tests.benchmarks.process import run_module
from tests.benchmarks.receipts import written_down
from tests.benchmarks.slips import FONTS, SETTLED
from tests.benchmarks.table import Budget, Figure, Limit, Of
from tests.benchmarks.timing import sample_of

BATCH = 1_000
COLD = 7
_PLAIN = "plain canvas, the same page"


def figures() -> list[Figure]:
    """Slips warm and cold, and the batch with the memory it adds."""
    calls, size, pdf = written_down()
    if draw(calls, size=size, font=FONTS[0]) != pdf:
        raise RuntimeError("the plain canvas draws another page")
    with TemporaryDirectory() as folder:
        file = Path(folder) / "page.pickle"
        file.write_bytes(pickle.dumps((calls, size)))
        cold = {which: sample_of(_cold(which, file)) for which in ("program", "plain")}
        batch = {which: run_module("slips", which, file, BATCH) for which in ("program", "plain")}
    warm = {which: sample_of(found["taken"][SETTLED:]) for which, found in batch.items()}
    seconds = {which: sample_of([sum(found["taken"]) / 1_000]) for which, found in batch.items()}
    settled, ended = batch["program"]["memory"]
    return [
        Figure("one-page slip, warm", "", warm["program"], Limit(_PLAIN, warm["plain"]), Budget(1.5, Of.RATIO)),
        Figure("one-page slip, cold process", "", cold["program"], Limit(_PLAIN, cold["plain"]), Budget(1.5, Of.RATIO)),
        Figure("1,000 slips in a batch", "", seconds["program"], Limit(_PLAIN, seconds["plain"]), Budget(1.5, Of.RATIO), unit="s"),
        Figure("… memory added by slips 101 to 1,000", "", sample_of([ended - settled]), budget=Budget(2, unit="MiB"), unit="MiB"),
    ]


def _cold(which: str, file: Path) -> list[float]:
    """Milliseconds from the start of a process to its first finished slip."""
    found = [run_module("slips", which, file, 1) for _ in range(COLD)]
    return [(one["done"] - one["begun"]) * 1_000 for one in found]
