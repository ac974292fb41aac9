"""The sheets the desk prints on, and how type and lines look on each (look.md §4). All lengths are millimetres, type sizes points."""

from dataclasses import dataclass
from typing import NamedTuple

POINT = 25.4 / 72
"""One point in millimetres."""

Colour = tuple[float, float, float]
BLACK: Colour = (0.0, 0.0, 0.0)


class Box(NamedTuple):
    """A rectangle in millimetres, measured from the top left corner of the sheet."""

    x: float
    y: float
    w: float
    h: float

    @property
    def right(self) -> float:
        return self.x + self.w

    @property
    def bottom(self) -> float:
        return self.y + self.h


@dataclass(frozen=True, slots=True)
class Look:
    """Type sizes, line weights (points) and cell measures (mm) of one kind of printer."""

    label: float
    value: float
    option: float
    small: float
    row: float
    head_row: float
    leading: float
    tick: float
    strip: float
    inside: float
    frame: float
    module: float
    """Width of one bar code module in mm: a whole number of printer dots."""
    right_pad: float
    """White to the right of figures set flush right in a table."""
    ink: Colour
    ink_2: Colour
    strip_fill: Colour | None
    strip_mark: float
    strip_title: float
    bold: bool
    """Whether anything but the form title may be Bold: Bold smears at 180 dpi."""


LASER = Look(
    label=8.0,
    value=10.5,
    option=9.0,
    small=8.0,
    row=7.0,
    head_row=5.6,
    leading=5.2,
    tick=2.7,
    strip=8.0,
    inside=0.35,
    frame=0.9,
    module=8 / 600 * 25.4,
    right_pad=1.5,
    ink=(0x11 / 255, 0x18 / 255, 0x20 / 255),
    ink_2=(0x4B / 255, 0x59 / 255, 0x66 / 255),
    strip_fill=(0xEE / 255, 0xF1 / 255, 0xF4 / 255),
    strip_mark=12.0,
    strip_title=10.5,
    bold=True,
)

IMPACT = Look(
    label=10.0,
    value=10.5,
    option=10.0,
    small=10.0,
    row=6.6,
    head_row=6.0,
    leading=5.0,
    tick=3.0,
    strip=7.0,
    inside=0.5,
    frame=1.0,
    module=3 / 180 * 25.4,
    right_pad=2.5,
    ink=BLACK,
    ink_2=BLACK,
    strip_fill=None,
    strip_mark=12.5,
    strip_title=11.0,
    bold=False,
)


@dataclass(frozen=True, slots=True)
class Paper:
    """One size of sheet.

    The frame of the form lies between `left` and `right`, begins at `top` and may reach down to `bottom`.
    Nothing may be printed outside `safe`. `ncr` means continuous copying paper: one strike makes all sheets, black only.
    """

    name: str
    width: float
    height: float
    look: Look
    left: float
    right: float
    top: float
    bottom: float
    safe: Box
    ncr: bool = False
    perforation: float = 0.0
    """White kept at each perforation, in mm (it is part of `safe`)."""
    stacked: bool = False
    """A narrow sheet: store and title stand below copy label and bar code, not between them."""
    foot: bool = True
    """Whether the retention note is printed: 241×140 and 241×93 have no room for it."""

    @property
    def grid_width(self) -> float:
        """Width of the frame in mm."""
        return self.right - self.left


def _laser(name: str, width: float, height: float, margin: float, *, top: float, stacked: bool = False) -> Paper:
    safe = Box(margin - 4, 8.0, width - 2 * (margin - 4), height - 14)
    return Paper(name, width, height, LASER, margin, width - margin, top, height - 13.5, safe, stacked=stacked)


def _continuous(name: str, height: float, *, foot: bool = False) -> Paper:
    # 241 mm includes two tractor strips of 12.7; an 80-column head reaches 203 mm, of which the last 7 list the copies
    safe = Box(19.0, 5.0, 203.0, height - 10.0)
    return Paper(name, 241.0, height, IMPACT, 19.0, 215.0, 22.3, height - 5.0, safe, ncr=True, perforation=5.0, foot=foot)


A4 = _laser("A4", 210.0, 297.0, 12.0, top=30.0)
A5 = _laser("A5", 148.0, 210.0, 10.0, top=44.0, stacked=True)
A5_LANDSCAPE = _laser("A5 横向", 210.0, 148.0, 12.0, top=30.0)
NCR_241X280 = _continuous("241×280", 280.0, foot=True)
NCR_241X140 = _continuous("241×140", 140.0)
NCR_241X93 = _continuous("241×93", 93.0)

PAPERS: tuple[Paper, ...] = (A4, A5, A5_LANDSCAPE, NCR_241X280, NCR_241X140, NCR_241X93)
