"""What a bug would leave in customers, consents and search."""

from tests.simulation.checker import customers
from tests.simulation.damages.kind import Damage, copy, damage

DAMAGES: tuple[Damage, ...] = (
    damage(
        customers.consents_point_to_the_wording_of_their_day,
        "consents are kept under a wording nobody read",
        "INSERT INTO notices (version, text, act_id) SELECT MAX(version) + 1, 'neu', 1 FROM notices",
    ),
    damage(
        customers.consents_point_to_the_wording_of_their_day,
        "a wording disappears from the count",
        "UPDATE notices SET version = version + 1",
    ),
    damage(
        customers.members_have_answered,
        "somebody joins without agreeing to the service",
        "UPDATE consents SET given = 0 WHERE purpose = 'service'",
    ),
    damage(
        customers.no_question_is_answered_twice_in_one_act,
        "one form holds two answers to a question",
        copy("consents", "purpose = 'marketing'", "customer_id purpose given channel notice_id act_id", given="1 - given"),
    ),
    damage(
        customers.everybody_is_found,
        "a guest is not found by his mobile",
        "DELETE FROM search_tokens WHERE source = 'mobile' AND customer_id = 3",
    ),
    damage(
        customers.everybody_is_found,
        "a guest is found by a car he has sold",
        "UPDATE vehicles SET ended_at = '2025-12-03 09:00:00', ended_why = '已卖出' WHERE id = (SELECT MIN(id) FROM vehicles"
        " WHERE ended_at IS NULL)",
    ),
    damage(
        customers.merges_point_to_who_stands,
        "a customer disappears into another without a merge",
        "UPDATE customers SET merged_into_id = 1 WHERE id = (SELECT MAX(id) FROM customers WHERE merged_into_id IS NULL)",
    ),
)
