"""What a bug would leave in memberships, cards and terms."""

from tests.simulation.checker import members
from tests.simulation.damages.kind import ALONE, Damage, damage

DAMAGES: tuple[Damage, ...] = (
    damage(
        members.one_open_membership_a_customer,
        "a customer is a member twice",
        "UPDATE memberships SET customer_id = (SELECT MIN(customer_id) FROM memberships WHERE state = 'active') WHERE state = 'active'",
    ),
    damage(
        members.memberships_stand_where_their_events_led,
        "a membership changes without an event",
        "UPDATE memberships SET state = 'lost' WHERE id = (SELECT MAX(id) FROM memberships WHERE state = 'active')",
    ),
    damage(
        members.memberships_stand_where_their_events_led,
        "a term is prolonged without a renewal",
        "UPDATE memberships SET valid_until = '2031-01-01' WHERE id = 1",
    ),
    damage(
        members.memberships_stand_where_their_events_led,
        "a renewal begins on another day than the old end",
        "UPDATE member_events SET term_from = '2025-01-01' WHERE id = (SELECT MAX(id) FROM member_events WHERE kind = 'renewed')",
    ),
    damage(
        members.cards_are_unique_and_one_is_in_use,
        "one card belongs to two members",
        "UPDATE cards SET number = '77770000' WHERE state = 'in_use'",
    ),
    damage(
        members.cards_are_unique_and_one_is_in_use,
        "a merge or a loss left a second usable card",
        "UPDATE cards SET state = 'in_use' WHERE id = (SELECT MAX(id) FROM cards WHERE state = 'blocked')",
    ),
    damage(
        members.spent_only_while_a_member_may,
        "somebody redeems after his term",
        "UPDATE member_events SET term_until = '2025-12-01' WHERE membership_id IN (SELECT m.id FROM memberships m JOIN points_entries e"
        f" ON e.customer_id = m.customer_id WHERE e.kind = 'redeemed' AND e.{ALONE})",
    ),
    damage(
        members.spent_only_while_a_member_may,
        "points are booked before the confirmation",
        "DELETE FROM member_events WHERE kind = 'confirmed'",
    ),
    damage(
        members.joining_is_rewarded_with_its_confirmation,
        "somebody is rewarded for joining who did not join",
        "UPDATE points_entries SET occasion = 'HY-20200101-001' WHERE id = (SELECT MAX(id) FROM points_entries WHERE award = 'join')",
    ),
    damage(
        members.a_level_is_raised_once,
        "a level is raised twice",
        "UPDATE member_events SET kind = 'level_raised', level = 'gold', level_until = '2026-11-30' WHERE id = 1",
        "UPDATE member_events SET kind = 'level_raised', level = 'silver', level_until = '2026-11-30', membership_id ="
        " (SELECT membership_id FROM member_events WHERE id = 1) WHERE id = 2",
    ),
)
