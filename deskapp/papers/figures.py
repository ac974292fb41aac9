"""Cells for figures: one large number with its unit, and a sum of large numbers read from left to right."""

from collections.abc import Sequence
from dataclasses import KW_ONLY, dataclass

from deskapp.papers.cells import PAD, check_height
from deskapp.papers.pen import Pen
from deskapp.papers.sizes import Box
from deskapp.papers.typesetting import CellOverflow, Typesetter


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a report: label above, large number with its unit, a note (last week's figure) below. 18 mm high."""

    label: str
    value: str
    unit: str = ""
    note: str = ""
    _: KW_ONLY
    span: int = 1
    height: float = 18.0

    def need(self, _width: float, _t: Typesetter, /) -> float:
        return self.height

    def draw(self, pen: Pen, box: Box, t: Typesetter) -> None:
        look, left = t.look, box.x + PAD
        check_height(17.0, box, self.label)
        wide = t.width(self.value, 17, bold=look.bold)
        for line in (self.label, self.note):
            if t.width(line, look.label) > box.w - PAD - 0.4:
                raise CellOverflow(f"figure {self.label!r}: text is wider than the cell")
        if wide + 1.0 + t.width(self.unit, look.label) > box.w - PAD - 0.4:
            raise CellOverflow(f"figure {self.label!r}: number is wider than the cell")
        pen.text(left, box.y + 4.6, self.label, size=look.label, colour=look.ink_2)
        pen.text(left, box.y + 12.0, self.value, size=17, bold=True)
        pen.text(left + wide + 1.0, box.y + 12.0, self.unit, size=look.label, colour=look.ink_2)
        pen.text(left, box.y + 16.2, self.note, size=look.label, colour=look.ink_2)

    def split(self, _width: float, _height: float, _t: Typesetter, /) -> None:
        return None


@dataclass(frozen=True, slots=True)
class Equation:
    """Large labelled numbers with the signs between them: 兑换前余额 4,860 − 本次扣分 2,350 = 兑换后余额 2,510."""

    items: Sequence[tuple[str, str]]
    signs: Sequence[str]
    _: KW_ONLY
    span: int = 1
    height: float = 17.0

    def need(self, _width: float, _t: Typesetter, /) -> float:
        return self.height

    def draw(self, pen: Pen, box: Box, t: Typesetter) -> None:
        look = t.look
        check_height(14.0, box, self.items[0][0])
        share = box.w / len(self.items)
        middle = box.y + box.h / 2
        for place, (label, value) in enumerate(self.items):
            if max(t.width(value, 20), t.width(label, look.label)) > share - 6:
                raise CellOverflow(f"equation {label!r}: wider than its share")
            x = box.x + (place + 0.5) * share
            pen.text(x, middle - 3.5, label, size=look.label, align="center", colour=look.ink_2)
            pen.text(x, middle + 5.1, value, size=20, align="center")
        for place, sign in enumerate(self.signs, 1):
            pen.text(box.x + place * share, middle + 4.5, sign, size=18, align="center")

    def split(self, _width: float, _height: float, _t: Typesetter, /) -> None:
        return None
