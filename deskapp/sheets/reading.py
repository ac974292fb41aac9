"""Open a table, whatever it is kept in, and read it row by row as text."""

from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from deskapp.errors import UserError
from deskapp.sheets.container import Formulas, Kind, kind_of
from deskapp.sheets.delimited import read_rows, spelling_of
from deskapp.sheets.workbook import Workbook, open_workbook

_NAMES = {Kind.XLSX: (".xlsx", ".xltx"), Kind.XLS: (".xls", ".et"), Kind.ODS: (".ods",), Kind.TEXT: (".csv", ".txt", ".tsv")}


@dataclass(frozen=True, slots=True)
class Row:
    """One row that holds something: its number as the spreadsheet counts, from 1, and its cells as text."""

    number: int
    cells: tuple[str, ...]


class Table:
    """An open table. Iterate it once.

    `formulas` were taken as the values last computed; `merged` are (first row, "B6:C7"), of which only the first cell has the value;
    `lost_digits` names cells with numbers so long that the spreadsheet dropped digits, known when all rows were read.
    """

    def __init__(self, rows: Iterable[tuple[int, list[str]]], *, notes: Iterable[str], workbook: Workbook | None = None) -> None:
        self.notes = tuple(notes)
        self._rows = rows
        self._workbook = workbook

    @property
    def formulas(self) -> Formulas:
        return self._workbook.facts.formulas if self._workbook else Formulas()

    @property
    def merged(self) -> tuple[tuple[int, str], ...]:
        return self._workbook.facts.merged if self._workbook else ()

    @property
    def lost_digits(self) -> tuple[str, ...]:
        return self._workbook.lost if self._workbook else ()

    def __iter__(self) -> Iterator[Row]:
        for number, cells in self._rows:
            yield Row(number, tuple(cells))


@contextmanager
def open_table(path: Path, *, waiting: Callable[[], object] = lambda: None) -> Generator[Table]:
    """Open an .xlsx, .xls, .ods or text table by what it is, not by its name; a workbook's first visible sheet that is not empty.

    `waiting` is called while this waits and may raise to give up. Refuses in words what is hostile, damaged, too large or no table.
    """
    try:
        kind = kind_of(path)
        spelling = spelling_of(path, waiting=waiting) if kind is Kind.TEXT else None
    except OSError as error:
        raise UserError(f"打不开文件 {path.name}（{error.strerror}）", field="file") from error
    named = path.suffix.lower() in _NAMES[kind]
    notes = [] if named else [f"文件名是“{path.suffix or path.name}”，内容是 {_content(kind)}，已按内容读取"]
    if spelling is not None:
        yield Table(read_rows(path, spelling), notes=[*notes, spelling.label])
        return
    with open_workbook(path, kind, waiting=waiting) as workbook:
        if others := workbook.facts.others:
            notes.append(f"读的是“{workbook.facts.sheet}”；另外 {len(others)} 张表没有读：{'、'.join(others[:3])}")
        yield Table(workbook.rows, notes=notes, workbook=workbook)


def _content(kind: Kind) -> str:
    return "文字表格（CSV）" if kind is Kind.TEXT else kind.value
