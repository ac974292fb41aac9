"""Slips found by number, archive number, customer, mobile, plate and by words in their texts; both engines alike."""

import re
from typing import Any

from deskapp.complaints.reading import visible
from deskapp.complaints.records import slips
from deskapp.complaints.tables import ComplaintRecord, EnquiryRecord
from deskapp.complaints.things import Complaint
from deskapp.customers.domain import Hit
from deskapp.customers.family import family
from deskapp.customers.search import search as search_customers
from deskapp.data import Act, find_number, reading
from deskapp.data.serials import NumberKind
from deskapp.staff.domain import Right, Scope
from deskapp.staff.service import scopes
from deskapp.typed import fold

WORD_LIMIT = 4
MOST = 100
_ARCHIVED = re.compile(r"^gd-?(\d{4})-?(\d{1,6})$")
_DIGITS = 4


def search_complaints(*, act: Act, text: str, limit: int = MOST) -> tuple[Complaint, ...]:
    """Slips the person may see, newest first; words parted by blanks must all stand on a slip or name its customer.

    A number of a slip, of its archive or of the enquiry it came from gives that one alone. A customer is met as in the search box: by
    name, pinyin, initials, mobile, plate; four digits or more also end the mobile of one who has no record.
    """
    words = fold(text).split()[:WORD_LIMIT]
    if not words:
        return ()
    with reading():
        numbered = _numbered(text)
        if numbered is not None:
            return slips(visible(act) & numbered, limit=1)
        condition = visible(act)
        for word in words:
            condition = condition & _meets(act, word)
        return slips(condition, limit=limit)


def complaint_of_number(*, act: Act, number: str) -> Complaint | None:
    """The slip of a number as typed or scanned, TS-… or GD-…; None where there is none the person may see."""
    condition = _numbered(number)
    if condition is None:
        return None
    with reading():
        return next(iter(slips(visible(act) & condition, limit=1)), None)


def _numbered(text: str) -> Any:
    """The condition for a number, None if the text is none."""
    found = find_number(text)
    if found is not None and found.kind is NumberKind.COMPLAINT:
        return ComplaintRecord.id == found.record_id
    if found is not None and found.kind is NumberKind.ENQUIRY:
        return ComplaintRecord.id.in_(EnquiryRecord.select(EnquiryRecord.complaint).where(EnquiryRecord.id == found.record_id))
    written = _ARCHIVED.match(fold(text).replace(" ", ""))
    return ComplaintRecord.archive_no == f"GD-{written[1]}-{int(written[2]):04d}" if written else None


def _meets(act: Act, word: str) -> Any:
    condition: Any = ComplaintRecord.words.contains(word)
    if word.isascii() and word.isdigit() and len(word) >= _DIGITS:
        condition = condition | ComplaintRecord.mobile.endswith(word)
    customers = _customers(act, word)
    return condition | ComplaintRecord.customer.in_(customers) if customers else condition


def _customers(act: Act, word: str) -> list[int]:
    """Everybody the search box knows by the word, with those merged into him; nobody for one who may not see customers."""
    if Scope.ALL not in scopes(act, Right.SEE_CUSTOMERS):
        return []
    hits: list[Hit] = search_customers(act=act, text=word, limit=30)
    return [key for hit in hits if hit.customer_id is not None for key in family(hit.customer_id)]
