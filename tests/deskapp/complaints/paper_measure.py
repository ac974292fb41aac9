"""Measures a finished paper: what crosses a line, what stands on what, and what one cell says, over all its pages."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import pdfplumber

from deskapp.papers import Paper

MM = 25.4 / 72
_VALUE = 10.2
"""Values are set larger than this, labels smaller (points)."""
_HALF_WHITE = "。，、；：）》〉」』】〕"


@dataclass(frozen=True, slots=True)
class Char:
    """One character with its ink box in mm: from the height of a digit down to the baseline, without the white half of a closing sign."""

    text: str
    x0: float
    x1: float
    top: float
    baseline: float
    size: float


@dataclass(frozen=True, slots=True)
class Page:
    """Characters, and lines as (x0, y0, x1, y1) in mm; dotted guides to write on and the pale grid of a chart are none."""

    width: float
    height: float
    chars: tuple[Char, ...]
    lines: tuple[tuple[float, float, float, float], ...]


@cache
def pages(pdf: bytes) -> tuple[Page, ...]:
    """Every page of a paper."""
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        return tuple(_page(page) for page in document.pages)


def _page(page: Any) -> Page:
    lines = [one for one in page.lines if _is_black(one["stroking_color"])]
    drawn = [(one["x0"] * MM, one["top"] * MM, one["x1"] * MM, one["bottom"] * MM) for one in lines]
    for one in page.rects:
        if one["width"] * MM > 150:  # the frame: bars, boxes and strips are no cells
            x0, top, x1, bottom = one["x0"] * MM, one["top"] * MM, one["x1"] * MM, one["bottom"] * MM
            drawn += [(x0, top, x1, top), (x0, bottom, x1, bottom), (x0, top, x0, bottom), (x1, top, x1, bottom)]
    return Page(page.width * MM, page.height * MM, tuple(_char(one, page.height) for one in page.chars), tuple(drawn))


def _is_black(colour: Any) -> bool:
    return not any(colour if isinstance(colour, tuple | list) else (colour,))


def _char(one: dict[str, Any], height: float) -> Char:
    size, baseline = one["size"] * MM, (height - one["matrix"][5]) * MM
    x1 = one["x1"] * MM - (0.52 * size if one["text"] in _HALF_WHITE else 0.0)
    return Char(one["text"], one["x0"] * MM, x1, baseline - 0.7 * size, baseline, one["size"])


def flaws(pdf: bytes, paper: Paper) -> list[str]:
    """Everything a reader would call badly printed: characters across a line or on one another, ink where the printer has none."""
    found: list[str] = []
    for number, page in enumerate(pages(pdf), 1):
        found += [f"page {number}: {what}" for what in (*_across(page), *_on_another(page), *_outside(page, paper))]
    return found


def _across(page: Page) -> Iterator[str]:
    slack = 0.12
    for char in page.chars:
        if not char.text.strip() or char.text == "_":
            continue
        for x0, y0, x1, y1 in page.lines:
            upright = x1 - x0 < 0.01 and y0 < char.baseline - slack and y1 > char.top + slack
            level = y1 - y0 < 0.01 and x0 < char.x1 - slack and x1 > char.x0 + slack
            if upright and char.x0 + slack < x0 < char.x1 - slack:
                yield f"{char.text!r} across the line at x {x0:.1f}, y {char.baseline:.1f}"
            if level and char.top + slack < y0 < char.baseline - slack:
                yield f"{char.text!r} across the line at y {y0:.1f}, x {char.x0:.1f}"


def _on_another(page: Page) -> Iterator[str]:
    ordered = sorted((char for char in page.chars if char.text.strip()), key=lambda char: (round(char.baseline, 1), char.x0))
    for place, char in enumerate(ordered):
        for other in ordered[place + 1 : place + 40]:
            if (
                other.top < char.baseline - 0.15
                and char.top < other.baseline - 0.15
                and other.x0 < char.x1 - 0.25
                and char.x0 < other.x1 - 0.25
            ):
                yield f"{char.text!r} and {other.text!r} on one another at {char.x0:.1f}, {char.baseline:.1f}"


def _outside(page: Page, paper: Paper) -> Iterator[str]:
    safe = paper.safe
    boxes = [(c.x0, c.top, c.x1, c.baseline, repr(c.text)) for c in page.chars] + [(*line, "a line") for line in page.lines]
    for x0, y0, x1, y1, what in boxes:
        if x0 < safe.x - 0.1 or y0 < safe.y - 0.1 or x1 > safe.right + 0.1 or y1 > safe.bottom + 0.1:
            yield f"{what} outside what prints: {x0:.1f} {y0:.1f} {x1:.1f} {y1:.1f}"


def said(pdf: bytes, label: str, *, copies: int = 1) -> str:
    """What the cells called `label` say on all pages of the first of `copies`, character by character, without blanks."""
    all_pages = pages(pdf)
    return "".join(_said_on(page, label) for page in all_pages[: len(all_pages) // copies])


def _said_on(page: Page, label: str) -> str:
    text = ""
    joined = "".join(char.text for char in page.chars)
    at = joined.find(label)
    while at >= 0:
        first, last = page.chars[at], page.chars[at + len(label) - 1]
        if first.baseline == last.baseline and first.size < _VALUE:  # the same words in a text are no label
            text += _beside(page, first, last)
        at = joined.find(label, at + 1)
    return text


def _beside(page: Page, first: Char, last: Char) -> str:
    """What stands right of a label, down to the end of its cell."""
    across = [line for line in page.lines if line[3] - line[1] < 0.01 and line[0] <= first.x0 and line[2] >= last.x1]
    top = max(line[1] for line in across if line[1] < first.top)
    bottom = min(line[1] for line in across if line[1] > first.baseline)
    upright = [line[0] for line in page.lines if line[2] - line[0] < 0.01 and line[1] < first.baseline < line[3] and line[0] > last.x1]
    right = min(upright)
    inside = [c for c in page.chars if last.x1 < c.x0 < right and top < c.baseline < bottom and c.size > _VALUE]
    return "".join(c.text for c in sorted(inside, key=lambda c: (round(c.baseline, 1), c.x0)) if c.text.strip())


def frame(pdf: bytes, page: int = 0) -> tuple[float, float, float, float]:
    """The frame of the form: x0, top, x1, bottom in mm."""
    lines = [line for line in pages(pdf)[page].lines if line[2] - line[0] > 150]
    return min(x for x, *_ in lines), min(y for _, y, *_ in lines), max(x for *_, x, _ in lines), max(y for *_, y in lines)
