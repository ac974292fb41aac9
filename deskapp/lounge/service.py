"""What happens around the guests: rounds, cups, absences, goods, guests, supplies, remarks (lounge.md §2)."""

from typing import Any

from deskapp.data import Act, update_record, writing
from deskapp.errors import UserError
from deskapp.lounge.records import booked, name_of, open_day, owed_slot, require_on_duty, unsigned
from deskapp.lounge.tables import (
    AbsenceRecord,
    CupRecord,
    GoodsRecord,
    GuestRecord,
    RemarkRecord,
    RoundRecord,
    SupplyRecord,
)
from deskapp.lounge.things import GoodsKind
from deskapp.staff.domain import Right
from deskapp.staff.service import require

LONGEST_REMARK = 200


def book_round(*, act: Act, slot: str, cups_ok: bool, tables_ok: bool, drinks_ok: bool, butts: int | None = None, note: str = "") -> int:
    """One look around within a slot that has rounds; its id. `butts` is the largest count in an ashtray, None where there is none."""
    require(act, Right.LOUNGE_DUTY)
    with writing(act, "book_round", slot=slot, cups=cups_ok, tables=tables_ok, drinks=drinks_ok, butts=butts, note=note) as tx:
        if tx.replay is not None:
            return tx.replay
        day = unsigned(open_day(tx))
        if not owed_slot(day.day, slot).round_every:
            raise UserError("这个时段不用巡检")
        require_on_duty(tx.act, day)
        if butts is not None and butts < 0:
            raise UserError("烟头数量请填 0 或以上", field="butts")
        record = RoundRecord.create(
            day=day.id, slot=slot, cups_ok=cups_ok, tables_ok=tables_ok, drinks_ok=drinks_ok, butts=butts, note=note.strip(), act=tx.act_id
        )
        tx.done(record.id)
        return record.id


def guest_left(*, act: Act, place: str) -> int:
    """A guest left a table: its cup waits from now on; its id. Refuses a table whose cup waits already."""
    require(act, Right.LOUNGE_DUTY)
    with writing(act, "guest_left", place=place) as tx:
        if tx.replay is not None:
            return tx.replay
        day = unsigned(open_day(tx))
        require_on_duty(tx.act, day)
        waiting = _waiting_cup(day.id, place)
        if waiting is not None:
            who, at = booked(waiting.act_id)
            raise UserError(f"{place} 号桌已由 {who} 于 {at:%H:%M} 登记离座，请先清理")
        record = CupRecord.create(day=day.id, place=place, act=tx.act_id)
        tx.done(record.id)
        return record.id


def clear_cup(*, act: Act, cup_id: int) -> None:
    """The table is clear. Refuses what was cleared already, and a cup of a day that is over."""
    require(act, Right.LOUNGE_DUTY)
    with writing(act, "clear_cup", cup_id=cup_id) as tx:
        if tx.replay is not None:
            return
        day = unsigned(open_day(tx))
        require_on_duty(tx.act, day)
        record = CupRecord.get_or_none(CupRecord.id == cup_id)
        if record is None or record.day_id != day.id:
            raise UserError("这不是今天的茶杯。请刷新")
        if record.cleared_id is not None:
            who, at = booked(record.cleared_id)
            raise UserError(f"{record.place} 号桌已由 {who} 于 {at:%H:%M:%S} 清理")
        update_record(tx, record, cleared=tx.act_id)
        tx.done(record.id)


def go_out(*, act: Act, reason: str, told_to: str) -> int:
    """Leave the lounge for a while; its id. Refuses without a reason and without who was told (出休息区办事要知会)."""
    require(act, Right.LOUNGE_DUTY)
    if not reason.strip():
        raise UserError("请选离岗的原因", field="reason_text")
    if not told_to.strip():
        raise UserError("请填知会了谁：部门主管或前台人员", field="told_to")
    with writing(act, "go_out", reason=reason, told_to=told_to) as tx:
        if tx.replay is not None:
            return tx.replay
        day = unsigned(open_day(tx))
        staff_id = require_on_duty(tx.act, day)
        if _away(day.id, staff_id) is not None:
            raise UserError(f"{name_of(staff_id)} 已经离岗，请先登记返回")
        record = AbsenceRecord.create(day=day.id, staff=staff_id, reason=reason.strip(), told_to=told_to.strip(), act=tx.act_id)
        tx.done(record.id)
        return record.id


def come_back(*, act: Act) -> None:
    """Back in the lounge. Refuses who was not out."""
    require(act, Right.LOUNGE_DUTY)
    with writing(act, "come_back") as tx:
        if tx.replay is not None:
            return
        day = unsigned(open_day(tx))
        record = _away(day.id, require_on_duty(tx.act, day))
        if record is None:
            raise UserError("没有离岗登记。请刷新")
        update_record(tx, record, back=tx.act_id)
        tx.done(record.id)


