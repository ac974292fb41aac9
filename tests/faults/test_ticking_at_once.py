"""Several boards tick one slot at the same moment: one mark, and everybody else is told who was first."""

import fcntl
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from deskapp.checklists.templates import seed
from deskapp.data import Act, database
from deskapp.lounge.duty import sign_on
from deskapp.staff.domain import Role
from tests.deskapp.lounge.conftest import found_store
from tests.deskapp.people import hire, hire_system
from tests.faults import ticking
from tests.faults.ticking import AT
from tests.faults.workers import Outcome, Worker, run_together

PCS = (2, 8)


@dataclass(frozen=True)
class Scene:
    url: str
    people: tuple[int, ...]


@pytest.fixture
def here(store) -> Scene:
    """林晓 and 吴迪 are on duty; the first slot is on."""
    founded = AT - timedelta(days=7)
    found_store(founded)
    manager = hire("陈静", Role.SERVICE_MANAGER)
    hire_system()
    people = (hire("林晓", Role.LOUNGE_ATTENDANT), hire("吴迪", Role.LOUNGE_ATTENDANT))
    seed(act=Act(manager, founded, "前台1", "seed"))
    for person in people:
        sign_on(act=Act(person, AT.replace(minute=2), "休息区", f"on-{person}"))
    database.execute_sql("CREATE TABLE naive_marks (slot TEXT NOT NULL, staff_id INTEGER NOT NULL)")
    return Scene(store, people)


@pytest.mark.parametrize("pcs", PCS)
def test_one_slot_ticked_at_once_has_one_mark_and_names_who_was_first(here, pcs):
    answers = run_together(here.url, pcs, ticking.tick, here.people)
    assert len([answer for answer in answers if not answer.refusal]) == 1
    words = {answer.words for answer in answers if answer.refusal}
    assert words in ({"08:10 时段已由 林晓 于 08:12 登记"}, {"08:10 时段已由 吴迪 于 08:12 登记"})
    assert ticking.marks() == 1


def test_one_tap_sent_twice_is_one_mark(here):
    answers = run_together(here.url, 2, ticking.tick_same, here.people[0])
    assert len({answer.value for answer in answers}) == 1
    assert [answer.refusal for answer in answers] == ["", ""]
    assert ticking.marks() == 1


def after_all_have_looked(here: Scene, pcs: int, way: str, gate: Path) -> list[Outcome]:
    """What the boards end with when all of them look before any of them writes."""
    with gate.open("w") as barrier:
        fcntl.flock(barrier, fcntl.LOCK_EX)
        workers = [
            Worker(here.url, ticking.look_and_tick, f"board-{n}", way, str(gate), here.people[n % 2], telling=True) for n in range(pcs)
        ]
        assert [next(worker.heard()) for worker in workers] == ["looked"] * pcs
    return [worker.end() for worker in workers]


@pytest.mark.parametrize("pcs", PCS)
def test_all_boards_see_the_slot_open_and_one_ticks_it(here, pcs, tmp_path):
    answers = after_all_have_looked(here, pcs, "whole", tmp_path / "gate")
    assert len([answer for answer in answers if not answer.refusal]) == 1
    assert ticking.marks() == 1


def test_a_naive_board_ticks_it_twice(here, tmp_path):
    after_all_have_looked(here, 2, "naive", tmp_path / "gate")
    assert ticking.marks("naive_marks") == 2
