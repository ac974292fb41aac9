"""What a damage is, and two shapes of it."""

from dataclasses import dataclass

from tests.simulation.checker import Rule

ENTRY = "customer_id kind redeemable tier tier_on number note rate award occasion round reverses_id part undone spendable_after act_id"
ALONE = "customer_id NOT IN (SELECT survivor_id FROM merges UNION SELECT loser_id FROM merges)"


@dataclass(frozen=True)
class Damage:
    """`rule` must find what the statements did; `what` says it as a person would."""

    rule: Rule
    what: str
    statements: tuple[str, ...]


def damage(rule: Rule, what: str, *statements: str) -> Damage:
    return Damage(rule, what, statements)


def first(select: str) -> str:
    """The first id a SELECT finds."""
    return f"({select} LIMIT 1)"


def copy(table: str, where: str, columns: str, **changed: str) -> str:
    """Insert the first row that fits once more, with some values changed."""
    values = ", ".join(changed.get(column, column) for column in columns.split())
    names = columns.replace(" ", ", ")
    return f"INSERT INTO {table} ({names}) SELECT {values} FROM {table} WHERE {where} LIMIT 1"
