"""A day with its time of day, as clerks write it."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.errors import UserError
from ui.complaints.receive_moment import judge_moment

TODAY = date(2026, 11, 23)


def judged(text: str, at: time | None = time(17, 30)) -> datetime:
    return judge_moment(text, today=TODAY, at=at, field="reply_due").value


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2026-11-26 09:30", datetime(2026, 11, 26, 9, 30)),
        ("20261126 0930", datetime(2026, 11, 26, 9, 30)),
        ("11-26 9:30", datetime(2026, 11, 26, 9, 30)),
        ("1126 0930", datetime(2026, 11, 26, 9, 30)),
        ("11月26日 9：30", datetime(2026, 11, 26, 9, 30)),
        ("１１－２６　０９：３０", datetime(2026, 11, 26, 9, 30)),
        ("1126", datetime(2026, 11, 26, 17, 30)),
        ("2026-11-26", datetime(2026, 11, 26, 17, 30)),
        ("9:30", datetime(2026, 11, 23, 9, 30)),
    ],
)
def test_it_is_read_as_it_is_meant(typed, meant):
    assert judged(typed) == meant


@pytest.mark.parametrize("typed", ["1332", "11-31 09:00", "25:00", "11-26 09:61", "明天", "1 9:30"])
def test_what_is_no_time_is_refused(typed):
    with pytest.raises(UserError):
        judged(typed)


def test_a_day_alone_is_asked_for_its_time_where_none_is_meant():
    with pytest.raises(UserError, match="还缺几点") as refused:
        judged("1126", at=None)
    repair = refused.value.repair
    assert repair is not None
    assert judged(str(repair.value), at=None) == datetime(2026, 11, 26, 9, 0)


@given(st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2040, 1, 1)))
def test_what_it_writes_it_reads(at):
    whole = at.replace(second=0, microsecond=0)
    assert judged(f"{whole:%Y-%m-%d %H:%M}") == whole
    assert judged(f"{whole:%Y%m%d %H%M}") == whole
