"""A complaint is taken down: what is refused and where, what is filled in, repeats, drafts, enquiries and remarks it comes from."""

from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.checklists.templates import seed
from deskapp.complaints.closing import add_photos, remove_photo
from deskapp.complaints.domain import LONGEST, NOT_ASKED
from deskapp.complaints.enquiries import (
    answer_enquiry,
    enquiries,
    enquiry,
    form_from_enquiry,
    form_from_remark,
    note_enquiry,
    pass_enquiry,
    void_enquiry,
)
from deskapp.complaints.entry import judge_texts
from deskapp.complaints.forgetting import forget_complainant, refuse_open_complaints
from deskapp.complaints.lists import BY_CODE, CATEGORIES, CERTIFICATE, Group, Means, Nature, Severity, Source
from deskapp.complaints.reading import complaint
from deskapp.complaints.receiving import draft_complaint, edit_complaint, receive_complaint, repeats, submit_complaint
from deskapp.complaints.search import search_complaints
from deskapp.complaints.states import State
from deskapp.complaints.tables import ComplaintRecord
from deskapp.complaints.things import ComplaintForm
from deskapp.customers.domain import CustomerForm, VehicleForm
from deskapp.customers.entry import Judging
from deskapp.customers.service import add_customer
from deskapp.customers.views import customer
from deskapp.data import find_number, writing
from deskapp.errors import NotAllowed, UserError, UserErrors
from deskapp.lounge.duty import sign_on
from deskapp.lounge.reading import open_grievances
from deskapp.lounge.service import note_remark
from deskapp.members.merging import merge_customers
from deskapp.staff.domain import Role
from deskapp.staff.tables import OutletRecord
from tests.deskapp.attachments.shelves import a_photo
from tests.deskapp.complaints.conftest import MONDAY
from tests.deskapp.people import hire, hire_system

S = State


def receive(house, at=MONDAY, by=None, **more):
    return receive_complaint(act=house.do(by or house.service, at), form=house.form(**more))


def test_a_slip_keeps_what_was_said_and_takes_the_rest_from_the_records(house):
    customer_id = add_customer(
        act=house.do(house.service), form=CustomerForm("周敏", "13826012607"),
        vehicles=[VehicleForm(plate="粤B3K852", vin="LSVAA41T2RN000001", model="途岳", odometer_km="25000", bought_on="2024-05-01")],
    )  # fmt: skip
    car = customer(act=house.do(house.service), customer_id=customer_id).vehicles[0]
    slip = receive(house, customer_id=customer_id, vehicle_id=car.id, name="", mobile="", salutation="", plate="")
    form = slip.form
    assert (form.name, form.mobile, form.plate, form.vin, form.model) == ("周敏", "138 **** 2607", "粤B3K852", "LSVAA41T2RN000001", "途岳")
    assert (form.odometer_km, form.bought_on, form.case_owner_id) == (25000, date(2024, 5, 1), house.service)
    assert (slip.number, find_number(slip.number).record_id) == ("TS-20261123-001", slip.id)


REFUSED = [
    ({"description": "漏油"}, "description", "至少 5 个字"),
    ({"description": "长" * (LONGEST + 1)}, "description", "最多 1000 个字"),
    ({"remedy_requested": " "}, "remedy_requested", "没有提要求请填“未提出”"),
    ({"name": ""}, "name", "请填客户姓名"),
    ({"mobile": ""}, "mobile", "请填手机"),
    ({"mobile": "12345"}, "mobile", ""),
    ({"anonymous": True, "name": "", "mobile": ""}, "anonymous_reason", "匿名请写明原因"),
    ({"plate": "粤B3I852"}, "plate", ""),
    ({"category": "nonsense"}, "category", "请选类别"),
    ({"outlet_id": 99}, "outlet", "请选销售网点"),
    ({"source": Source.DIVISION, "reply_due": datetime(2026, 11, 24)}, "division_no", "请填事业部编号"),
    ({"source": Source.MANUFACTURER, "division_no": "400-1"}, "reply_due", "请填要求回复的时间"),
    ({"source": Source.DIVISION, "division_no": "SY-1", "reply_due": datetime(2026, 11, 22)}, "reply_due", "要晚于受理时间"),
    ({"received_at": MONDAY + timedelta(minutes=1)}, "received_at", "不能晚于现在"),
    ({"happened_at": MONDAY + timedelta(minutes=1)}, "happened_at", "不能晚于受理时间"),
    ({"first_contact_at": MONDAY - timedelta(minutes=1)}, "first_contact_at", "受理之后"),
    ({"case_owner_id": 3}, "case_owner", "专人要是客服的人"),
    ({"category": CERTIFICATE, "certificate_holder": "财务部"}, "certificate_asked_on", "从哪天开始"),
    ({"category": CERTIFICATE, "certificate_asked_on": date(2026, 11, 20)}, "certificate_holder", "现在在哪里"),
    ({"odometer_km": -1}, "odometer_km", "里程"),
    ({"place": "长" * 61}, "place", "最多 60"),
]


