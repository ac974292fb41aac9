"""Many customers at once, judged before by whoever read them from a list: looked up and written in bulk, inside his one write.

`done` hears after each chunk how many rows were written and may raise to give up.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from deskapp.customers.consents import current_notice
from deskapp.customers.domain import ConsentChannel, Purpose, Token, TokenSource
from deskapp.customers.family import family
from deskapp.customers.tables import NoticeRecord
from deskapp.customers.tokens import customer_tokens, vehicle_tokens
from deskapp.data import Tx
from deskapp.data.bulk import fetch_by_keys, insert_rows
from deskapp.typed import fold

CUSTOMER_COLUMNS: tuple[str, ...] = (
    "kind",
    "name",
    "contact",
    "credit_code",
    "salutation",
    "reading",
    "sort_key",
    "mobile",
    "alt_contact",
    "alt_phone",
    "birth_month",
    "birth_day",
    "birth_year",
    "birth_lunar",
    "address",
)
CAR_COLUMNS: tuple[str, ...] = (
    "plate",
    "plate_class",
    "vin",
    "model",
    "color",
    "energy",
    "bought_on",
    "bought_here",
    "insurance_until",
    "inspection_until",
)
_PEOPLE = (
    "SELECT t.token, c.id, c.name, c.contact, c.merged_into_id FROM search_tokens t JOIN customers c ON c.id = t.customer_id"
    f" WHERE t.source = '{TokenSource.MOBILE}' AND t.token IN {{keys}}"
)
_CARS = (
    "SELECT v.id, v.customer_id, v.plate, v.vin, c.name, c.merged_into_id FROM search_tokens t JOIN vehicles v"
    " ON v.customer_id = t.customer_id AND v.ended_at IS NULL JOIN customers c ON c.id = v.customer_id"
    " WHERE t.source = '{source}' AND t.token IN {keys}"
)
Done = Callable[[int], object]


@dataclass(frozen=True, slots=True)
class Namesake:
    """A customer with a mobile of the list; `customer_id` is the survivor's."""

    customer_id: int
    name: str
    contact: str


@dataclass(frozen=True, slots=True)
class ParkedCar:
    """A present car of some customer; `customer_id` is the survivor's, `owner` his name."""

    id: int
    customer_id: int
    plate: str
    vin: str
    owner: str


def people_with(mobiles: Collection[str], *, done: Callable[[], object]) -> dict[str, list[Namesake]]:
    """Who in the store has these mobiles."""
    found: dict[str, list[Namesake]] = defaultdict(list)
    for mobile, customer_id, name, contact, merged_into in fetch_by_keys(_PEOPLE, mobiles, done=done):
        root = customer_id if merged_into is None else family(customer_id)[0]
        if all(other.customer_id != root for other in found[mobile]):
            found[mobile].append(Namesake(root, name, contact))
    return found


def cars_like(plates: Collection[str], vins: Collection[str], *, done: Callable[[], object]) -> dict[str, list[ParkedCar]]:
    """Present cars of whomever with these plates and VINs (judged spelling), by each."""
    found: dict[str, dict[int, ParkedCar]] = defaultdict(dict)
    for source, numbers in ((TokenSource.PLATE, plates), (TokenSource.VIN, vins)):
        statement = _CARS.replace("{source}", source.value)
        wanted = set(numbers)
        for car_id, customer_id, plate, vin, owner, merged_into in fetch_by_keys(statement, [_word(n) for n in wanted], done=done):
            root = customer_id if merged_into is None else family(customer_id)[0]
            for number in {plate, vin} & wanted:
                found[number][car_id] = ParkedCar(car_id, root, plate, vin, owner)
    return {number: list(cars.values()) for number, cars in found.items()}


def insert_customers(tx: Tx, customers: Iterable[tuple[int, Mapping[str, Any], str]], *, done: Done) -> None:
    """Write new customers: (id taken ahead, judged columns, special note)."""
    columns = ("id", *CUSTOMER_COLUMNS, "note", "note_act_id", "act_id", "last_act_id")
    rows = (
        (key, *[_plain(values[name]) for name in CUSTOMER_COLUMNS], note, tx.act_id if note else None, tx.act_id, tx.act_id)
        for key, values, note in customers
    )
    insert_rows("customers", columns, rows, done=done)


def insert_cars(tx: Tx, cars: Sequence[tuple[int, int, Mapping[str, Any], int | None]], *, done: Done) -> None:
    """Write cars: (id taken ahead, customer, judged columns, odometer)."""
    columns = ("id", "customer_id", *CAR_COLUMNS, "ended_why", "act_id")
    rows = ((key, owner, *[_plain(values[name]) for name in CAR_COLUMNS], "", tx.act_id) for key, owner, values, _ in cars)
    insert_rows("vehicles", columns, rows, done=done)
    readings = ((key, km, "", tx.act_id) for key, _, _, km in cars if km is not None)
    insert_rows("odometer_readings", ("vehicle_id", "km", "reason", "act_id"), readings, done=done)


def insert_answers(tx: Tx, answers: Sequence[tuple[int, Purpose, bool]], *, done: Done) -> None:
    """Write answers brought by a list, under today's notice."""
    if answers:
        now = current_notice()
        record = NoticeRecord.get_or_none(NoticeRecord.version == now.version)
        notice_id = record.id if record else NoticeRecord.create(version=now.version, text=now.text, act=tx.act_id).id
        rows = ((owner, purpose.value, int(given), ConsentChannel.IMPORT.value, notice_id, tx.act_id) for owner, purpose, given in answers)
        insert_rows("consents", ("customer_id", "purpose", "given", "channel", "notice_id", "act_id"), rows, done=done)


class Sheaf:
    """Tokens of new customers, gathered to be written in their order: the index is the table, and grows at its end."""

    def __init__(self) -> None:
        self._heaps: dict[str, list[tuple[str, int, str]]] = defaultdict(list)

    def add_customer(
        self, customer_id: int, values: Mapping[str, Any], cars: Iterable[Mapping[str, Any]], more: AbstractSet[Token]
    ) -> None:
        """All words one can find a new customer by; `more` are those of the features above."""
        tokens = customer_tokens(name=values["name"], contact=values["contact"], reading=values["reading"], mobile=values["mobile"])
        for car in cars:
            tokens |= vehicle_tokens(plate=car["plate"], vin=car["vin"])
        for token, source in tokens | more:
            self._heaps[token[:3] if token.isascii() else token[:1]].append((token, customer_id, source.value))

    def __len__(self) -> int:
        return sum(map(len, self._heaps.values()))

    def write(self, *, done: Done) -> None:
        """Write them all. Sorted heap by heap: one long sort would stop every other thread."""
        rows = (row for start in sorted(self._heaps) for row in sorted(self._heaps.pop(start)))
        insert_rows("search_tokens", ("token", "customer_id", "source"), rows, done=done)


def _word(number: str) -> str:
    return fold(number).replace(" ", "")


def _plain(value: Any) -> str | int | None:
    """A column's value as both engines read it in bulk."""
    if value is None or isinstance(value, str):
        return value
    return int(value) if isinstance(value, int) else value.isoformat()
