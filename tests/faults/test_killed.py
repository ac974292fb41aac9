"""Processes killed at any point: every acknowledged act is there whole, and none is half there."""

import random
import time

from deskapp.data import ActRecord
from tests.conftest import DEEP
from tests.faults import desk
from tests.faults.workers import Worker

KILLS = 500 if DEEP else 50


def killed_desks(store: str, way: str, kills: int) -> set[str]:
    """Let one desk after another work and kill it at a random point; the acts they had been told are saved."""
    chance, told = random.Random(way), set()
    for turn in range(kills):
        worker = Worker(store, desk.book_until_killed, f"desk-{turn}", way, telling=True)
        said = worker.heard()
        told.update(next(said) for _ in range(chance.randint(1, 10)))
        until = time.perf_counter() + chance.random() * 0.003
        while time.perf_counter() < until:
            pass  # the desk is somewhere in its next act by now
        worker.kill()
        told.update(said)
    return told


def test_a_killed_desk_leaves_whole_acts(store):
    told = killed_desks(store, "whole", KILLS)
    kept = {act.request_id for act in ActRecord.select()}
    assert len(told) >= KILLS
    assert told <= kept
    assert desk.halves() == []
    assert desk.book("afterwards")[1] is False


def test_a_naive_desk_leaves_half_acts(store):
    killed_desks(store, "naive", 20)
    assert desk.halves()


def test_a_killed_desk_does_not_stop_the_other(store):
    left = Worker(store, desk.book_until_killed, "left", "whole", telling=True)
    right = Worker(store, desk.book_until_killed, "right", "whole", telling=True)
    assert next(left.heard()) == "left-0"
    left.kill()
    said = right.heard()
    assert [next(said) for _ in range(20)] == [f"right-{n}" for n in range(20)]
    right.kill()
