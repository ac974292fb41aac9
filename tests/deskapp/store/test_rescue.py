"""A store that cannot be opened becomes what its last backup holds, for a manager whom that backup knows."""

import pytest

from deskapp.data import Act, ChangeRecord, close_database, database, open_database
from deskapp.data.backup import back_up
from deskapp.data.connection import sqlite_path
from deskapp.errors import NotAllowed, StorageFault, UserError
from deskapp.staff.domain import Role
from deskapp.store.first_run import first_run
from deskapp.store.rescue import backups_of, confirm_rescue, rescue_store
from deskapp.store.service import store as named_store
from tests.conftest import MORNING
from tests.deskapp.people import give_pin, hire
from tests.deskapp.store.test_first_run import FORM

PIN = FORM["pin"]
NOON = MORNING.replace(hour=12)


@pytest.fixture
def lost(sqlite_store):
    """A founded store with a backup whose file is damaged now: its URL."""
    first_run(act=Act(None, MORNING, "前台1", "first"), **FORM)
    give_pin(hire("王芳", Role.FRONT_DESK, staff_no="108", outlet=FORM["outlet"]), PIN)
    back_up(sqlite_store, at=MORNING)
    close_database()
    path = sqlite_path(sqlite_store)
    path.write_bytes(b"SQLite format 3\0" + b"\x5a" * 40_000)
    for tail in ("-wal", "-shm"):
        path.with_name(path.name + tail).unlink(missing_ok=True)
    with pytest.raises(StorageFault, match="已损坏"):
        open_database(sqlite_store)
    return sqlite_store


def rescue(url, *, staff_no="101", pin=PIN, reason="硬盘坏道"):
    (backup,) = backups_of(url)
    return rescue_store(url, backup.path, staff_no=staff_no, pin=pin, reason=reason, at=NOON)


def test_the_manager_of_the_backup_brings_the_store_back_and_it_is_remembered(lost):
    staff_id = rescue(lost)
    open_database(lost)
    (backup,) = backups_of(lost)
    confirm_rescue(act=Act(staff_id, NOON, "前台1", "rescue"), path=backup.path, reason="硬盘坏道")
    assert named_store().name == FORM["store_name"]
    told = ChangeRecord.select().where(ChangeRecord.kind == "write_lock").get()
    assert told.reason == f"数据库打不开，恢复备份 {backup.path.name}：硬盘坏道"
    assert [path.name for path in sqlite_path(lost).parent.glob("store-damaged-*")] == ["store-damaged-20261123-120000.db"]


@pytest.mark.parametrize(
    ("how", "field"),
    [({"pin": "111222"}, "pin"), ({"staff_no": "108"}, "staff_no"), ({"staff_no": "999"}, "staff_no"), ({"reason": " "}, "reason_text")],
)
def test_nobody_else_does(lost, how, field):
    before = sqlite_path(lost).read_bytes()
    with pytest.raises(UserError) as refused:
        rescue(lost, **how)
    assert refused.value.field == field
    assert sqlite_path(lost).read_bytes() == before


def test_a_damaged_backup_is_refused_and_leaves_the_file_as_it_is(lost):
    (backup,) = backups_of(lost)
    content = bytearray(backup.path.read_bytes())
    content[8192:16384] = b"\x5a" * 8192
    backup.path.write_bytes(content)
    with pytest.raises(UserError):
        rescue(lost)
    with pytest.raises(StorageFault, match="已损坏"):
        open_database(lost)
    database.initialize(None)


def test_a_clerk_does_not_confirm_it(lost):
    rescue(lost)
    open_database(lost)
    (backup,) = backups_of(lost)
    clerk = hire("李敏", Role.CUSTOMER_SERVICE, staff_no="109", outlet=FORM["outlet"])
    with pytest.raises(NotAllowed):
        confirm_rescue(act=Act(clerk, NOON, "前台1", "rescue"), path=backup.path, reason="x")
