"""The flow of points over the months: bars for what came and went, a line for the balance, every value in the table beneath.

One drawing for screen and paper (look.md §4): its parts say what stands where, so that a window can show values and open rows.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from deskapp.analysis.domain import Figure, FlowMonth, Points
from deskapp.papers.charts import Chart, Part
from deskapp.papers.fonts import Fonts, house_fonts
from deskapp.papers.pen import Align
from deskapp.papers.sizes import BLACK, LASER, POINT, Box, Colour
from deskapp.papers.typesetting import Typesetter
from deskapp.points.domain import EntryKind
from deskapp.typed import format_points

_DARK: Colour = (0x5A / 255, 0x65 / 255, 0x70 / 255)
_PALE: Colour = (0xC4 / 255, 0xCB / 255, 0xD2 / 255)
_GRID: Colour = (0xDC / 255, 0xE2 / 255, 0xE8 / 255)
_WHITE: Colour = (1.0, 1.0, 1.0)
_LEFT, _RIGHT, _TOP = 25.0, 1.0, 6.5
_ROW = 4.6
_WIDEST = 7.0
_SIZE = 8.0
_LONG = 1_000_000
"""From here on a row is written in thousands, or its values would touch."""


@dataclass(frozen=True, slots=True)
class _Series:
    """One row of the table, and its bars or its line. `figure` has rows behind it; the balance has its day instead."""

    label: str
    figure: Figure | None
    value: Callable[[Points], int]
    fill: Colour | None = None
    striped: bool = False


SERIES = (
    _Series("发放", Figure.ISSUED, lambda points: points.issued, _DARK),
    _Series("兑换", Figure.REDEEMED, lambda points: points.out(EntryKind.REDEEMED), _PALE),
    _Series("抵扣", Figure.USED, lambda points: points.out(EntryKind.USED), _WHITE),
    _Series("过期", Figure.EXPIRED, lambda points: points.out(EntryKind.EXPIRED), _WHITE, striped=True),
    _Series("月末余额", None, lambda points: points.closing),
)


@dataclass(frozen=True, slots=True)
class Spot:
    """A value of the chart: its month, the figure it opens (None = the balance), its words, where it stands (mm from the top left)."""

    month: FlowMonth
    figure: Figure | None
    words: str
    box: Box


@dataclass(frozen=True, slots=True)
class FlowChart:
    """The drawing with its spots: a value has one in the table, and one where its bar or ring stands."""

    chart: Chart
    spots: tuple[Spot, ...]


def flow_chart(months: Sequence[FlowMonth], *, width: float, height: float, fonts: Fonts | None = None) -> FlowChart:
    """The months side by side on `width` × `height` mm (twelve need 170 × 55). The line has a scale of its own."""
    drawing = _Drawing(months, width, height, fonts)
    drawing.grid()
    spots = [*drawing.bars(), *drawing.line(), *drawing.table()]
    parts = tuple(Part(spot.words, SERIES_VALUE[spot.figure](spot.month.points), spot.box) for spot in spots)
    return FlowChart(Chart(drawing.shapes, width, height, parts, tuple(sorted(drawing.missing))), tuple(spots))


SERIES_VALUE: dict[Figure | None, Callable[[Points], int]] = {series.figure: series.value for series in SERIES}


class _Drawing:
    """The field of bars above, the months and the rows of values beneath, in mm from the top left corner."""

    def __init__(self, months: Sequence[FlowMonth], width: float, height: float, fonts: Fonts | None) -> None:
        from reportlab.graphics.shapes import Drawing

        self.months = months
        self.height = height
        self.shapes: Any = Drawing(width / POINT, height / POINT)
        self._t = Typesetter(fonts or house_fonts(), LASER, row=LASER.row)
        self._slot = (width - _LEFT - _RIGHT) / max(len(months), 1)
        self.field = Box(_LEFT, _TOP, width - _LEFT - _RIGHT, height - _TOP - _ROW * (len(SERIES) + 1))
        self._bars = SERIES[:-1]
        self._top = _scale_top(max((s.value(m.points) for m in months for s in self._bars), default=0))
        self._balance_top = _scale_top(max((m.points.closing for m in months), default=0))

    @property
    def missing(self) -> set[str]:
        return self._t.missing

    def grid(self) -> None:
        """Lines across, the scale of the bars at the left, the words over it."""
        field = self.field
        for step in range(5):
            y = field.bottom - field.h * step / 4
            self._rule(field.x, y, field.right, y, width=0.35 if step else 0.6, colour=_GRID if step else BLACK)
            if step in (0, 2, 4):
                self._text(field.x - 1.5, y + 1.0, format_points(self._top * step // 4), align="right", colour=LASER.ink_2)
        self._text(0.0, 3.2, "柱：当月积分，左边刻度（分）。折线：月末余额，另一刻度，数值见下表。", colour=LASER.ink_2)

    def bars(self) -> list[Spot]:
        """Four bars a month; a month that had nothing has none."""
        wide = min(self._slot * 0.86 / len(self._bars), _WIDEST)
        spots: list[Spot] = []
        for place, month in enumerate(self.months):
            left = self._middle(place) - wide * len(self._bars) / 2
            for at, series in enumerate(self._bars):
                value = max(series.value(month.points), 0)
                if value:
                    high = self.field.h * value / self._top
                    box = Box(left + at * wide, self.field.bottom - high, wide, high)
                    self._bar(box, series)
                    spots.append(Spot(month, series.figure, _words(month, series), box))
        return spots

    def line(self) -> list[Spot]:
        """The balance at the end of each month, joined; below zero it lies on the ground."""
        from reportlab.graphics.shapes import Circle, PolyLine

        series, field = SERIES[-1], self.field
        spots: list[Spot] = []
        points: list[float] = []
        for place, month in enumerate(self.months):
            x = field.x + (place + 0.5) * self._slot
            y = field.bottom - field.h * max(month.points.closing, 0) / self._balance_top
            points += [x / POINT, (self.height - y) / POINT]
            spots.append(Spot(month, None, _words(month, series), Box(x - 1.6, y - 1.6, 3.2, 3.2)))
        if len(self.months) > 1:
            self.shapes.add(PolyLine(points, strokeColor=_colour(BLACK), strokeWidth=1.1))
        for x, y in zip(points[::2], points[1::2], strict=True):
            self.shapes.add(Circle(x, y, 0.8 / POINT, strokeColor=_colour(BLACK), strokeWidth=1.0, fillColor=_colour(_WHITE)))
        return spots

    def table(self) -> list[Spot]:
        """The months, and under them a row of values for each series behind its own mark."""
        for place, month in enumerate(self.months):
            self._text(self._middle(place), self.field.bottom + 3.5, month.label, align="center", colour=LASER.ink_2)
        return [spot for row, series in enumerate(SERIES) for spot in self._values(row, series)]

    def _values(self, row: int, series: _Series) -> list[Spot]:
        top = self.field.bottom + _ROW * (row + 1)
        baseline = top + 3.3
        values = [series.value(month.points) for month in self.months]
        long = max((abs(value) for value in values), default=0) >= _LONG
        self._rule(0.0, top, self.field.right, top, width=0.35, colour=_GRID)
        self._mark(series, top)
        self._text(5.0, baseline, series.label + ("（千）" if long else ""))
        spots: list[Spot] = []
        for place, (month, value) in enumerate(zip(self.months, values, strict=True)):
            self._text(self._middle(place), baseline, format_points(round(value / 1000) if long else value), align="center")
            box = Box(self.field.x + place * self._slot, top, self._slot, _ROW)
            spots.append(Spot(month, series.figure, _words(month, series), box))
        return spots

    def _mark(self, series: _Series, top: float) -> None:
        from reportlab.graphics.shapes import Circle

        if series.fill is not None:
            self._bar(Box(0.8, top + 1.1, 3.0, 2.4), series)
            return
        y = top + 2.3
        self._rule(0.6, y, 4.0, y, width=1.1, colour=BLACK)
        ring = Circle(2.3 / POINT, (self.height - y) / POINT, 0.8 / POINT, strokeColor=_colour(BLACK), fillColor=_colour(_WHITE))
        self.shapes.add(ring)

    def _bar(self, box: Box, series: _Series) -> None:
        from reportlab.graphics.shapes import Rect

        shape: Any = Rect(box.x / POINT, (self.height - box.bottom) / POINT, box.w / POINT, box.h / POINT)
        shape.fillColor, shape.strokeWidth = _colour(series.fill or _WHITE), 0.35
        self.shapes.add(shape)
        y = box.bottom - 0.6
        while series.striped and y > box.y + 0.1:
            self._rule(box.x, y, box.right, y, width=0.35, colour=BLACK)
            y -= 0.6

    def _middle(self, place: int) -> float:
        return self.field.x + (place + 0.5) * self._slot

    def _rule(self, x1: float, y1: float, x2: float, y2: float, *, width: float, colour: Colour) -> None:
        from reportlab.graphics.shapes import Line

        ends = (x1 / POINT, (self.height - y1) / POINT, x2 / POINT, (self.height - y2) / POINT)
        self.shapes.add(Line(*ends, strokeWidth=width, strokeColor=_colour(colour)))

    def _text(self, x: float, baseline: float, text: str, *, align: Align = "left", colour: Colour = BLACK) -> None:
        from reportlab.graphics.shapes import String

        face = self._t.fonts.face(bold=False)
        text = self._t.printable(text)
        x -= face.width(text, _SIZE) * {"left": 0.0, "center": 0.5, "right": 1.0}[align]
        for name, part in face.runs(text):
            spot = (x / POINT, (self.height - baseline) / POINT)
            self.shapes.add(String(*spot, part, fontName=name, fontSize=_SIZE, fillColor=_colour(colour)))
            x += face.width(part, _SIZE)


def _words(month: FlowMonth, series: _Series) -> str:
    """What a window says of a value: exact, whatever the row is written in."""
    when = f"{month.until:%Y-%m-%d} 日终余额" if series.figure is None else f"{month.label} {series.label}"
    return f"{when} {format_points(series.value(month.points))} 分"


def _scale_top(most: int) -> int:
    """The next round number that four parts divide: 4, 8, 20, 40, 80, 200 …"""
    unit = 1
    while True:
        for step in (4, 8, 12, 20, 32):
            if unit * step >= most:
                return unit * step
        unit *= 10


def _colour(colour: Colour) -> Any:
    from reportlab.lib.colors import Color

    return Color(*colour)
