"""The way of an application through the house: approved, prepared, signed for; cancelled; undone."""

from datetime import date, datetime, timedelta

import pytest

from deskapp.data import changes
from deskapp.errors import NotAllowed, UserError
from deskapp.gifts.domain import MoveKind, Receiver, Relation, State
from deskapp.gifts.reading import redemption, redemptions
from deskapp.gifts.redemption import redeem_gift
from deskapp.gifts.steps import (
    approve_redemption,
    cancel_application,
    cancel_approved,
    prepare_gift,
    sign_receipt,
    undo_redemption,
)
from deskapp.gifts.stock import move_stock, stock_moves
from deskapp.gifts.tables import RedemptionRecord
from deskapp.members.domain import MemberState
from deskapp.members.tables import MembershipRecord
from deskapp.points.domain import EntryKind
from deskapp.points.reading import balance, ledger
from deskapp.points.reversal import reverse
from deskapp.points.service import earn
from deskapp.staff.domain import Role
from tests.deskapp.gifts.counter import MORNING, a_gift, an_act, choose, gift, go_on_until, member, spendable
from tests.deskapp.people import hire
from tests.deskapp.points.accounts import assert_adds_up


def apply_for(counter, *, points: int = 1_000, price: int = 600, stock: int = 5, name: str = "张伟明"):
    """李敏, who may not approve, leaves an application of one gift: (customer, gift, redemption)."""
    guest, one = member(name, points=points), a_gift(counter.wang, points=price, stock=stock)
    return guest, one, redeem_gift(act=an_act(counter.li), customer_id=guest, choices=choose(one))


def test_an_application_goes_its_way_to_the_signature(counter):
    guest, perfume, left = apply_for(counter)
    approved = approve_redemption(act=an_act(counter.wang, MORNING + timedelta(minutes=10)), redemption_id=left.id)
    assert (approved.state, approved.approved_by, approved.waits_for) == (State.TO_PREPARE, "王芳", "客服备货")
    assert (approved.points_before, approved.points_after, spendable(guest)) == (1_000, 400, 400)
    assert balance(customer_id=guest, on=MORNING.date()).reserved == 0
    assert ledger(customer_id=guest, on=MORNING.date())[0].note == "车载香氛 ×1"
    assert gift(perfume.id).available == 4
    ready = prepare_gift(act=an_act(counter.wang, MORNING + timedelta(minutes=20)), redemption_id=left.id)
    assert (ready.state, ready.waits_for) == (State.READY, "客户来领")
    at = MORNING + timedelta(minutes=30)
    done = sign_receipt(act=an_act(counter.li, at), redemption_id=left.id, receiver=Receiver(Relation.FAMILY, "李娜"))
    assert (done.state, done.signed_by, done.handled_by, done.received_at, done.due) == (State.RECEIVED, "李娜", "李敏", at, None)
    now = gift(perfume.id)
    assert (now.on_hand, now.reserved) == (4, 0)
    steps = [(step.state, step.staff_name) for step in done.steps]
    assert steps == [(State.APPLIED, "李敏"), (State.TO_PREPARE, "王芳"), (State.READY, "王芳"), (State.RECEIVED, "李敏")]
    assert "state" in {change.field for change in changes(kind="redemptions", record_id=left.id)}
    assert_adds_up(guest, MORNING)


def test_a_step_twice_is_one_step(counter):
    _, _, left = apply_for(counter)
    act = an_act(counter.wang)
    assert approve_redemption(act=act, redemption_id=left.id) == approve_redemption(act=act, redemption_id=left.id)


def test_a_second_hand_is_told_who_was_faster(counter):
    _, _, left = apply_for(counter)
    approve_redemption(act=an_act(counter.wang, MORNING + timedelta(minutes=5)), redemption_id=left.id)
    with pytest.raises(UserError, match="DH-20261123-001 已由 王芳 于 11-23 09:05 改为“待备货”"):
        approve_redemption(act=an_act(counter.chen), redemption_id=left.id)


