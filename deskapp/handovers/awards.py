"""Points without a bill: awards given by customer service, manual entries, and taking either back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import peewee as pw

from deskapp.customers.family import family
from deskapp.data import Act, ActRecord, Tx, reading, rehearsing, writing
from deskapp.errors import UserError
from deskapp.handovers.domain import OCCASIONS
from deskapp.handovers.judging import judge_occasion, judge_reason
from deskapp.members.domain import Level
from deskapp.members.levels import settle_level
from deskapp.members.standing import earning_membership
from deskapp.points import reversal
from deskapp.points import service as points
from deskapp.points.domain import AwardKind, EntryKind, Movement
from deskapp.points.reading import booked
from deskapp.points.tables import EntryRecord
from deskapp.points.undone import Undone, undone_by
from deskapp.staff.domain import Right
from deskapp.staff.service import person, require

BY_HAND = tuple(OCCASIONS)


@dataclass(frozen=True, slots=True)
class Booked:
    """An award or a manual entry: what it moved, and the level it raised the member to. A replay tells no level again."""

    move: Movement
    level: Level | None = None


@dataclass(frozen=True, slots=True)
class Award:
    """One award a member was given. `what` names kind and occasion; `undone` when it was taken back and may be given again."""

    entry_id: int
    kind: AwardKind
    what: str
    points: int
    at: datetime
    by: str
    undone: bool


def awards(*, act: Act, customer_id: int) -> list[Award]:
    """Every award of an account, the newest on top."""
    require(act, Right.POST_HANDOVERS)
    undoing = EntryRecord.alias()
    with reading():
        rows: Any = (
            EntryRecord.select(
                EntryRecord.id, EntryRecord.award, EntryRecord.note, EntryRecord.redeemable, ActRecord.at, ActRecord.staff_id, undoing.id
            )
            .join(ActRecord, on=(EntryRecord.act == ActRecord.id))
            .join(undoing, pw.JOIN.LEFT_OUTER, on=(undoing.reverses == EntryRecord.id))
            .where(EntryRecord.customer.in_(family(customer_id)) & EntryRecord.award.is_null(is_null=False))
            .order_by(EntryRecord.id.desc())
            .tuples()
        )
        return [
            Award(entry_id, AwardKind(kind), what, given, at, person(staff_id).name if staff_id is not None else "", undone is not None)
            for entry_id, kind, what, given, at, staff_id, undone in rows
        ]


def give_award(*, act: Act, customer_id: int, kind: AwardKind, occasion: str) -> Booked:
    """Give a member an award for an occasion (the buyer's plate, the event, the suggestion), once.

    Refuses a second one for the same occasion, an empty occasion, and a member who is 待录入 or has resigned.
    """
    require(act, Right.POST_HANDOVERS)
    if kind not in BY_HAND:
        raise ValueError(f"{kind} is booked with the membership")
    with writing(act, "give_award", customer_id=customer_id, kind=kind, occasion=occasion) as tx:
        if tx.replay is not None:
            return Booked(booked(entry_id=tx.replay))
        key, words = judge_occasion(kind, occasion)
        earning_membership(customer_id=customer_id, on=tx.act.at.date())
        given = points.award(act=tx.act, customer_id=customer_id, kind=kind, occasion=key, note=f"{kind.label} {words}")
        return _done(tx, customer_id, given)


def adjust_points(*, act: Act, customer_id: int, amount: int, reason: str, counts_for_level: bool = False) -> Booked:
    """A manual entry with a reason; a minus never takes more than what is spendable. Refuses a member who is 待录入 or has resigned."""
    require(act, Right.MANUAL_POINTS)
    args = {"customer_id": customer_id, "amount": amount, "reason": reason, "counts_for_level": counts_for_level}
    with writing(act, "adjust_points_by_hand", **args) as tx:
        if tx.replay is not None:
            return Booked(booked(entry_id=tx.replay))
        why = judge_reason(reason, "手工增减")
        earning_membership(customer_id=customer_id, on=tx.act.at.date())
        made = points.adjust(act=tx.act, customer_id=customer_id, points=amount, reason=why, counts_for_level=counts_for_level)
        return _done(tx, customer_id, made)


def undo_entry(*, act: Act, entry_id: int, reason: str) -> Undone:
    """Take back an award or a manual plus as a whole, or give back a manual minus, with a reason. Bills are reversed by their slip.

    Refuses an entry that was undone before.
    """
    require(act, Right.REVERSE_POINTS)
    with writing(act, "undo_entry", entry_id=entry_id, reason=reason) as tx:
        if tx.replay is not None:
            return _told(tx, EntryRecord.get_by_id(entry_id))
        return _undo(tx, entry_id, judge_reason(reason, "冲正"))


def preview_undo(*, act: Act, entry_id: int) -> Undone:
    """What `undo_entry` would move. Nothing stays written; refusals are those of the deed but for the reason."""
    require(act, Right.REVERSE_POINTS)
    with rehearsing(act, "preview_undo", entry_id=entry_id) as tx:
        return _undo(tx, entry_id, "预览")


def _done(tx: Tx, customer_id: int, made: Movement) -> Booked:
    level = settle_level(act=tx.act, customer_id=customer_id)
    tx.done(made.entry_id)
    return Booked(made, level)


def _undo(tx: Tx, entry_id: int, why: str) -> Undone:
    entry = EntryRecord.get_by_id(entry_id)
    if entry.kind not in (EntryKind.AWARDED, EntryKind.MANUAL):
        raise UserError("只有奖励和手工增减可以单独冲正；账单积分请在移交单上冲正")
    undo = reversal.give_back if entry.redeemable < 0 else reversal.reverse
    undone = undo(act=tx.act, entry_id=entry_id, number="", note=f"冲正 {entry.note}：{why}")
    assert undone is not None  # noqa: S101 - only a part may make no difference
    tx.done(undone.entry_id)
    return _told(tx, entry)


def _told(tx: Tx, entry: EntryRecord) -> Undone:
    return undone_by(act_id=tx.act_id, customer_id=entry.customer_id, on=tx.act.at.date())
