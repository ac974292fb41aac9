"""What can happen to a file: full disk, no permission, damage, another process at work. Words for the clerk, nothing half written."""

from pathlib import Path

import peewee as pw
import pytest

from deskapp.data import ActRecord, close_database, database, fetch_row, open_database
from deskapp.data.connection import SQLITE_MINIMUM, make_database, refuse_old_sqlite, refuse_unsafe_folder, sqlite_path, sqlite_version
from deskapp.data.location import file_url
from deskapp.data.upgrade import migrate
from deskapp.errors import StorageFault, UserError
from tests.conftest import MORNING
from tests.faults import desk
from tests.faults.workers import Worker

LONG = "很长的备注" * 2000


def fill_the_disk() -> None:
    """Leave the file two pages to grow."""
    row = database.execute_sql("PRAGMA page_count").fetchone()
    database.execute_sql(f"PRAGMA max_page_count = {row[0] + 2}")


def write_until_full(write) -> UserError:
    with pytest.raises(UserError) as refused:
        for n in range(1000):
            write(f"form-{n}")
    return refused.value


def test_a_full_disk_refuses_the_act_whole(sqlite_store):
    desk.book("before")
    fill_the_disk()
    refusal = write_until_full(lambda request: desk.book(request, reason=LONG))
    assert isinstance(refusal, StorageFault)
    assert "磁盘已满" in refusal.message
    assert desk.halves() == []
    database.execute_sql("PRAGMA max_page_count = 1000000")
    assert desk.book("after", reason=LONG)[1] is False
    assert database.execute_sql("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_full_disk_leaves_half_of_a_naive_act(sqlite_store):
    fill_the_disk()
    write_until_full(lambda request: desk.book_naively(request, reason=LONG))
    assert desk.halves()


def test_a_file_that_cannot_be_written_is_told_in_words(sqlite_store):
    close_database()
    open_database(sqlite_store, read_only=True)
    with pytest.raises(StorageFault, match="只读"):
        desk.book("form-0")
    assert fetch_row("SELECT count(*) FROM acts") == (0,)
    naive = pw.SqliteDatabase(f"file:{sqlite_path(sqlite_store)}?mode=ro", uri=True)
    with pytest.raises(pw.OperationalError, match="attempt to write a readonly database"):
        naive.execute_sql("UPDATE write_lock SET revision = 1")
    naive.close()


@pytest.mark.parametrize("offset", [0, 4096], ids=["header", "pages"])
def test_a_damaged_file_is_told_in_words(sqlite_store, offset):
    for n in range(100):
        desk.book(f"form-{n}")
    close_database()
    path = sqlite_path(sqlite_store)
    content = bytearray(path.read_bytes())
    content[offset:] = b"\x5a" * (len(content) - offset)
    path.write_bytes(content)
    with pytest.raises(StorageFault, match=r"已损坏.*备份"):
        open_database(sqlite_store)
        desk.book("after")
    naive = pw.SqliteDatabase(str(path))
    with pytest.raises(pw.DatabaseError) as raw:
        naive.execute_sql("SELECT count(*) FROM acts").fetchone()
    assert not isinstance(raw.value, UserError)
    naive.close()


@pytest.mark.parametrize("way", ["fetchone", "fetchall", "fetchmany", "list"])
def test_damage_that_shows_only_while_rows_are_read_is_told_in_words(sqlite_store, way):
    for n in range(300):
        desk.book(f"form-{n}")
    close_database()
    path = sqlite_path(sqlite_store)
    content = bytearray(path.read_bytes())
    for row in (b"form-150book", b"form-290book"):  # the rows themselves, not their index
        page = content.find(row) // 4096 * 4096
        content[page : page + 4096] = b"\xff" * 4096
    path.write_bytes(content)
    open_database(sqlite_store)
    cursor = database.execute_sql("SELECT * FROM acts")
    with pytest.raises(StorageFault, match="已损坏"):
        if way == "fetchone":
            while cursor.fetchone():
                pass
        elif way == "fetchmany":
            while cursor.fetchmany(10):
                pass
        else:
            list(cursor) if way == "list" else cursor.fetchall()
    with pytest.raises(StorageFault, match="已损坏"):
        list(ActRecord.select())


def test_a_missing_folder_that_cannot_be_made_is_told_in_words(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(UserError, match="文件夹"):
        open_database(file_url(tmp_path / "file" / "store.db"))


def test_a_file_held_by_another_process_is_told_in_words_and_saved_on_the_next_try(sqlite_store, tmp_path):
    holder = Worker(sqlite_store, desk.write_and_hold, str(tmp_path / "enough"), telling=True)
    said = holder.heard()
    assert next(said) == "holding"
    database.execute_sql("PRAGMA busy_timeout = 50")
    with pytest.raises(StorageFault, match="另一台电脑正在保存"):
        desk.book("form-0")
    assert fetch_row("SELECT count(*) FROM acts") == (0,), "reading goes on"
    (tmp_path / "enough").touch()
    holder.end()
    database.execute_sql("PRAGMA busy_timeout = 10000")
    assert desk.book("form-0")[1] is False
    assert ActRecord.select().where(ActRecord.request_id == "form-0").count() == 1


def test_a_naive_transaction_fails_after_its_check_though_nobody_holds_the_lock(sqlite_store):
    """BEGIN without IMMEDIATE: another PC writes between check and write, and no waiting helps."""
    naive = pw.SqliteDatabase(str(sqlite_path(sqlite_store)), timeout=10)
    with naive.connection_context(), pytest.raises(pw.OperationalError, match="locked"), naive.transaction():
        naive.execute_sql("SELECT revision FROM write_lock").fetchone()
        desk.book("another PC")
        naive.execute_sql("UPDATE write_lock SET revision = revision + 1")


def test_foreign_keys_and_ledger_guards_are_on(sqlite_store):
    desk.book("form-0")
    with pytest.raises(pw.IntegrityError):
        database.execute_sql("INSERT INTO changes (act_id, kind, record_id, field, old, new, reason) VALUES (99, 'x', 1, '', '', '', '')")
    for statement in ("UPDATE serials SET seq = 9", "DELETE FROM serials", "INSERT OR REPLACE INTO serials SELECT * FROM serials"):
        with pytest.raises(pw.IntegrityError, match="append-only"):
            database.execute_sql(statement)
    naive = pw.SqliteDatabase(str(sqlite_path(sqlite_store)))  # without recursive_triggers a replace passes the DELETE trigger
    naive.execute_sql("INSERT OR REPLACE INTO serials SELECT id, number, kind, day, seq, 4711 FROM serials")
    naive.close()
    assert fetch_row("SELECT record_id FROM serials") == (4711,)


def test_an_old_sqlite_is_refused():
    assert sqlite_version() >= SQLITE_MINIMUM
    refuse_old_sqlite(SQLITE_MINIMUM)
    for old in ((3, 40, 1), (3, 45, 3), (3, 51, 2)):
        with pytest.raises(StorageFault, match="SQLite 版本太旧"):
            refuse_old_sqlite(old)


@pytest.mark.parametrize(
    "folder",
    [
        "/home/li/OneDrive/store.db",
        "/home/li/OneDrive - 某某汽车/文档/store.db",
        "/home/li/我的坚果云/store.db",
        "/home/li/Nutstore Files/store.db",
        "/home/li/Dropbox (Team)/x/store.db",
        "/home/li/BaiduSyncdisk/store.db",
        "/home/li/百度网盘同步空间/store.db",
        "/home/li/iCloudDrive/store.db",
        "/home/li/Google Drive/store.db",
        "//server/share/store.db",
    ],
)
def test_synced_and_network_folders_are_refused(folder):
    with pytest.raises(UserError, match="PostgreSQL"):
        refuse_unsafe_folder(Path(folder))


@pytest.mark.parametrize(
    "folder",
    ["/srv/onedrive_migration_notes/store.db", "/home/dropboxer/store.db", "/data/店务/客服 数据/store.db", "/home/li/onedrive.db"],
)
def test_folders_that_only_sound_alike_are_not_refused(folder):
    refuse_unsafe_folder(Path(folder))


def test_a_link_into_a_synced_folder_is_refused(tmp_path):
    (tmp_path / "OneDrive - 门店").mkdir()
    (tmp_path / "本机").symlink_to(tmp_path / "OneDrive - 门店")
    with pytest.raises(UserError, match="同步盘"):
        open_database(file_url(tmp_path / "本机" / "store.db"))


def test_a_path_of_chinese_characters_blanks_and_signs_works(tmp_path):
    path = tmp_path / "客服 数据#1？" / "100%䶮?a=b&c.db"
    url = file_url(path)
    assert sqlite_path(url) == path
    migrate(url, at=MORNING)
    open_database(url)
    assert desk.book("form-0")[1] is False
    close_database()
    database.initialize(None)
    assert path.exists()
    again = make_database(url, read_only=True)
    with again.connection_context():
        assert again.execute_sql("SELECT count(*) FROM acts").fetchone() == (1,)
