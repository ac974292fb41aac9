"""One known day, figure by figure; who sees what; the note."""

from datetime import date, datetime, timedelta

import pytest

from deskapp.analysis.domain import Figure, Points, Share, Slips
from deskapp.analysis.items import items
from deskapp.analysis.lines import lines
from deskapp.analysis.service import daily_report, points_flow, write_note
from deskapp.data import ChangeRecord
from deskapp.errors import NotAllowed, UserError
from deskapp.gifts.catalogue import add_gift, edit_gift
from deskapp.gifts.domain import Choice, GiftEntry, MoveKind
from deskapp.gifts.redemption import redeem_gift
from deskapp.gifts.stock import move_stock
from deskapp.handovers.awards import adjust_points
from deskapp.handovers.posting import post_handover, return_handover, reverse_handover
from deskapp.handovers.tables import HandoverRecord
from deskapp.points.domain import EntryKind
from deskapp.points.service import open_balance
from deskapp.staff.domain import Role
from tests.deskapp.people import hire

DAY = date(2026, 11, 23)
MONDAY = datetime(2026, 11, 23, 9)
EVENING = datetime(2026, 11, 23, 17)


@pytest.fixture
def report(house, act):
    """The report as 客服 sees it, by default that evening."""

    def make(day=DAY, *, at=EVENING, by=None):
        return daily_report(act=act(staff_id=by or house.service, at=at), day=day)

    return make


def test_every_kind_of_movement_stands_in_its_own_figure(house, act, write, report):
    open_balance(act=act(staff_id=house.manager), customer_id=house.member, redeemable=500, tier=0)
    posted = write(points_used=200)
    post_handover(act=act(staff_id=house.service), handover_id=posted)
    adjust_points(act=act(staff_id=house.manager), customer_id=house.member, amount=-30, reason="更正")
    gift = add_gift(act=act(staff_id=house.service), entry=GiftEntry("车载香氛", 100))
    move_stock(act=act(staff_id=house.service), gift_id=gift.id, kind=MoveKind.RECEIVE, quantity=4)
    redeem_gift(act=act(staff_id=house.service), customer_id=house.member, choices=(Choice(gift.id, 1, 100),))
    points = report().points
    earned = HandoverRecord.get_by_id(posted).points
    assert points.moved == {
        EntryKind.AWARDED: 20,
        EntryKind.OPENING: 500,
        EntryKind.USED: -200,
        EntryKind.EARNED: earned,
        EntryKind.MANUAL: -30,
        EntryKind.REDEEMED: -100,
    }
    assert points.issued == 20 + 500 + earned - 30
    assert (points.opening, points.closing, points.difference) == (0, 190 + earned, 0)
    assert points.verdict == "与台账相符"
    assert points.sum_words == (
        f"日初 0 ＋ 发放 {points.issued:,} − 兑换 100 − 抵扣 200 − 过期 0 − 作废 0 ＋ 冲正返还 0 ＝ 日终 {points.closing:,}"
    )


def test_a_sum_that_does_not_come_out_is_said():
    points = Points(opening=100, moved={EntryKind.EARNED: 50}, counts={}, closing=140)
    assert points.difference == -10
    assert points.verdict == "与台账 140 相差 −10，请联系维护人员核对"


def test_new_members_are_told_by_clerk_department_and_channel(house, report, pending_member):
    members = report().members
    assert members.joined == members.month_joined == 2
    assert members.by_clerk == (Share("王芳", 1), Share("陈静", 1))
    assert members.by_department == (Share("客服部", 2),)  # 推荐人 of both is 陈静
    assert members.by_channel == (Share("未填", 2),)
    assert (members.all, members.valid, members.pending, members.lost, members.over) == (2, 1, 1, 0, 0)


def test_a_term_that_is_over_counts_as_over_the_day_after(house, act, report):
    assert report(date(2026, 11, 23)).tomorrow.terms == ()
    last = date(2027, 11, 22)
    at = datetime(2027, 11, 23, 9)
    assert report(last - timedelta(days=1), at=at).tomorrow.terms[0].startswith("HY-")
    assert report(last, at=at).members.valid == 1
    assert report(last + timedelta(days=1), at=at).members.over == 1


def test_slips_wait_with_the_age_of_the_oldest(house, act, write, report):
    write(bill_no="A1")
    sent_back = write(bill_no="A2", at=MONDAY + timedelta(days=1))
    return_handover(act=act(staff_id=house.service, at=MONDAY + timedelta(days=1)), handover_id=sent_back, reason="金额不对")
    thursday = MONDAY + timedelta(days=3)
    write(bill_no="A3", at=thursday)
    assert report(thursday.date(), at=thursday).slips == Slips(waiting=2, oldest_days=3, returned=1)
    assert report().slips == Slips(waiting=1, oldest_days=0, returned=0)  # Monday still reads as it did


def test_a_slip_written_after_closing_is_due_tomorrow(house, act, write, report):
    late = write(at=datetime(2026, 11, 23, 18))
    assert report(at=datetime(2026, 11, 23, 19)).tomorrow.slips == (HandoverRecord.get_by_id(late).number,)


def test_gifts_at_their_warning_and_redemptions_by_state(house, act, report):
    gift = add_gift(act=act(staff_id=house.service), entry=GiftEntry("车载香氛", 10, low_stock_at=1))
    move_stock(act=act(staff_id=house.service), gift_id=gift.id, kind=MoveKind.RECEIVE, quantity=2)
    assert report().low == ()
    redeem_gift(act=act(staff_id=house.front), customer_id=house.member, choices=(Choice(gift.id, 1, 10),))
    found = report()
    assert [(low.name, low.available, low.low_at) for low in found.low] == [("车载香氛", 1, 1)]
    assert (found.redemptions.applied, found.redemptions.to_approve, found.redemptions.signed) == (1, 1, 0)
    (line,) = lines(act=act(staff_id=house.service, at=EVENING), figure=Figure.TO_APPROVE, first=DAY, last=DAY)
    assert (line.what, line.customer, line.points) == ("车载香氛 ×1", "张伟明", -10)


