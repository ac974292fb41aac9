"""What of a slip may wait: when and where, who served him, the car, who follows the slip, photos, recordings. Folded until it is wanted."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QGridLayout, QWidget

from deskapp.errors import UserError
from ui.complaints.files_field import FilesField, PhotosBesideFiles
from ui.complaints.receive_moment import MomentField
from ui.kit import theme
from ui.kit.fields_choice import Choice, ChoiceField
from ui.kit.fields_code import OdometerField, TextField, VinField
from ui.kit.fields_person import PersonChoice, PersonField
from ui.kit.ticks import Tick

if TYPE_CHECKING:
    from datetime import datetime

    from deskapp.complaints.reception import Caller, Offer
    from deskapp.complaints.things import ComplaintForm

_TEXTS = ("place", "technician", "work_order", "model")


class MoreFields:
    """The dialog places `grid()` in its folded part."""

    def __init__(self, register: Callable[[str, QWidget], object], offer: Offer, *, now: Callable[[], datetime]) -> None:
        staff = [PersonChoice(one.id, one.name, one.department) for one in offer.staff]
        self.happened_at = MomentField("happened_at", "发生时间", now=now, at=now().replace(hour=9, minute=0).time())
        self.place = TextField("place", "发生地点", limit=60, placeholder="例如 维修车间")
        self.received_at = MomentField("received_at", "受理时间", now=now, hint="不填为现在；补录时填")
        self.service_advisor = PersonField("service_advisor", "服务顾问", staff)
        self.sales_advisor = PersonField("sales_advisor", "销售顾问", staff)
        self.technician = TextField("technician", "技师", limit=60)
        self.work_order = TextField("work_order", "工单号", limit=60)
        self.odometer = OdometerField("odometer_km", "里程")
        self.vin = VinField()
        self.model = TextField("model", "车型", limit=60)
        owners = [Choice(one.id, one.name) for one in offer.service]
        self.case_owner: ChoiceField[int] = ChoiceField("case_owner", "专人", owners, hint="跟到结案的客服")
        self.cc = Tick("抄送站长（售后经理）", name="cc_station")
        self.photos = PhotosBesideFiles("photos", "照片")
        self.files = FilesField("files", "录音和 PDF", ceiling_mb=offer.file_mb, photos=self.photos)
        for field in self.fields():
            register(field.name, field)
        register("cc_station", self.cc)

    def fields(self) -> tuple[Any, ...]:
        """In the order of the form."""
        return (
            self.happened_at,
            self.place,
            self.service_advisor,
            self.sales_advisor,
            self.technician,
            self.work_order,
            self.odometer,
            self.vin,
            self.model,
            self.case_owner,
            self.received_at,
            self.photos,
            self.files,
        )

    def grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.GAP_WIDE)
        grid.setVerticalSpacing(theme.GAP)
        *paired, photos, files = self.fields()
        for place, field in enumerate(paired):
            grid.addWidget(field, place // 2, place % 2)
        row = (len(paired) + 1) // 2
        grid.addWidget(self.cc, row - 1, 1)
        grid.addWidget(photos, row, 0, 1, 2)
        grid.addWidget(files, row + 1, 0, 1, 2)
        for column in (0, 1):
            grid.setColumnStretch(column, 1)
        return grid

    def show_caller(self, caller: Caller | None) -> None:
        """His advisors, where nobody else was named."""
        for field, person in (
            (self.service_advisor, caller.service_advisor if caller else None),
            (self.sales_advisor, caller.sales_advisor if caller else None),
        ):
            if field.is_empty() and person is not None:
                field.set_value(person.id)

    def show_form(self, form: ComplaintForm) -> None:
        """What a slip, an enquiry or a remark says already."""
        for name in _TEXTS:
            getattr(self, name).set_text(getattr(form, name))
        self.vin.set_text(form.vin)
        self.odometer.set_value(form.odometer_km)
        self.happened_at.set_value(form.happened_at)
        self.received_at.set_value(form.received_at)
        self.service_advisor.set_value(form.service_advisor_id)
        self.sales_advisor.set_value(form.sales_advisor_id)
        if form.case_owner_id is not None:
            self.case_owner.set_value(form.case_owner_id)
        self.cc.setChecked(form.cc_station)

    def values(self) -> dict[str, Any]:
        """Their part of a `ComplaintForm`."""
        return {
            "happened_at": self.happened_at.value(),
            "received_at": self.received_at.value(),
            "service_advisor_id": self.service_advisor.value(),
            "sales_advisor_id": self.sales_advisor.value(),
            "odometer_km": self.odometer.value(),
            "case_owner_id": self.case_owner.value(),
            "vin": self.vin.text(),
            "cc_station": self.cc.isChecked(),
            **{name: getattr(self, name).text() for name in _TEXTS},
        }

    def received(self) -> datetime | None:
        """When the customer spoke, None for now or while what stands there is no time."""
        try:
            return self.received_at.value()
        except UserError:
            return None

    def reasons(self) -> dict[str, str]:
        return {field.name: field.reason() for field in (self.vin, self.odometer) if field.reason()}
