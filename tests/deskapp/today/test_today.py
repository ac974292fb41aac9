"""One list of what is owed: by rights, by day, and counts that are the lengths of the lists."""

from datetime import date, datetime, timedelta

import pytest

from deskapp.calendar import Calendar, DayKind, due
from deskapp.gifts.catalogue import add_gift, gifts_by_id
from deskapp.gifts.domain import Choice, GiftEntry, HandoverMode, Means, MoveKind
from deskapp.gifts.reading import redemptions
from deskapp.gifts.redemption import redeem_gift
from deskapp.gifts.steps import prepare_gift, send_gift
from deskapp.gifts.stock import move_stock
from deskapp.handovers.posting import post_handover, return_handover
from deskapp.handovers.tables import HandoverRecord
from deskapp.handovers.writing import write_handover
from deskapp.members.enrolment import enroll_member
from deskapp.members.registration import register_oem
from deskapp.points.service import earn
from deskapp.staff.domain import Role
from deskapp.store.first_run import first_run
from deskapp.today.domain import Duty, sorted_out
from deskapp.today.service import owed, today
from tests.deskapp.members.conftest import enrolment
from tests.deskapp.people import hire

MONDAY = datetime(2026, 11, 23, 9)


def number_of(slip_id):
    return HandoverRecord.get_by_id(slip_id).number


def whats(duties):
    return [(duty.room, duty.what, duty.number) for duty in duties]


def test_a_slip_of_this_morning_is_due_today_and_overdue_tomorrow(house, act, form):
    slip_id = write_handover(act=act(staff_id=house.front, at=MONDAY), form=form())
    found = today(act=act(staff_id=house.service, at=MONDAY))
    assert whats(found.today) == [("points", "录入积分移交单", number_of(slip_id))]
    assert found.overdue == ()
    found = today(act=act(staff_id=house.service, at=MONDAY + timedelta(days=1)))
    assert whats(found.overdue) == [("points", "录入积分移交单", number_of(slip_id))]
    assert found.overdue[0].due.words == "超 1 天"
    assert owed(act=act(staff_id=house.service, at=MONDAY + timedelta(days=1))) == {
        "points": (1, True),
        "today": (1, True),
        "overdue": (1, True),
    }


def test_a_posted_slip_is_owed_no_more(house, act, form):
    slip_id = write_handover(act=act(staff_id=house.front), form=form())
    post_handover(act=act(staff_id=house.service), handover_id=slip_id)
    assert today(act=act(staff_id=house.service)).now == ()


def test_a_returned_slip_goes_back_to_its_writer(house, act, form):
    slip_id = write_handover(act=act(staff_id=house.advisor), form=form())
    return_handover(act=act(staff_id=house.service), handover_id=slip_id, reason="金额不对")
    (duty,) = today(act=act(staff_id=house.advisor)).now
    assert (duty.what, duty.number) == ("改正退回的移交单", number_of(slip_id))
    assert duty.who.startswith("周凯")


def test_an_advisor_sees_neither_others_slips_nor_members(house, act, form, pending_member):
    write_handover(act=act(staff_id=house.front), form=form())
    assert today(act=act(staff_id=house.other_advisor)).now == ()


def test_a_new_member_is_confirmed_the_day_he_joins(house, act, pending_member):
    (duty,) = today(act=act(staff_id=house.service)).today
    assert (duty.room, duty.what) == ("members", "确认新会员资料")
    assert duty.number.startswith("HY-")
    assert today(act=act(staff_id=house.front)).now == ()


def test_an_application_waits_for_approval_and_stock_runs_low(house, act, form):
    slip_id = write_handover(act=act(staff_id=house.front), form=form())
    post_handover(act=act(staff_id=house.service), handover_id=slip_id)
    gift = add_gift(act=act(staff_id=house.service), entry=GiftEntry("车载香氛", 600, low_stock_at=1))
    move_stock(act=act(staff_id=house.service), gift_id=gift.id, kind=MoveKind.RECEIVE, quantity=2)
    redemption = redeem_gift(act=act(staff_id=house.front), customer_id=house.member, choices=(Choice(gift.id, 1, 600),))
    found = today(act=act(staff_id=house.service))
    assert whats(found.today) == [
        ("gifts", "补货 车载香氛，可用 1 件", ""),
        ("gifts", "审核兑换 车载香氛 ×1", redemption.number),
    ]


