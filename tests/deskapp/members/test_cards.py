"""挂失、补卡: a number given up stays blocked and found; the member goes on with his history."""

from datetime import date

import pytest

from deskapp.errors import UserError, UserErrors
from deskapp.members.cards import ReissueForm, reissue_card, reissue_offer, report_loss
from deskapp.members.domain import REISSUE_FEE, STOPPED_CARD, CardState, EventKind, Level, MemberState, ReissueReason
from deskapp.members.enrolment import return_member
from deskapp.members.leaving import resign_member
from deskapp.members.levels import set_level, settle_level
from deskapp.members.lookup import find
from deskapp.members.reading import events, member
from deskapp.members.standing import earning_membership, spending_membership
from deskapp.members.tables import CardRecord
from deskapp.points.service import earn
from deskapp.store.service import change_setting

TODAY = date(2026, 11, 23)


def reissue(made, card="66019001", reason=ReissueReason.LOST, level=Level.BASIC, fee=0) -> ReissueForm:
    return ReissueForm(made.membership_id, card, reason, level, fee)


def test_a_reported_card_is_blocked_at_once_and_its_owner_earns_on(enroll, act, desk):
    made = enroll()
    assert report_loss(act=act(staff_id=desk.front), membership_id=made.membership_id, note="停车场遗失") == "66010342"
    held = member(act=act(), membership_id=made.membership_id)
    assert (held.state, held.pills) == (MemberState.LOST, ("普卡", "已挂失"))
    assert CardRecord.get().state == CardState.BLOCKED.value
    line = events(act=act(), customer_id=made.customer_id)[0]
    assert (line.kind, line.card_number, line.reason, line.staff_id) == (EventKind.LOST, "66010342", "停车场遗失", desk.front)
    assert earning_membership(customer_id=made.customer_id, on=TODAY)
    with pytest.raises(UserError, match="会员卡已挂失，补卡后才能兑换；期间照常积分"):
        spending_membership(customer_id=made.customer_id, on=TODAY)


def test_a_card_is_reported_once(enroll, act):
    made = enroll()
    asked = act()
    first = report_loss(act=asked, membership_id=made.membership_id)
    assert report_loss(act=asked, membership_id=made.membership_id) == first == "66010342"
    with pytest.raises(UserError, match=f"会员 {made.number} 已经挂失，请直接补卡"):
        report_loss(act=act(), membership_id=made.membership_id)


def test_another_card_makes_a_lost_membership_valid_again(enroll, act, desk):
    made = enroll()
    report_loss(act=act(), membership_id=made.membership_id)
    done = reissue_card(act=act(staff_id=desk.front), form=reissue(made))
    assert (done.name, done.card_no, done.old_card_no, done.level) == ("张伟明", "66019001", "66010342", Level.BASIC)
    held = member(act=act(), membership_id=made.membership_id)
    assert (held.state, held.card_no, held.number) == (MemberState.ACTIVE, "66019001", made.number)
    line = events(act=act(), customer_id=made.customer_id)[0]
    assert (line.kind, line.card_number, line.level, line.reason) == (EventKind.REISSUED, "66019001", Level.BASIC, "遗失")


@pytest.mark.parametrize("reason", [ReissueReason.LOST, ReissueReason.DAMAGED])
def test_a_card_lost_or_damaged_is_changed_in_one_step(enroll, act, reason):
    made = enroll()
    reissue_card(act=act(), form=reissue(made, reason=reason))
    assert [(card.number, card.state) for card in CardRecord.select().order_by(CardRecord.id)] == [
        ("66010342", "blocked"),
        ("66019001", "in_use"),
    ]


def test_the_old_number_is_found_for_ever_and_says_that_it_is_stopped(enroll, act):
    made = enroll()
    reissue_card(act=act(), form=reissue(made))
    for card, matched in (("66010342", STOPPED_CARD), ("6601 0342", STOPPED_CARD), ("66019001", "卡号")):
        (hit,) = find(act=act(), text=card)
        assert (hit.customer_id, hit.matched) == (made.customer_id, matched)


@pytest.mark.parametrize(
    ("card", "words"),
    [
        ("66010342", "卡号 6601 0342 已经给了 张伟明（在用）；停用的卡号不能再用，请换一张新卡"),
        ("66017777", "卡号 6601 7777 已经给了 李娜（在用）"),
        ("66018888", "卡号 6601 8888 已经给了 王强（已停用）"),
        ("卡", "卡号只能是数字和字母"),
        ("", "请扫描或输入会员卡号"),
    ],
)
def test_a_number_somebody_has_or_had_is_refused(enroll, act, card, words):
    made = enroll()
    enroll("李娜", "13900000001", "66017777")
    gone = enroll("王强", "13900000002", "66018888")
    resign_member(act=act(), membership_id=gone.membership_id, reason="搬家")
    with pytest.raises(UserError, match=words) as refused:
        reissue_card(act=act(), form=reissue(made, card))
    assert refused.value.field == "card_no"


