"""The steps of a redemption that was applied for: approved, prepared, sent, signed for, cancelled, undone (members.md §5)."""

from collections.abc import Sequence
from typing import Any

from deskapp.data import Act, ActRecord, Tx, update_record, writing
from deskapp.errors import UserError
from deskapp.gifts.domain import APPROVAL_LIMIT, HandoverMode, Means, MoveKind, Receiver, State, check_courier_no
from deskapp.gifts.reading import redemption_by_id, shortages
from deskapp.gifts.redemption import add_step, figures, hand_out, judge_means, judge_receiver
from deskapp.gifts.slips import Redemption
from deskapp.gifts.tables import RedemptionLineRecord, RedemptionRecord, RedemptionStepRecord, StockMoveRecord
from deskapp.members.standing import spending_membership
from deskapp.points import reversal
from deskapp.points import service as ledger
from deskapp.settings.store import value
from deskapp.staff.domain import Right
from deskapp.staff.service import person, require


def approve_redemption(*, act: Act, redemption_id: int) -> Redemption:
    """Approve 已申请: the reserved points are spent and it becomes 待备货.

    Checked again: the membership, the points (a reversal may have taken them), the stock (a count may have). Above the limit the applicant
    may not approve his own. What is refused stays 已申请.
    """
    large = _redemption(redemption_id).cost > value(APPROVAL_LIMIT)
    require(act, Right.APPROVE_LARGE_REDEMPTIONS if large else Right.APPROVE_REDEMPTIONS)
    with writing(act, "approve_redemption", redemption_id=redemption_id) as tx:
        if tx.replay is not None:
            return redemption_by_id(tx.replay, on=tx.act.at.date())
        record = _redemption(redemption_id, State.APPLIED)
        if large and record.applied_by_id == tx.act.staff_id:
            raise UserError(f"{record.cost:,} 分超过 {value(APPROVAL_LIMIT):,} 分，不能由申请人自己审核。请另一位客服经理或总经理审核")
        spending_membership(customer_id=record.customer_id, on=tx.act.at.date())
        _refuse_shortage(record)
        moved = ledger.spend_reserved(act=tx.act, holder=record.number, may_owe=False)
        seen = figures(customer_id=record.customer_id, cost=record.cost, on=tx.act.at.date())
        _step(
            tx,
            record,
            State.TO_PREPARE,
            approved_at=tx.act.at,
            approved_by=tx.act.staff_id,
            entry=moved.entry_id,
            points_before=seen.before,
            points_after=seen.after,
            expiring_on=seen.expiring_on,
            expiring_points=seen.expiring_points,
        )
        return _done(tx, record)


def prepare_gift(*, act: Act, redemption_id: int) -> Redemption:
    """备货完成: the gift lies ready at the counter, 待领取. Refuses while a count left too little of it."""
    require(act, Right.SEND_GIFTS)
    with writing(act, "prepare_gift", redemption_id=redemption_id) as tx:
        if tx.replay is not None:
            return redemption_by_id(tx.replay, on=tx.act.at.date())
        record = _redemption(redemption_id, State.TO_PREPARE)
        _refuse_shortage(record)
        _step(tx, record, State.READY)
        return _done(tx, record)


def sign_receipt(*, act: Act, redemption_id: int, receiver: Receiver) -> Redemption:
    """到店签收: the customer took the gift and signed; stock falls now. Approved gifts may still be collected after resigning.

    Whatever way had been agreed, he fetched it himself.
    """
    require(act, Right.HAND_OUT_GIFTS)
    signer = judge_receiver(receiver)
    with writing(act, "sign_receipt", redemption_id=redemption_id, receiver=signer) as tx:
        if tx.replay is not None:
            return redemption_by_id(tx.replay, on=tx.act.at.date())
        record = _redemption(redemption_id, State.READY)
        _sign(tx, record, signer, mode=HandoverMode.COUNTER.value, carrier=None)
        return _done(tx, record)


