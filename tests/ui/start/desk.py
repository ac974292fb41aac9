"""A desk for the windows before the work: a real session on a clock that the test moves, and a record of what was printed."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from tests.conftest import MORNING
from ui.desk import PrintJob
from ui.kit.local_state import LocalState
from ui.session import Session


@dataclass
class Clock:
    """The time as the test sets it."""

    now: datetime = MORNING

    def __call__(self) -> datetime:
        return self.now


@dataclass
class TestDesk:
    """What the windows of this folder ask of the window they stand in."""

    __test__ = False

    sheets: QWidget
    folder: Path
    clock: Clock = field(default_factory=Clock)
    printed: list[PrintJob] = field(default_factory=list)
    looked_again: int = 0

    def __post_init__(self) -> None:
        self.session = Session(pc="前台1", clock=self.clock)
        self.local = LocalState(self.folder / "window.json")
        self.drafts: Any = None

    def print_paper(self, job: PrintJob) -> None:
        self.printed.append(job)

    def changed(self) -> None:
        self.looked_again += 1
