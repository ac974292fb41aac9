"""The bench measures what it says: its arithmetic, its town and its limits, not how fast this machine is today."""

import shutil
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any, cast

import pytest
from PySide6.QtWidgets import QApplication

from deskapp import start
from deskapp.data import Act, database, fetch_row, fetch_rows
from deskapp.gifts.catalogue import add_gift
from deskapp.gifts.domain import GiftEntry
from deskapp.lounge.domain import SlotState
from deskapp.lounge.figures import rounds_of
from deskapp.lounge.reading import lounge_days
from deskapp.members.lookup import find
from deskapp.points.reading import balance, statement
from deskapp.sheets.writing import Column, write_xlsx
from deskapp.today.service import owed
from deskapp.typed import Judged, judge_mobile, judge_plate, judge_vin
from tests.benchmarks import (
    acts,
    canvas,
    complaint_slips,
    filling,
    importer,
    lists,
    looks,
    lounge,
    lounge_years,
    population,
    reports,
    stores,
)
from tests.benchmarks.bare import Script, bare_line, listening
from tests.benchmarks.canvas import draw
from tests.benchmarks.filling import FileLoader, ServerLoader
from tests.benchmarks.plans import walks
from tests.benchmarks.population import HEAVY, TODAY
from tests.benchmarks.receipts import written_down
from tests.benchmarks.slips import FONTS
from tests.benchmarks.stores import SIZES, Store, opened
from tests.benchmarks.table import Budget, Figure, Limit, Of, table
from tests.benchmarks.timing import repeated, sample_of
from tests.conftest import database_url, on_the_server
from tests.deskapp.members.lists import MANY_HEADS, many
from tests.deskapp.papers.reading import sizes
from tests.ui.papers import text_of
from ui.customer_card.loading import load_card

CUSTOMERS = SIZES["1k"]


def test_a_sample_tells_the_middle_and_the_slowest_hundredth():
    assert sample_of([3.0, 1.0, 2.0]).median == 2.0
    assert sample_of([4.0, 1.0, 2.0, 3.0]).median == 2.5
    assert sample_of([float(n) for n in range(1, 101)]).p99 == 99.0
    assert sample_of([float(n) for n in range(1, 1_001)]).p99 == 990.0
    assert (sample_of([7.0]).median, sample_of([7.0]).p99) == (7.0, 7.0)
    with pytest.raises(ValueError, match="nothing"):
        sample_of([])


def test_warm_runs_are_run_but_not_sampled():
    ran = []
    found = repeated([lambda: ran.append(1)] * 5, warm=2)
    assert (len(ran), found.count) == (7, 5)


@pytest.mark.parametrize(
    ("budget", "keeps"),
    [
        (Budget(10), True),
        (Budget(9.9), False),
        (Budget(19, Of.P99), False),
        (Budget(20, Of.P99), True),
        (Budget(2.5, Of.RATIO), True),
        (Budget(2.4, Of.RATIO), False),
        (None, None),
    ],
)
def test_a_figure_is_judged_by_what_its_budget_names(budget: Budget | None, keeps: bool | None):
    found = sample_of([10.0] * 98 + [20.0] * 2)
    assert Figure("search", "1M", found, Limit("lookup", sample_of([4.0])), budget).keeps is keeps


def test_a_ratio_needs_a_limit():
    with pytest.raises(ValueError, match="without a limit"):
        _ = Figure("search", "", sample_of([1.0]), budget=Budget(2, Of.RATIO)).keeps


def test_the_table_lines_up_and_marks_what_is_over():
    limit = Limit("lookup", sample_of([2.0]))
    lines = table(
        [
            Figure("search", "10k, SQLite", sample_of([1.0, 3.0]), limit, Budget(1.5, Of.RATIO)),
            Figure("start", "1M, PostgreSQL", sample_of([1_234.0]), limit, Budget(1.5, Of.RATIO)),
            Figure("statements", "", sample_of([30]), unit=""),
        ]
    ).splitlines()
    assert len({len(line) for line in lines}) == 1
    assert [line.count("|") for line in lines] == [10] * 5
    assert "2.00 ms | 3.00 ms | lookup" in lines[2]
    assert lines[2].endswith("| ok       |")
    assert "1,234 ms |" in lines[3]
    assert "617.00 | ≤ 1.5 × | **over** |" in lines[3]
    assert lines[4].split("|")[3].strip() == "30"


