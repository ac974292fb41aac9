"""Backups follow the store's policy, and a restore is remembered in the store it brought back."""

from collections.abc import Generator
from datetime import timedelta
from pathlib import Path

import pytest

from deskapp.data import changes, close_database, database, migrate, open_database
from deskapp.data.backup import Why
from deskapp.data.location import file_url
from deskapp.errors import NotAllowed, UserError
from deskapp.settings.store import look_for_changes, value
from deskapp.staff.domain import Role
from deskapp.store import domain
from deskapp.store.backups import back_up_daily, back_up_now, backup_state, check_backup, daily_backup_due, open_url, restore
from deskapp.store.service import change_setting
from tests.conftest import MORNING
from tests.deskapp.people import hire


@pytest.fixture
def manager(tmp_path: Path, act) -> Generator:
    """Acts of 客服经理 in a store made by the program's own steps, which a backup must show."""
    url = file_url(tmp_path / "数据" / "store.db")
    (tmp_path / "数据").mkdir()
    migrate(url, at=MORNING)
    open_database(url)
    staff_id = hire("陈静", Role.SERVICE_MANAGER)
    yield lambda **changed: act(staff_id=staff_id, **changed)
    close_database()
    database.initialize(None)


def test_a_backup_goes_into_both_folders_and_is_listed(manager, tmp_path):
    change_setting(act=manager(), setting=domain.BACKUP_FOLDER, text=str(tmp_path / "移动硬盘"))
    made = back_up_now(act=manager())
    state = backup_state()
    assert open_url() == file_url(tmp_path / "数据" / "store.db")
    assert state.database == str(tmp_path / "数据" / "store.db")
    assert not state.on_server
    assert [b.path for b in state.backups] == [made.path]
    assert (tmp_path / "移动硬盘" / made.path.name).is_file()
    assert check_backup(act=manager(), path=made.path).rows["staff"] == 1


def test_the_days_own_backup_is_made_once_after_its_time(manager):
    assert not daily_backup_due(at=MORNING)
    noon = {"at": MORNING.replace(hour=12, minute=30)}
    made = back_up_daily(act=manager(**noon))
    assert made is not None
    assert made.why is Why.DAILY
    assert back_up_daily(act=manager(**noon)) is None
    assert daily_backup_due(at=noon["at"] + timedelta(days=1))
    change_setting(act=manager(**noon), setting=domain.BACKUP_DAILY, text="否")
    assert not daily_backup_due(at=noon["at"] + timedelta(days=1))


def test_no_daily_backup_while_the_clock_is_in_doubt(manager):
    change_setting(act=manager(), setting=domain.PHONE, text="1")
    assert back_up_daily(act=manager(at=MORNING + timedelta(days=60, hours=5))) is None


def test_a_restore_brings_the_store_back_and_is_remembered_in_it(manager):
    change_setting(act=manager(), setting=domain.PHONE, text="旧号码")
    made = back_up_now(act=manager())
    later = {"at": MORNING + timedelta(days=100)}
    with pytest.raises(UserError, match="原因"):
        restore(act=manager(**later), path=made.path, reason=" ")
    safety = restore(act=manager(**later), path=made.path, reason="误删资料")
    assert safety is not None
    assert safety.why is Why.RESTORE
    look_for_changes()
    assert value(domain.PHONE) == "旧号码"
    change_setting(act=manager(**later), setting=domain.PHONE, text="新号码")
    assert f"恢复备份 {made.path.name}：误删资料" in [c.reason for c in changes(kind="write_lock", record_id=1)]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SERVICE_MANAGER])
def test_only_the_manager_backs_up_and_restores(manager, act, role):
    by = act(staff_id=hire("某人", role))
    for service in (
        lambda: back_up_now(act=by),
        lambda: check_backup(act=by, path=Path("x.db")),
        lambda: restore(act=by, path=Path("x.db"), reason="试"),
    ):
        with pytest.raises(NotAllowed, match="客服经理"):
            service()
