"""特别说明 wherever the guest is shown: in the forms that are filled in while he stands there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.kit import work
from ui.kit.banners import Banner
from ui.kit.sheet import Sheet
from ui.kit.theme import Tone

if TYPE_CHECKING:
    from deskapp.data import Act
    from ui.desk import Desk


class NoteBanner(Banner):
    """Put it on top of a form; it asks for the note by itself and stays away while there is none."""

    def __init__(self, desk: Desk, customer_id: int) -> None:
        super().__init__("", Tone.WARN, icon="pin", name="guest_note")
        self.hide()
        work.latest(self, lambda: _note(desk.session.act(), customer_id), self._show, topic="note")

    def _show(self, note: str) -> None:
        if not note:
            return
        self.set_words(f"特别说明：{note}")
        self.show()
        sheet = self.parentWidget()
        while sheet is not None and not isinstance(sheet, Sheet):
            sheet = sheet.parentWidget()
        if sheet is not None and sheet.is_open():
            sheet.fit()


def _note(act: Act, customer_id: int) -> str:
    from deskapp.customers.views import special_note

    return special_note(act=act, customer_id=customer_id)
