"""What is remembered: one look a snapshot, and never older than the snapshot it is asked in."""

from collections.abc import Generator
from contextlib import contextmanager

from deskapp.data import database, reading
from deskapp.data.connection import make_database
from deskapp.data.remembered import Remembered, rules_changed
from deskapp.data.transaction import writing

_CHANGE = "UPDATE write_lock SET settings_revision = settings_revision + 1 WHERE id = 1"


@contextmanager
def _asked() -> Generator[list[str]]:
    """The statements that run meanwhile."""
    heard: list[str] = []

    def hear(event):
        heard.append(event.sql)

    database.query_hooks.append(hear)
    try:
        yield heard
    finally:
        database.query_hooks.remove(hear)


def _on_another_pc(url: str) -> None:
    other = make_database(url)
    with other.connection_context():
        other.execute_sql(_CHANGE)


def test_a_snapshot_asks_once_however_often_it_is_read(store):
    loads = []
    remembered = Remembered(lambda: loads.append(1) or len(loads))
    assert remembered.value() == 1
    with _asked() as heard, reading():
        assert [remembered.value() for _ in range(50)] == [1] * 50
    assert len(heard) == 1
    with _asked() as heard:
        assert [remembered.value() for _ in range(3)] == [1] * 3
    assert len(heard) == 3, "outside of a snapshot each look asks"


def test_what_another_pc_changes_shows_after_the_snapshot_not_in_it(store):
    loads = []
    remembered = Remembered(lambda: loads.append(1) or len(loads))
    with reading():
        assert remembered.value() == 1
        _on_another_pc(store)
        assert remembered.value() == 1
    assert remembered.value() == 2
    with reading():
        assert remembered.value() == 2


def test_what_this_pc_changed_before_a_snapshot_shows_in_it(store, act):
    loads = []
    remembered = Remembered(lambda: loads.append(1) or len(loads))
    with reading():
        assert remembered.value() == 1
    with writing(act(), "change_rule"):
        rules_changed()
    with reading():
        assert remembered.value() == 2
        assert remembered.value() == 2
