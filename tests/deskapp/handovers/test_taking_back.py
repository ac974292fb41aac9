"""Taking a bill back: what comes back is shown beforehand, from the same deed, and nothing is below zero but debt."""

from datetime import date, datetime, timedelta

import pytest

from deskapp.data import confirm_clock, revisions
from deskapp.errors import NotAllowed, UserError
from deskapp.handovers.domain import BillLine, SpendKind
from deskapp.handovers.posting import post_handover, preview_reversal, reverse_handover
from deskapp.handovers.tables import HandoverLineRecord, HandoverRecord
from deskapp.points import service as points
from deskapp.points.domain import EntryKind, Expiry
from deskapp.points.reading import balance
from deskapp.points.tables import AllocationRecord, EntryRecord, LotRecord
from tests.conftest import MORNING
from tests.deskapp.points.accounts import assert_adds_up

TODAY = MORNING.date()
END = date(2028, 11, 30)
THREE = (BillLine(SpendKind.MAINTENANCE, 300_00), BillLine(SpendKind.MAINTENANCE, 100_00), BillLine(SpendKind.ACCESSORIES, 400_00))


@pytest.fixture
def posted(house, act, write):
    """Writes and posts a bill; the id."""

    def make(*, at=MORNING, **changes) -> int:
        slip = write(at=at, **changes)
        post_handover(act=act(staff_id=house.service, at=at), handover_id=slip)
        return slip

    return make


def lines(slip, *places):
    rows = list(HandoverLineRecord.select().where(HandoverLineRecord.handover == slip).order_by(HandoverLineRecord.position))
    return [rows[place].id for place in places] if places else [row.id for row in rows]


def preview(act, house, slip, ids, at=MORNING):
    return preview_reversal(act=act(staff_id=house.manager, at=at), handover_id=slip, line_ids=ids)


def reverse(act, house, slip, ids, at=MORNING):
    return reverse_handover(act=act(staff_id=house.manager, at=at), handover_id=slip, reason="客户退单", line_ids=ids)


def spend(act, house, amount, at=MORNING):
    points.spend(act=act(at=at), customer_id=house.member, points=amount, kind=EntryKind.REDEEMED, number="DH-1", note="兑换")


def everything():
    return (revisions(), *(table.select().count() for table in (EntryRecord, LotRecord, AllocationRecord)))


def test_what_is_shown_beforehand_is_what_happens_and_looking_writes_nothing(house, act, posted):
    slip = posted(lines=THREE, points_used=20)
    ids = lines(slip, 0, 2)
    before = everything()
    seen = preview(act, house, slip, ids)
    assert everything() == before
    assert reverse(act, house, slip, ids) == seen
    assert_adds_up(house.member, MORNING)


def test_points_that_still_lie_in_their_lot_come_from_there(house, act, posted):
    slip = posted(lines=THREE)
    found = preview(act, house, slip, lines(slip, 0))
    assert (found.amount, found.lines_left) == (300_00, 2)
    undone = found.undone
    assert (undone.taken, undone.tier, undone.own, undone.gone, undone.others, undone.owed) == (300, 300, 300, 0, (), 0)
    assert (undone.before, undone.after, undone.returned) == (440, 140, 0)


def test_points_that_were_spent_come_from_the_lots_that_end_first_and_the_rest_is_debt(house, act, posted):
    slip = posted(lines=(BillLine(SpendKind.MAINTENANCE, 300_00),))
    spend(act, house, 310)  # the join award first, then 290 of the bill
    points.earn(act=act(), customer_id=house.member, points=50, note="续保", number="")
    undone = preview(act, house, slip, lines(slip)).undone
    assert (undone.taken, undone.own, undone.others, undone.owed) == (300, 10, (Expiry(END, 50),), 240)
    assert (undone.before, undone.after) == (60, -240)


def test_points_that_had_expired_are_not_taken_again(house, act, posted):
    slip = posted(lines=(BillLine(SpendKind.MAINTENANCE, 300_00),))
    spend(act, house, 120)
    later = datetime(2028, 12, 20, 9)
    confirm_clock(act(at=later), "两年后")
    undone = preview(act, house, slip, lines(slip), at=later).undone
    assert (undone.taken, undone.gone, undone.own, undone.owed) == (300, 200, 0, 100)
    assert (undone.before, undone.after) == (0, -100)
    assert reverse(act, house, slip, lines(slip), at=later).undone == undone


