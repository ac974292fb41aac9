"""Whatever two customers did before: merged they have the sum of both, and parted again each reads as before the merge."""

import itertools
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from deskapp.customers.consents import consent_history, record_consents
from deskapp.customers.domain import MERGE_FIELDS, Answer, ConsentChannel, CustomerForm, Purpose, VehicleForm
from deskapp.customers.search import search
from deskapp.customers.service import add_customer, edit_customer, write_note
from deskapp.customers.tables import CustomerRecord, TokenRecord
from deskapp.customers.vehicles import add_vehicle
from deskapp.customers.views import customer
from deskapp.data import Act
from deskapp.errors import UserError
from deskapp.members.enrolment import enroll_member
from deskapp.members.levels import levels, settle_level
from deskapp.members.merging import merge_customers, undo_merge
from deskapp.members.reading import memberships
from deskapp.members.standing import standing
from deskapp.members.tables import CardRecord, MembershipRecord
from deskapp.points import service
from deskapp.points.domain import AwardKind, EntryKind
from deskapp.points.reading import balance, lots, statement
from deskapp.staff.domain import Role
from tests.conftest import DEEP
from tests.deskapp.members.conftest import enrolment
from tests.deskapp.people import hire

DAY = datetime(2026, 11, 23, 9)
QUIET = {"deadline": None, "suppress_health_check": list(HealthCheck), "database": None, "print_blob": False, "phases": [Phase.generate]}
_numbers = itertools.count(1)
POINTS = st.integers(1, 6_000)
STEPS = st.one_of(
    st.tuples(st.just("earn"), POINTS),
    st.tuples(st.just("spend"), st.integers(1, 400)),
    st.tuples(st.just("reserve"), st.integers(1, 200)),
    st.tuples(st.just("award"), st.sampled_from(["秋季自驾", "春节到店"])),
    st.tuples(st.just("car"), st.sampled_from(["粤B11111", "粤B22222", "粤B33333"])),
    st.tuples(st.just("note"), st.sampled_from(["对烟味敏感", "只接受下午来电"])),
    st.tuples(st.just("consent"), st.tuples(st.sampled_from(list(Purpose)), st.booleans())),
    st.tuples(st.just("birthday"), st.sampled_from(["04-16", "农历 08-15", "1990-11-23"])),
)
PAST = st.lists(STEPS, max_size=8)


