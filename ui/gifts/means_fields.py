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
        self.planned_on = DateField("planned_on", "约定日期", today=today)
        self.carrier = PersonField("carrier", "送达人", people, required=True)
        self.address = TextField("address", "地址", limit=MAX_ADDRESS)
        self._mode, self._later = HandoverMode.COUNTER, False
        row = QHBoxLayout()
        row.setSpacing(theme.STEP)
        row.addWidget(self.planned_on, 1)
        row.addWidget(self.carrier, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.STEP)
        column.addLayout(row)
        column.addWidget(self.address)
        self.ask_for(HandoverMode.COUNTER, later=False)

    @property
    def fields(self) -> tuple[DateField, PersonField, TextField]:
        """In the order of the form."""
        return self.planned_on, self.carrier, self.address

    def ask_for(self, mode: HandoverMode, *, later: bool) -> None:
        """Show what this way needs."""
        self._mode, self._later = mode, later
        delivery = mode is HandoverMode.DELIVERY
        self.planned_on.setVisible(delivery or (later and mode is HandoverMode.COUNTER))
        self.planned_on.set_hint("" if delivery else "可不填")
        self.carrier.setVisible(delivery)
        self.address.setVisible(mode is not HandoverMode.COUNTER)
        self.address.set_hint("可不填" if delivery else "收件人电话不用写")
        self.setVisible(mode is not HandoverMode.COUNTER or later)

    def means(self) -> Means:
        """What stands in the fields that are asked. Raises UserError beside the field that lacks something."""
        planned_on = None if self.planned_on.isHidden() else self.planned_on.value()
        carrier_id = None if self.carrier.isHidden() else self.carrier.need()
        address = "" if self.address.isHidden() else self.address.value() or ""
        return Means(self._mode, later=self._later, planned_on=planned_on, carrier_id=carrier_id, address=address)
