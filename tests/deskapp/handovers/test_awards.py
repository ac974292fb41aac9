"""Points without a bill: awards once an occasion, manual entries with a reason, both can be taken back."""

import pytest

from deskapp.errors import UserError
from deskapp.handovers.awards import adjust_points, give_award, undo_entry
from deskapp.handovers.posting import post_handover
from deskapp.points.domain import AwardKind
from deskapp.points.reading import balance
from deskapp.points.tables import EntryRecord
from tests.conftest import MORNING


def award(act, house, occasion="粤B8X999", kind=AwardKind.REFERRED_CAR, **more):
    return give_award(act=act(staff_id=house.service, **more), customer_id=house.member, kind=kind, occasion=occasion)


def adjust(act, house, amount, reason="活动补录", **more):
    return adjust_points(act=act(staff_id=house.manager, **more), customer_id=house.member, amount=amount, reason=reason)


def undo(act, house, entry_id, reason="录错", **more):
    return undo_entry(act=act(staff_id=house.manager, **more), entry_id=entry_id, reason=reason)


def now(house):
    found = balance(customer_id=house.member, on=MORNING.date())
    return (found.spendable, found.tier)


def test_bringing_a_buyer_earns_500_once(house, act):
    assert award(act, house).after == 520
    with pytest.raises(UserError, match="已经发过"):
        award(act, house)
    assert award(act, house, occasion="粤B8X998").after == 1020


def test_the_same_award_request_twice_gives_once(house, act):
    assert award(act, house, request_id="award-1") == award(act, house, request_id="award-1")


def test_an_award_needs_an_occasion_and_a_confirmed_member(house, act, pending_member):
    with pytest.raises(UserError, match="事由"):
        award(act, house, occasion=" ")
    with pytest.raises(UserError, match="请先录入确认"):
        give_award(act=act(staff_id=house.service), customer_id=pending_member, kind=AwardKind.EVENT, occasion="春季到店")
    with pytest.raises(ValueError, match="booked with the membership"):
        award(act, house, kind=AwardKind.JOIN)


def test_a_manual_entry_needs_a_reason_and_never_goes_below_zero(house, act):
    assert adjust(act, house, 100).after == 120
    with pytest.raises(UserError, match="请写明手工增减的原因"):
        adjust(act, house, 100, reason="")
    with pytest.raises(UserError, match="可用 120，需要 121"):
        adjust(act, house, -121)
    assert adjust(act, house, -120, request_id="adjust-1") == adjust(act, house, -120, request_id="adjust-1")
    assert now(house) == (0, 20)


def test_awards_and_manual_entries_are_taken_back_once(house, act):
    given, plus, minus = award(act, house), adjust(act, house, 100), adjust(act, house, -50)
    for entry in (minus, plus, given):
        assert undo(act, house, entry.entry_id, request_id=f"undo-{entry.entry_id}") == undo(
            act, house, entry.entry_id, request_id=f"undo-{entry.entry_id}"
        )
        with pytest.raises(UserError, match="已经全部冲正"):
            undo(act, house, entry.entry_id)
    assert now(house) == (20, 20)
    assert award(act, house).after == 520


def test_points_of_a_bill_are_reversed_on_its_slip(house, act, write):
    post_handover(act=act(staff_id=house.service), handover_id=write())
    with pytest.raises(UserError, match="请在移交单上冲正"):
        undo(act, house, EntryRecord.select().order_by(EntryRecord.id.desc()).first().id)
