"""A year of checks, 55 a week over 20 departments by the plan's own sheets: today's plan, the list, one check, one saved with 5 photos."""

import os
import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from functools import partial
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import Protocol

from PIL import Image

from deskapp import start
from deskapp.attachments.domain import Photo
from deskapp.attachments.intake import take_in
from deskapp.checklists.domain import Result, RunKind
from deskapp.data import Act, fetch_rows, one_transaction
from deskapp.inspection.figures import Reach
from deskapp.inspection.listing import Wanted, checks
from deskapp.inspection.looking_back import look_back, week_back
from deskapp.inspection.service import begin_check, finish_check, mark_check
from deskapp.staff.structure import add_department
from tests.benchmarks.bare import Line, Script, bare_line, listening
from tests.benchmarks.population import MANAGER, OPENED, PC
from tests.benchmarks.stores import Store, opened
from tests.benchmarks.table import Figure, Limit
from tests.benchmarks.timing import milliseconds, repeated, sample_of
from ui.inspection import loading

WEEKS, DEPARTMENTS, TIMES, PHOTOS, WARM = 52, 20, 15, 5, 2
_A_DAY = (("A", 1), ("B", 1), ("C", 2), ("F", 2))
_A_WEEK = ("G", "H", "H")
_SPOTS = ("A", "B", "B", "B", "C", "D", "F", "G", "H", "A")
_numbers = count(1)


class Engine(Protocol):
    """Where a store of its first day comes from, and copies to write on."""

    engine: str

    def founded(self) -> AbstractContextManager[str]: ...
    def copy(self, store: Store) -> AbstractContextManager[str]: ...


def figures(engine: Engine, *, weeks: int = WEEKS, times: int = TIMES) -> list[Figure]:
    """Each beside the statements it runs on a bare driver; a save beside its statements and the bytes of its photos brought to the disk."""
    with engine.founded() as url:
        with opened(url):
            now = live(weeks)
            many = fetch_rows("SELECT COUNT(*) FROM inspections")[0][0]
        at = f"{many:,} checks, {engine.engine}"
        return [*_looks(url, at, now, times), *_saves(engine, Store("1k", engine.engine, url), at, now, times)]


def live(weeks: int) -> datetime:
    """The weeks of a store that checks what the plan asks; the morning after them. The founded store must be open."""
    monday = OPENED + timedelta(days=1)
    with one_transaction():
        start.seed(_act(OPENED))
        for number in range(DEPARTMENTS - 10):  # ten are there from the first run
            add_department(act=_act(OPENED), name=f"二级网点{number + 1}")
        departments = [row[0] for row in fetch_rows("SELECT id FROM departments ORDER BY id")]
        for week in range(weeks):
            _week(monday + timedelta(weeks=week), departments)
    return monday + timedelta(weeks=weeks, hours=1)


def _week(monday: datetime, departments: list[int]) -> None:
    owed = [(day, code, RunKind.DAILY) for day in range(7) for code, runs in _A_DAY for _ in range(runs)]
    owed += [(day, code, RunKind.WEEKLY) for day, code in enumerate(_A_WEEK)]
    owed += [(place % 5, code, RunKind.SPOT) for place, code in enumerate(_SPOTS)]
    for place, (day, code, kind) in enumerate(sorted(owed, key=lambda one: one[0])):
        at = monday + timedelta(days=day, minutes=place)
        person = MANAGER if code == "B" and kind is RunKind.SPOT else None
        number = next(_numbers)
        department = None if person else departments[number % len(departments)]
        done = begin_check(act=_act(at), code=code, kind=kind, department_id=department, person_id=person)
        marks = {item.code: _found(number + n) for n, item in enumerate(done.run.items)}
        mark_check(act=_act(at), inspection_id=done.id, marks=marks)
        finish_check(act=_act(at), inspection_id=done.id)


def _found(number: int) -> tuple[Result, str]:
    return (Result.FAILED, "与标准不符") if number % 13 == 0 else (Result.PASSED, "")


def _act(at: datetime) -> Act:
    return Act(MANAGER, at, PC, f"checks-{next(_numbers)}")


def _looks(url: str, at: str, now: datetime, times: int) -> list[Figure]:
    act, today = _act(now), now.date()
    with opened(url):
        newest = fetch_rows("SELECT MAX(id) FROM inspections")[0][0]
    jobs: tuple[tuple[str, Callable[[], object]], ...] = (
        ("today's plan of checks", partial(loading.load_plan, act, today)),
        ("list of a year of checks, the first 200", partial(checks, act=act, wanted=Wanted(today - timedelta(days=365), today))),
        ("open a check with its last values", partial(loading.load, act, newest)),
        ("look back on a year: rates, failures, notices", partial(look_back, act=act, reach=Reach.MONTHS_12)),
        ("the week for its page", partial(week_back, act=act, monday=today - timedelta(days=today.weekday() + 7))),
    )
    found: list[Figure] = []
    for what, look in jobs:
        with opened(url):
            taken = repeated([look] * times)
            with listening() as script:
                look()
        with bare_line(url) as line:
            bare = repeated([partial(line.replay, script)] * times)
        found.append(Figure(what, at, taken, Limit("the same statements, bare driver", bare)))
    return found


def _saves(engine: Engine, store: Store, at: str, now: datetime, times: int) -> list[Figure]:
    """15 items marked, 5 photos, finished: first the program on a copy, then its statements on another."""
    taken_in: list[list[Photo]] = [[_photo(turn * PHOTOS + n) for n in range(PHOTOS)] for turn in range(times + WARM)]
    taken: list[float] = []
    scripts: list[Script] = []
    with engine.copy(store) as url, opened(url):
        for photos in taken_in:
            with listening() as script:
                taken.append(milliseconds(partial(_save, photos, now)))
            scripts.append(script)
    with engine.copy(store) as url, bare_line(url) as line, tempfile.TemporaryDirectory(prefix="bench-photos-") as folder:
        jobs = zip(scripts, taken_in, strict=True)
        bare = [milliseconds(partial(_plain, line, script, photos, Path(folder))) for script, photos in jobs]
    limit = Limit("its statements and bytes, bare", sample_of(bare[WARM:]))
    return [Figure(f"save a check of 15 items with {PHOTOS} photos, committed", at, sample_of(taken[WARM:]), limit)]


def _save(photos: list[Photo], now: datetime) -> None:
    begun = begin_check(act=_act(now), code="F", kind=RunKind.SPECIAL)
    failed = begun.run.items[3]
    marks = {item.code: (Result.FAILED, "划痕没有登记") if item is failed else (Result.PASSED, "") for item in begun.run.items}
    mark_check(act=_act(now), inspection_id=begun.id, marks=marks)
    for photo in photos:
        loading.photograph(_act(now), begun.id, failed.code, photo)
    finish_check(act=_act(now), inspection_id=begun.id)


def _plain(line: Line, script: Script, photos: list[Photo], folder: Path) -> None:
    """A SQLite store keeps the bytes in files, which reach the disk before they are named; on a server they are in the statements."""
    if not line.on_server:
        for photo in photos:
            for part in (photo.content, photo.thumbnail):
                with (folder / f"{next(_numbers)}.jpg").open("wb") as file:
                    file.write(part)
                    file.flush()
                    os.fsync(file.fileno())
    line.replay(script)


def _photo(number: int) -> Photo:
    """No two alike: a store keeps the same picture once."""
    out = BytesIO()
    Image.effect_noise((1600, 1200), 60 + number % 40).convert("RGB").save(out, "JPEG", quality=70)
    return take_in(out.getvalue())
