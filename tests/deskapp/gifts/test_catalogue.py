"""The catalogue: what is on offer, what is new, what nobody has chosen yet."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from deskapp.data import changes
from deskapp.errors import UserError
from deskapp.gifts.catalogue import add_gift, edit_gift, gift_photo, gift_views, gifts
from deskapp.gifts.domain import NEW_FOR_DAYS, GiftEntry, Picture
from deskapp.gifts.redemption import redeem_gift
from tests.deskapp.attachments.shelves import a_photo
from tests.deskapp.gifts.counter import a_gift, an_act, choose, gift, member

PERFUME = GiftEntry("车载香氛", 600, unit="瓶", cost=3_850, picture=Picture.SPRAY, supplier="本地百货")


def test_a_gift_takes_the_next_number_and_is_on_offer_from_today(counter):
    first, second = (add_gift(act=an_act(counter.wang), entry=replace(PERFUME, name=name)) for name in ("车载香氛", "雨伞"))
    assert (first.gift_no, second.gift_no) == ("LP-001", "LP-002")
    assert (first.new_on, first.offered_from, first.offered_until) == (date(2026, 11, 23), date(2026, 11, 23), None)
    assert (first.unit, first.cost, first.picture, first.on_hand, first.ever_redeemed) == ("瓶", 3_850, Picture.SPRAY, 0, False)


def test_the_same_form_twice_adds_one_gift(counter):
    act = an_act(counter.wang)
    assert add_gift(act=act, entry=PERFUME) == add_gift(act=act, entry=PERFUME)
    assert len(gifts(act=an_act(counter.wang))) == 1


def test_the_cheapest_comes_first(counter):
    for name, points in (("行车记录仪", 2_000), ("雨伞", 450), ("车载香氛", 600), ("按摩垫", 450)):
        a_gift(counter.wang, name, points)
    assert [one.name for one in gifts(act=an_act(counter.wang))] == ["按摩垫", "雨伞", "车载香氛", "行车记录仪"]


def test_customers_choose_from_what_is_on_offer_today(counter):
    a_gift(counter.wang, "月饼", 100, offered_from=date(2026, 9, 1), offered_until=date(2026, 11, 22))
    a_gift(counter.wang, "台历", 100, offered_until=date(2026, 11, 23))
    a_gift(counter.wang, "年货", 100, offered_from=date(2026, 11, 24))
    assert [one.name for one in gifts(act=an_act(counter.li), offered_only=True)] == ["台历"]
    assert len(gifts(act=an_act(counter.li))) == 3


def test_a_change_is_kept_with_its_history_and_keeps_days_it_does_not_name(counter):
    before = add_gift(act=an_act(counter.wang), entry=replace(PERFUME, new_on=date(2026, 10, 1)))
    later = an_act(counter.chen, datetime(2026, 11, 24, 10))
    after = edit_gift(act=later, gift_id=before.id, entry=replace(PERFUME, points=650, limit_per_member=2))
    assert (after.points, after.limit_per_member, after.new_on, after.gift_no) == (650, 2, date(2026, 10, 1), "LP-001")
    told = {change.field: (change.old, change.new, change.staff_id) for change in changes(kind="gifts", record_id=before.id)}
    assert told == {"points": ("600", "650", counter.chen), "limit_per_member": ("", "2", counter.chen)}


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "礼" * 41}, "name"),
        ({"points": 0}, "points"),
        ({"points": 100_001}, "points"),
        ({"unit": ""}, "unit"),
        ({"cost": -1}, "cost"),
        ({"low_stock_at": -1}, "low_stock_at"),
        ({"limit_per_redemption": 0}, "limit_per_redemption"),
        ({"limit_per_member": 0}, "limit_per_member"),
        ({"offered_until": date(2026, 11, 22)}, "offered_until"),
        ({"offered_from": date(2026, 12, 2), "offered_until": date(2026, 12, 1)}, "offered_until"),
    ],
)
def test_an_entry_that_cannot_be_is_refused(counter, wrong, field):
    known = add_gift(act=an_act(counter.wang), entry=PERFUME)
    for save in (
        lambda entry: add_gift(act=an_act(counter.wang), entry=entry),
        lambda entry: edit_gift(act=an_act(counter.wang), gift_id=known.id, entry=entry),
    ):
        with pytest.raises(UserError) as refused:
            save(replace(PERFUME, **wrong))
        assert refused.value.field == field


def test_a_gift_that_is_not_there_is_told(counter):
    for look in (
        lambda: gift(99),
        lambda: edit_gift(act=an_act(counter.wang), gift_id=99, entry=PERFUME),
    ):
        with pytest.raises(UserError, match="没有这个礼品"):
            look()


def test_new_for_sixty_days(counter):
    one = a_gift(counter.wang, new_on=date(2026, 9, 24))
    assert one.is_new(date(2026, 11, 23), NEW_FOR_DAYS.default)
    assert not one.is_new(date(2026, 11, 24), NEW_FOR_DAYS.default)
    assert not replace(one, new_on=date(2026, 11, 25)).is_new(date(2026, 11, 24), NEW_FOR_DAYS.default)


def test_what_nobody_has_chosen_yet(counter):
    chosen, left = a_gift(counter.wang, "香氛"), a_gift(counter.wang, "雨伞")
    redeem_gift(act=an_act(counter.li), customer_id=member(points=900), choices=choose(chosen))
    assert {one.id: one.ever_redeemed for one in gifts(act=an_act(counter.li))} == {chosen.id: True, left.id: False}


@pytest.mark.parametrize("picture", Picture)
def test_every_picture_has_its_icon(picture):
    from importlib.resources import files

    assert picture.label
    assert (files("resources") / "icons" / f"{picture.value}.svg").is_file()


def test_a_gift_has_a_photo_that_stays_is_replaced_and_goes(counter):
    blue, green = a_photo(), a_photo("#1b7a4b")
    one = add_gift(act=an_act(counter.wang), entry=PERFUME, photo=blue)
    assert gift_photo(act=an_act(counter.li), gift_id=one.id) == blue.content
    assert gift_views(act=an_act(counter.li)) == {one.id: blue.thumbnail}
    same = edit_gift(act=an_act(counter.wang), gift_id=one.id, entry=replace(PERFUME, points=650, photo_id=one.photo_id))
    assert same.photo_id == one.photo_id
    edit_gift(act=an_act(counter.wang), gift_id=one.id, entry=replace(PERFUME, photo_id=one.photo_id), photo=green)
    assert gift_photo(act=an_act(counter.li), gift_id=one.id) == green.content
    gone = edit_gift(act=an_act(counter.wang), gift_id=one.id, entry=PERFUME)
    assert gone.photo_id is None
    with pytest.raises(UserError, match="车载香氛 还没有照片"):
        gift_photo(act=an_act(counter.li), gift_id=one.id)
    assert gift_views(act=an_act(counter.li)) == {}
    assert [change.field for change in changes(kind="gifts", record_id=one.id)].count("photo") == 2


def test_two_gifts_may_share_a_photo_and_the_same_form_twice_keeps_one(counter):
    act = an_act(counter.wang)
    first = [add_gift(act=act, entry=PERFUME, photo=a_photo()) for _ in range(2)][1]
    second = add_gift(act=an_act(counter.wang), entry=replace(PERFUME, name="雨伞"), photo=a_photo())
    assert first.photo_id == second.photo_id is not None
    assert len(gifts(act=an_act(counter.wang))) == 2
