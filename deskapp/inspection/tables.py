"""How checks keep their number, their confirmation and their photos; what was found is kept by the checklists."""

import peewee as pw

from deskapp.attachments.tables import AttachmentRecord
from deskapp.checklists.tables import ItemRecord, RunRecord
from deskapp.data import ActRecord, Record


class InspectionRecord(Record):
    """A check of an inspection sheet with its number JC-…, and who of the other side confirmed it."""

    number = pw.TextField(unique=True)
    run = pw.ForeignKeyField(RunRecord, unique=True)
    run_id: int
    confirmed_by = pw.TextField(default="")
    confirmed = pw.ForeignKeyField(ActRecord, null=True, index=False)
    confirmed_id: int | None
    on_paper = pw.BooleanField(default=False)
    void_reason = pw.TextField(default="")
    act = pw.ForeignKeyField(ActRecord, index=False)

    class Meta:
        table_name = "inspections"
        constraints = [pw.Check("(confirmed_id IS NULL) = (confirmed_by = '')")]


InspectionRecord.add_index(InspectionRecord.id, where=InspectionRecord.confirmed.is_null(), name="inspections_to_confirm")


class PhotoRecord(Record):
    """A photo of an item as it was found."""

    inspection = pw.ForeignKeyField(InspectionRecord)
    inspection_id: int
    item = pw.ForeignKeyField(ItemRecord, index=False)
    item_id: int
    attachment = pw.ForeignKeyField(AttachmentRecord, index=False)
    attachment_id: int
    removed = pw.ForeignKeyField(ActRecord, null=True, index=False)
    removed_id: int | None
    act = pw.ForeignKeyField(ActRecord, index=False)

    class Meta:
        table_name = "inspection_photos"


TABLES: tuple[type[Record], ...] = (InspectionRecord, PhotoRecord)
APPEND_ONLY: tuple[type[Record], ...] = ()
