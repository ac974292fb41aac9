"""Make a customer a member: one act from the form to the award; confirm or return what a clerk without that right typed."""

from collections.abc import Mapping
from datetime import datetime, time

from deskapp.customers.consents import record_consents
from deskapp.customers.domain import Purpose, TokenSource, VehicleForm
from deskapp.customers.entry import Judging
from deskapp.customers.family import family
from deskapp.customers.service import add_customer
from deskapp.customers.tables import CustomerRecord
from deskapp.customers.tokens import number_tokens, write_tokens
from deskapp.customers.vehicles import add_vehicle
from deskapp.data import Act, NumberKind, Tx, find_number, next_number, register_number, update_record, writing
from deskapp.errors import UserError
from deskapp.members.domain import (
    JOIN_FEE,
    TERM_MONTHS,
    CardState,
    Enrolled,
    EnrolmentForm,
    EventKind,
    Level,
    MemberState,
    format_card,
    judge_card,
    term_end,
)
from deskapp.members.levels import settle_level
from deskapp.members.record import book, card_holder, give_card, in_state
from deskapp.members.standing import Standing, standing
from deskapp.members.tables import CardRecord, MemberEventRecord, MembershipRecord
from deskapp.points.domain import AWARD_POINTS, AwardKind
from deskapp.points.service import award
from deskapp.settings.store import value
from deskapp.staff.domain import Right
from deskapp.staff.service import allowed, person, require

FEN = 100


def enroll_member(*, act: Act, form: EnrolmentForm, reasons: Mapping[str, str] | None = None) -> Enrolled:
    """Enrol a new or known customer: customer, cars, consents, membership, card and join award in one act.

    有效 at once when the clerk may confirm, else 待录入 (no award yet). Refuses everything that is wrong at once, in the order of the
    form: a refused 会员服务, an unanswered question, a card somebody has, a customer who is a member already. `reasons` as in
    `add_customer`.
    """
    require(act, Right.ENROLL_MEMBERS)
    reasons = reasons or {}
    with writing(act, "enroll_member", form=form, reasons=reasons) as tx:
        if tx.replay is not None:
            return _enrolled(tx.replay)
        judging = Judging(reasons)
        customer_id = _customer(tx.act, form, reasons, judging)
        card = judging.take("card_no", lambda: judge_card(form.card_no))
        if card and (holder := card_holder(card)):
            judging.refuse("card_no", f"卡号 {format_card(card)} 已经给了 {holder}")
        referrer = _referrer(form, customer_id, tx, judging)
        _judge_answers(form, judging)
        _judge_rest(form, judging)
        judging.finish()
        if card is None or customer_id is None:
            raise RuntimeError("judged without a refusal, yet incomplete")
        record_consents(act=tx.act, customer_id=customer_id, answers=form.answers, channel=form.channel)
        record = _insert(tx, form, customer_id, card, referrer)
        _set_level(tx, record, form.level, judging.accepted.get("level", ""))
        if allowed(tx.act, Right.CONFIRM_MEMBERS):
            _confirm(tx, record)
        tx.done(record.id, record.number)
        return _enrolled(record.id)


def confirm_member(*, act: Act, membership_id: int) -> Enrolled:
    """录入确认: a 待录入 membership becomes 有效, and the awards 入会 and 介绍入会 are booked. Refuses any other state."""
    require(act, Right.CONFIRM_MEMBERS)
    with writing(act, "confirm_member", membership_id=membership_id) as tx:
        if tx.replay is None:
            record = in_state(membership_id, MemberState.PENDING, to="录入确认")
            _confirm(tx, record)
            tx.done(record.id, record.number)
        return _enrolled(membership_id)


def return_member(*, act: Act, membership_id: int, reason: str) -> None:
    """退回: a 待录入 membership becomes 已作废, its card number free again. The customer and his cars stay. Needs a reason."""
    require(act, Right.CONFIRM_MEMBERS)
    with writing(act, "return_member", membership_id=membership_id, reason=reason) as tx:
        if tx.replay is not None:
            return
        if not reason.strip():
            raise UserError("请写明退回的原因", field="reason")
        record = in_state(membership_id, MemberState.PENDING, to="退回")
        update_record(tx, record, reason=reason.strip(), state=MemberState.VOID.value)
        for card in CardRecord.select().where(CardRecord.membership == record.id):
            update_record(tx, card, reason=reason.strip(), state=CardState.VOID.value)
            write_tokens(record.customer_id, set(), replacing=number_tokens(card.number, TokenSource.CARD, TokenSource.CARD_PART))
        book(tx, record, EventKind.RETURNED, reason=reason.strip())
        tx.done(record.id, record.number)


def _customer(act: Act, form: EnrolmentForm, reasons: Mapping[str, str], judging: Judging) -> int | None:
    """The customer of the form, taken up now or already known and no member yet; None after a refusal."""
    if form.customer_id is None:
        if form.customer is None:
            raise RuntimeError("an enrolment without a customer")
        with judging.collecting():
            return add_customer(act=act, form=form.customer, vehicles=form.vehicles or (VehicleForm(),), reasons=reasons)
        return None
    customer_id = family(form.customer_id)[0]
    if member := standing(customer_id=customer_id, on=act.at.date()):
        judging.refuse("name", f"这位客户已是会员 {member.member_no}（{member.state.label}）")
    for vehicle in form.vehicles:
        with judging.collecting():
            add_vehicle(act=act, customer_id=customer_id, form=vehicle, reasons=reasons)
    return customer_id


def _referrer(form: EnrolmentForm, customer_id: int | None, tx: Tx, judging: Judging) -> Standing | None:
    """The introducing member by number or card, None if none was named or after a refusal."""
    if not form.referrer.strip():
        return None
    found: Standing | None = None
    with judging.collecting("referrer"):
        found = introducing_member(form.referrer, tx)
        if customer_id is not None and found.customer_id in family(customer_id):
            raise UserError("介绍人不能是本人")
    return found


