"""What happens to bills and points: slips written, posted, returned, voided, reversed; awards, entries by hand, rates, expiry."""

from datetime import timedelta

from deskapp.handovers.awards import BY_HAND, adjust_points, give_award, undo_entry
from deskapp.handovers.domain import BillLine, HandoverForm, SpendKind
from deskapp.handovers.posting import post_handover, return_handover, reverse_handover
from deskapp.handovers.rates import set_rate
from deskapp.handovers.writing import resubmit_handover, void_handover, write_handover
from deskapp.points.service import expire_due
from tests.simulation.deeds.customers import ANYBODY
from tests.simulation.deeds.members import OPEN_MEMBERS, WEALTHY
from tests.simulation.world import Deed, NothingToDo, World

_SLIP = "SELECT id FROM handovers WHERE state = '{state}'"
_WRITERS = ("clerk", "clerk2", "adviser", "service")
_SPENDS = (
    (SpendKind.MAINTENANCE,),
    (SpendKind.MAINTENANCE,),
    (SpendKind.MAINTENANCE, SpendKind.ACCESSORIES),
    (SpendKind.MAINTENANCE, SpendKind.MAINTENANCE, SpendKind.INSURANCE),
    (SpendKind.ACCESSORIES, SpendKind.ACCIDENT),
    (SpendKind.NEW_CAR,),
)
_REASONS = ("客户退单", "金额录错", "重复", "")


def _slip(world: World, state: str) -> int:
    return world.one(_SLIP.format(state=state))


def _form(world: World, customer: int, bill_no: str) -> HandoverForm:
    kinds = world.chance.choice(_SPENDS)
    lines = tuple(BillLine(kind, world.chance.randrange(1_00, 1_900_00)) for kind in kinds)
    used = world.chance.choice((0, 0, 0, 0, 20, 60, 100, 400))
    return HandoverForm(customer, bill_no, lines, points_used=used, vehicle_id=_car(world, customer))


def _car(world: World, customer: int) -> int | None:
    cars = world.ids("SELECT id FROM vehicles WHERE customer_id = ? AND ended_at IS NULL", customer)
    return cars[0] if cars else None


def _write(world: World) -> None:
    customer = world.one(world.chance.choices((OPEN_MEMBERS, WEALTHY, ANYBODY), (65, 33, 2))[0])
    bill_no = f"RO{world.at:%y%m%d}{world.chance.randrange(400):03d}"
    world.send(write_handover, world.someone(*_WRITERS), form=_form(world, customer, bill_no))


def _post(world: World) -> None:
    world.send(post_handover, world.someone("service", "manager"), handover_id=_slip(world, "pending"))


def _return(world: World) -> None:
    world.send(return_handover, "service", handover_id=_slip(world, "pending"), reason=world.chance.choice(_REASONS))


def _hand_in_again(world: World) -> None:
    slip = _slip(world, "returned")
    customer, bill_no = world.row("SELECT customer_id, bill_no FROM handovers WHERE id = ?", slip)
    customer = world.one(OPEN_MEMBERS) if world.happens(0.1) else customer
    form = _form(world, customer, bill_no)
    world.send(resubmit_handover, world.someone("clerk", "clerk2", "adviser"), handover_id=slip, form=form)


def _void(world: World) -> None:
    slip = _slip(world, world.chance.choice(("pending", "returned")))
    world.send(void_handover, world.someone("service", "manager"), handover_id=slip, reason=world.chance.choice(_REASONS))


def _reverse(world: World) -> None:
    """A bill is taken back, whole or what is left of it."""
    world.send(reverse_handover, "manager", handover_id=_slip(world, "posted"), reason=world.chance.choice(_REASONS))


def _reverse_lines(world: World) -> None:
    """Some lines of a bill are taken back; now and then one that was before."""
    slip = world.one("SELECT handover_id FROM handover_lines WHERE position > 1 AND entry_id IS NOT NULL")
    lines = world.ids(
        "SELECT l.id FROM handover_lines l JOIN handovers h ON h.id = l.handover_id WHERE h.id = ? AND l.revision = h.revision", slip
    )
    chosen = world.chance.sample(lines, world.chance.randint(1, len(lines)))
    world.send(reverse_handover, "manager", handover_id=slip, reason="部分退货", line_ids=chosen)


def _again(world: World) -> None:
    """A slip that was settled on another PC meanwhile."""
    world.send(post_handover, "service", handover_id=_slip(world, world.chance.choice(("posted", "voided", "reversed"))))


def _award(world: World) -> None:
    kind = world.chance.choice(BY_HAND)
    occasion = world.chance.choice((f"春季活动 {world.at:%m} 月", "自驾游", f"粤B{world.chance.randrange(10**4):05d}"))
    world.send(give_award, world.someone("service", "manager"), customer_id=world.one(OPEN_MEMBERS), kind=kind, occasion=occasion)


def _adjust(world: World) -> None:
    amount = world.chance.choice((30, 200, -10, -80, -5_000))
    customer = world.one(OPEN_MEMBERS)
    level = world.happens(0.3)
    world.send(adjust_points, "manager", customer_id=customer, amount=amount, reason=world.chance.choice(_REASONS), counts_for_level=level)


def _undo(world: World) -> None:
    entry = world.one("SELECT id FROM points_entries WHERE kind IN ('awarded', 'manual')")
    world.send(undo_entry, "manager", entry_id=entry, reason="记错了人")


def _rate(world: World) -> None:
    kind = world.chance.choice(tuple(SpendKind))
    begins = world.today + timedelta(days=world.chance.choice((0, 1, 5, 20, -1)))
    world.send(set_rate, "manager", kind=kind, fen_per_point=world.chance.choice((0, 1_00, 2_00, 3_33, 20_00)), valid_from=begins)


def expire(world: World) -> None:
    """What ended is booked in the background, few accounts at a time."""
    if not world.send(expire_due, "system", limit=5):
        raise NothingToDo


DEEDS = (
    Deed("write a slip", 46, _write),
    Deed("post a slip", 40, _post),
    Deed("return a slip", 4, _return),
    Deed("hand a slip in again", 5, _hand_in_again),
    Deed("void a slip", 3, _void),
    Deed("reverse a slip", 3, _reverse),
    Deed("reverse lines of a slip", 3, _reverse_lines),
    Deed("post a settled slip", 1, _again, always_refused=True),
    Deed("give an award", 5, _award),
    Deed("adjust points", 6, _adjust),
    Deed("undo an entry", 3, _undo),
    Deed("set a rate", 1, _rate),
    Deed("book what expired", 6, expire),
)
