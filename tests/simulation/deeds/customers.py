"""What happens to customers: taken up, put right, their cars come and go, consents are withdrawn, two records prove to be one."""

from datetime import timedelta

from deskapp.customers.consents import record_consents, stop_marketing, withdraw_consent
from deskapp.customers.domain import Answer, ConsentChannel, CustomerForm, CustomerKind, Energy, Purpose, Salutation, VehicleForm
from deskapp.customers.likeness import keep_apart
from deskapp.customers.service import add_customer, edit_customer, reveal_mobile, write_note
from deskapp.customers.vehicles import add_vehicle, edit_vehicle, end_vehicle, take_over_vehicle
from deskapp.demo.guests import Guest
from deskapp.privacy.erasure import erase_customer
from tests.simulation.world import Deed, World

DESK = ("clerk", "clerk2", "service", "manager")
ANYBODY = "SELECT id FROM customers WHERE merged_into_id IS NULL"
_PRESENT = "SELECT v.id FROM vehicles v JOIN customers c ON c.id = v.customer_id WHERE v.ended_at IS NULL AND c.merged_into_id IS NULL"


def form_of(guest: Guest) -> CustomerForm:
    """What the clerk types of a guest."""
    return CustomerForm(
        name=guest.company or guest.name,
        contact=guest.name if guest.company else "",
        kind=CustomerKind.COMPANY if guest.company else CustomerKind.PERSON,
        mobile=guest.mobile,
        salutation=Salutation(guest.salutation),
        birthday=guest.birthday,
        birthday_lunar=guest.lunar and bool(guest.birthday),
    )


def car_of(guest: Guest) -> VehicleForm:
    """What the clerk types of his car."""
    return VehicleForm(guest.plate, guest.vin, guest.model, guest.color, Energy(guest.energy), odometer_km=str(guest.odometer_km))


def answers(world: World, *, service: bool = True) -> tuple[Answer, ...]:
    """The four answers of a guest."""
    return tuple(Answer(purpose, service if purpose is Purpose.SERVICE else world.happens(0.7)) for purpose in Purpose)


def _take_up(world: World) -> None:
    """A customer who is no member yet."""
    guest = world.next_guest()
    world.send(add_customer, world.someone(*DESK), form=form_of(guest), vehicles=(car_of(guest),) if world.happens(0.7) else ())
    world.to_come.pop(0)


def _take_up_again(world: World) -> None:
    """Somebody forgot to search: a second record of a known person, with his mobile."""
    customer = world.one(ANYBODY + " AND mobile <> ''")
    name, mobile = world.row("SELECT name, mobile FROM customers WHERE id = ?", customer)
    reasons = {"mobile_shared": "夫妻共用"} if world.happens(0.8) else {}
    world.send(add_customer, world.someone(*DESK), form=CustomerForm(name[-20:], mobile), reasons=reasons)


def _edit(world: World) -> None:
    customer = world.one(ANYBODY)
    kind, name, contact = world.row("SELECT kind, name, contact FROM customers WHERE id = ?", customer)
    form = CustomerForm(
        name=world.chance.choice(world.names) if world.happens(0.3) and kind == "person" else name,
        mobile=f"159{world.chance.randrange(10**8):08d}" if world.happens(0.3) else None,
        kind=CustomerKind(kind),
        contact=contact,
        salutation=world.chance.choice(tuple(Salutation)),
        birthday=world.chance.choice(("", "04-16", "02-29", "1988-11-03")),
        address=world.chance.choice(("", "深圳市南山区科技园 1 号", "广州市天河区天河路 99 号")),
    )
    world.send(edit_customer, world.someone(*DESK), customer_id=customer, form=form)


def _note(world: World) -> None:
    text = world.chance.choice(("", "对烟味敏感", "只接受下午来电", "投诉过车间，请经理接待"))
    world.send(write_note, world.someone(*DESK), customer_id=world.one(ANYBODY), text=text)


def _reveal(world: World) -> None:
    world.send(reveal_mobile, world.someone(*DESK, "adviser"), customer_id=world.one(ANYBODY))


# Cars -----------------------------------------------------------------------------------------------------------------


