"""Whatever a bill holds: taken back in any parts it ends where one taken back at once does, and every look tells what the deed does."""

import itertools

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from deskapp.handovers.domain import BillLine, HandoverForm, SpendKind
from deskapp.handovers.posting import post_handover, preview_reversal, reverse_handover
from deskapp.handovers.tables import HandoverLineRecord
from deskapp.handovers.writing import write_handover
from deskapp.members.enrolment import enroll_member
from deskapp.points import service as points
from deskapp.points.domain import EntryKind
from deskapp.points.reading import balance
from tests.conftest import DEEP, MORNING
from tests.deskapp.members.conftest import enrolment
from tests.deskapp.points.accounts import assert_adds_up

TODAY = MORNING.date()
LINES = st.lists(
    st.tuples(st.sampled_from([SpendKind.MAINTENANCE, SpendKind.ACCESSORIES, SpendKind.INSURANCE]), st.integers(1, 90_000)),
    min_size=1,
    max_size=6,
)
TURNS = st.lists(st.integers(0, 3), min_size=6, max_size=6)  # when each line is taken back
QUIET = {"deadline": None, "database": None, "suppress_health_check": list(HealthCheck), "phases": [Phase.generate]}
_bills = itertools.count(1)


def stands(guest):
    assert_adds_up(guest, MORNING)
    found = balance(customer_id=guest, on=TODAY)
    return (found.spendable, found.debt, found.tier)


def test_in_parts_or_at_once(house, act):
    """Two guests with the same account bring the same bill; both have spent as much before it is returned."""
    twin = enroll_member(act=act(staff_id=house.service), form=enrolment("李娜", "13826012608", "66010343", plate="粤B12345"))
    guests = (house.member, twin.customer_id)

    def brought(guest, lines, used):
        form = HandoverForm(guest, f"RO-{next(_bills)}", tuple(BillLine(*line) for line in lines), points_used=used)
        slip = write_handover(act=act(staff_id=house.front), form=form)
        post_handover(act=act(staff_id=house.service), handover_id=slip)
        return slip

    def back(slip, ids):
        told = preview_reversal(act=act(staff_id=house.manager), handover_id=slip, line_ids=ids)
        assert reverse_handover(act=act(staff_id=house.manager), handover_id=slip, reason="退货", line_ids=ids) == told
        undone = told.undone
        assert undone.taken == undone.own + undone.gone + sum(part.points for part in undone.others) + undone.owed
        assert undone.after == undone.before - (undone.taken - undone.gone) + undone.returned
        return undone

    @settings(max_examples=400 if DEEP else 25, **QUIET)  # the guests go on from bill to bill, so nothing can be shrunk
    @given(lines=LINES, share=st.integers(0, 100), spent=st.integers(0, 100), turns=TURNS)
    def holds(lines, share, spent, turns):
        before = stands(guests[0])
        assert before == stands(guests[1])
        amount = sum(fen for _, fen in lines)
        used = min(max(0, before[0]), amount * 20 // 100) * share // 100
        slips = [brought(guest, lines, used) for guest in guests]
        gone = max(0, balance(customer_id=guests[0], on=TODAY).spendable) * spent // 100
        if gone:
            for guest in guests:
                points.spend(act=act(), customer_id=guest, points=gone, kind=EntryKind.REDEEMED, number="", note="兑换")
        whole = back(slips[0], _lines(slips[0]))
        ids = _lines(slips[1])
        groups = [[line for line, at in zip(ids, turns, strict=False) if at == turn] for turn in sorted(set(turns[: len(ids)]))]
        parts = [back(slips[1], group) for group in groups]
        assert sum(part.taken for part in parts) == whole.taken
        assert sum(part.returned for part in parts) == whole.returned == used
        assert stands(guests[0]) == stands(guests[1]) == (before[0] - gone, *stands(guests[0])[1:2], before[2])
        for guest in guests:  # the next bill finds something to use
            points.earn(act=act(), customer_id=guest, points=500, note="续保", number="")

    holds()


def _lines(slip):
    return [row.id for row in HandoverLineRecord.select().where(HandoverLineRecord.handover == slip).order_by(HandoverLineRecord.position)]
