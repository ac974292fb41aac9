"""Points end with the month; their expiry is a line, booked by the next write or in the background, never by a look."""

from datetime import date, datetime

from deskapp.data import revisions
from deskapp.points import service
from deskapp.points.domain import EntryKind, Expiry
from deskapp.points.reading import balance, ledger, lots
from deskapp.points.tables import EntryRecord, ExpiryRunRecord
from tests.deskapp.points.accounts import assert_adds_up, customer

NOV, DEC = datetime(2026, 11, 23, 9), datetime(2026, 12, 20, 9)
END = date(2026, 11, 30)


def bring(act, guest, points, ends_on=END):
    return service.open_balance(act=act(), customer_id=guest, redeemable=points, tier=points, ends_on=ends_on)


def test_the_last_day_is_usable_and_the_next_is_not(guest, act):
    bring(act, guest, 300)
    assert balance(customer_id=guest, on=END).spendable == 300
    assert balance(customer_id=guest, on=date(2026, 12, 1)).spendable == 0


def test_the_balance_tells_what_ends_next(guest, act):
    bring(act, guest, 300)
    service.earn(act=act(), customer_id=guest, points=224, note="维修", number="JF-1")
    assert balance(customer_id=guest, on=NOV.date()).next_expiry == Expiry(END, 300)
    assert balance(customer_id=guest, on=DEC.date()).next_expiry == Expiry(date(2028, 11, 30), 224)


def test_no_look_writes(guest, act):
    bring(act, guest, 300)
    before = revisions()
    balance(customer_id=guest, on=DEC.date())
    ledger(customer_id=guest, on=DEC.date())
    lots(customer_id=guest, on=DEC.date())
    assert revisions() == before
    assert EntryRecord.select().count() == 1


def test_what_ended_shows_as_a_pending_line_until_it_is_booked(guest, act):
    bring(act, guest, 300)
    top = ledger(customer_id=guest, on=DEC.date())[0]
    assert (top.entry_id, top.kind, top.points, top.balance, top.by, top.at.date()) == (None, EntryKind.EXPIRED, -300, 0, "系统", END)
    assert lots(customer_id=guest, on=DEC.date()) == []


def test_every_write_books_the_due_expiries_of_the_account_first(guest, act):
    bring(act, guest, 300)
    service.earn(act=act(at=DEC), customer_id=guest, points=50, note="精品", number="JF-1")
    assert [(line.kind, line.points, line.balance, line.by) for line in ledger(customer_id=guest, on=DEC.date())] == [
        (EntryKind.EARNED, 50, 50, "王芳"),
        (EntryKind.EXPIRED, -300, 0, "系统"),
        (EntryKind.OPENING, 300, 300, "王芳"),
    ]
    assert_adds_up(guest, DEC)


def test_expiry_leaves_the_tier_points(guest, act):
    bring(act, guest, 300)
    service.expire_due(act=act(at=DEC))
    assert balance(customer_id=guest, on=DEC.date()).tier == 300


def test_the_background_books_a_batch_of_accounts_at_a_time_until_nothing_is_left(guest, act):
    guests = [guest, *(customer(name) for name in "甲乙丙丁")]
    for one in guests:
        bring(act, one, 100)
    assert [service.expire_due(act=act(at=DEC), limit=2) for _ in range(4)] == [2, 2, 1, 0]
    assert [sum(e.redeemable for e in EntryRecord.select().where(EntryRecord.customer == one)) for one in guests] == [0] * 5
    assert service.expire_due(act=act(at=DEC)) == 0
    assert ExpiryRunRecord.select().count() == 1


def test_the_background_books_what_ended_first_before_the_rest(guest, act):
    guests = [guest, *(customer(name) for name in "甲乙")]
    for one, ends in zip(guests, (date(2026, 12, 3), date(2026, 12, 1), date(2026, 12, 2)), strict=True):
        bring(act, one, 100, ends)
    for left in (1, 2, 0):
        assert service.expire_due(act=act(at=DEC), limit=1) == 1
        assert sum(e.redeemable for e in EntryRecord.select().where(EntryRecord.customer == guests[left])) == 0


def test_the_background_looks_again_at_what_ended_after_its_last_run(guest, act):
    bring(act, guest, 100, date(2026, 11, 23))
    assert [service.expire_due(act=act(at=at)) for at in (NOV, DEC, DEC)] == [0, 1, 0]


def test_a_held_lot_is_left_to_its_slip(guest, act):
    bring(act, guest, 100)
    service.reserve(act=act(), customer_id=guest, holder="JF-2", points=100, kind=EntryKind.USED, note="抵扣")
    assert service.expire_due(act=act(at=DEC)) == 0
    service.release(act=act(at=DEC), holder="JF-2")
    assert sum(e.redeemable for e in EntryRecord.select()) == 0


def test_the_same_background_act_twice_books_once(guest, act):
    bring(act, guest, 100)
    form = act(at=DEC, request_id="expiry-2026-12-20")
    assert [service.expire_due(act=form), service.expire_due(act=form)] == [1, 1]
    assert EntryRecord.select().count() == 2
