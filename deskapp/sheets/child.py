"""The process that reads a workbook, with a ceiling on its memory: what a hostile file does to it, it does to nobody else.

`main` is started by `workbook.py` with spawn, so everything here must be importable without side effects.
"""

import os
import sys
import traceback
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from deskapp.errors import UserError
from deskapp.sheets.cells import as_text, cell_name, has_lost_digits
from deskapp.sheets.container import Formulas, Kind, inspect, refuse_old_workbook
from deskapp.sheets.limits import CHILD_BYTES, COLUMNS, ROWS

CHUNK_ROWS = 2_000
NAMED = 20


class Line(Protocol):
    """One end of a pipe: a `Connection`, which on Windows is another class."""

    def send(self, obj: Any, /) -> None: ...
    def recv(self) -> Any: ...
    def poll(self, timeout: float, /) -> bool: ...
    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a workbook before its rows come: formulas, and the first 20 merged ranges with the row they begin in."""

    sheet: str
    others: tuple[str, ...]
    formulas: Formulas
    merged: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Refused:
    """The file is refused, in these words."""

    message: str


@dataclass(frozen=True, slots=True)
class Broken:
    """The child has a bug; the traceback is the program's, not the person's."""

    trace: str


@dataclass(frozen=True, slots=True)
class Ended:
    """All rows were sent. `lost` names every cell whose number was too long for the spreadsheet."""

    lost: tuple[str, ...]


def main(line: Line, path: str, kind: str) -> None:
    """Read one workbook and send `Facts`, chunks of (row number, cells), `Ended`; or `Refused`."""
    with Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), 2)  # Rust writes its panics there, and there may be no console
    from python_calamine import CalamineError, PasswordError

    cap_memory(CHILD_BYTES)
    try:
        _read(line, Path(path), Kind(kind))
    except UserError as refusal:
        line.send(Refused(refusal.message))
    except PasswordError:
        line.send(Refused("这个文件有密码。请在表格软件里去掉密码，再导入"))
    except CalamineError:
        line.send(Refused("文件不完整或已损坏。请用表格软件打开，另存一份再导入"))
    except MemoryError:
        line.send(Refused(too_much_memory()))
    except Exception:
        line.send(Broken(traceback.format_exc()))
        raise
    finally:
        line.close()


def too_much_memory() -> str:
    """Words for a workbook that wanted more than `CHILD_BYTES`."""
    return f"这张表展开后超过 {CHILD_BYTES // 2**20:,} MB 内存，没有打开。请删去空白的行列，或分成几个文件"


def _read(line: Line, path: Path, kind: Kind) -> None:
    from python_calamine import SheetVisibleEnum, load_workbook

    computed: tuple[Formulas, ...] = ()
    if kind is Kind.XLS:
        refuse_old_workbook(path)
    else:
        computed = inspect(path)  # before anything else looks into it
    book = load_workbook(str(path))
    visible = [i for i, sheet in enumerate(book.sheets_metadata) if sheet.visible is SheetVisibleEnum.Visible]
    number, table = next(
        ((i, sheet) for i in visible if (sheet := book.get_sheet_by_index(i)).height),
        (0, None),
    )
    if table is None or table.start is None or table.end is None:
        raise UserError("表格是空的")
    if table.end[1] >= COLUMNS:
        raise UserError(f"这张表有 {table.end[1] + 1:,} 列，最多 {COLUMNS} 列。请删去右边多余的列")
    formulas = computed[min(number, len(computed) - 1)] if computed else Formulas()
    others = tuple(book.sheets_metadata[i].name for i in visible if i != number)
    merged = tuple(_range(corners) for corners in (table.merged_cell_ranges or [])[:NAMED])
    line.send(Facts(table.name, others, formulas, merged))
    line.send(Ended(_send_rows(line, table, table.start[1])))


def _range(corners: tuple[tuple[int, int], tuple[int, int]]) -> tuple[int, str]:
    (top, left), (bottom, right) = corners
    return top + 1, f"{cell_name(top + 1, left)}:{cell_name(bottom + 1, right)}"


def _send_rows(line: Line, table: Any, left: int) -> tuple[str, ...]:
    """Send every row that holds something, as text; the names of cells that lost digits."""
    chunk: list[tuple[int, list[str]]] = []
    lost: list[str] = []
    sent = 0
    margin = [""] * left
    rows: Iterable[list[Any]] = table.iter_rows()
    for number, values in enumerate(rows, start=1):
        cells = [value if type(value) is str else as_text(value) for value in values]
        if not any(cells):
            continue
        lost += [cell_name(number, left + i) for i, value in enumerate(values) if type(value) is float and has_lost_digits(value)]
        chunk.append((number, margin + cells))
        sent += 1
        if sent > ROWS:
            raise UserError(f"这张表超过 {ROWS:,} 行。请分成几个文件")
        if len(chunk) == CHUNK_ROWS:
            line.send(chunk)
            chunk = []
    if chunk:
        line.send(chunk)
    return tuple(lost)


def cap_memory(limit: int) -> None:
    """Let this process have at most `limit` bytes more than it has now; above it, it fails or ends."""
    if sys.platform == "win32":
        _cap_on_windows(limit)
        return
    import resource

    used = _address_space()
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    ceiling = used + limit if hard == resource.RLIM_INFINITY else min(hard, used + limit)
    resource.setrlimit(resource.RLIMIT_AS, (ceiling, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _address_space() -> int:
    """Bytes of address space in use; 0 where the system does not tell."""
    table = Path("/proc/self/statm")
    return int(table.read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE") if table.exists() else 0


def _cap_on_windows(limit: int) -> None:
    """A job object with a ceiling on the memory of its processes, this one put into it (nested jobs: Windows 8 and later)."""
    import ctypes

    kernel: Any = ctypes.windll.kernel32
    job_information = (ctypes.c_byte * 144)()  # JOBOBJECT_EXTENDED_LIMIT_INFORMATION of a 64-bit process
    ctypes.c_uint32.from_buffer(job_information, 16).value = 0x100  # LimitFlags: JOB_OBJECT_LIMIT_PROCESS_MEMORY
    ctypes.c_size_t.from_buffer(job_information, 112).value = limit  # ProcessMemoryLimit
    kernel.CreateJobObjectW.restype = ctypes.c_void_p
    kernel.GetCurrentProcess.restype = ctypes.c_void_p
    job = ctypes.c_void_p(kernel.CreateJobObjectW(None, None))
    extended_limit_information = 9
    kernel.SetInformationJobObject(job, extended_limit_information, ctypes.byref(job_information), ctypes.sizeof(job_information))
    kernel.AssignProcessToJobObject(job, ctypes.c_void_p(kernel.GetCurrentProcess()))
