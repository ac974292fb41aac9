"""Reads a paper back while a window may be showing it."""

from tests.deskapp.papers import reading
from ui.kit.printing import PDFIUM


def text_of(pdf: bytes) -> str:
    """What `reading.text_of` finds, with PDFium for itself."""
    with PDFIUM:
        return reading.text_of(pdf)
