"""The one way to write: lock, check, write, return."""

from datetime import datetime, timedelta

import pytest

from deskapp.data import (
    ActRecord,
    NumberKind,
    SerialRecord,
    changes,
    close_database,
    confirm_clock,
    database,
    find_number,
    last_entry_at,
    next_number,
    open_database,
    read_number,
    reading,
    register_number,
    rehearsing,
    revisions,
    trust_server_clock,
    writing,
)
from deskapp.errors import AlreadySaved, ClockInDoubt
from tests.conftest import MORNING


def test_each_write_bumps_the_revision_and_books_one_act(store, act):
    before, _ = revisions()
    with writing(act(), "take_note", text="a") as tx:
        with writing(tx.act, "inner", text="b") as inner:
            assert inner.act_id == tx.act_id
        tx.done(7)
    assert revisions()[0] == before + 1
    assert [(a.use_case, a.record_id) for a in ActRecord.select()] == [("take_note", 7)]


def test_the_same_form_sent_twice_is_one_act(store, act):
    form = act(request_id="form-1")
    with writing(form, "take_note", text="a") as tx:
        assert tx.replay is None
        tx.done(7)
    revision = revisions()
    with writing(form, "take_note", text="a") as tx:
        assert tx.replay == 7
    assert revisions() == revision


def test_the_same_form_with_an_edited_content_is_told_what_was_saved(store, act):
    form = act(request_id="form-1")
    with writing(form, "take_note", text="a") as tx:
        tx.done(7, "DH-20261123-001")
    with pytest.raises(AlreadySaved, match="已按 DH-20261123-001 保存，之后的修改未保存") as refused, writing(form, "take_note", text="b"):
        pass
    assert (refused.value.record_id, refused.value.number) == (7, "DH-20261123-001")


def test_a_refusal_leaves_nothing(store, act):
    before = revisions()
    with pytest.raises(KeyError), writing(act(), "take_note") as tx:
        number = next_number(tx, NumberKind.HANDOVER)
        register_number(number, 1)
        raise KeyError
    assert revisions() == before
    assert SerialRecord.select().count() == 0
    assert ActRecord.select().count() == 0


def test_writing_inside_a_snapshot_is_a_bug(store, act):
    with reading(), pytest.raises(RuntimeError), writing(act(), "take_note"):
        pass


def test_numbers_count_by_kind_and_day(store, act):
    given = []
    for kind, days in ((NumberKind.HANDOVER, 0), (NumberKind.HANDOVER, 0), (NumberKind.REDEMPTION, 0), (NumberKind.HANDOVER, 1)):
        with writing(act(at=datetime(2026, 11, 23, 9) + timedelta(days=days)), "x") as tx:
            number = next_number(tx, kind)
            register_number(number, len(given) + 1)
            given.append(number)
    assert given == ["JF-20261123-001", "JF-20261123-002", "DH-20261123-001", "JF-20261124-001"]
    found = find_number("ｊｆ20261123002")
    assert found is not None
    assert found.record_id == 2
    assert find_number("11202611230002") == found
    assert find_number("JF-20261123-009") is None


@pytest.mark.parametrize("text", ["JF-20261323-001", "AB-20261123-001", "JF-20261123-000", "13826012607", "", "张三"])
def test_what_is_no_number_is_not_read_as_one(text):
    assert read_number(text) is None


@pytest.mark.parametrize(("minutes", "settled"), [(0, 0), (-9, 0), (-10, 0), (-11, -11), (-60, -60), (5, 5), (45 * 24 * 60, 45 * 24 * 60)])
def test_a_clock_a_little_off_settles(store, act, minutes, settled):
    with writing(act(), "x"):
        pass
    with writing(act(minutes=minutes), "x") as tx:
        assert tx.act.at == datetime(2026, 11, 23, 9) + timedelta(minutes=settled)


