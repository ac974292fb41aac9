"""Backups that open again, and the way back while other windows stay open."""

import shutil
from datetime import timedelta
from pathlib import Path

import peewee as pw
import pytest

from deskapp.data import ActRecord, close_database, database, fetch_row, open_database, revisions
from deskapp.data.backup import KEPT, Why, back_up, backups, restore_backup, verify_backup
from deskapp.data.connection import make_database, sqlite_path
from deskapp.data.location import file_url
from deskapp.data.upgrade import known_steps
from deskapp.errors import StorageFault, UserError
from tests.conftest import MORNING
from tests.faults import desk
from tests.faults.workers import Worker


@pytest.fixture
def folder(tmp_path) -> Path:
    """A folder for backups, with a Chinese name and a blank in it."""
    return tmp_path / "备份 文件夹"


def test_a_backup_holds_every_row_and_opens_alone(store, folder):
    for n in range(3):
        desk.book(f"form-{n}")
    saved = back_up(store, folder, at=MORNING, why=Why.DAILY)
    assert saved.path.name == "deskapp-20261123-090000-daily.db"
    assert [path.name for path in folder.iterdir()] == [saved.path.name]
    held = verify_backup(saved.path)
    assert held.rows["acts"] == held.rows["serials"] == held.rows["changes"] == 3
    assert held.steps == tuple(known_steps())
    assert backups(folder) == [saved]
    assert saved.why.label == "每日"


def test_what_still_stands_in_the_wal_is_saved(sqlite_store, folder):
    """A copy of the file alone, the naive backup, lacks what has not been moved out of the WAL yet."""
    for n in range(5):
        desk.book(f"form-{n}")
    naive = folder.parent / "naive.db"
    shutil.copyfile(sqlite_path(sqlite_store), naive)
    saved = back_up(sqlite_store, folder, at=MORNING)
    assert verify_backup(saved.path).rows["acts"] == 5
    assert verify_backup(naive).rows["acts"] < 5


def test_only_the_newest_stay_and_foreign_files_are_left_alone(sqlite_store, folder):
    folder.mkdir()
    (folder / "会员名单.xlsx").write_bytes(b"not ours")
    for day in range(5):
        back_up(sqlite_store, folder, at=MORNING + timedelta(days=day), keep=3)
    assert [saved.at.day for saved in backups(folder)] == [27, 26, 25]
    assert (folder / "会员名单.xlsx").exists()
    assert KEPT == 30


def test_two_backups_of_the_same_second_are_two_files(sqlite_store, folder):
    assert len({back_up(sqlite_store, folder, at=MORNING).path for _ in range(3)}) == 3
    assert len(backups(folder)) == 3


def test_the_second_folder_gets_the_same_file(sqlite_store, folder, tmp_path):
    saved = back_up(sqlite_store, folder, at=MORNING, second=tmp_path / "U盘")
    assert saved.second_problem == ""
    assert verify_backup(tmp_path / "U盘" / saved.path.name) == verify_backup(saved.path)


def test_a_missing_second_folder_is_told_and_does_not_cost_the_backup(sqlite_store, folder, tmp_path):
    (tmp_path / "U盘").write_text("a file stands in the way", encoding="utf-8")
    saved = back_up(sqlite_store, folder, at=MORNING, second=tmp_path / "U盘")
    assert "备份文件夹不能写入" in saved.second_problem
    assert verify_backup(saved.path)


def test_a_cancelled_backup_leaves_no_file(store, folder):
    desk.book("form-0")

    def cancel(_done: int, _total: int, _text: str) -> None:
        raise UserError("已取消")

    with pytest.raises(UserError, match="已取消"):
        back_up(store, folder, at=MORNING, progress=cancel)
    assert list(folder.iterdir()) == []


