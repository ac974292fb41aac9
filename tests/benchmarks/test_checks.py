"""The bench of the checks measures what it says: the weeks it lives are those the plan asks for, and a save holds its photos."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from deskapp.data import fetch_row
from deskapp.inspection.reading import missed_checks
from tests.benchmarks import checks, filling
from tests.benchmarks.stores import Store, opened


@dataclass(frozen=True)
class Files:
    """A founded store in a file, and copies of it beside it."""

    path: Path
    engine: str = "sqlite"

    @contextmanager
    def founded(self) -> Iterator[str]:
        filling.found_store(f"sqlite:///{self.path}")
        yield f"sqlite:///{self.path}"

    @contextmanager
    def copy(self, store: Store) -> Iterator[str]:
        target = self.path.with_name("copy.db")
        shutil.copyfile(store.url.removeprefix("sqlite:///"), target)
        yield f"sqlite:///{target}"


@pytest.fixture
def files(sqlite_template: Path, tmp_path: Path) -> Files:
    path = tmp_path / "store.db"
    shutil.copyfile(sqlite_template, path)
    return Files(path)


def test_a_week_of_the_bench_is_a_week_of_the_plan(files: Files):
    with files.founded() as url, opened(url):
        now = checks.live(1)
        act = checks._act(now)
        first = (checks.OPENED + checks.timedelta(days=1)).date()
        missed = missed_checks(act=act, first=first, last=now.date() - checks.timedelta(days=1))
        assert fetch_row("SELECT COUNT(*) FROM inspections") == (55,)
        assert fetch_row("SELECT COUNT(*) FROM departments") == (checks.DEPARTMENTS,)
    assert missed == ()


def test_every_figure_is_found_and_a_save_keeps_its_photos(files: Files):
    found = checks.figures(files, weeks=1, times=2)
    assert [figure.what for figure in found] == [
        "today's plan of checks",
        "list of a year of checks, the first 200",
        "open a check with its last values",
        "look back on a year: rates, failures, notices",
        "the week for its page",
        "save a check of 15 items with 5 photos, committed",
    ]
    assert all(figure.found.median > 0 and figure.ratio for figure in found)
    with opened(f"sqlite:///{files.path.with_name('copy.db')}"):  # the bare line wrote it by the program's own statements
        saves = 2 + checks.WARM
        assert fetch_row("SELECT COUNT(*) FROM inspections") == (55 + saves,)
        assert fetch_row("SELECT COUNT(*) FROM inspection_photos") == (saves * checks.PHOTOS,)
