"""The one table: each figure beside its limit of the same run, its budget, and whether it keeps it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from tests.benchmarks.timing import Sample


class Of(Enum):
    """What of a figure its budget judges."""

    MEDIAN = ""
    P99 = "p99 "
    RATIO = "×"


@dataclass(frozen=True, slots=True)
class Budget:
    """The most a figure may be."""

    most: float
    of: Of = Of.MEDIAN
    unit: str = "ms"

    @property
    def words(self) -> str:
        if self.of is Of.RATIO:
            return f"≤ {self.most:g} ×"
        return f"{self.of.value}≤ {self.most:g} {self.unit}".rstrip()


@dataclass(frozen=True, slots=True)
class Limit:
    """The named thing no program could beat, measured in the same run."""

    name: str
    found: Sample


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table. `at` is size and engine, "" where neither matters."""

    what: str
    at: str
    found: Sample
    limit: Limit | None = None
    budget: Budget | None = None
    unit: str = "ms"

    @property
    def ratio(self) -> float | None:
        """How many times its limit the figure costs, by the medians."""
        return None if self.limit is None or not self.limit.found.median else self.found.median / self.limit.found.median

    @property
    def keeps(self) -> bool | None:
        """Whether the budget is kept; None where design.md names none."""
        if self.budget is None:
            return None
        judged = {Of.MEDIAN: self.found.median, Of.P99: self.found.p99, Of.RATIO: self.ratio}[self.budget.of]
        if judged is None:
            raise ValueError(f"{self.what}: a ratio without a limit")
        return judged <= self.budget.most


HEAD = ("figure", "at", "median", "p99", "limit in the same run", "median", "×", "budget", "")
_RIGHT = {2, 3, 5, 6}


def _number(value: float, unit: str) -> str:
    if unit in ("ms", "MiB", "s"):
        return f"{value:,.0f} {unit}" if value >= 100 else f"{value:.1f} {unit}" if value >= 10 else f"{value:.2f} {unit}"
    return f"{value:g}"


def _cells(figure: Figure) -> tuple[str, ...]:
    many = figure.found.count > 1 and figure.found.p99 != figure.found.median
    limit, ratio = figure.limit, figure.ratio
    return (
        figure.what,
        figure.at,
        _number(figure.found.median, figure.unit),
        _number(figure.found.p99, figure.unit) if many else "",
        limit.name if limit else "–",
        _number(limit.found.median, figure.unit) if limit else "",
        f"{ratio:.2f}" if ratio is not None else "",
        figure.budget.words if figure.budget else "–",
        {True: "ok", False: "**over**", None: ""}[figure.keeps],
    )


def table(figures: Sequence[Figure]) -> str:
    """The figures as a Markdown table whose columns also line up on a screen."""
    rows = [HEAD, *(_cells(figure) for figure in figures)]
    widths = [max(len(row[at]) for row in rows) for at in range(len(HEAD))]

    def line(row: Sequence[str]) -> str:
        padded = (
            cell.rjust(width) if at in _RIGHT else cell.ljust(width) for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        return f"| {' | '.join(padded)} |"

    rule = "|".join("-" * (width + 1) + (":" if at in _RIGHT else "-") for at, width in enumerate(widths))
    return "\n".join([line(rows[0]), f"|{rule}|", *(line(row) for row in rows[1:])])
