"""Two records of one customer become one and part again: members.md §2, each rule by name."""

from dataclasses import dataclass
from datetime import date, datetime

import pytest

from deskapp.customers.consents import withdraw_consent
from deskapp.customers.domain import ConsentChannel, CustomerForm, Purpose, VehicleForm
from deskapp.customers.search import search
from deskapp.customers.service import add_customer, edit_customer, reveal_mobile, write_note
from deskapp.customers.vehicles import add_vehicle, edit_vehicle
from deskapp.customers.views import change_history, customer, customers
from deskapp.data import changes, find_number, update_record, writing
from deskapp.errors import NotAllowed, UserError
from deskapp.members.domain import EventKind, Level, MemberFilter, MemberState
from deskapp.members.enrolment import enroll_member
from deskapp.members.lookup import find
from deskapp.members.merging import comparison, merge_customers, standing_merges, undo_merge
from deskapp.members.reading import events, members, memberships
from deskapp.members.standing import standing
from deskapp.members.tables import CardRecord, MembershipRecord
from deskapp.points.domain import AwardKind, EntryKind
from deskapp.points.reading import balance, statement, tier
from deskapp.points.service import adjust, award, earn, reserve, spend
from deskapp.staff.domain import Role
from tests.deskapp.members.conftest import enrolment
from tests.deskapp.people import hire

DAY = date(2026, 11, 23)
LATER = datetime(2026, 12, 23, 9)


@dataclass(frozen=True)
class Two:
    """张伟明 and 张伟民 are one: the first joined on 11-23, the second a month later; 陈静 may merge."""

    manager: int
    kept: int
    gone: int
    kept_membership: int
    gone_membership: int


@pytest.fixture
def two(enroll, act) -> Two:
    manager = hire("周敏", Role.SERVICE_MANAGER)
    one = enroll("张伟明", "13826012607", "66010342", plate="粤B3K852")
    other = enroll("张伟民", "13900000001", "66010343", plate="粤B9A110", at=LATER)
    return Two(manager, one.customer_id, other.customer_id, one.membership_id, other.membership_id)


@pytest.fixture
def merge(two, act):
    def do(*, minutes: int = 30, survivor: int | None = None, loser: int | None = None, take=(), by: int | None = None) -> int:
        who = act(staff_id=by or two.manager, at=LATER, minutes=minutes)
        return merge_customers(act=who, survivor_id=survivor or two.kept, loser_id=loser or two.gone, reason="重复登记", take=take)

    return do


def his(two, act, minutes: int = 31):
    return act(staff_id=two.manager, at=LATER, minutes=minutes)


def test_points_of_both_are_one_account(two, act, merge):
    earn(act=act(at=LATER), customer_id=two.kept, points=300, note="维修", number="JF-1")
    earn(act=act(at=LATER), customer_id=two.gone, points=500, note="续保", number="JF-2")
    reserve(act=act(at=LATER), customer_id=two.gone, holder="DH-1", points=100, kind=EntryKind.REDEEMED, note="礼品")
    apart = [balance(customer_id=key, on=LATER.date()) for key in (two.kept, two.gone)]
    merge()
    for key in (two.kept, two.gone):
        one = balance(customer_id=key, on=LATER.date())
        assert (one.spendable, one.reserved, one.tier) == tuple(
            sum(values) for values in zip(*((b.spendable, b.reserved, b.tier) for b in apart), strict=True)
        )
    assert len(statement(customer_id=two.kept, on=LATER.date()).lines) == 5
    spent = spend(act=act(at=LATER, minutes=40), customer_id=two.kept, points=700, kind=EntryKind.REDEEMED, number="DH-2", note="礼品")
    assert spent.after == 300 + 500 + 2 * 20 - 100 - 700


def test_the_survivor_keeps_number_card_and_begin_and_gets_the_later_end(two, act, merge):
    merge()
    member = standing(customer_id=two.gone, on=LATER.date())
    assert member.membership_id == two.kept_membership
    assert (member.joined_on, member.valid_until) == (DAY, date(2027, 12, 22))
    (one,) = members(act=act(at=LATER), only=MemberFilter.ACTIVE)
    assert (one.customer_id, one.card_no, one.name) == (two.kept, "66010342", "张伟明")
    assert MembershipRecord.get_by_id(two.gone_membership).state == MemberState.MERGED
    assert [one.membership_id for one in members(act=act(at=LATER), only=MemberFilter.CLOSED)] == [two.gone_membership]


def test_the_losers_card_is_blocked_and_still_found(two, act, merge):
    merge()
    assert {card.number: card.state for card in CardRecord.select()} == {"66010342": "in_use", "66010343": "blocked"}
    (hit,) = search(act=act(at=LATER), text="66010343")
    assert (hit.customer_id, hit.plates) == (two.kept, ("粤B 3K852", "粤B 9A110"))


