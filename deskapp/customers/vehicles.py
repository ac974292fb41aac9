"""The cars of a customer: add, change, end, and take over from another customer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from deskapp.customers.domain import Token, TokenSource, VehicleForm
from deskapp.customers.entry import Judging, judge_text, judge_vehicle
from deskapp.customers.family import family, refuse_erased
from deskapp.customers.search import holders
from deskapp.customers.tables import CustomerRecord, OdometerRecord, VehicleRecord
from deskapp.customers.tokens import vehicle_tokens, write_tokens
from deskapp.data import Act, Tx, record_changes, update_record, writing
from deskapp.errors import UserError
from deskapp.staff.domain import Right
from deskapp.staff.service import require
from deskapp.typed import format_plate, judge_odometer

_REASON_LIMIT = 120
_KEPT = ("plate", "plate_class", "vin", "model", "color", "energy", "bought_on", "bought_here", "insurance_until", "inspection_until")


@dataclass(frozen=True, slots=True)
class JudgedVehicle:
    """A car ready to be written: its columns, the odometer, the rows at other customers it ends, and where its reasons stand."""

    values: dict[str, Any]
    km: int | None
    ends: tuple[VehicleRecord, ...]
    under: str


def add_vehicle(*, act: Act, customer_id: int, form: VehicleForm, reasons: Mapping[str, str] | None = None) -> int:
    """Add a car to a customer; its id. A car met at another customer needs `take_over` or the reason "plate_shared"."""
    require(act, Right.EDIT_CUSTOMERS)
    reasons = reasons or {}
    with writing(act, "add_vehicle", customer_id=customer_id, form=form, reasons=reasons) as tx:
        if tx.replay is not None:
            return tx.replay
        refuse_erased(family(customer_id)[0])
        judging = Judging(reasons)
        cars = judge_vehicles([form], judging, customer_id=customer_id, today=tx.act.at.date())
        judging.finish()
        vehicle_id = insert_vehicles(tx, family(customer_id)[0], cars, judging.accepted)[0]
        tx.done(vehicle_id)
        return vehicle_id


def edit_vehicle(*, act: Act, vehicle_id: int, form: VehicleForm, reasons: Mapping[str, str] | None = None) -> None:
    """Change a car; the change history keeps old and new. A lower odometer than the last needs a reason."""
    require(act, Right.EDIT_CUSTOMERS)
    reasons = reasons or {}
    with writing(act, "edit_vehicle", vehicle_id=vehicle_id, form=form, reasons=reasons) as tx:
        if tx.replay is not None:
            return
        record = _live(vehicle_id)
        judging = Judging(reasons)
        values, km = judge_vehicle(form, judging, today=tx.act.at.date(), last_km=last_odometer(vehicle_id))
        others: tuple[VehicleRecord, ...] = ()
        if (values["plate"], values["vin"]) != (record.plate, record.vin):
            others = _elsewhere(values, judging, form=form, own=family(record.customer_id), but=vehicle_id)
        judging.finish()
        for other in others:
            end_car(tx, other, f"转到客户 {_name(record.customer_id)}")
        before = live_tokens(record.customer_id)
        update_record(tx, record, reason="；".join(v for k, v in judging.accepted.items() if k != "odometer_km"), **values)
        _keep_odometer(tx, vehicle_id, km, judging.accepted.get("odometer_km", ""))
        write_tokens(record.customer_id, live_tokens(record.customer_id), replacing=before)
        touch(tx, record.customer_id)
        tx.done(vehicle_id)


def end_vehicle(*, act: Act, vehicle_id: int, reason: str) -> None:
    """Note that the car is no longer this customer's (sold, scrapped). Its row and history stay."""
    require(act, Right.EDIT_CUSTOMERS)
    with writing(act, "end_vehicle", vehicle_id=vehicle_id, reason=reason) as tx:
        if tx.replay is not None:
            return
        why = judge_text(reason, label="原因", field="reason_text", limit=_REASON_LIMIT).value
        if not why:
            raise UserError("请写明原因，如 已卖出", field="reason_text")
        record = _live(vehicle_id)
        end_car(tx, record, why)
        touch(tx, record.customer_id)
        tx.done(vehicle_id)


def take_over_vehicle(*, act: Act, vehicle_id: int, customer_id: int) -> int:
    """转到本客户: end the car's row at its owner and take it up at another customer as it is; the new row's id."""
    require(act, Right.EDIT_CUSTOMERS)
    with writing(act, "take_over_vehicle", vehicle_id=vehicle_id, customer_id=customer_id) as tx:
        if tx.replay is not None:
            return tx.replay
        old, owner = _live(vehicle_id), family(customer_id)
        refuse_erased(owner[0])
        if old.customer_id in owner:
            raise UserError("这辆车已在这位客户名下", field="plate")
        end_car(tx, old, f"转到客户 {_name(owner[0])}")
        before = live_tokens(owner[0])
        new = VehicleRecord.create(customer=owner[0], act=tx.act_id, **{name: getattr(old, name) for name in _KEPT})
        km = last_odometer(old.id)
        _keep_odometer(tx, new.id, km, "转入时的读数" if km is not None else "")
        write_tokens(owner[0], live_tokens(owner[0]), replacing=before)
        touch(tx, owner[0])
        tx.done(new.id)
        return new.id


