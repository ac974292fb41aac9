"""The desk writes a slip in seconds, mends what comes back, voids what was wrong."""

import pytest

from deskapp.data import find_number
from deskapp.errors import AlreadySaved, NotAllowed, UserError
from deskapp.handovers.awards import adjust_points
from deskapp.handovers.domain import NET_EARNS, POINTS_PER_YUAN, USE_ON_BILLS, BillLine, SpendKind
from deskapp.handovers.posting import post_handover, return_handover, reverse_handover
from deskapp.handovers.reading import handover
from deskapp.handovers.tables import HandoverLineRecord, HandoverRecord
from deskapp.handovers.writing import resubmit_handover, void_handover, write_handover
from deskapp.members.tables import MembershipRecord
from deskapp.points import service as points
from deskapp.points.reading import balance
from deskapp.store.service import change_setting
from tests.conftest import MORNING
from tests.deskapp.points.accounts import customer

TODAY = MORNING.date()


def spendable(guest):
    now = balance(customer_id=guest, on=TODAY)
    return (now.spendable, now.reserved)


def earn(act, guest, amount):
    points.earn(act=act(), customer_id=guest, points=amount, note="维修", number="")


def test_a_slip_gets_a_number_and_waits_for_customer_service(house, act, write):
    slip = handover(act=act(), handover_id=write())
    assert (slip.row.number, slip.row.state.label, slip.row.points, slip.row.plate) == ("JF-20261123-001", "待录入", 1306 + 3, "粤B 3K852")
    assert find_number("11202611230001").record_id == slip.row.id
    assert slip.row.due_at.isoformat(sep=" ") == "2026-11-23 17:30:00"


def test_points_used_are_reserved_when_the_slip_is_written(house, act, write):
    earn(act, house.member, 300)
    write(points_used=200)
    assert spendable(house.member) == (120, 200)


def test_points_used_above_what_is_spendable_are_refused(house, write):
    with pytest.raises(UserError, match="积分不足：可用 20，需要 200"):
        write(points_used=200)
    assert HandoverRecord.select().count() == 0


def test_points_are_refused_where_the_store_takes_none(house, act, write):
    from deskapp.data import writing
    from deskapp.settings.store import set_value

    with writing(act(), "rules") as tx:
        set_value(tx, USE_ON_BILLS, False)
    with pytest.raises(UserError, match="不接受积分抵扣"):
        write(points_used=20)
    write()


@pytest.mark.parametrize("state", ["lost", "lapsed"])
def test_points_used_are_refused_in_loss_and_after_the_term_but_the_bill_earns(house, act, write, state):
    if state == "lost":
        MembershipRecord.update(state="lost").execute()
    else:
        MembershipRecord.update(joined_on="2025-01-01", valid_until="2026-11-20").execute()
    with pytest.raises(UserError):
        write(points_used=20)
    write()


def test_only_members_hand_over(house, write, act):
    with pytest.raises(UserError, match="还不是会员"):
        write(customer_id=customer("无卡人"))


def test_a_bill_is_on_one_live_slip_an_outlet(house, act, write):
    first = write()
    with pytest.raises(UserError, match=r"结算单 RO26112304 已写在 JF-20261123-001（待录入）") as refused:
        write(bill_no=" ro26112304 ")
    assert refused.value.field == "bill_no"
    write(by=house.other_advisor)
    void_handover(act=act(staff_id=house.front), handover_id=first, reason="写错会员")
    write()


def test_the_schema_itself_refuses_a_second_slip_for_a_bill(house, act, write):
    import peewee as pw

    record = HandoverRecord.get_by_id(write())
    with pytest.raises(pw.IntegrityError):
        HandoverRecord.create(**(record.__data__ | {"id": None, "number": "JF-20261123-009"}))


def test_the_same_form_twice_writes_one_slip(house, act, form):
    sent = act(staff_id=house.front, request_id="form-1")
    first = write_handover(act=sent, form=form())
    assert write_handover(act=sent, form=form()) == first
    with pytest.raises(AlreadySaved, match="已按 JF-20261123-001 保存"):
        write_handover(act=sent, form=form(bill_no="RO2"))
    assert HandoverRecord.select().count() == 1


