"""A slip as its paper words it: the one place where the slip's values become the words of the handling slip and of the settlement.

The whole mobile goes to the paper only for those who may see it (rules.md §2); the paper itself shows it on one copy alone.
"""

from collections.abc import Sequence
from datetime import date, datetime

from deskapp.complaints.clocks import Clock, ClockKind
from deskapp.complaints.closing import notices_raised
from deskapp.complaints.lists import CERTIFICATE
from deskapp.complaints.paper_content import CC, Archived, Department, HandlingSlip, Received, Round, Routed, Told
from deskapp.complaints.paper_settlement import Promise, Settlement
from deskapp.complaints.reading import clocks_of, complaint
from deskapp.complaints.states import FileUse, Outcome, PhotoKind, RowState, Stage
from deskapp.complaints.tables import ComplaintRecord
from deskapp.complaints.things import Compensation, Complaint, Row
from deskapp.customers.domain import Salutation
from deskapp.data import Act, barcode_digits
from deskapp.staff.domain import Right
from deskapp.staff.house import house
from deskapp.staff.service import allowed
from deskapp.typed import format_money, format_plate

_NOT_ACCEPTED, _REOPENED = "客户不认可", "重开"
_CHANGES = ("暂停", "恢复", "批准延期", "改派", "撤出")
"""Steps that move the limits printed in ②, told there in words."""


def slip_paper(*, act: Act, complaint_id: int) -> HandlingSlip:
    """What the handling slip says of a slip as it stands. Raises LookupError for one the person may not see."""
    slip = complaint(act=act, complaint_id=complaint_id)
    clocks = clocks_of(slip, act.at)
    running = _of_round(slip, slip.round) or list(slip.current_rows)
    rows = [_department(row, clocks) for row in running]
    return HandlingSlip(
        number=slip.number,
        code=barcode_digits(slip.number),
        deadline=max((row.due for row in rows if row.due is not None), default=None),
        tell_by=None if slip.informed else _day_of(ClockKind.TELLING, clocks),
        banner=_banner(slip),
        void=slip.stage is Stage.VOID,
        round=slip.round,
        received=_received(act, slip),
        routed=_routed(slip, running),
        departments=tuple(rows),
        told=_told(slip),
        archived=_archived(slip),
        earlier=tuple(_earlier(slip, number, clocks) for number in range(1, slip.round)),
    )


def settlement_paper(*, act: Act, complaint_id: int) -> Settlement:
    """What was paid or promised on a slip and approved, to be signed by the customer. Raises LookupError as `slip_paper` does."""
    slip = complaint(act=act, complaint_id=complaint_id)
    approved = [one for one in slip.compensations if one.approved]
    form = slip.form
    return Settlement(
        number=slip.number,
        code=barcode_digits(slip.number),
        settlement_no=slip.customer_signed,
        settled_on=act.at.date(),
        customer=_customer(slip),
        mobile=_mobile(act, slip),
        plate=format_plate(form.plate) if form.plate else "",
        model=form.model,
        complaint=form.description,
        promises=tuple(Promise(what=one.kind.label, detail=one.note, amount=one.amount or None) for one in approved),
        handled_by=_name(form.case_owner_id),
        approved_by="、".join(dict.fromkeys(_name(one.decided_by) for one in approved)),
        approved_at=max((one.decided_at for one in approved if one.decided_at), default=None),
    )


# ① 受理 ------------------------------------------------------------------------------------------------------------------


def _received(act: Act, slip: Complaint) -> Received:
    form = slip.form
    mobile = _mobile(act, slip)
    return Received(
        at=slip.received_at,
        by=_name(slip.received_by),
        source=form.source.label,
        outlet=slip.outlet,
        case_owner=_name(form.case_owner_id),
        division_no=form.division_no,
        reply_due=form.reply_due,
        replied_at=slip.replied_at,
        customer=_customer(slip),
        mobile=mobile,
        mobile_note="" if mobile else form.mobile or form.anonymous_reason,
        plate=format_plate(form.plate) if form.plate else "",
        model=form.model,
        vin=form.vin,
        mileage_km=form.odometer_km,
        bought_on=form.bought_on,
        service_advisor=_name(form.service_advisor_id),
        sales_advisor=_name(form.sales_advisor_id),
        technician=form.technician,
        work_order=form.work_order,
        happened_at=form.happened_at,
        place=form.place,
        repeated=slip.is_repeat if slip.submitted_at else None,
        repeat_of=slip.repeat_no,
        nature=form.nature.label,
        severity=form.severity.label,
        category=slip.category.full,
        first_contact_at=slip.first_contact_at,
        attachments=_attachments(slip),
        words=_words(slip),
        remedy=form.remedy_requested,
        done=_is_received(slip),
    )


