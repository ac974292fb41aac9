"""Recordings, documents and scanned papers of a slip: added, taken out, opened (complaints.md §3, 附件)."""

from collections.abc import Sequence
from dataclasses import dataclass

from deskapp.attachments.domain import FileKind, GivenFile
from deskapp.attachments.files import MEBIBYTE
from deskapp.attachments.service import KeptFile, attach_file, file_content, keep_file
from deskapp.complaints.domain import FILE_MB
from deskapp.complaints.reading import complaint, complaint_by_id
from deskapp.complaints.states import FileUse, State
from deskapp.complaints.steps import OPEN_STATES, done, slip_at, slip_before, step
from deskapp.complaints.tables import FileOfSlipRecord
from deskapp.complaints.things import Complaint, Seen
from deskapp.data import Act, Tx, reading, update_record, writing
from deskapp.errors import UserError
from deskapp.settings.store import value
from deskapp.staff.domain import Right
from deskapp.staff.service import require

MOST_FILES = 8
"""Recordings and PDFs on one slip."""


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """The bytes of a file with the name they are opened under."""

    name: str
    kind: FileKind
    content: bytes


def add_files(*, act: Act, seen: Seen, files: Sequence[GivenFile], informed: bool = False) -> Complaint:
    """Attach recordings and PDFs; at most eight a slip. By 客服, and by whoever wrote a draft.

    Refuses a recording unless the caller was `informed` that he is recorded (PIPL 13–17), and a file over the store's ceiling.
    """
    require_attaching(act, slip_before(seen))
    kept = keep_files(files)
    with writing(act, "add_files", seen=seen, files=named(files), informed=informed) as tx:
        if tx.replay is not None:
            return complaint_by_id(tx.replay)
        record, slip = slip_at(seen, State.DRAFT, *OPEN_STATES)
        book_files(tx, slip, files, kept, informed=informed)
        step(tx, slip.id, "附文件", "、".join(file.kind.label for file in files))
        return done(tx, record)


def remove_file(*, act: Act, seen: Seen, file_id: int) -> Complaint:
    """Take a file out of a slip that is not archived; that it was there stays in the history."""
    require_attaching(act, slip_before(seen))
    with writing(act, "remove_file", seen=seen, file_id=file_id) as tx:
        if tx.replay is not None:
            return complaint_by_id(tx.replay)
        record, slip = slip_at(seen, State.DRAFT, *OPEN_STATES)
        mine = (FileOfSlipRecord.id == file_id) & (FileOfSlipRecord.complaint == slip.id) & FileOfSlipRecord.removed.is_null()
        found = FileOfSlipRecord.get_or_none(mine)
        if found is None:
            raise UserError("这个附件已经去掉。请刷新")
        update_record(tx, found, removed=tx.act_id)
        step(tx, slip.id, "去掉文件")
        return done(tx, record)


def open_file(*, act: Act, complaint_id: int, file_id: int) -> OpenedFile:
    """The bytes of a file of a slip the person may see. Refuses what was erased, taken out, lost or damaged."""
    with reading():
        slip = complaint(act=act, complaint_id=complaint_id)
        file = next((one for one in slip.files if one.id == file_id), None)
        if file is None:
            raise UserError("这个附件已经去掉。请刷新")
        return OpenedFile(file.name, file.kind, file_content(FileOfSlipRecord.get_by_id(file_id).file_id))


# For the steps that bring files along -------------------------------------------------------------------------------------


def require_attaching(act: Act, slip: Complaint) -> None:
    """客服, and whoever wrote a draft."""
    own_draft = slip.state is State.DRAFT and slip.received_by == act.staff_id
    require(act, Right.DRAFT_COMPLAINTS if own_draft else Right.HANDLE_COMPLAINTS)


def named(files: Sequence[GivenFile]) -> list[tuple[str, str]]:
    """What a use case names of files among its arguments."""
    return [(file.name, file.hash) for file in files]


def keep_files(files: Sequence[GivenFile]) -> list[KeptFile]:
    """Bring files in safety before the transaction; refuses, before anything is written, one over the ceiling of the store."""
    ceiling = value(FILE_MB)
    for file in files:
        if file.size > ceiling * MEBIBYTE:
            raise UserError(f"{file.name} 超过 {ceiling} MB，请剪短或压缩后再选", field="files")
    return [keep_file(file) for file in files]


def book_files(
    tx: Tx, slip: Complaint, files: Sequence[GivenFile], kept: Sequence[KeptFile], *, informed: bool = False, scan: bool = False
) -> None:
    """Name kept files on a slip, as its signed paper (`scan`) or as what belongs to the case."""
    if len(slip.files) + len(files) > MOST_FILES:
        raise UserError(f"一张单最多 {MOST_FILES} 个录音和 PDF", field="files")
    for file, safe in zip(files, kept, strict=True):
        if scan and file.kind.is_recording:
            raise UserError(f"{file.name} 是录音，不是签字单的扫描件", field="files")
        if file.kind.is_recording and not informed:
            raise UserError(f"{file.name} 是录音：请先确认已告知客户录音并勾选，没有告知的录音不能附上", field="files")
        use = FileUse.SCAN if scan else FileUse.RECORDING if file.kind.is_recording else FileUse.DOCUMENT
        FileOfSlipRecord.create(
            complaint=slip.id,
            kind=use.value,
            file=attach_file(tx, safe),
            name=file.name,
            informed=use is FileUse.RECORDING,
            act=tx.act_id,
        )
