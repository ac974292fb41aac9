"""What stands where a record would, when it is not this person's: whose it is, and the way on."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from deskapp.staff.domain import Right, holders_in_words
from ui.frame.rooms import ROOMS
from ui.kit import buttons, theme
from ui.kit.frames import Card
from ui.kit.labels import Hint, IconMark, Label
from ui.kit.page import Page

if TYPE_CHECKING:
    from deskapp.data import Act
    from ui.desk import Desk

KEY = "not_yours"

# Whom to ask, where the first right of a room says who may begin something there and not who sees it through.
_OWNERS = {"points": "POST_HANDOVERS", "complaints": "HANDLE_COMPLAINTS", "customers": "EDIT_CUSTOMERS"}

# Records of which a relation gives its holder a step, whatever rooms he has (rules.md §2): the service alone knows.
_OF_HOLDERS = {"REDEMPTION", "RECTIFICATION", "COMPLAINT"}


class NotYoursPage(Page):
    """`tell` says of one record that it is somebody else's; Enter leads back to where one came from."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("", name=KEY)
        self._go_back: Callable[[], object] = lambda: desk.open_room("today")
        self.back = buttons.plain("返回", icon="chevron-left", name="go_back")
        self.back.clicked.connect(lambda: self._go_back())
        self._verdict, self._way_on = Label(bold=True), Hint()
        card = Card(name="not_yours_card")
        centre = Qt.AlignmentFlag.AlignHCenter
        card.column.addStretch(1)
        for widget in (IconMark("lock", theme.INK_2, 28), self._verdict, self._way_on, self.back):
            card.column.addWidget(widget, alignment=centre)
        card.column.addStretch(1)
        self.column.addWidget(card, 1)
        self.setFocusProxy(self.back)

    def tell(self, room: str, what: str, *, go_back: Callable[[], object] | None) -> None:
        """`what` is the record as the clerk calls it ("JC-20261123-001"), `room` the one it belongs to; without `go_back` as before."""
        self._go_back = go_back or self._go_back
        self.set_title(next(entry.title for entry in ROOMS if entry.key == room))
        self._verdict.set_text(f"{what}不归您办理" if what[-1] > "z" else f"{what} 不归您办理")
        self._way_on.set_text(f"由{holders_of(room)}办理。要知道内容或结果，请找他们。")
        self.back.setFocus()

    def said(self) -> str:
        """The words as they are shown."""
        return f"{self._verdict.text()} {self._way_on.text()}"

    def refresh(self) -> None:
        """Nothing here follows from the store."""


def holders_of(room: str) -> str:
    """Who sees the records of a room through, in words."""
    rights = next(entry.rights for entry in ROOMS if entry.key == room)
    return holders_in_words(Right[_OWNERS.get(room, rights[0])])


def may_open(act: Act, kind: str, record_id: int, *, has_room: bool) -> bool:
    """Whether the person finds anything behind a number: his rooms say so, and the service where it shows one person's rows only."""
    from deskapp.errors import UserError

    if not has_room and kind not in _OF_HOLDERS:
        return False
    try:
        _read(act, kind, record_id)
    except (UserError, LookupError):
        return False
    return True


def may_open_card(act: Act, customer_id: int) -> bool:
    """Whether the person may see this customer at all."""
    from deskapp.customers.views import customer
    from deskapp.errors import UserError

    try:
        customer(act=act, customer_id=customer_id)
    except UserError:
        return False
    return True


def _read(act: Act, kind: str, record_id: int) -> None:
    from deskapp.complaints.enquiries import enquiry
    from deskapp.complaints.reading import complaint
    from deskapp.gifts.reading import redemption
    from deskapp.handovers.reading import handover
    from deskapp.rectification.reading import notice

    match kind:
        case "HANDOVER":
            handover(act=act, handover_id=record_id)
        case "REDEMPTION":
            redemption(act=act, redemption_id=record_id)
        case "RECTIFICATION":
            notice(act=act, notice_id=record_id)
        case "COMPLAINT":
            complaint(act=act, complaint_id=record_id)
        case "ENQUIRY":
            enquiry(act=act, enquiry_id=record_id)
        case _:
            pass  # whoever has the room sees all of it
