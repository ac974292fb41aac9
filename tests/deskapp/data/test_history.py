"""Change history: what a field was, what it became, who did it."""

import pytest

from deskapp.data import Record, changes, database, fetch_row, fetch_rows, record_changes, sql, update_record, writing
from deskapp.data.tables import SerialRecord
from deskapp.settings.tables import SettingRecord


def setting(tx) -> SettingRecord:
    return SettingRecord.create(key="k", value="1", act=tx.act_id)


def test_only_what_changed_is_written_with_who_and_when(store, act):
    with writing(act(pc="前台2"), "make") as tx:
        row = setting(tx)
    with writing(act(staff_id=7, minutes=5, pc="前台2"), "change") as tx:
        assert update_record(tx, row, reason="客人更正", value="2", key="k")
    (change,) = changes(kind="settings", record_id=row.id)
    assert (change.field, change.old, change.new, change.reason) == ("value", "1", "2", "客人更正")
    assert (change.staff_id, change.pc, change.at.minute) == (7, "前台2", 5)
    assert SettingRecord.get_by_id(row.id).value == "2"


def test_nothing_changed_writes_nothing(store, act):
    with writing(act(), "make") as tx:
        row = setting(tx)
        assert not update_record(tx, row, value="1", act=tx.act_id)
    assert changes(kind="settings", record_id=row.id) == []


def test_a_record_as_value_counts_by_its_id(store, act):
    with writing(act(), "make") as tx:
        row = setting(tx)
        assert not update_record(tx, row, act=row.act)


def test_empty_and_unknown_are_not_the_same(store, act):
    """None -> '' must reach the row, though the history shows both as nothing."""
    from deskapp.data import ActRecord

    with writing(act(staff_id=None), "make") as tx:
        row = ActRecord.get_by_id(tx.act_id)
        assert row.staff_id is None
        assert update_record(tx, row, staff_id=0)
        assert ActRecord.get_by_id(tx.act_id).staff_id == 0


def test_changes_come_newest_first_and_go_with_a_refused_act(store, act):
    with writing(act(), "a") as tx:
        record_changes(tx.act_id, "x", 1, {"f": ("", "1")})
        record_changes(tx.act_id, "x", 1, {"f": ("1", "2")})
    with pytest.raises(KeyError), writing(act(), "b") as tx:
        record_changes(tx.act_id, "x", 1, {"f": ("2", "3")})
        raise KeyError
    assert [change.new for change in changes(kind="x", record_id=1)] == ["2", "1"]


def test_constant_sql_runs_on_both_engines(store, act):
    with writing(act(), "a") as tx:
        record_changes(tx.act_id, "x", 1, {"折扣": ("", "100%"), "b": ("", "2")})
    assert fetch_row("SELECT new FROM changes WHERE kind = ? AND new LIKE '%\\%' ESCAPE '\\'", "x") == ("100%",)
    assert fetch_rows("SELECT new FROM changes WHERE record_id = ? ORDER BY id", 1) == [("100%",), ("2",)]
    assert fetch_row("SELECT 1 FROM changes WHERE kind = ?", "y") is None
    database.execute_sql(sql("UPDATE changes SET reason = ? WHERE new = ?"), ("r", "2"))
    assert fetch_rows("SELECT reason FROM changes ORDER BY id") == [("",), ("r",)]


def test_every_record_class_is_bound_to_the_open_database():
    assert issubclass(SerialRecord, Record)
    assert SerialRecord._meta.database is database
