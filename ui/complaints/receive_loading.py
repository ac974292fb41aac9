"""What the form of a complaint asks the store; each runs on the database thread."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from deskapp.attachments.domain import GivenFile, Photo
    from deskapp.complaints.lists import Severity
    from deskapp.complaints.reception import Caller, Offer, Promise
    from deskapp.complaints.things import Complaint, ComplaintForm, Seen
    from deskapp.data import Act


@dataclass(frozen=True, slots=True)
class Begun:
    """What the form begins with. `form` is filled where it is made from something: `slip` to be corrected, an enquiry, a remark;
    `origin` says from what."""

    offer: Offer
    caller: Caller | None = None
    form: ComplaintForm | None = None
    slip: Complaint | None = None
    origin: str = ""


def begin(act: Act, *, customer_id: int | None, enquiry_id: int | None, remark_id: int | None, complaint_id: int | None) -> Begun:
    """Everything the form shows when it opens, in one visit."""
    from deskapp.complaints.enquiries import enquiry, form_from_enquiry, form_from_remark
    from deskapp.complaints.reading import complaint
    from deskapp.complaints.reception import offer, promises

    offered, form, slip, origin = offer(act=act), None, None, ""
    if complaint_id is not None:
        slip = complaint(act=act, complaint_id=complaint_id)
        form = slip.form
    elif enquiry_id is not None:
        form = form_from_enquiry(act=act, enquiry_id=enquiry_id)
        asked = enquiry(act=act, enquiry_id=enquiry_id)
        origin = f"由咨询 {asked.number} 转来，{asked.received_at:%m-%d %H:%M} 登记"
    elif remark_id is not None:
        form = form_from_remark(act=act, remark_id=remark_id)
        origin = f"由休息区留言转来，{form.received_at:%m-%d %H:%M} 登记；知道是哪位客人请取消“匿名”后再找"
    if form is not None:
        customer_id = form.customer_id
        offered = replace(offered, promises=promises(form.received_at or act.at))
    who = load_caller(act, customer_id) if customer_id is not None else None
    return Begun(offered, who, form, slip, origin)


def load_caller(act: Act, customer_id: int) -> Caller:
    from deskapp.complaints.reception import caller

    return caller(act=act, customer_id=customer_id)


def load_promises(received: datetime) -> dict[Severity, Promise]:
    """What each level means for a complaint received then."""
    from deskapp.complaints.reception import promises

    return promises(received)


def load_repeats(
    act: Act, category: str, received_at: datetime | None, customer_id: int | None, plate: str, vin: str
) -> tuple[Complaint, ...]:
    """Earlier slips of the same customer or car and leaf."""
    from deskapp.complaints.receiving import repeats

    return repeats(act=act, category=category, received_at=received_at or act.at, customer_id=customer_id, plate=plate, vin=vin)


def save_slip(
    act: Act, form: ComplaintForm, photos: Sequence[Photo], files: Sequence[GivenFile], reasons: Mapping[str, str], *, informed: bool
) -> Complaint:
    from deskapp.complaints.reception import take_down

    return take_down(act=act, form=form, photos=photos, files=files, informed=informed, reasons=reasons)


def correct_slip(act: Act, seen: Seen, form: ComplaintForm, reasons: Mapping[str, str]) -> Complaint:
    from deskapp.complaints.receiving import edit_complaint

    return edit_complaint(act=act, seen=seen, form=form, reasons=reasons)


def seen_now(act: Act, complaint_id: int) -> Seen:
    from deskapp.complaints.reading import complaint

    return complaint(act=act, complaint_id=complaint_id).seen
