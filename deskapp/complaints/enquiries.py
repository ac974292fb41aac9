"""来电咨询登记 ZX-…: a question with its owner and its day; one key turns it into a complaint (complaints.md §5)."""

from typing import Any

import peewee as pw

from deskapp.complaints.domain import ENQUIRY_DAYS, NOT_ASKED
from deskapp.complaints.lists import Means, Nature, Severity, Source
from deskapp.complaints.steps import reason_in, text_in
from deskapp.complaints.tables import OPEN_ENQUIRIES, ComplaintRecord, EnquiryRecord
from deskapp.complaints.things import ComplaintForm, Enquiry
from deskapp.customers.entry import Judging, judge_text
from deskapp.customers.family import family, present_cars
from deskapp.customers.tables import CustomerRecord
from deskapp.data import Act, ActRecord, NumberKind, Tx, next_number, reading, register_number, update_record, writing
from deskapp.errors import UserError
from deskapp.lounge.reading import open_grievances
from deskapp.settings.store import value
from deskapp.staff.domain import Right
from deskapp.staff.house import house
from deskapp.staff.service import require
from deskapp.store.days import calendar
from deskapp.typed import fold, judge_phone, judge_plate, mask_mobile

TEXT_LIMIT = 500
PAGE = 200


def note_enquiry(
    *,
    act: Act,
    question: str,
    owner_id: int | None = None,
    customer_id: int | None = None,
    name: str = "",
    mobile: str = "",
    plate: str = "",
) -> Enquiry:
    """Write down a question; who answers it is whoever took it if nobody is named. It is due in one working day."""
    require(act, Right.DRAFT_COMPLAINTS)
    given = {"question": question, "owner": owner_id, "customer": customer_id, "name": name, "mobile": mobile, "plate": plate}
    with writing(act, "note_enquiry", **given) as tx:
        if tx.replay is not None:
            return _by_id(tx.replay)
        values = _judged(question, customer_id, name, mobile, plate)
        number = next_number(tx, NumberKind.ENQUIRY)
        owner = _judged_owner(owner_id if owner_id is not None else tx.act.staff_id)
        record = EnquiryRecord.create(number=number, owner=owner, act=tx.act_id, words=_words(number, values), **values)
        register_number(number, record.id)
        return _done(tx, record)


def answer_enquiry(*, act: Act, enquiry_id: int, answer: str, means: Means = Means.PHONE) -> Enquiry:
    """The question is answered: what and by which means. Refuses one that was answered or turned into a complaint."""
    require(act, Right.DRAFT_COMPLAINTS)
    said = text_in(answer, field="answer", label="答复", limit=TEXT_LIMIT, ask="请填答复了什么")
    with writing(act, "answer_enquiry", enquiry_id=enquiry_id, answer=answer, means=means) as tx:
        if tx.replay is not None:
            return _by_id(tx.replay)
        record = _open(enquiry_id)
        update_record(tx, record, answer=said, answered=tx.act_id, means=means.value, words=f"{record.words}\n{fold(said)}")
        return _done(tx, record)


def pass_enquiry(*, act: Act, enquiry_id: int, owner_id: int) -> Enquiry:
    """转给 somebody else of the house, who then answers it. The day stays."""
    require(act, Right.DRAFT_COMPLAINTS)
    with writing(act, "pass_enquiry", enquiry_id=enquiry_id, owner_id=owner_id) as tx:
        if tx.replay is not None:
            return _by_id(tx.replay)
        record = _open(enquiry_id)
        update_record(tx, record, owner=_judged_owner(owner_id))
        return _done(tx, record)


def void_enquiry(*, act: Act, enquiry_id: int, reason: str) -> Enquiry:
    """作废 a question written down by mistake, by 客服 with a reason."""
    require(act, Right.HANDLE_COMPLAINTS)
    why = reason_in(reason)
    with writing(act, "void_enquiry", enquiry_id=enquiry_id, reason=reason) as tx:
        if tx.replay is not None:
            return _by_id(tx.replay)
        record = _open(enquiry_id)
        update_record(tx, record, void_reason=why)
        return _done(tx, record)


def enquiries(*, act: Act, open_only: bool = True, before: int | None = None, text: str = "") -> tuple[Enquiry, ...]:
    """Questions, newest first, in pages of 200; `text` are words in them, all of which must be there."""
    require(act, Right.DRAFT_COMPLAINTS)
    condition: Any = EnquiryRecord.id > 0
    if open_only:
        condition = EnquiryRecord.id.in_(pw.SQL(f"(SELECT id FROM enquiries WHERE {OPEN_ENQUIRIES})"))
    if before is not None:
        condition = condition & (EnquiryRecord.id < before)
    for word in fold(text).split():
        condition = condition & EnquiryRecord.words.contains(word)
    with reading():
        return _enquiries(condition, limit=PAGE)


def enquiry(*, act: Act, enquiry_id: int) -> Enquiry:
    """One question. Raises LookupError where there is none."""
    require(act, Right.DRAFT_COMPLAINTS)
    found = _enquiries(EnquiryRecord.id == enquiry_id, limit=1)
    if not found:
        raise LookupError(f"no enquiry {enquiry_id}")
    return found[0]


