"""The steps of a redemption that was applied for: approved, prepared, signed for, cancelled (members.md §5)."""

from typing import Any

from deskapp.data import Act, ActRecord, Tx, update_record, writing
from deskapp.errors import UserError
from deskapp.gifts.catalogue import gifts_by_id
from deskapp.gifts.domain import APPROVAL_LIMIT, Receiver, Redemption, State
from deskapp.gifts.reading import redemption_by_id
from deskapp.gifts.redemption import figures, hand_out, judge_receiver
from deskapp.gifts.tables import RedemptionLineRecord, RedemptionRecord, RedemptionStepRecord
from deskapp.members.standing import spending_membership
from deskapp.points import service as ledger
from deskapp.points.domain import EntryKind
from deskapp.settings.store import value
from deskapp.staff.domain import Right
from deskapp.staff.service import person, require


def approve_redemption(*, act: Act, redemption_id: int) -> Redemption:
    """Approve 已申请: the reserved points are spent and it becomes 待备货.

    Above the limit the applicant may not approve his own. Refuses when a reversal took the reserved points meanwhile; it then stays 已申请.
    """
    record = _redemption(redemption_id)
    require(act, Right.APPROVE_LARGE_REDEMPTIONS if record.cost > value(APPROVAL_LIMIT) else Right.APPROVE_REDEMPTIONS)
    with writing(act, "approve_redemption", redemption_id=redemption_id) as tx:
        if tx.replay is not None:
            return redemption_by_id(tx.replay)
        record = _redemption(redemption_id, State.APPLIED)
        if record.cost > value(APPROVAL_LIMIT) and record.applied_by_id == tx.act.staff_id:
            raise UserError(f"{record.cost:,} 分超过 {value(APPROVAL_LIMIT):,} 分，不能由申请人自己审核。请客服经理或总经理审核")
        spending_membership(customer_id=record.customer_id, on=tx.act.at.date())
        note = "、".join(f"{line.name} ×{line.quantity}" for line in _lines(record.id))
        moved = ledger.spend_reserved(act=tx.act, holder=record.number, kind=EntryKind.REDEEMED, note=note, may_owe=False)
        _step(
            tx,
            record,
            State.TO_PREPARE,
            approved_at=tx.act.at,
            approved_by=tx.act.staff_id,
            **figures(record.customer_id, record.cost, moved, tx.act.at),
        )
        tx.done(record.id, record.number)
        return redemption_by_id(record.id)


def prepare_gift(*, act: Act, redemption_id: int) -> Redemption:
    """备货完成: the gift lies ready at the counter, 待领取. Refuses while a count left too little of it."""
    require(act, Right.SEND_GIFTS)
    with writing(act, "prepare_gift", redemption_id=redemption_id) as tx:
        if tx.replay is not None:
            return redemption_by_id(tx.replay)
        record = _redemption(redemption_id, State.TO_PREPARE)
        _check_on_hand(record)
        _step(tx, record, State.READY)
        tx.done(record.id, record.number)
        return redemption_by_id(record.id)


def sign_receipt(*, act: Act, redemption_id: int, receiver: Receiver | None = None) -> Redemption:
    """到店签收: the customer took the gift and signed; stock falls now. Approved gifts may still be collected after resigning."""
    require(act, Right.HAND_OUT_GIFTS)
    signer = judge_receiver(receiver or Receiver())
    with writing(act, "sign_receipt", redemption_id=redemption_id, receiver=signer) as tx:
        if tx.replay is not None:
            return redemption_by_id(tx.replay)
        record = _redemption(redemption_id, State.TO_PREPARE, State.READY)
        _check_on_hand(record)
        for line in _lines(record.id):
            hand_out(tx, record.id, line.gift_id, line.quantity)
        _step(
            tx,
            record,
            State.RECEIVED,
            relation=signer.relation.value,
            received_by=signer.name,
            receiver_mobile=signer.mobile,
            received_at=tx.act.at,
            handled_by=tx.act.staff_id,
        )
        tx.done(record.id, record.number)
        return redemption_by_id(record.id)


def cancel_application(*, act: Act, redemption_id: int, reason: str) -> Redemption:
    """Cancel what is 已申请: stock and points are free again. Needs a reason."""
    require(act, Right.APPLY_REDEMPTIONS)
    if not reason.strip():
        raise UserError("请写明取消原因", field="reason")
    with writing(act, "cancel_application", redemption_id=redemption_id, reason=reason) as tx:
        if tx.replay is not None:
            return redemption_by_id(tx.replay)
        record = _redemption(redemption_id, State.APPLIED)
        ledger.release(act=tx.act, holder=record.number)
        _step(tx, record, State.CANCELLED, note=reason)
        tx.done(record.id, record.number)
        return redemption_by_id(record.id)


def _redemption(redemption_id: int, *states: State) -> RedemptionRecord:
    """The record, in one of the states the step begins from. The refusal says who was faster."""
    record = RedemptionRecord.get_or_none(RedemptionRecord.id == redemption_id)
    if record is None:
        raise UserError("没有这张兑换单")
    if states and record.state not in states:
        last = (
            RedemptionStepRecord.select(RedemptionStepRecord, ActRecord)
            .join(ActRecord)
            .where(RedemptionStepRecord.redemption == redemption_id)
            .order_by(RedemptionStepRecord.id.desc())
            .first()
        )
        who = person(last.act.staff_id).name if last and last.act.staff_id else "系统"
        raise UserError(f"{record.number} 已由 {who} 于 {last.act.at:%m-%d %H:%M} 改为“{State(record.state).label}”，这一步不用再做")
    return record


def _lines(redemption_id: int) -> list[Any]:
    return list(
        RedemptionLineRecord.select().where(RedemptionLineRecord.redemption == redemption_id).order_by(RedemptionLineRecord.line_no)
    )


def _check_on_hand(record: RedemptionRecord) -> None:
    lines = _lines(record.id)
    now = gifts_by_id([line.gift_id for line in lines])
    for line in lines:
        gift = now[line.gift_id]
        if gift.on_hand < line.quantity:
            raise UserError(f"{gift.name} 缺货：在库 {gift.on_hand} {gift.unit}，这单要 {line.quantity} {gift.unit}。请先入库")


def _step(tx: Tx, record: RedemptionRecord, state: State, *, note: str = "", **values: Any) -> None:
    update_record(tx, record, reason=note, state=state.value, **values)
    RedemptionStepRecord.insert(redemption=record.id, state=state.value, note=note.strip(), act=tx.act_id).execute()
