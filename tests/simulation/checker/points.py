"""What must hold for the ledger of points, read from its rows alone."""

from collections import defaultdict
from collections.abc import Iterator

from tests.simulation.checker.tables import Row, Rule, Tables, gathered

INCOMING = ("earned", "awarded", "opening", "returned")
MAY_OWE = ("reversed", "used")
OPPOSITE = {"reversed": ("earned", "awarded", "manual"), "returned": ("redeemed", "used", "manual")}


def every_entry_is_placed(t: Tables) -> Iterator[str]:
    """What came in lies in its lot or went back to others; what went out was taken from lots, and only the rest of that is owed."""
    lots = {lot["entry_id"]: lot for lot in t["points_lots"]}
    for entry in t["points_entries"]:
        points, taken = entry["redeemable"], t.taken_by_entry.get(entry["id"], 0)
        lot = lots[entry["id"]]["points"] if entry["id"] in lots else 0
        if points > 0 and lot - taken != points:
            yield f"entry {entry['id']} brought {points}: {lot} in its lot, {-taken} went back to others"
        if points <= 0 and (lot or not 0 <= taken <= -points):
            yield f"entry {entry['id']} took {-points}: {taken} from lots, {lot} in a lot of its own"


def balance_is_entries_is_rests_less_debt(t: Tables) -> Iterator[str]:
    """For every account: Σ entries = Σ rests of its lots − its debt."""
    total: dict[int, int] = defaultdict(int)
    debt: dict[int, int] = defaultdict(int)
    for entry in t["points_entries"]:
        account = t.root[entry["customer_id"]]
        total[account] += entry["redeemable"]
        if entry["redeemable"] < 0:
            debt[account] += -entry["redeemable"] - t.taken_by_entry.get(entry["id"], 0)
    rests: dict[int, int] = defaultdict(int)
    for lot in t["points_lots"]:
        rests[t.root[lot["customer_id"]]] += lot["points"] - t.taken_from_lot.get(lot["id"], 0)
    for account in total.keys() | rests.keys():
        if total[account] != rests[account] - debt[account]:
            yield f"account {account}: entries {total[account]}, rests {rests[account]}, debt {debt[account]}"


def no_lot_is_over_allocated(t: Tables) -> Iterator[str]:
    for lot in t["points_lots"]:
        taken = t.taken_from_lot.get(lot["id"], 0)
        if not 0 <= taken <= lot["points"]:
            yield f"lot {lot['id']} holds {lot['points']}, {taken} were taken"


def allocations_stay_in_the_account(t: Tables) -> Iterator[str]:
    """No entry takes from the lot of another account; what it took while both were merged went back when they were parted."""
    lots, entries = t.by_id("points_lots"), t.by_id("points_entries")
    taken: dict[tuple[int, int], int] = defaultdict(int)
    for row in t["points_allocations"]:
        taken[row["lot_id"], row["entry_id"]] += row["points"]
        if row["customer_id"] != lots[row["lot_id"]]["customer_id"]:
            yield f"allocation {row['id']} lies with customer {row['customer_id']}, its lot does not"
    for (lot_id, entry_id), points in taken.items():
        owner, spender = lots[lot_id]["customer_id"], entries[entry_id]["customer_id"]
        if points and t.root[owner] != t.root[spender]:
            yield f"entry {entry_id} of customer {spender} takes {points} from lot {lot_id} of customer {owner}"
    for lot in lots.values():
        if lot["customer_id"] != entries[lot["entry_id"]]["customer_id"]:
            yield f"lot {lot['id']} lies with another customer than its entry"


def what_expired_had_ended(t: Tables) -> Iterator[str]:
    """An expiry takes the rest of one lot, after its last day, whole."""
    lots, takes = t.by_id("points_lots"), t.by("points_allocations", "entry_id")
    for entry in t["points_entries"]:
        if entry["kind"] == "expired":
            mine = takes[entry["id"]]
            lot = lots[mine[0]["lot_id"]] if len(mine) == 1 else None
            if lot is None or mine[0]["points"] != -entry["redeemable"] or lot["ends_on"] >= t.day_of_act[entry["act_id"]]:
                yield f"expiry {entry['id']} of {-entry['redeemable']} points on {t.day_of_act[entry['act_id']]}: {lot}"


