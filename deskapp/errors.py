"""The two kinds of failure, drawn once.

UserError           a refusal, in the clerk's words: nothing was written, the text names the field and the way out
├── UserErrors      several refusals of one form, each with its field
├── NotAllowed      the person lacks a right
├── AlreadySaved    this form was saved before, and has been edited since
├── ClockInDoubt    the PC's clock disagrees with what was written last
└── StorageFault    disk, file, lock or server failed; raised in `deskapp.data` and nowhere else

Anything else that is raised is a bug and is shown as one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Repair:
    """A value the program offers instead of what was typed, with the words of the button that takes it ("改为 10852")."""

    label: str
    value: Any


class UserError(Exception):
    """A refusal. `field` is the identifier of the form field it belongs to ('' = the whole form)."""

    def __init__(self, message: str, *, field: str = "", repair: Repair | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.repair = repair

    @property
    def problems(self) -> tuple["UserError", ...]:
        """The single refusals in the order of the form."""
        return (self,)


class UserErrors(UserError):
    """All refusals of one form at once, so that a clerk mends them in one go."""

    def __init__(self, problems: Sequence[UserError]) -> None:
        super().__init__("；".join(p.message for p in problems))
        self._problems = tuple(problems)

    @property
    def problems(self) -> tuple[UserError, ...]:
        return self._problems


class NotAllowed(UserError):
    """The signed-in person lacks the right; the text says who has it."""


class AlreadySaved(UserError):
    """The form's request was carried out before with other content; `number` and `record_id` lead to what was saved."""

    def __init__(self, message: str, *, use_case: str, record_id: int, number: str = "") -> None:
        super().__init__(message)
        self.use_case = use_case
        self.record_id = record_id
        self.number = number


class ClockInDoubt(UserError):
    """Nothing may be written until 客服经理 confirms the clock with a reason."""


class StorageFault(UserError):
    """Storage failed and nothing was written: full or read-only disk, damaged file, lock wait, lost server."""
