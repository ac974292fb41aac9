"""What the store knows about the people of a list, fetched in bulk for `import_match`. Reads only; inside `reading()` or `writing()`."""

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from deskapp.customers.domain import Purpose
from deskapp.customers.family import family
from deskapp.customers.intake import CAR_COLUMNS, cars_like, people_with
from deskapp.data.bulk import fetch_by_keys
from deskapp.members.domain import CardState, Level, MemberState
from deskapp.members.import_entry import Entry
from deskapp.members.levels import levels
from deskapp.points.opening import openings_of, used_accounts

WHY = "导入"
"""The reason the change history and the events of an import bear."""
KEPT: tuple[str, ...] = (
    "kind",
    "name",
    "contact",
    "credit_code",
    "salutation",
    "mobile",
    "alt_contact",
    "alt_phone",
    "birth_month",
    "birth_day",
    "birth_year",
    "birth_lunar",
    "address",
    "note",
)
"""Columns of a customer that a list can change."""
_MEMBERSHIP = "m.id, m.number, m.customer_id, m.state, m.joined_on, m.valid_until"
_BY_NUMBER = f"SELECT {_MEMBERSHIP} FROM memberships m WHERE m.number IN {{keys}}"
_BY_CARD = (
    f"SELECT c.number, c.state, {_MEMBERSHIP} FROM cards c JOIN memberships m ON m.id = c.membership_id"
    " WHERE c.state <> 'void' AND c.number IN {keys}"
)
_MEMBERSHIPS = f"SELECT {_MEMBERSHIP} FROM memberships m WHERE m.state <> 'void' AND m.customer_id IN {{keys}} ORDER BY m.id"
_CARDS = "SELECT membership_id, number, state FROM cards WHERE state <> 'void' AND membership_id IN {keys}"
_MERGED = "SELECT merged_into_id FROM customers WHERE merged_into_id IN {keys}"
_LOSERS = "SELECT id FROM customers WHERE merged_into_id IS NOT NULL AND id IN {keys}"
_CUSTOMERS = f"SELECT id, reading, {', '.join(KEPT)} FROM customers WHERE id IN {{keys}}"
_VEHICLES = f"SELECT id, customer_id, {', '.join(CAR_COLUMNS)}, ended_at FROM vehicles WHERE customer_id IN {{keys}} ORDER BY id"
_ANSWERED = "SELECT DISTINCT customer_id, purpose FROM consents WHERE customer_id IN {keys}"
_LATER_TERMS = "SELECT DISTINCT membership_id FROM member_events WHERE kind IN ('renewed', 'absorbed') AND membership_id IN {keys}"
_BROUGHT_LEVELS = (
    f"SELECT membership_id, level FROM member_events WHERE kind = 'level_set' AND reason = '{WHY}' AND membership_id IN {{keys}}"
)
_BY_HAND = (
    "SELECT c.record_id, c.field, c.old FROM changes c JOIN acts a ON a.id = c.act_id"
    " WHERE c.kind = '{kind}' AND a.use_case <> 'import_members' AND c.record_id IN {keys}"
)
_LEVELS_AT_ONCE = 500
_DAYS = frozenset(("bought_on", "insurance_until", "inspection_until"))
_TRUTHS = frozenset(("bought_here", "birth_lunar"))
Tick = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Known:
    """A membership in the store; `customer_id` is the survivor's."""

    membership_id: int
    number: str
    customer_id: int
    state: MemberState
    joined_on: date
    valid_until: date


@dataclass(frozen=True, slots=True)
class OwnCar:
    """A car that is or, `ended`, was a customer's."""

    id: int
    values: dict[str, Any]
    ended: bool