def judge_vehicles(forms: Sequence[VehicleForm], judging: Judging, *, customer_id: int | None, today: date) -> list[JudgedVehicle]:
    """Judge the cars of one form for a customer (None: a new one). Refusals stay in `judging`."""
    own = family(customer_id) if customer_id is not None else ()
    judged: list[JudgedVehicle] = []
    for position, form in enumerate(forms, start=1):
        judging.under = f"{position}." if position > 1 else ""
        values, km = judge_vehicle(form, judging, today=today)
        others = _elsewhere(values, judging, form=form, own=own)
        if km is not None and form.take_over:
            _doubt_lower(judging, form.odometer_km, others)
        if any(values[key] and values[key] == car.values[key] for car in judged for key in ("plate", "vin")):
            judging.refuse("plate", "同一辆车填了两次")
        judged.append(JudgedVehicle(values, km, others, judging.under))
    judging.under = ""
    return judged


def insert_vehicles(tx: Tx, customer_id: int, cars: Sequence[JudgedVehicle], accepted: Mapping[str, str]) -> list[int]:
    """Write judged cars of a customer; their ids."""
    if not cars:
        return []
    before = live_tokens(customer_id)
    ids: list[int] = []
    for car in cars:
        for other in car.ends:
            end_car(tx, other, f"转到客户 {_name(customer_id)}")
        record = VehicleRecord.create(customer=customer_id, act=tx.act_id, **car.values)
        _keep_odometer(tx, record.id, car.km, accepted.get(f"{car.under}odometer_km", ""))
        for field in ("plate", "vin", "bought_on", "insurance_until", "inspection_until"):
            reason = "；".join(accepted[key] for key in (car.under + field, f"{car.under}{field}_shared") if key in accepted)
            if reason:
                record_changes(tx.act_id, "vehicles", record.id, {field: ("", car.values[field])}, reason=reason)
        ids.append(record.id)
    write_tokens(customer_id, live_tokens(customer_id), replacing=before)
    touch(tx, customer_id)
    return ids


def last_odometer(vehicle_id: int) -> int | None:
    """The last reading in kilometres, None if there is none."""
    row = OdometerRecord.select(OdometerRecord.km).where(OdometerRecord.vehicle == vehicle_id).order_by(OdometerRecord.id.desc()).first()
    return row.km if row else None


def live_tokens(customer_id: int) -> set[Token]:
    """The words by which the search finds the customer's present cars."""
    cars = VehicleRecord.select(VehicleRecord.plate, VehicleRecord.vin).where(
        (VehicleRecord.customer == customer_id) & VehicleRecord.ended_at.is_null()
    )
    return {token for car in cars for token in vehicle_tokens(plate=car.plate, vin=car.vin)}


def same_cars(plate: str, vin: str) -> list[VehicleRecord]:
    """Present cars, of whomever, with this plate or this VIN (judged spelling)."""
    owners = [*(holders(plate, TokenSource.PLATE) if plate else ()), *(holders(vin, TokenSource.VIN) if vin else ())]
    if not owners:
        return []
    same = (VehicleRecord.plate == plate) & (VehicleRecord.plate != "") | (VehicleRecord.vin == vin) & (VehicleRecord.vin != "")
    return list(
        VehicleRecord.select()
        .where(VehicleRecord.customer.in_(owners) & VehicleRecord.ended_at.is_null() & same)
        .order_by(VehicleRecord.id)
    )


def touch(tx: Tx, customer_id: int) -> None:
    """Note that this act changed the customer: the search shows the last changed first."""
    CustomerRecord.update(last_act=tx.act_id).where(CustomerRecord.id == customer_id).execute()


def _elsewhere(
    values: Mapping[str, Any], judging: Judging, *, form: VehicleForm, own: Sequence[int], but: int | None = None
) -> tuple[VehicleRecord, ...]:
    """The rows at other customers that taking the car over ends; without that a reason is needed, and a car twice is refused."""
    met = [car for car in same_cars(values["plate"] or "", values["vin"] or "") if car.id != but]
    field = "plate" if any(car.plate and car.plate == values["plate"] for car in met) else "vin"
    if any(car.customer_id in own for car in met):
        judging.refuse(field, "这位客户已登记这辆车")
        return ()
    if met and not form.take_over:
        what = format_plate(met[0].plate) if field == "plate" else met[0].vin
        judging.doubt(
            field, f"{what} 登记在 {_name(met[0].customer_id)} 名下", key=f"{field}_shared", way_out="请选“转到本客户”，或写明原因"
        )
    return tuple(met) if form.take_over else ()


def _doubt_lower(judging: Judging, typed: str, others: Sequence[VehicleRecord]) -> None:
    """A car that comes over brings its last reading with it."""
    known = [km for other in others if (km := last_odometer(other.id)) is not None]
    if known:
        judging.take("odometer_km", lambda: judge_odometer(typed, last_km=max(known)))


def _live(vehicle_id: int) -> VehicleRecord:
    record = VehicleRecord.get_by_id(vehicle_id)
    if record.ended_at is not None:
        raise UserError(f"这辆车已于 {record.ended_at:%Y-%m-%d} 结束：{record.ended_why}")
    return record


def end_car(tx: Tx, record: VehicleRecord, why: str) -> None:
    """The car is no longer this customer's; the search forgets it."""
    before = live_tokens(record.customer_id)
    update_record(tx, record, reason=why, ended_at=tx.act.at, ended_why=why)
    write_tokens(record.customer_id, live_tokens(record.customer_id), replacing=before)


def _keep_odometer(tx: Tx, vehicle_id: int, km: int | None, reason: str) -> None:
    if km is not None:
        OdometerRecord.create(vehicle=vehicle_id, km=km, reason=reason, act=tx.act_id)


def _name(customer_id: int) -> str:
    return CustomerRecord.get_by_id(family(customer_id)[0]).name
