"""What may stand in one cell of the grid. Cells are plain values; a row asks each how high it must be and draws it.

Every cell is measured: a value too wide for one line goes on in the next and the row grows; what cannot flow raises CellOverflow.
"""

from collections.abc import Sequence
from dataclasses import KW_ONLY, dataclass, replace
from typing import Protocol, Self

from deskapp.papers.pen import Align, Pen
from deskapp.papers.sizes import POINT, Box
from deskapp.papers.typesetting import CellOverflow, Typesetter

PAD = 1.5
GAP = 1.6
"""Between the label column and the value."""
_FIELD_PAD = 0.9
"""A value may run a little into the padding at the right: a date with time fills a quarter of the grid exactly."""
_SIT = 0.37
"""Baseline below the middle of a line of text, in parts of the type size."""
_SIGN_LEAST = 11.0
"""Below this the label of a signature cell would stand on its line, mm."""
_HAND = 8.0
"""Distance of dotted guide lines for hand-writing, mm."""

DATE = ("年", "月", "日")
DAY_TIME = ("月", "日", ":")
DATE_TIME = ("年", "月", "日", ":")


class Cell(Protocol):
    """`span` counts grid columns. `need` is the least height in mm at a width, `draw` fills a box,
    `split` gives the part that fits a height and the rest, or None where the cell must stay whole."""

    @property
    def span(self) -> int: ...
    def need(self, width: float, t: Typesetter, /) -> float: ...
    def draw(self, pen: Pen, box: Box, t: Typesetter, /) -> None: ...
    def split(self, width: float, height: float, t: Typesetter, /) -> "tuple[Cell, Cell] | None": ...


def first_baseline(box: Box, t: Typesetter, size: float, *, row: float = 0.0) -> float:
    """Baseline of the first line: centred in a row of usual height (`row`, else the field row), at the top in a taller one."""
    row = row or t.row
    tall = box.h > row + 0.6 * t.look.leading
    return box.y + (row if tall else box.h) / 2 + _SIT * size * POINT


def check_height(need: float, box: Box, what: str) -> None:
    if need > box.h + 0.01:
        raise CellOverflow(f"cell {what!r}: needs {need:.1f} mm, has {box.h:.1f}")


def draw_units(pen: Pen, left: float, right: float, baseline: float, units: Sequence[str], t: Typesetter, *, room: float = 99.0) -> None:
    """年 月 日 : with room to write before each (and after a last colon), flush right."""
    size = t.look.label
    slots = len(units) + (units[-1] == ":")
    used = sum(t.width(unit, size) for unit in units)
    room = min((right - left - used) / slots, room)
    if room < 2.5:
        raise CellOverflow(f"no room to write before {units[0]!r}")
    x = right - used - room * slots
    for unit in units:
        x += room
        pen.text(x, baseline, unit, size=size, colour=t.look.ink_2)
        x += t.width(unit, size)


@dataclass(frozen=True, slots=True)
class Field:
    """Label and value on one baseline. A long value goes on below and, where the page ends, on the next page.

    An empty value shows `units` to write into (DATE, DAY_TIME …), a line (`line=True`), dotted guides in a cell of `height`,
    or nothing; in a finished block it reads “—”. `height` is the least height in mm, for texts and hand-writing.
    The parts of a text that was cut tell it beneath the label: 见续页 where it goes on elsewhere, （续） where it comes from there.
    `aside` is a small word flush right on the first line (主责).
    """

    label: str
    value: str = ""
    _: KW_ONLY
    span: int = 1
    bold: bool = False
    units: tuple[str, ...] = ()
    line: bool = False
    height: float = 0.0
    label_chars: int = 4
    continued: bool = False
    carried: bool = False
    aside: str = ""

    def value_left(self, t: Typesetter) -> float:
        """Where the value begins, from the left edge of the cell."""
        if not self.label:
            return PAD
        return PAD + max(self.label_chars * t.look.label * POINT, t.width(self.label, t.look.label)) + GAP

    def _lines(self, width: float, t: Typesetter) -> tuple[str, ...]:
        room = width - self.value_left(t) - _FIELD_PAD
        room -= t.width(self.aside, t.look.label) + GAP if self.aside else 0.0
        if room < t.look.value * POINT:
            raise CellOverflow(f"cell {self.label!r}: no room for a value")
        return t.wrap(self.value, room, t.look.value, bold=self.bold and t.look.bold)

    def need(self, width: float, t: Typesetter) -> float:
        return max(self.height, t.row + (len(self._lines(width, t)) - 1) * t.look.leading)

    def draw(self, pen: Pen, box: Box, t: Typesetter) -> None:
        look = t.look
        lines = self._lines(box.w, t)
        check_height(t.row + (len(lines) - 1) * look.leading, box, self.label)
        baseline = first_baseline(box, t, look.value)
        x = box.x + self.value_left(t)
        pen.text(box.x + PAD, baseline, self.label, size=look.label, colour=look.ink_2)
        if self.aside:
            pen.text(box.right - PAD, baseline, self.aside, size=look.label, align="right", colour=look.ink_2)
        self._draw_parts(pen, box, baseline, len(lines), t)
        if not self.value.strip():
            self._draw_empty(pen, box, x, baseline, t)
        for place, line in enumerate(lines):
            pen.text(x, baseline + place * look.leading, line, size=look.value, bold=self.bold)

    def _draw_parts(self, pen: Pen, box: Box, baseline: float, lines: int, t: Typesetter) -> None:
        """Where the rest of a cut text stands, in the label column beneath the label."""
        leading = t.look.leading
        beneath = self.label and box.h + 0.01 >= t.row + leading
        if self.continued and beneath:
            pen.text(box.x + PAD, baseline + leading, "（续）", size=t.look.label, colour=t.look.ink_2)
        if self.carried and beneath and lines > 1 + self.continued:
            pen.text(box.x + PAD, baseline + (lines - 1) * leading, "见续页", size=t.look.label, colour=t.look.ink_2)

    def _draw_empty(self, pen: Pen, box: Box, x: float, baseline: float, t: Typesetter) -> None:
        if t.done:
            pen.text(x, baseline, "—", size=t.look.value)
        elif self.units:
            draw_units(pen, x, box.right - PAD, baseline, self.units, t)
        elif self.line:
            pen.line(x, baseline + 0.9, box.right - PAD, baseline + 0.9, width=t.look.inside)
        elif self.height > 1.6 * t.row and not pen.paper.ncr:
            at = box.y + _HAND
            while at < box.bottom - 2:
                pen.line(box.x + PAD, at, box.right - PAD, at, width=0.45, dotted=True)
                at += _HAND

    def split(self, width: float, height: float, t: Typesetter) -> "tuple[Self, Self] | None":
        lines = self._lines(width, t)
        fit = int((height - t.row) / t.look.leading + 1e-6) + 1
        if height < t.row or fit < 2 or fit >= len(lines):
            return None
        rest = replace(self, value="\n".join(lines[fit:]), height=0.0, continued=True)
        return replace(self, value="\n".join(lines[:fit]), height=0.0, carried=True), rest


