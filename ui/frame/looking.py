"""What the search box asks the store, in the database lane; and the plate a row shows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ui.session import Session

if TYPE_CHECKING:
    from deskapp.customers.domain import Hit

ROWS = 9
_SLIP = re.compile(r"\s*(ts|gd|40\d{6})", re.IGNORECASE)
"""What the number of a handling slip or of its archive begins with."""


def plate_words(plates: Sequence[str], searched: str) -> str:
    """The plate the guest was looked for by, else his first; and how many cars there are: "粤B D20716 等 2 辆"."""
    words = searched.upper().split()
    found = next((plate for plate in plates if any(word in plate.replace(" ", "") for word in words)), plates[0] if plates else "")
    return f"{found} 等 {len(plates)} 辆" if len(plates) > 1 else found


def search(session: Session, text: str) -> Sequence[Hit]:
    """One more than there are rows for, so that it is known whether there are others."""
    from deskapp.members.lookup import find

    if _SLIP.match(text) and (slip := _slip(session, text)) is not None:
        return [slip]
    return find(act=session.act(), text=text, limit=ROWS + 1)


def _slip(session: Session, text: str) -> Hit | None:
    """The handling slip of a number TS-… or GD-…, scanned or typed; also for who sees no other customer than those of his slips."""
    from deskapp.complaints.search import complaint_of_number
    from deskapp.customers.domain import Hit

    found = complaint_of_number(act=session.act(), number=text)
    return Hit(None, found.number, matched=found.archive_no or "处理单", exact=True, number=found.number) if found else None


def search_slow(session: Session, text: str) -> tuple[Sequence[Hit], str]:
    """Hits by digits within a mobile; without one, what is to be said to this person: how he may look, or what to do with a new guest."""
    from deskapp.customers import search
    from deskapp.members.lookup import search_limits, with_pills
    from deskapp.staff.domain import Right

    act = session.act()
    limits = search_limits(act=act)
    hits = () if limits else with_pills(search.search_slow(act=act, text=text, limit=ROWS), act=act)
    way_on = limits or ("新客户请按 F3 入会" if session.may(Right.ENROLL_MEMBERS) else "")
    return hits, "" if hits else f"没有找到“{text}”。{way_on}"


def last_guests(session: Session, ids: Sequence[int]) -> Sequence[Hit]:
    """The guests this PC had open last, by their ids."""
    from deskapp.members import lookup

    return lookup.last_guests(act=session.act(), customer_ids=ids)
