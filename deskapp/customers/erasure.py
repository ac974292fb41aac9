"""Anonymise in place: what makes a customer a person is taken out of his records, the ledgers go on without him (rules.md §7, PIPL 47).

What the archive duty keeps (the sale of a car) is locked away where no list and no search reads it.
"""

import json
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from deskapp.customers.domain import ARCHIVE_YEARS, Archived
from deskapp.customers.family import family
from deskapp.customers.tables import ArchivedRecord, CustomerRecord, RevealRecord, VehicleRecord
from deskapp.data import Act, Tx, database, forget_values, record_changes, sql, writing
from deskapp.errors import UserError
from deskapp.settings.store import value
from deskapp.staff.domain import Right
from deskapp.staff.service import require
from deskapp.typed import format_mobile, format_plate

_EMPTY = {
    "contact": "",
    "credit_code": "",
    "salutation": "",
    "reading": "",
    "sort_key": "~",
    "mobile": "",
    "alt_contact": "",
    "alt_phone": "",
    "birth_month": None,
    "birth_day": None,
    "birth_year": None,
    "birth_lunar": False,
    "address": "",
    "note": "",
    "note_act": None,
}
_WHY = "个人信息已清除"


def erase_records(tx: Tx, customer_id: int, *, reason: str) -> date | None:
    """Erase a customer with all who were merged into him; until when the archive duty keeps the sale of a car, None if there is none.

    Inside the write of whoever asks the right and sees that nothing is open.
    """
    ids = family(customer_id)
    people = list(CustomerRecord.select().where(CustomerRecord.id.in_(ids)))
    cars = list(VehicleRecord.select().where(VehicleRecord.customer.in_(ids)).order_by(VehicleRecord.id))
    if people and any(one.erased_id is not None for one in people):
        raise UserError("这位客户的个人信息已经清除")
    kept_until = _lock_away(tx, people, cars, root=ids[0])
    for one in people:
        CustomerRecord.update(**_EMPTY, name=f"客户 {one.id}（已清除）", erased=tx.act_id, last_act=tx.act_id).where(
            CustomerRecord.id == one.id
        ).execute()
    for car in cars:
        ended = {} if car.ended_at else {"ended_at": tx.act.at}
        VehicleRecord.update(plate="", plate_class="", vin="", ended_why=_WHY, **ended).where(VehicleRecord.id == car.id).execute()
    _forget(ids, [car.id for car in cars])
    record_changes(tx.act_id, "customers", ids[0], {"erased": ("", _WHY)}, reason=reason)
    return kept_until


def archived(*, act: Act, customer_id: int) -> Archived | None:
    """What was locked away of an erased customer; each look is logged like one at a full number. None when nothing had to be kept."""
    require(act, Right.ERASE_CUSTOMERS)
    with writing(act, "read_archived", customer_id=customer_id) as tx:
        root = family(customer_id)[0]
        record = ArchivedRecord.get_or_none(ArchivedRecord.customer == root)
        if record is None:
            return None
        if tx.replay is None:
            RevealRecord.create(customer=root, act=tx.act_id)
            tx.done(root)
        facts: dict[str, Any] = json.loads(record.facts)
        return Archived(facts["name"], facts["mobile"], tuple(facts["cars"]), record.kept_until)


def _lock_away(tx: Tx, people: Sequence[CustomerRecord], cars: Sequence[VehicleRecord], *, root: int) -> date | None:
    """Keep who bought which car here as long as the sales archive must be kept."""
    years: int = value(ARCHIVE_YEARS)
    today = tx.act.at.date()
    sold = [(car, _years_on(car.bought_on or today, years)) for car in cars if car.bought_here]
    kept = [(car, until) for car, until in sold if until >= today]
    if not kept:
        return None
    one = next(person for person in people if person.id == root)
    facts = {
        "name": f"{one.name}（{one.contact}）" if one.contact else one.name,
        "mobile": format_mobile(one.mobile),
        "cars": [" ".join(part for part in _car_words(car) if part) for car, _ in kept],
    }
    until = max(until for _, until in kept)
    ArchivedRecord.create(customer=root, kept_until=until, facts=json.dumps(facts, ensure_ascii=False), act=tx.act_id)
    return until


def _car_words(car: VehicleRecord) -> tuple[str, ...]:
    plate = format_plate(car.plate) if car.plate else ""
    return plate, car.vin, car.model, f"购车 {car.bought_on}" if car.bought_on else ""


def _years_on(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return date(day.year + years, 3, 1)


def _forget(ids: Collection[int], car_ids: Collection[int]) -> None:
    """Out of the search, and out of the values the change history keeps."""
    marks = ", ".join("?" * len(ids))
    database.execute_sql(sql(f"DELETE FROM search_tokens WHERE customer_id IN ({marks})"), tuple(ids))
    forget_values("customers", ids)
    forget_values("vehicles", car_ids)
