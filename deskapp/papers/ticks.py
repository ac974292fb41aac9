"""A row of tick boxes: drawn, because no font of the house has ☑ and ☐."""

from collections.abc import Collection, Sequence
from dataclasses import KW_ONLY, dataclass

from deskapp.papers.cells import PAD, Field, check_height, first_baseline
from deskapp.papers.pen import Pen
from deskapp.papers.sizes import Box
from deskapp.papers.typesetting import CellOverflow, Typesetter

_LEAST_GAP = 1.6
"""Between two options that stand close, mm."""


@dataclass(frozen=True, slots=True)
class Ticks:
    """A label and drawn tick boxes; what is in `chosen` is ticked. Options that do not fit go on in the next line.

    `extra` follows the options on the same line: a further label with its value, or a line to write on.
    """

    label: str
    options: Sequence[str]
    chosen: Collection[str] = ()
    _: KW_ONLY
    span: int = 1
    extra: Field | None = None
    label_chars: int = 4

    def _placed(self, width: float, t: Typesetter) -> list[list[tuple[float, str]]]:
        """(left end, option) by line, from the left edge of the cell."""
        size, box = t.look.option, t.look.tick + 1.0
        start = Field(self.label, label_chars=self.label_chars).value_left(t)
        widths = [box + t.width(option, size) for option in self.options]
        room = width - start - 1.0
        extra = self._extra_width(t)
        tight = (room - sum(widths) - extra) / max(len(widths) - 1, 1)
        gap = min(5.0, max(tight, _LEAST_GAP))
        lines: list[list[tuple[float, str]]] = [[]]
        x = 0.0
        for place, (option, wide) in enumerate(zip(self.options, widths, strict=True)):
            tail = extra if place == len(widths) - 1 else 0.0
            if lines[-1] and x + wide + tail > room + 0.01:
                lines.append([])
                x = 0.0
            if x + wide + tail > room + 0.01:
                raise CellOverflow(f"cell {self.label!r}: an option is wider than its cell")
            lines[-1].append((start + x, option))
            x += wide + gap
        return lines

    def _extra_width(self, t: Typesetter) -> float:
        if self.extra is None:
            return 0.0
        value = t.width(self.extra.value, t.look.value) if self.extra.value else (14.0 if self.extra.line else 4.0)
        return 5.0 + t.width(self.extra.label, t.look.label) + 1.2 + value

    def need(self, width: float, t: Typesetter) -> float:
        return t.row + (len(self._placed(width, t)) - 1) * t.look.leading

    def draw(self, pen: Pen, box: Box, t: Typesetter) -> None:
        look = t.look
        lines = self._placed(box.w, t)
        check_height(t.row + (len(lines) - 1) * look.leading, box, self.label)
        baseline = first_baseline(box, t, look.value)
        pen.text(box.x + PAD, baseline, self.label, size=look.label, colour=look.ink_2)
        chosen = {self.chosen} if isinstance(self.chosen, str) else set(self.chosen)
        end = box.x
        for line in lines:
            for x, option in line:
                pen.tick_box(box.x + x, baseline, ticked=option in chosen)
                text_x = box.x + x + look.tick + 1.0
                pen.text(text_x, baseline, option, size=look.option)
                end = text_x + t.width(option, look.option)
            baseline += look.leading
        if self.extra is not None:
            self._draw_extra(pen, self.extra, end + 5.0, baseline - look.leading, box, t)

    def _draw_extra(self, pen: Pen, extra: Field, x: float, baseline: float, box: Box, t: Typesetter) -> None:
        look = t.look
        pen.text(x, baseline, extra.label, size=look.label, colour=look.ink_2)
        x += t.width(extra.label, look.label) + 1.2
        if extra.value or t.done:
            pen.text(x, baseline, extra.value or "—", size=look.value)
        elif extra.line:
            pen.line(x, baseline + 0.9, box.right - PAD, baseline + 0.9, width=look.inside)

    def split(self, _width: float, _height: float, _t: Typesetter, /) -> None:
        return None
