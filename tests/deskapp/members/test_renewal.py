"""续会: one act from the old end or from the day of payment, with fee, number, and the level that was decided."""

from dataclasses import replace
from datetime import date

import pytest

from deskapp.data import barcode_digits
from deskapp.errors import AlreadySaved, UserError, UserErrors
from deskapp.members.cards import report_loss
from deskapp.members.domain import RENEWAL_FEE, EventKind, Level, MemberState, Stage
from deskapp.members.lookup import find
from deskapp.members.reading import events, member
from deskapp.members.renewal import RenewalForm, renew_member, renewal, renewal_offer
from deskapp.members.standing import spending_membership
from deskapp.points.domain import EntryKind
from deskapp.points.service import earn, reserve
from deskapp.store.service import change_setting

END = date(2027, 11, 22)
NEXT_DAY = date(2027, 11, 23)


def form_of(offer, **more) -> RenewalForm:
    """The form as it opens, or with something changed."""
    return replace(RenewalForm(offer.member.membership_id, offer.member.valid_until, offer.fee_fen), **more)


@pytest.mark.parametrize(
    ("paid_on", "term"),
    [
        (date(2027, 9, 1), (NEXT_DAY, date(2028, 11, 22))),
        (END, (NEXT_DAY, date(2028, 11, 22))),
        (NEXT_DAY, (NEXT_DAY, date(2028, 11, 22))),
        (date(2027, 12, 22), (date(2027, 12, 22), date(2028, 12, 21))),
        (date(2028, 2, 29), (date(2028, 2, 29), date(2029, 2, 28))),
    ],
    ids=["early", "last day", "first day of grace", "last day of grace", "lapsed and not yet voided"],
)
def test_the_term_extends_the_old_end_or_begins_on_the_day_of_payment(enroll, on, paid_on, term):
    made = enroll()
    act = on(paid_on)
    offer = renewal_offer(act=act, customer_id=made.customer_id)
    assert (offer.term_from, offer.term_until, offer.months, offer.paid_until) == (*term, 12, None)
    done = renew_member(act=act, form=form_of(offer))
    assert (done.before_until, done.term_from, done.term_until) == (END, *term)
    assert (done.member.valid_until, done.member.renewal_no) == (term[1], done.number)
    assert spending_membership(customer_id=made.customer_id, on=paid_on).stage is Stage.RUNNING


def test_a_renewal_has_a_number_that_leads_to_the_member(enroll, on):
    made = enroll()
    act = on(date(2027, 11, 20))
    done = renew_member(act=act, form=form_of(renewal_offer(act=act, customer_id=made.customer_id)))
    assert done.number == "XH-20271120-001"
    for text in (done.number, "xh20271120001", barcode_digits(done.number)):
        (hit,) = find(act=act, text=text)
        assert (hit.customer_id, hit.name, hit.matched) == (made.customer_id, "张伟明", "续会单号")
    assert renewal(act=on(date(2027, 12, 20)), number=done.number).term_from == done.term_from


def test_what_happened_keeps_term_number_and_fee(enroll, on, desk):
    made = enroll()
    change_setting(act=on(date(2027, 11, 19), by=desk.manager), setting=RENEWAL_FEE, text="99")
    act = on(date(2027, 11, 20), by=desk.front)
    offer = renewal_offer(act=act, customer_id=made.customer_id)
    assert offer.fee_fen == 99_00
    renew_member(act=act, form=form_of(offer))
    line = events(act=act, customer_id=made.customer_id)[0]
    assert (line.kind, line.number, line.term_from, line.fee_fen, line.staff_id, line.reason) == (
        EventKind.RENEWED, "XH-20271120-001", NEXT_DAY, 99_00, desk.front, "",
    )  # fmt: skip


def test_another_fee_goes_on_with_a_reason(enroll, on):
    made = enroll()
    act = on(date(2027, 11, 20))
    form = form_of(renewal_offer(act=act, customer_id=made.customer_id), fee_fen=50_00)
    with pytest.raises(UserError, match=r"续会费应为 0\.00 元；无误请写明原因") as refused:
        renew_member(act=act, form=form)
    assert refused.value.field == "fee"
    assert renew_member(act=act, form=form, reasons={"fee": "补收去年的"}).fee_fen == 50_00
    assert events(act=act, customer_id=made.customer_id)[0].reason == "补收去年的"


@pytest.mark.parametrize("fee", [-1, 100_000_01 + 100])
def test_a_fee_out_of_bounds_is_refused(enroll, on, fee):
    made = enroll()
    act = on(date(2027, 11, 20))
    with pytest.raises(UserError, match=r"续会费应在 0 到 100,000\.00 元之间"):
        renew_member(act=act, form=form_of(renewal_offer(act=act, customer_id=made.customer_id), fee_fen=fee), reasons={"fee": "错"})


def test_a_second_term_ahead_needs_a_reason(enroll, on):
    made = enroll()
    act = on(date(2027, 11, 20))
    renew_member(act=act, form=form_of(renewal_offer(act=act, customer_id=made.customer_id)))
    again = on(date(2027, 11, 21))
    offer = renewal_offer(act=again, customer_id=made.customer_id)
    assert offer.paid_until == date(2028, 11, 22)
    with pytest.raises(UserError, match="下一期已经续到 2028-11-22，再续一期；无误请写明原因"):
        renew_member(act=again, form=form_of(offer))
    assert renew_member(act=again, form=form_of(offer), reasons={"term": "客户要求两年"}).term_until == date(2029, 11, 22)


