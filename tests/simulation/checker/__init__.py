"""An independent look at a store: it reads the tables by plain SQL, knows no service, and says which rule the rows do not keep."""

from typing import Any

from tests.simulation.checker import bills, customers, gifts, history, members, numbers, points
from tests.simulation.checker.tables import Finding, Rule, Tables

RULES: tuple[Rule, ...] = (
    *points.RULES,
    *bills.RULES,
    *gifts.RULES,
    *members.RULES,
    *customers.RULES,
    *numbers.RULES,
    *history.RULES,
)


def findings(connection: Any) -> list[Finding]:
    """Everything that is wrong in the store behind a bare DB-API connection, rule by rule."""
    tables = Tables(connection)
    return [Finding(rule.__name__, what) for rule in RULES for what in rule(tables)]


__all__ = ["RULES", "Finding", "Rule", "Tables", "findings"]
