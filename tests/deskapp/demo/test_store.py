"""The practice store: full, the same at every run, and whole at whatever hour it is made."""

from datetime import datetime

import pytest

from deskapp.data import Act, fetch_row
from deskapp.demo.store import fill_store
from deskapp.lounge.reading import board_day
from deskapp.today.service import today

MORNING = datetime(2026, 11, 23, 10, 42)


@pytest.mark.parametrize("at", [MORNING, datetime(2026, 11, 23, 8, 1), datetime(2026, 11, 24, 9, 5), datetime(2026, 11, 25, 21, 30)])
def test_a_practice_store_has_300_members_20_gifts_a_year_and_work_for_today(sqlite_store, at):
    fill_store(at)
    assert fetch_row("SELECT COUNT(*) FROM memberships") == (300,)
    assert fetch_row("SELECT COUNT(*) FROM gifts") == (20,)
    manager = Act(fetch_row("SELECT id FROM staff WHERE staff_no = '101'")[0], at, "练习", "look")
    found = today(act=manager)
    assert {duty.room for duty in found.now} >= {"points", "members", "gifts", "lounge"}
    assert len(board_day(at.date()).slots) == 7