def _is_received(slip: Complaint) -> bool:
    """Whether ① is through: until the customer was spoken to and the division answered, these are written by hand."""
    form = slip.form
    contacted = form.anonymous or slip.first_contact_at is not None
    replied = not form.source.has_division_number or slip.replied_at is not None
    return slip.stage in (Stage.TO_ARCHIVE, Stage.ARCHIVED) or (slip.submitted_at is not None and contacted and replied)


def _mobile(act: Act, slip: Complaint) -> str:
    """The number in full for those who may see one, '' for others."""
    if not slip.form.mobile or not allowed(act, Right.SEE_FULL_NUMBER):
        return ""
    return ComplaintRecord.get_by_id(slip.id).mobile


def _customer(slip: Complaint) -> str:
    form = slip.form
    if form.anonymous:
        return "匿名"
    spoken = Salutation(form.salutation).spoken
    return f"{form.name} {spoken}".strip()


def _words(slip: Complaint) -> str:
    """The customer's own words; of a 合格证 also since when he has waited and who holds it (complaints.md §1)."""
    form = slip.form
    if form.category != CERTIFICATE or form.certificate_asked_on is None:
        return form.description
    waited = f"（合格证/手续：{form.certificate_asked_on:%Y-%m-%d} 起要，受理时已等 {slip.certificate_days} 天"
    return f"{form.description}{waited}；现在在 {form.certificate_holder}）"


def _attachments(slip: Complaint) -> str:
    """照片 2  录音 1: what stays behind on the program when the paper travels."""
    counted = (
        ("照片", sum(photo.kind is PhotoKind.EVIDENCE for photo in slip.photos)),
        ("录音", sum(file.use is FileUse.RECORDING for file in slip.files)),
        ("PDF", sum(file.use is FileUse.DOCUMENT for file in slip.files)),
    )
    return "  ".join(f"{what} {number}" for what, number in counted if number)


# ② 派单 ③ 处理 -----------------------------------------------------------------------------------------------------------


def _routed(slip: Complaint, rows: Sequence[Row]) -> Routed:
    first = min(rows, key=lambda row: row.assigned_at, default=None)
    notes = [f"{one.at:%m-%d} {one.words}" + (f"：{one.note}" if one.note else "") for one in slip.steps if one.what in _CHANGES]
    return Routed(
        at=first.assigned_at if first else None,
        by=_name(first.assigned_by) if first else "",
        cc=CC[:1] if slip.form.cc_station else (),
        note="；".join(notes),
        done=bool(rows) and all(row.state is not RowState.RETURNED for row in rows),
    )


def _of_round(slip: Complaint, number: int) -> list[Row]:
    """The rows of a round in the order of the slip, without those withdrawn or replaced."""
    last: dict[int, Row] = {row.department_id: row for row in slip.rows if row.round == number}
    return sorted((row for row in last.values() if row.state is not RowState.WITHDRAWN), key=lambda row: (row.position, row.id))


def _department(row: Row, clocks: Sequence[Clock]) -> Department:
    clock = next((one for one in clocks if one.row == row and one.kind in (ClockKind.HANDLING, ClockKind.PLAN)), None)
    limit = "指定" if row.fixed_on is not None else clock.words if clock else f"{row.workdays} 工作日"
    returned = row.state is RowState.RETURNED
    return Department(
        name=row.department,
        limit=limit,
        due=clock.due if clock else None,
        accepted=f"已退回：{row.reason}" if returned else row.signer,
        accepted_at=row.gone_at if returned else row.accepted_at,
        owner=_name(row.owner_id),
        action_due_on=row.action_due_on,
        handled_at=row.handled_at,
        findings=row.findings,
        cause=row.cause,
        action=row.action,
        result=row.result,
        done=row.state is RowState.SUBMITTED,
    )


