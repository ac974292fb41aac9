"""Who, when and where: the plain values every use case takes first."""

from dataclasses import dataclass, replace
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Act:
    """One press of a save button.

    `at` is the store's local wall time in whole seconds; `pc` names the workplace; `request_id` is made when the form opens,
    so that the same form sent twice is one act. `staff_id` is None only before anyone signed in.
    """

    staff_id: int | None
    at: datetime
    pc: str
    request_id: str

    def at_time(self, at: datetime) -> "Act":
        """The same act with its settled time."""
        return replace(self, at=at)
