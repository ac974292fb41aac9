"""A customer who is erased: his name, number and car leave his slips and enquiries, what happened and how it ended stays (rules.md §7)."""

from collections.abc import Collection, Sequence
from typing import Any

from deskapp.complaints.records import slips
from deskapp.complaints.steps import keep_words
from deskapp.complaints.tables import ComplaintRecord, EnquiryRecord
from deskapp.complaints.things import Complaint
from deskapp.data import forget_values
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


def forget_complainant(customer_ids: Collection[int]) -> None:
    """Take name, number and car out of a customer's slips and enquiries, and out of their history. Inside a write."""
    mine: Any = ComplaintRecord.select().where(ComplaintRecord.customer.in_(list(customer_ids)))
    records = list(mine)
    for record in records:
        ComplaintRecord.update(**_EMPTIED).where(ComplaintRecord.id == record.id).execute()
        keep_words(ComplaintRecord.get_by_id(record.id))
    forget_values("complaints", [record.id for record in records])
    asked: Any = EnquiryRecord.select().where(EnquiryRecord.customer.in_(list(customer_ids)))
    for enquiry in asked:
        words = f"{fold(enquiry.question)}\n{fold(enquiry.answer)}\n{fold(enquiry.number)}"
        EnquiryRecord.update(name="", mobile="", plate="", words=words).where(EnquiryRecord.id == enquiry.id).execute()
    forget_values("enquiries", [enquiry.id for enquiry in asked])


def slips_of(customer_ids: Sequence[int]) -> tuple[Complaint, ...]:
    """Every slip of a customer but the void ones, newest first. The caller asked the right."""
    return slips(ComplaintRecord.customer.in_(list(customer_ids)) & (ComplaintRecord.stage != "void"), limit=None)
