"""The receipt that is printed over and over: two gifts, taken home by the member himself."""

from datetime import date, datetime

from deskapp.gifts import receipt as paper
from deskapp.gifts.domain import HandoverMode, Receiver, State
from deskapp.gifts.slips import Receipt, Redemption, RedemptionLine
from deskapp.papers import NCR_241X140
from tests.benchmarks import canvas
from tests.benchmarks.canvas import Call

NOON = datetime(2026, 11, 23, 15, 8)


def receipt() -> Receipt:
    """A redemption signed for at the counter."""
    lines = (
        RedemptionLine(1, 1, "LP-018", "车载吸尘器（无线）", "台", 1, 1_200),
        RedemptionLine(2, 2, "LP-032", "恒温保温杯", "个", 2, 450),
    )
    redemption = Redemption(
        id=1,
        number="DH-20261123-001",
        state=State.RECEIVED,
        customer_id=1,
        customer_name="欧阳䶮",
        member_no="HY-20251123-008",
        mobile_tail="0519",
        plate="粤B3K852",
        lines=lines,
        cost=2_100,
        points_before=4_860,
        points_after=2_760,
        expiring_on=date(2026, 12, 31),
        expiring_points=380,
        mode=HandoverMode.COUNTER,
        planned_on=None,
        receiver=Receiver(),
        applied_at=NOON,
        applied_by="王芳",
        applied_by_id=2,
        approved_at=NOON,
        approved_by="王芳",
        handled_by="王芳",
        received_at=NOON,
        note="",
        waits_for="",
        waiting_days=0,
        due=None,
        missing=(),
    )
    return Receipt(redemption, "12202611230001", "银卡")


def written_down() -> tuple[list[Call], tuple[float, float], bytes]:
    """What the receipt draws, the size of its page in points, and the PDF it makes."""
    return canvas.written_down(
        lambda: paper.render(receipt(), paper=NCR_241X140, store="鹏城汽车", printed_at=NOON, printed_by="王芳", department="客服部")
    )
