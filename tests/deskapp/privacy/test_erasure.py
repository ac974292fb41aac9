"""A customer asks to be forgotten: what goes, what stays, what stands in the way (rules.md §7)."""

import json
from datetime import date

import pytest

from deskapp.complaints.closing import void_complaint
from deskapp.complaints.lists import Nature, Severity
from deskapp.complaints.lists import Source as ComplaintSource
from deskapp.complaints.receiving import receive_complaint
from deskapp.complaints.things import ComplaintForm
from deskapp.customers.consents import standing_consents
from deskapp.customers.domain import ConsentChannel, CustomerForm, VehicleForm
from deskapp.customers.erasure import archived
from deskapp.customers.search import search
from deskapp.customers.service import edit_customer, reveal_mobile, write_note
from deskapp.customers.tables import ArchivedRecord, RevealRecord
from deskapp.customers.vehicles import add_vehicle, edit_vehicle
from deskapp.customers.views import change_history, customer, customers
from deskapp.data import database
from deskapp.errors import NotAllowed, UserError
from deskapp.gifts.domain import Choice, GiftEntry, MoveKind, Receiver, Relation
from deskapp.members.leaving import resign_member
from deskapp.points.reading import balance, ledger
from deskapp.privacy.erasure import erase_customer, hindrance
from deskapp.staff.domain import Role
from deskapp.staff.tables import OutletRecord
from tests.deskapp.people import hire

PERSONAL = ("张伟明", "13826012607", "李娜", "26012607", "科技园", "粤B3K852", "LSVAA41T2RN000001", "烟味", "赵一", "13700000001")


@pytest.fixture
def left(house, act):
    """He has resigned: nothing stands in the way."""
    resign_member(act=act(minutes=5), membership_id=house.membership, reason="搬到外地")
    return house


def erase(house, act, **more):
    wanted = {"customer_id": house.guest, "channel": ConsentChannel.PAPER, "reason": "客户本人书面申请"} | more
    return erase_customer(act=act(minutes=10), **wanted)


def every_text() -> str:
    """Every text of every table, but the storage of the archive duty and the staff's own."""
    found = []
    for table in database.get_tables():
        if table not in ("archived_customers", "staff", "schema_migration"):
            found += [str(value) for row in database.execute_sql(f'SELECT * FROM "{table}"').fetchall() for value in row]
    return "\n".join(found)


def test_nothing_personal_is_left_anywhere_but_in_the_locked_archive(left, act):
    assert all(word in every_text() for word in PERSONAL[:8])
    assert erase(left, act) == date(2034, 5, 1)
    text = every_text()
    assert [word for word in PERSONAL if word in text] == []
    facts = json.loads(ArchivedRecord.get().facts)
    assert (facts["name"], facts["mobile"]) == ("张伟明", "138 2601 2607")


def test_ledger_and_consents_go_on_without_him(left, act):
    before = ledger(customer_id=left.guest, on=date(2026, 11, 23))
    erase(left, act)
    assert ledger(customer_id=left.guest, on=date(2026, 11, 23)) == before
    assert balance(customer_id=left.guest, on=date(2026, 11, 23)).spendable == 0
    assert [consent.given for consent in standing_consents([left.guest])] == [False] * 4


def test_he_is_neither_listed_nor_found_and_nobody_writes_about_him(left, act):
    erase(left, act)
    assert customers(act=act()) == []
    assert search(act=act(), text="张伟明") == search(act=act(), text="2607") == search(act=act(), text="66010342") == []
    guest = customer(act=act(), customer_id=left.guest)
    assert (guest.erased, guest.name, guest.mobile, guest.vehicles) == (True, f"客户 {left.guest}（已清除）", "", ())
    for write in (
        lambda: edit_customer(act=act(), customer_id=left.guest, form=CustomerForm("张伟明", "13826012607")),
        lambda: write_note(act=act(), customer_id=left.guest, text="又来了"),
        lambda: add_vehicle(act=act(), customer_id=left.guest, form=VehicleForm("粤B55555")),
        lambda: reveal_mobile(act=act(), customer_id=left.guest),
    ):
        with pytest.raises(UserError, match="个人信息已清除"):
            write()


def test_the_history_says_who_erased_and_why_and_no_longer_what_stood_there(left, act):
    erase(left, act)
    lines = change_history(act=act(), customer_id=left.guest)
    assert (lines[0].what, lines[0].reason, lines[0].staff_id) == ("清除个人信息", "客户本人书面申请", left.manager)
    assert {line.old + line.new + line.reason for line in lines[1:]} <= {"", "个人"}


