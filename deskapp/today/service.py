"""What the signed-in person owes, gathered from every feature he may see. Counts are the lengths of the lists, never their own query."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta

from deskapp.calendar import Calendar, DayKind, Due, due
from deskapp.customers.birthdays import birthday_guests
from deskapp.data import Act
from deskapp.data import reading as one_snapshot
from deskapp.gifts.catalogue import gifts
from deskapp.gifts.domain import APPROVAL_LIMIT, OVERDUE_AFTER_WORKDAYS, HandoverMode, State
from deskapp.gifts.reading import redemptions
from deskapp.gifts.redemption import may_approve
from deskapp.gifts.slips import Redemption
from deskapp.handovers.domain import State as SlipState
from deskapp.handovers.reading import Filter, handovers
from deskapp.members.domain import OEM_DAYS, MemberFilter
from deskapp.members.reading import counts as member_counts
from deskapp.members.reading import members
from deskapp.settings.store import value
from deskapp.staff.domain import Right
from deskapp.staff.service import allowed, person
from deskapp.store.days import calendar
from deskapp.store.service import began_on
from deskapp.today.complaints import complaint_duties
from deskapp.today.domain import Duty, Today, sorted_out
from deskapp.today.inspection import inspection_duties
from deskapp.today.lounge import lounge_duties
from deskapp.today.rectification import rectification_duties
from deskapp.typed import format_plate

LOOK_AHEAD = timedelta(days=7)


def today(*, act: Act) -> Today:
    """The duties of the person who asks, by his rights; nothing is owed before the store began."""
    on = act.at.date()
    now = calendar()
    sources: tuple[tuple[Right, Callable[[Act, date, Calendar], Iterable[Duty]]], ...] = (
        (Right.WRITE_HANDOVERS, _slips),
        (Right.CONFIRM_MEMBERS, _members_to_confirm),
        (Right.RENEW_MEMBERS, _memberships_ending),
        (Right.TICK_OEM_REGISTRATION, _to_register),
        (Right.VOID_LAPSED_MEMBERS, _to_void),
        (Right.MANAGE_GIFTS, _low_stock),
        (Right.EDIT_CUSTOMERS, _birthdays),
        (Right.CHECK_LOUNGE, lounge_duties),
        (Right.INSPECT, inspection_duties),
    )
    with one_snapshot():
        duties = [duty for right, look in sources if allowed(act, right) for duty in look(act, on, now)]
        duties += _redemptions(act, on, now)  # of a 送达人 too, whatever his role
        duties += rectification_duties(act, on, now)  # of a 责任人 too
        duties += complaint_duties(act, on, now)  # of whoever a department named
    begun = began_on()
    return sorted_out((duty for duty in duties if duty.due.day >= begun), on)


def owed(*, act: Act) -> dict[str, tuple[int, bool]]:
    """Per room: how many duties are overdue or due today, and whether any is overdue; 'today' and 'overdue' over all rooms."""
    found = today(act=act)
    counts: dict[str, tuple[int, bool]] = {}
    for duty in found.now:
        count, overdue = counts.get(duty.room, (0, False))
        counts[duty.room] = (count + 1, overdue or duty.is_overdue)
    counts["today"] = (len(found.now), bool(found.overdue))
    counts["overdue"] = (len(found.overdue), bool(found.overdue))
    return counts


def _slips(act: Act, on: date, now: Calendar) -> Iterable[Duty]:
    """Hand-overs waiting: customer service posts, the desk mends what came back; an adviser sees his own."""
    may_post = allowed(act, Right.POST_HANDOVERS)
    for slip in handovers(act=act, only=Filter(states=frozenset((SlipState.PENDING, SlipState.RETURNED)))):
        returned = slip.state is SlipState.RETURNED
        if not (may_post or slip.writer_id == act.staff_id or returned):
            continue
        yield Duty(
            room="points",
            what="改正退回的移交单" if returned else "录入积分移交单",
            number=slip.number,
            customer_id=slip.customer_id,
            customer=slip.customer,
            plate=slip.plate,
            who=f"{slip.writer} {slip.department}".strip() if returned else "客服",
            due=slip.due or due(now, slip.due_at.date(), today=on, kind=DayKind.BUSINESS_DAY),
            until=slip.due_at,
        )


def _members_to_confirm(act: Act, on: date, now: Calendar) -> Iterable[Duty]:
    """Data of a new member is entered the day he joins (plan 一·2)."""
    for member in members(act=act, only=MemberFilter.TO_CONFIRM):
        day = now.business_day_of(member.entered_at)
        yield Duty(
            room="members",
            what="确认新会员资料",
            number=member.number,
            customer_id=member.customer_id,
            customer=member.name,
            plate=_first(member.plates),
            who="客服",
            due=due(now, day, today=on, kind=DayKind.BUSINESS_DAY),
            until=now.end_of_day(day),
        )


def _memberships_ending(act: Act, on: date, now: Calendar) -> Iterable[Duty]:
    """Memberships whose last day is near: the customer is reminded before it, not after."""
    for member in members(act=act, only=MemberFilter.ENDING_WEEK):
        yield Duty(
            room="members",
            what="会员到期，提醒续会",
            number="",
            customer_id=member.customer_id,
            customer=member.name,
            plate=_first(member.plates),
            who=person(member.recruiter_id).name,
            due=due(now, member.valid_until, today=on),
            until=datetime.combine(member.valid_until, now.closing),
        )


def _to_register(act: Act, on: date, now: Calendar) -> Iterable[Duty]:
    """系统登记 is one line with its list: the first of those waiting says by when."""
    found = member_counts(act=act)
    if found.oem_since is not None:
        day = now.add_business_days(max(found.oem_since, began_on()), value(OEM_DAYS))
        what = f"系统登记 {found.oem_waiting} 位会员"
        yield _a_list(MemberFilter.OEM_WAITING, what, "客服", due(now, day, today=on, kind=DayKind.BUSINESS_DAY), now.end_of_day(day))


def _to_void(act: Act, on: date, now: Calendar) -> Iterable[Duty]:
    """Members whose grace is over: the manager gets the list the day after."""
    found = member_counts(act=act)
    if found.lapsed_since is not None:
        day = max(found.lapsed_since, began_on()) + timedelta(days=1)
        yield _a_list(MemberFilter.LAPSED, f"过期作废 {found.lapsed} 位会员", "客服经理", due(now, day, today=on), now.end_of_day(day))


def _a_list(only: MemberFilter, what: str, who: str, by: Due, until: datetime) -> Duty:
    return Duty(
        room="members", what=what, number="", customer_id=0, customer="", plate="", who=who, due=by, until=until, list_of=only.value
    )


def _redemptions(act: Act, on: date, now: Calendar) -> Iterable[Duty]:
    """Open redemptions whose next step is the person's; three working days after the application they are overdue (members.md §1).

    One that waits for approval is wanted at once, the customer stands there (§5); what is overdue the list of 礼品 decides for all alike.
    """
    for redemption in redemptions(act=act, open_only=True):
        if not _is_next(act, redemption):
            continue
        what, who = _gift_step(redemption)
        day = now.add_workdays(redemption.applied_at.date(), value(OVERDUE_AFTER_WORKDAYS))
        yield Duty(
            room="gifts",
            what=f"{'缺货，' if redemption.missing else ''}{what} {redemption.what}",
            number=redemption.number,
            customer_id=redemption.customer_id,
            customer=redemption.customer_name,
            plate=format_plate(redemption.plate) if redemption.plate else "",
            who=who,
            due=due(now, day, today=on),
            until=now.end_of_day(day),
            at_once=redemption.state is State.APPLIED,
        )


def _is_next(act: Act, redemption: Redemption) -> bool:
    """Whether the person may take the step a redemption waits for."""
    if redemption.state is State.APPLIED:
        own_above_limit = redemption.cost > value(APPROVAL_LIMIT) and redemption.applied_by_id == act.staff_id
        return may_approve(act=act, cost=redemption.cost) and not own_above_limit
    if redemption.state is State.READY and redemption.mode is HandoverMode.COUNTER:
        return allowed(act, Right.HAND_OUT_GIFTS)
    if redemption.state is State.ON_THE_WAY and redemption.carrier_id == act.staff_id:
        return True
    return allowed(act, Right.SEND_GIFTS)


def _gift_step(redemption: Redemption) -> tuple[str, str]:
    """What is to be done, and who does it."""
    planned = f"（约定 {redemption.planned_on:%m-%d}）" if redemption.planned_on else ""
    if redemption.state is State.READY and redemption.mode is HandoverMode.COUNTER:
        return f"等客户来领{planned}", "前台"
    if redemption.state is State.READY:
        return f"安排{redemption.mode.label}{planned}", "客服"
    if redemption.state is State.ON_THE_WAY:
        return f"{redemption.mode.label}签收{planned}", redemption.carrier or "客服"
    large = redemption.cost > value(APPROVAL_LIMIT)
    return {State.APPLIED: ("审核兑换", "客服经理、总经理" if large else "客服"), State.TO_PREPARE: ("备货", "客服")}[redemption.state]


def _low_stock(act: Act, on: date, now: Calendar) -> Iterable[Duty]:
    """Gifts on offer of which too few are left: to be ordered today."""
    for gift in gifts(act=act, offered_only=True):
        if gift.is_low:
            yield Duty(
                room="gifts",
                what=f"补货 {gift.name}，可用 {gift.available} {gift.unit}",
                number="",
                customer_id=0,
                customer="",
                plate="",
                who="客服",
                due=due(now, on, today=on),
                until=None,
                list_of="low_stock",
            )


def _birthdays(act: Act, on: date, now: Calendar) -> Iterable[Duty]:
    """Birthdays of today and the next seven days."""
    for days in range(LOOK_AHEAD.days + 1):
        day = on + timedelta(days=days)
        for guest in birthday_guests(act=act, on=day):
            yield Duty(
                room="customers",
                what="生日祝福",
                number="",
                customer_id=guest.customer_id,
                customer=f"{guest.name} {guest.salutation}".strip(),
                plate="",
                who="客服",
                due=due(now, day, today=on),
                until=None,
            )


def _first(texts: tuple[str, ...]) -> str:
    return texts[0] if texts else ""