def test_everybody_in_town_could_have_been_typed_in():
    people: list[tuple[Any, ...]] = list(population.people(CUSTOMERS))
    cars: list[tuple[Any, ...]] = list(population.cars(CUSTOMERS))
    entered: list[tuple[Any, ...]] = list(population.acts(CUSTOMERS))
    assert len(cars) == 1.3 * CUSTOMERS
    for row in people[::100]:
        assert judge_mobile(row[4]).value == row[4]
    for row in cars[::100]:
        assert judge_plate(row[2]).value.plate_class.value == row[3]
        assert judge_vin(row[4]) == Judged(row[4])
    assert len({row[4] for row in people}) == CUSTOMERS
    assert len({row[4] for row in cars}) == len({row[2] for row in cars}) == len(cars)
    assert all(before <= after for before, after in pairwise(row[7] for row in entered))


plate_of: Callable[[int], str] = cast(Any, population)._plate


def test_numbers_stay_apart_in_the_largest_town():
    largest = max(stores.SIZES.values())
    places = range(1, largest + 1)
    mobiles = {n * 48_271 % 100_000_000 for n in places}
    assert len(mobiles) == largest
    assert plate_of(1) != plate_of(576_001)


@dataclass
class Town:
    """A small town on one engine."""

    store: Store
    server: str

    @contextmanager
    def copy(self, store: Store) -> Generator[str]:
        """URL of a copy to write on, gone afterwards."""
        if not self.server:
            path = Path(store.url.removeprefix("sqlite:///"))
            target = path.with_name("copy.db")
            shutil.copyfile(path, target)
            yield f"sqlite:///{target}"
            return
        on_the_server(self.server, "CREATE DATABASE copy TEMPLATE town")
        try:
            yield database_url(self.server, "copy")
        finally:
            on_the_server(self.server, "DROP DATABASE copy WITH (FORCE)")


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A small town on each engine, filled as the big ones are, for the tests that only look at it."""
    server = ""
    loader_of: Callable[[str], FileLoader | ServerLoader]
    if request.param == "sqlite":
        path = tmp_path_factory.mktemp("town") / "store.db"
        shutil.copyfile(request.getfixturevalue("sqlite_template"), path)
        url = f"sqlite:///{path}"
        loader_of = lambda _: FileLoader(path)  # noqa: E731 - the other one is a class
    else:
        server, template = request.getfixturevalue("server"), request.getfixturevalue("server_template")
        on_the_server(server, f"CREATE DATABASE town TEMPLATE {template}")
        url, loader_of = database_url(server, "town"), ServerLoader
    filling.found_store(url)
    loader = loader_of(url)
    filling.fill(loader, CUSTOMERS, said=unheard)
    loader.close()
    yield Town(Store("1k", request.param, url), server)
    if server:
        on_the_server(server, "DROP DATABASE town WITH (FORCE)")


def unheard(_what: str) -> None: ...


@pytest.fixture
def town(built: Town) -> Iterator[str]:
    """The small town, opened."""
    with opened(built.store.url):
        yield built.store.url


def test_the_town_is_one_the_program_could_have_written(town: str):
    filling.check_words(range(1, CUSTOMERS + 1, 37))
    for record in start.TABLES:
        for key in record._meta.refs:
            name, column, target = record._meta.table_name, key.column_name, key.rel_model._meta.table_name
            lost = f"SELECT COUNT(*) FROM {name} WHERE {column} IS NOT NULL AND {column} NOT IN (SELECT id FROM {target})"
            assert fetch_row(lost) == (0,), f"{name}.{column} points nowhere"
    assert (
        fetch_rows(
            "SELECT e.customer_id FROM (SELECT customer_id, SUM(redeemable) AS booked FROM points_entries GROUP BY customer_id) e"
            " JOIN (SELECT customer_id, SUM(points) AS lots FROM points_lots GROUP BY customer_id) l ON l.customer_id = e.customer_id"
            " LEFT JOIN (SELECT customer_id, SUM(points) AS taken FROM points_allocations GROUP BY customer_id) a"
            " ON a.customer_id = e.customer_id WHERE e.booked <> l.lots - COALESCE(a.taken, 0)"
        )
        == []
    )


def test_the_heaviest_account_holds_ten_thousand_entries(town: str):
    assert fetch_row("SELECT COUNT(*) FROM points_entries WHERE customer_id = ?", HEAVY) == (10_001,)
    seen = statement(customer_id=HEAVY, on=TODAY.date())
    assert len(seen.lines) == 50
    assert seen.balance.spendable == 7_000 * 100 - 3_000 * 200 + filling.JOIN_AWARD
    assert balance(customer_id=population.REGULAR_EVERY, on=TODAY.date()).debt == 0


def test_words_that_differ_from_the_programs_are_refused(town: str):
    with database.atomic() as step:
        database.execute_sql("UPDATE search_tokens SET token = 'changed' WHERE source = 'mobile' AND customer_id = 7")
        with pytest.raises(RuntimeError, match="customer 7"):
            filling.check_words((7,))
        step.rollback()


def test_listening_hears_a_whole_transaction_and_replaying_writes_the_same(sqlite_url: str, tmp_path: Path):
    filling.found_store(sqlite_url)
    copy = tmp_path / "copy.db"
    copy.write_bytes((tmp_path / "store.db").read_bytes())
    with opened(sqlite_url):
        act = Act(population.MANAGER, population.OPENED, population.PC, "bench")
        with listening() as script:
            add_gift(act=act, entry=GiftEntry("反光衣", 300))
        before = len(script)
        fetch_row("SELECT 1")
        wanted = fetch_rows("SELECT id, gift_no, name, points FROM gifts ORDER BY id")
    assert len(script) == before, "it listens no longer"
    spoken = [statement.split()[0] for statement, _ in script]
    assert spoken.count("BEGIN") == spoken.count("COMMIT") > 0
    assert spoken[-1] == "COMMIT"
    with bare_line(f"sqlite:///{copy}") as line:
        line.replay(script)
        assert line.rows("SELECT id, gift_no, name, points FROM gifts ORDER BY id") == wanted
        assert line.rows("SELECT number FROM acts WHERE request_id = ?", (act.request_id,)) == [(wanted[-1][1],)]


def test_the_plain_canvas_draws_the_very_same_page():
    calls, size, pdf = written_down()
    assert draw(calls, size=size, font=FONTS[0]) == pdf
    assert draw(calls[:5] + calls[6:], size=size, font=FONTS[0]) != pdf


def test_the_plain_canvas_draws_the_very_same_handling_slip():
    calls, size, pdf = canvas.written_down(lambda: complaint_slips.rendered(3))
    assert draw(calls, size=size, font=FONTS[0]) == pdf


def test_the_other_way_prints_as_much_as_the_slip_says(tmp_path: Path, qapp: QApplication):
    pdf = complaint_slips.html(tmp_path)(7)
    assert sizes(pdf) == [(pytest.approx(210, abs=0.5), pytest.approx(297, abs=0.5))]
    words = "".join(label + value for row in complaint_slips.rows(complaint_slips.slip(7)) for label, value in row)
    assert len("".join(text_of(pdf).split())) >= len("".join(words.split()))  # Qt gives back other code points for some of them


def test_what_is_inserted_bare_is_what_the_import_wrote(sqlite_url: str, tmp_path: Path):
    path, kept = tmp_path / "list.xlsx", tmp_path / "rows.pickle"
    write_xlsx(path, [Column(head) for head in MANY_HEADS], many(30))
    filling.found_store(sqlite_url)
    copy = tmp_path / "copy.db"
    copy.write_bytes((tmp_path / "store.db").read_bytes())
    importer.program(sqlite_url, path, kept)
    importer.bare(f"sqlite:///{copy}", path, kept)
    told = []
    for url in (sqlite_url, f"sqlite:///{copy}"):
        with opened(url):
            told.append({table: fetch_rows(f"SELECT * FROM {table}") for table in importer.WRITTEN if table not in {"acts", "exports"}})
    assert told[0] == told[1]
    assert len(told[0]["memberships"]) == 30


@pytest.mark.parametrize("built", ["sqlite"], indirect=True)  # PostgreSQL decides by how many rows there are, and here are few
def test_nothing_at_the_counter_walks_through_a_whole_table(built: Town):
    with built.copy(built.store) as url:
        with bare_line(url) as line:
            texts = list(looks.typed(line, built.store.customers, 12))
        with opened(url):
            jobs = [
                *(partial(find, act=looks.ACT, text=text) for text in texts),
                *(partial(load_card, looks.ACT, customer_id) for customer_id in (HEAVY, population.REGULAR_EVERY)),
                partial(owed, act=looks.ACT),
                *(prepare(built.store, 0) for prepare in acts.PREPARED),
            ]
            scripts: list[Script] = []
            for job in jobs:
                with listening() as script:
                    job()
                scripts.append(script)
        with bare_line(url) as line:
            assert list(walks(line, scripts)) == []
            naive = "SELECT c.id FROM customers AS c WHERE c.mobile LIKE ?"
            assert list(walks(line, [[(naive, ("%5678%",))]])) == [naive]


def test_every_part_of_the_bench_still_finds_what_it_measures(built: Town, qapp: QApplication):
    found = [
        *looks.figures(built.store, guests=12, cards=4),
        *acts.figures(built.store, built, times=2, warm=1),
        *lists.figures(built.store),
        *reports.figures(built.store, times=2),
    ]
    told = table(found)
    assert [figure.what for figure in found] == [
        "keystroke to painted rows",
        "… the search service alone",
        "open a customer card, painted",
        "balance and last 50 lines of 10,000 entries",
        "redeem one gift, committed",
        "… statements, most",
        "enrol one member, committed",
        "… statements, most",
        "post one hand-over, committed",
        "… statements, most",
        "merge two members, committed",
        "… statements, most",
        "list of 1,000 rows to first paint",
        "… memory added",
        "first page: everything due",
        "member daily report of today",
        "member daily report of five months ago",
        "points flow of twelve months",
        "account of 10,000 entries, 2,000 lines to print",
    ]
    assert all(figure.found.median > 0 for figure in found if figure.unit == "ms"), told


def test_three_years_of_the_lounge_are_days_as_the_program_would_have_left_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qapp: QApplication
):
    monkeypatch.setattr(stores, "FOLDER", tmp_path)
    engine = stores.Files(lambda _: None)
    with engine.founded() as url, opened(url):
        morning = lounge_years.live(5)
        act = Act(population.MANAGER, morning, population.PC, "look")
        days = lounge_days(act=act, first=population.OPENED.date(), last=morning.date())
        assert [sum(day.state(slot.code, morning) is SlotState.DONE for slot in day.slots) for day in days] == [7] * 5 + [0]
        assert all(day.signed and day.guests == 12 and len(day.cups) == 20 for day in days[:5])
        assert [rounds_of(day, morning)[0] for day in days[:5]] == [8] * 5
    found = lounge.figures(engine, days=40, openings=1, taps=2, months=1)
    assert [figure.what for figure in found] == [
        "lounge: board opened, painted",
        "lounge: a tap, committed and painted",
        "lounge: month map turned, painted",
    ]
    assert all(figure.ratio and figure.found.median > 0 for figure in found)