def test_a_returned_slip_frees_its_points_and_takes_them_again_when_handed_in(house, act, form, write):
    earn(act, house.member, 300)
    slip = write(points_used=200)
    return_handover(act=act(staff_id=house.service), handover_id=slip, reason="金额与结算单不符")
    assert spendable(house.member) == (320, 0)
    shown = handover(act=act(), handover_id=slip)
    assert (shown.row.state.label, shown.row.reason, shown.step_by) == ("已退回", "金额与结算单不符", "陈静")
    mended = form(lines=(BillLine(SpendKind.MAINTENANCE, 500_00),), points_used=100)
    assert resubmit_handover(act=act(staff_id=house.front), handover_id=slip, form=mended) == slip
    shown = handover(act=act(), handover_id=slip)
    assert (shown.row.number, shown.row.state.label, shown.row.points, shown.row.reason) == ("JF-20261123-001", "待录入", 495, "")
    assert spendable(house.member) == (220, 100)
    assert [line.amount for line in shown.lines] == [500_00]
    assert HandoverLineRecord.select().count() == 3


def test_a_slip_is_mended_by_its_writer_the_desk_and_customer_service_only(house, act, form, write):
    slip = write(by=house.advisor)
    return_handover(act=act(staff_id=house.service), handover_id=slip, reason="缺单号")
    with pytest.raises(NotAllowed, match="只有移交人、前台和客服可以改后再交"):
        resubmit_handover(act=act(staff_id=house.other_advisor), handover_id=slip, form=form())
    for person in (house.advisor, house.front, house.service):
        resubmit_handover(act=act(staff_id=person), handover_id=slip, form=form())
        return_handover(act=act(staff_id=house.service), handover_id=slip, reason="缺单号")


def test_a_mended_slip_may_not_take_the_bill_of_another(house, act, form, write):
    slip = write()
    write(bill_no="RO2")
    return_handover(act=act(staff_id=house.service), handover_id=slip, reason="单号错")
    with pytest.raises(UserError, match="RO2 已写在 JF-20261123-002"):
        resubmit_handover(act=act(staff_id=house.front), handover_id=slip, form=form(bill_no="RO2"))


def test_voiding_frees_the_points_and_needs_a_reason(house, act, write):
    earn(act, house.member, 300)
    slip = write(points_used=200, by=house.advisor)
    with pytest.raises(UserError, match="请写明作废的原因"):
        void_handover(act=act(staff_id=house.advisor), handover_id=slip, reason=" ")
    with pytest.raises(NotAllowed, match="只有移交人和客服可以作废"):
        void_handover(act=act(staff_id=house.front), handover_id=slip, reason="写重")
    form_id = act(staff_id=house.advisor, request_id="void-1")
    void_handover(act=form_id, handover_id=slip, reason="写重")
    void_handover(act=form_id, handover_id=slip, reason="写重")
    assert spendable(house.member) == (320, 0)
    with pytest.raises(UserError, match="现在是“已作废”"):
        void_handover(act=act(staff_id=house.advisor), handover_id=slip, reason="再来")


def test_nothing_is_undone_before_it_is_posted(house, act, write):
    with pytest.raises(UserError, match="现在是“待录入”"):
        reverse_handover(act=act(staff_id=house.manager), handover_id=write(), reason="退单")


@pytest.mark.parametrize(
    ("worth", "net", "discount", "points"), [("20", "是", 10_00, 90), ("10", "是", 20_00, 80), ("20", "否", 10_00, 100)]
)
def test_what_points_are_worth_and_whether_the_rest_alone_earns_are_rules_of_the_store(house, act, write, worth, net, discount, points):
    adjust_points(act=act(staff_id=house.manager), customer_id=house.member, amount=300, reason="补记")
    for setting, value in ((POINTS_PER_YUAN, worth), (NET_EARNS, net)):
        change_setting(act=act(staff_id=house.manager), setting=setting, text=value)
    record = HandoverRecord.get_by_id(write(points_used=200, lines=(BillLine(SpendKind.MAINTENANCE, 100_00),)))
    assert (record.discount, record.points) == (discount, points)


def test_a_slip_written_under_other_rules_keeps_its_own(house, act, write):
    adjust_points(act=act(staff_id=house.manager), customer_id=house.member, amount=300, reason="补记")
    slip = write(points_used=200, lines=(BillLine(SpendKind.MAINTENANCE, 100_00),))
    change_setting(act=act(staff_id=house.manager), setting=POINTS_PER_YUAN, text="10")
    posted = post_handover(act=act(staff_id=house.service), handover_id=slip)
    assert (posted.used, posted.earned, HandoverRecord.get_by_id(slip).discount) == (200, 90, 10_00)
