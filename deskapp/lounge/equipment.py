"""Things of the lounge and what is wrong with them: a fault opens a repair request BX-…, shown until it is closed."""

from datetime import date
from typing import Any

from deskapp.data import Act, NumberKind, next_number, register_number, update_record, writing
from deskapp.errors import UserError
from deskapp.lounge.domain import REPAIR_DAYS
from deskapp.lounge.records import booked, name_of, open_day
from deskapp.lounge.tables import EquipmentRecord, RepairRecord
from deskapp.lounge.things import Equipment, EquipmentState
from deskapp.settings.store import value
from deskapp.staff.domain import Right
from deskapp.staff.service import require
from deskapp.store.days import calendar

_KNOWN = 16
"""So much of a fault stands in the refusal of another report: enough to know it again."""


def equipment() -> tuple[Equipment, ...]:
    """The things of the lounge by place and name."""
    query: Any = EquipmentRecord.select().where(EquipmentRecord.active).order_by(EquipmentRecord.place, EquipmentRecord.name)
    return tuple(_read(row) for row in query)


def add_equipment(*, act: Act, name: str, place: str = "", replaced_on: date | None = None, note: str = "") -> int:
    """A thing of the lounge, working; its id. Refuses the same name at the same place twice."""
    require(act, Right.CHECK_LOUNGE)
    with writing(act, "add_equipment", name=name, place=place, replaced_on=replaced_on, note=note) as tx:
        if tx.replay is not None:
            return tx.replay
        _judge(name, place, tx.act.at.date(), replaced_on)
        record = EquipmentRecord.create(
            name=name.strip(),
            place=place.strip(),
            state=EquipmentState.FINE.value,
            replaced_on=replaced_on,
            note=note.strip(),
            act=tx.act_id,
        )
        tx.done(record.id)
        return record.id


def change_equipment(
    *, act: Act, equipment_id: int, name: str, place: str, state: EquipmentState, replaced_on: date | None, note: str, active: bool = True
) -> None:
    """Rename, move, replace or lay a thing aside, with history. Refuses laying aside what has an open repair request."""
    require(act, Right.CHECK_LOUNGE)
    with writing(
        act, "change_equipment", id=equipment_id, name=name, place=place, state=state, replaced_on=replaced_on, note=note, active=active
    ) as tx:
        if tx.replay is not None:
            return
        record = _equipment(equipment_id)
        if active:
            _judge(name, place, tx.act.at.date(), replaced_on, equipment_id=equipment_id)
        elif RepairRecord.select().where((RepairRecord.equipment == equipment_id) & RepairRecord.closed.is_null()).exists():
            raise UserError(f"{record.name} 还有没关闭的维修单，请先关闭")
        update_record(
            tx,
            record,
            name=name.strip(),
            place=place.strip(),
            state=state.value,
            replaced_on=replaced_on,
            note=note.strip(),
            active=active,
        )
        tx.done(equipment_id)


def report_fault(*, act: Act, equipment_id: int, fault: str, out_of_use: bool = False) -> str:
    """Open a repair request about a thing; its number BX-…. The thing reads 待修, or 停用.

    Customer service names owner and due day afterwards; until then it is due after the setting's working days.
    Refuses a thing whose request is still open, naming it and whom to tell what is new.
    """
    require(act, Right.LOUNGE_DUTY)
    with writing(act, "report_fault", equipment_id=equipment_id, fault=fault, out_of_use=out_of_use) as tx:
        if tx.replay is not None:
            return RepairRecord.get_by_id(tx.replay).number
        if not fault.strip():
            raise UserError("请写明故障", field="fault")
        thing = _equipment(equipment_id)
        still_open = RepairRecord.get_or_none((RepairRecord.equipment == equipment_id) & RepairRecord.closed.is_null())
        if still_open is not None:
            known = still_open.fault if len(still_open.fault) <= _KNOWN else f"{still_open.fault[: _KNOWN - 1]}…"
            raise UserError(f"{thing.name} 已有维修单 {still_open.number}：{known}；{_whom_to_tell(still_open)}")
        number = next_number(tx, NumberKind.REPAIR_REQUEST)
        record = RepairRecord.create(
            number=number,
            day=open_day(tx).id,
            equipment=equipment_id,
            fault=fault.strip(),
            due_on=calendar().add_workdays(tx.act.at.date(), value(REPAIR_DAYS)),
            act=tx.act_id,
        )
        register_number(number, record.id)
        state = EquipmentState.OUT_OF_USE if out_of_use else EquipmentState.TO_REPAIR
        update_record(tx, thing, state=state.value, reason=number)
        tx.done(record.id, number)
        return number


