"""Lend one of one's own rights for some days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from ui.kit import notify, theme, work
from ui.kit.fields_choice import Choice, ChoiceField
from ui.kit.fields_code import TextField
from ui.kit.fields_date import DateField
from ui.kit.fields_person import PersonChoice, PersonField
from ui.kit.form_dialog import FormDialog
from ui.kit.frames import beside

if TYPE_CHECKING:
    from deskapp.data.act import Act
    from deskapp.staff.domain import Person, Right
    from ui.desk import Desk


@dataclass(frozen=True, slots=True)
class Lending:
    """What the giver may lend, and to whom."""

    rights: tuple[Right, ...]
    people: tuple[Person, ...]


class DeputyDialog(FormDialog[int]):
    """Deputy, right, days, reason. Gives the deputyship's id."""

    def __init__(self, desk: Desk, lending: Lending) -> None:
        super().__init__(desk.sheets, "委托代理", "委托", form="deputy", icon="user-plus", hint="到期自动收回")
        self._desk = desk
        today = desk.session.now().date()
        people = [PersonChoice(p.id, p.name, p.department) for p in lending.people]
        rights = [Choice(right, right.label) for right in lending.rights]
        self.deputy = self.field("deputy", PersonField("deputy", "代理人", people, required=True))
        self.right = self.field("right", ChoiceField("right", "权限", rights, required=True))
        self.from_on = self.field("from_on", DateField("from_on", "第一天", today=today, required=True))
        self.until_on = self.field("until_on", DateField("until_on", "最后一天", today=today, required=True))
        self.reason = self.field("reason_text", TextField("reason_text", "原因", limit=100, placeholder="例如 年假", required=True))
        self.body.addWidget(self.deputy)
        self.body.addWidget(self.right)
        self.body.addWidget(beside(self.from_on, self.until_on, spacing=theme.GAP_WIDE, stretch=False))
        self.body.addWidget(self.reason)
        self.from_on.set_value(today)

    def save(self) -> int:
        act = self._desk.session.act(request_id=self.request_id)
        saved = work.call(_hand, act, self.deputy.need(), self.right.need(), self.from_on.need(), self.until_on.need(), self.reason.need())
        notify.say(f"“{self.right.text()}”已委托给 {self.deputy.text()}")
        return saved


def lending(staff_id: int) -> Lending:
    """What the form offers to this giver; runs on the database thread."""
    from deskapp.staff.service import lendable_rights, people

    return Lending(lendable_rights(staff_id), tuple(p for p in people() if p.id != staff_id))


def _hand(act: Act, deputy_id: int, right: Right, from_on: date, until_on: date, reason: str) -> int:
    from deskapp.staff.deputies import hand_right

    return hand_right(act=act, deputy_id=deputy_id, right=right, from_on=from_on, until_on=until_on, reason=reason)
