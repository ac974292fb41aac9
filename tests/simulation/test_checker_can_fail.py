"""The checker is worth something: each rule is broken in a copy of a store that was right, and found by its name."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from pysqlite3 import dbapi2 as sqlite

from tests.simulation.checker import RULES, findings
from tests.simulation.damages import DAMAGES, take_off_the_guards
from tests.simulation.stores import Lived, copied


@pytest.fixture(scope="module")
def guardless(on_file: Lived, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the store after its life, open to any damage."""
    path = copied(on_file.url, tmp_path_factory.mktemp("copy"))
    with closing(sqlite.connect(str(path), isolation_level=None)) as connection:
        take_off_the_guards(connection)
    return path


@pytest.fixture
def copy(guardless: Path) -> Iterator[Any]:
    """A connection to it; whatever is done is taken back."""
    with closing(sqlite.connect(str(guardless), isolation_level=None)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = 1")
        connection.execute("BEGIN")
        yield connection
        connection.execute("ROLLBACK")


def test_nothing_is_found_in_a_store_that_is_right(copy):
    assert findings(copy) == []


@pytest.mark.parametrize("harm", DAMAGES, ids=[f"{harm.rule.__name__}: {harm.what}" for harm in DAMAGES])
def test_each_damage_is_found_by_its_rule(copy, harm):
    done = [copy.execute(statement).rowcount for statement in harm.statements]
    assert done[-1] > 0, "nothing was damaged"
    assert harm.rule.__name__ in {finding.rule for finding in findings(copy)}


def test_every_rule_is_broken_once():
    assert {rule.__name__ for rule in RULES} == {harm.rule.__name__ for harm in DAMAGES}
