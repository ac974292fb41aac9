"""What users of other systems suffered, each as a test of ours: real services, and the last test holds the table against the tests."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import peewee as pw
import pytest

from deskapp.data import confirm_clock, one_transaction, revisions, writing
from deskapp.errors import UserError
from deskapp.gifts.domain import Receiver
from deskapp.gifts.redemption import redeem_gift
from deskapp.gifts.steps import approve_redemption, cancel_approved, prepare_gift, sign_receipt, undo_redemption
from deskapp.handovers.awards import adjust_points
from deskapp.handovers.domain import BillLine, SpendKind
from deskapp.handovers.posting import post_handover, return_handover, reverse_handover
from deskapp.handovers.reading import handover
from deskapp.handovers.tables import HandoverLineRecord, HandoverRecord
from deskapp.handovers.writing import void_handover
from deskapp.members.domain import Level, MemberState
from deskapp.members.enrolment import enroll_member
from deskapp.members.exporting import ExportForm, Subject, export_list
from deskapp.members.levels import levels, set_level
from deskapp.members.lookup import find
from deskapp.members.merging import merge_customers
from deskapp.members.standing import standing
from deskapp.members.tables import CardRecord, MembershipRecord
from deskapp.points import service as points
from deskapp.points.domain import LOT_MONTHS, EntryKind
from deskapp.points.reading import balance, ledger, lots
from deskapp.points.tables import AllocationRecord, EntryRecord, LotRecord
from deskapp.settings.store import set_value
from deskapp.sheets.reading import open_table
from tests.conftest import MORNING
from tests.deskapp.gifts.counter import a_gift, choose, gift
from tests.deskapp.handovers.conftest import form, house, write
from tests.deskapp.handovers.posting_desk import post, post_naively
from tests.deskapp.members.conftest import enrolment
from tests.deskapp.members.lists import HEADS, ZHANG, brought, everything, quiet
from tests.deskapp.points.accounts import assert_adds_up, customer
from tests.deskapp.redeeming_desk import redeem_once, use_on_a_bill
from tests.faults.workers import run_together

__all__ = ["form", "house", "write"]

TODAY = MORNING.date()
MAINTENANCE, ACCESSORIES = SpendKind.MAINTENANCE, SpendKind.ACCESSORIES


@dataclass(frozen=True)
class Suffered:
    """What was seen where, and by which tests of this file it cannot happen here."""

    seen: str
    where: tuple[str, ...]
    tests: tuple[str, ...]


SUFFERED = (
    Suffered(
        "discount given, points never deducted, when earning and redeeming documents differ",
        ("erpnext 59050",),
        ("test_what_is_paid_with_points_and_what_is_deducted_are_the_same_rows", "test_points_promised_to_a_bill_cannot_go_elsewhere"),
    ),
    Suffered(
        "confirm called twice after a network fault, points twice; opening an imported order awards again",
        ("odoo PR 222372", "odoo PR 193506"),
        (
            "test_a_confirmation_sent_twice_books_once",
            "test_a_confirmation_sent_by_four_desks_at_once_books_once",
            "test_a_naive_confirmation_sent_by_four_desks_books_four_times",
            "test_opening_what_was_imported_or_posted_never_writes",
        ),
    ),
    Suffered(
        "20 parallel spends of one balance all succeed",
        ("fuint 71", "medusa 16347", "spree 13734"),
        ("test_of_twenty_desks_at_once_only_those_are_served_whom_the_balance_pays", "test_of_twenty_bills_at_once_one_gets_the_points"),
    ),
    Suffered(
        "points stay after the sale is returned; refund charges spent points again",
        ("erpnext 32951", "odoo PR 212922"),
        (
            "test_points_go_when_the_sale_is_returned_even_if_they_were_spent",
            "test_a_refund_gives_spent_points_back_in_proportion_and_once",
        ),
    ),
    Suffered(
        "268.28000000000003 points; a count rounded to 0",
        ("odoo PR 153541", "odoo PR 259660"),
        (
            "test_points_are_whole_numbers_rounded_down_once_a_kind_and_receipt",
            "test_no_fraction_is_lost_when_a_bill_is_taken_back_in_parts",
        ),
    ),
    Suffered(
        "used-up lots chosen again",
        ("erpnext apply_loyalty_points",),
        ("test_two_redemptions_in_a_row_never_take_from_a_lot_that_is_used_up",),
    ),
    Suffered(
        "level from the balance instead of points earned; a manual level that can never fall",
        ("open-loyalty 131", "open-loyalty 74"),
        (
            "test_a_level_is_earned_and_stays_when_the_points_are_spent",
            "test_a_large_balance_that_was_not_earned_is_no_level",
            "test_a_level_set_by_hand_falls_after_its_end_date",
        ),
    ),
    Suffered(
        "merge left a second usable card; deleting a bill left its points",
        ("odoo PR 171706", "RepairDesk 1517"),
        ("test_after_a_merge_one_card_and_one_account_are_left", "test_a_bill_cannot_be_deleted_and_its_points_go_with_its_reversal"),
    ),
    Suffered(
        "restock twice, or not at all, on cancel",
        ("reaction 3678",),
        (
            "test_a_cancelled_gift_goes_back_to_the_shelf_exactly_once",
            "test_an_undone_gift_goes_back_to_the_shelf_exactly_once_or_not_at_all",
        ),
    ),
    Suffered(
        "expiry switch did nothing, old credits purged",
        ("FloCafe 62",),
        ("test_expiry_is_a_line_of_its_own_and_no_credit_is_purged", "test_a_changed_lifetime_counts_for_what_is_earned_from_then_on"),
    ),
    Suffered(
        "Chinese Excel CSV unreadable, long digits scientific",
        ("objectui 2556", "nautobot 6910"),
        ("test_a_chinese_spreadsheets_csv_is_read_and_ours_opens_in_it", "test_long_digits_stay_text_both_ways"),
    ),
)


def now(house):
    assert_adds_up(house.member, MORNING)
    found = balance(customer_id=house.member, on=TODAY)
    return (found.spendable, found.tier)


def served(act, house, slip, **more):
    return post_handover(act=act(staff_id=house.service, **more), handover_id=slip)


def taken_back(act, house, slip, lines=None):
    return reverse_handover(act=act(staff_id=house.manager), handover_id=slip, reason="客户退单", line_ids=lines)


def spend(act, house, amount):
    return points.spend(act=act(), customer_id=house.member, points=amount, kind=EntryKind.REDEEMED, number="", note="兑换")


def line_ids(slip):
    return [row.id for row in HandoverLineRecord.select().where(HandoverLineRecord.handover == slip).order_by(HandoverLineRecord.position)]


# Discount and deduction ----------------------------------------------------------------------------------------------


def test_what_is_paid_with_points_and_what_is_deducted_are_the_same_rows(house, act, write):
    adjust_points(act=act(staff_id=house.manager), customer_id=house.member, amount=500, reason="补记")
    slip = write(points_used=217)
    served(act, house, slip)
    record = HandoverRecord.get_by_id(slip)
    lines = list(HandoverLineRecord.select().where(HandoverLineRecord.handover == slip))
    assert sum(line.points_used for line in lines) == record.points_used == -EntryRecord.get_by_id(record.used_entry_id).redeemable == 217
    assert record.discount == 217 * 100 // 20
    assert sum(line.amount - line.earning for line in lines) == record.discount


def test_points_promised_to_a_bill_cannot_go_elsewhere(house, act, write):
    """The other document would find the discount given and nothing left to deduct."""
    slip = write(points_used=20)
    with pytest.raises(UserError, match="可用 0，需要 1"):
        spend(act, house, 1)
    return_handover(act=act(staff_id=house.service), handover_id=slip, reason="看不清")
    assert spend(act, house, 20).after == 0


# Twice ---------------------------------------------------------------------------------------------------------------


def test_a_confirmation_sent_twice_books_once(house, act, write):
    slip = write()
    lost = act(staff_id=house.service, request_id="answer lost on the way")
    assert post_handover(act=lost, handover_id=slip) == post_handover(act=lost, handover_id=slip)
    with pytest.raises(UserError, match="现在是“已录入”"):
        served(act, house, slip)
    assert now(house) == (1329, 1329)


def test_a_confirmation_sent_by_four_desks_at_once_books_once(store, house, act, write):
    outcomes = run_together(store, 4, post, write(), house.service, "the same form")
    assert [outcome.value for outcome in outcomes] == [1329] * 4
    assert now(house) == (1329, 1329)


def test_a_naive_confirmation_sent_by_four_desks_books_four_times(store, house, write):
    run_together(store, 4, post_naively, write(), house.member)
    assert EntryRecord.select().where(EntryRecord.kind == "earned").count() == 4


def test_opening_what_was_imported_or_posted_never_writes(house, act, write, tmp_path):
    manager = act(staff_id=house.manager)
    brought(manager, _csv(tmp_path / "会员.csv", HEADS, ("HY8801", "李娜", "13826012699", "粤B12345", "66010999", *ZHANG[5:])))
    guest = find(act=act(staff_id=house.service), text="李娜")[0].customer_id
    slip = write()
    served(act, house, slip)
    before, rows = revisions(), everything()
    for _ in range(2):
        handover(act=act(), handover_id=slip)
        ledger(customer_id=guest, on=TODAY)
        balance(customer_id=guest, on=TODAY)
        standing(customer_id=guest, on=TODAY)
    assert (revisions(), everything()) == (before, rows)
    brought(act(staff_id=house.manager), tmp_path / "会员.csv")
    assert balance(customer_id=guest, on=TODAY).spendable == 1286  # the same list again brings nothing again


# At once -------------------------------------------------------------------------------------------------------------


def test_of_twenty_desks_at_once_only_those_are_served_whom_the_balance_pays(store, house, act):
    adjust_points(act=act(staff_id=house.manager), customer_id=house.member, amount=680, reason="补记")  # 700 = 7 gifts
    wanted = a_gift(house.service, "精洗券", 100, stock=50)
    outcomes = run_together(store, 20, redeem_once, house.service, house.member, wanted.id, 100)
    assert sorted(outcome.value for outcome in outcomes if not outcome.refusal) == [f"DH-20261123-{n:03d}" for n in range(1, 8)]
    assert {outcome.words for outcome in outcomes if outcome.refusal} == {"积分不足：可用 0，需要 100"}
    assert (now(house)[0], gift(wanted.id).on_hand) == (0, 43)


def test_of_twenty_bills_at_once_one_gets_the_points(store, house):
    outcomes = run_together(store, 20, use_on_a_bill, house.front, house.member, 20)
    assert sum(not outcome.refusal for outcome in outcomes) == 1
    assert {outcome.words for outcome in outcomes if outcome.refusal} == {"积分不足：可用 0，需要 20"}
    assert now(house)[0] == 0


# Returned ------------------------------------------------------------------------------------------------------------


def test_points_go_when_the_sale_is_returned_even_if_they_were_spent(house, act, write):
    slip = write()
    served(act, house, slip)
    spend(act, house, 1_000)
    done = taken_back(act, house, slip)
    assert now(house) == (20 - 1_000, 20)
    assert (done.undone.taken, done.undone.own, done.undone.owed) == (1309, 329, 980)


def test_a_refund_gives_spent_points_back_in_proportion_and_once(house, act, write):
    adjust_points(act=act(staff_id=house.manager), customer_id=house.member, amount=280, reason="补记")
    slip = write(points_used=200, lines=(BillLine(MAINTENANCE, 300_00), BillLine(ACCESSORIES, 100_00)))
    served(act, house, slip)
    first, second = line_ids(slip)
    assert taken_back(act, house, slip, [first]).undone.returned == 150
    with pytest.raises(UserError, match="已经冲正过"):
        taken_back(act, house, slip, [first])
    assert taken_back(act, house, slip, [second]).undone.returned == 50
    assert now(house) == (300, 20)
    with pytest.raises(UserError, match="现在是“已冲正”"):
        taken_back(act, house, slip)


# Fractions -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "earned"),
    [
        ([(MAINTENANCE, 268_28)], 268),
        ([(MAINTENANCE, 10), (MAINTENANCE, 20), (MAINTENANCE, 70)], 1),
        ([(ACCESSORIES, 19_99)], 0),
        ([(ACCESSORIES, 10_00), (ACCESSORIES, 10_00)], 1),
        ([(ACCESSORIES, 10_00), (MAINTENANCE, 99)], 0),
    ],
)
def test_points_are_whole_numbers_rounded_down_once_a_kind_and_receipt(house, act, write, lines, earned):
    posted = served(act, house, write(lines=tuple(BillLine(*line) for line in lines)))
    assert (posted.earned, posted.after) == (earned, 20 + earned)
    assert type(posted.after) is int
    assert all(type(entry.redeemable) is int for entry in EntryRecord.select())


def test_no_fraction_is_lost_when_a_bill_is_taken_back_in_parts(house, act, write):
    slip = write(lines=tuple(BillLine(MAINTENANCE, 33_33) for _ in range(8)))
    served(act, house, slip)
    for line in line_ids(slip):
        taken_back(act, house, slip, [line])
    assert now(house) == (20, 20)


# Lots ----------------------------------------------------------------------------------------------------------------


def test_two_redemptions_in_a_row_never_take_from_a_lot_that_is_used_up(house, act):
    points.open_balance(act=act(), customer_id=house.member, redeemable=100, tier=0, ends_on=date(2027, 1, 31))
    lot = LotRecord.select().order_by(LotRecord.id.desc()).get()
    spend(act, house, 100)
    spend(act, house, 15)
    assert sum(row.points for row in AllocationRecord.select().where(AllocationRecord.lot == lot.id)) == 100
    assert [(line.ends_on, line.rest) for line in lots(customer_id=house.member, on=TODAY)] == [(date(2028, 11, 30), 5)]
    with pytest.raises(UserError, match="可用 5，需要 6"):
        spend(act, house, 6)


# Levels --------------------------------------------------------------------------------------------------------------


def level(membership_id, on=TODAY):
    return levels(membership_ids=[membership_id], on=on)[membership_id].level


def test_a_level_is_earned_and_stays_when_the_points_are_spent(house, act, write):
    served(act, house, write(lines=(BillLine(MAINTENANCE, 3_000_00),)))
    spend(act, house, 3_020)
    assert (now(house), level(house.membership)) == ((0, 3_020), Level.SILVER)


def test_a_large_balance_that_was_not_earned_is_no_level(house, act):
    adjust_points(act=act(staff_id=house.manager), customer_id=house.member, amount=50_000, reason="补偿")
    assert (now(house)[0], level(house.membership)) == (50_020, Level.BASIC)


def test_a_level_set_by_hand_falls_after_its_end_date(house, act):
    until = date(2027, 3, 31)
    set_level(act=act(staff_id=house.manager), membership_id=house.membership, level=Level.GOLD, until=until, reason="店庆赠送")
    assert [level(house.membership, day) for day in (TODAY, until, until + timedelta(days=1))] == [Level.GOLD, Level.GOLD, Level.BASIC]


# Merged, deleted -----------------------------------------------------------------------------------------------------


def test_after_a_merge_one_card_and_one_account_are_left(house, act):
    twin = enroll_member(act=act(staff_id=house.service), form=enrolment("张伟民", "13900000001", "66010343", plate="粤B9A110"))
    merge_customers(act=act(staff_id=house.manager), survivor_id=house.member, loser_id=twin.customer_id, reason="重复登记")
    in_use = list(CardRecord.select().where(CardRecord.state == "in_use"))
    assert [card.membership_id for card in in_use] == [house.membership]
    assert MembershipRecord.get_by_id(twin.membership_id).state == MemberState.MERGED.value
    assert balance(customer_id=twin.customer_id, on=TODAY) == balance(customer_id=house.member, on=TODAY)
    with pytest.raises(UserError, match="可用 40，需要 41"):
        points.spend(act=act(), customer_id=twin.customer_id, points=41, kind=EntryKind.REDEEMED, number="", note="兑换")


def test_a_bill_cannot_be_deleted_and_its_points_go_with_its_reversal(house, act, write):
    slip = write()
    served(act, house, slip)
    with pytest.raises(UserError, match="现在是“已录入”"):
        void_handover(act=act(staff_id=house.service), handover_id=slip, reason="删掉")
    for table in (EntryRecord, LotRecord):
        with pytest.raises(pw.DatabaseError), one_transaction():
            table.delete().execute()
    taken_back(act, house, slip)
    assert now(house) == (20, 20)
    assert HandoverRecord.get_by_id(slip).state == "reversed"


# Gifts ---------------------------------------------------------------------------------------------------------------


@pytest.fixture
def shelf(house, act):
    """A gift of which three lie on the shelf, and a member who can pay for it."""
    adjust_points(act=act(staff_id=house.manager), customer_id=house.member, amount=500, reason="补记")
    return a_gift(house.service, "雨伞", 100, stock=3)


def on_shelf(one):
    found = gift(one.id)
    return (found.on_hand, found.available)


def test_a_cancelled_gift_goes_back_to_the_shelf_exactly_once(house, act, shelf):
    applied = redeem_gift(act=act(staff_id=house.front), customer_id=house.member, choices=choose(shelf)).id
    assert on_shelf(shelf) == (3, 2)
    approve_redemption(act=act(staff_id=house.service), redemption_id=applied)
    prepare_gift(act=act(staff_id=house.service), redemption_id=applied)
    cancel_approved(act=act(staff_id=house.manager), redemption_id=applied, reason="客户不要了")
    assert (on_shelf(shelf), now(house)[0]) == ((3, 3), 520)
    with pytest.raises(UserError):
        cancel_approved(act=act(staff_id=house.manager), redemption_id=applied, reason="再点一次")
    assert (on_shelf(shelf), now(house)[0]) == ((3, 3), 520)


@pytest.mark.parametrize(("restock", "left"), [(True, 3), (False, 2)])
def test_an_undone_gift_goes_back_to_the_shelf_exactly_once_or_not_at_all(house, act, shelf, restock, left):
    applied = redeem_gift(act=act(staff_id=house.front), customer_id=house.member, choices=choose(shelf)).id
    approve_redemption(act=act(staff_id=house.service), redemption_id=applied)
    prepare_gift(act=act(staff_id=house.service), redemption_id=applied)
    sign_receipt(act=act(staff_id=house.service), redemption_id=applied, receiver=Receiver())
    assert on_shelf(shelf) == (2, 2)
    lost = act(staff_id=house.manager, request_id="answer lost on the way")
    for _ in range(2):
        undo_redemption(act=lost, redemption_id=applied, reason="点错了", restock=restock)
    with pytest.raises(UserError):
        undo_redemption(act=act(staff_id=house.manager), redemption_id=applied, reason="再点一次", restock=True)
    assert (on_shelf(shelf), now(house)[0]) == ((left, left), 520)


# Expiry --------------------------------------------------------------------------------------------------------------


def test_expiry_is_a_line_of_its_own_and_no_credit_is_purged(house, act):
    guest = customer("李四")
    points.open_balance(act=act(), customer_id=guest, redeemable=300, tier=300, ends_on=date(2026, 11, 30))
    later = datetime(2026, 12, 1, 8, 30)
    assert points.expire_due(act=act(at=later)) == 1
    assert [(line.kind, line.points, line.balance) for line in ledger(customer_id=guest, on=later.date())] == [
        (EntryKind.EXPIRED, -300, 0),
        (EntryKind.OPENING, 300, 300),
    ]
    assert balance(customer_id=guest, on=later.date()).tier == 300
    with pytest.raises(pw.DatabaseError), one_transaction():
        EntryRecord.delete().where(EntryRecord.customer == guest).execute()


def test_a_changed_lifetime_counts_for_what_is_earned_from_then_on(house, act):
    with writing(act(), "shorter lives") as tx:
        set_value(tx, LOT_MONTHS, 1)
    points.earn(act=act(), customer_id=house.member, points=50, note="续保", number="")
    assert [(line.points, line.ends_on) for line in lots(customer_id=house.member, on=TODAY)] == [
        (50, date(2026, 12, 31)),
        (20, date(2028, 11, 30)),
    ]
    later = datetime(2027, 1, 4, 9)
    confirm_clock(act(at=later), "元旦后")
    points.expire_due(act=act(at=later))
    assert balance(customer_id=house.member, on=later.date()).spendable == 20


# Files ---------------------------------------------------------------------------------------------------------------


def _csv(path: Path, *rows, encoding: str = "utf-8-sig") -> Path:
    path.write_bytes("\r\n".join(",".join(row) for row in rows).encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig", "utf-16"])
def test_a_chinese_spreadsheets_csv_is_read_and_ours_opens_in_it(house, act, tmp_path, encoding):
    listed = _csv(tmp_path / "会员.csv", HEADS, ("HY8801", "仇䶮", "13826012699", "粤B12345", "66010999", *ZHANG[5:]), encoding=encoding)
    brought(act(staff_id=house.manager), listed)
    assert find(act=act(staff_id=house.service), text="仇䶮")[0].plates == ("粤B 12345",)
    ours = tmp_path / "导出.csv"
    export_list(act=act(staff_id=house.manager), form=ExportForm(Subject.MEMBERS), path=ours, progress=quiet)
    raw = ours.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert "仇䶮" in raw.decode("utf-8-sig")


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_long_digits_stay_text_both_ways(house, act, tmp_path, suffix):
    long_card = "00660103421234567890"
    enroll_member(act=act(staff_id=house.service), form=enrolment("李娜", "13826012608", long_card, plate="粤B12345"))
    ours = tmp_path / f"会员{suffix}"
    wanted = ExportForm(Subject.MEMBERS, full=True, reason="核对")
    export_list(act=act(staff_id=house.manager), form=wanted, path=ours, progress=quiet)
    with open_table(ours) as table:
        cells = [cell for row in table for cell in row.cells]
    assert {long_card, "13826012608"} <= {cell.lstrip("'") for cell in cells}
    assert not any("E+" in cell for cell in cells)
    again = brought(act(staff_id=house.manager), ours)
    assert (again.added, again.updated, again.left_out) == (0, 0, 0)


# The table -----------------------------------------------------------------------------------------------------------


def test_every_row_has_its_tests_and_every_test_its_row():
    named = [name for row in SUFFERED for name in row.tests]
    here = {name for name, bound in globals().items() if name.startswith("test_") and callable(bound)}
    assert len(SUFFERED) == 11
    assert all(row.where and row.tests for row in SUFFERED)
    assert sorted(named) == sorted(here - {"test_every_row_has_its_tests_and_every_test_its_row"})
