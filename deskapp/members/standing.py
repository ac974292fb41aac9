"""Whether a customer's points may be spent today: redeeming gifts and paying on a bill ask the same question (members.md §3)."""

from dataclasses import dataclass
from datetime import date

from deskapp.customers.family import family
from deskapp.errors import UserError
from deskapp.members.domain import MemberState
from deskapp.members.tables import MembershipRecord


@dataclass(frozen=True, slots=True)
class Standing:
    """The membership that stands behind a spending."""

    membership_id: int
    member_no: str
    valid_until: date


def spending_membership(*, customer_id: int, on: date) -> Standing:
    """The customer's open membership, if its points may be spent on the day.

    Refuses who is no member, is not confirmed yet, has a lost card, or is past the term (in grace one earns, but does not redeem).
    """
    row = (
        MembershipRecord.select(MembershipRecord.id, MembershipRecord.number, MembershipRecord.state, MembershipRecord.valid_until)
        .where(MembershipRecord.customer.in_(family(customer_id)) & MembershipRecord.state.in_([s.value for s in MemberState if s.is_open]))
        .order_by(MembershipRecord.id.desc())
        .first()
    )
    if row is None:
        raise UserError("该客户还不是会员，不能使用积分。请先办理入会（F3）")
    if row.state == MemberState.PENDING:
        raise UserError(f"会员 {row.number} 还没有录入确认，暂不能使用积分。请客服先确认")
    if row.state == MemberState.LOST:
        raise UserError(f"会员 {row.number} 的卡已挂失，暂不能使用积分。请先补卡")
    if row.valid_until < on:
        raise UserError(f"会员 {row.number} 已于 {row.valid_until:%Y-%m-%d} 到期，不能使用积分。请先续会（F9）")
    return Standing(row.id, row.number, row.valid_until)
