"""The check from its beginning to the notices that follow from it (inspection.md §3)."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from deskapp.attachments.service import KeptPhoto, attach
from deskapp.checklists.domain import Kind, Result, RunKind
from deskapp.checklists.runs import begin_run, failures_of, finish_run, mark_items, void_run
from deskapp.checklists.tables import ItemRecord
from deskapp.checklists.templates import version_on
from deskapp.data import Act, NumberKind, Tx, next_number, register_number, update_record, writing
from deskapp.errors import UserError
from deskapp.inspection.domain import Inspection
from deskapp.inspection.lot import drawn_items, drawn_person
from deskapp.inspection.reading import inspection
from deskapp.inspection.tables import InspectionRecord, PhotoRecord
from deskapp.rectification.domain import REPEAT_DAYS, REPEAT_TIMES, Finding, Notice, NoticeForm, Source
from deskapp.rectification.notices import raise_notice
from deskapp.rectification.reading import notice_by_id, notices_of
from deskapp.settings.store import value
from deskapp.staff.domain import Right
from deskapp.staff.house import house
from deskapp.staff.service import person, require

MOST_PHOTOS = 9


def begin_check(
    *,
    act: Act,
    code: str,
    kind: RunKind,
    department_id: int | None = None,
    person_id: int | None = None,
    codes: Sequence[str] = (),
) -> Inspection:
    """Begin a check by the sheet of a letter, as it is valid today; its number JC-….

    A spot check draws its items by lot with a kept seed, those that failed lately more often, unless they are chosen by `codes`. A sheet
    whose spot check looks at people takes all items of one person: the one named, or one drawn by lot whom nobody looked at this week.
    Without a department it is the person's, else the sheet's own.
    """
    require(act, Right.INSPECT)
    given = {"code": code, "kind": kind, "department": department_id, "person": person_id, "codes": list(codes)}
    with writing(act, "begin_check", **given) as tx:
        if tx.replay is not None:
            return inspection(tx.replay)
        of = version_on(code=code, on=tx.act.at.date())
        if of is None or of.kind is not Kind.INSPECTION or not of.form.active:
            raise UserError("没有启用这张检查表。请刷新")
        by_lot = kind is RunKind.SPOT and of.form.spot_people and person_id is None
        seed, drawn = drawn_items(tx, of, kind, codes)
        if by_lot:
            seed, person_id = drawn_person(tx, of, department_id)
        if person_id is not None and department_id is None:
            department_id = person(person_id).department_id
        _judge_person(person_id, department_id or of.form.department_id)
        run_id = begin_run(
            tx, of=of, kind=kind, day=tx.act.at.date(), drawn=drawn, seed=seed, department_id=department_id, person_id=person_id
        )
        number = next_number(tx, NumberKind.INSPECTION)
        record = InspectionRecord.create(number=number, run=run_id, act=tx.act_id)
        register_number(number, record.id)
        return _done(tx, record)


def mark_check(*, act: Act, inspection_id: int, marks: Mapping[str, tuple[Result, str]]) -> Inspection:
    """Write how items were found, at any time until the check is finished: code -> (result, note)."""
    require(act, Right.INSPECT)
    plain = sorted((code, result.value, note) for code, (result, note) in marks.items())
    with writing(act, "mark_check", inspection_id=inspection_id, marks=plain) as tx:
        if tx.replay is not None:
            return inspection(tx.replay)
        record = _record(inspection_id)
        mark_items(tx, run_id=record.run_id, marks=marks)
        return _done(tx, record)


def add_photo(*, act: Act, inspection_id: int, code: str, photo: KeptPhoto) -> Inspection:
    """Add a photo to an item of an unfinished check; at most nine an item."""
    require(act, Right.INSPECT)
    with writing(act, "add_photo", inspection_id=inspection_id, code=code, photo=str(photo.content)) as tx:
        if tx.replay is not None:
            return inspection(tx.replay)
        record, found = _unfinished(inspection_id)
        if len(found.photos_of(code)) >= MOST_PHOTOS:
            raise UserError(f"一项最多 {MOST_PHOTOS} 张照片", field=code)
        item: Any = ItemRecord.get_or_none((ItemRecord.version == found.run.version.id) & (ItemRecord.code == code))
        if item is None:
            raise UserError(f"{code} 不在这次检查里。请刷新")
        PhotoRecord.create(inspection=record.id, item=item.id, attachment=attach(tx, photo), act=tx.act_id)
        return _done(tx, record)


def remove_photo(*, act: Act, inspection_id: int, code: str, attachment_id: int) -> Inspection:
    """Take a photo out of an unfinished check again; it stays in the history."""
    require(act, Right.INSPECT)
    with writing(act, "remove_photo", inspection_id=inspection_id, code=code, attachment_id=attachment_id) as tx:
        if tx.replay is not None:
            return inspection(tx.replay)
        record, _ = _unfinished(inspection_id)
        query: Any = PhotoRecord.select().where(
            (PhotoRecord.inspection == record.id) & (PhotoRecord.attachment == attachment_id) & PhotoRecord.removed.is_null()
        )
        photo = next((one for one in query if one.item.code == code), None)
        if photo is None:
            raise UserError("这张照片已经去掉。请刷新")
        update_record(tx, photo, removed=tx.act_id)
        return _done(tx, record)


def finish_check(*, act: Act, inspection_id: int) -> Inspection:
    """Close a check of which every item is marked; its texts stay as they are for ever."""
    require(act, Right.INSPECT)
    with writing(act, "finish_check", inspection_id=inspection_id) as tx:
        if tx.replay is not None:
            return inspection(tx.replay)
        record = _record(inspection_id)
        finish_run(tx, run_id=record.run_id)
        return _done(tx, record)


def confirm_check(*, act: Act, inspection_id: int) -> Inspection:
    """The other side confirms by its own PIN: the person of the act belongs to the checked department and is not the inspector."""
    with writing(act, "confirm_check", inspection_id=inspection_id) as tx:
        if tx.replay is not None:
            return inspection(tx.replay)
        record, found = _to_confirm(inspection_id)
        signer = person(tx.act.staff_id or 0)
        if signer.id == found.run.started_by:
            raise UserError("检查人不能自己确认，请受检方确认")
        if found.run.department_id is not None and signer.department_id not in house().under(found.run.department_id):
            raise UserError(f"{signer.name} 不是{found.department}的人，请受检方确认")
        update_record(tx, record, confirmed=tx.act_id, confirmed_by=signer.name)
        return _done(tx, record)


def confirm_on_paper(*, act: Act, inspection_id: int, signed_by: str) -> Inspection:
    """Type in who of the other side signed the sheet; marked as from paper (代录)."""
    require(act, Right.INSPECT)
    if not signed_by.strip():
        raise UserError("请填纸上签字的人", field="signed_by")
    with writing(act, "confirm_on_paper", inspection_id=inspection_id, signed_by=signed_by) as tx:
        if tx.replay is not None:
            return inspection(tx.replay)
        record, found = _to_confirm(inspection_id)
        if found.run.started_by and signed_by.strip() == person(found.run.started_by).name:
            raise UserError("检查人不能自己确认，请填受检方的人", field="signed_by")
        update_record(tx, record, confirmed=tx.act_id, confirmed_by=signed_by.strip(), on_paper=True)
        return _done(tx, record)


def void_check(*, act: Act, inspection_id: int, reason: str) -> Inspection:
    """Take a check out of every figure, by 客服经理 with a reason. Refuses one that has raised notices: they are voided first."""
    require(act, Right.VOID_SLIPS)
    with writing(act, "void_check", inspection_id=inspection_id, reason=reason) as tx:
        if tx.replay is not None:
            return inspection(tx.replay)
        record = _record(inspection_id)
        raised = [one for one in notices_of(source=Source.INSPECTION, source_no=record.number) if one.state.is_open]
        if raised:
            raise UserError(f"已开出整改单 {'、'.join(one.number for one in raised)}，请先作废它们")
        void_run(tx, run_id=record.run_id, reason=reason)
        update_record(tx, record, void_reason=reason.strip())
        return _done(tx, record)


def raise_notices(*, act: Act, inspection_id: int, departments: Mapping[str, int] | None = None) -> tuple[Notice, ...]:
    """Draft a notice for each department from the failed items of a finished check; `departments` sends items elsewhere by their code.

    An item that failed three times in 30 days at its department is flagged as 重复项目. Refuses a check without failures, and once more.
    """
    require(act, Right.ISSUE_NOTICES)
    chosen = dict(departments or {})
    with writing(act, "raise_notices", inspection_id=inspection_id, departments=sorted(chosen.items())) as tx:
        if tx.replay is not None:
            return notices_of(source=Source.INSPECTION, source_no=inspection(tx.replay).number)
        record = _record(inspection_id)
        found = inspection(inspection_id)
        _refuse_no_findings(found)
        by_department: dict[int, list[Finding]] = {}
        for item in found.run.failed:
            department_id = chosen.get(item.code) or found.run.department_id
            if department_id is None:
                raise UserError(f"请为 {item.code} 选责任部门", field=item.code)
            by_department.setdefault(department_id, []).append(_finding(found, item.code, department_id))
        made = [
            raise_notice(tx, NoticeForm(department_id, tuple(findings), Source.INSPECTION, record.number))
            for department_id, findings in by_department.items()
        ]
        tx.done(record.id, record.number)
        return tuple(notice_by_id(one.id) for one in made)


def _record(inspection_id: int) -> InspectionRecord:
    record = InspectionRecord.get_or_none(InspectionRecord.id == inspection_id)
    if record is None:
        raise UserError("没有这次检查。请刷新")
    return record


def _unfinished(inspection_id: int) -> tuple[InspectionRecord, Inspection]:
    record, found = _record(inspection_id), inspection(inspection_id)
    if found.run.voided or found.run.finished_at is not None:
        raise UserError("这次检查已经完成或作废，不能再改")
    return record, found


def _to_confirm(inspection_id: int) -> tuple[InspectionRecord, Inspection]:
    record, found = _record(inspection_id), inspection(inspection_id)
    if found.run.voided:
        raise UserError(f"{record.number} 已经作废")
    if found.run.finished_at is None:
        raise UserError(f"{record.number} 还没查完，不能确认")
    if found.confirmed_at is not None:
        raise UserError(f"{record.number} 已由 {found.confirmed_by} 于 {found.confirmed_at:%m-%d %H:%M} 确认")
    return record, found


def _refuse_no_findings(found: Inspection) -> None:
    if found.run.voided or found.run.finished_at is None:
        raise UserError("检查完成后才能开整改单")
    if not found.run.failed:
        raise UserError("这次检查没有不合格项")
    raised = notices_of(source=Source.INSPECTION, source_no=found.number)
    if raised:
        raise UserError(f"已经开出整改单 {'、'.join(one.number for one in raised)}")


def _finding(found: Inspection, code: str, department_id: int) -> Finding:
    item = next(item for item in found.run.items if item.code == code)
    day = found.run.day
    times = failures_of(department_id=department_id, since=day - timedelta(days=value(REPEAT_DAYS) - 1), until=day).get(code, 0)
    return Finding(
        title=item.title,
        criterion=item.criterion,
        fact=found.run.marks[code].note,
        code=code,
        repeated=times if times >= value(REPEAT_TIMES) else 0,
        photos=found.photos_of(code),
    )


def _judge_person(person_id: int | None, department_id: int | None) -> None:
    if person_id is None:
        return
    checked = house().people.get(person_id)
    if checked is None or not checked.active:
        raise UserError("请选受检人", field="person")
    if department_id is not None and checked.department_id not in house().under(department_id):
        raise UserError(f"{checked.name} 不在{house().departments[department_id].name}，请换部门或受检人", field="person")


def _done(tx: Tx, record: InspectionRecord) -> Inspection:
    tx.done(record.id, record.number)
    return inspection(record.id)
