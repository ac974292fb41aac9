"""退会 and 过期作废: the rest of the points is booked, nothing can be spent, what was paid back still books."""

from datetime import date

import pytest

from deskapp.customers.domain import Answer, Purpose
from deskapp.errors import UserError, UserErrors
from deskapp.gifts.catalogue import add_gift
from deskapp.gifts.domain import Choice, GiftEntry, MoveKind, Receiver, State
from deskapp.gifts.redemption import redeem_gift
from deskapp.gifts.steps import approve_redemption, prepare_gift, sign_receipt
from deskapp.gifts.stock import move_stock
from deskapp.handovers.domain import BillLine, HandoverForm, SpendKind
from deskapp.handovers.posting import post_handover, return_handover, reverse_handover
from deskapp.handovers.writing import write_handover
from deskapp.members.domain import MOST_AT_ONCE, EventKind, MemberFilter, MemberState
from deskapp.members.leaving import leavers, resign_member, void_lapsed_members
from deskapp.members.lookup import find
from deskapp.members.reading import events, member, members, memberships
from deskapp.members.renewal import RenewalForm, renew_member
from deskapp.members.standing import spending_membership, standing
from deskapp.members.tables import CardRecord
from deskapp.points.domain import EntryKind, Holding
from deskapp.points.reading import balance, ledger, tier
from deskapp.points.service import earn, expire_due, reserve
from tests.deskapp.members.conftest import YES

TODAY = date(2026, 11, 23)
LAST_OF_GRACE, LAPSED = date(2027, 12, 22), date(2027, 12, 23)


def bill(customer_id: int, number: str = "RO1", *, used: int = 0) -> HandoverForm:
    return HandoverForm(customer_id, number, (BillLine(SpendKind.MAINTENANCE, 500_00),), points_used=used)


def test_resigning_books_the_rest_and_blocks_the_card(enroll, act):
    made = enroll()
    earn(act=act(), customer_id=made.customer_id, points=480, note="维修保养自费", number="")
    (seen,) = leavers(act=act(), membership_ids=[made.membership_id])
    assert (seen.member.name, seen.points, seen.may_leave) == ("张伟明", Holding(500, 0), True)
    left = resign_member(act=act(minutes=1), membership_id=made.membership_id, reason="车已卖")
    assert left.voided == 500
    line = ledger(customer_id=made.customer_id, on=TODAY)[0]
    assert (line.kind, line.points, line.balance, line.note, line.number) == (EntryKind.VOIDED, -500, 0, "退会作废", made.number)
    assert tier(customer_id=made.customer_id, since=TODAY, until=TODAY) == 500  # what was earned stays earned
    assert standing(customer_id=made.customer_id, on=TODAY) is None
    held = member(act=act(), membership_id=made.membership_id)
    assert (held.state, held.pills) == (MemberState.RESIGNED, ("已退会",))
    assert CardRecord.get().state == "blocked"
    assert [hit.name for hit in find(act=act(), text="66010342")] == ["张伟明"]
    told = events(act=act(), customer_id=made.customer_id)[0]
    assert (told.kind, told.reason) == (EventKind.RESIGNED, "车已卖")


def test_a_guest_without_points_resigns_without_a_line(enroll, act):
    made = enroll()
    resign_member(act=act(), membership_id=enroll("李娜", "13900000001", "66010002").membership_id, reason="搬家")
    assert resign_member(act=act(), membership_id=made.membership_id, reason="搬家").voided == 20
    again = enroll(customer_id=made.customer_id, customer=None, vehicles=(), card="66010009")
    assert balance(customer_id=made.customer_id, on=TODAY).spendable == 20
    assert resign_member(act=act(), membership_id=again.membership_id, reason="搬家").voided == 20


def test_resigning_needs_a_reason(enroll, act):
    made = enroll()
    with pytest.raises(UserError, match="请写明退会的原因") as refused:
        resign_member(act=act(), membership_id=made.membership_id, reason=" ")
    assert refused.value.field == "reason_text"


def test_nobody_leaves_while_anything_is_reserved(enroll, act):
    made = enroll()
    reserve(act=act(), customer_id=made.customer_id, holder="DH-20261123-001", points=20, kind=EntryKind.REDEEMED, note="香氛")
    (seen,) = leavers(act=act(), membership_ids=[made.membership_id])
    assert (seen.points, seen.may_leave) == (Holding(0, 20), False)
    with pytest.raises(UserError, match="还有 20 分预留在 DH-20261123-001，请先录入、退回或取消"):
        resign_member(act=act(), membership_id=made.membership_id, reason="车已卖")
    assert member(act=act(), membership_id=made.membership_id).state is MemberState.ACTIVE


