"""Any sequence of what the desk does to one account, checked after every step. The ledger runs it, and beside it a naive one that fails."""

import itertools
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Protocol

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from deskapp.data import Act, confirm_clock
from deskapp.errors import UserError
from deskapp.points import reversal, service
from deskapp.points.domain import AwardKind, EntryKind
from deskapp.points.reading import balance
from deskapp.points.tables import AllocationRecord, EntryRecord, LotRecord, ReservationRecord
from tests.deskapp.points.accounts import customer

BEGIN = datetime(2026, 1, 5, 9)
POINTS = st.integers(1, 300)
_requests = itertools.count(1)


class Facts:
    """The bare figures of an account: entries, rests of lots with their ends, debt, what is reserved."""

    def __init__(self, entries: list[int], rests: list[tuple[date, int]], debts: list[int], reserved: int) -> None:
        self.total = sum(entries)
        self.rests = rests
        self.debts = debts
        self.reserved = reserved


class Ledger(Protocol):
    """What the machine drives. Verbs return the id of what they made; a refusal is a UserError."""

    def begin(self) -> None: ...
    def earn(self, at: datetime, points: int) -> int: ...
    def award(self, at: datetime, occasion: str) -> int: ...
    def spend(self, at: datetime, points: int) -> int: ...
    def reserve(self, at: datetime, points: int) -> str: ...
    def release(self, at: datetime, holder: str) -> None: ...
    def post(self, at: datetime, holder: str) -> int: ...
    def reverse(self, at: datetime, entry: int, points: int | None) -> None: ...
    def give_back(self, at: datetime, entry: int, points: int | None) -> None: ...
    def expire(self, at: datetime) -> None: ...
    def days_pass(self, at: datetime) -> None: ...
    def spendable(self, on: date) -> int: ...
    def facts(self) -> Facts: ...
    def again(self) -> None: ...


class RealLedger:
    """The ledger under test, on the open store; every example has a fresh account and begins on the same day."""

    def begin(self) -> None:
        self.days_pass(BEGIN)
        self.guest = customer()
        self._last: Callable[[], object] = lambda: None
        self._parts = itertools.count(1)
        self._holders = itertools.count(1)

    def days_pass(self, at):
        confirm_clock(self._act(at), "到了这一天")

    def _act(self, at: datetime) -> Act:
        return Act(None, at, "测试", f"step-{next(_requests)}")

    def _do(self, verb: Callable[..., object], at: datetime, **args: object) -> object:
        act = self._act(at)
        made = verb(act=act, **args)
        self._last = lambda: verb(act=act, **args)
        return made

    def earn(self, at, points):
        return self._do(service.earn, at, customer_id=self.guest, points=points, note="维修", number="JF").entry_id

    def award(self, at, occasion):
        return self._do(service.award, at, customer_id=self.guest, kind=AwardKind.EVENT, occasion=occasion).entry_id

    def spend(self, at, points):
        args = {"customer_id": self.guest, "points": points, "kind": EntryKind.REDEEMED, "number": "DH", "note": "兑换"}
        return self._do(service.spend, at, **args).entry_id

    def reserve(self, at, points):
        holder = f"JF-{self.guest}-{next(self._holders)}"
        self._do(service.reserve, at, customer_id=self.guest, holder=holder, points=points, kind=EntryKind.USED, note="抵扣")
        return holder

    def release(self, at, holder):
        self._do(service.release, at, holder=holder)

    def post(self, at, holder):
        return self._do(service.spend_reserved, at, holder=holder, may_owe=True).entry_id

    def reverse(self, at, entry, points):
        part = None if points is None else next(self._parts)
        self._do(reversal.reverse, at, entry_id=entry, number="", note="冲正", points=points, tier=points, part=part)

    def give_back(self, at, entry, points):
        part = None if points is None else next(self._parts)
        self._do(reversal.give_back, at, entry_id=entry, number="", note="返还", points=points, part=part)

    def expire(self, at):
        while self._do(service.expire_due, at, limit=1000):
            pass

    def spendable(self, on):
        return balance(customer_id=self.guest, on=on).spendable

    def facts(self):
        entries = list(EntryRecord.select().where(EntryRecord.customer == self.guest))
        taken: dict[int, int] = {}
        covered: dict[int, int] = {}
        for row in AllocationRecord.select().where(AllocationRecord.customer == self.guest):
            taken[row.lot_id] = taken.get(row.lot_id, 0) + row.points
            covered[row.entry_id] = covered.get(row.entry_id, 0) + row.points
        lots = LotRecord.select().where(LotRecord.customer == self.guest)
        rests = [(lot.ends_on, lot.points - taken.get(lot.id, 0)) for lot in lots]
        debts = [-e.redeemable - covered.get(e.id, 0) for e in entries if e.redeemable < 0]
        open_ones = ReservationRecord.select().where((ReservationRecord.customer == self.guest) & ReservationRecord.closed.is_null())
        return Facts([e.redeemable for e in entries], rests, debts, sum(r.points for r in open_ones))

    def again(self):
        self._last()


