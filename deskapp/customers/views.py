"""What windows read of one customer: the card, hints while one types, the change history. Numbers leave masked."""

from collections.abc import Sequence
from typing import Any

import peewee as pw

from deskapp.customers.consents import standing_consents
from deskapp.customers.domain import (
    Customer,
    CustomerKind,
    CustomerRow,
    Duplicate,
    HistoryLine,
    Salutation,
    TokenSource,
    Vehicle,
)
from deskapp.customers.entry import energy_of
from deskapp.customers.family import family, present_cars
from deskapp.customers.search import exact_hits
from deskapp.customers.tables import CustomerRecord, OdometerRecord, VehicleRecord
from deskapp.customers.vehicles import same_cars
from deskapp.data import Act, ActRecord, ChangeRecord, reading
from deskapp.errors import UserError
from deskapp.staff.domain import Right, Scope
from deskapp.staff.service import require
from deskapp.typed import Birthday, format_plate, judge_plate, judge_vin, mask_mobile


def customer(*, act: Act, customer_id: int) -> Customer:
    """A customer with his cars and consents; a merged one leads to the survivor. Numbers are masked."""
    require(act, Right.SEE_CUSTOMERS, within=(Scope.EXACT_HIT,))
    with reading():
        ids = family(customer_id)
        made = ActRecord.alias()
        row = (
            CustomerRecord.select(
                CustomerRecord, made.at.alias("made_at"), made.staff_id.alias("made_by"), ActRecord.at, ActRecord.staff_id
            )
            .join(made, on=(CustomerRecord.act == made.id))
            .join(ActRecord, pw.JOIN.LEFT_OUTER, on=(CustomerRecord.note_act == ActRecord.id))
            .where(CustomerRecord.id == ids[0])
            .namedtuples()
            .get()
        )
        cars = vehicles(ids)
        return _customer(row, ids, cars, standing_consents(ids))


def present_name(record: CustomerRecord) -> str:
    """The name of a customer as he is known now: of one who was merged the survivor's. A statement only for those."""
    return record.name if record.merged_into_id is None else CustomerRecord.get_by_id(record.merged_into_id).name


def special_note(*, act: Act, customer_id: int) -> str:
    """The banner over a customer's card, '' when there is none: for the forms filled in while he stands there."""
    require(act, Right.SEE_CUSTOMERS, within=(Scope.EXACT_HIT,))
    return CustomerRecord.get_by_id(family(customer_id)[0]).note


def _customer(row: Any, ids: tuple[int, ...], cars: Sequence[Vehicle], consents: Sequence[Any]) -> Customer:
    birthday = Birthday(row.birth_month, row.birth_day, row.birth_year, row.birth_lunar) if row.birth_month else None
    return Customer(
        id=row.id,
        family=ids,
        kind=CustomerKind(row.kind),
        name=row.name,
        contact=row.contact,
        credit_code=row.credit_code,
        salutation=Salutation(row.salutation),
        reading=row.reading,
        mobile=mask_mobile(row.mobile),
        alt_contact=row.alt_contact,
        alt_phone=mask_mobile(row.alt_phone),
        birthday=birthday,
        address=row.address,
        note=row.note,
        note_at=row.at,
        note_staff_id=row.staff_id,
        vehicles=tuple(car for car in cars if car.ended_at is None),
        past_vehicles=tuple(car for car in cars if car.ended_at is not None),
        consents=tuple(consents),
        created_at=row.made_at,
        created_staff_id=row.made_by,
        erased=row.erased is not None,
    )


def vehicles(ids: Sequence[int]) -> list[Vehicle]:
    """All cars of a family, present and past, in the order they were taken up, with their last odometer reading."""
    last = OdometerRecord.select(pw.fn.MAX(OdometerRecord.id)).where(OdometerRecord.vehicle == VehicleRecord.id)
    rows = (
        VehicleRecord.select(VehicleRecord, OdometerRecord.km, ActRecord.at)
        .join(OdometerRecord, pw.JOIN.LEFT_OUTER, on=(OdometerRecord.id == last))
        .join(ActRecord, pw.JOIN.LEFT_OUTER, on=(OdometerRecord.act == ActRecord.id))
        .where(VehicleRecord.customer.in_(list(ids)))
        .order_by(VehicleRecord.id)
        .namedtuples()
    )
    return [_vehicle(row) for row in rows]


def _vehicle(row: Any) -> Vehicle:
    return Vehicle(
        id=row.id,
        customer_id=row.customer,
        plate=row.plate,
        plate_class=row.plate_class,
        vin=row.vin,
        model=row.model,
        color=row.color,
        energy=energy_of(row.energy),
        bought_on=row.bought_on,
        bought_here=row.bought_here,
        insurance_until=row.insurance_until,
        inspection_until=row.inspection_until,
        odometer_km=row.km,
        odometer_on=row.at.date() if row.at else None,
        ended_at=row.ended_at,
        ended_why=row.ended_why,
    )


PAGE = 200