@pytest.mark.parametrize("sold", [{"bought_on": "2016-11-22", "bought_here": True}, {"bought_on": "2024-05-01", "bought_here": False}])
def test_a_car_sold_elsewhere_or_long_ago_leaves_nothing_to_keep(left, act, sold):
    car = customer(act=act(), customer_id=left.guest).vehicles[0]
    edit_vehicle(act=act(minutes=6), vehicle_id=car.id, form=VehicleForm("粤B3K852", **sold))
    assert erase(left, act) is None
    assert ArchivedRecord.select().count() == 0


def test_the_archive_is_read_by_the_manager_alone_and_each_look_is_logged(left, act):
    erase(left, act)
    kept = archived(act=act(), customer_id=left.guest)
    assert (kept.name, kept.cars, kept.kept_until) == (
        "张伟明",
        ("粤B 3K852 LSVAA41T2RN000001 迈腾 330TSI 购车 2024-05-01",),
        date(2034, 5, 1),
    )
    assert [row.customer_id for row in RevealRecord.select()] == [left.guest]
    with pytest.raises(NotAllowed):
        archived(act=act(staff_id=left.front), customer_id=left.guest)


def test_a_member_resigns_first_and_open_slips_are_finished(house, act):
    assert hindrance(act=act(), customer_id=house.guest).startswith("还是会员 HY-20261123-001（有效），请先办理退会")
    with pytest.raises(UserError, match="请先办理退会"):
        erase(house, act)


def test_gifts_that_wait_stand_in_the_way_and_receivers_are_forgotten(house, act):
    from deskapp.gifts.catalogue import add_gift
    from deskapp.gifts.redemption import redeem_gift
    from deskapp.gifts.stock import move_stock

    gift = add_gift(act=act(), entry=GiftEntry(name="车载香氛", points=100))
    move_stock(act=act(), gift_id=gift.id, kind=MoveKind.RECEIVE, quantity=5)
    redeem_gift(
        act=act(), customer_id=house.guest, choices=(Choice(gift.id, 1, 100),), receiver=Receiver(Relation.PROXY, "赵一", "13700000001")
    )
    waiting = redeem_gift(act=act(staff_id=house.front), customer_id=house.guest, choices=(Choice(gift.id, 1, 100),), receiver=Receiver())
    with pytest.raises(UserError):
        resign_member(act=act(minutes=5), membership_id=house.membership, reason="搬走")
    from deskapp.gifts.steps import cancel_application

    cancel_application(act=act(minutes=6), redemption_id=waiting.id, reason="不要了")
    resign_member(act=act(minutes=7), membership_id=house.membership, reason="搬走")
    erase(house, act)
    assert [word for word in PERSONAL if word in every_text()] == []


def test_a_reason_is_asked_and_only_the_manager_erases_once(left, act):
    with pytest.raises(UserError, match="请写明依据"):
        erase(left, act, reason="")
    for role in set(Role) - {Role.SERVICE_MANAGER}:
        with pytest.raises(NotAllowed):
            erase_customer(
                act=act(staff_id=hire(f"试{role.label}", role)), customer_id=left.guest, channel=ConsentChannel.PAPER, reason="申请"
            )
    erase(left, act)
    with pytest.raises(UserError, match="已经清除"):
        erase(left, act)


def test_a_complaint_on_its_way_stands_in_the_way_and_an_archived_one_forgets_him(left, act):
    form = ComplaintForm(
        source=ComplaintSource.PHONE,
        outlet_id=OutletRecord.get().id,
        nature=Nature.COMPLAINT,
        severity=Severity.MINOR,
        category="aftersales.washing",
        description="洗完车玻璃全是水印",
        remedy_requested="重洗",
        customer_id=left.guest,
    )
    slip = receive_complaint(act=act(minutes=6), form=form)
    assert slip.form.name == "张伟明"
    with pytest.raises(UserError, match=f"处理单 {slip.number} 还没有归档"):
        erase(left, act)
    void_complaint(act=act(minutes=7), seen=slip.seen, reason="重复登记")
    erase(left, act)
    assert [word for word in PERSONAL if word in every_text()] == []
    assert "洗完车玻璃全是水印" in every_text()