def test_a_damaged_backup_is_refused(sqlite_store, folder):
    for n in range(200):
        desk.book(f"form-{n}")
    saved = back_up(sqlite_store, folder, at=MORNING)
    content = bytearray(saved.path.read_bytes())
    page = content.find(b"form-150") // 4096 * 4096
    content[page : page + 4096] = b"\xff" * 4096
    saved.path.write_bytes(content)
    with pytest.raises(StorageFault, match="损坏"):
        restore_backup(saved.path, sqlite_store, at=MORNING, folder=folder)
    assert ActRecord.select().count() == 200
    naive = pw.SqliteDatabase(str(saved.path))  # the naive check: it opens, so it is good
    assert naive.execute_sql("SELECT 1").fetchone() == (1,)
    naive.close()


@pytest.mark.parametrize(
    ("content", "words"), [(b"not a database, but long enough to be read as one " * 30, "损坏"), (b"", "不是本程序的备份")]
)
def test_what_is_no_backup_is_refused(tmp_path, content, words):
    path = tmp_path / "x.db"
    path.write_bytes(content)
    with pytest.raises(UserError, match=words):
        verify_backup(path)


def test_a_missing_backup_is_refused(tmp_path):
    with pytest.raises(UserError, match="找不到"):
        verify_backup(tmp_path / "x.db")


def test_a_backup_of_a_newer_program_is_refused(sqlite_store, folder):
    saved = back_up(sqlite_store, folder, at=MORNING)
    newer = make_database(file_url(saved.path))
    with newer.connection_context():
        newer.execute_sql("INSERT INTO schema_migration (name, applied) VALUES ('9999_later', '2030-01-01 00:00:00')")
    desk.book("after")
    with pytest.raises(UserError, match="请先升级本机程序"):
        restore_backup(saved.path, sqlite_store, at=MORNING, folder=folder)
    assert ActRecord.select().count() == 1


def test_restore_goes_into_the_open_file_while_another_window_goes_on(sqlite_store, folder, tmp_path):
    desk.book("kept")
    saved = back_up(sqlite_store, folder, at=MORNING)
    for n in range(20):
        desk.book(f"lost-{n}")
    other = Worker(sqlite_store, desk.read_after_restore, str(tmp_path / "restored"), telling=True)
    said = other.heard()
    assert next(said) == "open"
    before = revisions()
    safety = restore_backup(saved.path, sqlite_store, at=MORNING + timedelta(hours=1), folder=folder)
    (tmp_path / "restored").touch()
    assert next(said).value == (21, 1, "wal")
    assert {act.request_id for act in ActRecord.select()} == {"kept", "after-restore"}
    assert revisions()[0] > before[0]
    assert revisions()[1] > before[1]
    assert safety is not None
    assert safety.why is Why.RESTORE
    assert verify_backup(safety.path).rows["acts"] == 21
    assert database.execute_sql("PRAGMA integrity_check").fetchone() == ("ok",)


def test_replacing_the_file_loses_what_another_window_writes(sqlite_store, folder):
    """The naive restore: backup in the place of file and WAL. The open window writes into files that are gone, without an error."""
    desk.book("kept")
    saved = back_up(sqlite_store, folder, at=MORNING)
    shutil.copyfile(saved.path, folder / "new.db")
    (folder / "new.db").replace(sqlite_path(sqlite_store))
    for tail in ("-wal", "-shm"):
        Path(f"{sqlite_path(sqlite_store)}{tail}").unlink()
    desk.book("written after the restore")
    beside = make_database(sqlite_store)
    with beside.connection_context():
        (seen,) = beside.execute_sql("SELECT count(*) FROM acts WHERE request_id = 'written after the restore'").fetchone()
    assert seen == 0


def damaged(url: str, *, offset: int, length: int) -> None:
    close_database()
    content = bytearray(sqlite_path(url).read_bytes())
    content[offset : offset + length] = b"\x5a" * length
    sqlite_path(url).write_bytes(content)


