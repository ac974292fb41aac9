"""Write a table for other people's spreadsheets: digits as text, nothing that computes, whole or not at all."""

import csv
import errno
import io
import tempfile
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Any, cast

from deskapp.errors import UserError
from deskapp.sheets.cells import guarded, writable
from deskapp.sheets.limits import CELL_CHARACTERS, WRITE_ROWS

Cell = str | int | date | None
"""Text, a count, a day, nothing. Money is written as text by whoever formats it."""
Whole = Callable[[int], object]


def _nobody(_count: int) -> None:
    """Nobody wants to hear when all is written."""


_FIRST_DAY = date(1900, 3, 1)  # spreadsheets believe in 29 February 1900; earlier days go as text


class _OnceOnly:
    """A file that fails once: zipfile tries to end a broken archive again when Python collects it, and is then believed."""

    def __init__(self, file: io.RawIOBase) -> None:
        self._file, self._at, self._failed = file, 0, False

    def write(self, data: bytes) -> int:
        rest = memoryview(data)
        while rest and not self._failed:
            try:
                rest = rest[self._file.write(rest) or 0 :]
            except OSError:
                self._failed = True
                raise
        self._at += len(data)
        return len(data)

    def seek(self, offset: int) -> int:
        self._at = offset if self._failed else self._file.seek(offset)
        return self._at

    def tell(self) -> int:
        return self._at

    def flush(self) -> None:
        """Nothing waits: the file is written through."""


class Encoding(Enum):
    """How a CSV is written: for spreadsheets of today, or for old programs that know only GB18030."""

    UTF8 = "utf-8-sig"
    GB18030 = "gb18030"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its head, and its width in characters of which a Chinese one takes two."""

    title: str
    width: int = 12


def write_xlsx(
    path: Path, columns: Sequence[Column], rows: Iterable[Sequence[Cell]], *, sheet: str = "Sheet1", whole: Whole = _nobody
) -> int:
    """Write a workbook with a head that stays in sight and a filter; how many rows. Text is text, also "=1+1" and "00123".

    `whole` hears how many rows there are when all are written and before the file is in its place; if it raises there is no file.
    Refuses 1,000,000 rows and more, and a file that cannot be written; the old file then stays as it was.
    """
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    with beside(path) as draft, draft.open("wb", buffering=0) as file, tempfile.TemporaryDirectory(prefix="deskapp-") as pieces:
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        book = xlsxwriter.Workbook(cast("Any", _OnceOnly(file)), {**options, "tmpdir": pieces})
        page = book.add_worksheet(sheet)
        text = book.add_format({"num_format": "@", "valign": "vcenter"})
        day = book.add_format({"num_format": "yyyy-mm-dd", "align": "left", "valign": "vcenter"})
        head = book.add_format({"bold": True, "bg_color": "#EEF1F4", "bottom": 1, "bottom_color": "#B6C1CC", "valign": "vcenter"})
        for number, column in enumerate(columns):
            page.set_column(number, number, column.width, text)
        page.freeze_panes(1, 0)
        page.set_row(0, 22)
        for number, column in enumerate(columns):
            page.write_string(0, number, column.title, head)
        try:
            count = 0
            for count, row in enumerate(_few_enough(rows), start=1):
                for number, cell in enumerate(row):
                    _write(page, count, number, cell, text, day)
            page.autofilter(0, 0, max(count, 1), len(columns) - 1)
            book.close()
        except FileCreateError as error:
            raise error.__context__ or error from None  # what the disk said
        finally:
            cast("Any", page).row_data_fh.close()  # left open by xlsxwriter when the rows end in an exception
        whole(count)
    return count


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a small workbook."""

    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]