def send_gift(*, act: Act, redemption_id: int, means: Means, courier_no: str = "") -> Redemption:
    """安排送达 what lies ready: a colleague takes it along on the agreed day, or the courier has it under his number. 送达中.

    Refuses what the way lacks: 送达人 and day, or address and number; and a gift a count left too few of.
    """
    require(act, Right.SEND_GIFTS)
    if means.mode is HandoverMode.COUNTER:
        raise UserError("请选送达或邮寄", field="mode")
    way = judge_means(means, on=act.at.date())
    parcel = check_courier_no(courier_no) if way.mode is HandoverMode.COURIER else ""
    with writing(act, "send_gift", redemption_id=redemption_id, means=way, courier_no=parcel) as tx:
        if tx.replay is not None:
            return redemption_by_id(tx.replay, on=tx.act.at.date())
        record = _redemption(redemption_id, State.READY)
        _refuse_shortage(record)
        going = {"mode": way.mode.value, "planned_on": way.planned_on, "carrier": way.carrier_id, "address": way.address}
        note = f"快递单号 {parcel}" if way.carrier_id is None else f"{person(way.carrier_id).name} {way.planned_on:%m-%d}"
        _step(tx, record, State.ON_THE_WAY, note=note, courier_no=parcel, **going)
        return _done(tx, record)


def sign_delivery(*, act: Act, redemption_id: int, receiver: Receiver) -> Redemption:
    """送达签收: the one who brought it, or 客服 by his paper or the courier's record, says who signed; stock falls now."""
    signer = judge_receiver(receiver)
    with writing(act, "sign_delivery", redemption_id=redemption_id, receiver=signer) as tx:
        if tx.replay is not None:
            return redemption_by_id(tx.replay, on=tx.act.at.date())
        record = _redemption(redemption_id, State.ON_THE_WAY)
        if record.carrier_id != tx.act.staff_id:
            require(tx.act, Right.SEND_GIFTS)
        _sign(tx, record, signer)
        return _done(tx, record)


def fail_delivery(*, act: Act, redemption_id: int, reason: str) -> Redemption:
    """送达失败: nobody there, refused, sent back. The gift lies ready again, and waits for the next try. Needs a reason."""
    _ask_reason(reason)
    with writing(act, "fail_delivery", redemption_id=redemption_id, reason=reason) as tx:
        if tx.replay is not None:
            return redemption_by_id(tx.replay, on=tx.act.at.date())
        record = _redemption(redemption_id, State.ON_THE_WAY)
        if record.carrier_id != tx.act.staff_id:
            require(tx.act, Right.SEND_GIFTS)
        _step(tx, record, State.READY, note=reason, courier_no="")
        return _done(tx, record)


def cancel_application(*, act: Act, redemption_id: int, reason: str) -> Redemption:
    """取消 what is 已申请: stock and points are free again. Needs a reason."""
    require(act, Right.APPLY_REDEMPTIONS)
    _ask_reason(reason)
    with writing(act, "cancel_application", redemption_id=redemption_id, reason=reason) as tx:
        if tx.replay is not None:
            return redemption_by_id(tx.replay, on=tx.act.at.date())
        record = _redemption(redemption_id, State.APPLIED)
        ledger.release(act=tx.act, holder=record.number)
        _step(tx, record, State.CANCELLED, note=reason)
        return _done(tx, record)


def cancel_approved(*, act: Act, redemption_id: int, reason: str) -> Redemption:
    """取消退分 what is 待备货 or 待领取: the points go back, the stock is free again. Needs a reason."""
    require(act, Right.UNDO_REDEMPTIONS)
    _ask_reason(reason)
    with writing(act, "cancel_approved", redemption_id=redemption_id, reason=reason) as tx:
        if tx.replay is not None:
            return redemption_by_id(tx.replay, on=tx.act.at.date())
        record = _redemption(redemption_id, State.TO_PREPARE, State.READY)
        _give_back(tx, record, reason)
        _step(tx, record, State.CANCELLED, note=reason)
        return _done(tx, record)


