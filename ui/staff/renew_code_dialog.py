"""换恢复码: the printed one was lost or seen, so another takes its place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from deskapp.staff.pin import new_recovery_code
from ui.kit import theme, work
from ui.kit.form_dialog import FormDialog
from ui.kit.labels import Wrapped

if TYPE_CHECKING:
    from deskapp.data.act import Act
    from deskapp.staff.domain import Person
    from ui.desk import Desk


@dataclass(frozen=True, slots=True)
class Renewed:
    """For whom the new code is, and the store's name for its sheet."""

    person: Person
    store: str


class RenewCodeDialog(FormDialog[Renewed]):
    """The old code is void as soon as this is saved; the new one is shown next."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.sheets, "换恢复码", "作废旧码，换新的", form="renew_code", icon="key-round")
        self._desk = desk
        self.new_code = new_recovery_code()
        self.body.addWidget(Wrapped("旧恢复码立即作废。新的只显示一次，请准备好打印机或纸笔。", colour=theme.INK_2))

    def save(self) -> Renewed:
        return work.call(_renew, self._desk.session.act(request_id=self.request_id), self.new_code)


def _renew(act: Act, new_code: str) -> Renewed:
    from deskapp.staff.service import person
    from deskapp.staff.sign_in import renew_recovery_code
    from deskapp.store.service import store

    renew_recovery_code(act=act, new_code=new_code)
    return Renewed(person(act.staff_id or 0), store().name)
