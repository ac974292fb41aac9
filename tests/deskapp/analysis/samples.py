"""Reports for the papers: an ordinary day, one with the largest figures, an adviser's, a day on which nothing happened."""

from dataclasses import replace
from datetime import date, datetime

from deskapp.analysis.domain import (
    DailyReport,
    FlowMonth,
    LowGift,
    Members,
    Note,
    Points,
    Redemptions,
    Share,
    Slips,
    Tomorrow,
)
from deskapp.points.domain import EntryKind

MOVED = {
    EntryKind.EARNED: 8_432,
    EntryKind.AWARDED: 140,
    EntryKind.MANUAL: -30,
    EntryKind.REDEEMED: -2_350,
    EntryKind.USED: -400,
    EntryKind.EXPIRED: -120,
    EntryKind.REVERSED: -560,
    EntryKind.RETURNED: 200,
}
ORDINARY = DailyReport(
    day=date(2026, 11, 23),
    upto=datetime(2026, 11, 24),
    maker="陈静",
    department="客服部",
    made_at=datetime(2026, 11, 24, 9, 10),
    whose="全店",
    members=Members(
        joined=3,
        by_clerk=(Share("王芳", 2), Share("陈静", 1)),
        by_department=(Share("售后部", 2), Share("销售部", 1)),
        by_channel=(Share("保养", 2), Share("新车", 1)),
        renewed=2,
        month_joined=23,
        month_renewed=18,
        resigned=1,
        lapsed=0,
        sent_back=1,
        all=1_482,
        valid=1_391,
        pending=2,
        lost=4,
        over=85,
    ),
    points=Points(1_284_660, MOVED, dict.fromkeys(MOVED, 3), 1_284_660 + sum(MOVED.values())),
    slips=Slips(3, 2, 1),
    redemptions=Redemptions(4, 3, 1, 2, 5, 1),
    low=(LowGift(1, "车载香氛", 3, "瓶", 5), LowGift(2, "应急包", 0, "套", 2)),
    tomorrow=Tomorrow(("JF-20261123-012",), ("DH-20261119-002",), ("HY-20251125-003", "HY-20251125-004"), 1_200, 5),
    note=Note("下午停电半小时，移交单晚录。", "陈静", datetime(2026, 11, 23, 17, 40)),
    sees_all=True,
)
NOTHING = replace(
    ORDINARY,
    members=Members(0, (), (), (), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
    points=Points(0, {}, {}, 0),
    slips=Slips(0, 0, 0),
    redemptions=Redemptions(0, 0, 0, 0, 0, 0),
    low=(),
    tomorrow=Tomorrow((), (), (), 0, 0),
    note=None,
)
OWN = replace(
    ORDINARY,
    whose="本人",
    members=Members(1, (Share("周凯", 1),), (Share("售后部", 1),), (Share("保养", 1),), 0, 4, 1),
    points=None,
    redemptions=None,
    low=None,
    tomorrow=None,
    note=None,
    sees_all=False,
)
_MOST = 99_999
_EVERYBODY = tuple(Share(f"欧阳长孙{n}", 999) for n in range(40))
_MUCH = {kind: 90_000_000 if kind in (EntryKind.EARNED, EntryKind.AWARDED, EntryKind.OPENING) else -80_000_000 for kind in EntryKind}
LARGEST = replace(
    ORDINARY,
    members=Members(
        9_999, _EVERYBODY, _EVERYBODY, _EVERYBODY, 9_999, _MOST, _MOST, 9_999, 9_999, 99, 999_999, 999_999, 9_999, 999, 999_999
    ),
    points=Points(1_999_999_999, _MUCH, dict.fromkeys(_MUCH, _MOST), 1_999_999_999 + sum(_MUCH.values())),
    slips=Slips(_MOST, 999, _MOST),
    redemptions=Redemptions(_MOST, _MOST, _MOST, _MOST, _MOST, _MOST),
    low=tuple(LowGift(n, "多功能车载应急启动电源套装（豪华版）", -12, "套", 999) for n in range(60)),
    tomorrow=Tomorrow(*(tuple(f"{kind}-20261123-{n:05d}" for n in range(500)) for kind in ("JF", "DH", "HY")), 99_999_999, _MOST),
    note=Note("停" * 300, "欧阳长孙", datetime(2026, 11, 23, 17, 40)),
)


def a_flow(*, scale: int = 1, months: int = 12, until: date = date(2026, 11, 23)) -> tuple[FlowMonth, ...]:
    """Months that end with `until`; with `scale` 1 some tens of thousands a month."""
    found: list[FlowMonth] = []
    balance = 1_000 * scale
    for n in range(months):
        year, month0 = divmod(until.year * 12 + until.month - months + n, 12)
        first = date(year, month0 + 1, 1)
        moved = {
            EntryKind.EARNED: (40_000 + 3_100 * n) * scale,
            EntryKind.REDEEMED: -(21_000 + 900 * n) * scale,
            EntryKind.USED: -3_000 * scale,
            EntryKind.EXPIRED: -100 * n * scale,
        }
        last = until if n == months - 1 else first.replace(day=28)
        found.append(FlowMonth(first, last, Points(balance, moved, {}, balance + sum(moved.values()))))
        balance += sum(moved.values())
    return tuple(found)