def write_sheets(path: Path, sheets: Sequence[Sheet]) -> None:
    """Write a workbook of several sheets, each with a head that stays in sight. Text is text. Refuses a file that cannot be written."""
    import xlsxwriter

    whole = io.BytesIO()  # small: what the disk says is then said by the one write below
    with xlsxwriter.Workbook(whole, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        text = book.add_format({"num_format": "@", "valign": "vcenter"})
        day = book.add_format({"num_format": "yyyy-mm-dd", "align": "left", "valign": "vcenter"})
        head = book.add_format({"bold": True, "bg_color": "#EEF1F4", "bottom": 1, "bottom_color": "#B6C1CC", "valign": "vcenter"})
        for sheet in sheets:
            page = book.add_worksheet(_sheet_name(sheet.title))
            page.freeze_panes(1, 0)
            page.set_row(0, 22)
            for number, column in enumerate(sheet.columns):
                page.set_column(number, number, column.width, text)
                page.write_string(0, number, column.title, head)
            for row, cells in enumerate(sheet.rows, start=1):
                for number, cell in enumerate(cells):
                    _write(page, row, number, cell, text, day)
    with beside(path) as draft:
        draft.write_bytes(whole.getvalue())


def _sheet_name(title: str) -> str:
    """Without what no sheet may be called, 31 characters at most."""
    return "".join("_" if char in "[]:*?/\\" else char for char in writable(title)).strip("'")[:31] or "Sheet"


def write_csv(
    path: Path,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Cell]],
    *,
    encoding: Encoding = Encoding.UTF8,
    whole: Whole = _nobody,
) -> int:
    """Write a CSV that Excel and WPS open in Chinese; how many rows. What could become a formula begins with ', see `cells.guarded`.

    `whole` as in `write_xlsx`.
    """
    with beside(path) as draft:
        count = 0
        with draft.open("w", encoding=encoding.value, newline="") as file:
            writer = csv.writer(file)
            writer.writerow([guarded(writable(column.title)) for column in columns])
            for row in _few_enough(rows):
                writer.writerow([guarded(writable(_as_text(cell))) for cell in row])
                count += 1
        whole(count)
    return count


def beyond_gbk(text: str) -> str:
    """The characters of a text that programs which know only GBK show as "?", each once."""
    try:
        text.encode("gbk")
    except UnicodeEncodeError:
        return "".join(dict.fromkeys(char for char in text if not _in_gbk(char)))
    return ""


def _in_gbk(char: str) -> bool:
    try:
        char.encode("gbk")
    except UnicodeEncodeError:
        return False
    return True


def _write(page: Any, row: int, column: int, cell: Cell, text: Any, day: Any) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, int) and abs(cell) < 10**15:
        page.write_number(row, column, cell)
    elif isinstance(cell, date) and cell >= _FIRST_DAY:
        page.write_datetime(row, column, cell, day)
    else:
        page.write_string(row, column, writable(_as_text(cell))[:CELL_CHARACTERS], text)


def _as_text(cell: Cell) -> str:
    if isinstance(cell, date):
        return cell.isoformat()
    return "" if cell is None else str(cell)


def _few_enough(rows: Iterable[Sequence[Cell]]) -> Generator[Sequence[Cell]]:
    for number, row in enumerate(rows, start=1):
        if number >= WRITE_ROWS:
            raise UserError(f"超过 {WRITE_ROWS:,} 行，一张表放不下。请缩小范围再导出", field="file")
        yield row


@contextmanager
def beside(path: Path) -> Generator[Path]:
    """A draft beside the file, put in its place when it is whole; gone when anything failed."""
    draft = path.with_name(f".{path.name}.part")
    try:
        yield draft
        draft.replace(path)
    except PermissionError as error:
        raise UserError(f"写不了 {path.name}。它可能正被表格软件打开，请关闭后再导出，或换一个文件名", field="file") from error
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise UserError(f"磁盘已满，{path.name} 没有写成。请清理磁盘或换一个文件夹", field="file") from error
        raise UserError(f"写不了 {path.name}（{error.strerror or error}）。请换一个文件夹", field="file") from error
    finally:
        draft.unlink(missing_ok=True)


def safe_name(text: str) -> str:
    """A file name without what Windows refuses in one."""
    return "".join("_" if c in '<>:"/\\|?*' or ord(c) < 32 else c for c in text).strip(" .") or "表格"