@pytest.mark.parametrize(("change", "field", "words"), REFUSED)
def test_what_cannot_hold_is_refused_beside_its_field_and_takes_no_number(house, change, field, words):
    with pytest.raises(UserError) as refused:
        receive(house, **change)
    found = {problem.field: problem.message for problem in refused.value.problems}
    assert words in found[field]
    assert ComplaintRecord.select().count() == 0
    assert receive(house).number == "TS-20261123-001"


def test_everything_wrong_is_told_at_once(house):
    with pytest.raises(UserErrors) as refused:
        receive(house, description="", remedy_requested="", name="", mobile="", plate="粤B")
    assert {problem.field for problem in refused.value.problems} == {"description", "remedy_requested", "name", "mobile", "plate"}


def test_an_unusual_number_goes_on_with_a_reason_that_is_kept(house):
    unusual = house.form(mobile="15412345678")
    with pytest.raises(UserError):
        receive_complaint(act=house.do(house.service), form=unusual)
    slip = receive_complaint(act=house.do(house.service), form=unusual, reasons={"mobile": "客户念了两遍"})
    assert slip.steps[0].changes[0].new == "154 **** 5678"


def test_the_words_keep_rare_characters_and_angle_brackets_up_to_a_thousand(house):
    text = ("䶮㛃𫍯𬭎<b>&amp;" * 100)[:LONGEST]
    slip = receive(house, description=text)
    assert complaint(act=house.do(house.service), complaint_id=slip.id).form.description == text


def test_an_anonymous_customer_needs_a_reason_and_no_number(house):
    slip = receive(house, name="", mobile="", anonymous=True, anonymous_reason="客户不愿留名")
    assert (slip.form.anonymous, slip.can_be_called) == (True, False)
    known = receive(house, name="", anonymous=True, anonymous_reason="客户不愿留名")
    assert known.can_be_called


def test_a_certificate_says_how_long_it_was_waited_for(house):
    asked = {"category": CERTIFICATE, "certificate_asked_on": date(2026, 11, 14), "certificate_holder": "财务部"}
    assert receive(house, **asked).certificate_days == 9


def test_the_person_of_an_outlet_follows_its_slips_without_being_named(house):
    branch = hire("何小芳", Role.CUSTOMER_SERVICE, outlet="二级网点")
    outlet_id = OutletRecord.get(OutletRecord.name == "二级网点").id
    assert receive(house, outlet_id=outlet_id).form.case_owner_id == branch
    assert receive(house).form.case_owner_id == house.service


def test_a_customer_at_the_desk_was_contacted_when_he_came(house):
    slip = receive(house, first_contact_at=MONDAY)
    assert slip.first_contact_at == MONDAY


# Repeats ------------------------------------------------------------------------------------------------------------------


def test_the_same_customer_and_leaf_within_90_days_is_a_repeat_and_linked(house):
    first = receive(house, at=datetime(2026, 8, 25, 9, 0))
    other_leaf = receive(house, at=datetime(2026, 9, 25, 9, 0), category="aftersales.waiting")
    other_car = receive(house, at=datetime(2026, 10, 25, 9, 0), plate="粤B99999")
    again = receive(house)  # 90 days after the first
    assert [slip.repeat_of for slip in (first, other_leaf, other_car, again)] == [None, None, None, first.id]
    assert again.repeat_no == first.number


def test_a_day_later_than_90_days_is_no_repeat_and_void_slips_are_none(house):
    receive(house, at=datetime(2026, 8, 25, 8, 59))
    for day in (datetime(2026, 9, 30, 9, 0), datetime(2026, 10, 30, 9, 0)):
        receive(house, at=day, plate="粤B99999", category="aftersales.waiting")
    assert receive(house).repeat_of is None
    house.slip(S.VOID, category="product.noise")
    assert receive(house, category="product.noise").repeat_of is None


def test_merged_customers_repeat_each_others_complaints(house):
    ids = [add_customer(act=house.do(house.service), form=CustomerForm("周敏", number)) for number in ("13826012607", "13926012607")]
    first = receive(house, customer_id=ids[0], plate="")
    merge_customers(act=house.do(house.manager), survivor_id=ids[1], loser_id=ids[0], reason="同一人")
    again = receive(house, customer_id=ids[1], plate="")
    assert again.repeat_of == first.id
    hint = repeats(act=house.do(house.desk), category="aftersales.repair", received_at=MONDAY, customer_id=ids[0])
    assert [slip.id for slip in hint] == [again.id, first.id]