def test_the_higher_level_stays_until_the_later_end(two, act, merge):
    earn(act=act(at=LATER), customer_id=two.gone, points=8_000, note="维修", number="JF-1")
    from deskapp.members.levels import levels, settle_level

    settle_level(act=act(at=LATER), customer_id=two.gone)
    assert levels(membership_ids=[two.gone_membership], on=LATER.date())[two.gone_membership].level is Level.GOLD
    merge()
    for day in (LATER.date(), date(2027, 12, 22)):
        reason = levels(membership_ids=[two.kept_membership], on=day)[two.kept_membership]
        assert (reason.level, reason.until) == (Level.GOLD, date(2027, 12, 22))


def test_tier_points_of_both_by_date_may_reach_a_higher_level(two, act, merge):
    from deskapp.members.levels import levels

    for key in (two.kept, two.gone):
        earn(act=act(at=LATER), customer_id=key, points=1_600, note="维修", number="JF")
    assert comparison(act=his(two, act, 5), survivor_id=two.kept, loser_id=two.gone).outcome.level is Level.SILVER
    done = merge()
    assert levels(membership_ids=[two.kept_membership], on=LATER.date())[two.kept_membership].level is Level.SILVER
    assert tier(customer_id=two.kept, since=DAY, until=LATER.date()) == 3_240
    undo_merge(act=his(two, act), merge_id=done)
    for key in (two.kept_membership, two.gone_membership):
        assert levels(membership_ids=[key], on=LATER.date())[key].level is Level.BASIC


def test_an_award_given_to_either_is_not_given_again(two, act, merge):
    award(act=act(at=LATER), customer_id=two.gone, kind=AwardKind.EVENT, occasion="秋季自驾")
    merge()
    with pytest.raises(UserError, match="已经发过"):
        award(act=act(at=LATER, minutes=40), customer_id=two.kept, kind=AwardKind.EVENT, occasion="秋季自驾")


def test_merging_two_who_both_had_an_award_leaves_one_standing_if_only_one_is_reversed(two, act, merge):
    from deskapp.points.reversal import reverse

    award(act=act(at=LATER), customer_id=two.kept, kind=AwardKind.EVENT, occasion="秋季自驾")
    again = award(act=act(at=LATER, minutes=1), customer_id=two.gone, kind=AwardKind.EVENT, occasion="秋季自驾")
    reverse(act=act(at=LATER, minutes=2), entry_id=again.entry_id, note="记错", number="")
    merge()
    with pytest.raises(UserError, match="已经发过"):
        award(act=act(at=LATER, minutes=40), customer_id=two.kept, kind=AwardKind.EVENT, occasion="秋季自驾")


def test_the_loser_alone_being_a_member_keeps_his_number_under_the_survivors_name(two, act, merge):
    plain = add_customer(act=act(at=LATER), form=CustomerForm("张卫明", "13700000001"))
    merge(survivor=plain, loser=two.gone)
    member = standing(customer_id=plain, on=LATER.date())
    assert member.membership_id == two.gone_membership
    listed = {one.membership_id: one for one in members(act=act(at=LATER))}[two.gone_membership]
    assert (listed.customer_id, listed.name, listed.mobile, listed.plates) == (plain, "张卫明", "137 **** 0001", ("粤B 9A110",))
    (hit,) = find(act=act(at=LATER), text=listed.number)
    assert (hit.customer_id, hit.name, hit.pills) == (plain, "张卫明", ("普卡", "有效"))
    (hit,) = find(act=act(at=LATER), text="张卫明")
    assert hit.pills == ("普卡", "有效")


def test_chosen_fields_come_from_the_loser_and_both_notes_stay(two, act, merge):
    edit_customer(act=act(at=LATER), customer_id=two.gone, form=CustomerForm("张伟民", None, birthday="农历 08-15", address="深圳市南山区"))
    write_note(act=act(at=LATER), customer_id=two.kept, text="对烟味敏感")
    write_note(act=act(at=LATER, minutes=1), customer_id=two.gone, text="只接受下午来电")
    shown = comparison(act=his(two, act, 5), survivor_id=two.kept, loser_id=two.gone)
    assert shown.take == {"birthday", "address"}
    assert (shown.survivor.values["birthday"], shown.loser.values["birthday"]) == ("", "农历 08-15")
    done = merge(take=("birthday", "mobile"))
    guest = customer(act=act(at=LATER), customer_id=two.gone)
    assert (guest.id, guest.name, guest.mobile, guest.note) == (two.kept, "张伟明", "139 **** 0001", "对烟味敏感；只接受下午来电")
    assert (guest.birthday.month, guest.birthday.lunar, guest.address) == (8, True, "")
    assert [hit.customer_id for hit in search(act=act(at=LATER), text="13826012607")] == []
    undo_merge(act=his(two, act), merge_id=done)
    guest = customer(act=act(at=LATER), customer_id=two.kept)
    assert (guest.mobile, guest.birthday, guest.note) == ("138 **** 2607", None, "对烟味敏感")
    told = [(change.old, change.new) for change in changes(kind="customers", record_id=two.kept) if change.field == "birthday"]
    assert told == [("农历 08-15", ""), ("", "农历 08-15")]
    assert [hit.customer_id for hit in search(act=act(at=LATER), text="13826012607")] == [two.kept]


