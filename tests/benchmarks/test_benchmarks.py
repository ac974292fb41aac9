"""The bench measures what it says: its arithmetic, its town and its limits, not how fast this machine is today."""

import shutil
from itertools import pairwise

import pytest

from deskapp import start
from deskapp.data import Act, database, fetch_row, fetch_rows
from deskapp.gifts.catalogue import add_gift
from deskapp.gifts.domain import GiftEntry
from deskapp.points.reading import balance, statement
from deskapp.sheets.writing import Column, write_xlsx
from deskapp.typed import Judged, judge_mobile, judge_plate, judge_vin
from tests.benchmarks import filling, importer, population, stores
from tests.benchmarks.bare import bare_line, listening
from tests.benchmarks.canvas import draw
from tests.benchmarks.filling import FileLoader, ServerLoader
from tests.benchmarks.population import HEAVY, TODAY
from tests.benchmarks.receipts import written_down
from tests.benchmarks.slips import FONTS
from tests.benchmarks.stores import opened
from tests.benchmarks.table import Budget, Figure, Limit, Of, table
from tests.benchmarks.timing import repeated, sample_of
from tests.conftest import database_url, on_the_server
from tests.deskapp.members.lists import MANY_HEADS, many

CUSTOMERS = 1_000


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
def test_a_figure_is_judged_by_what_its_budget_names(budget, keeps):
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
    people, cars = list(population.people(CUSTOMERS)), list(population.cars(CUSTOMERS))
    assert len(cars) == 1.3 * CUSTOMERS
    for row in people[::100]:
        assert judge_mobile(row[4]).value == row[4]
    for row in cars[::100]:
        assert judge_plate(row[2]).value.plate_class.value == row[3]
        assert judge_vin(row[4]) == Judged(row[4])
    assert len({row[4] for row in people}) == CUSTOMERS
    assert len({row[4] for row in cars}) == len({row[2] for row in cars}) == len(cars)
    assert all(before <= after for before, after in pairwise(row[7] for row in population.acts(CUSTOMERS)))


def test_numbers_stay_apart_in_the_largest_town():
    largest = max(stores.SIZES.values())
    places = range(1, largest + 1)
    mobiles = {n * 48_271 % 100_000_000 for n in places}
    assert len(mobiles) == largest
    assert population._plate(1) != population._plate(576_001)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def town_url(request, tmp_path_factory):
    """A small town on each engine, filled as the big ones are, for the tests that only look at it."""
    if request.param == "sqlite":
        path = tmp_path_factory.mktemp("town") / "store.db"
        shutil.copyfile(request.getfixturevalue("sqlite_template"), path)
        url, loader_of = f"sqlite:///{path}", lambda _: FileLoader(path)
    else:
        server, template = request.getfixturevalue("server"), request.getfixturevalue("server_template")
        on_the_server(server, f"CREATE DATABASE town TEMPLATE {template}")
        url, loader_of = database_url(server, "town"), ServerLoader
    filling.found_store(url)
    loader = loader_of(url)
    filling.fill(loader, CUSTOMERS, said=lambda _: None)
    loader.close()
    yield url
    if request.param == "postgresql":
        on_the_server(server, "DROP DATABASE town WITH (FORCE)")


@pytest.fixture
def town(town_url):
    """The small town, opened."""
    with opened(town_url):
        yield town_url


def test_the_town_is_one_the_program_could_have_written(town):
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


def test_the_heaviest_account_holds_ten_thousand_entries(town):
    assert fetch_row("SELECT COUNT(*) FROM points_entries WHERE customer_id = ?", HEAVY) == (10_001,)
    seen = statement(customer_id=HEAVY, on=TODAY.date())
    assert len(seen.lines) == 50
    assert seen.balance.spendable == 7_000 * 100 - 3_000 * 200 + filling.JOIN_AWARD
    assert balance(customer_id=population.REGULAR_EVERY, on=TODAY.date()).debt == 0


def test_words_that_differ_from_the_programs_are_refused(town):
    with database.atomic() as step:
        database.execute_sql("UPDATE search_tokens SET token = 'changed' WHERE source = 'mobile' AND customer_id = 7")
        with pytest.raises(RuntimeError, match="customer 7"):
            filling.check_words((7,))
        step.rollback()


def test_listening_hears_a_whole_transaction_and_replaying_writes_the_same(sqlite_url, tmp_path):
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


def test_what_is_inserted_bare_is_what_the_import_wrote(sqlite_url, tmp_path):
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