def book_goods(*, act: Act, kind: GoodsKind, item: str, quantity: int, amount: int = 0, source: str = "") -> int:
    """A line of goods or drinks; its id. `amount` is fen and belongs to a sale, `source` says from whom goods were drawn.

    Refuses an empty name and a quantity below 1 (a count at closing may be 0).
    """
    require(act, Right.LOUNGE_DUTY)
    with writing(act, "book_goods", kind=kind, item=item, quantity=quantity, amount=amount, source=source) as tx:
        if tx.replay is not None:
            return tx.replay
        day = unsigned(open_day(tx))
        require_on_duty(tx.act, day)
        if not item.strip():
            raise UserError("请填品名", field="item")
        if quantity < (0 if kind is GoodsKind.LEFT else 1):
            raise UserError("数量请填 1 或以上" if kind is not GoodsKind.LEFT else "结存请填 0 或以上", field="quantity")
        if kind is GoodsKind.SOLD and amount <= 0:
            raise UserError("请填销售金额", field="amount")
        if kind is GoodsKind.DRAWN and not source.strip():
            raise UserError("请填从谁那里领的", field="source")
        record = GoodsRecord.create(
            day=day.id,
            kind=kind.value,
            item=item.strip(),
            quantity=quantity,
            amount=amount if kind is GoodsKind.SOLD else 0,
            source=source.strip() if kind is GoodsKind.DRAWN else "",
            act=tx.act_id,
        )
        tx.done(record.id)
        return record.id


def void_goods(*, act: Act, goods_id: int, reason: str) -> None:
    """Take a wrong line back the same day; it stays readable. Needs a reason."""
    require(act, Right.LOUNGE_DUTY)
    if not reason.strip():
        raise UserError("请写明原因", field="reason_text")
    with writing(act, "void_goods", goods_id=goods_id, reason=reason) as tx:
        if tx.replay is not None:
            return
        day = unsigned(open_day(tx))
        require_on_duty(tx.act, day)
        record = GoodsRecord.get_or_none((GoodsRecord.id == goods_id) & (GoodsRecord.day == day.id))
        if record is None or record.voided_id is not None:
            raise UserError("这一行今天没有或已经作废。请刷新")
        update_record(tx, record, voided=tx.act_id, reason=reason.strip())
        tx.done(record.id)


def guest_received(*, act: Act, quantity: int = 1) -> None:
    """One more guest, or with −1 one too many taken back. Refuses to count below zero."""
    require(act, Right.LOUNGE_DUTY)
    with writing(act, "guest_received", quantity=quantity) as tx:
        if tx.replay is not None:
            return
        day = unsigned(open_day(tx))
        require_on_duty(tx.act, day)
        counted: Any = GuestRecord.select().where(GuestRecord.day == day.id)
        if sum(row.quantity for row in counted) + quantity < 0:
            raise UserError("接待人数不能少于 0")
        tx.done(GuestRecord.create(day=day.id, quantity=quantity, act=tx.act_id).id)


def supply_low(*, act: Act, item: str) -> int:
    """Something runs low; its id. What was noted already stays noted once."""
    require(act, Right.LOUNGE_DUTY)
    with writing(act, "supply_low", item=item) as tx:
        if tx.replay is not None:
            return tx.replay
        if not item.strip():
            raise UserError("请填物料名称", field="item")
        known = SupplyRecord.get_or_none((SupplyRecord.item == item.strip()) & SupplyRecord.settled.is_null())
        record = known or SupplyRecord.create(item=item.strip(), act=tx.act_id)
        tx.done(record.id)
        return record.id


def settle_supply(*, act: Act, supply_id: int) -> None:
    """It is there again."""
    require(act, Right.LOUNGE_DUTY)
    with writing(act, "settle_supply", supply_id=supply_id) as tx:
        if tx.replay is not None:
            return
        record = SupplyRecord.get_or_none(SupplyRecord.id == supply_id)
        if record is None or record.settled_id is not None:
            raise UserError("这项已经补齐。请刷新")
        update_record(tx, record, settled=tx.act_id)
        tx.done(record.id)


def note_remark(*, act: Act, text: str, is_grievance: bool) -> int:
    """What a guest said, in one line; its id. A grievance (抱怨) goes to the first page of customer service."""
    require(act, Right.LOUNGE_DUTY)
    with writing(act, "note_remark", text=text, is_grievance=is_grievance) as tx:
        if tx.replay is not None:
            return tx.replay
        day = unsigned(open_day(tx))
        require_on_duty(tx.act, day)
        if not text.strip():
            raise UserError("请写下客人的话", field="text")
        if len(text) > LONGEST_REMARK:
            raise UserError(f"最多 {LONGEST_REMARK} 字，请写得短一些", field="text")
        record = RemarkRecord.create(day=day.id, text=" ".join(text.split()), is_grievance=is_grievance, act=tx.act_id)
        tx.done(record.id)
        return record.id


def handle_remark(*, act: Act, remark_id: int, note: str) -> None:
    """A grievance is taken care of; needs a note on how. Refuses what was handled already, naming who was first."""
    require(act, Right.CHECK_LOUNGE)
    if not note.strip():
        raise UserError("请写明怎样处理的", field="note")
    with writing(act, "handle_remark", remark_id=remark_id, note=note) as tx:
        if tx.replay is not None:
            return
        record = RemarkRecord.get_or_none(RemarkRecord.id == remark_id)
        if record is None:
            raise UserError("没有这条留言。请刷新")
        if record.handled_id is not None:
            who, at = booked(record.handled_id)
            raise UserError(f"这条留言已由 {who} 于 {at:%m-%d %H:%M} 处理")
        update_record(tx, record, handled=tx.act_id, handled_note=note.strip())
        tx.done(record.id)


def _waiting_cup(day_id: int, place: str) -> Any:
    return CupRecord.get_or_none((CupRecord.day == day_id) & (CupRecord.place == place) & CupRecord.cleared.is_null())


def _away(day_id: int, staff_id: int) -> Any:
    return AbsenceRecord.get_or_none((AbsenceRecord.day == day_id) & (AbsenceRecord.staff == staff_id) & AbsenceRecord.back.is_null())
