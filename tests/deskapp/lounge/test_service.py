"""Around the guests: rounds, cups, absences, goods, guests, supplies, remarks."""

import pytest

from deskapp.errors import NotAllowed, UserError
from deskapp.lounge.domain import RoundState
from deskapp.lounge.duty import sign_off_duty
from deskapp.lounge.reading import low_supplies, open_grievances
from deskapp.lounge.service import (
    book_goods,
    book_round,
    clear_cup,
    come_back,
    go_out,
    guest_left,
    guest_received,
    handle_remark,
    note_remark,
    settle_supply,
    supply_low,
    void_goods,
)
from deskapp.lounge.things import GoodsKind
from tests.deskapp.lounge.conftest import at


@pytest.fixture
def lin(lounge):
    lounge.on(lounge.lin)
    return lambda clock: lounge.do(lounge.lin, clock)


def fine(act, slot="L4", **more):
    return book_round(act=act, slot=slot, **{"cups_ok": True, "tables_ok": True, "drinks_ok": True} | more)


def test_a_round_with_four_butts_is_made_but_not_fine(lounge, lin):
    fine(lin("10:20"), butts=4, note="已清")
    (made,) = lounge.day().rounds
    assert (made.is_fine(3), made.is_fine(4)) == (False, True)
    due = lounge.day().due_rounds(lounge.day().slot("L4"), at("10:45"))
    assert [one.state for one in due[:2]] == [RoundState.DONE, RoundState.DUE]


def test_slots_without_rounds_take_none(lin):
    with pytest.raises(UserError, match="这个时段不用巡检"):
        fine(lin("09:00"), slot="L3")


def test_a_cup_cleared_after_five_minutes_is_over_time(lounge, lin):
    cup = guest_left(act=lin("10:00"), place="5")
    with pytest.raises(UserError, match="5 号桌已由 林晓 于 10:00 登记离座"):
        guest_left(act=lin("10:01"), place="5")
    clear_cup(act=lin("10:03:05"), cup_id=cup)
    with pytest.raises(UserError, match="5 号桌已由 林晓 于 10:03:05 清理"):
        clear_cup(act=lin("10:04"), cup_id=cup)
    (found,) = lounge.day().cups
    assert (found.seconds(at("12:00")), found.is_over(at("12:00"), 180)) == (185, True)
    guest_left(act=lin("10:05"), place="5")


def test_nobody_leaves_the_lounge_without_telling(lounge, lin):
    with pytest.raises(UserError, match="请填知会了谁") as refused:
        go_out(act=lin("10:00"), reason="到精品部领货", told_to=" ")
    assert refused.value.field == "told_to"
    go_out(act=lin("10:00"), reason="到精品部领货", told_to="王芳")
    with pytest.raises(UserError, match="林晓 已经离岗"):
        go_out(act=lin("10:01"), reason="用餐", told_to="王芳")
    assert lounge.day().nobody_there(at("10:02"))
    come_back(act=lin("10:15"))
    with pytest.raises(UserError, match="没有离岗登记"):
        come_back(act=lin("10:16"))
    assert lounge.day().absences[0].back_at == at("10:15")


def test_signing_off_ends_an_absence(lounge, lin):
    go_out(act=lin("12:00"), reason="用餐", told_to="王芳")
    sign_off_duty(act=lin("12:30"))
    assert lounge.day().absences[0].back_at == at("12:30")


def test_goods_are_drawn_sold_and_counted_at_closing(lounge, lin):
    book_goods(act=lin("09:00"), kind=GoodsKind.DRAWN, item="香水", quantity=10, source="精品部 小李")
    sold = book_goods(act=lin("11:00"), kind=GoodsKind.SOLD, item="香水", quantity=2, amount=99_00)
    book_goods(act=lin("17:20"), kind=GoodsKind.LEFT, item="香水", quantity=0)
    book_goods(act=lin("17:20"), kind=GoodsKind.DRINK, item="咖啡", quantity=14)
    assert [(line.kind, line.quantity, line.amount) for line in lounge.day().goods] == [
        (GoodsKind.DRAWN, 10, 0),
        (GoodsKind.SOLD, 2, 99_00),
        (GoodsKind.LEFT, 0, 0),
        (GoodsKind.DRINK, 14, 0),
    ]
    void_goods(act=lin("17:21"), goods_id=sold, reason="记错了")
    assert [line.voided for line in lounge.day().goods] == [False, True, False, False]


@pytest.mark.parametrize(
    ("filled", "field"),
    [
        ({"kind": GoodsKind.DRAWN, "item": "", "quantity": 1, "source": "小李"}, "item"),
        ({"kind": GoodsKind.DRAWN, "item": "香水", "quantity": 1}, "source"),
        ({"kind": GoodsKind.SOLD, "item": "香水", "quantity": 0, "amount": 1}, "quantity"),
        ({"kind": GoodsKind.SOLD, "item": "香水", "quantity": 1}, "amount"),
        ({"kind": GoodsKind.LEFT, "item": "香水", "quantity": -1}, "quantity"),
    ],
)
def test_a_line_of_goods_that_lacks_something_names_it(lin, filled, field):
    with pytest.raises(UserError) as refused:
        book_goods(act=lin("09:00"), **filled)
    assert refused.value.field == field


def test_guests_are_counted_and_one_too_many_taken_back(lounge, lin):
    for clock in ("09:00", "09:05", "09:06"):
        guest_received(act=lin(clock))
    guest_received(act=lin("09:07"), quantity=-1)
    assert lounge.day().guests == 2
    with pytest.raises(UserError, match="不能少于 0"):
        guest_received(act=lin("09:08"), quantity=-3)


def test_what_runs_low_is_noted_once_until_it_is_settled(lounge, lin):
    first = supply_low(act=lin("09:00"), item="纸杯")
    assert supply_low(act=lin("10:00"), item="纸杯") == first
    assert [supply.item for supply in low_supplies(act=lin("10:00"))] == ["纸杯"]
    settle_supply(act=lin("11:00"), supply_id=first)
    assert low_supplies(act=lin("11:00")) == ()
    assert [supply.settled_at for supply in lounge.day().supplies] == [at("11:00")]
    assert supply_low(act=lin("12:00"), item="纸杯") != first


def test_a_grievance_waits_for_customer_service_until_it_is_handled(lounge, lin):
    note_remark(act=lin("10:00"), text="茶不错", is_grievance=False)
    key = note_remark(act=lin("10:05"), text="等了 40 分钟\n没人理", is_grievance=True)
    assert [remark.text for remark in open_grievances(act=lin("10:06"))] == ["等了 40 分钟 没人理"]
    with pytest.raises(NotAllowed):
        handle_remark(act=lin("10:10"), remark_id=key, note="已道歉")
    with pytest.raises(UserError, match="请写明怎样处理的"):
        handle_remark(act=lounge.do(lounge.service, "10:10"), remark_id=key, note="")
    handle_remark(act=lounge.do(lounge.service, "10:10"), remark_id=key, note="已道歉，送洗车券")
    assert open_grievances(act=lin("10:11")) == ()
    with pytest.raises(UserError, match="已由 李敏 于 11-23 10:10 处理"):
        handle_remark(act=lounge.do(lounge.manager, "10:12"), remark_id=key, note="再处理")
