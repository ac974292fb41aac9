"""Whose birthday it is: solar and lunar, for those who agreed to be greeted (members.md §7)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import peewee as pw

from deskapp.calendar import birthdays_on
from deskapp.customers.domain import Purpose, Salutation
from deskapp.customers.tables import ConsentRecord, CustomerRecord
from deskapp.data import Act
from deskapp.staff.domain import Right
from deskapp.staff.service import require


@dataclass(frozen=True, slots=True)
class BirthdayGuest:
    """A customer whose birthday falls on the day asked for."""

    customer_id: int
    name: str
    salutation: str


def birthday_guests(*, act: Act, on: date) -> list[BirthdayGuest]:
    """Customers with a birthday on the day who agreed to 生日和节日关怀, by name. 29 Feb counts on 28 Feb in common years."""
    require(act, Right.SEE_CUSTOMERS)
    days = [
        (CustomerRecord.birth_lunar == birthday.lunar)
        & (CustomerRecord.birth_month == birthday.month)
        & (CustomerRecord.birth_day == birthday.day)
        for birthday in birthdays_on(on)
    ]
    if not days:
        return []
    wanted = days[0]
    for other in days[1:]:
        wanted = wanted | other
    last_answer: Any = ConsentRecord.alias()
    kin: Any = CustomerRecord.alias()
    family = (last_answer.customer == CustomerRecord.id) | last_answer.customer.in_(
        kin.select(kin.id).where(kin.merged_into == CustomerRecord.id)
    )
    newest = last_answer.select(pw.fn.MAX(last_answer.id)).where(family & (last_answer.purpose == Purpose.CARE.value))
    agreed = pw.fn.EXISTS(ConsentRecord.select(pw.Value(1)).where((ConsentRecord.id == newest) & ConsentRecord.given))
    rows = CustomerRecord.select().where(wanted & CustomerRecord.merged_into.is_null() & agreed).order_by(CustomerRecord.sort_key)
    return [BirthdayGuest(row.id, row.name, Salutation(row.salutation).spoken) for row in rows]
