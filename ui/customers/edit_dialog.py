"""What is known of a customer, taken up or changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QGridLayout

from deskapp.customers.domain import CustomerForm, Duplicate
from ui.customers.customer_fields import CustomerFields
from ui.customers.duplicates import Duplicates
from ui.kit import notify, theme, work
from ui.kit.form_dialog import FormDialog

if TYPE_CHECKING:
    from deskapp.customers.domain import Customer
    from deskapp.data import Act
    from ui.desk import Desk


class EditCustomerDialog(FormDialog[int]):
    """Without `guest` a new customer. Numbers of a known one stay masked: an empty field leaves them as they are. Gives the id."""

    def __init__(self, desk: Desk, guest: Customer | None = None) -> None:
        title = "修改客户资料" if guest else "新增客户"
        hint = guest.name if guest else "不办会员也可以登记"
        super().__init__(desk.sheets, title, "保存", form="customer", icon="user", hint=hint, width=theme.DIALOG_WIDTHS[1])
        self._desk, self._guest = desk, guest
        self.customer = CustomerFields(self.field, today=desk.session.now().date(), mobile_required=guest is None)
        self.customer.register_rest()
        besides = guest.id if guest else None
        self.duplicates = Duplicates(desk.session, lambda act, typed: _duplicates(act, typed, besides), "mobile")
        self._lay_out_fields()
        if guest is not None:
            self.customer.fill(guest)
            self.customer.mobile.set_hint(f"现为 {guest.mobile}，不改不用填")
            if guest.alt_phone:
                self.customer.alt_phone.set_hint(f"现为 {guest.alt_phone}")
        self._wire()

    def _lay_out_fields(self) -> None:
        self.head.add(self.customer.kind)
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.GAP_WIDE)
        grid.setVerticalSpacing(theme.GAP)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self.customer.name, 0, 0)
        grid.addWidget(self.customer.company, 0, 0)
        grid.addWidget(self.customer.mobile, 0, 1)
        grid.addWidget(self.customer.contact, 1, 0)
        grid.addWidget(self.customer.credit_code, 1, 1)
        grid.addWidget(self.duplicates, 2, 0, 1, 2)
        for place, widget in enumerate(self.customer.rest(), start=6):
            grid.addWidget(widget, place // 2, place % 2)
        self.body.addLayout(grid)
        self.customer.show_kind()

    def _wire(self) -> None:
        self.customer.mobile.changed.connect(lambda: self.duplicates.look("mobile", self.customer.mobile.text()))
        self.judge_also(self.duplicates.refusals, self.duplicates.changed, self.duplicates.found)
        self.duplicates.open_wanted.connect(self._open_customer)

    def _open_customer(self, customer_id: int) -> None:
        self.escape()
        self._desk.open_customer(customer_id)

    def save(self) -> int:
        reasons = self.customer.reasons() | self.duplicates.reasons()
        act = self._desk.session.act(request_id=self.request_id)
        form = self.customer.form(mobile=self._mobile(), alt_phone=self._alt_phone())
        customer_id = work.call(_save, act, self._guest.id if self._guest else None, form, reasons)
        notify.say(f"{self.customer.who().text().strip()} 的资料已保存")
        return customer_id

    def _mobile(self) -> str | None:
        """An empty field of a known customer leaves his number."""
        return self.customer.mobile.text() if self._guest is None or not self.customer.mobile.is_empty() else None

    def _alt_phone(self) -> str | None:
        """The second number goes when its contact does, and stays when its field was left empty."""
        typed = self.customer.alt_phone.text()
        gone = self.customer.alt_contact.is_empty() and (self._guest is None or bool(self._guest.alt_contact))
        return typed if typed or self._guest is None or gone else None


def _duplicates(act: Act, typed: Mapping[str, str], besides: int | None) -> Sequence[Duplicate]:
    from deskapp.customers.views import duplicates

    return duplicates(act=act, mobile=typed.get("mobile", ""), besides=besides)


def _save(act: Act, customer_id: int | None, form: CustomerForm, reasons: dict[str, str]) -> int:
    from deskapp.customers.service import add_customer, edit_customer

    if customer_id is None:
        return add_customer(act=act, form=form, reasons=reasons)
    edit_customer(act=act, customer_id=customer_id, form=form, reasons=reasons)
    return customer_id
