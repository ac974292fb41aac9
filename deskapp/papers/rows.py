"""Rows, columns and sections: where the cells stand, which lines they share, and how they are cut at the end of a page."""

from collections.abc import Sequence
from dataclasses import KW_ONLY, dataclass, replace

from deskapp.papers.cells import Cell, Text
from deskapp.papers.pen import Align, Pen
from deskapp.papers.sizes import POINT, Box
from deskapp.papers.typesetting import CellOverflow, Typesetter

QUARTERS = (1.0, 1.0, 1.0, 1.0)
"""The four columns of every form: fields span 1, 2 or 4, so lines meet through all sections."""

_WHOLE = 3
"""A row of so many lines more than one is never cut at the end of a page: it moves to the next one."""


class Row:
    """Cells side by side; together they span at most the columns of their section.

    Without `height` the row is as high as its highest cell and grows with it; with `height` (mm) whatever does not fit
    raises CellOverflow. `rule` draws the line above it as heavy as between sections.
    """

    __slots__ = ("cells", "height", "rule")

    def __init__(self, *cells: Cell, height: float = 0.0, rule: bool = False) -> None:
        self.cells = cells
        self.height = height
        self.rule = rule

    def need(self, widths: Sequence[float], t: Typesetter) -> float:
        """Height in mm the row must have."""
        if self.height:
            return self.height
        return max((cell.need(width, t) for cell, width in self.placed(widths)), default=t.row)

    def placed(self, widths: Sequence[float]) -> list[tuple[Cell, float]]:
        """Each cell with its width."""
        found: list[tuple[Cell, float]] = []
        at = 0
        for cell in self.cells:
            if at + cell.span > len(widths):
                raise ValueError(f"a row spans more than its {len(widths)} columns")
            found.append((cell, sum(widths[at : at + cell.span])))
            at += cell.span
        return found

    def split(self, widths: Sequence[float], height: float, t: Typesetter) -> "tuple[Row, Row] | None":
        """The part that fits `height` and the rest, or None where a cell too high for it must stay whole."""
        if self.height:
            return None
        above: list[Cell] = []
        below: list[Cell] = []
        for cell, width in self.placed(widths):
            if cell.need(width, t) <= height:
                above.append(cell)
                below.append(Text("", span=cell.span))
                continue
            parts = cell.split(width, height, t)
            if parts is None:
                return None
            above.append(parts[0])
            below.append(parts[1])
        return Row(*above, rule=self.rule), Row(*below)

    def draw(self, pen: Pen, box: Box, widths: Sequence[float], t: Typesetter) -> None:
        """The cells and the lines between them."""
        x = box.x
        for place, (cell, width) in enumerate(self.placed(widths)):
            if place:
                pen.line(x, box.y, x, box.bottom, width=pen.look.inside)
            cell.draw(pen, Box(x, box.y, width, box.h), t)
            x += width
        if x < box.right - 0.01:
            pen.line(x, box.y, x, box.bottom, width=pen.look.inside)


def column_widths(columns: Sequence[float], width: float) -> tuple[float, ...]:
    """Columns given as proportions (write the millimetres they were drawn with), scaled to `width`."""
    total = sum(columns)
    return tuple(column * width / total for column in columns)


def draw_rows(pen: Pen, box: Box, rows: Sequence[Row], widths: Sequence[float], t: Typesetter) -> None:
    """Rows one below the other with lines between them; in a higher box all of them grow alike."""
    needs = [row.need(widths, t) for row in rows]
    growth = max(box.h / (sum(needs) or box.h), 1.0)
    t = replace(t, row=t.row * growth)
    y = box.y
    for place, (row, need) in enumerate(zip(rows, needs, strict=True)):
        if place:
            pen.line(box.x, y, box.right, y, width=pen.look.frame if row.rule else pen.look.inside)
        row.draw(pen, Box(box.x, y, box.w, need * growth), widths, t)
        y += need * growth


@dataclass(frozen=True, slots=True)
class Stack:
    """A cell made of rows of its own: a table beside a chart, several fields beside one tall text."""

    rows: Sequence[Row]
    _: KW_ONLY
    span: int = 1
    columns: Sequence[float] = (1.0,)

    def need(self, width: float, t: Typesetter) -> float:
        widths = column_widths(self.columns, width)
        return sum(row.need(widths, t) for row in self.rows)

    def draw(self, pen: Pen, box: Box, t: Typesetter) -> None:
        if self.need(box.w, t) > box.h + 0.01:
            raise CellOverflow(f"stack of {len(self.rows)} rows: higher than its cell")
        draw_rows(pen, box, self.rows, column_widths(self.columns, box.w), t)

    def split(self, width: float, height: float, t: Typesetter) -> tuple[Cell, Cell] | None:
        widths = column_widths(self.columns, width)
        used = 0.0
        for place, row in enumerate(self.rows):
            need = row.need(widths, t)
            if used + need <= height + 0.01:
                used += need
                continue
            parts = row.split(widths, height - used, t)
            above = [*self.rows[:place], *(parts[:1] if parts else ())]
            below = [*(parts[1:] if parts else (row,)), *self.rows[place + 1 :]]
            return (replace(self, rows=above), replace(self, rows=below)) if above else None
        return None


