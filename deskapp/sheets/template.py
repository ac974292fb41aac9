"""An empty table for other people to fill in: heads, the words a column takes as a drop-down, and a second sheet that says how."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deskapp.sheets.writing import beside, writable

ROWS = 5_000
"""Rows that offer the words of their columns; more are filled in without."""


@dataclass(frozen=True, slots=True)
class Blank:
    """A column to fill in: head, width, how it is filled and an example; `words` are offered to choose from, others may be typed."""

    title: str
    width: int
    how: str
    example: str = ""
    words: tuple[str, ...] = ()
    required: bool = False


def write_template(path: Path, columns: Sequence[Blank], *, sheet: str) -> None:
    """Write the empty table as .xlsx, every cell as text. Refuses a file that cannot be written."""
    import xlsxwriter

    with beside(path) as draft, xlsxwriter.Workbook(str(draft)) as book:
        text: Any = book.add_format({"num_format": "@"})
        plain: dict[str, Any] = {"bold": True, "bg_color": "#EEF1F4", "bottom": 1, "bottom_color": "#B6C1CC", "valign": "vcenter"}
        head, needed = book.add_format(plain), book.add_format({**plain, "font_color": "#BF2A2A"})
        page = book.add_worksheet(sheet)
        page.freeze_panes(1, 0)
        page.set_row(0, 22)
        for at, column in enumerate(columns):
            page.set_column(at, at, column.width, text)
            page.write_string(0, at, writable(column.title), needed if column.required else head)
            if column.words:
                rule = {"validate": "list", "source": list(column.words), "ignore_blank": True, "error_type": "information"}
                page.data_validation(1, at, ROWS, at, rule)
        _write_guide(book, columns, head)


def _write_guide(book: Any, columns: Sequence[Blank], head: Any) -> None:
    page = book.add_worksheet("怎么填")
    for at, (title, width) in enumerate((("列", 18), ("怎么填", 64), ("例子", 24))):
        page.set_column(at, at, width)
        page.write_string(0, at, title, head)
    for row, column in enumerate(columns, start=1):
        page.write_string(row, 0, column.title)
        page.write_string(row, 1, ("必填。" if column.required else "") + column.how)
        page.write_string(row, 2, column.example)
