"""Which statements SQLite would answer by walking through a whole table: what is quick in a small store and slow after years."""

import re
from collections.abc import Iterable, Iterator

from tests.benchmarks.bare import Line, Script

MANY = 500  # rows of a table that grows
_WORDS = "WHERE|JOIN|ON|LEFT|INNER|CROSS|ORDER|UNION|GROUP|LIMIT"
_NAMED = re.compile(rf'(?:FROM|JOIN)\s+"?(\w+)"?(?:\s+(?:AS\s+)?"?(?!(?:{_WORDS})\b)(\w+)"?)?', re.IGNORECASE)
_FOUND_AT_ONCE = ("(0 = 1)", "use_case")  # an empty list; the first act of all founded the store


def walks(line: Line, scripts: Iterable[Script]) -> Iterator[str]:
    """Each statement that reads a growing table from end to end, once. Partial indexes hold only what is open and may be walked."""
    growing = _growing(line)
    asked = {statement: params for script in scripts for statement, params in script if _reads(statement)}
    for statement, params in asked.items():
        tables = {alias or table: table for table, alias in _NAMED.findall(statement)}
        steps = [step for *_, step in line.rows(f"EXPLAIN QUERY PLAN {statement}", params)]
        walked = {found[1] for step in steps if (found := re.fullmatch(r"SCAN (\w+)", step))}
        if any(tables.get(name, name) in growing for name in walked):
            yield statement


def _reads(statement: str) -> bool:
    return statement.lstrip().startswith(("SELECT", "WITH", "UPDATE")) and not any(words in statement for words in _FOUND_AT_ONCE)


def _growing(line: Line) -> set[str]:
    tables = [name for (name,) in line.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return {name for name in tables if line.rows(f'SELECT COUNT(*) FROM "{name}"')[0][0] >= MANY}
