"""How photos are kept: what they are here, their bytes in `deskapp.data.contents`."""

import peewee as pw

from deskapp.attachments.domain import FileKind
from deskapp.data import ActRecord, Record
from deskapp.data.tables import ContentRecord


class AttachmentRecord(Record):
    """One picture and its small view. The same picture twice is one row; features point to it."""

    content = pw.ForeignKeyField(ContentRecord, unique=True)
    content_id: int
    thumbnail = pw.ForeignKeyField(ContentRecord, index=False)
    thumbnail_id: int
    width = pw.IntegerField(constraints=[pw.Check("width > 0")])
    height = pw.IntegerField(constraints=[pw.Check("height > 0")])
    act = pw.ForeignKeyField(ActRecord, index=False)

    class Meta:
        table_name = "attachments"


class FileRecord(Record):
    """One recording or PDF. The same bytes twice are one row; what it was called stands with the feature that points to it."""

    content = pw.ForeignKeyField(ContentRecord, unique=True)
    content_id: int
    kind = pw.TextField(constraints=[pw.Check(f"kind IN ({', '.join(repr(kind.value) for kind in FileKind)})")])
    act = pw.ForeignKeyField(ActRecord, index=False)

    class Meta:
        table_name = "attachment_files"


TABLES: tuple[type[Record], ...] = (AttachmentRecord, FileRecord)
