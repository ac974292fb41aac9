"""Fonts, loaded once and only when the first paper is drawn; a character the first font lacks comes from the next one.

reportlab itself has no fallback: a glyph that is missing prints as an empty box without any error. So every character is
looked up along the chain (Noto Sans SC, then SimSun-ExtB where Windows has it), and what nothing has is printed as its code
point, `U+2B36F`, and reported.
"""

import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib import resources
from itertools import groupby
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any

from deskapp.papers.sizes import POINT

if TYPE_CHECKING:
    from reportlab.pdfbase.ttfonts import TTFont

# Controls, zero-width and direction marks and the sixteen basic variation selectors have no picture of their own.
_UNSEEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]")
_BIG = 1 << 20
_maps: list[dict[int, int]] = []

RENDERING = RLock()
"""Held while fonts are read and PDFs written: reportlab's font files keep a read position and are not safe for two threads."""


class _Glyphs(dict[str, tuple[int, float]]):
    """Character → (place in the chain, width in em), filled as characters are met; place −1 = no font has it."""

    def __init__(self, fonts: "Sequence[TTFont]") -> None:
        super().__init__()
        self._faces: list[Any] = [font.face for font in fonts]

    def __missing__(self, char: str) -> tuple[int, float]:
        code = ord(char)
        for place, face in enumerate(self._faces):
            if code in face.charToGlyph:
                self[char] = found = (place, face.getCharWidth(code) / 1000)
                return found
        self[char] = none = (-1, 0.0)
        return none


class Typeface:
    """One weight: the fonts in the order they are asked for a character."""

    def __init__(self, fonts: "Sequence[TTFont]") -> None:
        self.names: tuple[str, ...] = tuple(str(font.fontName) for font in fonts)
        self._glyphs = _Glyphs(fonts)

    def printable(self, text: str, missing: set[str]) -> str:
        """The text with every character that no font has replaced by its code point; those are added to `missing`."""
        text = _UNSEEN.sub(_blank_tab, text)
        glyphs = self._glyphs
        lacking = {c for c in set(text) if c != "\n" and glyphs[c][0] < 0}
        if not lacking:
            return text
        missing |= lacking
        return "".join(f"U+{ord(c):04X}" if c in lacking else c for c in text)

    def width(self, text: str, size: float) -> float:
        """Width in mm at `size` points, without tracking."""
        glyphs = self._glyphs
        return sum([glyphs[c][1] for c in text]) * size * POINT

    def runs(self, text: str) -> Iterator[tuple[str, str]]:
        """(font name, part of the text) in order; what no font has keeps the first font."""
        glyphs = self._glyphs
        places = {glyphs[c][0] for c in text}
        if places <= {0, -1}:
            yield self.names[0], text
            return
        for place, chars in groupby(text, key=lambda c: max(glyphs[c][0], 0)):
            yield self.names[place], "".join(chars)


def _blank_tab(match: re.Match[str]) -> str:
    return " " if match[0] == "\t" else ""


class Fonts:
    """Regular and Bold, each with its fallbacks. `regular` and `bold` are TrueType files, first asked first."""

    def __init__(self, regular: Iterable[Path], bold: Iterable[Path]) -> None:
        self.regular = Typeface([_registered(path) for path in regular])
        self.bold = Typeface([_registered(path) for path in bold])

    def face(self, *, bold: bool) -> Typeface:
        return self.bold if bold else self.regular


def house_fonts() -> Fonts:
    """The fonts of the house. The first call reads them (about 0.15 s); later calls are free."""
    with RENDERING:
        return _house_fonts()


@cache
def _house_fonts() -> Fonts:
    folder = Path(str(resources.files("resources"))) / "fonts"
    rare = Path(os.environ.get("WINDIR", "C:\\Windows")) / "Fonts" / "simsunb.ttf"
    fallback = [rare] if rare.exists() else []
    return Fonts([folder / "NotoSansSC_400Regular.ttf", *fallback], [folder / "NotoSansSC_700Bold.ttf", *fallback])


@cache
def _registered(path: Path) -> "TTFont":
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    _mend_to_unicode()
    font = TTFont(path.stem, str(path))
    _lighten(font.face, path)
    pdfmetrics.registerFont(font)
    return font


def _lighten(face: Any, path: Path) -> None:
    """A font as reportlab reads it takes 25 MB: its whole file, and a dictionary entry, a list and a tuple for each of 30,000 glyphs."""
    number = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    face._ttf_data = _FontFile(number, range(path.stat().st_size))  # noqa: SLF001 - there is no other door
    face.glyphToChar = {}  # only for shaping, which no paper uses
    pairs: dict[Any, Any] = {}
    face.hmetrics = [pairs.setdefault(pair, pair) for pair in face.hmetrics]
    face.defaultWidth = Counter(face.charWidths.values()).most_common(1)[0][0]
    face.charWidths = {char: width for char, width in face.charWidths.items() if width != face.defaultWidth}
    face.charToGlyph = next((known for known in _maps if known == face.charToGlyph), face.charToGlyph)  # Bold has the glyphs of Regular
    _maps.append(face.charToGlyph)


class _FontFile:
    """A font file that is read where it is asked: of its outlines a paper needs some hundred.

    reportlab takes all of them out at once for every paper; such a big slice is a part of the file that is still unread.
    """

    def __init__(self, number: int, part: range) -> None:
        self._number, self._part = number, part

    def __len__(self) -> int:
        return len(self._part)

    def __getitem__(self, at: int | slice) -> "int | bytes | _FontFile":
        if isinstance(at, int):
            return self._read(self._part[at : at + 1])[0]
        part = self._part[at]
        return _FontFile(self._number, part) if len(part) > _BIG else self._read(part)

    def _read(self, part: range) -> bytes:
        os.lseek(self._number, part.start, os.SEEK_SET)
        return os.read(self._number, len(part))


@cache
def _mend_to_unicode() -> None:
    """reportlab 5.1 writes characters beyond the BMP as five hex digits into ToUnicode: print is right, copy and search wrong."""
    from reportlab.pdfbase import ttfonts

    original = ttfonts.makeToUnicodeCMap

    def mended(name: str, subset: Any) -> str:
        return re.sub(r"<([0-9A-F]{5,6})>", lambda m: f"<{chr(int(m[1], 16)).encode('utf-16-be').hex().upper()}>", original(name, subset))

    ttfonts.makeToUnicodeCMap = mended
