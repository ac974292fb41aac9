"""Draws on one sheet in millimetres from the top left corner, and refuses to leave the part of it that prints."""

import io
from typing import Any, Literal, cast

from deskapp.papers.barcode import bars, modules
from deskapp.papers.fonts import Fonts
from deskapp.papers.sizes import BLACK, POINT, Box, Colour, Look, Paper
from deskapp.papers.typesetting import CellOverflow, Typesetter

Align = Literal["left", "center", "right"]
_GUIDE: Colour = (0x8A / 255, 0x94 / 255, 0x9E / 255)
_LEAST_NCR = 10
_DOT = 25.4 / 180
"""One needle of an impact printer in mm: bar code edges must fall on it."""


def new_canvas(width: float, height: float, fonts: Fonts) -> Any:
    """An empty reportlab canvas of that size in mm, which writes the same bytes for the same drawing."""
    from reportlab.pdfgen.canvas import Canvas

    first = cast(Any, fonts.regular.names[0])  # else every PDF lists a Helvetica it neither uses nor embeds
    return Canvas(io.BytesIO(), pagesize=(width / POINT, height / POINT), invariant=1, pageCompression=1, initialFontName=first)


class Pen:
    """A reportlab canvas turned over. Sizes of type and line widths are points, all else mm."""

    def __init__(self, canvas: Any, paper: Paper, setter: Typesetter) -> None:
        self.canvas = canvas
        self.paper = paper
        self.look: Look = paper.look
        self._setter = setter

    def text(
        self,
        x: float,
        baseline: float,
        text: str,
        *,
        size: float,
        bold: bool = False,
        align: Align = "left",
        tracking: float = 0.0,
        colour: Colour | None = None,
    ) -> None:
        """One line of plain text; `x` is its left end, middle or right end. `tracking` (mm) follows each character but the last.

        Bold is drawn Regular where the paper does not bear it; use `title` for the form title.
        """
        self._draw(x, baseline, text, size, bold and self.look.bold, align, tracking, colour or self.look.ink)

    def title(self, x: float, baseline: float, text: str, *, size: float, tracking: float) -> None:
        """The form title around `x`: the only Bold on impact paper."""
        self._draw(x, baseline, text, size, True, "center", tracking, self.look.ink)  # noqa: FBT003 - private, positional for speed

    def _draw(self, x: float, baseline: float, text: str, size: float, bold: bool, align: Align, tracking: float, colour: Colour) -> None:
        if self.paper.ncr and size < _LEAST_NCR:
            raise ValueError(f"copying paper takes no type below {_LEAST_NCR} points")
        face = self._setter.fonts.face(bold=bold)
        text = self._setter.printable(text, bold=bold).replace("\n", " ")
        if not text:
            return
        width = face.width(text, size) + tracking * (len(text) - 1)
        if align == "right":
            x -= width
        elif align == "center":
            x -= width / 2
        self._inside(x, baseline - 0.86 * size * POINT, x + width, baseline + 0.14 * size * POINT)
        line = self.canvas.beginText(x / POINT, (self.paper.height - baseline) / POINT)
        line.setFillColorRGB(*colour)
        if tracking:
            line.setCharSpace(tracking / POINT)
        for name, part in face.runs(text):
            line.setFont(name, size)
            line.textOut(part)
        if tracking:
            line.setCharSpace(0)
        self.canvas.drawText(line)

    def line(self, x1: float, y1: float, x2: float, y2: float, *, width: float, dotted: bool = False) -> None:
        """A solid black line (grey ones dither), or a grey dotted guide to write on."""
        self._inside(min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))
        canvas, height = self.canvas, self.paper.height
        canvas.setLineWidth(width)
        if dotted:
            canvas.setDash([0.45, 1.8])
            canvas.setStrokeColorRGB(*_GUIDE)
        canvas.line(x1 / POINT, (height - y1) / POINT, x2 / POINT, (height - y2) / POINT)
        if dotted:
            canvas.setDash([])
            canvas.setStrokeColorRGB(*BLACK)

    def frame(self, box: Box, *, width: float) -> None:
        """A black rectangle without filling."""
        self._inside(box.x, box.y, box.right, box.bottom)
        self.canvas.setLineWidth(width)
        self.canvas.rect(box.x / POINT, (self.paper.height - box.bottom) / POINT, box.w / POINT, box.h / POINT, stroke=1, fill=0)

    def fill(self, box: Box, colour: Colour) -> None:
        """A filled rectangle without border; continuous paper takes black only."""
        if self.paper.ncr and colour != BLACK:
            raise ValueError("copying paper takes black only")
        self._inside(box.x, box.y, box.right, box.bottom)
        self.canvas.setFillColorRGB(*colour)
        self.canvas.rect(box.x / POINT, (self.paper.height - box.bottom) / POINT, box.w / POINT, box.h / POINT, stroke=0, fill=1)

    def tick_box(self, x: float, baseline: float, *, ticked: bool) -> None:
        """A tick box standing on the line of text: no font of the house has ☑ and ☐."""
        side = self.look.tick
        top = baseline - side + (side - self.look.option * POINT * 0.74) / 2
        self.frame(Box(x, top, side, side), width=0.6 if self.paper.ncr else 0.5)
        if ticked:
            path = self.canvas.beginPath()
            for step, (px, py) in enumerate(((0.14, 0.52), (0.4, 0.8), (0.9, 0.16))):
                point = ((x + px * side) / POINT, (self.paper.height - top - py * side) / POINT)
                (path.lineTo if step else path.moveTo)(*point)
            self.canvas.setLineWidth(1.3)
            self.canvas.drawPath(path, stroke=1, fill=0)

    def bar_code(self, right: float, top: float, digits: str, *, height: float = 9.0) -> Box:
        """Code 128 with its right end at `right`; returns where it stands. Pure black whatever was drawn before.

        On impact paper the left edge is snapped to a needle, so each bar is a whole number of needles wide.
        """
        module = self.look.module
        width = modules(digits) * module
        left = right - width
        if self.paper.ncr:
            left = round(left / _DOT) * _DOT
        box = Box(left, top, width, height)
        for first, wide in bars(digits):
            self.fill(Box(left + first * module, top, wide * module, height), BLACK)
        return box

    def _inside(self, x1: float, y1: float, x2: float, y2: float) -> None:
        safe = self.paper.safe
        if x1 < safe.x - 0.01 or y1 < safe.y - 0.01 or x2 > safe.right + 0.01 or y2 > safe.bottom + 0.01:
            raise CellOverflow(f"outside what {self.paper.name} prints: {x1:.1f} {y1:.1f} {x2:.1f} {y2:.1f} mm")
