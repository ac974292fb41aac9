"""The fields of a customer, the same in the enrolment form and in the edit form. The dialog places them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from deskapp.customers.domain import CustomerForm, CustomerKind, Salutation
from deskapp.typed import Judged, format_birthday, judge_reading
from ui.kit.fields import Field, LineField
from ui.kit.fields_code import CreditCodeField, MobileField, NameField, PhoneField, TextField
from ui.kit.fields_date import BirthdayField
from ui.kit.line_edit import LineEdit
from ui.kit.segments import Option, Segments

if TYPE_CHECKING:
    from deskapp.customers.domain import Customer

KINDS = (Option(CustomerKind.PERSON, "个人"), Option(CustomerKind.COMPANY, "单位"))
SALUTATIONS = tuple(Option(salutation, salutation.label) for salutation in (Salutation.MR, Salutation.MS, Salutation.NONE))

Register = Callable[[str, QWidget], object]
"""A dialog's `field`: under this name refusals and the draft know the widget."""


class CustomerFields:
    """For a company `company` and `contact` stand where `name` stands for a person; refusals call both "name"."""

    def __init__(self, register: Register, *, today: date, mobile_required: bool = True) -> None:
        self._register = register
        self.kind = Segments(KINDS, width=72, name="kind", says="客户类型")
        self.kind.set_value(CustomerKind.PERSON)
        self.name = NameField(required=True)
        self.salutation = _salutation(self.name, "salutation")
        self.company = NameField("name", "单位名称", company=True, required=True)
        self.company.setObjectName("company")
        self.contact = NameField("contact", "联系人", required=True)
        self.contact_salutation = _salutation(self.contact, "contact_salutation")
        self.credit_code = CreditCodeField()
        self.mobile = MobileField(required=mobile_required)
        self.birthday = BirthdayField(today=today)
        self.alt_contact = NameField("alt_contact", "备用联系人")
        self.alt_phone = PhoneField("alt_phone", "备用电话")
        self.address = TextField("address", "邮寄地址", limit=120, placeholder="寄送礼品时才需要")
        edit = LineEdit(ime=False, placeholder="如 shan wei")
        self.reading = LineField("reading", "姓名读音", judge=self._judge_reading, write=str, edit=edit, hint="电脑读错时才填")
        register("kind", self.kind)
        self.show_kind()
        register("salutation", self.salutation)
        for field in (self.contact, self.credit_code, self.mobile):
            register(field.name, field)
        register("contact_salutation", self.contact_salutation)
        self.kind.changed.connect(self.show_kind)

    def register_rest(self) -> None:
        """Make the fields of the folded part those of the form; called where they stand in its order."""
        for field in (self.birthday, self.alt_contact, self.alt_phone, self.address, self.reading):
            self._register(field.name, field)

    def rest(self) -> tuple[Field[Any], ...]:
        """The fields of the folded part."""
        return (self.birthday, self.alt_contact, self.alt_phone, self.address, self.reading)

    def is_company(self) -> bool:
        return self.kind.value() == CustomerKind.COMPANY

    def who(self) -> NameField:
        """The field the customer's name stands in."""
        return self.company if self.is_company() else self.name

    def show_kind(self) -> None:
        """Show the fields of a person or of a company."""
        company = self.is_company()
        for widget, wanted in ((self.name, not company), (self.company, company), (self.contact, company), (self.credit_code, company)):
            if widget.parentWidget() is not None or not wanted:  # shown before it is placed, it would be a window of its own
                widget.setVisible(wanted)
        self._register("name", self.who())

    def form(self, *, mobile: str | None, alt_phone: str | None) -> CustomerForm:
        """What was typed; `mobile` and `alt_phone` are None where they stay as they are."""
        company = self.is_company()
        salutation = self.contact_salutation if company else self.salutation
        return CustomerForm(
            name=self.who().text(),
            mobile=mobile,
            kind=CustomerKind.COMPANY if company else CustomerKind.PERSON,
            salutation=Salutation(salutation.value() or ""),
            contact=self.contact.text() if company else "",
            credit_code=self.credit_code.text() if company else "",
            reading=self.reading.text(),
            alt_contact=self.alt_contact.text(),
            alt_phone=alt_phone,
            birthday=self.birthday.text(),
            address=self.address.text(),
        )

    def reasons(self) -> dict[str, str]:
        """Why unusual values are right all the same, by field."""
        fields: tuple[Field[Any], ...] = (self.who(), self.contact, self.credit_code, self.mobile, *self.rest())
        return {field.name: field.reason() for field in fields if field.reason()}

    def fill(self, guest: Customer) -> None:
        """Show a customer the store knows; his numbers stay masked, so they are not put into the fields."""
        self.kind.set_value(guest.kind)
        self.who().set_text(guest.name)
        (self.contact_salutation if self.is_company() else self.salutation).set_value(guest.salutation)
        self.contact.set_text(guest.contact)
        self.credit_code.set_text(guest.credit_code)
        self.reading.set_text(guest.reading)
        self.birthday.set_text(format_birthday(guest.birthday) if guest.birthday else "")
        self.alt_contact.set_text(guest.alt_contact)
        self.address.set_text(guest.address)

    def _judge_reading(self, text: str) -> Judged[str]:
        return judge_reading(text, name=(self.contact if self.is_company() else self.name).text())


def _salutation(beside: NameField, name: str) -> Segments:
    segments = Segments(SALUTATIONS, width=56, tight=True, name=name, says="称谓")
    beside.add_beside(segments)
    return segments
