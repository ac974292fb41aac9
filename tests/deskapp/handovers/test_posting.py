"""Posting deducts what was used and books what was earned, from the same lines, once."""

import pytest

from deskapp.errors import UserError
from deskapp.handovers.domain import BillLine, SpendKind
from deskapp.handovers.posting import post_handover, return_handover, reverse_handover
from deskapp.handovers.reading import handover
from deskapp.handovers.tables import HandoverLineRecord
from deskapp.members.domain import Level
from deskapp.members.enrolment import confirm_member
from deskapp.members.tables import MembershipRecord
from deskapp.points import service as points
from deskapp.points.domain import EntryKind
from deskapp.points.reading import balance, ledger
from deskapp.points.tables import EntryRecord
from tests.conftest import MORNING
from tests.deskapp.points.accounts import assert_adds_up

TODAY = MORNING.date()


def post(act, house, slip, **more):
    return post_handover(act=act(staff_id=house.service, **more), handover_id=slip)


def reverse(act, house, slip, lines=None, **more):
    return reverse_handover(act=act(staff_id=house.manager, **more), handover_id=slip, reason="客户退单", line_ids=lines)


def line_ids(slip):
    return [row.id for row in HandoverLineRecord.select().where(HandoverLineRecord.handover == slip).order_by(HandoverLineRecord.position)]


def now(house):
    assert_adds_up(house.member, MORNING)
    found = balance(customer_id=house.member, on=TODAY)
    return (found.spendable, found.tier, found.debt)


def with_3660(act, house):
    points.earn(act=act(), customer_id=house.member, points=3640, note="维修", number="")


def test_posting_deducts_used_points_and_books_earned_ones_in_one_act(house, act, write):
    """erpnext 59050: the discount was given and the points never deducted, because two documents differed."""
    with_3660(act, house)
    slip = write(points_used=200)
    shown = handover(act=act(), handover_id=slip)
    assert (shown.before, shown.after) == (3660, 4760)
    posted = post(act, house, slip)
    assert (posted.used, posted.earned, posted.before, posted.after) == (200, 1300, 3660, 4760)
    booked = ledger(customer_id=house.member, on=TODAY)[:3]
    assert [(line.kind, line.points, line.balance, line.note) for line in booked] == [
        (EntryKind.EARNED, 22, 4760, "精品 460.00 元"),
        (EntryKind.EARNED, 1278, 4738, "维修保养自费 1,286.00 元"),
        (EntryKind.USED, -200, 3460, "会员抵扣 结算单 RO26112304"),
    ]
    assert len({EntryRecord.get_by_id(line.entry_id).act_id for line in booked}) == 1
    assert now(house) == (4760, 4960, 0)


def test_posting_the_same_slip_twice_books_once(house, act, write):
    """odoo PR 222372: confirm called twice after a network fault gave the points twice."""
    slip = write()
    form = act(staff_id=house.service, request_id="post-1")
    first = post_handover(act=form, handover_id=slip)
    assert post_handover(act=form, handover_id=slip) == first
    with pytest.raises(UserError, match="现在是“已录入”"):
        post(act, house, slip)
    assert now(house)[0] == first.after == 20 + 1309


def test_looking_at_a_posted_slip_never_books_again(house, act, write):
    """odoo PR 193506: opening an imported order awarded again."""
    slip = write()
    post(act, house, slip)
    entries = EntryRecord.select().count()
    handover(act=act(), handover_id=slip)
    handover(act=act(), handover_id=slip)
    assert EntryRecord.select().count() == entries


def test_the_slip_of_a_member_who_waits_for_confirmation_waits_too(house, act, pending_member, write):
    slip = write(customer_id=pending_member, vehicle_id=None)
    assert "请先录入确认" in handover(act=act(), handover_id=slip).member_waits
    with pytest.raises(UserError, match="请先录入确认，再录入积分"):
        post(act, house, slip)
    confirm_member(act=act(staff_id=house.service), membership_id=MembershipRecord.get(MembershipRecord.customer == pending_member).id)
    assert handover(act=act(), handover_id=slip).member_waits == ""
    assert post(act, house, slip).after == 20 + 1309


def test_a_bill_without_points_is_posted_and_writes_no_entry(house, act, write):
    slip = write(lines=(BillLine(SpendKind.NEW_CAR, 180_000_00),))
    posted = post(act, house, slip)
    assert (posted.earned, posted.before, posted.after) == (0, 20, 20)
    assert EntryRecord.select().count() == 1


def test_reaching_3000_tier_points_raises_the_level(house, act, write):
    slip = write(lines=(BillLine(SpendKind.MAINTENANCE, 3_000_00),))
    assert post(act, house, slip).level is Level.SILVER


