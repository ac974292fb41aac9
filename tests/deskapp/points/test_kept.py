"""How the ledger is kept: append-only on both engines, lean where the desk waits for it."""

from datetime import datetime

import peewee as pw
import pytest
from playhouse.test_utils import count_queries

from deskapp.data import database, on_server
from deskapp.points import account, reading, service
from deskapp.points.domain import EntryKind
from deskapp.points.reading import statement
from deskapp.points.tables import APPEND_ONLY, EntryRecord

NOV = datetime(2026, 11, 23, 9)


@pytest.mark.parametrize("verb", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_what_is_booked_is_neither_changed_nor_deleted(guest, act, verb):
    service.earn(act=act(), customer_id=guest, points=100, note="维修", number="JF-1")
    service.reserve(act=act(), customer_id=guest, holder="JF-2", points=50, kind=EntryKind.USED, note="抵扣")
    service.spend(act=act(), customer_id=guest, points=50, kind=EntryKind.REDEEMED, number="DH-1", note="兑换")
    service.expire_due(act=act())
    for table in APPEND_ONLY:
        assert table.select().count() == 1 or table is EntryRecord
        with pytest.raises((pw.IntegrityError, pw.InternalError, pw.OperationalError, pw.DatabaseError), match="append-only"):
            database.execute_sql(verb.format(table._meta.table_name))
        if on_server():
            database.rollback()


def test_nothing_is_truncated_on_the_server(guest, act):
    if on_server():
        with pytest.raises(pw.DatabaseError, match="append-only"):
            database.execute_sql("TRUNCATE points_entries CASCADE")
        database.rollback()


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "earned", "redeemable": -5},
        {"kind": "redeemed", "redeemable": 5},
        {"kind": "used", "redeemable": -5, "tier": 5},
        {"kind": "expired", "redeemable": -5, "tier": -5},
        {"kind": "reversed", "redeemable": -5, "undone": 5},
        {"kind": "manual", "redeemable": 0},
        {"kind": "awarded", "redeemable": 5},
        {"kind": "gift", "redeemable": 5},
    ],
)
def test_the_schema_refuses_entries_that_cannot_be(guest, act, wrong):
    service.earn(act=act(), customer_id=guest, points=1, note="维修", number="JF-1")
    row = {"customer": guest, "tier_on": NOV.date(), "spendable_after": 0, "act": 1} | wrong
    with pytest.raises(pw.IntegrityError):
        EntryRecord.create(**row)


def test_spending_takes_few_statements(guest, act):
    service.earn(act=act(), customer_id=guest, points=1000, note="维修", number="JF-1")
    with count_queries() as counted:
        service.spend(act=act(), customer_id=guest, points=600, kind=EntryKind.REDEEMED, number="DH-1", note="兑换")
    assert counted.count <= 11
    statement(customer_id=guest, on=NOV.date())
    with count_queries(only_select=True) as counted:
        statement(customer_id=guest, on=NOV.date())
    assert counted.count <= 8


def test_a_balance_reads_nothing_but_indexes_of_its_own_account(sqlite_store):
    """Covering indexes: 10,000 entries among a million are added up without touching a row (stack.md §11)."""
    for text in (account._TOTAL, account._LOTS, reading._TIER.replace("?", "'2026-01-01'")):
        plan = [row[3] for row in database.execute_sql("EXPLAIN QUERY PLAN " + text.replace("{ids}", "1")).fetchall()]
        touched = [line for line in plan if "points_" in line]
        assert touched
        assert all("COVERING INDEX" in line for line in touched), plan
