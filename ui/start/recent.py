"""Who signed in on this PC lately: the tiles of the sign-in window. Kept on the PC, so they show before the store is open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from ui.kit.local_state import LocalState

if TYPE_CHECKING:
    from deskapp.staff.domain import Person

_KEY = "signed_in"
_STORE = "store"
_SHOWN_FOR = timedelta(days=7)
_TILES = 6


@dataclass(frozen=True, slots=True)
class Recent:
    """One tile."""

    staff_no: str
    name: str
    roles: str


def recent_people(local: LocalState, now: datetime) -> tuple[Recent, ...]:
    """Who signed in here during the last 7 days, the last one first."""
    entries = [entry for entry in _entries(local) if now - _SHOWN_FOR <= datetime.fromisoformat(entry["at"]) <= now + _SHOWN_FOR]
    return tuple(Recent(e["staff_no"], e["name"], e["roles"]) for e in entries[:_TILES])


def remember(local: LocalState, person: Person, now: datetime) -> None:
    """Put a person first among those who signed in here."""
    entry = {"staff_no": person.staff_no, "name": person.name, "roles": person.roles_in_words, "at": now.isoformat()}
    others = [other for other in _entries(local) if other["staff_no"] != person.staff_no]
    local.put(_KEY, [entry, *others][: 2 * _TILES])


def forget(local: LocalState, staff_no: str) -> None:
    """Take the tile of somebody away who can sign in no more."""
    local.put(_KEY, [entry for entry in _entries(local) if entry["staff_no"] != staff_no])


def known_store(local: LocalState) -> tuple[str, str]:
    """Short name and outlet of the store this PC was last in, '' on its first day."""
    found: Any = local.get(_STORE)
    return (found[0], found[1]) if isinstance(found, list) else ("", "")


def keep_store(local: LocalState, names: tuple[str, str]) -> None:
    """Remember them for the next start."""
    local.put(_STORE, list(names))


def _entries(local: LocalState) -> list[dict[str, str]]:
    found: Any = local.get(_KEY)
    return found if isinstance(found, list) else []
