"""What the counter must know before anything is chosen: who the guest is, what he may spend, what there is to choose."""

from dataclasses import dataclass

from deskapp.customers.views import customer
from deskapp.data import Act, reading
from deskapp.gifts.catalogue import gifts
from deskapp.gifts.domain import APPROVAL_LIMIT, NEW_FOR_DAYS, Gift
from deskapp.gifts.redemption import had_before, may_approve
from deskapp.members.levels import levels
from deskapp.members.standing import spending_membership
from deskapp.points.reading import balance
from deskapp.settings.store import value
from deskapp.staff.domain import Person, Right
from deskapp.staff.service import people, require
from deskapp.typed import name_readings


@dataclass(frozen=True, slots=True)
class Offer:
    """One gift on the counter. `keys` are what it is found by: name, number, pinyin and initials, lower case.

    `most` is how many this member may take now, by the limits of a slip and of a year; None = without limit.
    """

    gift: Gift
    is_new: bool
    keys: str
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Counter:
    """The redemption form as it opens; `approves` tells whether this clerk may hand out up to `limit` points at once.

    `address` is the customer's, where a gift may be brought or posted; `carriers` may bring it.
    """

    customer_id: int
    name: str
    salutation: str
    level: str
    spendable: int
    limit: int
    approves: bool
    offers: tuple[Offer, ...]
    address: str
    carriers: tuple[Person, ...]


def counter(*, act: Act, customer_id: int) -> Counter:
    """Everything the form shows, in one snapshot. Refuses a customer whose points may not be spent today, with the way out."""
    require(act, Right.APPLY_REDEMPTIONS)
    today = act.at.date()
    with reading():
        standing = spending_membership(customer_id=customer_id, on=today)
        guest = customer(act=act, customer_id=customer_id)
        level = levels(membership_ids=(standing.membership_id,), on=today)[standing.membership_id].level
        spendable = balance(customer_id=customer_id, on=today).spendable
        on_offer = gifts(act=act, offered_only=True)
        new_for, limit = value(NEW_FOR_DAYS), value(APPROVAL_LIMIT)
        approves = may_approve(act=act, cost=limit)
        had = had_before(customer_id, on_offer, act.at)
    offers = tuple(Offer(one, one.is_new(today, new_for), _keys(one), _most(one, had.get(one.id, 0))) for one in on_offer)
    named = (guest.id, guest.name, guest.salutation.spoken, level.label)
    return Counter(*named, spendable, limit, approves, offers, guest.address, people())


def postal_address(*, act: Act, customer_id: int) -> str:
    """Where a gift may be brought or posted: the customer's address, '' when he gave none."""
    require(act, Right.SEND_GIFTS)
    return customer(act=act, customer_id=customer_id).address


def _most(gift: Gift, had: int) -> int | None:
    of_the_year = None if gift.limit_per_member is None else max(gift.limit_per_member - had, 0)
    limits = [limit for limit in (gift.limit_per_redemption, of_the_year) if limit is not None]
    return min(limits, default=None)


def _keys(gift: Gift) -> str:
    read = name_readings(gift.name)
    return " ".join((gift.name, gift.gift_no, *read.full, *read.initials)).lower()
