"""A car added to a customer, changed, or ended because it is no longer his."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QGridLayout

from deskapp.customers.domain import Duplicate, VehicleForm
from ui.customers.duplicates import Duplicates
from ui.customers.vehicle_fields import VehicleFields
from ui.kit import buttons, notify, theme, work
from ui.kit.asking import ReasonDialog
from ui.kit.form_dialog import FormDialog

if TYPE_CHECKING:
    from deskapp.customers.domain import Customer, Vehicle
    from deskapp.data import Act
    from ui.desk import Desk


class VehicleDialog(FormDialog[int]):
    """Without `car` a new one. A car met at another customer is taken over from him, or shared with a reason. Gives the car's id."""

    def __init__(self, desk: Desk, guest: Customer, car: Vehicle | None = None) -> None:
        title = f"修改车辆 {car.plate_text}" if car else "添加车辆"
        super().__init__(desk.sheets, title, "保存", form="vehicle", icon="car", hint=guest.name, width=theme.DIALOG_WIDTHS[1])
        self._desk, self._guest, self._car = desk, guest, car
        today = desk.session.now().date()
        self.vehicle = VehicleFields(self.field, today=today, area=work.call(_area))
        self.vehicle.register_rest()
        self.duplicates = Duplicates(desk.session, lambda act, typed: _duplicates(act, typed, guest.id), "plate", "vin")
        self._lay_out_fields()
        if car is not None:
            self.vehicle.fill(car)
        self._wire()

    def _lay_out_fields(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.GAP_WIDE)
        grid.setVerticalSpacing(theme.GAP)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self.vehicle.plate, 0, 0)
        grid.addWidget(self.vehicle.vin, 0, 1)
        grid.addWidget(self.duplicates, 1, 0, 1, 2)
        for place, widget in enumerate(self.vehicle.rest(), start=4):
            grid.addWidget(widget, place // 2, place % 2)
        self.body.addLayout(grid)
        if self._car is not None:
            self.end_button = buttons.danger("不再是他的车…", icon="car", name="end_vehicle")
            self.end_button.clicked.connect(self._end)
            self.add_button(self.end_button)

    def _wire(self) -> None:
        self.vehicle.plate.changed.connect(
            lambda: self.duplicates.look("plate", "" if self.vehicle.plate.unplated() else self.vehicle.plate.text())
        )
        self.vehicle.vin.changed.connect(lambda: self.duplicates.look("vin", self.vehicle.vin.text()))
        self.judge_also(self.duplicates.refusals, self.duplicates.changed, self.duplicates.found)
        self.duplicates.open_wanted.connect(self._open_customer)

    def _open_customer(self, customer_id: int) -> None:
        self.escape()
        self._desk.open_customer(customer_id)

    def save(self) -> int:
        form = self.vehicle.form(take_over=self.duplicates.take_over())
        reasons = self.vehicle.reasons() | self.duplicates.reasons()
        act = self._desk.session.act(request_id=self.request_id)
        moved = self.duplicates.car_to_take_over() if self._car is None and self.vehicle.is_bare() else None
        if moved is not None:  # nothing new was typed about the car: it comes with all its data
            vehicle_id = work.call(_take_over, act, moved, self._guest.id)
        else:
            vehicle_id = work.call(_save, act, self._guest.id, self._car.id if self._car else None, form, reasons)
        notify.say(f"{self._guest.name} 的车辆已保存")
        return vehicle_id

    def _end(self) -> None:
        car = self._car
        if car is None:
            return
        self.escape()
        act = self._desk.session.act
        ask: ReasonDialog[None] = ReasonDialog(
            self._desk.sheets,
            f"{car.plate_text} 不再是 {self._guest.name} 的车",
            "结束",
            text="这辆车从客户名下移出，原来的记录保留。",
            job=lambda reason, request_id: work.call(_end_vehicle, act(request_id=request_id), car.id, reason),
            icon="car",
        )
        ask.accepted.connect(self._desk.changed)
        ask.open()


def _area() -> str:
    from deskapp.store.service import store

    return store().plate_prefix


def _duplicates(act: Act, typed: Mapping[str, str], besides: int) -> Sequence[Duplicate]:
    from deskapp.customers.views import duplicates

    return duplicates(act=act, plate=typed.get("plate", ""), vin=typed.get("vin", ""), besides=besides)


def _save(act: Act, customer_id: int, vehicle_id: int | None, form: VehicleForm, reasons: dict[str, Any]) -> int:
    from deskapp.customers.vehicles import add_vehicle, edit_vehicle

    if vehicle_id is None:
        return add_vehicle(act=act, customer_id=customer_id, form=form, reasons=reasons)
    edit_vehicle(act=act, vehicle_id=vehicle_id, form=form, reasons=reasons)
    return vehicle_id


def _take_over(act: Act, vehicle_id: int, customer_id: int) -> int:
    from deskapp.customers.vehicles import take_over_vehicle

    return take_over_vehicle(act=act, vehicle_id=vehicle_id, customer_id=customer_id)


def _end_vehicle(act: Act, vehicle_id: int, reason: str) -> None:
    from deskapp.customers.vehicles import end_vehicle

    end_vehicle(act=act, vehicle_id=vehicle_id, reason=reason)