def form_from_enquiry(*, act: Act, enquiry_id: int) -> ComplaintForm:
    """The slip an enquiry is turned into, filled with everything it says; saving it links the two."""
    require(act, Right.DRAFT_COMPLAINTS)
    record = _open(enquiry_id)
    taken: Any = ActRecord.get_by_id(record.act_id)
    return ComplaintForm(
        source=Source.PHONE,
        outlet_id=min(house().outlets),
        nature=Nature.GRIEVANCE,
        severity=Severity.NORMAL,
        category="",
        description=record.question,
        remedy_requested=NOT_ASKED,
        received_at=taken.at,
        customer_id=record.customer_id,
        name=record.name,
        mobile=mask_mobile(record.mobile),
        plate=record.plate,
        enquiry_id=record.id,
    )


def form_from_remark(*, act: Act, remark_id: int) -> ComplaintForm:
    """The slip a guest's remark marked 抱怨 becomes: anonymous until somebody asks who it was. Saving it handles the remark."""
    require(act, Right.HANDLE_COMPLAINTS)
    remark = next((one for one in open_grievances(act=act) if one.id == remark_id), None)
    if remark is None:
        raise UserError("这条留言已经处理。请刷新")
    return ComplaintForm(
        source=Source.LOUNGE,
        outlet_id=min(house().outlets),
        nature=Nature.GRIEVANCE,
        severity=Severity.MINOR,
        category="environment.lounge",
        description=remark.text,
        remedy_requested=NOT_ASKED,
        received_at=remark.at,
        anonymous=True,
        anonymous_reason="休息区客人留言",
        place="客户休息区",
        remark_id=remark_id,
    )


def _judged(question: str, customer_id: int | None, name: str, mobile: str, plate: str) -> dict[str, Any]:
    judging = Judging({})
    record: Any = CustomerRecord.get_by_id(family(customer_id)[0]) if customer_id is not None else None
    cars = present_cars([record.id]).get(record.id, []) if record is not None else []
    number = mobile.strip() or (record.mobile if record else "")
    sign = plate.strip() or (cars[0][0] if len(cars) == 1 else "")
    judged = judging.take("plate", lambda: judge_plate(sign)) if sign else None
    values = {
        "customer": record.id if record else None,
        "name": judging.take("name", lambda: _plain(name.strip() or (record.contact or record.name if record else ""))) or "",
        "mobile": (judging.take("mobile", lambda: judge_phone(number)) or "") if number else "",
        "plate": judged.text if judged else "",
        "question": text_in(question, field="question", label="咨询内容", limit=TEXT_LIMIT, ask="请填客户问什么"),
    }
    judging.finish()
    return values


def _plain(name: str) -> Any:
    return judge_text(name, label="姓名", field="name", limit=60)


def _judged_owner(owner_id: int | None) -> int:
    owner = house().people.get(owner_id or 0)
    if owner is None or not owner.active or owner.is_system:
        raise UserError("请选负责答复的人", field="owner")
    return owner.id


def _open(enquiry_id: int) -> EnquiryRecord:
    record = EnquiryRecord.get_or_none(EnquiryRecord.id == enquiry_id)
    if record is None or record.void_reason:
        raise UserError("没有这张咨询登记。请刷新")
    if record.complaint_id is not None:
        raise UserError(f"{record.number} 已转为 {ComplaintRecord.get_by_id(record.complaint_id).number}")
    if record.answered_id is not None:
        raise UserError(f"{record.number} 已经答复过。请刷新")
    return record


def _words(number: str, values: dict[str, Any]) -> str:
    return "\n".join(fold(str(values[field])) for field in ("name", "plate", "question") if values[field]) + f"\n{fold(number)}"


def _done(tx: Tx, record: EnquiryRecord) -> Enquiry:
    tx.done(record.id, record.number)
    return _by_id(record.id)


def _by_id(enquiry_id: int) -> Enquiry:
    return _enquiries(EnquiryRecord.id == enquiry_id, limit=1)[0]


def _enquiries(condition: Any, *, limit: int) -> tuple[Enquiry, ...]:
    answered = ActRecord.alias()
    query: Any = (
        EnquiryRecord.select(
            EnquiryRecord,
            ActRecord.at,
            ActRecord.staff_id,
            answered.at.alias("answered_at"),
            answered.staff_id.alias("answered_by"),
            ComplaintRecord.number.alias("complaint_no"),
        )
        .join(ActRecord, on=EnquiryRecord.act)
        .switch(EnquiryRecord)
        .join(answered, pw.JOIN.LEFT_OUTER, on=EnquiryRecord.answered == answered.id)
        .switch(EnquiryRecord)
        .join(ComplaintRecord, pw.JOIN.LEFT_OUTER, on=EnquiryRecord.complaint == ComplaintRecord.id)
        .where(condition)
        .order_by(EnquiryRecord.id.desc())
        .limit(limit)
        .namedtuples()
    )
    days = calendar()
    return tuple(
        Enquiry(
            id=row.id,
            number=row.number,
            received_at=row.at,
            received_by=row.staff_id,
            name=row.name,
            mobile=mask_mobile(row.mobile),
            plate=row.plate,
            question=row.question,
            owner_id=row.owner,
            due_on=days.add_workdays(row.at.date(), value(ENQUIRY_DAYS)),
            answer=row.answer,
            answered_at=row.answered_at,
            answered_by=row.answered_by,
            means=Means(row.means) if row.means else None,
            customer_id=row.customer,
            complaint_no=row.complaint_no or "",
            void_reason=row.void_reason,
        )
        for row in query
    )
