"""Several PCs on one store at the same moment."""

import pytest

from deskapp.data import ActRecord, SerialRecord, fetch_rows
from tests.conftest import DEEP
from tests.faults import desk
from tests.faults.workers import Worker, run_together

PCS = 8
REQUESTS = 200 if DEEP else 25


def test_each_request_sent_by_all_pcs_is_one_act(store):
    requests = [f"form-{n}" for n in range(REQUESTS)]
    answers = [answer for outcome in run_together(store, PCS, desk.book_each, requests) for answer in outcome.value]
    assert len(answers) == PCS * REQUESTS
    for request in requests:
        mine = [(number, replay) for asked, number, replay in answers if asked == request]
        assert len({number for number, _ in mine}) == 1
        assert [replay for _, replay in mine].count(False) == 1
    assert ActRecord.select().count() == SerialRecord.select().count() == REQUESTS
    assert desk.halves() == []


def test_numbers_are_unique_and_without_gaps_over_pcs(store):
    given = [number for outcome in run_together(store, PCS, desk.book_many, REQUESTS) for number in outcome.value]
    assert sorted(given) == [f"JF-20261123-{n:03d}" for n in range(1, PCS * REQUESTS + 1)]
    assert [seq for (seq,) in fetch_rows("SELECT seq FROM serials ORDER BY id")] == list(range(1, PCS * REQUESTS + 1))


def test_naive_numbers_are_given_twice(store):
    given = [number for outcome in run_together(store, PCS, desk.number_naively, REQUESTS) for number in outcome.value]
    assert len(set(given)) < len(given)


def test_the_same_form_from_two_pcs_with_other_content_is_told_what_was_saved(store):
    first, second = (run_together(store, 1, desk.book_once, "form-1", text)[0] for text in ("一件", "两件"))
    assert first.value == ("JF-20261123-001", False)
    assert second.refusal == "AlreadySaved"
    assert "JF-20261123-001" in second.words


@pytest.mark.parametrize("way", ["snapshot", "naive"])
def test_reading_is_one_snapshot_while_others_write(store, way):
    """The naive reader without `reading()` sees two states in one report."""
    desk.book("before")
    reader = Worker(store, desk.look_twice, store, 3, way, telling=True)
    said = reader.heard()
    assert next(said) == "looked"
    for n in range(3):
        desk.book(f"meanwhile-{n}")
    first, second, by_then = next(said).value
    assert (first, by_then) == (1, 4)
    assert second == (1 if way == "snapshot" else 4)