def customers(*, act: Act, kind: CustomerKind | None = None, before: int | None = None, limit: int = PAGE) -> list[CustomerRow]:
    """One page of customers, the last taken up on top; `before` is the last id of the page before. Merged and erased ones are left out."""
    require(act, Right.SEE_CUSTOMERS)
    wanted = CustomerRecord.merged_into.is_null() & CustomerRecord.erased.is_null()
    if kind is not None:
        wanted = wanted & (CustomerRecord.kind == kind.value)
    if before is not None:
        wanted = wanted & (CustomerRecord.id < before)
    with reading():
        rows: list[Any] = list(
            CustomerRecord.select(CustomerRecord, ActRecord.at)
            .join(ActRecord, on=(CustomerRecord.act == ActRecord.id))
            .where(wanted)
            .order_by(CustomerRecord.id.desc())
            .limit(limit)
            .namedtuples()
        )
        cars = present_cars([row.id for row in rows])
    return [
        CustomerRow(
            customer_id=row.id,
            kind=CustomerKind(row.kind),
            name=row.name,
            contact=row.contact,
            salutation=Salutation(row.salutation).spoken,
            mobile=mask_mobile(row.mobile),
            plates=tuple(format_plate(plate) if plate else "未上牌" for plate, _ in cars.get(row.id, ())),
            note=row.note,
            created_at=row.at,
        )
        for row in rows
    ]


def duplicates(
    *, act: Act, mobile: str = "", plate: str = "", vin: str = "", card: str = "", besides: int | None = None
) -> list[Duplicate]:
    """Customers who already have one of these numbers, for the hint beside the field while one types; `besides` is left out.

    Only whole numbers match; what cannot be read yet matches nothing.
    """
    require(act, Right.SEE_CUSTOMERS)
    own = family(besides) if besides is not None else ()
    found = [Duplicate("mobile", hit) for hit in exact_hits(mobile, TokenSource.MOBILE)] if mobile else []
    found += [Duplicate("card_no", hit) for hit in exact_hits(card, TokenSource.CARD)] if card else []
    for field, text in (("plate", _spelling(plate, judge_plate)), ("vin", _spelling(vin, judge_vin))):
        if text:
            cars = {car.customer_id: car.id for car in same_cars(text if field == "plate" else "", text if field == "vin" else "")}
            hits = exact_hits(text, TokenSource.PLATE if field == "plate" else TokenSource.VIN)
            found += [Duplicate(field, hit, cars.get(hit.customer_id or 0)) for hit in hits]
    return [one for one in found if one.hit.customer_id not in own]


def _spelling(text: str, judge: Any) -> str:
    try:
        judged = judge(text).value
    except UserError:
        return ""
    return judged if isinstance(judged, str) else judged.text


def change_history(*, act: Act, customer_id: int) -> list[HistoryLine]:
    """What changed in a customer, in those merged into him and in their cars, newest first, in words and with numbers masked."""
    require(act, Right.SEE_CUSTOMERS)
    ids = list(family(customer_id))
    names = {
        car.id: format_plate(car.plate) if car.plate else car.vin for car in VehicleRecord.select().where(VehicleRecord.customer.in_(ids))
    }
    mine = (ChangeRecord.kind == "customers") & ChangeRecord.record_id.in_(ids)
    if names:
        mine |= (ChangeRecord.kind == "vehicles") & ChangeRecord.record_id.in_(list(names))
    rows = (
        ChangeRecord.select(ChangeRecord, ActRecord.at, ActRecord.staff_id, ActRecord.pc)
        .join(ActRecord)
        .where(mine)
        .order_by(ChangeRecord.id.desc())
        .namedtuples()
    )
    return [
        _line(row, "客户资料" if row.kind == "customers" else f"车辆 {names[row.record_id]}")
        for row in rows
        if row.field in _FIELDS and (row.field != "merge" or row.record_id == ids[0])  # the other side of a merge says the same
    ]


_FIELDS = {
    "kind": "客户类型",
    "name": "姓名",
    "contact": "联系人",
    "credit_code": "信用代码",
    "salutation": "称谓",
    "reading": "读音",
    "mobile": "手机",
    "alt_contact": "备用联系人",
    "alt_phone": "备用电话",
    "birthday": "生日",
    "address": "地址",
    "note": "特别说明",
    "plate": "车牌",
    "vin": "车架号",
    "model": "车型",
    "color": "颜色",
    "energy": "能源",
    "bought_on": "购车日期",
    "bought_here": "本店购车",
    "insurance_until": "保险到期",
    "inspection_until": "年检到期",
    "ended_at": "结束",
    "merge": "合并",
    "erased": "清除个人信息",
}


def _line(row: Any, subject: str) -> HistoryLine:
    return HistoryLine(
        at=row.at,
        staff_id=row.staff_id,
        pc=row.pc,
        subject=subject,
        what=_FIELDS[row.field],
        old=_shown(row.field, row.old),
        new=_shown(row.field, row.new),
        reason=row.reason,
    )


def _shown(field: str, text: str) -> str:
    if field in {"mobile", "alt_phone"}:
        return mask_mobile(text)
    if field == "plate":
        return format_plate(text) if text else ""
    if field == "kind":
        return CustomerKind(text).label
    if field == "salutation":
        return Salutation(text).label
    if field == "energy" and text:
        energy = energy_of(text)
        return energy.label if energy else ""
    if field == "bought_here":
        return {"True": "是", "False": "否"}.get(text, "")
    return text