def no_ended_lot_is_spent(t: Tables) -> Iterator[str]:
    """Points past their last day leave only by expiry, by a reversal, or for a slip that had reserved them in time."""
    lots, entries = t.by_id("points_lots"), t.by_id("points_entries")
    held: dict[tuple[str, int], int] = defaultdict(int)
    reservations = t.by_id("points_reservations")
    for hold in t["points_holds"]:
        held[reservations[hold["reservation_id"]]["holder"], hold["lot_id"]] += hold["points"]
    for row in t["points_allocations"]:
        entry, lot = entries[row["entry_id"]], lots[row["lot_id"]]
        late = row["points"] > 0 and lot["ends_on"] < t.day_of_act[row["act_id"]]
        if late and entry["kind"] not in ("expired", "reversed") and row["points"] > held[entry["number"], lot["id"]]:
            yield f"entry {entry['id']} ({entry['kind']}) takes {row['points']} from lot {lot['id']}, which ended {lot['ends_on']}"


def nothing_ended_is_left(t: Tables) -> Iterator[str]:
    """What ended before the last run of expiry is booked, but for what is reserved."""
    runs = [run["day"] for run in t["points_expiry_runs"]]
    still = _open_holds(t)
    for lot in t["points_lots"]:
        free = lot["points"] - t.taken_from_lot.get(lot["id"], 0) - still[lot["id"]]
        if runs and lot["ends_on"] < max(runs) and free > 0:
            yield f"lot {lot['id']} ended {lot['ends_on']} and still holds {free}"


def debt_comes_from_a_reversal_or_a_bill(t: Tables) -> Iterator[str]:
    """Only a reversal may take what is not there, and a bill whose discount was given before one did."""
    for entry in t["points_entries"]:
        owed = -entry["redeemable"] - t.taken_by_entry.get(entry["id"], 0)
        if entry["redeemable"] < 0 and owed > 0 and entry["kind"] not in MAY_OWE:
            yield f"entry {entry['id']} ({entry['kind']}) owes {owed}"


def debt_is_paid_before_points_are_free(t: Tables) -> Iterator[str]:
    last = max((act["at"][:10] for act in t["acts"]), default="")
    still, free, debt = _open_holds(t), defaultdict[int, int](int), defaultdict[int, int](int)
    for lot in t["points_lots"]:
        if lot["ends_on"] >= last:
            rest = lot["points"] - t.taken_from_lot.get(lot["id"], 0)
            free[t.root[lot["customer_id"]]] += max(rest - still[lot["id"]], 0)
    for entry in t["points_entries"]:
        if entry["redeemable"] < 0:
            debt[t.root[entry["customer_id"]]] += -entry["redeemable"] - t.taken_by_entry.get(entry["id"], 0)
    for account, points in debt.items():
        if points > 0 and free[account] > 0:
            yield f"account {account} owes {points} and has {free[account]} free"


def told_balances_were_right(t: Tables) -> Iterator[str]:
    """What an entry told as spendable after it: the sum of the account so far, less what was reserved then."""
    reservations = gathered(t["points_reservations"], "customer_id")
    total: dict[int, int] = defaultdict(int)
    for entry in t["points_entries"]:
        customer = entry["customer_id"]
        total[customer] += entry["redeemable"]
        if customer in t.ever_merged or entry["kind"] == "expired":  # while several lots expire, the later ones still count
            continue
        reserved = sum(row["points"] for row in reservations[customer] if _open_after(row, entry["act_id"]))
        if entry["spendable_after"] != total[customer] - reserved:
            yield f"entry {entry['id']} told {entry['spendable_after']}; {total[customer]} less {reserved} reserved"


def undone_once(t: Tables) -> Iterator[str]:
    """Reversals name an entry of the right kind in the same account, never undo more than it was, and each part once."""
    entries, lines = t.by_id("points_entries"), t.by_id("handover_lines")
    undone = gathered([entry for entry in t["points_entries"] if entry["reverses_id"] is not None], "reverses_id")
    for first_id, later in undone.items():
        first = entries[first_id]
        if sum(row["undone"] for row in later) > abs(first["redeemable"]) or -sum(row["tier"] for row in later) > first["tier"]:
            yield f"entry {first_id} of {first['redeemable']} is undone by {[(row['id'], row['undone'], row['tier']) for row in later]}"
        for row in later:
            if first["kind"] not in OPPOSITE.get(row["kind"], ()) or t.root[row["customer_id"]] != t.root[first["customer_id"]]:
                yield f"entry {row['id']} ({row['kind']}) undoes {first_id} ({first['kind']})"
            if row["tier"] and row["tier_on"] != first["tier_on"]:
                yield f"entry {row['id']} takes tier of {row['tier_on']}, entry {first_id} gave it on {first['tier_on']}"
        parts = [row["part"] for row in later]
        if len(set(parts)) < len(parts) or (None in parts and len(parts) > 1 and first["kind"] in ("awarded", "manual")):
            yield f"entry {first_id} is undone twice for a part of {parts}"
        if any(part is not None and part not in lines for part in parts):
            yield f"entry {first_id} is undone for a line that is not there: {parts}"


