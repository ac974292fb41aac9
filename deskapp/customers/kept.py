"""Everything kept of many customers at once, numbers in full: for lists and copies that leave the house. The caller asks the right."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from deskapp.customers.domain import CustomerKind, Purpose, Salutation
from deskapp.customers.entry import energy_of
from deskapp.customers.family import family
from deskapp.data import fetch_row, fetch_rows
from deskapp.data.bulk import fetch_by_keys
from deskapp.typed import Birthday, Energy, format_birthday

_CUSTOMERS = (
    "SELECT id, kind, name, contact, credit_code, salutation, mobile, alt_contact, alt_phone, birth_month, birth_day, birth_year,"
    " birth_lunar, address, note FROM customers WHERE merged_into_id IS NULL AND id IN {keys}"
)
_MERGED = "SELECT id, merged_into_id FROM customers WHERE merged_into_id IN {keys}"
_CARS = (
    "SELECT v.customer_id, v.id, v.plate, v.vin, v.model, v.color, v.energy, v.bought_on, v.bought_here, v.insurance_until,"
    " v.inspection_until, (SELECT o.km FROM odometer_readings o WHERE o.vehicle_id = v.id ORDER BY o.id DESC LIMIT 1)"
    " FROM vehicles v WHERE v.ended_at IS NULL AND v.customer_id IN {keys} ORDER BY v.id"
)
_ANSWERS = "SELECT customer_id, purpose, given, id FROM consents WHERE customer_id IN {keys} ORDER BY id"
_MOST_CARS = (
    "SELECT MAX(cars) FROM (SELECT COUNT(*) AS cars FROM vehicles v JOIN customers c ON c.id = v.customer_id"
    " WHERE v.ended_at IS NULL GROUP BY COALESCE(c.merged_into_id, c.id)) counted"
)
_ALL = "SELECT id FROM customers WHERE merged_into_id IS NULL AND erased_id IS NULL ORDER BY id"


@dataclass(frozen=True, slots=True)
class KeptCar:
    """A present car."""

    plate: str
    vin: str
    model: str
    color: str
    energy: Energy | None
    bought_on: date | None
    bought_here: bool | None
    insurance_until: date | None
    inspection_until: date | None
    odometer_km: int | None


@dataclass(frozen=True, slots=True)
class KeptCustomer:
    """A customer with his present cars and the answers that stand; `birthday` in words, '' when unknown."""

    id: int
    kind: CustomerKind
    name: str
    contact: str
    credit_code: str
    salutation: Salutation
    mobile: str
    alt_contact: str
    alt_phone: str
    birthday: str
    address: str
    note: str
    cars: tuple[KeptCar, ...]
    answers: dict[Purpose, bool]


def kept_customers(customer_ids: Collection[int]) -> dict[int, KeptCustomer]:
    """These customers, each with what his whole family has; merged ones are left out. Four statements for 500 of them."""
    families = {key: key for key in customer_ids}
    merged = {row[1] for row in fetch_by_keys(_MERGED, customer_ids)}
    families |= {kin: root for root in merged for kin in family(root)}
    cars: dict[int, list[KeptCar]] = {}
    for row in sorted(fetch_by_keys(_CARS, families), key=lambda row: row[1]):
        cars.setdefault(families[row[0]], []).append(_car(row))
    answers: dict[int, dict[Purpose, bool]] = {}
    for owner, purpose, given, _ in sorted(fetch_by_keys(_ANSWERS, families), key=lambda row: row[3]):
        answers.setdefault(families[owner], {})[Purpose(purpose)] = bool(given)
    return {row[0]: _customer(row, tuple(cars.get(row[0], ())), answers.get(row[0], {})) for row in fetch_by_keys(_CUSTOMERS, customer_ids)}


def standing_ids() -> list[int]:
    """Every customer in the order they were taken up, without merged and erased ones."""
    return [row[0] for row in fetch_rows(_ALL)]


def most_cars() -> int:
    """The most present cars any customer has."""
    row = fetch_row(_MOST_CARS)
    return row[0] or 0 if row else 0


def _car(row: tuple[Any, ...]) -> KeptCar:
    return KeptCar(
        plate=row[2],
        vin=row[3],
        model=row[4],
        color=row[5],
        energy=energy_of(row[6]),
        bought_on=_day(row[7]),
        bought_here=None if row[8] is None else bool(row[8]),
        insurance_until=_day(row[9]),
        inspection_until=_day(row[10]),
        odometer_km=row[11],
    )


def _customer(row: tuple[Any, ...], cars: tuple[KeptCar, ...], answers: dict[Purpose, bool]) -> KeptCustomer:
    birthday = format_birthday(Birthday(row[9], row[10], row[11], bool(row[12]))) if row[9] else ""
    return KeptCustomer(
        id=row[0],
        kind=CustomerKind(row[1]),
        name=row[2],
        contact=row[3],
        credit_code=row[4],
        salutation=Salutation(row[5]),
        mobile=row[6],
        alt_contact=row[7],
        alt_phone=row[8],
        birthday=birthday,
        address=row[13],
        note=row[14],
        cars=cars,
        answers=answers,
    )


def _day(value: date | str | None) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value
