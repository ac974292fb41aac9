"""The recordings, documents and scanned papers of many slips at once."""

from collections.abc import Collection
from datetime import datetime

from deskapp.attachments.domain import FileKind
from deskapp.complaints.states import FileUse
from deskapp.complaints.things import SlipFile
from deskapp.data import fetch_rows

_FILES = """
SELECT s.complaint_id, s.id, s.kind, f.kind, s.name, c.size, a.at, c.erased
FROM complaint_files s
JOIN attachment_files f ON f.id = s.file_id
JOIN contents c ON c.id = f.content_id
JOIN acts a ON a.id = s.act_id
WHERE s.removed_id IS NULL AND s.complaint_id IN ({ids})
ORDER BY s.id
"""


def files_of(complaint_ids: Collection[int]) -> dict[int, tuple[SlipFile, ...]]:
    """The files of slips by slip, in the order they came; those taken out are left out."""
    found: dict[int, tuple[SlipFile, ...]] = {}
    if complaint_ids:
        # Ids of the store's own stand in the text: to bind thousands costs more than to read their rows.
        rows = fetch_rows(_FILES.format(ids=", ".join(map(str, complaint_ids))))
        for slip_id, key, use, kind, name, size, at, erased in rows:
            written = datetime.fromisoformat(at) if isinstance(at, str) else at  # SQLite keeps times as text
            one = SlipFile(key, FileUse(use), FileKind(kind), name, size, written, bool(erased))
            found[slip_id] = (*found.get(slip_id, ()), one)
    return found
