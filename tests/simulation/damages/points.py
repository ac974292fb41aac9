"""What a bug would leave in the ledger of points."""

from tests.simulation.checker import points
from tests.simulation.damages.kind import ALONE, ENTRY, Damage, copy, damage, first

_LAST_DAY = "(SELECT MAX(substr(at, 1, 10)) FROM acts)"
_LIVE_TAKE = (
    "SELECT a.id FROM points_allocations a JOIN points_lots l ON l.id = a.lot_id JOIN points_entries e ON e.id = a.entry_id"
    f" WHERE a.points > 0 AND e.kind IN ('redeemed', 'used') AND l.ends_on >= {_LAST_DAY} AND e.{ALONE}"
)
_DIRECT_TAKE = (
    "SELECT a.lot_id FROM points_allocations a JOIN points_entries e ON e.id = a.entry_id WHERE e.kind = 'redeemed' AND a.points > 0"
    " AND e.number NOT IN (SELECT holder FROM points_reservations)"
)
_TOLD = f"SELECT id FROM points_entries WHERE kind = 'earned' AND {ALONE}"

DAMAGES: tuple[Damage, ...] = (
    damage(points.every_entry_is_placed, "a lot holds more than was earned", "UPDATE points_lots SET points = points + 1 WHERE id = 1"),
    damage(
        points.every_entry_is_placed,
        "a spending takes more from lots than it is",
        f"UPDATE points_allocations SET points = points + 1 WHERE id = {first(_LIVE_TAKE)}",
    ),
    damage(
        points.balance_is_entries_is_rests_less_debt,
        "points come from nowhere",
        copy("points_entries", "kind = 'earned'", ENTRY, number="''"),
    ),
    damage(
        points.no_lot_is_over_allocated,
        "a used-up lot is spent again",
        f"UPDATE points_allocations SET points = 900000 WHERE id = {first(_LIVE_TAKE)}",
    ),
    damage(
        points.allocations_stay_in_the_account,
        "a lot moves to another customer",
        f"UPDATE points_lots SET customer_id = customer_id + 1 WHERE id = {first(_DIRECT_TAKE)}",
    ),
    damage(
        points.what_expired_had_ended,
        "points expire that are still good",
        "UPDATE points_lots SET ends_on = '2099-12-31' WHERE id IN (SELECT a.lot_id FROM points_allocations a"
        " JOIN points_entries e ON e.id = a.entry_id WHERE e.kind = 'expired')",
    ),
    damage(
        points.no_ended_lot_is_spent,
        "a gift is paid with points that had ended",
        f"UPDATE points_lots SET ends_on = '2025-11-30' WHERE id = {first(_DIRECT_TAKE)}",
    ),
    damage(
        points.nothing_ended_is_left,
        "the expiry did nothing",
        "UPDATE points_lots SET ends_on = '2025-12-01' WHERE id = (SELECT MAX(id) FROM points_lots WHERE id NOT IN"
        " (SELECT lot_id FROM points_allocations UNION SELECT lot_id FROM points_holds))",
    ),
    damage(
        points.debt_comes_from_a_reversal_or_a_bill,
        "a gift is handed out for points that were not there",
        "DELETE FROM points_allocations WHERE entry_id = (SELECT MAX(id) FROM points_entries WHERE kind = 'redeemed')",
    ),
    damage(
        points.debt_is_paid_before_points_are_free,
        "points are free while a debt stands",
        f"DELETE FROM points_allocations WHERE id = {first(_LIVE_TAKE)}",
    ),
    damage(
        points.told_balances_were_right,
        "a receipt told another balance",
        f"UPDATE points_entries SET spendable_after = spendable_after + 1 WHERE id = {first(_TOLD)}",
    ),
    damage(
        points.undone_once,
        "more is taken back than was earned",
        "UPDATE points_entries SET undone = undone + 5000 WHERE id = (SELECT MAX(id) FROM points_entries WHERE kind = 'reversed')",
    ),
    damage(
        points.undone_once,
        "a reversal is sent twice",
        copy("points_entries", "kind = 'reversed'", ENTRY),
    ),
    damage(
        points.undone_once,
        "spent points are returned twice",
        copy("points_entries", "kind = 'returned' AND part IS NULL", ENTRY),
    ),
    damage(
        points.awards_are_given_once,
        "joining is rewarded twice",
        copy(
            "points_entries",
            "award = 'join' AND id NOT IN (SELECT reverses_id FROM points_entries WHERE reverses_id > 0)",
            ENTRY,
            round="round + 1",
        ),
    ),
    damage(
        points.reservations_belong_to_open_slips,
        "a settled slip goes on holding points",
        "UPDATE points_reservations SET closed_id = NULL WHERE id = (SELECT MAX(id) FROM points_reservations WHERE closed_id > 0)",
    ),
    damage(
        points.reservations_belong_to_open_slips,
        "an application holds nothing",
        "UPDATE points_reservations SET closed_id = act_id WHERE id = (SELECT MAX(id) FROM points_reservations WHERE closed_id IS NULL)",
    ),
    damage(
        points.no_more_is_held_than_there_is,
        "one lot is promised to two slips",
        "UPDATE points_holds SET points = 800000 WHERE id = (SELECT MAX(h.id) FROM points_holds h JOIN points_reservations r"
        " ON r.id = h.reservation_id WHERE r.closed_id IS NULL AND h.lot_id NOT IN (SELECT a.lot_id FROM points_allocations a"
        " JOIN points_entries e ON e.id = a.entry_id WHERE e.kind = 'reversed'))",
    ),
    damage(
        points.tier_is_what_was_earned,
        "a level falls by spending",
        "UPDATE points_entries SET tier = redeemable WHERE id = (SELECT MAX(id) FROM points_entries WHERE kind = 'redeemed')",
    ),
    damage(
        points.tier_is_what_was_earned,
        "an earning counts for the level only in part",
        "UPDATE points_entries SET tier = tier - 1 WHERE id = (SELECT MAX(id) FROM points_entries WHERE kind = 'earned')",
    ),
)
