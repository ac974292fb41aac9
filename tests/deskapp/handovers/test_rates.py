"""Rates are versions: a new one begins on a day, the old one keeps what was written under it."""

from datetime import date

import peewee as pw
import pytest

from deskapp.errors import UserError
from deskapp.handovers.domain import BillLine, SpendKind
from deskapp.handovers.posting import post_handover
from deskapp.handovers.rates import rate_history, rates, set_rate, terms
from deskapp.handovers.tables import RateRecord
from deskapp.points.tables import EntryRecord
from tests.conftest import MORNING

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


def history(act, house, at=MORNING):
    found = rate_history(act=act(staff_id=house.front, at=at))
    return [
        (version.rate.words, str(version.rate.valid_from), version.standing.label, version.by)
        for version in found
        if version.rate.kind is SpendKind.MAINTENANCE
    ]


def test_the_history_tells_every_version_who_wrote_it_and_where_it_stands(house, act):
    change(act, house, fen=3_00)
    change(act, house)
    change(act, house, fen=50_00, valid_from=TODAY)
    assert history(act, house) == [
        ("2 元 = 1 分", "2026-12-01", "将生效", "李敏"),
        ("3 元 = 1 分", "2026-12-01", "已替换", "李敏"),
        ("50 元 = 1 分", "2026-11-23", "现行", "李敏"),
        ("1 元 = 1 分", "0001-01-01", "已过", ""),
    ]
    later = MORNING.replace(month=12, day=1)
    assert [standing for _, _, standing, _ in history(act, house, later)] == ["现行", "已替换", "已过", "已过"]


def test_a_slip_keeps_its_version_and_the_entry_names_it(house, act, write):
    made = change(act, house, valid_from=TODAY)
    slip = write(lines=(BillLine(SpendKind.MAINTENANCE, 100_00),))
    change(act, house, fen=5_00, valid_from=TODAY)
    assert post_handover(act=act(staff_id=house.service), handover_id=slip).earned == 50
    entry = EntryRecord.select().order_by(EntryRecord.id.desc()).get()
    assert (entry.redeemable, entry.rate) == (50, made.id)


def test_a_version_can_never_be_changed_or_deleted(house, act):
    made = change(act, house)
    for statement in (RateRecord.update(fen_per_point=1), RateRecord.delete()):
        with pytest.raises(pw.DatabaseError):
            statement.where(RateRecord.id == made.id).execute()
