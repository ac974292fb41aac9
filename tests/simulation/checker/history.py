"""What must hold for the change history: it leads without a break from the first value of a field to the one that stands."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from tests.simulation.checker.tables import Row, Rule, Tables

BEGINS = {
    "handovers": {"pending"},
    "redemptions": {"applied", "to_prepare", "received"},
    "memberships": {"pending", "active"},
    "cards": {"in_use"},
}
NEEDS_A_REASON = {
    "handovers": ("returned", "voided", "reversed"),
    "redemptions": ("cancelled",),
    "memberships": ("void", "resigned", "merged"),
    "cards": ("void", "blocked"),
}
SHOWN_ONLY = {"customers": ("birthday", "merge"), "staff": ("roles", "pin")}
"""Lines for people: fields that are no columns of the table. Those of `settings` are the rules' keys."""

EACH_BY_ITSELF = ("merge", "pin", "birth_month", "birth_day", "birth_year", "birth_lunar", "note_act")
"""Lines that tell an event and not a value that stood before; columns a merge keeps one by one, which typing tells in one line."""


def history_leads_to_what_stands(t: Tables) -> Iterator[str]:
    """Each change begins with the value the one before left, and the last one left what stands in the record now."""
    forgotten = _forgotten(t)
    for (kind, record_id, field), rows in _changes(t).items():
        if field in EACH_BY_ITSELF or (kind, record_id) in forgotten:
            continue
        for before, after in pairwise(rows):
            if before["new"] != after["old"]:
                yield f"{kind} {record_id}.{field}: became {before['new']!r}, then changed from {after['old']!r}"
        if kind == "settings" or field in SHOWN_ONLY.get(kind, ()):
            continue
        record = t.by_id(kind).get(record_id)
        if record is None or not {field, f"{field}_id"} & record.keys():
            yield f"{kind} {record_id}.{field} has a history and is not there"
        elif rows[-1]["new"] not in _spellings(_value(record, field)):
            yield f"{kind} {record_id}.{field}: history ends with {rows[-1]['new']!r}, {_value(record, field)!r} stands"


def states_are_reached_by_history(t: Tables) -> Iterator[str]:
    """A record that is not where its kind begins was led there by its history; ends and returns have a reason."""
    changes = _changes(t)
    for table, begins in BEGINS.items():
        for record in t[table]:
            rows = changes.get((table, record["id"], "state"), [])
            first = rows[0]["old"] if rows else record["state"]
            if first not in begins:
                yield f"{table} {record['id']} began as {first!r}"
            for row in rows:
                if row["new"] in NEEDS_A_REASON[table] and not row["reason"].strip():
                    yield f"{table} {record['id']} became {row['new']} without a reason"


def rows_are_changed_by_their_act(t: Tables) -> Iterator[str]:
    """Nothing is older than what it belongs to: a change comes with or after the act that made the record."""
    made: dict[str, dict[int, Row]] = {}
    for row in t["changes"]:
        if row["kind"] not in made:
            made[row["kind"]] = t.by_id(row["kind"])
        record = made[row["kind"]].get(row["record_id"], {})
        if record.get("act_id") is not None and row["kind"] not in _MOVING and row["act_id"] < record["act_id"]:
            yield f"{row['kind']} {row['record_id']} was changed by act {row['act_id']} before act {record['act_id']} made it"


_MOVING = ("settings", "staff_roles", "daily_notes", "redemptions", "write_lock", "pins")
"""Their `act_id` is the last act that touched them, not the first."""


def _forgotten(t: Tables) -> set[tuple[str, int]]:
    """Records of erased customers: of their history only stays that something was changed."""
    erased = {row["id"] for row in t["customers"] if row["erased_id"] is not None}
    theirs = {(kind, row["id"]) for kind in ("vehicles", "redemptions") for row in t[kind] if row["customer_id"] in erased}
    return theirs | {("customers", customer) for customer in erased}


def _changes(t: Tables) -> dict[tuple[str, int, str], list[Row]]:
    found: dict[tuple[str, int, str], list[Row]] = defaultdict(list)
    for row in t["changes"]:
        found[row["kind"], row["record_id"], row["field"]].append(row)
    return found


def _value(record: Row, field: str) -> Any:
    return record[f"{field}_id"] if f"{field}_id" in record else record[field]


def _spellings(value: Any) -> set[str]:
    """How the history writes a value; a truth is 0 or 1 in the tables and a word there."""
    if value is None:
        return {""}
    return {str(value), str(bool(value))} if value in (0, 1) else {str(value)}


RULES: tuple[Rule, ...] = (history_leads_to_what_stands, states_are_reached_by_history, rows_are_changed_by_their_act)