def test_a_car_both_have_is_one_car_afterwards(two, act, merge):
    add_vehicle(act=act(at=LATER), customer_id=two.gone, form=VehicleForm("粤B3K852", model="迈腾"), reasons={"plate_shared": "同一家"})
    done = merge()
    guest = customer(act=act(at=LATER), customer_id=two.kept)
    assert [car.plate for car in guest.vehicles] == ["粤B3K852", "粤B9A110"]
    assert [car.ended_why for car in guest.past_vehicles] == ["合并客户：同一辆车"]
    undo_merge(act=his(two, act), merge_id=done)
    guest = customer(act=act(at=LATER), customer_id=two.gone)
    assert [car.plate for car in guest.vehicles] == ["粤B9A110", "粤B3K852"]
    assert {hit.customer_id for hit in search(act=act(at=LATER), text="粤B3K852")} == {two.kept, two.gone}


def test_the_last_answer_of_either_counts(two, act, merge):
    withdraw_consent(act=act(at=LATER), customer_id=two.gone, purpose=Purpose.MARKETING, channel=ConsentChannel.PHONE)
    merge()
    assert not customer(act=act(at=LATER), customer_id=two.kept).consent(Purpose.MARKETING).given


def test_undo_brings_back_number_card_term_and_points_of_each(two, act, merge):
    earn(act=act(at=LATER), customer_id=two.gone, points=500, note="续保", number="JF-2")
    done = merge()
    assert [one.loser for one in standing_merges(act=act(at=LATER), customer_id=two.gone)] == ["张伟民"]
    undo_merge(act=his(two, act), merge_id=done)
    assert [row.customer_id for row in customers(act=act(at=LATER))] == [two.gone, two.kept]
    kept, gone = (standing(customer_id=key, on=LATER.date()) for key in (two.kept, two.gone))
    assert (kept.membership_id, kept.valid_until) == (two.kept_membership, date(2027, 11, 22))
    assert (gone.membership_id, gone.valid_until) == (two.gone_membership, date(2027, 12, 22))
    assert {card.number: card.state for card in CardRecord.select()} == {"66010342": "in_use", "66010343": "in_use"}
    assert [balance(customer_id=key, on=LATER.date()).spendable for key in (two.kept, two.gone)] == [20, 520]
    assert standing_merges(act=act(at=LATER), customer_id=two.kept) == []


def test_a_merge_and_its_undo_stand_in_the_history_of_both(two, act, merge):
    done = merge()
    lines = change_history(act=act(at=LATER), customer_id=two.gone)
    assert [(line.what, line.new, line.reason, line.pc) for line in lines] == [("合并", "张伟民 并入本客户", "重复登记", "前台1")]
    assert [event.kind for event in events(act=act(at=LATER), customer_id=two.kept)][:2] == [EventKind.ABSORBED, EventKind.MERGED]
    undo_merge(act=his(two, act), merge_id=done)
    lines = change_history(act=act(at=LATER), customer_id=two.gone)
    assert [(line.what, line.old, line.new) for line in lines] == [("合并", "并入 张伟明", ""), ("合并", "", "并入 张伟明")]
    assert events(act=act(at=LATER), customer_id=two.gone)[0].kind is EventKind.UNMERGED


def _points(act, two):
    adjust(act=act, customer_id=two.gone, points=5, reason="补记")


def _expiry(act, two):
    reserve(act=act, customer_id=two.kept, holder="DH-9", points=5, kind=EntryKind.REDEEMED, note="礼品")


def _car(act, two):
    add_vehicle(act=act, customer_id=two.kept, form=VehicleForm("粤B55555"))


def _odometer(act, two):
    car = customer(act=act, customer_id=two.gone).vehicles[1]
    edit_vehicle(act=act, vehicle_id=car.id, form=VehicleForm(car.plate, odometer_km="100"))


def _note(act, two):
    write_note(act=act, customer_id=two.kept, text="生日送花")


def _consent(act, two):
    withdraw_consent(act=act, customer_id=two.kept, purpose=Purpose.CARE, channel=ConsentChannel.COUNTER)