def test_the_hint_finds_a_car_as_it_is_typed(house):
    slip = receive(house)
    hint = repeats(act=house.do(house.desk), category="aftersales.repair", received_at=MONDAY, plate="粤b 3k852")
    assert [one.id for one in hint] == [slip.id]


def test_a_corrected_category_is_looked_at_again(house):
    first, second = receive(house), receive(house, category="aftersales.waiting")
    now = edit_complaint(act=house.do(house.service), seen=second.seen, form=house.form(mobile=""))
    assert now.repeat_of == first.id


# Drafts -------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["manager", "service", "desk", "adviser", "worker"])
def test_a_draft_may_be_written_by_those_who_meet_customers_and_is_submitted_by_customer_service(house, who):
    by = getattr(house, who)
    draft = draft_complaint(act=house.do(by), form=house.form(name="", mobile="", remedy_requested=""))
    assert (draft.state, draft.form.remedy_requested) == (S.DRAFT, NOT_ASKED)
    with pytest.raises(UserErrors):
        submit_complaint(act=house.do(house.service), seen=draft.seen)
    now = edit_complaint(act=house.do(by), seen=draft.seen, form=house.form())
    now = submit_complaint(act=house.do(house.service), seen=now.seen)
    assert (now.state, now.number, now.received_at) == (S.TO_ROUTE, draft.number, draft.received_at)
    if who in ("desk", "adviser", "worker"):
        with pytest.raises(NotAllowed):
            edit_complaint(act=house.do(by), seen=now.seen, form=house.form())


@pytest.mark.parametrize("who", ["aftersales", "sales", "head", "attendant", "boss"])
def test_nobody_else_writes_drafts_and_only_customer_service_receives(house, who):
    with pytest.raises(NotAllowed):
        draft_complaint(act=house.do(getattr(house, who)), form=house.form())
    for by in (house.desk, house.adviser):
        with pytest.raises(NotAllowed):
            receive(house, by=by)


def test_a_draft_of_somebody_else_is_not_touched_by_the_desk(house):
    draft = draft_complaint(act=house.do(house.adviser), form=house.form())
    with pytest.raises(NotAllowed):
        edit_complaint(act=house.do(house.desk), seen=draft.seen, form=house.form())


def test_an_edit_leaves_the_number_that_windows_only_know_masked(house):
    slip = receive(house)
    edit_complaint(act=house.do(house.service), seen=slip.seen, form=house.form(mobile="138 **** 2607", place="车间"))
    assert ComplaintRecord.get_by_id(slip.id).mobile == "13826012607"


def test_a_customer_who_becomes_anonymous_leaves_no_number_behind(house):
    slip = receive(house)
    form = house.form(name="", mobile="", anonymous=True, anonymous_reason="客户要求不留名")
    slip = edit_complaint(act=house.do(house.service), seen=slip.seen, form=form)
    assert (slip.can_be_called, ComplaintRecord.get_by_id(slip.id).mobile) == (False, "")


def test_pictures_are_added_and_taken_out_again(house):
    slip = receive(house)
    slip = add_photos(act=house.do(house.service), seen=slip.seen, photos=[a_photo()])
    assert len(slip.photos) == 1
    slip = remove_photo(act=house.do(house.service), seen=slip.seen, attachment_id=slip.photos[0].attachment_id)
    assert slip.photos == ()
    with pytest.raises(NotAllowed):
        add_photos(act=house.do(house.head), seen=slip.seen, photos=[a_photo()])


# Enquiries and remarks -----------------------------------------------------------------------------------------------------


def test_an_enquiry_is_due_the_next_working_day_and_answered_once(house):
    friday = datetime(2026, 9, 18, 10, 0)  # the Sunday after it is worked
    asked = note_enquiry(act=house.do(house.desk, friday), question="保养几点开始", name="周敏", mobile="13826012607", plate="粤B3K852")
    assert (asked.number, asked.due_on, asked.owner_id, asked.mobile) == ("ZX-20260918-001", date(2026, 9, 20), house.desk, "138 **** 2607")
    passed = pass_enquiry(act=house.do(house.desk, friday), enquiry_id=asked.id, owner_id=house.service)
    assert passed.owner_id == house.service
    answered = answer_enquiry(act=house.do(house.service, friday), enquiry_id=asked.id, answer="八点半", means=Means.PHONE)
    assert (answered.is_open, answered.answer, answered.answered_by) == (False, "八点半", house.service)
    with pytest.raises(UserError, match="已经答复过"):
        answer_enquiry(act=house.do(house.service, friday), enquiry_id=asked.id, answer="九点")
    assert enquiries(act=house.do(house.service, friday)) == ()
    assert enquiries(act=house.do(house.service, friday), open_only=False, text="八点半 周敏") == (answered,)
    for who in (house.head, house.boss, house.attendant):
        with pytest.raises(NotAllowed):
            note_enquiry(act=house.do(who, friday), question="几点开门")


