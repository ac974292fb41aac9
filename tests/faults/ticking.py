"""What workers do at the boards of one lounge: the store's way, and beside it the naive way that the tests must see fail."""

import fcntl
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from deskapp.data import Act, database, fetch_row, sql
from deskapp.lounge.duty import mark_slot

AT = datetime(2026, 11, 23, 8, 12)
SLOT = "L1"


def tick(_index: int, staff_ids: tuple[int, ...]) -> int:
    """Each board ticks the slot as its own attendant; the id of the mark."""
    staff_id = staff_ids[_index % len(staff_ids)]
    return mark_slot(act=Act(staff_id, AT, f"休息区{_index}", f"board-{_index}"), slot=SLOT)


def tick_same(_index: int, staff_id: int) -> int:
    """The same tap, sent again by a board that heard no answer."""
    return mark_slot(act=Act(staff_id, AT, "休息区", "one-tap"), slot=SLOT)


def look_and_tick(tell: Callable[[str], None], name: str, way: str, gate: str, staff_id: int) -> int:
    """Look whether the slot is ticked, wait at the gate until every other board has looked, then tick. 0 if it is."""
    ticked = marks() > 0
    tell("looked")
    with Path(gate).open() as barrier:
        fcntl.flock(barrier, fcntl.LOCK_SH)
    if ticked:
        return 0
    if way == "naive":
        return _tick_naively(staff_id)
    return mark_slot(act=Act(staff_id, AT, name, name), slot=SLOT)


def _tick_naively(staff_id: int) -> int:
    """The row of a tick with no eye on what others do, in a table without the store's guard."""
    statement = "INSERT INTO naive_marks (slot, staff_id) VALUES (?, ?) RETURNING staff_id"
    return int(database.execute_sql(sql(statement), (SLOT, staff_id)).fetchone()[0])


def marks(table: str = "lounge_marks") -> int:
    """How many ticks the slot has."""
    row = fetch_row(f"SELECT COUNT(*) FROM {table} WHERE slot = '{SLOT}'")
    assert row
    return int(row[0])
