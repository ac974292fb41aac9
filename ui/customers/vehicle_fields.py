"""The fields of a car, the same in the enrolment form and in the vehicle form. The dialog places them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from deskapp.customers.domain import VehicleForm
from deskapp.typed import Energy
from ui.customers.customer_fields import Register
from ui.kit.fields import Field
from ui.kit.fields_choice import Choice, ChoiceField, SegmentsField
from ui.kit.fields_code import OdometerField, TextField, VinField
from ui.kit.fields_date import DateField
from ui.kit.fields_plate import PlateField
from ui.kit.segments import Option

if TYPE_CHECKING:
    from deskapp.customers.domain import Vehicle

YES_NO = (Option(value=True, label="是"), Option(value=False, label="否", icon="x"))


class VehicleFields:
    """Plate or 未上牌 with VIN; everything else is optional. The VIN is required while 未上牌 is ticked."""

    def __init__(self, register: Register, *, today: date, area: str) -> None:
        self._register = register
        self.plate = PlateField(area=area, required=True)
        self.vin = VinField()
        self.model = TextField("model", "车型", limit=40)
        self.color = TextField("color", "颜色", limit=40)
        self.energy: ChoiceField[Energy] = ChoiceField("energy", "能源", [Choice(energy, energy.label) for energy in Energy])
        self.bought_on = DateField("bought_on", "购车日期", today=today, latest=today)
        self.bought_here = SegmentsField[bool]("bought_here", "本店购车", YES_NO)
        self.odometer = OdometerField("odometer_km", "当前里程")
        self.insurance_until = DateField("insurance_until", "保险到期", today=today)
        self.inspection_until = DateField("inspection_until", "年检到期", today=today)
        register("plate", self.plate)
        self.energy.changed.connect(lambda: self.plate.set_energy(self.energy.value()))
        self.plate.changed.connect(self._ask_vin)

    def _ask_vin(self) -> None:
        if self.vin.required != self.plate.unplated():
            self.vin.set_required(self.plate.unplated())

    def register_rest(self) -> None:
        """Make the other fields those of the form; called where they stand in its order."""
        for field in (self.vin, *self.rest()):
            self._register(field.name, field)

    def rest(self) -> tuple[Field[Any], ...]:
        """Everything but plate and VIN."""
        return (
            self.model,
            self.color,
            self.energy,
            self.odometer,
            self.bought_on,
            self.bought_here,
            self.insurance_until,
            self.inspection_until,
        )

    def is_bare(self) -> bool:
        """Whether nothing but plate or VIN was typed."""
        return all(field.is_empty() for field in self.rest())

    def form(self, *, take_over: bool) -> VehicleForm:
        """What was typed."""
        return VehicleForm(
            plate="" if self.plate.unplated() else self.plate.text(),
            vin=self.vin.text(),
            model=self.model.text(),
            color=self.color.text(),
            energy=self.energy.value(),
            bought_on=self.bought_on.written(),
            bought_here=self.bought_here.value(),
            odometer_km=self.odometer.text(),
            insurance_until=self.insurance_until.written(),
            inspection_until=self.inspection_until.written(),
            take_over=take_over,
        )

    def reasons(self) -> dict[str, str]:
        """Why unusual values are right all the same, by field."""
        return {field.name: field.reason() for field in (self.plate, self.vin, *self.rest()) if field.reason()}

    def fill(self, car: Vehicle) -> None:
        """Show a car the store knows; its odometer stands as the last known."""
        self.plate.set_text(car.plate or "未上牌")
        self.vin.set_text(car.vin)
        self.model.set_text(car.model)
        self.color.set_text(car.color)
        self.energy.set_value(car.energy)
        self.bought_on.set_value(car.bought_on)
        self.bought_here.set_value(car.bought_here)
        self.odometer.set_last_known(car.odometer_km)
        self.insurance_until.set_value(car.insurance_until)
        self.inspection_until.set_value(car.inspection_until)
