"""A complaint is received: drafted, submitted, corrected; repeats are found and linked (complaints.md §2 to §4)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from deskapp.complaints.domain import HANDLING, REPEAT_WITHIN
from deskapp.complaints.entry import default_owner, judge
from deskapp.complaints.lists import Means, Severity
from deskapp.complaints.reading import complaint_by_id
from deskapp.complaints.records import slips
from deskapp.complaints.states import Purpose, RowState, Stage, State
from deskapp.complaints.steps import OPEN_STATES, done, keep_words, slip_at, slip_before, step
from deskapp.complaints.tables import ComplaintRecord, ContactRecord, EnquiryRecord, RowRecord
from deskapp.complaints.things import Complaint, ComplaintForm, Seen
from deskapp.customers.entry import Judging
from deskapp.customers.family import family
from deskapp.data import Act, NumberKind, Tx, next_number, record_changes, register_number, update_record, writing
from deskapp.errors import NotAllowed, UserError
from deskapp.lounge.service import handle_remark
from deskapp.settings.store import value
from deskapp.staff.domain import Right
from deskapp.staff.service import allowed, require
from deskapp.typed import fold

_DROPPED = (Stage.DRAFT.value, Stage.VOID.value)


def draft_complaint(*, act: Act, form: ComplaintForm, reasons: Mapping[str, str] | None = None) -> Complaint:
    """Write a slip as a draft: for those who may not submit it, and for what is not known yet. `reasons` let unusual numbers through."""
    require(act, Right.DRAFT_COMPLAINTS)
    reasons = reasons or {}
    with writing(act, "draft_complaint", form=form, reasons=dict(reasons)) as tx:
        if tx.replay is not None:
            return complaint_by_id(tx.replay)
        return done(tx, _insert(tx, form, reasons, whole=False))


def receive_complaint(*, act: Act, form: ComplaintForm, reasons: Mapping[str, str] | None = None) -> Complaint:
    """Write a slip and submit it at once, by 客服: it waits for its 派单 (待派单).

    Refuses all that is missing or wrong at once (UserErrors): the customer's words of 5 to 1,000 characters, what he asks for, who he is
    or why he is anonymous, the division's number and reply time where it comes from there.
    """
    require(act, Right.HANDLE_COMPLAINTS)
    reasons = reasons or {}
    with writing(act, "receive_complaint", form=form, reasons=dict(reasons)) as tx:
        if tx.replay is not None:
            return complaint_by_id(tx.replay)
        record = _insert(tx, form, reasons, whole=True)
        _submit(tx, record)
        return done(tx, record)


def edit_complaint(*, act: Act, seen: Seen, form: ComplaintForm, reasons: Mapping[str, str] | None = None) -> Complaint:
    """Correct what was received: a draft by whoever wrote it or 客服, later by 客服 alone until the slip is archived.

    A new level gives open departments its limit, unless theirs was set by hand.
    The mobile stays where the form's is '', unless the customer became anonymous.
    """
    _require_editing(act, slip_before(seen))
    reasons = reasons or {}
    with writing(act, "edit_complaint", seen=seen, form=form, reasons=dict(reasons)) as tx:
        if tx.replay is not None:
            return complaint_by_id(tx.replay)
        record, slip = slip_at(seen, State.DRAFT, *OPEN_STATES)
        judging = Judging(reasons)
        values = judge(_with_kept_numbers(form, record), judging, tx.act.at, whole=slip.state is not State.DRAFT)
        judging.finish()
        if slip.state is not State.DRAFT:
            values["case_owner"] = values["case_owner"] or record.case_owner_id
        update_record(tx, record, **values, reason="；".join(judging.accepted.values()))
        if slip.state is not State.DRAFT:
            update_record(tx, record, repeat_of=_earlier(record))
            _follow_level(tx, slip, form.severity)
        keep_words(record)
        step(tx, record.id, "修改")
        return done(tx, record)


def submit_complaint(*, act: Act, seen: Seen) -> Complaint:
    """提交 a draft, by 客服. Refuses what is still missing."""
    require(act, Right.HANDLE_COMPLAINTS)
    with writing(act, "submit_complaint", seen=seen) as tx:
        if tx.replay is not None:
            return complaint_by_id(tx.replay)
        record, slip = slip_at(seen, State.DRAFT)
        judging = Judging(dict.fromkeys(("mobile", "plate", "vin"), "草稿已说明"))
        judge(_with_kept_numbers(slip.form, record), judging, tx.act.at, whole=True)
        judging.finish()
        _submit(tx, record)
        return done(tx, record)


def repeats(
    *, act: Act, category: str, received_at: datetime, customer_id: int | None = None, plate: str = "", vin: str = ""
) -> tuple[Complaint, ...]:
    """Earlier slips of the same customer or car and the same leaf within 90 days: the hint beside the form, newest first."""
    require(act, Right.DRAFT_COMPLAINTS)
    return slips(_same(category, received_at, customer_id, None, fold(plate).replace(" ", "").upper(), vin.strip().upper()), limit=20)


def _insert(tx: Tx, form: ComplaintForm, reasons: Mapping[str, str], *, whole: bool) -> ComplaintRecord:
    judging = Judging(reasons)
    values = judge(_with_enquired_number(form), judging, tx.act.at, whole=whole)
    judging.finish()
    values["case_owner"] = values["case_owner"] or default_owner(form.outlet_id, tx.act.staff_id)
    number = next_number(tx, NumberKind.COMPLAINT)
    record = ComplaintRecord.create(number=number, stage=Stage.DRAFT.value, remark=form.remark_id, **values, act=tx.act_id)
    register_number(number, record.id)
    for field, reason in judging.accepted.items():
        record_changes(tx.act_id, "complaints", record.id, {field: ("", values[field])}, reason=reason)
    if form.first_contact_at is not None and not form.anonymous:
        ContactRecord.create(
            complaint=record.id,
            purpose=Purpose.FIRST.value,
            round=1,
            reached=True,
            at=form.first_contact_at,
            means=Means.IN_PERSON.value,
            act=tx.act_id,
        )
    _take_over(tx, record, form)
    keep_words(record)
    step(tx, record.id, "受理" if whole else "草稿")
    return record


def _take_over(tx: Tx, record: ComplaintRecord, form: ComplaintForm) -> None:
    """Close what the slip was made from: the enquiry points to it, the guest's remark is handled."""
    if form.enquiry_id is not None:
        enquiry = EnquiryRecord.get_or_none(EnquiryRecord.id == form.enquiry_id)
        if enquiry is None or enquiry.void_reason:
            raise UserError("没有这张咨询登记。请刷新")
        if enquiry.complaint_id is not None:
            known = ComplaintRecord.get_by_id(enquiry.complaint_id)
            raise UserError(f"{enquiry.number} 已转为 {known.number}。请刷新")
        update_record(tx, enquiry, complaint=record.id)
        step(tx, record.id, f"由咨询 {enquiry.number} 转来")
    if form.remark_id is not None:
        handle_remark(act=tx.act, remark_id=form.remark_id, note=f"转处理单 {record.number}")