def test_an_enquiry_becomes_a_complaint_with_everything_it_says(house):
    asked = note_enquiry(act=house.do(house.desk), question="返修三次还在漏油", name="周敏", mobile="13826012607", plate="粤B3K852")
    form = form_from_enquiry(act=house.do(house.service), enquiry_id=asked.id)
    assert (form.description, form.name, form.plate, form.mobile, form.received_at) == (
        "返修三次还在漏油", "周敏", "粤B3K852", "138 **** 2607", MONDAY,
    )  # fmt: skip
    whole = replace(form, category="aftersales.repair", nature=Nature.COMPLAINT)
    slip = receive_complaint(act=house.do(house.service, MONDAY + timedelta(minutes=5)), form=whole)
    assert ComplaintRecord.get_by_id(slip.id).mobile == "13826012607"
    assert (slip.form.enquiry_id, slip.received_at, slip.steps[0].what) == (asked.id, MONDAY, f"由咨询 {asked.number} 转来")
    assert enquiry(act=house.do(house.desk), enquiry_id=asked.id).complaint_no == slip.number
    assert [one.id for one in search_complaints(act=house.do(house.service), text=asked.number)] == [slip.id]
    for again in (lambda act: receive_complaint(act=act, form=whole), lambda act: form_from_enquiry(act=act, enquiry_id=asked.id)):
        with pytest.raises(UserError, match=f"已转为 {slip.number}"):
            again(house.do(house.service, MONDAY + timedelta(minutes=6)))


def test_an_enquiry_written_by_mistake_is_void_with_a_reason(house):
    asked = note_enquiry(act=house.do(house.desk), question="几点开门")
    with pytest.raises(NotAllowed):
        void_enquiry(act=house.do(house.desk), enquiry_id=asked.id, reason="重复")
    with pytest.raises(UserError, match="请写明原因"):
        void_enquiry(act=house.do(house.service), enquiry_id=asked.id, reason=" ")
    assert not void_enquiry(act=house.do(house.service), enquiry_id=asked.id, reason="重复").is_open


def test_a_guests_grievance_opens_a_filled_slip_and_is_handled_by_it(house):
    hire_system()
    seed(act=house.do(house.manager))
    sign_on(act=house.do(house.attendant))
    note_remark(act=house.do(house.attendant), text="等了四十分钟没人来说进度", is_grievance=True)
    (remark,) = open_grievances(act=house.do(house.service))
    form = form_from_remark(act=house.do(house.service), remark_id=remark.id)
    assert (form.source, form.description, form.anonymous) == (Source.LOUNGE, "等了四十分钟没人来说进度", True)
    slip = receive_complaint(act=house.do(house.service), form=form)
    assert (open_grievances(act=house.do(house.service)), slip.form.remark_id) == ((), remark.id)
    with pytest.raises(UserError):
        receive_complaint(act=house.do(house.service), form=form)


# Erasing, and properties -----------------------------------------------------------------------------------------------------


def test_an_erased_customer_leaves_his_slips_and_a_slip_on_its_way_holds_it_up(house):
    customer_id = add_customer(act=house.do(house.service), form=CustomerForm("周敏", "13826012607"))
    slip = house.slip(S.ARCHIVED, customer_id=customer_id)
    waiting = house.slip(S.TO_ROUTE, customer_id=customer_id)
    with pytest.raises(UserError, match=f"处理单 {waiting.number} 还没有归档"):
        refuse_open_complaints([customer_id])
    with writing(house.do(house.manager), "erase") as tx:
        forget_complainant(tx, [customer_id])
        tx.done(customer_id)
    now = complaint(act=house.do(house.service), complaint_id=slip.id)
    assert (now.form.name, now.form.mobile, now.form.plate, now.form.description) == ("", "", "", slip.form.description)
    assert search_complaints(act=house.do(house.manager), text="3k852") == ()


def test_every_category_has_a_code_of_its_own_and_a_router():
    assert len(BY_CODE) == len(CATEGORIES) == 28
    assert {one.group for one in CATEGORIES} == set(Group)
    assert {group.routed_by for group in Group} == {"sales", "aftersales", "customer_service"}


@given(st.text(max_size=1200), st.text(max_size=400), st.text(max_size=80))
def test_whatever_is_typed_is_kept_within_its_limits_or_refused_in_words(description, remedy, place):
    form = ComplaintForm(Source.PHONE, 1, Nature.COMPLAINT, Severity.MINOR, "privacy", description, remedy, place=place, name="周敏")
    judging = Judging({})
    values = judge_texts(form, judging, MONDAY)
    with suppress(UserError):
        judging.finish()
        assert 5 <= len(values["description"]) <= LONGEST
        assert 1 <= len(values["remedy_requested"]) <= 300
        assert len(values["place"]) <= 60
