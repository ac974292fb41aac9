"""The last guests of a desk: in its order, with level and state, merged ones as who they are now."""

from deskapp.customers.tables import CustomerRecord
from deskapp.members.lookup import last_guests
from deskapp.staff.domain import Role
from tests.deskapp.people import hire


def test_the_last_guests_come_in_the_order_of_the_desk_with_pills_and_masked_mobiles(enroll, act, desk):
    zhang = enroll("张伟明", "13826012607", "66010342").customer_id
    li = enroll("李小雨", "13912345678", "66010343").customer_id
    found = last_guests(act=act(staff_id=desk.front), customer_ids=[li, zhang])
    assert [(hit.name, hit.mobile, hit.pills) for hit in found] == [
        ("李小雨", "139 **** 5678", ("普卡", "有效")),
        ("张伟明", "138 **** 2607", ("普卡", "有效")),
    ]


def test_a_merged_guest_stands_there_once_as_the_one_he_was_merged_into(enroll, act, desk):
    zhang = enroll("张伟明", "13826012607", "66010342").customer_id
    double = enroll("张伟民", "13912345678", "66010343").customer_id
    CustomerRecord.update(merged_into=zhang).where(CustomerRecord.id == double).execute()
    found = last_guests(act=act(staff_id=desk.front), customer_ids=[double, zhang, 987_654])
    assert [hit.customer_id for hit in found] == [zhang]


def test_who_may_not_look_through_customers_gets_no_last_guests(enroll, act, desk):
    zhang = enroll("张伟明", "13826012607", "66010342").customer_id
    adviser = hire("周凯", Role.SERVICE_ADVISOR, department="前台")
    assert last_guests(act=act(staff_id=adviser), customer_ids=[zhang]) == []
