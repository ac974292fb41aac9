"""The PC's clock is wrong: an hour back, ten years ahead. The desk is told, nothing is lost or expires, and there is a way on."""

from datetime import datetime, timedelta

import pytest

from deskapp.analysis.service import daily_report
from deskapp.data import Act, confirm_clock, fetch_row, fetch_rows, revisions
from deskapp.errors import ClockInDoubt, NotAllowed
from deskapp.gifts.domain import Choice
from deskapp.gifts.redemption import redeem_gift
from deskapp.points.reading import balance, ledger
from deskapp.points.service import expire_due
from deskapp.start import run_system_tasks
from deskapp.store import service as store_service
from deskapp.store.backups import back_up_daily
from tests.deskapp.gifts.counter import MORNING, Counter, a_gift, member, open_counter
from tests.deskapp.people import hire_system
from tests.deskapp.points.accounts import assert_adds_up

PRICE = 100
HAD = 1_000
NOON = MORNING.replace(hour=12)
AHEAD = NOON.replace(year=2036)


class Desk:
    """王芳 at a gift counter, 陈静 is the manager; the guest came with 1,000 points this morning."""

    def __init__(self) -> None:
        self.people: Counter = open_counter()
        self.system = hire_system()
        self.guest = member(points=HAD, staff_id=self.people.wang)
        self.gift = a_gift(self.people.wang, "精洗券", PRICE, stock=50).id

    def redeem(self, at: datetime, request_id: str) -> str:
        act = Act(self.people.wang, at, "前台1", request_id)
        return redeem_gift(act=act, customer_id=self.guest, choices=[Choice(self.gift, 1, PRICE)]).number

    def by_manager(self, at: datetime, request_id: str = "manager") -> Act:
        return Act(self.people.chen, at, "前台1", request_id)

    def spendable(self) -> int:
        return balance(customer_id=self.guest, on=NOON.date()).spendable


@pytest.fixture
def desk(store) -> Desk:
    return Desk()


def test_an_hour_back_goes_on_in_the_order_of_the_acts(desk):
    desk.redeem(NOON, "form-1")
    desk.redeem(NOON - timedelta(minutes=58), "form-2")
    lines = ledger(customer_id=desk.guest, on=NOON.date())
    assert [(line.at.strftime("%H:%M"), line.balance) for line in lines] == [("11:02", 800), ("12:00", 900), ("09:00", 1_000)]
    assert desk.spendable() == 800
    points = daily_report(act=desk.by_manager(NOON), day=NOON.date()).points
    assert (points.closing, points.difference) == (800, 0)
    assert_adds_up(desk.guest, NOON)


def test_whoever_orders_by_time_then_tells_a_wrong_balance(desk):
    desk.redeem(NOON, "form-1")
    desk.redeem(NOON - timedelta(minutes=58), "form-2")
    naive = fetch_row("SELECT e.spendable_after FROM points_entries e JOIN acts a ON a.id = e.act_id ORDER BY a.at DESC, e.id DESC LIMIT 1")
    assert naive == (900,)
    assert desk.spendable() == 800


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (NOON - timedelta(minutes=61), "这台电脑的时间是 2026-11-23 10:59，早于最后一笔记录 2026-11-23 12:00"),
        (AHEAD, "这台电脑的时间是 2036-11-23 12:00，最后一笔记录是 2026-11-23 12:00"),
    ],
    ids=["more than an hour back", "ten years ahead"],
)
def test_a_clock_in_doubt_stops_the_desk_in_words_and_the_same_form_is_saved_once_it_is_right(desk, wrong, told):
    desk.redeem(NOON, "form-1")
    before = revisions()
    with pytest.raises(ClockInDoubt) as refused:
        desk.redeem(wrong, "form-2")
    assert refused.value.message == f"{told}。请校准时间，或由客服经理登录后确认"
    assert revisions() == before
    assert desk.redeem(NOON + timedelta(minutes=1), "form-2") == "DH-20261123-002"
    assert desk.redeem(NOON + timedelta(minutes=2), "form-2") == "DH-20261123-002"
    assert desk.spendable() == HAD - 2 * PRICE


def test_nothing_expires_and_no_backup_is_made_by_itself_ten_years_ahead(desk):
    before = revisions()
    assert not run_system_tasks(desk.by_manager(AHEAD, "system"))
    assert back_up_daily(act=Act(desk.system, AHEAD, "前台1", "backup")) is None
    assert revisions() == before
    assert desk.spendable() == HAD


def test_a_program_that_believes_its_clock_lets_every_point_expire(desk):
    confirm_clock(desk.by_manager(AHEAD), "the naive program asks nobody")
    assert expire_due(act=Act(desk.system, AHEAD, "前台1", "expiry")) == 1
    assert desk.spendable() == 0


def test_only_the_manager_confirms_and_says_why(desk):
    with pytest.raises(NotAllowed):
        store_service.confirm_clock(act=Act(desk.people.wang, AHEAD, "前台1", "clock"), reason="停业")
    store_service.confirm_clock(act=desk.by_manager(NOON + timedelta(days=80)), reason="停业两个多月")
    assert desk.redeem(NOON + timedelta(days=80), "form-1") == "DH-20270211-001"


def test_an_entry_of_2036_does_not_lock_the_store(desk):
    """The manager confirmed the wrong clock, and somebody redeemed; an hour later the battery of the PC is changed."""
    store_service.confirm_clock(act=desk.by_manager(AHEAD, "wrongly"), reason="看错了")
    assert fetch_rows("SELECT customer_id FROM points_entries WHERE kind = 'expired'") == []
    with pytest.raises(ClockInDoubt, match="早于最后一笔记录 2036-11-23"):
        desk.redeem(NOON, "form-1")
    store_service.confirm_clock(act=desk.by_manager(NOON, "rightly"), reason="换了电池，时间已校准")
    assert desk.redeem(NOON, "form-1") == "DH-20261123-001"
    assert desk.redeem(NOON + timedelta(days=1), "form-2") == "DH-20261124-001"
    assert desk.spendable() == HAD - 2 * PRICE
    for day in (NOON.date(), NOON.date() + timedelta(days=1)):
        assert daily_report(act=desk.by_manager(NOON + timedelta(days=1)), day=day).points.difference == 0
    reasons = [row[0] for row in fetch_rows("SELECT reason FROM changes WHERE kind = 'write_lock' ORDER BY id")]
    assert reasons == ["看错了", "换了电池，时间已校准"]
