"""The bench of complaints measures what it says: so many slips, so many of them open, each beside its own statements."""

from collections.abc import Generator
from contextlib import contextmanager
from shutil import copyfile

from deskapp.data import database, fetch_rows
from tests.benchmarks import complaints, filling
from tests.benchmarks.stores import Store, opened


class OneFile:
    """A founded store in a SQLite file, and copies of it."""

    engine = "SQLite"

    def __init__(self, url: str) -> None:
        self.url = url

    @contextmanager
    def founded(self) -> Generator[str]:
        filling.found_store(self.url)
        yield self.url

    @contextmanager
    def copy(self, store: Store) -> Generator[str]:
        path = self.url.removeprefix("sqlite:///")
        copyfile(path, f"{path}.copy")
        yield f"sqlite:///{path}.copy"


def test_the_bench_of_complaints_looks_at_as_many_slips_as_it_says(sqlite_url):
    engine = OneFile(sqlite_url)
    found = complaints.figures(engine, slips=120, are_open=60, times=4)
    assert [figure.what for figure in found] == [
        "the board of 60 open slips",
        "list with the closed ones, the first 200",
        "open a slip with clocks and history",
        "save a step of a slip, committed",
    ]
    assert all(figure.ratio is not None and figure.limit and figure.limit.found.median > 0 for figure in found)
    with opened(sqlite_url):
        counts = dict(fetch_rows("SELECT stage, COUNT(*) FROM complaints GROUP BY stage"))
        steps = fetch_rows("SELECT COUNT(DISTINCT complaint_id) FROM complaint_steps")[0][0]
    assert counts == {"archived": 60, "on_its_way": 60}
    assert steps == 120
    database.initialize(None)
