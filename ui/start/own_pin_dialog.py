"""修改自己的 PIN."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.kit import notify, theme, work
from ui.kit.form_dialog import FormDialog
from ui.kit.frames import beside
from ui.staff.pin_field import PinField, same_pin

if TYPE_CHECKING:
    from deskapp.data.act import Act
    from ui.desk import Desk


class OwnPinDialog(FormDialog[None]):
    """The old PIN counts its wrong tries like a sign-in."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.sheets, "修改自己的 PIN", "保存新 PIN", form="own_pin", icon="key-round")
        self._desk = desk
        self.old = self.field("old_pin", PinField("old_pin", "原来的 PIN", fresh=False))
        self.pin = self.field("new_pin", PinField("new_pin", "新 PIN"))
        self.pin_again = self.field("pin_again", PinField("pin_again", "再输一次", fresh=False))
        self.body.addWidget(self.old)
        self.body.addWidget(beside(self.pin, self.pin_again, spacing=theme.GAP_WIDE, stretch=False))

    def save(self) -> None:
        new_pin = same_pin(self.pin, self.pin_again)
        work.call(_change, self._desk.session.act(request_id=self.request_id), self.old.need(), new_pin)
        notify.say("PIN 已修改")


def _change(act: Act, old_pin: str, new_pin: str) -> None:
    from deskapp.staff.sign_in import change_own_pin

    change_own_pin(act=act, old_pin=old_pin, new_pin=new_pin)