@dataclass(frozen=True, slots=True)
class Text:
    """Plain text of a table cell; it wraps, the row grows, a long one goes on on the next page.

    `head` = the words over a column (label size, ink 2). `size` in points replaces the value size.
    """

    text: str
    _: KW_ONLY
    span: int = 1
    align: Align = "left"
    bold: bool = False
    head: bool = False
    size: float = 0.0
    height: float = 0.0

    def _type(self, t: Typesetter) -> float:
        return self.size or (t.look.label if self.head else t.look.value)

    def _pads(self, t: Typesetter) -> tuple[float, float]:
        right = t.look.right_pad if self.align == "right" else (0.7 if self.align == "center" else _FIELD_PAD)
        return (0.7 if self.align == "center" else PAD), right

    def _lines(self, width: float, t: Typesetter) -> tuple[str, ...]:
        left, right = self._pads(t)
        room = width - left - right
        if room < self._type(t) * POINT:
            raise CellOverflow("a table cell has no room for text")
        return t.wrap(self.text, room, self._type(t), bold=self.bold and t.look.bold)

    def need(self, width: float, t: Typesetter) -> float:
        row = t.look.head_row if self.head else t.row
        return max(self.height, row + (len(self._lines(width, t)) - 1) * t.look.leading)

    def draw(self, pen: Pen, box: Box, t: Typesetter) -> None:
        size, leading = self._type(t), t.look.leading
        lines = self._lines(box.w, t)
        check_height((len(lines) - 1) * leading + size * POINT, box, "table")
        left, right = self._pads(t)
        x = {"left": box.x + left, "center": box.x + box.w / 2, "right": box.right - right}[self.align]
        row = (box.h if len(lines) == 1 else t.look.head_row) if self.head else 0.0
        baseline = first_baseline(box, t, size, row=row)
        for place, line in enumerate(lines):
            colour = t.look.ink_2 if self.head else None
            pen.text(x, baseline + place * leading, line, size=size, bold=self.bold, align=self.align, colour=colour)

    def split(self, width: float, height: float, t: Typesetter) -> "tuple[Self, Self] | None":
        lines = self._lines(width, t)
        fit = int((height - t.row) / t.look.leading + 1e-6) + 1
        if height < t.row or fit < 2 or fit >= len(lines):
            return None
        return replace(self, text="\n".join(lines[:fit]), height=0.0), replace(self, text="\n".join(lines[fit:]), height=0.0)


@dataclass(frozen=True, slots=True)
class Sign:
    """A signature cell: the label above, a line to sign on 5.2 mm above the bottom, beneath it what is known or 年 月 日.

    `name` and `at` (who and when, already known to the program) or `note` stand beneath the line at the left.
    """

    label: str
    _: KW_ONLY
    span: int = 1
    name: str = ""
    at: str = ""
    note: str = ""
    units: tuple[str, ...] = DATE
    height: float = 14.5

    def need(self, _width: float, _t: Typesetter, /) -> float:
        return self.height

    def draw(self, pen: Pen, box: Box, t: Typesetter) -> None:
        look = t.look
        check_height(_SIGN_LEAST, box, self.label)
        left, right = box.x + PAD, box.right - PAD
        below = box.bottom - (1.6 if pen.paper.ncr else 1.5)
        pen.text(left, box.y + 2.6 + look.label * POINT * 0.62, self.label, size=look.label, colour=look.ink_2)
        pen.line(left, box.bottom - 5.2 - 0.2 * pen.paper.ncr, right, box.bottom - 5.2 - 0.2 * pen.paper.ncr, width=look.inside)
        known = t.width(self.at, look.label) + 2.0 if self.at else 0.0
        said = t.fit(self.name or self.note, right - left - known, look.label)
        pen.text(left, below, said, size=look.label)
        pen.text(right, below, self.at, size=look.label, align="right")
        if self.units and not self.name and not self.at:
            used = t.width(said, look.label) + 2.0 if said else 0.0
            draw_units(pen, left + used, right, below, self.units, t, room=0.125 * box.w)
        if t.width(self.label, look.label) > right - left + 0.01:
            raise CellOverflow(f"cell {self.label!r}: label is wider than the cell")

    def split(self, _width: float, _height: float, _t: Typesetter, /) -> None:
        return None