def undo_redemption(*, act: Act, redemption_id: int, reason: str, restock: bool) -> Redemption:
    """撤销 what was signed for today by mistake: the points go back, and with `restock` the gifts go back into stock, once.

    Refused on any later day. Needs a reason.
    """
    require(act, Right.UNDO_REDEMPTIONS)
    _ask_reason(reason)
    with writing(act, "undo_redemption", redemption_id=redemption_id, reason=reason, restock=restock) as tx:
        if tx.replay is not None:
            return redemption_by_id(tx.replay, on=tx.act.at.date())
        record = _redemption(redemption_id, State.RECEIVED)
        if record.received_at.date() != tx.act.at.date():
            raise UserError(f"{record.number} 是 {record.received_at:%Y-%m-%d} 签收的，只能当天撤销")
        _give_back(tx, record, reason)
        if restock:
            _take_back_gifts(tx, record, reason)
        _step(tx, record, State.CANCELLED, note=reason)
        return _done(tx, record)


def _redemption(redemption_id: int, *states: State) -> RedemptionRecord:
    """The record, in one of the states the step begins from. The refusal says who was faster."""
    record = RedemptionRecord.get_or_none(RedemptionRecord.id == redemption_id)
    if record is None:
        raise UserError("没有这张兑换单。请刷新后再看")
    if states and record.state not in states:
        last = (
            RedemptionStepRecord.select(RedemptionStepRecord, ActRecord)
            .join(ActRecord)
            .where(RedemptionStepRecord.redemption == redemption_id)
            .order_by(RedemptionStepRecord.id.desc())
            .get()
        )
        who = person(last.act.staff_id).name if last.act.staff_id else "系统"
        raise UserError(f"{record.number} 已由 {who} 于 {last.act.at:%m-%d %H:%M} 改为“{State(record.state).label}”，这一步做不了。请刷新")
    return record


def _sign(tx: Tx, record: RedemptionRecord, signer: Receiver, **values: Any) -> None:
    """Who signed, and the gifts out of stock. A clock set back does not put the signature before the approval."""
    _refuse_shortage(record)
    hand_out(tx, record.id, [(line.gift_id, line.quantity) for line in _lines(record.id)])
    _step(
        tx,
        record,
        State.RECEIVED,
        relation=signer.relation.value,
        received_by=signer.name,
        receiver_mobile=signer.mobile,
        received_at=max(tx.act.at, record.approved_at or tx.act.at),
        handled_by=tx.act.staff_id,
        **values,
    )


def _ask_reason(reason: str) -> None:
    if not reason.strip():
        raise UserError("请写明原因", field="reason_text")


def _lines(redemption_id: int) -> Sequence[Any]:
    query: Any = RedemptionLineRecord.select().where(RedemptionLineRecord.redemption == redemption_id)
    return list(query.order_by(RedemptionLineRecord.line_no))


def _refuse_shortage(record: RedemptionRecord) -> None:
    missing = shortages().get(record.id)
    if missing:
        words = "；".join(f"{name} 在库 {left} {unit}，这单要 {wanted} {unit}" for name, unit, left, wanted in missing)
        raise UserError(f"缺货：{words}。请先入库，或取消这张单")


def _give_back(tx: Tx, record: RedemptionRecord, reason: str) -> None:
    if record.entry_id is None:
        raise RuntimeError(f"{record.number} was approved without deducting points")
    note = f"取消兑换：{reason.strip()}".rstrip("：")  # the guest reads it on his statement
    reversal.give_back(act=tx.act, entry_id=record.entry_id, number=record.number, note=note)


def _take_back_gifts(tx: Tx, record: RedemptionRecord, reason: str) -> None:
    """One opposite line for each line that left the stock."""
    left: Any = StockMoveRecord.select().where(
        (StockMoveRecord.redemption == record.id) & (StockMoveRecord.kind == MoveKind.HAND_OUT.value)
    )
    for move in left:
        StockMoveRecord.insert(
            gift=move.gift_id,
            kind=MoveKind.RETURN.value,
            quantity=-move.quantity,
            redemption=record.id,
            reverses=move.id,
            note=reason.strip(),
            act=tx.act_id,
        ).execute()


def _step(tx: Tx, record: RedemptionRecord, state: State, *, note: str = "", **values: Any) -> None:
    update_record(tx, record, reason=note.strip(), state=state.value, **values)
    add_step(tx, record.id, state, note)


def _done(tx: Tx, record: RedemptionRecord) -> Redemption:
    tx.done(record.id, record.number)
    return redemption_by_id(record.id, on=tx.act.at.date())
