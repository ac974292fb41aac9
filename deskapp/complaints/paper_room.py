"""The room of a page of the slip: its texts share what the fixed rows leave, so the form always ends at the foot of the page.

A text is never cut and never set smaller: a filled one gives up the room it does not need, the others take it, and what still
does not fit goes on on a continuation page (look.md §4).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from deskapp.papers import Cell, Field, Paper, Row, Section
from deskapp.papers.fonts import house_fonts
from deskapp.papers.head import foot_height, foot_lines
from deskapp.papers.typesetting import Typesetter

_ELSEWHERE = "见续页"


@dataclass(frozen=True, slots=True)
class Tall:
    """A row of texts, `least` mm high on the form. `written` = nobody writes into it by hand any more, so it may become lower.

    `about` stands above what is carried to a further page: which department it is of.
    """

    cells: Sequence[Cell]
    least: float
    written: bool = False
    about: Field | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A section before its texts have their heights."""

    rows: Sequence[Row | Tall]
    mark: str = ""
    title: str = ""
    done: bool = False


@dataclass(frozen=True, slots=True)
class Rest:
    """What of a text stands on a further page, and in which block it belongs."""

    mark: str
    title: str
    about: Field | None
    field: Field


class Room:
    """Measures for one kind of paper with field rows `row` mm high, beneath its head and above its foot."""

    def __init__(self, paper: Paper, *, row: float, note: str, retention: str) -> None:
        self.paper = paper
        self.row = row
        self.t = Typesetter(house_fonts(), paper.look, row=row)
        lines = foot_lines(paper, note, retention, self.t)
        self.height = paper.bottom - foot_height(lines, paper) - paper.top

    def fill(self, blocks: Sequence[Block]) -> tuple[list[Section], list[Rest]]:
        """The blocks as sections that fill one page, and what must go on on a further one.

        Where the fixed rows alone leave no page for a line of each text, the sections flow on to the next one.
        """
        talls: list[tuple[Block, Tall, Sequence[float]]] = []
        fixed = 0.0
        for block in blocks:
            widths = self.section(block, ()).widths(self.paper.grid_width, self.t)
            for row in block.rows:
                if isinstance(row, Tall):
                    talls.append((block, row, widths))
                else:
                    fixed += row.need(widths, self.t)
        heights = self._shared([(tall, Row(*tall.cells).need(widths, self.t)) for _, tall, widths in talls], self.height - fixed)
        rests: list[Rest] = []
        measured: list[Row] = []
        for (block, tall, widths), height in zip(talls, heights, strict=True):
            row, left = self._set(tall, widths, height)
            measured.append(row)
            rests += [Rest(block.mark, block.title, tall.about, field) for field in left]
        rows = iter(measured)
        sections = [self.section(block, [next(rows) if isinstance(row, Tall) else row for row in block.rows]) for block in blocks]
        return sections, rests

    def section(self, block: Block, rows: Sequence[Row]) -> Section:
        return Section(rows, mark=block.mark, title=block.title, row=self.row, done=block.done)

    def further(self, rests: Sequence[Rest]) -> list[Section]:
        """The sections of the continuation page, in the blocks the texts belong to."""
        sections: list[Section] = []
        for (mark, title), parts in groupby(rests, key=lambda rest: (rest.mark, rest.title)):
            rows: list[Row] = []
            about: Field | None = None
            for rest in parts:
                if rest.about is not None and rest.about != about:
                    rows.append(Row(rest.about, rule=bool(rows)))
                about = rest.about
                rows.append(Row(replace(rest.field, span=4, height=self._two_lines)))
            sections.append(Section(rows, mark=mark, title=title, row=self.row, keep=False))
        return sections

    def _shared(self, talls: Sequence[tuple[Tall, float]], room: float) -> list[float]:
        """The height of each row: the short ones get all they need first, the longest what is left."""
        heights = [self._floor(tall, need) for tall, need in talls]
        left = room - sum(heights)
        if left < 0:
            return self._squeezed(heights, [tall for tall, _ in talls], -left)
        wanting = sorted((need - heights[at], at) for at, (_, need) in enumerate(talls) if need > heights[at])
        for want, at in wanting:
            given = min(want, left)
            heights[at] += given
            left -= given
        back = [max(tall.least - height, 0.0) for height, (tall, _) in zip(heights, talls, strict=True)]
        shared = min(left, sum(back))
        if shared:
            heights = [height + part * shared / sum(back) for height, part in zip(heights, back, strict=True)]
        return _spread(left - shared, heights, [tall for tall, _ in talls])

    def _floor(self, tall: Tall, need: float) -> float:
        """What a row has at least: two lines of a text that will go on elsewhere."""
        least = max(tall.least, self._two_lines) if need > tall.least else tall.least
        return min(least, max(need, self.row)) if tall.written else least

    @property
    def _two_lines(self) -> float:
        return self.row + self.t.look.leading

    def _squeezed(self, heights: Sequence[float], talls: Sequence[Tall], over: float) -> list[float]:
        """Fixed rows have grown: written texts give way first, down to two lines, then whatever has more than a line."""
        lower = list(heights)
        for least, only_written in ((self._two_lines, True), (self._two_lines, False), (self.row, False)):
            for at in sorted(range(len(talls)), key=lambda at: -lower[at]):
                if (talls[at].written or not only_written) and lower[at] > least:
                    given = min(over, lower[at] - least)
                    lower[at] -= given
                    over -= given
        return lower

    def _set(self, tall: Tall, widths: Sequence[float], height: float) -> tuple[Row, list[Field]]:
        """The row at its height, and the texts that do not end in it."""
        cells: list[Cell] = []
        rests: list[Field] = []
        for cell, width in Row(*tall.cells).placed(widths):
            if not isinstance(cell, Field):
                cells.append(cell)
                continue
            if cell.need(width, self.t) > height + 0.01:
                cell, rest = self._parted(cell, width, height)
                rests.append(rest)
            cells.append(replace(cell, height=height))
        return Row(*cells), rests

    def _parted(self, field: Field, width: float, height: float) -> tuple[Field, Field]:
        """What of a text stands in its cell, and the rest as it was written: the further page breaks its own lines."""
        parts = field.split(width, height, self.t)
        if parts is None:
            return replace(field, value=_ELSEWHERE), replace(field, continued=True)
        whole, shown = self.t.printable(field.value), sum(not char.isspace() for char in parts[0].value)
        at = 0
        while shown:
            shown -= not whole[at].isspace()
            at += 1
        return parts[0], replace(parts[1], value=whole[at:].lstrip())


def _spread(spare: float, heights: Sequence[float], talls: Sequence[Tall]) -> list[float]:
    """What no text needs goes to those that will be written by hand, or to all of them where nobody writes any more."""
    weights = [0.0 if tall.written else tall.least for tall in talls]
    if not any(weights):
        weights = [tall.least for tall in talls]
    return [height + weight * spare / sum(weights) for height, weight in zip(heights, weights, strict=True)]
