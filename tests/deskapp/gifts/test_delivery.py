"""Gifts that are fetched later, brought by a colleague, or posted."""

from datetime import date, datetime, timedelta

import pytest

from deskapp.errors import UserError
from deskapp.gifts.domain import HandoverMode, Means, MoveKind, Receiver, Relation, State
from deskapp.gifts.reading import redemption, redemptions
from deskapp.gifts.redemption import redeem_gift
from deskapp.gifts.steps import approve_redemption, fail_delivery, prepare_gift, send_gift, sign_delivery, sign_receipt, undo_redemption
from deskapp.gifts.stock import move_stock, stock_moves
from deskapp.gifts.tables import RedemptionRecord
from deskapp.staff.domain import Role
from tests.deskapp.gifts.counter import MORNING, a_gift, an_act, choose, gift, member, spendable
from tests.deskapp.gifts.way import ADDRESS, BY_COURIER, TOMORROW, applied, brought_to, by_colleague
from tests.deskapp.people import hire
from tests.deskapp.points.accounts import assert_adds_up


@pytest.mark.parametrize(
    "means", [Means(later=True), Means(later=True, planned_on=TOMORROW), BY_COURIER], ids=["later", "tomorrow", "posted"]
)
def test_what_is_not_taken_along_is_deducted_at_once_and_waits_to_be_prepared(counter, means):
    guest, one = member(points=1_000), a_gift(counter.wang)
    slip = redeem_gift(act=an_act(counter.wang), customer_id=guest, choices=choose(one), means=means)
    assert (slip.state, slip.mode, slip.planned_on, slip.address) == (State.TO_PREPARE, means.mode, means.planned_on, means.address)
    assert (slip.approved_by, slip.received_at, slip.handled_by) == ("王芳", None, "")
    assert (spendable(guest), gift(one.id).on_hand, gift(one.id).reserved) == (400, 10, 1)
    assert [step.state for step in slip.steps] == [State.TO_PREPARE]
    assert_adds_up(guest, MORNING)


def test_without_the_right_to_approve_the_way_is_kept_with_the_application(counter):
    one = a_gift(counter.wang)
    slip = redeem_gift(act=an_act(counter.li), customer_id=member(points=1_000), choices=choose(one), means=by_colleague(counter.li))
    assert (slip.state, slip.means, slip.address) == (State.APPLIED, "送达 李敏 11-24", ADDRESS)
    assert approve_redemption(act=an_act(counter.wang), redemption_id=slip.id).carrier == "李敏"


def test_a_colleague_brings_it_and_the_customer_signs(counter):
    one, fan = a_gift(counter.wang, stock=5), hire("周凯", Role.SERVICE_ADVISOR)
    slip = applied(counter, one, means=by_colleague(fan))
    approve_redemption(act=an_act(counter.wang), redemption_id=slip.id)
    ready = prepare_gift(act=an_act(counter.wang), redemption_id=slip.id)
    assert ready.waits_for == "客服安排送达"
    sent = send_gift(act=an_act(counter.wang), redemption_id=slip.id, means=by_colleague(fan))
    assert (sent.state, sent.waits_for, sent.steps[-1].note) == (State.ON_THE_WAY, "周凯 送达", "周凯 11-24")
    assert (gift(one.id).on_hand, gift(one.id).available) == (5, 4)
    at = MORNING + timedelta(days=1)
    done = sign_delivery(act=an_act(fan, at), redemption_id=slip.id, receiver=Receiver(Relation.FAMILY, "李娜"))
    assert (done.state, done.signed_by, done.handled_by, done.received_at) == (State.RECEIVED, "李娜", "周凯", at)
    assert gift(one.id).on_hand == 4


def test_nobody_at_home_brings_it_back_to_the_counter_and_the_next_try_goes_by_post(counter):
    one = a_gift(counter.wang, stock=5)
    slip = brought_to(State.ON_THE_WAY, counter, one, carrier_id=counter.li)
    failed = fail_delivery(act=an_act(counter.li), redemption_id=slip.id, reason="客户不在家")
    assert (failed.state, failed.steps[-1].note, failed.waits_for) == (State.READY, "客户不在家", "客服安排送达")
    assert gift(one.id).on_hand == 5
    posted = send_gift(act=an_act(counter.wang), redemption_id=slip.id, means=BY_COURIER, courier_no="sf 1234 5678 90")
    assert (posted.means, posted.waits_for, posted.carrier) == ("邮寄 SF1234567890", "快递在途", "")
    back = fail_delivery(act=an_act(counter.wang), redemption_id=slip.id, reason="拒收")
    assert (back.courier_no, back.waits_for) == ("", "客服寄出")
    assert [step.state for step in back.steps[-4:]] == [State.ON_THE_WAY, State.READY, State.ON_THE_WAY, State.READY]


def test_the_customer_fetches_himself_what_was_to_be_brought(counter):
    one = a_gift(counter.wang)
    slip = applied(counter, one, means=by_colleague(counter.li))
    approve_redemption(act=an_act(counter.wang), redemption_id=slip.id)
    prepare_gift(act=an_act(counter.wang), redemption_id=slip.id)
    done = sign_receipt(act=an_act(counter.li), redemption_id=slip.id, receiver=Receiver())
    assert (done.state, done.mode, done.carrier) == (State.RECEIVED, HandoverMode.COUNTER, "")


