"""Photos and scans, for every feature that shows or keeps some.

A window calls `intake.take_in_file(path)` (refused in words what is no picture; 0.1 s, so through `work`) and hands the `Photo` to a use
case. The use case keeps it before its transaction and names it inside:

    kept = keep(photo) if photo else None
    with writing(act, "write_handover", …, photo=photo.hash if photo else "") as tx:
        record.photo = attach(tx, kept) if kept else None

A table points to `attachments.tables.AttachmentRecord`. Lists ask `thumbnails(ids)` once, a viewer `picture(attachment_id)`: both return
JPEG bytes. Rights are those of the record the photo belongs to: the feature asks before it hands out bytes.
"""
