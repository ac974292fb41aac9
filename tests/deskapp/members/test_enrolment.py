"""Becoming a member: one form, one act."""

from datetime import date

import pytest

from deskapp.customers.domain import Answer, ConsentChannel, CustomerForm, CustomerKind, Purpose, VehicleForm
from deskapp.customers.search import search
from deskapp.customers.service import add_customer
from deskapp.customers.tables import CustomerRecord
from deskapp.customers.views import customer, duplicates
from deskapp.data import ActRecord
from deskapp.errors import AlreadySaved, UserError, UserErrors
from deskapp.members.domain import EventKind, Level, MemberState
from deskapp.members.enrolment import confirm_member, enroll_member, return_member
from deskapp.members.reading import events, member, memberships
from deskapp.members.tables import MembershipRecord
from deskapp.points.reading import balance
from deskapp.staff.domain import Role
from tests.deskapp.members.conftest import YES, enrolment
from tests.deskapp.people import hire


def test_customer_car_consents_card_and_award_come_in_one_act(enroll, act, desk):
    made = enroll("张伟明", plate="粤BD20716")
    assert (made.number, made.state, made.valid_until, made.card_no, made.awarded) == (
        "HY-20261123-001", MemberState.ACTIVE, date(2027, 11, 22), "66010342", 20,
    )  # fmt: skip
    guest = customer(act=act(), customer_id=made.customer_id)
    assert [car.plate for car in guest.vehicles] == ["粤BD20716"]
    assert [(consent.purpose, consent.given, consent.channel) for consent in guest.consents] == [
        (purpose, True, ConsentChannel.PAPER) for purpose in Purpose
    ]
    assert balance(customer_id=made.customer_id, on=date(2026, 11, 23)).spendable == 20
    assert [(a.use_case, a.number) for a in ActRecord.select().where(ActRecord.use_case != "hire")] == [("enroll_member", made.number)]


def test_a_clerk_who_may_not_confirm_leaves_it_to_customer_service(enroll, act, desk):
    made = enroll(by=desk.front)
    assert (made.state, made.awarded) == (MemberState.PENDING, 0)
    assert balance(customer_id=made.customer_id, on=date(2026, 11, 23)).spendable == 0
    confirmed = confirm_member(act=act(), membership_id=made.membership_id)
    assert (confirmed.state, confirmed.awarded) == (MemberState.ACTIVE, 20)
    assert balance(customer_id=made.customer_id, on=date(2026, 11, 23)).spendable == 20
    assert [event.kind for event in events(act=act(), customer_id=made.customer_id)] == [EventKind.CONFIRMED, EventKind.JOINED]
    with pytest.raises(UserError, match="已是“有效”"):
        confirm_member(act=act(), membership_id=made.membership_id)


def test_a_returned_enrolment_frees_the_card_and_keeps_the_customer(enroll, act, desk):
    made = enroll(by=desk.front)
    with pytest.raises(UserError, match="请写明退回的原因"):
        return_member(act=act(), membership_id=made.membership_id, reason=" ")
    return_member(act=act(), membership_id=made.membership_id, reason="申请表没有签字")
    assert member(act=act(), membership_id=made.membership_id).state is MemberState.VOID
    assert search(act=act(), text="66010342") == []
    again = enroll(customer_id=made.customer_id, customer=None, vehicles=())
    assert (again.number, again.card_no) == ("HY-20261123-002", "66010342")
    assert [one.number for one in memberships(act=act(), customer_id=made.customer_id)] == [again.number, made.number]


def test_refusing_the_service_consent_is_no_membership(enroll):
    answers = (Answer(Purpose.SERVICE, given=False), *YES[1:])
    with pytest.raises(UserError, match="客户不同意会员服务，不能办理入会；购车、维修等其他服务不受影响") as refused:
        enroll(answers=answers)
    assert refused.value.field == "consent_service"
    assert CustomerRecord.select().count() == 0


