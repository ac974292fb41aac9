"""Slips out of their tables: one statement a table, however many slips. A mobile is masked here."""

from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Any, TypeVar

import peewee as pw

from deskapp.complaints.files_read import files_of
from deskapp.complaints.lists import CauseKind, CompensationKind, Means, Nature, Satisfaction, Severity, Source
from deskapp.complaints.states import Outcome, PhotoKind, Purpose, RowState, Stage
from deskapp.complaints.tables import (
    CompensationRecord,
    ComplaintRecord,
    ContactRecord,
    EnquiryRecord,
    ExtensionRecord,
    PauseRecord,
    PhotoRecord,
    RowRecord,
    StepRecord,
)
from deskapp.complaints.things import Compensation, Complaint, ComplaintForm, Contact, Extension, Pause, Photo, Row
from deskapp.data import ActRecord
from deskapp.staff.house import house
from deskapp.typed import mask_mobile

T = TypeVar("T")


def slips(condition: Any, *, limit: int | None) -> tuple[Complaint, ...]:
    """Slips by a condition, newest first, without steps: one statement a table. The caller asked the right."""
    earlier: Any = ComplaintRecord.alias()
    query: Any = (
        ComplaintRecord.select(ComplaintRecord, ActRecord.at, ActRecord.staff_id, earlier.number.alias("repeat_no"))
        .join(ActRecord, on=ComplaintRecord.act)
        .switch(ComplaintRecord)
        .join(earlier, pw.JOIN.LEFT_OUTER, on=ComplaintRecord.repeat_of == earlier.id)
        .where(condition)
        .order_by(ComplaintRecord.id.desc())
        .limit(limit)
        .namedtuples()
    )
    records = list(query)
    ids = [record.id for record in records]
    rows, versions, enquiries = _rows(ids), _versions(ids), _enquiries(ids)
    contacts = _grouped(ids, ContactRecord, _contact)
    pauses = _grouped(ids, PauseRecord, _pause, ended=PauseRecord.resumed)
    compensations = _grouped(ids, CompensationRecord, _compensation, ended=CompensationRecord.decided)
    photos = _grouped(ids, PhotoRecord, _photo, only=PhotoRecord.removed.is_null())
    files = files_of(ids)
    return tuple(
        replace(
            _complaint(record, enquiries.get(record.id)),
            version=versions.get(record.id, 0),
            rows=rows.get(record.id, ()),
            contacts=contacts.get(record.id, ()),
            pauses=pauses.get(record.id, ()),
            compensations=compensations.get(record.id, ()),
            photos=photos.get(record.id, ()),
            files=files.get(record.id, ()),
        )
        for record in records
    )


def _complaint(record: Any, enquiry_id: int | None) -> Complaint:
    """The slip itself, without what lies in other tables."""
    return Complaint(
        id=record.id,
        number=record.number,
        version=0,
        stage=Stage(record.stage),
        form=_form(record, enquiry_id),
        outlet=house().outlets[record.outlet].name,
        received_at=record.received_at,
        received_by=record.staff_id,
        submitted_at=record.submitted_at,
        round=record.round,
        round_from=record.round_from,
        repeat_of=record.repeat_of,
        repeat_no=record.repeat_no or "",
        replied_at=record.replied_at,
        outcome=Outcome(record.outcome) if record.outcome else None,
        closed=None if record.closed is None else bool(record.closed),
        customer_signed=record.customer_signed,
        signed_supervisor=bool(record.signed_supervisor),
        signed_manager=bool(record.signed_manager),
        signed_service=bool(record.signed_service),
        paper_back_at=record.paper_back_at,
        paper_missing=record.paper_missing,
        archive_no=record.archive_no or "",
        archived_at=record.archived_at,
        archived_by=record.archived_by,
        reason=record.void_reason,
    )


def _among(field: Any, ids: Collection[int]) -> Any:
    """Whether a key is one of these. Ids of the store's own stand in the text: to bind thousands costs more than to read their rows."""
    return field.in_(pw.SQL(f"({', '.join(map(str, ids))})"))


def _form(record: Any, enquiry_id: int | None) -> ComplaintForm:
    return ComplaintForm(
        source=Source(record.source),
        outlet_id=record.outlet,
        nature=Nature(record.nature),
        severity=Severity(record.severity),
        category=record.category,
        description=record.description,
        remedy_requested=record.remedy_requested,
        case_owner_id=record.case_owner,
        received_at=record.received_at,
        customer_id=record.customer,
        name=record.name,
        mobile=mask_mobile(record.mobile),
        salutation=record.salutation,
        anonymous=bool(record.anonymous),
        anonymous_reason=record.anonymous_reason,
        vehicle_id=record.vehicle,
        plate=record.plate,
        vin=record.vin,
        model=record.model,
        odometer_km=record.odometer_km,
        bought_on=record.bought_on,
        service_advisor_id=record.service_advisor,
        sales_advisor_id=record.sales_advisor,
        technician=record.technician,
        work_order=record.work_order,
        happened_at=record.happened_at,
        place=record.place,
        division_no=record.division_no,
        reply_due=record.reply_due,
        certificate_asked_on=record.certificate_asked_on,
        certificate_holder=record.certificate_holder,
        cc_station=bool(record.cc_station),
        enquiry_id=enquiry_id,
        remark_id=record.remark,
    )


