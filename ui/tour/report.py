"""What a tour found, for people (report.md) and for the test (report.json)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

LIMITS = {"enrol": 8, "hand_over": 4, "redeem": 5, "complain": 12}
LONG_MS = 50.0
_CALLED = {"enrol": "入会 enrol", "hand_over": "记积分 hand-over", "redeem": "兑换 redeem", "complain": "投诉受理 complaint"}


@dataclass(frozen=True, slots=True)
class Played:
    """A part that was played to its end: how long it took, how much of that was computing, and the memory of the process after it."""

    name: str
    seconds: float
    cpu_seconds: float
    mib: int


@dataclass(frozen=True, slots=True)
class Stop:
    """The longest stop of the window between two pictures; `work_ms` of it the window's own thread computed."""

    where: str
    ms: float
    work_ms: float


@dataclass
class Report:
    """`stopped` says why the tour did not reach its end, '' when it did.

    `entries`: use case → entries of each time it was done; `papers`: paper → kind and size; `kinds`: kind of paper → sizes it was kept in.
    """

    stopped: str = ""
    parts: list[Played] = field(default_factory=list[Played])
    pictures: list[str] = field(default_factory=list[str])
    papers: dict[str, str] = field(default_factory=dict[str, str])
    kinds: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    seen: set[str] = field(default_factory=set[str])
    missing_windows: list[str] = field(default_factory=list[str])
    missing_papers: list[str] = field(default_factory=list[str])
    entries: dict[str, list[int]] = field(default_factory=dict[str, list[int]])
    clipped: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    warnings: list[str] = field(default_factory=list[str])
    stops: list[Stop] = field(default_factory=list[Stop])
    memory_mib: int = 0
    seconds: float = 0.0
    cpu_seconds: float = 0.0

    def findings(self) -> list[str]:
        """What is not as it should be, one line each; timings are told in the report and are no finding."""
        return [
            *([self.stopped] if self.stopped else []),
            *(
                f"too many entries: {name} took {max(n)}, at most {LIMITS[name]}"
                for name, n in self.entries.items()
                if max(n) > LIMITS[name]
            ),
            *(f"never shown: {name}" for name in self.missing_windows),
            *(f"never printed: {kind}" for kind in self.missing_papers),
            *(f"does not fit on {picture}: {words}" for picture, cut in self.clipped.items() for words in cut),
            *(f"warning: {warning}" for warning in self.warnings),
        ]

    def longest_stop(self) -> Stop:
        """The longest stop of all."""
        return max(self.stops, key=lambda stop: stop.ms, default=Stop("", 0.0, 0.0))

    def write(self, folder: Path) -> None:
        """Put report.json and report.md beside pictures and papers."""
        told = asdict(self) | {"seen": sorted(self.seen), "findings": self.findings()}
        (folder / "report.json").write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")
        (folder / "report.md").write_text("\n".join(self._lines()) + "\n", encoding="utf-8")

    def _lines(self) -> Iterator[str]:
        longest = self.longest_stop()
        yield from ("# Tour", "")
        yield f"{len(self.parts)} parts in {self.seconds:.1f} s ({self.cpu_seconds:.1f} s of CPU); {self.memory_mib} MiB at the end."
        yield f"Longest stop of the window: {longest.ms:.0f} ms, {longest.work_ms:.0f} ms of it its own work ({longest.where})."
        yield from ("", "## Findings", "", *([f"- {line}" for line in self.findings()] or ["None."]))
        yield from ("", "| use case | entries | limit |", "|---|---|---|")
        yield from (f"| {_CALLED[name]} | {', '.join(map(str, counts))} | {LIMITS[name]} |" for name, counts in self.entries.items())
        yield from ("", "| part | s | CPU s | MiB |", "|---|---|---|---|")
        yield from (f"| {part.name} | {part.seconds:.1f} | {part.cpu_seconds:.1f} | {part.mib} |" for part in self.parts)
        long = sorted((stop for stop in self.stops if stop.ms > LONG_MS), key=lambda stop: -stop.ms)
        yield from ("", f"| stops over {LONG_MS:.0f} ms | ms | own work |", "|---|---|---|")
        yield from (f"| {stop.where} | {stop.ms:.0f} | {stop.work_ms:.0f} |" for stop in long)
        yield from ("", "## Papers", "", *(f"- [{name}](papers/{name}.pdf): {kind}" for name, kind in self.papers.items()))
        yield from ("", "## Pictures", "", *(f"![{name}](pictures/{name}.png)" for name in self.pictures))
