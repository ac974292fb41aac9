"""The number of whoever complained or asked, in full, for the one who calls him. Each look is logged (rules.md §2)."""

from deskapp.complaints.tables import ComplaintRecord, EnquiryRecord
from deskapp.customers.family import family
from deskapp.customers.tables import RevealRecord
from deskapp.data import Act, writing
from deskapp.errors import UserError
from deskapp.staff.domain import Right
from deskapp.staff.service import require
from deskapp.typed import format_mobile


def reveal_caller(*, act: Act, complaint_id: int) -> str:
    """The full number on a slip: "138 2601 2607". Refuses who may not see it, and a slip that has none.

    The act keeps who looked and at which slip; a look at a known customer's stands among the looks at his card as well.
    """
    require(act, Right.SEE_FULL_NUMBER)
    return _reveal(act, "reveal_caller", ComplaintRecord.get_by_id(complaint_id))


def reveal_asker(*, act: Act, enquiry_id: int) -> str:
    """The same for a question (ZX)."""
    require(act, Right.SEE_FULL_NUMBER)
    return _reveal(act, "reveal_asker", EnquiryRecord.get_by_id(enquiry_id))


def _reveal(act: Act, use_case: str, record: ComplaintRecord | EnquiryRecord) -> str:
    if not record.mobile:
        raise UserError(f"{record.number} 没有留手机号")
    with writing(act, use_case, record_id=record.id) as tx:
        if tx.replay is None:
            if record.customer_id is not None:
                RevealRecord.create(customer=family(record.customer_id)[0], act=tx.act_id)
            tx.done(record.id, record.number)
    return format_mobile(record.mobile)