def _versions(ids: Collection[int]) -> dict[int, int]:
    if not ids:
        return {}
    query: Any = (
        StepRecord.select(StepRecord.complaint, pw.fn.MAX(StepRecord.id))
        .where(_among(StepRecord.complaint, ids))
        .group_by(StepRecord.complaint)
    )
    return dict(query.tuples())


def _enquiries(ids: Collection[int]) -> dict[int, int]:
    if not ids:
        return {}
    query: Any = EnquiryRecord.select(EnquiryRecord.complaint, EnquiryRecord.id).where(_among(EnquiryRecord.complaint, ids))
    return dict(query.tuples())


def _rows(ids: Collection[int]) -> dict[int, tuple[Row, ...]]:
    if not ids:
        return {}
    gone = ActRecord.alias()
    query: Any = (
        RowRecord.select(RowRecord, ActRecord.at, ActRecord.staff_id, gone.at.alias("gone_at"))
        .join(ActRecord, on=RowRecord.act)
        .switch(RowRecord)
        .join(gone, pw.JOIN.LEFT_OUTER, on=RowRecord.gone == gone.id)
        .where(_among(RowRecord.complaint, ids))
        .order_by(RowRecord.complaint, RowRecord.round, RowRecord.position, RowRecord.id)
        .namedtuples()
    )
    records = list(query)
    extensions = _extensions([record.id for record in records])
    found: dict[int, list[Row]] = {}
    for record in records:
        found.setdefault(record.complaint, []).append(_row(record, extensions.get(record.id, ())))
    return {key: tuple(some) for key, some in found.items()}


def _row(record: Any, extensions: tuple[Extension, ...]) -> Row:
    return Row(
        id=record.id,
        round=record.round,
        position=record.position,
        department_id=record.department,
        department=house().departments[record.department].name,
        state=RowState(record.state),
        workdays=record.workdays,
        assigned_at=record.at,
        assigned_by=record.staff_id,
        clock_from=record.clock_from,
        fixed_on=record.fixed_on,
        by_hand=bool(record.by_hand),
        owner_id=record.owner,
        accepted_by=record.accepted_by,
        accepted_at=record.accepted_at,
        accepted_on_paper=bool(record.accepted_on_paper),
        findings=record.findings,
        cause=record.cause,
        cause_kind=CauseKind(record.cause_kind),
        action=record.action,
        action_due_on=record.action_due_on,
        result=record.result,
        improvement=record.improvement,
        planned_at=record.planned_at,
        handled_at=record.handled_at,
        handled_by=record.handled_by,
        recorded=bool(record.recorded),
        reason=record.gone_reason,
        gone_at=record.gone_at,
        extensions=extensions,
    )


def _extensions(row_ids: Collection[int]) -> dict[int, tuple[Extension, ...]]:
    if not row_ids:
        return {}
    query: Any = (
        ExtensionRecord.select(ExtensionRecord, ActRecord.at, ActRecord.staff_id)
        .join(ActRecord, on=ExtensionRecord.act)
        .where(_among(ExtensionRecord.row, row_ids))
        .order_by(ExtensionRecord.id)
        .namedtuples()
    )
    found: dict[int, tuple[Extension, ...]] = {}
    for row in query:
        one = Extension(row.id, row.workdays, row.reason, row.staff_id, row.at, None if row.granted is None else bool(row.granted))
        found[row.row] = (*found.get(row.row, ()), one)
    return found


def _grouped(
    ids: Collection[int], table: Any, made: Callable[[Any], T], *, ended: Any = None, only: Any = None
) -> dict[int, tuple[T, ...]]:
    """The rows of a child table by slip, each with the act that wrote it (`at`, `staff_id`) and the one that ended it (`ended_…`)."""
    if not ids:
        return {}
    closing = ActRecord.alias()
    columns = [table, ActRecord.at.alias("written_at"), ActRecord.staff_id]
    if ended is not None:
        columns += [closing.at.alias("ended_at"), closing.staff_id.alias("ended_by")]
    query: Any = table.select(*columns).join(ActRecord, on=table.act)
    if ended is not None:
        query = query.switch(table).join(closing, pw.JOIN.LEFT_OUTER, on=ended == closing.id)
    condition = _among(table.complaint, ids)
    query = query.where(condition if only is None else condition & only).order_by(table.id).namedtuples()
    found: dict[int, tuple[T, ...]] = {}
    for row in query:
        found[row.complaint] = (*found.get(row.complaint, ()), made(row))
    return found


def _contact(row: Any) -> Contact:
    satisfaction = Satisfaction(row.satisfaction) if row.satisfaction else None
    return Contact(Purpose(row.purpose), row.round, bool(row.reached), row.at, row.staff_id, Means(row.means), row.note, satisfaction)


def _pause(row: Any) -> Pause:
    return Pause(row.written_at, row.reason, row.staff_id, row.ended_at)


def _compensation(row: Any) -> Compensation:
    return Compensation(
        id=row.id,
        kind=CompensationKind(row.kind),
        amount=row.amount,
        note=row.note,
        proposed_by=row.staff_id,
        proposed_at=row.written_at,
        approved=None if row.approved is None else bool(row.approved),
        decided_by=row.ended_by,
        decided_at=row.ended_at,
        decided_note=row.decided_note,
    )


def _photo(row: Any) -> Photo:
    return Photo(row.attachment, PhotoKind(row.kind), row.written_at)
