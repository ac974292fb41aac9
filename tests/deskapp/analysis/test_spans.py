"""Days are cut by the order of acts, so nobody reaches back into a day that is over."""

from datetime import date, datetime, timedelta

import pytest

from deskapp.analysis.spans import Days
from deskapp.data import ActRecord, confirm_clock, reading, writing
from deskapp.errors import ClockInDoubt

TODAY, TOMORROW = date(2026, 11, 23), date(2026, 11, 24)
LATE = datetime(2026, 11, 23, 23, 50)


def book(act, at: datetime) -> int:
    """One act; its id."""
    with writing(act(at=at), "anything") as tx:
        return tx.act_id


def acts_of(first: date, last: date) -> list[int]:
    with reading():
        span = Days().between(first, last)
        return [row.id for row in ActRecord.select() if any(low <= row.id < high for low, high in span.ranges)]


def test_midnight_parts_the_days(store, act):
    before, after = book(act, LATE), book(act, datetime(2026, 11, 24))
    assert acts_of(TODAY, TODAY) == [before]
    assert acts_of(TOMORROW, TOMORROW) == [after]
    assert acts_of(TODAY, TOMORROW) == [before, after]


def test_a_pc_half_an_hour_behind_after_midnight_no_longer_changes_yesterday(store, act):
    before, first = book(act, LATE), book(act, datetime(2026, 11, 24, 0, 20))
    behind = book(act, LATE + timedelta(minutes=5))
    assert ActRecord.get_by_id(behind).at == LATE + timedelta(minutes=5)  # it keeps its own time
    assert acts_of(TODAY, TODAY) == [before]
    assert acts_of(TOMORROW, TOMORROW) == [first, behind]


def test_a_wrong_entry_of_2036_keeps_to_2036(store, act):
    before = book(act, LATE - timedelta(hours=10))
    confirm_clock(act(at=datetime(2036, 5, 1, 9)), "电脑时间错了")
    wrong = book(act, datetime(2036, 5, 1, 9, 5))
    with pytest.raises(ClockInDoubt):
        book(act, LATE)
    confirm_clock(act(at=LATE), "校准了")
    right = book(act, LATE + timedelta(minutes=1))
    assert {before, right} <= set(acts_of(TODAY, TODAY))
    assert wrong not in acts_of(TODAY, TOMORROW)
    assert wrong in acts_of(date(2036, 5, 1), date(2036, 5, 1))


@pytest.mark.parametrize("day", [date(2020, 1, 1), date(2030, 1, 1)])
def test_a_day_without_acts_is_empty(store, act, day):
    book(act, LATE)
    assert acts_of(day, day) == []


def test_what_comes_after_a_day_is_what_is_not_before_its_end(store, act):
    ids = [book(act, LATE + timedelta(minutes=5 * n)) for n in range(4)]
    with reading():
        cut = Days().cut(TODAY, TODAY)
    (upto,), (after,) = cut.upto.ranges, cut.after.ranges
    assert upto == (0, ids[2])
    assert after == (ids[2], ids[3] + 1)
    assert cut.upto.where("act_id") == "(act_id >= ? AND act_id < ?)"
    assert cut.upto.params == (0, ids[2])