def assign_repair(*, act: Act, repair_id: int, owner_id: int, due_on: date) -> None:
    """Say who sees to a repair and until when. Refuses a day that has passed."""
    require(act, Right.CHECK_LOUNGE)
    with writing(act, "assign_repair", repair_id=repair_id, owner_id=owner_id, due_on=due_on) as tx:
        if tx.replay is not None:
            return
        record = _open_repair(repair_id)
        if due_on < tx.act.at.date():
            raise UserError("期限不能早于今天", field="due_on")
        update_record(tx, record, owner=owner_id, due_on=due_on)
        tx.done(repair_id, record.number)


def close_repair(*, act: Act, repair_id: int, note: str, replaced: bool = False) -> None:
    """The thing works again, or with `replaced` a new one stands there from today. Needs a note on what was done."""
    require(act, Right.CHECK_LOUNGE)
    if not note.strip():
        raise UserError("请写明怎样修好的", field="note")
    with writing(act, "close_repair", repair_id=repair_id, note=note, replaced=replaced) as tx:
        if tx.replay is not None:
            return
        record = _open_repair(repair_id)
        update_record(tx, record, closed=tx.act_id, closed_note=note.strip())
        thing = _equipment(record.equipment_id)
        new_day = {"replaced_on": tx.act.at.date()} if replaced else {}
        update_record(tx, thing, state=EquipmentState.FINE.value, reason=record.number, **new_day)
        tx.done(repair_id, record.number)


def _equipment(equipment_id: int) -> EquipmentRecord:
    record = EquipmentRecord.get_or_none((EquipmentRecord.id == equipment_id) & EquipmentRecord.active)
    if record is None:
        raise UserError("没有这件设备。请刷新")
    return record


def _whom_to_tell(repair: RepairRecord) -> str:
    """Who sees to an open request and hears of what has come to it, in the words of a refusal."""
    if repair.owner_id is None:
        return "还没有派人处理，新情况请告诉客服"
    owner = name_of(repair.owner_id)
    return f"由 {owner} 处理，期限 {repair.due_on:%m-%d}，新情况请告诉 {owner}"


def _open_repair(repair_id: int) -> RepairRecord:
    record = RepairRecord.get_or_none(RepairRecord.id == repair_id)
    if record is None:
        raise UserError("没有这张维修单。请刷新")
    if record.closed_id is not None:
        who, at = booked(record.closed_id)
        raise UserError(f"{record.number} 已由 {who} 于 {at:%m-%d %H:%M} 关闭")
    return record


def _judge(name: str, place: str, today: date, replaced_on: date | None, *, equipment_id: int = 0) -> None:
    if not name.strip():
        raise UserError("请填设备名称", field="name")
    if replaced_on is not None and replaced_on > today:
        raise UserError("更换日期不能晚于今天", field="replaced_on")
    twin = EquipmentRecord.get_or_none(
        (EquipmentRecord.name == name.strip()) & (EquipmentRecord.place == place.strip()) & EquipmentRecord.active
    )
    if twin is not None and twin.id != equipment_id:
        raise UserError(f"{place.strip() or '休息区'} 已有“{name.strip()}”，请换个名称或位置", field="name")


def _read(row: Any) -> Equipment:
    return Equipment(row.id, row.name, row.place, EquipmentState(row.state), row.replaced_on, row.note)
