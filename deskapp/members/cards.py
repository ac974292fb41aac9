"""挂失 and 补卡: a number that was given up is blocked for ever and still found; the member goes on with his next card."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from deskapp.customers.entry import Judging
from deskapp.data import Act, reading, update_record, writing
from deskapp.members.domain import (
    REISSUE_FEE,
    EventKind,
    Level,
    Member,
    MemberState,
    ReissueReason,
    format_card,
    judge_card,
)
from deskapp.members.levels import levels_and_coming
from deskapp.members.reading import member
from deskapp.members.record import block_card, book, card_holder, card_in_use, give_card, in_state
from deskapp.members.tables import CardRecord, MemberEventRecord
from deskapp.settings.store import value
from deskapp.staff.domain import Right
from deskapp.staff.service import require
from deskapp.typed import format_money

FEN = 100
FEE_LIMIT_FEN = 100_000 * FEN


@dataclass(frozen=True, slots=True)
class ReissueOffer:
    """What the form knows: the fee for each reason, the levels a card may say (the level now, and that of a term paid ahead)."""

    member: Member
    reasons: tuple[ReissueReason, ...]
    fees_fen: Mapping[ReissueReason, int]
    levels: tuple[Level, ...]


@dataclass(frozen=True, slots=True)
class ReissueForm:
    """`card_no` as scanned or typed; `level` is what the new card says."""

    membership_id: int
    card_no: str
    reason: ReissueReason
    level: Level
    fee_fen: int


@dataclass(frozen=True, slots=True)
class Reissued:
    """The new card and the one it stands for ('' where the member had none)."""

    membership_id: int
    name: str
    card_no: str
    old_card_no: str
    level: Level
    fee_fen: int


def report_loss(*, act: Act, membership_id: int, note: str = "") -> str:
    """挂失: the card is blocked at once; the member earns on and redeems again after 补卡. The blocked number, '' without a card.

    Refuses a membership that is no longer or not yet 有效, and one reported before.
    """
    require(act, Right.REPORT_LOSS)
    with writing(act, "report_loss", membership_id=membership_id, note=note) as tx:
        if tx.replay is not None:
            return _last_card(membership_id, EventKind.LOST)
        record = in_state(membership_id, MemberState.ACTIVE, to="挂失")
        reason = note.strip() or EventKind.LOST.label
        number = block_card(tx, record.id, reason)
        update_record(tx, record, reason=reason, state=MemberState.LOST.value)
        book(tx, record, EventKind.LOST, card_number=number, reason=note.strip())
        tx.done(record.id, record.number)
        return number


def reissue_offer(*, act: Act, membership_id: int) -> ReissueOffer:
    """What the form begins with. Refuses a membership that gets no card."""
    require(act, Right.REISSUE_CARDS)
    with reading():
        record = in_state(membership_id, MemberState.ACTIVE, MemberState.LOST, to="补卡")
        lost = MemberState(record.state) is MemberState.LOST
        return ReissueOffer(
            member=member(act=act, membership_id=membership_id),
            reasons=(ReissueReason.LOST,) if lost else tuple(ReissueReason),
            fees_fen={reason: _usual_fee(reason) for reason in ReissueReason},
            levels=_levels(membership_id, act.at.date()),
        )


def reissue_card(*, act: Act, form: ReissueForm, reasons: Mapping[str, str] | None = None) -> Reissued:
    """补卡: another card in place of the one in use, which is blocked; a lost membership is 有效 again.

    Needs a reason for another fee than the store's ("fee"). Refuses a number somebody has or had, a level the member does not stand at,
    换卡级 where the card says his level already, and any reason but 遗失 after a reported loss.
    """
    require(act, Right.REISSUE_CARDS)
    reasons = reasons or {}
    with writing(act, "reissue_card", form=form, reasons=reasons) as tx:
        record = in_state(form.membership_id, MemberState.ACTIVE, MemberState.LOST, to="补卡") if tx.replay is None else None
        if record is not None:
            judging = Judging(reasons)
            number = _judged_card(form.card_no, judging)
            _judge_rest(form, lost=MemberState(record.state) is MemberState.LOST, on=tx.act.at.date(), judging=judging)
            judging.finish()
            before = card_in_use(record.id) or _last(record.id)
            why = "；".join((form.reason.label, *dict.fromkeys(judging.accepted.values())))
            block_card(tx, record.id, why)
            give_card(tx, record, number, form.level, vehicle_id=before.vehicle_id if before else None)
            update_record(tx, record, reason=why, state=MemberState.ACTIVE.value)
            details = {"card_number": number, "level": form.level.value, "fee_fen": form.fee_fen, "reason": why}
            book(tx, record, EventKind.REISSUED, **details)
            tx.done(record.id, record.number)
        return _reissued(tx.act, form)


def _judged_card(text: str, judging: Judging) -> str:
    number = judging.take("card_no", lambda: judge_card(text))
    if number and (holder := card_holder(number)):
        judging.refuse("card_no", f"卡号 {format_card(number)} 已经给了 {holder}；停用的卡号不能再用，请换一张新卡")
    return number or ""


def _judge_rest(form: ReissueForm, *, lost: bool, on: date, judging: Judging) -> None:
    if lost and form.reason is not ReissueReason.LOST:
        judging.refuse("reissue_reason", "这张卡已经挂失，补卡原因请选“遗失”")
    if form.level not in _levels(form.membership_id, on):
        judging.refuse("level", f"这位会员现在不是{form.level.label}，请刷新后再看")
    card = card_in_use(form.membership_id)
    if form.reason is ReissueReason.LEVEL and card and Level(card.level) is form.level:
        judging.refuse("reissue_reason", f"卡面已经是{form.level.label}，不用换卡级")
    usual = _usual_fee(form.reason)
    if not 0 <= form.fee_fen <= FEE_LIMIT_FEN:
        judging.refuse("fee", f"补卡费应在 0 到 {format_money(FEE_LIMIT_FEN)} 元之间")
    elif form.fee_fen != usual:
        judging.doubt("fee", f"补卡费应为 {format_money(usual)} 元")


def _usual_fee(reason: ReissueReason) -> int:
    """A card changed for its level costs nothing."""
    return 0 if reason is ReissueReason.LEVEL else value(REISSUE_FEE) * FEN


def _levels(membership_id: int, on: date) -> tuple[Level, ...]:
    """What a card of the member may say."""
    now, coming = levels_and_coming(membership_ids=[membership_id], on=on)
    found = [now[membership_id].level]
    if membership_id in coming:
        found.append(coming[membership_id].level)
    return tuple(dict.fromkeys(found))


def _last(membership_id: int) -> CardRecord | None:
    return CardRecord.select().where(CardRecord.membership == membership_id).order_by(CardRecord.id.desc()).first()


def _last_card(membership_id: int, kind: EventKind) -> str:
    """The card the last event of a kind was about."""
    mine = (MemberEventRecord.membership == membership_id) & (MemberEventRecord.kind == kind.value)
    event = MemberEventRecord.select().where(mine).order_by(MemberEventRecord.id.desc()).first()
    return event.card_number if event else ""


def _reissued(act: Act, form: ReissueForm) -> Reissued:
    cards = list(CardRecord.select().where(CardRecord.membership == form.membership_id).order_by(CardRecord.id.desc()).limit(2))
    return Reissued(
        membership_id=form.membership_id,
        name=member(act=act, membership_id=form.membership_id).name,
        card_no=cards[0].number,
        old_card_no=cards[1].number if len(cards) > 1 else "",
        level=Level(cards[0].level),
        fee_fen=form.fee_fen,
    )
