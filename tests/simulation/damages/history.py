"""What a bug would leave in the change history."""

from tests.simulation.checker import history
from tests.simulation.damages.kind import Damage, damage

DAMAGES: tuple[Damage, ...] = (
    damage(
        history.history_leads_to_what_stands,
        "a record is changed without a line of history",
        "UPDATE customers SET mobile = '13000000000' WHERE id = (SELECT MAX(record_id) FROM changes WHERE kind = 'customers'"
        " AND field = 'mobile')",
    ),
    damage(
        history.history_leads_to_what_stands,
        "a line of history is lost",
        "DELETE FROM changes WHERE id = (SELECT MAX(b.id) FROM changes a JOIN changes b JOIN changes c WHERE a.kind = 'handovers'"
        " AND a.field = 'state' AND b.kind = a.kind AND b.record_id = a.record_id AND b.field = a.field AND b.id > a.id"
        " AND c.kind = a.kind AND c.record_id = a.record_id AND c.field = a.field AND c.id > b.id)",
    ),
    damage(
        history.history_leads_to_what_stands,
        "a rule is changed without its history",
        "UPDATE changes SET old = 'nobody set this' WHERE id = (SELECT MAX(b.id) FROM changes a JOIN changes b ON b.kind = a.kind"
        " AND b.record_id = a.record_id AND b.id > a.id WHERE a.kind = 'settings')",
    ),
    damage(
        history.states_are_reached_by_history,
        "a slip is posted and nobody did it",
        "DELETE FROM changes WHERE kind = 'handovers' AND field = 'state'",
    ),
    damage(
        history.states_are_reached_by_history,
        "a redemption is cancelled without a reason",
        "UPDATE changes SET reason = ' ' WHERE kind = 'redemptions' AND new = 'cancelled'",
    ),
    damage(
        history.rows_are_changed_by_their_act,
        "a change is older than its record",
        "UPDATE changes SET act_id = 1 WHERE kind = 'handovers'",
    ),
)
