"""What a bug would leave between slips and points."""

from tests.simulation.checker import bills
from tests.simulation.damages.kind import ENTRY, Damage, copy, damage, first

_SETTLED = "SELECT id FROM handovers WHERE state = 'posted' AND points > 0"
DAMAGES: tuple[Damage, ...] = (
    damage(bills.slips_add_up, "a slip's amount is not its lines'", "UPDATE handovers SET amount = amount + 100 WHERE id = 1"),
    damage(
        bills.a_slip_earns_by_its_rate,
        "a bill is posted and earns nothing",
        f"UPDATE handover_lines SET entry_id = NULL WHERE handover_id = {first(_SETTLED)}",
    ),
    damage(
        bills.a_slip_earns_by_its_rate,
        "a bill is posted twice after a network fault",
        copy("points_entries", "kind = 'earned' AND number LIKE 'JF-%'", ENTRY),
    ),
    damage(
        bills.a_slip_earns_by_its_rate,
        "a slip earns before it is posted",
        f"UPDATE handovers SET state = 'pending' WHERE id = {first(_SETTLED)}",
    ),
    damage(
        bills.a_discount_takes_its_points,
        "the discount is given and the points are never deducted",
        "DELETE FROM points_allocations WHERE entry_id = (SELECT MAX(id) FROM points_entries WHERE kind = 'used')",
        "DELETE FROM points_entries WHERE id = (SELECT MAX(id) FROM points_entries WHERE kind = 'used')",
    ),
    damage(
        bills.a_discount_takes_its_points,
        "points are deducted twice for one bill",
        copy("points_entries", "kind = 'used'", ENTRY),
    ),
    damage(
        bills.a_reversal_takes_back_the_difference,
        "points stay after the sale is returned",
        "UPDATE handover_lines SET reversed_id = act_id WHERE id = (SELECT MAX(entry.id) FROM handover_lines entry"
        " JOIN handovers h ON h.id = entry.handover_id AND h.revision = entry.revision"
        " WHERE h.state = 'posted' AND entry.reversed_id IS NULL AND entry.entry_id > 0 AND entry.earning >= 2 * entry.fen_per_point)",
    ),
    damage(
        bills.a_bill_is_written_once,
        "one bill stands on two slips",
        "UPDATE handovers SET bill_no = 'RO-TWICE' WHERE state = 'posted'",
    ),
)
