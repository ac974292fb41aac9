"""The id of a form's request: the one thing that makes saving twice impossible."""

from uuid import uuid4


def new_id() -> str:
    """32 hexadecimal digits that nobody has used."""
    return uuid4().hex


class RequestId:
    """Renewed when the last try is known to have ended, kept while it is in doubt.

    In doubt means: the answer to COMMIT was lost, or a bug struck somewhere between. Then the same id goes out again, and the store either
    replays the record it has or writes it for the first time. A plain refusal takes a new id, because the store may have kept the refused
    try (a wrong PIN); but not while an earlier try of this id is still in doubt, or that one could be written again under another id.
    """

    def __init__(self, value: str = "", *, in_doubt: bool = False) -> None:
        self.value = value or new_id()
        self.in_doubt = in_doubt

    def saved(self) -> None:
        """The store said that it is written."""
        self.in_doubt = False
        self.value = new_id()

    def refused(self, *, in_doubt: bool) -> None:
        """The store refused; `in_doubt` when it could not tell whether it had written."""
        if in_doubt:
            self.in_doubt = True
        elif not self.in_doubt:
            self.value = new_id()

    def failed(self) -> None:
        """A bug: nobody knows."""
        self.in_doubt = True