def test_points_used_come_back_to_their_lot_or_into_one_of_thirty_days(house, act, posted):
    slip = posted(lines=THREE, points_used=20)
    undone = preview(act, house, slip, lines(slip)).undone
    assert (undone.returned, undone.back_to) == (20, (Expiry(END, 20),))
    later = datetime(2028, 11, 10, 9)
    confirm_clock(act(at=later), "快到期时")
    undone = preview(act, house, slip, lines(slip), at=later).undone
    assert (undone.returned, undone.back_to) == (20, (Expiry(later.date() + timedelta(days=30), 20),))


def test_what_comes_back_first_pays_what_is_owed(house, act, posted):
    """The earned points are gone; the used ones come back with the bill and shrink the debt at once."""
    slip = posted(lines=THREE, points_used=20)
    spend(act, house, balance(customer_id=house.member, on=TODAY).spendable)
    undone = preview(act, house, slip, lines(slip)).undone
    assert (undone.returned, undone.owed, undone.after) == (20, undone.taken - 20, 20 - undone.taken)
    assert undone.paid == 0  # no debt of earlier


def test_older_debt_is_paid_and_told_apart(house, act, posted):
    first = posted(bill_no="RO1", lines=(BillLine(SpendKind.MAINTENANCE, 100_00),))
    second = posted(bill_no="RO2", lines=(BillLine(SpendKind.NEW_CAR, 1_000_00),), points_used=60)
    spend(act, house, 60)
    reverse(act, house, first, lines(first))
    assert balance(customer_id=house.member, on=TODAY).debt == 100
    undone = preview(act, house, second, lines(second)).undone
    assert (undone.taken, undone.returned, undone.paid, undone.before, undone.after) == (0, 60, 60, -100, -40)


def test_slips_whose_reserved_points_are_taken_are_named(house, act, posted, write):
    slip = posted(lines=(BillLine(SpendKind.MAINTENANCE, 300_00),))
    waiting = HandoverRecord.get_by_id(write(bill_no="RO9", points_used=200, lines=(BillLine(SpendKind.NEW_CAR, 1_000_00),))).number
    undone = preview(act, house, slip, lines(slip)).undone
    assert undone.short == (waiting,)
    assert preview(act, house, posted(bill_no="RO10", lines=THREE), [lines(HandoverRecord.select().count())[0]]).undone.short == ()


def test_a_bill_of_three_lines_taken_back_in_any_order_ends_the_same(house, act, posted):
    start = balance(customer_id=house.member, on=TODAY)
    for number, order in enumerate(((0, 1, 2), (2, 1, 0), (1, 0, 2))):
        slip = posted(bill_no=f"RO{number}", lines=THREE, points_used=20)
        ids = lines(slip)
        left = [reverse(act, house, slip, [ids[place]]).lines_left for place in order]
        assert left == [2, 1, 0]
        assert balance(customer_id=house.member, on=TODAY) == start
        assert_adds_up(house.member, MORNING)


def test_the_same_request_tells_the_same_twice(house, act, posted):
    slip = posted(lines=THREE, points_used=20)
    form = act(staff_id=house.manager, request_id="undo-1")
    first = reverse_handover(act=form, handover_id=slip, reason="客户退单")
    spend(act, house, 5)
    assert reverse_handover(act=form, handover_id=slip, reason="客户退单") == first


def test_a_bill_without_points_moves_nothing_and_is_still_closed(house, act, posted):
    slip = posted(lines=(BillLine(SpendKind.NEW_CAR, 180_000_00),))
    found = reverse(act, house, slip, lines(slip))
    assert (found.undone.taken, found.undone.returned, found.undone.before, found.undone.after, found.lines_left) == (0, 0, 20, 20, 0)
    assert HandoverRecord.get_by_id(slip).state == "reversed"


def test_a_preview_is_refused_like_the_deed(house, act, posted, write):
    slip = posted(lines=THREE)
    with pytest.raises(UserError, match="请选择要冲正的行"):
        preview(act, house, slip, [])
    reverse(act, house, slip, lines(slip, 0))
    with pytest.raises(UserError, match="已经冲正过"):
        preview(act, house, slip, lines(slip, 0))
    with pytest.raises(UserError, match="现在是“待录入”"):
        preview(act, house, write(bill_no="RO2"), [1])
    with pytest.raises(NotAllowed):
        preview_reversal(act=act(staff_id=house.service), handover_id=slip, line_ids=lines(slip, 1))
