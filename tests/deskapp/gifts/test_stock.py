"""Stock in and out with numbers; never below zero, never below what was promised."""

from datetime import date

import pytest

from deskapp.data import find_number
from deskapp.errors import AlreadySaved, UserError
from deskapp.gifts.catalogue import gifts
from deskapp.gifts.domain import MoveKind
from deskapp.gifts.redemption import redeem_gift
from deskapp.gifts.stock import move_stock, stock_moves
from tests.deskapp.gifts.counter import a_gift, an_act, choose, gift, member


def test_stock_comes_and_goes_with_numbers(counter):
    perfume = a_gift(counter.wang, stock=10)
    for kind, quantity, note in (
        (MoveKind.ISSUE, 2, "活动赠送"),
        (MoveKind.SCRAP, 1, "破损"),
        (MoveKind.RETURN, 1, "活动剩余"),
        (MoveKind.COUNT, 12, "多出四件"),
    ):
        moved = move_stock(act=an_act(counter.wang), gift_id=perfume.id, kind=kind, quantity=quantity, note=note)
    assert moved.on_hand == 12
    moves = stock_moves(act=an_act(counter.wang), gift_id=perfume.id)
    assert [(move.number[-3:], move.quantity, move.on_hand) for move in moves] == [
        ("005", 4, 12),
        ("004", 1, 8),
        ("003", -1, 7),
        ("002", -2, 8),
        ("001", 10, 10),
    ]
    assert (moves[0].kind, moves[0].note, moves[0].by) == (MoveKind.COUNT, "多出四件", "王芳")
    found = find_number("kc20261123005")
    assert found
    assert found.record_id == moves[0].id


def test_no_more_goes_out_than_is_there(counter):
    perfume = a_gift(counter.wang, stock=3)
    with pytest.raises(UserError, match="车载香氛 库存不足：在库 3 件，要出 4 件") as refused:
        move_stock(act=an_act(counter.wang), gift_id=perfume.id, kind=MoveKind.ISSUE, quantity=4)
    assert refused.value.field == "quantity"


def test_what_was_promised_does_not_go_out_and_the_slips_are_named(counter):
    perfume, guest = a_gift(counter.wang, stock=3), member(points=9_000)
    for _ in range(2):
        redeem_gift(act=an_act(counter.li), customer_id=guest, choices=choose(perfume))
    for kind in (MoveKind.ISSUE, MoveKind.SCRAP):
        with pytest.raises(UserError, match="车载香氛 有 2 件 已被兑换单 DH-20261123-001、DH-20261123-002 预留，最多可出 1 件"):
            move_stock(act=an_act(counter.wang), gift_id=perfume.id, kind=kind, quantity=2)
    move_stock(act=an_act(counter.wang), gift_id=perfume.id, kind=MoveKind.ISSUE, quantity=1)


def test_a_count_is_always_booked_and_new_redemptions_are_refused(counter):
    perfume, guest = a_gift(counter.wang, stock=3), member(points=9_000)
    for _ in range(2):
        redeem_gift(act=an_act(counter.li), customer_id=guest, choices=choose(perfume))
    counted = move_stock(act=an_act(counter.wang), gift_id=perfume.id, kind=MoveKind.COUNT, quantity=0, note="丢失")
    assert (counted.on_hand, counted.available) == (0, -2)
    with pytest.raises(UserError, match="车载香氛 库存不足：可用 0 件，需要 1 件"):
        redeem_gift(act=an_act(counter.wang), customer_id=guest, choices=choose(perfume))


def test_a_count_that_differs_wants_a_reason(counter):
    perfume = a_gift(counter.wang, stock=3)
    with pytest.raises(UserError, match="盘点差 -1 件") as refused:
        move_stock(act=an_act(counter.wang), gift_id=perfume.id, kind=MoveKind.COUNT, quantity=2)
    assert refused.value.field == "note"
    with pytest.raises(UserError, match="盘点与账面相同（3 件），不用登记"):
        move_stock(act=an_act(counter.wang), gift_id=perfume.id, kind=MoveKind.COUNT, quantity=3)


@pytest.mark.parametrize(
    ("kind", "quantity"), [(MoveKind.RECEIVE, 0), (MoveKind.COUNT, -1), (MoveKind.ISSUE, -3), (MoveKind.RECEIVE, 1_000_001)]
)
def test_a_quantity_that_cannot_be_is_refused(counter, kind, quantity):
    perfume = a_gift(counter.wang, stock=3)
    with pytest.raises(UserError) as refused:
        move_stock(act=an_act(counter.wang), gift_id=perfume.id, kind=kind, quantity=quantity, note="盘点")
    assert refused.value.field == "quantity"


def test_what_redemptions_book_is_not_booked_by_hand(counter):
    perfume = a_gift(counter.wang)
    with pytest.raises(ValueError, match="not booked by hand"):
        move_stock(act=an_act(counter.wang), gift_id=perfume.id, kind=MoveKind.HAND_OUT, quantity=1)


def test_the_same_move_twice_is_booked_once(counter):
    perfume = a_gift(counter.wang, stock=0)
    act = an_act(counter.wang)
    for _ in range(2):
        assert move_stock(act=act, gift_id=perfume.id, kind=MoveKind.RECEIVE, quantity=5).on_hand == 5
    with pytest.raises(AlreadySaved, match="已按 KC-20261123-001 保存"):
        move_stock(act=act, gift_id=perfume.id, kind=MoveKind.RECEIVE, quantity=6)


def test_low_stock_counts_what_is_still_free(counter):
    low = a_gift(counter.wang, "香氛", stock=4, low_stock_at=3)
    enough = a_gift(counter.wang, "雨伞", stock=4, low_stock_at=2)
    redeem_gift(act=an_act(counter.li), customer_id=member(points=9_000), choices=choose(low))
    now = {one.id: one for one in gifts(act=an_act(counter.li))}
    assert (now[low.id].is_low, now[enough.id].is_low) == (True, False)
    assert gift(low.id).new_on == date(2026, 11, 23)