def test_refusing_the_other_three_costs_nothing(enroll, act):
    made = enroll(answers=(YES[0], *(Answer(purpose, given=False) for purpose in (Purpose.MARKETING, Purpose.CARE, Purpose.SHARE))))
    assert made.state is MemberState.ACTIVE


def test_everything_wrong_is_told_at_once_in_the_order_of_the_form(enroll):
    with pytest.raises(UserErrors) as refused:
        enroll("", "138", "", plate="粤B1O852", answers=YES[:3], recruiter=None)
    assert [problem.field for problem in refused.value.problems] == ["name", "mobile", "plate", "card_no", "consent_share", "recruiter"]
    assert MembershipRecord.select().count() == CustomerRecord.select().count() == 0


def test_a_card_somebody_has_is_refused_by_name(enroll, act):
    made = enroll("张伟明")
    with pytest.raises(UserError, match="卡号 6601 0342 已经给了 张伟明（在用）") as refused:
        enroll("李娜", "13900000001", "６６０１ ０３４２", plate="粤B66666")
    assert refused.value.field == "card_no"
    assert [(one.field, one.hit.customer_id) for one in duplicates(act=act(), card="6601-0342")] == [("card_no", made.customer_id)]
    assert [hit.customer_id for hit in search(act=act(), text="010342")] == [made.customer_id]


def test_a_customer_is_a_member_once_at_a_time(enroll):
    made = enroll()
    with pytest.raises(UserError, match="这位客户已是会员 HY-20261123-001（有效）"):
        enroll(card="66010343", customer_id=made.customer_id, customer=None, vehicles=())


def test_a_known_customer_joins_with_another_car(enroll, act):
    known = add_customer(act=act(), form=CustomerForm("李娜", "13900000001"), vehicles=[VehicleForm("粤B11111")])
    made = enroll(customer_id=known, customer=None, plate="粤BD20716")
    assert made.customer_id == known
    assert [car.plate for car in customer(act=act(), customer_id=known).vehicles] == ["粤B11111", "粤BD20716"]
    with pytest.raises(UserError, match="粤B D20716 登记在 李娜 名下"):
        enroll("王强", "13900000002", "66010344", plate="粤BD20716")


def test_a_family_shares_a_mobile_with_a_reason(enroll, act):
    enroll("张伟明")
    with pytest.raises(UserError, match="这个手机已有 1 位客户：张伟明；家人共用请写明原因"):
        enroll("张小雨", card="66010343", plate="粤B66666")
    made = enroll("张小雨", card="66010343", plate="粤B66666", reasons={"mobile_shared": "父女共用"})
    assert made.state is MemberState.ACTIVE


def test_the_introducing_member_earns_when_the_new_one_is_confirmed(enroll, act, desk):
    first = enroll("张伟明")
    for referrer, card in ((first.number, "66010343"), ("6601 0342", "66010344")):
        made = enroll("李娜", f"139{card}", card, by=desk.front, referrer=referrer)
        before = balance(customer_id=first.customer_id, on=date(2026, 11, 23)).spendable
        confirm_member(act=act(), membership_id=made.membership_id)
        assert balance(customer_id=first.customer_id, on=date(2026, 11, 23)).spendable == before + 100


def spendable(customer_id):
    return balance(customer_id=customer_id, on=date(2026, 11, 23)).spendable


def test_an_introducing_member_who_waits_himself_earns_with_his_own_confirmation(enroll, act, desk):
    first = enroll(by=desk.front)
    second = enroll("李娜", "13966010343", "66010343", by=desk.front, referrer=first.number)
    confirm_member(act=act(), membership_id=second.membership_id)
    assert spendable(first.customer_id) == 0
    confirm_member(act=act(), membership_id=first.membership_id)
    assert spendable(first.customer_id) == 120
    assert spendable(second.customer_id) == 20


