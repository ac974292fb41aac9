"""Points come and go here and nowhere else. The rights are asked by the features above, inside whose act every verb runs."""

from datetime import date

from deskapp.data import Act
from deskapp.points.domain import AwardKind, EntryKind, Movement, Reservation


def earn(*, act: Act, customer_id: int, points: int, note: str, number: str, rate: int | None = None) -> Movement:
    """Book points earned by spending: redeemable and tier alike, in a new lot. `rate` is the rate version, frozen into the entry."""
    raise NotImplementedError


def award(*, act: Act, customer_id: int, kind: AwardKind, occasion: str, number: str = "") -> Movement:
    """Book a fixed award (points from its setting), once per account, kind and occasion (a number, a plate …) while not reversed.

    Refuses a second one, naming when it was given.
    """
    raise NotImplementedError


def award_of(*, customer_id: int, kind: AwardKind, occasion: str) -> int | None:
    """Entry id of the award if it was given and not reversed."""
    raise NotImplementedError


def open_balance(*, act: Act, customer_id: int, redeemable: int, tier: int, ends_on: date | None = None, number: str = "") -> Movement:
    """Book 期初, once an account: one lot until `ends_on` (default: as if earned today). The same values again give the first entry.

    Refuses other values for an account that has one (a manual entry corrects it), negative ones and an end in the past.
    """
    raise NotImplementedError


def adjust(*, act: Act, customer_id: int, points: int, reason: str, counts_for_level: bool = False) -> Movement:
    """A manual entry, plus or minus; a minus is refused beyond what is spendable. `counts_for_level`: a plus also counts as tier."""
    raise NotImplementedError


def reserve(*, act: Act, customer_id: int, holder: str, points: int, note: str) -> Reservation:
    """Promise points to the slip `holder` (its number): named lots, the one that ends first before the others. Refuses above spendable."""
    raise NotImplementedError


def release(*, act: Act, holder: str) -> None:
    """Close the slip's reservation unspent; what of it is past its end is booked as expired. Nothing reserved: nothing happens."""
    raise NotImplementedError


def spend(*, act: Act, customer_id: int, points: int, kind: EntryKind, number: str, note: str) -> Movement:
    """Spend directly (REDEEMED or USED), from the lots that end first. Refuses more than is spendable: "积分不足：可用 300，需要 500"."""
    raise NotImplementedError


def spend_reserved(*, act: Act, holder: str, kind: EntryKind, note: str, may_owe: bool) -> Movement:
    """Spend what the slip `holder` reserved, and close the reservation.

    When a reversal took the lots meanwhile, free lots step in; what is still uncovered becomes debt (`may_owe`) or is refused.
    """
    raise NotImplementedError


def void_rest(*, act: Act, customer_id: int, number: str, note: str) -> Movement | None:
    """Void all that is left (退会作废); None when nothing is. Refused while anything is reserved, naming the slips."""
    raise NotImplementedError


def expire_due(*, act: Act, limit: int = 200) -> int:
    """Book due expiries of up to `limit` accounts; how many were booked. 0 means that nothing is left for today."""
    raise NotImplementedError
