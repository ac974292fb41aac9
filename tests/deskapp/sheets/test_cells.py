"""What a cell says, and what a spreadsheet is kept from making of it."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.sheets.cells import as_text, cell_name, guarded, has_lost_digits, unguarded


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (13826012607.0, "13826012607"),
        (6.2284804e14, "622848040000000"),
        (1e20, "100000000000000000000"),
        (0.0, "0"),
        (-5.0, "-5"),
        (3.14, "3.14"),
        (1e-7, "0.0000001"),
        (True, "TRUE"),
        ("00123", "00123"),
        (date(2026, 11, 23), "2026-11-23"),
        (datetime(2026, 11, 23), "2026-11-23"),
        (datetime(2026, 11, 23, 9, 5), "2026-11-23 09:05:00"),
        (time(8, 30), "08:30:00"),
        (timedelta(hours=25, minutes=1, seconds=2), "25:01:02"),
        (None, ""),
    ],
)
def test_a_cell_is_what_people_see_in_it_and_never_scientific(value, text):
    assert as_text(value) == text


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_no_number_is_ever_written_with_an_exponent(number):
    assert "e" not in as_text(number)
    assert float(as_text(number)) == number


def test_a_number_of_sixteen_digits_has_lost_some():
    assert has_lost_digits(6228480402564890.0)
    assert not has_lost_digits(622848040256489.0)
    assert not has_lost_digits("6228480402564890")


@pytest.mark.parametrize("text", ["=1+1", "+86 138", "-1+cmd|' /C calc'!A0", "@SUM(A1)", "\t=1", " =1+1", "＝1+1", "'=1", "\r=1"])
def test_what_a_spreadsheet_would_compute_begins_with_an_apostrophe(text):
    assert guarded(text) == f"'{text}"
    assert unguarded(guarded(text)) == text


@pytest.mark.parametrize("text", ["00123", "6601034277778888", "0138"])
def test_digits_a_spreadsheet_would_maul_are_marked_as_text(text):
    assert guarded(text) == f"{text}\t"
    assert unguarded(guarded(text)) == text


@pytest.mark.parametrize("text", ["张伟", "-5", "-12.50", "13826012607", "粤B3K852", "", "O'Brien", "2026-11-23"])
def test_what_is_harmless_stays_as_it_is(text):
    assert guarded(text) == unguarded(text) == text


@given(st.text())
def test_a_guard_comes_off_as_it_went_on(text):
    assert unguarded(guarded(text)) == text


@given(st.sampled_from("=+-@＝＋－＠\t\r") | st.just(" ="), st.text())
def test_nothing_risky_is_written_bare(head, tail):
    written = guarded(head + tail)
    assert written[0] == "'" or (written == head + tail and float(written) < 0)


def test_cells_are_named_as_the_spreadsheet_names_them():
    assert [cell_name(1, 0), cell_name(12, 25), cell_name(3, 26), cell_name(1048576, 16383)] == ["A1", "Z12", "AA3", "XFD1048576"]
