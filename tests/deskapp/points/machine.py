"""Any sequence of what the desk does to two accounts, joined and parted on the way, checked after every step.

The ledger runs it, and beside it a naive one that fails.
"""

import itertools
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Protocol

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from deskapp.customers.merging import join_customers, part_customers
from deskapp.customers.tables import MergeRecord
from deskapp.data import Act, confirm_clock, writing
from deskapp.errors import UserError
from deskapp.points import joining, reversal, service
from deskapp.points.domain import AwardKind, EntryKind
from deskapp.points.reading import balance
from deskapp.points.tables import AllocationRecord, EntryRecord, LotRecord, ReservationRecord
from tests.deskapp.points.accounts import customer

BEGIN = datetime(2026, 1, 5, 9)
POINTS = st.integers(1, 300)
WHO = st.integers(0, 1)
_requests = itertools.count(1)


class Facts:
    """The bare figures of an account: entries, rests of lots with their ends, debt, what is reserved."""

    def __init__(self, entries: list[int], rests: list[tuple[date, int]], debts: list[int], reserved: int) -> None:
        self.total = sum(entries)
        self.rests = rests
        self.debts = debts
        self.reserved = reserved


class Ledger(Protocol):
    """What the machine drives: guests 0 and 1. Verbs return the id of what they made; a refusal is a UserError."""

    def begin(self) -> None: ...
    def earn(self, at: datetime, who: int, points: int) -> int: ...
    def award(self, at: datetime, who: int, occasion: str) -> int: ...
    def spend(self, at: datetime, who: int, points: int) -> int: ...
    def adjust(self, at: datetime, who: int, points: int) -> int: ...
    def reserve(self, at: datetime, who: int, points: int) -> str: ...
    def release(self, at: datetime, holder: str) -> None: ...
    def post(self, at: datetime, holder: str) -> int: ...
    def reverse(self, at: datetime, entry: int, points: int | None) -> None: ...
    def give_back(self, at: datetime, entry: int, points: int | None) -> None: ...
    def join(self, at: datetime) -> None: ...
    def part(self, at: datetime) -> None: ...
    def expire(self, at: datetime) -> None: ...
    def days_pass(self, at: datetime) -> None: ...
    def spendable(self, who: int, on: date) -> int: ...
    def tier(self, who: int) -> int: ...
    def facts(self, *who: int) -> Facts: ...
    def again(self) -> None: ...


class RealLedger:
    """The ledger under test, on the open store; every example has fresh accounts and begins on the same day."""

    def begin(self) -> None:
        self.days_pass(BEGIN)
        self.guests = (customer(), customer("张伟民"))
        self._last: Callable[[], object] = lambda: None
        self._parts = itertools.count(1)
        self._holders = itertools.count(1)
        self._tiered: set[int] = set()

    def days_pass(self, at):
        confirm_clock(self._act(at), "到了这一天")

    def _act(self, at: datetime) -> Act:
        return Act(None, at, "测试", f"step-{next(_requests)}")

    def _do(self, verb: Callable[..., object], at: datetime, **args: object) -> object:
        act = self._act(at)
        made = verb(act=act, **args)
        self._last = lambda: verb(act=act, **args)
        return made

    def earn(self, at, who, points):
        return self._counts(self._do(service.earn, at, customer_id=self.guests[who], points=points, note="维修", number="JF"))

    def award(self, at, who, occasion):
        return self._counts(self._do(service.award, at, customer_id=self.guests[who], kind=AwardKind.EVENT, occasion=occasion))

    def _counts(self, booked):
        """An earning counts for the level too."""
        self._tiered.add(booked.entry_id)
        return booked.entry_id

    def spend(self, at, who, points):
        args = {"customer_id": self.guests[who], "points": points, "kind": EntryKind.REDEEMED, "number": "DH", "note": "兑换"}
        return self._do(service.spend, at, **args).entry_id

    def adjust(self, at, who, points):
        return self._do(service.adjust, at, customer_id=self.guests[who], points=points, reason="更正").entry_id

    def reserve(self, at, who, points):
        guest, holder = self.guests[who], f"JF-{self.guests[0]}-{next(self._holders)}"
        self._do(service.reserve, at, customer_id=guest, holder=holder, points=points, kind=EntryKind.USED, note="抵扣")
        return holder

    def release(self, at, holder):
        self._do(service.release, at, holder=holder)

    def post(self, at, holder):
        return self._do(service.spend_reserved, at, holder=holder, may_owe=True).entry_id

    def reverse(self, at, entry, points):
        part = None if points is None else next(self._parts)
        tier = points if points is None or entry in self._tiered else 0
        self._do(reversal.reverse, at, entry_id=entry, number="", note="冲正", points=points, tier=tier, part=part)

    def give_back(self, at, entry, points):
        part = None if points is None else next(self._parts)
        self._do(reversal.give_back, at, entry_id=entry, number="", note="返还", points=points, part=part)

    def join(self, at):
        self._do(_join, at, guests=self.guests)

    def part(self, at):
        self._do(_part, at, survivor_id=self.guests[0])

    def expire(self, at):
        while self._do(service.expire_due, at, limit=1000):
            pass

    def spendable(self, who, on):
        return balance(customer_id=self.guests[who], on=on).spendable

    def tier(self, who):
        return balance(customer_id=self.guests[who], on=BEGIN.date()).tier

    def facts(self, *who):
        ids = [self.guests[one] for one in who]
        entries = list(EntryRecord.select().where(EntryRecord.customer.in_(ids)))
        taken: dict[int, int] = {}
        covered: dict[int, int] = {}
        for row in AllocationRecord.select().where(AllocationRecord.customer.in_(ids)):
            taken[row.lot_id] = taken.get(row.lot_id, 0) + row.points
            covered[row.entry_id] = covered.get(row.entry_id, 0) + row.points
        lots = LotRecord.select().where(LotRecord.customer.in_(ids))
        rests = [(lot.ends_on, lot.points - taken.get(lot.id, 0)) for lot in lots]
        debts = [-e.redeemable - covered.get(e.id, 0) for e in entries if e.redeemable < 0]
        open_ones = ReservationRecord.select().where(ReservationRecord.customer.in_(ids) & ReservationRecord.closed.is_null())
        return Facts([e.redeemable for e in entries], rests, debts, sum(r.points for r in open_ones))

    def again(self):
        self._last()


