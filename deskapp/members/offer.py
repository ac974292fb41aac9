"""What the desk can offer today: the term, the pitch, what joining brings."""

from datetime import date

from deskapp.customers.domain import RECEIVERS
from deskapp.members.domain import JOIN_FEE, PITCH, SILVER_POINTS, TERM_MONTHS, Level, Offer, term_end
from deskapp.points.domain import AWARD_POINTS, LOT_MONTHS, AwardKind
from deskapp.settings.store import value
from deskapp.staff.service import people
from deskapp.store.domain import PLATE_PREFIX
from deskapp.typed import format_points


def offer(*, on: date) -> Offer:
    """What the enrolment form begins with on a day."""
    months, fee = value(TERM_MONTHS), value(JOIN_FEE)
    join, introduced = value(AWARD_POINTS[AwardKind.JOIN]), value(AWARD_POINTS[AwardKind.INTRODUCED_MEMBER])
    benefits = (
        f"今天入会即得 {format_points(join)} 分" if join else "",
        f"积分 {value(LOT_MONTHS)} 个月内有效",
        f"满 {format_points(value(SILVER_POINTS))} 分升{Level.SILVER.label}",
        f"介绍朋友入会得 {format_points(introduced)} 分" if introduced else "",
    )
    return Offer(
        valid_until=term_end(on, months),
        term_months=months,
        plate_area=value(PLATE_PREFIX),
        receivers=value(RECEIVERS),
        recruiters=tuple((person.id, person.name, person.department) for person in people()),
        title=f"{Level.BASIC.label}，{f'入会费 {fee} 元' if fee else '办卡免费'}",
        pitch=value(PITCH),
        benefits=tuple(line for line in benefits if line),
    )
