"""The tables of a store as plain rows, read over a bare connection of either driver. Nothing of the program is used."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

Row = dict[str, Any]
Rule = Callable[["Tables"], Iterator[str]]


@dataclass(frozen=True)
class Finding:
    """A rule the rows do not keep, and where."""

    rule: str
    what: str


class Tables:
    """Rows of each table in the order of their ids; days and times are ISO text and truths 0 and 1, whatever the driver gives."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self._read: dict[str, list[Row]] = {}

    def __getitem__(self, table: str) -> list[Row]:
        if table not in self._read:
            order = "token, customer_id, source" if table == "search_tokens" else "id"
            self._read[table] = self.rows(f'SELECT * FROM "{table}" ORDER BY {order}')
        return self._read[table]

    def rows(self, text: str) -> list[Row]:
        """What a SELECT finds."""
        cursor = self._connection.cursor()
        cursor.execute(text)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, map(plain, values), strict=True)) for values in cursor.fetchall()]

    def by_id(self, table: str) -> dict[int, Row]:
        return {row["id"]: row for row in self[table]}

    def by(self, table: str, key: str) -> dict[Any, list[Row]]:
        """The rows of a table gathered by one of its columns."""
        return gathered(self[table], key)

    @cached_property
    def day_of_act(self) -> dict[int, str]:
        """The day of each act."""
        return {act["id"]: act["at"][:10] for act in self["acts"]}

    @cached_property
    def root(self) -> dict[int, int]:
        """Customer -> whose account it is: the survivor of his merges."""
        into = {row["id"]: row["merged_into_id"] for row in self["customers"]}
        return {customer: _last(customer, into) for customer in into}

    @cached_property
    def ever_merged(self) -> set[int]:
        """Customers who were ever part of a merge: what their account was at an earlier moment cannot be told from what it is now."""
        return {row[side] for row in self["merges"] for side in ("survivor_id", "loser_id")}

    @cached_property
    def _merges_of(self) -> dict[int, list[Row]]:
        return self.by("merges", "loser_id")

    def account_at(self, customer: int, act_id: int) -> int:
        """Whose account it was just before an act."""
        for merge in self._merges_of.get(customer, []):
            if merge["act_id"] < act_id and (merge["undone_id"] is None or merge["undone_id"] >= act_id):
                return self.account_at(merge["survivor_id"], act_id)
        return customer

    @cached_property
    def taken_from_lot(self) -> dict[int, int]:
        """Lot -> what all entries have taken from it and not given back."""
        return summed(self["points_allocations"], "lot_id")

    @cached_property
    def taken_by_entry(self) -> dict[int, int]:
        """Entry -> what it has taken from lots; negative for what it gave back to them."""
        return summed(self["points_allocations"], "entry_id")


def plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    return int(value) if isinstance(value, bool) else value


def gathered(rows: Iterable[Row], key: str) -> dict[Any, list[Row]]:
    found: dict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        found[row[key]].append(row)
    return found


def summed(rows: Iterable[Row], key: str, value: str = "points") -> dict[Any, int]:
    found: dict[Any, int] = defaultdict(int)
    for row in rows:
        found[row[key]] += row[value]
    return found


def _last(customer: int, into: dict[int, int | None]) -> int:
    seen = {customer}
    while (further := into[customer]) is not None and further not in seen:
        seen.add(further)
        customer = further
    return customer