@pytest.mark.parametrize("minutes", [-61, 45 * 24 * 60 + 1])
def test_a_clock_in_doubt_stops_writing_until_confirmed(store, act, minutes):
    with writing(act(), "x"):
        pass
    with pytest.raises(ClockInDoubt), writing(act(minutes=minutes), "x"):
        pass
    confirm_clock(act(minutes=minutes), "换了主板电池")
    with writing(act(minutes=minutes), "x") as tx:
        assert tx.act.at == datetime(2026, 11, 23, 9) + timedelta(minutes=minutes)


def test_a_form_sent_again_hours_later_is_told_what_was_saved(store, act):
    """A draft outlives a shift: the replay counts, not the clock of the second sending."""
    with writing(act(request_id="form-1"), "take_note", text="a") as tx:
        tx.done(7)
    with writing(act(minutes=300), "take_note", text="b"):
        pass
    with writing(act(request_id="form-1", minutes=10), "take_note", text="a") as tx:
        assert tx.replay == 7
    with pytest.raises(ClockInDoubt), writing(act(request_id="form-2", minutes=10), "take_note", text="a"):
        pass


def test_a_write_costs_four_statements_beside_begin_and_commit(store, act):
    statements = []
    database.obj.query_hooks.append(lambda event: statements.append(event.sql.split()[0]))
    with writing(act(), "take_note", text="a") as tx:
        tx.done(7)
    database.obj.query_hooks.clear()
    assert statements == ["SELECT", "INSERT", "UPDATE", "UPDATE"]


def test_a_pc_days_ahead_of_the_server_stops_until_confirmed(server_url, act):
    open_database(server_url)
    trust_server_clock(trusted=True)
    try:
        wrong = datetime.now() + timedelta(days=3)
        with pytest.raises(ClockInDoubt, match="比服务器快"), writing(act(at=wrong), "x"):
            pass
        confirm_clock(act(at=wrong), "服务器的时间不对")
        for minutes in (0, 60):
            with writing(act(at=wrong, minutes=minutes), "x") as tx:
                assert tx.act.at == (wrong + timedelta(minutes=minutes)).replace(microsecond=0)
        with pytest.raises(ClockInDoubt), writing(act(at=wrong, minutes=60 + 24 * 60 + 1), "x"):
            pass
    finally:
        trust_server_clock(trusted=False)
        close_database()
        database.initialize(None)


def test_a_confirmed_clock_is_kept_in_the_history(store, act):
    with writing(act(), "x"):
        pass
    confirm_clock(act(minutes=600 * 24 * 60), "换了主板电池")
    confirm_clock(act(minutes=600 * 24 * 60, request_id="again"), "再确认一次")
    confirm_clock(act(minutes=600 * 24 * 60, request_id="again"), "再确认一次")
    assert [change.reason for change in changes(kind="write_lock", record_id=1)] == ["再确认一次", "换了主板电池"]
    assert last_entry_at() == MORNING + timedelta(days=600)


def test_a_rehearsal_shows_what_would_be_written_and_leaves_nothing(store, act):
    with writing(act(), "take_note") as tx:
        register_number(next_number(tx, NumberKind.HANDOVER), 1)
    before = (revisions(), ActRecord.select().count(), SerialRecord.select().count(), last_entry_at())
    with rehearsing(act(minutes=3), "take_note") as tx:
        told = next_number(tx, NumberKind.HANDOVER)
        register_number(told, 2)
        with writing(tx.act, "inner"):
            assert SerialRecord.select().count() == 2
    assert told == "JF-20261123-002"
    assert (revisions(), ActRecord.select().count(), SerialRecord.select().count(), last_entry_at()) == before
    with writing(act(), "take_note") as tx:
        assert next_number(tx, NumberKind.HANDOVER) == told


def test_a_refusal_in_a_rehearsal_is_heard_and_a_rehearsal_inside_a_write_is_a_bug(store, act):
    with writing(act(), "first"):
        pass
    with pytest.raises(ClockInDoubt), rehearsing(act(at=MORNING.replace(year=2030)), "x"):
        pass
    with writing(act(), "outer") as tx, pytest.raises(RuntimeError, match="would take back"), rehearsing(tx.act, "inner"):
        pass
