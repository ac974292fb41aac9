"""Text tables: encoding and delimiter found out, rows in a stream."""

import codecs
import csv
from collections.abc import Callable, Generator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from deskapp.errors import UserError
from deskapp.sheets.cells import unguarded
from deskapp.sheets.limits import CELL_CHARACTERS, COLUMNS, CSV_BYTES, MIB, ROWS

_CHUNK = 256 * 1024
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_DELIMITERS = ",\t;|，"
_SAMPLE_LINES = 20
_LABELS = {"utf-8-sig": "UTF-8", "utf-8": "UTF-8", "gb18030": "GB18030", "utf-16": "UTF-16", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16"}


@dataclass(frozen=True, slots=True)
class Spelling:
    """How a text table is written."""

    encoding: str
    delimiter: str

    @property
    def label(self) -> str:
        """ "GB18030，制表符分隔"."""
        names = {",": "逗号", "\t": "制表符", ";": "分号", "|": "竖线", "，": "全角逗号"}
        return f"{_LABELS[self.encoding]}，{names[self.delimiter]}分隔"


def spelling_of(path: Path, *, waiting: Callable[[], object]) -> Spelling:
    """Find out encoding (UTF-8 with and without BOM, UTF-16, GB18030) and delimiter. Refuses what is no text in any of them."""
    size = path.stat().st_size
    if size > CSV_BYTES:
        raise UserError(f"文件有 {size // MIB:,} MB，最多 {CSV_BYTES // MIB} MB。请分成几个文件", field="file")
    encoding = _encoding(path, waiting)
    with path.open(encoding=encoding, newline="") as file:
        sample = list(islice(iter(lambda: file.readline(CELL_CHARACTERS), ""), _SAMPLE_LINES))
    return Spelling(encoding, _delimiter(sample))


def read_rows(path: Path, spelling: Spelling) -> Generator[tuple[int, list[str]]]:
    """Rows that hold something with the line they begin on. Refuses an unpaired quotation mark, naming the line."""
    before = csv.field_size_limit(CELL_CHARACTERS)
    starts = 1
    try:
        with path.open(encoding=spelling.encoding, newline="") as file:
            reader = csv.reader(file, delimiter=spelling.delimiter, strict=True)
            found = 0
            for cells in reader:
                number, starts = starts, reader.line_num + 1
                if len(cells) > COLUMNS:
                    raise UserError(f"第 {number:,} 行有 {len(cells):,} 列，最多 {COLUMNS} 列", field="file")
                if any(cells):
                    found += 1
                    if found > ROWS:
                        raise UserError(f"这个文件超过 {ROWS:,} 行。请分成几个文件", field="file")
                    yield number, [unguarded(cell) for cell in cells]
    except csv.Error as error:
        words = f"第 {starts:,} 行的引号没有成对，或一格超过 {CELL_CHARACTERS:,} 个字。请改好这一行再导入"
        raise UserError(words, field="file") from error
    finally:
        csv.field_size_limit(before)


def _encoding(path: Path, waiting: Callable[[], object]) -> str:
    with path.open("rb") as file:
        head = file.read(4096)
    if not head:
        raise UserError("文件是空的", field="file")
    named = next((name for bom, name in _BOMS if head.startswith(bom)), "") or _wide(head)
    if not named and b"\0" in head:
        raise UserError("这个文件不是表格。请选 .xlsx、.xls、.ods 或 .csv 文件", field="file")
    wrong: dict[str, int] = {}
    for encoding in (named,) if named else ("utf-8", "gb18030"):
        line = _first_wrong_line(path, encoding, waiting)
        if line is None:
            return encoding
        wrong[encoding] = line
    at = max(wrong.values())
    raise UserError(
        f"第 {at:,} 行起的文字认不出来：不是 UTF-8、GB18030，也不是 UTF-16。请用表格软件打开，另存为 .xlsx 再导入", field="file"
    )


def _wide(head: bytes) -> str:
    """UTF-16 without a mark: the digits and commas of a table leave every other byte zero."""
    if len(head) < 4:
        return ""
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) * 10 < len(head) or min(even, odd) * 20 > max(even, odd):
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def _first_wrong_line(path: Path, encoding: str, waiting: Callable[[], object]) -> int | None:
    """The line with the first byte that is not of this encoding; None when all are."""
    decoder = codecs.getincrementaldecoder(encoding)()
    lines = 1
    with path.open("rb") as file:
        while True:
            piece = file.read(_CHUNK)
            waiting()
            try:
                text = decoder.decode(piece, final=not piece)
            except UnicodeDecodeError as error:
                return lines + error.object[: error.start].decode(encoding, "replace").count("\n")
            if "\0" in text:
                return lines + text[: text.index("\0")].count("\n")
            if not piece:
                return None
            lines += text.count("\n")


def _delimiter(sample: list[str]) -> str:
    """The one that parts the first lines into most columns; a line it parts into fewer counts against it."""

    def columns(delimiter: str) -> int:
        try:
            widths = [len(cells) for cells in csv.reader(sample, delimiter=delimiter) if any(cells)]
        except csv.Error:
            return 0
        return sum(widths) - len(widths)

    return max(_DELIMITERS, key=columns)
