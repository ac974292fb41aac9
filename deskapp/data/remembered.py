"""What is read often and changes rarely (rules, staff, calendar), kept in memory until any PC changes one of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from deskapp.data.connection import database
from deskapp.data.transaction import reading, revisions, settings_revision, settings_revision_of_write

T = TypeVar("T")
_changes_here = 0


@dataclass(frozen=True, slots=True)
class _Held(Generic[T]):
    database: object
    revision: int
    changes_here: int
    value: T


class Remembered(Generic[T]):
    """A value built by `load` and remembered for one settings revision of the open database.

    Inside `writing` it is exact, and what a write under way has changed is never remembered, for it may be rolled back.
    """

    def __init__(self, load: Callable[[], T]) -> None:
        self._load = load
        self._held: _Held[T] | None = None

    def value(self) -> T:
        """The value now; outside of `writing` this costs one small read, in a snapshot only the first time."""
        begun_at = settings_revision_of_write()
        held = self._valid()
        if held is not None and held.revision == settings_revision():
            return held.value
        with reading():
            revision, changes = revisions()[1], _changes_here
            loaded = self._load()
        if begun_at is None or begun_at == revision:
            self._held = _Held(database.obj, revision, changes, loaded)
        return loaded

    def last(self) -> T:
        """The value as of the last look, without asking the database; exact inside `writing`."""
        held = self._valid()
        return held.value if held is not None and settings_revision_of_write() is None else self.value()

    def _valid(self) -> _Held[T] | None:
        held = self._held
        if held is None or held.database is not database.obj or held.changes_here != _changes_here:
            return None
        return held


def rules_changed() -> None:
    """Tell every PC that a rule, the staff or the calendar changed. Called inside the write that did it."""
    global _changes_here
    _changes_here += 1
    database.execute_sql("UPDATE write_lock SET settings_revision = settings_revision + 1 WHERE id = 1")
