"""What stands beside the form while a complaint is taken down: who calls, his cars, who looks after him, his earlier slips, the limits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from deskapp.attachments.domain import GivenFile, Photo
from deskapp.attachments.service import keep
from deskapp.complaints.closing import add_photos
from deskapp.complaints.domain import ANSWER_HOURS, FILE_MB, FIRST_CONTACT, HANDLING, REPEAT_WITHIN, TELL_WORKDAYS
from deskapp.complaints.enquiries import answer_enquiry, enquiry, note_enquiry
from deskapp.complaints.entry import default_owner
from deskapp.complaints.files import add_files, keep_files, named, require_attaching
from deskapp.complaints.lists import Means, Severity
from deskapp.complaints.reading import PAGE
from deskapp.complaints.receiving import draft_complaint, receive_complaint
from deskapp.complaints.records import slips
from deskapp.complaints.states import Stage
from deskapp.complaints.steps import slip_before
from deskapp.complaints.tables import ComplaintRecord
from deskapp.complaints.things import Complaint, ComplaintForm, Enquiry, Seen
from deskapp.customers.domain import Customer
from deskapp.customers.family import family
from deskapp.customers.views import customer
from deskapp.data import Act, reading, writing
from deskapp.errors import UserError
from deskapp.handovers.tables import HandoverRecord
from deskapp.members.reading import memberships, pills
from deskapp.settings.store import value
from deskapp.staff.domain import Person, Right, Role
from deskapp.staff.house import house
from deskapp.staff.service import allowed, people, require
from deskapp.store.days import calendar
from deskapp.store.domain import PLATE_PREFIX

MOST_EARLIER = 5
"""Earlier slips shown beside the form."""


@dataclass(frozen=True, slots=True)
class Promise:
    """What a level means from now on: until when the customer must be spoken to, the handling limit in words, the last day to tell him."""

    contact_by: datetime
    handling: str
    tell_by: datetime


@dataclass(frozen=True, slots=True)
class Offer:
    """What the form may choose from. `owners` maps an outlet to its 专人; `repeat_days` is how far back repeats are looked for.

    `may_submit` = 客服: others write drafts.
    """

    outlets: tuple[tuple[int, str], ...]
    outlet_id: int
    owners: Mapping[int, int | None]
    service: tuple[Person, ...]
    staff: tuple[Person, ...]
    promises: Mapping[Severity, Promise]
    plate_area: str
    repeat_days: int
    may_submit: bool
    file_mb: int
    """How large a recording or PDF may be."""


@dataclass(frozen=True, slots=True)
class Caller:
    """A customer on the phone or at the desk. `earlier` are his slips, newest first, without drafts and void ones.

    His advisors are who wrote his last bill and who brought him in, where these are advisors. One who sees customers by an exact
    number alone gets no slips.
    """

    customer: Customer
    pills: tuple[str, ...]
    service_advisor: Person | None
    sales_advisor: Person | None
    earlier: tuple[Complaint, ...]


def offer(*, act: Act) -> Offer:
    """The lists, defaults and limits the form begins with."""
    require(act, Right.DRAFT_COMPLAINTS)
    outlets = tuple((one.id, one.name) for one in house().outlets.values() if one.active)
    own = house().people[act.staff_id or 0].outlet_id
    chosen = own if own in dict(outlets) else outlets[0][0]
    staff = people()
    return Offer(
        outlets=outlets,
        outlet_id=chosen or outlets[0][0],
        owners={outlet_id: default_owner(outlet_id, act.staff_id) for outlet_id, _ in outlets},
        service=tuple(one for one in staff if one.roles & {Role.CUSTOMER_SERVICE, Role.SERVICE_MANAGER}),
        staff=staff,
        promises=promises(act.at),
        plate_area=value(PLATE_PREFIX),
        repeat_days=value(REPEAT_WITHIN),
        may_submit=allowed(act, Right.HANDLE_COMPLAINTS),
        file_mb=value(FILE_MB),
    )


def promises(received: datetime) -> dict[Severity, Promise]:
    """What each level means for a complaint received now (complaints.md §2), by the calendar and the limits of today."""
    days = calendar()
    tell_by = days.end_of_day(days.add_workdays(received.date(), TELL_WORKDAYS))
    found: dict[Severity, Promise] = {}
    for severity in Severity:
        limit = value(FIRST_CONTACT[severity])
        if severity is Severity.CRITICAL:
            handling = f"当天出方案，{value(ANSWER_HOURS)} 小时内答复"
            found[severity] = Promise(received + timedelta(minutes=limit), handling, tell_by)
        else:
            handling = f"部门 {value(HANDLING[severity])} 个工作日内处理"
            found[severity] = Promise(days.add_business_hours(received, limit), handling, tell_by)
    return found


def caller(*, act: Act, customer_id: int) -> Caller:
    """Who calls, with everything the form shows beside it. Numbers are masked."""
    require(act, Right.DRAFT_COMPLAINTS)
    with reading():
        guest = customer(act=act, customer_id=customer_id)
        sees_all = allowed(act, Right.SEE_CUSTOMERS)
        mine = _of(guest.family) & ComplaintRecord.stage.not_in([Stage.DRAFT.value, Stage.VOID.value])
        return Caller(
            customer=guest,
            pills=pills(customer_ids=[guest.id], on=act.at.date()).get(guest.id, ()),
            service_advisor=_last_writer(guest.family),
            sales_advisor=_recruiter(act, guest.id),
            earlier=slips(mine, limit=MOST_EARLIER) if sees_all else (),
        )


def complaints_of(*, act: Act, customer_id: int) -> tuple[Complaint, ...]:
    """Every slip of a customer for his card, drafts and void ones too, newest first; at most 200."""
    require(act, Right.SEE_CUSTOMERS)
    with reading():
        return slips(_of(family(customer_id)), limit=PAGE)


def take_down(
    *,
    act: Act,
    form: ComplaintForm,
    photos: Sequence[Photo] = (),
    files: Sequence[GivenFile] = (),
    informed: bool = False,
    reasons: Mapping[str, str] | None = None,
) -> Complaint:
    """Receive a complaint with its photos and files in one: submitted where 客服 takes it down, else a draft that 客服 submits."""
    require(act, Right.DRAFT_COMPLAINTS)
    reasons = dict(reasons or {})
    for photo in photos:
        keep(photo)  # before the transaction: then nobody waits for a slow disk in it
    keep_files(files)
    given = {"form": form, "photos": [photo.hash for photo in photos], "files": named(files), "informed": informed}
    with writing(act, "take_down", **given, reasons=reasons) as tx:
        write = receive_complaint if allowed(act, Right.HANDLE_COMPLAINTS) else draft_complaint
        if tx.replay is not None:
            return slips(ComplaintRecord.id == tx.replay, limit=1)[0]
        made = write(act=tx.act, form=form, reasons=reasons)
        if photos:
            made = add_photos(act=tx.act, seen=made.seen, photos=photos)
        if files:
            made = add_files(act=tx.act, seen=made.seen, files=files, informed=informed)
        tx.done(made.id, made.number)
        return made


def attach_to_slip(
    *, act: Act, seen: Seen, photos: Sequence[Photo] = (), files: Sequence[GivenFile] = (), informed: bool = False
) -> Complaint:
    """Add photos, recordings and PDFs to a slip in one: all of them or, with the refusal of `add_photos` or `add_files`, none."""
    require_attaching(act, slip_before(seen))
    for photo in photos:
        keep(photo)
    keep_files(files)
    given = {"photos": [photo.hash for photo in photos], "files": named(files), "informed": informed}
    with writing(act, "attach_to_slip", seen=seen, **given) as tx:
        if tx.replay is not None:
            return slips(ComplaintRecord.id == tx.replay, limit=1)[0]
        made = None
        if photos:
            made = add_photos(act=tx.act, seen=seen, photos=photos)
        if files:
            made = add_files(act=tx.act, seen=made.seen if made else seen, files=files, informed=informed)
        if made is None:
            raise UserError("还没有选照片、录音或 PDF", field="photos")
        tx.done(made.id, made.number)
        return made


def take_question(
    *,
    act: Act,
    question: str,
    owner_id: int | None = None,
    customer_id: int | None = None,
    name: str = "",
    mobile: str = "",
    plate: str = "",
    answer: str = "",
    means: Means = Means.PHONE,
) -> Enquiry:
    """Write a question down, and its answer where it was given on the spot, in one."""
    require(act, Right.DRAFT_COMPLAINTS)
    asked = {"question": question, "owner_id": owner_id, "customer_id": customer_id, "name": name, "mobile": mobile, "plate": plate}
    with writing(act, "take_question", **asked, answer=answer, means=means) as tx:
        if tx.replay is not None:
            return enquiry(act=tx.act, enquiry_id=tx.replay)
        made = note_enquiry(
            act=tx.act, question=question, owner_id=owner_id, customer_id=customer_id, name=name, mobile=mobile, plate=plate
        )
        if answer.strip():
            made = answer_enquiry(act=tx.act, enquiry_id=made.id, answer=answer, means=means)
        tx.done(made.id, made.number)
        return made


def _of(customer_ids: Sequence[int]) -> Any:
    return ComplaintRecord.customer.in_(list(customer_ids))


def _last_writer(customer_ids: Sequence[int]) -> Person | None:
    """The service advisor who wrote the customer's last bill."""
    row = (
        HandoverRecord.select(HandoverRecord.writer)
        .where(HandoverRecord.customer.in_(list(customer_ids)) & HandoverRecord.writer.is_null(is_null=False))
        .order_by(HandoverRecord.id.desc())
        .first()
    )
    return _one(row.writer_id if row else None, Role.SERVICE_ADVISOR)


def _recruiter(act: Act, customer_id: int) -> Person | None:
    """The sales advisor who brought the customer in."""
    mine = memberships(act=act, customer_id=customer_id)
    return _one(mine[0].recruiter_id if mine else None, Role.SALES_ADVISOR)


def _one(staff_id: int | None, role: Role) -> Person | None:
    person = house().people.get(staff_id) if staff_id is not None else None
    return person if person is not None and person.active and role in person.roles else None
