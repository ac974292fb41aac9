"""Photos kept and given back, on both engines: once each, never half, never instead of another."""

from pathlib import Path

import pytest

from deskapp.attachments.service import attach, keep, picture, thumbnails
from deskapp.attachments.tables import AttachmentRecord
from deskapp.data import Act, database, fetch_row, on_server, writing
from deskapp.data.connection import sqlite_path
from deskapp.data.tables import ContentRecord
from deskapp.errors import StorageFault, UserError
from tests.conftest import MORNING
from tests.deskapp.attachments.shelves import a_photo, kept


def folder_of(url: str) -> Path:
    return sqlite_path(url).parent / "attachments"


def test_a_photo_comes_back_as_it_went_in(store):
    photo = a_photo()
    attachment = kept(photo)
    assert picture(attachment) == photo.content
    assert thumbnails([attachment]) == {attachment: photo.thumbnail}
    record = AttachmentRecord.get_by_id(attachment)
    assert (record.width, record.height) == (400, 300)


def test_bytes_lie_in_files_on_sqlite_and_in_the_table_on_the_server(store):
    photo = a_photo()
    kept(photo)
    row = fetch_row("SELECT content, size FROM contents WHERE hash = ?", photo.hash)
    assert row is not None
    if on_server():
        assert bytes(row[0]) == photo.content
    else:
        assert row[0] is None
        assert (folder_of(store) / f"{photo.hash}.jpg").read_bytes() == photo.content
        assert len(list(folder_of(store).iterdir())) == 2
    assert row[1] == len(photo.content)


def test_the_same_picture_twice_is_kept_once(store):
    assert kept(a_photo()) == kept(a_photo()) != kept(a_photo("#1b7a4b"))
    assert ContentRecord.select().count() == 4
    assert AttachmentRecord.select().count() == 2


def test_many_small_views_cost_few_statements(store):
    ids = [kept(a_photo(f"#0000{n:02x}")) for n in range(1, 9)]
    seen = []
    database.obj.query_hooks.append(lambda sql, *_: seen.append(sql))
    try:
        assert thumbnails([*ids, ids[0], 4711]).keys() == set(ids)
    finally:
        database.obj.query_hooks.pop()
    assert len(seen) == 2
    assert thumbnails([]) == {}


def test_what_was_rolled_back_names_nothing_and_the_next_one_takes_its_bytes(store):
    photo = a_photo()
    waiting = keep(photo)
    with pytest.raises(UserError), writing(Act(None, MORNING, "前台1", "refused"), "keep_photo") as tx:
        attach(tx, waiting)
        raise UserError("库存不足")
    assert ContentRecord.select().count() == AttachmentRecord.select().count() == 0
    assert picture(kept(photo)) == photo.content


def test_a_lost_or_damaged_file_is_told_and_never_shown_as_another_picture(sqlite_store):
    photo = a_photo()
    attachment, other = kept(photo), kept(a_photo("#1b7a4b"))
    path = folder_of(sqlite_store) / f"{photo.hash}.jpg"
    path.write_bytes(photo.content[:-10])
    with pytest.raises(UserError, match="丢失或已损坏"):
        picture(attachment)
    path.unlink()
    with pytest.raises(UserError, match="恢复一次备份"):
        picture(attachment)
    small = folder_of(sqlite_store) / f"{ContentRecord.get_by_id(AttachmentRecord.get_by_id(attachment).thumbnail_id).hash}.jpg"
    small.unlink()
    assert thumbnails([attachment, other]).keys() == {other}
    assert kept(photo) == attachment  # the same photo again mends it
    assert picture(attachment) == photo.content


def test_a_disk_that_cannot_is_told_before_anything_is_written(sqlite_store):
    folder_of(sqlite_store).write_text("a file stands in the way", encoding="utf-8")
    with pytest.raises(StorageFault, match="照片没有存下"):
        kept(a_photo())
    assert ContentRecord.select().count() == 0