def introducing_member(text: str, tx: Tx) -> Standing:
    """The member behind a member number, typed or scanned, or a card. Refuses what leads to no standing member."""
    numbered = find_number(text)
    record = MembershipRecord.get_by_id(numbered.record_id) if numbered and numbered.kind is NumberKind.MEMBER else None
    if record is None:
        card = judge_card(text, field="referrer").value
        found = CardRecord.get_or_none((CardRecord.number == card) & (CardRecord.state != CardState.VOID.value))
        record = MembershipRecord.get_by_id(found.membership_id) if found and found.state == CardState.IN_USE.value else None
    member = standing(customer_id=record.customer_id, on=tx.act.at.date()) if record else None
    if member is None:
        raise UserError("没有这位会员，请核对会员编号或卡号", field="referrer")
    return member


def _judge_answers(form: EnrolmentForm, judging: Judging) -> None:
    answers = {answer.purpose: answer.given for answer in form.answers}
    for purpose in Purpose:
        field = f"consent_{purpose.value}"
        if purpose not in answers:
            judging.refuse(field, f"“{purpose.label}”请选一项")
        elif purpose is Purpose.SERVICE and not answers[purpose]:
            judging.refuse(field, "客户不同意会员服务，不能办理入会；购车、维修等其他服务不受影响")


def _judge_rest(form: EnrolmentForm, judging: Judging) -> None:
    if form.recruiter_id is None:
        judging.refuse("recruiter", "请选择推荐人")
    elif person(form.recruiter_id).is_system or not person(form.recruiter_id).active:
        judging.refuse("recruiter", "推荐人不在职，请另选")
    if form.level is not Level.BASIC:
        judging.doubt("level", f"新会员直接办{form.level.label}", way_out="请写明原因")


def _insert(tx: Tx, form: EnrolmentForm, customer_id: int, card: str, referrer: Standing | None) -> MembershipRecord:
    joined_on = tx.act.at.date()
    until = term_end(joined_on, value(TERM_MONTHS))
    number = next_number(tx, NumberKind.MEMBER)
    record = MembershipRecord.create(
        number=number,
        customer=customer_id,
        state=MemberState.PENDING.value,
        joined_on=joined_on,
        valid_until=until,
        join_channel=form.join_channel.value,
        recruiter=form.recruiter_id,
        referrer=referrer.customer_id if referrer else None,
        outlet=person(tx.act.staff_id or 0).outlet_id,
        act=tx.act_id,
    )
    register_number(number, record.id)
    give_card(tx, record, card, form.level)
    book(tx, record, EventKind.JOINED, term_from=joined_on, term_until=until, card_number=card, fee_fen=value(JOIN_FEE) * FEN)
    return record


def _set_level(tx: Tx, record: MembershipRecord, level: Level, reason: str) -> None:
    if level is not Level.BASIC:
        book(tx, record, EventKind.LEVEL_SET, level=level.value, level_until=record.valid_until, reason=reason)


def _confirm(tx: Tx, record: MembershipRecord) -> None:
    """有效, with the awards for joining and for introducing (members.md §4: booked at 录入确认)."""
    update_record(tx, record, state=MemberState.ACTIVE.value)
    book(tx, record, EventKind.CONFIRMED)
    _award(tx, record.customer_id, AwardKind.JOIN, record.number)
    for introduced in (record, *_introduced_while_waiting(tx, record)):
        _reward_introducer(tx, introduced)


def _introduced_while_waiting(tx: Tx, record: MembershipRecord) -> list[MembershipRecord]:
    """Whom the member introduced and who was confirmed before him, while he was 待录入 himself."""
    if record.act_id == tx.act_id:
        return []
    since = (MemberEventRecord.at >= datetime.combine(record.joined_on, time.min)) & (MemberEventRecord.act > record.act_id)
    theirs = MembershipRecord.referrer.in_(family(record.customer_id))
    query = MembershipRecord.select().join(MemberEventRecord, on=(MemberEventRecord.membership == MembershipRecord.id))
    return list(query.where(since & (MemberEventRecord.kind == EventKind.CONFIRMED.value) & theirs).order_by(MembershipRecord.id))


def _reward_introducer(tx: Tx, record: MembershipRecord) -> None:
    """介绍入会, to a member who is confirmed himself: one who waits gets it with his own confirmation."""
    introducer = standing(customer_id=record.referrer_id, on=tx.act.at.date()) if record.referrer_id is not None else None
    if introducer is not None and introducer.state is not MemberState.PENDING:
        _award(tx, introducer.customer_id, AwardKind.INTRODUCED_MEMBER, record.number)


def _award(tx: Tx, customer_id: int, kind: AwardKind, number: str) -> None:
    """A rate of 0 switches an award off."""
    if value(AWARD_POINTS[kind]) > 0:
        award(act=tx.act, customer_id=customer_id, kind=kind, occasion=number, number=number)
        settle_level(act=tx.act, customer_id=customer_id)


def _enrolled(membership_id: int) -> Enrolled:
    record = MembershipRecord.get_by_id(membership_id)
    card = CardRecord.select().where(CardRecord.membership == membership_id).order_by(CardRecord.id.desc()).first()
    state = MemberState(record.state)
    return Enrolled(
        membership_id=record.id,
        number=record.number,
        customer_id=record.customer_id,
        name=CustomerRecord.get_by_id(record.customer_id).name,
        state=state,
        valid_until=record.valid_until,
        card_no=card.number if card else "",
        awarded=value(AWARD_POINTS[AwardKind.JOIN]) if state is MemberState.ACTIVE else 0,
    )
