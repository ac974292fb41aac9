"""Taking up customers and changing what is known of them."""

import pytest

from deskapp.customers.domain import CustomerForm, CustomerKind, Salutation, VehicleForm
from deskapp.customers.service import add_customer, edit_customer, reveal_mobile, write_note
from deskapp.customers.tables import CustomerRecord, RevealRecord
from deskapp.customers.views import change_history, customer, customers, duplicates
from deskapp.errors import AlreadySaved, UserError, UserErrors
from deskapp.staff.domain import Role
from deskapp.typed import Birthday
from tests.deskapp.people import hire


def test_a_guest_is_taken_up_with_his_car(desk, act):
    form = CustomerForm(name=" 张 伟 ", mobile="+86 138-2601-2607", salutation=Salutation.MR, birthday="4月16日")
    made = add_customer(act=act(), form=form, vehicles=[VehicleForm(plate="粤b·3k852", model="迈腾 330TSI", odometer_km="46,210 km")])
    found = customer(act=act(), customer_id=made)
    assert (found.name, found.mobile, found.birthday) == ("张伟", "138 **** 2607", Birthday(4, 16))
    assert [(car.plate_text, car.model, car.odometer_km) for car in found.vehicles] == [("粤B 3K852", "迈腾 330TSI", 46_210)]
    assert (found.created_staff_id, found.family) == (desk, (made,))


def test_every_wrong_field_is_told_at_once_in_the_order_of_the_form(desk, act):
    with pytest.raises(UserErrors) as refused:
        add_customer(act=act(), form=CustomerForm(name="", mobile="138"), vehicles=[VehicleForm(plate="粤B1O852")])
    assert [problem.field for problem in refused.value.problems] == ["name", "mobile", "plate"]
    assert refused.value.problems[2].repair.value == "粤B10852"
    assert CustomerRecord.select().count() == 0


def test_a_number_nobody_was_given_goes_on_with_a_reason_that_the_history_keeps(desk, act):
    form = CustomerForm(name="张伟", mobile="15400000001")
    with pytest.raises(UserError, match="154 号段尚未启用，请核对；无误请写明原因") as refused:
        add_customer(act=act(), form=form)
    assert refused.value.field == "mobile"
    made = add_customer(act=act(), form=form, reasons={"mobile": "客户当场拨通"})
    assert [(line.what, line.new, line.reason) for line in change_history(act=act(), customer_id=made)] == [
        ("手机", "154 **** 0001", "客户当场拨通")
    ]


def test_a_mobile_met_at_another_customer_is_shared_by_a_family_with_a_reason(guest, act):
    father = guest("张伟明", plate="粤B3K852")
    with pytest.raises(UserError, match="这个手机已有 1 位客户：张伟明；家人共用请写明原因"):
        guest("张小雨")
    daughter = guest("张小雨", reasons={"mobile_shared": "父女共用"})
    assert [one.hit.customer_id for one in duplicates(act=act(), mobile="138 2601 2607", besides=daughter)] == [father]


def test_the_hint_beside_the_field_names_who_has_the_number_already(guest, act):
    owner = guest("张伟明", plate="粤BD20716", vin="LSVAA41T2RN000001")
    for typed in ({"mobile": "１３８２６０１２６０７"}, {"plate": "粤B·D20716"}, {"vin": "lsvaa41t2rn000001"}):
        (one,) = duplicates(act=act(), **typed)
        assert (one.field, one.hit.customer_id, one.hit.mobile, one.hit.plates) == (
            next(iter(typed)),
            owner,
            "138 **** 2607",
            ("粤B D20716",),
        )
    assert duplicates(act=act(), mobile="1382601", plate="粤B", vin="LSV") == []


def test_a_company_has_a_contact_and_is_found_under_both_names(desk, act):
    form = CustomerForm(name="深圳恒达物流(有限)公司", mobile="13826012607", kind=CustomerKind.COMPANY, salutation=Salutation.MS)
    with pytest.raises(UserError, match="请输入联系人"):
        add_customer(act=act(), form=form)
    made = add_customer(act=act(), form=CustomerForm("深圳恒达物流(有限)公司", "13826012607", CustomerKind.COMPANY, contact="单丽"))
    found = customer(act=act(), customer_id=made)
    assert (found.name, found.contact, found.kind) == ("深圳恒达物流（有限）公司", "单丽", CustomerKind.COMPANY)


def test_a_child_is_no_customer(desk, act):
    with pytest.raises(UserError, match="不满 14 周岁"):
        add_customer(act=act(), form=CustomerForm("张小雨", "13826012607", birthday="2012-11-24"))
    add_customer(act=act(), form=CustomerForm("张小雨", "13826012607", birthday="2012-11-23"))


