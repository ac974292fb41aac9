"""The desk's side of a slip: written in seconds, handed in again after a return, voided with a reason."""

from deskapp.attachments.domain import Photo
from deskapp.attachments.service import attach, keep
from deskapp.data import Act, NumberKind, Tx, next_number, register_number, update_record
from deskapp.data import writing as in_one_act
from deskapp.errors import NotAllowed, UserError
from deskapp.handovers.bill import Preview, Terms, preview
from deskapp.handovers.domain import POINTS_PER_YUAN, USE_ON_BILLS, HandoverForm, State
from deskapp.handovers.judging import judge_bill_no, judge_lines, judge_points_used, judge_reason
from deskapp.handovers.rates import terms
from deskapp.handovers.tables import HandoverLineRecord, HandoverRecord
from deskapp.members.standing import open_membership, spending_membership
from deskapp.points import service as points
from deskapp.points.domain import EntryKind
from deskapp.settings import store
from deskapp.staff.domain import Right, Role
from deskapp.staff.service import allowed, outlets, person, require


def write_handover(*, act: Act, form: HandoverForm, photo: Photo | None = None) -> int:
    """Write a slip (待录入) with its JF number and reserve the points used on the bill; its id. `photo` is one of the bill.

    Refuses a customer who is no member, a bill that has a live slip in the outlet, points above what is spendable or worth more than the
    bill, and points of a member who may not redeem (待录入, 已挂失, term over).
    """
    require(act, Right.WRITE_HANDOVERS)
    kept = keep(photo) if photo else None
    with in_one_act(act, "write_handover", form=form, photo=photo.hash if photo else "") as tx:
        if tx.replay is not None:
            return tx.replay
        rules = terms(on=tx.act.at.date())
        bill_no = judge_bill_no(form.bill_no)
        worth = _judged(tx, form, rules)
        outlet_id = _outlet(act)
        _refuse_second_slip(outlet_id, bill_no)
        number = next_number(tx, NumberKind.HANDOVER)
        record = HandoverRecord.create(
            number=number,
            customer=form.customer_id,
            vehicle=form.vehicle_id,
            outlet=outlet_id,
            bill_no=bill_no,
            state=State.PENDING.value,
            amount=worth.amount,
            points=worth.points,
            points_used=form.points_used,
            discount=worth.discount,
            photo=attach(tx, kept) if kept else None,
            writer=act.staff_id,
            act=tx.act_id,
            step=tx.act_id,
        )
        _write_lines(tx, record, worth, rules)
        _reserve(tx, record)
        register_number(number, record.id)
        tx.done(record.id, number)
        return record.id


def resubmit_handover(*, act: Act, handover_id: int, form: HandoverForm, photo: Photo | None = None) -> int:
    """Hand a returned slip in again with what was put right (已退回 → 待录入), under the same number; its id.

    Allowed to its writer, the front desk and customer service. Refusals as in `write_handover`; the customer may have been corrected too.
    A new `photo` takes the place of the one the form keeps; without either the slip has none.
    """
    require(act, Right.WRITE_HANDOVERS)
    kept = keep(photo) if photo else None
    with in_one_act(act, "resubmit_handover", handover_id=handover_id, form=form, photo=photo.hash if photo else "") as tx:
        if tx.replay is not None:
            return tx.replay
        record = in_state(handover_id, State.RETURNED)
        _require_writer(act, record, "改后再交", desk=True)
        rules = terms(on=tx.act.at.date())
        bill_no = judge_bill_no(form.bill_no)
        worth = _judged(tx, form, rules)
        _refuse_second_slip(record.outlet_id, bill_no, but=record.id)
        update_record(
            tx,
            record,
            customer=form.customer_id,
            vehicle=form.vehicle_id,
            bill_no=bill_no,
            amount=worth.amount,
            points=worth.points,
            points_used=form.points_used,
            discount=worth.discount,
            photo=attach(tx, kept) if kept else record.photo_id if form.photo_id == record.photo_id else None,
            revision=record.revision + 1,
            state=State.PENDING.value,
            step_reason="",
            step=tx.act_id,
        )
        _write_lines(tx, record, worth, rules)
        _reserve(tx, record)
        tx.done(record.id, record.number)
        return record.id