def _earlier(slip: Complaint, number: int, clocks: Sequence[Clock]) -> Round:
    """A round that is over, and why another one followed."""
    ends = [step for step in slip.steps if step.what in (_NOT_ACCEPTED, _REOPENED)]
    ended = ends[number - 1] if number <= len(ends) else None
    words = f"{ended.at:%m-%d} {ended.what}：{ended.note}" if ended else ""
    return Round(number=number, departments=tuple(_department(row, clocks) for row in _of_round(slip, number)), ended=words)


# ④ 告知 ⑤ 归档 -----------------------------------------------------------------------------------------------------------


def _told(slip: Complaint) -> Told:
    informed, feedback = slip.informed, slip.feedback
    approved = [one for one in slip.compensations if one.approved]
    over = slip.stage in (Stage.TO_ARCHIVE, Stage.ARCHIVED)
    return Told(
        at=informed.at if informed else None,
        by=_name(informed.by) if informed else "",
        means=informed.means.label if informed else "",
        feedback=_feedback(slip),
        satisfaction=feedback.satisfaction.label if feedback and feedback.satisfaction else "",
        compensated=True if approved else False if over else None,
        compensation="；".join(_given(one) for one in approved),
        approved_by="、".join(dict.fromkeys(_name(one.decided_by) for one in approved)),
        settlement_no=slip.customer_signed,
        done=over,
    )


def _feedback(slip: Complaint) -> str:
    """What the customer said, or why he could not be asked."""
    said = slip.feedback.note if slip.feedback else ""
    if slip.outcome in (None, Outcome.ACCEPTED):
        return said
    how = next((step.note for step in reversed(slip.steps) if step.what == slip.outcome.label), "")
    return "：".join(part for part in (slip.outcome.label, how) if part)


def _given(one: Compensation) -> str:
    money = f" {format_money(one.amount)} 元" if one.amount else ""
    return f"{one.kind.label}{money}（{one.note}）" if not one.amount else f"{one.kind.label}{money}"


def _archived(slip: Complaint) -> Archived:
    recheck = slip.recheck_call
    accepted = next((row for row in slip.current_rows if row.accepted_at), None)
    routed = next((row for row in slip.current_rows), None)
    signed = [
        ("客户签字", slip.customer_signed, None),
        ("部门主管", accepted.accepted_by if accepted and slip.signed_supervisor else "", accepted.accepted_at if accepted else None),
        ("售后/销售经理", _name(routed.assigned_by) if routed and slip.signed_manager else "", None),
        ("客服经理", _name(slip.archived_by) if slip.signed_service else "", slip.archived_at),
    ]
    return Archived(
        recheck_call_at=recheck.at if recheck else None,
        closed_loop=slip.closed,
        rectification_no="、".join(notice.number for notice in notices_raised(slip)),
        archive_no=slip.archive_no,
        improvement="；".join(row.improvement for row in slip.current_rows if row.improvement),
        signed=tuple((role, name, at) for role, name, at in signed if name),
        done=slip.stage is Stage.ARCHIVED,
    )


# Head ------------------------------------------------------------------------------------------------------------------


def _banner(slip: Complaint) -> str:
    if slip.stage is Stage.ARCHIVED:
        return f"已归档 {slip.archive_no}"
    if slip.stage is Stage.VOID:
        return f"已作废：{slip.reason}"
    return "草稿，还没有提交" if slip.stage is Stage.DRAFT else ""


def _day_of(kind: ClockKind, clocks: Sequence[Clock]) -> date | None:
    due = next((clock.due for clock in clocks if clock.kind is kind), None)
    return due.date() if isinstance(due, datetime) else None


def _name(staff_id: int | None) -> str:
    person = house().people.get(staff_id) if staff_id is not None else None
    return person.name if person else ""
