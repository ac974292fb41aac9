"""The door to the user as tests see it: what would have been shown, in order."""

from dataclasses import dataclass, field

from ui.kit.theme import Tone


@dataclass
class Recorder:
    said: list[tuple[str, Tone]] = field(default_factory=list)
    numbers: list[tuple[str, str, str]] = field(default_factory=list)
    faults: list[tuple[str, str]] = field(default_factory=list)

    def say(self, text: str, tone: Tone) -> None:
        self.said.append((text, tone))

    def number(self, title: str, number: str, hint: str) -> None:
        self.numbers.append((title, number, hint))

    def fault(self, title: str, details: str) -> None:
        self.faults.append((title, details))
