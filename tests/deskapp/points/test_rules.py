"""The pure rules of the ledger over plain lots."""

from datetime import date

import pytest

from deskapp.points.domain import AWARD_POINTS, AwardKind, EntryKind, Lot, Movement, Owed, Take
from deskapp.points.lots import ended, give_to, lot_end, part_to_return, pay, spendable, take_back, take_free, take_reserved

TODAY = date(2026, 11, 23)
PAST = date(2026, 10, 31)
SOON = date(2026, 12, 31)
LATER = date(2028, 11, 30)


def lot(lot_id: int, ends_on: date, rest: int, held: int = 0) -> Lot:
    return Lot(lot_id, 1, ends_on, rest, held)


@pytest.mark.parametrize(
    ("earned", "end"),
    [
        (date(2026, 10, 28), date(2028, 10, 31)),
        (date(2025, 12, 2), date(2027, 12, 31)),
        (date(2026, 1, 31), date(2028, 1, 31)),
        (date(2026, 2, 28), date(2028, 2, 29)),
        (date(2026, 12, 1), date(2028, 12, 31)),
    ],
)
def test_a_lot_lives_to_the_last_day_of_the_24th_month(earned, end):
    assert lot_end(earned, 24) == end


def test_spending_takes_the_lot_that_ends_first_then_the_older_one():
    lots = [lot(3, LATER, 50), lot(2, SOON, 30), lot(1, LATER, 50)]
    assert take_free(lots, 100, TODAY) == [Take(2, 30), Take(1, 50), Take(3, 20)]


def test_spending_leaves_out_lots_past_their_end_and_what_is_held():
    assert take_free([lot(1, PAST, 100), lot(2, TODAY, 30, held=10), lot(3, SOON, 5, held=5)], 100, TODAY) == [Take(2, 20)]


def test_the_last_day_can_still_be_used():
    assert ended([lot(1, TODAY, 10)], TODAY) == []
    assert ended([lot(1, PAST, 10), lot(2, PAST, 10, held=10)], TODAY) == [lot(1, PAST, 10)]


def test_spendable_counts_debt_and_leaves_out_what_ended_and_what_is_reserved():
    lots = [lot(1, PAST, 100, held=40), lot(2, SOON, 300, held=50)]
    assert spendable(total=400, lots=lots, reserved=90, on=TODAY) == 400 - 60 - 90
    assert spendable(total=-200, lots=[], reserved=0, on=TODAY) == -200


def test_a_reservation_takes_its_own_lots_even_past_their_end():
    assert take_reserved([lot(1, PAST, 40), lot(2, SOON, 300)], [Take(1, 40), Take(2, 50)], 90, TODAY) == [Take(1, 40), Take(2, 50)]


def test_free_lots_step_in_where_a_reversal_emptied_a_reserved_one():
    assert take_reserved([lot(2, SOON, 300, held=250)], [Take(1, 40), Take(2, 30)], 70, TODAY) == [Take(2, 50)]


def test_a_reversal_takes_its_own_lot_then_what_is_gone_then_lots_that_end_first_then_debt():
    own, others = lot(1, LATER, 100, held=60), [lot(2, LATER, 40), lot(3, SOON, 30), lot(4, PAST, 20, held=20), lot(5, PAST, 7)]
    taken = take_back([own, *others], own, 300, 50, TODAY)
    assert taken.takes == [Take(1, 100), Take(3, 30), Take(2, 40), Take(4, 20)]
    assert (taken.gone, taken.debt) == (50, 60)


def test_a_reversal_touches_what_others_reserved_last():
    others = [lot(2, SOON, 100, held=80), lot(3, LATER, 50)]
    assert take_back(others, None, 100, 0, TODAY).takes == [Take(2, 50), Take(3, 50)]


def test_what_expired_is_forgiven_only_up_to_the_amount_reversed():
    assert take_back([lot(1, SOON, 10)], lot(1, SOON, 10), 30, 500, TODAY).gone == 20


def test_returned_points_go_back_to_lots_that_live_thirty_more_days_the_last_ending_first():
    spent = [lot(1, date(2026, 12, 22), 10), lot(2, date(2026, 12, 23), 20), lot(3, LATER, 30)]
    assert give_to(spent, 100, TODAY, 30) == [Take(3, -30), Take(2, -20)]
    assert give_to(spent, 35, TODAY, 30) == [Take(3, -30), Take(2, -5)]


def test_the_oldest_debt_is_paid_first_from_what_is_free():
    debts = [Owed(7, 30), Owed(9, 40)]
    assert pay(debts, [lot(1, SOON, 20), lot(2, LATER, 30, held=5), lot(3, PAST, 9)], TODAY) == [
        (7, Take(1, 20)),
        (7, Take(2, 10)),
        (9, Take(2, 15)),
    ]


def test_returned_parts_round_down_and_the_last_one_returns_the_rest():
    shares = []
    for reversed_amount in (3333, 6666, 10_000):
        shares.append(part_to_return(100, reversed_amount, 10_000, sum(shares)))
    assert shares == [33, 33, 34]


def test_what_stood_before_and_after_a_movement_agree():
    assert Movement(1, -600, 0, after=2374).before == 2974


def test_every_kind_and_award_has_words():
    assert {kind.label for kind in EntryKind} >= {"兑换", "会员抵扣", "到期", "冲正"}
    assert [kind.label for kind in AwardKind] == [setting.label.removesuffix("奖励") for setting in AWARD_POINTS.values()]
    assert [AWARD_POINTS[kind].default for kind in AwardKind] == [20, 100, 500, 50, 50]