def test_an_edit_keeps_old_and_new_and_leaves_the_masked_number_alone(guest, act):
    made = guest("张伟", plate="粤B3K852")
    edit_customer(act=act(), customer_id=made, form=CustomerForm("张伟明", None, birthday="08-15", birthday_lunar=True))
    found = customer(act=act(), customer_id=made)
    assert (found.name, found.mobile, found.birthday) == ("张伟明", "138 **** 2607", Birthday(8, 15, lunar=True))
    lines = change_history(act=act(), customer_id=made)
    assert {(line.what, line.old, line.new) for line in lines} == {("姓名", "张伟", "张伟明"), ("生日", "", "农历 08-15")}


def test_keeping_the_own_mobile_in_an_edit_is_no_duplicate(guest, act):
    guest("张小雨", reasons={"mobile_shared": "父女共用"})
    made = guest("张伟明", reasons={"mobile_shared": "父女共用"})
    edit_customer(act=act(), customer_id=made, form=CustomerForm("张伟", "13826012607"))
    assert customer(act=act(), customer_id=made).name == "张伟"


def test_the_special_note_says_who_wrote_it_and_when(guest, act, desk):
    made = guest("张伟明")
    write_note(act=act(minutes=5), customer_id=made, text="对烟味敏感，取车前请通风；只接受下午来电。")
    found = customer(act=act(), customer_id=made)
    assert (found.note, found.note_staff_id, f"{found.note_at:%H:%M}") == ("对烟味敏感，取车前请通风；只接受下午来电。", desk, "09:05")
    write_note(act=act(minutes=6), customer_id=made, text="")
    assert customer(act=act(), customer_id=made).note == ""
    assert [line.what for line in change_history(act=act(), customer_id=made)] == ["特别说明", "特别说明"]


def test_each_look_at_a_full_number_is_logged(guest, act, desk):
    made = guest("张伟明", alt_phone="0755-2601 2607", alt_contact="李娜")
    assert reveal_mobile(act=act(), customer_id=made).mobile == "138 2601 2607"
    assert customer(act=act(), customer_id=made).alt_phone == "**** 2607"
    assert [(row.customer_id, row.act.staff_id) for row in RevealRecord.select()] == [(made, desk)]


def test_the_same_form_sent_twice_makes_one_customer_and_an_edited_one_is_told_so(desk, act):
    form = act(request_id="form-1")
    first = add_customer(act=form, form=CustomerForm("张伟", "13826012607"))
    assert add_customer(act=form, form=CustomerForm("张伟", "13826012607")) == first
    with pytest.raises(AlreadySaved):
        add_customer(act=form, form=CustomerForm("张伟明", "13826012607"))
    assert CustomerRecord.select().count() == 1


def test_rare_characters_and_dots_are_kept_as_code_points(guest, act):
    made = guest("䶮•𫍯")
    assert customer(act=act(), customer_id=made).name == "䶮·𫍯"


def test_a_personal_reading_is_part_of_the_record(desk, act):
    made = add_customer(act=act(), form=CustomerForm("单伟", "13826012607", reading="dan"))
    assert customer(act=act(), customer_id=made).reading == "dan"
    assert CustomerRecord.get_by_id(made).sort_key == "dan wei"


def test_numbers_are_masked_for_an_adviser_too(guest, act):
    made = guest("张伟明", plate="粤B3K852")
    adviser = hire("刘强", Role.SERVICE_ADVISOR)
    assert customer(act=act(staff_id=adviser), customer_id=made).mobile == "138 **** 2607"


def test_the_list_shows_the_last_taken_up_first_and_goes_on_where_it_ended(guest, act):
    first = guest("张伟明", plate="粤B3K852", vin="LSVAA41T2RN000001")
    second = guest("深圳恒达物流有限公司", "13900000001", kind=CustomerKind.COMPANY, contact="单丽", vin="L6T7844SXTN000512")
    rows = customers(act=act())
    assert [(row.customer_id, row.name, row.mobile, row.plates) for row in rows] == [
        (second, "深圳恒达物流有限公司", "139 **** 0001", ("未上牌",)),
        (first, "张伟明", "138 **** 2607", ("粤B 3K852",)),
    ]
    assert [row.customer_id for row in customers(act=act(), before=second)] == [first]
    assert [row.customer_id for row in customers(act=act(), kind=CustomerKind.COMPANY)] == [second]
    assert [row.customer_id for row in customers(act=act(), limit=1)] == [second]


def test_the_list_leaves_out_who_was_merged_into_another(guest, act):
    loser, survivor = guest("张伟"), guest("张伟明", "13900000001")
    CustomerRecord.update(merged_into=survivor).where(CustomerRecord.id == loser).execute()
    assert [row.customer_id for row in customers(act=act())] == [survivor]
    assert customer(act=act(), customer_id=loser).id == survivor