def test_no_step_is_skipped(counter):
    _, _, left = apply_for(counter)
    for step in (
        lambda: prepare_gift(act=an_act(counter.wang), redemption_id=left.id),
        lambda: sign_receipt(act=an_act(counter.wang), redemption_id=left.id, receiver=Receiver()),
        lambda: cancel_approved(act=an_act(counter.chen), redemption_id=left.id, reason="不要了"),
        lambda: undo_redemption(act=an_act(counter.chen), redemption_id=left.id, reason="不要了", restock=True),
    ):
        with pytest.raises(UserError, match="改为“已申请”，这一步做不了"):
            step()
    with pytest.raises(UserError, match="没有这张兑换单"):
        prepare_gift(act=an_act(counter.wang), redemption_id=999)


def test_above_the_limit_another_manager_approves(counter):
    guest, fridge = member(points=9_000), a_gift(counter.wang, "车载冰箱", 2_001)
    left = redeem_gift(act=an_act(counter.chen), customer_id=guest, choices=choose(fridge))
    with pytest.raises(NotAllowed):
        approve_redemption(act=an_act(counter.wang), redemption_id=left.id)
    with pytest.raises(UserError, match="2,001 分超过 2,000 分，不能由申请人自己审核"):
        approve_redemption(act=an_act(counter.chen), redemption_id=left.id)
    assert redemption(act=an_act(counter.li), redemption_id=left.id).state is State.APPLIED
    assert approve_redemption(act=an_act(counter.zhou), redemption_id=left.id).state is State.TO_PREPARE
    other = redeem_gift(act=an_act(counter.chen), customer_id=guest, choices=choose(fridge))
    boss = hire("何总", Role.GENERAL_MANAGER)
    assert [one.id for one in redemptions(act=an_act(boss), open_only=True)] == [left.id, other.id]
    assert approve_redemption(act=an_act(boss), redemption_id=other.id).approved_by == "何总"


def test_up_to_the_limit_the_applicant_may_approve_his_own(counter):
    guest, perfume = member(points=1_000), a_gift(counter.wang)
    left = redeem_gift(act=an_act(counter.wang), customer_id=guest, choices=choose(perfume), apply_only=True)
    assert approve_redemption(act=an_act(counter.wang), redemption_id=left.id).state is State.TO_PREPARE


def test_approval_is_refused_when_a_reversal_took_the_points(counter):
    guest, perfume = member(), a_gift(counter.wang)
    earned = earn(act=an_act(counter.wang), customer_id=guest, points=700, note="保养", number="")
    left = redeem_gift(act=an_act(counter.li), customer_id=guest, choices=choose(perfume))
    reverse(act=an_act(counter.chen), entry_id=earned.entry_id, number="JF-20261123-001", note="账单冲正")
    with pytest.raises(UserError, match="积分不足：可用 0，需要 600"):
        approve_redemption(act=an_act(counter.wang), redemption_id=left.id)
    assert redemption(act=an_act(counter.wang), redemption_id=left.id).state is State.APPLIED
    cancel_application(act=an_act(counter.li), redemption_id=left.id, reason="账单已冲正")
    assert spendable(guest) == 0


def test_approval_is_refused_for_a_member_who_may_not_spend_any_more(counter):
    _, _, left = apply_for(counter)
    MembershipRecord.update(state=MemberState.LOST.value).execute()
    with pytest.raises(UserError, match="挂失"):
        approve_redemption(act=an_act(counter.wang), redemption_id=left.id)


def test_an_approved_gift_may_be_collected_after_resigning(counter):
    _, _, left = apply_for(counter)
    approve_redemption(act=an_act(counter.wang), redemption_id=left.id)
    prepare_gift(act=an_act(counter.wang), redemption_id=left.id)
    MembershipRecord.update(state=MemberState.RESIGNED.value).execute()
    assert sign_receipt(act=an_act(counter.li), redemption_id=left.id, receiver=Receiver()).state is State.RECEIVED


