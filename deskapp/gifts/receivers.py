"""The people named on redemptions, for whoever must forget a customer."""

from collections.abc import Collection

from deskapp.errors import UserError
from deskapp.gifts.domain import State
from deskapp.gifts.tables import RedemptionRecord


def refuse_open_redemptions(customer_ids: Collection[int]) -> None:
    """Refuse while a gift still waits to be approved, prepared or handed over."""
    closed = [State.RECEIVED.value, State.CANCELLED.value]
    found = (
        RedemptionRecord.select().where(RedemptionRecord.customer.in_(list(customer_ids)) & RedemptionRecord.state.not_in(closed)).first()
    )
    if found is not None:
        raise UserError(f"兑换单 {found.number} 还没有办完，请先签收或取消")


def forget_receivers(customer_ids: Collection[int]) -> None:
    """Take receivers, addresses and remarks out of a customer's redemptions; what was redeemed for how much stays. Inside a write."""
    emptied = {"received_by": "", "receiver_mobile": "", "address": "", "courier_no": "", "note": ""}
    RedemptionRecord.update(**emptied).where(RedemptionRecord.customer.in_(list(customer_ids))).execute()
