"""One way or more to break each rule of the checker: what a bug would leave behind, done to a copy of a store by plain SQL."""

from typing import Any

from tests.simulation.damages import bills, customers, gifts, history, members, numbers, points
from tests.simulation.damages.kind import Damage

DAMAGES: tuple[Damage, ...] = (
    *points.DAMAGES,
    *bills.DAMAGES,
    *gifts.DAMAGES,
    *members.DAMAGES,
    *customers.DAMAGES,
    *numbers.DAMAGES,
    *history.DAMAGES,
)


def take_off_the_guards(connection: Any) -> None:
    """Let a copy be damaged: without triggers, keys, checks and uniqueness, as a bug in the program itself would find it."""
    connection.execute("PRAGMA foreign_keys = 0")
    connection.execute("PRAGMA ignore_check_constraints = 1")
    for kind, name in connection.execute("SELECT type, name FROM sqlite_master WHERE type IN ('trigger', 'index') AND sql > ''").fetchall():
        connection.execute(f'DROP {kind} "{name}"')