def test_the_card_of_an_enrolment_sent_back_is_free(enroll, act, desk):
    made = enroll()
    sent_back = enroll("李娜", "13900000001", "66017777", by=desk.front)
    return_member(act=act(), membership_id=sent_back.membership_id, reason="没有签字")
    assert reissue_card(act=act(), form=reissue(made, "66017777")).card_no == "66017777"


def test_the_fee_is_the_stores_and_a_changed_level_costs_nothing(enroll, act, desk):
    made = enroll()
    change_setting(act=act(staff_id=desk.manager), setting=REISSUE_FEE, text="20")
    offer = reissue_offer(act=act(), membership_id=made.membership_id)
    assert dict(offer.fees_fen) == {ReissueReason.LOST: 20_00, ReissueReason.DAMAGED: 20_00, ReissueReason.LEVEL: 0}
    with pytest.raises(UserError, match=r"补卡费应为 20\.00 元；无误请写明原因"):
        reissue_card(act=act(), form=reissue(made))
    reissue_card(act=act(), form=reissue(made, fee=20_00))
    reissue_card(act=act(), form=reissue(made, "66019002", ReissueReason.DAMAGED), reasons={"fee": "印刷不清，免费"})
    free, paid = events(act=act(), customer_id=made.customer_id)[:2]
    assert (paid.fee_fen, paid.reason, free.fee_fen, free.reason) == (20_00, "遗失", 0, "损坏；印刷不清，免费")


def test_after_a_reported_loss_only_a_loss_is_the_reason(enroll, act):
    made = enroll()
    report_loss(act=act(), membership_id=made.membership_id)
    assert reissue_offer(act=act(), membership_id=made.membership_id).reasons == (ReissueReason.LOST,)
    with pytest.raises(UserError, match="这张卡已经挂失，补卡原因请选“遗失”"):
        reissue_card(act=act(), form=reissue(made, reason=ReissueReason.DAMAGED))


def test_a_raised_level_asks_for_another_card_until_it_is_given(enroll, act):
    made = enroll()
    earn(act=act(minutes=1), customer_id=made.customer_id, points=3_000, note="续保", number="")
    settle_level(act=act(minutes=1), customer_id=made.customer_id)
    assert member(act=act(minutes=2), membership_id=made.membership_id).card_due
    assert reissue_offer(act=act(minutes=2), membership_id=made.membership_id).levels == (Level.SILVER,)
    reissue_card(act=act(minutes=3), form=reissue(made, reason=ReissueReason.LEVEL, level=Level.SILVER))
    held = member(act=act(minutes=4), membership_id=made.membership_id)
    assert (held.card_due, held.card_level) == (False, Level.SILVER)


def test_a_card_says_the_level_its_owner_stands_at(enroll, act):
    made = enroll()
    with pytest.raises(UserErrors) as refused:
        reissue_card(act=act(), form=reissue(made, "", ReissueReason.LEVEL, Level.GOLD, fee=5_00))
    assert [(problem.field, problem.message) for problem in refused.value.problems] == [
        ("card_no", "请扫描或输入会员卡号"),
        ("level", "这位会员现在不是金卡，请刷新后再看"),
        ("fee", "补卡费应为 0.00 元；无误请写明原因"),
    ]


def test_a_card_that_says_the_level_already_is_not_changed_for_it(enroll, act):
    made = enroll()
    with pytest.raises(UserError, match="卡面已经是普卡，不用换卡级"):
        reissue_card(act=act(), form=reissue(made, reason=ReissueReason.LEVEL))


def test_a_member_enrolled_at_a_level_has_a_card_that_says_so(enroll, act, desk):
    made = enroll(level=Level.GOLD, reasons={"level": "老客户"})
    held = member(act=act(), membership_id=made.membership_id)
    assert (held.level, held.card_level, held.card_due) == (Level.GOLD, Level.GOLD, False)
    set_level(act=act(staff_id=desk.manager), membership_id=made.membership_id, level=Level.BASIC, until=TODAY, reason="录错")
    assert member(act=act(), membership_id=made.membership_id).card_due


def test_the_same_request_gives_one_card(enroll, act):
    made = enroll()
    asked = act()
    first = reissue_card(act=asked, form=reissue(made))
    assert reissue_card(act=asked, form=reissue(made)) == first
    assert CardRecord.select().count() == 2