def test_an_application_keeps_its_member_and_an_approved_gift_is_still_collected(enroll, act, desk):
    made = enroll()
    earn(act=act(), customer_id=made.customer_id, points=480, note="维修保养自费", number="")
    gift = add_gift(act=act(), entry=GiftEntry("车载香氛", 300))
    move_stock(act=act(), gift_id=gift.id, kind=MoveKind.RECEIVE, quantity=5)
    applied = redeem_gift(act=act(staff_id=desk.front), customer_id=made.customer_id, choices=(Choice(gift.id, 1, 300),))
    with pytest.raises(UserError, match=f"还有 300 分预留在 {applied.number}"):
        resign_member(act=act(), membership_id=made.membership_id, reason="车已卖")
    approve_redemption(act=act(), redemption_id=applied.id)
    prepare_gift(act=act(), redemption_id=applied.id)
    assert resign_member(act=act(minutes=1), membership_id=made.membership_id, reason="车已卖").voided == 200
    signed = sign_receipt(act=act(minutes=2), redemption_id=applied.id, receiver=Receiver())
    assert signed.state is State.RECEIVED


def test_the_same_request_leaves_once(enroll, act):
    made = enroll()
    asked = act()
    first = resign_member(act=asked, membership_id=made.membership_id, reason="车已卖")
    assert resign_member(act=asked, membership_id=made.membership_id, reason="车已卖") == first
    assert first.voided == 20


def test_a_bill_waiting_when_its_member_left_is_returned_and_never_posted(enroll, act):
    made = enroll()
    slip = write_handover(act=act(), form=bill(made.customer_id))
    resign_member(act=act(), membership_id=made.membership_id, reason="车已卖")
    with pytest.raises(UserError, match="还不是会员，请先办理入会"):
        post_handover(act=act(), handover_id=slip)
    return_handover(act=act(), handover_id=slip, reason="会员已退会")


def test_a_bill_paid_back_after_its_member_left_takes_nothing_that_was_voided(enroll, act, desk):
    made = enroll()
    slip = write_handover(act=act(), form=bill(made.customer_id))
    post_handover(act=act(minutes=1), handover_id=slip)
    resign_member(act=act(minutes=2), membership_id=made.membership_id, reason="车已卖")
    reverse_handover(act=act(staff_id=desk.manager, minutes=3), handover_id=slip, reason="退单")
    found = balance(customer_id=made.customer_id, on=TODAY)
    assert (found.spendable, found.debt) == (0, 0)
    assert tier(customer_id=made.customer_id, since=TODAY, until=TODAY) == 20


def test_points_given_back_after_leaving_cannot_be_spent_and_wait_for_joining_again(enroll, act, desk):
    made = enroll()
    slip = write_handover(act=act(), form=bill(made.customer_id, used=20))
    post_handover(act=act(minutes=1), handover_id=slip)
    resign_member(act=act(minutes=2), membership_id=made.membership_id, reason="车已卖")
    reverse_handover(act=act(staff_id=desk.manager, minutes=3), handover_id=slip, reason="退单")
    assert balance(customer_id=made.customer_id, on=TODAY).spendable == 20
    with pytest.raises(UserError, match="还不是会员"):
        spending_membership(customer_id=made.customer_id, on=TODAY)
    enroll(customer_id=made.customer_id, customer=None, vehicles=(), card="66010009", minutes=4)
    assert balance(customer_id=made.customer_id, on=TODAY).spendable == 40


def test_joining_again_makes_a_new_membership(enroll, act):
    made = enroll()
    resign_member(act=act(minutes=1), membership_id=made.membership_id, reason="车已卖")
    again = enroll(customer_id=made.customer_id, customer=None, vehicles=(), card="66010009", minutes=2)
    assert again.number == "HY-20261123-002"
    assert [(one.number, one.state) for one in memberships(act=act(), customer_id=made.customer_id)] == [
        (again.number, MemberState.ACTIVE), (made.number, MemberState.RESIGNED),
    ]  # fmt: skip
    with pytest.raises(UserError, match="这位客户已是会员"):
        enroll(customer_id=made.customer_id, customer=None, vehicles=(), card="66010010", minutes=3)


def test_a_debt_outlives_the_membership_and_is_paid_by_joining_again(enroll, act, desk):
    made = enroll()
    paid_back = write_handover(act=act(), form=bill(made.customer_id))
    post_handover(act=act(minutes=1), handover_id=paid_back)
    post_handover(act=act(minutes=3), handover_id=write_handover(act=act(minutes=2), form=bill(made.customer_id, "RO2", used=500)))
    reverse_handover(act=act(staff_id=desk.manager, minutes=4), handover_id=paid_back, reason="退单")
    assert balance(customer_id=made.customer_id, on=TODAY).debt == 5
    assert resign_member(act=act(minutes=5), membership_id=made.membership_id, reason="车已卖").voided == 0
    assert balance(customer_id=made.customer_id, on=TODAY).debt == 5
    enroll(customer_id=made.customer_id, customer=None, vehicles=(), card="66010009", minutes=6)
    found = balance(customer_id=made.customer_id, on=TODAY)
    assert (found.debt, found.spendable) == (0, 15)


