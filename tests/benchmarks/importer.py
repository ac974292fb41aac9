"""A list of members read and written in a process of its own: `python -m tests.benchmarks.importer program|bare URL LIST ROWS`.

`program` checks and imports LIST into the founded store at URL, then exports it again, and pickles the rows that came of it into ROWS;
`bare` reads LIST by calamine, inserts those very rows by `executemany`, and writes the exported table by plain xlsxwriter. Prints as JSON
what it took in seconds, the longest time between two looks at whether the person has cancelled, and the memory held at the end.
"""

import gc
import json
import pickle
import sys
from datetime import timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

from deskapp.data import Act, fetch_rows
from tests.benchmarks.bare import bare_line
from tests.benchmarks.population import MANAGER, OPENED, PC
from tests.benchmarks.process import memory_mib
from tests.benchmarks.stores import opened

WRITTEN = (
    "acts",
    "notices",
    "customers",
    "vehicles",
    "odometer_readings",
    "consents",
    "memberships",
    "cards",
    "member_events",
    "points_entries",
    "points_lots",
    "serials",
    "changes",
    "imports",
    "search_tokens",
)
"""Tables an import may write, each after those it points to."""
Rows = dict[str, tuple[list[str], list[tuple[Any, ...]]]]


class Watch:
    """Progress that notes the longest time between two reports."""

    def __init__(self) -> None:
        self.longest = 0.0
        self._last = perf_counter()

    def __call__(self, _done: int, _total: int, _text: str) -> None:
        now = perf_counter()
        self.longest, self._last = max(self.longest, now - self._last), now


def program(url: str, path: Path, kept: Path) -> dict[str, float]:
    """The wizard's way: look, check, import, without a look for garbage as in every long job of a window."""
    from deskapp.members.exporting import ExportForm, Subject, export_list
    from deskapp.members.importing import check_list, import_members, look_at_list

    with opened(url):
        before = {table: fetch_rows(f"SELECT COUNT(*) FROM {table}")[0][0] for table in WRITTEN}
        begun = perf_counter()
        watch = Watch()
        outline = look_at_list(act=_act(1), path=path, remembered={}, waiting=lambda: watch(0, 0, ""))
        checked = check_list(act=_act(2), outline=outline, meanings=outline.meanings, progress=watch)
        read = perf_counter()
        done = import_members(act=_act(3), checked=checked, progress=watch)
        ended = perf_counter()
        memory = memory_mib()
        if done.added != done.rows:
            raise RuntimeError(f"{done.added} of {done.rows} came")
        kept.write_bytes(pickle.dumps({table: _written(table, before[table]) for table in WRITTEN}))
        exported = perf_counter()
        form = ExportForm(Subject.MEMBERS, full=True, reason="换系统")
        export_list(act=_act(4), form=form, path=kept.with_suffix(".xlsx"), progress=_unheard)
        left = perf_counter()
    return {"taken": ended - begun, "check": read - begun, "longest": watch.longest, "memory": memory, "export": left - exported}


def _unheard(_done: int, _total: int, _text: str = "") -> None: ...


def _written(table: str, before: int) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Column names and new rows, in the order of the key."""
    from deskapp.data import database

    key = "token, customer_id" if table == "search_tokens" else "id"
    cursor = database.execute_sql(f"SELECT * FROM {table} ORDER BY {key}")
    rows = cursor.fetchall()
    return [column[0] for column in cursor.description], rows[before:]


def _act(number: int) -> Act:
    return Act(MANAGER, OPENED + timedelta(days=1), PC, f"import-{number}")


def bare(url: str, path: Path, kept: Path) -> dict[str, float]:
    """The least it could cost: nothing is judged, nothing is looked up."""
    import python_calamine
    import xlsxwriter

    rows: Rows = pickle.loads(kept.read_bytes())
    with bare_line(url) as line:
        begun = perf_counter()
        read = python_calamine.load_workbook(str(path)).get_sheet_by_index(0).to_python()
        line.rows("BEGIN")
        for table, (columns, written) in rows.items():
            if written:
                line.many(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})", written)
        line.rows("COMMIT")
        ended = perf_counter()
    table = python_calamine.load_workbook(str(kept.with_suffix(".xlsx"))).get_sheet_by_index(0).to_python()
    exported = perf_counter()
    with xlsxwriter.Workbook(str(kept.with_suffix(".bare.xlsx")), {"constant_memory": True}) as book:
        page = book.add_worksheet()
        for number, cells in enumerate(table):
            for column, cell in enumerate(cells):
                if cell != "":
                    page.write_string(number, column, str(cell))
    left = perf_counter()
    return {"taken": ended - begun, "read": len(read), "memory": memory_mib(), "export": left - exported}


def main() -> None:
    """Do it and tell what it took."""
    way, url, path, kept = sys.argv[1:]
    gc.disable()
    print(json.dumps((program if way == "program" else bare)(url, Path(path), Path(kept))))


if __name__ == "__main__":
    main()
