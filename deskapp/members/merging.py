"""Two customers become one, with their memberships, cards and points; and part again while nothing was written since (members.md §2).

Points, gifts and bills need nothing: they are read over the family of ids.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from deskapp.customers.domain import MERGE_FIELDS, Customer, Merge
from deskapp.customers.entry import judge_text
from deskapp.customers.family import family
from deskapp.customers.merging import join_customers, merges, part_customers, refuse_late, revert_changes
from deskapp.customers.tables import MergeRecord
from deskapp.customers.views import customer
from deskapp.data import Act, Tx, reading, update_record, writing
from deskapp.errors import UserError
from deskapp.members.domain import EventKind, Level, Member, MemberState, level_by_points
from deskapp.members.levels import levels, running_term, settle_level, thresholds
from deskapp.members.reading import memberships
from deskapp.members.record import block_card, book
from deskapp.members.standing import Standing, standing
from deskapp.members.tables import CardRecord, MemberEventRecord, MembershipRecord
from deskapp.points.domain import Balance
from deskapp.points.joining import after_joining, before_joining, before_parting
from deskapp.points.reading import balance, tier
from deskapp.staff.domain import Right, Scope
from deskapp.staff.service import require
from deskapp.typed import format_birthday

REASON_LIMIT = 120


@dataclass(frozen=True, slots=True)
class Side:
    """One of two records as the comparison shows it. `values` are by MERGE_FIELDS, '' where nothing is known; numbers masked."""

    customer: Customer
    values: Mapping[str, str]
    member: Member | None
    balance: Balance


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the merged customer has: '' and None where there is no membership. `blocked_card` and `closed_no` are the loser's."""

    member_no: str
    card_no: str
    term_from: date | None
    valid_until: date | None
    level: Level | None
    spendable: int
    tier: int
    blocked_card: str
    closed_no: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two records side by side. `take` are the fields in which only the loser knows something; `refusal` says why it cannot be."""

    survivor: Side
    loser: Side
    outcome: Outcome
    take: frozenset[str]
    refusal: str


def comparison(*, act: Act, survivor_id: int, loser_id: int) -> Comparison:
    """What merging the loser into the survivor would make of both."""
    require(act, Right.MERGE_CUSTOMERS)
    today = act.at.date()
    with reading():
        survivor, loser = _side(act, survivor_id), _side(act, loser_id)
        take = {name for name in MERGE_FIELDS if loser.values[name] and not survivor.values[name]}
        return Comparison(survivor, loser, _outcome(survivor, loser, today), frozenset(take), _why_not(survivor, loser))


def merge_customers(*, act: Act, survivor_id: int, loser_id: int, reason: str, take: Collection[str] = ()) -> int:
    """Merge the loser into the survivor; the id of the merge.

    The survivor keeps number, card and begin of the term, gets the later end, and the higher level until it; the loser's card is blocked.
    `take` names the fields (MERGE_FIELDS) taken from the loser. Refuses one and the same customer, erased ones, and a membership that is
    still 待录入. Needs a reason.
    """
    require(act, Right.MERGE_CUSTOMERS)
    with writing(act, "merge_customers", survivor_id=survivor_id, loser_id=loser_id, reason=reason, take=sorted(take)) as tx:
        if tx.replay is not None:
            return tx.replay
        why = judge_text(reason, label="原因", field="reason_text", limit=REASON_LIMIT).value
        if not why:
            raise UserError("请写明合并的原因，如 重复登记", field="reason_text")
        on = tx.act.at.date()
        kept, folded = standing(customer_id=survivor_id, on=on), standing(customer_id=loser_id, on=on)
        for member in (kept, folded):
            if member is not None and member.state is MemberState.PENDING:
                raise UserError(_pending(member.member_no), field="loser")
        level = _higher_level(kept, folded, on) if kept and folded else None
        before_joining(act=tx.act, customer_ids=(survivor_id, loser_id))
        merge_id = join_customers(tx, survivor_id=survivor_id, loser_id=loser_id, reason=why, take=take)
        if kept and folded:
            _fold(tx, kept, folded, level)
        after_joining(act=tx.act, customer_id=survivor_id)
        settle_level(act=tx.act, customer_id=survivor_id)
        tx.done(merge_id)
        return merge_id


def undo_merge(*, act: Act, merge_id: int) -> None:
    """Make two customers of one again, each with what he had. Refused once anything was written on the account after the merge."""
    require(act, Right.MERGE_CUSTOMERS)
    with writing(act, "undo_merge", merge_id=merge_id) as tx:
        if tx.replay is not None:
            return
        merge = MergeRecord.get_by_id(merge_id)
        refuse_late(merge)
        before_parting(act=tx.act, joined_by=merge.act_id)
        part_customers(tx, merge)
        revert_changes(tx, merge.act_id, (MembershipRecord, CardRecord))
        touched = MemberEventRecord.select(MemberEventRecord.membership).where(
            (MemberEventRecord.act == merge.act_id) & MemberEventRecord.kind.in_([EventKind.MERGED.value, EventKind.ABSORBED.value])
        )
        for event in list(touched):
            book(tx, MembershipRecord.get_by_id(event.membership_id), EventKind.UNMERGED)
        tx.done(merge.survivor_id)


def standing_merges(*, act: Act, customer_id: int) -> list[Merge]:
    """The merges that made this customer, newest first."""
    require(act, Right.SEE_CUSTOMERS, within=(Scope.EXACT_HIT,))
    with reading():
        return merges(family(customer_id))


def _fold(tx: Tx, kept: Standing, folded: Standing, level: Level | None) -> None:
    """Close the loser's membership and card; the survivor's goes on to the later end."""
    until = max(kept.valid_until, folded.valid_until)
    term = running_term(membership_id=kept.membership_id, on=kept.valid_until)
    gone, stays = MembershipRecord.get_by_id(folded.membership_id), MembershipRecord.get_by_id(kept.membership_id)
    update_record(tx, gone, reason=f"并入 {kept.member_no}", state=MemberState.MERGED.value)
    block_card(tx, gone.id, f"并入 {kept.member_no}")
    update_record(tx, stays, reason=f"合并 {folded.member_no}", valid_until=until)
    book(tx, gone, EventKind.MERGED, reason=f"并入 {kept.member_no}")
    raised = {"level": level.value, "level_until": until} if level else {}
    words = f"合并 {folded.member_no}"
    book(tx, stays, EventKind.ABSORBED, term_from=term.starts_on, term_until=until, reason=words, **raised)


def _higher_level(kept: Standing, folded: Standing, on: date) -> Level | None:
    """The higher of the two levels as they stand before the merge; 普卡 needs no event."""
    found = levels(membership_ids=[kept.membership_id, folded.membership_id], on=on)
    level = max((found[key].level for key in (kept.membership_id, folded.membership_id)), key=lambda one: one.rank)
    return None if level is Level.BASIC else level


def _side(act: Act, customer_id: int) -> Side:
    guest = customer(act=act, customer_id=customer_id)
    mine = memberships(act=act, customer_id=guest.id)
    open_one = mine[0] if mine and mine[0].state.is_open else None
    on = act.at.date()
    since = running_term(membership_id=open_one.membership_id, on=on).starts_on if open_one else None
    return Side(guest, _values(guest), open_one, balance(customer_id=guest.id, on=on, tier_since=since))


def _values(guest: Customer) -> dict[str, str]:
    name = f"{guest.name}（{guest.contact}）" if guest.contact else guest.name
    return {
        "name": name,
        "salutation": guest.salutation.spoken,
        "mobile": guest.mobile,
        "birthday": format_birthday(guest.birthday) if guest.birthday else "",
        "alt_contact": f"{guest.alt_contact} {guest.alt_phone}".strip(),
        "address": guest.address,
    }


def _outcome(survivor: Side, loser: Side, today: date) -> Outcome:
    kept, folded = survivor.member, loser.member
    member = kept or folded
    spendable = survivor.balance.spendable + loser.balance.spendable
    if member is None:
        return Outcome("", "", None, None, None, spendable, survivor.balance.tier + loser.balance.tier, "", "")
    both = kept is not None and folded is not None
    until = max(one.valid_until for one in (kept, folded) if one)
    term = running_term(membership_id=member.membership_id, on=today)
    span = {"since": term.starts_on, "until": max(term.ends_on, until)}
    points = tier(customer_id=survivor.customer.id, **span) + tier(customer_id=loser.customer.id, **span)
    reached = level_by_points(points, thresholds())
    return Outcome(
        member_no=member.number,
        card_no=member.card_no,
        term_from=term.starts_on,
        valid_until=until,
        level=max(reached, *(one.level for one in (kept, folded) if one), key=lambda level: level.rank),
        spendable=spendable,
        tier=points,
        blocked_card=folded.card_no if both and folded else "",
        closed_no=folded.number if both and folded else "",
    )


def _why_not(survivor: Side, loser: Side) -> str:
    if survivor.customer.id == loser.customer.id:
        return "这两条记录已经是同一位客户"
    if survivor.customer.erased or loser.customer.erased:
        return "个人信息已清除的客户不能合并"
    waiting = next((one.member for one in (survivor, loser) if one.member and one.member.state is MemberState.PENDING), None)
    return _pending(waiting.number) if waiting else ""


def _pending(member_no: str) -> str:
    return f"会员 {member_no} 还是待录入，请先录入确认或退回，再合并"
