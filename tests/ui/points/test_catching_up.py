"""The window catches up after days off in small steps: whoever types in between is answered first."""

from datetime import date, timedelta

from deskapp.data import one_transaction
from deskapp.points import service as points
from deskapp.points.tables import EntryRecord
from deskapp.start import EXPIRY_BATCH
from tests.deskapp.points.accounts import customer
from tests.ui.frame.conftest import front
from ui.kit import work

__all__ = ["front"]


def bring(front, count):
    def job():
        with one_transaction():
            for number in range(count):
                act = front.reception.session.act()
                guest = customer(f"客人{number}")
                points.open_balance(act=act, customer_id=guest, redeemable=10, tier=0, ends_on=date(2026, 11, 30))

    work.call(job)


def expired():
    return EntryRecord.select().where(EntryRecord.kind == "expired").count()


def test_what_ended_is_booked_after_sign_in_and_a_question_waits_for_one_step_only(front, qtbot):
    bring(front, EXPIRY_BATCH + 5)
    front.clock.pass_(days=10)
    front.reception.enter()
    assert work.call(expired) <= EXPIRY_BATCH  # asked at once, answered between two steps
    qtbot.waitUntil(lambda: work.call(expired) == EXPIRY_BATCH + 5, timeout=10_000)


def test_a_clock_in_doubt_says_nothing_and_takes_no_points(front, qtbot):
    bring(front, 1)
    front.clock.at += timedelta(days=400)
    front.reception._do_system_tasks()
    qtbot.waitUntil(work.quiet, timeout=5_000)
    assert work.call(expired) == 0
