"""What must hold between hand-over slips and the points they moved."""

from collections import defaultdict
from collections.abc import Iterator

from tests.simulation.checker.tables import Row, Rule, Tables, gathered

SETTLED = ("posted", "reversed")


def slips_add_up(t: Tables) -> Iterator[str]:
    """A slip's amount and points used are those of its lines; what earns is the amount, or the amount less the discount."""
    for slip, lines in _slips(t):
        amount, used, earning = (sum(line[name] for line in lines) for name in ("amount", "points_used", "earning"))
        if (amount, used) != (slip["amount"], slip["points_used"]) or slip["amount"] - earning not in (0, slip["discount"]):
            yield f"{slip['number']}: amount {slip['amount']}/{amount}, used {slip['points_used']}/{used}, earning {earning}"
        if (slip["discount"] > 0) != (slip["points_used"] > 0):
            yield f"{slip['number']}: {slip['points_used']} points used for a discount of {slip['discount']}"


def a_slip_earns_by_its_rate(t: Tables) -> Iterator[str]:
    """A settled slip has one entry a kind that earns, rounded down once under the frozen rate; one that is not settled has none."""
    entries = t.by_id("points_entries")
    booked = gathered([e for e in t["points_entries"] if e["kind"] == "earned" and e["number"].startswith("JF-")], "number")
    for slip, lines in _slips(t):
        expected: dict[int, int] = {}
        for kind_lines in gathered(lines, "kind").values():
            points = _points_of(kind_lines)
            ids = {line["entry_id"] for line in kind_lines}
            if slip["state"] in SETTLED and points:
                (entry_id,) = ids if len(ids) == 1 else (None,)
                entry = entries.get(entry_id or 0)
                if entry is None or entry["redeemable"] != points or t.root[entry["customer_id"]] != t.root[slip["customer_id"]]:
                    yield f"{slip['number']}: {kind_lines[0]['kind']} earns {points}, booked is {entry}"
                elif entry_id:
                    expected[entry_id] = points
            elif ids != {None}:
                yield f"{slip['number']} ({slip['state']}): {kind_lines[0]['kind']} earns {points} and has entries {ids}"
        if {entry["id"] for entry in booked[slip["number"]]} != expected.keys():
            yield f"{slip['number']} ({slip['state']}): entries {[e['id'] for e in booked[slip['number']]]}, lines name {list(expected)}"
        if slip["state"] in SETTLED and slip["points"] != sum(expected.values()):
            yield f"{slip['number']} promised {slip['points']} points and earned {sum(expected.values())}"


def a_discount_takes_its_points(t: Tables) -> Iterator[str]:
    """The points used on a settled bill were deducted, exactly once; those of a bill that is not settled were not."""
    entries = t.by_id("points_entries")
    booked = gathered([e for e in t["points_entries"] if e["kind"] == "used"], "number")
    for slip in t["handovers"]:
        spent = booked[slip["number"]]
        if slip["state"] in SETTLED and slip["points_used"]:
            entry = entries.get(slip["used_entry_id"] or 0)
            if len(spent) != 1 or entry is not spent[0] or -entry["redeemable"] != slip["points_used"]:
                yield f"{slip['number']} used {slip['points_used']} points, booked are {[-e['redeemable'] for e in spent]}"
        elif spent or slip["used_entry_id"] is not None:
            yield f"{slip['number']} ({slip['state']}) used {slip['points_used']} points and has entries {[e['id'] for e in spent]}"
    numbers = {slip["number"] for slip in t["handovers"]}
    for number in booked.keys() - numbers:
        yield f"points were used on {number or 'nothing'}, which is no slip"


def a_reversal_takes_back_the_difference(t: Tables) -> Iterator[str]:
    """What is undone of a bill is what its lines left no longer earn, and their share of the points used."""
    undone: dict[int, int] = defaultdict(int)
    for entry in t["points_entries"]:
        if entry["reverses_id"] is not None:
            undone[entry["reverses_id"]] += entry["undone"]
    for slip, lines in _slips(t):
        gone = [line for line in lines if line["reversed_id"] is not None]
        if (gone and slip["state"] not in SETTLED) or (slip["state"] == "reversed") != (len(gone) == len(lines)):
            yield f"{slip['number']} ({slip['state']}): {len(gone)} of {len(lines)} lines are reversed"
        for kind_lines in gathered(lines, "kind").values():
            left = _points_of([line for line in kind_lines if line["reversed_id"] is None])
            entry_id = kind_lines[0]["entry_id"]
            if entry_id is not None and undone[entry_id] != _points_of(kind_lines) - left:
                yield f"{slip['number']}: {left} of {_points_of(kind_lines)} points are left, {undone[entry_id]} were undone"
        if slip["used_entry_id"] is not None:
            amount = sum(line["amount"] for line in gone)
            back = slip["points_used"] if amount == slip["amount"] else slip["points_used"] * amount // slip["amount"]
            if undone[slip["used_entry_id"]] != back:
                yield f"{slip['number']}: {undone[slip['used_entry_id']]} of {slip['points_used']} used points came back, not {back}"


def a_bill_is_written_once(t: Tables) -> Iterator[str]:
    """One live slip for a bill of an outlet."""
    seen: dict[tuple[int, str], str] = {}
    for slip in t["handovers"]:
        if slip["state"] not in ("voided", "reversed"):
            key = (slip["outlet_id"], slip["bill_no"])
            if key in seen:
                yield f"bill {slip['bill_no']} stands on {seen[key]} and {slip['number']}"
            seen[key] = slip["number"]


def _slips(t: Tables) -> Iterator[tuple[Row, list[Row]]]:
    """Each slip with its lines as last handed in."""
    lines = gathered(t["handover_lines"], "handover_id")
    for slip in t["handovers"]:
        yield slip, [line for line in lines[slip["id"]] if line["revision"] == slip["revision"]]


def _points_of(lines: list[Row]) -> int:
    if not lines or not lines[0]["fen_per_point"]:
        return 0
    return sum(line["earning"] for line in lines) // lines[0]["fen_per_point"]


RULES: tuple[Rule, ...] = (
    slips_add_up,
    a_slip_earns_by_its_rate,
    a_discount_takes_its_points,
    a_reversal_takes_back_the_difference,
    a_bill_is_written_once,
)
