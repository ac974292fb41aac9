"""What a tour found, for people (report.md) and for the test (report.json)."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

LIMITS = {"enrol": 8, "hand_over": 4, "redeem": 5}
_CALLED = {"enrol": "入会 enrol", "hand_over": "记积分 hand-over", "redeem": "兑换 redeem"}


@dataclass
class Report:
    """`stopped` says why the tour did not reach its end, '' when it did. `entries`: use case → entries of each time it was done."""

    stopped: str = ""
    parts: list[str] = field(default_factory=list[str])
    pictures: list[str] = field(default_factory=list[str])
    papers: list[str] = field(default_factory=list[str])
    seen: list[str] = field(default_factory=list[str])
    entries: dict[str, list[int]] = field(default_factory=dict[str, list[int]])
    clipped: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    warnings: list[str] = field(default_factory=list[str])
    longest_stop_ms: float = 0.0
    longest_stop_at: str = ""
    memory_mib: int = 0
    seconds: float = 0.0
    practice_store_seconds: float = 0.0

    def over_limit(self) -> dict[str, int]:
        """Use cases that took more entries than the plan allows."""
        return {name: max(counts) for name, counts in self.entries.items() if max(counts) > LIMITS[name]}

    def write(self, folder: Path) -> None:
        """Put report.json and report.md beside pictures and papers."""
        (folder / "report.json").write_text(json.dumps(asdict(self), ensure_ascii=False, indent=1), encoding="utf-8")
        (folder / "report.md").write_text("\n".join(self._lines()) + "\n", encoding="utf-8")

    def _lines(self) -> list[str]:
        yes = f"finished in {self.seconds:.1f} s" if not self.stopped else f"**stopped**: {self.stopped}"
        lines = ["# Tour", "", f"{yes}; practice store {self.practice_store_seconds:.1f} s; memory at the end {self.memory_mib} MiB.", ""]
        lines += [f"Longest stop of the window: {self.longest_stop_ms:.0f} ms ({self.longest_stop_at}).", ""]
        lines += ["| use case | entries | limit |", "|---|---|---|"]
        lines += [
            f"| {_CALLED[name]} | {', '.join(str(count) for count in counts)} | {LIMITS[name]} |" for name, counts in self.entries.items()
        ]
        lines += ["", "## Words that do not fit", ""]
        lines += [f"- {picture}: {words}" for picture, cut in self.clipped.items() for words in cut] or ["None."]
        lines += ["", "## Warnings", ""]
        lines += [f"- {warning}" for warning in self.warnings] or ["None."]
        lines += ["", "## Pictures", ""]
        lines += [f"![{name}](pictures/{name}.png)" for name in self.pictures]
        lines += ["", "## Papers", ""]
        lines += [f"- [{name}](papers/{name}.pdf)" for name in self.papers]
        return lines
