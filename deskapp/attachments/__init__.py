"""Photos and scans, for every feature that shows or keeps some.

A form has a `ui.kit.fields_photo.PhotoField`, whose `taken()` is a new `Photo` (from `intake`, which refuses in words what is no picture)
and whose `kept_id()` is the one the record had. The use case keeps a new one before its transaction and names it inside:

    kept = keep(photo) if photo else None
    with writing(act, "write_handover", …, photo=photo.hash if photo else "") as tx:
        record.photo = attach(tx, kept) if kept else None

A recording or a PDF is a `GivenFile` from `files`, which knows it by its content; `keep_file` and `attach_file` do the same for it, the
table points to `FileRecord`, `file_content` gives the bytes back as they came.

A table points to `attachments.tables.AttachmentRecord`. Lists ask `thumbnails(ids)` once, a viewer `picture(attachment_id)`: both return
JPEG bytes. Rights are those of the record the photo belongs to: the feature asks before it hands out bytes.
"""