@dataclass(frozen=True, slots=True)
class Section:
    """A block of rows. `mark` (①) and `title` (受理) stand in the strip at its left; without either it has no strip of its own.

    `columns` are proportions; `row` replaces the height of field rows (mm); `done` makes empty cells read “—”.
    `head` is repeated where the section goes on on a further page. `keep` moves the section whole to the next page when it does
    not fit below what stands before it; switch it off for long tables.
    """

    rows: Sequence[Row]
    _: KW_ONLY
    mark: str = ""
    title: str = ""
    columns: Sequence[float] = QUARTERS
    head: Row | None = None
    row: float = 0.0
    done: bool = False
    keep: bool = True

    def typesetter(self, t: Typesetter) -> Typesetter:
        """The typesetter with this section's own manners."""
        return replace(t, row=self.row or t.row, done=self.done)

    def widths(self, frame: float, t: Typesetter) -> tuple[float, ...]:
        """Width of each column in mm within a frame `frame` wide."""
        return column_widths(self.columns, frame - (t.look.strip if self.mark or self.title else 0.0))

    def strip_need(self, t: Typesetter) -> float:
        """Least height in mm for mark and title in the strip."""
        if not (self.mark or self.title):
            return 0.0
        return sum(self._strip_steps(t)) + 6.5

    def draw_strip(self, pen: Pen, box: Box, t: Typesetter) -> None:
        """Mark and title one below the other, centred in the strip."""
        look, x = t.look, box.x + box.w / 2
        steps = self._strip_steps(t)
        y = box.y + box.h / 2 - sum(steps) / 2 + 0.37 * look.strip_title * POINT
        signs = [(self.mark, look.strip_mark, self.mark.isascii())] if self.mark else []
        signs += [(char, look.strip_title, True) for char in self.title]
        for (sign, size, bold), step in zip(signs, [0.0, *steps], strict=True):
            y += step
            pen.text(x, y, sign, size=size, bold=bold, align="center")

    def _strip_steps(self, t: Typesetter) -> list[float]:
        """Baseline distances between the signs of the strip, mm."""
        pitch = t.look.strip_title * POINT * 1.28
        first = [pitch + 1.2] if self.mark and self.title else []
        return first + [pitch] * max(len(self.title) - 1, 0)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a list: the words over it, its width as a proportion, and how its texts are set."""

    head: str
    width: float
    align: Align = "left"


def table(
    columns: Sequence[Column],
    rows: Sequence[Sequence[str]],
    *,
    emphasis: Sequence[int] = (),
    total: Row | None = None,
    mark: str = "",
    title: str = "",
    row: float = 0.0,
    size: float = 0.0,
    keep: bool = False,
) -> Section:
    """A list whose head is repeated on every page. `emphasis` names rows (from 0) set in Bold; `size` is the type size in points.

    `total` is a last row over the same columns. Texts wrap and their row grows; a blank list still prints its head.
    """
    strong = set(emphasis)
    body = [
        Row(*(Text(text, align=c.align, bold=place in strong, size=size) for c, text in zip(columns, texts, strict=True)))
        for place, texts in enumerate(rows)
    ]
    return Section(
        [*body, *([total] if total else [])],
        mark=mark,
        title=title,
        columns=[c.width for c in columns],
        head=Row(*(Text(c.head, align=c.align, head=True) for c in columns)),
        row=row,
        keep=keep,
    )


@dataclass(frozen=True, slots=True)
class Piece:
    """What of a section stands on one page: from `top` (mm) on, `height` high."""

    section: Section
    rows: Sequence[Row]
    top: float
    height: float


@dataclass(slots=True)
class _Page:
    pieces: list[Piece]
    y: float


def strip_width(sections: Sequence[Section], t: Typesetter) -> float:
    """Width in mm of the strip: the same for all sections of a form that have one."""
    return t.look.strip if any(s.mark or s.title for s in sections) else 0.0


def paginate(sections: Sequence[Section], *, top: float, bottom: float, width: float, t: Typesetter) -> list[list[Piece]]:
    """The sections cut into pages; `width` is the frame's.

    Nothing is lost: a row that does not fit goes to the next page, one of more than four lines is cut between two of them.
    Raises CellOverflow for a row that can neither be cut nor fit a whole page.
    """
    pages = [_Page([], top)]
    for section in sections:
        _flow(section, pages, top, bottom, section.widths(width, t), section.typesetter(t))
    return [page.pieces for page in pages if page.pieces]


def _flow(section: Section, pages: list[_Page], top: float, bottom: float, widths: Sequence[float], t: Typesetter) -> None:
    head = [section.head] if section.head else []
    above = sum(row.need(widths, t) for row in head)
    least = section.strip_need(t)
    if section.keep:
        whole = max(above + sum(row.need(widths, t) for row in section.rows), least)
        if bottom - pages[-1].y + 0.01 < whole <= bottom - top:
            pages.append(_Page([], top))
    waiting = list(reversed(section.rows))
    while True:
        page = pages[-1]
        fresh, room = page.y == top, bottom - page.y
        taken: list[Row] = []
        used = 0.0
        if fresh or room >= least:
            taken, used = _take(waiting, room - above, widths, t)
        if waiting and not taken:
            if fresh:
                raise CellOverflow(f"section {section.mark}{section.title}: a row is higher than the page and cannot be cut")
            pages.append(_Page([], top))
            continue
        if taken or head:
            height = max(used + above, least)
            page.pieces.append(Piece(section, [*head, *taken], page.y, height))
            page.y += height
        if not waiting:
            return
        pages.append(_Page([], top))


def _take(waiting: list[Row], room: float, widths: Sequence[float], t: Typesetter) -> tuple[list[Row], float]:
    """Rows that fit `room`, taken off the end of `waiting`; the rest of a cut row is put back."""
    taken: list[Row] = []
    used = 0.0
    while waiting:
        need = waiting[-1].need(widths, t)
        if used + need > room + 0.01:
            parts = waiting[-1].split(widths, room - used, t) if need > t.row + _WHOLE * t.look.leading + 0.01 else None
            if parts:
                taken.append(parts[0])
                used += parts[0].need(widths, t)
                waiting[-1] = parts[1]
            return taken, used
        taken.append(waiting.pop())
        used += need
    return taken, used