def test_a_count_leaves_the_later_application_short_and_nothing_goes_on(counter):
    _, perfume, first = apply_for(counter, stock=2)
    second = redeem_gift(act=an_act(counter.li), customer_id=member("李娜", points=1_000), choices=choose(perfume))
    move_stock(act=an_act(counter.wang), gift_id=perfume.id, kind=MoveKind.COUNT, quantity=1, note="少了一件")
    assert gift(perfume.id).available == -1
    assert [one.missing for one in redemptions(act=an_act(counter.li))] == [(), ("车载香氛",)]
    with pytest.raises(UserError, match="缺货：车载香氛 在库 0 件，这单要 1 件。请先入库，或取消这张单"):
        approve_redemption(act=an_act(counter.wang), redemption_id=second.id)
    approve_redemption(act=an_act(counter.wang), redemption_id=first.id)
    prepare_gift(act=an_act(counter.wang), redemption_id=first.id)
    sign_receipt(act=an_act(counter.wang), redemption_id=first.id, receiver=Receiver())
    move_stock(act=an_act(counter.wang), gift_id=perfume.id, kind=MoveKind.RECEIVE, quantity=1)
    assert approve_redemption(act=an_act(counter.wang), redemption_id=second.id).missing == ()


def test_cancelling_an_application_frees_stock_and_points(counter):
    guest, perfume, left = apply_for(counter, stock=1)
    gone = cancel_application(act=an_act(counter.li), redemption_id=left.id, reason="客户改主意")
    assert (gone.state, gone.steps[-1].note, gone.due) == (State.CANCELLED, "客户改主意", None)
    assert (spendable(guest), gift(perfume.id).available) == (1_000, 1)
    assert [line.kind for line in ledger(customer_id=guest, on=MORNING.date())] == [EntryKind.EARNED]


def test_cancelling_what_was_approved_gives_the_points_back(counter):
    guest, perfume, left = apply_for(counter, stock=1)
    approve_redemption(act=an_act(counter.wang), redemption_id=left.id)
    prepare_gift(act=an_act(counter.wang), redemption_id=left.id)
    with pytest.raises(NotAllowed):
        cancel_approved(act=an_act(counter.wang), redemption_id=left.id, reason="不要了")
    gone = cancel_approved(act=an_act(counter.chen), redemption_id=left.id, reason="不要了")
    assert (gone.state, spendable(guest), gift(perfume.id).available) == (State.CANCELLED, 1_000, 1)
    returned = ledger(customer_id=guest, on=MORNING.date())[0]
    assert (returned.kind, returned.points, returned.number, returned.note) == (EntryKind.RETURNED, 600, left.number, "取消兑换：不要了")
    assert_adds_up(guest, MORNING)


@pytest.mark.parametrize(("restock", "on_hand"), [(True, 5), (False, 4)])
def test_undoing_gives_points_back_and_the_gift_only_if_it_came_back(counter, restock, on_hand):
    guest, perfume = member(points=1_000), a_gift(counter.wang, stock=5)
    done = redeem_gift(act=an_act(counter.wang), customer_id=guest, choices=choose(perfume))
    evening = datetime(2026, 11, 23, 18)
    undone = undo_redemption(act=an_act(counter.chen, evening), redemption_id=done.id, reason="点错礼品", restock=restock)
    assert (undone.state, spendable(guest)) == (State.CANCELLED, 1_000)
    assert gift(perfume.id).on_hand == on_hand
    kinds = [move.kind for move in stock_moves(act=an_act(counter.wang), gift_id=perfume.id)]
    assert kinds == [MoveKind.RETURN, MoveKind.HAND_OUT, MoveKind.RECEIVE][(0 if restock else 1) :]
    assert_adds_up(guest, evening)


def test_undoing_twice_gives_back_once(counter):
    guest, perfume = member(points=1_000), a_gift(counter.wang, stock=5)
    done = redeem_gift(act=an_act(counter.wang), customer_id=guest, choices=choose(perfume))
    act = an_act(counter.chen)
    for _ in range(2):
        undo_redemption(act=act, redemption_id=done.id, reason="点错礼品", restock=True)
    with pytest.raises(UserError, match="改为“已取消”"):
        undo_redemption(act=an_act(counter.zhou), redemption_id=done.id, reason="点错礼品", restock=True)
    assert (spendable(guest), gift(perfume.id).on_hand) == (1_000, 5)


def test_the_day_after_nothing_is_undone(counter):
    guest, perfume = member(points=1_000), a_gift(counter.wang)
    done = redeem_gift(act=an_act(counter.wang), customer_id=guest, choices=choose(perfume))
    with pytest.raises(UserError, match="DH-20261123-001 是 2026-11-23 签收的，只能当天撤销"):
        undo_redemption(act=an_act(counter.chen, datetime(2026, 11, 24, 0, 1)), redemption_id=done.id, reason="点错", restock=True)


