"""Reads a finished paper back: words with places in mm, pages as they strike the paper, bar codes."""

import io
from typing import Any

import pdfplumber
import pypdfium2
import zxingcpp
from PIL import Image

MM = 25.4 / 72


def text_of(pdf: bytes, page: int | None = None) -> str:
    """Text as PDFium, the viewer of the program, finds it."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        places = range(len(document)) if page is None else [page]
        return "\n".join(document[place].get_textpage().get_text_range() for place in places)
    finally:
        document.close()


def sizes(pdf: bytes) -> list[tuple[float, float]]:
    """Page sizes in mm."""
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        return [(round(page.width * MM, 2), round(page.height * MM, 2)) for page in document.pages]


def chars(pdf: bytes) -> list[dict[str, Any]]:
    """Every character of the first page; `x0`, `x1`, `baseline` in mm from the top left."""
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        page = document.pages[0]
        return [
            {
                "text": c["text"],
                "x0": c["x0"] * MM,
                "x1": c["x1"] * MM,
                "baseline": (page.height - c["matrix"][5]) * MM,
                "size": round(c["size"], 2),
                "bold": "Bold" in c["fontname"],
                "colour": c["non_stroking_color"],
            }
            for c in page.chars
        ]


def find(pdf: bytes, wanted: str) -> dict[str, Any]:
    """The first character of the first place on page 1 where `wanted` stands, with the right end of its last character."""
    drawn = chars(pdf)
    joined = "".join(c["text"] for c in drawn)
    at = joined.index(wanted)
    return drawn[at] | {"x1": drawn[at + len(wanted) - 1]["x1"]}


def marks(pdf: bytes, page: int = 0) -> list[tuple[float, float, float, float]]:
    """Bounding boxes in mm of everything drawn on a page: text, lines, rectangles, curves."""
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        shown = document.pages[page]
        return [(o["x0"] * MM, o["top"] * MM, o["x1"] * MM, o["bottom"] * MM) for kind in shown.objects.values() for o in kind]


def raster(pdf: bytes, dpi: int, page: int = 0) -> Image.Image:
    """The page as an impact printer strikes it: one bit for each dot."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        grey = document[page].render(scale=dpi / 72, grayscale=True).to_pil()
        return grey.point(lambda level: 255 if level > 127 else 0).convert("1")
    finally:
        document.close()


def scanned(pdf: bytes, dpi: int = 180, page: int = 0) -> list[str]:
    """What a scanner reads from that raster."""
    return [code.text for code in zxingcpp.read_barcodes(raster(pdf, dpi, page).convert("L"))]