def test_everything_wrong_is_said_at_once(enroll, on):
    made = enroll()
    act = on(date(2027, 11, 20))
    renew_member(act=act, form=form_of(renewal_offer(act=act, customer_id=made.customer_id)))
    later = on(date(2027, 11, 21))
    with pytest.raises(UserErrors) as refused:
        renew_member(act=later, form=form_of(renewal_offer(act=later, customer_id=made.customer_id), fee_fen=1))
    assert [problem.field for problem in refused.value.problems] == ["fee", "term"]


def test_a_form_opened_before_somebody_else_renewed_is_refused(enroll, on, desk):
    made = enroll()
    mine, other = on(date(2027, 11, 20)), on(date(2027, 11, 20), by=desk.front)
    form = form_of(renewal_offer(act=mine, customer_id=made.customer_id))
    renew_member(act=other, form=form)
    with pytest.raises(UserError, match="刚才已续到 2028-11-22，请关闭后重新打开"):
        renew_member(act=mine, form=form)
    assert member(act=mine, membership_id=made.membership_id).valid_until == date(2028, 11, 22)


def test_the_same_request_renews_once_and_an_edited_one_is_told(enroll, on):
    made = enroll()
    act = on(date(2027, 11, 20))
    form = form_of(renewal_offer(act=act, customer_id=made.customer_id))
    first = renew_member(act=act, form=form)
    assert renew_member(act=act, form=form).number == first.number
    assert [line.kind for line in events(act=act, customer_id=made.customer_id)].count(EventKind.RENEWED) == 1
    with pytest.raises(AlreadySaved, match="已按 XH-20271120-001 保存"):
        renew_member(act=act, form=replace(form, fee_fen=1))


def test_a_lost_card_does_not_keep_from_renewing(enroll, on):
    made = enroll()
    act = on(date(2027, 11, 20))
    report_loss(act=on(date(2027, 11, 19)), membership_id=made.membership_id)
    done = renew_member(act=act, form=form_of(renewal_offer(act=act, customer_id=made.customer_id)))
    assert done.member.state is MemberState.LOST


def test_one_to_confirm_and_one_who_is_no_member_are_led_on(enroll, act, desk):
    waiting = enroll(by=desk.front)
    with pytest.raises(UserError, match="还是待录入，客服录入确认后才能续会"):
        renewal_offer(act=act(), customer_id=waiting.customer_id)


def test_points_are_shown_with_what_is_reserved_and_what_ends(enroll, on):
    made = enroll()
    act = on(date(2027, 11, 20))
    earn(act=act, customer_id=made.customer_id, points=1_000, note="维修保养自费", number="")
    reserve(act=on(date(2027, 11, 20), hour=10), customer_id=made.customer_id, holder="DH-1", points=300, kind=EntryKind.REDEEMED, note="")
    points = renewal_offer(act=act, customer_id=made.customer_id).points
    assert (points.spendable, points.reserved) == (720, 300)
    assert points.next_expiry is not None


def test_the_level_of_the_next_term_is_decided_at_the_old_end(enroll, on):
    made = enroll()
    earn(act=on(date(2027, 11, 1)), customer_id=made.customer_id, points=3_000, note="续保", number="")
    act = on(date(2027, 11, 20))
    offer = renewal_offer(act=act, customer_id=made.customer_id)
    assert (offer.then.starts_on, offer.then.level, offer.then.why) == (NEXT_DAY, Level.SILVER, "上期升级积分 3,020")
    done = renew_member(act=act, form=form_of(offer))
    assert done.then == offer.then
    # Points that still come before the old end decide too.
    earn(act=on(date(2027, 11, 21)), customer_id=made.customer_id, points=5_000, note="续保", number="")
    later = on(date(2027, 12, 1))
    assert member(act=later, membership_id=made.membership_id).level is Level.GOLD
    assert renewal(act=later, number=done.number).then.why == "上期升级积分 8,020"


def test_a_year_without_points_brings_the_level_down_at_renewal(enroll, on):
    made = enroll()
    earn(act=on(date(2026, 12, 1)), customer_id=made.customer_id, points=3_000, note="续保", number="")
    first = on(date(2027, 11, 20))
    renew_member(act=first, form=form_of(renewal_offer(act=first, customer_id=made.customer_id)))
    second = on(date(2028, 11, 20))
    held = member(act=second, membership_id=made.membership_id)
    assert (held.level, held.level_why) == (Level.SILVER, "上期升级积分 3,020")
    done = renew_member(act=second, form=form_of(renewal_offer(act=second, customer_id=made.customer_id)))
    assert (done.member.level, done.then.level, done.then.why) == (Level.SILVER, Level.BASIC, "入会级别")
    assert member(act=on(date(2028, 11, 23)), membership_id=made.membership_id).level is Level.BASIC


def test_points_earned_in_grace_count_for_the_term_paid_then(enroll, on):
    made = enroll()
    earn(act=on(date(2027, 12, 1)), customer_id=made.customer_id, points=3_000, note="续保", number="")
    act = on(date(2027, 12, 10))
    assert member(act=act, membership_id=made.membership_id).level is Level.BASIC
    done = renew_member(act=act, form=form_of(renewal_offer(act=act, customer_id=made.customer_id)))
    assert (done.member.level, done.member.level_why, done.member.level_until) == (Level.SILVER, "本期升级积分 3,000", date(2028, 12, 9))


def test_a_number_no_renewal_has_is_a_bug(enroll, act):
    made = enroll()
    for number in ("XH-20261123-001", made.number):
        with pytest.raises(LookupError):
            renewal(act=act(), number=number)
