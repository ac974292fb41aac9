"""特别说明: the banner over a customer's card."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.kit import notify, work
from ui.kit.fields_text import NotesField
from ui.kit.form_dialog import FormDialog
from ui.kit.labels import Hint

if TYPE_CHECKING:
    from deskapp.customers.domain import Customer
    from deskapp.data import Act
    from ui.desk import Desk


class NoteDialog(FormDialog[None]):
    """An empty text takes the banner down."""

    def __init__(self, desk: Desk, guest: Customer) -> None:
        super().__init__(desk.sheets, "特别说明", "保存", form="note", icon="pin", hint=guest.name)
        self._desk, self._guest = desk, guest
        self.note = self.field("note", NotesField("note", "说明", limit=300, lines=4, placeholder="如 对烟味敏感；只接受下午来电"))
        self.note.set_text(guest.note)
        self.body.addWidget(self.note)
        self.body.addWidget(Hint("显示在会员卡片最上方，清空后不再显示"))

    def save(self) -> None:
        work.call(_write, self._desk.session.act(request_id=self.request_id), self._guest.id, self.note.text())
        notify.say("特别说明已保存" if self.note.text().strip() else "特别说明已取消")


def _write(act: Act, customer_id: int, text: str) -> None:
    from deskapp.customers.service import write_note

    write_note(act=act, customer_id=customer_id, text=text)