def test_the_rate_is_frozen_when_the_slip_is_written(house, act, write):
    from deskapp.handovers.rates import set_rate

    slip = write()
    set_rate(act=act(staff_id=house.manager), kind=SpendKind.MAINTENANCE, fen_per_point=2_00, valid_from=TODAY)
    assert post(act, house, slip).earned == 1309
    assert post(act, house, write(bill_no="RO2")).earned == 643 + 23


def test_points_taken_by_a_reversal_meanwhile_become_debt_and_the_slip_is_posted(house, act, write):
    earlier = write(bill_no="RO1", lines=(BillLine(SpendKind.MAINTENANCE, 500_00),))
    post(act, house, earlier)
    slip = write(points_used=400, lines=(BillLine(SpendKind.NEW_CAR, 180_000_00),))
    reverse(act, house, earlier)
    assert post(act, house, slip).after == 20 - 400
    assert now(house) == (-380, 20, 380)


def test_a_returned_bill_takes_back_what_it_earned_and_gives_back_what_was_used(house, act, write):
    """erpnext 32951, odoo PR 212922: points stayed after a return, and spent points were charged again."""
    with_3660(act, house)
    slip = write(points_used=200)
    post(act, house, slip)
    reverse(act, house, slip)
    assert now(house) == (3660, 3660, 0)
    assert handover(act=act(), handover_id=slip).row.state.label == "已冲正"
    with pytest.raises(UserError, match="现在是“已冲正”"):
        reverse(act, house, slip)


def test_a_bill_reversed_line_by_line_ends_where_one_reversed_at_once_does(house, act, write):
    with_3660(act, house)
    slip = write(points_used=200)
    post(act, house, slip)
    first, second = line_ids(slip)
    reverse(act, house, slip, [first])
    assert now(house) == (4760 - 1278 + 147, 4960 - 1278, 0)
    assert handover(act=act(), handover_id=slip).row.state.label == "已录入"
    with pytest.raises(UserError, match="已经冲正过"):
        reverse(act, house, slip, [first])
    reverse(act, house, slip, [second])
    assert now(house) == (3660, 3660, 0)
    assert handover(act=act(), handover_id=slip).row.state.label == "已冲正"


def test_lines_of_one_kind_are_computed_again_when_one_is_taken_back(house, act, write):
    """1.50 + 1.50 + 1.50 yuan earn 4 points; without one line 3; the differences are 1, 2, 1."""
    slip = write(lines=(BillLine(SpendKind.MAINTENANCE, 1_50),) * 3)
    assert post(act, house, slip).after == 24
    left = []
    for line in line_ids(slip):
        reverse(act, house, slip, [line])
        left.append(now(house)[0])
    assert left == [23, 21, 20]


def test_a_line_that_makes_no_difference_writes_no_entry_and_is_still_reversed_once(house, act, write):
    slip = write(lines=(BillLine(SpendKind.MAINTENANCE, 1_10), BillLine(SpendKind.MAINTENANCE, 1_80)))
    post(act, house, slip)
    entries = EntryRecord.select().count()
    first, second = line_ids(slip)
    reverse(act, house, slip, [first])
    assert (now(house)[0], EntryRecord.select().count()) == (21, entries + 1)
    reverse(act, house, slip, [second])
    assert now(house)[0] == 20


def test_a_reversal_needs_a_line_and_the_same_request_reverses_once(house, act, write):
    slip = write()
    post(act, house, slip)
    with pytest.raises(UserError, match="请选择要冲正的行"):
        reverse(act, house, slip, [])
    reverse(act, house, slip, request_id="undo-1")
    reverse(act, house, slip, request_id="undo-1")
    assert now(house) == (20, 20, 0)


def test_the_bill_of_a_reversed_slip_can_be_written_again(house, act, write):
    slip = write()
    post(act, house, slip)
    reverse(act, house, slip)
    assert post(act, house, write()).after == 20 + 1309


def test_a_posted_slip_cannot_be_returned(house, act, write):
    slip = write()
    post(act, house, slip)
    with pytest.raises(UserError, match="现在是“已录入”"):
        return_handover(act=act(staff_id=house.service), handover_id=slip, reason="晚了")


def test_a_return_needs_a_reason_and_happens_once(house, act, write):
    slip = write()
    with pytest.raises(UserError, match="请写明退回的原因"):
        return_handover(act=act(staff_id=house.service), handover_id=slip, reason="")
    form = act(staff_id=house.service, request_id="return-1")
    return_handover(act=form, handover_id=slip, reason="看不清")
    return_handover(act=form, handover_id=slip, reason="看不清")


def test_a_reversed_bill_whose_points_were_spent_leaves_a_debt_shown_red(house, act, write):
    slip = write()
    post(act, house, slip)
    points.spend(act=act(), customer_id=house.member, points=1329, kind=EntryKind.REDEEMED, number="DH-1", note="兑换")
    reverse(act, house, slip)
    assert now(house) == (-1309, 20, 1309)
