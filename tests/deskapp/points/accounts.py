"""Accounts for the tests of the ledger: a customer in the open store, and what the ledger must add up to."""

import itertools
from datetime import datetime

from deskapp.customers.tables import CustomerRecord
from deskapp.data import ActRecord, one_transaction
from deskapp.points.account import Account
from deskapp.points.tables import AllocationRecord, EntryRecord, LotRecord

_numbers = itertools.count(1)


def customer(name: str = "张伟明", *, merged_into: int | None = None) -> int:
    """Put a customer into the open store; the id."""
    with one_transaction():
        booked = ActRecord.create(
            request_id=f"customer-{next(_numbers)}", use_case="add", args_hash="", staff_id=None, at=datetime(2026, 1, 1), pc="测试"
        )
        return CustomerRecord.create(
            kind="person", name=name, sort_key="zhang", mobile="13826012607", merged_into=merged_into, act=booked, last_act=booked
        ).id


def assert_adds_up(customer_id: int, on: datetime) -> None:
    """Σ entries = Σ rests of lots − debt, and no lot is overdrawn: read from the bare rows, not by the code under test."""
    entries = list(EntryRecord.select().where(EntryRecord.customer == customer_id))
    lots = list(LotRecord.select().where(LotRecord.customer == customer_id))
    allocations = list(AllocationRecord.select().where(AllocationRecord.customer == customer_id))
    rests = {lot.id: lot.points - sum(a.points for a in allocations if a.lot_id == lot.id) for lot in lots}
    assert min(rests.values(), default=0) >= 0
    debts = [-e.redeemable - sum(a.points for a in allocations if a.entry_id == e.id) for e in entries if e.redeemable < 0]
    assert min(debts, default=0) >= 0
    total = sum(e.redeemable for e in entries)
    assert total == sum(rests.values()) - sum(debts)
    account = Account(customer_id, on.date())
    assert (account.total, account.debt) == (total, sum(debts))
