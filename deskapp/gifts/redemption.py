"""Redeeming points for gifts at the counter. Points leave through `deskapp.points` and nowhere else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from deskapp.customers.family import family
from deskapp.data import Act, NumberKind, Tx, database, fetch_rows, next_number, register_number, sql, writing
from deskapp.errors import UserError
from deskapp.gifts.catalogue import gifts_by_id
from deskapp.gifts.domain import (
    APPROVAL_LIMIT,
    LIMIT_FOR_DAYS,
    Choice,
    Gift,
    HandoverMode,
    Means,
    MoveKind,
    Receiver,
    Relation,
    State,
    available_words,
    check_basket,
    check_means,
    check_receiver,
)
from deskapp.gifts.reading import redemption_by_id
from deskapp.gifts.slips import Redemption
from deskapp.members.standing import spending_membership
from deskapp.points import reading as points
from deskapp.points import service as ledger
from deskapp.points.domain import EntryKind, Movement
from deskapp.settings.store import value
from deskapp.staff.domain import Right
from deskapp.staff.service import allowed, person, require
from deskapp.typed import judge_mobile, judge_name

# The statements of the counter are constant: peewee's builder costs several times what the database does.
_INSERT = (
    "INSERT INTO redemptions (number, customer_id, member_no, state, cost, entry_id, points_before, points_after, expiring_on,"
    " expiring_points, mode, planned_on, carrier_id, address, courier_no, relation, received_by, receiver_mobile, received_at, applied_at,"
    " applied_by_id, approved_at, approved_by_id, handled_by_id, note, act_id)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id"
)
_LINE = "(?, ?, ?, ?, ?, ?, ?)"
_INSERT_LINES = "INSERT INTO redemption_lines (redemption_id, line_no, gift_id, name, unit, quantity, unit_points) VALUES "
_INSERT_STEP = "INSERT INTO redemption_steps (redemption_id, state, note, act_id) VALUES (?, ?, ?, ?)"
_MOVE = "('', ?, ?, ?, ?, '', ?)"
_INSERT_MOVES = "INSERT INTO stock_moves (number, gift_id, kind, quantity, redemption_id, note, act_id) VALUES "
_HAD = (
    "SELECT l.gift_id, SUM(l.quantity) FROM redemptions r JOIN redemption_lines l ON l.redemption_id = r.id"
    " WHERE r.customer_id IN ({kin}) AND r.state <> 'cancelled' AND r.applied_at > ? AND l.gift_id IN ({gifts}) GROUP BY l.gift_id"
)


@dataclass(frozen=True, slots=True)
class Figures:
    """Spendable balance before and after, and what of the rest ends first: the receipt prints the same figures for ever."""

    before: int
    after: int
    expiring_on: date | None
    expiring_points: int


def may_approve(*, act: Act, cost: int) -> bool:
    """Whether the person may approve a redemption of this cost in points (members.md §5: above the limit 客服经理 or 总经理)."""
    return allowed(act, Right.APPROVE_LARGE_REDEMPTIONS if cost > value(APPROVAL_LIMIT) else Right.APPROVE_REDEMPTIONS)


def _approves_own(*, act: Act, cost: int) -> bool:
    """Whether the save approves as well: the person may, and above the limit nobody approves his own."""
    return cost <= value(APPROVAL_LIMIT) and may_approve(act=act, cost=cost)


def redeem_gift(
    *,
    act: Act,
    customer_id: int,
    choices: Sequence[Choice],
    receiver: Receiver | None = None,
    means: Means | None = None,
    note: str = "",
    apply_only: bool = False,
) -> Redemption:
    """Redeem at the counter in one save: chosen, deducted, handed over, signed for.

    What is fetched later, brought or posted (`means`) is deducted and goes on as 待备货. A clerk who may not approve it (the right, or the
    applicant himself above the limit) leaves it 已申请, which holds stock and points; so does `apply_only`. Refuses a basket that is empty,
    not on offer, short of stock or points, over a limit, or whose prices changed, and means that lack what they need.
    """
    require(act, Right.APPLY_REDEMPTIONS)
    check_basket(choices)
    way = judge_means(means or Means(), on=act.at.date())
    signer = judge_receiver(receiver or Receiver()) if way.at_once else Receiver()
    asked = {"customer_id": customer_id, "choices": choices, "receiver": signer, "means": way, "note": note, "apply_only": apply_only}
    with writing(act, "redeem_gift", **asked) as tx:
        if tx.replay is not None:
            return redemption_by_id(tx.replay, on=tx.act.at.date())
        today = tx.act.at.date()
        standing = spending_membership(customer_id=customer_id, on=today)
        chosen = _chosen(customer_id, choices, tx.act.at)
        cost = sum(gift.points * quantity for gift, quantity in chosen)
        approved = not apply_only and _approves_own(act=tx.act, cost=cost)
        number = next_number(tx, NumberKind.REDEMPTION)
        moved = _deduct(tx.act, customer_id, number, cost, _what(chosen), spend=approved)
        redemption_id = _insert(tx, number, customer_id, standing.member_no, cost, moved, way, signer, note)
        register_number(number, redemption_id)
        _insert_lines(redemption_id, chosen)
        if moved is not None and way.at_once:
            hand_out(tx, redemption_id, [(gift.id, quantity) for gift, quantity in chosen])
        tx.done(redemption_id, number)
        return redemption_by_id(redemption_id, on=today)


def judge_means(means: Means, *, on: date) -> Means:
    """The means with only what belongs to the way chosen. Refuses what is missing, a day that is over, a 送达人 who is gone."""
    check_means(means, on)
    if means.carrier_id is not None and means.mode is HandoverMode.DELIVERY:
        refuse_gone(means.carrier_id)
    if means.mode is HandoverMode.COUNTER:
        return Means(later=means.later, planned_on=means.planned_on if means.later else None)
    carrier = means.carrier_id if means.mode is HandoverMode.DELIVERY else None
    return Means(means.mode, planned_on=means.planned_on, carrier_id=carrier, address=means.address.strip())


def refuse_gone(staff_id: int) -> None:
    """Refuse a 送达人 who does not work here any more."""
    carrier = person(staff_id)
    if not carrier.active or carrier.is_system:
        raise UserError(f"{carrier.name} 已离职，不能送达。请另选送达人", field="carrier")


def judge_receiver(receiver: Receiver) -> Receiver:
    """The signer with name and mobile judged; the customer himself needs neither."""
    check_receiver(receiver)
    if receiver.relation is Relation.SELF:
        return Receiver()
    name = judge_name(receiver.name, field="received_by").value
    mobile = judge_mobile(receiver.mobile, field="receiver_mobile").value if receiver.mobile.strip() else ""
    return Receiver(receiver.relation, name, mobile)


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
    chosen = [(now[choice.gift_id], choice.quantity) for choice in choices]
    _check_member_limits(customer_id, chosen, at)
    return chosen


def _check_member_limits(customer_id: int, chosen: Sequence[tuple[Gift, int]], at: datetime) -> None:
    had = had_before(customer_id, [gift for gift, _ in chosen], at)
    for gift, quantity in chosen:
        before = had.get(gift.id, 0)
        if gift.limit_per_member is not None and before + quantity > gift.limit_per_member:
            raise UserError(f"{gift.name} 每位会员一年最多兑 {gift.limit_per_member} {gift.unit}，已兑 {before} {gift.unit}", field="gifts")


def had_before(customer_id: int, gifts: Sequence[Gift], at: datetime) -> dict[int, int]:
    """How many of each gift with a limit the whole family had in the last year (members.md §5); what was cancelled does not count."""
    limited = [gift.id for gift in gifts if gift.limit_per_member is not None]
    if not limited:
        return {}
    kin = family(customer_id)
    text = _HAD.format(kin=", ".join("?" * len(kin)), gifts=", ".join("?" * len(limited)))
    rows = fetch_rows(text, *kin, at - timedelta(days=value(LIMIT_FOR_DAYS)), *limited)
    return {gift_id: int(total) for gift_id, total in rows}


def _what(chosen: Sequence[tuple[Gift, int]]) -> str:
    return "、".join(f"{gift.name} ×{quantity}" for gift, quantity in chosen)


def _deduct(act: Act, customer_id: int, number: str, cost: int, what: str, *, spend: bool) -> Movement | None:
    if spend:
        return ledger.spend(act=act, customer_id=customer_id, points=cost, kind=EntryKind.REDEEMED, number=number, note=what)
    ledger.reserve(act=act, customer_id=customer_id, holder=number, points=cost, kind=EntryKind.REDEEMED, note=what)
    return None


def figures(*, customer_id: int, cost: int, on: date) -> Figures:
    """The balance around a deduction that was just booked or reserved."""
    now = points.balance(customer_id=customer_id, on=on)
    first = now.next_expiry
    return Figures(now.spendable + cost, now.spendable, first.on if first else None, first.points if first else 0)


def _insert(
    tx: Tx, number: str, customer_id: int, member_no: str, cost: int, moved: Movement | None, way: Means, signer: Receiver, note: str
) -> int:
    """Write the redemption and its first step: applied for, or approved, or signed for as well."""
    by, at = tx.act.staff_id, tx.act.at
    state = State.APPLIED if moved is None else State.RECEIVED if way.at_once else State.TO_PREPARE
    approved = (None, None) if moved is None else (at, by)
    signed_at, handled_by = (at, by) if state is State.RECEIVED else (None, None)
    seen = figures(customer_id=customer_id, cost=cost, on=at.date())
    figures_row = (seen.before, seen.after, seen.expiring_on, seen.expiring_points)
    going = (way.mode.value, way.planned_on, way.carrier_id, way.address)
    signed = (signer.relation.value, signer.name, signer.mobile, signed_at)
    decided = (at, by, *approved, handled_by, note.strip(), tx.act_id)
    entry_id = moved.entry_id if moved else None
    row = (number, customer_id, member_no, state.value, cost, entry_id, *figures_row, *going, *signed, *decided)
    redemption_id: int = database.execute_sql(sql(_INSERT), row).fetchone()[0]
    add_step(tx, redemption_id, state)
    return redemption_id


def _insert_lines(redemption_id: int, chosen: Sequence[tuple[Gift, int]]) -> None:
    params = [
        value
        for line_no, (gift, quantity) in enumerate(chosen, start=1)
        for value in (redemption_id, line_no, gift.id, gift.name, gift.unit, quantity, gift.points)
    ]
    database.execute_sql(sql(_INSERT_LINES + ", ".join([_LINE] * len(chosen))), params)


def add_step(tx: Tx, redemption_id: int, state: State, note: str = "") -> None:
    """Keep one step of a redemption's way through the house."""
    database.execute_sql(sql(_INSERT_STEP), (redemption_id, state.value, note.strip(), tx.act_id))


def hand_out(tx: Tx, redemption_id: int, gifts: Sequence[tuple[int, int]]) -> None:
    """Book gifts (id, quantity) out of stock for a redemption, in one statement."""
    params = [value for gift_id, quantity in gifts for value in (gift_id, MoveKind.HAND_OUT.value, -quantity, redemption_id, tx.act_id)]
    database.execute_sql(sql(_INSERT_MOVES + ", ".join([_MOVE] * len(gifts))), params)
