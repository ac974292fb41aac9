"""What a bug would leave between redemptions, points and stock."""

from tests.simulation.checker import gifts
from tests.simulation.damages.kind import Damage, copy, damage

_RETURNED = "(SELECT MAX(id) FROM points_entries WHERE kind = 'returned' AND number LIKE 'DH-%')"
_MOVE = "number gift_id kind quantity redemption_id reverses_id note act_id"
DAMAGES: tuple[Damage, ...] = (
    damage(
        gifts.stock_is_never_negative,
        "more is handed out than came in",
        "UPDATE stock_moves SET quantity = 1 WHERE kind IN ('receive', 'return', 'count') AND gift_id = (SELECT gift_id"
        " FROM stock_moves WHERE kind = 'hand_out' GROUP BY gift_id ORDER BY SUM(quantity) LIMIT 1)",
    ),
    damage(
        gifts.gifts_leave_with_their_redemption,
        "a gift is signed for and stays in the books",
        "DELETE FROM stock_moves WHERE id = (SELECT MAX(id) FROM stock_moves WHERE kind = 'hand_out' AND id NOT IN"
        " (SELECT reverses_id FROM stock_moves WHERE reverses_id > 0))",
    ),
    damage(
        gifts.gifts_leave_with_their_redemption,
        "a gift leaves the stock twice",
        copy("stock_moves", "kind = 'hand_out'", _MOVE),
    ),
    damage(
        gifts.gifts_leave_with_their_redemption,
        "more comes back than went out",
        "UPDATE stock_moves SET quantity = quantity + 1 WHERE id = (SELECT MAX(id) FROM stock_moves WHERE reverses_id > 0)",
    ),
    damage(
        gifts.stock_comes_back_whole_or_not,
        "a gift comes back twice",
        copy("stock_moves", "reverses_id > 0", _MOVE),
    ),
    damage(
        gifts.promised_gifts_are_there,
        "the last gift is promised twice",
        "DELETE FROM stock_moves WHERE kind = 'count'",
        "UPDATE redemption_lines SET quantity = 90000 WHERE id = (SELECT MAX(l.id) FROM redemption_lines l"
        " JOIN redemptions r ON r.id = l.redemption_id WHERE r.state IN ('applied', 'to_prepare', 'ready'))",
    ),
    damage(
        gifts.a_redemption_takes_its_points,
        "a gift costs another price than its line",
        "UPDATE redemption_lines SET unit_points = unit_points + 1 WHERE id = 1",
    ),
    damage(
        gifts.a_redemption_takes_its_points,
        "a cancelled redemption keeps the points",
        f"DELETE FROM points_allocations WHERE entry_id = {_RETURNED}",
        f"DELETE FROM points_lots WHERE entry_id = {_RETURNED}",
        f"DELETE FROM points_entries WHERE id = {_RETURNED}",
    ),
    damage(
        gifts.a_redemption_takes_its_points,
        "a gift is handed out and nothing deducted",
        "UPDATE redemptions SET entry_id = NULL WHERE id = (SELECT MAX(id) FROM redemptions WHERE state = 'received')",
    ),
    damage(
        gifts.redemptions_go_their_way,
        "a redemption stands where no step led",
        "UPDATE redemptions SET state = 'ready' WHERE id = (SELECT MAX(id) FROM redemptions WHERE state = 'received')",
    ),
    damage(
        gifts.redemptions_go_their_way,
        "a step is left out",
        "DELETE FROM redemption_steps WHERE id = (SELECT MAX(id) FROM redemption_steps WHERE state = 'to_prepare'"
        " AND redemption_id IN (SELECT redemption_id FROM redemption_steps WHERE state = 'ready'))",
    ),
    damage(
        gifts.what_is_undone_was_signed_that_day,
        "a gift is taken back a week later",
        "UPDATE acts SET at = '2020-01-01 09:00:00' WHERE id = (SELECT MAX(s.act_id) FROM redemption_steps s"
        " JOIN redemption_steps c ON c.redemption_id = s.redemption_id AND c.id > s.id"
        " WHERE s.state = 'received' AND c.state = 'cancelled')",
    ),
    damage(
        gifts.nobody_approves_his_own_large_one,
        "somebody approves what he applied for",
        "UPDATE redemptions SET approved_by_id = applied_by_id, cost = 99999 WHERE id = (SELECT MAX(id) FROM redemptions"
        " WHERE approved_by_id > 0)",
    ),
)
