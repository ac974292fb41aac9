"""What was typed about a complaint, judged field by field: everything that is wrong is refused at once (complaints.md §3)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from deskapp.complaints.domain import LONGEST, NOT_ASKED, SHORTEST
from deskapp.complaints.lists import BY_CODE, CERTIFICATE
from deskapp.complaints.things import ComplaintForm
from deskapp.customers.domain import Salutation
from deskapp.customers.entry import Judging, judge_text
from deskapp.customers.family import family, refuse_erased
from deskapp.customers.tables import CustomerRecord, OdometerRecord, VehicleRecord
from deskapp.errors import UserError
from deskapp.staff.domain import Role
from deskapp.staff.house import house
from deskapp.typed import judge_mobile, judge_plate, judge_vin

_SHORT = 60
_FAR = 2_000_000
_SERVICE = frozenset((Role.CUSTOMER_SERVICE, Role.SERVICE_MANAGER))


def judge(form: ComplaintForm, judging: Judging, now: datetime, *, whole: bool) -> dict[str, Any]:
    """The columns of a slip. `whole`: as it must be to be submitted; a draft may still lack what nobody has asked yet."""
    values: dict[str, Any] = {"source": form.source.value, "nature": form.nature.value, "severity": form.severity.value}
    values |= _place(form, judging, whole=whole)
    values |= _customer(form, judging, whole=whole)
    values |= _car(form, judging)
    values |= _people(form, judging)
    return values | judge_texts(form, judging, now, whole=whole)


def judge_texts(form: ComplaintForm, judging: Judging, now: datetime, *, whole: bool = True) -> dict[str, Any]:
    """The part of `judge` that asks no record: what was said, when and where."""
    return _times(form, judging, now) | _what(form, judging, whole=whole)


def default_owner(outlet_id: int, staff_id: int | None) -> int | None:
    """专人 of a slip: the person of customer service at its 二级点; at the main outlet whoever takes it down, else the first one."""
    people = [one for one in house().people.values() if one.active and one.roles & _SERVICE]
    of_outlet = [one.id for one in people if one.outlet_id == outlet_id]
    if outlet_id != min(house().outlets, default=outlet_id) and of_outlet:
        return of_outlet[0]
    ids = [one.id for one in people]
    return staff_id if staff_id in ids else next(iter(of_outlet or ids), None)


def _place(form: ComplaintForm, judging: Judging, *, whole: bool) -> dict[str, Any]:
    outlet = house().outlets.get(form.outlet_id)
    if outlet is None or not outlet.active:
        judging.refuse("outlet", "请选销售网点")
    if form.category not in BY_CODE:
        judging.refuse("category", "请选类别")
    if whole and form.source.has_division_number and not form.division_no.strip():
        judging.refuse("division_no", f"来源是{form.source.label}，请填事业部编号")
    if whole and form.source.has_division_number and form.reply_due is None:
        judging.refuse("reply_due", f"来源是{form.source.label}，请填要求回复的时间")
    certificate = form.category == CERTIFICATE
    if whole and certificate and form.certificate_asked_on is None:
        judging.refuse("certificate_asked_on", "请填客户从哪天开始要合格证/手续")
    if whole and certificate and not form.certificate_holder.strip():
        judging.refuse("certificate_holder", "请填合格证/手续现在在哪里")
    return {
        "outlet": form.outlet_id,
        "category": form.category,
        "division_no": _text(judging, "division_no", "事业部编号", form.division_no),
        "reply_due": form.reply_due,
        "certificate_asked_on": form.certificate_asked_on if certificate else None,
        "certificate_holder": _text(judging, "certificate_holder", "现在在哪里", form.certificate_holder) if certificate else "",
        "cc_station": form.cc_station,
    }


def _customer(form: ComplaintForm, judging: Judging, *, whole: bool) -> dict[str, Any]:
    """Name and number as they were given, from his record where nothing else was typed."""
    record = _record_of(form, judging)
    name = form.name.strip() or (record.contact or record.name if record else "")
    mobile = form.mobile.strip() or (record.mobile if record else "")
    salutation = form.salutation or (record.salutation if record else "")
    kept = judging.take("mobile", lambda: judge_mobile(mobile)) if mobile else ""
    if form.anonymous:
        if record is not None:
            judging.refuse("anonymous", "已选客户，不能又记为匿名")
        if not form.anonymous_reason.strip():
            judging.refuse("anonymous_reason", "匿名请写明原因，例如“客户不愿留名”")
    elif whole:
        if not name:
            judging.refuse("name", "请填客户姓名；客户不愿留名请勾选“匿名”")
        if not mobile:
            judging.refuse("mobile", "请填手机；客户不愿留号码请勾选“匿名”")
    return {
        "customer": record.id if record else None,
        "name": _text(judging, "name", "客户姓名", name),
        "mobile": kept or "",
        "salutation": salutation if salutation in tuple(Salutation) else "",
        "anonymous": form.anonymous,
        "anonymous_reason": _text(judging, "anonymous_reason", "匿名原因", form.anonymous_reason) if form.anonymous else "",
    }


def _record_of(form: ComplaintForm, judging: Judging) -> Any:
    if form.customer_id is None:
        return None
    with judging.collecting("customer"):
        try:
            root = family(form.customer_id)[0]
        except LookupError:
            raise UserError("没有这位客户。请重新选") from None
        refuse_erased(root)
        return CustomerRecord.get_by_id(root)
    return None


def _car(form: ComplaintForm, judging: Judging) -> dict[str, Any]:
    """The car as it was named, from its record where nothing else was typed."""
    record: Any = VehicleRecord.get_or_none(VehicleRecord.id == form.vehicle_id) if form.vehicle_id is not None else None
    if form.vehicle_id is not None and record is None:
        judging.refuse("vehicle", "没有这辆车。请重新选")
    plate, vin = form.plate.strip() or (record.plate if record else ""), form.vin.strip() or (record.vin if record else "")
    judged = judging.take("plate", lambda: judge_plate(plate)) if plate else None
    km = form.odometer_km
    if km is not None and not 0 <= km <= _FAR:
        judging.refuse("odometer_km", f"里程请填 0 到 {_FAR:,} 公里")
    if km is None and record is not None:
        last: Any = OdometerRecord.select().where(OdometerRecord.vehicle == record.id).order_by(OdometerRecord.id.desc()).first()
        km = last.km if last else None
    return {
        "vehicle": record.id if record else None,
        "plate": judged.text if judged else "",
        "vin": (judging.take("vin", lambda: judge_vin(vin)) or "") if vin else "",
        "model": _text(judging, "model", "车型", form.model or (record.model if record else "")),
        "odometer_km": km,
        "bought_on": form.bought_on or (record.bought_on if record else None),
    }


def _people(form: ComplaintForm, judging: Judging) -> dict[str, Any]:
    people = house().people
    for field, staff_id, what in (
        ("service_advisor", form.service_advisor_id, "服务顾问"),
        ("sales_advisor", form.sales_advisor_id, "销售顾问"),
    ):
        if staff_id is not None and staff_id not in people:
            judging.refuse(field, f"请选{what}")
    owner = people.get(form.case_owner_id) if form.case_owner_id is not None else None
    if form.case_owner_id is not None and (owner is None or not owner.active or not owner.roles & _SERVICE):
        judging.refuse("case_owner", "专人要是客服的人")
    return {
        "case_owner": form.case_owner_id,
        "service_advisor": form.service_advisor_id,
        "sales_advisor": form.sales_advisor_id,
        "technician": _text(judging, "technician", "技师", form.technician),
        "work_order": _text(judging, "work_order", "工单号", form.work_order),
    }


def _times(form: ComplaintForm, judging: Judging, now: datetime) -> dict[str, Any]:
    received = form.received_at or now
    if received > now:
        judging.refuse("received_at", "受理时间不能晚于现在")
    if form.happened_at is not None and form.happened_at > received:
        judging.refuse("happened_at", "发生时间不能晚于受理时间")
    if form.reply_due is not None and form.reply_due <= received:
        judging.refuse("reply_due", "要求回复的时间要晚于受理时间")
    if form.certificate_asked_on is not None and form.certificate_asked_on > received.date():
        judging.refuse("certificate_asked_on", "要求日期不能晚于受理时间")
    first = form.first_contact_at
    if first is not None and not received.replace(second=0) <= first <= now:
        judging.refuse("first_contact_at", "首次联系要在受理之后、现在之前")
    return {
        "received_at": received,
        "happened_at": form.happened_at,
        "place": _text(judging, "place", "发生地点", form.place),
    }


def _what(form: ComplaintForm, judging: Judging, *, whole: bool) -> dict[str, Any]:
    words = judging.take("description", lambda: judge_text(form.description, label="问题描述", field="description", limit=LONGEST))
    if words is not None and len(words) < (SHORTEST if whole else 1):
        judging.refuse("description", f"请记下客户原话，至少 {SHORTEST} 个字" if whole else "请记下客户原话")
    remedy = judging.take(
        "remedy_requested", lambda: judge_text(form.remedy_requested, label="客户要求", field="remedy_requested", limit=300)
    )
    if whole and remedy == "":
        judging.refuse("remedy_requested", f"请填客户要求；没有提要求请填“{NOT_ASKED}”")
    return {"description": words, "remedy_requested": remedy or NOT_ASKED}


def _text(judging: Judging, field: str, label: str, text: str) -> str:
    return judging.take(field, lambda: judge_text(text, label=label, field=field, limit=_SHORT)) or ""


def kept_reasons(values: Mapping[str, Any], accepted: Mapping[str, str]) -> dict[str, tuple[Any, Any]]:
    """Unusual values that were let through, for the change history."""
    return {field: ("", values[field]) for field in accepted if field in values}
