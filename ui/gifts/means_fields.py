"""How a gift reaches the customer: the fields that belong to the way chosen, for the counter and for sending it off."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from deskapp.gifts.domain import MAX_ADDRESS, HandoverMode, Means
from ui.kit import theme
from ui.kit.fields_code import TextField
from ui.kit.fields_date import DateField
from ui.kit.fields_person import PersonChoice, PersonField

if TYPE_CHECKING:
    from datetime import date

    from deskapp.staff.domain import Person


class MeansFields(QWidget):
    """约定日期, 送达人 and 地址; only what the way needs is shown and asked."""

    def __init__(self, *, today: date, carriers: Sequence[Person]) -> None:
        super().__init__()
        people = [PersonChoice(person.id, person.name, person.department) for person in carriers]
        self.fetch_on = DateField("fetch_on", "约定来领日期", today=today, hint="可不填")
        self.planned_on = DateField("planned_on", "约定日期", today=today, required=True)
        self.carrier = PersonField("carrier", "送达人", people, required=True)
        self.place = TextField("place", "送到哪里", limit=MAX_ADDRESS, placeholder="可不填")
        self.address = TextField("address", "收件地址", limit=MAX_ADDRESS, required=True)
        self._mode, self._later = HandoverMode.COUNTER, False
        row = QHBoxLayout()
        row.setSpacing(theme.STEP)
        row.addWidget(self.planned_on, 1)
        row.addWidget(self.carrier, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.STEP)
        column.addWidget(self.fetch_on)
        column.addLayout(row)
        column.addWidget(self.place)
        column.addWidget(self.address)
        self.ask_for(HandoverMode.COUNTER, later=False)

    @property
    def fields(self) -> tuple[DateField, DateField, PersonField, TextField, TextField]:
        """In the order of the form."""
        return self.fetch_on, self.planned_on, self.carrier, self.place, self.address

    def ask_for(self, mode: HandoverMode, *, later: bool) -> None:
        """Show what this way needs."""
        self._mode, self._later = mode, later
        for field in self.fields:
            field.setVisible(field in self._asked())
        self.setVisible(bool(self._asked()))

    def fill(self, *, planned_on: date | None, carrier_id: int | None, address: str) -> None:
        """Show what is known, whichever way is taken then."""
        for day in (self.fetch_on, self.planned_on):
            day.set_value(planned_on)
        self.carrier.set_value(carrier_id)
        for place in (self.place, self.address):
            place.set_value(address or None)

    def means(self) -> Means:
        """What stands in the fields that are asked. Raises UserError beside the field that lacks something."""
        if self._mode is HandoverMode.DELIVERY:
            place = self.place.value() or ""
            return Means(self._mode, planned_on=self.planned_on.need(), carrier_id=self.carrier.need(), address=place)
        if self._mode is HandoverMode.COURIER:
            return Means(self._mode, address=self.address.need())
        return Means(later=self._later, planned_on=self.fetch_on.value() if self._later else None)

    def _asked(self) -> Sequence[QWidget]:
        if self._mode is HandoverMode.DELIVERY:
            return self.planned_on, self.carrier, self.place
        if self._mode is HandoverMode.COURIER:
            return (self.address,)
        return (self.fetch_on,) if self._later else ()
