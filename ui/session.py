"""Who is signed in at this PC and what time it is; makes the `Act` of every press of a button."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:  # the services bring the database library, which must not load before the first paint
    from deskapp.data.act import Act
    from deskapp.staff.domain import Person, Right


def local_now() -> datetime:
    """The PC's wall clock in whole seconds: the one place of the program that asks for the time."""
    return datetime.now().replace(microsecond=0)


class Session(QObject):
    """`changed` tells windows that someone signed in or out. `clock` is handed in: the tour runs on a moving one."""

    changed = Signal()

    def __init__(self, *, pc: str, clock: Callable[[], datetime] = local_now) -> None:
        super().__init__()
        self.pc = pc
        self.clock = clock
        self.staff: Person | None = None
        self.rights: frozenset[Right] = frozenset()

    def now(self) -> datetime:
        """The store's local wall time in whole seconds."""
        return self.clock()

    def new_request_id(self) -> str:
        """An id for a form that opens, or that was saved and goes on."""
        return os.urandom(16).hex()

    def act(self, *, request_id: str = "") -> Act:
        """Who, when and where, for one call of a service. A form hands in its own request id."""
        from deskapp.data.act import Act

        return Act(self.staff.id if self.staff else None, self.now(), self.pc, request_id or self.new_request_id())

    def sign_in(self, person: Person, rights: frozenset[Right]) -> None:
        """From now on acts are this person's; windows hide what the rights do not open (services refuse it anyway)."""
        self.staff, self.rights = person, rights
        self.changed.emit()

    def sign_out(self) -> None:
        """Nobody is signed in; the sign-in window comes up."""
        self.staff, self.rights = None, frozenset()
        self.changed.emit()

    def may(self, right: Right) -> bool:
        """Whether to show what needs this right."""
        return right in self.rights
