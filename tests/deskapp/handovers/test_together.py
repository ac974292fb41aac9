"""Several desks post one slip at the same moment, in processes of their own, on both engines."""

from deskapp.points.tables import EntryRecord
from tests.deskapp.handovers.posting_desk import post, post_naively
from tests.faults.workers import run_together


def earned(house):
    kinds = EntryRecord.kind == "earned"
    return sum(entry.redeemable for entry in EntryRecord.select().where(kinds & (EntryRecord.customer == house.member)))


def test_of_four_desks_one_posts_and_the_others_are_told(store, house, write):
    slip = write()
    outcomes = run_together(store, 4, post, slip, house.service, "")
    assert sorted(bool(outcome.refusal) for outcome in outcomes) == [False, True, True, True]
    assert {outcome.words for outcome in outcomes if outcome.refusal} == {"JF-20261123-001 现在是“已录入”，不能再这样办理。请刷新后再看"}
    assert earned(house) == 1309


def test_the_same_form_from_four_processes_books_once_and_all_get_its_answer(store, house, write):
    slip = write()
    outcomes = run_together(store, 4, post, slip, house.service, "post-1")
    assert [outcome.value for outcome in outcomes] == [20 + 1309] * 4
    assert earned(house) == 1309


def test_looking_before_the_lock_books_four_times(store, house, write):
    slip = write()
    run_together(store, 4, post_naively, slip, house.member)
    assert earned(house) == 400
