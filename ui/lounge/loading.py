"""What the board asks the store and tells it; each runs on the database thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date

    from deskapp.data.act import Act
    from deskapp.lounge.domain import Day
    from deskapp.staff.domain import Person


@dataclass(frozen=True, slots=True)
class Shown:
    """A day with what stands around it: names of everybody on it, tomorrow's plan, the store's own lists."""

    day: Day
    tomorrow: Day
    names: dict[int, str]
    store: str
    undo_seconds: int
    butts: int
    smoke_free: bool
    sound: bool


def load(day: date) -> Shown:
    """The day and its next one: the board shows tomorrow's first slots after the last one's end."""
    from datetime import timedelta

    from deskapp.lounge.domain import BUTTS, SMOKE_FREE, SOUND, UNDO
    from deskapp.lounge.reading import board_day
    from deskapp.settings.store import value
    from deskapp.staff.service import people
    from deskapp.store.service import store

    return Shown(
        day=board_day(day),
        tomorrow=board_day(day + timedelta(days=1)),
        names={person.id: person.name for person in people(active_only=False)},
        store=store().short_name,
        undo_seconds=value(UNDO),
        butts=value(BUTTS),
        smoke_free=value(SMOKE_FREE),
        sound=value(SOUND),
    )


def past_day(day: date) -> Day:
    """A day that is over, for the notes it takes."""
    from deskapp.lounge.reading import board_day

    return board_day(day)


def who_may(day: date) -> tuple[Person, ...]:
    from deskapp.lounge.reading import duty_people

    return duty_people(day)


def who_may_leave(day: date) -> tuple[Person, ...]:
    """Customer service: they alone take the board away from its screen."""
    from deskapp.staff.domain import Right
    from deskapp.staff.service import people, rights_of

    return tuple(person for person in people() if Right.CHECK_LOUNGE in rights_of(person.id, on=day))


def told_people() -> tuple[str, ...]:
    """Whom an attendant tells when he leaves: supervisors and the front desk."""
    from deskapp.staff.domain import Role
    from deskapp.staff.service import people

    roles = (Role.FRONT_DESK, Role.SUPERVISOR, Role.SERVICE_MANAGER, Role.CUSTOMER_SERVICE)
    return tuple(dict.fromkeys(person.name for role in roles for person in people(role=role)))


def rule(name: str) -> Any:
    """A list the store keeps for the board, by the name of its setting in the lounge's rules."""
    from deskapp.lounge import domain
    from deskapp.settings.store import value

    return value(getattr(domain, name))


def prove(act: Act, staff_no: str, pin: str) -> int:
    """Whose PIN it is; his id. Refuses a wrong one as the sign-in does."""
    from deskapp.staff.sign_in import sign_in

    return sign_in(act=act, staff_no=staff_no, pin=pin).id


def things() -> Any:
    from deskapp.lounge.equipment import equipment

    return equipment()


def area_items(code: str, day: date) -> Any:
    """The items of a slot's area list as they are valid on the day."""
    from deskapp.checklists.templates import version_on

    found = version_on(code=code, on=day)
    return found.checks if found else ()
