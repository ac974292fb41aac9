"""What the desk sees beside the form of a complaint, and how it is taken down with its photos."""

from datetime import datetime, timedelta

import pytest

from deskapp.attachments.intake import take_in
from deskapp.complaints.enquiries import enquiries
from deskapp.complaints.lists import Means, Severity
from deskapp.complaints.reading import complaint
from deskapp.complaints.reception import caller, complaints_of, offer, promises, take_down, take_question
from deskapp.complaints.states import State
from deskapp.errors import NotAllowed, UserError
from deskapp.handovers.domain import BillLine, HandoverForm, SpendKind
from deskapp.handovers.writing import write_handover
from deskapp.members.enrolment import enroll_member
from tests.deskapp.attachments.pictures import phone_photo
from tests.deskapp.complaints.conftest import MONDAY
from tests.deskapp.members.conftest import enrolment


@pytest.fixture
def guest(house) -> int:
    """张伟明 with 粤B3K852, brought in by the sales adviser 孙浩; his last bill was written by the service adviser 何军."""
    joined = enroll_member(act=house.do(house.service), form=enrolment(plate="粤B3K852", recruiter=house.adviser))
    form = HandoverForm(joined.customer_id, "RO1", (BillLine(SpendKind.MAINTENANCE, 600_00),))
    write_handover(act=house.do(house.worker), form=form)
    return joined.customer_id


def test_the_form_begins_with_the_own_outlet_its_person_and_what_each_level_promises(house):
    offered = offer(act=house.do(house.service))
    assert dict(offered.outlets)[offered.outlet_id] == "总店"
    assert offered.owners[offered.outlet_id] == house.service
    assert {one.name for one in offered.service} == {"陈静", "李敏"}
    assert offered.may_submit
    assert not offer(act=house.do(house.desk)).may_submit
    with pytest.raises(NotAllowed):
        offer(act=house.do(house.boss))


@pytest.mark.parametrize(
    ("severity", "contact_by", "handling"),
    [
        (Severity.MINOR, datetime(2026, 11, 25, 15, 0), "部门 3 个工作日内处理"),
        (Severity.NORMAL, datetime(2026, 11, 23, 13, 0), "部门 2 个工作日内处理"),
        (Severity.SERIOUS, datetime(2026, 11, 23, 11, 0), "部门 1 个工作日内处理"),
        (Severity.CRITICAL, datetime(2026, 11, 23, 9, 30), "当天出方案，24 小时内答复"),
    ],
)
def test_what_a_level_promises_is_counted_as_its_clocks_are(house, severity, contact_by, handling):
    promise = promises(MONDAY)[severity]
    assert (promise.contact_by, promise.handling, promise.tell_by) == (contact_by, handling, datetime(2026, 12, 2, 17, 30))


def test_the_caller_comes_with_his_advisers_and_his_earlier_slips(house, guest):
    first = house.slip(customer_id=guest)
    house.slip(State.DRAFT, customer_id=guest)
    second = house.slip(customer_id=guest, category="aftersales.waiting", at=MONDAY + timedelta(minutes=5))
    found = caller(act=house.do(house.desk, MONDAY + timedelta(hours=1)), customer_id=guest)
    assert (found.customer.name, found.customer.mobile) == ("张伟明", "138 **** 2607")
    assert [one.name for one in (found.service_advisor, found.sales_advisor) if one] == ["何军", "孙浩"]
    assert [slip.number for slip in found.earlier] == [second.number, first.number]


def test_an_adviser_who_found_him_by_a_number_sees_no_slips(house, guest):
    house.slip(customer_id=guest)
    assert caller(act=house.do(house.adviser), customer_id=guest).earlier == ()


def test_customer_service_submits_and_the_desk_writes_a_draft(house):
    assert take_down(act=house.do(house.service), form=house.form()).state is State.TO_ROUTE
    assert take_down(act=house.do(house.desk), form=house.form()).state is State.DRAFT


def test_photos_come_in_with_the_slip_and_a_refused_one_leaves_nothing(house):
    photo = take_in(phone_photo(800, 600))
    made = take_down(act=house.do(house.service), form=house.form(), photos=[photo])
    again = complaint(act=house.do(house.service), complaint_id=made.id)
    assert len(again.photos) == 1
    with pytest.raises(UserError):
        take_down(act=house.do(house.service), form=house.form(description="x"), photos=[photo])
    assert take_down(act=house.do(house.service), form=house.form()).number == "TS-20261123-002"


def test_the_same_press_twice_is_one_slip(house):
    act = house.do(house.service)
    photo = take_in(phone_photo(800, 600))
    one, two = (take_down(act=act, form=house.form(), photos=[photo]) for _ in range(2))
    assert one.number == two.number


def test_a_question_answered_on_the_spot_is_one_act_and_asks_nobody_later(house):
    act = house.do(house.desk)
    one = take_question(act=act, question="首保可以提前做吗", name="周敏", mobile="13700137000", answer="可以", means=Means.WECHAT)
    assert (one.answer, one.means, one.is_open, one.mobile) == ("可以", Means.WECHAT, False, "137 **** 7000")
    again = take_question(act=act, question="首保可以提前做吗", name="周敏", mobile="13700137000", answer="可以", means=Means.WECHAT)
    assert again.number == one.number
    assert enquiries(act=house.do(house.desk)) == ()
    waiting = take_question(act=house.do(house.desk), question="几点关门")
    assert (waiting.is_open, waiting.owner_id) == (True, house.desk)


def test_a_question_that_is_refused_leaves_neither_itself_nor_its_answer(house):
    with pytest.raises(UserError):
        take_question(act=house.do(house.desk), question="几点关门", answer="字" * 501)
    assert enquiries(act=house.do(house.desk), open_only=False) == ()


def test_the_card_shows_every_slip_of_a_customer_to_who_sees_customers(house, guest):
    kept = house.slip(customer_id=guest)
    draft = house.slip(State.DRAFT, customer_id=guest)
    assert [one.number for one in complaints_of(act=house.do(house.desk), customer_id=guest)] == [draft.number, kept.number]
    with pytest.raises(NotAllowed):
        complaints_of(act=house.do(house.adviser), customer_id=guest)
