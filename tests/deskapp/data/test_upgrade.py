"""Upgrades: all steps or none, once for all PCs, a backup first, nothing newer touched."""

from datetime import datetime

import pytest

from deskapp.data import ActRecord, close_database, database, migrate, open_database
from deskapp.data.backup import Why, backups
from deskapp.data.connection import make_database
from deskapp.data.upgrade import applied_steps, known_steps, pending_steps
from deskapp.errors import UserError
from tests.conftest import MORNING
from tests.faults import desk
from tests.faults.workers import run_together


def test_a_new_store_gets_every_step_and_no_backup(empty_url, tmp_path):
    assert migrate(empty_url, at=MORNING, backup_folder=tmp_path / "backups") == tuple(known_steps())
    assert migrate(empty_url, at=MORNING, backup_folder=tmp_path / "backups") == ()
    assert not (tmp_path / "backups").exists()


def test_a_store_with_entries_is_saved_before_its_upgrade(store, tmp_path, next_step):
    desk.book("before")
    steps = next_step('database.execute_sql("ALTER TABLE changes ADD COLUMN extra TEXT")')
    assert migrate(store, at=MORNING, backup_folder=tmp_path / "backups", steps=steps) == ("0999_next",)
    assert [(saved.why, saved.at) for saved in backups(tmp_path / "backups")] == [(Why.UPGRADE, MORNING)]
    assert "extra" in {column.name for column in database.get_columns("changes")}


def test_a_step_that_fails_leaves_the_store_as_it_was(store, tmp_path, next_step):
    desk.book("before")
    steps = next_step('database.execute_sql("ALTER TABLE changes ADD COLUMN extra TEXT"); raise KeyError("a bug in the step")')
    with pytest.raises(KeyError):
        migrate(store, at=MORNING, backup_folder=tmp_path / "backups", steps=steps)
    assert "extra" not in {column.name for column in database.get_columns("changes")}
    assert applied_steps(database.obj) == known_steps()
    assert desk.book("afterwards")[1] is False


def test_a_step_that_breaks_foreign_keys_is_undone(sqlite_store, tmp_path, next_step):
    desk.book("before")
    steps = next_step('database.execute_sql("DELETE FROM acts")')
    with pytest.raises(RuntimeError, match="point nowhere"):
        migrate(sqlite_store, at=MORNING, backup_folder=tmp_path / "backups", steps=steps)
    assert ActRecord.select().count() == 1


def test_a_newer_store_is_refused_in_words(store):
    database.execute_sql("INSERT INTO schema_migration (name, applied) VALUES ('9999_later', '2030-01-01 00:00:00')")
    with pytest.raises(UserError, match="请先升级本机程序"):
        migrate(store, at=MORNING)


def test_the_database_of_another_program_is_refused(empty_url):
    other = make_database(empty_url)
    with other.connection_context():
        other.execute_sql("CREATE TABLE songs (id INTEGER)")
    with pytest.raises(UserError, match="不是本程序建立的"):
        migrate(empty_url, at=MORNING)


def test_the_time_of_a_step_is_kept(empty_url):
    before = datetime.now().replace(microsecond=0)
    migrate(empty_url, at=MORNING)
    store = make_database(empty_url)
    with store.connection_context():
        applied = store.execute_sql("SELECT applied FROM schema_migration").fetchone()[0]
    assert datetime.fromisoformat(str(applied)) >= before


def test_pcs_that_start_at_once_upgrade_once(empty_url, tmp_path):
    outcomes = run_together("", 6, desk.upgrade, empty_url, str(tmp_path / "backups"))
    assert sorted(outcome.value for outcome in outcomes) == [()] * 5 + [tuple(known_steps())]
    open_database(empty_url)
    try:
        assert pending_steps(database.obj) == []
        assert desk.book("afterwards") == ("JF-20261123-001", False)
    finally:
        close_database()
        database.initialize(None)


def test_the_runner_without_the_lock_fails_on_some_pcs(empty_url):
    """The naive version: peewee's runner by itself on six PCs at once."""
    outcomes = run_together("", 6, desk.upgrade_naively, empty_url)
    assert [outcome for outcome in outcomes if outcome.value or outcome.refusal]