@pytest.mark.parametrize(
    ("means", "courier_no", "field"),
    [
        (Means(HandoverMode.DELIVERY, carrier_id=1), "", "planned_on"),
        (Means(HandoverMode.DELIVERY, planned_on=TOMORROW), "", "carrier"),
        (Means(HandoverMode.DELIVERY, planned_on=date(2026, 11, 22), carrier_id=1), "", "planned_on"),
        (Means(HandoverMode.COURIER), "SF1234", "address"),
        (Means(HandoverMode.COURIER, address="路" * 61), "SF1234", "address"),
        (BY_COURIER, "", "courier_no"),
        (BY_COURIER, "SF1", "courier_no"),
        (BY_COURIER, "顺丰1234", "courier_no"),
        (BY_COURIER, "1" * 21, "courier_no"),
        (Means(), "", "mode"),
    ],
)
def test_a_way_that_lacks_something_is_refused_beside_its_field(counter, means, courier_no, field):
    slip = brought_to(State.READY, counter, a_gift(counter.wang))
    with pytest.raises(UserError) as refused:
        send_gift(act=an_act(counter.wang), redemption_id=slip.id, means=means, courier_no=courier_no)
    assert refused.value.field == field
    assert redemption(act=an_act(counter.wang), redemption_id=slip.id).state is State.READY


def test_at_the_counter_the_same_is_refused_and_later_needs_no_day(counter):
    guest, one = member(points=9_000), a_gift(counter.wang)

    def redeem(means):
        return redeem_gift(act=an_act(counter.wang), customer_id=guest, choices=choose(one), means=means)

    for means, field in (
        (Means(HandoverMode.DELIVERY, planned_on=TOMORROW), "carrier"),
        (Means(HandoverMode.COURIER), "address"),
        (Means(later=True, planned_on=date(2026, 11, 22)), "planned_on"),
    ):
        with pytest.raises(UserError) as refused:
            redeem(means)
        assert refused.value.field == field
    assert redeem(Means(later=True, planned_on=MORNING.date())).planned_on == MORNING.date()
    assert redeem(Means(planned_on=TOMORROW, carrier_id=counter.li)).planned_on is None  # taken along now: nothing is agreed


def test_somebody_who_left_brings_nothing(counter):
    gone = hire("刘勇", Role.SERVICE_ADVISOR, active=False)
    slip = brought_to(State.READY, counter, a_gift(counter.wang))
    with pytest.raises(UserError, match="刘勇 已离职") as refused:
        send_gift(act=an_act(counter.wang), redemption_id=slip.id, means=by_colleague(gone))
    assert refused.value.field == "carrier"


def test_a_gift_a_count_left_too_few_of_is_not_sent(counter):
    one = a_gift(counter.wang, stock=1)
    slip = brought_to(State.READY, counter, one)
    move_stock(act=an_act(counter.wang), gift_id=one.id, kind=MoveKind.COUNT, quantity=0, note="丢失")
    with pytest.raises(UserError, match="缺货：车载香氛"):
        send_gift(act=an_act(counter.wang), redemption_id=slip.id, means=BY_COURIER, courier_no="SF1234567890")


def test_a_signature_never_stands_before_the_approval(counter):
    """The clock may go back up to an hour; the signature then takes the time of the approval."""
    one = a_gift(counter.wang)
    slip = applied(counter, one)
    late = MORNING + timedelta(minutes=40)
    approve_redemption(act=an_act(counter.wang, late), redemption_id=slip.id)
    prepare_gift(act=an_act(counter.wang, late), redemption_id=slip.id)
    done = sign_receipt(act=an_act(counter.li, MORNING), redemption_id=slip.id, receiver=Receiver())
    assert done.received_at == done.approved_at == late


@pytest.mark.parametrize(
    ("state", "carrier", "waits"),
    [
        (State.APPLIED, "", "客服审核"),
        (State.TO_PREPARE, "", "客服备货"),
        (State.READY, "", "客户来领"),
        (State.ON_THE_WAY, "", "快递在途"),
        (State.ON_THE_WAY, "李敏", "李敏 送达"),
        (State.RECEIVED, "", ""),
        (State.CANCELLED, "", ""),
    ],
)
def test_the_list_says_who_has_it_now_and_for_how_long(counter, state, carrier, waits):
    slip = brought_to(state, counter, a_gift(counter.wang), carrier_id=counter.li if carrier else 0)
    RedemptionRecord.update(applied_at=datetime(2026, 11, 18, 9)).execute()
    (seen,) = redemptions(act=an_act(counter.li))
    assert (seen.waits_for, seen.waiting_days) == (waits, 0 if state is State.CANCELLED else 3)
    assert seen.id == slip.id


def test_an_undone_delivery_brings_points_and_gift_back(counter):
    one = a_gift(counter.wang, stock=5)
    slip = brought_to(State.ON_THE_WAY, counter, one)
    sign_delivery(act=an_act(counter.wang), redemption_id=slip.id, receiver=Receiver())
    undo_redemption(act=an_act(counter.chen), redemption_id=slip.id, reason="送错人", restock=True)
    assert (spendable(slip.customer_id), gift(one.id).on_hand) == (9_000, 5)
    moves = stock_moves(act=an_act(counter.wang), gift_id=one.id)
    assert [(move.kind, move.quantity, move.redemption_no) for move in moves[:2]] == [
        (MoveKind.RETURN, 1, slip.number),
        (MoveKind.HAND_OUT, -1, slip.number),
    ]
