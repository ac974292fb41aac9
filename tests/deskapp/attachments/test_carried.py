"""Photos follow the store wherever it goes: into backups and back, to a server and back, onto a new PC."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from deskapp.attachments.service import picture
from deskapp.data import close_database, database, open_database
from deskapp.data.backup import back_up, restore_backup, verify_backup
from deskapp.data.connection import make_database, sqlite_path
from deskapp.data.contents import FolderShelf, carry, listed, missing, shelf_of
from deskapp.data.copying import copy_store
from deskapp.data.location import file_url
from tests.conftest import MORNING
from tests.deskapp.attachments.shelves import a_photo, kept
from tests.deskapp.attachments.test_service import folder_of

DIRECTIONS = [("sqlite", "postgresql"), ("postgresql", "sqlite"), ("sqlite", "sqlite"), ("postgresql", "postgresql")]


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "备份 文件夹"


@pytest.mark.parametrize(("source", "target"), DIRECTIONS)
def test_a_copied_store_has_its_photos(request, tmp_path, source, target):
    from_url = request.getfixturevalue("sqlite_url" if source == "sqlite" else "server_url")
    to_url = file_url(tmp_path / "新" / "copy.db") if target == "sqlite" else request.getfixturevalue("empty_server_url")
    open_database(from_url)
    photos = [a_photo(), a_photo("#1b7a4b")]
    ids = [kept(photo) for photo in photos]
    copy_store(from_url, to_url)
    close_database()
    open_database(to_url)
    assert [picture(attachment) for attachment in ids] == [photo.content for photo in photos]
    assert kept(a_photo("#8a5800")) not in ids
    close_database()
    database.initialize(None)


def test_a_backup_brings_each_photo_along_once(store, folder):
    kept(a_photo())
    assert back_up(store, folder, at=MORNING).missing_photos == 0
    first = {path: path.stat().st_mtime_ns for path in (folder / "attachments").iterdir()}
    assert len(first) == 2
    kept(a_photo("#1b7a4b"))
    saved = back_up(store, folder, at=MORNING + timedelta(days=1))
    second = {path: path.stat().st_mtime_ns for path in (folder / "attachments").iterdir()}
    assert len(second) == 4
    assert first.items() <= second.items()
    assert verify_backup(saved.path).missing_photos == 0


def test_the_second_folder_gets_the_photos_too(sqlite_store, folder, tmp_path):
    photo = a_photo()
    kept(photo)
    assert back_up(sqlite_store, folder, at=MORNING, second=tmp_path / "U盘").second_problem == ""
    assert (tmp_path / "U盘" / "attachments" / f"{photo.hash}.jpg").read_bytes() == photo.content


def test_a_restore_brings_back_lost_and_damaged_photos(sqlite_store, folder):
    photos = [a_photo(), a_photo("#1b7a4b")]
    ids = [kept(photo) for photo in photos]
    saved = back_up(sqlite_store, folder, at=MORNING)
    (folder_of(sqlite_store) / f"{photos[0].hash}.jpg").unlink()
    (folder_of(sqlite_store) / f"{photos[1].hash}.jpg").write_bytes(b"broken")
    restore_backup(saved.path, sqlite_store, at=MORNING + timedelta(hours=1), folder=folder)
    assert [picture(attachment) for attachment in ids] == [photo.content for photo in photos]


def test_a_store_moves_to_a_new_pc_with_its_photos(sqlite_store, folder, tmp_path):
    photo = a_photo()
    attachment = kept(photo)
    saved = back_up(sqlite_store, folder, at=MORNING)
    close_database()
    new_url = file_url(tmp_path / "新电脑" / "store.db")
    restore_backup(saved.path, new_url, at=MORNING, folder=folder)
    open_database(new_url)
    assert picture(attachment) == photo.content


def test_a_server_is_restored_with_its_photos(server_url, empty_server_url, folder):
    open_database(server_url)
    photo = a_photo()
    attachment = kept(photo)
    saved = back_up(server_url, folder, at=MORNING)
    close_database()
    restore_backup(saved.path, empty_server_url, at=MORNING, folder=folder)
    open_database(empty_server_url)
    assert picture(attachment) == photo.content
    close_database()
    database.initialize(None)


def test_a_lost_photo_is_counted_and_does_not_cost_the_backup(sqlite_store, folder, empty_server_url):
    lost, good = a_photo(), a_photo("#1b7a4b")
    attachment, other = kept(lost), kept(good)
    (folder_of(sqlite_store) / f"{lost.hash}.jpg").unlink()
    saved = back_up(sqlite_store, folder, at=MORNING)
    assert saved.missing_photos == verify_backup(saved.path).missing_photos == 1
    copy_store(sqlite_store, empty_server_url)
    close_database()
    open_database(empty_server_url)
    assert missing(database.obj) == 1
    assert picture(other) == good.content
    assert kept(lost) == attachment  # taken in again, it is whole
    assert picture(attachment) == lost.content
    close_database()
    database.initialize(None)


def test_a_copy_of_the_file_alone_has_no_photos(sqlite_store, tmp_path):
    """What the naive backup, the file under another name in another folder, loses."""
    kept(a_photo())
    naive = tmp_path / "naive" / "store.db"
    naive.parent.mkdir()
    naive.write_bytes(sqlite_path(sqlite_store).read_bytes())
    store = make_database(file_url(naive))
    with store.connection_context():
        names = listed(make_database(sqlite_store))
        assert names
        assert shelf_of(store).names() == set()
        carry(names, shelf_of(make_database(sqlite_store)), shelf_of(store))
        assert shelf_of(store).names() == names


def test_many_at_once_keep_the_same_photo_and_nobody_sees_half_of_one(tmp_path):
    """Sixteen threads write four pictures while others read them: a reader finds the whole one or none, and no leavings stay."""
    pictures = {photo.hash: photo.content for photo in map(a_photo, ("#111111", "#222222", "#333333", "#444444"))}
    shelf = FolderShelf(tmp_path / "attachments")

    def work(number):
        name = sorted(pictures)[number % 4]
        if number % 2:
            shelf.put(name, pictures[name])
        return shelf.get(name) in (None, pictures[name])

    with ThreadPoolExecutor(16) as threads:
        assert all(threads.map(work, range(400)))
        assert all(threads.map(lambda item: shelf.put(*item) is None, pictures.items()))
    assert shelf.names() == set(pictures)
    assert sorted(path.suffix for path in (tmp_path / "attachments").iterdir()) == [".jpg"] * 4