@pytest.mark.parametrize(("offset", "length"), [(0, 100), (8192, 40_000)], ids=["header", "pages"])
def test_a_damaged_store_is_restored_and_its_bytes_are_kept(sqlite_store, folder, offset, length):
    for n in range(100):
        desk.book(f"form-{n}")
    saved = back_up(sqlite_store, folder, at=MORNING)
    damaged(sqlite_store, offset=offset, length=length)
    assert restore_backup(saved.path, sqlite_store, at=MORNING, folder=folder) is None
    open_database(sqlite_store)
    assert ActRecord.select().count() == 100
    assert database.execute_sql("PRAGMA integrity_check").fetchone() == ("ok",)
    assert database.execute_sql("PRAGMA journal_mode").fetchone() == ("wal",)
    kept = sqlite_path(sqlite_store).with_name("store-damaged-20261123-090000.db")
    assert kept.read_bytes()[offset : offset + length] == b"\x5a" * length


def test_a_server_is_restored_only_into_an_empty_database(server_url, empty_server_url, folder):
    open_database(server_url)
    desk.book("form-0")
    saved = back_up(server_url, folder, at=MORNING)
    with pytest.raises(UserError, match="目标数据库里已有数据"):
        restore_backup(saved.path, server_url, at=MORNING, folder=folder)
    close_database()
    assert restore_backup(saved.path, empty_server_url, at=MORNING, folder=folder) is None
    open_database(empty_server_url)
    assert desk.book("form-0") == ("JF-20261123-001", True)
    assert desk.book("form-1") == ("JF-20261123-002", False)
    close_database()
    database.initialize(None)


def test_a_file_store_moves_to_a_new_pc(sqlite_store, folder, tmp_path):
    desk.book("form-0")
    saved = back_up(sqlite_store, folder, at=MORNING)
    close_database()
    new_url = file_url(tmp_path / "新电脑" / "store.db")
    assert restore_backup(saved.path, new_url, at=MORNING, folder=folder) is None
    open_database(new_url)
    row = fetch_row("SELECT count(*) FROM acts")
    assert row == (1,)


GREAT = "长" * 4_000_000  # 12 MB, more than one step of the backup API


def test_others_write_while_a_backup_runs(sqlite_store, folder):
    """Each report of progress lets another window write: the backup is still one moment of the store. The naive one starts again."""
    desk.book("before", reason=GREAT)
    written = []

    def write_meanwhile(*_: object) -> None:
        if len(written) < 3:
            written.append(desk.book(f"meanwhile-{len(written)}"))

    saved = back_up(sqlite_store, folder, at=MORNING, progress=write_meanwhile)
    assert written
    assert verify_backup(saved.path).rows["acts"] == 1
    written.clear()
    source, naive = (pw.SqliteDatabase(str(path)) for path in (sqlite_path(sqlite_store), folder / "naive.db"))
    source.connection().backup(naive.connection(), pages=2048, progress=write_meanwhile)
    assert naive.execute_sql("SELECT count(*) FROM acts").fetchone()[0] > 1
    source.close()
    naive.close()


def test_a_restore_killed_half_way_leaves_the_store_as_it_was(sqlite_store, folder):
    desk.book("kept", reason=GREAT)
    saved = back_up(sqlite_store, folder, at=MORNING)
    desk.book("later")
    restoring = Worker("", desk.restore_and_wait, str(saved.path), sqlite_store, str(folder), telling=True)
    assert next(restoring.heard()) == "half way"
    restoring.kill()
    assert {act.request_id for act in ActRecord.select()} == {"kept", "later"}
    assert database.execute_sql("PRAGMA integrity_check").fetchone() == ("ok",)
    assert desk.book("afterwards")[1] is False


def test_a_store_held_by_another_window_is_not_restored_and_stays_as_it_was(sqlite_store, folder, tmp_path):
    saved = back_up(sqlite_store, folder, at=MORNING)
    desk.book("form-0")
    holder = Worker(sqlite_store, desk.write_and_hold, str(tmp_path / "enough"), telling=True)
    said = holder.heard()
    assert next(said) == "holding"
    with pytest.raises(StorageFault, match="另一个窗口正在保存"):
        restore_backup(saved.path, sqlite_store, at=MORNING, folder=folder, patience_s=0.1)
    (tmp_path / "enough").touch()
    holder.end()
    assert {act.request_id for act in ActRecord.select()} == {"form-0", "holder"}
    restore_backup(saved.path, sqlite_store, at=MORNING, folder=folder)
    assert ActRecord.select().count() == 0
