"""The person asks to be forgotten: his data go everywhere at once, or nothing does (PIPL 47)."""

from datetime import date

from deskapp.complaints.forgetting import forget_complainant, refuse_open_complaints
from deskapp.customers.consents import record_consents, standing_consents
from deskapp.customers.domain import Answer, ConsentChannel
from deskapp.customers.entry import judge_text
from deskapp.customers.erasure import erase_records
from deskapp.customers.family import family
from deskapp.data import Act, reading, writing
from deskapp.data.contents import sweep
from deskapp.errors import UserError
from deskapp.gifts.receivers import forget_receivers, refuse_open_redemptions
from deskapp.handovers.reading import refuse_waiting_slips
from deskapp.members.standing import standing
from deskapp.points.reading import balance
from deskapp.staff.domain import Right
from deskapp.staff.service import require
from deskapp.typed import format_points

REASON_LIMIT = 120


def hindrance(*, act: Act, customer_id: int) -> str:
    """What must be finished before a customer can be erased, '' when nothing stands in the way."""
    require(act, Right.ERASE_CUSTOMERS)
    with reading():
        try:
            _refuse_open(customer_id, act.at.date())
        except UserError as refusal:
            return refusal.message
    return ""


def erase_customer(*, act: Act, customer_id: int, channel: ConsentChannel, reason: str) -> date | None:
    """Anonymise a customer in place, as he asked by `channel`; until when the sale of his car stays locked away, None if nothing must.

    Given consents end with it. Refused while he is a member, while points are reserved, and while a slip or a gift is not finished.
    """
    require(act, Right.ERASE_CUSTOMERS)
    with writing(act, "erase_customer", customer_id=customer_id, channel=channel, reason=reason) as tx:
        if tx.replay is not None:
            return None
        why = judge_text(reason, label="原因", field="reason_text", limit=REASON_LIMIT).value
        if not why:
            raise UserError("请写明依据，如 客户本人书面申请", field="reason_text")
        ids = family(customer_id)
        _refuse_open(ids[0], tx.act.at.date())
        given = [Answer(consent.purpose, given=False) for consent in standing_consents(ids) if consent.given]
        if given:
            record_consents(act=tx.act, customer_id=ids[0], answers=given, channel=channel)
        forget_receivers(ids)
        forget_complainant(tx, ids)
        kept_until = erase_records(tx, ids[0], reason=why)
        tx.done(ids[0])
    sweep()  # recordings go from the disk once it stands; a crash in between leaves them for the next time
    return kept_until


def _refuse_open(customer_id: int, on: date) -> None:
    member = standing(customer_id=customer_id, on=on)
    if member is not None:
        raise UserError(f"还是会员 {member.member_no}（{member.state.label}），请先办理退会")
    reserved = balance(customer_id=customer_id, on=on).reserved
    refuse_open_redemptions(family(customer_id))
    refuse_waiting_slips(family(customer_id))
    refuse_open_complaints(family(customer_id))
    if reserved:
        raise UserError(f"还有 {format_points(reserved)} 分被预留，请先办完或取消")
