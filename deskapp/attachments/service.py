"""Keeping photos and files and giving them back. Naming one happens inside the transaction of the record it belongs to."""

from collections.abc import Iterable
from dataclasses import dataclass

from deskapp.attachments.domain import FileKind, GivenFile, Photo
from deskapp.data import Tx, database, fetch_row, fetch_rows, sql
from deskapp.data.contents import Kept, book, contents, erase
from deskapp.data.contents import keep as keep_bytes
from deskapp.errors import UserError


@dataclass(frozen=True, slots=True)
class KeptPhoto:
    """A photo whose bytes are in safety, ready to be named in a transaction."""

    content: Kept
    thumbnail: Kept
    width: int
    height: int


def keep(photo: Photo) -> KeptPhoto:
    """Bring a photo in safety; before `writing`, for it may write files. StorageFault when the disk cannot."""
    return KeptPhoto(keep_bytes(photo.content), keep_bytes(photo.thumbnail), photo.width, photo.height)


def attach(tx: Tx, kept: KeptPhoto) -> int:
    """Name a kept photo in the store and return the id of its attachment; the same picture again is the same id."""
    content_id, thumbnail_id = book(tx, kept.content), book(tx, kept.thumbnail)
    database.execute_sql(
        sql(
            "INSERT INTO attachments (content_id, thumbnail_id, width, height, act_id) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (content_id) DO NOTHING"
        ),
        (content_id, thumbnail_id, kept.width, kept.height, tx.act_id),
    )
    row = fetch_row("SELECT id FROM attachments WHERE content_id = ?", content_id)
    if row is None:
        raise RuntimeError("an attachment was written and is not there")
    return row[0]


def thumbnails(attachment_ids: Iterable[int]) -> dict[int, bytes]:
    """Small views of the named photos in two statements; one whose bytes are missing or damaged is left out."""
    wanted = tuple(dict.fromkeys(attachment_ids))
    if not wanted:
        return {}
    marks = ", ".join("?" * len(wanted))
    rows = fetch_rows(f"SELECT id, thumbnail_id FROM attachments WHERE id IN ({marks})", *wanted)
    found = contents(thumbnail_id for _, thumbnail_id in rows)
    return {attachment_id: found[thumbnail_id] for attachment_id, thumbnail_id in rows if thumbnail_id in found}


def picture(attachment_id: int) -> bytes:
    """The picture itself. Refuses one whose bytes are missing or damaged, with where they may still be."""
    row = fetch_row("SELECT content_id FROM attachments WHERE id = ?", attachment_id)
    if row is None:
        raise LookupError(f"no attachment {attachment_id}")
    found = contents([row[0]])
    if not found:
        raise UserError("这张照片的文件丢失或已损坏。备份文件夹里的 attachments 可能还有，恢复一次备份即可找回")
    return found[row[0]]


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A recording or PDF whose bytes are in safety, ready to be named in a transaction."""

    content: Kept
    kind: FileKind


def keep_file(file: GivenFile) -> KeptFile:
    """Bring a file in safety; before `writing`, for it may write to the disk. StorageFault when the disk cannot."""
    return KeptFile(keep_bytes(file.content), file.kind)


def attach_file(tx: Tx, kept: KeptFile) -> int:
    """Name a kept file in the store and return its id; the same bytes again are the same id."""
    content_id = book(tx, kept.content)
    database.execute_sql(
        sql("INSERT INTO attachment_files (content_id, kind, act_id) VALUES (?, ?, ?) ON CONFLICT (content_id) DO NOTHING"),
        (content_id, kept.kind.value, tx.act_id),
    )
    row = fetch_row("SELECT id FROM attachment_files WHERE content_id = ?", content_id)
    if row is None:
        raise RuntimeError("a file was written and is not there")
    return row[0]


def file_content(file_id: int) -> bytes:
    """The bytes as they came. Refuses what was erased, and what is missing or damaged, with where it may still be."""
    row = fetch_row("SELECT content_id, erased FROM attachment_files f JOIN contents c ON c.id = f.content_id WHERE f.id = ?", file_id)
    if row is None:
        raise LookupError(f"no file {file_id}")
    if row[1]:
        raise UserError("这个附件已按客户要求删除，打不开了")
    found = contents([row[0]])
    if not found:
        raise UserError("这个附件的文件丢失或已损坏。备份文件夹里的 attachments 可能还有，恢复一次备份即可找回")
    return found[row[0]]


def erase_files(tx: Tx, file_ids: Iterable[int]) -> None:
    """Take the bytes of files away because a person asked for it; after the transaction `deskapp.data.contents.sweep`."""
    wanted = tuple(dict.fromkeys(file_ids))
    if wanted:
        marks = ", ".join("?" * len(wanted))
        erase(tx, (row[0] for row in fetch_rows(f"SELECT content_id FROM attachment_files WHERE id IN ({marks})", *wanted)))
