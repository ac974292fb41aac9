"""Points promised to a slip: held for it, spent or released by it, visible on top of the ledger."""

from datetime import date, datetime

import pytest

from deskapp.errors import UserError
from deskapp.points import reversal, service
from deskapp.points.domain import EntryKind
from deskapp.points.reading import balance, ledger
from deskapp.points.tables import EntryRecord, ReservationRecord
from tests.deskapp.points.accounts import assert_adds_up

NOV, END, DEC = datetime(2026, 11, 23, 9), date(2026, 11, 30), datetime(2026, 12, 20, 9)


def bring(act, guest, points, ends_on=None):
    return service.open_balance(act=act(), customer_id=guest, redeemable=points, tier=0, ends_on=ends_on)


def earn(act, guest, points, at=NOV):
    return service.earn(act=act(at=at), customer_id=guest, points=points, note="维修保养自费", number="JF-1")


def reserve(act, guest, points, holder="JF-2", kind=EntryKind.USED):
    return service.reserve(act=act(), customer_id=guest, holder=holder, points=points, kind=kind, note="会员抵扣 维修保养")


def spend_reserved(act, *, holder="JF-2", may_owe=True, at=NOV):
    return service.spend_reserved(act=act(at=at), holder=holder, may_owe=may_owe)


def test_reserved_points_cannot_be_spent_elsewhere(guest, act):
    earn(act, guest, 300)
    assert reserve(act, guest, 200).at == NOV
    now = balance(customer_id=guest, on=NOV.date())
    assert (now.spendable, now.reserved) == (100, 200)
    with pytest.raises(UserError, match="可用 100，需要 101"):
        reserve(act, guest, 101, holder="DH-1", kind=EntryKind.REDEEMED)


def test_before_and_after_of_a_reserved_spending_leave_out_its_own_reservation(guest, act):
    earn(act, guest, 3660)
    reserve(act, guest, 200)
    assert (spend_reserved(act).before, balance(customer_id=guest, on=NOV.date()).spendable) == (3660, 3460)


def test_the_same_reservation_request_twice_is_one(guest, act):
    earn(act, guest, 300)
    form = act(request_id="form-1")
    assert reserve(lambda: form, guest, 200) == reserve(lambda: form, guest, 200)
    assert ReservationRecord.select().count() == 1


def test_a_released_reservation_is_spendable_again_and_cannot_be_spent_by_its_slip(guest, act):
    earn(act, guest, 300)
    reserve(act, guest, 200)
    form = act(request_id="form-1")
    service.release(act=form, holder="JF-2")
    service.release(act=form, holder="JF-2")
    service.release(act=act(), holder="JF-2")
    assert balance(customer_id=guest, on=NOV.date()).spendable == 300
    with pytest.raises(UserError, match="JF-2 没有预留的积分"):
        spend_reserved(act)
    reserve(act, guest, 300)


def test_a_held_part_outlives_its_lot(guest, act):
    bring(act, guest, 300, END)
    reserve(act, guest, 200)
    assert balance(customer_id=guest, on=DEC.date()).spendable == 0
    assert spend_reserved(act, at=DEC).points == -200
    assert balance(customer_id=guest, on=DEC.date()).spendable == 0
    assert [(e.kind, e.redeemable) for e in EntryRecord.select().order_by(EntryRecord.id)] == [
        ("opening", 300),
        ("expired", -100),
        ("used", -200),
    ]
    assert_adds_up(guest, DEC)


def test_once_released_what_is_past_its_end_is_booked_as_expired(guest, act):
    bring(act, guest, 300, END)
    reserve(act, guest, 200)
    service.release(act=act(at=DEC), holder="JF-2")
    assert balance(customer_id=guest, on=DEC.date()).spendable == 0
    assert sum(e.redeemable for e in EntryRecord.select()) == 0
    assert_adds_up(guest, DEC)


def test_a_hand_over_whose_points_were_reversed_is_posted_all_the_same_and_leaves_a_debt(guest, act):
    earned = earn(act, guest, 200)
    reserve(act, guest, 150)
    assert reversal.reverse(act=act(), entry_id=earned.entry_id, number="JF-1", note="退单").after == -150
    assert spend_reserved(act).after == -150
    assert balance(customer_id=guest, on=NOV.date()).debt == 150
    assert_adds_up(guest, NOV)


def test_a_redemption_whose_points_were_reversed_is_refused(guest, act):
    earned = earn(act, guest, 200)
    reserve(act, guest, 150, holder="DH-1", kind=EntryKind.REDEEMED)
    reversal.reverse(act=act(), entry_id=earned.entry_id, number="JF-1", note="退单", points=100, tier=100, part=1)
    with pytest.raises(UserError, match="可用 100，需要 150"):
        spend_reserved(act, holder="DH-1", may_owe=False)
    assert balance(customer_id=guest, on=NOV.date()).reserved == 150


def test_free_lots_step_in_where_a_reversal_emptied_the_reserved_one(guest, act):
    earned = earn(act, guest, 200)
    reserve(act, guest, 150)
    earn(act, guest, 500)
    reversal.reverse(act=act(), entry_id=earned.entry_id, number="JF-1", note="退单")
    assert spend_reserved(act, may_owe=False).after == 350
    assert balance(customer_id=guest, on=NOV.date()).debt == 0


def test_a_debt_is_paid_when_a_reservation_frees_its_points(guest, act):
    """Else the debt would stand beside points that go on expiring."""
    bring(act, guest, 100, END)
    reserve(act, guest, 100, holder="DH-1", kind=EntryKind.REDEEMED)
    earned = earn(act, guest, 80)
    reserve(act, guest, 80)
    reversal.reverse(act=act(), entry_id=earned.entry_id, number="JF-1", note="退单")
    spend_reserved(act)
    assert balance(customer_id=guest, on=NOV.date()).debt == 80
    service.release(act=act(), holder="DH-1")
    now = balance(customer_id=guest, on=NOV.date())
    assert (now.spendable, now.debt) == (20, 0)
    assert_adds_up(guest, NOV)


def test_pending_lines_stand_on_top_of_the_ledger_down_to_what_is_spendable(guest, act):
    earn(act, guest, 3660)
    reserve(act, guest, 200)
    top, below = ledger(customer_id=guest, on=NOV.date())
    assert (top.entry_id, top.kind, top.points, top.balance, top.number) == (None, EntryKind.USED, -200, 3460, "JF-2")
    assert (below.points, below.balance, below.by) == (3660, 3660, "王芳")
