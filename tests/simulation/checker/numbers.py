"""What must hold for numbers and acts: every number once, none missing, each leading to its record; time never runs back."""

from collections import defaultdict
from collections.abc import Iterator

from tests.simulation.checker.tables import Rule, Tables

NUMBERED = {
    "HY": ("memberships", "number"),
    "JF": ("handovers", "number"),
    "DH": ("redemptions", "number"),
    "KC": ("stock_moves", "number"),
    "XH": ("member_events", "number"),
}
RECORD = {"XH": "membership_id"}
"""A renewal is looked at with its member: its number leads there."""


def numbers_have_no_gap(t: Tables) -> Iterator[str]:
    """Within a kind and a day 1, 2, 3 … in the order they were given, written as they are counted."""
    last: dict[tuple[str, str], int] = defaultdict(int)
    for row in t["serials"]:
        key = row["kind"], row["day"]
        last[key] += 1
        if row["seq"] != last[key] or row["number"] != f"{row['kind']}-{row['day'].replace('-', '')}-{row['seq']:03d}":
            yield f"{row['number']} is number {row['seq']} of its kind and day, {last[key]} was to come"


def numbers_lead_to_their_records(t: Tables) -> Iterator[str]:
    """The index of all numbers names the record that bears each, and holds every number a record bears."""
    by_number = {row["number"]: row for row in t["serials"]}
    if len(by_number) < len(t["serials"]):
        yield "a number is given twice"
    seen: set[str] = set()
    for kind, (table, column) in NUMBERED.items():
        for record in t[table]:
            number = record[column]
            if not number.startswith(f"{kind}-"):
                continue
            if number in seen:
                yield f"{number} stands on two records"
            seen.add(number)
            entry = by_number.get(number)
            if entry is None or entry["record_id"] != record[RECORD.get(kind, "id")]:
                yield f"{number} of {table} {record['id']} is indexed as {entry}"
            elif entry["day"] != t.day_of_act[record["act_id"]] and table != "handovers":
                yield f"{number} was given in an act of {t.day_of_act[record['act_id']]}"
    for number in by_number.keys() - seen:
        yield f"{number} is given and no record bears it"


def acts_follow_each_other(t: Tables) -> Iterator[str]:
    """Each request is one act; a later act is not earlier in time; the lock has counted every act, so none went past it."""
    requests: set[str] = set()
    before = ""
    for act in t["acts"]:
        if act["request_id"] in requests:
            yield f"request {act['request_id']} is booked twice"
        requests.add(act["request_id"])
        if act["at"] < before:
            yield f"act {act['id']} of {act['at']} follows one of {before}"
        before = act["at"]
    (lock,) = t["write_lock"]
    if lock["revision"] != len(t["acts"]) or lock["last_at"] != before:
        yield f"the lock counts {lock['revision']} writes, last at {lock['last_at']}; there are {len(t['acts'])} acts, last at {before}"


def acts_name_what_they_made(t: Tables) -> Iterator[str]:
    """An act that tells a number tells that of a record made or changed in it."""
    numbers = {row["number"] for row in t["serials"]}
    for act in t["acts"]:
        if act["number"][:3] in {f"{kind}-" for kind in NUMBERED} and act["number"] not in numbers:
            yield f"act {act['id']} ({act['use_case']}) tells {act['number']}, which was never given"


RULES: tuple[Rule, ...] = (numbers_have_no_gap, numbers_lead_to_their_records, acts_follow_each_other, acts_name_what_they_made)