class Desk:
    """Does what was drawn to one customer; a refusal is part of life."""

    def __init__(self, manager: int) -> None:
        self.manager = manager
        self.second = itertools.count(1)

    def act(self) -> Act:
        return Act(self.manager, DAY + timedelta(seconds=next(self.second)), "前台1", f"part-{next(_numbers)}")

    def take_up(self, *, member: bool, past: list[tuple[str, Any]]) -> int:
        number = next(_numbers)
        mobile, card = f"138{number:08}", f"6601{number:04}"
        if member:
            form = enrolment("张伟明", mobile, card, plate=f"粤B{number:05}", recruiter=self.manager)
            guest = enroll_member(act=self.act(), form=form).customer_id
        else:
            guest = add_customer(act=self.act(), form=CustomerForm("张伟明", mobile))
        for step, how in past:
            with suppress(UserError):
                getattr(self, step)(guest, how)
        settle_level(act=self.act(), customer_id=guest)
        return guest

    def earn(self, guest: int, points: int) -> None:
        service.earn(act=self.act(), customer_id=guest, points=points, note="维修", number=f"JF-{next(_numbers)}")

    def spend(self, guest: int, points: int) -> None:
        service.spend(act=self.act(), customer_id=guest, points=points, kind=EntryKind.REDEEMED, number="", note="礼品")

    def reserve(self, guest: int, points: int) -> None:
        holder = f"DH-{next(_numbers)}"
        service.reserve(act=self.act(), customer_id=guest, holder=holder, points=points, kind=EntryKind.REDEEMED, note="礼品")

    def award(self, guest: int, occasion: str) -> None:
        service.award(act=self.act(), customer_id=guest, kind=AwardKind.EVENT, occasion=occasion)

    def car(self, guest: int, plate: str) -> None:
        add_vehicle(act=self.act(), customer_id=guest, form=VehicleForm(plate), reasons={"plate_shared": "同一家"})

    def note(self, guest: int, text: str) -> None:
        write_note(act=self.act(), customer_id=guest, text=text)

    def consent(self, guest: int, answer: tuple[Purpose, bool]) -> None:
        record_consents(act=self.act(), customer_id=guest, answers=[Answer(*answer)], channel=ConsentChannel.COUNTER)

    def birthday(self, guest: int, text: str) -> None:
        edit_customer(act=self.act(), customer_id=guest, form=CustomerForm("张伟明", None, birthday=text))

    def readings(self, guest: int) -> dict[str, Any]:
        """Everything that is read of one customer, but the lines a merge and its undo leave in the histories."""
        act, on = self.act(), DAY.date()
        row = CustomerRecord.get_by_id(guest)
        his = [one.membership_id for one in memberships(act=act, customer_id=guest)]
        return {
            "card": customer(act=act, customer_id=guest),
            "row": {key: value for key, value in row.__data__.items() if key != "last_act"},
            "balance": balance(customer_id=guest, on=on),
            "statement": statement(customer_id=guest, on=on),
            "lots": lots(customer_id=guest, on=on),
            "members": memberships(act=act, customer_id=guest),
            "standing": standing(customer_id=guest, on=on),
            "levels": [levels(membership_ids=his, on=on + timedelta(days=days)) for days in (0, 364, 365, 400)],
            "cards": [card.__data__ for card in CardRecord.select().join(MembershipRecord).where(MembershipRecord.customer == guest)],
            "consents": consent_history([guest]),
            "tokens": {(row.token, row.source) for row in TokenRecord.select().where(TokenRecord.customer == guest)},
            "hits": sorted((hit.customer_id, hit.plates, hit.note) for hit in search(act=act, text=row.mobile)),
        }


def test_merged_is_the_sum_and_parted_is_as_before(store):
    desk = Desk(hire("周敏", Role.SERVICE_MANAGER))
    examples = (40 if store.startswith("sqlite") else 12) * (20 if DEEP else 1)

    @settings(max_examples=examples, **QUIET)
    @given(
        kept=PAST,
        gone=PAST,
        are_members=st.tuples(st.booleans(), st.booleans()),
        take=st.sets(st.sampled_from(sorted(MERGE_FIELDS))),
    )
    def run(kept, gone, are_members, take):
        one = desk.take_up(member=are_members[0], past=kept)
        other = desk.take_up(member=are_members[1], past=gone)
        before = [desk.readings(key) for key in (one, other)]
        done = merge_customers(act=desk.act(), survivor_id=one, loser_id=other, reason="重复登记", take=take)
        check_the_sum(desk, one, other, before)
        undo_merge(act=desk.act(), merge_id=done)
        after = [desk.readings(key) for key in (one, other)]
        for name in before[0]:
            assert [found[name] for found in after] == [found[name] for found in before], name

    run()


def check_the_sum(desk: Desk, one: int, other: int, before: list[dict[str, Any]]) -> None:
    """One account, one open membership, one card in use, every car once, whichever of the two is asked."""
    apart = [found["balance"] for found in before]
    for key in (one, other):
        now = desk.readings(key)
        assert now["card"].id == one
        for figure in ("spendable", "reserved", "tier", "debt"):
            assert getattr(now["balance"], figure) == sum(getattr(b, figure) for b in apart), figure
        open_ones = [member for member in now["members"] if member.state.is_open]
        assert len(open_ones) == int(any(found["standing"] for found in before))
        if open_ones:
            ends = [found["standing"].valid_until for found in before if found["standing"]]
            assert open_ones[0].valid_until == max(ends)
            assert open_ones[0].level.rank >= max(found["members"][0].level.rank for found in before if found["standing"])
        plates = [car.plate for car in now["card"].vehicles]
        assert len(plates) == len(set(plates))
        assert set(plates) == {car.plate for found in before for car in found["card"].vehicles}
        assert len(now["lots"]) == sum(len(found["lots"]) for found in before)