def test_low_gifts_stay_in_their_order_when_they_are_renamed_or_get_another_price(house, act, report):
    names = ("雨伞", "颈枕", "应急包")
    made = [add_gift(act=act(staff_id=house.service), entry=GiftEntry(name, 10 * n, low_stock_at=n)) for n, name in enumerate(names, 1)]
    assert [low.name for low in report().low] == ["应急包", "颈枕", "雨伞"]
    told = report().low
    edit_gift(
        act=act(staff_id=house.service, at=EVENING + timedelta(days=1)), gift_id=made[2].id, entry=GiftEntry("阿胶", 900, low_stock_at=0)
    )
    assert report().low == told


def test_a_reversal_of_later_leaves_the_day_as_it_was(house, act, write, report):
    posted = write()
    post_handover(act=act(staff_id=house.service), handover_id=posted)
    before = items(report(at=datetime(2026, 11, 23, 23, 59)))
    reverse_handover(act=act(staff_id=house.manager, at=MONDAY + timedelta(days=2)), handover_id=posted, reason="退货")
    assert items(report(at=MONDAY + timedelta(days=9))) == before
    assert report(DAY + timedelta(days=2), at=MONDAY + timedelta(days=9)).points.corrected < 0


# Rights ---------------------------------------------------------------------------------------------------------------


def test_the_desk_sees_the_day_and_not_the_months(house, act, report):
    found = report(by=house.front)
    assert found.points is not None
    assert not found.sees_all
    with pytest.raises(NotAllowed):
        points_flow(act=act(staff_id=house.front, at=EVENING), until=DAY)
    with pytest.raises(NotAllowed):
        write_note(act=act(staff_id=house.front, at=EVENING), day=DAY, text="停电")


def test_an_adviser_sees_his_own_slips_and_nothing_of_the_store(house, act, write, report):
    write(bill_no="A1", by=house.advisor)
    write(bill_no="A2", by=house.other_advisor)
    found = report(by=house.advisor)
    assert found.whose == "本人"
    assert found.slips.waiting == 1
    assert found.members.joined == 0
    assert (found.points, found.redemptions, found.low, found.tomorrow, found.members.all) == (None, None, None, None, None)
    assert {item.figure for item in items(found)} <= {Figure.JOINED, Figure.RENEWED, Figure.SLIPS_WAITING, Figure.SLIPS_RETURNED}
    me = act(staff_id=house.advisor, at=EVENING)
    assert len(lines(act=me, figure=Figure.SLIPS_WAITING, first=DAY, last=DAY)) == 1
    with pytest.raises(NotAllowed):
        lines(act=me, figure=Figure.EARNED, first=DAY, last=DAY)


def test_a_head_sees_his_department(house, act, write, report):
    head = hire("孙建国", Role.SUPERVISOR, department="售后部")
    write(bill_no="A1", by=house.advisor)
    write(bill_no="A2", by=house.other_advisor)
    write(bill_no="A3", by=house.service)
    found = report(by=head)
    assert (found.whose, found.slips.waiting) == ("本部门", 2)


def test_nobody_without_the_right_sees_a_report(house, act):
    stranger = hire("张三")
    with pytest.raises(NotAllowed):
        daily_report(act=act(staff_id=stranger, at=EVENING), day=DAY)


def test_tomorrow_has_no_report(house, act):
    with pytest.raises(UserError, match="还没有到"):
        daily_report(act=act(staff_id=house.service, at=EVENING), day=DAY + timedelta(days=1))


# The note -------------------------------------------------------------------------------------------------------------


def test_the_note_is_kept_for_its_day_with_history(house, act, report):
    write_note(act=act(staff_id=house.service, at=EVENING), day=DAY, text=" 下午停电 ")
    assert (report().note.text, report().note.by) == ("下午停电", "陈静")
    write_note(act=act(staff_id=house.manager, at=EVENING + timedelta(hours=1)), day=DAY, text="下午停电半小时")
    assert (report().note.text, report().note.by) == ("下午停电半小时", "李敏")
    (change,) = ChangeRecord.select().where((ChangeRecord.kind == "daily_notes") & (ChangeRecord.field == "text"))
    assert (change.old, change.new) == ("下午停电", "下午停电半小时")
    assert report(DAY - timedelta(days=1)).note is None


def test_an_empty_note_takes_the_note_away(house, act, report):
    write_note(act=act(staff_id=house.service, at=EVENING), day=DAY, text="停电")
    assert write_note(act=act(staff_id=house.service, at=EVENING), day=DAY, text=" ") is None
    assert report().note is None


def test_the_same_note_sent_twice_is_one(house, act, report):
    twice = act(staff_id=house.service, at=EVENING)
    assert write_note(act=twice, day=DAY, text="停电") == write_note(act=twice, day=DAY, text="停电")
    assert ChangeRecord.select().where(ChangeRecord.kind == "daily_notes").count() == 0


def test_a_note_too_long_is_refused_with_its_length(house, act):
    with pytest.raises(UserError, match="最多 300 字，现在 301 字") as refusal:
        write_note(act=act(staff_id=house.service, at=EVENING), day=DAY, text="停" * 301)
    assert refusal.value.field == "note"