class InStore:
    """First who is behind the numbers of the list; `look_at` then fetches what is known of those found.

    `tick` is called between the statements and may raise to give up.
    """

    def __init__(self, entries: Sequence[Entry], *, tick: Tick) -> None:
        self._tick = tick
        by_number = fetch_by_keys(_BY_NUMBER, {e.member_no for e in entries if e.member_no}, done=tick)
        by_card = fetch_by_keys(_BY_CARD, {e.card_no for e in entries if e.card_no}, done=tick)
        roots = self._roots([*(row[2] for row in by_number), *(row[4] for row in by_card)])
        self.by_number = {row[1]: _known(row, roots) for row in by_number}
        self.by_card = {row[0]: (CardState(row[1]), _known(row[2:], roots)) for row in by_card}
        self.people = people_with({e.mobile for e in entries}, done=tick)
        plates = {car.values["plate"] for e in entries for car in e.cars if car.values["plate"]}
        vins = {car.values["vin"] for e in entries for car in e.cars if car.values["vin"]}
        self.parked = cars_like(plates, vins, done=tick)
        known = {one.customer_id for one in self.by_number.values()} | {one.customer_id for _, one in self.by_card.values()}
        families = self._families(known | {person.customer_id for people in self.people.values() for person in people})
        self.memberships: dict[int, Known] = {}
        """Of each customer met the membership that is open, else the last that was."""
        for row in fetch_by_keys(_MEMBERSHIPS, families, done=tick):
            one = _known(row, families)
            before = self.memberships.get(one.customer_id)
            if before is None or one.state.is_open or not before.state.is_open:
                self.memberships[one.customer_id] = one

    def look_at(self, customer_ids: Collection[int], membership_ids: Collection[int]) -> None:
        """Fetch what an entry is compared with: of these survivors, and of these memberships."""
        tick = self._tick
        families = self._families(set(customer_ids))
        roots = set(families.values())
        self.customers = {
            row[0]: (row[1], dict(zip(KEPT, map(_kept, KEPT, row[2:]), strict=True))) for row in fetch_by_keys(_CUSTOMERS, roots, done=tick)
        }
        self.garage: dict[int, list[OwnCar]] = defaultdict(list)
        for row in fetch_by_keys(_VEHICLES, families, done=tick):
            values = dict(zip(CAR_COLUMNS, map(_kept, CAR_COLUMNS, row[2:-1]), strict=True))
            self.garage[families[row[1]]].append(OwnCar(row[0], values, ended=row[-1] is not None))
        self.answered: dict[int, set[Purpose]] = defaultdict(set)
        for owner, purpose in fetch_by_keys(_ANSWERED, families, done=tick):
            self.answered[families[owner]].add(Purpose(purpose))
        self.cards: dict[int, list[tuple[str, CardState]]] = defaultdict(list)
        for membership_id, number, state in fetch_by_keys(_CARDS, membership_ids, done=tick):
            self.cards[membership_id].append((number, CardState(state)))
        self.openings = openings_of(roots, done=tick)
        self.used = used_accounts(roots, done=tick)
        self.renewed = {row[0] for row in fetch_by_keys(_LATER_TERMS, membership_ids, done=tick)}
        cars = {car.id for owned in self.garage.values() for car in owned}
        self.by_hand = self._changed_by_hand("customers", roots) | self._changed_by_hand("vehicles", cars)

    def look_at_levels(self, membership_ids: Collection[int], *, on: date) -> None:
        """The level each of these memberships has now, and the levels lists have brought it before."""
        self.levels: dict[int, Level] = {}
        coming = list(membership_ids)
        for start in range(0, len(coming), _LEVELS_AT_ONCE):
            found = levels(membership_ids=coming[start : start + _LEVELS_AT_ONCE], on=on)
            self.levels |= {key: reason.level for key, reason in found.items()}
            self._tick()
        self.brought_levels = set(fetch_by_keys(_BROUGHT_LEVELS, coming, done=self._tick))

    def _changed_by_hand(self, kind: str, ids: Collection[int]) -> set[tuple[str, int, str, str]]:
        """(kind, id, field, value it had) of what people changed in this program: a list that still says so is older than that."""
        return {(kind, *row) for row in fetch_by_keys(_BY_HAND.replace("{kind}", kind), ids, done=self._tick)}

    def _roots(self, customer_ids: Sequence[int]) -> dict[int, int]:
        """Customer -> survivor, of those that were merged."""
        return {row[0]: family(row[0])[0] for row in fetch_by_keys(_LOSERS, set(customer_ids), done=self._tick)}

    def _families(self, roots: set[int]) -> dict[int, int]:
        """Every id of these survivors' families -> the survivor."""
        merged = {row[0] for row in fetch_by_keys(_MERGED, roots, done=self._tick)}
        return {root: root for root in roots} | {kin: root for root in merged for kin in family(root)}


def _known(row: Sequence[Any], roots: dict[int, int]) -> Known:
    owner: int = row[2]
    return Known(row[0], row[1], roots.get(owner, owner), MemberState(row[3]), _day(row[4]), _day(row[5]))


def _day(value: date | str) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _kept(column: str, value: Any) -> Any:
    """A column as both engines give it: SQLite keeps days as text and truths as numbers."""
    if value is None:
        return None
    return _day(value) if column in _DAYS else bool(value) if column in _TRUTHS else value
