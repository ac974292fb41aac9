"""Charts as reportlab drawings: bars, a line, a Pareto. Every value is written on the chart, so it reads in black and white.

A chart comes with the rectangles of its parts: on screen they give values on hover and rows on click, on paper `Picture` puts
the same drawing into a cell.
"""

from collections.abc import Callable, Sequence
from dataclasses import KW_ONLY, dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from deskapp.papers.fonts import RENDERING, Fonts, house_fonts
from deskapp.papers.pen import Align, Pen, new_canvas
from deskapp.papers.sizes import BLACK, LASER, POINT, Box, Colour
from deskapp.papers.typesetting import CellOverflow, Typesetter

if TYPE_CHECKING:
    from reportlab.graphics.shapes import Drawing

_DARK: Colour = (0x5A / 255, 0x65 / 255, 0x70 / 255)
_PALE: Colour = (0xAE / 255, 0xB6 / 255, 0xBF / 255)
_GRID: Colour = (0xDC / 255, 0xE2 / 255, 0xE8 / 255)
_WHITE: Colour = (1.0, 1.0, 1.0)
_SIZE = 8.0
_LEADING = 3.6
_VITAL = 0.8
"""Pareto: the categories that make up the first four fifths are dark."""


def _whole(value: float) -> str:
    return f"{value:,.0f}"


@dataclass(frozen=True, slots=True)
class Part:
    """One bar or point: its label, its value, and where it stands in mm from the top left corner of the drawing."""

    label: str
    value: float
    box: Box


