"""A customer who is erased: his name, number and car leave his slips and enquiries, what happened and how it ended stays (rules.md §7)."""

from collections.abc import Collection, Sequence
from typing import Any

from deskapp.attachments.service import erase_files
from deskapp.complaints.records import slips
from deskapp.complaints.steps import keep_words
from deskapp.complaints.tables import ComplaintRecord, EnquiryRecord, FileOfSlipRecord
from deskapp.complaints.things import Complaint
from deskapp.data import Tx, forget_values
from deskapp.errors import UserError
from deskapp.typed import fold

_EMPTIED = {"name": "", "mobile": "", "salutation": "", "plate": "", "vin": "", "model": "", "customer_signed": "", "work_order": ""}


def refuse_open_complaints(customer_ids: Collection[int]) -> None:
    """Refuse while a slip of the customer is open."""
    mine = ComplaintRecord.customer.in_(list(customer_ids)) & ComplaintRecord.stage.not_in(["archived", "void"])
    found = ComplaintRecord.select().where(mine).first()
    if found is not None:
        raise UserError(f"处理单 {found.number} 还没有归档，请先办完")
    asked: Any = EnquiryRecord.select().where(EnquiryRecord.customer.in_(list(customer_ids)))
    for enquiry in asked:
        if enquiry.answered_id is None and enquiry.complaint_id is None and not enquiry.void_reason:
            raise UserError(f"咨询 {enquiry.number} 还没有答复，请先答复")


def forget_complainant(tx: Tx, customer_ids: Collection[int]) -> None:
    """Take name, number, car, recordings and scans out of a customer's slips and enquiries, and out of their history.

    After the transaction the bytes go by `deskapp.data.contents.sweep`.
    """
    mine: Any = ComplaintRecord.select().where(ComplaintRecord.customer.in_(list(customer_ids)))
    records = list(mine)
    for record in records:
        ComplaintRecord.update(**_EMPTIED).where(ComplaintRecord.id == record.id).execute()
        keep_words(ComplaintRecord.get_by_id(record.id))
    forget_values("complaints", [record.id for record in records])
    _forget_files(tx, [record.id for record in records])
    asked: Any = EnquiryRecord.select().where(EnquiryRecord.customer.in_(list(customer_ids)))
    for enquiry in asked:
        words = f"{fold(enquiry.question)}\n{fold(enquiry.answer)}\n{fold(enquiry.number)}"
        EnquiryRecord.update(name="", mobile="", plate="", words=words).where(EnquiryRecord.id == enquiry.id).execute()
    forget_values("enquiries", [enquiry.id for enquiry in asked])


def _forget_files(tx: Tx, complaint_ids: Collection[int]) -> None:
    """His voice, his signature: names of files go, and the bytes unless somebody else's slip has the same file."""
    of_his: Any = FileOfSlipRecord.complaint.in_(list(complaint_ids))
    his: Any = FileOfSlipRecord.select(FileOfSlipRecord.file).where(of_his)
    files = {row.file_id for row in his}
    shared: Any = FileOfSlipRecord.select(FileOfSlipRecord.file).where(FileOfSlipRecord.file.in_(list(files)) & ~of_his)
    erase_files(tx, files - {row.file_id for row in shared})
    FileOfSlipRecord.update(name="").where(of_his).execute()


def slips_of(customer_ids: Sequence[int]) -> tuple[Complaint, ...]:
    """Every slip of a customer but the void ones, newest first. The caller asked the right."""
    return slips(ComplaintRecord.customer.in_(list(customer_ids)) & (ComplaintRecord.stage != "void"), limit=None)
