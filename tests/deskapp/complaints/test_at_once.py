"""Several PCs on one slip at the same moment: one wins, the others are told what he did; numbers never meet."""

import pytest

from deskapp.complaints.closing import Signatures, take_back_paper
from deskapp.complaints.contacting import recheck_customer
from deskapp.complaints.reading import complaint_by_id
from deskapp.complaints.states import State
from tests.deskapp.complaints import desks
from tests.faults.workers import run_together

PCS = 4


def test_one_of_several_managers_routes_and_the_others_hear_what_he_did(house, store):
    slip = house.slip(State.TO_ROUTE)
    answers = run_together(store, PCS, desks.route, house.aftersales, slip.seen, (house.workshop, house.parts))
    won = [answer.value for answer in answers if answer.value]
    assert len(won) == 1
    assert {answer.refusal for answer in answers if not answer.value} == {"Outdated"}
    assert all("孙志明 11-23 09:30" in answer.words and "派给" in answer.words for answer in answers if not answer.value)
    now = complaint_by_id(slip.id)
    assert [row.department_id for row in now.rows] == won


def test_nobody_overwrites_what_another_has_just_written(house, store):
    slip = house.slip(State.TO_ROUTE)
    answers = run_together(store, PCS, desks.tell, house.service, slip.seen)
    said = [answer.value for answer in answers if answer.value]
    assert [contact.note for contact in complaint_by_id(slip.id).contacts] == said
    assert len(said) == 1


def test_slips_taken_down_at_once_get_numbers_of_their_own(house, store):
    answers = run_together(store, PCS, desks.receive, house.service, house.form())
    assert sorted(answer.value for answer in answers) == [f"TS-20261123-{n:03d}" for n in range(1, PCS + 1)]


@pytest.fixture
def to_archive(house):
    """Slips that lack nothing for the archive."""
    found = []
    for _ in range(PCS):
        slip = house.slip(State.TO_ARCHIVE)
        slip = recheck_customer(act=house.do(house.service), seen=slip.seen, note="好了")
        found.append(take_back_paper(act=house.do(house.service), seen=slip.seen, signatures=Signatures(supervisor=True)).seen)
    return tuple(found)


def test_slips_archived_at_once_get_archive_numbers_of_their_own(house, store, to_archive):
    answers = run_together(store, PCS, desks.archive, house.service, to_archive)
    assert sorted(answer.value for answer in answers) == [f"GD-2026-{n:04d}" for n in range(1, PCS + 1)]