def void_handover(*, act: Act, handover_id: int, reason: str) -> None:
    """Void a slip that waits or was returned; its bill may be written again, its points are spendable again.

    Allowed to its writer and to customer service.
    """
    require(act, Right.WRITE_HANDOVERS)
    with in_one_act(act, "void_handover", handover_id=handover_id, reason=reason) as tx:
        if tx.replay is not None:
            return
        record = in_state(handover_id, State.PENDING, State.RETURNED)
        _require_writer(act, record, "作废", desk=False)
        why = judge_reason(reason, "作废")
        points.release(act=tx.act, holder=record.number)
        update_record(tx, record, reason=why, step_reason=why, state=State.VOIDED.value, step=tx.act_id)
        tx.done(record.id, record.number)


def in_state(handover_id: int, *states: State) -> HandoverRecord:
    """The slip if it is in one of the states; else a refusal that says where it stands now."""
    record = HandoverRecord.get_by_id(handover_id)
    if State(record.state) not in states:
        raise UserError(f"{record.number} 现在是“{State(record.state).label}”，不能再这样办理。请刷新后再看")
    return record


def _require_writer(act: Act, record: HandoverRecord, what: str, *, desk: bool) -> None:
    if act.staff_id == record.writer_id or allowed(act, Right.POST_HANDOVERS):
        return
    if desk and act.staff_id is not None and Role.FRONT_DESK in person(act.staff_id).roles:
        return
    raise NotAllowed(f"只有移交人{'、前台' if desk else ''}和客服可以{what}这张移交单")


def _judged(tx: Tx, form: HandoverForm, rules: Terms) -> Preview:
    judge_lines(form.lines)
    amount = sum(line.amount for line in form.lines)
    judge_points_used(form.points_used, amount, points_per_yuan=store.value(POINTS_PER_YUAN), allowed=store.value(USE_ON_BILLS))
    membership = spending_membership if form.points_used else open_membership
    membership(customer_id=form.customer_id, on=tx.act.at.date())
    return preview(form.lines, form.points_used, rules)


def _outlet(act: Act) -> int:
    own = person(act.staff_id).outlet_id if act.staff_id is not None else None
    return own if own is not None else outlets()[0].id


def _refuse_second_slip(outlet_id: int, bill_no: str, *, but: int = 0) -> None:
    other = HandoverRecord.get_or_none(
        (HandoverRecord.outlet == outlet_id)
        & (HandoverRecord.bill_no == bill_no)
        & HandoverRecord.state.not_in([State.VOIDED.value, State.REVERSED.value])
        & (HandoverRecord.id != but)
    )
    if other is not None:
        state = State(other.state)
        way_on = "请核对单号，或打开那张改" if state is State.RETURNED else "请核对单号"
        raise UserError(f"结算单 {bill_no} 已写在 {other.number}（{state.label}），{way_on}", field="bill_no")


def _write_lines(tx: Tx, record: HandoverRecord, worth: Preview, rules: Terms) -> None:
    HandoverLineRecord.insert_many(
        [
            {
                "handover": record.id,
                "revision": record.revision,
                "position": position,
                "kind": line.kind.value,
                "amount": line.amount,
                "points_used": line.points_used,
                "earning": line.earning,
                "rate": rules.rates[line.kind].id,
                "fen_per_point": rules.fen_per_point(line.kind),
                "act": tx.act_id,
            }
            for position, line in enumerate(worth.shares, 1)
        ]
    ).execute()


def _reserve(tx: Tx, record: HandoverRecord) -> None:
    if record.points_used:
        points.reserve(
            act=tx.act,
            customer_id=record.customer_id,
            holder=record.number,
            points=record.points_used,
            kind=EntryKind.USED,
            note=f"会员抵扣 结算单 {record.bill_no}",
        )