def _membership(act, two):
    with writing(act, "change_recruiter") as tx:
        update_record(tx, MembershipRecord.get_by_id(two.kept_membership), join_channel="event")


@pytest.mark.parametrize("write", [_points, _expiry, _car, _odometer, _note, _consent, _membership])
def test_undo_is_refused_after_any_later_write_on_the_account(two, act, merge, write):
    done = merge()
    write(act(at=LATER, minutes=45), two)
    with pytest.raises(UserError, match="合并以后 陈静 2026-12-23 09:45 已在这位客户上登记"):
        undo_merge(act=his(two, act, 50), merge_id=done)


def test_a_look_at_the_full_number_does_not_stand_in_the_way_of_the_undo(two, act, merge):
    done = merge()
    reveal_mobile(act=act(at=LATER, minutes=45), customer_id=two.kept)
    undo_merge(act=his(two, act, 50), merge_id=done)


def test_a_second_undo_and_one_out_of_order_are_refused(two, act, merge):
    third = add_customer(act=act(at=LATER), form=CustomerForm("张维明", "13700000001"))
    first = merge()
    second = merge(minutes=32, survivor=third, loser=two.kept)
    assert customer(act=act(at=LATER), customer_id=two.gone).id == third
    with pytest.raises(UserError, match="先撤销后来的合并"):
        undo_merge(act=his(two, act, 33), merge_id=first)
    undo_merge(act=his(two, act, 34), merge_id=second)
    assert customer(act=act(at=LATER), customer_id=two.gone).id == two.kept
    undo_merge(act=his(two, act, 35), merge_id=first)
    assert customer(act=act(at=LATER), customer_id=two.gone).id == two.gone
    with pytest.raises(UserError, match="已经撤销"):
        undo_merge(act=his(two, act, 36), merge_id=first)


def test_what_cannot_be_merged_is_refused_in_words(two, act, merge, desk):
    with pytest.raises(UserError, match="已经是同一位客户"):
        merge(loser=two.kept)
    with pytest.raises(UserError, match="请写明合并的原因"):
        merge_customers(act=his(two, act), survivor_id=two.kept, loser_id=two.gone, reason=" ")
    waiting = enroll_member(act=act(staff_id=desk.front, at=LATER), form=enrolment("赵一", "13700000002", "66010344"))
    with pytest.raises(UserError, match=f"会员 {waiting.number} 还是待录入"):
        merge(loser=waiting.customer_id)
    assert "还是待录入" in comparison(act=his(two, act), survivor_id=two.kept, loser_id=waiting.customer_id).refusal


def test_only_the_manager_merges_and_undoes(two, act, merge):
    for role in set(Role) - {Role.SERVICE_MANAGER}:
        who = hire(f"试{role.label}", role)
        for service in (
            lambda who=who: merge(by=who),
            lambda who=who: undo_merge(act=act(staff_id=who, at=LATER), merge_id=1),
            lambda who=who: comparison(act=act(staff_id=who, at=LATER), survivor_id=two.kept, loser_id=two.gone),
        ):
            with pytest.raises(NotAllowed):
                service()


def test_the_comparison_says_what_will_be(two, act, merge):
    earn(act=act(at=LATER), customer_id=two.gone, points=500, note="续保", number="JF-2")
    out = comparison(act=his(two, act, 5), survivor_id=two.kept, loser_id=two.gone).outcome
    kept, gone = (memberships(act=act(at=LATER), customer_id=key)[0] for key in (two.kept, two.gone))
    assert (out.member_no, out.card_no, out.term_from, out.valid_until) == (kept.number, "66010342", DAY, date(2027, 12, 22))
    assert (out.spendable, out.tier, out.level) == (540, 540, Level.BASIC)
    assert (out.blocked_card, out.closed_no) == ("66010343", gone.number)
    assert find_number(gone.number) is not None


def test_the_same_request_merges_once(two, act):
    form = act(staff_id=two.manager, at=LATER, minutes=30, request_id="merge-1")
    done = merge_customers(act=form, survivor_id=two.kept, loser_id=two.gone, reason="重复登记")
    assert merge_customers(act=form, survivor_id=two.kept, loser_id=two.gone, reason="重复登记") == done


def test_months_later_the_daily_report_counts_the_merged_as_one(two, act, merge):
    from deskapp.analysis.service import daily_report

    before = daily_report(act=his(two, act, 5), day=LATER.date()).members.all
    done = merge()
    assert daily_report(act=his(two, act, 31), day=LATER.date()).members.all == before - 1
    undo_merge(act=his(two, act, 32), merge_id=done)
    assert daily_report(act=his(two, act, 33), day=LATER.date()).members.all == before
