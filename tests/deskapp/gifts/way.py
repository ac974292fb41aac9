"""A redemption brought to each state of its way, by people who may."""

from datetime import timedelta

from deskapp.data import Act
from deskapp.gifts.domain import Gift, HandoverMode, Means, Receiver, State
from deskapp.gifts.redemption import redeem_gift
from deskapp.gifts.slips import Redemption
from deskapp.gifts.steps import approve_redemption, cancel_application, prepare_gift, send_gift, sign_receipt
from tests.deskapp.gifts.counter import MORNING, Counter, an_act, choose, member

TOMORROW = MORNING.date() + timedelta(days=1)
ADDRESS = "深圳市南山区科技园路 1 号"


def by_colleague(carrier_id: int) -> Means:
    """A colleague brings it tomorrow."""
    return Means(HandoverMode.DELIVERY, planned_on=TOMORROW, carrier_id=carrier_id, address=ADDRESS)


BY_COURIER = Means(HandoverMode.COURIER, address=ADDRESS)


def applied(shop: Counter, one: Gift, *, points: int = 9_000, means: Means | None = None) -> Redemption:
    """李敏, who may not approve, leaves an application of one piece."""
    guest = member(points=points)
    return redeem_gift(act=an_act(shop.li), customer_id=guest, choices=choose(one), means=means, apply_only=True)


def brought_to(state: State, shop: Counter, one: Gift, *, carrier_id: int = 0) -> Redemption:
    """A new redemption of one piece in this state; 送达中 with `carrier_id`, or with the courier."""
    slip = applied(shop, one)

    def act() -> Act:
        return an_act(shop.zhou)

    if state is State.CANCELLED:
        return cancel_application(act=act(), redemption_id=slip.id, reason="不要了")
    if state is State.APPLIED:
        return slip
    slip = approve_redemption(act=act(), redemption_id=slip.id)
    if state is State.TO_PREPARE:
        return slip
    slip = prepare_gift(act=act(), redemption_id=slip.id)
    if state is State.READY:
        return slip
    if state is State.RECEIVED:
        return sign_receipt(act=act(), redemption_id=slip.id, receiver=Receiver())
    if carrier_id:
        return send_gift(act=act(), redemption_id=slip.id, means=by_colleague(carrier_id))
    return send_gift(act=act(), redemption_id=slip.id, means=BY_COURIER, courier_no="SF1234567890")