def test_an_introducing_member_who_is_returned_earns_nothing(enroll, act, desk):
    first = enroll(by=desk.front)
    second = enroll("李娜", "13966010343", "66010343", by=desk.front, referrer=first.number)
    confirm_member(act=act(), membership_id=second.membership_id)
    return_member(act=act(), membership_id=first.membership_id, reason="空号")
    assert spendable(first.customer_id) == 0


@pytest.mark.parametrize("referrer", ["HY-20261123-009", "99999999"])
def test_an_unknown_introducing_member_is_refused(enroll, referrer):
    with pytest.raises(UserError, match="没有这位会员") as refused:
        enroll(referrer=referrer)
    assert refused.value.field == "referrer"


def test_nobody_introduces_himself(enroll, act, desk):
    made = enroll(by=desk.front)
    return_member(act=act(), membership_id=made.membership_id, reason="重填")
    with pytest.raises(UserError, match="没有这位会员"):
        enroll(customer_id=made.customer_id, customer=None, vehicles=(), referrer=made.number)


def test_a_higher_level_at_once_needs_a_reason_and_holds_to_the_end_of_the_term(enroll, act):
    with pytest.raises(UserError, match="新会员直接办金卡；请写明原因"):
        enroll(level=Level.GOLD)
    made = enroll(level=Level.GOLD, reasons={"level": "董事长客户"})
    found = member(act=act(), membership_id=made.membership_id)
    assert (found.level, found.level_why, found.pills) == (Level.GOLD, "指定：董事长客户", ("金卡", "有效"))


def test_who_recruited_and_who_typed_are_kept_apart(enroll, act, desk):
    adviser = hire("刘强", Role.SERVICE_ADVISOR, department="售后部")
    made = enroll(recruiter=adviser)
    found = member(act=act(), membership_id=made.membership_id)
    assert (found.recruiter_id, found.staff_id) == (adviser, desk.service)


def test_a_recruiter_who_left_is_refused(enroll, desk):
    left = hire("钱七", Role.SALES_ADVISOR, active=False)
    with pytest.raises(UserError, match="推荐人不在职"):
        enroll(recruiter=left)


def test_the_same_form_sent_twice_is_one_membership(act, desk):
    form = act(request_id="form-1")
    first = enroll_member(act=form, form=enrolment())
    assert enroll_member(act=form, form=enrolment()) == first
    with pytest.raises(AlreadySaved, match="已按 HY-20261123-001 保存") as refused:
        enroll_member(act=form, form=enrolment(card="66010999"))
    assert refused.value.record_id == first.membership_id
    assert MembershipRecord.select().count() == 1
    assert balance(customer_id=first.customer_id, on=date(2026, 11, 23)).spendable == 20


@pytest.mark.parametrize(("name", "text"), [("䶮·𫍯", "𫍯"), ("单雄信", "shan"), ("古力娜扎·买买提", "买买提")])
def test_rare_names_join_and_are_found(enroll, act, name, text):
    made = enroll(name, plate="粤BD20716")
    assert [hit.name for hit in search(act=act(), text=text)] == [name]
    assert made.name == name


def test_an_unplated_new_car_joins_by_its_vin(enroll, act):
    with pytest.raises(UserError, match="未上牌的车请输入车架号"):
        enroll(vehicles=(VehicleForm(),))
    made = enroll(vehicles=(VehicleForm(vin="LSVAA41T2RN000001"),))
    assert customer(act=act(), customer_id=made.customer_id).vehicles[0].plate_text == "未上牌"


def test_a_new_guest_comes_with_a_car_and_a_known_one_may_come_without(enroll, act, desk):
    with pytest.raises(UserError, match="未上牌的车请输入车架号"):
        enroll(vehicles=())
    known = add_customer(act=act(), form=CustomerForm("李娜", "13900000001"))
    assert enroll(customer_id=known, customer=None, vehicles=()).customer_id == known


def test_a_company_joins_with_its_contact(enroll):
    form = CustomerForm("深圳恒达物流有限公司", "13826012607", CustomerKind.COMPANY, contact="单丽")
    assert enroll(customer=form).name == "深圳恒达物流有限公司"
