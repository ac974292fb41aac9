"""What a bug would leave in numbers and acts."""

from tests.simulation.checker import numbers
from tests.simulation.damages.kind import Damage, damage

DAMAGES: tuple[Damage, ...] = (
    damage(
        numbers.numbers_have_no_gap,
        "a number is left out",
        "UPDATE serials SET seq = seq + 1, number = 'JF-20991231-001' WHERE id = (SELECT MAX(id) FROM serials WHERE kind = 'JF')",
    ),
    damage(
        numbers.numbers_lead_to_their_records,
        "a scanned number opens another record",
        "UPDATE serials SET record_id = record_id + 1 WHERE id = (SELECT MAX(id) FROM serials WHERE kind = 'DH')",
    ),
    damage(
        numbers.numbers_lead_to_their_records,
        "a number is not found at all",
        "DELETE FROM serials WHERE id = (SELECT MAX(id) FROM serials WHERE kind = 'JF')",
    ),
    damage(
        numbers.numbers_lead_to_their_records,
        "a number is given twice",
        "UPDATE handovers SET number = (SELECT MIN(number) FROM handovers) WHERE id = (SELECT MAX(id) FROM handovers)",
    ),
    damage(
        numbers.acts_follow_each_other,
        "a form is booked twice",
        "UPDATE acts SET request_id = 'the same' WHERE id IN (SELECT MAX(id) FROM acts UNION SELECT MIN(id) FROM acts)",
    ),
    damage(
        numbers.acts_follow_each_other,
        "an act is back-dated",
        "UPDATE acts SET at = '2025-12-01 08:00:00' WHERE id = (SELECT MAX(id) FROM acts)",
    ),
    damage(
        numbers.acts_follow_each_other,
        "somebody wrote past the lock",
        "INSERT INTO acts (request_id, use_case, args_hash, number, at, pc) SELECT 'past', 'x', '', '', at, '' FROM acts"
        " WHERE id = (SELECT MAX(id) FROM acts)",
    ),
    damage(
        numbers.acts_name_what_they_made,
        "a clerk is told a number that does not exist",
        "UPDATE acts SET number = 'JF-20300101-001' WHERE id = (SELECT MAX(id) FROM acts WHERE number LIKE 'JF-%')",
    ),
)
