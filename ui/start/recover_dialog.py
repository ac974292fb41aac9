"""忘记 PIN: 客服经理 helps himself with the printed recovery code; everybody else is told to ask him."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from deskapp.staff.pin import new_recovery_code, read_recovery_code
from deskapp.typed import Judged, judge_length
from ui.kit import theme, work
from ui.kit.fields import LineField
from ui.kit.form_dialog import FormDialog
from ui.kit.frames import beside
from ui.kit.labels import Wrapped
from ui.kit.line_edit import LineEdit, fold_upper
from ui.staff.pin_field import PinField, same_pin
from ui.staff.recovery_code import RecoveryCodeSheet

if TYPE_CHECKING:
    from deskapp.data.act import Act
    from deskapp.staff.domain import Person
    from ui.desk import Desk


@dataclass(frozen=True, slots=True)
class Recovered:
    """Who has a new PIN, and the store's name for the sheet with the next code."""

    person: Person
    store: str


class RecoverDialog(FormDialog[Recovered]):
    """After it the next code is shown, for the one that was used is void."""

    def __init__(self, desk: Desk, *, staff_no: str = "") -> None:
        super().__init__(desk.sheets, "忘记 PIN", "设置新 PIN", form="recover_pin", icon="key-round")
        self._desk = desk
        self.new_code = new_recovery_code()
        self.staff_no = self.field("staff_no", _number_field())
        self.code = self.field("recovery_code", _code_field())
        self.pin = self.field("new_pin", PinField("new_pin", "新 PIN"))
        self.pin_again = self.field("pin_again", PinField("pin_again", "再输一次", fresh=False))
        self.body.addWidget(Wrapped("同事忘记 PIN，请客服经理在“设置 → 人员”中重设。客服经理自己忘记，用锁好的恢复码在这里重设。"))
        self.body.addWidget(self.staff_no)
        self.body.addWidget(self.code)
        self.body.addWidget(beside(self.pin, self.pin_again, spacing=theme.GAP_WIDE, stretch=False))
        self.staff_no.set_text(staff_no)
        self.accepted.connect(self._show_next_code)

    def save(self) -> Recovered:
        return work.call(
            _recover,
            self._desk.session.act(request_id=self.request_id),
            staff_no=self.staff_no.need(),
            recovery_code=self.code.need(),
            new_pin=same_pin(self.pin, self.pin_again),
            new_code=self.new_code,
        )

    def _show_next_code(self, recovered: Recovered) -> None:
        RecoveryCodeSheet(self._desk, recovered.person, self.new_code, store=recovered.store).open()


def _number_field() -> LineField[str]:
    judge = partial(judge_length, limit=20, field="staff_no")
    return LineField("staff_no", "客服经理的工号", judge=judge, write=str, edit=LineEdit(ime=False, reshape=fold_upper), required=True)


def _code_field() -> LineField[str]:
    edit = LineEdit(ime=False, reshape=fold_upper, placeholder="XXXX-XXXX-XXXX-XXXX")
    return LineField("recovery_code", "恢复码", judge=_judge_code, write=str, edit=edit, tidy=True, required=True, hint="横线可以不输")


def _judge_code(text: str) -> Judged[str]:
    return Judged(read_recovery_code(text))


def _recover(act: Act, *, staff_no: str, recovery_code: str, new_pin: str, new_code: str) -> Recovered:
    from deskapp.staff.sign_in import recover_manager_pin
    from deskapp.store.service import store

    person = recover_manager_pin(act=act, staff_no=staff_no, recovery_code=recovery_code, new_pin=new_pin, new_code=new_code)
    return Recovered(person, store().name)
