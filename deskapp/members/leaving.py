"""退会 and 过期作废: the membership ends, its card is blocked, what is left of the points is booked as voided (members.md §3)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from deskapp.customers.family import family
from deskapp.data import Act, Tx, fetch_row, reading, update_record, writing
from deskapp.errors import UserError, UserErrors
from deskapp.members.domain import GRACE_DAYS, MOST_AT_ONCE, EventKind, Member, MemberState, grace_end
from deskapp.members.reading import members_by_id
from deskapp.members.record import block_card, book, in_state
from deskapp.members.tables import MembershipRecord
from deskapp.points.reading import Holding, holdings
from deskapp.points.service import void_rest
from deskapp.settings.store import value
from deskapp.staff.domain import Right
from deskapp.staff.service import require

_VOIDED = "SELECT COALESCE(SUM(redeemable), 0) FROM points_entries WHERE kind = 'voided' AND number = ? AND customer_id IN ({ids})"


@dataclass(frozen=True, slots=True)
class Leaver:
    """A member who may leave, with what he would leave behind. Nothing may be reserved."""

    member: Member
    points: Holding

    @property
    def may_leave(self) -> bool:
        return not self.points.reserved


@dataclass(frozen=True, slots=True)
class Left:
    """A membership that has ended. `voided` are the points that were left, 0 when there were none or a debt remains."""

    membership_id: int
    number: str
    customer_id: int
    voided: int


def leavers(*, act: Act, membership_ids: Sequence[int]) -> list[Leaver]:
    """These members with the rest of their points, in the order of the ids."""
    require(act, Right.SEE_CUSTOMERS)
    with reading():
        found = members_by_id(act=act, membership_ids=membership_ids)
        held = holdings(customer_ids=[one.customer_id for one in found], on=act.at.date())
    return [Leaver(one, held[one.customer_id]) for one in found]


def resign_member(*, act: Act, membership_id: int, reason: str) -> Left:
    """退会: the rest of the points is booked as 退会作废, the card is blocked. Reversals still book, nothing can be spent.

    Refused while anything is reserved, naming the slips; needs a reason. Joining again makes a new membership.
    """
    require(act, Right.RESIGN_MEMBERS)
    with writing(act, "resign_member", membership_id=membership_id, reason=reason) as tx:
        if tx.replay is None:
            if not reason.strip():
                raise UserError("请写明退会的原因", field="reason_text")
            record = in_state(membership_id, MemberState.ACTIVE, MemberState.LOST, to="退会")
            _end(tx, record, EventKind.RESIGNED, "退会作废", reason.strip())
            tx.done(record.id, record.number)
        return _left(membership_id)


def void_lapsed_members(*, act: Act, membership_ids: Collection[int], reason: str = "") -> list[Left]:
    """过期作废 of members whose grace is over: all of them or, where one is refused, none.

    Refuses a member in his term or in grace, one who was renewed meanwhile, and whoever has something reserved: each by name.
    """
    require(act, Right.VOID_LAPSED_MEMBERS)
    ids = sorted(set(membership_ids))
    with writing(act, "void_lapsed_members", membership_ids=ids, reason=reason) as tx:
        if tx.replay is not None:
            return [_left(membership_id) for membership_id in ids]
        if not ids:
            raise UserError("请先勾选要作废的会员")
        if len(ids) > MOST_AT_ONCE:
            raise UserError(f"一次最多作废 {MOST_AT_ONCE} 位，现在勾了 {len(ids)} 位，请分几次")
        refused: list[UserError] = []
        for membership_id in ids:
            try:
                _end(tx, _lapsed(membership_id, tx.act.at.date()), EventKind.LAPSED, "过期作废", reason.strip())
            except UserError as refusal:
                if type(refusal) is not UserError:
                    raise
                refused.append(_named(refusal, membership_id))
        if refused:
            raise UserErrors(refused)
        tx.done(ids[0])
        return [_left(membership_id) for membership_id in ids]


def _lapsed(membership_id: int, on: date) -> MembershipRecord:
    record = in_state(membership_id, MemberState.ACTIVE, MemberState.LOST, to="作废")
    until = grace_end(record.valid_until, value(GRACE_DAYS))
    if on <= until:
        raise UserError(f"会员 {record.number} 有效期到 {record.valid_until}，宽限到 {until}，还不能作废")
    return record


def _end(tx: Tx, record: MembershipRecord, kind: EventKind, note: str, reason: str) -> None:
    void_rest(act=tx.act, customer_id=record.customer_id, number=record.number, note=note)
    block_card(tx, record.id, reason or note)
    update_record(tx, record, reason=reason or note, state=MemberState.RESIGNED.value)
    book(tx, record, kind, reason=reason)


def _named(refusal: UserError, membership_id: int) -> UserError:
    """One of many must be told apart."""
    number = MembershipRecord.get_by_id(membership_id).number
    return refusal if number in refusal.message else UserError(f"会员 {number} {refusal.message}")


def _left(membership_id: int) -> Left:
    record = MembershipRecord.get_by_id(membership_id)
    ids = family(record.customer_id)
    row = fetch_row(_VOIDED.replace("{ids}", ", ".join("?" * len(ids))), record.number, *ids)
    return Left(record.id, record.number, record.customer_id, -row[0] if row else 0)
