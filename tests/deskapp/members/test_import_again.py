"""An old list brought again changes nothing back: what happened here since is newer than the list."""

from datetime import date

import pytest

from deskapp.customers.consents import record_consents, standing_consents, withdraw_consent
from deskapp.customers.domain import Answer, ConsentChannel, CustomerForm, Purpose, VehicleForm
from deskapp.customers.service import edit_customer
from deskapp.customers.vehicles import edit_vehicle, end_vehicle
from deskapp.customers.views import customer
from deskapp.data import fetch_row
from deskapp.members.cards import ReissueForm, reissue_card
from deskapp.members.domain import Level, ReissueReason
from deskapp.members.importing import import_members
from deskapp.members.leaving import resign_member
from deskapp.members.merging import merge_customers
from deskapp.members.reading import members
from deskapp.members.renewal import RenewalForm, renew_member
from deskapp.points.reading import balance
from deskapp.points.service import adjust
from tests.deskapp.members.lists import HEADS, ZHANG, brought, checked, csv_list, everything, quiet

DAY = date(2026, 11, 23)
CARD_ONLY = ("卡号", "姓名", "手机", "车牌", "积分", "累计积分")


@pytest.fixture
def boss(desk, act):
    return lambda **how: act(staff_id=desk.manager, **how)


@pytest.fixture
def listed(boss, tmp_path):
    """The list that was brought, and the member it made."""
    path = csv_list(tmp_path / "老名单.csv", ZHANG)
    brought(boss(), path)
    return path, members(act=boss())[0]


def again(boss, path):
    """Check the list again: what it would do; it must leave every table as it is."""
    before = everything()
    found = checked(boss(), path)
    import_members(act=boss(), checked=found, reason="再来一次", progress=quiet)
    assert everything() == before
    return found


def kept(found):
    return [(change.label, change.old, change.new) for change in found.changes if change.kept]


def test_after_a_renewal_the_old_end_of_the_list_is_passed_over(boss, listed):
    path, member = listed
    renew_member(act=boss(), form=RenewalForm(member.membership_id, member.valid_until, 0))
    found = again(boss, path)
    assert (found.same, found.findings) == (1, ())
    assert kept(found) == [("有效期至", "2028-04-30", "2027-04-30")]


def test_after_a_reissue_the_old_card_of_the_list_is_passed_over(boss, listed):
    path, member = listed
    reissue_card(act=boss(), form=ReissueForm(member.membership_id, "66019999", ReissueReason.LOST, Level.GOLD, 0))
    found = again(boss, path)
    assert (found.same, found.findings) == (1, ())
    assert kept(found) == [("卡号", "6601 9999", "6601 0342")]


def test_a_member_known_only_by_a_card_that_was_blocked_since_is_still_himself(boss, tmp_path):
    path = csv_list(tmp_path / "a.csv", ("66010342", "张伟明", "13826012607", "粤B3K852", "10", "10"), heads=CARD_ONLY)
    brought(boss(), path)
    member = members(act=boss())[0]
    reissue_card(act=boss(), form=ReissueForm(member.membership_id, "66019999", ReissueReason.LOST, Level.BASIC, 0))
    assert again(boss, path).same == 1


def test_somebody_else_with_a_blocked_card_is_refused(boss, tmp_path):
    brought(boss(), csv_list(tmp_path / "a.csv", ("66010342", "张伟明", "13826012607", "粤B3K852", "", ""), heads=CARD_ONLY))
    member = members(act=boss())[0]
    reissue_card(act=boss(), form=ReissueForm(member.membership_id, "66019999", ReissueReason.LOST, Level.BASIC, 0))
    found = checked(boss(), csv_list(tmp_path / "b.csv", ("66010342", "李娜", "13826012608", "", "", ""), heads=CARD_ONLY))
    assert [(f.column, f.message) for f in found.findings] == [(0, f"卡号 6601 0342 已停用（会员 {member.number}）")]


def test_what_somebody_changed_by_hand_since_stays(boss, listed):
    path, member = listed
    edit_customer(act=boss(), customer_id=member.customer_id, form=CustomerForm("张卫明", "13900001111"))
    car = customer(act=boss(), customer_id=member.customer_id).vehicles[0]
    edit_vehicle(act=boss(), vehicle_id=car.id, form=VehicleForm("粤BD12345", "LSVAA41T2RN000001"))
    found = checked(boss(), path)
    assert kept(found)[:2] == [("姓名", "张卫明", "张伟明"), ("手机", "139 **** 1111", "138 **** 2607")]
    who = customer(act=boss(), customer_id=member.customer_id)
    import_members(act=boss(), checked=found, reason="再来一次", progress=quiet)
    after = customer(act=boss(), customer_id=member.customer_id)
    assert (after.name, after.mobile, after.vehicles[0]) == (who.name, who.mobile, who.vehicles[0])