def test_an_approval_is_todays_work_and_has_the_deadline_the_list_of_gifts_shows(house, act):
    """Wanted at once (members.md §5), overdue three working days after the application (§1): one deadline on both pages."""
    earn(act=act(staff_id=house.service), customer_id=house.member, points=600, note="保养自费", number="")
    gift = add_gift(act=act(staff_id=house.service), entry=GiftEntry("车载香氛", 600, low_stock_at=0))
    move_stock(act=act(staff_id=house.service), gift_id=gift.id, kind=MoveKind.RECEIVE, quantity=2)
    redeem_gift(act=act(staff_id=house.front), customer_id=house.member, choices=(Choice(gift.id, 1, 600),))
    for days, drawer in ((0, "today"), (1, "today"), (3, "today"), (4, "overdue")):
        later = MONDAY + timedelta(days=days)
        found, (listed,) = today(act=act(at=later, staff_id=house.service)), redemptions(act=act(at=later, staff_id=house.service))
        (duty,) = (one for one in getattr(found, drawer) if one.room == "gifts")
        assert duty.due == listed.due
        assert duty.until == datetime(2026, 11, 26, 17, 30)
        everywhere = (*found.overdue, *found.today, *found.tomorrow, *found.week)
        assert sum(one.room == "gifts" for one in everywhere) == 1, "in one drawer only"


def test_each_step_of_a_gift_is_owed_by_who_may_take_it(house, act, form):
    slip_id = write_handover(act=act(staff_id=house.front), form=form())
    post_handover(act=act(staff_id=house.service), handover_id=slip_id)
    gift = add_gift(act=act(staff_id=house.service), entry=GiftEntry("车载香氛", 60, low_stock_at=0))
    move_stock(act=act(staff_id=house.service), gift_id=gift.id, kind=MoveKind.RECEIVE, quantity=9)

    def redeem(means):
        return redeem_gift(act=act(staff_id=house.service), customer_id=house.member, choices=(Choice(gift.id, 1, 60),), means=means)

    def seen_by(staff_id):
        return [(duty.what, duty.who) for duty in today(act=act(staff_id=staff_id)).week if duty.room == "gifts"]

    tomorrow = MONDAY.date() + timedelta(days=1)
    by_advisor = Means(HandoverMode.DELIVERY, planned_on=tomorrow, carrier_id=house.advisor)
    later, brought = redeem(Means(later=True)), redeem(by_advisor)
    assert seen_by(house.service) == [("备货 车载香氛 ×1", "客服")] * 2
    assert seen_by(house.front) == []
    for one in (later, brought):
        prepare_gift(act=act(staff_id=house.service), redemption_id=one.id)
    assert seen_by(house.front) == [("等客户来领 车载香氛 ×1", "前台")]
    assert seen_by(house.service) == [("等客户来领 车载香氛 ×1", "前台"), ("安排送达（约定 11-24） 车载香氛 ×1", "客服")]
    assert seen_by(house.advisor) == []
    send_gift(act=act(staff_id=house.service), redemption_id=brought.id, means=by_advisor)
    assert seen_by(house.advisor) == [("送达签收（约定 11-24） 车载香氛 ×1", "周凯")]
    assert seen_by(house.other_advisor) == []
    assert gifts_by_id([gift.id])[gift.id].under_way == 1
    move_stock(act=act(staff_id=house.service), gift_id=gift.id, kind=MoveKind.COUNT, quantity=1, note="丢失")
    assert seen_by(house.front) == [("缺货，等客户来领 车载香氛 ×1", "前台")]


def test_above_the_limit_the_manager_and_the_general_manager_owe_the_approval(house, act):
    earn(act=act(staff_id=house.service), customer_id=house.member, points=5_000, note="保养自费", number="")
    gift = add_gift(act=act(staff_id=house.service), entry=GiftEntry("车载冰箱", 2_001, low_stock_at=0))
    move_stock(act=act(staff_id=house.service), gift_id=gift.id, kind=MoveKind.RECEIVE, quantity=9)
    boss, manager = hire("何总", Role.GENERAL_MANAGER), hire("周敏", Role.SERVICE_MANAGER)
    redeem_gift(act=act(staff_id=manager), customer_id=house.member, choices=(Choice(gift.id, 1, 2_001),))
    other = hire("陈静", Role.SERVICE_MANAGER)
    owing = [who for who in (house.front, house.service, manager, other, boss) if today(act=act(staff_id=who)).now]
    assert owing == [other, boss]


