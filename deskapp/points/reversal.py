"""Taking back what was earned and giving back what was spent, whole or in parts, each once."""

from deskapp.data import Act
from deskapp.points.domain import Movement


def reverse(
    *, act: Act, entry_id: int, number: str, note: str, points: int | None = None, tier: int | None = None, part: int | None = None
) -> Movement | None:
    """Take back an incoming entry (earned, awarded, manual plus): all that is left of it, or `points` and `tier` for one `part`.

    Only here may the redeemable balance fall below zero; what had expired is not taken again. None when there is nothing to take back.
    """
    raise NotImplementedError


def give_back(*, act: Act, entry_id: int, number: str, note: str, points: int | None = None, part: int | None = None) -> Movement | None:
    """Return the points of an outgoing entry (redeemed, used, manual minus): all that is left of it, or `points` for one `part`.

    They go back to their lot while it lives 30 more days (setting), else into a new lot of that length. Tier is unchanged.
    """
    raise NotImplementedError
