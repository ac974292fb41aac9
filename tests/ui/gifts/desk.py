"""The desk behind the gift windows: a real session, drafts and store; what the window would have shown is kept to be looked at."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from deskapp.staff.service import person, rights_of
from tests.conftest import MORNING
from ui.desk import DeskAct, PrintJob
from ui.kit import work
from ui.kit.drafts import Drafts
from ui.kit.local_state import LocalState
from ui.session import Session


@dataclass
class Clock:
    """The time as the test sets it."""

    now: datetime = MORNING

    def __call__(self) -> datetime:
        return self.now


@dataclass
class GiftDesk:
    """What pages and dialogs ask of the window they stand in."""

    sheets: QWidget
    folder: Path
    clock: Clock = field(default_factory=Clock)
    printed: list[PrintJob] = field(default_factory=list)
    opened: list[Any] = field(default_factory=list)
    looked_again: int = 0

    def __post_init__(self) -> None:
        self.session = Session(pc="前台1", clock=self.clock)
        self.local = LocalState(self.folder / "window.json")
        self.drafts: Drafts | None = None

    def sign_in(self, staff_id: int) -> None:
        """Let this person work."""
        who, rights = work.call(person, staff_id), work.call(rights_of, staff_id, on=self.clock.now.date())
        self.session.sign_in(who, rights)
        self.drafts = Drafts(self.folder / "drafts", pc="前台1", staff_id=staff_id, now=self.session.now)

    def open_room(self, key: str) -> None:
        self.opened.append(key)

    def open_customer(self, customer_id: int) -> None:
        self.opened.append(("customer", customer_id))

    def open_number(self, number: str) -> None:
        self.opened.append(number)

    def start(self, act: DeskAct, *, customer_id: int | None = None, **filled: Any) -> None:
        self.opened.append((act, customer_id))

    def print_paper(self, job: PrintJob) -> None:
        self.printed.append(job)

    def changed(self) -> None:
        self.looked_again += 1