def test_birthdays_come_a_week_ahead_and_only_to_those_who_agreed(house, act):
    from deskapp.customers.consents import withdraw_consent
    from deskapp.customers.domain import ConsentChannel, Purpose
    from deskapp.customers.tables import CustomerRecord

    CustomerRecord.update(birth_month=11, birth_day=24).where(CustomerRecord.id == house.member).execute()
    found = today(act=act(staff_id=house.service))
    assert whats(found.tomorrow) == [("customers", "生日祝福", "")]
    withdraw_consent(act=act(staff_id=house.service), customer_id=house.member, purpose=Purpose.CARE, channel=ConsentChannel.PHONE)
    assert today(act=act(staff_id=house.service)).tomorrow == ()


def test_nothing_is_owed_before_the_store_began(store, act):
    from tests.deskapp.people import CHEAP

    began = act(staff_id=None, at=MONDAY)
    manager = first_run(
        act=began,
        store_name="恒信汽车",
        outlet="总店",
        plate_prefix="粤B",
        manager_no="001",
        manager_name="陈静",
        pin="258036",
        recovery_code="ABCD-EFGH-JKLM-NPQR",
        cost=CHEAP,
    )
    assert today(act=act(staff_id=manager, at=MONDAY)).now == ()


@pytest.mark.parametrize(
    ("day", "drawer"),
    [(-3, "overdue"), (-1, "overdue"), (0, "today"), (1, "tomorrow"), (2, "week"), (6, "week"), (7, None)],
)
def test_each_duty_is_in_exactly_one_drawer(day, drawer):
    monday = date(2026, 11, 23)
    on = monday + timedelta(days=day)
    duty = Duty(
        "points",
        "录入",
        "JF-20261123-001",
        1,
        "张伟明",
        "",
        "客服",
        due(Calendar.of(()), on, today=monday, kind=DayKind.BUSINESS_DAY),
        None,
    )
    found = sorted_out([duty], monday)
    assert [name for name in ("overdue", "today", "tomorrow", "week") if getattr(found, name)] == ([drawer] if drawer else [])


def test_members_waiting_for_the_manufacturers_system_are_one_line_with_its_list(house, act):
    """Joined on Monday, to be registered by the next opening day."""
    form = enrolment("李娜", "13926012608", "66010343", plate="粤B7M316")
    joined = enroll_member(act=act(staff_id=house.service, at=MONDAY), form=form)
    assert today(act=act(staff_id=house.service, at=MONDAY)).now == ()
    (duty,) = today(act=act(staff_id=house.service, at=MONDAY + timedelta(days=1))).today
    assert (duty.room, duty.what, duty.list_of, duty.who) == ("members", "系统登记 1 位会员", "oem_waiting", "客服")
    (late,) = today(act=act(staff_id=house.service, at=MONDAY + timedelta(days=3))).overdue
    assert late.due.words == "超 2 天"
    assert today(act=act(staff_id=house.front, at=MONDAY + timedelta(days=3))).now == ()
    register_oem(act=act(staff_id=house.service, at=MONDAY), membership_ids=[joined.membership_id], on=MONDAY.date())
    assert today(act=act(staff_id=house.service, at=MONDAY + timedelta(days=3))).now == ()


def test_after_grace_the_manager_gets_the_list_to_be_voided(house, act):
    last_of_grace, lapsed = datetime(2027, 12, 22, 9), datetime(2027, 12, 23, 9)
    assert today(act=act(staff_id=house.manager, at=last_of_grace)).now == ()
    (duty,) = today(act=act(staff_id=house.manager, at=lapsed)).today
    assert (duty.room, duty.what, duty.list_of, duty.who) == ("members", "过期作废 1 位会员", "lapsed", "客服经理")
    assert today(act=act(staff_id=house.service, at=lapsed)).now == ()
