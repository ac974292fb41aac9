"""Rates are versions: a new one begins on a day, the old one keeps what was written under it."""

from datetime import date

import pytest

from deskapp.errors import UserError
from deskapp.handovers.domain import SpendKind
from deskapp.handovers.rates import rates, set_rate, terms

TODAY = date(2026, 11, 23)


def change(act, house, fen=2_00, valid_from=date(2026, 12, 1), **more):
    return set_rate(act=act(staff_id=house.manager, **more), kind=SpendKind.MAINTENANCE, fen_per_point=fen, valid_from=valid_from)


def words(on):
    return [(rate.kind.label, rate.words) for rate in rates(on=on)]


def test_a_new_store_begins_with_the_usual_rates(house):
    assert words(TODAY) == [
        ("维修保养自费", "1 元 = 1 分"),
        ("精品", "20 元 = 1 分"),
        ("续保", "1 元 = 1 分"),
        ("整车购买", "不计分"),
        ("事故车维修", "不计分"),
    ]


def test_a_new_rate_counts_from_its_day(house, act):
    made = change(act, house)
    assert [terms(on=day).rates[SpendKind.MAINTENANCE].words for day in (date(2026, 11, 30), date(2026, 12, 1))] == [
        "1 元 = 1 分",
        "2 元 = 1 分",
    ]
    old, new = (rates(on=day)[0] for day in (TODAY, date(2026, 12, 1)))
    assert (old.valid_until, new.valid_until, new.id) == (date(2026, 11, 30), None, made.id)


def test_a_second_version_for_a_day_takes_the_place_of_the_first(house, act):
    change(act, house)
    change(act, house, fen=3_00)
    assert rates(on=date(2026, 12, 1))[0].words == "3 元 = 1 分"


def test_nothing_is_back_dated(house, act):
    with pytest.raises(UserError, match="不能早于今天"):
        change(act, house, valid_from=date(2026, 11, 22))
    with pytest.raises(UserError, match="0 表示不计分"):
        change(act, house, fen=-1)


def test_the_same_request_twice_makes_one_version(house, act):
    assert change(act, house, request_id="rate-1") == change(act, house, request_id="rate-1")
