"""What happens to gifts: catalogue and stock, and each step of a redemption there and back."""

from datetime import timedelta

from deskapp.gifts.catalogue import add_gift, edit_gift
from deskapp.gifts.domain import Choice, GiftEntry, HandoverMode, Means, MoveKind, Picture, Receiver, Relation
from deskapp.gifts.redemption import redeem_gift
from deskapp.gifts.steps import (
    approve_redemption,
    cancel_application,
    cancel_approved,
    fail_delivery,
    prepare_gift,
    send_gift,
    sign_delivery,
    sign_receipt,
    undo_redemption,
)
from deskapp.gifts.stock import move_stock
from tests.simulation.deeds.members import OPEN_MEMBERS, WEALTHY
from tests.simulation.world import Deed, World

_GIFT = "SELECT id FROM gifts"
_IN = "SELECT id FROM redemptions WHERE state = '{state}'"
_SHELF = (("车载香氛", 60, 40), ("精洗券", 25, 200), ("应急包", 480, 6), ("雨伞", 150, 25), ("保温壶", 2_600, 4), ("颈枕", 320, 1))
_REASONS = ("客户不要了", "拿错", "缺货", "")


def stock_the_shelf(world: World) -> None:
    """What lies there on the first day."""
    for name, points, stock in _SHELF:
        gift = world.send(add_gift, "manager", entry=GiftEntry(name, points, cost=points * 8, low_stock_at=3))
        world.send(move_stock, "manager", gift_id=gift.id, kind=MoveKind.RECEIVE, quantity=stock, note="首批入库")


def _entry(world: World) -> GiftEntry:
    return GiftEntry(
        name=f"{world.chance.choice(_SHELF)[0]}{world.chance.randrange(100)}",
        points=world.chance.choice((25, 60, 150, 320, 900, 2_600)),
        cost=world.chance.randrange(5_00, 300_00),
        limit_per_redemption=world.chance.choice((None, None, 2)),
        limit_per_member=world.chance.choice((None, None, 3)),
        low_stock_at=world.chance.randrange(6),
        picture=world.chance.choice(tuple(Picture)),
    )


def _new_gift(world: World) -> None:
    world.send(add_gift, world.someone("service", "manager"), entry=_entry(world))


def _edit_gift(world: World) -> None:
    world.send(edit_gift, world.someone("service", "manager"), gift_id=world.one(_GIFT), entry=_entry(world))


def _move(world: World) -> None:
    kind = world.chance.choice((MoveKind.RECEIVE, MoveKind.RECEIVE, MoveKind.RECEIVE, MoveKind.ISSUE, MoveKind.RETURN, MoveKind.SCRAP))
    quantity = world.chance.randint(1, 30 if kind is MoveKind.RECEIVE else 6)
    world.send(move_stock, world.someone("service", "manager"), gift_id=world.one(_GIFT), kind=kind, quantity=quantity, note="日常")


def _count(world: World) -> None:
    """What was counted, near what the books say; a count may leave less than what is promised."""
    gift = world.one(_GIFT)
    (on_hand,) = world.row("SELECT COALESCE(SUM(quantity), 0) FROM stock_moves WHERE gift_id = ?", gift)
    counted = max(int(on_hand) + world.chance.randint(-4, 2), 0)
    world.send(
        move_stock, "service", gift_id=gift, kind=MoveKind.COUNT, quantity=counted, note=world.chance.choice(("少了", "找到一件", ""))
    )


def _redeem(world: World) -> None:
    """At the counter: one save where the clerk may approve it, else it is applied for."""
    gifts = world.ids(_GIFT)
    chosen = world.chance.sample(gifts, min(world.chance.choice((1, 1, 1, 2, 3)), len(gifts)))
    wrong = 1 if world.happens(0.02) else 0
    choices = [
        Choice(gift, world.chance.choice((1, 1, 1, 2, 4)), world.row("SELECT points FROM gifts WHERE id = ?", gift)[0] + wrong)
        for gift in chosen
    ]
    by, customer = world.someone("clerk", "clerk2", "service", "manager"), world.one(WEALTHY if world.happens(0.85) else OPEN_MEMBERS)
    how = {"receiver": _receiver(world), "means": _means(world), "apply_only": world.happens(0.3)}
    world.send(redeem_gift, by, customer_id=customer, choices=choices, **how)


def _means(world: World) -> Means:
    """Taken along mostly; else fetched later, brought by a colleague, or posted; now and then something is missing."""
    return _way(world, world.chance.choice((HandoverMode.COUNTER,) * 4 + (HandoverMode.DELIVERY, HandoverMode.COURIER)))


