"""What the desk is offered when it begins a slip: the guest, his cars, what he may use, and the rates."""

from dataclasses import dataclass

from deskapp.customers.views import customer
from deskapp.data import Act, reading
from deskapp.errors import UserError
from deskapp.handovers.bill import Terms
from deskapp.handovers.domain import USE_ON_BILLS, Slip
from deskapp.handovers.rates import terms
from deskapp.handovers.reading import handover
from deskapp.members.standing import open_membership, spending_membership
from deskapp.points.reading import balance
from deskapp.settings import store


@dataclass(frozen=True, slots=True)
class Car:
    """A car to choose from, as the desk reads it."""

    vehicle_id: int
    words: str


@dataclass(frozen=True, slots=True)
class SlipOffer:
    """`no_points` tells why no points can be used on this bill ("" = they can). `returned` is the slip that is handed in again."""

    customer_id: int
    customer: str
    salutation: str
    member_no: str
    cars: tuple[Car, ...]
    spendable: int
    no_points: str
    terms: Terms
    returned: Slip | None


def offer(*, act: Act, customer_id: int, handover_id: int | None = None) -> SlipOffer:
    """Refuses a customer who is no member, before anything is typed."""
    today = act.at.date()
    with reading():
        guest = customer(act=act, customer_id=customer_id)
        member = open_membership(customer_id=customer_id, on=today)
        return SlipOffer(
            customer_id=guest.id,
            customer=guest.name,
            salutation=guest.salutation.spoken,
            member_no=member.member_no,
            cars=tuple(Car(car.id, " ".join(part for part in (car.plate_text or car.vin, car.model) if part)) for car in guest.vehicles),
            spendable=balance(customer_id=guest.id, on=today).spendable,
            no_points=_why_no_points(guest.id, act),
            terms=terms(on=today),
            returned=handover(act=act, handover_id=handover_id) if handover_id is not None else None,
        )


def _why_no_points(customer_id: int, act: Act) -> str:
    if not store.value(USE_ON_BILLS):
        return "本店不接受积分抵扣账单"
    try:
        spending_membership(customer_id=customer_id, on=act.at.date())
    except UserError as refusal:
        return refusal.message
    return ""
