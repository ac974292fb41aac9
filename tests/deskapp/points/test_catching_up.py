"""After days off the program catches up by itself: 200 accounts a transaction, nothing while the clock is in doubt."""

from datetime import date, datetime, timedelta

import pytest

from deskapp.data import ActRecord, confirm_clock, one_transaction, revisions, trust_server_clock
from deskapp.points import service
from deskapp.points.reading import balance
from deskapp.points.tables import EntryRecord, ExpiryRunRecord
from deskapp.start import EXPIRY_BATCH, run_system_tasks
from tests.conftest import MORNING
from tests.deskapp.people import hire, hire_system
from tests.deskapp.points.accounts import assert_adds_up, customer

END = date(2026, 11, 30)
BACK = datetime(2026, 12, 10, 8, 30)


@pytest.fixture
def system(store) -> int:
    hire("王芳")
    return hire_system()


def bring(act, count, ends_on=END):
    with one_transaction():
        guests = [customer(f"客人{number}") for number in range(count)]
        for guest in guests:
            service.open_balance(act=act(), customer_id=guest, redeemable=10, tier=0, ends_on=ends_on)
    return guests


def steps(act, at):
    """Runs as the window does, until there is nothing more to do; how many steps found work."""
    count = 0
    while run_system_tasks(act(at=at)):
        count += 1
    return count


def test_no_transaction_takes_more_than_200_accounts(system, act):
    guests = bring(act, 2 * EXPIRY_BATCH + 3)
    assert steps(act, BACK) == 3
    acts = list(ActRecord.select().where(ActRecord.use_case == "expire_points").order_by(ActRecord.id))
    booked = [EntryRecord.select().where((EntryRecord.act == one.id) & (EntryRecord.kind == "expired")).count() for one in acts]
    assert (EXPIRY_BATCH, booked) == (200, [200, 200, 3, 0])
    assert {one.staff_id for one in acts} == {system}
    assert balance(customer_id=guests[0], on=BACK.date()).spendable == 0


def test_a_second_start_on_the_same_day_finds_nothing_and_books_no_line(system, act):
    bring(act, 3)
    steps(act, BACK)
    before = EntryRecord.select().count()
    assert not run_system_tasks(act(at=BACK + timedelta(hours=3)))
    assert (EntryRecord.select().count(), ExpiryRunRecord.select().count()) == (before, 1)


def test_what_ended_on_every_day_that_was_closed_is_booked_each_with_its_own_end(system, act):
    (guest,) = bring(act, 1, date(2026, 12, 1))
    others = [bring(act, 1, date(2026, 12, day))[0] for day in (3, 5, 9, 10)]
    assert steps(act, BACK) == 1
    notes = [entry.note for entry in EntryRecord.select().where(EntryRecord.kind == "expired").order_by(EntryRecord.note)]
    assert notes == ["有效期至 2026-12-01", "有效期至 2026-12-03", "有效期至 2026-12-05", "有效期至 2026-12-09"]
    assert balance(customer_id=others[-1], on=BACK.date()).spendable == 10  # its last day is today
    for one in (guest, *others):
        assert_adds_up(one, BACK)


@pytest.mark.parametrize("at", [datetime(2027, 1, 20, 9), MORNING - timedelta(hours=2)], ids=["ahead", "behind"])
def test_nothing_expires_while_the_clock_is_in_doubt(system, act, at):
    """A dead battery says 2027: points must not go because of it."""
    (guest,) = bring(act, 1)
    before = (revisions(), EntryRecord.select().count())
    assert not run_system_tasks(act(at=at))
    assert (revisions(), EntryRecord.select().count()) == before
    assert balance(customer_id=guest, on=MORNING.date()).spendable == 10


def test_what_a_manager_confirmed_is_caught_up_with(system, act):
    late = datetime(2027, 1, 20, 9)
    bring(act, 2)
    confirm_clock(act(at=late), "停业两个月")
    assert steps(act, late) == 1
    assert EntryRecord.select().where(EntryRecord.kind == "expired").count() == 2


def test_a_clock_far_ahead_of_the_server_expires_nothing(server_url, act):
    from deskapp.data import close_database, database, open_database

    open_database(server_url)
    try:
        hire("王芳")
        hire_system()
        bring(act, 1)
        trust_server_clock(trusted=True)
        assert not run_system_tasks(act(at=datetime(2099, 1, 1, 9)))
        assert EntryRecord.select().where(EntryRecord.kind == "expired").count() == 0
    finally:
        trust_server_clock(trusted=False)
        close_database()
        database.initialize(None)


def test_two_pcs_catching_up_at_once_book_every_expiry_once(system, act):
    """Each step looks under the write lock, so the second PC finds what the first has left."""
    bring(act, 5)
    taken = [service.expire_due(act=act(at=BACK, pc=pc), limit=3) for pc in ("前台1", "前台2", "前台1")]
    assert taken == [3, 2, 0]
    assert EntryRecord.select().where(EntryRecord.kind == "expired").count() == 5
