"""Terms of members who bring only some of their dates."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.members.domain import JoinChannel, Level, term_end
from deskapp.members.import_entry import Entry
from deskapp.members.import_terms import term_of

TODAY = date(2026, 11, 23)
DAYS = st.dates(date(1995, 1, 1), date(2040, 12, 31))


def entry(joined_on: date | None, valid_until: date | None) -> Entry:
    return Entry(2, frozenset(), "", "", {}, "", Level.BASIC, joined_on, valid_until, JoinChannel.NONE, None, True, None, (), [])


@pytest.mark.parametrize(
    ("joined_on", "valid_until", "term"),
    [
        (None, None, ("2026-11-23", "2026-11-23", "2027-11-22")),
        ("2026-03-01", "2027-02-28", ("2026-03-01", "2026-03-01", "2027-02-28")),
        ("2020-03-01", "2027-02-28", ("2020-03-01", "2026-03-01", "2027-02-28")),
        ("2026-10-01", "2027-02-28", ("2026-10-01", "2026-10-01", "2027-02-28")),
        ("2020-06-15", None, ("2020-06-15", "2026-06-15", "2027-06-14")),
        (None, "2027-05-31", ("2026-06-01", "2026-06-01", "2027-05-31")),
        (None, "2024-05-31", ("2023-06-01", "2023-06-01", "2024-05-31")),
        ("2019-02-01", "2020-01-31", ("2019-02-01", "2019-02-01", "2020-01-31")),
        (None, "2028-02-28", ("2026-11-23", "2027-02-28", "2028-02-28")),
    ],
    ids=["nothing", "both", "renewed often", "late in the term", "only joining", "only the end", "expired", "expired both", "29 February"],
)
def test_what_the_list_leaves_out_is_taken_from_the_term(joined_on, valid_until, term):
    found = term_of(entry(*(date.fromisoformat(d) if d else None for d in (joined_on, valid_until))), TODAY, 12)
    assert (f"{found.joined_on}", f"{found.starts_on}", f"{found.ends_on}") == term


@given(st.none() | DAYS, st.none() | DAYS, DAYS, st.integers(1, 120))
def test_a_term_lies_in_order_whatever_is_given(joined_on, valid_until, today, months):
    if joined_on is not None and (joined_on > today or (valid_until is not None and valid_until < joined_on)):
        return  # refused when the row is read
    found = term_of(entry(joined_on, valid_until), today, months)
    assert found.joined_on <= found.starts_on <= found.ends_on
    assert found.joined_on <= today
    if joined_on is not None:
        assert found.joined_on == joined_on
    if valid_until is not None:
        assert found.ends_on == valid_until
    else:
        assert found.starts_on <= today <= found.ends_on


@given(DAYS, st.integers(1, 120))
def test_the_term_that_only_its_end_is_known_of_is_one_the_store_could_have_sold(starts_on, months):
    until = term_end(starts_on, months)
    found = term_of(entry(None, until), date(2099, 1, 1), months)
    assert term_end(found.starts_on, months) == until
