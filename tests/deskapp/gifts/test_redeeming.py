"""Redeeming at the counter: one save books points and stock, or leaves an application, or refuses in words."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from playhouse.test_utils import count_queries

from deskapp.customers.tables import CustomerRecord
from deskapp.data import find_number
from deskapp.errors import AlreadySaved, UserError
from deskapp.gifts.catalogue import edit_gift
from deskapp.gifts.domain import Choice, GiftEntry, MoveKind, Receiver, Relation, State
from deskapp.gifts.redemption import redeem_gift
from deskapp.gifts.steps import cancel_application, undo_redemption
from deskapp.gifts.stock import stock_moves
from deskapp.gifts.tables import RedemptionRecord, StockMoveRecord
from deskapp.members.domain import MemberState
from deskapp.points.domain import EntryKind
from deskapp.points.reading import balance, ledger
from deskapp.points.service import earn
from tests.deskapp.gifts.counter import MORNING, a_gift, an_act, choose, gift, go_on_until, member, spendable
from tests.deskapp.points.accounts import assert_adds_up


def test_redeeming_books_points_and_stock(counter):
    guest = member(points=3_460)
    perfume, wash = a_gift(counter.wang, stock=23), a_gift(counter.wang, "精洗券", 800, stock=40, unit="张")
    basket = (Choice(perfume.id, 2, 600), Choice(wash.id, 1, 800))
    done = redeem_gift(act=an_act(counter.wang), customer_id=guest, choices=basket)
    assert (done.state, done.number, done.cost) == (State.RECEIVED, "DH-20261123-001", 2_000)
    assert (done.points_before, done.points_after) == (3_460, 1_460) == (3_460, spendable(guest))
    assert (done.expiring_on, done.expiring_points) == (date(2028, 11, 30), 1_460)
    assert done.what == "车载香氛 ×2、精洗券 ×1"
    assert (done.signed_by, done.applied_by, done.approved_by, done.handled_by) == ("张伟明", "王芳", "王芳", "王芳")
    assert (done.applied_at, done.approved_at, done.received_at) == (MORNING, MORNING, MORNING)
    assert [step.state for step in done.steps] == [State.RECEIVED]
    assert (done.due, done.waits_for, done.waiting_days, done.mobile_tail) == (None, "", 0, "2607")
    look = an_act(counter.wang)
    assert [gift(one.id).on_hand for one in (perfume, wash)] == [21, 39]
    line = ledger(customer_id=guest, on=MORNING.date())[0]
    assert (line.kind, line.points, line.number, line.note) == (EntryKind.REDEEMED, -2_000, done.number, done.what)
    moved = stock_moves(act=look, gift_id=perfume.id)[0]
    assert (moved.kind, moved.quantity, moved.on_hand, moved.redemption_no) == (MoveKind.HAND_OUT, -2, 21, done.number)
    found = find_number("1220261123 0001")
    assert found
    assert (found.number, found.record_id) == (done.number, done.id)
    assert_adds_up(guest, MORNING)


def test_a_clerk_without_the_right_leaves_an_application(counter):
    guest, perfume = member(points=1_000), a_gift(counter.wang, stock=1)
    left = redeem_gift(act=an_act(counter.li), customer_id=guest, choices=choose(perfume))
    assert (left.state, left.approved_by, left.received_at) == (State.APPLIED, "", None)
    assert (left.points_before, left.points_after) == (1_000, 400) == (1_000, spendable(guest))
    assert balance(customer_id=guest, on=MORNING.date()).reserved == 600
    now = gift(perfume.id)
    assert (now.on_hand, now.reserved, now.available) == (1, 1, 0)
    assert (left.waits_for, left.due.words) == ("客服审核", "剩 3 个工作日")
    with pytest.raises(UserError, match="车载香氛 库存不足：可用 0 件，需要 1 件"):
        redeem_gift(act=an_act(counter.wang), customer_id=member("李娜", points=5_000), choices=choose(perfume))


def test_above_the_limit_even_a_manager_leaves_an_application(counter):
    guest, fridge = member(points=9_000), a_gift(counter.wang, "车载冰箱", 2_001)
    for clerk in (counter.wang, counter.chen):
        left = redeem_gift(act=an_act(clerk), customer_id=guest, choices=choose(fridge))
        assert (left.state, left.waits_for) == (State.APPLIED, "客服经理或总经理审核")
    at_limit = a_gift(counter.wang, "行车记录仪", 2_000)
    assert redeem_gift(act=an_act(counter.wang), customer_id=guest, choices=choose(at_limit)).state is State.RECEIVED


def test_who_asks_for_an_application_gets_one(counter):
    guest, perfume = member(points=1_000), a_gift(counter.wang)
    assert redeem_gift(act=an_act(counter.wang), customer_id=guest, choices=choose(perfume), apply_only=True).state is State.APPLIED


def test_too_few_points_are_refused_with_the_figure_of_now(counter):
    guest, perfume = member(points=1_000), a_gift(counter.wang)
    redeem_gift(act=an_act(counter.wang), customer_id=guest, choices=choose(perfume))
    for clerk in (counter.wang, counter.li):
        with pytest.raises(UserError, match="积分不足：可用 400，需要 600") as refused:
            redeem_gift(act=an_act(clerk), customer_id=guest, choices=choose(perfume))
        assert refused.value.field == "points"
    assert (spendable(guest), RedemptionRecord.select().count()) == (400, 1)


def test_points_held_by_an_application_cannot_be_spent_again(counter):
    guest, perfume = member(points=1_000), a_gift(counter.wang)
    redeem_gift(act=an_act(counter.li), customer_id=guest, choices=choose(perfume))
    with pytest.raises(UserError, match="积分不足：可用 400，需要 600"):
        redeem_gift(act=an_act(counter.wang), customer_id=guest, choices=choose(perfume))


def test_points_that_ended_cannot_be_spent(counter):
    guest, perfume = member(points=1_000), a_gift(counter.wang)
    later = datetime(2028, 12, 1, 9)
    go_on_until(guest, later)
    with pytest.raises(UserError, match="积分不足：可用 19，需要 600"):
        redeem_gift(act=an_act(counter.wang, later), customer_id=guest, choices=choose(perfume))


def test_a_changed_price_is_refused_with_the_new_one(counter):
    guest, perfume = member(points=1_000), a_gift(counter.wang)
    edit_gift(act=an_act(counter.chen), gift_id=perfume.id, entry=GiftEntry("车载香氛", 650))
    with pytest.raises(UserError, match="车载香氛 的积分刚改为 650 分（原 600 分），请核对后再兑换"):
        redeem_gift(act=an_act(counter.wang), customer_id=guest, choices=choose(perfume))
    seen = replace(perfume, points=650)
    done = redeem_gift(act=an_act(counter.wang), customer_id=guest, choices=choose(seen))
    edit_gift(act=an_act(counter.chen), gift_id=perfume.id, entry=GiftEntry("香氛（新款）", 700))
    assert [(line.name, line.unit_points) for line in done.lines] == [("车载香氛", 650)]


def test_a_basket_that_cannot_be_is_refused(counter):
    guest = member(points=90_000)
    six = [a_gift(counter.wang, f"礼品{n}", 10) for n in range(6)]
    for choices, words in (
        ((), "兑换篮是空的"),
        (choose(*six), "一张兑换单最多 5 种礼品"),
        (choose(six[0], six[0]), "同一种礼品请合并成一行"),
        (choose(six[0], quantity=0), "数量：请选 1 到 99"),
        (choose(six[0], quantity=100), "数量：请选 1 到 99"),
        ((Choice(999, 1, 10),), "没有这个礼品"),
    ):
        with pytest.raises(UserError, match=words) as refused:
            redeem_gift(act=an_act(counter.wang), customer_id=guest, choices=choices)
        assert refused.value.field == "gifts"


def test_a_gift_not_on_offer_is_refused(counter):
    guest = member(points=9_000)
    over = a_gift(counter.wang, "月饼", 100, offered_from=date(2026, 9, 1), offered_until=date(2026, 11, 22))
    coming = a_gift(counter.wang, "年货", 100, offered_from=date(2026, 11, 24))
    last_day = a_gift(counter.wang, "台历", 100, offered_until=date(2026, 11, 23))
    for one in (over, coming):
        with pytest.raises(UserError, match=f"{one.name} 今天不在兑换目录里"):
            redeem_gift(act=an_act(counter.wang), customer_id=guest, choices=choose(one))
    assert redeem_gift(act=an_act(counter.wang), customer_id=guest, choices=choose(last_day)).state is State.RECEIVED


def test_the_limit_of_a_slip_is_kept(counter):
    guest, wash = member(points=9_000), a_gift(counter.wang, "精洗券", 100, unit="张", limit_per_redemption=2)
    with pytest.raises(UserError, match="精洗券 每单最多兑 2 张"):
        redeem_gift(act=an_act(counter.wang), customer_id=guest, choices=choose(wash, quantity=3))
    redeem_gift(act=an_act(counter.wang), customer_id=guest, choices=choose(wash, quantity=2))


def test_the_limit_of_a_member_counts_the_family_for_a_year_and_not_what_was_cancelled(counter):
    guest, cousin = member(points=9_000), member("李娜", points=9_000)
    wash = a_gift(counter.wang, "精洗券", 100, unit="张", limit_per_member=3)
    first = redeem_gift(act=an_act(counter.wang), customer_id=guest, choices=choose(wash, quantity=2))
    held = redeem_gift(act=an_act(counter.li), customer_id=guest, choices=choose(wash))
    with pytest.raises(UserError, match="精洗券 每位会员一年最多兑 3 张，已兑 3 张"):
        redeem_gift(act=an_act(counter.wang), customer_id=guest, choices=choose(wash))
    cancel_application(act=an_act(counter.li), redemption_id=held.id, reason="不要了")
    undo_redemption(act=an_act(counter.chen), redemption_id=first.id, reason="点错", restock=True)
    redeem_gift(act=an_act(counter.wang), customer_id=guest, choices=choose(wash, quantity=3))
    redeem_gift(act=an_act(counter.wang), customer_id=cousin, choices=choose(wash))
    CustomerRecord.update(merged_into=guest).where(CustomerRecord.id == cousin).execute()
    with pytest.raises(UserError, match="已兑 4 张"):
        redeem_gift(act=an_act(counter.wang), customer_id=guest, choices=choose(wash))
    year_later = MORNING + timedelta(days=365)
    go_on_until(guest, year_later)
    assert redeem_gift(act=an_act(counter.wang, year_later), customer_id=guest, choices=choose(wash, quantity=3)).cost == 300


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ({"state": MemberState.PENDING}, "还是待录入"),
        ({"state": MemberState.LOST}, "挂失"),
        ({"state": MemberState.RESIGNED}, "还不是会员"),
        ({"valid_until": date(2026, 11, 22)}, "已于 2026-11-22 到期"),
    ],
)
def test_who_may_not_spend_is_refused(counter, how, words):
    guest, perfume = member(points=1_000, **how), a_gift(counter.wang)
    with pytest.raises(UserError, match=words):
        redeem_gift(act=an_act(counter.wang), customer_id=guest, choices=choose(perfume))


def test_on_the_last_day_of_the_term_one_may_redeem(counter):
    guest, perfume = member(points=1_000, valid_until=MORNING.date()), a_gift(counter.wang)
    assert redeem_gift(act=an_act(counter.wang), customer_id=guest, choices=choose(perfume)).state is State.RECEIVED


def test_somebody_else_signs_with_his_name_and_a_proxy_with_his_mobile(counter):
    guest, perfume = member(points=9_000), a_gift(counter.wang)
    for receiver, field in (
        (Receiver(Relation.FAMILY), "received_by"),
        (Receiver(Relation.PROXY, "李强"), "receiver_mobile"),
        (Receiver(Relation.PROXY, "李强", "12345"), "receiver_mobile"),
    ):
        with pytest.raises(UserError) as refused:
            redeem_gift(act=an_act(counter.wang), customer_id=guest, choices=choose(perfume), receiver=receiver)
        assert refused.value.field == field
    signed = Receiver(Relation.PROXY, "李强", "139 0000 0001")
    done = redeem_gift(act=an_act(counter.wang), customer_id=guest, choices=choose(perfume), receiver=signed)
    assert (done.signed_by, done.receiver) == ("李强", Receiver(Relation.PROXY, "李强", "13900000001"))


def test_the_same_form_twice_redeems_once(counter):
    guest, perfume = member(points=9_000), a_gift(counter.wang)
    act = an_act(counter.wang)
    first = redeem_gift(act=act, customer_id=guest, choices=choose(perfume))
    assert redeem_gift(act=act, customer_id=guest, choices=list(choose(perfume))) == first
    assert (spendable(guest), RedemptionRecord.select().count()) == (8_400, 1)
    assert StockMoveRecord.select().where(StockMoveRecord.kind == "hand_out").count() == 1


def test_a_form_edited_after_it_was_saved_is_told_so(counter):
    guest, perfume = member(points=9_000), a_gift(counter.wang)
    act = an_act(counter.wang)
    first = redeem_gift(act=act, customer_id=guest, choices=choose(perfume))
    with pytest.raises(AlreadySaved, match="已按 DH-20261123-001 保存，之后的修改未保存") as told:
        redeem_gift(act=act, customer_id=guest, choices=choose(perfume, quantity=2))
    assert (told.value.record_id, spendable(guest)) == (first.id, 8_400)


def test_two_redemptions_in_a_row_never_take_the_same_points(counter):
    """A used-up lot is not chosen again (members.md §8, wrong sign in another system)."""
    guest, perfume = member(points=700), a_gift(counter.wang)
    earn(act=an_act(counter.wang), customer_id=guest, points=700, note="保养", number="")
    for left in (800, 200):
        assert redeem_gift(act=an_act(counter.wang), customer_id=guest, choices=choose(perfume)).points_after == left
        assert_adds_up(guest, MORNING)


def test_redeeming_takes_no_more_than_thirty_statements(counter):
    guest = member(points=9_000)
    one, other = a_gift(counter.wang), a_gift(counter.wang, "精洗券", 800, limit_per_member=3)
    redeem_gift(act=an_act(counter.wang), customer_id=guest, choices=choose(one))  # the rules and the staff are in memory by now
    act = an_act(counter.wang)
    with count_queries() as counted:
        redeem_gift(act=act, customer_id=guest, choices=choose(one, other))
    assert counted.count <= 30