def test_a_car_that_was_given_up_since_does_not_come_back(boss, listed):
    path, member = listed
    car = customer(act=boss(), customer_id=member.customer_id).vehicles[0]
    end_vehicle(act=boss(), vehicle_id=car.id, reason="卖了")
    assert kept(again(boss, path)) == [("车辆", "已结束", "粤B 3K852")]


def test_a_consent_withdrawn_since_is_not_given_back(boss, listed):
    path, member = listed
    withdraw_consent(act=boss(), customer_id=member.customer_id, purpose=Purpose.MARKETING, channel=ConsentChannel.PHONE)
    assert again(boss, path).same == 1
    assert [answer.given for answer in standing_consents([member.customer_id])] == [False]


def test_an_answer_never_asked_for_is_added(boss, listed, tmp_path):
    _, member = listed
    record_consents(
        act=boss(), customer_id=member.customer_id, answers=(Answer(Purpose.CARE, given=False),), channel=ConsentChannel.COUNTER
    )
    more = csv_list(tmp_path / "b.csv", ("HY8801", "张伟明", "13826012607", "是", "是"), heads=(*HEADS[:3], "生日关怀", "会员服务"))
    assert brought(boss(), more).updated == 1
    answers = {answer.purpose: answer.given for answer in standing_consents([member.customer_id])}
    assert answers == {Purpose.MARKETING: True, Purpose.CARE: False, Purpose.SERVICE: True}


def test_points_earned_and_spent_since_do_not_disturb(boss, listed):
    path, member = listed
    adjust(act=boss(), customer_id=member.customer_id, points=-100, reason="核对")
    assert again(boss, path).same == 1
    assert balance(customer_id=member.customer_id, on=DAY).spendable == 1186


def test_another_opening_balance_is_refused_and_points_to_the_manual_entry(boss, listed, tmp_path):
    other = (*ZHANG[:8], "2000", *ZHANG[9:])
    found = checked(boss(), csv_list(tmp_path / "b.csv", other))
    assert [(f.column, f.message) for f in found.findings] == [
        (8, "期初积分已按可兑换 1,286、升级 9,000 登记过，要改请做手工增减，或把这一格留空")
    ]


def test_an_opening_balance_may_follow_later(boss, tmp_path):
    without = (*ZHANG[:8], "", "", "")
    brought(boss(), csv_list(tmp_path / "a.csv", without))
    assert brought(boss(), csv_list(tmp_path / "b.csv", ZHANG)).updated == 1
    member = members(act=boss())[0]
    assert balance(customer_id=member.customer_id, on=DAY).spendable == 1286
    assert member.level is Level.GOLD


def test_a_level_once_brought_is_not_brought_again_after_the_member_has_fallen(boss, tmp_path, on, desk):
    path = csv_list(tmp_path / "a.csv", (*ZHANG[:8], "", "", ""))
    brought(boss(), path)
    member = members(act=boss())[0]
    later = on(date(2027, 4, 20), by=desk.manager)
    renew_member(act=later, form=RenewalForm(member.membership_id, member.valid_until, 0))
    after = on(date(2027, 5, 2), by=desk.manager)
    assert members(act=after)[0].level is Level.BASIC
    found = checked(after, path)
    assert (found.same, found.findings) == (1, ())


def test_who_has_resigned_does_not_come_back_by_an_old_list(boss, tmp_path):
    path = csv_list(tmp_path / "a.csv", ("张伟明", "13826012607"), heads=("姓名", "手机"))
    brought(boss(), path)
    member = members(act=boss())[0]
    resign_member(act=boss(), membership_id=member.membership_id, reason="搬走")
    found = again(boss, path)
    assert [f.message for f in found.findings] == [f"会员 {member.number} 已退会，不能导入；要再入会请按 F3 办理"]