def test_after_grace_the_manager_voids_many_at_once(enroll, on, desk):
    made = [enroll(name, f"1390000000{n}", f"6601000{n}") for n, name in enumerate(("赵一", "钱二", "孙三"))]
    act = on(LAPSED, by=desk.manager)
    assert [one.name for one in members(act=act, only=MemberFilter.LAPSED)] == ["赵一", "钱二", "孙三"]
    left = void_lapsed_members(act=act, membership_ids=[one.membership_id for one in made], reason="电话停机")
    assert [(one.number, one.voided) for one in left] == [(one.number, 20) for one in made]
    assert members(act=act, only=MemberFilter.LAPSED) == []
    for one in made:
        told = events(act=act, customer_id=one.customer_id)[0]
        assert (told.kind, told.reason, told.staff_id) == (EventKind.LAPSED, "电话停机", desk.manager)
        line = ledger(customer_id=one.customer_id, on=LAPSED)[0]
        assert (line.kind, line.note, line.points) == (EntryKind.VOIDED, "过期作废", -20)


def test_the_last_day_of_grace_is_not_over(enroll, on, desk):
    made = enroll()
    with pytest.raises(UserError, match=f"会员 {made.number} 有效期到 2027-11-22，宽限到 2027-12-22，还不能作废"):
        void_lapsed_members(act=on(LAST_OF_GRACE, by=desk.manager), membership_ids=[made.membership_id])


def test_a_renewal_before_the_void_restores_and_takes_off_the_list(enroll, on, desk):
    made = enroll()
    renew_member(act=on(LAPSED), form=RenewalForm(made.membership_id, date(2027, 11, 22), 0))
    act = on(LAPSED, by=desk.manager, hour=10)
    assert members(act=act, only=MemberFilter.LAPSED) == []
    with pytest.raises(UserError, match="宽限到 2029-01-21，还不能作废"):
        void_lapsed_members(act=act, membership_ids=[made.membership_id])
    assert spending_membership(customer_id=made.customer_id, on=LAPSED)


def test_many_are_voided_all_or_none_and_each_refusal_names_its_member(enroll, on, desk):
    free, held, gone = (enroll(name, f"1390000000{n}", f"6601000{n}") for n, name in enumerate(("赵一", "钱二", "孙三")))
    reserve(act=on(LAPSED), customer_id=held.customer_id, holder="DH-20271223-001", points=20, kind=EntryKind.REDEEMED, note="")
    resign_member(act=on(LAPSED), membership_id=gone.membership_id, reason="车已卖")
    act = on(LAPSED, by=desk.manager)
    with pytest.raises(UserErrors) as refused:
        void_lapsed_members(act=act, membership_ids=[one.membership_id for one in (free, held, gone)])
    assert [problem.message for problem in refused.value.problems] == [
        f"会员 {held.number} 还有 20 分预留在 DH-20271223-001，请先录入、退回或取消",
        f"会员 {gone.number} 已退会，不能作废；这位客户可以重新入会（F3）",
    ]
    assert member(act=act, membership_id=free.membership_id).state is MemberState.ACTIVE


def test_nothing_ticked_or_too_much_is_said(desk, act):
    with pytest.raises(UserError, match="请先勾选要作废的会员"):
        void_lapsed_members(act=act(staff_id=desk.manager), membership_ids=[])
    with pytest.raises(UserError, match="一次最多作废 200 位，现在勾了 201 位"):
        void_lapsed_members(act=act(staff_id=desk.manager), membership_ids=range(1, MOST_AT_ONCE + 2))


def test_lots_end_meanwhile_and_only_what_is_left_is_voided(enroll, on, desk):
    made = enroll()
    earn(act=on(date(2028, 12, 1)), customer_id=made.customer_id, points=100, note="维修保养自费", number="")
    act = on(date(2029, 1, 5), by=desk.manager)
    (seen,) = leavers(act=act, membership_ids=[made.membership_id])
    assert seen.points == Holding(100, 0)
    (left,) = void_lapsed_members(act=act, membership_ids=[made.membership_id])
    assert left.voided == 100
    kinds = [line.kind for line in ledger(customer_id=made.customer_id, on=date(2029, 1, 5))]
    assert kinds[:2] == [EntryKind.VOIDED, EntryKind.EARNED]
    assert EntryKind.EXPIRED in kinds
    assert expire_due(act=on(date(2029, 1, 5), hour=10)) == 0


def test_leavers_come_in_the_order_asked_for(enroll, act):
    made = [enroll(name, f"1390000000{n}", f"6601000{n}") for n, name in enumerate(("赵一", "钱二"))]
    ids = [made[1].membership_id, made[0].membership_id]
    assert [one.member.membership_id for one in leavers(act=act(), membership_ids=ids)] == ids


def test_consent_refused_later_is_no_membership_ended(enroll, act):
    """Withdrawing a consent and leaving are two things."""
    made = enroll(answers=(YES[0], *(Answer(purpose, given=False) for purpose in tuple(Purpose)[1:])))
    assert member(act=act(), membership_id=made.membership_id).state is MemberState.ACTIVE