def _submit(tx: Tx, record: ComplaintRecord) -> None:
    owner = record.case_owner_id or default_owner(record.outlet_id, tx.act.staff_id)
    ComplaintRecord.update(stage=Stage.ON_ITS_WAY.value, submitted_at=tx.act.at, case_owner=owner, repeat_of=_earlier(record)).where(
        ComplaintRecord.id == record.id
    ).execute()
    step(tx, record.id, "提交")


def _earlier(record: ComplaintRecord) -> int | None:
    """The slip this one repeats."""
    found = ComplaintRecord.select(ComplaintRecord.id).where(
        _same(record.category, record.received_at, record.customer_id, record.vehicle_id, record.plate, record.vin)
        & (ComplaintRecord.id != record.id)
    )
    newest = found.order_by(ComplaintRecord.received_at.desc(), ComplaintRecord.id.desc()).first()
    return newest.id if newest else None


def _same(category: str, received_at: datetime, customer_id: int | None, vehicle_id: int | None, plate: str, vin: str) -> Any:
    """Slips of the same leaf, customer or car within the days before `received_at`."""
    who: Any = ComplaintRecord.id < 0
    if customer_id is not None:
        who = who | ComplaintRecord.customer.in_(list(family(customer_id)))
    if vehicle_id is not None:
        who = who | (ComplaintRecord.vehicle == vehicle_id)
    if plate:
        who = who | (ComplaintRecord.plate == plate)
    if vin:
        who = who | (ComplaintRecord.vin == vin)
    within = (ComplaintRecord.received_at <= received_at) & (
        ComplaintRecord.received_at >= received_at - timedelta(days=value(REPEAT_WITHIN))
    )
    return who & within & (ComplaintRecord.category == category) & ComplaintRecord.stage.not_in(_DROPPED)


def _with_kept_numbers(form: ComplaintForm, record: ComplaintRecord) -> ComplaintForm:
    """The form with the number that stands on the slip, which windows only know masked."""
    keeps = "*" in form.mobile or (form.mobile == "" and form.anonymous == record.anonymous)
    return replace(form, mobile=record.mobile if keeps else form.mobile, received_at=form.received_at or record.received_at)


def _with_enquired_number(form: ComplaintForm) -> ComplaintForm:
    """The form with the number its enquiry has, which windows only know masked."""
    if form.enquiry_id is None or form.anonymous or not (form.mobile == "" or "*" in form.mobile):
        return form
    enquiry = EnquiryRecord.get_or_none(EnquiryRecord.id == form.enquiry_id)
    return replace(form, mobile=enquiry.mobile if enquiry else "")


def _require_editing(act: Act, slip: Complaint) -> None:
    if slip.state is State.DRAFT and slip.received_by == act.staff_id:
        require(act, Right.DRAFT_COMPLAINTS)
    elif not allowed(act, Right.HANDLE_COMPLAINTS):
        raise NotAllowed("只有客服可以修改别人写的或已提交的处理单")


def _follow_level(tx: Tx, slip: Complaint, severity: Severity) -> None:
    """Departments that still owe something get the limit of the new level, unless theirs was set by hand."""
    days = value(HANDLING[severity]) if severity in HANDLING else 0
    for row in slip.current_rows:
        if not row.by_hand and row.state in (RowState.TO_ACCEPT, RowState.IN_PROGRESS) and row.workdays != days:
            update_record(tx, RowRecord.get_by_id(row.id), workdays=days)
