"""What a list comes to against the store: for each member a step, new, changed or the same. Pure."""

from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from deskapp.customers.domain import Purpose
from deskapp.members.domain import Level
from deskapp.members.import_entry import Car, Change, Entry, Finding
from deskapp.members.import_known import Known


class Fate(Enum):
    """What the import does with an entry."""

    ADD = "新增"
    UPDATE = "更新"
    SAME = "没有变化"


@dataclass(slots=True)
class Step:
    """What one entry leads to. `customer` holds (column, old, new) of what changes, `cars` the same after the car's id.

    `doubts` are (row, meaning, what is unusual), from the list itself and against the store. `fresh`: the account has no entry yet; `level`
    is where a known member stands now.
    """

    entry: Entry
    customer_id: int | None = None
    known: Known | None = None
    reading: str = ""
    before: dict[str, Any] = field(default_factory=dict[str, Any])
    customer: list[tuple[str, Any, Any]] = field(default_factory=list[tuple[str, Any, Any]])
    cars: list[tuple[int, str, Any, Any]] = field(default_factory=list[tuple[int, str, Any, Any]])
    new_cars: list[Car] = field(default_factory=list[Car])
    new_card: bool = False
    new_level: bool = False
    new_opening: bool = False
    fresh: bool = True
    level: Level = Level.BASIC
    answers: tuple[tuple[Purpose, bool], ...] = ()
    doubts: tuple[tuple[int, str, str], ...] = ()

    @property
    def fate(self) -> Fate:
        if self.known is None:
            return Fate.ADD
        changed = self.customer or self.cars or self.new_cars or self.new_card or self.new_level or self.new_opening or self.answers
        return Fate.UPDATE if changed else Fate.SAME


@dataclass(frozen=True, slots=True)
class Matched:
    """The list against the store as it is now. Entries that met a finding which is not merely unusual have no step."""

    steps: tuple[Step, ...]
    findings: tuple[Finding, ...]
    changes: tuple[Change, ...]
