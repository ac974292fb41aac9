"""续会 (F9): one act that opens the next term, with its fee and number; what the desk knows before, and what its slip says."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from deskapp.customers.entry import Judging
from deskapp.data import (
    Act,
    ActRecord,
    NumberKind,
    Tx,
    barcode_digits,
    find_number,
    next_number,
    reading,
    register_number,
    update_record,
    writing,
)
from deskapp.errors import UserError
from deskapp.members.domain import (
    RENEWAL_FEE,
    TERM_MONTHS,
    Coming,
    EventKind,
    Member,
    MemberState,
    renewed_term,
)
from deskapp.members.levels import levels, paid_ahead, settle_level
from deskapp.members.reading import member
from deskapp.members.record import book, in_state
from deskapp.members.standing import open_membership
from deskapp.members.tables import MemberEventRecord, MembershipRecord
from deskapp.points.domain import Balance
from deskapp.points.reading import balance
from deskapp.settings.store import value
from deskapp.staff.domain import Right
from deskapp.staff.service import person, require
from deskapp.typed import format_money

FEN = 100
FEE_LIMIT_FEN = 100_000 * FEN


@dataclass(frozen=True, slots=True)
class RenewalOffer:
    """What the desk says before it renews: the term that opens, the fee, the level decided at the old end, the points.

    `paid_until` is the last day of a term that is paid and has not begun (None = none): renewing then needs a reason.
    """

    member: Member
    term_from: date
    term_until: date
    months: int
    fee_fen: int
    then: Coming
    points: Balance
    paid_until: date | None


@dataclass(frozen=True, slots=True)
class RenewalForm:
    """`valid_until` is the old end as the form showed it: somebody else's renewal meanwhile is refused, not repeated."""

    membership_id: int
    valid_until: date
    fee_fen: int


@dataclass(frozen=True, slots=True)
class Renewal:
    """A renewal as it was done, with how the member stands now; `renewed_at` and `handled_by` are the act's.

    `then` is the level of the term that opens, by the points of today while it has not begun.
    """

    number: str
    code: str
    member: Member
    before_until: date
    term_from: date
    term_until: date
    fee_fen: int
    then: Coming
    points: Balance
    renewed_at: datetime
    handled_by: str
    outlet: str

    @property
    def is_early(self) -> bool:
        """Whether the old term was still running: until its end more points may come and decide."""
        return self.renewed_at.date() <= self.before_until


def renewal_offer(*, act: Act, customer_id: int) -> RenewalOffer:
    """What renewing today brings. Refuses a customer without a membership, and one still to be confirmed."""
    require(act, Right.RENEW_MEMBERS)
    on = act.at.date()
    with reading():
        standing = open_membership(customer_id=customer_id, on=on)
        in_state(standing.membership_id, MemberState.ACTIVE, MemberState.LOST, to="续会")
        months = value(TERM_MONTHS)
        term_from, term_until = renewed_term(standing.valid_until, on, months)
        return RenewalOffer(
            member=member(act=act, membership_id=standing.membership_id),
            term_from=term_from,
            term_until=term_until,
            months=months,
            fee_fen=value(RENEWAL_FEE) * FEN,
            then=_level_at(standing.membership_id, term_from),
            points=balance(customer_id=customer_id, on=on),
            paid_until=standing.valid_until if paid_ahead(membership_id=standing.membership_id, on=on) else None,
        )


def renew_member(*, act: Act, form: RenewalForm, reasons: Mapping[str, str] | None = None) -> Renewal:
    """Open the next term: after the old end while that has not passed, else from today (members.md §3). Grace and lapse end with it.

    Needs a reason for another fee than the store's ("fee") and for a second term ahead ("term"). Refuses 待录入 and a membership that does
    not stand, and one that was renewed since the form was opened.
    """
    require(act, Right.RENEW_MEMBERS)
    reasons = reasons or {}
    with writing(act, "renew_member", form=form, reasons=reasons) as tx:
        if tx.replay is None:
            record = in_state(form.membership_id, MemberState.ACTIVE, MemberState.LOST, to="续会")
            if record.valid_until != form.valid_until:
                raise UserError(f"会员 {record.number} 刚才已续到 {record.valid_until}，请关闭后重新打开", field="term")
            number = _renew(tx, record, form, _judged(form, reasons, tx))
            tx.done(record.id, number)
        else:
            number = ActRecord.get_by_id(tx.act_id).number
        return renewal(act=tx.act, number=number)


def renewal(*, act: Act, number: str) -> Renewal:
    """A renewal by its number, as its slip says it. Raises LookupError for a number no renewal has."""
    require(act, Right.RENEW_MEMBERS)
    with reading():
        found = find_number(number)
        mine = MemberEventRecord.membership == (found.record_id if found else 0)
        terms = MemberEventRecord.select().where(mine & MemberEventRecord.term_until.is_null(is_null=False)).order_by(MemberEventRecord.id)
        before, event = next(((one, two) for one, two in pairwise(terms) if two.number == number), (None, None))
        if before is None or event is None or before.term_until is None or event.term_from is None or event.term_until is None:
            raise LookupError(f"no renewal {number}")
        made = ActRecord.get_by_id(event.act_id)
        clerk = person(made.staff_id or 0)
        held = member(act=act, membership_id=event.membership_id)
        return Renewal(
            number=number,
            code=barcode_digits(number),
            member=held,
            before_until=before.term_until,
            term_from=event.term_from,
            term_until=event.term_until,
            fee_fen=event.fee_fen,
            then=_level_at(event.membership_id, event.term_from),
            points=balance(customer_id=held.customer_id, on=act.at.date()),
            renewed_at=event.at,
            handled_by=clerk.name,
            outlet=clerk.outlet,
        )


def _judged(form: RenewalForm, reasons: Mapping[str, str], tx: Tx) -> str:
    """The reasons that were needed, in words for the event."""
    judging = Judging(reasons)
    usual = value(RENEWAL_FEE) * FEN
    if not 0 <= form.fee_fen <= FEE_LIMIT_FEN:
        judging.refuse("fee", f"续会费应在 0 到 {format_money(FEE_LIMIT_FEN)} 元之间")
    elif form.fee_fen != usual:
        judging.doubt("fee", f"续会费应为 {format_money(usual)} 元")
    if paid_ahead(membership_id=form.membership_id, on=tx.act.at.date()):
        judging.doubt("term", f"下一期已经续到 {form.valid_until}，再续一期")
    judging.finish()
    return "；".join(dict.fromkeys(judging.accepted.values()))


def _renew(tx: Tx, record: MembershipRecord, form: RenewalForm, reason: str) -> str:
    on = tx.act.at.date()
    term_from, term_until = renewed_term(record.valid_until, on, value(TERM_MONTHS))
    update_record(tx, record, reason=reason, valid_until=term_until)
    number = next_number(tx, NumberKind.RENEWAL)
    register_number(number, record.id)  # a renewal is looked at with its member
    book(tx, record, EventKind.RENEWED, number=number, term_from=term_from, term_until=term_until, fee_fen=form.fee_fen, reason=reason)
    settle_level(act=tx.act, customer_id=record.customer_id)  # points earned in grace count for the term that now begins
    return number


def _level_at(membership_id: int, on: date) -> Coming:
    """The level decided for a term that begins on the day."""
    decided = levels(membership_ids=[membership_id], on=on)[membership_id]
    return Coming(on, decided.level, decided.why)