def _join(*, act: Act, guests: tuple[int, int]) -> None:
    """What a merge does to the ledger."""
    with writing(act, "join", guests=guests) as tx:
        if tx.replay is None:
            joining.before_joining(act=tx.act, customer_ids=guests)
            tx.done(join_customers(tx, survivor_id=guests[0], loser_id=guests[1], reason="重复登记", take=()))
            joining.after_joining(act=tx.act, customer_id=guests[1])


def _part(*, act: Act, survivor_id: int) -> None:
    """What the undo of the last merge does to it."""
    with writing(act, "part", survivor_id=survivor_id) as tx:
        if tx.replay is None:
            merge = MergeRecord.select().where(MergeRecord.survivor == survivor_id).order_by(MergeRecord.id.desc()).get()
            joining.before_parting(act=tx.act, joined_by=merge.act_id)
            part_customers(tx, merge)
            tx.done(merge.id)


class LedgerMachine(RuleBasedStateMachine):
    """Rules are what the desk does, invariants what must hold whatever it does."""

    ledger: Ledger

    @initialize()
    def begin(self) -> None:
        self.ledger.begin()
        self.at = BEGIN
        self.incoming: dict[int, int] = {}
        self.outgoing: dict[int, int] = {}
        self.holders: dict[str, tuple[int, int]] = {}
        self.given: dict[int, tuple[int, str]] = {}
        self.earned: dict[int, int] = {}
        self.joined = self.may_part = self.same_day = False

    # Who is who -------------------------------------------------------------------------------------------------------

    def family(self, who: int) -> tuple[int, ...]:
        return (0, 1) if self.joined else (who,)

    def families(self) -> list[tuple[int, ...]]:
        return [(0, 1)] if self.joined else [(0,), (1,)]

    def spendable(self, who: int) -> int:
        return self.ledger.spendable(who, self.at.date())

    def wrote(self) -> None:
        """From now on the accounts, if they are joined, stay so."""
        self.may_part = False

    # Rules ------------------------------------------------------------------------------------------------------------

    @rule(who=WHO, points=POINTS)
    def earn(self, who: int, points: int) -> None:
        entry = self.ledger.earn(self.at, who, points)
        self.incoming[entry], self.earned[entry] = points, who
        self.wrote()

    @rule(who=WHO, occasion=st.sampled_from("春秋"))
    def award(self, who: int, occasion: str) -> None:
        mine = [entry for entry, (owner, what) in self.given.items() if what == occasion and owner in self.family(who)]
        already = any(self.incoming[entry] for entry in mine)
        try:
            entry = self.ledger.award(self.at, who, occasion)
        except UserError:
            assert already
        else:
            assert not already
            self.incoming[entry], self.given[entry], self.earned[entry] = 50, (who, occasion), who
            self.wrote()

    def _leaves(self, who: int, points: int, verb: Callable[[], int | str]) -> int | str | None:
        """Points leave only when there are enough, and then exactly so many."""
        before = self.spendable(who)
        try:
            made = verb()
        except UserError:
            assert points > before
            return None
        assert points <= before
        assert self.spendable(who) == before - points
        self.wrote()
        return made

    @rule(who=WHO, points=POINTS)
    def spend(self, who: int, points: int) -> None:
        if made := self._leaves(who, points, lambda: self.ledger.spend(self.at, who, points)):
            self.outgoing[made] = points

    @rule(who=WHO, points=POINTS)
    def correct_down(self, who: int, points: int) -> None:
        if made := self._leaves(who, points, lambda: self.ledger.adjust(self.at, who, -points)):
            self.outgoing[made] = points

    @rule(who=WHO, points=POINTS)
    def correct_up(self, who: int, points: int) -> None:
        self.incoming[self.ledger.adjust(self.at, who, points)] = points
        self.wrote()

    @rule(who=WHO, points=POINTS)
    def reserve(self, who: int, points: int) -> None:
        if made := self._leaves(who, points, lambda: self.ledger.reserve(self.at, who, points)):
            self.holders[made] = (who, points)

    @precondition(lambda self: self.holders)
    @rule(data=st.data())
    def release(self, data: st.DataObject) -> None:
        holder = data.draw(st.sampled_from(sorted(self.holders)))
        self.ledger.release(self.at, holder)
        del self.holders[holder]
        self.wrote()

    @precondition(lambda self: self.holders)
    @rule(data=st.data())
    def post(self, data: st.DataObject) -> None:
        holder = data.draw(st.sampled_from(sorted(self.holders)))
        who, points = self.holders.pop(holder)
        before = self.spendable(who)
        self.outgoing[self.ledger.post(self.at, holder)] = points
        assert self.spendable(who) == before
        self.wrote()

    @precondition(lambda self: any(self.incoming.values()))
    @rule(data=st.data(), whole=st.booleans())
    def reverse(self, data: st.DataObject, whole: bool) -> None:
        entry = data.draw(st.sampled_from(sorted(e for e, left in self.incoming.items() if left)))
        part = None if whole or entry in self.given else data.draw(st.integers(1, self.incoming[entry]))
        self.ledger.reverse(self.at, entry, part)
        self.incoming[entry] -= self.incoming[entry] if part is None else part
        self.wrote()

    @precondition(lambda self: any(self.outgoing.values()))
    @rule(data=st.data(), whole=st.booleans())
    def give_back(self, data: st.DataObject, whole: bool) -> None:
        entry = data.draw(st.sampled_from(sorted(e for e, left in self.outgoing.items() if left)))
        part = None if whole else data.draw(st.integers(1, self.outgoing[entry]))
        before, points = self._all_spendable(), part or self.outgoing[entry]
        self.ledger.give_back(self.at, entry, part)
        self.outgoing[entry] -= points
        assert self._all_spendable() == before + points
        self.wrote()

    def _all_spendable(self) -> int:
        return sum(self.spendable(family[0]) for family in self.families())

    @precondition(lambda self: not self.joined)
    @rule()
    def join(self) -> None:
        before = self._all_spendable()
        self.ledger.join(self.at)
        self.joined = self.may_part = self.same_day = True
        assert self.spendable(0) == self.spendable(1) == before

    @precondition(lambda self: self.may_part)
    @rule()
    def part(self) -> None:
        """On the day of the joining nobody has more or less for it; later, what ended meanwhile ended for whom it belongs to."""
        before = self._all_spendable()
        self.ledger.part(self.at)
        self.joined = self.may_part = False
        assert self._all_spendable() == before or not self.same_day

    @rule(days=st.integers(1, 40))
    def days_pass(self, days: int) -> None:
        self.at += timedelta(days=days)
        self.ledger.days_pass(self.at)
        self.same_day = False

    @rule()
    def expire(self) -> None:
        before = self._all_spendable()
        self.ledger.expire(self.at)
        assert self._all_spendable() == before
        self.wrote()

    @rule()
    def send_again(self) -> None:
        """The last form once more: nothing changes."""
        before = [vars(self.ledger.facts(*family)) for family in self.families()]
        self.ledger.again()
        assert [vars(self.ledger.facts(*family)) for family in self.families()] == before

    # Invariants -------------------------------------------------------------------------------------------------------

    @invariant()
    def adds_up(self) -> None:
        for family in self.families():
            facts = self.ledger.facts(*family)
            assert facts.total == sum(rest for _, rest in facts.rests) - sum(facts.debts)
            assert min((rest for _, rest in facts.rests), default=0) >= 0
            assert min(facts.debts, default=0) >= 0

    @invariant()
    def the_level_counts_what_was_earned_and_not_taken_back(self) -> None:
        for family in self.families():
            assert self.ledger.tier(family[0]) == sum(self.incoming[entry] for entry, who in self.earned.items() if who in family)

    @invariant()
    def nothing_promised_is_spent_elsewhere(self) -> None:
        for family in self.families():
            assert self.ledger.facts(*family).reserved == sum(points for who, points in self.holders.values() if who in family)

    @invariant()
    def debt_and_free_points_never_stand_side_by_side(self) -> None:
        """Beyond what is reserved: else the guest would spend what he owes."""
        for family in self.families():
            facts = self.ledger.facts(*family)
            if sum(facts.debts):
                assert self.spendable(family[0]) <= 0
                alive = sum(rest for ends_on, rest in facts.rests if ends_on >= self.at.date())
                assert alive <= facts.reserved
