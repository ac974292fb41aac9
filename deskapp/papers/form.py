"""From sections to a PDF: pages are laid out first, so that every page knows how many there are, then drawn."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from deskapp.papers.fonts import RENDERING, Fonts, house_fonts
from deskapp.papers.head import SHARED, Copy, Head, Leaf, draw_copies_column, draw_foot, draw_head, foot_height, foot_lines
from deskapp.papers.pen import Pen, new_canvas
from deskapp.papers.rows import Piece, Section, draw_rows, paginate, strip_width
from deskapp.papers.sizes import Box, Paper
from deskapp.papers.typesetting import Typesetter


@dataclass(frozen=True, slots=True)
class Printed:
    """A finished paper. `missing` names the characters no font has, in code point order: they stand on it as U+….

    `pages` counts the sheets of the PDF: on laser printers all copies together.
    """

    pdf: bytes
    missing: tuple[str, ...]
    pages: int


def print_form(
    *,
    paper: Paper,
    head: Head,
    body: Callable[[Copy], Sequence[Section]],
    copies: Sequence[Copy] = (),
    reprint: int = 0,
    note: str = "",
    retention: str = "",
    fonts: Fonts | None = None,
) -> Printed:
    """The paper as a PDF; the same arguments give the same bytes.

    `body(copy)` gives the sections; it is called for each copy on laser paper and once, with SHARED, on continuous paper and
    for papers without copies. `reprint` n > 0 prints 补打 n. `note` stands beneath the frame on every paper, `retention` where
    the paper has a foot. Raises CellOverflow when the paper is wrongly built.
    """
    with RENDERING:
        t = Typesetter(fonts or house_fonts(), paper.look, row=paper.look.row)
        canvas = new_canvas(paper.width, paper.height, t.fonts)
        canvas.setTitle(head.title)
        pen = Pen(canvas, paper, t)
        pages = 0
        for copy in (SHARED,) if paper.ncr or not copies else copies:
            pages += _draw_copy(pen, head, body(copy), Leaf(1, 1, copy, len(copies), reprint), copies, (note, retention), t)
        pdf: bytes = canvas.getpdfdata()
        return Printed(pdf, tuple(sorted(t.missing)), pages)


def print_series(*, paper: Paper, forms: Sequence[tuple[Head, Sequence[Section]]], note: str = "", retention: str = "") -> Printed:
    """Several papers of one kind in one PDF, each beginning on a page of its own and counting its own pages: a sheet a department."""
    with RENDERING:
        t = Typesetter(house_fonts(), paper.look, row=paper.look.row)
        canvas = new_canvas(paper.width, paper.height, t.fonts)
        canvas.setTitle(forms[0][0].title)
        pen = Pen(canvas, paper, t)
        pages = sum(_draw_copy(pen, head, sections, Leaf(1, 1, SHARED, 0, 0), (), (note, retention), t) for head, sections in forms)
        pdf: bytes = canvas.getpdfdata()
        return Printed(pdf, tuple(sorted(t.missing)), pages)


def _draw_copy(
    pen: Pen, head: Head, sections: Sequence[Section], leaf: Leaf, copies: Sequence[Copy], foot: tuple[str, str], t: Typesetter
) -> int:
    """All pages of one copy; returns how many."""
    paper = pen.paper
    note, retention = foot
    lines = foot_lines(paper, note, retention, t)
    strip = strip_width(sections, t)
    pages = paginate(sections, top=paper.top, bottom=paper.bottom - foot_height(lines, paper), width=paper.grid_width, t=t) or [[]]
    for place, pieces in enumerate(pages, 1):
        draw_head(pen, head, Leaf(place, len(pages), leaf.copy, leaf.copies, leaf.reprint), t)
        end = pieces[-1].top + pieces[-1].height if pieces else paper.top
        for piece in pieces:
            _draw_piece(pen, piece, strip, piece.section.typesetter(t))
        if pieces:
            pen.frame(Box(paper.left, paper.top, paper.grid_width, end - paper.top), width=paper.look.frame)
        draw_foot(pen, end, lines, retention, t)
        if paper.ncr and copies:
            draw_copies_column(pen, copies, end, t)
        pen.canvas.showPage()
    return len(pages)


def _draw_piece(pen: Pen, piece: Piece, strip: float, t: Typesetter) -> None:
    paper, look, section = pen.paper, pen.look, piece.section
    marked = strip if section.mark or section.title else 0.0
    if marked:
        box = Box(paper.left, piece.top, strip, piece.height)
        if look.strip_fill:
            pen.fill(box, look.strip_fill)
        section.draw_strip(pen, box, t)
        pen.line(box.right, box.y, box.right, box.bottom, width=look.inside)
    inner = Box(paper.left + marked, piece.top, paper.grid_width - marked, piece.height)
    draw_rows(pen, inner, piece.rows, section.widths(paper.grid_width, t), t)
    if piece.top > paper.top:
        pen.line(paper.left, piece.top, paper.right, piece.top, width=look.frame)
