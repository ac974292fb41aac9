"""Receipts for the tests: plain values, no store behind them."""

from datetime import date, datetime
from typing import Any

from deskapp.gifts.domain import HandoverMode, Receiver, State
from deskapp.gifts.slips import Receipt, Redemption, RedemptionLine

AT = datetime(2026, 11, 23, 15, 8)
GIFTS = (
    ("LP-018", "车载吸尘器（无线）", 1_200, 1),
    ("LP-032", "恒温保温杯 450 mL", 450, 2),
    ("LP-007", "玻璃水 2 L × 2 瓶", 250, 1),
    ("LP-011", "反向车用雨伞", 450, 1),
    ("LP-021", "车载急救包（含三角牌）", 1_200, 2),
)
LONGEST = ("LP-1000", "超长礼品名称" * 6 + "四十个字", 100_000, 99)


def a_receipt(*, gifts: tuple[tuple[str, str, int, int], ...] = GIFTS[:3], after: int = 2_510, **changed: Any) -> Receipt:
    """The receipt of the mock-up; `changed` replaces values of the redemption."""
    lines = tuple(RedemptionLine(n, n, no, name, "件", quantity, points) for n, (no, name, points, quantity) in enumerate(gifts, 1))
    cost = sum(line.points for line in lines)
    values: dict[str, Any] = {
        "id": 1,
        "number": "DH-20261123-006",
        "state": State.RECEIVED,
        "customer_id": 1,
        "customer_name": "欧阳䶮",
        "member_no": "HY-20251123-008",
        "mobile_tail": "0519",
        "plate": "粤B3K852",
        "lines": lines,
        "cost": cost,
        "points_before": after + cost,
        "points_after": after,
        "expiring_on": date(2026, 12, 31),
        "expiring_points": 380,
        "mode": HandoverMode.COUNTER,
        "planned_on": None,
        "receiver": Receiver(),
        "received_at": AT,
        "applied_at": AT,
        "applied_by": "王芳",
        "applied_by_id": 1,
        "approved_at": AT.replace(minute=6),
        "approved_by": "周敏",
        "handled_by": "王芳",
        "note": "",
        "waits_for": "",
        "waiting_days": 0,
        "due": None,
        "missing": (),
    }
    return Receipt(Redemption(**values | changed), "12202611230006", "银卡")