def _way(world: World, mode: HandoverMode) -> Means:
    if mode is HandoverMode.COUNTER:
        return Means(mode, later=world.happens(0.3))
    address = world.chance.choice(("深圳市南山区科技园 1 号", "深圳市福田区深南大道 8 号", ""))
    if mode is HandoverMode.COURIER:
        return Means(mode, address=address)
    day = world.today + timedelta(days=world.chance.randint(0, 4))
    return Means(mode, planned_on=day, carrier_id=world.staff[world.someone("adviser", "clerk2")], address=address)


def leave_one_waiting(world: World) -> None:
    """Somebody applies late in the day, and nobody is left to approve it."""
    while not world.ids(_IN.format(state="applied")):
        world.try_deed(Deed("redeem", 1, _redeem))


def _receiver(world: World) -> Receiver:
    relation = world.chance.choice((Relation.SELF, Relation.SELF, Relation.SELF, Relation.FAMILY, Relation.PROXY))
    if relation is Relation.SELF:
        return Receiver()
    return Receiver(relation, "李强", "13900001234" if world.happens(0.9) else "")


def _approve(world: World) -> None:
    by = world.someone("service", "service", "manager", "manager", "boss", "clerk")
    world.send(approve_redemption, by, redemption_id=world.one(_IN.format(state="applied")))


def _prepare(world: World) -> None:
    world.send(prepare_gift, "service", redemption_id=world.one(_IN.format(state="to_prepare")))


def _sign(world: World) -> None:
    by, one = world.someone("clerk", "clerk2", "service"), world.one(_IN.format(state="ready"))
    world.send(sign_receipt, by, redemption_id=one, receiver=_receiver(world))


def _send(world: World) -> None:
    one = world.one(_IN.format(state="ready"))
    mode = world.chance.choice((HandoverMode.DELIVERY,) * 4 + (HandoverMode.COURIER,) * 3 + (HandoverMode.COUNTER,))
    by, number = world.someone("service", "service", "service", "clerk"), world.chance.choice(("SF1000200030", "YT888888", ""))
    world.send(send_gift, by, redemption_id=one, means=_way(world, mode), courier_no=number)


def _deliver(world: World) -> None:
    """Signed by paper: the one who brought it says so, or customer service."""
    by, one = world.someone("adviser", "service", "service", "clerk"), world.one(_IN.format(state="on_the_way"))
    world.send(sign_delivery, by, redemption_id=one, receiver=_receiver(world))


def _fail(world: World) -> None:
    by, one = world.someone("adviser", "service"), world.one(_IN.format(state="on_the_way"))
    world.send(fail_delivery, by, redemption_id=one, reason=world.chance.choice(("没人在家", "退回", "")))


def _cancel(world: World) -> None:
    by, one = world.someone("clerk", "service"), world.one(_IN.format(state="applied"))
    world.send(cancel_application, by, redemption_id=one, reason=world.chance.choice(_REASONS))


def _cancel_approved(world: World) -> None:
    one = world.one(_IN.format(state=world.chance.choice(("to_prepare", "ready"))))
    world.send(cancel_approved, world.someone("manager", "manager", "service"), redemption_id=one, reason=world.chance.choice(_REASONS))


def _undo(world: World) -> None:
    """What was handed out by mistake today; now and then somebody asks a day too late."""
    today = f"{world.today} 00:00:00" if world.happens(0.9) else "2000-01-01 00:00:00"
    one = world.one("SELECT id FROM redemptions WHERE state = 'received' AND received_at >= ?", today)
    world.send(undo_redemption, "manager", redemption_id=one, reason=world.chance.choice(_REASONS), restock=world.happens(0.6))


def _late_step(world: World) -> None:
    """A step somebody else has taken already."""
    step = world.chance.choice((approve_redemption, prepare_gift))
    world.send(step, "manager", redemption_id=world.one("SELECT id FROM redemptions WHERE state IN ('received', 'cancelled')"))


DEEDS = (
    Deed("add a gift", 1, _new_gift),
    Deed("edit a gift", 2, _edit_gift),
    Deed("move stock", 7, _move),
    Deed("count stock", 3, _count),
    Deed("redeem", 26, _redeem),
    Deed("approve a redemption", 14, _approve),
    Deed("prepare a gift", 10, _prepare),
    Deed("sign for a gift", 9, _sign),
    Deed("send a gift off", 6, _send),
    Deed("sign for a delivery", 5, _deliver),
    Deed("fail a delivery", 2, _fail),
    Deed("cancel an application", 2, _cancel),
    Deed("cancel an approved redemption", 2, _cancel_approved),
    Deed("undo a redemption", 3, _undo),
    Deed("take a step too late", 1, _late_step, always_refused=True),
)
