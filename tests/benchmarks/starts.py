"""How long the program takes to its first painted window and to a sign-in that takes keys, beside a blank window."""

from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks.process import run_module
from tests.benchmarks.stores import Store
from tests.benchmarks.table import Budget, Figure, Limit, Of
from tests.benchmarks.timing import sample_of

TIMES = 9
_BLANK = "blank PySide6 window"


def figures(store: Store) -> list[Figure]:
    """Cold starts in processes of their own, in turns with the blank window; the first of each only warms the disk."""
    blank: list[float] = []
    painted: list[float] = []
    usable: list[float] = []
    for _ in range(TIMES + 1):
        found = run_module("blank_window")
        blank.append((found["painted"] - found["begun"]) * 1_000)
        with TemporaryDirectory() as home:
            homes = {"HOME": home, "XDG_DATA_HOME": str(Path(home) / "data"), "XDG_RUNTIME_DIR": home}
            found = run_module("program_start", store.url, more=homes)
        painted.append((found["painted"] - found["begun"]) * 1_000)
        usable.append((found["usable"] - found["begun"]) * 1_000)
    limit = Limit(_BLANK, sample_of(blank[1:]))
    on_server = store.engine == "PostgreSQL"
    return [
        Figure("start to first painted window", store.at, sample_of(painted[1:]), limit, Budget(1.5, Of.RATIO)),
        Figure("start to usable sign-in", store.at, sample_of(usable[1:]), limit, Budget(3.2 if on_server else 2, Of.RATIO)),
    ]
