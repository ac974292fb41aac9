"""What must hold between redemptions, the points they took, and the stock."""

from collections import defaultdict
from collections.abc import Iterator

from tests.simulation.checker.tables import Rule, Tables

OPEN = ("applied", "to_prepare", "ready", "on_the_way")
STEPS = {
    None: ("applied", "to_prepare", "received"),
    "applied": ("to_prepare", "cancelled"),
    "to_prepare": ("ready", "cancelled"),
    "ready": ("received", "cancelled", "on_the_way"),
    "on_the_way": ("received", "ready"),
    "received": ("cancelled",),
    "cancelled": (),
}


def stock_is_never_negative(t: Tables) -> Iterator[str]:
    """The moves of a gift in their order never fall below zero."""
    on_hand: dict[int, int] = defaultdict(int)
    for move in t["stock_moves"]:
        on_hand[move["gift_id"]] += move["quantity"]
        if on_hand[move["gift_id"]] < 0:
            yield f"gift {move['gift_id']} stands at {on_hand[move['gift_id']]} after move {move['id']}"


def gifts_leave_with_their_redemption(t: Tables) -> Iterator[str]:
    """What was signed for left the stock exactly once; what was not signed for did not; what came back names the move it undoes."""
    moves = t.by_id("stock_moves")
    out: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for move in t["stock_moves"]:
        if move["kind"] == "hand_out":
            out[move["redemption_id"]][move["gift_id"]] -= move["quantity"]
        if move["reverses_id"] is not None:
            first = moves[move["reverses_id"]]
            same = all(first[name] == move[name] for name in ("gift_id", "redemption_id"))
            if not same or move["quantity"] != -first["quantity"] or first["kind"] != "hand_out":
                yield f"stock move {move['id']} brings back {move['quantity']} of move {first['id']} over {first['quantity']}"
    lines: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for line in t["redemption_lines"]:
        lines[line["redemption_id"]][line["gift_id"]] += line["quantity"]
    signed = {step["redemption_id"] for step in t["redemption_steps"] if step["state"] == "received"}
    for redemption in t["redemptions"]:
        expected = dict(lines[redemption["id"]]) if redemption["id"] in signed else {}
        if dict(out[redemption["id"]]) != expected:
            yield f"{redemption['number']} ({redemption['state']}): handed out {dict(out[redemption['id']])}, lines say {expected}"


def stock_comes_back_whole_or_not(t: Tables) -> Iterator[str]:
    """Only an undone redemption brings gifts back, all of them or none."""
    redemptions = t.by_id("redemptions")
    out, back = defaultdict[int, int](int), defaultdict[int, int](int)
    for move in t["stock_moves"]:
        if move["redemption_id"] is not None:
            (out if move["kind"] == "hand_out" else back)[move["redemption_id"]] += 1
    for redemption_id, count in back.items():
        redemption = redemptions[redemption_id]
        if redemption["state"] != "cancelled" or count != out[redemption_id]:
            yield f"{redemption['number']} ({redemption['state']}): {count} of {out[redemption_id]} came back"


def promised_gifts_are_there(t: Tables) -> Iterator[str]:
    """Open redemptions ask for no more than there is, unless a count found less."""
    on_hand, asked = defaultdict[int, int](int), defaultdict[int, int](int)
    counted = {move["gift_id"] for move in t["stock_moves"] if move["kind"] == "count" and move["quantity"] < 0}
    for move in t["stock_moves"]:
        on_hand[move["gift_id"]] += move["quantity"]
    waiting = {row["id"] for row in t["redemptions"] if row["state"] in OPEN}
    for line in t["redemption_lines"]:
        if line["redemption_id"] in waiting:
            asked[line["gift_id"]] += line["quantity"]
    for gift, quantity in asked.items():
        if quantity > on_hand[gift] and gift not in counted:
            yield f"gift {gift}: {quantity} promised, {on_hand[gift]} there"


def a_redemption_takes_its_points(t: Tables) -> Iterator[str]:
    """Its cost is that of its lines; approved it took them, once; cancelled it gave them back, once."""
    entries = t.by_id("points_entries")
    booked: dict[str, list[int]] = defaultdict(list)
    undone: dict[int, int] = defaultdict(int)
    for entry in t["points_entries"]:
        if entry["kind"] == "redeemed":
            booked[entry["number"]].append(entry["id"])
        if entry["reverses_id"] is not None:
            undone[entry["reverses_id"]] += entry["undone"]
    cost: dict[int, int] = defaultdict(int)
    for line in t["redemption_lines"]:
        cost[line["redemption_id"]] += line["quantity"] * line["unit_points"]
    for row in t["redemptions"]:
        where = f"{row['number']} ({row['state']})"
        if row["cost"] != cost[row["id"]]:
            yield f"{where}: cost {row['cost']}, lines say {cost[row['id']]}"
        taken = [row["entry_id"]] if row["entry_id"] is not None else []
        if booked[row["number"]] != taken:
            yield f"{where}: points were taken by entries {booked[row['number']]}, it names {taken}"
        elif taken:
            entry = entries[taken[0]]
            back = undone[entry["id"]]
            if -entry["redeemable"] != row["cost"] or back != (row["cost"] if row["state"] == "cancelled" else 0):
                yield f"{where}: cost {row['cost']}, took {-entry['redeemable']}, gave back {back}"
        elif row["state"] not in ("applied", "cancelled"):
            yield f"{where}: no points were taken"
    for number in booked.keys() - {row["number"] for row in t["redemptions"]}:
        yield f"points were redeemed for {number or 'nothing'}, which is no redemption"


def redemptions_go_their_way(t: Tables) -> Iterator[str]:
    """The steps kept are steps there are, each after the one before, and the last is where the redemption stands."""
    state: dict[int, str] = {}
    for step in t["redemption_steps"]:
        before = state.get(step["redemption_id"])
        if step["state"] not in STEPS[before]:
            yield f"redemption {step['redemption_id']}: from {before} to {step['state']}"
        state[step["redemption_id"]] = step["state"]
    for row in t["redemptions"]:
        if state.get(row["id"]) != row["state"]:
            yield f"{row['number']} stands at {row['state']}, its last step is {state.get(row['id'])}"


def what_is_undone_was_signed_that_day(t: Tables) -> Iterator[str]:
    signed: dict[int, str] = {}
    for step in t["redemption_steps"]:
        day = t.day_of_act[step["act_id"]]
        if step["state"] == "received":
            signed[step["redemption_id"]] = day
        elif step["state"] == "cancelled" and signed.get(step["redemption_id"], day) != day:
            yield f"redemption {step['redemption_id']} was signed {signed[step['redemption_id']]} and undone {day}"


def nobody_approves_his_own_large_one(t: Tables) -> Iterator[str]:
    """Above every limit the store ever had, the applicant is not the one who approves."""
    limits = [int(c["new"].replace(",", "").split()[0]) for c in t["changes"] if c["field"] == "gifts.approval_limit"]
    for row in t["redemptions"]:
        if row["approved_by_id"] is not None and row["approved_by_id"] == row["applied_by_id"] and row["cost"] > max([2_000, *limits]):
            yield f"{row['number']} of {row['cost']} points was approved by who applied for it"


RULES: tuple[Rule, ...] = (
    stock_is_never_negative,
    gifts_leave_with_their_redemption,
    stock_comes_back_whole_or_not,
    promised_gifts_are_there,
    a_redemption_takes_its_points,
    redemptions_go_their_way,
    what_is_undone_was_signed_that_day,
    nobody_approves_his_own_large_one,
)