@dataclass(frozen=True, slots=True)
class Chart:
    """A finished drawing of `width` × `height` mm with its parts; `missing` names the characters no font has."""

    drawing: "Drawing"
    width: float
    height: float
    parts: tuple[Part, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart in a cell, centred. The cell must be at least as wide as the chart."""

    chart: Chart
    _: KW_ONLY
    span: int = 1

    def need(self, _width: float, _t: Typesetter, /) -> float:
        return self.chart.height

    def draw(self, pen: Pen, box: Box, t: Typesetter, /) -> None:
        from reportlab.graphics import renderPDF

        if self.chart.width > box.w + 0.01 or self.chart.height > box.h + 0.01:
            raise CellOverflow("a chart is larger than its cell")
        t.missing.update(self.chart.missing)
        left, top = box.x + (box.w - self.chart.width) / 2, box.y + (box.h - self.chart.height) / 2
        renderPDF.draw(self.chart.drawing, pen.canvas, left / POINT, (pen.paper.height - top - self.chart.height) / POINT)

    def split(self, _width: float, _height: float, _t: Typesetter, /) -> None:
        return None


def bar_chart(
    values: Sequence[tuple[str, float]],
    *,
    width: float,
    height: float,
    show: Callable[[float], str] = _whole,
    fonts: Fonts | None = None,
) -> Chart:
    """One bar for each (label, value ≥ 0) in the order given; `show` writes a value."""
    plot = _Plot(values, width, height, show, fonts)
    plot.grid()
    return plot.chart(plot.bars([_DARK] * len(values)))


def line_chart(
    values: Sequence[tuple[str, float]],
    *,
    width: float,
    height: float,
    bottom: float = 0.0,
    show: Callable[[float], str] = _whole,
    fonts: Fonts | None = None,
) -> Chart:
    """One point for each (label, value ≥ 0), joined in the order given; the scale begins at `bottom`, which no value may be below."""
    plot = _Plot(values, width, height, show, fonts, bottom=bottom)
    plot.grid()
    return plot.chart(plot.line([value for _, value in values], plot.top, show))


def pareto_chart(
    values: Sequence[tuple[str, float]],
    *,
    width: float,
    height: float,
    rest: tuple[str, float] | None = None,
    show: Callable[[float], str] = _whole,
    fonts: Fonts | None = None,
) -> Chart:
    """Bars from the most frequent down, and the running share as a line; `rest` (其他) stands last. Only bars are parts."""
    ordered = sorted(values, key=lambda pair: -pair[1]) + ([rest] if rest else [])
    total = sum(value for _, value in ordered)
    plot = _Plot(ordered, width, height, show, fonts, top=total, right=9.0)
    shares = [share / total for share in accumulate(value for _, value in ordered)] if total else [0.0] * len(ordered)
    before = [0.0, *shares]
    plot.grid(right=lambda part: f"{part:.0%}")
    parts = plot.bars([_DARK if before[place] < _VITAL else _PALE for place in range(len(ordered))], under=shares)
    plot.line(shares, 1.0, lambda share: f"{share:.0%}")
    return plot.chart(parts)


def chart_pdf(chart: Chart) -> bytes:
    """The drawing alone on a page of its own size, to be shown on screen."""
    from reportlab.graphics import renderPDF

    with RENDERING:
        canvas = new_canvas(chart.width, chart.height, house_fonts())
        renderPDF.draw(chart.drawing, canvas, 0, 0)
        pdf: bytes = canvas.getpdfdata()
        return pdf


class _Plot:
    """The field between the axes, in mm from the top left corner."""

    def __init__(
        self,
        values: Sequence[tuple[str, float]],
        width: float,
        height: float,
        show: Callable[[float], str],
        fonts: Fonts | None,
        *,
        top: float = 0.0,
        bottom: float = 0.0,
        right: float = 2.0,
    ) -> None:
        from reportlab.graphics.shapes import Drawing

        if any(value < bottom for _, value in values):
            raise ValueError("these charts show counts and shares, never a value below their scale")
        self.values = values
        self.show = show
        self.width, self.height = width, height
        self._t = Typesetter(fonts or house_fonts(), LASER, row=LASER.row)
        self._drawing: Any = Drawing(width / POINT, height / POINT)
        self.bottom = bottom
        self.top = top or _scale_top(max((value for _, value in values), default=0.0))
        left = max(self._t.width(show(self.top), _SIZE), 4.0) + 3.0
        self._slot = (width - left - right) / max(len(values), 1)
        self._labels = [self._t.wrap(label, self._slot - 0.6, _SIZE) for label, _ in values]
        under = max((len(lines) for lines in self._labels), default=1)
        self.field = Box(left, 6.0, width - left - right, height - 6.0 - 1.5 - under * _LEADING - 0.8)
        if self.field.h < 12 or self._slot < 5:
            raise CellOverflow(f"a chart of {len(values)} values needs more than {width:.0f} × {height:.0f} mm")

    def grid(self, *, right: Callable[[float], str] | None = None) -> None:
        """Five lines across, the scale at the left (ends only), `right` = the share written at each line, and the labels."""
        field = self.field
        for step in range(6):
            y = field.bottom - field.h * step / 5
            self._line(field.x, y, field.right, y, width=0.35 if step else 0.6, colour=_GRID if step else BLACK)
            if step in (0, 5):
                self._text(field.x - 1.5, y + 1.0, self.show(self.top if step else self.bottom), align="right", colour=LASER.ink_2)
            if right and step:
                self._text(field.right + 1.2, y + 1.0, right(step / 5), colour=LASER.ink_2)
        for place, lines in enumerate(self._labels):
            for below, line in enumerate(lines):
                self._text(self._middle(place), field.bottom + 4.0 + below * _LEADING, line, align="center")
        if not self.values:
            self._text(field.x + field.w / 2, field.y + field.h / 2, "没有数据", align="center", colour=LASER.ink_2)

    def bars(self, colours: Sequence[Colour], *, under: Sequence[float] = ()) -> list[Part]:
        """A bar for each value; the value stands in it, or above where the bar is too low or too narrow.

        `under` is a line (shares of 1) to be drawn over them: where its label stands in the way, the value goes above that.
        """
        from reportlab.graphics.shapes import Rect

        field, wide = self.field, min(self._slot * 0.68, 14.0)
        parts: list[Part] = []
        for place, ((label, value), colour) in enumerate(zip(self.values, colours, strict=True)):
            high = field.h * value / self.top
            box = Box(self._middle(place) - wide / 2, field.bottom - high, wide, high)
            parts.append(Part(label, value, box))
            shape: Any = Rect(box.x / POINT, (self.height - box.bottom) / POINT, box.w / POINT, box.h / POINT)
            shape.fillColor, shape.strokeWidth = _colour(colour), 0.35
            self._drawing.add(shape)
            text = self.show(value)
            inside = high > 5.0 and self._t.width(text, 9.0, bold=True) < wide - 1
            ink = _WHITE if inside and colour == _DARK else BLACK
            baseline = box.y + 4.4 if inside else self._clear_of_line(box.y - 1.2, under[place] if under else None)
            self._text(self._middle(place), baseline, text, align="center", size=9.0, bold=True, colour=ink)
        return parts

    def _clear_of_line(self, baseline: float, share: float | None) -> float:
        """A baseline that a ring of the line and its label leave free."""
        if share is None:
            return baseline
        ring = self.field.bottom - self.field.h * share
        return ring - 5.6 if ring - 6.0 < baseline < ring + 4.5 else baseline

    def line(self, heights: Sequence[float], top: float, show: Callable[[float], str]) -> list[Part]:
        """A line through the values on a scale that ends at `top`, each with a ring and its value above, in a valley below."""
        from reportlab.graphics.shapes import Circle, PolyLine

        field, whole = self.field, top - self.bottom
        spots = [(self._middle(place), field.bottom - field.h * (value - self.bottom) / whole) for place, value in enumerate(heights)]
        if len(spots) > 1:
            flat = [step for x, y in spots for step in (x / POINT, (self.height - y) / POINT)]
            self._drawing.add(PolyLine(flat, strokeColor=_colour(BLACK), strokeWidth=1.1))
        parts: list[Part] = []
        for (label, _), value, (x, y) in zip(self.values, heights, spots, strict=True):
            ring = Circle(x / POINT, (self.height - y) / POINT, 0.8 / POINT, strokeColor=_colour(BLACK), strokeWidth=1.0)
            ring.fillColor = _colour(_WHITE)
            self._drawing.add(ring)
            valley = self._is_valley(spots, len(parts))
            self._text(x - (1.0 if len(spots) > 1 and not valley else 0.0), y + 4.6 if valley else y - 2.0, show(value), align="center")
            parts.append(Part(label, value, Box(x - 2.0, y - 2.0, 4.0, 4.0)))
        return parts

    def _is_valley(self, spots: Sequence[tuple[float, float]], place: int) -> bool:
        """Whether the line comes down to the spot and ends or goes up again: a value above would stand on it. Not where the axis is."""
        y = spots[place][1]
        if not place or y + 5.0 > self.field.bottom:
            return False
        return spots[place - 1][1] < y and (place == len(spots) - 1 or y > spots[place + 1][1])

    def chart(self, parts: Sequence[Part]) -> Chart:
        return Chart(self._drawing, self.width, self.height, tuple(parts), tuple(sorted(self._t.missing)))

    def _middle(self, place: int) -> float:
        return self.field.x + (place + 0.5) * self._slot

    def _line(self, x1: float, y1: float, x2: float, y2: float, *, width: float, colour: Colour) -> None:
        from reportlab.graphics.shapes import Line

        high = self.height
        shape = Line(x1 / POINT, (high - y1) / POINT, x2 / POINT, (high - y2) / POINT, strokeWidth=width, strokeColor=_colour(colour))
        self._drawing.add(shape)

    def _text(
        self,
        x: float,
        baseline: float,
        text: str,
        *,
        align: Align = "left",
        size: float = _SIZE,
        bold: bool = False,
        colour: Colour = BLACK,
    ) -> None:
        from reportlab.graphics.shapes import String

        face = self._t.fonts.face(bold=bold)
        text = self._t.printable(text, bold=bold)
        x -= face.width(text, size) * {"left": 0.0, "center": 0.5, "right": 1.0}[align]
        for name, part in face.runs(text):
            spot = (x / POINT, (self.height - baseline) / POINT)
            self._drawing.add(String(*spot, part, fontName=name, fontSize=size, fillColor=_colour(colour)))
            x += face.width(part, size)


def _colour(colour: Colour) -> Any:
    from reportlab.lib.colors import Color

    return Color(*colour)


def _scale_top(most: float) -> float:
    """The next round number: 1, 2, 2.5 or 5 times a power of ten; counts below 5 end at 5."""
    if most <= 0:
        return 5.0
    unit = 1e-6
    while True:
        for step in (1.0, 2.0, 2.5, 5.0):
            if unit * step >= most - 1e-9:
                return max(unit * step, 5.0) if most == int(most) else unit * step
        unit *= 10
