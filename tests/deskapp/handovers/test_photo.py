"""The photo of a bill goes with its slip, is kept when it is handed in again, and is seen by who sees the slip."""

import pytest

from deskapp.attachments.intake import take_in
from deskapp.data import database
from deskapp.errors import AlreadySaved, UserError
from deskapp.handovers.posting import return_handover
from deskapp.handovers.reading import bill_photo, bill_view, handover
from deskapp.handovers.writing import resubmit_handover, write_handover
from tests.deskapp.attachments.pictures import phone_photo


@pytest.fixture
def photo():
    return take_in(phone_photo(1200, 900), name="结算单.jpg")


def seen(act, slip, by):
    return bill_photo(act=act(staff_id=by), handover_id=slip)


def test_a_slip_keeps_the_photo_of_its_bill_and_gives_it_back(house, act, form, photo):
    slip = write_handover(act=act(staff_id=house.front), form=form(), photo=photo)
    assert handover(act=act(staff_id=house.service), handover_id=slip).photo_id is not None
    assert seen(act, slip, house.service) == photo.content
    assert bill_view(act=act(staff_id=house.service), handover_id=slip) == photo.thumbnail


def test_a_slip_without_one_says_so(house, act, write):
    slip = write()
    with pytest.raises(UserError, match="没有附结算单照片"):
        seen(act, slip, house.service)
    assert bill_view(act=act(staff_id=house.service), handover_id=slip) is None


def test_handing_in_again_keeps_replaces_or_drops_it(house, act, form, photo):
    slip = write_handover(act=act(staff_id=house.front), form=form(), photo=photo)
    other = take_in(phone_photo(900, 1200), name="补拍.jpg")
    kept = handover(act=act(staff_id=house.front), handover_id=slip).photo_id
    for again, taken, wanted in ((form(photo_id=kept), None, photo), (form(photo_id=kept), other, other), (form(), None, None)):
        return_handover(act=act(staff_id=house.service), handover_id=slip, reason="看不清")
        resubmit_handover(act=act(staff_id=house.front), handover_id=slip, form=again, photo=taken)
        kept = handover(act=act(staff_id=house.front), handover_id=slip).photo_id
        assert (seen(act, slip, house.front) == wanted.content) if wanted else kept is None


def test_a_form_cannot_name_the_photo_of_another_slip(house, act, form, write, photo):
    other = write_handover(act=act(staff_id=house.front), form=form(bill_no="RO9"), photo=photo)
    foreign = handover(act=act(staff_id=house.front), handover_id=other).photo_id
    slip = write()
    return_handover(act=act(staff_id=house.service), handover_id=slip, reason="看不清")
    resubmit_handover(act=act(staff_id=house.front), handover_id=slip, form=form(photo_id=foreign))
    assert handover(act=act(staff_id=house.front), handover_id=slip).photo_id is None


def test_an_adviser_sees_his_own_bills_only(house, act, form, photo):
    slip = write_handover(act=act(staff_id=house.advisor), form=form(), photo=photo)
    assert seen(act, slip, house.advisor) == photo.content
    with pytest.raises(UserError, match="不是您写的"):
        seen(act, slip, house.other_advisor)


def test_the_same_form_with_another_photo_is_no_replay(house, act, form, photo):
    same = act(staff_id=house.front, request_id="form-1")
    first = write_handover(act=same, form=form(), photo=photo)
    assert write_handover(act=same, form=form(), photo=photo) == first
    with pytest.raises(AlreadySaved):
        write_handover(act=same, form=form(), photo=take_in(phone_photo(900, 1200), name="另一张.jpg"))


def test_the_same_picture_on_two_slips_lies_in_the_store_once(house, act, form, photo):
    for number in ("RO1", "RO2"):
        write_handover(act=act(staff_id=house.front), form=form(bill_no=number), photo=photo)
    assert database.execute_sql("SELECT COUNT(*) FROM attachments").fetchone()[0] == 1