class LedgerMachine(RuleBasedStateMachine):
    """Rules are what the desk does, invariants what must hold whatever it does."""

    ledger: Ledger

    @initialize()
    def begin(self) -> None:
        self.ledger.begin()
        self.at = BEGIN
        self.incoming: dict[int, int] = {}
        self.outgoing: dict[int, int] = {}
        self.holders: dict[str, int] = {}
        self.given: dict[int, str] = {}

    def _wanted(self, points: int) -> bool:
        return points <= self.ledger.spendable(self.at.date())

    @rule(points=POINTS)
    def earn(self, points: int) -> None:
        self.incoming[self.ledger.earn(self.at, points)] = points

    @rule(occasion=st.sampled_from("春秋"))
    def award(self, occasion: str) -> None:
        already = any(self.given.get(entry) == occasion and left for entry, left in self.incoming.items())
        try:
            entry = self.ledger.award(self.at, occasion)
        except UserError:
            assert already
        else:
            assert not already
            self.incoming[entry], self.given[entry] = 50, occasion

    @rule(points=POINTS)
    def spend(self, points: int) -> None:
        before, enough = self.ledger.spendable(self.at.date()), self._wanted(points)
        try:
            self.outgoing[self.ledger.spend(self.at, points)] = points
        except UserError:
            assert not enough
        else:
            assert enough
            assert self.ledger.spendable(self.at.date()) == before - points

    @rule(points=POINTS)
    def reserve(self, points: int) -> None:
        before, enough = self.ledger.spendable(self.at.date()), self._wanted(points)
        try:
            self.holders[self.ledger.reserve(self.at, points)] = points
        except UserError:
            assert not enough
        else:
            assert enough
            assert self.ledger.spendable(self.at.date()) == before - points

    @precondition(lambda self: self.holders)
    @rule(data=st.data())
    def release(self, data: st.DataObject) -> None:
        holder = data.draw(st.sampled_from(sorted(self.holders)))
        self.ledger.release(self.at, holder)
        del self.holders[holder]

    @precondition(lambda self: self.holders)
    @rule(data=st.data())
    def post(self, data: st.DataObject) -> None:
        holder = data.draw(st.sampled_from(sorted(self.holders)))
        before = self.ledger.spendable(self.at.date())
        points = self.holders.pop(holder)
        self.outgoing[self.ledger.post(self.at, holder)] = points
        assert self.ledger.spendable(self.at.date()) == before

    @precondition(lambda self: any(self.incoming.values()))
    @rule(data=st.data(), whole=st.booleans())
    def reverse(self, data: st.DataObject, whole: bool) -> None:
        entry = data.draw(st.sampled_from(sorted(e for e, left in self.incoming.items() if left)))
        part = None if whole or entry in self.given else data.draw(st.integers(1, self.incoming[entry]))
        self.ledger.reverse(self.at, entry, part)
        self.incoming[entry] -= self.incoming[entry] if part is None else part

    @precondition(lambda self: any(self.outgoing.values()))
    @rule(data=st.data(), whole=st.booleans())
    def give_back(self, data: st.DataObject, whole: bool) -> None:
        entry = data.draw(st.sampled_from(sorted(e for e, left in self.outgoing.items() if left)))
        part = None if whole else data.draw(st.integers(1, self.outgoing[entry]))
        before, points = self.ledger.spendable(self.at.date()), part or self.outgoing[entry]
        self.ledger.give_back(self.at, entry, part)
        self.outgoing[entry] -= points
        assert self.ledger.spendable(self.at.date()) == before + points

    @rule(days=st.integers(1, 40))
    def days_pass(self, days: int) -> None:
        self.at += timedelta(days=days)
        self.ledger.days_pass(self.at)

    @rule()
    def expire(self) -> None:
        before = self.ledger.spendable(self.at.date())
        self.ledger.expire(self.at)
        assert self.ledger.spendable(self.at.date()) == before

    @rule()
    def send_again(self) -> None:
        """The last form once more: nothing changes."""
        before = vars(self.ledger.facts())
        self.ledger.again()
        assert vars(self.ledger.facts()) == before

    @invariant()
    def adds_up(self) -> None:
        facts = self.ledger.facts()
        assert facts.total == sum(rest for _, rest in facts.rests) - sum(facts.debts)
        assert min((rest for _, rest in facts.rests), default=0) >= 0
        assert min(facts.debts, default=0) >= 0

    @invariant()
    def nothing_promised_is_spent_elsewhere(self) -> None:
        facts = self.ledger.facts()
        assert facts.reserved == sum(self.holders.values())

    @invariant()
    def debt_and_free_points_never_stand_side_by_side(self) -> None:
        """Beyond what is reserved: else the guest would spend what he owes."""
        facts = self.ledger.facts()
        if sum(facts.debts):
            assert self.ledger.spendable(self.at.date()) <= 0
            alive = sum(rest for ends_on, rest in facts.rests if ends_on >= self.at.date())
            assert alive <= facts.reserved
