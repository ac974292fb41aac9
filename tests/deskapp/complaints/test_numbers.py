"""Who calls back sees the number in full, and each look is kept; nobody else sees it."""

from datetime import date

import pytest

from deskapp.complaints.enquiries import note_enquiry
from deskapp.complaints.numbers import reveal_asker, reveal_caller
from deskapp.complaints.receiving import receive_complaint
from deskapp.customers.domain import CustomerForm
from deskapp.customers.reveals import reveals
from deskapp.customers.service import add_customer
from deskapp.data import ActRecord
from deskapp.errors import NotAllowed, UserError

DAY = date(2026, 11, 23)


def looks(house):
    return [(one.name, one.staff_id) for one in reveals(act=house.do(house.manager), first=DAY, last=DAY)]


def test_the_number_of_a_caller_nobody_knows_is_seen_and_the_act_keeps_who_looked(house):
    slip = receive_complaint(act=house.do(house.service), form=house.form(mobile="13826016621"))
    assert slip.form.mobile == "138 **** 6621"
    assert reveal_caller(act=house.do(house.service), complaint_id=slip.id) == "138 2601 6621"
    kept = ActRecord.select().order_by(ActRecord.id.desc()).get()
    assert (kept.staff_id, kept.use_case, kept.number) == (house.service, "reveal_caller", slip.number)
    assert looks(house) == []


def test_a_look_at_a_known_customers_stands_among_the_looks_at_his_card(house):
    guest = add_customer(act=house.do(house.service), form=CustomerForm("周敏", "13826012607"))
    slip = receive_complaint(act=house.do(house.service), form=house.form(customer_id=guest))
    reveal_caller(act=house.do(house.service), complaint_id=slip.id)
    assert looks(house) == [("周敏", house.service)]
    asked = note_enquiry(act=house.do(house.service), question="首保可以提前做吗", owner_id=house.service, customer_id=guest)
    assert reveal_asker(act=house.do(house.desk), enquiry_id=asked.id) == "138 2601 2607"
    assert looks(house) == [("周敏", house.desk), ("周敏", house.service)]


def test_heads_and_managers_who_only_answer_do_not_see_it(house):
    slip = receive_complaint(act=house.do(house.service), form=house.form())
    for who in (house.aftersales, house.head, house.adviser, house.boss, house.attendant):
        with pytest.raises(NotAllowed):
            reveal_caller(act=house.do(who), complaint_id=slip.id)


def test_a_slip_without_a_number_says_so(house):
    form = house.form(name="", mobile="", salutation="", anonymous=True, anonymous_reason="不肯留名")
    slip = receive_complaint(act=house.do(house.service), form=form)
    with pytest.raises(UserError, match=f"{slip.number} 没有留手机号"):
        reveal_caller(act=house.do(house.service), complaint_id=slip.id)