def _new_car(world: World) -> None:
    plate = f"粤B{world.chance.randrange(10**5):05d}"
    form = VehicleForm(plate, model="帕萨特", odometer_km="12", take_over=world.happens(0.5))
    world.send(add_vehicle, world.someone(*DESK), customer_id=world.one(ANYBODY), form=form)


def _change_car(world: World) -> None:
    car = world.one(_PRESENT)
    plate, vin, model = world.row("SELECT plate, vin, model FROM vehicles WHERE id = ?", car)
    plate = f"粤B{world.chance.randrange(10**5):05d}" if world.happens(0.2) else plate
    until = (world.today + timedelta(days=world.chance.randrange(20, 360))).isoformat()
    km = str(world.chance.randrange(100, 150_000))
    reasons = {"odometer_km": "换过仪表"} if world.happens(0.8) else {}
    form = VehicleForm(plate, vin, model, world.chance.choice(("白", "黑", "灰")), odometer_km=km, insurance_until=until)
    world.send(edit_vehicle, world.someone(*DESK), vehicle_id=car, form=form, reasons=reasons)


def _end_car(world: World) -> None:
    world.send(end_vehicle, world.someone(*DESK), vehicle_id=world.one(_PRESENT), reason=world.chance.choice(("已卖出", "报废", "")))


def _take_car_over(world: World) -> None:
    world.send(take_over_vehicle, world.someone(*DESK), vehicle_id=world.one(_PRESENT), customer_id=world.one(ANYBODY))


# Consents -------------------------------------------------------------------------------------------------------------


def _withdraw(world: World) -> None:
    purpose = world.chance.choice((Purpose.MARKETING, Purpose.MARKETING, Purpose.CARE, Purpose.SHARE, Purpose.SERVICE))
    channel = world.chance.choice((ConsentChannel.PHONE, ConsentChannel.COUNTER))
    world.send(withdraw_consent, world.someone(*DESK), customer_id=world.one(ANYBODY), purpose=purpose, channel=channel)


def _ask_again(world: World) -> None:
    given = answers(world)[1:] if world.happens(0.8) else answers(world)
    world.send(record_consents, world.someone(*DESK), customer_id=world.one(ANYBODY), answers=given, channel=ConsentChannel.PAPER)


def _stop(world: World) -> None:
    """ "别再打电话了": everything but the service in one step."""
    channel = world.chance.choice((ConsentChannel.PHONE, ConsentChannel.COUNTER))
    world.send(stop_marketing, world.someone(*DESK), customer_id=world.one(ANYBODY), channel=channel)


def _keep_apart(world: World) -> None:
    reason = world.chance.choice(("父女", "同名", ""))
    world.send(keep_apart, "manager", one_id=world.one(ANYBODY), other_id=world.one(ANYBODY), reason=reason)


def _erase(world: World) -> None:
    """Somebody wants to be forgotten; mostly one who has left."""
    left = " AND NOT EXISTS (SELECT 1 FROM memberships m WHERE m.customer_id = customers.id AND m.state IN ('pending', 'active', 'lost'))"
    customer = world.one(ANYBODY + (left if world.happens(0.8) else ""))
    channel = world.chance.choice((ConsentChannel.PHONE, ConsentChannel.PAPER))
    world.send(erase_customer, "manager", customer_id=customer, channel=channel, reason=world.chance.choice(("本人要求", "")))


DEEDS = (
    Deed("take up a customer", 4, _take_up),
    Deed("take a customer up again", 2, _take_up_again),
    Deed("edit a customer", 5, _edit),
    Deed("write a note", 2, _note),
    Deed("reveal a number", 2, _reveal),
    Deed("add a car", 4, _new_car),
    Deed("change a car", 5, _change_car),
    Deed("end a car", 2, _end_car),
    Deed("take a car over", 2, _take_car_over),
    Deed("withdraw a consent", 5, _withdraw),
    Deed("ask for consent again", 3, _ask_again),
    Deed("stop all marketing", 2, _stop),
    Deed("keep two apart", 1, _keep_apart),
    Deed("erase a customer", 1, _erase),
)
