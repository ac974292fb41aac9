"""Points without a bill: awards given by customer service, manual entries, and taking either back."""

from deskapp.data import Act, writing
from deskapp.errors import UserError
from deskapp.handovers.domain import REASON_LENGTH, judge_reason
from deskapp.members.levels import settle_level
from deskapp.members.standing import earning_membership
from deskapp.points import reversal
from deskapp.points import service as points
from deskapp.points.domain import AwardKind, EntryKind, Movement
from deskapp.points.reading import booked
from deskapp.points.tables import EntryRecord
from deskapp.staff.domain import Right
from deskapp.staff.service import require

BY_HAND = (AwardKind.REFERRED_CAR, AwardKind.EVENT, AwardKind.SUGGESTION)
"""Awards customer service gives; 入会 and 介绍入会 are booked when a member is confirmed."""


def give_award(*, act: Act, customer_id: int, kind: AwardKind, occasion: str) -> Movement:
    """Give a member an award for an occasion (the buyer's plate, the event, the suggestion), once.

    Refuses a second one for the same occasion, an empty occasion, and a member who is 待录入 or has resigned.
    """
    require(act, Right.POST_HANDOVERS)
    if kind not in BY_HAND:
        raise ValueError(f"{kind} is booked with the membership")
    with writing(act, "give_award", customer_id=customer_id, kind=kind, occasion=occasion) as tx:
        if tx.replay is not None:
            return booked(entry_id=tx.replay)
        what = occasion.strip()
        if not what or len(what) > REASON_LENGTH:
            raise UserError(f"请写明奖励的事由，最多 {REASON_LENGTH} 个字", field="occasion")
        earning_membership(customer_id=customer_id, on=tx.act.at.date())
        given = points.award(act=tx.act, customer_id=customer_id, kind=kind, occasion=what)
        settle_level(act=tx.act, customer_id=customer_id)
        tx.done(given.entry_id)
        return given


def adjust_points(*, act: Act, customer_id: int, amount: int, reason: str, counts_for_level: bool = False) -> Movement:
    """A manual entry with a reason; a minus never takes more than what is spendable. Refuses a member who is 待录入 or has resigned."""
    require(act, Right.MANUAL_POINTS)
    args = {"customer_id": customer_id, "amount": amount, "reason": reason, "counts_for_level": counts_for_level}
    with writing(act, "adjust_points_by_hand", **args) as tx:
        if tx.replay is not None:
            return booked(entry_id=tx.replay)
        why = judge_reason(reason, "手工增减")
        earning_membership(customer_id=customer_id, on=tx.act.at.date())
        made = points.adjust(act=tx.act, customer_id=customer_id, points=amount, reason=why, counts_for_level=counts_for_level)
        settle_level(act=tx.act, customer_id=customer_id)
        tx.done(made.entry_id)
        return made


def undo_entry(*, act: Act, entry_id: int, reason: str) -> Movement:
    """Take back an award or a manual plus as a whole, or give back a manual minus, with a reason. Bills are reversed by their slip.

    Refuses an entry that was undone before.
    """
    require(act, Right.REVERSE_POINTS)
    with writing(act, "undo_entry", entry_id=entry_id, reason=reason) as tx:
        if tx.replay is not None:
            return booked(entry_id=tx.replay)
        why = judge_reason(reason, "冲正")
        entry = EntryRecord.get_by_id(entry_id)
        if entry.kind not in (EntryKind.AWARDED, EntryKind.MANUAL):
            raise UserError("只有奖励和手工增减可以单独冲正；账单积分请在移交单上冲正")
        undo = reversal.give_back if entry.redeemable < 0 else reversal.reverse
        undone = undo(act=tx.act, entry_id=entry_id, number="", note=f"冲正：{why}")
        assert undone is not None  # noqa: S101 - only a part may make no difference
        tx.done(undone.entry_id)
        return undone
