"""What stands around the form: head, foot, bar code, copy labels, reprint mark, the copies column of continuous paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from deskapp.papers.pen import Pen
from deskapp.papers.sizes import POINT, Box, Paper
from deskapp.papers.typesetting import CellOverflow, Typesetter

_TITLE_TRACKING = 0.4
_STORE_TRACKING = 0.7
_BESIDE_TITLE = 3.0
"""White between the title and what stands left and right of it, mm."""
_NUMBER_WIDTH = 37.9
"""The bar code of a 14-digit number on laser paper, mm; a number without code keeps to it."""
_HANZI = "零一二三四五六七八九"
_COPY_PITCHES = ((5.8, 4.4), (4.7, 3.8))
"""Baseline distances in the copies column, mm: colour to name, sign to sign; the second pair where the sheet is short."""


@dataclass(frozen=True, slots=True)
class Copy:
    """One copy of a paper. Laser printers make a labelled page for each; on 241 they are listed at the right edge.

    `label` replaces the name in the box of laser pages (客服存档联). `full` says that the whole mobile may stand on it.
    """

    name: str
    colour: str = ""
    label: str = ""
    full: bool = False


SHARED = Copy("")
"""What the body is asked for where all copies are one page: continuous paper, and papers without copies."""


@dataclass(frozen=True, slots=True)
class Head:
    """The head of every page (rules.md §4).

    `number` None = the paper carries none, "" = a blank form with a line to write it on; `code` = the digits of its bar code.
    `printed_at` None = a blank form. `subline` (a deadline, a period) stands beneath the title, on continuous paper `short` at
    the left instead; from page 2 on `subject` (customer, plate) takes its place. `right` are lines at the right of a paper
    without number.
    """

    store: str
    title: str
    number: str | None = None
    code: str = ""
    subline: str = ""
    short: str = ""
    subject: str = ""
    printed_at: datetime | None = None
    printed_by: str = ""
    department: str = ""
    right: tuple[str, ...] = ()

    @property
    def printed(self) -> str:
        return f"打印 {self.printed_at:%Y-%m-%d %H:%M}" if self.printed_at else "空白表"


@dataclass(frozen=True, slots=True)
class Leaf:
    """Which page of which copy this is. `page` counts from 1; `reprint` 0 = the first print."""

    page: int
    pages: int
    copy: Copy
    copies: int
    reprint: int

    @property
    def pager(self) -> str:
        return f"第 {self.page} 页 / 共 {self.pages} 页"


def draw_head(pen: Pen, head: Head, leaf: Leaf, t: Typesetter) -> None:
    """Everything above the frame."""
    paper = pen.paper
    right = _draw_right(pen, head, t)
    middle = (paper.left + paper.right) / 2
    half = t.width(head.title, 16, bold=True, tracking=_TITLE_TRACKING) / 2
    room = paper.grid_width / 2 if paper.stacked else right - middle - _BESIDE_TITLE
    if half > room:
        raise CellOverflow(f"the title {head.title!r} does not fit beside the bar code")
    left_room = (right if paper.stacked else middle - half) - _BESIDE_TITLE - paper.left
    _draw_left(pen, head, leaf, t, left_room)
    _draw_middle(pen, head, leaf, t, 2 * room)


def _draw_left(pen: Pen, head: Head, leaf: Leaf, t: Typesetter, room: float) -> None:
    """Copy label, print time, page, within `room` mm."""
    paper, size = pen.paper, t.look.small
    by = "  ".join(part for part in (head.printed_by, head.department) if part)
    if paper.ncr:
        third = _beneath(head, leaf, head.short)
        if third:
            lines = [leaf.pager, f"{head.printed}  {head.printed_by}".rstrip(), third]
        else:
            lines = [leaf.pager, head.printed, by]
        first, pitch, pager = 9.4, 4.9, 0
    else:
        first, pitch = (22.3 if leaf.copy.name else 14.0), 3.9
        lines, pager = [f"{head.printed}  {head.printed_by}".rstrip(), leaf.pager], 1
    if leaf.copy.name and not paper.ncr:
        _draw_copy_label(pen, leaf, t)
    for place, line in enumerate(lines):
        shown = t.fit(line, room, size)
        baseline = first + place * pitch
        pen.text(paper.left, baseline, shown, size=size, colour=t.look.ink_2)
        if place == pager and leaf.reprint:
            _draw_reprint(pen, paper.left + t.width(shown, size) + 2.5, baseline, leaf.reprint, t)


def _draw_copy_label(pen: Pen, leaf: Leaf, t: Typesetter) -> None:
    label = leaf.copy.label or leaf.copy.name
    wide = t.width(label, 10.5, bold=True)
    left = pen.paper.left
    pen.frame(Box(left, 10.4, wide + 6, 7.0), width=t.look.frame)
    pen.text(left + 3, 15.27, label, size=10.5, bold=True)
    beside = "　".join(part for part in (leaf.copy.colour, f"共{_HANZI[leaf.copies]}联" if leaf.copies > 1 else "") if part)
    pen.text(left + wide + 8, 15.0, beside, size=8.5, colour=t.look.ink_2)


def _draw_reprint(pen: Pen, x: float, baseline: float, count: int, t: Typesetter) -> None:
    """补打 and the count, in a box so that nobody takes it for the first print."""
    text, size = f"补打 {count}", t.look.small
    wide, high = t.width(text, size, bold=t.look.bold), size * POINT
    pen.text(x + 1.0, baseline, text, size=size, bold=True)
    pen.frame(Box(x, baseline - high * 0.98, wide + 2.0, high * 1.24), width=t.look.inside + 0.2)


def _draw_right(pen: Pen, head: Head, t: Typesetter) -> float:
    """Bar code with the number under it, a line for the number, or the lines of `right`; returns where they begin."""
    paper, look = pen.paper, t.look
    if head.number is None:
        for place, line in enumerate(head.right):
            pen.text(paper.right, 14.0 + place * 3.9, line, size=look.small, align="right", colour=look.ink_2)
        return paper.right - max((t.width(line, look.small) for line in head.right), default=0.0)
    below = 18.9 if paper.ncr else 23.9
    if not head.number:
        left = paper.right - _NUMBER_WIDTH
        pen.text(left, below, "单号", size=look.label, colour=look.ink_2)
        pen.line(left + t.width("单号", look.label) + 1.6, below + 1.0, paper.right, below + 1.0, width=look.inside)
        return left
    if not head.code:  # an imported number: text of any length, in the room of the bar code
        lines = t.wrap(head.number, _NUMBER_WIDTH, 11, bold=look.bold)
        top = below - (len(lines) - 1) * look.leading
        for place, line in enumerate(lines):
            pen.text(paper.right, top + place * look.leading, line, size=11, bold=True, align="right")
        return paper.right - max(t.width(line, 11, bold=look.bold) for line in lines)
    box = pen.bar_code(paper.right, 5.5 if paper.ncr else 10.4, head.code)
    plain = t.width(head.number, 11, bold=look.bold)
    fill = (box.w - plain) / max(len(head.number) - 1, 1)
    if fill < 0:
        raise CellOverflow("the number is wider than its bar code")
    pen.text(box.x + box.w / 2, below, head.number, size=11, bold=True, align="center", tracking=min(fill, 0.42) if paper.ncr else fill)
    return box.x


def _draw_middle(pen: Pen, head: Head, leaf: Leaf, t: Typesetter, room: float) -> None:
    """Store, title and the line beneath it; on a narrow sheet below what stands left and right."""
    paper, look = pen.paper, t.look
    middle = (paper.left + paper.right) / 2
    store, title, line = (30.5, 37.6, 42.0) if paper.stacked else (9.4, 17.5, 0.0) if paper.ncr else (13.6, 21.6, 26.7)
    name = t.fit(head.store, room / (1 + _STORE_TRACKING / (10.5 * POINT)), 10.5)
    pen.text(middle, store, name, size=10.5, align="center", tracking=_STORE_TRACKING)
    pen.title(middle, title, head.title, size=16, tracking=_TITLE_TRACKING)
    if line:
        beneath = t.fit(_beneath(head, leaf, head.subline), room, 8.5)
        pen.text(middle, line, beneath, size=8.5, align="center", colour=look.ink_2)


def _beneath(head: Head, leaf: Leaf, first: str) -> str:
    """What stands beneath the title: on further pages whom the paper is about."""
    return head.subject if leaf.page > 1 and head.subject else first


def foot_lines(paper: Paper, note: str, retention: str, t: Typesetter) -> tuple[str, ...]:
    """The lines beneath the frame; the retention note shares the last one and is left out where the paper has no foot."""
    right = t.width(retention, t.look.small) + 6 if retention and paper.foot else 0.0
    return t.wrap(note, paper.grid_width - right, t.look.small) if note or right else ()


def foot_height(lines: Sequence[str], paper: Paper) -> float:
    """Height in mm kept free for them above `paper.bottom`; a laser page has its foot in the bottom margin already."""
    if paper.ncr:
        return 5.6 + 4.4 * (len(lines) - 1) if lines else 0.0
    return 4.0 * max(len(lines) - 1, 0)


def draw_foot(pen: Pen, bottom: float, lines: Sequence[str], retention: str, t: Typesetter) -> None:
    """Notes at the left beneath the frame that ends at `bottom`, retention at the right of the first line."""
    paper, size = pen.paper, t.look.small
    first, pitch = (4.6, 4.4) if paper.ncr else (4.4, 4.0)
    for place, line in enumerate(lines):
        pen.text(paper.left, bottom + first + place * pitch, line, size=size, colour=t.look.ink_2)
    if retention and paper.foot:
        pen.text(paper.right, bottom + first, retention, size=size, align="right", colour=t.look.ink_2)


def draw_copies_column(pen: Pen, copies: Sequence[Copy], bottom: float, t: Typesetter) -> None:
    """The copies of continuous paper by colour, one below the other at the right edge, spread along the frame."""
    paper, size = pen.paper, t.look.label
    high = size * POINT
    for colour_pitch, pitch in _COPY_PITCHES:
        heights = [high + colour_pitch + pitch * (len(copy.name) - 1) for copy in copies]
        low = bottom if sum(heights) + high * len(copies) <= bottom - paper.top else paper.bottom
        share = (low - paper.top - sum(heights)) / len(copies)
        if share >= high / 2:
            break
    else:
        raise CellOverflow("the names of the copies do not fit the right edge")
    y = paper.top
    for copy, height in zip(copies, heights, strict=True):
        baseline = y + share / 2 + 0.88 * high
        for place, sign in enumerate((copy.colour, *copy.name)):
            step = colour_pitch + pitch * (place - 1) if place else 0.0
            pen.text(paper.right + 3.9, baseline + step, sign, size=size, align="center")
        y += height + share
