"""Measuring and breaking text: Chinese breaks anywhere, Latin and digit runs stay whole, punctuation keeps to its side."""

import re
from dataclasses import dataclass, field

from deskapp.papers.fonts import Fonts
from deskapp.papers.sizes import POINT, Look

_NOT_FIRST = frozenset("。，、；：？！）》〉」』】〕｝”’…—～·‰％℃,.;:?!)]}%/")
_HANGING = frozenset("。，、；：）》〉」』】〕")
_HANG = 0.45
"""What of such a sign may stand beyond the line, in parts of the type size: the right half of each is white, so no ink leaves the line."""
_NOT_LAST = frozenset("（《〈「『【〔｛“‘([{￥¥$")
_ATOM = re.compile("\n|[ \u3000]+|[!-~\u00a1-\u024f]+|.")


class CellOverflow(Exception):
    """A value does not fit the place the paper gives it: a bug of the paper, never of the clerk.

    Says the place, not the value: the log holds no personal data.
    """


@dataclass(frozen=True, slots=True)
class Typesetter:
    """Measures text for one kind of printer and collects the characters no font has."""

    fonts: Fonts
    look: Look
    row: float
    """Height of a field row in mm."""
    done: bool = False
    """Whether the block is finished: an empty cell then reads “—”."""
    missing: set[str] = field(default_factory=set)
    _wrapped: dict[tuple[str, float, float, bool], tuple[str, ...]] = field(default_factory=dict)

    def printable(self, text: str, *, bold: bool = False) -> str:
        """The text as it can be printed; what no font has becomes its code point and is reported."""
        return self.fonts.face(bold=bold).printable(text, self.missing)

    def width(self, text: str, size: float, *, bold: bool = False, tracking: float = 0.0) -> float:
        """Width in mm of one line; `tracking` in mm after each character but the last."""
        shown = self.printable(text, bold=bold)
        return self.fonts.face(bold=bold).width(shown, size) + tracking * max(len(shown) - 1, 0)

    def wrap(self, text: str, width: float, size: float, *, bold: bool = False) -> tuple[str, ...]:
        """The lines of a text within `width` mm; never empty. A run wider than the line is cut where it must be."""
        key = (text, round(width, 4), size, bold)
        if key not in self._wrapped:
            self._wrapped[key] = self._break(self.printable(text, bold=bold), width + 1e-6, size, bold=bold)
        return self._wrapped[key]

    def fit(self, text: str, width: float, size: float, *, bold: bool = False) -> str:
        """One line of at most `width` mm, shortened with “…” where it is longer: for the head only, where nothing can flow."""
        if self.width(text, size, bold=bold) <= width + 1e-6:
            return text
        while text and self.width(text + "…", size, bold=bold) > width:
            text = text[:-1]
        return text + "…"

    def _break(self, text: str, width: float, size: float, *, bold: bool) -> tuple[str, ...]:
        face = self.fonts.face(bold=bold)
        if "\n" not in text and face.width(text, size) - _hang(text, size) <= width:
            return (text,)
        lines: list[str] = []
        line, used = "", 0.0
        for atom in _atoms(text):
            if atom == "\n":
                lines.append(line.rstrip())
                line, used = "", 0.0
                continue
            wide = face.width(atom, size)
            if used + wide - _hang(atom, size) <= width:
                line, used = line + atom, used + wide
                continue
            if line.strip():
                lines.append(line.rstrip())
                line, used = "", 0.0
            if atom.isspace():
                continue
            for char in atom:  # at the start of a line: only a run wider than the whole line is cut
                step = face.width(char, size)
                if line and used + step > width:
                    lines.append(line)
                    line, used = "", 0.0
                line, used = line + char, used + step
        lines.append(line.rstrip())
        return tuple(lines)


def _hang(text: str, size: float) -> float:
    """How far the end of a text may stand beyond its line, mm."""
    return _HANG * size * POINT if text and text[-1] in _HANGING else 0.0


def _atoms(text: str) -> list[str]:
    """Pieces that no line break may split: a run, or a character with the punctuation that belongs to it."""
    atoms: list[str] = []
    for piece in _ATOM.findall(text):
        glued = bool(atoms) and not atoms[-1].isspace() and (piece[0] in _NOT_FIRST or atoms[-1][-1] in _NOT_LAST)
        if glued and not piece.isspace():
            atoms[-1] += piece
        else:
            atoms.append(piece)
    return atoms