def test_points_of_a_lot_near_its_end_come_back_with_thirty_days(counter):
    guest, perfume = member(points=600), a_gift(counter.wang)
    near = datetime(2028, 11, 20, 9)
    go_on_until(guest, near)
    done = redeem_gift(act=an_act(counter.wang, near), customer_id=guest, choices=choose(perfume))
    undo_redemption(act=an_act(counter.chen, near), redemption_id=done.id, reason="点错", restock=True)
    now = balance(customer_id=guest, on=date(2028, 12, 20))
    assert (now.next_expiry.on, now.next_expiry.points) == (date(2028, 12, 20), 600)


def test_a_reason_is_asked_for(counter):
    _, _, left = apply_for(counter)
    for step in (
        lambda: cancel_application(act=an_act(counter.li), redemption_id=left.id, reason=" "),
        lambda: cancel_approved(act=an_act(counter.chen), redemption_id=left.id, reason=""),
        lambda: undo_redemption(act=an_act(counter.chen), redemption_id=left.id, reason="", restock=True),
    ):
        with pytest.raises(UserError) as refused:
            step()
        assert refused.value.field == "reason_text"


@pytest.mark.parametrize(
    ("applied", "today", "days", "words", "overdue"),
    [
        (date(2026, 11, 23), date(2026, 11, 26), 3, "今天到期", False),
        (date(2026, 11, 23), date(2026, 11, 27), 4, "超 1 天", True),
        (date(2026, 9, 30), date(2026, 10, 10), 3, "今天到期", False),  # the national holiday with its make-up Saturday
        (date(2026, 9, 30), date(2026, 10, 12), 4, "超 1 天", True),
    ],
)
def test_age_is_counted_in_working_days(counter, applied, today, days, words, overdue):
    _, _, left = apply_for(counter)
    RedemptionRecord.update(applied_at=datetime.combine(applied, MORNING.time())).execute()
    seen = redemption(act=an_act(counter.li, datetime.combine(today, MORNING.time())), redemption_id=left.id)
    assert (seen.waiting_days, seen.due.words, seen.is_overdue) == (days, words, overdue)


def test_lists_show_the_longest_waiting_first_and_then_the_newest(counter):
    guest, _, first = apply_for(counter, points=9_000)
    perfume = a_gift(counter.wang, "香水", 100)
    signed = [redeem_gift(act=an_act(counter.wang), customer_id=guest, choices=choose(perfume)) for _ in range(2)]
    second = redeem_gift(act=an_act(counter.li), customer_id=guest, choices=choose(perfume))
    stranger = redeem_gift(act=an_act(counter.wang), customer_id=member("李娜", points=500), choices=choose(perfume))
    look = an_act(counter.li)
    assert [one.id for one in redemptions(act=look)] == [first.id, second.id, stranger.id, signed[1].id, signed[0].id]
    assert [one.id for one in redemptions(act=look, customer_id=guest)] == [first.id, second.id, signed[1].id, signed[0].id]
    assert [one.id for one in redemptions(act=look, open_only=True)] == [first.id, second.id]
    assert [one.id for one in redemptions(act=look, since=date(2026, 11, 24))] == [first.id, second.id]
    assert [one.id for one in redemptions(act=look, limit=1)] == [first.id, second.id, stranger.id]


def test_what_is_signed_for_today_is_seen_today_however_old_it_is(counter):
    """It may be undone today, and its receipt printed again."""
    _, _, left = apply_for(counter)
    later = MORNING + timedelta(days=5)
    approve_redemption(act=an_act(counter.wang, later), redemption_id=left.id)
    prepare_gift(act=an_act(counter.wang, later), redemption_id=left.id)
    sign_receipt(act=an_act(counter.li, later), redemption_id=left.id, receiver=Receiver())
    assert [one.id for one in redemptions(act=an_act(counter.li, later), since=later.date())] == [left.id]
    assert redemptions(act=an_act(counter.li, later), since=later.date() + timedelta(days=1)) == []
