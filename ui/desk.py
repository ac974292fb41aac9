"""What a page or a dialog may ask of the window it stands in.

Every page is built as `SomePage(desk)`, every dialog as `SomeDialog(desk, …)`. They call services through `ui.kit.work` with
`desk.session.act()` and never import each other: the main window has the one table from kind of record to page and from act to dialog.

Names the main window loads by: `ui.<feature>.page` with a page class that has `show_record(record_id)` when its records have numbers,
and `ui.<feature>.<verb>_dialog` with a `FormDialog` built as `Dialog(desk, customer_id=…, draft=…, **filled)`; its form name is the value
of its `DeskAct`, and its draft values hold `customer_id`, so that a half-filled form can be taken up again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtWidgets import QWidget

from ui.session import Session

if TYPE_CHECKING:
    from deskapp.data import NumberKind
    from deskapp.papers import Paper, Printed
    from ui.kit.chrome import Badge
    from ui.kit.drafts import Drafts
    from ui.kit.local_state import LocalState


class DeskAct(Enum):
    """What opens for one customer from anywhere, most of it by a function key."""

    ENROLL = "enroll"  # F3
    HAND_OVER = "hand_over"  # F6
    REDEEM = "redeem"  # F7
    COMPLAIN = "complain"  # F8
    ENQUIRE = "enquire"  # Ctrl+F8
    RENEW = "renew"  # F9
    POINTS_ACCOUNT = "points_account"


@dataclass(frozen=True, slots=True)
class PrintJob:
    """A paper to look at and print: `render(paper, reprint)` is called off the GUI thread, `reprint` 0 for the first print.

    `number` is what the paper carries ('' for lists: those are not counted); `numbers` are those of many papers in one go, counted each.
    The first of `papers` is the default.
    """

    title: str
    number: str
    papers: tuple[Paper, ...]
    render: Callable[[Paper, int], Printed]
    numbers: tuple[str, ...] = ()


class Desk(Protocol):
    """The window as pages and dialogs see it."""

    session: Session
    local: LocalState
    """Column widths, printers and the like of this PC."""

    @property
    def drafts(self) -> Drafts | None:
        """The signed-in person's half-filled forms."""
        ...

    @property
    def sheets(self) -> QWidget:
        """The widget over which sheets (dialogs) open: the `host` of every `FormDialog`."""
        ...

    def open_room(self, key: str) -> object:
        """Show a room of the navigation ('members', 'points', 'gifts')."""
        ...

    def open_customer(self, customer_id: int) -> None:
        """Show the customer card."""
        ...

    def open_record(self, kind: NumberKind, record_id: int) -> None:
        """Show the record behind a number, at its next step, in the page it lives in."""
        ...

    def open_number(self, number: str) -> None:
        """Show the record behind a number, typed or scanned."""
        ...

    def start(self, act: DeskAct, *, customer_id: int | None = None, **filled: Any) -> None:
        """Open the dialog of an act, for a customer if it needs one; `filled` are values to begin with."""
        ...

    def print_paper(self, job: PrintJob) -> None:
        """Show the paper and print it; counts prints, names characters no font has, keeps printer and offsets per paper."""
        ...

    def owed(self, room: str, badge: Badge | None) -> None:
        """Say what is owed behind a navigation item ('members', 'points', 'gifts')."""
        ...

    def open_board(self) -> None:
        """Open the lounge's touch board beside this window, or say that it runs on this PC already."""
        ...

    def changed(self) -> None:
        """Something was saved: open pages look again."""
        ...
