"""What one of many desks does with the same balance. Imports neither pytest nor Qt: every worker process loads it."""

from datetime import datetime

from deskapp.data import Act
from deskapp.gifts.domain import Choice
from deskapp.gifts.redemption import redeem_gift
from deskapp.handovers.domain import BillLine, HandoverForm, SpendKind
from deskapp.handovers.writing import write_handover

AT = datetime(2026, 11, 23, 9, 30)


def redeem_once(index: int, staff_id: int, customer_id: int, gift_id: int, price: int) -> str:
    """Take one gift; the number."""
    act = Act(staff_id, AT, f"前台{index}", f"redeem-{index}")
    return redeem_gift(act=act, customer_id=customer_id, choices=[Choice(gift_id, 1, price)]).number


def use_on_a_bill(index: int, staff_id: int, customer_id: int, points: int) -> int:
    """Pay a bill of one's own in part with the same points; the slip."""
    form = HandoverForm(customer_id, f"RO-{index}", (BillLine(SpendKind.NEW_CAR, 10_000_00),), points_used=points)
    return write_handover(act=Act(staff_id, AT, f"前台{index}", f"bill-{index}"), form=form)