def awards_are_given_once(t: Tables) -> Iterator[str]:
    """An award is not given to an account that has it for the occasion; two who had it may become one later."""
    undone = {entry["reverses_id"]: entry["act_id"] for entry in t["points_entries"] if entry["reverses_id"] is not None}
    given: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for entry in t["points_entries"]:
        if entry["kind"] != "awarded":
            continue
        account, now = t.account_at(entry["customer_id"], entry["act_id"]), entry["act_id"]
        for before in given[entry["award"], entry["occasion"]]:
            stands = undone.get(before["id"], now) >= now
            if stands and t.account_at(before["customer_id"], now) == account:
                yield f"account {account} has “{entry['award']}” for {entry['occasion']} by entries {before['id']} and {entry['id']}"
        given[entry["award"], entry["occasion"]].append(entry)


def reservations_belong_to_open_slips(t: Tables) -> Iterator[str]:
    """A reservation is open exactly while its slip waits, for what the slip says, and it names lots of the account for all of it."""
    waiting = {s["number"]: (s["points_used"], s["customer_id"]) for s in t["handovers"] if s["state"] == "pending" and s["points_used"]}
    waiting |= {r["number"]: (r["cost"], r["customer_id"]) for r in t["redemptions"] if r["state"] == "applied"}
    lots, holds = t.by_id("points_lots"), t.by("points_holds", "reservation_id")
    still_open: set[str] = set()
    for row in t["points_reservations"]:
        named = holds[row["id"]]
        if sum(hold["points"] for hold in named) != row["points"]:
            yield f"reservation {row['id']} for {row['holder']} of {row['points']} names {sum(hold['points'] for hold in named)}"
        if any(t.root[lots[hold["lot_id"]]["customer_id"]] != t.root[row["customer_id"]] for hold in named):
            yield f"reservation {row['id']} holds lots of another account"
        if row["closed_id"] is None:
            still_open.add(row["holder"])
            points, customer = waiting.get(row["holder"], (None, row["customer_id"]))
            if points != row["points"] or t.root[customer] != t.root[row["customer_id"]]:
                yield f"reservation {row['id']} of {row['points']} is open for {row['holder']}, which asks for {points}"
    for number in waiting.keys() - still_open:
        yield f"{number} waits for {waiting[number][0]} points and nothing is reserved"


def no_more_is_held_than_there_is(t: Tables) -> Iterator[str]:
    """Open reservations hold no more of a lot than its rest, unless a reversal took what was promised."""
    entries = t.by_id("points_entries")
    takers = gathered(t["points_allocations"], "lot_id")
    lots = t.by_id("points_lots")
    for lot_id, held in _open_holds(t).items():
        rest = lots[lot_id]["points"] - t.taken_from_lot.get(lot_id, 0)
        if held > rest and not any(entries[row["entry_id"]]["kind"] == "reversed" for row in takers[lot_id]):
            yield f"lot {lot_id} has {rest} left, {held} are held"


def tier_is_what_was_earned(t: Tables) -> Iterator[str]:
    """Earnings and awards count in full for the level, on their day; spending never does."""
    for entry in t["points_entries"]:
        if entry["kind"] in ("earned", "awarded") and (entry["tier"], entry["tier_on"]) != (
            entry["redeemable"],
            t.day_of_act[entry["act_id"]],
        ):
            yield f"entry {entry['id']} of {entry['redeemable']} counts {entry['tier']} on {entry['tier_on']}"
        if entry["kind"] in ("redeemed", "used", "expired", "voided", "returned") and entry["tier"]:
            yield f"entry {entry['id']} ({entry['kind']}) moves the level by {entry['tier']}"


def _open_after(row: Row, act_id: int) -> bool:
    return row["act_id"] < act_id and (row["closed_id"] is None or row["closed_id"] > act_id)


def _open_holds(t: Tables) -> dict[int, int]:
    """Lot -> what open reservations hold of it."""
    still_open = {row["id"] for row in t["points_reservations"] if row["closed_id"] is None}
    found: dict[int, int] = defaultdict(int)
    for hold in t["points_holds"]:
        if hold["reservation_id"] in still_open:
            found[hold["lot_id"]] += hold["points"]
    return found


RULES: tuple[Rule, ...] = (
    every_entry_is_placed,
    balance_is_entries_is_rests_less_debt,
    no_lot_is_over_allocated,
    allocations_stay_in_the_account,
    what_expired_had_ended,
    no_ended_lot_is_spent,
    nothing_ended_is_left,
    debt_comes_from_a_reversal_or_a_bill,
    debt_is_paid_before_points_are_free,
    told_balances_were_right,
    undone_once,
    awards_are_given_once,
    reservations_belong_to_open_slips,
    no_more_is_held_than_there_is,
    tier_is_what_was_earned,
)
