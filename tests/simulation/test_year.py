"""A store lives by chance, through its real services: afterwards every day closes, both engines agree, and no rule is broken."""

import ast
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

from deskapp.analysis.service import daily_report
from deskapp.customers.consents import standing_consents
from deskapp.customers.family import family
from deskapp.data import Act, fetch_rows
from deskapp.gifts.catalogue import gifts
from deskapp.points.reading import balance
from tests.conftest import DEEP
from tests.simulation import checker
from tests.simulation.checker import Tables, findings
from tests.simulation.conftest import SIZE
from tests.simulation.life import DEEDS
from tests.simulation.stores import Lived, bare, rows_of


def looking(lived: Lived) -> Act:
    """The manager looks on the day after the last one."""
    return Act(lived.world.staff["manager"], lived.world.at + timedelta(days=1), "前台1", "looking")


def figures(report):
    """A report without who asked when."""
    return replace(report, made_at=datetime.min, upto=datetime.min, maker="", department="")


def test_no_rule_is_broken(after):
    with closing(bare(after.url)) as connection:
        assert findings(connection) == []


def test_every_daily_report_closes_and_begins_where_the_day_before_ended(opened):
    before = 0
    day = opened.world.begin
    while day <= opened.world.today:
        report = daily_report(act=looking(opened), day=day)
        assert report.points.difference == 0, report.points.sum_words
        assert report.points.opening == before, day
        before = report.points.closing
        day += timedelta(days=1)
    assert before == sum(row[0] for row in fetch_rows("SELECT redeemable FROM points_entries"))


def test_every_day_is_told_as_on_its_evening(opened):
    """Notes may be written later; every number stands."""
    for day, told in opened.world.told.items():
        again = daily_report(act=looking(opened), day=day)
        assert replace(figures(again), note=None) == replace(figures(told), note=None), day


def test_both_engines_agree_line_by_line(on_file, on_server):
    on_this, on_that = rows_of(on_file.url), rows_of(on_server.url)
    assert on_this.keys() == on_that.keys()
    for table, rows in on_this.items():
        others = on_that[table]
        assert len(rows) == len(others), table
        differing = [(mine, theirs) for mine, theirs in zip(rows, others, strict=True) if mine != theirs]
        assert differing == [], table
    assert on_file.world.tally == on_server.world.tally
    assert on_file.world.told == on_server.world.told


def test_services_say_what_the_tables_hold(opened):
    """Balances, stock and standing consents as the program tells them, beside sums of the bare rows."""
    act = looking(opened)
    with closing(bare(opened.url)) as connection:
        tables = Tables(connection)
        total: dict[int, int] = {}
        for entry in tables["points_entries"]:
            account = tables.root[entry["customer_id"]]
            total[account] = total.get(account, 0) + entry["redeemable"]
        reserved = [row for row in tables["points_reservations"] if row["closed_id"] is None]
        for account in set(tables.root.values()):
            now = balance(customer_id=account, on=opened.world.today)
            held = sum(row["points"] for row in reserved if tables.root[row["customer_id"]] == account)
            assert (now.spendable, now.reserved) == (total.get(account, 0) - held, held), account
        stock = {gift.id: gift.on_hand for gift in gifts(act=act)}
        assert stock == {
            gift: sum(move["quantity"] for move in tables["stock_moves"] if move["gift_id"] == gift) for gift in tables.by_id("gifts")
        }
        answers = tables.by("consents", "customer_id")
        for account in set(tables.root.values()):
            ids = family(account)
            last = {row["purpose"]: bool(row["given"]) for row in sorted((r for i in ids for r in answers[i]), key=lambda r: r["id"])}
            assert {consent.purpose.value: consent.given for consent in standing_consents(ids)} == last, account


def test_the_life_was_full(on_file):
    """Chance reached the deeds there are; refusals are met as in any store."""
    tally = on_file.world.tally
    missed = {deed.name for deed in DEEDS if not deed.always_refused} - set(tally.done)
    assert len(missed) <= (0 if DEEP else 4), missed
    assert {deed.name for deed in DEEDS if deed.always_refused} & set(tally.done) == set()
    assert sum(tally.refused.values()) > 50
    assert tally.replays > 10
    assert len(on_file.world.told) == SIZE.days
    assert min(on_file.world.told) == date(2025, 12, 2)


def test_the_checker_knows_nothing_of_the_program():
    """It reads tables: a service that is wrong must not be able to tell it so."""
    folder = Path(checker.__file__).parent
    statements = [node for path in folder.glob("*.py") for node in ast.walk(ast.parse(path.read_text("utf-8")))]
    imported = {alias.name for node in statements if isinstance(node, ast.Import) for alias in node.names}
    imported |= {node.module or "" for node in statements if isinstance(node, ast.ImportFrom)}
    assert {name for name in imported if name and not name.startswith("tests.simulation.checker")} <= {
        "collections",
        "collections.abc",
        "dataclasses",
        "datetime",
        "functools",
        "itertools",
        "typing",
    }
