"""The history of a slip: every step with who, when, note, and which fields it changed, in words."""

from collections.abc import Mapping
from typing import Any

import peewee as pw

from deskapp.complaints.lists import BY_CODE, CauseKind, Nature, Severity, Source
from deskapp.complaints.tables import RowRecord, StepRecord
from deskapp.complaints.things import FieldChange, Step
from deskapp.data import ActRecord, ChangeRecord
from deskapp.staff.house import house
from deskapp.typed import format_plate, mask_mobile

_FIELDS: Mapping[str, str] = {
    "received_at": "受理时间",
    "source": "来源渠道",
    "outlet": "销售网点",
    "case_owner": "专人",
    "division_no": "事业部编号",
    "reply_due": "要求回复",
    "name": "客户姓名",
    "mobile": "手机",
    "anonymous": "匿名",
    "anonymous_reason": "匿名原因",
    "plate": "车牌",
    "vin": "车架号",
    "model": "车型",
    "odometer_km": "里程",
    "service_advisor": "服务顾问",
    "sales_advisor": "销售顾问",
    "technician": "技师",
    "work_order": "工单号",
    "happened_at": "发生时间",
    "place": "发生地点",
    "nature": "性质",
    "severity": "级别",
    "category": "类别",
    "certificate_asked_on": "合格证要求日期",
    "certificate_holder": "合格证在哪里",
    "description": "问题描述",
    "remedy_requested": "客户要求",
    "cc_station": "抄送站长",
    "workdays": "工作日数",
    "fixed_on": "指定日期",
    "owner": "责任人",
    "findings": "核查情况",
    "cause": "原因",
    "cause_kind": "原因类别",
    "action": "措施",
    "action_due_on": "改善时间",
    "result": "处理结果",
    "improvement": "内部改善",
    "customer_signed": "客户签字",
    "paper_missing": "未归还说明",
    "closed": "是否闭环",
}
_PEOPLE = ("case_owner", "service_advisor", "sales_advisor", "owner")
_WORDS: Mapping[str, Mapping[str, str]] = {
    "source": {one.value: one.label for one in Source},
    "nature": {one.value: one.label for one in Nature},
    "severity": {one.value: one.label for one in Severity},
    "cause_kind": {one.value: one.label for one in CauseKind},
    "category": {code: one.full for code, one in BY_CODE.items()},
}


def steps_of(complaint_id: int) -> tuple[Step, ...]:
    """Every step of a slip, the oldest first. The caller asked the right."""
    return _steps(StepRecord.complaint == complaint_id, complaint_id)


def steps_since(complaint_id: int, version: int) -> tuple[Step, ...]:
    """The steps somebody has not seen who looked at `version`."""
    return _steps((StepRecord.complaint == complaint_id) & (StepRecord.id > version), complaint_id)


def _steps(condition: Any, complaint_id: int) -> tuple[Step, ...]:
    query: Any = (
        StepRecord.select(StepRecord, ActRecord.at, ActRecord.staff_id, RowRecord.department.alias("department_id"))
        .join(ActRecord, on=StepRecord.act)
        .switch(StepRecord)
        .join(RowRecord, pw.JOIN.LEFT_OUTER, on=StepRecord.row == RowRecord.id)
        .where(condition)
        .order_by(StepRecord.id)
        .namedtuples()
    )
    records = list(query)
    changed = _changes({record.act for record in records}, complaint_id)
    departments = house().departments
    return tuple(
        Step(
            id=record.id,
            at=record.at,
            by=record.staff_id,
            what=record.what,
            note=record.note,
            department=departments[record.department_id].name if record.department_id else "",
            changes=tuple(changed.pop((record.act, record.row or 0), ())),
        )
        for record in records
    )


def _changes(act_ids: set[int], complaint_id: int) -> dict[tuple[int, int], list[FieldChange]]:
    """Changed fields by act and row (0 = the slip's own)."""
    if not act_ids:
        return {}
    rows = [row.id for row in RowRecord.select(RowRecord.id).where(RowRecord.complaint == complaint_id)]
    mine = (ChangeRecord.kind == "complaints") & (ChangeRecord.record_id == complaint_id)
    if rows:
        mine |= (ChangeRecord.kind == "complaint_rows") & ChangeRecord.record_id.in_(rows)
    query: Any = ChangeRecord.select().where(ChangeRecord.act.in_(sorted(act_ids)) & mine).order_by(ChangeRecord.id)
    found: dict[tuple[int, int], list[FieldChange]] = {}
    for row in query:
        if row.field in _FIELDS:
            key = row.act_id, row.record_id if row.kind == "complaint_rows" else 0
            found.setdefault(key, []).append(FieldChange(_FIELDS[row.field], _shown(row.field, row.old), _shown(row.field, row.new)))
    return found


def _shown(field: str, text: str) -> str:
    if field == "mobile":
        return mask_mobile(text)
    if field == "plate":
        return format_plate(text) if text else ""
    if field in _PEOPLE:
        return house().people[int(text)].name if text else ""
    if field == "outlet":
        return house().outlets[int(text)].name if text else ""
    if field in _WORDS:
        return _WORDS[field].get(text, text)
    if text in ("True", "False"):
        return "是" if text == "True" else "否"
    return text.removesuffix(":00") if field.endswith(("_at", "_due")) else text
