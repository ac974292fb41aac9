"""What today still waits for: slips, new members and gifts at each of their next steps."""

from datetime import datetime, time, timedelta

from deskapp.demo.year import OF_TODAY, Year
from deskapp.gifts.domain import Choice, Gift, MoveKind
from deskapp.gifts.redemption import redeem_gift
from deskapp.gifts.steps import approve_redemption, prepare_gift
from deskapp.gifts.stock import move_stock
from deskapp.handovers.posting import return_handover
from deskapp.points.reading import balance
from deskapp.points.service import open_balance

_OLD_POINTS = ((320, 3), (85, 7), (1_260, 7), (45, 12), (540, 21), (60, 29), (150, 45))
"""Points brought along, and in how many days they end."""
FIRST_MINUTE, _STEP = 88, 6  # minutes before now of the first thing, and between one thing and the next


def plan_yesterday(year: Year) -> None:
    """What happened yesterday that is still waiting: points brought along from old books, and a slip nobody has posted."""
    morning = datetime.combine(year.at.date() - timedelta(days=1), time(9, 5))
    year.plan(morning, lambda at: _bring_old_points(year, at))
    year.plan(morning.replace(hour=16, minute=40), lambda at: _leave_a_bill(year, at))


def leave_work_for_today(year: Year) -> None:
    """One slip was returned, three wait; two gifts are asked for, one lies ready; members to confirm."""
    guests = _with_points(year, 8)
    minutes = iter(range(FIRST_MINUTE, 0, -_STEP))

    def now() -> datetime:
        return year.at - timedelta(minutes=next(minutes))

    for guest in year.people[-OF_TODAY:]:
        membership_by = "赵磊" if guest is not year.people[-1] else "王芳"
        year.enrol(guest, now(), membership_by)
    returned = year.write_bill(guests[1], now(), "赵磊")
    return_handover(act=year.act("王芳", now()), handover_id=returned, reason="结算单上的车牌不是这位客户的，请核对")
    for guest, who in zip(guests[2:5], ("周凯", "赵磊", "赵磊"), strict=True):
        year.write_bill(guest, now(), who, uses_points=guest == guests[2])
    for guest, gift in zip(guests[5:7], (_gift(year, "颈枕"), _gift(year, "香氛")), strict=True):
        _apply(year, guest, gift, now())
    ready = _apply(year, guests[7], _gift(year, "雨伞"), now())
    approve_redemption(act=year.act("王芳", now()), redemption_id=ready)
    prepare_gift(act=year.act("王芳", now()), redemption_id=ready)
    _sell_out(year, _gift(year, "行车记录仪"), now())


def _leave_a_bill(year: Year, at: datetime) -> None:
    year.write_bill(_with_points(year, 1)[0], at, "周凯")


def _bring_old_points(year: Year, at: datetime) -> None:
    """What some guests still had in the store's old books, and will lose soon."""
    brought = zip(list(year.customers.values())[20 : 20 + len(_OLD_POINTS)], _OLD_POINTS, strict=True)
    for customer_id, (points, days) in brought:
        ends_on = year.at.date() + timedelta(days=days)
        open_balance(act=year.act("陈静", at), customer_id=customer_id, redeemable=points, tier=0, ends_on=ends_on)


def _with_points(year: Year, count: int) -> list[int]:
    """Customers who can pay an ordinary gift today, always the same ones."""
    on = year.at.date()
    rich = (customer for customer in year.customers.values() if balance(customer_id=customer, on=on).spendable >= 1_000)
    return [customer for customer, _ in zip(rich, range(count), strict=False)]


def _apply(year: Year, customer_id: int, gift: Gift, at: datetime) -> int:
    return redeem_gift(act=year.act("赵磊", at), customer_id=customer_id, choices=(Choice(gift.id, 1, gift.points),)).id


def _gift(year: Year, word: str) -> Gift:
    return next(gift for gift in year.gifts if word in gift.name)


def _sell_out(year: Year, gift: Gift, at: datetime) -> None:
    """Leave one piece, so that the shelf has something to be ordered."""
    move_stock(act=year.act("王芳", at), gift_id=gift.id, kind=MoveKind.COUNT, quantity=1, note="展厅活动领走，已核对")