def test_two_members_merged_since_are_told_in_the_row_of_the_loser(boss, tmp_path):
    other = ("HY8802", "张伟明", "13900001111", "粤B12345", "66010343", *[""] * 6)
    path = csv_list(tmp_path / "a.csv", ZHANG, other)
    brought(boss(), path)
    loser, survivor = (member.customer_id for member in members(act=boss()))
    merge_customers(act=boss(), survivor_id=survivor, loser_id=loser, reason="同一人")
    found = checked(boss(), path)
    assert [(f.row, f.message) for f in found.findings if not f.unusual] == [(3, "会员 HY8802 已并入，不能导入，请删去这一行")]


@pytest.mark.parametrize(
    ("change", "column", "words"),
    [
        ({0: "HY9999"}, 0, "这位客户已是会员 HY8801"),
        ({4: "66019999"}, 4, "会员 HY8801 的卡号是 6601 0342，换卡请在会员页补卡，或把这一格留空"),
        ({6: "2025-06-01"}, 6, "会员 HY8801 的入会日期是 2025-05-01"),
        ({7: "2028-04-30"}, 7, "会员 HY8801 的有效期至 2027-04-30，续会请在会员页办理"),
        ({7: "2026-04-30"}, 7, "会员 HY8801 的有效期至 2027-04-30，续会请在会员页办理"),
    ],
)
def test_what_a_list_cannot_change_is_refused_with_the_way_out(boss, listed, tmp_path, change, column, words):
    row = [change.get(at, cell) for at, cell in enumerate(ZHANG)]
    if 0 in change:
        row[4] = ""
    found = checked(boss(), csv_list(tmp_path / "b.csv", row))
    [finding] = [f for f in found.findings if not f.unusual]
    assert finding.column == column
    assert words in finding.message


def test_a_card_of_another_member_is_refused(boss, listed, tmp_path):
    brought(boss(), csv_list(tmp_path / "b.csv", ("HY8802", "李娜", "13826012608", "", "66010343", *[""] * 6)))
    found = checked(boss(), csv_list(tmp_path / "c.csv", ("HY8802", "李娜", "13826012608", "", "66010342", *[""] * 6)))
    assert [(f.column, f.message) for f in found.findings] == [(4, "卡号 6601 0342 已给了会员 HY8801")]


def test_a_number_of_another_kind_of_slip_is_no_member_number(boss, tmp_path):
    found = checked(boss(), csv_list(tmp_path / "a.csv", ("JF-20261120-001", *ZHANG[1:])))
    assert [(f.column, f.message) for f in found.findings] == [(0, "这是本系统其他单据的单号，不能作会员编号")]


def test_numbers_of_ours_that_are_brought_are_never_given_again(boss, tmp_path):
    brought(boss(), csv_list(tmp_path / "a.csv", ("HY-20261123-007", *ZHANG[1:])))
    brought(boss(), csv_list(tmp_path / "b.csv", ("", "李娜", "13826012608", *[""] * 8)))
    assert {member.number for member in members(act=boss())} == {"HY-20261123-007", "HY-20261123-008"}
    assert fetch_row("SELECT COUNT(*) FROM serials WHERE kind = 'HY'") == (2,)


def test_what_the_store_learned_between_check_and_import_is_not_overwritten(boss, listed, tmp_path):
    _, member = listed
    path = csv_list(tmp_path / "b.csv", ("HY8802", "李娜", "13826012608", "", "66019999", *[""] * 6))
    found = checked(boss(), path)
    reissue_card(act=boss(), form=ReissueForm(member.membership_id, "66019999", ReissueReason.LOST, Level.GOLD, 0))
    done = import_members(act=boss(), checked=found, progress=quiet)
    assert (done.added, done.left_out) == (0, 1)
    assert [(f.row, f.column, f.message) for f in done.findings] == [(2, 4, "卡号 6601 9999 已给了会员 HY8801")]


@pytest.mark.parametrize("by", [0, 4])
def test_somebody_else_under_a_number_or_card_that_is_known_is_refused(boss, listed, tmp_path, by):
    row = [cell if at == by else "" for at, cell in enumerate(ZHANG)]
    row[1:3] = ["李娜", "13826012608"]
    found = checked(boss(), csv_list(tmp_path / "b.csv", row))
    assert [(f.column, f.message) for f in found.findings] == [(by, "系统里是 张伟明，姓名和手机都不同，请核对是不是同一人")]


def test_a_new_name_under_a_known_number_is_unusual(boss, listed, tmp_path):
    found = checked(boss(), csv_list(tmp_path / "b.csv", (ZHANG[0], "张卫明", *ZHANG[2:])))
    assert [(f.column, f.message, f.unusual) for f in found.findings] == [(1, "系统里的姓名是 张伟明，将改名", True)]
