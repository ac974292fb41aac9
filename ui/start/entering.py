"""What the sign-in window asks the store; each runs on the database thread."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from deskapp.data.act import Act
    from deskapp.staff.domain import Person, Right


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who may go on, with which rights; `clock_doubt` says why nothing can be written yet, '' when the clock is believed."""

    person: Person
    rights: frozenset[Right]
    clock_doubt: str


def store_names() -> tuple[str, str]:
    """The store's short name and its main outlet, for the panel at the left."""
    from deskapp.staff.service import outlets
    from deskapp.store.service import store

    return store().short_name, next((outlet.name for outlet in outlets()), "")


def by_number(typed: str) -> Person:
    """Whose 工号 was typed. Refuses one that nobody may sign in with."""
    from deskapp.staff.sign_in import who_signs_in

    return who_signs_in(typed)


def waits_until(staff_no: str, at: datetime) -> datetime | None:
    """Until when no try of this person counts, None when he may try."""
    from deskapp.staff.service import person_by_no
    from deskapp.staff.sign_in import pin_state

    person = person_by_no(staff_no)
    return None if person is None else pin_state(person.id, at=at).wait_until


def enter(act: Act, staff_no: str, pin: str) -> SignedIn:
    """Sign in, and fetch what the windows need to know of the person. Refuses what `sign_in` refuses."""
    from deskapp.staff.service import rights_of
    from deskapp.staff.sign_in import sign_in
    from deskapp.store.service import clock_doubt

    person = sign_in(act=act, staff_no=staff_no, pin=pin)
    doubt = clock_doubt(act=replace(act, staff_id=person.id))
    return SignedIn(person, rights_of(person.id, on=act.at.date()), doubt)
