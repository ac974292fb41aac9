"""Redeeming points for gifts at the counter. Points leave through `deskapp.points` and nowhere else."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import peewee as pw

from deskapp.customers.family import family
from deskapp.data import Act, NumberKind, Tx, next_number, register_number, writing
from deskapp.errors import UserError
from deskapp.gifts.catalogue import gifts_by_id
from deskapp.gifts.domain import (
    APPROVAL_LIMIT,
    Choice,
    Gift,
    HandoverMode,
    MoveKind,
    Receiver,
    Redemption,
    Relation,
    State,
    available_words,
    check_basket,
)
from deskapp.gifts.reading import redemption_by_id
from deskapp.gifts.tables import RedemptionLineRecord, RedemptionRecord, RedemptionStepRecord, StockMoveRecord
from deskapp.members.standing import spending_membership
from deskapp.points import reading as points
from deskapp.points import service as ledger
from deskapp.points.domain import EntryKind, Movement
from deskapp.settings.store import value
from deskapp.staff.domain import Right
from deskapp.staff.service import allowed, require
from deskapp.typed import judge_mobile, judge_name

LIMIT_WINDOW = timedelta(days=365)  # over which the limit for one member counts


def may_approve(*, act: Act, cost: int) -> bool:
    """Whether the person may approve a redemption of this cost in points (members.md §5: above the limit 客服经理 or 总经理)."""
    return allowed(act, Right.APPROVE_LARGE_REDEMPTIONS if cost > value(APPROVAL_LIMIT) else Right.APPROVE_REDEMPTIONS)


def redeem_gift(
    *, act: Act, customer_id: int, choices: Sequence[Choice], receiver: Receiver | None = None, note: str = "", apply_only: bool = False
) -> Redemption:
    """Redeem at the counter in one save: chosen, deducted, handed over, signed for.

    A clerk who may not approve it (the right, or the applicant himself above the limit) leaves it 已申请, which holds stock and points;
    so does `apply_only`. Refuses a basket that is empty, not on offer, short of stock or points, over a limit, or whose prices changed.
    """
    require(act, Right.APPLY_REDEMPTIONS)
    signer = judge_receiver(receiver or Receiver())
    check_basket(choices, signer)
    with writing(act, "redeem_gift", customer_id=customer_id, choices=choices, receiver=signer, note=note, apply_only=apply_only) as tx:
        if tx.replay is not None:
            return redemption_by_id(tx.replay)
        today = tx.act.at.date()
        standing = spending_membership(customer_id=customer_id, on=today)
        chosen = _chosen(customer_id, choices, tx.act.at)
        cost = sum(gift.points * quantity for gift, quantity in chosen)
        at_once = not apply_only and _may_hand_out_at_once(tx.act, cost)
        number = next_number(tx, NumberKind.REDEMPTION)
        what = _what(chosen)
        moved = _deduct(tx.act, customer_id, number, cost, what, at_once=at_once)
        record = _insert(tx, number, customer_id, standing.member_no, cost, moved, signer, note, at_once=at_once)
        register_number(number, record.id)
        _insert_lines(tx, record.id, chosen, at_once=at_once)
        tx.done(record.id, number)
        return redemption_by_id(record.id)


def judge_receiver(receiver: Receiver) -> Receiver:
    """The signer with name and mobile judged; the customer himself needs neither."""
    if receiver.relation is Relation.SELF:
        return Receiver()
    name = judge_name(receiver.name, field="received_by").value if receiver.name.strip() else ""
    mobile = judge_mobile(receiver.mobile, field="receiver_mobile").value if receiver.mobile.strip() else ""
    return Receiver(receiver.relation, name, mobile)


def _may_hand_out_at_once(act: Act, cost: int) -> bool:
    """Above the limit a second person must approve; below it whoever has the right hands out at once."""
    return cost <= value(APPROVAL_LIMIT) and may_approve(act=act, cost=cost)


def _chosen(customer_id: int, choices: Sequence[Choice], at: datetime) -> list[tuple[Gift, int]]:
    """The gifts as they are now, each checked against offer, price, stock and limits."""
    now = gifts_by_id([choice.gift_id for choice in choices])
    for choice in choices:
        gift = now[choice.gift_id]
        if not gift.is_offered(at.date()):
            raise UserError(f"{gift.name} 今天不在兑换目录里，请换一件", field="gifts")
        if gift.points != choice.unit_points:
            raise UserError(f"{gift.name} 的积分刚改为 {gift.points:,} 分（原 {choice.unit_points:,} 分），请核对后再兑换", field="gifts")
        if gift.limit_per_redemption is not None and choice.quantity > gift.limit_per_redemption:
            raise UserError(f"{gift.name} 每单最多兑 {gift.limit_per_redemption} {gift.unit}", field="gifts")
        if choice.quantity > gift.available:
            raise UserError(available_words(gift, wanted=choice.quantity), field="gifts")
    _check_member_limits(customer_id, choices, now, at)
    return [(now[choice.gift_id], choice.quantity) for choice in choices]


def _check_member_limits(customer_id: int, choices: Sequence[Choice], now: dict[int, Gift], at: datetime) -> None:
    limited = [choice for choice in choices if now[choice.gift_id].limit_per_member is not None]
    if not limited:
        return
    query: Any = (
        RedemptionLineRecord.select(RedemptionLineRecord.gift, pw.fn.SUM(RedemptionLineRecord.quantity))
        .join(RedemptionRecord)
        .where(
            RedemptionRecord.customer.in_(family(customer_id))
            & (RedemptionRecord.state != State.CANCELLED.value)
            & (RedemptionRecord.applied_at > at - LIMIT_WINDOW)
            & RedemptionLineRecord.gift.in_([choice.gift_id for choice in limited])
        )
        .group_by(RedemptionLineRecord.gift)
        .tuples()
    )
    had = {gift_id: int(total) for gift_id, total in query}
    for choice in limited:
        gift = now[choice.gift_id]
        before = had.get(choice.gift_id, 0)
        if gift.limit_per_member is not None and before + choice.quantity > gift.limit_per_member:
            raise UserError(f"{gift.name} 每位会员一年最多兑 {gift.limit_per_member} {gift.unit}，已兑 {before} {gift.unit}", field="gifts")


def _what(chosen: Sequence[tuple[Gift, int]]) -> str:
    return "、".join(f"{gift.name} ×{quantity}" for gift, quantity in chosen)


def _deduct(act: Act, customer_id: int, number: str, cost: int, what: str, *, at_once: bool) -> Movement | None:
    if at_once:
        return ledger.spend(act=act, customer_id=customer_id, points=cost, kind=EntryKind.REDEEMED, number=number, note=what)
    ledger.reserve(act=act, customer_id=customer_id, holder=number, points=cost, note=what)
    return None


def figures(customer_id: int, cost: int, moved: Movement | None, at: datetime) -> dict[str, Any]:
    """Balance before and after, and what of the rest ends first: the receipt prints the same figures for ever."""
    balance = points.balance(customer_id=customer_id, on=at.date())
    next_expiry = balance.next_expiry
    after = moved.after if moved else balance.spendable
    return {
        "points_before": after + cost,
        "points_after": after,
        "expiring_on": next_expiry.on if next_expiry else None,
        "expiring_points": next_expiry.points if next_expiry else 0,
    }


def _insert(
    tx: Tx,
    number: str,
    customer_id: int,
    member_no: str,
    cost: int,
    moved: Movement | None,
    signer: Receiver,
    note: str,
    *,
    at_once: bool,
) -> RedemptionRecord:
    staff_id, at = tx.act.staff_id, tx.act.at
    signed: dict[str, Any] = (
        {"approved_at": at, "approved_by": staff_id, "received_at": at, "handled_by": staff_id, "received_by": signer.name}
        if at_once
        else {}
    )
    record = RedemptionRecord.create(
        number=number,
        customer=customer_id,
        member_no=member_no,
        state=(State.RECEIVED if at_once else State.APPLIED).value,
        cost=cost,
        mode=HandoverMode.COUNTER.value,
        relation=signer.relation.value,
        receiver_mobile=signer.mobile if at_once else "",
        applied_at=at,
        applied_by=staff_id,
        note=note.strip(),
        act=tx.act_id,
        **figures(customer_id, cost, moved, at),
        **signed,
    )
    RedemptionStepRecord.insert(redemption=record.id, state=record.state, note="", act=tx.act_id).execute()
    return record


def _insert_lines(tx: Tx, redemption_id: int, chosen: Sequence[tuple[Gift, int]], *, at_once: bool) -> None:
    RedemptionLineRecord.insert_many(
        [
            {
                "redemption": redemption_id,
                "line_no": line_no,
                "gift": gift.id,
                "name": gift.name,
                "unit": gift.unit,
                "quantity": quantity,
                "unit_points": gift.points,
            }
            for line_no, (gift, quantity) in enumerate(chosen, start=1)
        ]
    ).execute()
    if at_once:
        for gift, quantity in chosen:
            hand_out(tx, redemption_id, gift.id, quantity)


def hand_out(tx: Tx, redemption_id: int, gift_id: int, quantity: int) -> None:
    """Book a gift out of stock for a redemption."""
    StockMoveRecord.insert(
        gift=gift_id, kind=MoveKind.HAND_OUT.value, quantity=-quantity, redemption=redemption_id, number="", note="", act=tx.act_id
    ).execute()
